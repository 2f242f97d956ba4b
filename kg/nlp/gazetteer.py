"""Finds the names of known actors in a text: longest match, aware of case, blind to accents.

Matching works on characters, not on tokens, so that it is the same under every tokenizer. Names
are folded first, letter for letter: accents are dropped and typographic marks made plain, and the
text keeps its length, so that offsets stay true.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest

from ..actors import Entry
from ..model import Span
from .lexicon import words as table
from .spellings import Spellings, family_names, fold


class Kind(StrEnum):
    """How a name names: as such, by adjective, by its people, by family name, without its state."""

    name = "name"
    adjective = "adjective"
    demonym = "demonym"
    family = "family"
    short = "short"


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text: character offsets, kind, and the actors that it may name."""

    start: int
    end: int
    kind: Kind
    ids: tuple[str, ...]


_WORD = re.compile(r"[^\W_]+")
# Lines that are broken by hand break names too: "New\nDelhi".
_BROKEN = re.compile(r"(?<=\w)\n(?=\w)")
_HYPHENATED = re.compile(r"-[a-z]")
# Acronyms that are words when everything is in capitals.
_SHOUTED_WORDS = frozenset({"IS", "US", "WHO", "IT", "AU", "AS", "ALL", "AIM", "ACT", "CAN"})


