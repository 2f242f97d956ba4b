"""Actors that the register does not know: counted, compared with it, written as rows for it."""

import json
from pathlib import Path

import pytest

from kg.actors import load, register
from kg.errors import UnknownType
from kg.model import Actor, Article, Evidence, Statement, TimeSpan
from kg.nlp import Extractor
from kg.ontology import ontology
from kg.spelling import acronym, likeness, words
from kg.unknown import Lookalikes, Unknown, turtle, unknown_actors

from .test_cli import kg

BREKKE = Actor("actor:jonas-brekke-000000", "Jonas Brekke", "Person")
RUSSIA = register().entries["actor:RUS"].actor
NORWAY = register().entries["actor:NOR"].actor


@pytest.fixture(scope="module")
def lookalikes() -> Lookalikes:
    return Lookalikes(register())


def statement(
    article: str, subject: Actor, relation: str, object: Actor, text: str = "Words.", **more: object
) -> Statement:
    found = ontology().relations[relation]
    return Statement(article, subject, found, object, Evidence(0, len(text), text), **more)


def unknown(name: str, type_name: str = "Person", state: str | None = None) -> Unknown:
    return Unknown("actor:x", name, type_name, state, 1, 1, None, None, "a", "Words.")


def test_the_most_frequent_come_first_with_dates_state_and_a_sentence_that_names_them() -> None:
    other = Actor("actor:ann-other-000000", "Ann Other", "Person")
    found = unknown_actors(
        [
            statement("a", BREKKE, "criticized", RUSSIA, "He criticised Russia."),
            statement("b", BREKKE, "criticized", RUSSIA, "Jonas Brekke criticised Russia."),
            statement("b", BREKKE, "citizenOf", NORWAY),
            statement("c", RUSSIA, "criticized", other, time=TimeSpan("2020-05")),
        ],
        register(),
        published={"a": "2024-06-12", "b": "2023-01-02"},
    )
    assert [(u.name, u.articles, u.statements) for u in found] == [
        ("Jonas Brekke", 2, 3),
        ("Ann Other", 1, 1),
    ]
    assert (found[0].state, found[0].first, found[0].last) == ("Norway", "2023-01-02", "2024-06-12")
    assert found[0].sentence == "Jonas Brekke criticised Russia."
    assert found[1].first == "2020-05"


def test_speakers_count_and_the_known_do_not() -> None:
    said = statement("a", NORWAY, "criticized", RUSSIA, speaker=BREKKE)
    assert [u.id for u in unknown_actors([said], register())] == [BREKKE.id]


def test_types_are_classes_with_all_below_them() -> None:
    camp = Actor("actor:camp-000000", "Camp", "Place")
    found = [
        statement("a", BREKKE, "criticized", RUSSIA),
        statement("a", camp, "locatedIn", NORWAY),
    ]
    assert [u.name for u in unknown_actors(found, register(), types=["Actor"])] == ["Jonas Brekke"]
    with pytest.raises(UnknownType, match="'Persn' is no class of geo"):
        unknown_actors(found, register(), types=["Persn"])


def test_a_long_sentence_is_shown_around_the_name() -> None:
    text = "word " * 100 + "Jonas Brekke " + "word " * 100
    [found] = unknown_actors([statement("a", BREKKE, "criticized", RUSSIA, text)], register())
    assert "Jonas Brekke" in found.passage
    assert len(found.passage) < 210


@pytest.mark.parametrize(
    ("given", "label", "reason"),
    [
        (unknown("Emanuel Makron"), "Emmanuel Macron", "spelling"),
        (unknown("Gerhard Schroder"), "Gerhard Schröder", "same name"),
        (unknown("Erdoğan Recep Tayyip"), "Recep Tayyip Erdoğan", "same words"),
        (unknown("Luiz Inácio Lula-da-Silva"), "Luiz Inácio Lula da Silva", "accents or marks"),
        (unknown("Dilma Vana Rousseff"), "Dilma Rousseff", "longer form"),
        (unknown("Kochariyan", state="Armenia"), "Robert Kocharyan", "family name"),
        (unknown("Coast Guard of Greece", "Organisation"), "Hellenic Coast Guard", "same but"),
        (unknown("Organisation pour la Sécurité", "Organisation"), None, ""),
        (unknown("Russia", "Organisation"), None, ""),
        (unknown("Emanuel Makron", state="Norway"), None, ""),
        (unknown("Emanuel Makron", "Organisation"), None, ""),
    ],
    ids=lambda value: value.name if isinstance(value, Unknown) else None,
)
def test_whose_other_name_it_may_be(
    lookalikes: Lookalikes, given: Unknown, label: str | None, reason: str
) -> None:
    found = lookalikes.of(given)
    assert (found[0].label if found else None) == label
    if found:
        assert found[0].reason.startswith(reason)
        assert 0.5 <= found[0].score <= 1


