"""Keeps the shared layers true when one article's graph is replaced.

Facts and entities are functions of all articles; what is written here is only the difference
that one article makes, so that adding the ten-thousandth costs no more than adding the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import pyoxigraph as ox

from ..ontology import GP, RDF
from .engine import Engine
from .entities import Shown, describe, describe_run, extended, linked
from .facts import Policy, Vouch, is_fact, is_plain
from .reading import About, actor_of, index, status_of
from .terms import PROV, SCHEMA, Names, Node, Run, Value, node

Difference = tuple[set[ox.Quad], set[ox.Quad]]
"""Quads to add and quads to remove."""

_CLAIM = node(GP, "claim")
_ACTOR = node(GP, "actor")


def facts(
    engine: Engine, names: Names, policy: Policy, graph: Node, before: About, after: About
) -> Difference:
    """Return the plain triples that come and go."""
    added: set[ox.Quad] = set()
    removed: set[ox.Quad] = set()
    mine, gone = _by_claim(after), _by_claim(before)
    for claim in sorted(mine.keys() | gone.keys()):
        vouches = {iri: vouch(iri, after, policy) for iri in mine.get(claim, ())}
        triples = {iri: triple(after, iri, names.facts) for iri in vouches}
        if claim in gone or _open(engine, vouches.values(), triples, policy):
            for iri, about in _others(engine, claim, graph):
                vouches[iri] = vouch(iri, about, policy)
                triples[iri] = triple(about, iri, names.facts)
        holds = is_fact(vouches.values(), policy)
        wanted = {triples[iri] for iri, v in vouches.items() if holds and v.plain}
        added |= wanted
        removed |= {triple(before, iri, names.facts) for iri in gone.get(claim, ())} - wanted
    removed -= added
    return (
        {quad for quad in added if not _holds(engine, quad)},
        {quad for quad in removed if _holds(engine, quad)},
    )


def _open(
    engine: Engine, mine: Collection[Vouch], triples: Mapping[str, ox.Quad], policy: Policy
) -> bool:
    """Tell whether it is up to the other articles if a claim that one more makes is a fact."""
    plain = [vouch for vouch in mine if vouch.plain]
    return not is_fact(plain, policy) and not all(
        _holds(engine, triples[vouch.assertion]) for vouch in plain
    )


def _by_claim(about: About) -> dict[str, list[str]]:
    claims: dict[str, list[str]] = defaultdict(list)
    for iri, known in about.items():
        for claim in known.get(GP + "claim", ()):
            claims[claim.value].append(iri)
    return claims


def _others(engine: Engine, claim: str, graph: Node) -> Iterator[tuple[str, About]]:
    """The assertions of a claim in all other articles, each with its article's data."""
    for quad in engine.quads(predicate=_CLAIM, object=Node(claim)):
        name, assertion = quad.graph_name, quad.subject
        if isinstance(name, Node) and isinstance(assertion, Node) and name != graph:
            said = list(engine.quads(subject=assertion, graph=name))
            article = index(said)[assertion.value][PROV + "wasDerivedFrom"][0]
            if isinstance(article, Node):
                said += engine.quads(subject=article, graph=name)
            yield assertion.value, index(said)


def vouch(iri: str, about: About, policy: Policy) -> Vouch:
    """Return an assertion as a reason to believe its claim."""
    known = about[iri]
    article = known[PROV + "wasDerivedFrom"][0].value
    origin = [f"text {v.value}" for v in about[article].get(GP + "textSha256", ())]
    origin += [f"outlet {v.value}" for v in about[article].get(SCHEMA + "publisher", ())]
    words = " ".join(known[GP + "quote"][0].value.split())
    confidence = float(known[GP + "confidence"][0].value)
    return Vouch(
        iri,
        (*(origin or [article]), *([f"words {words}"] if words else [])),
        plain=is_plain(status_of(known), confidence, policy),
        allegation=GP + "allegation" in known,
    )


def triple(about: About, iri: str, graph: Node) -> ox.Quad:
    """Return the triple that an assertion asserts, as a quad of a graph."""
    subject, predicate, object = (
        _iri(about[iri][RDF + part][0]) for part in ("subject", "predicate", "object")
    )
    return ox.Quad(subject, predicate, object, graph)


def _iri(value: Value) -> Node:
    return value if isinstance(value, Node) else Node(value.value)


def _holds(engine: Engine, quad: ox.Quad) -> bool:
    subject, name = quad.subject, quad.graph_name
    assert isinstance(subject, Node) and isinstance(name, Node)
    object = quad.object
    assert isinstance(object, Node | ox.Literal)
    return next(iter(engine.quads(subject, quad.predicate, object, name)), None) is not None


