"""Dates of articles: from a field of a record, and from a line of their own in the text."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TIME = (  # a time of day after the date, which is not kept
    r"(?:[,T\s|·–—-]*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:\(?(?:z|gmt|utc|[a-z]{2,4}t)?\)?\s*[+-]?[\d:]*\)?)?)?"
)
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE)
    for form in (
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})",
    )
)
_LABEL = re.compile(
    r"(?P<label>first published|last updated|published|posted|updated|issued|released|date)"
    r"(?:\s+on)?\s*:?\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?!\w+day,)[A-Z][\w.'’ -]{1,40}, ")
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’ .-]+(?:, [A-Z]\w+)?, (?P<date>.{8,25}?)\s*(?:\(|--|[—–])"
)
_LINES = 6
"""A date that stands lower than this many lines is not taken for the article's own."""


def parse_date(value: str) -> date | None:
    """Return the day that a string names, or None where it names none or leaves it open.

    Read are ISO 8601 (a time of day is dropped), mail dates, and English dates with the month
    as a word. ``03/04/2019`` is two different days and therefore none.

    >>> parse_date("2019-10-15T08:30:00Z"), parse_date("Tuesday, October 15, 2019")
    (datetime.date(2019, 10, 15), datetime.date(2019, 10, 15))
    >>> parse_date("03/04/2019")
    """
    value = value.strip()
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    for form in _FORMS:
        if match := form.fullmatch(value):
            return _day(match)
    return None


def own_date(text: str) -> date | None:
    """Return the date that an article's first lines give as its own, where they give just one.

    The date has to stand alone in its line, after a label or a place at most, or in a dateline
    like "LOME, 3 May 1994 (XYZ) -". Of "Published" and "Updated" the first counts.
    """
    lines = [line.strip() for line in text[:2000].splitlines() if line.strip()]
    found: set[date] = set()
    updates: set[date] = set()
    for line in lines[:_LINES]:
        label = _LABEL.match(line)
        rest = line[label.end() :] if label else line
        day = parse_date(rest)
        if day is None and not label:
            if place := _PLACE.match(line):
                day = parse_date(line[place.end() :])
            if dateline := _DATELINE.match(line):
                day = parse_date(dateline["date"])
        if day:
            late = label is not None and label["label"].lower().endswith("updated")
            (updates if late else found).add(day)
    days = found or updates
    return days.pop() if len(days) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    named = match["month"].lower()
    month = int(named) if named.isdigit() else _MONTHS.index(named[:3]) + 1
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
    weekday = match.groupdict().get("weekday")
    return None if weekday and _DAYS[day.weekday()] != weekday.lower() else day
