"""Offices: what titles say of people and of what they serve.

"Syrian President Bashar al-Assad", "Angela Merkel, the chancellor of Germany", "the Russian
president": the words of the title name the relation (en/offices.toml), what stands beside them
names the state or organisation. Where nothing does, the register may know it by the date.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from ..model import Actor, Relation
from ..ontology import ontology
from .appointments import Appointments
from .bodies import heads_a_body
from .bystanders import is_branch
from .candidates import Candidate
from .lexicon import ENGLISH, words
from .linking import in_office
from .mentions import Mention
from .participants import Participant, Participants
from .shapes import shapes

_STATES = frozenset({"State"})
_DEPUTY = frozenset({"deputy", "vice", "assistant", "associate"})
_WITH_MEMBERS = frozenset(
    {"ArmedGroup", "PoliticalParty", "MediaOrganisation", "StateMilitary", "Police"}
)
_WITH_OFFICERS = frozenset({"Government", "Ministry", "InternationalOrganisation", "Parliament"})
_SENDER_SLOTS = ("possessor", "modifier", "of")
_OWNER_SLOTS = (*_SENDER_SLOTS, "to", "for", "in", "at")


@cache
def titles() -> Mapping[str, str]:
    """Return office words to the relation that they give to a state: en/offices.toml."""
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for relation, table in tables.items():
        for title in table["titles"]:
            found.setdefault(title, relation)
    return found


@cache
def _heading() -> frozenset[str]:
    """Titles of those who head an organisation: all but the mere officers."""
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    officer = shapes()["officer"]
    heads = {t for name, table in tables.items() if name != officer for t in table["titles"]}
    return frozenset(heads)


@cache
def _reach() -> Mapping[str, frozenset[str]]:
    """Titles of those who head a city, of those who head a region, and of those who head neither
    state nor place.
    """
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    [table] = [t for t in tables.values() if "of_regions" in t]
    cities = frozenset(table["of_cities"])
    bodies = frozenset(table["of_bodies"])
    return {"City": cities, "Region": cities | frozenset(table["of_regions"]), "bodies": bodies}


def offices(participants: Participants) -> Iterator[Candidate]:
    """Yield who holds which office, as the titles of a document say, in text order."""
    reader = _Reader(participants)
    for mention in participants.mentions:
        if mention.actor.type == "Person":
            yield from reader.of_mention(mention)
    for token in participants.references:
        yield from reader.of_description(token)


class _Reader:
    def __init__(self, participants: Participants) -> None:
        self.participants, self.parse = participants, participants.parse
        self.clauses = participants.clauses
        self.appointments = Appointments(participants.clauses)
        self.relations = ontology().relations
        self.parents = ontology().parents

    def of_mention(self, mention: Mention) -> Iterator[Candidate]:
        """The offices that stand beside a name, before it, behind it or as its predicate."""
        head = self.participants.head(mention)
        person = self.participants.named(mention)
        inside = range(mention.start, mention.end)
        seen: set[int] = set()
        for noun in self._beside(head, mention):
            for title in self.clauses.conjuncts(noun):
                if (
                    title not in inside
                    and title not in seen
                    and not self._is_address(title)
                    and not self._of_another(title, mention)
                ):
                    seen.add(title)
                    yield from self._office(person, mention, title)

        yield from self._by_name(person, mention, head)

    def _by_name(self, person: Participant, mention: Mention, head: int) -> Iterator[Candidate]:
        """'Hungary's Viktor Orban', 'Jose Mujica of Uruguay': the register knows as what."""
        for inside in range(mention.start, mention.end):
            slots = self.clauses.slots(inside)
            for token in (*slots.get("possessor", ()), *slots.get("of", ())):
                owner = self.participants.mention_at.get(token)
                terms = mention.entry.terms if mention.entry and owner else ()
                first = titles()["head of state"]  # what the name alone means
                for term in sorted(terms, key=lambda t: t.relation != first):
                    if owner is None or term.of != owner.actor.id:
                        continue
                    if in_office(term, self.participants.published):
                        named = self.participants.named(owner)
                        relation = self.relations[term.relation]
                        rule = "office:by name"
                        yield Candidate(relation, "office", person, named, head, person.span, rule)
                        return
                shape = self._shape_of(owner) if owner is not None else None
                if owner is not None and shape is not None:
                    named = self.participants.named(owner)
                    relation = self.relations[shapes()[shape]]
                    rule = "office:of"
                    yield Candidate(relation, "office", person, named, head, person.span, rule)
                    return

    def _shape_of(self, mention: Mention) -> str | None:
        """What a person "of" a group or a body is: one of its members, or one of its officers."""
        above = self.parents[mention.actor.type]
        if above & _WITH_MEMBERS:
            return "member"
        return "officer" if above & _WITH_OFFICERS else None

    def _of_another(self, title: int, mention: Mention) -> bool:
        """'French president Macron and British premier Starmer': to each his own."""
        at = self.participants.mention_at
        following = at.get(title + 1)
        if title > self.participants.head(mention):  # "Macron, Mayor of Lyon Gregory Doucet"
            places = [at[t] for t in self.clauses.slots(title).get("of", ()) if t in at]
            following = at.get(places[0].end) if places else following
        return self.parse.tags[title] != "NNS" and (
            following is not None and following is not mention and following.actor.type == "Person"
        )

    def _is_address(self, title: int) -> bool:
        """'Putin: Good afternoon, Mr Prime Minister': somebody else is spoken to."""
        before = self.parse.having(title, "modifier", "title", "compound")
        spoken = (self.parse.words[t].lower().rstrip(".") for t in before)
        return any(word in words("names")["polite"] for word in spoken)

    def _beside(self, head: int, mention: Mention) -> list[int]:
        parse = self.parse
        nouns = parse.having(head, "title", "compound", "apposition")
        governor = parse.heads[head]
        predicate = parse.roles[head] == "subject" and parse.child(governor, "copula") is not None
        if predicate or parse.roles[head] in ("apposition", "name part", "title", "compound"):
            nouns.append(governor)
        first = parse.heads[head]
        if parse.roles[head] == "conjunct":
            # "Hezbollah leaders Nasrallah and Safieddine": the title before the first of them
            shared = [*parse.having(first, "title", "compound"), first - 1]
            nouns += [t for t in shared if first and t < first and parse.tags[t] == "NNS"]
        for other in self._together(head):
            # "Putin and Xi, the presidents of Russia and China", or the other way round
            beside = (*parse.having(other, "apposition"), parse.heads[other])
            nouns += [t for t in beside if parse.tags[t] == "NNS" and t not in nouns]
        if mention.start and parse.pos[mention.start - 1] in ("NOUN", "PROPN"):
            nouns.append(mention.start - 1)  # "president Vladimir Putin", however it is parsed
        return nouns + self.appointments.of(head)

    def _together(self, head: int) -> list[int]:
        """The names of a list that a name stands in, none where it stands alone."""
        together = self.clauses.conjuncts(self.parse.first_of(head))
        names = [t for t in together if t in self.participants.mention_at]
        return names if len(names) > 1 and head in names else []

    def of_description(self, token: int) -> Iterator[Candidate]:
        """'the Russian president': who that is, and that he is it."""
        for person in self.participants.one(token):
            if person.actor.type != "Person":
                continue
            if self.parse.pos[token] in ("NOUN", "PROPN"):
                yield from self._office(person, None, token)
            for title in self.appointments.of(token):
                yield from self._office(person, None, title)

    def _office(
        self, person: Participant, mention: Mention | None, noun: int
    ) -> Iterator[Candidate]:
        parse = self.parse
        words, first = self._words(noun)
        title = next((t for t in _endings(words) if t in titles()), None)
        if title is None or (title in _heading() and self._is_of_some(noun, title)):
            return
        span = parse.starts[first], parse.ends[noun]
        owners = self._owners(noun, person, mention, title)
        people = self._together(self.participants.head(mention)) if mention is not None else []
        if parse.tags[noun] == "NNS" and len(people) == len(owners) > 1 and mention is not None:
            owners = [owners[people.index(self.participants.head(mention))]]
        for owner in owners:
            deputy = bool(_DEPUTY & set(words))
            relation = self._relation(title, owner.actor, person.actor, deputy=deputy)
            if relation is not None and owner.actor.id != person.actor.id:
                rule = f"office:{title}"
                yield Candidate(relation, "office", person, owner, noun, span, rule)

    def _is_of_some(self, noun: int, title: str) -> bool:
        """'Iraqi Kurdish leader', 'French far-right leader': of a part of the state at most."""
        if title not in words("references")["of_a_part"]:
            return False
        plain = words("references")["plain"]
        beside = self.parse.having(noun, "adjective", "compound", "title")
        at = self.participants.mention_at
        others = [t for t in beside if t not in at and t < noun]
        several = len({at[t].start for t in beside if t in at}) > 1
        return several or any(self.parse.words[t].lower() not in plain for t in others)

    def _words(self, noun: int) -> tuple[list[str], int]:
        """The words of a title with its compounds and the offices after 'of'."""
        parse, taken = self.parse, self.participants.mention_at
        before = [
            c
            for c in parse.having(noun, "compound", "adjective", "name part")
            if c < noun and c not in taken
        ]
        for word in list(before):  # "foreign policy chief"
            inner = parse.having(word, "compound", "adjective")
            before += [c for c in inner if c < word and c not in taken]
        first = noun
        while first > 1 and parse.words[first - 1] == "-" and first - 2 not in taken:
            first -= 2  # "Under-Secretary-General"
            if first not in before:
                before.append(first)
        if first == noun and noun - 1 in parse.having(noun, "title") and noun - 1 not in taken:
            before.append(noun - 1)  # "Secretary General"
        before.sort()
        words = [parse.words[t].lower() for t in before] + [parse.lemmas[noun]]
        for token in self.clauses.slots(noun).get("of", ()):
            if token not in taken:
                words += ["of", parse.lemmas[token]]
        return words, min([*before, noun])

    def _owners(
        self, noun: int, person: Participant, mention: Mention | None, title: str
    ) -> list[Participant]:
        slots = self.clauses.slots(noun)
        body = heads_a_body(self.parse, noun) or self._is_of_another_body(noun, title)
        sent = not words("references")["sent_out"].isdisjoint(title.split())
        of_whom = ("of",) if body else _SENDER_SLOTS if sent else _OWNER_SLOTS
        for slot in of_whom:
            owners = [
                o
                for t in slots.get(slot, ())
                if not self._is_unknown_body(t) and not is_branch(t, self.participants)
                for o in self.participants.owner(t)
                for o in (o, *self._seated(o, slot))
                if self._owns(o, title) and not (body and "Place" in self.parents[o.actor.type])
            ]
            if owners:
                return owners
        if body:
            return []
        return (
            self._registered(noun, person, mention, title)
            or self._shared(mention, title)
            or self._appointed(noun, title)
        )

    def _appointed(self, noun: int, title: str) -> list[Participant]:
        """'Chad's parliament elected Idris Sabun as prime minister': of Chad."""
        if titles()[title] == shapes()["head"]:
            return []
        return [
            state
            for token in self.appointments.by(noun)
            for who in self.participants.one(token, acting=True)
            for state in [self.participants.as_type(who, _STATES)]
            if state is not None
        ][:1]

    def _shared(self, mention: Mention | None, title: str) -> list[Participant]:
        """'French President Macron and Foreign Minister Barrot': both are of France."""
        parse = self.parse
        head = self.participants.head(mention) if mention is not None else 0
        if mention is None or parse.roles[head] != "conjunct":
            return []
        for other in parse.having(parse.heads[head], "title", "compound"):
            slots = self.clauses.slots(other)
            for slot in ("possessor", "modifier"):
                for token in slots.get(slot, ()):
                    states = [o for o in self.participants.owner(token) if self._owns(o, title)]
                    if states and all(o.actor.type == "State" for o in states):
                        return states
        return []

    def _is_of_another_body(self, noun: int, title: str) -> bool:
        """'a Portuguese painter and head of the Porto Choir': of that, and of no state."""
        if (
            title not in _heading()
            or self.parse.lemmas[noun] in words("references")["with_portfolio"]
        ):
            return False
        at = self.participants.mention_at
        return any(
            self._is_unknown_body(t)
            or (t in at and at[t].entry is None and at[t].actor.type == "Organisation")
            for t in self.clauses.slots(noun).get("of", ())
        )

    def _is_unknown_body(self, token: int) -> bool:
        """Whether a name is that of nobody we know: "the Tunisian League for ..." is no Tunisia."""
        return self.parse.pos[token] == "PROPN" and token not in self.participants.mention_at

    def _seated(self, owner: Participant, slot: str) -> list[Participant]:
        """The state of 'the foreign minister in Oslo', who sits in its capital."""
        entry = self.participants.register.get(owner.actor.id)
        if slot != "in" or entry is None or entry.seat_of is None:
            return []
        state = self.participants.as_type(owner, _STATES)
        return [state] if state is not None else []

    def _owns(self, owner: Participant, title: str) -> bool:
        if owner.actor.type == "State":
            return title not in _reach()["bodies"]
        if "Organisation" in self.parents[owner.actor.type]:
            return True
        return title in _reach().get(owner.actor.type, ())

    def _registered(
        self, noun: int, person: Participant, mention: Mention | None, title: str
    ) -> list[Participant]:
        """Of 'President Putin' the register knows whose president he was on the day; or, if he has
        gone, of whom he once was: 'Former President Sarkozy', 'under President Mitterrand'.
        """
        if mention is None or mention.entry is None:
            return []
        participants = self.participants
        terms = [
            term for term in mention.entry.terms if titles()[title] in (term.relation, *term.also)
        ]
        held = [t for t in terms if in_office(t, participants.published)]
        states = {term.of for term in held[:1] or terms}
        if not states and title.rpartition(" ")[2] in words("references")["of_some_state"]:
            # "Deputy Prime Minister Galina Karelova": of her own state
            home = participants.register.state_of(mention.entry.of or "")
            states = {home} if home else set()
        actor = participants.actor(states.pop()) if len(states) == 1 else None
        if actor is None:
            return []
        return [Participant(actor, person.span, noun, 0.8 if held else 0.7, "register")]

    def _relation(
        self, title: str, owner: Actor, person: Actor, *, deputy: bool
    ) -> Relation | None:
        relation = self.relations[titles()[title]]
        if deputy:
            return self.relations[shapes()["officer"]]
        if owner.type != "State":
            heads = title in _heading() or title in _reach().get(owner.type, ())
            return self.relations[shapes()["head" if heads else "officer"]]
        entry = self.participants.register.get(person.id)
        if title == "counterpart" or relation.name == shapes()["head"]:
            # "Turkish leader Erdogan": the register knows as what he led the state
            for term in entry.terms if entry else ():
                if term.of == owner.id and in_office(term, self.participants.published):
                    return self.relations[term.relation]
        return relation


def _endings(words: list[str]) -> Iterator[str]:
    """'deputy foreign minister', 'foreign minister', 'minister': the longest title first."""
    for start in range(len(words)):
        yield " ".join(words[start:])
    if "of" in words:
        yield from _endings(words[: words.index("of")])
