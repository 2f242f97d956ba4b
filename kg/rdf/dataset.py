"""Describes a store as a data set: VoID and DCAT, with counts, licence, sources and versions.

There is no date of making in it, so that two builds are the same; whoever publishes a data set
adds when and where.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import BadInput
from ..ontology import GP, RDF
from .terms import DCT, PROV, SCHEMA, VOCABULARIES, XSD, Node, Value, literal, node
from .turtle import turtle

if TYPE_CHECKING:
    from .store import Store

_VOID, _DCAT = VOCABULARIES["void"], VOCABULARIES["dcat"]


def describe_dataset(
    store: Store, *, title: str = "Relations in the news", licence: str | None = None
) -> str:
    """Return the description of a store as Turtle.

    ``licence`` is an IRI; the quotes stay under the terms of their outlets.

    Raises
    ------
    BadInput
        if the licence is no IRI.
    """
    base = store.names.base
    whole = Node(base + "dataset")
    triples: list[ox.Triple] = []

    def say(subject: Node, namespace: str, name: str, value: Value) -> None:
        triples.append(ox.Triple(subject, node(namespace, name), value))

    def count(subject: Node, name: str, number: int) -> None:
        say(subject, _VOID, name, literal(str(number), datatype="integer"))

    quads = list(store.quads())
    say(whole, RDF, "type", node(_VOID, "Dataset"))
    say(whole, RDF, "type", node(_DCAT, "Dataset"))
    say(whole, DCT, "title", literal(title, lang="en"))
    say(whole, _VOID, "uriSpace", literal(base))
    say(whole, _VOID, "feature", Node("http://www.w3.org/ns/formats/TriG"))
    if licence is not None:
        try:
            say(whole, DCT, "license", Node(licence))
        except ValueError as error:
            raise BadInput(f"The licence {licence!a} is no IRI: {error}") from None
    for namespace in (GP, PROV, SCHEMA, VOCABULARIES["skos"]):
        say(
            whole,
            _VOID,
            "vocabulary",
            Node(namespace.rstrip("#") if namespace == GP else namespace),
        )

    classes = Counter(q.object.value for q in quads if _is_type(q) and isinstance(q.object, Node))
    predicates = Counter(q.predicate.value for q in quads)
    count(whole, "triples", len({q.triple for q in quads}))
    count(whole, "distinctSubjects", len({q.subject for q in quads}))
    count(whole, "documents", classes[GP + "Article"])
    count(whole, "classes", len(classes))
    count(whole, "properties", len(predicates))
    for kind, counts, name, number in (
        ("class", classes, "class", "entities"),
        ("property", predicates, "property", "triples"),
    ):
        for iri, total in sorted(counts.items()):
            piece = Node(f"{base}dataset#{kind}-{re.split('[#/]', iri)[-1]}")
            say(whole, _VOID, f"{name}Partition", piece)
            say(piece, _VOID, name, Node(iri))
            count(piece, number, total)
    for quad in quads:
        if quad.predicate.value == SCHEMA + "publisher" and isinstance(quad.object, ox.Literal):
            say(whole, DCT, "source", quad.object)
        elif quad.predicate.value in (GP + "codeVersion", GP + "modelVersion"):
            say(whole, PROV, "wasGeneratedBy", _node(quad.subject))
            say(_node(quad.subject), GP, quad.predicate.value.removeprefix(GP), _value(quad.object))
        elif quad.predicate.value == SCHEMA + "datePublished":
            triples.append(ox.Triple(whole, node(DCT, "temporal"), _value(quad.object)))
    return turtle(_first_and_last(triples, whole), store.names.prefixes)


def _first_and_last(triples: list[ox.Triple], whole: Node) -> list[ox.Triple]:
    """Keep of all the days only the first and the last."""
    temporal = node(DCT, "temporal")
    days = sorted(
        t.object.value
        for t in triples
        if t.predicate == temporal and isinstance(t.object, ox.Literal)
    )
    kept = [t for t in triples if t.predicate != temporal]
    if days:
        span = Node(whole.value + "#period")
        kept.append(ox.Triple(whole, temporal, span))
        for name, day in (("startDate", days[0]), ("endDate", days[-1])):
            value = ox.Literal(day, datatype=node(XSD, "date"))
            kept.append(ox.Triple(span, node(_DCAT, name), value))
    return kept


def _is_type(quad: ox.Quad) -> bool:
    return quad.predicate.value == RDF + "type"


def _node(term: object) -> Node:
    assert isinstance(term, Node)
    return term


def _value(term: object) -> Value:
    assert isinstance(term, Node | ox.Literal)
    return term
