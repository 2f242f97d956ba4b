"""A server's graphs, each as a whole: the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/ lets GET, PUT and DELETE fetch, replace and remove
the graph that ``?graph=`` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pyoxigraph as ox

from ..errors import StoreError
from .addresses import Addresses
from .terms import Node
from .wire import TIMEOUT, Reply, send

_TYPE = ox.RdfFormat.N_TRIPLES.media_type

_LONGEST = 4000
"""Characters of an address: from 8,000 on Oxigraph 0.5 refuses it, and some proxies from 4,096."""


class GraphStore:
    """The graphs of a server, at one address."""

    def __init__(self, address: str, *, timeout: float = TIMEOUT) -> None:
        self.address = address
        self.timeout = timeout

    def takes(self, graph: Node) -> bool:
        """Tell whether the graph's name is short enough to stand in an address."""
        return len(self._of(graph)) <= _LONGEST

    def get(self, graph: Node) -> Iterator[ox.Quad]:
        """Yield the quads of a graph; of one that is not there, none.

        Raises
        ------
        StoreError
            if the server refuses, or gives something that is no RDF.
        """
        reply = send("GET", self._of(graph), accept=_TYPE, timeout=self.timeout)
        if reply.status == 404:
            return
        self._granted(reply)
        format = ox.RdfFormat.from_media_type(reply.type)
        if format is None:
            raise StoreError(f"{self.address} gave {reply.type} where RDF was expected.")
        try:
            for quad in ox.parse(reply.body, format=format):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        except SyntaxError as error:
            raise StoreError(f"{self.address} gave RDF that cannot be read: {error}") from error

    def put(self, graph: Node, quads: Iterable[ox.Quad]) -> None:
        """Put quads in place of all that the graph holds; raise StoreError if that is refused."""
        body = "".join(f"{quad.triple} .\n" for quad in quads).encode("utf-8")
        self._granted(send("PUT", self._of(graph), body, type=_TYPE, timeout=self.timeout))

    def delete(self, graph: Node) -> None:
        """Remove a graph, if it is there; raise StoreError if that is refused."""
        reply = send("DELETE", self._of(graph), timeout=self.timeout)
        if reply.status != 404:
            self._granted(reply)

    def _of(self, graph: Node) -> str:
        return f"{self.address}?graph={quote(graph.value, safe='')}"

    def _granted(self, reply: Reply) -> None:
        if not reply.granted:
            raise StoreError(f"{self.address} answered {reply.told}")


def find(addresses: Addresses, *, timeout: float = TIMEOUT) -> GraphStore | None:
    """Return the first place that answers as a graph store, or None where a server has none.

    Raises
    ------
    StoreError
        if the user named the place and it is none; the error tells what was tried.
    """
    tried = []
    for address in addresses.graphs:
        reply = send("HEAD", f"{address}?default", timeout=timeout)
        if reply.granted:
            return GraphStore(address, timeout=timeout)
        tried.append(f"HEAD {address}?default was answered {reply.told}")
    if tried and addresses.sure:
        raise StoreError(
            f"There is no graph store: {'; '.join(tried)}. Leave out graphs=, or say graphs=none."
        )
    return None
