"""The entities layer: what a store says of each actor, whoever mentions it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from ..model import Actor
from ..ontology import GP, RDF, RDFS, SKOS
from .terms import DCT, WD, Names, Node, Value, date_literal, literal, node

_TYPE = node(RDF, "type")


def linked(names: Names, id: str) -> set[str]:
    """Return the ids of the actors that the register ties to an actor: its state, its offices'."""
    entry = names.entry(id)
    if entry is None:
        return set()
    return {of for of in (entry.of, *(term.of for term in entry.terms)) if of is not None}


def describe(names: Names, id: str, seen: Iterable[Actor] = ()) -> set[ox.Quad]:
    """Return the description of one actor: the register's word, else what the articles say."""
    subject = names.actor(id)
    quads: set[ox.Quad] = set()

    def say(predicate: Node, value: Value, about: Node = subject) -> None:
        quads.add(ox.Quad(about, predicate, value, names.entities))

    say(node(DCT, "identifier"), literal(id))
    entry = names.entry(id)
    if entry is None:
        found = list(seen)
        labels = sorted({actor.label for actor in found})
        types = {actor.type for actor in found}
        qids = {actor.qid for actor in found if actor.qid}
        for state in {actor.of for actor in found if actor.of is not None}:
            say(node(GP, "ofName"), literal(state, lang="en"))
    else:
        labels = [entry.actor.label, *sorted(set(entry.names) - {entry.actor.label})]
        types = {entry.actor.type}
        qids = {entry.actor.qid} if entry.actor.qid else set()
        if entry.of is not None:
            say(node(GP, "of"), names.actor(entry.of))
        for term in entry.terms:
            about = names.term(subject, term)
            say(_TYPE, node(GP, "Term"), about)
            say(node(GP, "holder"), subject, about)
            say(node(GP, "office"), literal(term.office, lang="en"), about)
            say(node(GP, "officeRelation"), node(GP, term.relation), about)
            say(node(GP, "officeOf"), names.actor(term.of), about)
            for predicate, day in (("start", term.start), ("end", term.end)):
                if day:
                    say(node(GP, predicate), date_literal(day), about)
    for type in types:
        say(_TYPE, node(GP, type))
    for label in labels[:1]:
        say(node(RDFS, "label"), literal(label, lang="en"))
    for label in labels[1:]:
        say(node(SKOS, "altLabel"), literal(label, lang="en"))
    for qid in qids:
        if re.fullmatch(r"Q\d+", qid, re.ASCII):
            say(node(SKOS, "exactMatch"), node(WD, qid))
    return quads
