"""Runs ontologies/rules/ to a fixed point, over facts that know when they held.

Each file is one rule: a CONSTRUCT whose blank nodes are its conclusions. A conclusion has a
subject, predicate and object, the premises it rests on (``prov:wasDerivedFrom``) and the years
that the premises share (``gp:year``). What a rule says of a named node is a note that later rules
see; it is kept, as a plain triple, only where its predicate is a relation of geo.ttl.

Rules see a scratch graph: the facts with their years, the assertions behind them, each with two
ends that know the actor and the first and last day, the actors with their terms of office, the
relations of geo.ttl, and under ``gp:calendar`` all years in which anything held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ..errors import OntologyError
from ..ontology import GP, OWL, RDF, home, ontology
from . import layers
from .engine import Engine
from .facts import Policy, days, independent, years
from .reading import About, index, read_article, time_of
from .terms import PROV, Names, Node, Value, literal, node, part

# The rules conclude from finitely many actors, relations and years, so they settle. Chains are
# short (an office, its state, a super-property, a side): more rounds mean that a rule feeds
# itself, as one that invents an actor would.
MAX_ROUNDS = 20

_YEAR = node(GP, "year")
_FROM = node(PROV, "wasDerivedFrom")
_RELATION = node(OWL, "ObjectProperty")
_ENDS = tuple(node(RDF, part) for part in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One file of ontologies/rules/."""

    name: str
    text: str


@dataclass(frozen=True)
class Inferred:
    """What was inferred: the quads, and how many conclusions each rule came to."""

    quads: set[ox.Quad]
    facts: int
    by_rule: dict[str, int]
    rounds: int

    @property
    def derived(self) -> int:
        """How many conclusions there are in all."""
        return sum(self.by_rule.values())


