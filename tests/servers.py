"""SPARQL 1.1 servers for the tests: a small one that can be made to fail, and Oxigraph's own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

N_TRIPLES = ox.RdfFormat.N_TRIPLES.media_type


@dataclass
class Small:
    """A server that is running: where it is, what it holds, and what it was asked for."""

    address: str = ""
    store: ox.Store = field(default_factory=ox.Store)
    asked: list[str] = field(default_factory=list)
    """Method and path of each request."""
    failing: set[str] = field(default_factory=set)
    """Such requests it answers with 500."""


@contextmanager
def small(
    *,
    union: bool = True,
    query: str = "/query",
    update: str = "/update",
    graphs: str | None = "/store",
) -> Iterator[Small]:
    """A small server on Oxigraph, with its places as those of other servers are."""
    server = Small()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            place, wanted = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = f"{self.command} {place}"
            server.asked.append(asked)
            if asked in server.failing:
                self.answer(500, b"out of order")
            elif asked == f"POST {query}":
                self.answer_query(body.decode())
            elif asked == f"POST {update}":
                server.store.update(body.decode())
                self.answer(204)
            elif place == graphs:
                self.answer_graph(wanted["graph"][0] if "graph" in wanted else None, body)
            else:
                self.answer(404, b"\nno such place\n")

        do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = handle_any

        def answer_query(self, text: str) -> None:
            try:
                found = server.store.query(text, use_default_graph_as_union=union)
            except SyntaxError as error:
                self.answer(400, str(error).encode())
                return
            if isinstance(found, ox.QueryTriples):
                self.answer(
                    200, ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"", N_TRIPLES
                )
                return
            body = found.serialize(format=ox.QueryResultsFormat.JSON)
            assert body is not None
            self.answer(200, body, "application/sparql-results+json")

        def answer_graph(self, name: str | None, body: bytes) -> None:
            graph = ox.NamedNode(name) if name else ox.DefaultGraph()
            there = list(server.store.quads_for_pattern(None, None, None, graph))
            if name and not there and self.command != "PUT":
                self.answer(404, b"no such graph")
            elif self.command in ("PUT", "DELETE"):
                server.store.remove_graph(graph)
                server.store.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
                self.answer(204)
            else:
                triples = "".join(f"{quad.triple} .\n" for quad in there)
                self.answer(200, triples.encode(), f"{N_TRIPLES}; charset=utf-8")

        def answer(self, status: int, body: bytes = b"", type: str = "text/plain") -> None:
            self.send_response(status)
            self.send_header("Content-Type", type)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=http.serve_forever, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{http.server_port}{query}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


@contextmanager
def oxigraph(folder: Path, verb: str = "serve") -> Iterator[str]:
    """Oxigraph's own server on a folder, while the block runs."""
    running, address = started(folder, verb)
    try:
        yield address
    finally:
        running.terminate()
        running.wait()


def started(folder: Path, verb: str = "serve") -> tuple[subprocess.Popen[bytes], str]:
    """``oxigraph serve``, from the PyPI package ``oxigraph``, which brings the program."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("the program oxigraph is not installed (pip install oxigraph)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [program, verb, "--location", str(folder), "--bind", f"127.0.0.1:{port}",
         "--union-default-graph"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/query"
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=1):
                break
        except OSError:
            time.sleep(0.05)
    return running, address
