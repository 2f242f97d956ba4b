"""Organs, places and wars, as the text mentions them in passing.

They are said by the shape of a name phrase, not by a verb: "the Turkish city of Antalya",
"Sumy, Ukraine", "Israel's air force". Offices are read in :mod:`kg.nlp.offices`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from ..model import Span
from ..ontology import ontology
from .candidates import Candidate
from .gazetteer import Kind
from .lexicon import ENGLISH
from .mentions import Mention
from .participants import Participant, Participants

# Roles of a place name that only describes what comes behind it.
_OF_ANOTHER = ("possessor", "adjective", "compound", "title")
_STATES = frozenset({"State"})
_LED = frozenset({"ArmedGroup", "PoliticalParty", "StateMilitary"})
# Tokens between a place and what it lies in: "in the occupied north of Gaza".
_NEAR = 7

# What may be an organ: of a state, or a body of an organisation.
_ORGANS = frozenset({"StateOrgan", "InternationalOrganisation"})
_AT_HOME = frozenset({"ArmedGroup", "PoliticalParty", "Company", "NonGovernmentalOrganisation"})


@cache
def shapes() -> Mapping[str, str]:
    """Return the relations that shapes of name phrases give: en/structure.toml."""
    return _table("relations")


@cache
def _table(name: str) -> Mapping[str, str]:
    tables = tomllib.loads((ENGLISH / "structure.toml").read_text("utf-8"))
    found: dict[str, str] = tables[name]
    return found


def structural(participants: Participants) -> Iterator[Candidate]:
    """Yield organs with their states and places with what they lie in, in text order."""
    reader = _Reader(participants)
    for mention in participants.mentions:
        if mention.kind is Kind.name:
            yield from reader.organ(mention)
            yield from reader.location(mention)
            yield from reader.base(mention)
            yield from reader.war(mention)
            yield from reader.chief(mention)
            yield from reader.capital(mention)
        if mention.kind is Kind.demonym:
            yield from reader.citizen(mention)
        if mention.kind is Kind.adjective:
            yield from reader.national(mention)
        yield from reader.occupied(mention)
    yield from reader.described_organs()


class _Reader:
    def __init__(self, participants: Participants) -> None:
        self.participants, self.parse = participants, participants.parse
        self.clauses = participants.clauses
        self.parents = ontology().parents
        self.nouns = participants.nouns

    def _link(
        self, shape: str, subject: Participant, object: Participant, token: int, span: Span
    ) -> Candidate:
        relation = ontology().relations[shapes()[shape]]
        return Candidate(relation, "shape", subject, object, token, span, f"shape:{shape}")

    # ----------------------------------------------------------------- organs

    def organ(self, mention: Mention) -> Iterator[Candidate]:
        """An organ whose name says whose it is: 'the Israeli Air Force', 'the UN Secretariat'."""
        entry = mention.entry
        if entry is None or not self.parents[mention.actor.type] & _ORGANS:
            return
        state = self.participants.register.get(entry.of or "")
        if state is None or not self._is_body(mention) or self._is_described_by(mention):
            return
        words = " ".join(["", *self.parse.words[mention.start : mention.end], ""])
        owner = self._owner_of(mention, state.actor.id)
        names = (*state.adjectives, *state.names)
        if owner is None and not any(f" {name} " in words for name in names):
            return
        organ = self.participants.named(mention)
        actor = self.participants.actor(state.actor.id)
        if actor is not None:
            object = Participant(actor, owner.span if owner else organ.span, organ.head)
            yield self._link("organ", organ, object, organ.head, organ.span)

    def _is_described_by(self, mention: Mention) -> bool:
        """Whether a name only tells what another noun is of: "a Russian military spokesman"."""
        role = self.parse.roles[self.participants.head(mention)]
        return role in ("compound", "adjective") and self.parse.words[mention.end - 1].islower()

    def _is_body(self, mention: Mention) -> bool:
        """Whether a name is that of a body, or only its people: 'Russian troops'."""
        last = mention.end - 1
        proper = self.parse.words[last][:1].isupper()
        return proper or self.parse.lemmas[last] in self.nouns["organ"]

    def _owner_of(self, mention: Mention, state: str) -> Participant | None:
        head = self.participants.head(mention)
        slots = self.clauses.slots(head)
        for token in (t for slot in ("possessor", "modifier", "of") for t in slots.get(slot, ())):
            for owner in self.participants.one(token):
                if owner.actor.id == state:
                    return owner
        return None

    def described_organs(self) -> Iterator[Candidate]:
        """'Turkey's military': a common noun that stands for an organ."""
        participants = self.participants
        for token, lemma in enumerate(self.parse.lemmas):
            if lemma not in self.nouns["organ"] or token in participants.mention_at:
                continue
            for found in participants.one(token):
                if not found.how.startswith("owner"):
                    continue
                entry = participants.register.get(found.actor.id)
                if entry is None or "StateOrgan" not in self.parents[found.actor.type]:
                    continue
                actor = participants.actor(entry.of or "")
                if actor is not None:
                    object = Participant(actor, found.span, token)
                    yield self._link("organ", found, object, token, found.span)

    def base(self, mention: Mention) -> Iterator[Candidate]:
        """'the Houthi movement in Yemen', 'Lebanon's Hezbollah': where a group is at home."""
        if not self.parents[mention.actor.type] & _AT_HOME:
            return
        head = self.participants.head(mention)
        slots = self.clauses.slots(head)
        for slot in ("possessor", "in"):
            for token in slots.get(slot, ()):
                outer = self.participants.mention_at.get(token)
                if outer is None or (slot == "in" and outer.actor.type == "City"):
                    continue  # "an attack by the Houthis in Sanaa": where they struck
                if "Place" in self.parents[outer.actor.type]:
                    group, place = self.participants.named(mention), self.participants.named(outer)
                    yield self._link("base", group, place, token, place.span)
                    return

    def chief(self, mention: Mention) -> Iterator[Candidate]:
        """'Khalifa Haftar's Libyan National Army', 'the Saudi-led coalition': whose it is."""
        yield from self._leading_power(mention)
        if not self.parents[mention.actor.type] & _LED:
            return
        head = self.participants.head(mention)
        for token in self.clauses.slots(head).get("possessor", ()):
            owner = self.participants.mention_at.get(token)
            if owner is not None and owner.actor.type == "Person":
                leader, group = self.participants.named(owner), self.participants.named(mention)
                yield self._link("chief", leader, group, token, group.span)
                return

    def _leading_power(self, mention: Mention) -> Iterator[Candidate]:
        """Who leads what is called by that: 'the Saudi-led coalition'."""
        words = self.parse.words[mention.start : mention.end]
        if words[1:3] != ["-", "led"]:
            return
        for id in self.participants.gazetteer.named(words[0]):
            power = self.participants.actor(id)
            if power is not None and power.type == "State":
                group = self.participants.named(mention)
                leader = Participant(power, self._span(mention.start), mention.start)
                yield self._link("chief", leader, group, mention.start + 2, group.span)
                return

    def citizen(self, mention: Mention) -> Iterator[Candidate]:
        """'two Canadians, Michael Kovrig and Michael Spavor'; 'Ali Reza, a Briton'."""
        state = self.participants.as_type(self.participants.named(mention), _STATES)
        if state is None:
            return
        head = self.participants.head(mention)
        named = self.clauses.slots(head).get("self", [])
        if named:  # parsers hang the second name on the noun
            named = [*named, *self.parse.having(head, "conjunct")]
        for token in named:
            for person in self.participants.at(token):
                if person.actor.type == "Person" and person.how == "name":
                    yield self._link("citizen", person, state, head, state.span)

    def national(self, mention: Mention) -> Iterator[Candidate]:
        """'Libyan national Khairi Saadallah', which parsers take for two adjectives and a name."""
        token = mention.end
        person = self.participants.mention_at.get(token + 1)
        state = self.participants.as_type(self.participants.named(mention), _STATES)
        if state is None or person is None or person.actor.type != "Person":
            return
        if self.parse.words[token].lower() in self.nouns["citizen_word"]:
            named, span = self.participants.named(person), self._span(token)
            yield self._link("citizen", named, state, token, span)

    # ------------------------------------------------------------------- wars

    def war(self, mention: Mention) -> Iterator[Candidate]:
        """Whoever names a war of two parties takes for granted that they are at war."""
        name = mention.actor.label.lower().split()
        if mention.actor.type != "Conflict" or "war" not in name:
            return
        if self.nouns["unfought"] & set(name):
            return
        parties = self.participants.gazetteer.parties(mention.actor.id)
        if len(parties) == 2:
            named = self.participants.named(mention)
            first, second = (
                Participant(actor, named.span, named.head, 0.9, "party")
                for id in parties
                if (actor := self.participants.actor(id)) is not None
            )
            yield self._link("war", first, second, named.head, named.span)

    def occupied(self, mention: Mention) -> Iterator[Candidate]:
        """'the occupied West Bank', 'occupied Ukrainian land': everybody knows by whom, and the
        sentence names him.
        """
        parse, register = self.parse, self.participants.register
        near = range(max(mention.start - 2, 0), mention.end)
        token = next((t for t in near if parse.words[t].lower() == "occupied"), None)
        if token is None or parse.words[token - 1 : token] == ["-"]:
            return
        occupiers, state = _table("occupier"), mention.entry.of if mention.entry else None
        occupier = occupiers.get(mention.actor.id) or occupiers.get(state or "")
        for other in self.participants.mentions:
            if parse.sentence[other.start] != parse.sentence[token] or occupier is None:
                continue
            if occupier in (other.actor.id, register.state_of(other.actor.id)):
                doer = self.participants.as_type(self.participants.named(other), _STATES)
                if doer is not None:
                    land, span = self.participants.named(mention), self._span(token)
                    yield self._link("occupied", doer, land, token, span)
                    return

    # ----------------------------------------------------------------- places

    def location(self, mention: Mention) -> Iterator[Candidate]:
        """'Sumy, Ukraine'; 'Kharkiv in Ukraine'; 'the Turkish city of Antalya'."""
        if not self._is_inner(mention):
            return
        for outer, token, start, end in self._around(mention):
            if outer.end == mention.start - 1 and self.parse.words[outer.end] == "-":
                continue  # "the Russia-Africa forum"
            if self._contains(outer, mention):
                place, around = self.participants.named(mention), self.participants.named(outer)
                span = self.parse.starts[start], self.parse.ends[end]
                yield self._link("inside", place, around, token, span)
                return

    def capital(self, mention: Mention) -> Iterator[Candidate]:
        """'in Tehran, the capital', 'the Yemeni capital city of Sanaa': of the state named beside
        it, else of the one that the register knows.
        """
        entry, head = mention.entry, self.participants.head(mention)
        if entry is None or entry.seat_of is None or mention.actor.type != "City":
            return
        nouns = self.clauses.apposed(head)
        if self.parse.roles[head] in ("apposition", "title", "compound", "name part", "modifier"):
            nouns = [*nouns, self.parse.heads[head]]
        state = self.participants.actor(entry.of or "")
        for noun in nouns:
            if not self._is_capital(noun) or state is None or state.type != "State":
                continue
            slots = self.clauses.slots(noun)
            named = [
                owner
                for slot in ("of", "possessor", "modifier")
                for token in slots.get(slot, ())
                if token != head and token in self.participants.mention_at
                for owner in self.participants.one(token)
            ]
            if all(owner.actor.id == state.id for owner in named):
                city, span = self.participants.named(mention), self._span(noun)
                yield self._link("capital", city, Participant(state, span, noun, 0.9), noun, span)
                return

    def _is_capital(self, noun: int) -> bool:
        """'the capital', 'the capital city'."""
        lemmas = self.parse.lemmas
        before = [lemmas[t] for t in self.parse.having(noun, "compound", "adjective")]
        return lemmas[noun] == "capital" or (lemmas[noun] == "city" and "capital" in before)

    def _span(self, token: int) -> Span:
        return self.parse.starts[token], self.parse.ends[token]

    def _is_inner(self, mention: Mention) -> bool:
        return "Place" in self.parents[mention.actor.type] and mention.actor.type != "State"

    def _around(self, mention: Mention) -> Iterator[tuple[Mention, int, int, int]]:
        """What a place may lie in, with the token and the span of tokens that say so."""
        parse, at = self.parse, self.participants.mention_at
        head = self.participants.head(mention)
        after = mention.end
        outer = at.get(after + 1)
        if outer is not None and outer.start == after + 1 and parse.words[after] in (",", "("):
            # "Iowa, Ohio and Utah" lie side by side; "Niamey, Niger's capital" says something else
            role = parse.roles[self.participants.head(outer)]
            listed = role == "conjunct" and not self._is_known_inside(mention, outer)
            if not listed and role not in _OF_ANOTHER:
                yield outer, after, after, after
        behind = self._behind(mention)
        if behind is not None:
            yield behind, behind.start, mention.end, behind.end - 1
        if parse.roles[head] == "conjunct" or parse.child(head, "conjunct") is not None:
            yield from self._listed(mention, head)
        for token in self.clauses.slots(head).get("in", ()):
            if token in at:
                yield at[token], token, mention.end, token
        nouns = [head]
        if parse.roles[head] in ("modifier", "apposition", "compound", "title", "bare modifier"):
            nouns.append(parse.heads[head])
        nouns += parse.having(head, "title", "apposition")
        for noun in nouns:
            slots = self.clauses.slots(noun)
            own = noun in range(mention.start, mention.end)  # "Afghanistan's Helmand province"
            if not own and parse.lemmas[noun] not in self.nouns["place_word"]:
                continue
            for slot in ("possessor", "modifier") if own else ("possessor", "modifier", "in", "of"):
                for token in slots.get(slot, ()):
                    # "North Gaza Governorate, Gaza": the word for a place is part of another's name
                    part = token in at and noun in range(at[token].start, at[token].end)
                    # "the Bari region of Puntland", "Kasai and Lomami provinces"
                    alike = not own and slot == "modifier" and token in at
                    if alike and at[token].actor.type == mention.actor.type:
                        continue
                    if token in at and at[token] is not mention and not part:
                        yield at[token], noun, min(token, noun), max(token, noun)

    def _is_known_inside(self, inner: Mention, outer: Mention) -> bool:
        """Whether the register has a place in a state, or both in the state that comes next."""
        state = inner.entry.of if inner.entry is not None else None
        if state is None:
            return False
        if outer.actor.id == state:
            return True
        further = self.participants.mention_at.get(outer.end + 1)
        return (
            further is not None
            and further.actor.id == state
            and self.parse.words[outer.end] == ","
            and outer.entry is not None
            and outer.entry.of == state
        )

    def _behind(self, mention: Mention) -> Mention | None:
        """'captured Rozlyv in Donetsk Oblast', 'struck Jabalia in the north of Gaza': whatever
        the parser hangs the place on.
        """
        parse, after = self.parse, mention.end
        if after >= len(parse.words) or parse.words[after].lower() not in ("in", "inside"):
            return None
        for token in range(after + 1, min(after + _NEAR, len(parse.words))):
            outer = self.participants.mention_at.get(token)
            if outer is not None:
                head = self.participants.head(outer)
                half = token > after + 1 and parse.words[token - 1] == "-"
                if half or parse.words[outer.end : outer.end + 1] == ["-"]:
                    continue  # "in Houthi-controlled Yemen"
                return None if parse.roles[head] in (*_OF_ANOTHER, "conjunct") else outer
            if parse.pos[token] not in ("DET", "ADJ", "ADV", "VERB", "PUNCT", "NOUN"):
                return None
            if parse.words[token] in (",", ";", ".", "("):
                return None
        return None

    def _listed(self, mention: Mention, head: int) -> Iterator[tuple[Mention, int, int, int]]:
        """'Kyiv and Odesa, Ukraine': the last of a list tells where all of them lie."""
        first = head
        while self.parse.roles[first] == "conjunct" and self.parse.heads[first] != first:
            first = self.parse.heads[first]
        for token in reversed(self.clauses.conjuncts(first)):
            last = self.participants.mention_at.get(token)
            if last is None or last is mention or last.start < mention.end:
                continue
            after = last.end
            outer = self.participants.mention_at.get(after + 1)
            if outer is None or self.parse.words[after] not in (",", "in"):
                outer = self._behind(last)
            if outer is not None and self._is_known_inside(mention, outer):
                yield outer, after, after, after
            return

    def _contains(self, outer: Mention, inner: Mention) -> bool:
        above = self.parents[outer.actor.type]
        if "Place" not in above or outer.actor.id == inner.actor.id:
            return False
        if outer.actor.type == "State":
            return inner.entry is None or inner.entry.of == outer.actor.id
        return outer.entry is not None and (outer.actor.type != "City" or inner.entry is None)
