import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from kg.actors import load, register
from kg.errors import OntologyError
from kg.nlp.gazetteer import Gazetteer
from kg.ontology import home, ontology

KNOWN = register()
STATES = [e for e in KNOWN.entries.values() if e.actor.type == "State"]


def labels(of, office, date):
    return [e.actor.label for e in KNOWN.holders(of, office, date)]


def test_every_entry_has_its_own_iri_and_a_class_of_the_ontology():
    assert len({e.iri for e in KNOWN.entries.values()}) == len(KNOWN.entries)
    assert all(e.actor.type in ontology().parents for e in KNOWN.entries.values())


def test_references_resolve():
    for entry in KNOWN.entries.values():
        for id in (entry.of, entry.seat_of, *entry.member_of, *entry.takes_part_in):
            assert id is None or id in KNOWN.entries
        assert all(term.of in KNOWN.entries for term in entry.terms)


def test_no_two_states_share_a_name():
    names = Counter(name.casefold() for e in STATES for name in set(e.names))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("of", "office", "date", "holders"),
    [
        ("actor:RUS", "president", "1999-03-01", ["Boris Yeltsin"]),
        ("actor:RUS", "president", "2010-03-01", ["Dmitry Medvedev"]),
        ("actor:RUS", "president", "2017-03-10", ["Vladimir Putin"]),
        ("actor:RUS", "prime minister", "2010-03-01", ["Vladimir Putin"]),
        ("actor:RUS", "head of state", "2012-05-07", ["Vladimir Putin"]),
        ("actor:USA", "president", "1991-01-17", ["George H. W. Bush"]),
        ("actor:USA", "president", "2003-03-20", ["George W. Bush"]),
        ("actor:USA", "headOfGovernmentOf", "2003", ["George W. Bush"]),
        ("actor:USA", "foreign minister", "2014-06-01", ["John Kerry"]),
        ("actor:TUR", "prime minister", "2010-06-01", ["Recep Tayyip Erdoğan"]),
        ("actor:TUR", "president", "2010-06-01", ["Abdullah Gül"]),
        ("actor:TUR", "president", "2017-03-10", ["Recep Tayyip Erdoğan"]),
        ("actor:SYR", "president", "1999-01-01", ["Hafez al-Assad"]),
        ("actor:SYR", "president", "2017-03-10", ["Bashar al-Assad"]),
        ("actor:COD", "president", "2017-01-01", ["Joseph Kabila"]),
        ("actor:COG", "president", "2017-01-01", ["Denis Sassou Nguesso"]),
        ("actor:DEU", "premier", "2017", ["Angela Merkel"]),
        ("actor:hezbollah", "leader", "2015", ["Hassan Nasrallah"]),
        ("actor:RUS", "leader", "2010-03-01", ["Dmitry Medvedev"]),
        ("actor:GBR", "leader", "2017-03-10", ["Theresa May"]),
        ("actor:TUR", "leader", "2010-06-01", ["Recep Tayyip Erdoğan"]),
        ("actor:TUR", "leader", "2017-03-10", ["Recep Tayyip Erdoğan"]),
        ("actor:IRN", "leader", "2017-03-10", ["Ali Khamenei"]),
        ("actor:PRK", "leader", "2005-03-10", ["Kim Jong Il"]),
        ("actor:JPN", "leader", "1985-03-10", ["Yasuhiro Nakasone"]),
        ("actor:KEN", "president", "1970-03-10", ["Jomo Kenyatta"]),
    ],
)
def test_offices_are_resolved_by_date(of, office, date, holders):
    assert labels(of, office, date) == holders


def test_terms_at_the_head_of_one_government_do_not_overlap():
    for state in STATES:
        terms = sorted(
            (t.start or "", t.end or "9999", t.office, e.actor.label)
            for e in KNOWN.holders(state.actor.id, "head of government")
            for t in e.terms
            if t.of == state.actor.id and "headOfGovernmentOf" in (t.relation, *t.also)
        )
        for (_, end, *first), (start, _, *second) in pairwise(terms):
            length = min(len(end), len(start))
            assert end[:length] <= start[:length], (state.actor.label, first, second)


