"""Dates as news gives them: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.errors import BadInput

__all__ = ["Window", "checked", "first_day", "known", "last_day", "within"]

Window = tuple[str | None, str | None]
"""First and last day, month or year, both inclusive; None is open."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def first_day(moment: str) -> date:
    """Return the first day of a year, month or day.

    Raises
    ------
    ValueError
        if it is no date, as in "2015-13".

    >>> first_day("2015-11")
    datetime.date(2015, 11, 1)
    """
    year, month, day = _parts(moment)
    return date(year, month or 1, day or 1)


def last_day(moment: str) -> date:
    """Return the last day of a year, month or day; raise ValueError if it is no date.

    >>> last_day("2016-02")
    datetime.date(2016, 2, 29)
    """
    year, month, day = _parts(moment)
    if day:
        return date(year, month, day)
    if month in (0, 12):
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def known(moment: str | None) -> str | None:
    """Return a date as it is, and None for what is no date.

    >>> known("2015-11"), known("2015-13"), known(None)
    ('2015-11', None, None)
    """
    try:
        return moment if moment and first_day(moment) else None
    except ValueError:
        return None


def checked(window: Window | None) -> Window | None:
    """Return a window as it is; raise BadInput if an end of it is no date."""
    for moment in window or ():
        if moment is not None and known(moment) is None:
            raise BadInput(f"'{moment}' is no date; write YYYY, YYYY-MM or YYYY-MM-DD.")
    return window


def within(start: str | None, end: str | None, window: Window) -> bool:
    """Tell whether something from ``start`` to ``end`` falls into a window, in part at least.

    A month or a year stands for all its days. What has no date falls into no window.

    >>> within("2015-11", "2015-11", ("2015-11-24", None))
    True
    """
    first, last = window
    if start is None or end is None:
        return False
    return (last is None or first_day(start) <= last_day(last)) and (
        first is None or last_day(end) >= first_day(first)
    )


def _parts(moment: str) -> tuple[int, int, int]:
    match = _DATE.fullmatch(moment)
    if not match:
        raise ValueError(f"'{moment}' is no date.")
    year, month, day = (int(group or 0) for group in match.groups())
    return year, month, day
