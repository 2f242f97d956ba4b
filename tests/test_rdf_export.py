"""The files that a store writes: the same bytes, the same triples for every reader."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from kg.errors import BadInput
from kg.model import Statement
from kg.rdf import Store, describe_dataset, dump

from .strategies import HOSTILE, worlds
from .test_store import ARMY, NORLAND, SUDLAND, World, article, filled, statement

few = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
RAPPER = shutil.which("rapper")
RAPPER_NAMES = {"turtle": "turtle", "trig": "trig", "nquads": "nquads"}


@pytest.fixture(scope="module")
def store() -> Store:
    """Two articles, with what follows from them."""
    store = Store.open()
    found: list[Statement] = [statement(ARMY), statement(relation="met", start=33, end=53)]
    store.add(article(), [*found, statement(speaker=SUDLAND, start=54, end=70)])
    other = article("b/2 ä.", "Wire", "Ça alors: Sudland met Norland.")
    store.add(other, [statement(SUDLAND, "met", NORLAND, of=other, start=0, end=30)])
    store.infer()
    return store


def read_by_rdflib(text: str, format: str) -> list[tuple[object, ...]]:
    with warnings.catch_warnings():  # rdflib 7.6 warns of its own calls
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Dataset()
        graph.parse(data=text, format=format)
        return list(graph.quads())


def triples(text: str, format: str) -> set[ox.Triple]:
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
    }
    return {quad.triple for quad in ox.parse(text, format=formats[format])}


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads"])
def test_what_is_written_is_what_the_store_holds(store: Store, format: str) -> None:
    wanted = {
        ox.Triple(t.subject, t.predicate, _short(t.object))
        for t in (quad.triple for quad in store.quads())
    }
    written = triples(dump(store, format), format)
    assert {ox.Triple(t.subject, t.predicate, _short(t.object)) for t in written} == wanted


def _short(term: object) -> object:
    """Turtle for people writes the decimal 1 as 1.0."""
    if isinstance(term, ox.Literal) and term.value.endswith(".0"):
        return ox.Literal(term.value[:-2], datatype=term.datatype)
    return term


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads"])
def test_every_reader_counts_the_same(store: Store, format: str, tmp_path: Path) -> None:
    text = dump(store, format)
    count = len(list(ox.parse(text, format=getattr(ox.RdfFormat, _NAMES[format]))))
    assert len(read_by_rdflib(text, format)) == count
    if RAPPER is None:
        pytest.skip("rapper is not installed (Debian: raptor2-utils); the others agree")
    path = tmp_path / "graph"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [RAPPER, "-c", "-i", RAPPER_NAMES[format], str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"returned {count} triples" in done.stderr


_NAMES = {"turtle": "TURTLE", "trig": "TRIG", "nquads": "N_QUADS"}


@given(worlds())
@few
def test_the_same_articles_give_the_same_bytes(found: World) -> None:
    one, other = filled(found), filled(found[::-1])
    for format in _NAMES:
        assert dump(one, format) == dump(other, format)


@given(worlds(max_articles=2))
@few
def test_hostile_text_parses_everywhere(found: World) -> None:
    store = filled(found)
    wanted = {_plain(quad.triple) for quad in store.quads()}
    for format in _NAMES:
        assert {_plain(t) for t in triples(dump(store, format), format)} == wanted


def _plain(triple: ox.Triple) -> tuple[object, ...]:
    return triple.subject, triple.predicate, _short(triple.object)


@pytest.mark.parametrize("text", HOSTILE)
def test_rdflib_reads_hostile_text_as_it_was(text: str) -> None:
    store = Store.open()
    store.add(article(), [statement(rule=text or "x")])
    for format in ("turtle", "trig"):
        rule = rdflib.URIRef(store.names.prefixes["gp"] + "rule")
        found = read_by_rdflib(dump(store, format), format)
        assert {str(o) for _, p, o, _ in found if p == rule} == {text or "x"}


def test_no_mark_that_turns_text_around_stands_bare_in_turtle() -> None:
    store = Store.open()
    store.add(article(), [statement(rule="\u202eevil\x1b[31m")])
    assert "\u202e" not in dump(store, "turtle")
    assert "\x1b" not in dump(store, "turtle")


def test_there_are_no_blank_nodes(store: Store) -> None:
    for quad in store.quads():
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert isinstance(quad.graph_name, ox.NamedNode)


def test_turtle_is_for_people(store: Store) -> None:
    text = dump(store, "turtle")
    assert "### Actors" in text
    assert 'r:army a gp:StateMilitary ;\n    rdfs:label "Norland Army"@en ;' in text
    assert "    rdf:subject r:army ;\n    rdf:predicate gp:attacked ;" in text


def test_nquads_are_sorted_lines(store: Store) -> None:
    lines = dump(store, "nquads").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(store)


def test_a_file_s_name_says_its_format(store: Store, tmp_path: Path) -> None:
    for suffix in (".ttl", ".trig", ".nq"):
        store.save(tmp_path / f"graph{suffix}")
    assert (tmp_path / "graph.ttl").read_text(encoding="utf-8") == dump(store, "turtle")
    with pytest.raises(BadInput, match=r"known endings are \.ttl"):
        store.save(tmp_path / "graph.xyz")
    with pytest.raises(BadInput, match="Nearest: 'turtle'"):
        store.save(tmp_path / "graph", "turtel")


def test_the_data_set_is_described(store: Store) -> None:
    text = dump(store, "void")
    held = Store.open()
    held._engine.write([ox.Quad(*t, held.names.facts) for t in triples(text, "turtle")])
    row = held.query(
        "SELECT ?triples ?documents ?first ?last ?version { ?d a void:Dataset, dcat:Dataset ; "
        "void:triples ?triples ; void:documents ?documents ; prov:wasGeneratedBy ?run ; "
        "dct:temporal ?t . ?t dcat:startDate ?first ; dcat:endDate ?last . "
        "?run gp:codeVersion ?version }"
    ).rows
    count = str(len({quad.triple for quad in store.quads()}))
    assert row == [(count, "2", "2020-05-17", "2020-05-17", store.run.code)]
    sources = held.query("SELECT ?s { ?d a void:Dataset ; dct:source ?s } ORDER BY ?s").rows
    assert sources == [("Daily",), ("Wire",)]
    parts = held.query(
        "SELECT ?n { ?d void:classPartition [ void:class gp:Assertion ; void:entities ?n ] }"
    ).rows
    assert parts == [(str(len(list(store.statements()))),)]
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(triples(text, "turtle"))


def test_the_licence_of_a_data_set_is_an_iri(store: Store) -> None:
    mine = "https://creativecommons.org/licenses/by/4.0/"
    assert f"dct:license <{mine}>" in describe_dataset(store, licence=mine)
    assert "dct:license" not in describe_dataset(store)
    with pytest.raises(BadInput, match="is no IRI"):
        describe_dataset(store, licence="free for all")


def test_the_context_of_jsonld_is_a_file_of_its_own(store: Store) -> None:
    context = json.loads(dump(store, "context"))["@context"]
    assert context == json.loads(dump(store, "jsonld"))["@context"]
    assert context["gp"] == store.names.prefixes["gp"]
