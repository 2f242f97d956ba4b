"""The learned reader: what it is given, what it says, and that it can be left out."""

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray

from kg.ingest import read
from kg.model import Article, Status
from kg.nlp import SHIPPED_READER, Extractor
from kg.nlp.bystanders import Bystanders
from kg.nlp.joining import Joining
from kg.nlp.looks import _UNLOOKED_AT, Floats, Look, Looks, promising
from kg.nlp.pairs import WAYS, Arrays, paired
from kg.nlp.pipeline import LEAST_CONFIDENCE
from kg.nlp.relations import candidates
from kg.nlp.syntax import load_syntax
from kg.ontology import ontology

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "articles"
LABELS = SHIPPED_READER.looks.labels


def sentences(extractor: Extractor, text: str):
    article = Article("a", text)
    participants = extractor.reader(extractor.nlp(text), article).participants
    return list(paired(participants, extractor.lexicon, LABELS)), participants


def test_the_labels_are_those_of_the_ontology() -> None:
    assert LABELS.relations == sorted(ontology().relations)
    assert LABELS.types == sorted(ontology().parents.keys() - {"StateGroup"})  # came later


def test_a_class_that_came_after_the_training_is_read_as_the_wider_ones() -> None:
    known = {name: [LABELS.types[n] for n in numbers] for name, numbers in LABELS.classes.items()}
    assert known["StateGroup"] == ["InternationalOrganisation", "Region"]
    assert all(known[name] == [name] for name in LABELS.types)
    assert all(known[name] for name in ontology().parents)


def test_a_sentence_with_one_actor_has_no_pairs(extractor: Extractor) -> None:
    assert sentences(extractor, "Norway closed its schools. It rained.")[0] == []


def test_actors_are_paired_both_ways(extractor: Extractor) -> None:
    [sentence], participants = sentences(extractor, "It rained. Norway sanctioned Belarus.")
    words = participants.parse.words
    assert [(words[p.subject], words[p.object]) for p in sentence.pairs] == [
        ("Norway", "Belarus"),
        ("Belarus", "Norway"),
    ]
    assert "sanctioned" in [words[t] for t in sentence.triggers]
    assert sentence.possible.shape == (2, len(LABELS.relations))


def test_the_place_of_somebody_does_nothing(extractor: Extractor) -> None:
    text = "The tribunal in The Hague has indicted Ratko Mladic, whom Serbia arrested."
    [sentence], _ = sentences(extractor, text)
    acting = {p.actor.label for pair in sentence.pairs for p in pair.subjects if p.how == "place"}
    suffering = {p.actor.label for pair in sentence.pairs for p in pair.objects}
    assert not acting
    assert {"The Hague", "Ratko Mladić", "Serbia"} <= suffering


def test_domain_and_range_rule_relations_out(extractor: Extractor) -> None:
    [sentence], _ = sentences(extractor, "Norway sanctioned Belarus.")
    possible = dict(zip(LABELS.relations, sentence.possible[0], strict=True))
    assert possible["sanctioned"] and possible["alliedWith"]
    assert not possible["headOfStateOf"]  # a state heads no state


def test_arrays_fit_each_other(extractor: Extractor) -> None:
    text = "France, Spain and Italy accused Russia of arming Libyan rebels led by Khalifa Haftar."
    [sentence], _ = sentences(extractor, text)
    arrays, triggers, ends = sentence.arrays, len(sentence.triggers), 6
    assert arrays["hints"].shape == (triggers, len(LABELS.relations))
    assert arrays["ways"].shape == arrays["sides"].shape == (ends, triggers)
    assert arrays["acting_types"].shape == (ends, len(LABELS.types))
    assert len(arrays["subject"]) == len(sentence.pairs)
    assert set(arrays["between"]) < set(range(WAYS))


def test_the_lexicon_gives_hints(extractor: Extractor) -> None:
    [sentence], participants = sentences(extractor, "Norway sanctioned Belarus.")
    at = [participants.parse.words[t] for t in sentence.triggers].index("sanctioned")
    hinted = {r for r, on in zip(LABELS.relations, sentence.arrays["hints"][at], strict=True) if on}
    assert "sanctioned" in hinted


def test_the_likeliest_relation_of_a_plain_sentence_is_its_own(extractor: Extractor) -> None:
    _, participants = sentences(extractor, "Norway sanctioned Belarus on Monday.")
    doc = extractor.nlp("Norway sanctioned Belarus on Monday.")
    readings = SHIPPED_READER.read(doc.tensor, participants, extractor.lexicon, -2.2, -2.2)
    found = {
        (c.subject.actor.label, c.relation.name, c.object.actor.label): c
        for c in readings.candidates()
    }
    said = found["Norway", "sanctioned", "Belarus"]
    assert participants.parse.words[said.trigger] == "sanctioned"
    mine, other = readings.odds(said)
    assert mine > 0
    assert mine > other
    assert ("Belarus", "sanctioned", "Norway") not in found


