"""The signed, weighted network between actors: how much they work together and against each other.

Cooperation and conflict are kept as two numbers, so that "much of both" is not "nothing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import networkx as nx

from kg.errors import BadInput, nearest
from kg.model import Status
from kg.ontology import ontology

from .days import Window, checked, last_day, within

__all__ = ["about", "actor_id", "alliance", "stands_for"]

ACTING = frozenset({"StateOrgan", "Court", "Person"})
"""Types that act for the state named in ``of``; a party or armed group acts for itself."""


def alliance(
    graph: nx.MultiDiGraph,
    *,
    types: Collection[str] = ("Actor",),
    roll_up: bool = True,
    places: bool = False,
    statuses: Collection[Status] = (Status.asserted,),
    window: Window | None = None,
    half_life: float | None = None,
    minimum_confidence: float = 0.0,
) -> nx.Graph:
    """Return one signed edge for each pair of actors that something links.

    Parameters
    ----------
    graph
        what :func:`kg.graph.build` returns.
    types
        keep only what belongs to these classes of geo.ttl or to classes below them; by default all
        actors, but no cities, conflicts or treaties.
    roll_up
        count what organs, courts and office-holders do as done by their states. Actors that act
        for the same state then say nothing about each other.
    places
        count what is done to a city or region as done to the state in which it lies. An air strike
        on a town is then conflict with the state, also where the town was held by its enemies.
    statuses
        which statements count; by default only what the articles assert.
    window
        count only what happened or held between two dates; what has no date is then left out.
        BadInput is raised for what is no date.
    half_life
        days after which a statement counts half as much, back from the end of the window, or
        from the last date in the graph. No decay by default.
    minimum_confidence
        leave out statements of which the extractor was less sure.

    Edges carry

    * ``cooperation`` and ``conflict``: sums of weight times confidence (times decay), where all
      that is said of one pair on one day counts once in each, with its strongest statement;
    * ``weight``: cooperation minus conflict; ``sign``: its sign;
    * ``tone``: weight divided by cooperation plus conflict, from -1 to 1;
    * ``events``: the number of days counted; ``sources``: how many independent sources;
    * ``statements``: the ids behind it, sorted; ``first`` and ``last``: dates, or None.

    Relations that are neither cooperation nor conflict (weight 0) make no edge. Time O(S log S)
    in the number of statements. The weights are those of geo.ttl, which gives their basis.

    >>> import networkx as nx
    >>> alliance(nx.MultiDiGraph()).number_of_edges()
    0
    """
    window = checked(window)
    acting = stands_for(graph, roll_up=roll_up, places=places)
    admitted = _admitted(graph, types)
    reference = _reference(graph, window)
    pairs: dict[tuple[str, str], dict[tuple[int, str], float]] = defaultdict(dict)
    behind: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)

    for a, b, edge in graph.edges(data=True):
        statement = edge["statement"]
        first, second = sorted((acting.get(a, a), acting.get(b, b)))
        if (
            not statement.weight
            or first == second
            or statement.status not in statuses
            or statement.confidence < minimum_confidence
            or not {first, second} <= admitted
            or (window and not within(edge["start"], edge["end"], window))
        ):
            continue
        strength = abs(statement.weight) * statement.confidence
        if half_life:
            strength *= 0.5 ** (_days_before(edge["end"], reference) / half_life)
        event = (1 if statement.weight > 0 else -1, edge["start"] or statement.article)
        events = pairs[first, second]
        events[event] = max(strength, events.get(event, 0.0))
        behind[first, second].append(edge)

    network = nx.Graph()
    for first, second in sorted(pairs):
        for node in (first, second):
            network.add_node(node, **about(graph, node))
        network.add_edge(first, second, **_pair(pairs[first, second], behind[first, second]))
    return network


def actor_id(graph: nx.Graph, name: str) -> str:
    """Return the node that an id, a label or another name stands for, in that order.

    Raises
    ------
    BadInput
        if there is none, naming the nearest, or if several actors share the name.
    """
    if name in graph:
        return name
    wanted = name.casefold()
    for found in (
        [n for n, about in graph.nodes(data=True) if about["label"].casefold() == wanted],
        [n for n, about in graph.nodes(data=True) if wanted in map(str.casefold, about["names"])],
    ):
        if len(found) == 1:
            return str(found[0])
        if found:
            raise BadInput(f"'{name}' names several actors: {', '.join(sorted(found))}.")
    labels = [about["label"] for _, about in graph.nodes(data=True)]
    raise BadInput(f"No actor of the graph is called '{name}'.{nearest(name, labels)}")


def stands_for(
    graph: nx.MultiDiGraph, *, roll_up: bool = True, places: bool = False
) -> dict[str, str]:
    """Return the node of the state for each organ and office-holder, and each place if wanted."""
    raised = (ACTING if roll_up else frozenset()) | ({"Place"} if places else frozenset())
    parents = ontology().parents
    by_label: dict[str, str] = {}
    for node, about in sorted(graph.nodes(data=True), key=lambda n: (n[1]["type"] == "State", n)):
        by_label[about["label"]] = node  # states come last, so they win over namesakes
    return {
        node: by_label.get(about["of"], f"state:{about['of']}")
        for node, about in graph.nodes(data=True)
        if about["of"] and raised & parents.get(about["type"], frozenset())
    }


def _admitted(graph: nx.MultiDiGraph, types: Collection[str]) -> set[str]:
    nodes = {n: about["type"] for n, about in graph.nodes(data=True)}
    nodes.update({f"state:{about['of']}": "State" for _, about in graph.nodes(data=True)})
    world = ontology()
    return {n for n, kind in nodes.items() if any(world.is_a(kind, wanted) for wanted in types)}


def about(graph: nx.MultiDiGraph, node: str) -> dict[str, Any]:
    """Return what is known of an actor, or of a state that only ``of`` names."""
    if node in graph:
        return dict(graph.nodes[node])
    label = node.removeprefix("state:")
    return {"label": label, "type": "State", "of": None, "qid": None, "names": ()}


def _pair(events: dict[tuple[int, str], float], edges: list[dict[str, Any]]) -> dict[str, Any]:
    cooperation = sum((events[event] for event in sorted(events) if event[0] > 0), 0.0)
    conflict = sum((events[event] for event in sorted(events) if event[0] < 0), 0.0)
    weight = cooperation - conflict
    return {
        "cooperation": cooperation,
        "conflict": conflict,
        "weight": weight,
        "sign": (weight > 0) - (weight < 0),
        "tone": weight / (cooperation + conflict),
        "events": len(events),
        "sources": len({edge["source"] for edge in edges}),
        "statements": tuple(sorted(edge["statement"].id for edge in edges)),
        "first": min((edge["start"] for edge in edges if edge["start"]), default=None),
        "last": max((edge["end"] for edge in edges if edge["end"]), default=None),
    }


def _reference(graph: nx.MultiDiGraph, window: Window | None) -> str | None:
    if window and window[1]:
        return window[1]
    return max((end for _, _, end in graph.edges(data="end") if end), default=None)


def _days_before(day: str | None, reference: str | None) -> float:
    """Days from one date back to another; what has no date, or lies beyond, is not decayed."""
    if day is None or reference is None:
        return 0.0
    return float(max(0, (last_day(reference) - last_day(day)).days))
