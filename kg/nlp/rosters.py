"""Lists of people with their titles: "received Trade Minister Ivan Petrov, Coast Guard Director
Oleg Smirnov and Kazan Mayor Kamil Iskhakov".

Parsers hang the parts of such a list anywhere. Each part ends with a name, and the title in it is
of that name: the tree is mended so, and what a list says of offices crosses no border of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from .mentions import Mention
from .offices import titles
from .parse import Parse, rehang

# Names, and titles among them, from which on a list is one.
_FEWEST_NAMES, _FEWEST_TITLES = 3, 2

_COMMAS = frozenset({",", ";"})
_JOINING = frozenset({"and", "as", "well", "also", "&"})
_NAMING = frozenset({"NOUN", "PROPN"})
_WORDS = _NAMING | {"ADJ", "VERB"}
# Prepositions within a title, and those of them that say what an office is of.
_WITHIN = frozenset({"of", "to", "for", "in", "on", "at"})
_OF = frozenset({"of", "to", "for"})
# What no title has in it.
_ACTING = frozenset({"VERB", "AUX", "PRON"})
_BREAKS = frozenset({":", "(", ")", "–", "—"})
# Roles in which nothing of a list says what the list does in its sentence.
_LOOSE = frozenset({"punctuation", "coordinator", "case", "marker"})


@dataclass(frozen=True, slots=True)
class _Part:
    """One of a list: tokens ``start`` to ``name`` are the title, ``name`` to ``end`` the name."""

    start: int
    name: int
    end: int


class Rosters:
    """The lists of titled people in one document."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention]) -> None:
        self._parse = parse
        self._people = {m.start: m for m in mentions if m.actor.type == "Person"}
        self._named = {t for m in mentions for t in range(m.start, m.end)}
        self._states = {m.start for m in mentions if m.actor.type == "State"}
        self._lists = [run for bounds in parse.bounds for run in self._runs(*bounds)]
        self._place = {
            token: (part, parts[-1])
            for parts in self._lists
            for part in parts
            for token in range(part.start, part.end)
        }

    def is_apart(self, person: int, other: int) -> bool:
        """Whether what is named elsewhere in the sentence of a list, by the token ``other``, is
        none of what one of the list holds an office in.
        """
        if person not in self._place:
            return False
        part, last = self._place[person]
        within = part.start <= other < part.end
        return not within and (other in self._place or (part is not last and other >= last.end))

    def has_state(self, person: int) -> bool:
        """Whether the part of a list that a person is named in names a state as well."""
        part, _ = self._place[person]
        return any(token in self._states for token in range(part.start, part.end))

    def mend(self) -> None:
        """Hang each name of a list on the first, and each title on its name."""
        for parts in self._lists:
            self._hang(parts)
        if self._lists:
            rehang(self._parse)

    # ---------------------------------------------------------------- finding

    def _runs(self, first: int, last: int) -> Iterator[Sequence[_Part]]:
        """The lists of one sentence."""
        run: list[_Part] = []
        start = first
        for name in (t for t in range(first, last) if t in self._people):
            end = self._people[name].end
            following = self._behind(end, last)
            if following < last and self._parse.tags[end] == "POS":
                continue  # "President Putin's aide Ivanov" is one title
            begin = self._title(start, name)
            if begin > start:
                yield from _whole(run)
                run = []
            run.append(_Part(begin, name, end))
            if following == end:
                yield from _whole(run)
                run = []
            start = following
        yield from _whole(run)

    def _behind(self, end: int, last: int) -> int:
        """Where what follows a name goes on, behind a comma or an "and"; the end itself if there is
        none.
        """
        words, place = self._parse.words, end
        while place < last and (
            words[place] in _COMMAS or words[place].lower() in _JOINING or not words[place].strip()
        ):
            place += 1
        return place

    def _title(self, start: int, name: int) -> int:
        """Where the title before a name begins: behind the last token that cannot be in it."""
        begin, offices = name, False
        for token in reversed(range(start, name)):
            word, beside = self._parse.words[token].lower(), token + 1 == name
            joining = word in _COMMAS or word in _JOINING
            if joining and (beside or (offices and word in _COMMAS)):
                break
            if self._parse.pos[token] in _ACTING or word in _BREAKS:
                break
            if self._parse.pos[token] == "ADP" and word not in _WITHIN:
                break
            offices = offices or self._is_office(token)
            begin = token
        return begin

    def _is_office(self, token: int) -> bool:
        return self._parse.pos[token] in _NAMING and self._parse.lemmas[token] in _heads_of_titles()

    # ---------------------------------------------------------------- mending

    def _hang(self, parts: Sequence[_Part]) -> None:
        parse, inside = self._parse, range(parts[0].start, parts[-1].end)
        names = [self._head(range(part.name, part.end)) for part in parts]
        first = names[0]
        parse.heads[first], parse.roles[first] = self._held(inside, first)
        for part, name in zip(parts, names, strict=True):
            if name != first:
                parse.heads[name], parse.roles[name] = first, "conjunct"
            for token in range(part.name, part.end):
                if token != name and parse.heads[token] not in range(part.name, part.end):
                    parse.heads[token], parse.roles[token] = name, "name part"
            self._hang_title(part, name)
        for before, part, name in zip(parts, parts[1:], names[1:], strict=False):
            for token in range(before.end, part.start):
                parse.heads[token] = name
        sentence = range(*parse.bounds[parse.sentence[first]])
        for token in sentence:
            if token not in inside and parse.heads[token] in inside:
                listed = token < first or parse.roles[token] == "conjunct"
                parse.heads[token] = first if listed else names[-1]

    def _head(self, name: range) -> int:
        return next((t for t in name if self._parse.heads[t] not in name), name.start)

    def _held(self, inside: range, first: int) -> tuple[int, str]:
        """What a list hangs on, and as what: as the parser has the one of it that is not below
        another.
        """
        parse, tops = self._parse, []
        for token in inside:
            above = token
            while (held := parse.above(above)) is not None and held not in inside:
                above = held
            if parse.above(above) is None:
                tops.append(token)
        top = next((t for t in tops if parse.roles[t] not in _LOOSE), tops[0])
        return (first if parse.heads[top] == top else parse.heads[top]), parse.roles[top]

    def _hang_title(self, part: _Part, name: int) -> None:
        """A title hangs on its name, and what the parser has hung elsewhere of it on the office."""
        parse, title = self._parse, range(part.start, part.name)
        loose = [t for t in title if parse.heads[t] not in title or parse.heads[t] == t]
        offices = [t for t in title if self._is_office(t) and not self._is_owner(t, part.start)]
        top = name
        if offices:
            top = self._last_office(offices, part.name)
            parse.heads[top], parse.roles[top] = name, "title"
            loose += self._qualifying(top, part.start)
        for token in loose:
            if token == top:
                continue
            parse.heads[token] = top
            if parse.roles[token] not in _LOOSE:
                of = token > top and parse.markers[token] in _OF
                parse.roles[token] = "modifier" if of else "compound"

    def _last_office(self, offices: Sequence[int], name: int) -> int:
        """What the first words of a title are built on: "minister" of "first deputy minister"."""
        first = offices[0]
        phrase = [first, *takewhile(self._is_word, range(first + 1, name))]
        return [token for token in phrase if token in offices][-1]

    def _is_word(self, token: int) -> bool:
        return self._parse.pos[token] in _WORDS and token not in self._named

    def _qualifying(self, office: int, start: int) -> list[int]:
        """The words before an office that are no name: "first deputy prime" of a minister."""
        before = takewhile(self._is_word, reversed(range(start, office)))
        return [token for token in before if self._parse.roles[token] not in _LOOSE]

    def _is_owner(self, office: int, start: int) -> bool:
        """Whether an office only says whose another is: "Aide to the President Ivanov"."""
        words = [word.lower() for word in self._parse.words[start:office]]
        before = words[:-1] if words[-1:] == ["the"] else words
        return before[-1:] in ([of] for of in _OF) or self._parse.tags[office + 1] == "POS"


def _whole(run: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """The run of names, if it is a list of titled people."""
    titled = sum(part.start < part.name for part in run)
    if len(run) >= _FEWEST_NAMES and titled >= _FEWEST_TITLES:
        yield run


@cache
def _heads_of_titles() -> frozenset[str]:
    """The words that titles are built on: "secretary" of "secretary of state"."""
    return frozenset(title.partition(" of ")[0].split()[-1] for title in titles())