def test_rivals_speak_against_a_candidate(extractor: Extractor) -> None:
    text = "Norway sanctioned Belarus on Monday."
    article, doc = Article("a", text), extractor.nlp(text)
    reader = extractor.reader(doc, article)
    rules = list(candidates(reader.clauses, reader.participants, extractor.lexicon))
    readings = reader.beside(rules)
    joining = Joining(reader.parse, readings, rules)
    [rule] = [c for c in rules if c.relation.name == "sanctioned"]
    read = replace(next(iter(readings.candidates())), relation=rule.relation)
    straight = replace(read, subject=rule.subject, object=rule.object, trigger=rule.trigger)
    swapped = replace(straight, subject=rule.object, object=rule.subject)
    assert "beside none same" in joining.features(straight)
    assert "beside reversed same" in joining.features(swapped)
    assert "behind reversed" in joining.features(swapped)
    assert "behind reversed" not in joining.features(straight)


def test_who_is_named_in_one_list_is_told_from_a_rival(extractor: Extractor) -> None:
    text = "Norway sanctioned Belarus and Russia, after Iran had met Cuba."
    article, doc = Article("a", text), extractor.nlp(text)
    reader = Extractor(least=0.0).reader(doc, article)
    rules = list(candidates(reader.clauses, reader.participants, extractor.lexicon))
    joining = Joining(reader.parse, reader.beside(rules), rules)
    ends = {p.actor.label: p for t in range(len(doc)) for p in reader.participants.one(t)}
    [rule] = [c for c in rules if c.object.actor.label == "Belarus"]
    for label, wanted in (("Russia", "listed"), ("Cuba", "apart")):
        found = replace(rule, object=ends[label])
        assert f"beside object {wanted}" in joining._beside(found)


@pytest.mark.parametrize(
    ("beside", "surer"),
    [
        ("Norway seized a tanker of Belarus in May.", True),
        ("Norway and Belarus are old allies.", False),
        ("Peru and Chile held talks in Lima.", None),
    ],
)
def test_other_sentences_bear_a_candidate_out_or_not(beside: str, surer: bool | None) -> None:
    said = (
        "Norway has its eye on the oil of Belarus, and its frigates follow every Belarusian tanker."
    )
    sure = {}
    for text in (said, f"{said}\n\n{beside}"):
        [(_, found)] = Extractor(least=0.0).extract([Article("a", text)])
        sure[text] = max(
            statement.confidence
            for statement in found
            if statement.relation.name == "coerced" and statement.evidence.start == 0
            if (statement.subject.label, statement.object.label) == ("Norway", "Belarus")
        )
    alone, together = sure.values()
    assert surer == (None if alone == together else together > alone)


def test_what_is_said_again_is_weighed_however_unlikely_it_is(extractor: Extractor) -> None:
    weighed = {}
    for text in ("Norway sanctioned Belarus.", "Norway sanctioned Belarus. Norway banned Belarus."):
        _, participants = sentences(extractor, text)
        states = extractor.nlp(text).tensor
        nobody = 99.0  # is so likely as to be weighed for itself
        readings = SHIPPED_READER.read(states, participants, extractor.lexicon, -2.2, nobody)
        found = Joining(participants.parse, readings, []).candidates()
        weighed[text] = {candidate.relation.name for candidate in found}
    assert list(weighed.values()) == [set(), {"sanctioned"}]


def test_pairs_within_one_state_are_known_as_such(extractor: Extractor) -> None:
    text = "Russian troops shelled Grozny. Russian troops shelled Kharkiv."
    statements = extractor.scored(extractor.nlp(text), Article("a", text))
    own = {
        s.object.label: any(f.startswith("own ") for f in known)
        for s, known in statements
        if s.relation.name == "attacked"
    }
    assert own == {"Grozny": True, "Kharkiv": False}


def test_hopeless_pairs_are_passed_over(extractor: Extractor) -> None:
    text = "Norway sanctioned Belarus, while tourists from Peru, Chile and Cuba photographed Paris."
    _, participants = sentences(extractor, text)
    states = extractor.nlp(text).tensor
    readings = SHIPPED_READER.read(states, participants, extractor.lexicon, -2.2, -2.2)
    [reading] = readings._found
    passed_over = [
        pair
        for pair, odds in zip(reading.pairs, reading.odds, strict=True)
        if set(odds[np.isfinite(odds)]) == {np.float32(_UNLOOKED_AT)}
    ]
    assert len(passed_over) > len(reading.pairs) / 4
    said = {(p.subject, p.object) for p in passed_over}
    assert not said & {(one.pair.subject, one.pair.object) for one in reading.likely}


