"""The entities layer: what a store says of each actor and run, whichever article names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from ..actors import Entry
from ..model import Actor
from ..ontology import GP, RDF, RDFS, SKOS, ontology
from .terms import DCT, WD, Names, Node, Run, Value, date_literal, literal, node

_TYPE = node(RDF, "type")
_NAMES = node(RDFS, "label"), node(SKOS, "altLabel")
_ENTITY = "Entity"
"""The class of all that may have a description here; an article or a fact is none of these."""


class Shown(NamedTuple):
    """How an article shows an actor. Two actors of one id compare equal; these do not."""

    label: str
    type: str
    qid: str | None
    of: str | None

    @classmethod
    def by(cls, actor: Actor) -> Shown:
        """Return what an actor says of itself."""
        return cls(actor.label, actor.type, actor.qid, actor.of)


def linked(names: Names, id: str) -> set[str]:
    """Return the ids of the actors that are described with an actor: its state, its offices'."""
    entry = names.entry(id)
    if entry is None:
        return set()
    return {of for of in (entry.of, *(term.of for term in entry.terms)) if of is not None}


def describe(names: Names, id: str, seen: Iterable[Shown] = ()) -> set[ox.Quad]:
    """Return the description of one actor: the register's word, else what the articles say."""
    subject = names.actor(id)
    said: set[tuple[Node, Value]] = {(node(DCT, "identifier"), literal(id))}
    entry = names.entry(id)
    if entry is None:
        found = list(seen)
        labels = sorted({actor.label for actor in found})
        types = {actor.type for actor in found}
        qids = {actor.qid for actor in found if actor.qid}
        for state in {actor.of for actor in found if actor.of is not None}:
            said.add((node(GP, "ofName"), literal(state, lang="en")))
    else:
        labels = [entry.actor.label, *sorted(set(entry.names) - {entry.actor.label})]
        types = {entry.actor.type}
        qids = {entry.actor.qid} if entry.actor.qid else set()
        if entry.of is not None:
            said.add((node(GP, "of"), names.actor(entry.of)))
    said |= {(_TYPE, node(GP, t)) for t in types if ontology().is_a(t, _ENTITY)}
    said |= _named(labels)
    for qid in qids:
        if re.fullmatch(r"Q\d+", qid, re.ASCII):
            said.add((node(SKOS, "exactMatch"), node(WD, qid)))
    quads = {ox.Quad(subject, p, o, names.entities) for p, o in said}
    return quads | _terms(names, entry) if entry else quads


def extended(names: Names, id: str, there: set[ox.Quad], seen: Iterable[Shown]) -> set[ox.Quad]:
    """Return the description of an unregistered actor after one more article has shown it.

    ``there`` is the description so far; what other articles say need not be read again.
    """
    both = there | describe(names, id, seen)
    named = {quad.object for quad in both if quad.predicate in _NAMES}
    labels = sorted(name.value for name in named if isinstance(name, ox.Literal))
    others = {quad for quad in both if quad.predicate not in _NAMES}
    return others | {ox.Quad(names.actor(id), p, o, names.entities) for p, o in _named(labels)}


def _named(labels: Sequence[str]) -> set[tuple[Node, Value]]:
    """The first name as the label, the others as further names."""
    predicates = [_NAMES[0], *[_NAMES[1]] * len(labels)]
    return {(p, literal(label, lang="en")) for p, label in zip(predicates, labels, strict=False)}


def _terms(names: Names, entry: Entry) -> set[ox.Quad]:
    """The offices that a person held."""
    person, quads = names.actor(entry.actor.id), set()
    for term in entry.terms:
        said: list[tuple[Node, Value]] = [
            (_TYPE, node(GP, "Term")),
            (node(GP, "holder"), person),
            (node(GP, "office"), literal(term.office, lang="en")),
            (node(GP, "officeOf"), names.actor(term.of)),
        ]
        said += [(node(GP, "officeRelation"), node(GP, r)) for r in (term.relation, *term.also)]
        for predicate, day in (("start", term.start), ("end", term.end)):
            if day:
                said.append((node(GP, predicate), date_literal(day)))
        about = names.term(person, term)
        quads |= {ox.Quad(about, p, o, names.entities) for p, o in said}
    return quads


def describe_run(names: Names, run: Run) -> set[ox.Quad]:
    """Return the description of a version of the extractor. It has no clock."""
    about = names.run(run)
    said: list[tuple[Node, Value]] = [
        (_TYPE, node(GP, "Extraction")),
        (node(GP, "codeVersion"), literal(run.code)),
    ]
    if run.model:
        said.append((node(GP, "modelVersion"), literal(run.model)))
    return {ox.Quad(about, p, o, names.entities) for p, o in said}
