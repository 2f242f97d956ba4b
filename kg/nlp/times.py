"""Time expressions, resolved against the date of the article.

:func:`find_times` gives every expression of a sentence with the span of time that it means, as
precisely as it says and no more: "in 2015" is a year, "on Monday" a day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..model import Span, TimeSpan

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = {
    day: number
    for number, day in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?! \d)",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d)",
        rf"\b{_MONTH},?(?: of)? {_YEAR}\b",
        rf"\b(?P<which>(?i:last|next|this)) {_MONTH}\b",
        rf"\b(?i:in|since|by|until|from|during|late|early|mid) ?-?{_MONTH}\b(?! \d)",
        rf"\b(?P<which>(?i:last|next|this))? ?{_WEEKDAY}\b",
        r"\b(?P<near>(?i:yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon"
        r"|evening)|overnight))\b",
        r"\b(?P<which>(?i:last|next|this)|past|previous|coming) (?P<unit>week|month|year)\b",
        r"\b(?P<which>previous|next|following) (?P<unit>day)\b",
        r"\b(?P<which>(?i:earlier|later)) in the (?P<unit>week|month|year)\b",
        r"\b(?P<count>(?i:a|one|two|three|four|five|six|seven|eight|nine|ten)|\d+)"
        r" (?P<unit>day|week|month|year)s? (?P<ago>ago|earlier|later|before(?= *[.,;:)]| *$))",
        r"\bthe (?P<unit>day) (?P<ago>before)(?= *[.,;:)]| *$)",
        rf"\b(?P<since>[Ss]ince |from )?{_YEAR}(?:\s?[-–]\s?(?P<until>\d{{4}}))?\b(?!s)",
        r"\b(?P<decade>1[89]\d0|20\d0)s\b",
    )
]
_COUNTS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_COUNTS["a"] = 1
# Words that may begin a sentence.
_SMALL = frozenset({"near", "which", "count"})
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}
_DAYS_IN = {"day": 1, "week": 7}


def find_times(
    text: str, start: int, end: int, published: date | None, *, ahead: bool = False
) -> list[tuple[Span, TimeSpan]]:
    """Return the time expressions of ``text[start:end]`` with what they mean, in text order.

    A plain weekday or month is the last one before publication, or the next one if the text looks
    ``ahead``.
    """
    taken: list[Span] = []
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            span = match.span()
            if any(a < span[1] and span[0] < b for a, b in taken):
                continue
            parts = {
                name: words.lower() if name in _SMALL and words else words
                for name, words in match.groupdict().items()
            }
            meant = _meaning(parts, published, ahead)
            if meant is not None:
                taken.append(span)
                since = bool(match.groupdict().get("since"))
                found.append((span, _with_history(meant, since, published)))
    return sorted(found, key=lambda pair: pair[0])


def _with_history(meant: TimeSpan, since: bool, published: date | None) -> TimeSpan:
    """Mark what ended more than a year before the article; what began "since" goes on."""
    last = meant.end or meant.start
    if published is None or last is None or since:
        return meant
    year_before = f"{published.year - 1}{published.isoformat()[4:]}"
    return TimeSpan(meant.start, meant.end, last < year_before[: len(last)])


def _meaning(parts: dict[str, str | None], published: date | None, ahead: bool) -> TimeSpan | None:
    return _calendar(parts, published, ahead) or _relative(parts, published, ahead)


def _calendar(parts: dict[str, str | None], published: date | None, ahead: bool) -> TimeSpan | None:
    """Expressions that name a year, or a month or day that the article's date gives a year."""
    year, month = parts.get("year"), parts.get("month")
    if decade := parts.get("decade"):
        return TimeSpan(decade, str(int(decade) + 9))
    if month:
        number = _MONTHS[month.rstrip(".").lower()]
        if not year:
            if published is None:
                return None
            which = parts.get("which") or ("coming" if ahead else None)
            year = str(_year_of(number, published, which))
        stamp = f"{year}-{number:02}"
        if day := parts.get("day"):
            if not 1 <= int(day) <= 31:
                return None
            stamp += f"-{int(day):02}"
        return TimeSpan(stamp)
    if year:
        if parts.get("until"):
            return TimeSpan(year, parts["until"])
        return TimeSpan(year)
    return None


def _year_of(month: int, published: date, which: str | None) -> int:
    """The year of a month without one: the latest that is not clearly after the article."""
    if which == "next":
        return published.year if month > published.month else published.year + 1
    if which == "coming":
        return published.year if month >= published.month else published.year + 1
    ahead = month - published.month
    if which == "last":
        return published.year if ahead < 0 else published.year - 1
    return published.year - 1 if ahead > 3 else published.year


def _relative(parts: dict[str, str | None], published: date | None, ahead: bool) -> TimeSpan | None:
    """Expressions that mean nothing without the article's date."""
    if published is None:
        return None
    if near := parts.get("near"):
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(near, 0)
        return TimeSpan((published + timedelta(days=shift)).isoformat())
    which = parts.get("which")
    if weekday := parts.get("weekday"):
        back = (published.weekday() - _DAYS[weekday.lower()]) % 7
        day = published - timedelta(days=back)
        if which == "next" or (ahead and which != "last" and back):
            day += timedelta(days=7)
        elif which == "last" and back == 0:
            day -= timedelta(days=7)
        return TimeSpan(day.isoformat())
    unit = parts.get("unit")
    if unit and which:
        step = _STEPS.get(which, 0)
        return _unit(unit, step, published)
    count = parts.get("count") or ("a" if parts.get("ago") else None)
    if unit and count:
        number = _COUNTS.get(count) or (int(count) if count.isdigit() else 0)
        return _unit(unit, number if parts.get("ago") == "later" else -number, published)
    return None


def _unit(unit: str, steps: int, published: date) -> TimeSpan | None:
    if unit == "year":
        return TimeSpan(str(published.year + steps))
    if unit == "month":
        months = published.year * 12 + published.month - 1 + steps
        return TimeSpan(f"{months // 12}-{months % 12 + 1:02}")
    try:
        day = published + timedelta(days=steps * _DAYS_IN[unit])
    except OverflowError:
        return None
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return TimeSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    return TimeSpan(day.isoformat())
