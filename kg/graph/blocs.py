"""Groups that cooperate inside and conflict outside, and how far they can be trusted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

import networkx as nx

from .alliance import alliance

__all__ = [
    "Bloc",
    "Stability",
    "bloc_matrix",
    "bloc_numbers",
    "blocs",
    "signed_modularity",
    "stability",
]

Ties = Mapping[str, Mapping[str, tuple[float, float]]]
"""Node, then neighbour, then cooperation and conflict."""


@dataclass(frozen=True, slots=True)
class Bloc:
    """Actors that stand together. ``statements`` are those of the cooperation inside."""

    members: tuple[str, ...]
    labels: tuple[str, ...]
    cooperation: float
    conflict: float
    outward_conflict: float
    statements: tuple[str, ...]


def blocs(
    network: nx.Graph, *, resolution: float = 1.0, restarts: int = 5, seed: int = 0
) -> list[Bloc]:
    """Return the blocs of an alliance graph, the largest first; each actor is in one.

    They make signed modularity large: more cooperation inside and less conflict inside than
    chance would give (Gómez, Jensen and Arenas 2009), found by moving actors one by one and then
    whole groups, as Louvain does (Blondel et al. 2008): the best of ``restarts``, of which the
    first begins with each actor alone, the others with random groups of friends. An actor
    only joins those it is linked to: an enemy in common alone makes no bloc. Amounts
    count by their logarithm, for news reports some pairs far more than others. A higher
    ``resolution`` gives more and smaller blocs. Time about O(edges * rounds * restarts).

    >>> network = nx.Graph()
    >>> network.add_nodes_from((n, {"label": n}) for n in "ABCD")
    >>> good = {"cooperation": 1.0, "conflict": 0.0, "statements": ("s:1",)}
    >>> bad = {"cooperation": 0.0, "conflict": 1.0, "statements": ("s:2",)}
    >>> network.add_edges_from([("A", "B", good), ("C", "D", good), ("B", "C", bad)])
    >>> [bloc.members for bloc in blocs(network)]
    [('A', 'B'), ('C', 'D')]
    """
    ties = _ties(network)
    best: dict[str, int] = {}
    highest = float("-inf")
    for turn in range(restarts):
        rng = random.Random(f"{seed} {turn}")
        begun = _begun(ties, rng) if turn else {node: n for n, node in enumerate(ties)}
        moved = _moved(ties, begun, resolution, rng)
        found = _parted(ties, _joined(ties, moved, resolution, rng))
        value = _modularity(ties, found, resolution)
        if value > highest + 1e-12:
            best, highest = found, value
    groups: dict[int, list[str]] = defaultdict(list)
    for node in sorted(best):
        groups[best[node]].append(node)
    return [_bloc(network, members) for members in sorted(groups.values(), key=_by_size)]


def bloc_numbers(found: Sequence[Bloc]) -> dict[str, int]:
    """Return the number of each actor's bloc, for colours; who stands alone has none.

    >>> bloc_numbers([Bloc(("A", "B"), ("A", "B"), 1.0, 0.0, 0.0, ())])
    {'A': 0, 'B': 0}
    """
    together = [bloc for bloc in found if len(bloc.members) > 1]
    return {member: n for n, bloc in enumerate(together) for member in bloc.members}


def signed_modularity(
    network: nx.Graph, groups: Sequence[Sequence[str]], *, resolution: float = 1.0
) -> float:
    """Return how well some groups part cooperation from conflict; 0 is what chance gives.

    The measure of Gómez, Jensen and Arenas (2009), "Analysis of community structure in networks
    of correlated data". Time O(edges).
    """
    group_of = {node: n for n, members in enumerate(groups) for node in members}
    return _modularity(_ties(network), group_of, resolution)


@dataclass(frozen=True, slots=True)
class Stability:
    """How often resampling gives the same blocs.

    ``agreement`` is the mean adjusted Rand index between the blocs of all articles and those of
    the samples (1: always the same; 0: chance). ``share`` tells for each actor how often it was
    found with the majority of its bloc; low shares are the actors that could be in another.
    """

    agreement: float
    share: dict[str, float]
    samples: int


def stability(
    graph: nx.MultiDiGraph, *, samples: int = 20, seed: int = 0, **options: Any
) -> Stability:
    """Draw the articles again and again, with replacement, and compare the blocs.

    ``graph`` is what ``build`` returns, ``options`` are those of ``alliance``. Articles are drawn,
    not statements, because the statements of one article stand and fall together (Efron 1979;
    agreement after Hubert and Arabie 1985). Time: ``samples`` times ``alliance`` and ``blocs``.
    """
    whole = {m: n for n, bloc in enumerate(blocs(alliance(graph, **options))) for m in bloc.members}
    articles = sorted({s.article for _, _, s in graph.edges(data="statement")})
    rng = random.Random(seed)
    agreements: list[float] = []
    together: dict[str, list[bool]] = defaultdict(list)
    for _ in range(samples):
        drawn = set(rng.choices(articles, k=len(articles))) if articles else set()
        kept = [
            (a, b, key)
            for a, b, key, s in graph.edges(keys=True, data="statement")
            if s.article in drawn
        ]
        found = blocs(alliance(graph.edge_subgraph(kept), **options), restarts=1)
        sample = {m: n for n, bloc in enumerate(found) for m in bloc.members}
        agreements.append(_adjusted_rand(whole, sample))
        main = _main_group(whole, sample)
        for node, group in sample.items():
            if node in whole:
                together[node].append(group == main[whole[node]])
    return Stability(
        agreement=sum(agreements) / len(agreements) if agreements else 1.0,
        share={node: sum(hits) / len(hits) for node, hits in sorted(together.items())},
        samples=samples,
    )


def bloc_matrix(
    network: nx.Graph, groups: Sequence[Sequence[str]]
) -> list[list[tuple[float, float]]]:
    """Return cooperation and conflict between each two groups, and inside each. Time O(edges)."""
    group_of = {node: n for n, members in enumerate(groups) for node in members}
    matrix = [[(0.0, 0.0)] * len(groups) for _ in groups]
    for a, b, edge in network.edges(data=True):
        if a in group_of and b in group_of:
            first, second = group_of[a], group_of[b]
            good, bad = matrix[first][second]
            added = (good + edge["cooperation"], bad + edge["conflict"])
            matrix[first][second] = matrix[second][first] = added
    return matrix


def _by_size(members: list[str]) -> tuple[int, list[str]]:
    return -len(members), members


def _bloc(network: nx.Graph, members: list[str]) -> Bloc:
    inside = set(members)
    good = bad = outward = 0.0
    behind: set[str] = set()
    for node in members:
        for other, edge in network[node].items():
            if other not in inside:
                outward += edge["conflict"]
            elif node < other:
                good, bad = good + edge["cooperation"], bad + edge["conflict"]
                if edge["cooperation"]:
                    behind.update(edge["statements"])
    return Bloc(
        members=tuple(members),
        labels=tuple(network.nodes[node]["label"] for node in members),
        cooperation=good,
        conflict=bad,
        outward_conflict=outward,
        statements=tuple(sorted(behind)),
    )


def _ties(network: nx.Graph) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        node: {
            other: (log1p(edge["cooperation"]), log1p(edge["conflict"]))
            for other, edge in network[node].items()
        }
        for node in sorted(network)
    }


def _strengths(ties: Ties) -> tuple[dict[Any, float], dict[Any, float], float, float]:
    good = {node: sum(tie[0] for tie in near.values()) for node, near in ties.items()}
    bad = {node: sum(tie[1] for tie in near.values()) for node, near in ties.items()}
    return good, bad, sum(good.values()), sum(bad.values())


def _modularity(ties: Ties, group_of: Mapping[str, int], resolution: float) -> float:
    good, bad, all_good, all_bad = _strengths(ties)
    if not all_good + all_bad:
        return 0.0
    total = 0.0
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for node, near in ties.items():
        group = group_of[node]
        sums[group][0] += good[node]
        sums[group][1] += bad[node]
        total += sum(t[0] - t[1] for other, t in near.items() if group_of[other] == group)
    for grouped_good, grouped_bad in sums.values():
        total -= resolution * grouped_good**2 / all_good if all_good else 0.0
        total += resolution * grouped_bad**2 / all_bad if all_bad else 0.0
    return total / (all_good + all_bad)


def _begun(ties: Ties, rng: random.Random) -> dict[str, int]:
    """Groups to begin with: half of those that nobody has joined join one they cooperate with."""
    group_of = {node: n for n, node in enumerate(ties)}
    together: set[str] = set()
    for node in rng.sample(list(ties), len(ties)):
        near = [other for other, (good, bad) in ties[node].items() if good > bad]
        if near and node not in together and rng.random() < 0.5:
            other = rng.choice(near)
            group_of[node] = group_of[other]
            together |= {node, other}
    return group_of


def _joined(
    ties: Ties, group_of: dict[str, int], resolution: float, rng: random.Random
) -> dict[str, int]:
    """Make each group one node, and move these as long as some want to."""
    while True:
        level = _merged(ties, group_of)
        joined = _moved(level, {group: n for n, group in enumerate(level)}, resolution, rng)
        if len({*joined.values()}) == len(level):
            return group_of
        group_of = {node: joined[group] for node, group in group_of.items()}


def _parted(ties: Ties, group_of: Mapping[str, int]) -> dict[str, int]:
    """Part the groups whose members are linked only through somebody who has left."""
    within: nx.Graph = nx.Graph()
    within.add_nodes_from(ties)
    within.add_edges_from((a, b) for a in ties for b in ties[a] if group_of[a] == group_of[b])
    return {node: n for n, group in enumerate(nx.connected_components(within)) for node in group}


def _moved(
    level: Ties, group_of: Mapping[Any, int], resolution: float, rng: random.Random
) -> dict[Any, int]:
    """Move nodes one by one, from the groups that they are in, until none wants to."""
    good, bad, all_good, all_bad = _strengths(level)
    numbers = {group: n for n, group in enumerate(dict.fromkeys(group_of.values()))}
    group_of = {node: numbers[group_of[node]] for node in level}
    sums = {n: [0.0, 0.0] for n in numbers.values()}
    for node, group in group_of.items():
        sums[group][0] += good[node]
        sums[group][1] += bad[node]
    order = list(level)
    rng.shuffle(order)
    waiting = order
    while waiting:
        again: dict[Any, None] = {}
        for node in waiting:
            here = group_of[node]
            sums[here][0] -= good[node]
            sums[here][1] -= bad[node]
            gains: dict[int, float] = {here: 0.0}
            for other, (plus, minus) in level[node].items():
                if other != node:
                    there = group_of[other]
                    gains[there] = gains.get(there, 0.0) + plus - minus
            chance_good = resolution * good[node] / all_good if all_good else 0.0
            chance_bad = resolution * bad[node] / all_bad if all_bad else 0.0
            best, highest = here, float("-inf")
            for group, gain in gains.items():
                gain += chance_bad * sums[group][1] - chance_good * sums[group][0]
                if gain > highest + 1e-12 or (group == here and gain >= highest - 1e-12):
                    best, highest = group, gain
            if highest < -1e-12:  # nobody here is worth staying with
                best = len(sums)
                sums[best] = [0.0, 0.0]
            group_of[node] = best
            sums[best][0] += good[node]
            sums[best][1] += bad[node]
            if best != here:
                again.update(dict.fromkeys(o for o in level[node] if group_of[o] != best))
        waiting = list(again)
    return group_of


def _merged(level: Ties, group_of: Mapping[Any, Any]) -> dict[Any, dict[Any, tuple[float, float]]]:
    """Groups as nodes; what lies inside a group becomes a loop, so that strengths stay."""
    merged: dict[Any, dict[Any, tuple[float, float]]] = {g: {} for g in group_of.values()}
    for node, near in level.items():
        row = merged[group_of[node]]
        for other, (plus, minus) in near.items():
            good, bad = row.get(group_of[other], (0.0, 0.0))
            row[group_of[other]] = (good + plus, bad + minus)
    return merged


def _main_group(whole: Mapping[str, int], sample: Mapping[str, int]) -> dict[int, int]:
    """For each bloc of the whole the group of the sample that holds most of it."""
    votes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for node, group in sample.items():
        if node in whole:
            votes[whole[node]][group] += 1
    return {bloc: max(sorted(count), key=count.__getitem__) for bloc, count in votes.items()}


def _adjusted_rand(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    def pairs(count: int) -> float:
        return count * (count - 1) / 2

    shared = sorted(one.keys() & other.keys())
    cells: dict[tuple[int, int], int] = defaultdict(int)
    rows: dict[int, int] = defaultdict(int)
    columns: dict[int, int] = defaultdict(int)
    for node in shared:
        cells[one[node], other[node]] += 1
        rows[one[node]] += 1
        columns[other[node]] += 1
    both = sum(map(pairs, cells.values()))
    first, second = sum(map(pairs, rows.values())), sum(map(pairs, columns.values()))
    chance = first * second / pairs(len(shared)) if len(shared) > 1 else 0.0
    most = (first + second) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0
