"""How pairs, blocs and the whole network change over time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.model import Status

from .alliance import alliance, stands_for
from .days import Window
from .frustration import frustration

__all__ = [
    "Change",
    "ChangePoint",
    "Period",
    "Polarisation",
    "Trend",
    "change_points",
    "compare",
    "polarisation",
    "timeline",
    "trend",
]


@dataclass(frozen=True, slots=True)
class Period:
    """One month (``YYYY-MM``) of a pair, a bloc or an actor."""

    month: str
    cooperation: float
    conflict: float
    statements: tuple[str, ...]

    @property
    def balance(self) -> float:
        """Cooperation minus conflict."""
        return self.cooperation - self.conflict


def timeline(
    graph: nx.MultiDiGraph,
    ones: str | Collection[str],
    others: str | Collection[str] | None = None,
    *,
    roll_up: bool = True,
    places: bool = False,
    statuses: Collection[Status] = (Status.asserted,),
) -> list[Period]:
    """Return cooperation and conflict between some actors and others, month by month, no gaps.

    ``ones`` and ``others`` are one actor each, or blocs; without ``others``, everybody else. What
    is dated to a year only is left out, for it belongs to no month; a lasting state counts in the
    month in which it was reported. Within a month, all that is said of one pair on one day counts
    once, as in ``alliance``. Time O(statements).
    """
    acting = stands_for(graph, roll_up=roll_up, places=places)
    first = {ones} if isinstance(ones, str) else set(ones)
    second = {others} if isinstance(others, str) else set(others or ())
    events: dict[str, dict[tuple[Any, ...], float]] = defaultdict(dict)
    behind: dict[str, set[str]] = defaultdict(set)
    for a, b, edge in graph.edges(data=True):
        statement, day = edge["statement"], edge["end"]
        a, b = sorted((acting.get(a, a), acting.get(b, b)))
        between = (a in first) != (b in first) if not second else (
            (a in first and b in second) or (b in first and a in second)
        )  # fmt: skip
        if (
            a == b
            or not between
            or not statement.weight
            or statement.status not in statuses
            or not day
            or len(day) < 7
        ):
            continue
        month = day[:7]
        event = (statement.weight > 0, day, a, b)
        strength = abs(statement.weight) * statement.confidence
        events[month][event] = max(strength, events[month].get(event, 0.0))
        behind[month].add(statement.id)
    if not events:
        return []
    return [
        Period(
            month=month,
            cooperation=sum((v for e, v in sorted(events[month].items()) if e[0]), 0.0),
            conflict=sum((v for e, v in sorted(events[month].items()) if not e[0]), 0.0),
            statements=tuple(sorted(behind[month])),
        )
        for month in _months(min(events), max(events))
    ]


def _months(first: str, last: str) -> list[str]:
    """All months from one to another.

    >>> _months("2015-11", "2016-02")
    ['2015-11', '2015-12', '2016-01', '2016-02']
    """
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The first month of a new phase.

    ``before`` and ``after`` are the mean monthly balances of the phases on both sides, ``chance``
    how often months in random order show as large a step. ``statements`` are those nearest to the
    step: of the last month before it, and of the first month from it on, that have any.
    """

    month: str
    before: float
    after: float
    chance: float
    statements: tuple[str, ...]


def change_points(
    periods: Sequence[Period],
    *,
    shortest: int = 3,
    level: float = 0.05,
    permutations: int = 199,
    seed: int = 0,
) -> list[ChangePoint]:
    """Return the months in which the balance of a timeline took a step.

    Binary segmentation (Scott and Knott 1974) on the largest CUSUM step, kept when fewer than
    ``level`` of ``permutations`` random orders show one as large; no phase is shorter than
    ``shortest`` months. Time O(permutations * months * change points).

    >>> calm = [Period(f"2015-{n:02}", 1.0, 0.0, ()) for n in range(1, 9)]
    >>> war = [Period(f"2016-{n:02}", 0.0, 2.0, ()) for n in range(1, 9)]
    >>> [(point.month, point.before, point.after) for point in change_points(calm + war)]
    [('2016-01', 1.0, -2.0)]
    """
    values = [period.balance for period in periods]
    rng = random.Random(seed)
    cuts: dict[int, float] = {}
    waiting = [(0, len(values))]
    while waiting:
        start, end = waiting.pop()
        cut, step = _largest_step(values[start:end], shortest)
        if not cut:
            continue
        shuffled, larger = values[start:end], 1
        for _ in range(permutations):
            rng.shuffle(shuffled)
            larger += _largest_step(shuffled, shortest)[1] >= step - 1e-12
        chance = larger / (permutations + 1)
        if chance <= level:
            cuts[start + cut] = chance
            waiting += [(start, start + cut), (start + cut, end)]
    edges = [0, *sorted(cuts), len(values)]
    return [
        ChangePoint(
            month=periods[cut].month,
            before=_mean(values[edges[n] : cut]),
            after=_mean(values[cut : edges[n + 2]]),
            chance=cuts[cut],
            statements=_nearest(periods, cut),
        )
        for n, cut in enumerate(edges[1:-1])
    ]


