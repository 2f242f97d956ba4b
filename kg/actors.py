"""Reads ontologies/actors/*.ttl: the register of known actors, with their names and their terms.

An entry says everything that is known of one actor without any article: how it is called, what it
is part of, and which offices it held when. Users add files of their own to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from .errors import OntologyError, nearest
from .model import Actor
from .ontology import GP, RDF, RDFS, SKOS, Facts, Ontology, home, ontology, read_turtle

DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
WIKIDATA = "http://www.wikidata.org/entity/"
WIKIPEDIA = "https://en.wikipedia.org/wiki/"

Offices = Mapping[str, tuple[frozenset[str], str | None]]
"""A word for an office to all words for it, and to the relation that it stands for."""


@dataclass(frozen=True, slots=True)
class Term:
    """One office of one person; ``relation`` is named in geo.ttl, ``of`` is the id of an actor.

    ``also`` are the other relations of the same office: the president of the United States heads
    the state, and the government too. ``end`` is the day on which the office passed on: the
    successor holds it on that day.
    """

    office: str
    relation: str
    of: str
    start: str | None = None
    end: str | None = None
    also: tuple[str, ...] = ()

    def covers(self, date: str) -> bool:
        """Tell whether the office was held on a day, or at some time of a month or year.

        >>> Term("president", "leads", "actor:RUS", "2012-05-07").covers("2017")
        True
        """
        return _covers(self.start, self.end, date)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register knows of one actor.

    ``names`` are the label and all other names; ``adjectives`` and ``demonyms`` are those of a
    state or people; ``family_name`` is the part of a person's name that newspapers use alone.
    ``of`` is the id of the state (or organisation) whose organ it is, that it lies in, or that it
    comes from; ``seat_of`` the id of the actor for which a capital or a building stands.
    ``titles`` are its titles in the English Wikipedia, redirects included.
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
    titles: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    takes_part_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A member of an organisation, from one date to another; both ends are ids of actors."""

    member: str
    organisation: str
    start: str | None = None
    end: str | None = None

    def covers(self, date: str) -> bool:
        """Tell whether it was a member on a day, or at some time of a month or year."""
        return _covers(self.start, self.end, date)


@dataclass(frozen=True)
class Register:
    """All known actors, looked up by id, by IRI and by office."""

    entries: Mapping[str, Entry]
    offices: Offices = field(repr=False)
    acting: frozenset[str] = field(default=frozenset(), repr=False)
    """The ids of the entries that act for, or lie in, what their ``of`` names."""
    belonging: tuple[str, ...] = field(default=(), repr=False)
    """The relations by which entries say whose they are without acting for it."""
    memberships: tuple[Membership, ...] = field(default=(), repr=False)
    _by_iri: Mapping[str, str] = field(default_factory=dict, repr=False)
    _holders: Mapping[str, tuple[tuple[str, Term], ...]] = field(default_factory=dict, repr=False)

    def get(self, id: str) -> Entry | None:
        """Return the entry of an actor id, or None."""
        return self.entries.get(id)

    def iri(self, id: str) -> str | None:
        """Return the IRI of a registered actor."""
        return self.entries[id].iri if id in self.entries else None

    def by_iri(self, iri: str) -> Entry | None:
        """Return the entry of an IRI, or None."""
        return self.entries.get(self._by_iri.get(iri, ""))

    def holders(self, of: str, office: str | None = None, date: str | None = None) -> list[Entry]:
        """Return who held an office of a state or organisation, in order of their terms.

        ``office`` is a word for it, such as ``president``, ``leader`` or ``foreign minister``, or
        the name of a relation; without it all offices count. ``date`` is a year, month or day;
        without it all terms count.

        >>> [e.actor.label for e in register().holders("actor:RUS", "president", "2010-03-01")]
        ['Dmitry Medvedev']
        """
        words, relation = self.offices.get((office or "").lower(), (frozenset({office}), office))
        found = {}
        for id, term in self._holders.get(of, ()):
            named = term.office in words or relation in (term.relation, *term.also)
            if (named or office is None) and (date is None or term.covers(date)):
                found[id] = self.entries[id]
        return list(found.values())

    def members(self, organisation: str, date: str | None = None) -> list[Entry]:
        """Return the known members of an organisation, at a date or at any time."""
        return [
            self.entries[m.member]
            for m in self.memberships
            if m.organisation == organisation and (date is None or m.covers(date))
        ]

    def terms_at(self, id: str, date: str) -> list[Term]:
        """Return the offices that a person held at a date, the weightiest first."""
        entry = self.entries.get(id)
        return [t for t in (entry.terms if entry else ()) if t.covers(date)]

    def state_of(self, id: str, date: str | None = None) -> str | None:
        """Return the id of the state that an actor acts for or lies in; of a state, itself.

        A person acts for the state whose office he holds at ``date``; without a date, the last.
        Armed groups, parties and companies act for no state.
        """
        seen: set[str] = set()
        while (entry := self.entries.get(id)) and id not in seen:
            seen.add(id)
            if entry.actor.type == "State":
                return id
            if entry.terms:
                terms = self.terms_at(id, date) if date else list(entry.terms[-1:])
                if not terms:
                    return None
                id = terms[0].of
            elif id in self.acting and entry.of:
                id = entry.of
            else:
                return None
        return None