def test_what_rules_find_is_not_said_twice(extractor: Extractor) -> None:
    for _, statements in extractor.extract(read(EXAMPLES)):
        said = [(s.evidence.start, s.subject.id, s.relation, s.object.id) for s in statements]
        for statement in (s for s in statements if s.rule == "reader"):
            key = statement.evidence.start, statement.subject.id
            assert said.count((*key, statement.relation, statement.object.id)) == 1


def test_private_people_are_not_their_state(extractor: Extractor) -> None:
    [(_, found)] = extractor.extract([Article("a", "Norwegian tourists visited China.")])
    assert not [s for s in found if s.relation.political]


def test_what_is_floated_is_not_done(extractor: Extractor) -> None:
    [(_, found)] = extractor.extract([Article("a", "Norway floated sanctions on Chad.")])
    assert {s.status for s in found if s.relation.name == "sanctioned"} == {Status.possible}


def test_what_only_the_reader_sees_has_its_words(extractor: Extractor) -> None:
    found = [s for _, those in extractor.extract(read(EXAMPLES)) for s in those]
    assert all(s.confidence >= LEAST_CONFIDENCE for s in found if s.rule == "reader")
    read_only = [s for s in found if s.rule == "reader"]
    assert read_only
    for statement in read_only:
        evidence = statement.evidence
        assert evidence.trigger is not None
        assert evidence.start <= evidence.trigger[0] < evidence.trigger[1] <= evidence.end
        assert statement.subject.id != statement.object.id


def test_the_rules_work_alone() -> None:
    rules = Extractor(reader=None)
    found = [s for _, those in rules.extract(read(EXAMPLES)) for s in those]
    assert found and all(s.rule != "reader" for s in found)
    assert rules.version != Extractor().version


def test_with_another_parser_the_rules_work_alone() -> None:
    assert Extractor(load_syntax()).learned is None


def test_a_long_list_is_read_in_parts(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "Norway Sweden Denmark Finland Iceland Poland Estonia Latvia Lithuania Germany France"
    names += " Spain Portugal Italy Greece Austria Hungary Romania Bulgaria Ireland"
    text = f"{', '.join(names.split())} and Belgium sanctioned Belarus."
    [sentence], _ = sentences(extractor, text)
    assert len(sentence.pairs) > 256
    looks, words = SHIPPED_READER.looks, extractor.nlp(text).tensor.astype(np.float32)
    given = words, sentence.arrays, sentence.possible
    rows = np.arange(100)
    in_parts = looks.first(*given)[0], looks.closer(words, sentence.arrays, rows)[0]
    monkeypatch.setattr("kg.nlp.looks._AT_A_TIME", len(sentence.pairs))
    monkeypatch.setattr("kg.nlp.looks._CLOSER_AT_A_TIME", len(sentence.pairs))
    as_a_whole = looks.first(*given)[0], looks.closer(words, sentence.arrays, rows)[0]
    for parts, whole, count in zip(in_parts, as_a_whole, (len(sentence.pairs), 100), strict=True):
        assert parts.shape == whole.shape == (count, len(LABELS.relations))
        # States are rounded together in int8 networks: what else is read moves them a little.
        likeliest = whole > -8
        assert likeliest.any()
        np.testing.assert_allclose(parts[likeliest], whole[likeliest], atol=1.0)


def test_promising_pairs_get_a_closer_look(extractor: Extractor) -> None:
    text = "Norway sanctioned Belarus while Poland and Denmark watched the talks."
    [sentence], participants = sentences(extractor, text)
    looks, words = SHIPPED_READER.looks, extractor.nlp(text).tensor.astype(np.float32)
    first, _ = looks.first(words, sentence.arrays, sentence.possible)
    told = np.zeros_like(sentence.possible)
    both, said_by = looks.both(words, sentence.arrays, sentence.possible, told)
    rows = promising(first)
    assert 0 < len(rows) < len(sentence.pairs)
    others = np.setdiff1d(np.arange(len(sentence.pairs)), rows)
    np.testing.assert_array_equal(both[others], first[others])
    assert (both[rows] != first[rows])[sentence.possible[rows]].all()
    sanctioned = LABELS.relation["sanctioned"]
    best = int(both[:, sanctioned].argmax())
    names = participants.parse.words
    assert [names[t] for t in (sentence.pairs[best].subject, sentence.pairs[best].object)] == [
        "Norway",
        "Belarus",
    ]
    assert names[sentence.triggers[said_by[best, sanctioned]]] == "sanctioned"


def test_what_rules_find_gets_no_closer_look(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[tuple[str, str]] = []
    closer = Looks.closer

    def watched(looks: Looks, words: Floats, arrays: Arrays, rows: NDArray[np.int64]) -> Look:
        ends = [arrays["ends"][arrays[end][rows]] for end in ("subject", "object")]
        looked_at.extend((names[s], names[o]) for s, o in zip(*ends, strict=True))
        return closer(looks, words, arrays, rows)

    monkeypatch.setattr(Looks, "closer", watched)
    text = "Norway sanctioned Belarus."
    article, doc = Article("a", text), extractor.nlp(text)
    names = [token.text for token in doc]
    reader = extractor.reader(doc, article)
    assert reader.beside is not None
    reader.beside([])
    assert ("Norway", "Belarus") in looked_at
    looked_at.clear()
    rules = list(candidates(reader.clauses, reader.participants, extractor.lexicon))
    assert [rule.relation.name for rule in rules] == ["sanctioned"]
    reader.beside(rules)
    assert ("Norway", "Belarus") not in looked_at


def test_a_closer_look_tells_doer_from_victim(extractor: Extractor) -> None:
    text = "Norway sanctioned Belarus while Poland and Denmark watched the talks."
    [sentence], participants = sentences(extractor, text)
    names = participants.parse.words
    row = {(names[p.subject], names[p.object]): i for i, p in enumerate(sentence.pairs)}
    rows = np.array([row["Norway", "Belarus"], row["Belarus", "Norway"], row["Poland", "Belarus"]])
    words = extractor.nlp(text).tensor.astype(np.float32)
    odds, _ = SHIPPED_READER.looks.closer(words, sentence.arrays, rows)
    right, *wrong = odds[:, LABELS.relation["sanctioned"]]
    assert right > 0 > max(wrong)


def test_a_reader_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(SHIPPED_READER)).looks.folder == SHIPPED_READER.looks.folder


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"reader\.json"):
        Looks(tmp_path).labels  # noqa: B018


