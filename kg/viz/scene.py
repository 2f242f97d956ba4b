"""Statements to what the page draws: actors, links between them, and records to read.

Everything here is plain data that goes into the page as JSON. Nothing is escaped yet.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from kg.model import Actor, Article, Evidence, Statement, Status
from kg.ontology import ontology

__all__ = ["ASSETS", "Link", "Scene", "article_record", "looks", "marked", "scene"]

ASSETS = Path(__file__).resolve().parent / "assets"

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """What is drawn between two actors: all statements of one sign, asserted or not.

    ``first`` and ``second`` are numbers of actors, the smaller first; ``statements`` are numbers
    of statements.
    """

    first: int
    second: int
    sign: int
    asserted: bool
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Numbered actors, statements and articles, and the links to draw.

    ``links`` join the actors as the texts name them, ``state_links`` join their states instead,
    where an actor acts for one. The last actors may be states that no statement names.
    """

    actors: tuple[Actor, ...]
    states: tuple[int | None, ...]
    statements: tuple[Record, ...]
    articles: tuple[Record, ...]
    relations: tuple[Record, ...]
    links: tuple[Link, ...]
    state_links: tuple[Link, ...]

    def sizes(self, links: Iterable[Link]) -> list[float]:
        """Return the radius of each actor: it grows with the number of its statements."""
        involved = [0] * len(self.actors)
        for link in links:
            involved[link.first] += len(link.statements)
            involved[link.second] += len(link.statements)
        return [round(min(8 + 3.2 * sqrt(count), 34), 1) for count in involved]

    def strength(self, link: Link) -> float:
        """Return how much a link says: the strongest statement of each day, summed."""
        days: dict[str, float] = {}
        for n in link.statements:
            record = self.statements[n]
            mass = abs(record["weight"]) * record["confidence"]
            days[record["day"]] = max(mass, days.get(record["day"], 0.0))
        return sum(days[day] for day in sorted(days))

    def strongest(self, links: Iterable[Link], count: int) -> list[Link]:
        """Return the links that a large network opens with; structure is none of them."""
        signed = [link for link in links if link.sign and link.asserted]
        ranked = sorted(signed, key=lambda link: (-self.strength(link), link.first, link.second))
        return ranked[:count]


def scene(statements: Iterable[Statement], articles: Iterable[Article] = ()) -> Scene:
    """Return what to draw, in an order that does not depend on the order of the input."""
    said = sorted({s.id: s for s in statements}.values(), key=lambda s: (s.article, s.id))
    known = {a.id: a for a in articles}
    cited = sorted({s.article for s in said})
    actors = _actors(said)
    number = {actor.id: n for n, actor in enumerate(actors)}
    states = _states(actors)
    actors += [
        Actor(f"state:{label}", label, "State")
        for label in sorted({of for of in states if isinstance(of, str)})
    ]
    label_number = {actor.label: n for n, actor in enumerate(actors) if actor.type == "State"}
    acts_for = [label_number[of] if isinstance(of, str) else of for of in states]
    acts_for += [None] * (len(actors) - len(acts_for))
    relations = sorted({s.relation.name: s.relation for s in said}.items())
    relation_number = {name: n for n, (name, _) in enumerate(relations)}
    article_number = {article: n for n, article in enumerate(cited)}

    ends = [(number[s.subject.id], number[s.object.id]) for s in said]
    top = [n if state is None else state for n, state in enumerate(acts_for)]
    raised = [(top[first], top[second]) for first, second in ends]
    return Scene(
        actors=tuple(actors),
        states=tuple(acts_for),
        statements=tuple(
            _record(
                s,
                subject=subject,
                object=object,
                relation=relation_number[s.relation.name],
                article=article_number[s.article],
                published=_published(known.get(s.article)),
            )
            for s, (subject, object) in zip(said, ends, strict=True)
        ),
        articles=tuple(article_record(known.get(name), name) for name in cited),
        relations=tuple(
            {
                "name": relation.name,
                "label": relation.label,
                "sign": relation.sign,
                "symmetric": relation.symmetric,
                "definition": relation.definition,
            }
            for _, relation in relations
        ),
        links=_links(said, ends),
        state_links=_links(said, raised),
    )


@cache
def looks() -> tuple[Record, ...]:
    """Return how actors are drawn: families of classes with their shapes and colours."""
    return tuple(json.loads((ASSETS / "looks.json").read_text(encoding="utf-8")))


@cache
def family(type_name: str) -> int:
    """Return the number of the first family in looks.json that a class belongs to."""
    above = ontology().parents.get(type_name, frozenset())
    for n, look in enumerate(looks()):
        if above & set(look["classes"]):
            return n
    return len(looks()) - 1