def test_acronyms_and_expansions(lookalikes: Lookalikes) -> None:
    known = "Organisation for the Prohibition of Chemical Weapons"
    found = lookalikes.of(unknown("O.P.C.W.", "Organisation"))
    assert [like.label for like in found] == [known]
    assert acronym("European Coal and Steel Community") == {"ECASC", "ECSC"}


def test_names_are_compared_by_sound_not_by_letters() -> None:
    assert likeness(words("Heidar Aliev"), words("Heydar Aliyev")) == 1
    assert likeness(words("Akhmat Kadyrov"), words("Akhmad Kadyrov")) > 0.8
    assert likeness(words("Ivan Ivanov"), words("Igor Ivanov")) == 0


def test_rows_load_and_join_nobody(tmp_path: Path, lookalikes: Lookalikes) -> None:
    found = Unknown(
        BREKKE.id, 'Jonas "J" Brekke', "Person", "Norway", 3, 2, "2023", "2024", "a", "Words."
    )
    path = tmp_path / "my.ttl"
    makron = unknown("Emanuel Makron")
    rows = [(found, []), (makron, lookalikes.of(makron))]
    path.write_text(turtle(rows, register()), encoding="utf-8")
    known = load(path)
    entry = known.entries[BREKKE.id]
    assert (entry.actor.label, entry.family_name) == ('Jonas "J" Brekke', "Brekke")
    assert (entry.of, entry.actor.of) == ("actor:NOR", None)
    assert known.entries["actor:emmanuel-macron"] == register().entries["actor:emmanuel-macron"]


# ------------------------------------------------------------------ the command

TEXTS = (
    "Jonas Brekke met Emmanuel Macron in Oslo.",
    "Jonas Brekke criticised Russia.",
    "Emmanuel Marcon criticised Belarus.",
)


@pytest.fixture(scope="module")
def extracted(rules: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unknown") / "statements.jsonl"
    articles = [Article(f"t{number}", text) for number, text in enumerate(TEXTS)]
    found = [json.dumps(s.to_json()) for _, those in rules.extract(articles) for s in those]
    path.write_text("\n".join(found), encoding="utf-8")
    return path


def test_the_command_lists_them(extracted: Path) -> None:
    done = kg("unknown", extracted, "--type", "Person")
    assert done.returncode == 0, done.stderr
    assert "Jonas Brekke  Person  2 articles, 2 statements" in done.stdout
    assert "may be Emmanuel Macron: spelling" in done.stdout
    assert "2 actors are not in the register." in done.stdout


def test_the_command_speaks_json_and_csv(extracted: Path) -> None:
    records = json.loads(kg("unknown", extracted, "--format", "json").stdout)
    assert [r["name"] for r in records][:2] == ["Jonas Brekke", "Emmanuel Marcon"]
    assert records[1]["lookalikes"][0]["id"] == "actor:emmanuel-macron"
    lines = kg("unknown", extracted, "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("id,name,type,state,statements,articles,first,last,article,sentence")
    assert len(lines) == 3
    assert "no format 'xml'" in kg("unknown", extracted, "--format", "xml").stderr


def test_rows_that_a_person_edits_are_linked(extracted: Path, tmp_path: Path) -> None:
    path = tmp_path / "my.ttl"
    assert kg("unknown", extracted, "--write", path).returncode == 0
    assert "0 actors are not in" in kg("unknown", extracted, "--actors", path).stdout
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    # what its reader does: the second is another name of Macron, so the block goes
    blocks[2] = next(line[1:] for line in blocks[2].splitlines() if line.startswith("#r:"))
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    before = [json.loads(line) for line in extracted.read_text(encoding="utf-8").splitlines()]
    articles = [Article("t", text) for text in TEXTS[1:]]
    after = [
        s for _, those in Extractor(actors=load(path), reader=None).extract(articles) for s in those
    ]
    assert after[0].subject.id == before[1]["subject"]["id"]
    assert after[1].subject.id == "actor:emmanuel-macron"