def test_states_are_kept_with_the_words() -> None:
    nlp = load_syntax()
    doc = nlp("Norway sanctioned Belarus.\n\n It rained.")
    assert doc.tensor.shape == (len(doc), 768)
    spaces = [t.i for t in doc if t.is_space]
    assert spaces and not doc.tensor[spaces].any()
    assert all(doc.tensor[t.i].any() for t in doc if not t.is_space)
    assert spacy.blank("en")("Norway").tensor.size == 0


def test_the_reader_gives_nobody_an_office_that_the_register_denies() -> None:
    text = "The presidents of Poland and France, Andrzej Duda and Emmanuel Macron, met in Paris."
    article = Article("a", text, published=date(2023, 6, 12))
    [(_, statements)] = Extractor(least=0.0).extract([article])
    held = {(s.subject.label, s.object.label) for s in statements if "headOf" in s.relation.name}
    assert ("Emmanuel Macron", "Poland") not in held
    assert ("Andrzej Duda", "France") not in held


def test_what_becomes_of_a_deed_is_no_other_deed(extractor: Extractor) -> None:
    article = Article("a", "Russia halted its advance into Georgia.")
    [(_, found)] = extractor.extract([article])
    assert [s.relation.name for s in found] == ["invaded"]


def test_who_something_is_done_for_suffers_nothing(extractor: Extractor) -> None:
    text = "Emirati jets bombed Tripoli on Khalifa Haftar's behalf."
    [(_, found)] = extractor.extract([Article("a", text)])
    hostile = [s for s in found if s.relation.sign < 0]
    assert hostile
    assert all(s.object.label != "Khalifa Haftar" for s in hostile)


@pytest.mark.parametrize(
    ("text", "relation", "object"),
    [
        (
            "The chiefs of the IRGC and the Atomic Energy Organization of Iran died.",
            "organOf",
            "Iran",
        ),
        ("The British leader in his turn praised France, Tony Blair said.", "headOfStateOf", ""),
    ],
)
def test_the_register_knows_better(
    extractor: Extractor, text: str, relation: str, object: str
) -> None:
    [(_, found)] = extractor.extract([Article("a", text, published=date(2001, 6, 1))])
    assert all(s.object.label == object for s in found if s.relation.name == relation)