class Gazetteer:
    """The names of a register, ready to be found."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries = list(entries)
        callings = {e.actor.id: _callings(e) for e in entries if e.actor.type == "State"}
        names: dict[str, dict[Kind, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._parties: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            id = entry.actor.id
            for conflict in entry.takes_part_in:
                self._parties[conflict].append(id)
            for kind, forms in (
                (Kind.name, entry.names),
                (Kind.adjective, entry.adjectives),
                (Kind.demonym, entry.demonyms),
                (Kind.family, family_names(entry)),
                (Kind.short, _short(entry, callings.get(entry.of or ""))),
            ):
                for form in forms:
                    ids = names[fold(form)][kind]
                    if id not in ids:
                        ids.append(id)
        self._forms: dict[str, tuple[Kind, tuple[str, ...]]] = {}
        first_words: dict[str, list[str]] = defaultdict(list)
        for form, kinds in names.items():
            word = _WORD.match(form)
            if word is None:
                continue
            # A form may be a name and an adjective ("American" the airline): the name wins.
            kind = next(k for k in Kind if k in kinds)
            more = kinds.get(Kind.short, []) if kind is Kind.name else []
            self._forms[form] = kind, tuple(dict.fromkeys([*kinds[kind], *more]))
            for first in {word.group(), word.group()[:1].upper() + word.group()[1:]}:
                first_words[first].append(form)
        self._by_word: Mapping[str, list[str]] = {
            word: sorted(forms, key=len, reverse=True) for word, forms in first_words.items()
        }
        self._shouted = self._shouted_forms()

    def _shouted_forms(self) -> dict[str, list[tuple[str, str]]]:
        """Forms as they look in a headline in capitals, by their first word."""
        shouted: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word, forms in self._by_word.items():
            for form in forms:
                if form.upper() not in _SHOUTED_WORDS:
                    shouted[word.upper()].append((form.upper(), form))
        return {w: sorted(f, key=lambda pair: -len(pair[0])) for w, f in shouted.items()}

    def named(self, form: str) -> tuple[str, ...]:
        """Return the ids of the actors that have exactly this name."""
        kind, ids = self._forms.get(fold(form), (None, ()))
        return ids if kind is Kind.name else ()

    @cached_property
    def spellings(self) -> Spellings:
        """The persons by other spellings of their names."""
        return Spellings(self._entries)

    def parties(self, conflict: str) -> list[str]:
        """Return the ids of the registered parties of a conflict."""
        return self._parties.get(conflict, [])

    def matches(self, text: str) -> list[Match]:
        """Return the longest known names of a text, from left to right, none overlapping."""
        folded = fold(text)
        return list(self._scan(_BROKEN.sub(" ", folded), _shouting_lines(folded)))

    def inside(self, text: str, match: Match) -> list[Match]:
        """Return the names within a longer one: Russia and Ukraine in that of a war."""
        part = fold(text[match.start : match.end])
        return [
            Match(match.start + m.start, match.start + m.end, m.kind, m.ids)
            for m in self._scan(part, _shouting_lines(part), but=match.ids)
        ]

    def _scan(
        self, text: str, shouting: Sequence[Span], but: tuple[str, ...] = ()
    ) -> Iterator[Match]:
        done = 0
        words = list(_WORD.finditer(text))
        for word, following in zip_longest(words, words[1:]):
            if word.start() < done:
                continue
            found = self._longest(text, word, shouting, but)
            if found is not None and word.group().lower() == "the" and following is not None:
                # "the Commonwealth" is a name, and so is the Commonwealth of Independent States
                further = self._longest(text, following, shouting, but)
                if further is not None and further.end > found.end:
                    continue
            if found is not None:
                yield found
                done = found.end

    def _longest(
        self,
        text: str,
        word: re.Match[str],
        shouting: Sequence[Span],
        but: tuple[str, ...],
    ) -> Match | None:
        """The longest name that begins with a word."""
        start = word.start()
        if any(a <= start < b for a, b in shouting):
            forms = self._shouted.get(word.group(), ())
        else:
            forms = [(form, form) for form in self._by_word.get(word.group(), ())]
        for seen, form in forms:
            end = start + len(seen)
            if not _is_same(text[start:end], seen) or text[end : end + 1].isalnum():
                continue
            if text[end : end + 1] in ("$", "€", "£"):  # "US$5 million" is money
                continue
            if form.rpartition(" ")[2].islower() and _HYPHENATED.match(text, end):
                continue  # "Italian military-technical cooperation"
            kind, ids = self._forms[form]
            if kind is Kind.short and text[start:end] not in (form, form.upper()):
                continue
            if ids != but:
                return Match(start, end, kind, ids)
        return None


_CALLED_WITHOUT = frozenset(
    {"CentralBank", "Court", "Ministry", "Parliament", "Police", "PoliticalParty", "StateMilitary",
     "StateOrgan"}
)  # fmt: skip


def _callings(state: Entry) -> re.Pattern[str]:
    """What an organ's name says of its state: 'Irish ...', '... of the Philippines', '... (UK)'."""
    names = "|".join(map(re.escape, sorted({*state.names, *state.adjectives}, key=len)[::-1]))
    return re.compile(
        rf"(?:{names}) (?P<after>[A-Z].*)|(?P<before>[A-Z].*?) (?:of|in) (?:the )?(?:{names})"
    )


def _short(entry: Entry, callings: re.Pattern[str] | None) -> list[str]:
    """The names of an organ or party as its own newspapers write them: 'Supreme Court'."""
    if callings is None or entry.actor.type not in _CALLED_WITHOUT:
        return []
    found = []
    for name in entry.names:
        if parts := callings.fullmatch(name):
            short = parts["after"] or parts["before"]
            alone = entry.actor.type == "Parliament" and short not in table("names")["of_many"]
            if " " in short or alone:
                found.append(short)
    return found


def _is_same(written: str, form: str) -> bool:
    """Names of several words are written with more capitals or fewer: 'Syrian Civil War'."""
    return written == form or (" " in form and written.casefold() == form.casefold())


def _shouting_lines(text: str) -> list[Span]:
    """Spans written in capitals throughout: lines such as headlines, and in transcripts the name
    before a colon.
    """
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        speaker, colon, _ = line.partition(":")
        if _is_shouted(line, 12):
            spans.append((start, start + len(line)))
        elif colon and _is_shouted(speaker, 5):
            spans.append((start, start + len(speaker)))
        start += len(line)
    return spans


def _is_shouted(words: str, least: int) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) > least and sum(c.isupper() for c in letters) > 0.9 * len(letters)
