"""A store on a SPARQL 1.1 server: Fuseki, GraphDB, QLever, ``oxigraph serve`` and the like.

Three standards share the work. Questions go by the SPARQL Protocol. A change that touches several
graphs, as most articles do, is one SPARQL Update, so that a server with transactions keeps it
whole. One graph is fetched, replaced or removed by the Graph Store Protocol where the server has
it, else by a query or an update. The default graph of the server must be the union of all graphs
(``oxigraph serve --union-default-graph``, Fuseki's ``tdb2:unionDefaultGraph true``, and the usual
way in GraphDB and QLever).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from ..errors import BadQuery, StoreError
from .addresses import locate
from .engine import Edit, Engine, Found, Pattern
from .graph_store import GraphStore, find
from .terms import Names, Node
from .wire import TIMEOUT, Reply, send


class Remote(Engine):
    """The operations of an engine, by HTTP. See :mod:`kg.rdf.addresses` for the address."""

    def __init__(self, address: str, *, read_only: bool = False, timeout: float = TIMEOUT) -> None:
        self.addresses = locate(address)
        self.read_only = read_only
        self.timeout = timeout
        self._checked = False

    @cached_property
    def _graph_store(self) -> GraphStore | None:
        """The graphs by the Graph Store Protocol; None where the server does not speak it."""
        return find(self.addresses, timeout=self.timeout)

    def _whole(self, graph: Node) -> GraphStore | None:
        """Where the graph can be had as a whole, if it can."""
        place = self._graph_store
        return place if place is not None and place.takes(graph) else None

    def _matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        *triple, graph = pattern
        if graph is not None and not any(triple):
            place = self._whole(graph)
            if place is not None:
                yield from place.get(graph)
                return
        given = dict(zip("spog", pattern, strict=True))
        parts = {name: str(term) if term else f"?{name}" for name, term in given.items()}
        free = " ".join(f"?{name}" for name, term in given.items() if not term)
        wanted = f"GRAPH {parts['g']} {{ {parts['s']} {parts['p']} {parts['o']} }}"
        if not free:
            if self._ask(f"ASK {{ {wanted} }}"):
                yield ox.Quad(*pattern)  # type: ignore[arg-type]
            return
        for row in self._select(f"SELECT {free} WHERE {{ {wanted} }}"):
            yield ox.Quad(*(term or row[name] for name, term in given.items()))  # type: ignore[arg-type]

    def has(self, *graphs: Node) -> bool:
        """Tell whether any of some graphs holds anything."""
        names = " ".join(map(str, graphs))
        return self._ask(f"ASK {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}")

    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""
        rows = self._select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        found = [row["g"] for row in rows]
        return sorted((g for g in found if isinstance(g, Node)), key=lambda g: g.value)

    def _apply(self, edit: Edit) -> None:
        address = self.addresses.update
        reply = self._post(address, edit.as_update(), "application/sparql-update")
        if reply.status in (404, 405):
            raise StoreError(
                f"{address} takes no updates ({reply.told}). Where another place does, name it: "
                f"{self.addresses.query}#update=ADDRESS"
            )
        if not reply.granted:
            raise StoreError(f"{address} answered {reply.told}")

    def replace(self, graph: Node, old: set[ox.Quad], new: set[ox.Quad]) -> None:
        """Put the new quads of a graph in place of the old, which are all that it holds.

        Raises
        ------
        StoreError
            if the server refuses.
        """
        place = self._whole(graph)
        if place is None:
            super().replace(graph, old, new)
        elif new:
            place.put(graph, sorted(new, key=str))
        else:
            place.delete(graph)

    def query(self, text: str, names: Names, *, union: bool = True) -> Found:
        """Answer a query over the union of all graphs.

        Raises
        ------
        BadQuery
            if the server refuses it, or it would need an empty default graph.
        """
        if not union:
            raise BadQuery("On a server the default graph is the union of all graphs.")
        if not self._checked:
            self._check_union()
        declared = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(names.prefixes.items()))
        whole = f"BASE <{names.base}>\n{declared}{text}"
        # Asked of nothing first: what is no SPARQL is told here, where the message is known.
        trial = ox.Store().query(text, prefixes=names.prefixes, base_iri=names.base)
        if not isinstance(trial, ox.QueryTriples):
            return self._results(whole)
        made = ox.Store()
        made.load(self._answer(whole, "application/n-triples"), format=ox.RdfFormat.N_TRIPLES)
        found = made.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(found, ox.QueryTriples)
        return found

    def _check_union(self) -> None:
        """Refuse a server that would answer plain patterns from an empty default graph."""
        named = self._ask("ASK { GRAPH ?g { ?s ?p ?o } }")
        if named and not self._ask("ASK { ?s ?p ?o }"):
            raise StoreError(
                f"The default graph of {self.addresses.query} is empty: start the server so that "
                f"it is the union of all graphs (oxigraph: --union-default-graph; Fuseki: "
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
        body = self._answer(text, "application/sparql-results+json")
        try:
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.addresses.query} gave no SPARQL results: {error}") from error

    def _answer(self, text: str, accept: str) -> bytes:
        address = self.addresses.query
        reply = self._post(address, text, "application/sparql-query", accept)
        if reply.status == 400:
            raise BadQuery(f"{address} refused the query: {reply.told}")
        if not reply.granted:
            raise StoreError(
                f"{address} takes no queries ({reply.told}). The address is the one for SPARQL, "
                f"such as http://localhost:7878/query."
            )
        return reply.body

    def _post(self, address: str, text: str, type: str, accept: str = "*/*") -> Reply:
        body = text.encode("utf-8")
        return send("POST", address, body, type=type, accept=accept, timeout=self.timeout)

    def close(self) -> None:
        """Nothing is held open."""
