"""Each rule with what must make it fire, and with what must not."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kg.actors import Register, load
from kg.errors import OntologyError
from kg.model import Actor, Article, Evidence, Statement, TimeSpan
from kg.ontology import GP, ontology
from kg.rdf import Store
from kg.rdf.rules import Rule, infer, rules

from .strategies import worlds
from .test_store import World, filled

CASES = Path(__file__).parent / "cases" / "rules.txt"

TYPES = {
    "Army": "StateMilitary",
    "Ministry": "Ministry",
    "Rebels": "ArmedGroup",
    "Front": "ArmedGroup",
    "Party": "PoliticalParty",
    "War": "Conflict",
    "Pact": "InternationalOrganisation",
    "Holt": "Person",
    "Vane": "Person",
}
"""The last word of a name says of which type its bearer is; all others are states."""


def actor(text: str) -> Actor:
    """``Norland Army [Norland]``: the name, and the state that it acts for."""
    name, _, state = text.partition(" [")
    type = TYPES.get(name.split()[-1], "State")
    return Actor("actor:" + name.replace(" ", "-"), name, type, of=state.rstrip("]") or None)


def parse(case: str) -> tuple[str, list[str], list[str], list[str]]:
    title, *lines = case.strip().splitlines()
    given_ = [line for line in lines if not line.startswith((" ", "    "))]
    wanted = [line.strip() for line in lines if line.startswith("    ")]
    must = [line for line in wanted if not line.startswith("not ")]
    must_not = [line.removeprefix("not ") for line in wanted if line.startswith("not ")]
    return title.lstrip("# "), given_, must, must_not


def cases() -> list[tuple[str, list[str], list[str], list[str]]]:
    text = CASES.read_text(encoding="utf-8").split("\n\n")
    return [parse(case) for case in text if case.strip().startswith("# ")]


_LINE = re.compile(r"(?:(\S+): )?(.+?) \| (\w+) \| (.+?)(?: \| (\S+))?")


def world(lines: list[str]) -> Store:
    """One article for each line: ``2017-03-10: A | relation | B | 2015/2016``."""
    store = Store(register=TERMS)
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        assert match, f"not a statement: {line}"
        day, subject, relation, object, when = match.groups()
        start, _, end = (when or "").partition("/")
        home = Article(
            f"a{number}",
            line,
            published=None if day == "undated" else date.fromisoformat(day or "2017-03-10"),
        )
        statement = Statement(
            home.id,
            actor(subject),
            ontology().relations[relation],
            actor(object),
            Evidence(0, len(line), line),
            time=TimeSpan(start, end or None) if start else None,
        )
        store.add(home, [statement])
    return store


@pytest.fixture(scope="module", autouse=True)
def _terms(tmp_path_factory: pytest.TempPathFactory) -> None:
    global TERMS
    path = tmp_path_factory.mktemp("register") / "nobody.ttl"
    path.write_text(
        """
        @prefix gp: <https://w3id.org/geokg/ontology#> .
        @prefix r: <https://w3id.org/geokg/resource/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        r:Norland a gp:State ; dct:identifier "Norland" ; rdfs:label "Norland"@en .
        r:Ana_Holt a gp:Person ; dct:identifier "Ana-Holt" ; rdfs:label "Ana Holt"@en .
        r:Ana_Holt-term-1 a gp:Term ; gp:holder r:Ana_Holt ; gp:office "president"@en ;
          gp:officeRelation gp:headOfStateOf ; gp:officeOf r:Norland ;
          gp:start "2012-05-07"^^xsd:date ; gp:end "2017-01-20"^^xsd:date .
        r:Norland_Ministry a gp:Ministry ; dct:identifier "Norland-Ministry" ;
          rdfs:label "Norland Ministry"@en ; gp:organOf r:Norland .
        r:Norland_Rebels a gp:ArmedGroup ; dct:identifier "Norland-Rebels" ;
          rdfs:label "Norland Rebels"@en ; gp:basedIn r:Norland .
        """,
        encoding="utf-8",
    )
    TERMS = load(path)


TERMS: Register


def holds(store: Store, line: str) -> bool:
    subject, relation, object, *year = line.split(" | ")
    ends = (store.names.actor(actor(end).id) for end in (subject, object))
    names = [next(ends), f"gp:{relation}", next(ends)]
    pattern = " ".join(map(str, names))
    if not year:
        return bool(store.query(f"ASK {{ {pattern} }}"))
    return bool(
        store.query(
            f"ASK {{ ?n rdf:subject {names[0]} ; rdf:predicate {names[1]} ; "
            f"rdf:object {names[2]} ; gp:year {year[0]} }}"
        )
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_case(case: tuple[str, list[str], list[str], list[str]]) -> None:
    _, lines, must, must_not = case
    store = world(lines)
    store.infer()
    missing = [line for line in must if not holds(store, line)]
    extra = [line for line in must_not if holds(store, line)]
    assert (missing, extra) == ([], []), str(store.query("SELECT * { GRAPH g:derived {?s ?p ?o} }"))


def test_every_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    text = CASES.read_text(encoding="utf-8")
    for rule in rules():
        blocks = [case for case in text.split("\n\n") if case.startswith(f"# {rule.name}:")]
        assert any("    not " not in block and "    " in block for block in blocks), rule.name
        assert any("    not " in block for block in blocks), rule.name


# ---------------------------------------------------------------------------------- laws

few = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@given(worlds())
@few
def test_inference_is_a_function_of_the_articles(found: World) -> None:
    one, other = filled(found), filled(found[::-1])
    one.infer()
    other.infer()
    assert set(one.quads()) == set(other.quads())
    before = set(one.quads())
    one.infer()
    assert set(one.quads()) == before


@given(worlds())
@few
def test_what_is_symmetric_holds_both_ways(found: World) -> None:
    store = filled(found)
    store.infer()
    missing = store.query(
        "SELECT ?a ?r ?b { ?r a owl:SymmetricProperty . { GRAPH g:facts { ?a ?r ?b } } UNION "
        "{ GRAPH g:derived { ?a ?r ?b } } FILTER NOT EXISTS { ?b ?r ?a } }"
    )
    assert not missing.rows


@given(worlds())
@few
def test_conclusions_name_their_rule_and_their_premises(found: World) -> None:
    store = filled(found)
    store.infer()
    bare = store.query(
        "SELECT ?d { ?d a gp:Derivation . FILTER NOT EXISTS "
        "{ ?d gp:derivedBy ?rule ; prov:wasDerivedFrom ?premise } }"
    )
    lost = store.query(
        "SELECT ?premise { ?d a gp:Derivation ; prov:wasDerivedFrom ?premise . "
        "FILTER NOT EXISTS { ?premise ?p ?o } }"
    )
    assert not bare.rows
    assert not lost.rows


@given(worlds())
@few
def test_what_is_inferred_obeys_the_ontology(found: World) -> None:
    """No rule concludes what a statement could not say."""
    store = filled(found)
    store.infer()
    for subject, relation, object in store.query(
        "SELECT ?s ?p ?o { ?d a gp:Derivation ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    ):
        known = ontology().relations.get(str(relation).removeprefix(GP))
        if known is None:
            continue
        for end, admitted in ((subject, known.domain), (object, known.range)):
            types = store.query(f"SELECT ?t {{ GRAPH g:entities {{ <{end}> a ?t }} }}")
            assert admitted & {str(t[0]).removeprefix(GP) for t in types}


@given(worlds())
@few
def test_no_triple_stands_in_two_graphs(found: World) -> None:
    """So that counting over the union of all graphs counts right, whatever the engine."""
    store = filled(found)
    store.infer()
    triples = [quad.triple for quad in store.quads()]
    assert len(triples) == len(set(triples))


def test_nothing_inferred_outlives_its_reasons() -> None:
    store = world(["A | met | B"])
    store.infer()
    assert holds(store, "B | met | A")
    store.retract("a0")
    assert len(store) == 0


def test_time_grows_with_the_articles_and_not_with_their_square() -> None:
    """Each mention of an actor was once held against each of its other mentions."""

    def seconds(articles: int) -> tuple[float, float]:
        days = [f"{1950 + number % 50}-01-{1 + number // 50:02}" for number in range(articles)]
        start = time.process_time()
        store = world(
            [f"{day}: Nowhere Ministry [Norland] | met | B" for day in days]
            + [f"{day}: C{day} | joined | Grand Pact" for day in days]
            + ["Norland | met | B"]
        )
        added = time.process_time()
        assert store.infer().by_rule["roll_up"] > 1
        return added - start, time.process_time() - added

    small, large = seconds(50), seconds(400)
    # eight times as much: 8 would be straight, 64 square
    assert large[0] < 32 * small[0], "adding"
    assert large[1] < 32 * small[1], "inferring"


def test_a_fact_counts_its_sources_and_its_days() -> None:
    store = world(["2017-03-10: A | met | B", "2018-03-10: B | met | A"])
    store.infer()
    answer = store.query(
        "SELECT DISTINCT ?n ?m ?first ?last "
        "{ ?f gp:sources ?n ; gp:mentions ?m ; gp:firstSeen ?first ; gp:lastSeen ?last }"
    )
    assert answer.rows == [("2", "2", "2017-03-10", "2018-03-10")]


def test_a_rule_cannot_invent_an_actor() -> None:
    store = world(["A | met | B"])
    inventor = Rule(
        "inventor",
        "CONSTRUCT { [] rdf:subject ?a ; rdf:predicate ?r ; rdf:object r:Nobody ; "
        "prov:wasDerivedFrom ?f } WHERE { ?f rdf:subject ?a ; rdf:predicate ?r }",
    )
    assert not infer(store._engine, store.names, store.policy, [inventor]).derived


def test_rules_that_do_not_settle_are_stopped() -> None:
    store = world(["A | met | B"])
    endless = Rule(
        "endless",
        "CONSTRUCT { [] rdf:subject ?a ; rdf:predicate ?r ; rdf:object ?b ; gp:year ?later ; "
        "prov:wasDerivedFrom ?f } WHERE { ?f rdf:subject ?a ; rdf:predicate ?r ; rdf:object ?b ; "
        "gp:year ?year BIND (?year + 1 AS ?later) }",
    )
    with pytest.raises(OntologyError, match="did not settle within 20 rounds"):
        infer(store._engine, store.names, store.policy, [endless])


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    store = world(["A | met | B"])
    with pytest.raises(OntologyError, match="rules/broken"):
        infer(store._engine, store.names, store.policy, [Rule("broken", text)])
