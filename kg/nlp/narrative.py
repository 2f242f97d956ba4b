"""The year that a report of the past has reached: "In 1956 Egypt seized the canal. Israel invaded
Sinai. In November of that year it left."

What goes on behind a sentence that begins with such a year, in the same paragraph and in the past
tense, was not on the day of the article, and a month without a year is one of that year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from ..model import Article, Span, TimeSpan
from .parse import Parse
from .times import with_history

# Words of a time that say which year is meant, and words behind it that mean the year named last.
_TOLD = re.compile(r"\d{4}|\b(last|this|next|ago|earlier|later|past|previous|coming|now)\b", re.I)
_OF_THAT_YEAR = re.compile(r",? (of )?(that|the same) year\b", re.I)
_YEAR, _MONTH = len("1956"), len("1956-11")
_FINITE = frozenset({"VBZ", "VBP"})

Reached = Sequence[tuple[int, str]]
"""Places and the years named there, none where the text is back in the present."""


class Narrative:
    """The years that the paragraphs of one article have reached."""

    def __init__(
        self,
        article: Article,
        parse: Parse,
        times: Iterable[tuple[Span, TimeSpan]],
        holder: Callable[[Span], int],
    ) -> None:
        self._parse, self._text, self._published = parse, article.text, article.published
        this_year = article.published.isoformat()[:_YEAR] if article.published else ""
        self._named = [
            (where[0], time.start[:_YEAR])
            for where, time in times
            if time.start
            and time.start[:_YEAR] < this_year
            and re.search(r"\d{4}", self._text[slice(*where)])
            and self._is_main(holder(where))
        ]
        present = [
            (parse.starts[first], "") for first, last in parse.bounds if self._is_now(first, last)
        ]
        fronted = [(place, year) for place, year in self._named if self._is_first(place)]
        self._reached = sorted([*present, *fronted])

    def year(self, place: int) -> str | None:
        """The year that what stands at a place goes on with, None where none has been reached."""
        return self._last(self._reached, place)

    def placed(self, where: Span, time: TimeSpan) -> TimeSpan:
        """A time with the year that the narrative has reached, where it names none itself."""
        start, said = time.start or "", self._text[slice(*where)]
        if time.end or len(start) < _MONTH or _TOLD.search(said):
            return time
        told = _OF_THAT_YEAR.match(self._text, where[1])
        year = self._last(self._named if told else self._reached, where[0] - 1)
        if not year:
            return time
        return with_history(TimeSpan(year + start[_YEAR:]), since=False, published=self._published)

    def _last(self, reached: Reached, place: int) -> str | None:
        """The year reached last before a place in its paragraph."""
        before = bisect_right(reached, (place, "9999")) - 1
        if before < 0 or "\n" in self._text[reached[before][0] : place]:
            return None
        return reached[before][1] or None

    def _is_now(self, first: int, last: int) -> bool:
        """Whether a sentence tells of the present."""
        parse = self._parse
        return any(
            parse.roles[t] == "root" and parse.tags[t] in _FINITE for t in range(first, last)
        )

    def _is_first(self, place: int) -> bool:
        """Whether a time stands at the beginning of its sentence: "In 1956 ..."."""
        token = bisect_right(self._parse.starts, place) - 1
        return token - self._parse.bounds[self._parse.sentence[token]][0] <= 1

    def _is_main(self, token: int) -> bool:
        """Whether a time hangs on the main verb of its sentence."""
        parse = self._parse
        above = parse.above(token)
        return above is not None and parse.roles[parse.first_of(above)] == "root"
