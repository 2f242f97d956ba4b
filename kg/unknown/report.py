"""Counts the actors of some statements that the register does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any

from ..actors import Register
from ..model import Actor, Statement
from ..ontology import ontology

# As many letters of a sentence as a table shows.
_PASSAGE = 200


@dataclass(frozen=True, slots=True)
class Unknown:
    """An actor that the register does not know, and where it occurs.

    ``state`` is the label of the state that the texts give it; ``first`` and ``last`` are the
    dates of its first and last article, or of the statements where those have none. ``article``
    and ``sentence`` are an example.
    """

    id: str
    name: str
    type: str
    state: str | None
    statements: int
    articles: int
    first: str | None
    last: str | None
    article: str
    sentence: str

    @property
    def passage(self) -> str:
        """The sentence, or of a long one what stands around the name."""
        if len(self.sentence) <= _PASSAGE:
            return self.sentence
        start = self.sentence.rfind(" ", 0, max(0, self.sentence.find(self.name) - _PASSAGE // 3))
        before = "... " if start > 0 else ""
        return before + shorten(self.sentence[start + 1 :], _PASSAGE, placeholder=" ...")

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return asdict(self)


def unknown_actors(
    statements: Iterable[Statement],
    register: Register,
    *,
    published: Mapping[str, str] | None = None,
    types: Iterable[str] = (),
) -> list[Unknown]:
    """Return the actors without an entry, those of the most articles first.

    ``published`` are the dates of articles by id; ``types`` name the classes that are asked for,
    without them all.

    Raises
    ------
    UnknownType
        if geo.ttl does not define one of the classes.
    """
    wanted = [*types]
    for name in wanted:
        ontology().is_a(name, name)
    found: dict[str, list[tuple[Actor, Statement]]] = defaultdict(list)
    for statement in statements:
        for actor in _actors(statement):
            if register.get(actor.id) is None and _is_one_of(actor, wanted):
                found[actor.id].append((actor, statement))
    rows = [_unknown(uses, register, published or {}) for uses in found.values()]
    return sorted(rows, key=lambda row: (-row.articles, -row.statements, row.name, row.id))


def _actors(statement: Statement) -> Iterator[Actor]:
    yield statement.subject
    yield statement.object
    if statement.speaker is not None:
        yield statement.speaker


def _is_one_of(actor: Actor, types: list[str]) -> bool:
    above = ontology().parents.get(actor.type, frozenset())
    return not types or any(name in above for name in types)


def _unknown(
    uses: list[tuple[Actor, Statement]], register: Register, published: Mapping[str, str]
) -> Unknown:
    actor = uses[0][0]
    state = _state(uses, register)
    found = {statement.id: statement for _, statement in uses}
    dates = sorted(filter(None, (_date(s, published) for s in found.values())))
    name = actor.label.removesuffix(f" ({actor.of})")
    example = max(
        found.values(),
        key=lambda s: (name in s.evidence.text, s.relation.political, s.confidence, s.id),
    )
    return Unknown(
        id=actor.id,
        name=name,
        type=actor.type,
        state=state,
        statements=len(found),
        articles=len({statement.article for statement in found.values()}),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        article=example.article,
        sentence=" ".join(example.evidence.text.split()),
    )


def _state(uses: list[tuple[Actor, Statement]], register: Register) -> str | None:
    """The state that the texts give an actor: its own, else that of its office or party."""
    counts = Counter(actor.of for actor, _ in uses if actor.of)
    if not counts:
        for actor, statement in uses:
            ours = statement.subject.id == actor.id and not statement.relation.political
            state = _of(statement.object, register) if ours else None
            counts.update([state] if state else [])
    return min(counts, key=lambda state: (-counts[state], state)) if counts else None


def _of(actor: Actor, register: Register) -> str | None:
    if actor.type == "State":
        return actor.label
    entry = register.get(actor.id)
    state = register.state_of(entry.of or "") if entry else None
    return register.entries[state].actor.label if state else actor.of


def _date(statement: Statement, published: Mapping[str, str]) -> str | None:
    if statement.article in published:
        return published[statement.article]
    time = statement.time
    return time.start if time is not None and not time.historical else None
