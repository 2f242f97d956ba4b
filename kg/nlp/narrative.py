"""The day or year that a report has reached: "On Monday he met Merkel. The two signed a treaty.",
"In 1956 Egypt seized the canal. Israel invaded Sinai. In November of that year it left."

What goes on behind a sentence that begins with such a year, in the same paragraph and in the past
tense, was not on the day of the article, and a month without a year is one of that year. A recent
day that a main clause in the past names holds until the next one is named: reports that name days
come out some days after what they tell. Of 44 statements in ``data/train``, ``data/assisted`` and
``data/gold`` that follow such a clause without a time of their own the annotators gave 11 that
day, 11 its month, 18 no time and 4 another; the day of publication, where it is another, none. Of
373 that follow no such clause they gave 321 the day of publication or its month.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ..model import Article, Span, TimeSpan
from .parse import Parse
from .times import with_history

# Words of a time that say which year is meant, and words behind it that mean the year named last.
_TOLD = re.compile(r"\d{4}|\b(last|this|next|ago|earlier|later|past|previous|coming|now)\b", re.I)
_OF_THAT_YEAR = re.compile(r",? (of )?(that|the same) year\b", re.I)
_YEAR, _MONTH, _DAY = len("1956"), len("1956-11"), len("1956-11-05")
# What is measured against a day did not happen then.
_BORDERS = frozenset({"since", "until", "till", "before", "by"})
# A report goes on with a day named before if that is news; else it spoke of the past.
_NEWS = timedelta(days=14)
# What ends a sentence, unlike a headline; the sentences in which its day is looked for.
_STOPS, _LEAD = (".", "!", "?", '"', "”"), 5
_FINITE = frozenset({"VBZ", "VBP"})

Reached = Sequence[tuple[int, str]]
"""Places and the years named there, none where the text is back in the present."""


class Narrative:
    """The days and years that one article has reached."""

    def __init__(
        self,
        article: Article,
        parse: Parse,
        times: Sequence[tuple[Span, TimeSpan]],
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
        self._days = [
            (where[0], time.start)
            for where, time in times
            if time.start
            and not time.end
            and len(time.start) == _DAY
            and self._is_told(holder(where))
        ]
        self._news = [(place, day) for place, day in self._days if self._is_news(day)]
        present = [
            (parse.starts[first], "") for first, last in parse.bounds if self._is_now(first, last)
        ]
        fronted = [(place, year) for place, year in self._named if self._is_first(place)]
        self._reached = sorted([*present, *fronted])

    def year(self, place: int) -> str | None:
        """The year that what stands at a place goes on with, None where none has been reached."""
        return self._last(self._reached, place)

    def day(self, place: int) -> str | None:
        """The recent day of which the report told last before a place, None where it named none."""
        before = bisect_left(self._news, (place, ""))
        return self._news[before - 1][1] if before else self.headlined(place)

    def headlined(self, place: int) -> str | None:
        """The day with which the report below a headline begins, None where no headline stands."""
        headline = self._text.partition("\n")[0].rstrip()
        if place >= len(headline) or headline.endswith(_STOPS) or headline == self._text:
            return None
        lead = self._parse.ends[self._parse.bounds[:_LEAD][-1][1] - 1]
        return next((day for told, day in self._news if len(headline) < told < lead), None)

    def told(self, where: Span) -> str | None:
        """The day of which a sentence tells in its main clause."""
        return next((day for place, day in self._days if where[0] <= place < where[1]), None)

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

    def _is_told(self, token: int) -> bool:
        """Whether a time dates what a main clause tells in the past."""
        parse, above = self._parse, self._parse.above(token)
        if above is None or parse.tags[parse.tensed(above)] != "VBD":
            return False
        return self._is_main(token) and parse.markers[token] not in _BORDERS

    def _is_news(self, day: str) -> bool:
        """Whether a time is one of the last days before the article."""
        if self._published is None:
            return False
        try:
            return self._published - _NEWS <= date.fromisoformat(day) <= self._published
        except ValueError:  # "30 February"
            return False
