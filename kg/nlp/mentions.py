"""Mentions: the places in a document where an actor is named, and who that is.

Names come from the gazetteer and, for actors nobody has registered, from the entities of the
syntax network. A longer entity beats a shorter name inside it: "Paris Hilton" is no city.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from ..actors import Entry, Register
from ..model import Actor
from ..ontology import ontology
from .bodies import PLACES, groups_by_side, is_of_other, is_other_assembly, unregistered_bodies
from .gazetteer import Gazetteer, Kind, Match
from .lexicon import words
from .linking import Linker
from .occasions import MADE_OF_NAMES, fight_named, is_part, unregistered_occasions
from .regions import with_regions
from .spans import named_spans
from .spellings import fold
from .weapons import weapon


@dataclass(slots=True)
class Mention:
    """Tokens ``start`` to ``end`` name ``actor``; ``entry`` is what the register knows of it."""

    start: int
    end: int
    kind: Kind
    actor: Actor
    entry: Entry | None = None


References = Mapping[int, Sequence[tuple[Actor, float]]]
"""Head of a pronoun or description to the actors that it stands for, each with a score."""


def find_mentions(
    doc: Doc, gazetteer: Gazetteer, register: Register, published: date | None
) -> list[Mention]:
    """Return the named actors of a document in text order, each linked or with an id of its own."""
    found = with_regions(doc.text, gazetteer.matches(doc.text), gazetteer)
    places = [match for match in found if _is_place(match, register)]
    entities = named_spans(doc, [(match.start, match.end) for match in places])
    for match in list(found):
        types = {register.entries[id].actor.type for id in match.ids}
        if types <= MADE_OF_NAMES:
            found += gazetteer.inside(doc.text, match)
        elif types == {"StateMilitary"} and _is_adjective(doc, match):
            found.remove(match)
            found += gazetteer.inside(doc.text, match)
    matches = [
        (span.start, span.end, match)
        for match in found
        if (span := doc.char_span(match.start, match.end, alignment_mode="expand")) is not None
    ]
    occasions = unregistered_occasions(doc, matches, register)
    for occasion in occasions:
        start, end, _ = occasion
        matches = [
            m
            for m in matches
            if m[1] <= start or end <= m[0] or is_part(doc, occasion, m, register)
        ]
        entities = [e for e in entities if e[1] <= start or end <= e[0]] + [occasion]
    groups = [*groups_by_side(doc, matches)]
    entities += groups
    around_names = {*occasions, *groups}
    for start, end in unregistered_bodies(doc, matches, register):
        matches = [m for m in matches if m[1] <= start or end <= m[0]]
        near = [e for e in entities if e[0] < end and start < e[1]]
        around = [e for e in near if e[0] <= start and end <= e[1] and e[2] == "Organisation"]
        entities = [e for e in entities if e not in near]
        entities += around or [(start, end, "Organisation")]
    matches = _outranked(doc, matches, entities, register)
    taken = {token for start, end, _ in matches for token in range(start, end)}
    linker = Linker(doc, register, published, matches)
    mentions, left_open = [], []
    for start, end, match in matches:
        entry = linker.link(start, end, match)
        if entry is None:
            taken.difference_update(range(start, end))
            if end - start > 1:
                left_open.append((start, end))
        else:
            actor = actor_of(entry, register, published)
            mentions.append(Mention(start, end, match.kind, actor, entry))
    # "the Supreme Court" of we know not which state is nobody's, and no stranger of that name
    unknown = [
        (start, end, type_name)
        for start, end, type_name in entities
        if ((start, end, type_name) in around_names or taken.isdisjoint(range(start, end)))
        and not any(a <= start and end <= b for a, b in left_open)
    ]
    strangers = _unregistered(doc, unknown, mentions)
    for mention in strangers:
        known = gazetteer.spellings.bearer(mention.actor.label)
        if known is not None and mention.entry is None and mention.actor.type == "Person":
            mention.entry = register.entries[known]
            mention.actor = actor_of(mention.entry, register, published)
        _give_full_name(doc, mention, mentions)
    mentions += strangers
    mentions.sort(key=lambda m: (m.start, -m.end))
    _place_in_states(doc, mentions)
    _give_owners(doc, mentions)
    return mentions


def _is_place(match: Match, register: Register) -> bool:
    parents = ontology().parents
    return all("Place" in parents[register.entries[id].actor.type] for id in match.ids)


def _is_adjective(doc: Doc, match: Match) -> bool:
    """Whether a name only tells of what follows: "Russian military courts", "US military aid"."""
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    return span is not None and span[-1].pos_ == "ADJ" and span[-1].head.i >= span.end


def _give_full_name(doc: Doc, short: Mention, known: Sequence[Mention]) -> None:
    """Give "the Union" the actor that the article calls by a longer name, if there is only one."""
    name = doc[short.start : short.end].text
    before = doc[short.start - 1].lower_ if short.start else ""
    if short.entry is not None or short.actor.type == "Person" or before != "the":
        return
    following = doc[short.end].text if short.end < len(doc) else ""
    if name in words("names")["vague"] or following[:1].isupper():
        return
    place = short.actor.type == "Place"
    meant = {
        mention.actor.id: mention
        for mention in known
        if mention.entry is not None
        and (mention.actor.type == "State" or (mention.actor.type in PLACES) == place)
        and any(n.startswith(f"{name} ") or n.endswith(f" {name}") for n in mention.entry.names)
    }
    if len(meant) == 1:
        [mention] = meant.values()
        short.actor, short.entry = mention.actor, mention.entry


def _give_owners(doc: Doc, mentions: Sequence[Mention]) -> None:
    """Give unregistered organisations the state before their name: 'the Chinese finance ministry'.

    The state becomes part of the identity: two ministries of one name are two.
    """
    for owner, owned in pairwise(mentions):
        between = doc[owner.end : owned.start].text.strip()
        adjacent = between in ("'s", "’s") or (not between and owner.kind is Kind.adjective)
        unknown = owned.entry is None and owned.actor.type == "Organisation"
        if adjacent and unknown and owner.actor.type == "State":
            label = f"{owned.actor.label} ({owner.actor.label})"
            owned.actor = minted(label, "Organisation", owner.actor.label)


def _place_in_states(doc: Doc, mentions: Sequence[Mention]) -> None:
    """Give unregistered places the state that the text itself puts them in: 'Sumy, Ukraine'."""
    states: dict[str, str] = {}
    for inner, outer in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        between = doc[inner.end : outer.start].text.strip()
        if (
            inner.actor.type in PLACES
            and inner.actor.of is None
            and between in (",", "in", ", in", "of", "of the")
        ):
            state = outer.actor.state
            if state and (outer.actor.type == "State" or outer.actor.type in PLACES):
                inner.actor = replace(inner.actor, of=state)
                states.setdefault(inner.actor.id, state)
    for mention in mentions:
        if mention.actor.of is None and mention.actor.id in states:
            mention.actor = replace(mention.actor, of=states[mention.actor.id])


def _outranked(
    doc: Doc,
    matches: list[tuple[int, int, Match]],
    entities: Sequence[tuple[int, int, str]],
    register: Register,
) -> list[tuple[int, int, Match]]:
    """Drop the names that are only a part of somebody else's name."""
    kept = []
    named = {token for start, end, _ in matches for token in range(start, end)}
    for start, end, match in matches:
        around = next((e for e in entities if e[0] <= start and end <= e[1]), None)
        longer = around is not None and around[1] - around[0] > end - start
        if longer and around is not None and _is_part_of(doc, around, start, end, match, register):
            continue
        if match.kind is Kind.family and doc[start].pos_ not in ("PROPN", "X"):
            continue
        people = all(register.entries[id].actor.type == "PopulationGroup" for id in match.ids)
        if people and start and doc[start - 1].text in words("names")["quarter"]:
            continue  # "West Africans" are not all Africans
        if doc[end - 1].text.islower() and all(
            register.entries[id].actor.type == "Company" for id in match.ids
        ):
            continue  # "US steel" is no company
        if match.kind in (Kind.adjective, Kind.demonym) and _is_second_half(doc, start, named):
            continue
        if is_other_assembly(doc, start, end, match, matches, register):
            continue
        if is_of_other(doc, start, end, match, register):
            continue
        organs = all("StateOrgan" in _parents(register, id) for id in match.ids)
        part = match.kind is Kind.short or (organs and match.kind is Kind.name)
        if part and start - 1 not in named and _goes_on_before(doc, start, end):
            continue
        kept.append((start, end, match))
    return kept