@cache
def rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules in the order in which they run: that of their file names."""
    files = sorted((folder or home() / "rules").glob("*.rq"))
    return tuple(
        Rule(path.stem.lstrip("0123456789").lstrip("_"), path.read_text(encoding="utf-8"))
        for path in files
    )


def infer(
    engine: Engine, names: Names, policy: Policy, chosen: Sequence[Rule] | None = None
) -> Inferred:
    """Return the corroboration of all facts, and all that the rules conclude from them.

    Raises
    ------
    OntologyError
        if a rule is no CONSTRUCT, or the rules do not settle.
    """
    facts, scratch = _facts(engine, names, policy)
    store = ox.Store()
    for graph in (names.ontology, names.entities):
        store.extend(ox.Quad(*quad.triple) for quad in engine.quads(graph=graph))
    store.extend(ox.Quad(*quad.triple) for quad in facts)
    store.extend(scratch)
    known = _Known(names, store)
    known.learn(facts)

    by_rule: dict[str, int] = defaultdict(int)
    for rounds in range(1, MAX_ROUNDS + 1):  # noqa: B007
        settled = True
        for rule in rules() if chosen is None else chosen:
            fresh = known.apply(rule)
            by_rule[rule.name] += fresh
            settled = settled and not fresh
        if settled:
            break
    else:
        raise OntologyError(f"The rules did not settle within {MAX_ROUNDS} rounds.")
    return Inferred(
        facts | known.derived, len(known.facts), {k: v for k, v in by_rule.items() if v}, rounds
    )


# ----------------------------------------------------------------------------- corroboration


def _facts(engine: Engine, names: Names, policy: Policy) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """The facts with sources, mentions and years; and the assertions behind them, for rules."""
    wanted = {tuple(quad)[:3] for quad in engine.quads(graph=names.facts)}
    support: dict[tuple[Node, Node, Node], list[_Support]] = defaultdict(list)
    scratch: set[ox.Quad] = set()
    for graph in engine.graphs():
        if graph in names.shared:
            continue
        about = index(engine.quads(graph=graph))
        named = _of_a_state(about)
        for iri in [iri for iri, known in about.items() if GP + "claim" in known]:
            found = _support(iri, about, policy)
            if found is None or found.triple not in wanted:
                continue
            support[found.triple].append(found)
            scratch |= _assertion(found, named)
        scratch.update(_states_by_name(about, named))

    facts: set[ox.Quad] = set()
    for triple, found_all in support.items():
        relation = ontology().relations.get(triple[1].value.removeprefix(GP))
        both = list(found_all)
        if relation is not None and relation.symmetric:
            both += support.get((triple[2], triple[1], triple[0]), [])
        facts |= _fact(names, triple, found_all, both)
    years = {quad.object for quad in facts if quad.predicate == _YEAR}
    scratch |= {ox.Quad(node(GP, "calendar"), _YEAR, year) for year in years}
    return facts, scratch


@dataclass(frozen=True, slots=True)
class _Support:
    """One plain assertion of a fact."""

    assertion: Node
    article: Node
    triple: tuple[Node, Node, Node]
    origin: tuple[str, ...]
    published: str | None
    interval: tuple[str, str] | None


def _support(iri: str, about: About, policy: Policy) -> _Support | None:
    vouch = layers.vouch(iri, about, policy)
    if not vouch.plain:
        return None
    known = about[iri]
    quad = layers.triple(about, iri, _YEAR)
    subject, predicate, object = quad.subject, quad.predicate, quad.object
    article = known[PROV + "wasDerivedFrom"][0]
    assert isinstance(subject, Node) and isinstance(object, Node) and isinstance(article, Node)
    published = read_article(about[article.value]).published
    relation = ontology().relations.get(predicate.value.removeprefix(GP))
    lasts = relation is not None and relation.kind == "state"
    return _Support(
        Node(iri),
        article,
        (subject, predicate, object),
        vouch.origin,
        published.isoformat() if published else None,
        days(time_of(known), lasts, published),
    )


def _when(found: _Support) -> list[Value]:
    """The years of an assertion; without any date, its article, which is its own time."""
    known = [literal(str(year), datatype="integer") for year in years(found.interval)]
    return [*known] or [found.article]


def _fact(
    names: Names,
    triple: tuple[Node, Node, Node],
    found: Sequence[_Support],
    both: Sequence[_Support],
) -> set[ox.Quad]:
    fact = names.claim(*triple)
    said: list[tuple[Node, Value]] = [
        (node(RDF, "type"), node(GP, "Fact")),
        *zip(_ENDS, triple, strict=True),
        (node(GP, "sources"), _count(independent(s.origin for s in both))),
        (node(GP, "mentions"), _count(len(both))),
    ]
    seen = sorted(s.published for s in both if s.published)
    if seen:
        said.append((node(GP, "firstSeen"), literal(seen[0], datatype="date")))
        said.append((node(GP, "lastSeen"), literal(seen[-1], datatype="date")))
    said += [(_FROM, s.assertion) for s in found]
    said += [(_YEAR, year) for s in found for year in _when(s)]
    return {ox.Quad(fact, p, o, names.corroboration) for p, o in said}


def _count(number: int) -> ox.Literal:
    return literal(str(number), datatype="integer")


def _assertion(found: _Support, named: Mapping[Value, Sequence[str]]) -> set[ox.Quad]:
    """What rules may ask of one assertion behind a fact, and of its two ends."""
    when = [(_YEAR, year) for year in _when(found)]
    quads = {ox.Quad(found.assertion, p, o) for p, o in when}
    for role, actor in (("subject", found.triple[0]), ("object", found.triple[2])):
        end = part(found.assertion, role)
        said: list[tuple[Node, Value]] = [
            (node(RDF, "type"), node(GP, "End")),
            (node(GP, "actor"), actor),
            *((node(GP, "mention"), Node(mention)) for mention in named.get(actor, ())),
            *when,
        ]
        if found.interval is not None:
            said.append((node(GP, "firstDay"), literal(found.interval[0])))
            said.append((node(GP, "lastDay"), literal(found.interval[1])))
        quads |= {ox.Quad(end, p, o) for p, o in said}
        quads.add(ox.Quad(found.assertion, node(GP, role + "End"), end))
    return quads


def _of_a_state(about: About) -> Mapping[Value, Sequence[str]]:
    """The mentions of those who act for a state that the article names, by actor."""
    mentions: dict[Value, list[str]] = defaultdict(list)
    for iri, known in about.items():
        if GP + "ofName" in known and GP + "actor" in known:
            mentions[known[GP + "actor"][0]].append(iri)
    return mentions


def _states_by_name(about: About, named: Mapping[Value, Sequence[str]]) -> Iterator[ox.Quad]:
    """What rules may ask of such a mention."""
    for iri in (iri for mentions in named.values() for iri in mentions):
        for name in ("ofName", "actor", "actorType"):
            for value in about[iri][GP + name]:
                yield ox.Quad(Node(iri), node(GP, name), value)


# ----------------------------------------------------------------------------------- rules


class _Known:
    """What is known while the rules run: which triple holds in which years."""

    def __init__(self, names: Names, store: ox.Store) -> None:
        self.names = names
        self.store = store
        self.facts: set[tuple[Node, Node, Node]] = set()
        self.covered: dict[tuple[Node, Node, Node], set[Value]] = {}
        self.derived: set[ox.Quad] = set()
        self.types: dict[Node, frozenset[str]] = {}

    def learn(self, facts: Iterable[ox.Quad]) -> None:
        """Take the facts as known."""
        for known in index(facts).values():
            subject, predicate, object = (known[part.value][0] for part in _ENDS)
            triple = (_node(subject), _node(predicate), _node(object))
            self.facts.add(triple)
            self.covered[triple] = set(known.get(_YEAR.value, ()))

    def apply(self, rule: Rule) -> int:
        """Run a rule once; return how many conclusions are new."""
        try:
            found = self.store.query(rule.text, prefixes=self.names.prefixes)
        except SyntaxError as error:
            raise OntologyError(f"rules/{rule.name}: {error}") from error
        if not isinstance(found, ox.QueryTriples):
            raise OntologyError(f"rules/{rule.name} is no CONSTRUCT.")
        conclusions, notes = _sorted_out(found)
        fresh = self._note(notes)
        # Those that cover most years first, so that few are kept; then by name, for the same bytes.
        for (triple, premises), when in sorted(
            conclusions.items(),
            key=lambda item: (_key(item[0][0]), -len(item[1]), _key(item[0][1])),
        ):
            if self._may_hold(triple) and self._conclude(rule, triple, premises, when):
                fresh += 1
        return fresh

    def _may_hold(self, triple: tuple[Node, Node, Node]) -> bool:
        """A rule concludes nothing that a statement could not say: same ends, wrong types."""
        subject, predicate, object = triple
        relation = ontology().relations.get(predicate.value.removeprefix(GP))
        return subject != object and (
            relation is None
            or bool(relation.domain & self._types(subject) and relation.range & self._types(object))
        )

    def _types(self, actor: Node) -> frozenset[str]:
        if actor not in self.types:
            found = self.store.quads_for_pattern(actor, node(RDF, "type"), None)
            names = (quad.object for quad in found)
            self.types[actor] = frozenset(
                name.value.removeprefix(GP) for name in names if isinstance(name, Node)
            )
        return self.types[actor]

    def _note(self, notes: Iterable[ox.Quad]) -> int:
        """Remember what is no conclusion; return how many of it are new plain triples."""
        fresh = 0
        for quad in notes:
            if quad in self.store:
                continue
            self.store.add(quad)
            if ox.Quad(quad.predicate, node(RDF, "type"), _RELATION) in self.store:
                self.derived.add(
                    ox.Quad(quad.subject, quad.predicate, quad.object, self.names.derived)
                )
                fresh += 1
        return fresh

    def _conclude(
        self,
        rule: Rule,
        triple: tuple[Node, Node, Node],
        premises: tuple[Node, ...],
        when: set[Value],
    ) -> bool:
        before = self.covered.get(triple)
        if before is not None and when <= before:
            return False
        derivation = self.names.derivation(rule.name, triple, list(premises))
        said: list[tuple[Node, Value]] = [
            (node(RDF, "type"), node(GP, "Derivation")),
            *zip(_ENDS, triple, strict=True),
            (node(GP, "derivedBy"), self.names.rule(rule.name)),
            *((_FROM, premise) for premise in premises),
            *((_YEAR, year) for year in when - (before or set())),
        ]
        quads = [ox.Quad(derivation, p, o, self.names.derived) for p, o in said]
        self.store.extend(ox.Quad(*quad.triple) for quad in quads)
        self.derived.update(quads)
        if triple not in self.facts:
            self.derived.add(ox.Quad(*triple, self.names.derived))
        self.covered.setdefault(triple, set()).update(when)
        return True


_Conclusions = dict[tuple[tuple[Node, Node, Node], tuple[Node, ...]], set[Value]]


def _sorted_out(found: Iterable[ox.Triple]) -> tuple[_Conclusions, list[ox.Quad]]:
    """The conclusions (those about blank nodes) with their years, and the notes (the rest)."""
    drawn: dict[ox.BlankNode, dict[Node, list[Value]]] = defaultdict(lambda: defaultdict(list))
    notes: list[ox.Quad] = []
    for triple in found:
        if isinstance(triple.subject, ox.BlankNode):
            if isinstance(triple.object, Node | ox.Literal):
                drawn[triple.subject][triple.predicate].append(triple.object)
        else:
            notes.append(ox.Quad(*triple))
    conclusions: _Conclusions = defaultdict(set)
    for known in drawn.values():
        if all(end in known for end in _ENDS):
            ends = (_node(known[end][0]) for end in _ENDS)
            premises = tuple(sorted({_node(p) for p in known[_FROM]}, key=lambda n: n.value))
            conclusions[(next(ends), next(ends), next(ends)), premises] |= set(known[_YEAR])
    return conclusions, notes


def _node(value: Value) -> Node:
    return value if isinstance(value, Node) else Node(value.value)


def _key(nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(n.value for n in nodes)
