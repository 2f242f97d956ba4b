"""Writes unknown actors as rows of the register, for a person to edit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..actors import DCT, Register
from ..ontology import GP, RDFS, SKOS, ontology
from .lookalikes import Lookalike
from .report import Unknown

_RESOURCE = "https://w3id.org/geokg/resource/"
_HEAD = f"""\
# Actors that the register does not know, proposed by 'kg unknown'. Edit, then pass it to --actors.
# Each block adds an actor, under the id that it has in the statements already. Delete what is no
# actor, and give it a class of geo.ttl that fits. Where it is only another name of somebody who is
# registered, delete the block and take the mark from the line that says so.
@prefix gp:   <{GP}> .
@prefix r:    <{_RESOURCE}> .
@prefix rdfs: <{RDFS}> .
@prefix skos: <{SKOS}> .
@prefix dct:  <{DCT}> .
"""
# Names that every parser takes as the local part of a prefixed name, without escapes.
_LOCAL = re.compile(r"\w[\w-]*")
# The last word of a name is no family name where it is short or a number: "Albert II".
_FAMILY = re.compile(r"[A-Z][^\W\d_]*[a-z][^\W\d_]{2,}")


def turtle(rows: Iterable[tuple[Unknown, list[Lookalike]]], register: Register) -> str:
    """Return a file of the register: a block for each actor; what it may be in comments below.

    It can be read by ``kg.actors.load`` as it is; then nobody is joined with anybody.
    """
    states = {e.actor.label: e.iri for e in register.entries.values() if e.actor.type == "State"}
    blocks = [_block(unknown, alike, register, states) for unknown, alike in rows]
    return "\n".join([_HEAD, *blocks])


def _block(
    unknown: Unknown, alike: list[Lookalike], register: Register, states: dict[str, str]
) -> str:
    times = f"{unknown.articles} articles, {unknown.statements} statements"
    dates = f", {unknown.first} to {unknown.last}" if unknown.first else ""
    key = unknown.id.removeprefix("actor:")
    facts = [f"a gp:{unknown.type}", f"dct:identifier {_string(key)}"]
    facts.append(f"rdfs:label {_string(unknown.name)}@en")
    first, _, last = unknown.name.rpartition(" ")
    if unknown.type == "Person" and first and _FAMILY.fullmatch(last):
        facts.append(f"gp:familyName {_string(last)}")
    relation = _belonging(unknown.type, register)
    if relation and unknown.state in states:
        facts.append(f"gp:{relation} {_node(states[unknown.state])}")
    facts.append('dct:source "kg unknown"')
    lines = [f"# {times}{dates}: {unknown.passage}"]
    lines.append(f"{_node(_RESOURCE + key)} " + " ;\n  ".join(facts) + " .")
    for like in alike:
        why = f"{like.reason} {like.score:.2f}: {like.name}"
        lines.append(f"#{_node(like.iri)} skos:altLabel {_string(unknown.name)}@en .  # {why}")
    return "\n".join(lines) + "\n"


def _belonging(type_name: str, register: Register) -> str | None:
    """The relation by which the register says whose an actor of a class is: the most fitting."""
    relations = [ontology().relations[name] for name in register.belonging]
    fitting = [r for r in relations if type_name in r.domain and "State" in r.range]
    return min(fitting, key=lambda r: len(r.domain)).name if fitting else None


def _node(iri: str) -> str:
    local = iri.removeprefix(_RESOURCE)
    return f"r:{local}" if _LOCAL.fullmatch(local) else f"<{iri}>"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
