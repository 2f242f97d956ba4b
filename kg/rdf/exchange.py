"""rdflib in and out: the interface for people, and what SHACL runs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.term import Node as RdflibNode

from .terms import XSD, Node

if TYPE_CHECKING:
    from .store import Store


def to_rdflib(store: Store) -> rdflib.Dataset:
    """Return a copy of a store as an rdflib Dataset: one graph for each of its graphs."""
    dataset = rdflib.Dataset()
    graphs: dict[str, rdflib.Graph] = {}
    for quad in store.quads():
        name = str(getattr(quad.graph_name, "value", ""))
        if name not in graphs:
            graphs[name] = dataset.graph(rdflib.URIRef(name))
        graphs[name].add(
            (
                to_rdflib_term(quad.subject),
                to_rdflib_term(quad.predicate),
                to_rdflib_term(quad.object),
            )
        )
    for prefix, namespace in store.names.prefixes.items():
        dataset.bind(prefix, namespace)
    return dataset


def from_rdflib(graph: rdflib.Dataset | rdflib.Graph) -> Iterator[ox.Quad]:
    """Yield the quads of an rdflib graph; blank nodes, which kg never writes, are left out."""
    quads: Iterable[tuple[object, ...]] = (
        graph.quads() if isinstance(graph, rdflib.Dataset) else ((*t, None) for t in graph)
    )
    for subject, predicate, object, context in quads:
        name = getattr(context, "identifier", context)
        s, o = from_rdflib_term(subject), from_rdflib_term(object)
        if isinstance(s, Node) and o is not None:
            where = Node(str(name)) if isinstance(name, rdflib.URIRef) and ":" in name else None
            known = ox.DefaultGraph() if where is None or _is_default(where) else where
            yield ox.Quad(s, Node(str(predicate)), o, known)


def _is_default(name: Node) -> bool:
    return name.value == "urn:x-rdflib:default"


def to_rdflib_term(term: object) -> RdflibNode:
    """Return a term of Oxigraph as one of rdflib, with its text as it stands."""
    if isinstance(term, Node):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == XSD + "string":
            return rdflib.Literal(term.value)
        return rdflib.Literal(
            term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
        )
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    raise TypeError(f"rdflib has no term for {term!r}")


def from_rdflib_term(term: object) -> Node | ox.Literal | None:
    """Return a term of rdflib as one of Oxigraph; a plain string and xsd:string are one."""
    if isinstance(term, rdflib.URIRef):
        return Node(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        if term.datatype is None or str(term.datatype) == XSD + "string":
            return ox.Literal(str(term))
        return ox.Literal(str(term), datatype=Node(str(term.datatype)))
    return None
