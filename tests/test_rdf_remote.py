"""A store on a SPARQL server behaves like one in a folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest

from kg.errors import BadQuery, StoreError
from kg.rdf import Store, ask, check

from .test_store import ARMY, NORLAND, SUDLAND, article, filled, statement

FIRST = (article(), [statement(ARMY), statement(relation="met", start=33, end=53)])
OTHER = article("b/2 ä", "Wire", "Sudland met Norland.")
SECOND = (OTHER, [statement(SUDLAND, "met", NORLAND, of=OTHER, start=0, end=20)])


@contextmanager
def server(*, union: bool = True) -> Iterator[str]:
    """A small SPARQL 1.1 server on Oxigraph: queries at /query, updates at /update."""
    store = ox.Store()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            try:
                body, kind = self.answer(text)
                self.send_response(200)
            except SyntaxError as error:
                body, kind = str(error).encode(), "text/plain"
                self.send_response(400)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def answer(self, text: str) -> tuple[bytes, str]:
            if self.path == "/update":
                store.update(text)
                return b"", "text/plain"
            if self.path != "/query":
                raise SyntaxError("no such place")
            found = store.query(text, use_default_graph_as_union=union)
            if isinstance(found, ox.QueryTriples):
                return found.serialize(format=ox.RdfFormat.N_TRIPLES), "application/n-triples"  # type: ignore[return-value]
            return (
                found.serialize(format=ox.QueryResultsFormat.JSON),  # type: ignore[return-value]
                "application/sparql-results+json",
            )

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}/query"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """``oxigraph serve``, from the PyPI package ``oxigraph``, which brings the program."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("the program oxigraph is not installed (pip install oxigraph)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}",
         "--union-default-graph"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/query"
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=1):
                    break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        running.terminate()
        running.wait()


@pytest.fixture(scope="module", params=["small", "oxigraph"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with server() if request.param == "small" else oxigraph(tmp_path_factory.mktemp("ox")) as it:
        yield it


def test_a_server_holds_what_a_folder_holds(address: str) -> None:
    here, there = filled([FIRST, SECOND]), Store.open(address)
    for home, found in (FIRST, SECOND):
        there.add(home, found)
    assert set(there.quads()) == set(here.quads())
    assert set(there.statements()) == {*FIRST[1], *SECOND[1]}
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


def test_a_server_without_a_union_is_told_of() -> None:
    with server(union=False) as address:
        store = Store.open(address)
        store.add(*FIRST)
        with pytest.raises(StoreError, match="union of all graphs"):
            store.query("SELECT * { ?s ?p ?o }")


def test_a_server_that_is_not_there_is_told_of() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        Store.open("http://127.0.0.1:9/query")


def test_what_a_server_refuses_is_told() -> None:
    with server() as address, pytest.raises(BadQuery, match="no such place"):
        Store.open(address.replace("/query", "/other"))
    with server() as address:
        store = Store.open(address)
        with pytest.raises(StoreError, match="makes its own backups"):
            store.backup("x")
