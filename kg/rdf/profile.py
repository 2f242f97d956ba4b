"""The full profile: the same statements in the words of Web Annotation, SEM and OWL-Time.

The store keeps offsets and quotes as literals on the assertion (the lean profile). For tools that
know the W3C vocabularies this spells them out on export: selectors for the evidence, and an event
with its actors, place and time, shared by all assertions that tell of the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ..ontology import GP, PLOVER, RDF, ontology
from .reading import About, index, time_of
from .terms import PROV, VOCABULARIES, Names, Node, Value, literal, node, part

_OA, _SEM, _TIME = VOCABULARIES["oa"], VOCABULARIES["sem"], VOCABULARIES["time"]
_TYPE = node(RDF, "type")
_Said = tuple[Node, Node, Value]


def expand(quads: Iterable[ox.Quad], names: Names) -> Iterator[ox.Quad]:
    """Yield the quads, and after them what the full profile adds."""
    known = list(quads)
    yield from known
    by_graph: dict[object, list[ox.Quad]] = {}
    for quad in known:
        by_graph.setdefault(quad.graph_name, []).append(quad)
    added: set[ox.Quad] = set()
    for graph, mine in by_graph.items():
        about = index(mine)
        for iri in [iri for iri, found in about.items() if GP + "claim" in found]:
            for subject, predicate, value in _assertion(iri, about, names):
                assert isinstance(graph, Node | ox.BlankNode | ox.DefaultGraph)
                added.add(ox.Quad(subject, predicate, value, graph))
    yield from sorted(added, key=str)


def _assertion(iri: str, about: About, names: Names) -> Iterator[_Said]:
    known, assertion = about[iri], Node(iri)
    article = known[PROV + "wasDerivedFrom"][0]
    quote = known[GP + "quote"][0].value
    start, end = (int(known[GP + p][0].value) for p in ("charStart", "charEnd"))
    spans = [("evidence", start, end)]
    for role in ("subject", "trigger", "object"):
        for at in known.get(f"{GP}{role}At", ()):
            offsets = at.value.removeprefix("char=").split(",")
            spans.append((f"{role}Span", int(offsets[0]), int(offsets[1])))
    for name, first, last in spans:
        words = quote[first - start : last - start] if start <= first <= last <= end else None
        yield from _selected(assertion, name, article, first, last, words)
    yield from _event(assertion, about, names)


def _selected(
    assertion: Node, name: str, article: Value, first: int, last: int, words: str | None
) -> Iterator[_Said]:
    """Some words of the article, by position and by quotation."""
    target = part(assertion, name)
    position = part(target, "position")
    yield assertion, node(GP, name), target
    yield target, _TYPE, node(_OA, "SpecificResource")
    yield target, node(_OA, "hasSource"), article
    yield target, node(_OA, "hasSelector"), position
    yield position, _TYPE, node(_OA, "TextPositionSelector")
    for predicate, offset in (("start", first), ("end", last)):
        yield position, node(_OA, predicate), literal(str(offset), datatype="integer")
    if words is not None:
        quotation = part(target, "quote")
        yield target, node(_OA, "hasSelector"), quotation
        yield quotation, _TYPE, node(_OA, "TextQuoteSelector")
        yield quotation, node(_OA, "exact"), literal(words)


def _event(assertion: Node, about: About, names: Names) -> Iterator[_Said]:
    """The event that an assertion describes, when it is of one and its time or place is known."""
    known = about[assertion.value]
    name = known[RDF + "predicate"][0].value.removeprefix(GP)
    relation = ontology().relations.get(name)
    time, place = time_of(known), known.get(GP + "place", ())
    if relation is None or relation.kind != "event" or not (place or (time and time.start)):
        return
    subject, object = (known[RDF + end][0] for end in ("subject", "object"))
    start = time.start if time and time.start else ""
    parts = [name, *sorted((subject.value, object.value)), start, *(p.value for p in place)]
    event = names.event(*parts)
    yield assertion, node(GP, "describes"), event
    yield event, _TYPE, node(GP, "Event")
    yield event, node(GP, "agent"), subject
    yield event, node(GP, "target"), object
    for actor in (subject, object):
        yield event, node(_SEM, "hasActor"), actor
    if relation.plover:
        yield event, node(_SEM, "eventType"), node(PLOVER, relation.plover)
    for where in place:
        yield event, node(_SEM, "hasPlace"), where
    if start:
        when = part(event, "time")
        yield event, node(_SEM, "hasTime"), when
        end = time.end if time and time.end else start
        if start == end and len(start) == 10:
            yield when, _TYPE, node(_TIME, "Instant")
            yield when, node(_TIME, "inXSDDate"), literal(start, datatype="date")
            return
        yield when, _TYPE, node(_TIME, "ProperInterval")
        for predicate, day in (
            ("hasBeginning", start + "-01-01"[len(start) - 4 :]),
            ("hasEnd", _last_day(end)),
        ):
            instant = part(when, predicate)
            yield when, node(_TIME, predicate), instant
            yield instant, _TYPE, node(_TIME, "Instant")
            yield instant, node(_TIME, "inXSDDate"), literal(day, datatype="date")


def _last_day(day: str) -> str:
    """The last day of a year or month."""
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        return f"{day}-{days[month - 1]}"
    return day
