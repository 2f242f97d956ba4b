"""Quotations that run over several sentences, and who speaks in them.

A quotation is what stands between quotation marks; one that is left open at the end of a paragraph
and opened anew in the next goes on. Who speaks is the subject of a verb of saying that stands
outside it, in a sentence that it touches: "... again. China helped," Macron said. Or it follows at
once what the same speaker said: "...," said Macron. "China helped."
"""

from __future__ import annotations

from .lexicon import words
from .parse import Parse

_EITHER, _OPENING, _CLOSING = frozenset({'"'}), frozenset({"“", "``"}), frozenset({"”", "''"})


class Quotations:
    """The quotations of one document, by the tokens that they hold."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._group: dict[int, int] = {}
        group, is_open, goes_on = 0, False, False
        for token, word in enumerate(parse.words):
            if "\n" in word:
                goes_on, is_open = is_open, False
            elif word in _OPENING or (word in _EITHER and not is_open):
                group += not goes_on
                is_open, goes_on = True, False
            elif word in _CLOSING or word in _EITHER:
                is_open = False
            elif word.strip():
                goes_on = False
            if is_open:
                self._group[token] = group

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
        if not found and self._follows_on(inside[0]):
            found = self._verbs(min(sentences) - 1)
        return sorted(found, key=lambda verb: abs(verb - token))

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
