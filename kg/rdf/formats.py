"""The other formats: JSON-LD, RDF/XML for old tools, RDF 1.2 with triple terms."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from ..ontology import RDF
from .terms import XSD, Names, Node, node
from .turtle import Abbreviator, blocks, header


def context(names: Names) -> dict[str, object]:
    """Return the JSON-LD context: the prefixes, and nothing that would change a value."""
    return {"@context": {"@version": 1.1, **dict(sorted(names.prefixes.items()))}}


def as_jsonld(quads: Iterable[ox.Quad], names: Names) -> str:
    """All graphs as JSON-LD, in a fixed order, with the context inside: nothing is fetched."""
    short = Abbreviator(names.prefixes)
    graphs: dict[str, dict[str, dict[str, list[object]]]] = {}
    for quad in sorted(quads, key=str):
        name = _id(quad.graph_name, short)
        about = graphs.setdefault(name, {}).setdefault(_id(quad.subject, short), {})
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, Node):
            about.setdefault("@type", []).append(_id(quad.object, short))
        else:
            predicate = _id(quad.predicate, short)
            about.setdefault(predicate, []).append(_value(quad.object, short))
    whole = {
        **context(names),
        "@graph": [
            {"@id": name, "@graph": [{"@id": id, **about} for id, about in nodes.items()]}
            for name, nodes in sorted(graphs.items())
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _id(term: object, short: Abbreviator) -> str:
    return short(term).strip("<>") if isinstance(term, Node) else str(term)


def _value(term: object, short: Abbreviator) -> object:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term, short)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _id(term.datatype, short)}


# What XML 1.0 cannot hold at all, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_rdfxml(quads: Iterable[ox.Quad], names: Names) -> str:
    """All triples as RDF/XML, which knows no graphs. Control characters, which XML cannot hold,
    become the replacement character U+FFFD: for a copy without loss take another format.
    """
    triples = {
        ox.Triple(q.subject, q.predicate, _without_control(q.object))
        for q in quads
        if not isinstance(q.object, ox.Triple)
    }
    text = ox.serialize(
        sorted(triples, key=str), format=ox.RdfFormat.RDF_XML, prefixes=dict(names.prefixes)
    )
    assert text is not None
    return text.decode("utf-8")


def _without_control(term: object) -> Node | ox.BlankNode | ox.Literal:
    if isinstance(term, ox.Literal) and _NO_XML.search(term.value):
        text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", term.value)
        if term.language:
            return ox.Literal(text, language=term.language)
        return ox.Literal(text, datatype=term.datatype)
    assert isinstance(term, Node | ox.BlankNode | ox.Literal)
    return term


def as_turtle12(quads: Iterable[ox.Quad], names: Names) -> str:
    """All triples as RDF 1.2 Turtle: ``rdf:reifies <<( s p o )>>`` for rdf:subject and the rest."""
    short = Abbreviator(names.prefixes)
    body = "\n".join(blocks(reified(quads), short))
    return f'VERSION "1.2"\n{header(short)}\n{body}'


def reified(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads with each RDF 1.1 reification as a triple term."""
    parts: Mapping[str, Node] = {end: node(RDF, end) for end in ("subject", "predicate", "object")}
    by_node: dict[object, dict[Node, ox.Quad]] = defaultdict(dict)
    kept: list[ox.Quad] = []
    for quad in quads:
        if quad.predicate in parts.values():
            by_node[quad.subject, quad.graph_name][quad.predicate] = quad
        else:
            kept.append(quad)
    for found in by_node.values():
        if len(found) < len(parts):
            kept += found.values()
            continue
        subject, predicate, object = (found[part].object for part in parts.values())
        assert isinstance(subject, Node) and isinstance(predicate, Node)
        term = ox.Triple(subject, predicate, object)
        first = found[parts["subject"]]
        kept.append(ox.Quad(first.subject, node(RDF, "reifies"), term, first.graph_name))
    return kept
