"""Whose other name an unknown name may be: proposals from the register, each with its reason.

A proposal is for a person to decide on. It needs a kind that fits, and no two different states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..actors import Entry, Register
from ..ontology import ontology
from ..spelling import acronym, likeness, sound, words
from .report import Unknown

# Kinds of which one is not taken for another.
_KINDS = ("Person", "Organisation", "PopulationGroup", "Place")
# How far a reason can be trusted: set by reading the proposals for 6,800 news items and 2,000 press
# releases, so that what is right more often than not has 0.6 or more.
_SAME, _ORDER, _ACCENTS, _SPELLING = 1.0, 0.9, 0.95, 0.9
_LONGER, _STATE_WORDS, _SURNAME = 0.8, 0.85, 0.65
_SHORT_ACRONYM, _ACRONYM = 0.55, 0.65
_STATE_UNKNOWN = 0.9
_IN_OFFICE = 1.2
LEAST = 0.5
"""Proposals below this score are not made."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An entry whose other name an unknown one may be; ``name`` is the name that resembles it."""

    id: str
    label: str
    iri: str
    name: str
    reason: str
    score: float

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Name:
    entry: Entry
    name: str
    words: tuple[str, ...]


class Lookalikes:
    """The names of a register, ready to be compared with unknown ones."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._by_sound: dict[str, list[_Name]] = defaultdict(list)
        self._by_acronym: dict[str, list[_Name]] = defaultdict(list)
        self._of_states: dict[str, frozenset[str]] = {}
        for entry in register.entries.values():
            for name in entry.names:
                known = _Name(entry, name, words(name))
                for word in {*map(sound, known.words)}:
                    self._by_sound[word].append(known)
                if _kind(entry.actor.type) == "Organisation":
                    for short in {name} if name.isupper() else acronym(name):
                        self._by_acronym[short].append(known)
            if entry.actor.type == "State":
                own = (*entry.names, *entry.adjectives, *entry.demonyms)
                self._of_states[entry.actor.label] = frozenset(w for n in own for w in words(n))

    def of(self, unknown: Unknown, *, top: int = 3) -> list[Lookalike]:
        """Return the entries that an unknown actor may be, the likeliest first."""
        best: dict[str, Lookalike] = {}
        for known, reason, score in self._reasons(unknown):
            entry = known.entry
            score *= self._fitness(unknown, entry)
            if score >= LEAST and (
                entry.actor.id not in best or best[entry.actor.id].score < score
            ):
                best[entry.actor.id] = Lookalike(
                    entry.actor.id,
                    entry.actor.label,
                    entry.iri,
                    known.name,
                    reason,
                    round(min(score, 1.0), 2),
                )
        return sorted(best.values(), key=lambda like: (-like.score, like.id))[:top]

    def _reasons(self, unknown: Unknown) -> Iterator[tuple[_Name, str, float]]:
        """Every entry that shares a word or an acronym, with the reason and its score."""
        name, given = unknown.name, words(unknown.name)
        person = _kind(unknown.type) == "Person"
        seen: set[tuple[str, str]] = set()
        for word in dict.fromkeys(map(sound, given)):
            for known in self._by_sound.get(word, ()):
                key = known.entry.actor.id, known.name
                if key not in seen:
                    seen.add(key)
                    yield from self._compared(unknown, given, known, person)
        if not person:
            shorts = {name} if name.isupper() and name.isalpha() else acronym(name)
            for short in (s for s in shorts if len(s) > 2):
                for known in self._by_acronym.get(short, ()):
                    if known.name.isupper() != name.isupper():
                        what = "expansion" if known.name.isupper() else "acronym"
                        yield known, what, _ACRONYM if len(short) > 3 else _SHORT_ACRONYM

    def _compared(
        self, unknown: Unknown, given: tuple[str, ...], known: _Name, person: bool
    ) -> Iterator[tuple[_Name, str, float]]:
        theirs = known.words
        if unknown.name == known.name:
            yield known, "same name", _SAME
        elif given == theirs:
            yield known, "accents or marks", _ACCENTS
        elif {*given} == {*theirs}:
            yield known, "same words", _ORDER
        elif max(map(len, given)) > 4 and (alike := likeness(given, theirs)) > 0:
            yield known, "spelling", _SPELLING * alike**2
        elif person:
            yield from self._persons(given, known)
        elif self._is_same_organ(unknown, given, known):
            yield known, "same but for the state", _STATE_WORDS

    def _persons(self, given: tuple[str, ...], known: _Name) -> Iterator[tuple[_Name, str, float]]:
        ours, theirs = [*map(sound, given)], [*map(sound, known.words)]
        longer, shorter = sorted((ours, theirs), key=len, reverse=True)
        if len(shorter) > 1 and longer[0] == shorter[0] and {*shorter} <= {*longer}:
            yield known, "longer form" if longer is ours else "shorter form", _LONGER
        family = words(known.entry.family_name or "")
        alike = given == family or (len(given[0]) > 3 and ours == [*map(sound, family)])
        if len(given) == 1 and alike:
            yield known, "family name", _SURNAME

    def _is_same_organ(self, unknown: Unknown, given: tuple[str, ...], known: _Name) -> bool:
        """Whether two names differ only in the words of a state, whose the unknown one is said
        to be: 'Sovereign Council of Sudan', 'Sudanese Sovereign Council'.
        """
        state = self.register.state_of(known.entry.of or "")
        label = self.register.entries[state].actor.label if state else ""
        own = {*map(sound, self._of_states.get(label, ()))}
        ours, theirs = {*map(sound, given)}, {*map(sound, known.words)}
        said = unknown.state == label or bool(ours & own)
        return said and len(ours - own) > 1 and ours - own == theirs - own

    def _fitness(self, unknown: Unknown, entry: Entry) -> float:
        """How well kind and state agree: 0 where they do not."""
        if _kind(unknown.type) != _kind(entry.actor.type):
            return 0.0
        state = self.register.state_of(entry.actor.id, unknown.last) or self.register.state_of(
            entry.of or ""
        )
        if unknown.state is None or state is None:
            fitness = _STATE_UNKNOWN
        elif self.register.entries[state].actor.label == unknown.state:
            fitness = 1.0
        else:
            return 0.0
        if unknown.last and self.register.terms_at(entry.actor.id, unknown.last):
            fitness *= _IN_OFFICE
        return fitness


def _kind(type_name: str) -> str | None:
    """Person, organisation, people or place; a state is none of them here."""
    above = ontology().parents.get(type_name, frozenset())
    return None if type_name == "State" else next((k for k in _KINDS if k in above), None)
