"""When an event was: what its words say, else what the tense of the report says.

The time expression nearest above the trigger counts: of its own clause, else of the sentence. Where
the sentence names none, dated news still says something: the plain present tells of the day of
publication ("Kenya sanctions Uganda"), and the past of a main clause goes on with the day that the
sentence before names ("On Monday he met Merkel. The two signed a treaty."), or tells of the day of
publication too. On ``data/train`` (48 press releases and 37 reports, see its README) the annotators
gave main clauses in the past that day or its month in 112 of 132 cases, another time in one, and
none in 19.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cached_property

from ..model import Article, Span, TimeSpan
from .parse import Parse
from .times import find_times

# What an event is measured against is not when it happened: "the first visit since 1979".
_BORDER = re.compile(r"\b(since|until|till|through|before)\s", re.I)
# A report goes on with the day before if that is news; else it spoke of the past.
_NEWS = timedelta(days=14)
_LEVELS = 20
_DAY = len("2024-05-03")

# Clauses, and words before a noun, whose time is their own.
_ASIDE = frozenset({"relative clause", "noun clause"})
_NAMING = frozenset({"compound", "bare modifier", "possessor", "adjective"})

_GOING_ON = frozenset({"root", "parataxis", "relative clause"})
_PRESENT, _PAST = frozenset({"VBZ", "VBP"}), frozenset({"VBD"})


class Dating:
    """Dates the events and states of one article."""

    def __init__(self, article: Article, parse: Parse) -> None:
        self.article, self.parse = article, parse
        self._named: dict[tuple[Span, bool], list[tuple[Span, TimeSpan]]] = {}

    def time(self, trigger: int, *, event: bool, planned: bool) -> TimeSpan | None:
        """The time of what a token expresses, None where nothing tells.

        Weekdays of what is planned lie ahead.
        """
        span = self._sentence(trigger)
        times = [
            (where, time)
            for where, time in self._times(span, ahead=planned)
            if not (event and self._is_border(where, span))
        ]
        path = self._path(trigger)
        times = [(where, time) for where, time in times if not self._is_aside(where, path)]
        for token in path:
            first, last = self.parse.subtree(token)
            start, end = self.parse.starts[first], self.parse.ends[last - 1]
            inside = [time for (a, b), time in times if start <= a and b <= end]
            if inside:
                return inside[0] if len(inside) == 1 else None
        return self._told(trigger) if event and not times and not planned else None

    def _times(self, span: Span, *, ahead: bool) -> list[tuple[Span, TimeSpan]]:
        """The times that a sentence names, found once for all that it tells."""
        if (span, ahead) not in self._named:
            article = self.article
            found = find_times(article.text, *span, article.published, ahead=ahead)
            self._named[span, ahead] = found
        return self._named[span, ahead]

    def _path(self, token: int) -> list[int]:
        """A token and those above it."""
        path = [token]
        while len(path) < _LEVELS and (above := self.parse.above(path[-1])) is not None:
            path.append(above)
        return path

    def _is_aside(self, where: Span, path: list[int]) -> bool:
        """Whether a time tells of something else: "the treaty, which lapsed in 2019", "the January
        19 ceasefire".
        """
        parse = self.parse
        first = bisect_right(parse.starts, where[0]) - 1
        inside = range(first, bisect_left(parse.starts, where[1]))
        token = next((t for t in inside if parse.heads[t] not in inside), first)
        while token not in path:
            above = parse.above(token)
            if above is None:
                return False
            names = parse.roles[token] in _NAMING and parse.pos[above] in ("NOUN", "PROPN")
            if above not in path and names:
                return True
            if parse.roles[token] in _ASIDE:
                return True
            token = above
        return False

    def _is_border(self, where: Span, sentence: Span) -> bool:
        start = max(sentence[0], where[0] - 14)
        return _BORDER.search(self.article.text, start, where[1]) is not None

    def _sentence(self, token: int) -> Span:
        first, last = self.parse.bounds[self.parse.sentence[token]]
        return self.parse.starts[first], self.parse.ends[last - 1]

    def _told(self, trigger: int) -> TimeSpan | None:
        """When something without a time happened, by the tense in which dated news tells of it."""
        published = self.article.published
        if published is None:
            return None
        if self._is_present(trigger):
            return TimeSpan(published.isoformat())
        if self._is_past(trigger):
            return TimeSpan(self._day_before(trigger) or published.isoformat())
        return None

    def _day_before(self, trigger: int) -> str | None:
        """The last recent day that the sentence before names, in the same paragraph."""
        here = self._sentence(trigger)[0]
        before = self._sentence(max(self.parse.bounds[self.parse.sentence[trigger]][0] - 1, 0))[0]
        named = [(place, day) for place, day in self._days if before <= place < here]
        if not named or "\n" in self.article.text[named[-1][0] : here]:
            return None
        return named[-1][1]

    @cached_property
    def _days(self) -> list[tuple[int, str]]:
        """The recent days that the article names, with their places."""
        published = self.article.published
        if published is None:
            return []
        end = len(self.article.text)
        times = find_times(self.article.text, 0, end, published)
        days = [(where[0], time.start) for where, time in times if time.start and not time.end]
        return [
            (place, day)
            for place, day in days
            if len(day) == _DAY and published - _NEWS <= _date(day) <= published
        ]

    def _is_present(self, trigger: int) -> bool:
        """Whether the verb that a trigger hangs on is in the plain present tense."""
        token: int | None = trigger
        while token is not None:
            tense = self._tense(token)
            if tense in _PRESENT:
                return True
            # "Kenya says that it shot down a drone": news of today, whatever the tense inside
            told = self.parse.roles[token] == "clause"
            if tense and not told:
                return False
            token = self.parse.above(token)
        return False

    def _is_past(self, trigger: int) -> bool:
        """Whether the verb that a trigger hangs on is in the past, in a clause that goes on with
        the report: the main clause, one beside it, or one that tells more of somebody in it.
        """
        token: int | None = trigger
        while token is not None and not self._tense(token):
            token = self.parse.above(token)
        if token is None or self._tense(token) not in _PAST:
            return False
        return self.parse.roles[self.parse.first_of(token)] in _GOING_ON

    def _tense(self, token: int) -> str | None:
        """The tag of the word that carries the tense of a verb, None for what is no verb.

        "has met" and "had met" are neither present nor past: MD, the tag of what has no tense.
        """
        carrier = self.parse.tensed(token)
        tag = self.parse.tags[carrier]
        if carrier == token:
            return tag if tag in ("VBZ", "VBP", "VBD", "VB") else None
        perfect = self.parse.lemmas[carrier] == "have" and tag in _PAST
        return "MD" if perfect else tag


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:  # "30 February"
        return date.min