def _covers(start: str | None, end: str | None, date: str) -> bool:
    """Whether an interval reaches to a date; each is a year, a month or a day."""
    if start and start[: len(date)] > date[: len(start)]:
        return False
    if not end:
        return True
    if len(end) == 10 and len(date) == 10:
        return date < end
    return end[: len(date)] >= date[: len(end)]


@cache
def register() -> Register:
    """Return the register that ships with kg, read once."""
    return load()


def load(*extra: Path) -> Register:
    """Read the register, and add the user's own files to it.

    A file may describe new actors, or say more of known ones without repeating their class.

    Raises
    ------
    OntologyError
        if a file is missing or not Turtle, or an actor in it has no class of geo.ttl, no label,
        no identifier or one that another has, or points to what no file describes.
    """
    facts, origin = _read([*sorted((home() / "actors").glob("*.ttl")), *extra])
    return _Reader(facts, origin, ontology()).register()


def _read(paths: Iterable[Path]) -> tuple[dict[str, Mapping[str, list[str]]], dict[str, str]]:
    """The facts of several files by subject, and the file in which each subject has its class."""
    facts: dict[str, Mapping[str, list[str]]] = {}
    origin: dict[str, str] = {}
    for path in paths:
        for iri, about in read_turtle(path).items():
            known = facts.get(iri)
            if known is None:
                facts[iri], origin[iri] = about, path.name
                continue
            if RDF + "type" in about:
                if RDF + "type" in known:
                    raise OntologyError(
                        f"{path.name}: {iri} has its class in {origin[iri]} already; to say more "
                        "of it, leave the class out."
                    )
                origin[iri] = path.name
            facts[iri] = {p: [*known.get(p, ()), *about.get(p, ())] for p in {**known, **about}}
    return facts, origin


