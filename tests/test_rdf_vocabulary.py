"""geo.ttl, the code lists and the .rq files are of one vocabulary."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from kg.model import TimeSpan
from kg.ontology import GP, RDFS, SKOS, home, ontology
from kg.rdf import Store, dump

from .test_store import ARMY, NORLAND, SUDLAND, article, statement


def terms(name: str) -> set[str]:
    """What an ontology file says anything of."""
    return {
        quad.subject.value
        for quad in ox.parse(path=str(home() / name))
        if isinstance(quad.subject, ox.NamedNode)
    }


def test_every_word_that_a_store_writes_is_defined() -> None:
    store = Store.open()
    time = TimeSpan("2015", "2016", True)
    found = [statement(ARMY, time=time, place=NORLAND, speaker=SUDLAND, rule="r")]
    store.add(article(), found)
    store.infer()
    text = dump(store, "nquads", profile="full")
    used = set(re.findall(rf"<({re.escape(GP)}\w+)>", text))
    assert used <= terms("geo.ttl")


@pytest.mark.parametrize("path", sorted(home().glob("*/*.rq")), ids=lambda p: p.name)
def test_every_word_of_a_rule_or_question_is_defined(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    used = {GP + name for name in re.findall(r"\bgp:(\w+)", text)}
    assert used <= terms("geo.ttl")


def test_every_code_has_a_concept() -> None:
    notations = {
        quad.object.value
        for quad in ox.parse(path=str(home() / "cameo.ttl"))
        if quad.predicate.value == SKOS + "notation" and isinstance(quad.object, ox.Literal)
    }
    for relation in ontology().relations.values():
        assert set(relation.cameo) <= notations, relation.name
        if relation.plover:
            assert "https://w3id.org/geokg/plover/" + relation.plover in terms("plover.ttl")


@pytest.mark.parametrize("name", ["plover.ttl", "cameo.ttl"])
def test_concepts_are_labelled_and_point_to_concepts(name: str) -> None:
    both = terms("plover.ttl") | terms("cameo.ttl")
    quads = list(ox.parse(path=str(home() / name)))
    concepts = {q.subject for q in quads if q.object == ox.NamedNode(SKOS + "Concept")}
    labelled = {q.subject for q in quads if q.predicate.value == SKOS + "prefLabel"}
    assert concepts <= labelled
    for quad in quads:
        if quad.predicate.value in (SKOS + "broader", SKOS + "closeMatch"):
            assert quad.object.value in both  # type: ignore[union-attr]


def test_every_word_of_geo_ttl_has_a_label() -> None:
    quads = list(ox.parse(path=str(home() / "geo.ttl")))
    labelled = {q.subject for q in quads if q.predicate.value == RDFS + "label"}
    named = {q.subject for q in quads if str(q.subject).startswith(f"<{GP}")}
    assert not {str(s) for s in named - labelled}