@pytest.mark.parametrize(
    ("id", "date", "state"),
    [
        ("actor:RUS", None, "actor:RUS"),
        ("actor:kremlin", None, "actor:RUS"),
        ("actor:russian-armed-forces", None, "actor:RUS"),
        ("actor:raqqa", None, "actor:SYR"),
        ("actor:dmitry-medvedev", "2010-03-01", "actor:RUS"),
        ("actor:joe-biden", "2018-01-01", None),
        ("actor:hamas", None, None),
        ("actor:united-nations", None, None),
    ],
)
def test_state_of(id, date, state):
    assert KNOWN.state_of(id, date) == state


def test_a_capital_stands_for_its_government():
    moscow = KNOWN.get("actor:moscow")
    assert moscow.seat_of == "actor:russian-government"
    assert KNOWN.get(moscow.seat_of).actor.of == "Russia"


def test_persons_and_armed_groups_act_for_nobody_by_themselves():
    assert KNOWN.get("actor:vladimir-putin").actor.of is None
    assert KNOWN.get("actor:hezbollah").actor.of is None


def test_members_by_date():
    members = {e.actor.label for e in KNOWN.members("actor:nato", "2010-06-01")}
    assert len(members) == 28 and "Turkey" in members and "Finland" not in members
    union = {e.actor.label for e in KNOWN.members("actor:european-union", "2021")}
    assert len(union) == 27 and "United Kingdom" not in union
    assert "actor:nato" in KNOWN.get("actor:TUR").member_of
    assert "actor:european-union" not in KNOWN.get("actor:GBR").member_of


def test_parties_of_a_war_take_part_in_it():
    assert "actor:gaza-war" in KNOWN.get("actor:hamas").takes_part_in


def test_two_congos_two_guineas_two_nigers():
    adjectives = {e.actor.id: e.adjectives for e in STATES}
    assert "Congolese" in adjectives["actor:COD"] and "Congolese" in adjectives["actor:COG"]
    assert KNOWN.get("actor:congolese-government") is None
    congo = KNOWN.get("actor:government-of-the-democratic-republic-of-the-congo")
    assert congo.of == "actor:COD" and "Congolese government" in congo.names
    assert adjectives["actor:NER"] == ("Nigerien",) and adjectives["actor:NGA"] == ("Nigerian",)


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("actor:UKR", ["Ukraine"]),
        ("actor:kyiv", ["Kyiv", "Kiev"]),
        ("actor:volodymyr-zelenskyy", ["Volodymyr Zelensky", "Volodymyr Zelenskiy"]),
        ("actor:recep-tayyip-erdogan", ["Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"]),
        ("actor:muammar-gaddafi", ["Moammar Gadhafi", "Muammar Qaddafi"]),
        ("actor:houthis", ["Houthi", "Ansar Allah"]),
        ("actor:islamic-state", ["ISIS", "Isis", "ISIL", "IS", "Daesh", "Islamic State group"]),
        ("actor:israel-defense-forces", ["IDF", "Israeli army"]),
        ("actor:turkish-armed-forces", ["Turkish military", "Turkish troops"]),
        ("actor:islamic-revolutionary-guard-corps", ["IRGC", "Revolutionary Guards"]),
        ("actor:pentagon", ["Pentagon", "US Department of Defense", "Defense Department"]),
    ],
)
def test_spellings_of_newspapers(id, names):
    assert set(names) <= set(KNOWN.get(id).names)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He flew to New\nDelhi and Cape\nTown.", ["New\nDelhi", "Cape\nTown"]),
        ("A talk about New\n\nDelhi is far.", ["Delhi"]),
    ],
)
def test_a_name_may_be_broken_over_two_lines(text, found):
    matches = Gazetteer(KNOWN.entries.values()).matches(text)
    assert [text[m.start : m.end] for m in matches] == found


