"""Noun phrases as actors: whom "Turkey's military", "officials from Russia" or "they" stand for.

A phrase is resolved by its head: a named actor, something that coreference has resolved, an office
("the Turkish president": whoever held it on the day), or a common noun that an actor owns
("Israeli warplanes", "members of Hamas"). What cannot be resolved is nobody: no actor is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from ..ontology import ontology
from .apposed import is_another, is_hyphenated, is_part_of_state, same_person
from .clauses import Slots
from .gazetteer import Kind
from .lexicon import words
from .naming import STEP, Actors, Participant
from .occasions import MADE_OF_NAMES

__all__ = ["Participant", "Participants"]

_PLACE_SLOTS = ("in", "near", "inside", "at", "outside", "around", "across", "over", "along", "off")
# What stands beside a name as "and" does, and what names a part of a whole.
_BESIDE = frozenset({"along with", "as well as", "like", "together with"})
_INCLUDING = frozenset({"including", "like", "such as"})
# Steps of description that are followed.
_MOST_STEPS = 4
# Who makes and sells the vehicles that bear its name.
_MAKERS = frozenset({"Company", "Organisation"})
# What stands before a head and is underlined with it.
_UNDERLINED = frozenset({"adjective", "compound", "possessor", "number", "determiner", "title"})


class Participants(Actors):
    """Resolves the noun phrases of one document."""

    @cached_property
    def _known(self) -> dict[tuple[int, bool], list[Participant]]:
        """What has been resolved already."""
        return {}

    def at(self, token: int, *, acting: bool = False) -> list[Participant]:
        """Return the actors that a phrase and all that is coordinated with it stand for.

        ``acting`` is true where the phrase does something: there "Ankara" is a government, and
        things that merely belong to an actor stand for nobody.
        """
        heads = self.clauses.conjuncts(token)
        beside = self._named_with(heads, _BESIDE) + self._joining(heads)
        found = self._sharing(heads, acting) + self._each(heads + beside, acting)
        return found or self._each(self._named_with(heads, _INCLUDING), acting)

    def has_actors(self, first: int, last: int) -> bool:
        """Tell whether anybody is named or referred to among some tokens: elsewhere "the
        government" may be somebody, but nobody else is.
        """
        known = (self.mention_at, self.references)
        return any(token in names for names in known for token in range(first, last))

    def _sharing(self, heads: Sequence[int], acting: bool) -> list[Participant]:
        """Saudi forces in 'Saudi and Emirati forces', where those of the Emirates have a name."""
        found = []
        for head in heads:
            name = self.mention_at.get(head)
            first = name.start if name is not None else head
            other = self.mention_at.get(self.parse.heads[first])
            if name is None or first == head or self.parse.roles[first] != "conjunct":
                continue
            if other is not None and other.kind is Kind.adjective and other.end < first:
                owner = replace(self.named(other), how="owner")
                found += self._as_class(self.parse.lemmas[head], [owner], head, acting)
        return found

    def _each(self, heads: Sequence[int], acting: bool) -> list[Participant]:
        """Whom several phrases stand for, each actor once."""
        found: list[Participant] = []
        for head in heads:
            for participant in self.one(head, acting=acting):
                if all(p.actor.id != participant.actor.id for p in found):
                    found.append(participant)
        return found

    def _named_with(self, heads: Sequence[int], markers: frozenset[str]) -> list[int]:
        """What hangs on some phrases by some prepositions: 'many people, including Navalny'."""
        return [
            other
            for head in heads
            for child in self.parse.having(head, "modifier", "oblique")
            if self.parse.markers[child] in markers
            for other in self.clauses.conjuncts(child)
        ]

    def _joining(self, heads: Sequence[int]) -> list[int]:
        """Who does it with them: 'Germany, joined by France, recognised Palestine'."""
        parse = self.parse
        return [
            other
            for head in heads
            for clause in parse.having(head, "noun clause", "adverbial clause")
            if parse.lemmas[clause] in words("control")["together"]
            and self.clauses.is_passive(clause)
            for agent in parse.having(clause, "agent")
            for other in self.clauses.conjuncts(agent)
        ]

    def one(self, token: int, *, acting: bool = False, steps: int = 0) -> list[Participant]:
        """Return the actors that one phrase stands for, without what is coordinated with it."""
        if steps > _MOST_STEPS:
            return []
        key = (token, acting)
        if steps == 0 and key in self._known:
            return self._known[key]
        found = self._resolve(token, acting, steps)
        if steps == 0:
            self._known[key] = found
        return found

    def _resolve(self, token: int, acting: bool, steps: int) -> list[Participant]:
        parse = self.parse
        mention = self.mention_at.get(token)
        if mention is not None and not is_hyphenated(self, mention):
            part = mention.actor.type in MADE_OF_NAMES and token != self.head(mention)
            return [] if part else [self.named(mention, acting=acting)]  # "the Normandy summit"
        if token in self.references:
            span = self._span(token, token + 1)
            return [
                Participant(actor, span, token, score, "coreference")
                for actor, score in self.references[token]
            ]
        if parse.pos[token] in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON", "X"):
            return self._described(token, acting, steps)
        return []

    # ----------------------------------------------------------- common nouns

    def _described(self, token: int, acting: bool, steps: int) -> list[Participant]:
        slots = self.clauses.slots(token)
        lemma = self._lemma(token, slots)
        person = same_person(self, token, slots)
        if person:
            return person
        if lemma in self.nouns["other"]:
            return self._opposition(lemma, slots)
        adjectives = self.parse.having(token, "adjective")
        if any(self.parse.words[t].lower() in self.nouns["of_old"] for t in adjectives):
            return []
        if lemma in self.nouns["bond"] and "between" in slots:
            return self._through(slots, ("between",), acting, steps, "part")
        if lemma in self.nouns["culture"] | self.nouns["occasion"] | self.nouns["crime"]:
            return []
        owners = []
        if lemma in self.nouns["place_word"]:  # "the Georgian town of Gori" is Gori
            for other in self.clauses.apposed(token):
                mention = self.mention_at.get(other)
                if mention is not None and "Place" in ontology().parents[mention.actor.type]:
                    return [replace(self.named(mention), how="apposition")]
            owners = self._through(slots, ("of",), acting, steps, "part")
            owners = [owner for owner in owners if self._is_place(owner)]
            if not owners and any(t in self.mention_at for t in slots.get("of", ())):
                return []  # "the US state of California" is not the US
        besides = lemma in self.nouns["beside_owner"]
        kinds = ("modifier",) if besides else ("possessor", "modifier")
        owners = owners or self._owners(token, slots, kinds, steps)
        if lemma in self.nouns["companion_word"]:
            # "NATO members" and "Moscow's ally" are not NATO and Moscow, a "Turkish ally" is Turkey
            owners = [o for o in owners if self._is_adjective(o)]
        if not owners:
            owners = self._shared_owner(token, slots, steps)
        if not owners and lemma in self.nouns["part"]:
            owners = self._through(slots, ("of", "from", "for"), acting, steps, "part")
        if not owners and (not acting or self._stands_for_owner(token)):
            owners = self._owners(token, slots, ("of", "from", "for"), steps)
        if not owners and acting and lemma in self.nouns["mouthpiece"]:
            owners = self._run_by(token)
        if not owners and acting and lemma in self.nouns["seated"]:
            owners = self._seated(slots)
        if not owners and not acting:
            owners = self._made_by(token, steps)
        if not owners and lemma in self.nouns["group"]:
            owners = self._beside(token)
        if not owners and acting and lemma in self.nouns["instrument"] and "possessor" not in slots:
            owners = self._through(slots, ("doer",), acting, steps, "doer")
        if not owners and lemma in self.nouns["at_home"]:
            owners = self._at_home(token)
        if lemma in self.nouns["named_after"] or is_another(lemma, acting=acting):
            owners = [owner for owner in owners if owner.actor.type != "Person"]
        if acting and is_part_of_state(self.parse, token, lemma):
            owners = [owner for owner in owners if owner.actor.type != "State"]
        if lemma in self.nouns["of_town"]:  # "the mayor of Hiroshima" is not Japan
            owners = [o for o in owners if o.actor.type == "State" or not self._is_place(o)]
            if not owners:
                return []
        if lemma in self.nouns["of_state"]:
            owners = [self._state_for(owner) for owner in owners]
        if lemma in self.nouns["state_word"]:  # a country of somebody whose it is not known
            owners = [owner for owner in owners if owner.actor.type != "Person"]
        if owners:
            return self._as_class(lemma, owners, token, acting)
        if acting or not self._is_hit_with_place(lemma, slots):
            return []
        return self._through(slots, _PLACE_SLOTS, False, steps, "place")

    def _is_place(self, owner: Participant) -> bool:
        return "Place" in ontology().parents[owner.actor.type]

    def _is_adjective(self, owner: Participant) -> bool:
        mention = self.mention_at.get(owner.head)
        return mention is not None and mention.kind is Kind.adjective

    def _state_for(self, owner: Participant) -> Participant:
        """The state of a leader, whose army and ministers are its own."""
        if owner.actor.type != "Person":
            return owner
        state = self.as_type(owner, frozenset({"State"}), person=True)
        return replace(state, how="at home") if state is not None else owner

    def _is_hit_with_place(self, lemma: str, slots: Slots) -> bool:
        """Whether what is done to people or things in a place is done to that: not to the place of
        a meeting, not to Borno where it is militants, not if they are somebody's ("its troops").
        """
        if "possessor" in slots or lemma in words("references")["fighters"]:
            return False
        beside = self.nouns["beside_owner"]  # "met his counterparts in Paris"
        deeds = self.nouns["instrument"] | self.nouns["occasion"] | beside
        return lemma not in deeds and any(lemma in nouns for nouns in self.nouns.values())

    def _shared_owner(self, token: int, slots: Slots, steps: int) -> list[Participant]:
        """'the government and people of Iraq': both are of Iraq."""
        last = self.clauses.conjuncts(token)[-1]
        if last == token or slots.keys() & {"of", "in"} or self.parse.heads[last] != token:
            return []
        return self._owners(token, {"of": self.clauses.slots(last).get("of", [])}, ("of",), steps)

    def _seated(self, slots: Slots) -> list[Participant]:
        """'police in Stuttgart', 'a court in Baku': of the state in which they sit."""
        for slot in ("in", "at"):
            for token in slots.get(slot, ()):
                mention = self.mention_at.get(token)
                if mention is None or mention.actor.label.lower() in self.nouns["seat_of_courts"]:
                    continue
                if held := self._run_by(token):
                    return held  # "a court in Russian-occupied Donetsk"
                state = self._state_of(mention)
                if state is not None:
                    return [replace(self.named(mention), actor=state, score=0.85, how="owner")]
        return []

    def _run_by(self, token: int) -> list[Participant]:
        """'Houthi-run state television': whose it is."""
        return [
            replace(self.named(mention), how="owner")
            for run in self.parse.having(token, "adjective", "compound")
            if self.parse.lemmas[run] in self.nouns["running"]
            for child in self.parse.children[run]
            if (mention := self.mention_at.get(child)) is not None
        ]

    def _made_by(self, token: int, steps: int) -> list[Participant]:
        """'goods imported from China', 'a drone made in Iran': whose they are."""
        for clause in self.parse.having(token, "noun clause"):
            if self.parse.lemmas[clause] in self.nouns["origin"]:
                owners = self._owners(
                    token, self.clauses.slots(clause), ("from", "in", "subject"), steps
                )
                if owners:
                    return owners
        return []

    def _at_home(self, token: int) -> list[Participant]:
        """'Kenya is in turmoil. The government ...': of the state spoken of."""
        described = self.parse.having(token, "adjective", "compound", "possessor", "noun clause")
        before, known = (self.parse.lemmas[t] for t in described), self.nouns["at_home"]
        noun = self.parse.lemmas[token]  # "the foreign ministry"
        if any(w not in self.nouns["of_home"] and f"{w} {noun}" not in known for w in before):
            return []
        article = self.parse.child(token, "determiner")
        if article is not None and self.parse.lemmas[article] != "the":
            return []
        own = self.actor(self.publisher.home or "") if self.publisher is not None else None
        named = self.parse.roles[token] != "adjective"  # unlike "the military cooperation"
        state = own or self.told_of(token, most=named)
        if state is None:
            return []
        return [Participant(state, self._span(token, token + 1), token, 0.8, "at home")]

    def _beside(self, token: int) -> list[Participant]:
        """'Syrian government forces and the armed opposition': of one and the same state."""
        if self.parse.roles[token] != "conjunct":
            return []
        first = self.one(self.parse.heads[token], steps=1)
        states = [self.gazetteer.named(p.actor.of) for p in first if p.actor.of]
        actor = self.actor(states[0][0]) if states and states[0] else None
        return [replace(first[0], actor=actor, score=0.8)] if actor is not None else []

    def _opposition(self, lemma: str, slots: Slots) -> list[Participant]:
        """'Assad and his opponents': against a head of state stands his country's opposition."""
        if lemma not in self.nouns["opponent"]:
            return []
        for other in slots.get("possessor", ()):
            for owner in self.one(other):
                state = self.gazetteer.named(owner.actor.of or "")
                entry = self.register.get(state[0]) if state else None
                if owner.actor.type == "Person" and entry and entry.adjectives:
                    for id in self.gazetteer.named(f"{entry.adjectives[0]} opposition"):
                        actor = self.actor(id)
                        if actor is not None:
                            return [replace(owner, actor=actor, how="opposition")]
        return []

    def _lemma(self, token: int, slots: Slots) -> str:
        """The head's lemma, with a compound before it where the two make one noun."""
        lemma = self.parse.lemmas[token]
        for other in slots.get("modifier", ()):
            pair = f"{self.parse.lemmas[other]} {lemma}"
            if other == token - 1 and any(pair in nouns for nouns in self.nouns.values()):
                return pair
        return lemma

    def _owners(
        self, token: int, slots: Slots, names: Sequence[str], steps: int
    ) -> list[Participant]:
        for name in names:
            owners = [p for other in slots.get(name, ()) for p in self.owner(other, steps)]
            if owners:
                return owners
        return []

    def owner(self, token: int, steps: int = 0) -> list[Participant]:
        """Return whom an adjective, compound, possessor or complement names, conjuncts too."""
        found = []
        for head in self.clauses.conjuncts(token):
            mention = self.mention_at.get(head)
            if mention is not None:
                if is_hyphenated(self, mention):
                    continue
                found.append(replace(self.named(mention), how="owner"))
            elif self.parse.roles[head] not in ("adjective", "compound"):
                found += [
                    replace(p, score=p.score * STEP)
                    for p in self.one(head, acting=False, steps=steps + 1)
                ]
        return found

    def _stands_for_owner(self, token: int) -> bool:
        lemma = self.parse.lemmas[token]
        return any(lemma in self.nouns[c] for c in ("military", "government", "official", "group"))

    def _through(
        self, slots: Slots, names: Sequence[str], acting: bool, steps: int, how: str
    ) -> list[Participant]:
        """Whom the first of some slots names: 'members of Hamas', 'people in Gaza'."""
        for name in names:
            found = [
                replace(p, score=p.score * STEP, how=how)
                for token in slots.get(name, ())
                if how != "place" or self.parse.lemmas[token] not in self.nouns["border"]
                for head in self.clauses.conjuncts(token)
                for p in self.one(head, acting=acting, steps=steps + 1)
            ]
            if found:
                return found
        return []

    def _as_class(
        self, lemma: str, owners: Sequence[Participant], token: int, acting: bool
    ) -> list[Participant]:
        """Turn the owners of a noun into the actors that the noun stands for."""
        first, last = self.phrase(token)
        span = self._span(first, last)
        found = []
        for owner in owners:
            actor, score = owner.actor, owner.score
            if acting and lemma in self.nouns["vehicle"] and actor.type in _MAKERS:
                continue  # "a Mitsubishi aircraft crashes": its maker does nothing
            if actor.type == "State":
                if lemma in self.nouns["military"]:
                    # a jet that bombs is its air force, a jet that is shot down its state's
                    if acting or lemma not in self.nouns["vehicle"]:
                        actor = self._organ(actor, "military")
                elif lemma in self.nouns["government"]:
                    actor = self._organ(actor, "government")
                elif lemma in self.nouns["group"] or lemma in self.nouns["protesting"]:
                    actor = self._group(owner, lemma, token)
            elif lemma in self.nouns["group"] and actor.type == "PopulationGroup":
                actor = self._group(owner, lemma, token)
            how = owner.how if owner.how == "at home" else f"owner of {lemma}"
            found.append(Participant(actor, span, token, score * STEP, how))
        return found

    def phrase(self, token: int) -> tuple[int, int]:
        """The head with the words before it: what a reader would underline."""
        first = token
        for child in self.parse.children[token]:
            if child < first and self.parse.roles[child] in _UNDERLINED:
                first = min(first, self.parse.subtree(child)[0])
        return first, token + 1