def words_of(type_name: str) -> str:
    """Return a class name as words.

    >>> words_of("InternationalOrganisation")
    'international organisation'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type_name).lower()


def _actors(said: list[Statement]) -> list[Actor]:
    """Each actor once, with all its names, in order of ids."""
    seen: dict[str, list[Actor]] = defaultdict(list)
    for statement in said:
        for actor in (statement.subject, statement.object):
            seen[actor.id].append(actor)
    return [
        Actor(
            id=name,
            label=same[0].label,
            type=same[0].type,
            qid=next((a.qid for a in same if a.qid), None),
            of=next((a.of for a in same if a.of), None),
            names=tuple(
                sorted({f for a in same for f in a.names if _is_name(f)} - {same[0].label})
            ),
        )
        for name, same in sorted(seen.items())
    ]


def _is_name(form: str) -> bool:
    """Of the words that stand for an actor, pronouns and descriptions are no names of it.

    >>> [form for form in ("Ankara", "its", "US", "the Turkish leader", "It") if _is_name(form)]
    ['Ankara', 'US']
    """
    return form[:1].isupper() and (len(form) > 3 or form.isupper())


def _states(actors: list[Actor]) -> list[int | str | None]:
    """For each actor the number of the state it acts for, its label if that has no number."""
    by_label = {a.label: n for n, a in enumerate(actors) if a.type == "State"}
    acting = [look["family"] in ("State organ", "Person") for look in looks()]
    return [
        by_label.get(actor.of, actor.of) if actor.of and acting[family(actor.type)] else None
        for actor in actors
    ]


def _links(said: list[Statement], ends: Iterable[tuple[int, int]]) -> tuple[Link, ...]:
    grouped: dict[tuple[int, int, int, bool], list[int]] = defaultdict(list)
    for n, (statement, pair) in enumerate(zip(said, ends, strict=True)):
        first, second = sorted(pair)
        if first != second:
            weight = statement.weight or 0.0
            sign = (weight > 0) - (weight < 0)
            grouped[first, second, sign, statement.status is Status.asserted].append(n)
    return tuple(Link(*key, tuple(found)) for key, found in sorted(grouped.items()))


def _record(
    statement: Statement,
    *,
    subject: int,
    object: int,
    relation: int,
    article: int,
    published: str | None,
) -> Record:
    time, speaker, place = statement.time, statement.speaker, statement.place
    record = {
        "id": statement.id,
        "subject": subject,
        "relation": relation,
        "object": object,
        "status": statement.status.value,
        "article": article,
        "words": marked(statement.evidence),
        "confidence": round(statement.confidence, 3),
        "weight": statement.weight,
        "months": months(statement, published),
        "day": _day(statement, published),
    }
    if time and (time.start or time.end):
        record["time"] = [time.start, time.end]
    if speaker:
        record["speaker"] = speaker.label
    if place:
        record["place"] = place.label
    if statement.rule:
        record["rule"] = statement.rule
    return record


def marked(evidence: Evidence) -> list[list[str]]:
    """Cut a passage into pieces: ``[text]``, or ``[text, role]`` for subject, trigger and object.

    Pieces are cut here because JavaScript counts characters otherwise than Python.

    >>> marked(Evidence(10, 22, "A attacked B", subject=(10, 11), trigger=(12, 20)))
    [['A', 'subject'], [' '], ['attacked', 'trigger'], [' B']]
    """
    spans = sorted(
        (span[0] - evidence.start, span[1] - evidence.start, role)
        for role, span in (
            ("subject", evidence.subject),
            ("trigger", evidence.trigger),
            ("object", evidence.object),
        )
        if span
    )
    pieces, here, text = [], 0, evidence.text
    for start, end, role in spans:
        if here <= start < end <= len(text):  # a span that overlaps the last one stays unmarked
            pieces += [[text[here:start]], [text[start:end], role]]
            here = end
    return [piece for piece in [*pieces, [text[here:]]] if piece[0]]


def months(statement: Statement, published: str | None) -> list[int] | None:
    """Return the first and the last month, counted from the year 0, or None without any date.

    A state that is not said to be over held until the article was published.
    """
    time = statement.time
    start = (time and (time.start or time.end)) or published
    if not start:
        return None
    end = (time and time.end) or start
    if statement.relation.kind != "event" and time and not time.end and not time.historical:
        end = max(end, published or end)
    first, last = _month(start, 1), _month(end, 12)
    return None if first is None or last is None else [first, max(first, last)]


def _day(statement: Statement, published: str | None) -> str:
    """All that is said of one pair on one day is one event."""
    time = statement.time
    if time and (time.start or time.end):
        return f"{time.start or ''}/{time.end or ''}"
    return published or statement.article


def _month(moment: str, default: int) -> int | None:
    match = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:-[0-9]{2})?", moment)
    return int(match[1]) * 12 + int(match[2] or default) - 1 if match else None


def _published(article: Article | None) -> str | None:
    return article.published.isoformat() if article and article.published else None


def article_record(article: Article | None, name: str) -> Record:
    """Return what a page says of an article; only addresses of the web are kept."""
    if article is None:
        return {"id": name}
    about: Mapping[str, str | None] = {
        "id": name,
        "title": article.title,
        "source": article.source,
        "published": _published(article),
        "url": article.url if _is_web(article.url) else None,
    }
    return {key: value for key, value in about.items() if value}


def _is_web(url: str | None) -> bool:
    return bool(url) and bool(re.match(r"https?://[^\s/]", url or "", re.IGNORECASE))