class _Reader:
    """Turns the facts of the register's files into entries, and complains about bad ones."""

    def __init__(self, facts: Facts, origin: Mapping[str, str], world: Ontology) -> None:
        self.facts = facts
        self.origin = origin
        self.world = world
        self.tells = {iri: a[GP + "tells"] for iri, a in facts.items() if GP + "tells" in a}
        self.ids: dict[str, str] = {}
        self.terms: dict[str, list[str]] = defaultdict(list)
        self.member_of: dict[str, list[str]] = defaultdict(list)

    def register(self) -> Register:
        offices: dict[str, tuple[frozenset[str], str | None]] = {}
        actors, members = [], []
        for iri, about in self.facts.items():
            match self._class(iri, about):
                case "Term":
                    self.terms[self._one(iri, GP + "holder")].append(iri)
                case "Membership":
                    members.append(iri)
                case "Concept":
                    offices |= self._office(about)
                case str():
                    actors.append(iri)
        taken: dict[str, str] = {}
        for iri in actors:
            id = "actor:" + self._one(iri, DCT + "identifier")
            if id in taken:
                raise self._error(iri, f"has the identifier of {taken[id]}, '{id[6:]}'")
            self.ids[iri], taken[id] = id, iri
        for holder, terms in self.terms.items():
            if holder not in self.ids:
                raise self._error(terms[0], f"is a term of {holder}, which no file describes")
        memberships = tuple(map(self._membership, members))
        for m in memberships:
            if not m.end:
                self.member_of[m.member].append(m.organisation)
        entries = {self.ids[iri]: self._entry(iri) for iri in actors}
        held = sorted(
            ((t.of, t.start or "", id, t) for id, e in entries.items() for t in e.terms),
            key=lambda row: row[:3],
        )
        holders: dict[str, tuple[tuple[str, Term], ...]] = {}
        for of, _, id, term in held:
            holders[of] = (*holders.get(of, ()), (id, term))
        acting = {p for p, tells in self.tells.items() if {"acts for", "lies in"} & {*tells}}
        own = [p for p, tells in self.tells.items() if "of" in tells and "acts for" not in tells]
        return Register(
            entries=entries,
            offices=offices,
            acting=frozenset(id for iri, id in self.ids.items() if acting & self.facts[iri].keys()),
            belonging=tuple(p.removeprefix(GP) for p in own),
            memberships=memberships,
            _by_iri=self.ids,
            _holders=holders,
        )

    def _class(self, iri: str, about: Mapping[str, list[str]]) -> str | None:
        """The class of a subject; None for what is no actor, such as a relation."""
        types = about.get(RDF + "type")
        if not types:
            if GP + "tells" in about or not about:
                return None
            raise self._error(iri, "has no class (r:Its_name a gp:Its_class ; ...)")
        if types[0] in (SKOS + "Concept", ORG + "Membership"):
            return types[0].rpartition("#")[2]
        name = types[0].removeprefix(GP)
        if name not in self.world.parents:
            raise self._error(
                iri,
                f"is of the class '{name}', which geo.ttl does not define."
                f"{nearest(name, self.world.parents)}",
            )
        return name

    def _entry(self, iri: str) -> Entry:
        about = self.facts[iri]
        label = self._one(iri, RDFS + "label")
        told: dict[str, list[str]] = {}
        for predicate in about:
            for what in self.tells.get(predicate, ()):
                told.setdefault(what, []).extend(self._known(iri, predicate))
        of, acts_for = told.get("of"), told.get("acts for")
        qids = [q for q in about.get(SKOS + "exactMatch", ()) if q.startswith(WIKIDATA)]
        family, seat = about.get(GP + "familyName"), list(self._known(iri, GP + "seatOf"))
        start, end = _dates(about)
        return Entry(
            actor=Actor(
                id=self.ids[iri],
                label=label,
                type=about[RDF + "type"][0].removeprefix(GP),
                qid=qids[0].removeprefix(WIKIDATA) if qids else None,
                of=self._one(acts_for[0], RDFS + "label") if acts_for else None,
            ),
            iri=iri,
            names=tuple(dict.fromkeys([label, *about.get(SKOS + "altLabel", ())])),
            adjectives=tuple(about.get(GP + "adjective", ())),
            demonyms=tuple(about.get(GP + "demonym", ())),
            family_name=family[0] if family else None,
            of=self.ids[of[0]] if of else None,
            seat_of=self.ids[seat[0]] if seat else None,
            terms=tuple(self._terms(iri)) if iri in self.terms else (),
            start=start,
            end=end,
            titles=tuple(map(_title, about.get(FOAF + "isPrimaryTopicOf", ()))),
            member_of=tuple(self.member_of.get(self.ids[iri], ())),
            takes_part_in=tuple(self.ids[i] for i in told.get("takes part in", ())),
        )

    def _terms(self, person: str) -> Iterator[Term]:
        """The terms of a person, in time."""
        held = self.terms.get(person, ())
        for iri in sorted(held, key=lambda term: _dates(self.facts[term])[0] or ""):
            about = self.facts[iri]
            of = next(iter(self._known(iri, GP + "officeOf")), None)
            relations = tuple(r.removeprefix(GP) for r in about.get(GP + "officeRelation", ()))
            for unknown in [r for r in relations if r not in self.world.relations]:
                raise self._error(
                    iri,
                    f"names the relation '{unknown}', which geo.ttl does not define."
                    f"{nearest(unknown, self.world.relations)}",
                )
            if of is None or not relations:
                raise self._error(iri, "needs an officeOf and an officeRelation")
            office, dates = self._one(iri, GP + "office"), _dates(about)
            yield Term(office, relations[0], self.ids[of], *dates, also=relations[1:])

    def _membership(self, iri: str) -> Membership:
        ends = [list(self._known(iri, ORG + end)) for end in ("member", "organization")]
        if [len(end) for end in ends] != [1, 1]:
            raise self._error(iri, "needs exactly one member and one organization")
        return Membership(self.ids[ends[0][0]], self.ids[ends[1][0]], *_dates(self.facts[iri]))

    def _office(self, about: Mapping[str, list[str]]) -> Offices:
        words = [*about.get(SKOS + "prefLabel", ()), *about.get(SKOS + "altLabel", ())]
        relation = about.get(GP + "officeRelation")
        stands_for = relation[0].removeprefix(GP) if relation else None
        return {word.lower(): (frozenset(words), stands_for) for word in words}

    def _known(self, iri: str, predicate: str) -> Iterator[str]:
        """The actors that a subject points to."""
        for value in self.facts[iri].get(predicate, ()):
            if value not in self.ids:
                raise self._error(
                    iri,
                    f"points to {value} ({predicate.rpartition('#')[2]}), which no file describes."
                    f"{nearest(value, self.ids)}",
                )
            yield value

    def _one(self, iri: str, predicate: str) -> str:
        values = self.facts[iri].get(predicate, ())
        if len(values) != 1:
            name = predicate.rpartition("#")[2].rpartition("/")[2]
            raise self._error(iri, f"needs exactly one {name}, and has {len(values)}")
        return values[0]

    def _error(self, iri: str, problem: str) -> OntologyError:
        return OntologyError(f"{self.origin.get(iri, 'The register')}: {iri} {problem}.")


def _dates(about: Mapping[str, list[str]]) -> tuple[str | None, str | None]:
    """Start and end, as far as they are known."""
    start, end = about.get(GP + "start"), about.get(GP + "end")
    return start[0] if start else None, end[0] if end else None


def _title(page: str) -> str:
    """The title of a Wikipedia page, as readers see it."""
    title = page.removeprefix(WIKIPEDIA).replace("_", " ")
    return unquote(title) if "%" in title else title
