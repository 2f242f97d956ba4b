"""The frustration index: how far a network is from balance, and which links stand in the way."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

import networkx as nx
import numpy as np

from .balance import Signs, adjacency, triples

__all__ = ["Frustration", "Misfit", "frustration", "misfits_by_actor"]

EXACT = 60
"""Actors of one block up to which the frustration index is computed exactly."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A link that does not fit two camps: friendly between them, or hostile inside one."""

    first: str
    second: str
    sign: int
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frustration:
    """The fewest links that must change sign before the network is balanced.

    The true index lies between ``lower`` and ``upper``; where they are equal, ``exact`` is True.
    ``camps`` and ``misfits`` belong to the solution with ``upper`` misfits.
    """

    lower: int
    upper: int
    exact: bool
    links: int
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    misfits: tuple[Misfit, ...]

    @property
    def balance(self) -> float:
        """1 for perfect balance, 0 for as much frustration as can be (Aref and Wilson 2018)."""
        return 1 - 2 * self.upper / self.links if self.links else 1.0


def frustration(
    network: nx.Graph, *, margin: float = 0.0, restarts: int = 50, seed: int = 0
) -> Frustration:
    """Return the frustration index of an alliance graph, or bounds of it.

    The network is cut into its two-connected blocks, for cycles, and so frustration, never cross
    from one to another. A block of at most 60 actors is solved exactly as an integer programme
    (Aref, Mason and Wilson 2020) when scipy is installed; HiGHS gives up after a fixed number of
    nodes, not after a time, so that results are the same everywhere. Larger blocks get an upper
    bound by local search and a lower bound by unbalanced triads that share no link.

    >>> network = nx.Graph()
    >>> for a, b, tone in [("A", "B", 1.0), ("B", "C", -1.0), ("A", "C", 1.0)]:
    ...     network.add_edge(a, b, tone=tone, statements=())
    >>> found = frustration(network)
    >>> found.lower, found.upper, len(found.misfits)
    (1, 1, 1)
    """
    near = adjacency(network, margin)
    whole = nx.Graph([(a, b) for a in near for b in near[a] if a < b])
    lower = 0
    wrong: set[tuple[str, str]] = set()
    for members in sorted(map(sorted, nx.biconnected_components(whole))):
        inside = set(members)
        block = {a: {b: near[a][b] for b in near[a] if b in inside} for a in members}
        low, side = _solved(block, restarts, seed)
        wrong.update(_misfits(block, side))
        lower += low
    side = _camps(near, wrong)
    return Frustration(
        lower=lower,
        upper=len(wrong),
        exact=lower == len(wrong),
        links=whole.number_of_edges(),
        camps=(
            tuple(node for node in side if side[node]),
            tuple(node for node in side if not side[node]),
        ),
        misfits=tuple(
            Misfit(a, b, near[a][b], network.edges[a, b]["statements"]) for a, b in sorted(wrong)
        ),
    )


