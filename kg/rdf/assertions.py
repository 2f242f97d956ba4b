"""An article and its statements ↔ the quads of one named graph.

The graph holds the article, which run read it, one *mention* for each actor that the article
names, and one *assertion* for each statement. It says everything that a statement knows, so that
reading it back gives the statement again, and dropping it forgets the article.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import pyoxigraph as ox

from ..errors import BadStatement, UnknownType, nearest
from ..model import Actor, Article, Evidence, Span, Statement, Status
from ..ontology import GP, RDF, RDFS, ontology
from .facts import is_allegation
from .terms import (
    DCT,
    PROV,
    SCHEMA,
    Names,
    Node,
    Run,
    Value,
    date_literal,
    half_a_character,
    literal,
    node,
)

STATUS = {
    Status.asserted: ("affirmed", "actual"),
    Status.negated: ("negated", "actual"),
    Status.planned: ("affirmed", "future"),
    Status.possible: ("affirmed", "possible"),
    Status.conditional: ("affirmed", "conditional"),
    Status.requested: ("affirmed", "requested"),
}
"""Each status as affirmation and modality."""

_Said = tuple[Node, Value]
_TYPE = node(RDF, "type")
_IDENTIFIER = node(DCT, "identifier")
_LABEL = node(RDFS, "label")


def to_quads(
    names: Names,
    article: Article,
    statements: Iterable[Statement],
    run: Run,
    digest: str | None = None,
) -> set[ox.Quad]:
    """Return the graph of one article; ``digest`` is that of its text, where the text is gone.

    Raises
    ------
    BadStatement
        if a statement is of another article, or holds what RDF cannot: half a surrogate pair, a
        date that is none, a weight that is no number.
    UnknownType
        if a speaker or a place is of a type that geo.ttl does not define.
    """
    try:
        kept = _once(article, statements)
    except UnicodeEncodeError:
        raise half_a_character(article.id) from None
    graph, about, made_by = names.graph(article.id), names.article(article.id), names.run(run)
    quads: set[ox.Quad] = set()

    def say(subject: Node, predicate: Node, value: Value) -> None:
        quads.add(ox.Quad(subject, predicate, value, graph))

    for predicate, value in _article_values(article, digest):
        say(about, predicate, value)
    say(made_by, node(PROV, "used"), about)

    variants = _variants(kept)
    for (id, label, type), (variant, seen) in variants.items():
        mention = names.mention(article.id, id, variant)
        say(mention, node(GP, "inArticle"), about)
        say(mention, node(GP, "actor"), names.actor(id))
        for predicate, value in _mention_values(id, label, type, seen):
            say(mention, predicate, value)

    for statement, variant in _numbered(kept):
        assertion = names.assertion(statement.id, variant)
        say(assertion, node(PROV, "wasDerivedFrom"), about)
        say(assertion, node(PROV, "wasGeneratedBy"), made_by)
        for predicate, value in _assertion_values(names, statement):
            say(assertion, predicate, value)
        for role, actor in _roles(statement):
            number = variants[_naming(actor)][0]
            if number > 1:
                mention = names.mention(article.id, actor.id, number)
                say(assertion, node(GP, role + "Mention"), mention)
    return quads


def _once(article: Article, statements: Iterable[Statement]) -> list[Statement]:
    """Each statement once, in order: of equal ones, that with the highest confidence."""
    best: dict[Statement, Statement] = {}
    for statement in statements:
        if statement.article != article.id:
            raise BadStatement(
                f"A statement of the article {statement.article!a} was given with {article.id!a}."
            )
        for actor in (a for _, a in _roles(statement)):
            if actor.type not in ontology().parents:
                raise UnknownType(
                    f"'{actor.label}' is of the type '{actor.type}', which geo.ttl does not "
                    f"define.{nearest(actor.type, ontology().parents)}"
                )
        known = best.get(statement)
        if known is None or _rank(statement) > _rank(known):
            best[statement] = statement
    return sorted(best.values(), key=lambda s: (s.id, repr(s)))


def _rank(statement: Statement) -> tuple[float, float, str]:
    return statement.confidence, statement.weight or 0.0, statement.rule


def _numbered(statements: Iterable[Statement]) -> Iterator[tuple[Statement, int]]:
    """Number those statements that share an id though they differ (in their time, say)."""
    count: dict[str, int] = defaultdict(int)
    for statement in statements:
        count[statement.id] += 1
        yield statement, count[statement.id]


def _roles(statement: Statement) -> Iterator[tuple[str, Actor]]:
    yield "subject", statement.subject
    yield "object", statement.object
    if statement.speaker:
        yield "speaker", statement.speaker
    if statement.place:
        yield "place", statement.place


def _naming(actor: Actor) -> tuple[str, str, str]:
    return actor.id, actor.label, actor.type


def _variants(
    statements: Iterable[Statement],
) -> dict[tuple[str, str, str], tuple[int, list[Actor]]]:
    """The actors of an article. One that it labels or types in two ways has two mentions."""
    seen: dict[tuple[str, str, str], list[Actor]] = defaultdict(list)
    for statement in statements:
        for _, actor in _roles(statement):
            seen[_naming(actor)].append(actor)
    numbered, count = {}, defaultdict[str, int](int)
    for naming in sorted(seen):
        count[naming[0]] += 1
        numbered[naming] = (count[naming[0]], seen[naming])
    return numbered


def _article_values(article: Article, digest: str | None) -> Iterator[_Said]:
    yield _TYPE, node(GP, "Article")
    yield _IDENTIFIER, literal(article.id)
    yield node(SCHEMA, "inLanguage"), literal("en")
    if article.text or digest:
        yield node(GP, "textSha256"), literal(digest or article.digest)
    if article.title is not None:
        yield node(SCHEMA, "headline"), literal(article.title)
    if article.published is not None:
        yield node(SCHEMA, "datePublished"), date_literal(article.published.isoformat())
    if article.url is not None:
        yield node(SCHEMA, "url"), _web_address(article.url)
    if article.source is not None:
        yield node(SCHEMA, "publisher"), literal(article.source)


def _web_address(url: str) -> Value:
    """An IRI when the address is a sound one of the web, else the words as they stand."""
    if re.match(r"https?://[\w.-]+(:\d+)?(/|$)", url, re.ASCII):
        try:
            return Node(url)
        except ValueError:
            pass
    return literal(url)


def _mention_values(id: str, label: str, type: str, seen: Sequence[Actor]) -> Iterator[_Said]:
    yield _IDENTIFIER, literal(id)
    yield _LABEL, literal(label, lang="en")
    yield node(GP, "actorType"), node(GP, type)
    for name in {name for actor in seen for name in actor.names}:
        yield node(GP, "mentionedAs"), literal(name, lang="en")
    for qid in sorted({actor.qid for actor in seen if actor.qid})[:1]:
        yield node(GP, "qid"), literal(qid)
    for state in sorted({actor.of for actor in seen if actor.of is not None})[:1]:
        yield node(GP, "ofName"), literal(state, lang="en")


def _assertion_values(names: Names, statement: Statement) -> Iterator[_Said]:
    relation, evidence, time = statement.relation, statement.evidence, statement.time
    subject, object = names.actor(statement.subject.id), names.actor(statement.object.id)
    affirmation, modality = STATUS[statement.status]
    yield _TYPE, node(GP, "Assertion")
    yield node(RDF, "subject"), subject
    yield node(RDF, "predicate"), node(GP, relation.name)
    yield node(RDF, "object"), object
    yield node(GP, "claim"), names.claim_of(subject, relation, object)
    yield node(GP, "affirmation"), node(GP, affirmation)
    yield node(GP, "modality"), node(GP, modality)
    yield node(GP, "weight"), _decimal(statement.weight or 0.0)
    yield node(GP, "confidence"), _decimal(statement.confidence)
    yield node(GP, "quote"), literal(evidence.text)
    yield node(GP, "charStart"), literal(str(evidence.start), datatype="integer")
    yield node(GP, "charEnd"), literal(str(evidence.end), datatype="integer")
    for name, span in (
        ("subjectAt", evidence.subject),
        ("triggerAt", evidence.trigger),
        ("objectAt", evidence.object),
    ):
        if span is not None:
            yield node(GP, name), literal(f"char={span[0]},{span[1]}")
    if evidence.trigger is not None:
        yield from _trigger(evidence, evidence.trigger)
    if statement.speaker is not None:
        yield node(GP, "attributedTo"), names.actor(statement.speaker.id)
        if is_allegation(statement):
            yield node(GP, "allegation"), literal("true", datatype="boolean")
    if statement.place is not None:
        yield node(GP, "place"), names.actor(statement.place.id)
    if time is not None:
        yield node(GP, "historical"), literal(str(time.historical).lower(), datatype="boolean")
        if time.start is not None:
            yield node(GP, "start"), date_literal(time.start)
        if time.end is not None:
            yield node(GP, "end"), date_literal(time.end)
    if statement.rule:
        yield node(GP, "rule"), literal(statement.rule)


def _trigger(evidence: Evidence, span: Span) -> Iterator[_Said]:
    """The words of the trigger, where they lie inside the passage."""
    first, last = span[0] - evidence.start, span[1] - evidence.start
    if 0 <= first <= last <= len(evidence.text):
        yield node(GP, "trigger"), literal(evidence.text[first:last])


def _decimal(number: float) -> ox.Literal:
    if not math.isfinite(number):
        raise BadStatement(f"A weight or a confidence is {number}, which is no decimal number.")
    # Without trailing zeros, as Oxigraph writes decimals itself; and no minus zero.
    text = f"{Decimal(repr(number + 0.0)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return literal("0" if text == "-0" else text, datatype="decimal")