def _is_part_of(
    doc: Doc, around: tuple[int, int, str], start: int, end: int, match: Match, register: Register
) -> bool:
    """Whether a name belongs to the longer one around it, of a person or a body."""
    first, last, type_name = around
    return (
        (
            type_name == "Person"
            and _is_part_of_person(doc, first, last, start, end, match, register)
        )
        or _is_part_of_body(doc, around, start, end, match, register)
        or _is_amid_body(doc, around, start, end, match, register)
    )


def _parents(register: Register, id: str) -> Set[str]:
    return ontology().parents[register.entries[id].actor.type]


def _goes_on_before(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is but the end of a longer one: "the State Council", "the Collective Security
    Council" are others.
    """
    before = doc[start - 1] if start else None
    return (
        before is not None
        and before.text[:1].isupper()
        and before.is_alpha
        and before.pos_ in ("PROPN", "ADJ", "NOUN")
        and start <= before.head.i < end
    )


def _is_second_half(doc: Doc, start: int, named: Set[int]) -> bool:
    """Whether an adjective ends a compound of which nothing is known: "Ibero-American"."""
    return (
        start > 1
        and doc[start - 1].text == "-"
        and doc[start - 2].text.istitle()
        and doc[start - 2].lower_ not in words("names")["prefix"]
        and start - 2 not in named
        and not doc[start - 2].whitespace_
    )


def _is_amid_body(
    doc: Doc, around: tuple[int, int, str], start: int, end: int, match: Match, register: Register
) -> bool:
    """Whether the name of a place stands amid that of a body: "Seoul Central District Court"."""
    first, last, type_name = around
    if type_name != "Organisation" or start == first or end == last:
        return False
    types = {register.entries[id].actor.type for id in match.ids}
    beside = doc[start - 1], doc[end]
    return types <= PLACES and all(t.text[:1].isupper() and t.is_alpha for t in beside)


def _is_part_of_body(
    doc: Doc, around: tuple[int, int, str], start: int, end: int, match: Match, register: Register
) -> bool:
    """Whether a name is but the first part of that of a building or a body: Aden Adde Airport."""
    first, last, type_name = around
    if start != first or match.kind is not Kind.name or type_name == "Person":
        return False
    types = {register.entries[id].actor.type for id in match.ids}
    facility = doc[last - 1].lower_ in words("names")["facility"]
    if type_name == "Place":
        return facility and "State" not in types
    return doc[last - 1].text[:1].isupper() and types <= {"City", "Company"}


def _is_part_of_person(
    doc: Doc, first: int, last: int, start: int, end: int, match: Match, register: Register
) -> bool:
    """Whether a known name is but one of the names of a person: Paris Hilton, Michael Jordan."""
    if match.kind is Kind.family:
        return end < last
    if start == first or match.kind in (Kind.adjective, Kind.demonym):
        return True
    types = (register.entries[id].actor.type for id in match.ids)
    place = all("Place" in ontology().parents[type_name] for type_name in types)
    return place and end == last and doc[first].text in _first_names()


def actor_of(entry: Entry, register: Register, day: date | None) -> Actor:
    """Return an entry's actor with the state that it acts for, or belongs to, on a day."""
    state = register.state_of(entry.actor.id, day.isoformat() if day else None)
    if state is None and entry.actor.type == "PopulationGroup" and entry.of:
        state = register.state_of(entry.of)  # what is done to Syrians is done to Syria
    of = register.entries[state].actor.label if state and state != entry.actor.id else None
    return replace(entry.actor, of=of)


# ------------------------------------------------------------- unregistered actors

_TITLES = re.compile(r"^(?:the|a|an|mr|mrs|ms|dr|sir|lord|president|gen|general)\.?\s+", re.I)

_SIDES = re.compile(r"^(?:Pro|Anti)(?=-)")


def minted_id(name: str, type_name: str) -> str:
    """Return the id of an actor that is not registered: the same name and type, the same id.

    >>> minted_id("Jane Doe", "Person")
    'actor:jane-doe-7be2ad'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")[:60]
    digest = hashlib.sha256(f"{slug}|{type_name}".encode()).hexdigest()[:6]
    return f"actor:{slug or 'unnamed'}-{digest}"


def minted(name: str, type_name: str, of: str | None = None) -> Actor:
    """Return an actor for a name that the register does not have."""
    return Actor(minted_id(name, type_name), name, type_name, None, of)


def _unregistered(
    doc: Doc, entities: Sequence[tuple[int, int, str]], known: Sequence[Mention]
) -> list[Mention]:
    """Mentions of entities that no name of the register covers; surnames join full names."""
    by_surname: dict[str, Actor] = {}
    for mention in known:
        if mention.actor.type == "Person":
            by_surname.setdefault(fold(mention.actor.label).split()[-1], mention.actor)
    spelled: dict[str, list[str]] = defaultdict(list)
    for start, end, type_name in entities:
        name = _clean(doc[start:end].text)
        if type_name == "Person" and " " in name:
            spelled[fold(name).split()[-1]].append(name)
    mentions = []
    for start, end, type_name in entities:
        name = _clean(doc[start:end].text)
        if not any(c.isupper() for c in name) or name.split()[-1] in ("of", "the", "for", "and"):
            continue
        titles = words("references")["office"] | words("names")["rank"]
        if name.lower() in words("nouns")["official"] | titles:
            continue  # "the Emir", "Chief Mufti", "Gen"
        if name.upper() in words("names")["weapon"] or weapon(name):
            continue  # "an IED killed two", "Thai F-16s"
        surname = fold(name)
        # the name finder may take a surname alone for a body: "al-Eryani"
        if " " not in name and (type_name == "Person" or surname in spelled):
            if surname in by_surname:
                mentions.append(Mention(start, end, Kind.family, by_surname[surname]))
                continue
            if surname in spelled:
                name, type_name = spelled[surname][0], "Person"
        if type_name == "Organisation" and _is_portfolio(doc, start):
            continue
        if start and doc[start - 1].lower_ in words("names")["storm"]:
            continue
        mentions.append(Mention(start, end, Kind.name, minted(name, type_name)))
    return mentions


def _is_portfolio(doc: Doc, start: int) -> bool:
    """Whether a name is a part of an office: 'the Minister for Economic Development'."""
    return (
        start > 1
        and doc[start - 1].lower_ in ("of", "for")
        and doc[start - 2].lower_ in words("references")["with_portfolio"]
    )


@cache
def _first_names() -> frozenset[str]:
    """The first names of names.toml."""
    return words("names")["female"] | words("names")["male"]


def _clean(name: str) -> str:
    """A name without articles, titles, possessive marks and line breaks."""
    name = re.sub(r"['’]s?$", "", re.sub(r"\s+", " ", name)).strip(" \"'“”‘’.,;:-–")
    name = _SIDES.sub(lambda side: side[0].lower(), _TITLES.sub("", name))
    return fight_named(name)
