"""A store on a SPARQL 1.1 server: Fuseki, GraphDB, QLever, ``oxigraph serve`` and the like.

Queries and updates go by the SPARQL 1.1 Protocol, one update for each change, so that a server
with transactions keeps an article whole. The default graph of the server must be the union of all
graphs (``oxigraph serve --union-default-graph``, Fuseki's ``tdb2:unionDefaultGraph true``, and the
usual way in GraphDB and QLever).
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from ..errors import BadQuery, StoreError
from .engine import Found, update_text
from .terms import Node

TIMEOUT = 60.0
"""Seconds that a server may take for one answer."""


class Remote:
    """The operations of an engine, by HTTP."""

    def __init__(
        self,
        endpoint: str,
        *,
        update: str | None = None,
        timeout: float = TIMEOUT,
        read_only: bool = False,
    ) -> None:
        if urllib.parse.urlsplit(endpoint).scheme not in ("http", "https"):
            raise StoreError(f"{endpoint} is no address of a SPARQL server (http or https).")
        self.endpoint = endpoint
        self.update = update if update is not None else _update_address(endpoint)
        self.timeout = timeout
        self.read_only = read_only
        self._checked = False

    def quads(
        self,
        subject: Node | None = None,
        predicate: Node | None = None,
        object: Node | ox.Literal | None = None,
        graph: Node | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches all."""
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        parts = {
            name: str(term) if term is not None else f"?{name}" for name, term in given.items()
        }
        free = " ".join(f"?{name}" for name, term in given.items() if term is None)
        pattern = f"GRAPH {parts['g']} {{ {parts['s']} {parts['p']} {parts['o']} }}"
        if not free:
            found = self._ask(f"ASK {{ {pattern} }}")
            if found:
                assert subject and predicate and object and graph
                yield ox.Quad(subject, predicate, object, graph)
            return
        for row in self._select(f"SELECT {free} WHERE {{ {pattern} }}"):
            terms = {name: term if term is not None else row[name] for name, term in given.items()}
            yield ox.Quad(terms["s"], terms["p"], terms["o"], terms["g"])  # type: ignore[arg-type]

    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""
        rows = self._select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        found = [row["g"] for row in rows]
        return sorted((g for g in found if isinstance(g, Node)), key=lambda g: g.value)

    def write(
        self,
        added: Iterable[ox.Quad],
        removed: Iterable[ox.Quad] = (),
        dropped: Iterable[Node] = (),
    ) -> None:
        """Drop graphs, remove quads and add quads by one update."""
        text = update_text(sorted(added, key=str), removed, dropped)
        if text:
            self._send(self.update, text, "application/sparql-update", "*/*")

    def query(
        self,
        text: str,
        *,
        prefixes: dict[str, str],
        base: str,
        graphs: Sequence[Node] | None = None,
    ) -> Found:
        """Answer a query over the union of all graphs."""
        if not self._checked:
            self._check_union()
        declared = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(prefixes.items()))
        whole = f"BASE <{base}>\n{declared}{text}"
        # Asked of nothing first: what is no SPARQL is told here, where the message is known.
        if isinstance(ox.Store().query(text, prefixes=prefixes, base_iri=base), ox.QueryTriples):
            body = self._send(
                self.endpoint, whole, "application/sparql-query", "application/n-triples"
            )
            made = ox.Store()
            made.load(body, format=ox.RdfFormat.N_TRIPLES)
            found = made.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            assert isinstance(found, ox.QueryTriples)
            return found
        return self._results(whole)

    def _check_union(self) -> None:
        """Refuse a server that would answer plain patterns from an empty default graph."""
        named = self._ask("ASK { GRAPH ?g { ?s ?p ?o } }")
        if named and not self._ask("ASK { ?s ?p ?o }"):
            raise StoreError(
                f"The default graph of {self.endpoint} is empty: start the server so that it is "
                f"the union of all graphs (oxigraph: --union-default-graph; Fuseki: "
                f"tdb2:unionDefaultGraph true)."
            )
        self._checked = named

    def _ask(self, text: str) -> bool:
        found = self._results(text)
        return isinstance(found, ox.QueryBoolean) and bool(found)

    def _select(self, text: str) -> list[ox.QuerySolution]:
        found = self._results(text)
        assert isinstance(found, ox.QuerySolutions)
        return list(found)

    def _results(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._send(
            self.endpoint, text, "application/sparql-query", "application/sparql-results+json"
        )
        try:
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.endpoint} gave no SPARQL results: {error}") from error

    def _send(self, address: str, text: str, kind: str, accept: str) -> bytes:
        request = urllib.request.Request(
            address,
            data=text.encode("utf-8"),
            headers={"Content-Type": f"{kind}; charset=utf-8", "Accept": accept},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                body: bytes = response.read()
                return body
        except urllib.error.HTTPError as error:
            with error:
                detail = error.read(500).decode("utf-8", "replace").strip().splitlines()
            told = detail[0] if detail else error.reason
            if kind == "application/sparql-query" and error.code == 400:
                raise BadQuery(f"{address} refused the query: {told}") from None
            raise StoreError(f"{address} answered {error.code}: {told}") from None
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{address} cannot be reached: {reason}") from None

    def backup(self, path: Path) -> None:
        """A server makes its own backups."""
        raise StoreError(f"{self.endpoint} makes its own backups; 'kg export' writes a copy.")

    def close(self) -> None:
        """Nothing is held open."""


def _update_address(endpoint: str) -> str:
    """Where a server usually takes updates: beside the place where it takes queries."""
    for ending in ("/query", "/sparql"):
        if endpoint.endswith(ending):
            return endpoint.removesuffix(ending) + "/update"
    return endpoint.rstrip("/") + "/update"