@pytest.mark.parametrize(
    "text, aside",
    [
        ("Israel fired missiles from Lebanon into Syria.", ("Israel", "attacked", "Lebanon")),
        ("Iran-backed militias attacked Israel.", ("Iran", "attacked", "Israel")),
        ("China opposes the sanctions on Iran.", ("China", "opposes", "Iran")),
    ],
)
def test_who_only_stands_by_has_no_part(
    extractor: Extractor, text: str, aside: tuple[str, str, str]
) -> None:
    [(_, statements)] = extractor.extract([Article("a", text)])
    said = {(s.subject.label, s.relation.name, s.object.label) for s in statements}
    assert aside not in said


def test_who_heads_a_part_does_not_head_the_state(extractor: Extractor) -> None:
    text = "Quebec Premier Francois Legault criticized Donald Trump."
    [(_, statements)] = extractor.extract([Article("a", text)])
    offices = {(s.relation.name, s.object.label) for s in statements if not s.relation.political}
    assert offices == {("leads", "Quebec")}


@pytest.mark.parametrize(
    "text",
    [
        "The head of Pakistan's army, Asim Munir, arrived in Tehran.",
        "Venezuela's opposition leader Maria Corina Machado went into hiding.",
    ],
)
def test_who_does_not_govern_leads_no_state(text: str, extractor: Extractor) -> None:
    [(_, statements)] = extractor.extract([Article("a", text)])
    led = {s.object.label for s in statements if s.relation.name == "leads"}
    assert led.isdisjoint({"Pakistan", "Venezuela"})


def test_people_of_a_state_do_not_meet_for_it(extractor: Extractor) -> None:
    text = "Putin met with members of the Chinese business community."
    [(_, statements)] = extractor.extract([Article("a", text)])
    assert statements == []


def test_what_rules_give_each_is_not_crossed(extractor: Extractor) -> None:
    text = "Canada and Japan condemned Iran and Cuba respectively."
    [(_, statements)] = extractor.extract([Article("a", text)])
    ends = {(s.subject.label, s.object.label) for s in statements if s.relation.sign < 0}
    assert ends == {("Canada", "Iran"), ("Japan", "Cuba")}


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object", "trigger", "beside"),
    [
        ("A Dutch cameraman, Joost Maas, was hurt.", "Maas", "actsFor", "Dutch", "cameraman", True),
        ("A Dutch envoy, Joost Maas, was hurt.", "Maas", "actsFor", "Dutch", "envoy", False),
        ("Merkel met Kenyan students.", "Merkel", "met", "Kenyan", "met", True),
        ("Merkel met Kenyan ministers.", "Merkel", "met", "Kenyan", "met", False),
        ("Russia exports gas via Poland.", "Russia", "tradedWith", "Poland", "exports", True),
        ("Chad hailed the fall of Assad.", "Chad", "endorsed", "Assad", "hailed", True),
        ("Chad hailed the return of Assad.", "Chad", "endorsed", "Assad", "hailed", False),
        ("Chad hailed the arrest of Assad.", "Chad", "arrested", "Assad", "arrest", True),
        ("The Knesset removed Levin.", "Levin", "holdsOfficeIn", "Knesset", "removed", True),
        ("Levin left the Knesset.", "Levin", "holdsOfficeIn", "Knesset", "left", False),
        ("Chad may act if Deby is not freed.", "Chad", "threatened", "Deby", "act", True),
        ("Chad may act if Deby attacks it.", "Chad", "threatened", "Deby", "act", False),
        ("Chad signed a bill on Mali.", "Chad", "signedAgreementWith", "Mali", "signed", True),
        ("Chad held men accused of spying for Mali.", "Chad", "arrested", "Mali", "held", True),
        ("Russia exports gas to Poland.", "Russia", "tradedWith", "Poland", "exports", False),
        ("Mali downed drones bound for Chad.", "Mali", "downedAircraftOf", "Chad", "downed", True),
        ("Mali downed drones of Chad.", "Mali", "downedAircraftOf", "Chad", "downed", False),
        ("Mali fired rockets heading for Chad.", "Mali", "attacked", "Chad", "fired", False),
        ("Mali hit a ship carrying grain for Chad.", "Mali", "attacked", "Chad", "hit", True),
        ("Ruto saw the statue of Uhuru Kenyatta.", "Ruto", "met", "Uhuru", "saw", True),
    ],
)
def test_bystanders(
    text: str,
    subject: str,
    relation: str,
    object: str,
    trigger: str,
    beside: bool,
    extractor: Extractor,
) -> None:
    _, participants = sentences(extractor, text)
    at = participants.parse.words.index
    bystanders = Bystanders(participants, extractor.lexicon)
    kind = ontology().relations[relation]
    assert bystanders.has(at(subject), at(object), kind, at(trigger)) is beside
