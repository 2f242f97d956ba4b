"""The types that flow between the rooms: Article, Actor, Relation, Evidence, Statement.

All are frozen, hashable and know their JSON form. The JSON form of a statement is a public
format (one statement a line in ``statements.jsonl``); its version is :data:`FORMAT`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from .errors import BadStatement, WrongEnd, nearest

FORMAT = 1
"""Version of the statement record; it changes when a key changes its name or meaning."""

Span = tuple[int, int]
"""Start and end of some words, as character offsets into the article's text."""


class Status(StrEnum):
    """What the text commits to. Only ``asserted`` statements may become plain triples."""

    asserted = "asserted"
    negated = "negated"
    planned = "planned"
    possible = "possible"
    conditional = "conditional"
    requested = "requested"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. ``text`` is kept as given: every offset in the project counts in it.

    ``furniture`` are the parts of the text that are no prose of the article: bylines, credits,
    cookie notices, links to other stories.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    source: str | None = None
    furniture: tuple[Span, ...] = field(default=(), compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the normalised text: copies of one wire report share it."""
        return text_digest(self.text)


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """Somebody or something that can stand at an end of a statement, places and wars included.

    ``id`` is short (``actor:FRA``); ``type`` names a class of geo.ttl; ``of`` is the label of the
    state that an organ, army or office-holder acts for; ``names`` are the words that stand for
    the actor in the article at hand, and are no part of its identity.
    """

    id: str
    label: str
    type: str
    qid: str | None = field(default=None, compare=False)
    of: str | None = field(default=None, compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def state(self) -> str | None:
        """The label of the state that this is, or acts for or lies in."""
        return self.label if self.type == "State" else self.of


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of geo.ttl. ``domain`` and ``range`` are closed over subclasses."""

    name: str
    label: str
    definition: str = field(compare=False, repr=False)
    domain: frozenset[str] = field(compare=False, repr=False)
    range: frozenset[str] = field(compare=False, repr=False)
    symmetric: bool = field(default=False, compare=False, repr=False)
    inverse: str | None = field(default=None, compare=False, repr=False)
    ancestors: tuple[str, ...] = field(default=(), compare=False, repr=False)
    weight: float = field(default=0.0, compare=False, repr=False)
    kind: str = field(default="event", compare=False, repr=False)
    political: bool = field(default=True, compare=False, repr=False)
    plover: str | None = field(default=None, compare=False, repr=False)
    cameo: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def sign(self) -> int:
        """+1 for cooperation, -1 for conflict, 0 for neither."""
        return (self.weight > 0) - (self.weight < 0)


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words of an article that say so.

    ``text`` is always ``article.text[start:end]``; ``subject``, ``trigger`` and ``object`` are the
    words that name the ends and the relation there, or None when nothing in the passage does.
    """

    start: int
    end: int
    text: str
    subject: Span | None = None
    trigger: Span | None = None
    object: Span | None = None


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """When a relation held or happened: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` at each end.

    ``historical`` marks what lay clearly before the article (by more than a year).
    """

    start: str | None = None
    end: str | None = None
    historical: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, relation, object, how the text presents it, and the words that say so.

    Raises
    ------
    WrongEnd
        if the relation does not admit an actor of the subject's or the object's type, or if
        both ends are the same actor.
    """

    article: str
    subject: Actor
    relation: Relation
    object: Actor
    evidence: Evidence
    status: Status = Status.asserted
    speaker: Actor | None = None
    time: TimeSpan | None = None
    place: Actor | None = None
    weight: float | None = field(default=None, compare=False)
    confidence: float = field(default=1.0, compare=False)
    rule: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for end, actor, admitted in (
            ("subject", self.subject, self.relation.domain),
            ("object", self.object, self.relation.range),
        ):
            if actor.type not in admitted:
                raise WrongEnd(
                    f"'{self.relation.name}' does not admit '{actor.label}' of type "
                    f"'{actor.type}' as its {end}; it admits {', '.join(sorted(admitted))}."
                    f"{nearest(actor.type, admitted)}"
                )
        if self.subject.id == self.object.id:
            raise WrongEnd(f"'{self.relation.name}' joins '{self.subject.label}' to itself.")
        if self.weight is None:
            object.__setattr__(self, "weight", self.relation.weight)

    @property
    def id(self) -> str:
        """A hash of the content, so that adding twice changes nothing and parts can be merged.

        The two ends of a symmetric relation are hashed in order of their ids.
        """
        ends = [self.subject.id, self.object.id]
        if self.relation.symmetric:
            ends.sort()
        evidence = self.evidence
        place = (self.article, str(evidence.start), str(evidence.end))
        claim = (ends[0], self.relation.name, ends[1], self.status.value)
        parts = (*place, *claim, self.speaker.id if self.speaker else "")
        return "s:" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Return the public record: plain values, keys in their published order."""
        evidence, time = self.evidence, self.time
        return {
            "id": self.id,
            "article": self.article,
            "subject": _actor_to_json(self.subject),
            "relation": self.relation.name,
            "object": _actor_to_json(self.object),
            "status": self.status.value,
            "speaker": _actor_to_json(self.speaker) if self.speaker else None,
            "time": time and {"start": time.start, "end": time.end, "historical": time.historical},
            "place": _actor_to_json(self.place) if self.place else None,
            "weight": self.weight,
            "confidence": self.confidence,
            "evidence": {
                "start": evidence.start,
                "end": evidence.end,
                "text": evidence.text,
                "subject": evidence.subject and list(evidence.subject),
                "trigger": evidence.trigger and list(evidence.trigger),
                "object": evidence.object and list(evidence.object),
            },
            "rule": self.rule,
        }

    @classmethod
    def from_json(cls, record: dict[str, Any], relations: dict[str, Relation]) -> Statement:
        """Return the statement of a public record.

        Raises
        ------
        BadStatement
            if a key is missing or holds a value of the wrong kind, or the relation is unknown.
        WrongEnd
            if the relation does not admit an end.
        """
        try:
            name = record["relation"]
            if name not in relations:
                raise BadStatement(
                    f"A statement names the relation '{name}', which geo.ttl does not define."
                    f"{nearest(str(name), relations)}"
                )
            words, time = record["evidence"], record.get("time")
            speaker, place = record.get("speaker"), record.get("place")
            return cls(
                article=record["article"],
                subject=_actor_from_json(record["subject"]),
                relation=relations[name],
                object=_actor_from_json(record["object"]),
                evidence=Evidence(
                    words["start"],
                    words["end"],
                    words["text"],
                    *(tuple(words[k]) if words.get(k) else None for k in _SPANS),
                ),
                status=Status(record.get("status", "asserted")),
                speaker=_actor_from_json(speaker) if speaker else None,
                time=TimeSpan(time.get("start"), time.get("end"), bool(time.get("historical")))
                if time
                else None,
                place=_actor_from_json(place) if place else None,
                weight=record.get("weight"),
                confidence=float(record.get("confidence", 1.0)),
                rule=record.get("rule", ""),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadStatement(f"Not a statement record: {error!r}") from error


_SPANS = ("subject", "trigger", "object")


def _actor_to_json(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "label": actor.label,
        "type": actor.type,
        "qid": actor.qid,
        "of": actor.of,
        "names": list(actor.names),
    }


def _actor_from_json(record: dict[str, Any]) -> Actor:
    return Actor(
        id=record["id"],
        label=record["label"],
        type=record["type"],
        qid=record.get("qid"),
        of=record.get("of"),
        names=tuple(record.get("names") or ()),
    )


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text, blind to Unicode composition and to runs of white space."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(text: str) -> str:
    """Return the id of an article whose record has none: twelve hex digits of its text."""
    return text_digest(text)[:12]
