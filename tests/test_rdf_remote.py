"""A store on a SPARQL server behaves like one in a folder."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import BadQuery, StoreError
from kg.rdf import Store, ask, check
from kg.rdf.addresses import locate
from kg.rdf.graph_store import GraphStore
from kg.rdf.remote import Remote
from kg.rdf.terms import Node

from .servers import Small, oxigraph, small
from .strategies import worlds
from .test_store import ARMY, NORLAND, SUDLAND, World, article, filled, statement

FIRST = (article(), [statement(ARMY), statement(relation="met", start=33, end=53)])
OTHER = article("b/2 ä", "Wire", "Sudland met Norland.")
SECOND = (OTHER, [statement(SUDLAND, "met", NORLAND, of=OTHER, start=0, end=20)])
COPY = article("a2")
SAME = (COPY, [statement(ARMY, of=COPY), statement(relation="met", of=COPY, start=33, end=53)])

PLACES = {
    "like oxigraph": {},
    "like fuseki": {"query": "/w/sparql", "update": "/w/update", "graphs": "/w/data"},
    "like rdf4j": {
        "query": "/repositories/w",
        "update": "/repositories/w/statements",
        "graphs": "/repositories/w/rdf-graphs/service",
    },
    "without graphs": {"graphs": None},
}


@pytest.fixture(scope="module", params=[*PLACES, "oxigraph"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    if request.param == "oxigraph":
        with oxigraph(tmp_path_factory.mktemp("ox")) as address:
            yield address
    else:
        with small(**PLACES[request.param]) as server:
            yield server.address


def writes(server: Small) -> list[str]:
    """The requests since the last call that change something."""
    found = [asked for asked in server.asked if asked.split()[0] in ("PUT", "DELETE")]
    found += [asked for asked in server.asked if asked.endswith("/update")]
    server.asked.clear()
    return found


def test_a_server_holds_what_a_folder_holds(address: str) -> None:
    here, there = filled([FIRST, SECOND]), Store.open(address)
    for home, found in (FIRST, SECOND):
        there.add(home, found)
    assert set(there.quads()) == set(here.quads())
    assert set(there.statements()) == {*FIRST[1], *SECOND[1]}
    assert there.article(OTHER.id) == here.article(OTHER.id)
    assert not there.add(*FIRST), "twice is once"
    here.infer()
    assert there.infer().by_rule
    assert set(there.quads()) == set(here.quads())

    asked = "SELECT ?a ?b { ?a gp:met ?b } ORDER BY ?a ?b"
    assert there.query(asked).rows == here.query(asked).rows
    assert there.query("ASK { ?a gp:met ?b }").yes
    made = "CONSTRUCT { ?b gp:met ?a } WHERE { ?a gp:met ?b }"
    assert there.query(made).render() == here.query(made).render()
    given = {"first": "Norland", "second": "Sudland"}
    assert ask(there, "evidence", given).rows == ask(here, "evidence", given).rows
    assert check(there) == []

    there.retract(OTHER.id)
    assert set(there.quads()) == set(filled([FIRST]).quads())
    there.retract(FIRST[0].id)
    assert len(there) == 0
    with pytest.raises(BadQuery, match="line 1, column"):
        there.query("SELECT * { ?a")


@given(worlds(max_articles=2))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_text_goes_to_a_server_and_comes_back(address: str, world: World) -> None:
    store = Store.open(address)
    for home, found in world:
        store.add(home, found)
    assert set(store.quads()) == set(filled(world).quads())
    assert set(store.statements()) == {s for _, found in world for s in found}
    for home, _ in world:
        store.retract(home.id)
    assert len(store) == 0


def test_an_article_with_a_long_name_fits_a_server(address: str) -> None:
    long = article("https://example.org/" + "ä/" * 4000)
    store = Store.open(address)
    store.add(long, [statement(of=long)])
    assert set(store.statements(long.id)) == {statement(of=long)}
    store.retract(long.id)
    assert len(store) == 0


# ------------------------------------------------------------------- which protocol is spoken


def test_one_graph_goes_by_the_graph_store_protocol() -> None:
    with small() as server:
        store = Store.open(server.address)
        assert not writes(server), "opening writes nothing"
        store.add(*FIRST)
        assert writes(server) == ["PUT /store", "POST /update"], "the ontology, then the article"
        Store.open(server.address).add(*FIRST)
        assert not writes(server), "it is there already, as the ontology is"
        store.add(*SAME)
        assert writes(server) == ["PUT /store"], "it has no fact and no actor of its own"
        store.add(COPY, [statement(ARMY, of=COPY, confidence=0.7), SAME[1][1]])
        assert writes(server) == ["PUT /store"]
        list(store.statements(COPY.id))
        assert server.asked == ["GET /store"]
        store.infer()
        writes(server)
        store.retract(COPY.id)
        assert writes(server) == ["POST /update"], "the conclusions go in the same transaction"
        store.add(*SAME)
        assert writes(server) == ["PUT /store"]
        store.retract(COPY.id)
        assert writes(server) == ["DELETE /store"]
        assert set(store.quads()) == set(filled([FIRST]).quads())


@pytest.mark.parametrize("says", ["", "#graphs=none"])
def test_without_a_graph_store_all_goes_by_update(says: str) -> None:
    with small(graphs=None if not says else "/store") as server:
        store = Store.open(server.address + says)
        store.add(*FIRST)
        store.add(*SAME)
        assert writes(server) == ["POST /update"] * 3
        assert set(store.statements(COPY.id)) == set(SAME[1])
        assert "GET /store" not in server.asked
        store.retract(COPY.id)
        assert set(store.quads()) == set(filled([FIRST]).quads())


@pytest.mark.parametrize("failing", ["PUT /store", "POST /update", "DELETE /store"])
def test_what_fails_leaves_everything_as_it_was(failing: str) -> None:
    with small() as server:
        store = Store.open(server.address)
        store.add(*FIRST)
        store.add(*SAME)
        before = set(store.quads())
        server.failing.add(failing)
        with pytest.raises(StoreError, match=r"answered 500: out of order"):
            if failing == "PUT /store":
                store.add(COPY, SAME[1][:1])
            elif failing == "POST /update":
                store.add(*SECOND)
            else:
                store.retract(COPY.id)
        assert set(store.quads()) == before


# --------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("given", "query", "update", "graphs"),
    [
        ("http://h:1/query", "/query", "/update", ("/store", "/data")),
        ("http://h:1/w/sparql", "/w/sparql", "/w/update", ("/w/store", "/w/data")),
        ("http://h:1/w", "/w", "/w/update", ("/w/store", "/w/data")),
        ("http://h:1", "", "/update", ("/store", "/data")),
        (
            "http://h:1/repositories/w/",
            "/repositories/w/",
            "/repositories/w/statements",
            ("/repositories/w/rdf-graphs/service",),
        ),
        ("http://h:1/sparql#update=/u&graphs=g", "/sparql", "/u", ("/g",)),
        (
            "http://h:1/a/query?k=v#update=query",
            "/a/query?k=v",
            "/a/query",
            ("/a/store", "/a/data"),
        ),
        ("http://h:1/query#graphs=none", "/query", "/update", ()),
    ],
)
def test_an_address_tells_of_the_others(
    given: str, query: str, update: str, graphs: tuple[str, ...]
) -> None:
    host = "http://h:1"
    found = locate(given)
    assert found[:3] == (host + query, host + update, tuple(host + place for place in graphs))
    assert found.sure == ("graphs" in given)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("http://", "is no address of a SPARQL server"),
        ("http://[::1/query", "is no address of a SPARQL server"),
        ("http://h:port/query", "cannot be understood: InvalidURL"),
        ("http://h/query#graph=/store", "Nearest: 'graphs'"),
        ("http://h/query#/store", "known are update= and graphs="),
    ],
)
def test_what_is_no_address_is_refused(given: str, complaint: str) -> None:
    with pytest.raises(StoreError, match=complaint):
        Store.open(given)


def test_other_places_can_be_named() -> None:
    with small(query="/sparql", update="/sparql-auth", graphs="/crud") as server:
        store = Store.open(f"{server.address}#update=/sparql-auth&graphs=/crud")
        store.add(*FIRST)
        assert "GET /crud" in server.asked
        assert set(store.statements()) == set(FIRST[1])


def test_a_place_that_is_none_is_told_of() -> None:
    with small() as server:
        store = Store.open(f"{server.address}#graphs=/graphs")
        with pytest.raises(
            StoreError, match=r"no graph store: HEAD http.*/graphs\?default was answered 404"
        ):
            list(store.statements("a1"))
    with small(update="/elsewhere") as server:
        store = Store.open(server.address)
        with pytest.raises(StoreError, match=r"/update takes no updates \(404: no such place\)"):
            store.add(*FIRST)
    with small() as server, pytest.raises(StoreError, match=r"/other takes no queries \(404"):
        Store.open(server.address.replace("/query", "/other"))


# ------------------------------------------------------------------------ servers that refuse


def test_a_server_without_a_union_is_told_of() -> None:
    with small(union=False) as server:
        store = Store.open(server.address)
        store.add(*FIRST)
        with pytest.raises(StoreError, match="union of all graphs"):
            store.query("SELECT * { ?s ?p ?o }")


def test_an_empty_default_graph_is_not_to_be_had() -> None:
    with small() as server, pytest.raises(BadQuery, match="is the union of all graphs"):
        Store.open(server.address).query("SELECT * { ?s ?p ?o }", union=False)


def test_a_server_that_is_not_there_is_told_of() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        Store.open("http://127.0.0.1:9/query")


def test_a_server_that_is_only_read_answers_and_is_not_written_to(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "ox") as address:
        Store.open(address).add(*FIRST)
    with oxigraph(tmp_path / "ox", verb="serve-read-only") as address:
        store = Store.open(address)
        assert set(store.statements()) == set(FIRST[1])
        assert not store.add(*FIRST), "nothing needs to be written"
        with pytest.raises(StoreError, match="answered 403: The server is read-only"):
            store.add(*SECOND)
        with pytest.raises(StoreError, match="opened for reading only"):
            Store.open(address, read_only=True).add(*SECOND)


@contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """Something that gives the same answer to whatever it is asked."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(reply)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (b"SSH-2.0-OpenSSH_9\r\n", "cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<a:a> <a:b>", "cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello", "text/html where RDF"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n<a:a> .", "cannot be read"),
    ],
)
def test_an_answer_that_is_no_graph_is_told_of(reply: bytes, complaint: str) -> None:
    with answering(reply) as address, pytest.raises(StoreError, match=complaint):
        list(GraphStore(address).get(Node("https://example.org/g")))


def test_an_answer_that_is_no_result_is_told_of() -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello"
    with answering(reply) as address, pytest.raises(StoreError, match="gave no SPARQL results"):
        Remote(f"{address}/query").graphs()
