"""Which claims become plain triples, and how well each is corroborated.

A claim is a triple that at least one article puts forward. It is promoted to a fact when an
article states it outright, on its own word or on the word of somebody who is no party to it; the
word of a party alone ("Norland said Sudland attacked it") stays an allegation until two
independent sources carry it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from ..model import Actor, Statement, Status, TimeSpan

# reference/ontology.md 3.4 starts with 0.6. With 0.7 five in six of 200 promoted ones were right by
# reading (benchmarks/judging.py score); what is less certain is kept, but makes no edge.
# To be looked at anew when the calibration of kg.nlp changes.
MIN_CONFIDENCE = 0.7

# Two copies of one report are one source; two outlets with their own words are two.
MIN_SOURCES = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """What it takes to become a fact."""

    min_confidence: float = MIN_CONFIDENCE
    min_sources: int = MIN_SOURCES


@dataclass(frozen=True, slots=True, order=True)
class Vouch:
    """One assertion as a reason to believe its claim.

    ``origin`` holds whatever marks a common source: the outlet, the digest of the text, the
    quoted words. Two assertions that share any of them are not independent.
    """

    assertion: str
    origin: tuple[str, ...]
    plain: bool
    """Asserted, and confidently enough."""
    allegation: bool
    """The word of somebody who is a party to a hostile claim."""


def is_allegation(statement: Statement) -> bool:
    """Tell whether a hostile claim rests on the word of one of its own parties.

    Whoever speaks for a state speaks as that state.
    """
    if statement.speaker is None or (statement.weight or 0.0) >= 0:
        return False
    speaker = statement.speaker
    return any(
        speaker.id == end.id or _side(speaker) == _side(end)
        for end in (statement.subject, statement.object)
    )


def _side(actor: Actor) -> str:
    return actor.of if actor.of is not None else actor.label


def is_plain(status: Status, confidence: float, policy: Policy) -> bool:
    """Tell whether an assertion may count towards a fact at all."""
    return status is Status.asserted and confidence >= policy.min_confidence


def is_fact(vouches: Iterable[Vouch], policy: Policy) -> bool:
    """Tell whether what speaks for a claim is enough to make it a fact.

    >>> said = [Vouch("1", ("Daily", "d1"), True, True), Vouch("2", ("Daily", "d2"), True, True)]
    >>> is_fact(said, Policy()), is_fact([*said, Vouch("3", ("Wire", "d3"), True, True)], Policy())
    (False, True)
    >>> is_fact([Vouch("4", ("Daily", "d4"), True, False)], Policy())
    True
    """
    plain = [vouch for vouch in vouches if vouch.plain]
    if any(not vouch.allegation for vouch in plain):
        return True
    return independent(vouch.origin for vouch in plain) >= policy.min_sources


def independent(origins: Iterable[tuple[Hashable, ...]]) -> int:
    """Count the groups that share no outlet, no text and no words with one another.

    >>> independent([("Daily", "text 1"), ("Daily", "text 2"), ("Wire", "text 3")])
    2
    >>> independent([("Daily", "text 1"), ("Wire", "text 1")])
    1
    """
    groups: list[set[Hashable]] = []
    for origin in origins:
        merged, apart = set(origin), []
        for group in groups:
            if group & merged:
                merged |= group
            else:
                apart.append(group)
        groups = [*apart, merged]
    return len(groups)


def days(time: TimeSpan | None, lasts: bool, published: date | None) -> tuple[str, str] | None:
    """Return the first and the last day on which a relation held or happened, as far as is known.

    What has no date of its own is dated with its article. A state that began (``lasts``) holds
    until the article appeared, unless it ended or is told as history. Without any date: None.

    >>> days(TimeSpan("2015-02"), False, date(2017, 3, 10))
    ('2015-02-01', '2015-02-31')
    >>> days(TimeSpan("2015"), True, date(2017, 3, 10))
    ('2015-01-01', '2017-03-10')
    >>> days(None, True, date(2017, 3, 10))
    ('2017-03-10', '2017-03-10')
    """
    start, end = (time.start, time.end) if time else (None, None)
    now = published.isoformat() if published else None
    if start is None and end is None:
        return (now, now) if now else None
    if end is None and start is not None:
        lasting = lasts and not (time and time.historical) and now is not None and now > start
        end = now if lasting else start
    first, last = start or end or "", end or start or ""
    first, last = first + "-01-01"[len(first) - 4 :], last + "-12-31"[len(last) - 4 :]
    return min(first, last), max(first, last)


# A state that is said to hold "since 1776" is of this many years, no more: the last ones.
MAX_YEARS = 100


def years(interval: tuple[str, str] | None) -> range:
    """Return the calendar years that an interval touches.

    >>> list(years(("2015-02-01", "2017-03-10")))
    [2015, 2016, 2017]
    """
    if interval is None:
        return range(0)
    first, last = int(interval[0][:4]), int(interval[1][:4])
    return range(max(first, last - MAX_YEARS + 1), last + 1)