def _nearest(periods: Sequence[Period], cut: int) -> tuple[str, ...]:
    before = next((p.statements for p in reversed(periods[:cut]) if p.statements), ())
    after = next((p.statements for p in periods[cut:] if p.statements), ())
    return tuple(sorted({*before, *after}))


def _largest_step(values: Sequence[float], shortest: int) -> tuple[int, float]:
    """Where the means before and after differ most for their lengths; 0 where no cut is left."""
    total, length = sum(values), len(values)
    best, highest, so_far = 0, 0.0, 0.0
    for n in range(1, length):
        so_far += values[n - 1]
        if shortest <= n <= length - shortest:
            gap = abs(so_far / n - (total - so_far) / (length - n))
            step = gap * (n * (length - n) / length) ** 0.5
            if step > highest + 1e-12:
                best, highest = n, step
    return best, highest


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a timeline is going: change of the monthly balance in a year, and Kendall's tau.

    Tau runs from -1 (ever worse) over 0 to 1 (ever better).
    """

    per_year: float
    tau: float
    months: int


def trend(periods: Sequence[Period]) -> Trend:
    """Return the Theil-Sen slope (Sen 1968) and Kendall's tau of a timeline. Time O(months^2).

    >>> trend([Period(f"2015-{n:02}", n / 12, 0.0, ()) for n in range(1, 5)])
    Trend(per_year=1.0, tau=1.0, months=4)
    """
    values = [period.balance for period in periods]
    slopes = sorted(
        (values[j] - values[i]) / (j - i)
        for i in range(len(values))
        for j in range(i + 1, len(values))
    )
    if not slopes:
        return Trend(0.0, 0.0, len(values))
    middle = len(slopes) // 2
    median = slopes[middle] if len(slopes) % 2 else (slopes[middle - 1] + slopes[middle]) / 2
    rising = sum((s > 0) - (s < 0) for s in slopes)
    return Trend(round(median * 12, 9), rising / len(slopes), len(values))


@dataclass(frozen=True, slots=True)
class Change:
    """A pair in two periods.

    ``kind`` is "new" or "gone" where one period has nothing on the pair, "turned" where the sign
    is another, else "warmer" or "cooler"; "step" is the change of cooperation minus conflict.
    """

    first: str
    second: str
    kind: str
    before: float
    after: float
    step: float
    statements: tuple[str, ...]


def compare(
    graph: nx.MultiDiGraph, before: Window, after: Window, *, smallest: float = 0.0, **options: Any
) -> list[Change]:
    """Return the pairs that differ between two periods, the largest change first.

    ``options`` are those of ``alliance``. Periods should be of one length: amounts are compared as
    they are. Time: twice ``alliance``.
    """
    old = alliance(graph, window=before, **options)
    new = alliance(graph, window=after, **options)
    changes = []
    for first, second in sorted({*map(_pair, old.edges()), *map(_pair, new.edges())}):
        was = old.get_edge_data(first, second)
        now = new.get_edge_data(first, second)
        weights = (was["weight"] if was else 0.0, now["weight"] if now else 0.0)
        step = weights[1] - weights[0]
        if abs(step) <= smallest:
            continue
        behind = {s for edge in (was, now) if edge for s in edge["statements"]}
        changes.append(
            Change(first, second, _kind(was, now), *weights, step, tuple(sorted(behind)))
        )
    return sorted(changes, key=lambda c: (-abs(c.step), c.first, c.second))


def _pair(edge: tuple[str, str]) -> tuple[str, str]:
    return min(edge), max(edge)


def _kind(was: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    if was is None:
        return "new"
    if now is None:
        return "gone"
    if was["sign"] * now["sign"] < 0:
        return "turned"
    return "warmer" if now["weight"] > was["weight"] else "cooler"


@dataclass(frozen=True, slots=True)
class Polarisation:
    """How far a network falls into two camps of equal weight that only oppose each other.

    ``score`` is ``fit`` times ``evenness``. ``fit`` is 1 when no link stands against the two camps
    and 0 when half of them do; ``evenness`` is 1 for camps of equal weight and 0 for one camp.
    """

    score: float
    fit: float
    evenness: float
    camps: tuple[tuple[str, ...], tuple[str, ...]]


def polarisation(network: nx.Graph, *, margin: float = 0.0, seed: int = 0) -> Polarisation:
    """Return how polarised an alliance graph is, from 0 to 1.

    ``fit`` is the normalised line index of balance (Aref and Wilson 2018); the weight of a camp
    is the number of links of its members. Time: as ``frustration``.
    """
    found = frustration(network, margin=margin, seed=seed)
    weights = [sum(network.degree[node] for node in camp) for camp in found.camps]
    total = sum(weights)
    evenness = 4 * weights[0] * weights[1] / total**2 if total else 0.0
    return Polarisation(found.balance * evenness, found.balance, evenness, found.camps)
