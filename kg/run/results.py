"""What is made of statements: explanations, analyses, pages and files for other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .. import graph, viz
from ..errors import BadInput, nearest
from ..files import whole
from ..model import Actor, Article, Statement
from .sources import articles_of, open_store, statements_of

Row = dict[str, Any]


def place(statement: Statement) -> tuple[str, int, str]:
    """Return the key that puts statements into the order of articles and text."""
    return statement.article, statement.evidence.start, statement.id


def between(
    statements: Iterable[Statement], first: str, second: str, *, rolled_up: bool = True
) -> list[Statement]:
    """Return the statements that link two actors, the most certain first.

    ``rolled_up`` counts what an organ or office-holder does as done by its state, too.

    Raises
    ------
    BadInput
        if no statement names such an actor; it names the nearest.
    """
    found = list(statements)
    network = graph.build(found)
    ids = [graph.actor_id(network, name) for name in (first, second)]
    labels = [network.nodes[id]["label"] for id in ids]

    def is_one(actor: Actor, which: int) -> bool:
        return actor.id == ids[which] or (rolled_up and actor.of == labels[which])

    linking = [
        s
        for s in found
        if (is_one(s.subject, 0) and is_one(s.object, 1))
        or (is_one(s.subject, 1) and is_one(s.object, 0))
    ]
    return sorted(linking, key=lambda s: (-s.confidence, *place(s)))


def page(
    statements: Sequence[Statement],
    *,
    title: str,
    articles: Iterable[Article] = (),
    states: bool = False,
    actor: str | None = None,
) -> str:
    """Return the interactive page, its actors coloured by bloc."""
    known = list(articles)
    network = graph.build(statements, articles=known)
    blocs = graph.bloc_numbers(graph.blocs(graph.alliance(network)))
    focus = graph.actor_id(network, actor) if actor is not None else None
    return viz.html(
        statements, title=title, articles=known, blocs=blocs, states=states, focus=focus
    )


# ------------------------------------------------------------------------- analyses


def analyse(
    statements: Iterable[Statement],
    what: str,
    *,
    actor: str | None = None,
    other: str | None = None,
    window: tuple[str | None, str | None] | None = None,
    types: Sequence[str] = ("State",),
    top: int = 10,
    articles: Iterable[Article] = (),
) -> list[Row]:
    """Return the rows of an analysis; each names the statements it rests on.

    ``types`` are the classes of the actors of the signed network, such as Actor for all;
    ``window`` are the first and last day that count.

    Raises
    ------
    BadInput
        if there is no such analysis or actor, or an actor is needed and none is given.
    """
    if what not in ANALYSES:
        known = ", ".join(ANALYSES)
        raise BadInput(
            f"There is no analysis '{what}'; there are {known}.{nearest(what, ANALYSES)}"
        )
    events = graph.build(statements, articles=articles)
    network = graph.alliance(events, types=types, window=window)

    def one(name: str | None) -> str:
        if name is None:
            raise BadInput(f"The analysis '{what}' needs --actor.")
        return graph.actor_id(network, name)

    if what == "timeline":
        if other is None:
            raise BadInput("A timeline needs --actor and --other.")
        periods = graph.timeline(events, [one(actor)], [one(other)])
        return [asdict(period) for period in periods]
    if what in _OF_ONE:
        return [asdict(row) for row in _OF_ONE[what](network, one(actor), top=top)]
    if what == "balance":
        return _balance(network)
    found = _OF_ALL[what](events if what in _OF_EVENTS else network)
    return [asdict(row) for row in found[:top]]


_OF_ONE: dict[str, Callable[..., list[Any]]] = {
    "allies": graph.allies,
    "rivals": graph.rivals,
    "similar": graph.similar,
}
_OF_ALL: dict[str, Callable[[Any], list[Any]]] = {
    "blocs": graph.blocs,
    "brokers": graph.brokers,
    "candidates": graph.candidates,
    "influence": graph.influence,
    "mediators": graph.mediators,
    "opposite-sides": graph.opposite_sides,
    "proxies": graph.proxies,
}
_OF_EVENTS = frozenset({"influence", "mediators", "opposite-sides", "proxies"})
ANALYSES = (*_OF_ONE, *_OF_ALL, "balance", "timeline")
"""The names of all analyses."""


def _balance(network: Any) -> list[Row]:
    """Triads, the frustration index with its bounds, and the links that frustrate."""
    census, index = graph.census(network), graph.frustration(network)
    rows: list[Row] = [
        {"measure": f"triads {kind}", "value": count} for kind, count in census.counts.items()
    ]
    rows += [
        {"measure": "share of balanced triads", "value": census.balanced},
        {"measure": "frustrated links, at least", "value": index.lower},
        {"measure": "frustrated links, at most", "value": index.upper},
    ]
    label = network.nodes
    for misfit in index.misfits:
        pair = f"{label[misfit.first]['label']} and {label[misfit.second]['label']}"
        kind = "friends across the camps" if misfit.sign > 0 else "enemies in one camp"
        rows.append({"measure": pair, "value": kind})
    return rows


# -------------------------------------------------------------------------- exports


def export(
    source: Path | str, target: Path, form: str | None = None, *, profile: str = "lean"
) -> None:
    """Write a graph as RDF, or as a network for Gephi, Cytoscape or a spreadsheet.

    Raises
    ------
    BadInput
        if the format is unknown.
    """
    network_form = form if form in graph.FORMATS else _by_ending(target) if form is None else None
    if network_form is None:
        with open_store(source) as store:
            store.save(target, form, profile=profile)
        return
    network = graph.build(statements_of(source), articles=articles_of(source))
    with whole(target) as file:
        file.write(graph.FORMATS[network_form](network))


def _by_ending(target: Path) -> str | None:
    ending = target.suffix.removeprefix(".")
    if ending == "csv":
        return "nodes.csv" if "nodes" in target.stem else "edges.csv"
    return ending if ending in graph.FORMATS else None
