"""Time expressions, resolved against the date of the article and what it has named before.

:func:`find_times` gives every expression of a text with the span of time that it means, as
precisely as it says and no more: "in 2015" is a year, "on Monday" a day, "a few years ago" some
time that nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_COUNTS = {word: number for number, word in enumerate(_NUMBERS.split())} | {"a": 1}
_CENTURIES = {
    word: number
    for number, word in enumerate(
        ("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"), start=15
    )
}
# Feasts that have a day of their own, as month and day.
_FEASTS = {
    "Christmas Eve": "12-24",
    "Christmas Day": "12-25",
    "Christmas": "12-25",
    "New Year's Eve": "12-31",
    "New Year's Day": "01-01",
}
_FEAST = "|".join(_FEASTS).replace("'", "[’']")
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_HOURS = r"(?: (?:morning|afternoon|evening|night))?"
# "on Monday, 16 July"
_ON = rf"(?:\b{_WEEKDAY.replace('?P<weekday>', '?:')},? )?"
# "21", "21st", the first of "21 and 22" and of "21-22"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:(?: and |, | ?[-–] ?)\d{1,2}(?:st|nd|rd|th)?)?"
_COUNT = rf"(?P<count>(?i:{'|'.join(_COUNTS)})|\d+)"
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_PART = r"(?i:end|start|beginning|middle|(?:first|second|last) (?:week|half|days))"
_SOME = r"(?i:few|several|many|some|recent|couple of|past|last)"
_AT_END = r"(?= *[.,;:)]| *$)"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>(?:1[89]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b",
        rf"{_ON}\b{_DAY}(?: of)? {_MONTH},? {_YEAR}\b",
        rf"{_ON}\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"{_ON}\b{_DAY}(?: of)? {_MONTH}\b(?! \d)",
        rf"{_ON}\b{_MONTH} {_DAY}\b(?!,? \d)",
        rf"\b{_MONTH},?(?: of)? (?P<of_year>last|next|this) year\b",
        rf"\b{_MONTH},?(?: of)? {_YEAR}\b",
        rf"\b(?P<which>(?i:last|next|this)) {_MONTH}\b",
        rf"\b(?i:in|since|by|until|from|during|late|early|mid|{_PART} of) ?-?{_MONTH}\b(?! \d)",
        rf"\b{_WEEKDAY},?(?: of)? (?P<of_week>last|next|this) week\b",
        rf"\b(?:(?P<which>(?i:last|next|this)) )?{_WEEKDAY}{_HOURS}\b",
        rf"\b(?i:at|on|over|before|after|since|by) (?P<feast>{_FEAST})\b(?! [A-Z])",
        r"\b(?P<near>(?i:yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon"
        r"|evening)|overnight))\b",
        r"\b(?P<which>(?i:last|next|this|the))(?: past)? (?P<weekend>weekend)\b",
        r"\b(?i:[Oo]ver|at) (?P<weekend>the weekend)\b",
        # counted from what was named before
        r"\b[Tt]he (?P<then>next|following|previous) (?P<unit>day|week|month|year)\b",
        rf"\b{_COUNT} {_UNIT}s? (?P<shift>earlier|later|before{_AT_END})",
        rf"\b[Tt]he (?P<unit>day) (?P<shift>before){_AT_END}",
        # counted from the day of the article
        r"\b(?P<which>(?i:last|next|this)|past|previous|coming) (?P<unit>week|month|year)\b",
        rf"\b{_PART} of (?P<which>(?i:this|the|last|next)) (?P<unit>year|month)\b",
        r"\b(?P<which>(?i:earlier|later)) (?:in the|this) (?P<unit>week|month|year)\b",
        rf"\b{_COUNT} {_UNIT}s? (?P<ago>ago)",
        # some time or other
        rf"\b(?P<vague>(?:{_SOME} )?(?:{_SOME} |\w+ )?(?:days|weeks|months|years|decades) ago)\b",
        rf"\b(?P<vague>(?i:in|over|for|during) (?:the |more than |at least )?(?:{_SOME} )+"
        r"(?:\w+ )?(?:days|weeks|months|years|decades))\b",
        r"\b(?P<vague>(?i:for|over) (?:many |several |some )?(?:weeks|months|years|decades))\b",
        rf"\b(?P<vague>For (?:the (?:past|last) )?(?:{'|'.join(_COUNTS)}|\d+)"
        r" (?:day|week|month|year|decade)s?)\b",
        r"\b(?P<vague>(?i:last|this past) (?:spring|summer|autumn|fall|winter))\b",
        r"\b(?P<vague>(?i:every|each) (?:day|week|month|year))\b",
        r"\b(?P<vague>(?i:previously|formerly|in the past))\b(?! \d)",
        r"\b(?P<vague>(?i:during|after|since) the (?:Cold|First World|Second World) War)\b",
        r"\b(?P<vague>(?i:centuries|(?:an?|one|half a|two|three) centur(?:y|ies)) ago)\b",
        # years
        rf"\b(?P<century>[1-9]\d?|(?i:{'|'.join(_CENTURIES)}))(?:st|nd|rd|th)?[- ]century\b",
        r"\b(?i:from|between) (?P<since>)(?P<year>1[89]\d\d|20\d\d) (?:to|and|until|till)"
        r" (?P<until>(?:1[89]|20)\d\d)\b",
        rf"\b(?P<since>[Ss]ince |from )?{_YEAR}(?:\s?[-–]\s?(?P<until>\d{{4}}))?\b(?!s)",
        r"\b(?P<decade>1[89]\d0|20\d0)s\b",
    )
]
# Words that may begin a sentence.
_SMALL = frozenset({"near", "which", "count", "century"})
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}
_DAYS_IN = {"day": 1, "week": 7}
# Characters back to a time that a later one may count from.
_BACK = 400
_UNKNOWN = TimeSpan()
_FROM = re.compile(r"\b(from|between) ?$", re.I)
_LONG_AGO, _SOON = timedelta(days=300), timedelta(days=45)


def find_times(
    text: str, start: int, end: int, published: date | None, *, ahead: bool | None = None
) -> list[tuple[Span, TimeSpan]]:
    """Return the time expressions of ``text[start:end]`` with what they mean, in text order.

    A plain weekday or month is the last one before publication, or the next one if the text looks
    ``ahead``; where that is None, nobody knows, and a month may lie a little ahead. "A day later"
    counts from the time that is named before it. What tells no time that can be known ("for
    years") is a TimeSpan without ends.
    """
    taken: list[Span] = []
    matches = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            span = match.span()
            if not any(a < span[1] and span[0] < b for a, b in taken):
                taken.append(span)
                matches.append(match)
    found: list[tuple[Span, TimeSpan]] = []
    for match in sorted(matches, key=lambda m: m.start()):
        parts = {
            name: words.lower() if name in _SMALL and words else words
            for name, words in match.groupdict().items()
        }
        before = found[-1] if found and match.start() - found[-1][0][1] < _BACK else None
        meant = _meaning(parts, published, ahead, before[1] if before else None)
        if meant is not None:
            found.append((match.span(), with_history(meant, bool(parts.get("since")), published)))
    return found


def from_to(found: Sequence[tuple[Span, TimeSpan]], text: str) -> list[tuple[Span, TimeSpan]]:
    """Join times that are the two ends of one: 'from October 2016 to July 2017'."""
    joined: list[tuple[Span, TimeSpan]] = []
    for where, time in found:
        if joined:
            (first, last), begin = joined[-1]
            between = text[last : where[0]].strip()
            if between in ("to", "and", "until", "till") and _FROM.search(
                text[max(0, first - 8) : first]
            ):
                joined[-1] = (first, where[1]), TimeSpan(begin.start, time.start, time.historical)
                continue
        joined.append((where, time))
    return joined


def with_history(meant: TimeSpan, since: bool, published: date | None) -> TimeSpan:
    """Mark a time that ended more than a year before the article; what began "since" goes on."""
    last = meant.end or meant.start
    if published is None or last is None or since:
        return meant
    year_before = f"{published.year - 1}{published.isoformat()[4:]}"
    return TimeSpan(meant.start, meant.end, last < year_before[: len(last)])


def _meaning(
    parts: dict[str, str | None],
    published: date | None,
    ahead: bool | None,
    before: TimeSpan | None,
) -> TimeSpan | None:
    if parts.get("vague"):
        return _UNKNOWN
    if parts.get("then") or parts.get("shift"):
        return _counted(parts, published, before)
    return _calendar(parts, published, ahead) or _relative(parts, published, ahead)


def _calendar(
    parts: dict[str, str | None], published: date | None, ahead: bool | None
) -> TimeSpan | None:
    """Expressions that name a year, or a month or day that the article's date gives a year."""
    year, month = parts.get("year"), parts.get("month")
    if day := parts.get("iso"):
        return TimeSpan(day)
    if decade := parts.get("decade"):
        return TimeSpan(decade, str(int(decade) + 9))
    if century := parts.get("century"):
        last = 100 * (_CENTURIES.get(century) or int(century))
        over = published is None or last < published.year
        return TimeSpan(f"{last - 99:04}", f"{last:04}") if over else _UNKNOWN
    if month:
        number = _MONTHS[month.rstrip(".").lower()]
        if not year:
            if published is None:
                return None
            which = parts.get("which") or ("coming" if ahead else None)
            if of_year := parts.get("of_year"):
                year = str(published.year + _STEPS.get(of_year, 0))
            else:
                year = str(_year_of(number, published, which, past=ahead is False))
        stamp = f"{year}-{number:02}"
        if day := parts.get("day"):
            if not 1 <= int(day) <= 31:
                return None
            stamp += f"-{int(day):02}"
            if not parts.get("year") and published is not None:
                stamp = _nearer(stamp, published)
        return TimeSpan(stamp)
    if year:
        if parts.get("until"):
            return TimeSpan(year, parts["until"])
        return TimeSpan(year)
    return None


def _nearer(day: str, published: date) -> str:
    """A day, or the same of the next year, if that is near: "starting January 1" in December."""
    try:
        here = date.fromisoformat(day)
        there = here.replace(year=here.year + 1)
    except ValueError:  # "30 February"
        return day
    is_near = published - here > _LONG_AGO and there - published < _SOON
    return there.isoformat() if is_near else day


def _year_of(month: int, published: date, which: str | None, *, past: bool) -> int:
    """The year of a month without one: the latest that is not clearly after the article."""
    if which == "next":
        return published.year if month > published.month else published.year + 1
    if which == "coming":
        return published.year if month >= published.month else published.year + 1
    ahead = month - published.month
    if which == "last":
        return published.year if ahead < 0 else published.year - 1
    return published.year - 1 if ahead > (0 if past else 3) else published.year


def _relative(
    parts: dict[str, str | None], published: date | None, ahead: bool | None
) -> TimeSpan | None:
    """Expressions that mean nothing without the article's date."""
    if published is None:
        return None
    if near := parts.get("near"):
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(near, 0)
        return TimeSpan((published + timedelta(days=shift)).isoformat())
    which = parts.get("which")
    if parts.get("weekend"):
        saturday = published - timedelta(days=(published.weekday() + 2) % 7)
        if which == "next" or which == "this" or (ahead and which != "last"):
            saturday += timedelta(days=7 if published.weekday() < _DAYS["saturday"] else 0)
        return TimeSpan(saturday.isoformat(), (saturday + timedelta(days=1)).isoformat())
    if feast := parts.get("feast"):
        return _feast(feast.replace("’", "'"), published, ahead)
    if (weekday := parts.get("weekday")) and (of_week := parts.get("of_week")):
        monday = published - timedelta(days=published.weekday())
        days = _DAYS[weekday.lower()] + 7 * _STEPS.get(of_week, 0)
        return TimeSpan((monday + timedelta(days=days)).isoformat())
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
        return _unit(unit, _STEPS.get(which, 0), published)
    if unit and (count := parts.get("count")):
        return _unit(unit, -_number(count), published)
    return None


def _feast(name: str, published: date, ahead: bool | None) -> TimeSpan:
    """The last feast of a name before the article, or the next one."""
    day = date.fromisoformat(f"{published.year}-{_FEASTS[name]}")
    if ahead and day < published:
        day = day.replace(year=day.year + 1)
    elif not ahead and day > published:
        day = day.replace(year=day.year - 1)
    return TimeSpan(day.isoformat())


def _counted(
    parts: dict[str, str | None], published: date | None, before: TimeSpan | None
) -> TimeSpan | None:
    """'A day later', 'the previous month': counted from what is named before, if that is as
    precise; what lies earlier counts from the day of the article where nothing is named.
    """
    unit, then, shift = parts["unit"] or "day", parts.get("then"), parts.get("shift")
    if then:
        steps = {"next": 1, "following": 1, "previous": -1}.get(then, 0)
    else:
        number = _number(parts.get("count") or "a")
        steps = number if shift == "later" else -number
    start = before.start if before is not None else None
    precise = {"decade": 4, "year": 4, "month": 7}.get(unit, 10)
    if start is not None and len(start) >= precise:
        try:
            day = date.fromisoformat(start + "-01-01"[len(start) - 4 :])
        except ValueError:  # "30 February"
            return _UNKNOWN
        return _unit(unit, steps, day)
    if start is not None or steps > 0 or published is None:
        return _UNKNOWN
    return _unit(unit, steps, published)


def _number(count: str) -> int:
    return _COUNTS.get(count.lower()) or (int(count) if count.isdigit() else 0)


def _unit(unit: str, steps: int, day: date) -> TimeSpan | None:
    """The day, week, month, year or decade that lies so many steps from that of a day."""
    if unit == "decade":
        return TimeSpan(str(day.year + 10 * steps))
    if unit == "year":
        return TimeSpan(str(day.year + steps))
    if unit == "month":
        months = day.year * 12 + day.month - 1 + steps
        return TimeSpan(f"{months // 12}-{months % 12 + 1:02}")
    try:
        day += timedelta(days=steps * _DAYS_IN[unit])
    except OverflowError:
        return None
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return TimeSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    return TimeSpan(day.isoformat())
