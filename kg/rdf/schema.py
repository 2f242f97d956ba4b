"""What a store knows of geo.ttl: its classes and relations, without the blank nodes of OWL."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from ..ontology import home
from .terms import Node

FILES = ("geo.ttl", "plover.ttl", "cameo.ttl")


@cache
def _triples() -> frozenset[ox.Triple]:
    held = ox.Store()  # which writes 0.5 for 0.50, as every store then does
    for name in FILES:
        path = home() / name
        if path.exists():
            held.load(path=str(path))
    return frozenset(
        quad.triple
        for quad in held
        if not isinstance(quad.subject, ox.BlankNode | ox.Triple)
        and not isinstance(quad.object, ox.BlankNode | ox.Triple)
    )


def ontology_quads(graph: Node) -> set[ox.Quad]:
    """Return the ontology as quads of one graph, unions of classes left out."""
    return {ox.Quad(t.subject, t.predicate, t.object, graph) for t in _triples()}
