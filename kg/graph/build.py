"""Statements to a directed multigraph with one edge for each statement."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from kg.model import Actor, Article, Statement, TimeSpan

from .days import known

__all__ = ["build"]


def build(statements: Iterable[Statement], *, articles: Iterable[Article] = ()) -> nx.MultiDiGraph:
    """Return the graph of some statements: nodes are actor ids, edge keys are statement ids.

    Nodes carry ``label``, ``type``, ``of``, ``qid`` and ``names`` (all forms seen, sorted). Edges
    carry ``statement`` (the statement itself), ``start`` and ``end`` (when it happened or held,
    ISO dates as precise as known, or None) and ``source`` (who vouches for it).

    The articles, where given, date what the text does not date, and name the sources. Articles
    with the same text count as one source, whoever printed them. Time O(S), one pass.

    >>> from kg.ontology import ontology
    >>> from kg.model import Evidence
    >>> turkey = Actor("actor:TUR", "Turkey", "State")
    >>> rebels = Actor("actor:FSA", "Free Syrian Army", "ArmedGroup")
    >>> words = "Turkey backs the Free Syrian Army."
    >>> backs = ontology().relation("backs")
    >>> graph = build([Statement("a1", turkey, backs, rebels, Evidence(0, 34, words))])
    >>> [(graph.nodes[a]["label"], graph.nodes[b]["label"]) for a, b in graph.edges()]
    [('Turkey', 'Free Syrian Army')]
    """
    published, vouching = {}, {}
    copies: dict[str, str] = {}
    for article in sorted(articles, key=lambda a: (str(a.published or "9999"), a.id)):
        published[article.id] = article.published.isoformat() if article.published else None
        vouching[article.id] = copies.setdefault(article.digest, article.source or article.id)

    graph = nx.MultiDiGraph()
    for statement in sorted(statements, key=lambda s: s.id):
        for actor in (statement.subject, statement.object):
            _add_actor(graph, actor)
        start, end = _interval(statement, published.get(statement.article))
        graph.add_edge(
            statement.subject.id,
            statement.object.id,
            key=statement.id,
            statement=statement,
            start=start,
            end=end,
            source=vouching.get(statement.article, statement.article),
        )
    return graph


def _add_actor(graph: nx.MultiDiGraph, actor: Actor) -> None:
    """Add an actor, or what this mention of it adds to the node that is there."""
    if actor.id not in graph:
        graph.add_node(
            actor.id, label=actor.label, type=actor.type, of=actor.of, qid=actor.qid, names=()
        )
    node = graph.nodes[actor.id]
    node["of"] = node["of"] or actor.of
    node["qid"] = node["qid"] or actor.qid
    node["names"] = tuple(sorted({*node["names"], *actor.names}))


def _interval(statement: Statement, published: str | None) -> tuple[str | None, str | None]:
    """When it happened or held. A state that is not over held until the article said so."""
    time = statement.time or TimeSpan()
    start, end = known(time.start), known(time.end)
    first = start or end or published
    if end or not first or statement.relation.kind == "event" or time.historical:
        return first, end or first
    return first, max(first, published or first)