def misfits_by_actor(misfits: Iterable[Misfit]) -> dict[str, int]:
    """Return how many misfits each actor has a part in, the most first: who is out of line."""
    counts: dict[str, int] = {}
    for misfit in misfits:
        for actor in (misfit.first, misfit.second):
            counts[actor] = counts.get(actor, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _misfits(near: Signs, side: dict[str, int]) -> Iterator[tuple[str, str]]:
    for a in near:
        for b, sign in near[a].items():
            if a < b and (side[a] == side[b]) != (sign > 0):
                yield a, b


def _camps(near: Signs, wrong: set[tuple[str, str]]) -> dict[str, int]:
    """The camps that the links outside ``wrong`` imply; the largest actor is in the first."""
    side: dict[str, int] = {}
    for start in sorted(near, key=lambda node: (-len(near[node]), node)):
        if start in side or not near[start]:
            continue
        side[start] = 1
        fresh = [start]
        while fresh:
            node = fresh.pop()
            for other, sign in near[node].items():
                if other not in side and (min(node, other), max(node, other)) not in wrong:
                    side[other] = side[node] if sign > 0 else 1 - side[node]
                    fresh.append(other)
    return dict(sorted(side.items()))


def _solved(block: Signs, restarts: int, seed: int) -> tuple[int, dict[str, int]]:
    """A lower bound, and the sides of the best solution found."""
    side = _local_search(block, restarts, seed)
    upper = sum(1 for _ in _misfits(block, side))
    lower = _packed_triads(block)
    if lower == upper or len(block) > EXACT:
        return lower, side
    exact = _integer_programme(block)
    if exact is None:
        return lower, side
    bound, found = exact
    if sum(1 for _ in _misfits(block, found)) < upper:
        side = found
    return max(lower, bound), side


def _local_search(block: Signs, restarts: int, seed: int) -> dict[str, int]:
    """Flip actors one by one while that helps, from many random starts."""
    rng = random.Random(seed)
    nodes = list(block)
    best: dict[str, int] = {}
    fewest: float = float("inf")
    for turn in range(restarts if len(nodes) <= 500 else 5):
        side = {node: rng.randrange(2) if turn else 1 for node in nodes}
        gain = {
            a: sum(s if side[a] != side[b] else -s for b, s in near.items())
            for a, near in block.items()
        }
        waiting = nodes[:]
        rng.shuffle(waiting)
        while waiting:
            node = waiting.pop()
            if gain[node] <= 0:
                continue
            side[node] = 1 - side[node]
            gain[node] = -gain[node]
            for other, sign in block[node].items():
                gain[other] += 2 * sign if side[other] != side[node] else -2 * sign
                if gain[other] > 0:
                    waiting.append(other)
        wrong = sum(1 for _ in _misfits(block, side))
        if wrong < fewest:
            best, fewest = side, wrong
    return best


def _packed_triads(block: Signs) -> int:
    """Unbalanced triads without a common link: each needs a change of its own."""
    used: set[tuple[str, str]] = set()
    for a, b, c in sorted(triples(block)):
        pairs = ((a, b), (b, c), (a, c))
        if block[a][b] * block[b][c] * block[a][c] < 0 and not used.intersection(pairs):
            used.update(pairs)
    found = len(used) // 3
    return max(found, 1) if found or _has_frustration(block) else 0


def _has_frustration(block: Signs) -> bool:
    return any(True for _ in _misfits(block, _camps(block, set())))


def _integer_programme(block: Signs) -> tuple[int, dict[str, int]] | None:
    """A proven lower bound and a solution by HiGHS, or None without scipy."""
    try:
        optimize, sparse = import_module("scipy.optimize"), import_module("scipy.sparse")
    except ImportError:
        return None
    node_at = {node: n for n, node in enumerate(block)}
    pairs = [(a, b) for a in block for b in block[a] if a < b]
    edge_at = {pair: len(block) + n for n, pair in enumerate(pairs)}
    rows: list[tuple[tuple[tuple[int, float], ...], float]] = []
    for pair, e in edge_at.items():
        a, b = node_at[pair[0]], node_at[pair[1]]
        if block[pair[0]][pair[1]] > 0:  # a friendly link is wrong when the sides differ
            rows += [(((e, 1), (a, -1), (b, 1)), 0), (((e, 1), (a, 1), (b, -1)), 0)]
        else:
            rows += [(((e, 1), (a, -1), (b, -1)), -1), (((e, 1), (a, 1), (b, 1)), 1)]
    for a_, b_, c_ in triples(block):
        if block[a_][b_] * block[b_][c_] * block[a_][c_] < 0:
            edges = (edge_at[a_, b_], edge_at[b_, c_], edge_at[a_, c_])
            rows.append((tuple((e, 1.0) for e in edges), 1))
    size = len(block) + len(pairs)
    place = [(r, c, v) for r, (terms, _) in enumerate(rows) for c, v in terms]
    matrix = sparse.coo_array(
        ([v for *_, v in place], ([r for r, *_ in place], [c for _, c, _ in place])),
        shape=(len(rows), size),
    )
    upper = np.ones(size)
    upper[node_at[max(block, key=lambda n: (len(block[n]), n))]] = 0  # one side is free to choose
    result = optimize.milp(
        np.concatenate([np.zeros(len(block)), np.ones(len(pairs))]),
        constraints=optimize.LinearConstraint(
            matrix.tocsr(), np.array([low for _, low in rows]), np.inf
        ),
        bounds=optimize.Bounds(np.zeros(size), upper),
        integrality=np.concatenate([np.ones(len(block)), np.zeros(len(pairs))]),
        options={"node_limit": 5000},
    )
    if result.x is None:
        return None
    side = {node: round(float(result.x[n])) for node, n in node_at.items()}
    return int(np.ceil(result.mip_dual_bound - 1e-6)), side
