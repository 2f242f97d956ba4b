"""Reads ontologies/actors/*.ttl: the register of known actors, with their names and their terms.

An entry says everything that is known of one actor without any article: how it is called, what it
is part of, and which offices it held when. Users add files of their own to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Actor


@dataclass(frozen=True, slots=True)
class Term:
    """One office of one person: ``relation`` is named in geo.ttl, ``of`` is the id of an actor."""

    office: str
    relation: str
    of: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register knows of one actor.

    ``names`` are the label and all other names; ``adjectives`` and ``demonyms`` are those of a
    state or people; ``family_name`` is the part of a person's name that newspapers use alone.
    ``of`` is the id of the state (or organisation) whose organ it is, that it lies in, or that it
    comes from; ``seat_of`` the id of the actor for which a capital or a building stands.
    """

    actor: Actor
    iri: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    family_name: str | None = None
    of: str | None = None
    seat_of: str | None = None
    terms: tuple[Term, ...] = ()
    start: str | None = None
    end: str | None = None
