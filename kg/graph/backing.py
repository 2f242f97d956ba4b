"""Who sustains whom: patrons, proxies, and those who back opposite sides.

Everything here takes what ``build`` returns, and counts what organs and office-holders do as done
by their states unless ``roll_up`` is switched off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import networkx as nx

from kg.model import Relation, Status
from kg.ontology import ontology

from .alliance import about, alliance, stands_for
from .days import Window, checked, within

__all__ = [
    "Influence",
    "OppositeSides",
    "Proxy",
    "influence",
    "is_backing",
    "opposite_sides",
    "proxies",
]

CLIENTS = ("ArmedGroup", "PoliticalParty", "ConflictSide")
"""Classes that can be somebody's proxy."""


def is_backing(relation: Relation) -> bool:
    """Tell whether a relation says that one end sustains the other.

    It does when it is friendly, has a direction, and either lasts or is material help.

    >>> relations = ontology().relations
    >>> [name for name in ("backs", "armed", "alliedWith", "met") if is_backing(relations[name])]
    ['backs', 'armed']
    """
    lasting = relation.kind == "state" or relation.plover == "AID"
    return relation.sign > 0 and not relation.symmetric and lasting


Backing = dict[tuple[str, str], list[dict[str, Any]]]
"""Backer and backed, with the edges that say so."""


def _backing(
    graph: nx.MultiDiGraph, statuses: Collection[Status], window: Window | None, roll_up: bool
) -> Backing:
    window = checked(window)
    acting = stands_for(graph, roll_up=roll_up)
    found: Backing = defaultdict(list)
    for a, b, edge in graph.edges(data=True):
        backer, backed = acting.get(a, a), acting.get(b, b)
        if (
            backer != backed
            and is_backing(edge["statement"].relation)
            and edge["statement"].status in statuses
            and (not window or within(edge["start"], edge["end"], window))
        ):
            found[backer, backed].append(edge)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Influence:
    """How much of the backing in the graph ends at an actor, directly or through those it backs."""

    actor: str
    label: str
    score: float
    clients: tuple[str, ...]
    statements: tuple[str, ...]


def influence(
    graph: nx.MultiDiGraph,
    *,
    statuses: Collection[Status] = (Status.asserted,),
    window: Window | None = None,
    roll_up: bool = True,
    damping: float = 0.85,
    top: int = 10,
) -> list[Influence]:
    """Return the patrons: PageRank over backing, from the backed to the backer.

    Who backs those that themselves back others counts for more (Brin and Page 1998). A backer
    counts with the number of days on which its backing was reported. Time O(rounds * statements).
    """
    backing = _backing(graph, statuses, window, roll_up)
    links: dict[str, dict[str, float]] = defaultdict(dict)
    behind: dict[str, list[str]] = defaultdict(list)
    clients: dict[str, set[str]] = defaultdict(set)
    for (backer, backed), edges in backing.items():
        links[backed][backer] = float(len({e["end"] or e["statement"].article for e in edges}))
        behind[backer] += [edge["statement"].id for edge in edges]
        clients[backer].add(backed)
    scores = _pagerank(links, damping)
    ranked = sorted(clients, key=lambda node: (-scores[node], node))[:top]
    return [
        Influence(
            actor=node,
            label=about(graph, node)["label"],
            score=scores[node],
            clients=tuple(sorted(clients[node])),
            statements=tuple(sorted(behind[node])),
        )
        for node in ranked
    ]


def _pagerank(links: dict[str, dict[str, float]], damping: float) -> dict[str, float]:
    """Power iteration; who passes nothing on spreads its share over all."""
    nodes = sorted(set(links) | {end for near in links.values() for end in near})
    total = {node: sum(links[node].values()) if node in links else 0.0 for node in nodes}
    scores = {node: 1 / len(nodes) for node in nodes}
    for _ in range(100):
        loose = sum(scores[node] for node in nodes if not total[node])
        fresh = dict.fromkeys(nodes, (1 - damping + damping * loose) / len(nodes))
        for node, near in links.items():
            for end, weight in near.items():
                fresh[end] += damping * scores[node] * weight / total[node]
        change = sum(abs(fresh[node] - scores[node]) for node in nodes)
        scores = fresh
        if change < 1e-9 * len(nodes):
            break
    return scores


@dataclass(frozen=True, slots=True)
class Proxy:
    """A group that a sponsor backs against a shared enemy.

    ``enemies`` are those whom both are against, ``unshared`` those whom only the client is
    against; ``sponsors`` are the others who back it.
    """

    client: str
    client_label: str
    sponsor: str
    sponsor_label: str
    enemies: tuple[str, ...]
    unshared: tuple[str, ...]
    sponsors: tuple[str, ...]
    statements: tuple[str, ...]


