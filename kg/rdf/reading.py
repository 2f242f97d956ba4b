"""The quads of articles → statements again: the way back from :mod:`kg.rdf.assertions`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pyoxigraph as ox

from ..errors import BadStatement
from ..model import Actor, Article, Evidence, Relation, Span, Statement, Status, TimeSpan
from ..ontology import GP, RDF, RDFS, ontology
from .assertions import STATUS
from .terms import DCT, PROV, SCHEMA, Node, Value

About = Mapping[str, Mapping[str, Sequence[Value]]]
"""Subject, then predicate, then values: what some quads say, looked up by IRI."""

_STATUS_OF = {pair: status for status, pair in STATUS.items()}


def index(quads: Iterable[ox.Quad | ox.Triple]) -> About:
    """Return what the quads say, whatever graph they stand in."""
    about: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, Node) and isinstance(quad.object, Node | ox.Literal):
            about[quad.subject.value][quad.predicate.value].append(quad.object)
    return about


def from_quads(
    about: About, relations: Mapping[str, Relation] | None = None
) -> Iterator[Statement]:
    """Yield the statements of the assertions that were indexed, in order of their IRIs.

    Raises
    ------
    BadStatement
        if an assertion lacks what every statement has.
    """
    relations = relations if relations is not None else ontology().relations
    mentions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in sorted(iri for iri, known in about.items() if GP + "actor" in known):
        article, actor = about[iri].get(GP + "inArticle"), about[iri][GP + "actor"][0]
        if article:
            mentions[article[0].value, actor.value].append(iri)

    for iri in sorted(about):
        known = about[iri]
        if GP + "claim" not in known:
            continue
        try:
            yield _read(iri, known, about, mentions, relations)
        except (KeyError, IndexError, ValueError) as error:
            raise BadStatement(f"The assertion <{iri}> cannot be read: {error!r}") from error


def _read(
    iri: str,
    known: Mapping[str, Sequence[Value]],
    about: About,
    mentions: Mapping[tuple[str, str], Sequence[str]],
    relations: Mapping[str, Relation],
) -> Statement:
    article = known[PROV + "wasDerivedFrom"][0].value

    def one(name: str) -> str | None:
        values = known.get(GP + name)
        return values[0].value if values else None

    def span(name: str) -> Span | None:
        text = one(name)
        if text is None:
            return None
        first, last = text.removeprefix("char=").split(",")
        return int(first), int(last)

    def actor(role: str, predicate: str) -> Actor | None:
        values = known.get(predicate)
        if not values:
            return None
        mention = one(role + "Mention") or mentions[article, values[0].value][0]
        return actor_of(about[mention])

    subject, object = actor("subject", RDF + "subject"), actor("object", RDF + "object")
    if subject is None or object is None:
        raise BadStatement(f"The assertion <{iri}> has no subject or no object.")
    name = known[RDF + "predicate"][0].value.removeprefix(GP)
    return Statement(
        article=about[article][DCT + "identifier"][0].value,
        subject=subject,
        relation=relations[name],
        object=object,
        evidence=Evidence(
            int(known[GP + "charStart"][0].value),
            int(known[GP + "charEnd"][0].value),
            known[GP + "quote"][0].value,
            span("subjectAt"),
            span("triggerAt"),
            span("objectAt"),
        ),
        status=status_of(known),
        speaker=actor("speaker", GP + "attributedTo"),
        time=time_of(known),
        place=actor("place", GP + "place"),
        weight=float(known[GP + "weight"][0].value),
        confidence=float(known[GP + "confidence"][0].value),
        rule=one("rule") or "",
    )


def status_of(known: Mapping[str, Sequence[Value]]) -> Status:
    """Return the status that an assertion's affirmation and modality stand for."""
    return _STATUS_OF[
        known[GP + "affirmation"][0].value.removeprefix(GP),
        known[GP + "modality"][0].value.removeprefix(GP),
    ]


def time_of(known: Mapping[str, Sequence[Value]]) -> TimeSpan | None:
    """Return when an assertion says that its relation held or happened."""
    historical = known.get(GP + "historical")
    if not historical:
        return None
    start, end = known.get(GP + "start"), known.get(GP + "end")
    return TimeSpan(
        start[0].value if start else None,
        end[0].value if end else None,
        historical[0].value in ("true", "1"),
    )


def actor_of(mention: Mapping[str, Sequence[Value]]) -> Actor:
    """Return the actor that a mention shows."""
    qid, state = mention.get(GP + "qid"), mention.get(GP + "ofName")
    return Actor(
        id=mention[DCT + "identifier"][0].value,
        label=mention[RDFS + "label"][0].value,
        type=mention[GP + "actorType"][0].value.removeprefix(GP),
        qid=qid[0].value if qid else None,
        of=state[0].value if state else None,
        names=tuple(sorted(value.value for value in mention.get(GP + "mentionedAs", ()))),
    )


def read_article(known: Mapping[str, Sequence[Value]]) -> Article:
    """Return what a graph says of its article; the text is not kept, only the quotes are."""

    def one(predicate: str) -> str | None:
        values = known.get(predicate)
        return values[0].value if values else None

    published = one(SCHEMA + "datePublished")
    return Article(
        id=one(DCT + "identifier") or "",
        text="",
        title=one(SCHEMA + "headline"),
        published=date.fromisoformat(published) if published else None,
        url=one(SCHEMA + "url"),
        source=one(SCHEMA + "publisher"),
    )
