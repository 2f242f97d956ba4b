"""Organs, leaders, citizens and wars, as the text mentions them in passing.

They are said by the shape of a name phrase, not by a verb: "Israel's air force", "state media
IRNA", "the Iran-Iraq War". Places are read in :mod:`kg.nlp.places`, offices in
:mod:`kg.nlp.offices`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .candidates import Candidate
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention
from .participants import Participant, Participants
from .parties import Parties
from .places import Places
from .shapes import ShapeReader, table

_STATES = frozenset({"State"})
_LED = frozenset({"ArmedGroup", "PoliticalParty", "StateMilitary"})
# Words of a description before its noun: "state-run Syrian news agency".
_NEAR = 7

# What may be an organ: of a state, or a body of an organisation.
_ORGANS = frozenset({"StateOrgan", "Court", "InternationalOrganisation"})
_AT_HOME = frozenset({"ArmedGroup", "PoliticalParty", "Company", "NonGovernmentalOrganisation"})


def structural(participants: Participants) -> Iterator[Candidate]:
    """Yield organs with their states and places with what they lie in, in text order."""
    names, places, parties = _Names(participants), Places(participants), Parties(participants)
    for mention in participants.mentions:
        if mention.kind is Kind.name:
            yield from names.organ(mention)
            yield from names.state_media(mention)
            yield from places.location(mention)
            yield from names.base(mention)
            yield from names.war(mention)
            yield from names.chief(mention)
            yield from places.capital(mention)
        yield from parties.membership(mention)
        if mention.kind is Kind.demonym:
            yield from names.citizen(mention)
        if mention.kind is Kind.adjective:
            yield from names.national(mention)
        yield from names.occupied(mention)
    yield from names.described_organs()


class _Names(ShapeReader):
    # ----------------------------------------------------------------- organs

    def organ(self, mention: Mention) -> Iterator[Candidate]:
        """An organ whose name says whose it is: 'the Israeli Air Force', 'the UN Secretariat'."""
        entry = mention.entry
        if entry is None or not self.parents[mention.actor.type] & _ORGANS:
            return
        state = self.participants.register.get(entry.of or "")
        if state is None or not self._is_body(mention) or self._is_described_by(mention):
            return
        name = " ".join(["", *self.parse.words[mention.start : mention.end], ""])
        owner = self._owner_of(mention, state.actor.id)
        of_state = (*state.adjectives, *state.names)
        if owner is None and not any(f" {word} " in name for word in of_state):
            return
        organ = self.participants.named(mention)
        actor = self.participants.actor(state.actor.id)
        if actor is not None:
            object = Participant(actor, owner.span if owner else organ.span, organ.head)
            yield self.link("organ", organ, object, organ.head, organ.span)

    def state_media(self, mention: Mention) -> Iterator[Candidate]:
        """'state media IRNA', 'the Syrian state news agency, SANA': whose the register knows."""
        entry = mention.entry
        if entry is None or mention.actor.type != "MediaOrganisation":
            return
        parse, head = self.parse, self.participants.head(mention)
        beside = [*self.clauses.apposed(head), *parse.having(head, "compound", "title")]
        if parse.roles[head] in ("compound", "title", "apposition", "name part"):
            beside.append(parse.heads[head])  # "the official IRNA news agency"
        if mention.start:
            beside.append(mention.start - 1)  # however it is parsed
        for noun in beside:
            before = range(max(noun - _NEAR, parse.bounds[parse.sentence[noun]][0]), noun)
            owned = [t for t in before if parse.lemmas[t] in self.nouns["of_state_media"]]
            if parse.lemmas[noun] in words("speech")["medium"] | self.nouns["mouthpiece"] and owned:
                state = self.participants.actor(entry.of or "")
                if state is not None:
                    media, span = self.participants.named(mention), self.span(owned[-1])
                    yield self.link("organ", media, Participant(state, span, noun), noun, span)
                return

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
                    yield self.link("organ", found, object, token, found.span)

    def base(self, mention: Mention) -> Iterator[Candidate]:
        """'the Houthi movement in Yemen', 'Lebanon's Hezbollah': where a group is at home."""
        if not self.parents[mention.actor.type] & _AT_HOME:
            return
        head = self.participants.head(mention)
        slots = self.clauses.slots(head)
        for slot in ("possessor", "in"):
            for token in slots.get(slot, ()):
                outer = self.participants.mention_at.get(token)
                if slot == "possessor" and self.parse.heads[token] != head:
                    continue  # "Lebanon's Hezbollah and Hamas"
                if outer is None or (slot == "in" and outer.actor.type == "City"):
                    continue  # "an attack by the Houthis in Sanaa": where they struck
                if "Place" in self.parents[outer.actor.type]:
                    group, place = self.participants.named(mention), self.participants.named(outer)
                    yield self.link("base", group, place, token, place.span)
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
                yield self.link("chief", leader, group, token, group.span)
                return

    def _leading_power(self, mention: Mention) -> Iterator[Candidate]:
        """Who leads what is called by that: 'the Saudi-led coalition'."""
        name = self.parse.words[mention.start : mention.end]
        if name[1:3] != ["-", "led"]:
            return
        for id in self.participants.gazetteer.named(name[0]):
            power = self.participants.actor(id)
            if power is not None and power.type == "State":
                group = self.participants.named(mention)
                leader = Participant(power, self.span(mention.start), mention.start)
                yield self.link("chief", leader, group, mention.start + 2, group.span)
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
                    yield self.link("citizen", person, state, head, state.span)

    def national(self, mention: Mention) -> Iterator[Candidate]:
        """'Libyan national Khairi Saadallah', which parsers take for two adjectives and a name."""
        token = mention.end
        person = self.participants.mention_at.get(token + 1)
        state = self.participants.as_type(self.participants.named(mention), _STATES)
        if state is None or person is None or person.actor.type != "Person":
            return
        if self.parse.words[token].lower() in self.nouns["citizen_word"]:
            named, span = self.participants.named(person), self.span(token)
            yield self.link("citizen", named, state, token, span)

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
            yield self.link("war", first, second, named.head, named.span)

    def occupied(self, mention: Mention) -> Iterator[Candidate]:
        """'the occupied West Bank', 'occupied Ukrainian land': everybody knows by whom, and the
        sentence names him.
        """
        parse, register = self.parse, self.participants.register
        near = range(max(mention.start - 2, 0), mention.end)
        token = next((t for t in near if parse.words[t].lower() == "occupied"), None)
        if token is None or parse.words[token - 1 : token] == ["-"]:
            return
        occupiers, state = table("occupier"), mention.entry.of if mention.entry else None
        occupier = occupiers.get(mention.actor.id) or occupiers.get(state or "")
        for other in self.participants.mentions:
            if parse.sentence[other.start] != parse.sentence[token] or occupier is None:
                continue
            if occupier in (other.actor.id, register.state_of(other.actor.id)):
                doer = self.participants.as_type(self.participants.named(other), _STATES)
                if doer is not None:
                    land, span = self.participants.named(mention), self.span(token)
                    yield self.link("occupied", doer, land, token, span)
                    return
