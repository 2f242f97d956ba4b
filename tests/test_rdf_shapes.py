"""Every shape has a case that breaks it, and the two ways of checking agree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.ingest import read
from kg.nlp import Extractor
from kg.ontology import home
from kg.rdf import Store, check
from kg.rdf.shapes import MARK, Violation, compiled, relation_shapes

from .test_store import ARMY, NORLAND, SUDLAND, article, statement

pyshacl = pytest.importorskip("pyshacl")


@cache
def _sound_quads() -> list[ox.Quad]:
    store = Store.open()
    found = [statement(ARMY), statement(relation="met", start=33, end=53)]
    store.add(article(), [*found, statement(speaker=SUDLAND, place=NORLAND, start=54, end=60)])
    store.infer()
    return list(store.quads(ontology=True))


def sound() -> Store:
    """A copy of a store that kg has written."""
    store = Store.open()
    store._engine.write(_sound_quads())
    return store


def broken(*updates: str) -> Store:
    """A sound store in which somebody has meddled."""
    store = sound()
    for update in updates:
        store._engine.store.update(update, prefixes=store.names.prefixes)  # type: ignore[attr-defined]
    return store


def test_what_kg_writes_is_sound() -> None:
    assert check(sound()) == []
    assert check(sound(), shacl=True) == []


@pytest.mark.slow
def test_what_the_extractor_writes_is_sound(extractor: Extractor) -> None:
    """Several hundred sentences of every kind, as far as anything is extracted from them."""
    store = Store.open(register=extractor.register)
    root = home().parent
    for given in (root / "examples" / "articles", root / "benchmarks" / "gold" / "sentences.jsonl"):
        for written, statements in extractor.extract(read(given)):
            store.add(written, statements)
    store.infer()
    assert len(list(store.statements())) > 200
    assert check(store) == []
    assert check(store, shacl=True) == []


def _replaced(property: str, value: str, kind: str = "gp:Assertion") -> str:
    """Give one node another value of a property."""
    return (
        f"DELETE {{ GRAPH ?g {{ ?x {property} ?old }} }} "
        f"INSERT {{ GRAPH ?g {{ ?x {property} {value} }} }} "
        f"WHERE {{ {{ SELECT ?x ?g ?old {{ GRAPH ?g {{ ?x a {kind} ; {property} ?old }} }} "
        f"ORDER BY ?x ?old LIMIT 1 }} }}"
    )


def _removed(property: str, kind: str = "gp:Assertion") -> str:
    return (
        f"DELETE {{ GRAPH ?g {{ ?x {property} ?old }} }} "
        f"WHERE {{ {{ SELECT ?x ?g {{ GRAPH ?g {{ ?x a {kind} }} }} ORDER BY ?x LIMIT 1 }} "
        f"GRAPH ?g {{ ?x {property} ?old }} }}"
    )


def _doubled(property: str, value: str, kind: str = "gp:Assertion") -> str:
    return (
        f"INSERT {{ GRAPH ?g {{ ?x {property} {value} }} }} "
        f"WHERE {{ {{ SELECT ?x ?g {{ GRAPH ?g {{ ?x a {kind} }} }} ORDER BY ?x LIMIT 1 }} }}"
    )


BREAKS = [
    (_removed("rdf:subject"), "an assertion has one subject"),
    (_doubled("rdf:subject", "r:sudland"), "an assertion has one subject"),
    (_replaced("rdf:subject", "gp:met"), "an assertion has one subject, which is an entity"),
    (_removed("rdf:predicate"), "an assertion has one relation"),
    (_replaced("rdf:predicate", "gp:befriended"), "the relation is defined in geo.ttl"),
    (_removed("rdf:object"), "an assertion has one object"),
    (_removed("gp:claim"), "an assertion makes one claim"),
    (_replaced("gp:affirmation", "gp:maybe"), "the affirmation is affirmed or negated"),
    (_replaced("gp:modality", "gp:generic"), "the modality is actual"),
    (_replaced("gp:confidence", "1.7"), "the confidence is a number from 0 to 1"),
    (_replaced("gp:confidence", '"high"'), "the confidence is a number from 0 to 1"),
    (_replaced("gp:confidence", '"much"^^xsd:decimal'), "the confidence is a number from 0 to 1"),
    (_replaced("gp:weight", "-1.1"), "the weight is a number from -1 to 1"),
    (_removed("gp:quote"), "an assertion quotes the words"),
    (_replaced("gp:quote", '"other words"'), "the quote is as long as its offsets say"),
    (_replaced("gp:charStart", "999"), "the quote begins at a character"),
    (_replaced("gp:charStart", "-3"), "the quote begins at a character"),
    (_replaced("gp:charEnd", "3.5"), "the quote ends at a character"),
    (_doubled("gp:attributedTo", "gp:met"), "at most one speaker"),
    (_doubled("gp:place", "gp:met"), "at most one place"),
    (_doubled("gp:start", '"soon"'), "a start is a year"),
    (_doubled("gp:end", '"2015-1"'), "an end is a year"),
    (_removed("prov:wasDerivedFrom"), "an assertion comes from one article"),
    (_doubled("prov:wasGeneratedBy", "run:none"), "an assertion was made by one run"),
    (
        "INSERT { GRAPH g:a1 { ?x rdf:object ?s } } WHERE { GRAPH g:a1 { ?x rdf:subject ?s } }",
        "nobody stands in a relation to itself",
    ),
    ("DELETE WHERE { GRAPH ?g { ?m gp:actor ?a } }", "a mention is of one entity"),
    ("DELETE WHERE { GRAPH ?g { ?m gp:actorType ?a } }", "a mention says of which type"),
    ("DELETE WHERE { GRAPH g:a1 { ?m rdfs:label ?a } }", "a mention has the label"),
    (
        "DELETE { GRAPH g:a1 { ?m dct:identifier ?i } } WHERE { GRAPH g:a1 { ?m gp:actor ?a ; "
        "dct:identifier ?i } }",
        "a mention has the id",
    ),
    (
        "INSERT { GRAPH g:a1 { ?m gp:inArticle r:x } } WHERE { GRAPH g:a1 { ?m gp:actor ?a } }",
        "a mention is in one article",
    ),
    (_removed("dct:identifier", "gp:Article"), "an article has one identifier"),
    (_doubled("schema:headline", '"Another"', "gp:Article"), "at most one headline"),
    (_doubled("schema:url", "r:x", "gp:Article"), "at most one address"),
    (_doubled("schema:publisher", '"Another"', "gp:Article"), "at most one source"),
    (_replaced("schema:datePublished", '"today"', "gp:Article"), "published on a day"),
    (_replaced("gp:textSha256", '"abc"', "gp:Article"), "64 hexadecimal digits"),
    (_removed("gp:codeVersion", "gp:Extraction"), "a run knows the version"),
    (_doubled("gp:modelVersion", "5", "gp:Extraction"), "at most one model"),
    (_removed("dct:identifier", "gp:State"), "an entity has one identifier"),
    (_doubled("rdfs:label", '"Other"@en', "gp:State"), "an entity has one label"),
    (_doubled("skos:exactMatch", "r:norland", "gp:State"), "an item of Wikidata"),
    ("INSERT DATA { GRAPH g:entities { tm:x a gp:Term ; gp:office 'king' } }", "has one holder"),
    (
        "INSERT DATA { GRAPH g:entities { tm:x a gp:Term ; gp:holder r:norland } }",
        "one of a state or organisation",
    ),
    ("INSERT DATA { GRAPH g:entities { tm:x a gp:Term } }", "a term says which office"),
    (_removed("prov:wasDerivedFrom", "gp:Fact"), "a fact rests on assertions"),
    (_replaced("gp:sources", "0", "gp:Fact"), "a fact has at least one source"),
    (_replaced("gp:sources", "99", "gp:Fact"), "no more than assertions"),
    (_removed("rdf:subject", "gp:Derivation"), "a conclusion has one subject"),
    (_removed("rdf:predicate", "gp:Derivation"), "a conclusion has one relation"),
    (_removed("rdf:object", "gp:Derivation"), "a conclusion has one object"),
    (_removed("gp:derivedBy", "gp:Derivation"), "a conclusion names its rule"),
    (_replaced("prov:wasDerivedFrom", '"thin air"', "gp:Derivation"), "names its premises"),
    (_replaced("rdf:predicate", "gp:usesAsProxy"), "is of the class ArmedGroup"),
    (_replaced("rdf:predicate", "gp:headOfStateOf"), "is of the class Person"),
    (
        "INSERT DATA { GRAPH g:facts { r:norland gp:citizenOf r:sudland } }",
        "is of the class Person",
    ),
]


@pytest.mark.parametrize(("update", "message"), BREAKS, ids=lambda v: str(v)[-48:])
def test_each_break_is_found(update: str, message: str) -> None:
    found = check(broken(update))
    assert any(message in violation.message for violation in found), found


@pytest.mark.parametrize("start", range(6))
def test_both_ways_find_the_same(start: int) -> None:
    """Several breaks at once: pyshacl takes a quarter of a second each time."""
    store = broken(*[update for update, _ in BREAKS[start::6]])
    found = check(store)
    assert len(found) >= 6
    assert found == check(store, shacl=True)


def test_every_constraint_is_broken_by_some_case() -> None:
    messages = {
        c.message for c in compiled(home() / "shapes.ttl") if "is of the class" not in c.message
    }
    silent = {m for m in messages if not any(message in m for _, message in BREAKS)}
    assert not silent


def test_a_violation_tells_the_sentence() -> None:
    store = broken(_replaced("gp:confidence", "1.7"))
    (found,) = check(store)
    assert found.focus.startswith("as:")
    assert found.path == "gp:confidence"
    assert len(found.sentences) == 1
    assert "“" in str(found) and found.message in str(found)
    assert Violation("r:x", "", "m", ()) < Violation("r:y", "", "m", ())


def test_the_shapes_of_the_relations_are_current() -> None:
    text = (home() / "shapes.ttl").read_text(encoding="utf-8")
    assert text.partition(MARK)[2] == relation_shapes().partition(MARK)[2], (
        "geo.ttl has changed: put kg.rdf.shapes.relation_shapes() at the end of shapes.ttl"
    )


def test_shapes_that_only_pyshacl_knows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        "@prefix gp: <https://w3id.org/geokg/ontology#> ."
        "gp:X a sh:NodeShape ; sh:targetClass gp:Fact ; sh:property "
        '[ sh:path gp:sources ; sh:minLength 3 ; sh:message "m" ] .',
        encoding="utf-8",
    )
    with pytest.raises(OntologyError, match=r"mine\.ttl: sh:minLength is not known here"):
        check(sound(), shapes=path)
    assert len(check(sound(), shapes=path, shacl=True)) > 0