def test_names_are_no_common_words():
    common = {"us", "is", "it", "who", "may", "hand", "eta", "mit", "quad", "fan", "turkey s"}
    names = defaultdict(list)
    for entry in KNOWN.entries.values():
        for name in entry.names:
            names[name].append(entry.actor.id)
    assert [n for n in names if n in common] == []


PREFIXES = """
@prefix gp: <https://w3id.org/geokg/ontology#> .
@prefix r: <https://w3id.org/geokg/resource/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""


def test_a_user_adds_actors_and_names(tmp_path):
    path = tmp_path / "my.ttl"
    path.write_text(
        PREFIXES
        + 'r:Bordurian_Navy a gp:StateMilitary ; dct:identifier "bordurian-navy" ;\n'
        + ' rdfs:label "Bordurian Navy"@en ; gp:organOf r:Borduria .\n'
        + 'r:Borduria a gp:State ; dct:identifier "BDR" ; rdfs:label "Borduria"@en .\n'
        + 'r:Russia skos:altLabel "Muscovy"@en .\n'
    )
    known = load(path)
    assert known.get("actor:bordurian-navy").actor.of == "Borduria"
    assert "Muscovy" in known.get("actor:RUS").names
    assert "Muscovy" not in register().get("actor:RUS").names


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        ('r:X a gp:Sate ; dct:identifier "x" ; rdfs:label "X"@en .', "Nearest: 'State'"),
        ('r:X a gp:State ; dct:identifier "x" .', "exactly one label"),
        ('r:X a gp:State ; rdfs:label "X"@en .', "exactly one identifier"),
        ('r:X a gp:State ; dct:identifier "RUS" ; rdfs:label "X"@en .', "resource/Russia, 'RUS'"),
        (
            'r:X a gp:City ; dct:identifier "x" ; rdfs:label "X"@en ; gp:locatedIn r:Rusia .',
            "Rusia",
        ),
        ('r:Russia a gp:State ; dct:identifier "RUS" ; rdfs:label "X"@en .', "states.ttl already"),
        ("r:X rdfs:label 'X'@en .", "no class"),
        ("r:X a gp:State", "not Turtle"),
    ],
)
def test_bad_rows_are_named_with_file_and_iri(tmp_path, turtle, problem):
    path = tmp_path / "my.ttl"
    path.write_text(PREFIXES + turtle)
    with pytest.raises(OntologyError, match=r"my\.ttl") as error:
        load(path)
    assert problem in str(error.value)


def test_files_are_sorted_so_that_people_can_edit_them():
    for path in (home() / "actors").glob("*.ttl"):
        lines = path.read_text().splitlines()
        ids = [line.split('"')[1].lower() for line in lines if line.startswith("  dct:identifier")]
        assert ids == sorted(ids), path.name


def test_the_files_are_what_their_tables_make(shared, tmp_path):
    made = tmp_path / "generate"
    shutil.copytree(home() / "actors" / "generate", made)
    subprocess.run([sys.executable, made / "generate.py", shared / "data"], check=True)
    for path in sorted(tmp_path.glob("*.ttl")):
        assert path.read_text() == (home() / "actors" / path.name).read_text(), path.name


def test_the_docs_count_the_entries():
    docs = (home().parent / "docs" / "actors.md").read_text()
    told = {
        tuple(re.findall(r"(\w+\.ttl)", row)): row.rsplit("|", 2)[1].strip()
        for row in docs.splitlines()
        if row.startswith("| `") and ".ttl" in row
    }
    for files, count in told.items():
        texts = [(home() / "actors" / name).read_text() for name in files]
        entries = r"^(?:r:|<)\S+ a (?:gp:(?!Term)|org:Membership)"
        found = sum(len(re.findall(entries, text, re.M)) for text in texts)
        if count:
            assert count == f"{found:,}", files