def entities(
    engine: Engine,
    names: Names,
    graph: Node,
    before: About,
    after: About,
    described: set[str],
) -> Difference:
    """Return the descriptions of actors that come and go.

    ``described`` are the known actors whose description is in the store for sure; it is
    extended, and spares a look for each state in each article.
    """
    mine, gone = _cast(after), _cast(before)
    added: set[ox.Quad] = set()
    removed: set[ox.Quad] = set()
    for id, seen in mine.items():
        if names.entry(id) is not None:
            for known in sorted(_with_linked(names, id) - described):
                added |= describe(names, known) - _description(engine, names, known)
                described.add(known)
        elif seen != gone.get(id):
            there = _description(engine, names, id)
            if id in gone:
                wanted = describe(names, id, seen | _elsewhere(engine, names, id, graph))
            else:
                wanted = extended(names, id, there, seen)
            added |= wanted - there
            removed |= there - wanted
    for id in gone.keys() - mine.keys():
        if names.entry(id) is None:
            left = _elsewhere(engine, names, id, graph)
            wanted = describe(names, id, left) if left else set()
            there = _description(engine, names, id)
            added |= wanted - there
            removed |= there - wanted
    for id in _orphans(engine, names, gone.keys() - mine.keys(), graph, mine.keys()):
        removed |= _description(engine, names, id)
        described.discard(id)
    return added, removed - added


def _cast(about: About) -> dict[str, set[Shown]]:
    """The actors that a graph mentions, by id, as it shows them."""
    cast: dict[str, set[Shown]] = defaultdict(set)
    for known in about.values():
        if GP + "actor" in known:
            actor = actor_of(known)
            cast[actor.id].add(Shown.by(actor))
    return cast


def _elsewhere(engine: Engine, names: Names, id: str, graph: Node) -> set[Shown]:
    """How all other articles show an actor."""
    found = set()
    for quad in engine.quads(predicate=_ACTOR, object=names.actor(id)):
        name, mention = quad.graph_name, quad.subject
        if isinstance(name, Node) and isinstance(mention, Node) and name != graph:
            about = index(engine.quads(subject=mention, graph=name))
            found.add(Shown.by(actor_of(about[mention.value])))
    return found


def _description(engine: Engine, names: Names, id: str) -> set[ox.Quad]:
    """What the entities graph says of an actor, its terms of office included."""
    subject = names.actor(id)
    found = set(engine.quads(subject=subject, graph=names.entities))
    terms = engine.quads(predicate=node(GP, "holder"), object=subject, graph=names.entities)
    for quad in list(terms):
        if isinstance(quad.subject, Node):
            found |= set(engine.quads(subject=quad.subject, graph=names.entities))
    return found


def _with_linked(names: Names, id: str) -> set[str]:
    found, fresh = {id}, [id]
    while fresh:
        for other in linked(names, fresh.pop()) - found:
            found.add(other)
            fresh.append(other)
    return found


def _orphans(
    engine: Engine, names: Names, ids: set[str], graph: Node, mine: Iterable[str]
) -> set[str]:
    """Those known actors that no article names any more, nor anybody whom an article names."""
    wanted: dict[Node, bool] = {names.actor(id): True for id in mine}

    def stays(actor: Node) -> bool:
        if actor not in wanted:
            wanted[actor] = False
            mentions = engine.quads(predicate=_ACTOR, object=actor)
            wanted[actor] = any(quad.graph_name != graph for quad in mentions)
            owners = engine.quads(object=actor, graph=names.entities)
            wanted[actor] = wanted[actor] or any(stays(_owner(quad)) for quad in owners)
        return wanted[actor]

    def _owner(quad: ox.Quad) -> Node:
        """Whoever is tied to the actor: for a term of office, the one who holds it."""
        assert isinstance(quad.subject, Node)
        holder = engine.quads(quad.subject, node(GP, "holder"), None, names.entities)
        for held in holder:
            assert isinstance(held.object, Node)
            return held.object
        return quad.subject

    known = {other for id in ids if names.entry(id) for other in _with_linked(names, id)}
    return {id for id in known if not stays(names.actor(id))}


def runs(engine: Engine, names: Names, graph: Node, after: About, run: Run | None) -> Difference:
    """Return the descriptions of runs that come and go with an article."""
    mine = {iri for iri, known in after.items() if PROV + "used" in known}
    added = describe_run(names, run) if run is not None else set()
    removed: set[ox.Quad] = set()
    for quad in list(engine.quads(predicate=node(PROV, "used"), graph=graph)):
        maker = quad.subject
        if isinstance(maker, Node) and maker.value not in mine:
            uses = engine.quads(subject=maker, predicate=node(PROV, "used"))
            if all(use.graph_name == graph for use in uses):
                removed |= set(engine.quads(subject=maker, graph=names.entities))
    return {quad for quad in added if not _holds(engine, quad)}, removed
