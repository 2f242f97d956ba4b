"""What was written can be read back: statements → RDF → statements is the identity."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from kg.errors import BadInput, BadStatement
from kg.model import TimeSpan
from kg.rdf import Run, Store, dump
from kg.rdf.exchange import from_rdflib, to_rdflib
from kg.rdf.formats import context
from kg.rdf.importing import READERS

from .strategies import worlds
from .test_rdf_export import _plain
from .test_store import ARMY, NORLAND, SUDLAND, World, article, filled, statement

few = settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
ENDINGS = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld"}


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.open(run=Run("0.1.0", "network 7"))
    place = {"place": NORLAND, "time": TimeSpan("2015-02", None, True)}
    store.add(article(), [statement(ARMY, **place), statement(relation="met", start=33, end=53)])
    store.add(article("--> no local name"), [])
    store.infer()
    return store


@pytest.mark.parametrize("ending", [*ENDINGS.values(), ".rdf"])
def test_a_file_gives_the_store_again(store: Store, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph{ending}"
    store.save(path)
    again = Store.open()
    assert again.load(path) == 2
    again.infer()
    assert set(again.quads()) == set(store.quads())
    assert again.load(path) == 2, "loading twice is loading once"
    again.infer()
    assert set(again.quads()) == set(store.quads())


@given(worlds())
@few
def test_any_file_that_was_written_gives_the_same_statements(
    tmp_path_factory: pytest.TempPathFactory, found: World
) -> None:
    store = filled(found)
    store.infer()
    folder = tmp_path_factory.mktemp("files")
    for format, ending in ENDINGS.items():
        path = folder / f"graph{ending}"
        store.save(path, format)
        again = Store.open()
        again.load(path)
        assert set(again.statements()) == {s for _, mine in found for s in mine}, format


def test_another_base_takes_the_articles_over(store: Store, tmp_path: Path) -> None:
    store.save(tmp_path / "graph.nq")
    other = Store.open(base="https://data.example.org/")
    other.load(tmp_path / "graph.nq")
    assert set(other.statements()) == set(store.statements())
    assert all(
        "w3id.org/geokg/" not in quad.subject.value
        for quad in other.quads()
        if isinstance(quad.subject, ox.NamedNode)
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.xyz", "", "known endings are"),
        ("a.ttl", "<x", r"a\.ttl: .*line 1"),
        ("a.nq", "nonsense", r"a\.nq: .*line 1"),
        ("a.jsonld", "{", r"a\.jsonld: "),
        ("a.jsonld", '{"@context": "https://example.org/c.jsonld", "@id": "x:a"}', "a.jsonld: "),
    ],
)
def test_files_that_cannot_be_read_are_told(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        Store.open().load(tmp_path / name)
    with pytest.raises(BadInput, match="There is no file"):
        Store.open().load(tmp_path / "none.ttl")


def test_an_assertion_without_its_parts_is_told(store: Store, tmp_path: Path) -> None:
    lines = dump(store, "nquads").splitlines(keepends=True)
    path = tmp_path / "graph.nq"
    path.write_text("".join(line for line in lines if "#quote>" not in line), encoding="utf-8")
    with pytest.raises(BadStatement, match="cannot be read"):
        Store.open().load(path)


# --------------------------------------------------------------------------- other formats


def test_jsonld_is_one_for_every_reader(store: Store) -> None:
    text = dump(store, "jsonld")
    wanted = set(store.quads())
    assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == wanted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Dataset()
        graph.parse(data=text, format="json-ld")
        assert set(from_rdflib(graph)) == wanted
    assert context(store.names)["@context"] == json.loads(text)["@context"]


def test_rdfxml_is_one_for_every_reader(store: Store) -> None:
    text = dump(store, "rdfxml")
    wanted = {quad.triple for quad in store.quads()}
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.RDF_XML)} == wanted
    graph = rdflib.Graph().parse(data=text, format="xml")
    assert {quad.triple for quad in from_rdflib(graph)} == wanted


def test_rdfxml_shows_what_xml_cannot_hold(tmp_path: Path) -> None:
    store = Store.open()
    store.add(article(), [statement(rule="a\x00b\x1b\ufffe")])
    text = dump(store, "rdfxml")
    assert "a\ufffdb\ufffd\ufffd" in text
    assert list(ox.parse(text, format=ox.RdfFormat.RDF_XML))


def test_rdf_12_has_triple_terms(store: Store) -> None:
    text = dump(store, "turtle12")
    assert text.startswith('VERSION "1.2"\n')
    assert "rdf:reifies <<( r:army gp:attacked r:sudland )>> ;" in text
    terms = [
        q for q in ox.parse(text, format=ox.RdfFormat.TURTLE) if isinstance(q.object, ox.Triple)
    ]
    assert len(terms) == len(
        [1 for q in store.quads() if q.predicate.value.endswith("-ns#subject")]
    )


def test_the_full_profile_adds_selectors_and_events(store: Store) -> None:
    lean, full = (
        {quad.triple for quad in ox.parse(dump(store, "trig", profile=p), format=ox.RdfFormat.TRIG)}
        for p in ("lean", "full")
    )
    assert {_plain(t) for t in lean} < {_plain(t) for t in full}
    held = Store.open()
    held._engine.write([ox.Quad(*t, held.names.facts) for t in full])
    row = held.query(
        "SELECT ?exact ?first ?last ?place ?from ?to { ?x gp:evidence ?e ; gp:describes ?v . "
        "?e oa:hasSource ar:a1 ; oa:hasSelector ?q, ?p . ?q oa:exact ?exact . "
        "?p oa:start ?first ; oa:end ?last . ?v sem:hasPlace ?place ; sem:hasTime ?t . "
        "?t time:hasBeginning/time:inXSDDate ?from ; time:hasEnd/time:inXSDDate ?to }"
    ).rows
    place = store.names.actor(NORLAND.id).value
    assert row == [(statement().evidence.text, "0", "32", place, "2015-02-01", "2015-02-28")]
    again = {
        q.triple for q in ox.parse(dump(store, "trig", profile="full"), format=ox.RdfFormat.TRIG)
    }
    assert again == full
    assert not any(isinstance(part, ox.BlankNode) for t in full for part in t)


def test_unknown_profiles_are_told(store: Store) -> None:
    with pytest.raises(BadInput, match="known are lean and full"):
        dump(store, "trig", profile="fat")


# -------------------------------------------------------------------------------- rdflib


def test_an_rdflib_dataset_holds_the_same(store: Store) -> None:
    dataset = to_rdflib(store)
    assert set(from_rdflib(dataset)) == set(store.quads())
    with warnings.catch_warnings():  # rdflib 7.6 warns of its own calls
        warnings.simplefilter("ignore", DeprecationWarning)
        rows = list(dataset.query("SELECT ?b { GRAPH ?g { r:norland gp:met ?b } }"))
    assert {str(row[0]) for row in rows} == {store.names.actor(SUDLAND.id).value}


def test_every_format_has_a_reader_or_says_why_not() -> None:
    assert set(ENDINGS.values()) < set(READERS)
