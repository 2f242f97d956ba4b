"""Frames: the slots of a trigger, with what its surroundings add to its own arguments.

An event noun shares the arguments of the light verb above it ("launched an attack on"), of the
measure that counts it ("a wave of attacks on") and of the phrase that it is a part of. Where an
event has no object of its own, its ``effect`` and its ``place`` may tell whom it hit.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..ontology import ontology
from .clauses import Clauses, Slots
from .gazetteer import Kind
from .lexicon import words
from .participants import Participants

# Roles of words that happen where and when their governor does.
_WITHIN = frozenset(
    {"conjunct", "adverbial clause", "subject", "passive subject", "object", "oblique", "modifier"}
)
_DASHES = frozenset({"-", "–", "‑"})
_PLACED = frozenset(
    {"in", "at", "near", "across", "outside", "inside", "on", "over", "around", "along"}
)


class Frames:
    """The slots of the triggers of one document."""

    def __init__(self, clauses: Clauses, participants: Participants) -> None:
        self.clauses, self.parse, self.participants = clauses, clauses.parse, participants
        self.light = words("light")

    def verb(self, token: int) -> Slots:
        """Return the slots of a verb; in a passive, "by" may hang on the noun before it."""
        slots = self.clauses.slots(token)
        if "subject" in slots or not self.clauses.is_passive(token):
            return slots
        for tokens in slots.values():
            for other in tokens:
                for slot, found in self.clauses.slots(other).items():
                    if slot == "by" and min(found) > max(token, other):
                        return slots | {"subject": found}
        return slots

    def noun(self, noun: int) -> Slots:
        """Return an event noun's slots, with those of a light verb that it is the object of."""
        parse = self.parse
        slots = dict(self.clauses.slots(noun))
        head, role = parse.heads[noun], parse.roles[noun]
        if "doer" in slots and not self._is_light(noun):
            del slots["doer"]
        for slot in [s for s in slots if s.startswith("verb ")]:
            plain = slot.removeprefix("verb ")
            if self._is_light(noun):
                slots.setdefault(plain, slots[slot])
        if role in ("object", "passive subject") and self.clauses.is_verbal(head):
            slots["governor"] = [head]  # "suspended the attack": what becomes of it
        measure = self._measure(noun)
        if measure is not None:
            for slot, tokens in self.noun(measure).items():
                slots.setdefault(slot, tokens)
        if role == "compound" and parse.pos[head] == "NOUN":
            # "attack plans": the phrase around it has the slots
            around = self.noun(head)
            for slot in ("possessor", "modifier", "by", "on", "against", "doer"):
                if slot in around:
                    slots.setdefault(slot, around[slot])
        for clause in parse.having(noun, "noun clause"):
            if parse.tags[clause] == "VBG":  # "strikes targeting Hodeidah"
                found = self.clauses.slots(clause).get("object", [])
                slots.setdefault(parse.words[clause].lower(), found)
        topic = [t for t in slots.get("modifier", ()) if self._is_topic(t)]
        both = self._both(slots.get("modifier", ()))
        if both:
            slots["modifier"] = [*both, *slots["modifier"]]
            topic = []
        if topic:
            slots["topic"] = topic
            slots["modifier"] = [t for t in slots["modifier"] if t not in topic]
        return slots

    def _measure(self, noun: int) -> int | None:
        """The word that only counts a noun: 'a wave of attacks', '$5 million in aid'."""
        parse, head = self.parse, self.parse.heads[noun]
        if parse.markers[noun] == "including" and parse.pos[head] == "NOUN":
            return head  # "new measures, including a tariff on Peru"
        if parse.markers[noun] not in ("of", "in"):
            return None
        if parse.roles[noun] == "modifier" and parse.lemmas[head] in self.light["quantity"]:
            return head
        if parse.roles[noun] == "oblique" and parse.markers[noun] == "in":
            objects = parse.having(head, "object")
            if objects and parse.lemmas[objects[0]] in self.light["quantity"]:
                return objects[0]
        return None

    def _is_light(self, noun: int) -> bool:
        """Whether the verb that the noun is an object of only says that the event happens."""
        parse, verb = self.parse, self.parse.heads[noun]
        if parse.roles[noun] not in ("object", "passive subject"):
            return any(
                parse.lemmas[c] in self.light["verb"]
                for c in parse.having(noun, "relative clause", "noun clause")
            )
        particle = parse.child(verb, "particle")
        lemma = parse.lemmas[verb]
        if particle is not None:
            lemma = f"{lemma} {parse.lemmas[particle]}"
        return lemma in self.light["verb"]

    def _is_topic(self, token: int) -> bool:
        """'Iran sanctions', 'the Kharkiv attack': a name in front that is not who does it."""
        mention = self.participants.mention_at.get(token)
        if mention is None or mention.kind is not Kind.name:
            return False
        if self.parse.words[token].isupper() or self.parse.words[token].endswith("."):
            return False
        return "Place" in ontology().parents[mention.actor.type]

    def relational(self, noun: int) -> Slots:
        """Return a relational noun's slots; where nothing is said to be it, itself is meant."""
        slots = dict(self.clauses.slots(noun))
        if "self" not in slots:
            slots["self"] = [noun]
        both = self._both(slots.get("modifier", ()))
        if both:
            slots["modifier"] = [*both, *slots["modifier"]]
        return slots

    def _both(self, modifiers: Sequence[int]) -> list[int]:
        """The first halves of 'Russian-Chinese cooperation', 'US-China talks'."""
        words, at = self.parse.words, self.participants.mention_at
        found = []
        for token in modifiers:
            mention = at.get(token)
            if mention is not None and mention.start > 1 and words[mention.start - 1] in _DASHES:
                first = at.get(mention.start - 2)
                if first is not None:
                    found.append(self.participants.head(first))
        return found

    def adjective(self, token: int) -> Slots:
        """Return the slots of an adjective: whom it is said of is its ``self``."""
        parse, slots = self.parse, dict(self.clauses.slots(token))
        if parse.roles[token] == "adjective":
            slots["self"] = [parse.heads[token]]
        elif parse.roles[token] == "open clause":
            slots["self"] = self.clauses.surface_subject(parse.heads[token])
        elif "object" in slots and self.clauses.is_verbal(token):
            slots["self"] = slots["object"]
        return slots

    def receivers(self, verb: int) -> list[int]:
        """'granted Julian Assange asylum', 'lent the Poles tanks': names that parsers take for a
        part of what is given.
        """
        parse = self.parse
        return [
            child
            for given in self.clauses.slots(verb).get("object", ())
            for child in parse.having(given, "compound", "adjective")
            if (mention := self.participants.mention_at.get(child)) is not None
            and (mention.actor.type == "Person" or parse.tags[child] == "NNPS")
        ]

    def effect(self, noun: int) -> list[int]:
        """Return whom an event hits: the object of the verb that it is the subject of."""
        verb = self.parse.heads[noun]
        if self.parse.roles[noun] != "subject" or not self.clauses.is_verbal(verb):
            return []
        return [
            t for v in self.clauses.conjuncts(verb) for t in self.clauses.slots(v).get("object", ())
        ]

    def places(self, token: int) -> list[int]:
        """Return where it happens: the nearest place of the clause, behind the trigger if any."""
        parse, top = self.parse, token
        while parse.roles[top] in _WITHIN and parse.heads[top] != top:
            top = parse.heads[top]
        first, last = parse.subtree(top)
        named = [
            t
            for t in range(first, last)
            if parse.markers[t] in _PLACED
            and t in self.participants.mention_at
            and "Place" in ontology().parents[self.participants.mention_at[t].actor.type]
        ]
        return sorted(named, key=lambda t: (t < token, abs(t - token)))[:1]
