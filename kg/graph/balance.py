"""Structural balance: do friends share enemies, and which links do not fit?

A network is balanced when its actors fall into two camps with friendly links inside and hostile
links between (Heider 1946; Cartwright and Harary 1956).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

__all__ = ["Census", "Triad", "adjacency", "census", "triads", "triples"]

SIGNS = {3: "+++", 2: "++-", 1: "+--", 0: "---"}


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors, each linked to the others. ``kind`` is "+++", "++-", "+--" or "---"."""

    actors: tuple[str, str, str]
    kind: str
    balanced: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Census:
    """How many triads there are of each kind.

    ``balanced`` is the share of "+++" and "+--"; ``weakly_balanced`` also counts "---", which
    more than two camps explain (Davis 1967).
    """

    counts: dict[str, int]
    balanced: float
    weakly_balanced: float


def triads(network: nx.Graph, *, margin: float = 0.0) -> Iterator[Triad]:
    """Yield every triad of an alliance graph. Time O(edges * degree).

    Pairs whose tone is not farther from 0 than ``margin`` are neither friends nor enemies and
    make no triad.

    >>> network = nx.Graph()
    >>> for a, b, tone in [("A", "B", 1.0), ("B", "C", -1.0), ("A", "C", 1.0)]:
    ...     network.add_edge(a, b, tone=tone, statements=())
    >>> [(triad.kind, triad.balanced) for triad in triads(network)]
    [('++-', False)]
    """
    for a, b, c in triples(adjacency(network, margin)):
        pairs = [network.edges[pair] for pair in ((a, b), (b, c), (a, c))]
        kind = SIGNS[sum(edge["tone"] > 0 for edge in pairs)]
        behind = sorted({s for edge in pairs for s in edge["statements"]})
        yield Triad((a, b, c), kind, kind in ("+++", "+--"), tuple(behind))


def census(network: nx.Graph, *, margin: float = 0.0) -> Census:
    """Count the triads of each kind. Time O(edges * degree)."""
    near = adjacency(network, margin)
    found = [0, 0, 0, 0]
    for a, b, c in triples(near):
        found[(near[a][b] > 0) + (near[b][c] > 0) + (near[a][c] > 0)] += 1
    counts = {SIGNS[friendly]: found[friendly] for friendly in (3, 2, 1, 0)}
    total = sum(found)
    balanced = (found[3] + found[1]) / total if total else 1.0
    weakly = (found[3] + found[1] + found[0]) / total if total else 1.0
    return Census(counts, balanced, weakly)


Signs = dict[str, dict[str, int]]
"""Actor, then partner, then +1 or -1."""


def adjacency(network: nx.Graph, margin: float) -> Signs:
    """Return the sign of each pair whose tone is farther from 0 than ``margin``."""
    return {
        node: {
            other: 1 if edge["tone"] > 0 else -1
            for other, edge in sorted(network[node].items())
            if abs(edge["tone"]) > margin
        }
        for node in sorted(network)
    }


def triples(near: Signs) -> Iterator[tuple[str, str, str]]:
    """Yield each three that are all linked, once, in the order of their ids."""
    rank = {node: n for n, node in enumerate(sorted(near, key=lambda n: (len(near[n]), n)))}
    later = {node: {o for o in near[node] if rank[o] > rank[node]} for node in near}
    for a in near:
        for b in sorted(later[a]):
            for c in sorted(later[a] & later[b]):
                first, second, third = sorted((a, b, c))
                yield first, second, third
