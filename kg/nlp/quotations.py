"""Quotations that run over several sentences, and who speaks in them.

A quotation is what stands between quotation marks; one that is open at the end of a paragraph goes
on to where it is closed, or where it is opened anew in the next. Who speaks is the subject of a
verb of saying outside it, in a sentence that it touches: "... again. China helped," Macron said. Or
in one that introduces it: 'The message reads:'. Or it follows at once what the same speaker said:
"...," said Macron. "China helped."
"""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Actor
from .lexicon import words
from .mentions import Mention
from .parse import Parse

_EITHER, _OPENING, _CLOSING = frozenset({'"'}), frozenset({"“", "``"}), frozenset({"”", "''"})
# Before what tells when something was said; "when" is no marker.
_WHEN = frozenset({"", "after", "as", "before", "once", "since", "until", "while"})


class Quotations:
    """The quotations of one document, by the tokens that they hold."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._group: dict[int, int] = {}
        group, depth, goes_on = 0, 0, False
        for token, word in enumerate(parse.words):
            if "\n" in word:
                if depth and not self._is_closed_below(token, depth):
                    goes_on, depth = True, 0
            elif word in _OPENING or (word in _EITHER and not depth):
                group += not (goes_on or depth)
                depth, goes_on = depth + 1, False
            elif word in _CLOSING or word in _EITHER:
                depth = max(depth - 1, 0)
            elif word.strip():
                goes_on = False
            if depth:
                self._group[token] = group

    def _is_closed_below(self, token: int, depth: int) -> bool:
        """Whether a quotation is closed in a later paragraph, others inside it left aside."""
        for word in self.parse.words[token:]:
            depth += (word in _OPENING) - (word in _CLOSING)
            if not depth:
                return True
        return False

    def is_around(self, clause: int) -> bool:
        """Whether a clause hangs on a quotation that it stands outside of, and tells when it was
        said: '"We shall win," Deby said after Kenya left'.
        """
        told = self.parse.roles[clause] == "adverbial clause"
        outside = self.parse.heads[clause] in self._group and clause not in self._group
        return told and outside and self.parse.markers[clause] in _WHEN

    def said_by(self, token: int) -> list[int]:
        """The verbs of saying that may introduce the quotation around a token, the nearest first;
        none where it stands in no quotation.
        """
        group = self._group.get(token)
        if group is None:
            return []
        inside = [t for t, g in self._group.items() if g == group]
        sentences = {self.parse.sentence[t] for t in inside}
        found = [verb for number in sentences for verb in self._verbs(number)]
        if not found and (self._follows_on(inside[0]) or self._is_introduced(inside[0])):
            found = self._verbs(min(sentences) - 1)
        return sorted(found, key=lambda verb: abs(verb - token))

    def writer(
        self, verb: int, mention_at: Mapping[int, Mention], sender: Actor | None
    ) -> tuple[int, Actor] | None:
        """Whose letter a verb introduces, after its token: 'Deby thanked Kenyatta. The message
        reads:'. ``sender`` is who stands first in the headline: "Kenyatta sent Deby a letter".
        """
        parse, letters = self.parse, words("speech")["letter"]
        letter = parse.child(verb, "subject")
        if letter is None or parse.lemmas[letter] not in letters:
            return None
        first, _ = parse.bounds[parse.sentence[letter]]
        for token in reversed(range(first)):
            above = parse.heads[token]
            if (
                token in mention_at
                and parse.roles[token] == "subject"
                and parse.above(above) is None
            ):
                return letter, mention_at[token].actor
        return (letter, sender) if sender else None

    def _verbs(self, sentence: int) -> list[int]:
        """The verbs of saying of a sentence that stand in no quotation."""
        first, last = self.parse.bounds[sentence]
        saying = words("speech")["verb"]
        return [
            token
            for token in range(first, last)
            if token not in self._group
            and self.parse.pos[token] == "VERB"
            and self.parse.lemmas[token] in saying
        ]

    def _is_introduced(self, opening: int) -> bool:
        """Whether the sentence before ends in a colon: 'The message reads:'."""
        first, _ = self.parse.bounds[self.parse.sentence[opening]]
        before = [word for word in self.parse.words[:first] if word.strip()]
        return first == opening and before[-1:] == [":"]

    def _follows_on(self, opening: int) -> bool:
        """Whether a quotation begins right after a sentence of the paragraph that quotes too."""
        number = self.parse.sentence[opening]
        first, _ = self.parse.bounds[number]
        before = self.parse.bounds[number - 1] if number else (0, 0)
        between = self.parse.words[before[1] - 1 : opening]
        return (
            first == opening
            and any(token in self._group for token in range(*before))
            and not any("\n" in word for word in between)
        )
