"""Transcripts: who has the floor where a text prints what was said turn by turn.

A turn begins with a line that opens with its speaker and a colon ("President of Russia Vladimir
Putin: Good afternoon, ...") and lasts until the next one begins. A line that opens with a word for
somebody nameless ("Question: ...") is a turn of nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from .lexicon import words
from .mentions import Mention
from .parse import Parse

# Words up to the colon: "President of the People's Republic of China Xi Jinping (retranslated):".
_LONGEST = 24
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", '"', "”", ")"})


class Transcript:
    """The turns of one document; a text that is no transcript has none."""

    def __init__(self, parse: Parse, mention_at: Mapping[int, Mention]) -> None:
        self.parse, self.mention_at = parse, mention_at
        self._starts: list[int] = []
        self._speakers: list[Mention | None] = []
        lines = _lines(parse)
        for number, (first, last) in enumerate(lines):
            inside = range(first, min(last, first + _LONGEST))
            colon = next((t for t in inside if parse.words[t].endswith(":")), None)
            if colon is None:
                continue
            if parse.words[first] == "(" and number:  # "Xi Jinping / (retranslated): ..."
                first = lines[number - 1][0]
            if self._is_name(first, colon):
                self._begin(first, self._named(first, colon))
                if number == 0 and parse.words[last - 1] not in _SENTENCE_ENDS:
                    self._begin(last, None)  # a headline: "Putin: Russia will stay"

    def speaker(self, token: int) -> Mention | None:
        """Return who has the floor at a token, None where nobody or somebody unknown has it."""
        turn = bisect_right(self._starts, token) - 1
        return self._speakers[turn] if turn >= 0 else None

    def _begin(self, token: int, speaker: Mention | None) -> None:
        self._starts.append(token)
        self._speakers.append(speaker)

    def _is_name(self, first: int, colon: int) -> bool:
        """Whether nothing but a name with its titles, or a word for a speaker, stands there."""
        if self._named(first, colon) is None:
            alone = colon == first + 1
            return alone and self.parse.words[first].lower() in words("speech")["nameless"]
        bracket = False
        for token in range(first, colon):
            bracket = self.parse.words[token] == "(" or (bracket and self.parse.words[token] != ")")
            plain = token not in self.mention_at and not bracket
            if plain and self.parse.pos[token] in ("VERB", "AUX"):
                return False
        return True

    def _named(self, first: int, colon: int) -> Mention | None:
        """The last person named before a colon."""
        persons = [
            mention
            for token in range(first, colon)
            if (mention := self.mention_at.get(token)) and mention.actor.type == "Person"
        ]
        return persons[-1] if persons else None


def _lines(parse: Parse) -> list[tuple[int, int]]:
    """First token and one past the last of each line, without the white space around it."""
    found, first = [], 0
    for token, word in enumerate([*parse.words, "\n"]):
        if "\n" in word:
            if first < token:
                found.append((first, token))
            first = token + 1
    return found
