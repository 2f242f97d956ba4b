"""Who stands with an actor and who against it, who is like it, and who might be linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import log1p, sqrt
from typing import Any

import networkx as nx

__all__ = ["Candidate", "Partner", "Similar", "allies", "candidates", "rivals", "similar"]


@dataclass(frozen=True, slots=True)
class Partner:
    """One other actor, as an edge of the alliance graph describes the pair."""

    actor: str
    label: str
    cooperation: float
    conflict: float
    tone: float
    events: int
    sources: int
    statements: tuple[str, ...]


def allies(network: nx.Graph, actor: str, *, top: int = 10) -> list[Partner]:
    """Return those with whom an actor cooperates more than it is in conflict, strongest first.

    Time O(d log d) in the number of partners.

    >>> network = nx.Graph()
    >>> _ = network.add_node("FRA", label="France"), network.add_node("DEU", label="Germany")
    >>> network.add_edge("FRA", "DEU", cooperation=2.0, conflict=0.5, weight=1.5, tone=0.6,
    ...                  events=3, sources=2, statements=("s:1",))
    >>> [(ally.label, ally.cooperation) for ally in allies(network, "FRA")]
    [('Germany', 2.0)]
    """
    return _partners(network, actor, 1)[:top]


def rivals(network: nx.Graph, actor: str, *, top: int = 10) -> list[Partner]:
    """Return those with whom an actor is in conflict more than it cooperates, worst first."""
    return _partners(network, actor, -1)[:top]


def _partners(network: nx.Graph, actor: str, sign: int) -> list[Partner]:
    ties = [(other, edge) for other, edge in network[actor].items() if edge["weight"] * sign > 0]
    ties.sort(key=lambda tie: (-abs(tie[1]["weight"]), tie[0]))
    return [
        Partner(
            actor=other,
            label=network.nodes[other]["label"],
            cooperation=edge["cooperation"],
            conflict=edge["conflict"],
            tone=edge["tone"],
            events=edge["events"],
            sources=edge["sources"],
            statements=edge["statements"],
        )
        for other, edge in ties
    ]


@dataclass(frozen=True, slots=True)
class Similar:
    """How alike two actors are in their friends and enemies, from -1 (opposed) to 1 (alike)."""

    actor: str
    label: str
    score: float
    friends: tuple[str, ...]
    enemies: tuple[str, ...]
    divided: tuple[str, ...]
    """Those whom one of the two befriends and the other opposes."""
    statements: tuple[str, ...]


def similar(network: nx.Graph, actor: str, *, top: int = 10) -> list[Similar]:
    """Return the actors most like one, by the cosine of their ties to all others.

    A tie counts with its tone, times the logarithm of how much there is of it; what links the two
    to each other does not count. Compare Maoz et al., "Structural equivalence and international
    conflict" (2006). Time O(sum of the degrees of the neighbours).

    >>> network = nx.Graph()
    >>> network.add_nodes_from((n, {"label": n}) for n in "ABC")
    >>> about = {"cooperation": 1.0, "conflict": 0.0, "tone": 1.0, "statements": ()}
    >>> network.add_edges_from([("A", "C", about), ("B", "C", about)])
    >>> [(s.actor, s.score, s.friends) for s in similar(network, "A")]
    [('B', 1.0, ('C',))]
    """
    mine = _ties(network, actor)
    found = []
    for other in sorted({far for near in mine for far in network[near]} - {actor}):
        theirs = _ties(network, other)
        shared = sorted(mine.keys() & theirs.keys())
        if not shared:
            continue
        length = _length(mine, other) * _length(theirs, actor)
        if not length:
            continue
        by_sign: dict[int, list[str]] = {1: [], -1: [], 0: []}
        for third in shared:
            agree = mine[third] * theirs[third] > 0
            by_sign[(1 if mine[third] > 0 else -1) if agree else 0].append(third)
        found.append(
            Similar(
                actor=other,
                label=network.nodes[other]["label"],
                score=sum(mine[third] * theirs[third] for third in shared) / length,
                friends=tuple(by_sign[1]),
                enemies=tuple(by_sign[-1]),
                divided=tuple(by_sign[0]),
                statements=_behind(network, [(e, t) for t in shared for e in (actor, other)]),
            )
        )
    return sorted(found, key=lambda s: (-s.score, s.actor))[:top]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that no article states. It is a guess from the friends and enemies two actors share,
    is never put into a graph, and must not be told as news."""

    first: str
    second: str
    sign: int
    score: float
    through: tuple[str, ...]
    statements: tuple[str, ...]


def candidates(network: nx.Graph, *, top: int = 20) -> list[Candidate]:
    """Return pairs without any link that balance would join, the likeliest first.

    The friend of a friend and the enemy of an enemy count for a friendly link, the enemy of a
    friend for a hostile one (Heider 1946); each third actor counts with the product of both ties,
    divided by the logarithm of how many ties it has (Adamic and Adar 2003). Time O(sum of squared
    degrees), which is long when somebody is linked to everybody.
    """
    ties = {node: _ties(network, node) for node in sorted(network)}
    share = {node: 1 / log1p(len(near)) for node, near in ties.items() if near}
    best: list[tuple[float, str, str, float]] = []
    for first, near in ties.items():
        scores: dict[str, float] = {}
        for third, tie in near.items():
            weight = tie * share[third]
            for second, other in ties[third].items():
                scores[second] = scores.get(second, 0.0) + weight * other
        found = (
            (-abs(score), first, second, score)
            for second, score in scores.items()
            if first < second and score and second not in near
        )
        best = nsmallest(top, (*best, *found))
    return [_candidate(network, ties, (first, second), score) for _, first, second, score in best]


def _candidate(
    network: nx.Graph, ties: dict[str, dict[str, float]], pair: tuple[str, str], score: float
) -> Candidate:
    through = tuple(sorted(ties[pair[0]].keys() & ties[pair[1]].keys()))
    behind = _behind(network, [(end, third) for third in through for end in pair])
    return Candidate(*pair, 1 if score > 0 else -1, score, through, behind)


def _ties(network: nx.Graph, actor: str) -> dict[str, float]:
    """Tone times the logarithm of the amount, for each neighbour."""
    return {other: _tie(edge) for other, edge in network[actor].items() if edge["tone"]}


def _tie(edge: Mapping[str, Any]) -> float:
    return float(edge["tone"] * log1p(edge["cooperation"] + edge["conflict"]))


def _length(ties: dict[str, float], without: str) -> float:
    return sqrt(sum(value**2 for other, value in ties.items() if other != without))


def _behind(network: nx.Graph, pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted({s for pair in pairs for s in network.edges[pair]["statements"]}))