def proxies(
    graph: nx.MultiDiGraph,
    *,
    statuses: Collection[Status] = (Status.asserted,),
    window: Window | None = None,
    roll_up: bool = True,
) -> list[Proxy]:
    """Return armed groups and movements with those who back them, most shared enemies first.

    Backing makes a client, enemies in common make it likely a proxy (compare Mumford, "Proxy
    Warfare", 2013). Time O(statements + pairs * degree).
    """
    world = ontology()
    network = alliance(graph, statuses=statuses, window=window, roll_up=roll_up)
    backing = _backing(graph, statuses, window, roll_up)
    sponsors: dict[str, set[str]] = defaultdict(set)
    for backer, backed in backing:
        sponsors[backed].add(backer)
    enemies = {
        node: {other for other, edge in network[node].items() if edge["weight"] < 0}
        for node in network
    }
    found = []
    for (sponsor, client), edges in backing.items():
        kind = about(graph, client)["type"]
        if not any(world.is_a(kind, wanted) for wanted in CLIENTS):
            continue
        against = enemies.get(client, set()) - {sponsor}
        shared = against & enemies.get(sponsor, set())
        behind = {edge["statement"].id for edge in edges}
        for enemy in shared:
            behind.update(network.edges[client, enemy]["statements"])
            behind.update(network.edges[sponsor, enemy]["statements"])
        found.append(
            Proxy(
                client=client,
                client_label=about(graph, client)["label"],
                sponsor=sponsor,
                sponsor_label=about(graph, sponsor)["label"],
                enemies=tuple(sorted(shared)),
                unshared=tuple(sorted(against - shared)),
                sponsors=tuple(sorted(sponsors[client] - {sponsor})),
                statements=tuple(sorted(behind)),
            )
        )
    return sorted(found, key=lambda p: (-len(p.enemies), -len(p.statements), p.client, p.sponsor))


@dataclass(frozen=True, slots=True)
class OppositeSides:
    """Two actors that back two parties which are against each other.

    ``over`` holds the pairs of parties, the one that ``first`` backs first. ``stated`` are the
    statements that say so outright; ``statements`` all that it rests on.
    """

    first: str
    second: str
    over: tuple[tuple[str, str], ...]
    stated: tuple[str, ...]
    statements: tuple[str, ...]


def opposite_sides(
    graph: nx.MultiDiGraph,
    *,
    top: int = 50,
    statuses: Collection[Status] = (Status.asserted,),
    window: Window | None = None,
    roll_up: bool = True,
) -> list[OppositeSides]:
    """Return the pairs that back opposite sides, over most conflicts first.

    Give a window of time, or the backing of one decade meets the wars of another. Time
    O(statements + conflicts * backers squared).
    """
    network = alliance(graph, statuses=statuses, window=window, roll_up=roll_up)
    acting = stands_for(graph, roll_up=roll_up)
    backing = _backing(graph, statuses, window, roll_up)
    backers: dict[str, list[str]] = defaultdict(list)
    clients: dict[str, list[str]] = defaultdict(list)
    for backer, backed in backing:
        backers[backed].append(backer)
        clients[backer].append(backed)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one, other, weight in network.edges(data="weight"):
        if weight < 0:
            for a in backers.get(one, ()):
                for b in backers.get(other, ()):
                    if a != b and not {a, b} & {one, other}:
                        counts[(a, b) if a < b else (b, a)] += 1
    stated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a, b, edge in graph.edges(data=True):
        statement = edge["statement"]
        derived = statement.relation.kind == "derived" and statement.relation.sign < 0
        inside = not window or within(edge["start"], edge["end"], window)
        if derived and statement.status in statuses and inside:
            first, second = sorted((acting.get(a, a), acting.get(b, b)))
            stated[first, second].add(statement.id)
            counts[first, second] += 1
    found = []
    for first, second in nsmallest(top, counts, key=lambda pair: (-counts[pair], pair)):
        over = [
            (one, other)
            for one in clients.get(first, ())
            for other in clients.get(second, ())
            if not {first, second} & {one, other}
            and network.get_edge_data(one, other, {"weight": 0})["weight"] < 0
        ]
        behind = set(stated.get((first, second), ()))
        for one, other in over:
            behind.update(network.edges[one, other]["statements"])
            behind.update(e["statement"].id for e in backing[first, one])
            behind.update(e["statement"].id for e in backing[second, other])
        told = tuple(sorted(stated.get((first, second), ())))
        found.append(OppositeSides(first, second, tuple(over), told, tuple(sorted(behind))))
    return found
