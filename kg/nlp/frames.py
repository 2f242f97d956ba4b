"""Frames: the slots of a trigger, with what its surroundings add to its own arguments.

An event noun shares the arguments of the light verb above it ("launched an attack on"), of the
measure that counts it ("a wave of attacks on") and of the phrase that it is a part of. Where an
event has no object of its own, its ``effect`` and its ``place`` may tell whom it hit.
"""

from __future__ import annotations

from ..ontology import ontology
from .bodies import HYPHENS
from .clauses import Clauses, Slots
from .gazetteer import Kind
from .lexicon import words
from .participants import Participant, Participants
from .reciprocity import home

# Roles of words that happen where and when their governor does.
_WITHIN = frozenset(
    {"conjunct", "adverbial clause", "subject", "passive subject", "object", "oblique", "modifier"}
)
_CLAUSES = ("clause", "open clause", "noun clause", "adverbial clause")
_PHRASES = frozenset({"oblique", "modifier", "adverbial clause"})
OWN_SLOTS = frozenset({"subject", "object", "indirect", "self"})
"""Slots that nothing else fills: not what a preposition may name anywhere in the phrase."""
BESIDE = frozenset({"adverb", "auxiliary", "case", "marker"})
"""Roles that rows may ask for like slots: "not accept", "must leave", "with the support of"."""
PLACES = frozenset({"in", "at", "place"})
"""Slots in which a place stands in for people of it that have no name."""

_PLACED = frozenset(
    {"in", "at", "near", "across", "outside", "inside", "on", "over", "around", "along"}
)

# Before what may but go on beside a deed.
_MEANWHILE = frozenset(
    {"during", "after", "before", "amid", "following", "despite", "since", "ahead of"}
)
# Roles of whoever does what the clause says.
_ACTING = frozenset({"subject", "agent"})


def is_only_where(object: Participant) -> bool:
    """Tell whether somebody or something is named only for where it happened."""
    town = "Place" in ontology().parents[object.actor.type] and object.actor.type != "State"
    return object.slot in PLACES or town


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
        parse, deeds = self.parse, self.light["assaulting"] | self.light["fighting"]
        for name, tokens in slots.items():
            for other in tokens:
                if name in _MEANWHILE and parse.lemmas[other] not in deeds:
                    continue  # "was bombed during a visit by Ruto"
                for slot, found in self.clauses.slots(other).items():
                    if slot == "by" and min(found) > max(token, other):
                        return slots | {"subject": found}
        for clause in self.parse.having(token, "adverbial clause"):
            if self.parse.tags[clause] == "VBG":  # "accused of arming rebels by Chad"
                inner = self.clauses.slots(clause)
                held = (self.clauses.slots(t) for t in inner.get("object", ()))
                found = [t for told in (inner, *held) for t in told.get("by", ())]
                if found:
                    return slots | {"subject": found}
        doers = self._adversaries(token, slots) or self._punishing(token)
        return slots | {"subject": doers} if doers else slots

    def _adversaries(self, verb: int, slots: Slots) -> list[int]:
        """Who must have done harm for which no doer stands: "killed in clashes with rebels",
        "killed when rebels attacked a base".
        """
        parse, light = self.parse, self.light
        if parse.lemmas[verb] not in light["harming"]:
            return []
        for noun in (t for slot in ("in", "during", "after") for t in slots.get(slot, ())):
            if parse.lemmas[noun] in light["fighting"]:
                return self.clauses.slots(noun).get("with", [])
        for clause in parse.having(verb, "adverbial clause"):
            opening = [parse.words[t].lower() for t in parse.having(clause, "adverb")]
            if parse.markers[clause] not in ("after", "as", "while") and "when" not in opening:
                continue
            told = self.clauses.slots(clause)
            deeds = {parse.lemmas[clause], *(parse.lemmas[t] for t in told.get("object", ()))}
            if deeds & light["assaulting"] and not self.clauses.is_passive(clause):
                return told.get("subject", [])
        return []

    def _punishing(self, verb: int) -> list[int]:
        """Who holds it against somebody: "arrested two men accused of spying"."""
        parse, noun = self.parse, self.parse.heads[verb]
        above = parse.heads[noun]
        if parse.roles[verb] != "noun clause" or parse.lemmas[verb] not in self.light["accusing"]:
            return []
        if parse.roles[noun] not in ("object", "passive subject"):
            return []
        if parse.lemmas[above] not in self.light["punishing"]:
            return []
        return self.clauses.slots(above).get("subject", [])

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
        if role == "subject" and parse.lemmas[head] in self.light["happening"]:
            for slot in ("between", "among"):  # "clashes erupted between Chad and Mali"
                for token in self.clauses.slots(head).get(slot, ()):
                    slots.setdefault(slot, []).append(token)
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
        if "by" not in slots:
            # "the recognition of Palestine by Spain": parsers hang the last on the one before it
            for other in slots.get("of", ()):
                for owner in self.clauses.slots(other).get("by", ()):
                    slots.setdefault("by", []).append(owner)
        for clause in parse.having(noun, "noun clause"):
            if parse.tags[clause] == "VBG":  # "strikes targeting Hodeidah"
                found = self.clauses.slots(clause).get("object", [])
                slots.setdefault(parse.words[clause].lower(), found)
        pair = self._pair(slots)
        topic = [t for t in slots.get("modifier", ()) if self._is_topic(t) and t not in pair]
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

    def _pair(self, slots: Slots) -> list[int]:
        """Put both names of "US-China talks" into the slot that has the second."""
        at, words = self.participants.mention_at, self.parse.words
        pair: list[int] = []
        for token in slots.get("modifier", ()):
            second = at.get(token)
            if second is None or second.start < 2 or words[second.start - 1] not in HYPHENS:
                continue
            first = at.get(second.start - 2)
            if first is not None and first.actor.id != second.actor.id:
                pair += [first.end - 1, token]
        if pair:
            slots["modifier"] = [*dict.fromkeys([*pair, *slots["modifier"]])]
        return pair

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
        self._pair(slots)
        if "self" not in slots:
            slots["self"] = [noun]
        return slots

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
        if self.parse.lemmas[verb] not in self.light["harming"]:
            return []  # "the raid surprised Chad"
        return [
            t for v in self.clauses.conjuncts(verb) for t in self.clauses.slots(v).get("object", ())
        ]

    def victims(self, token: int) -> list[int]:
        """Return whom the clause of a deed says it harmed: "killed in an ambush", "launched raids
        in the north, killing twelve".
        """
        parse, found = self.parse, []
        verb = token if self.clauses.is_verbal(token) else parse.heads[token]
        for told in (verb, *parse.having(verb, "adverbial clause")):
            if parse.lemmas[told] in self.light["harming"] and told != token:
                found += self.clauses.slots(told).get("object", [])
        return found

    def is_on_fighters(self, token: int, slots: Slots) -> bool:
        """Whether what is done is done to fighters, of whomever."""
        fighters, at = words("references")["fighters"], self.participants.mention_at
        hit = [t for slot in ("object", "targeting", "against") for t in slots.get(slot, ())]
        hit += self.victims(token)
        return any(
            self.parse.lemmas[t] in fighters or (t in at and at[t].actor.type == "ArmedGroup")
            for t in hit
        )

    def is_hosted(self, place: Participant, slots: Slots) -> bool:
        """Whether anybody with a part in what happens at a place is of the state that it lies in:
        a meeting elsewhere is no visit.
        """
        return any(
            participant.actor.of == home(place.actor)
            for name in ("subject", "object", "with", "to", "by")
            for token in slots.get(name, ())
            for participant in self.participants.at(token)
        )

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
            and not self._is_of_doer(t, token)
            and not self._is_told_aside(t, top)
        ]
        return sorted(named, key=lambda t: (t < token, abs(t - token)))[:1]

    def _is_told_aside(self, place: int, top: int) -> bool:
        """Whether a place stands in a clause on somebody: "bombed the PKK, which it blames for a
        bombing in Ankara".
        """
        parse = self.parse
        while place != top and parse.heads[place] != place:
            if parse.roles[place] == "relative clause":
                return True
            place = parse.heads[place]
        return False

    def _is_of_doer(self, place: int, trigger: int) -> bool:
        """Whether a place tells where somebody sits who acts in the clause: "a court in Chad
        charged him with the attack", "claimed by rebels in Chad".
        """
        parse, top = self.parse, place
        if parse.roles[place] != "modifier" or self.clauses.is_verbal(trigger):
            return False
        while parse.roles[top] not in _ACTING and parse.heads[top] != top:
            top = parse.heads[top]
        first, last = parse.subtree(top)
        return parse.roles[top] in _ACTING and not first <= trigger < last

    # ------------------------------------------------------- below and above

    def clause(self, token: int, slot: str, *, infinitive: bool) -> list[int]:
        """Return the verbs of the clause below a trigger, or what they have in a slot: Chad in
        "promised to help Chad", "the promise to help Chad", "called for Chad to pay".
        """
        parse, found = self.parse, []
        for clause in parse.having(token, *_CLAUSES):
            marker, role = parse.markers[clause], parse.roles[clause]
            if (infinitive and marker != "to") or (
                role == "noun clause" and marker not in ("to", "that")
            ):
                continue
            if role == "adverbial clause" and marker != "for to":
                continue
            for verb in self.clauses.conjuncts(clause):
                if not slot:
                    found.append(verb)
                elif slot in BESIDE:
                    found += parse.having(verb, slot)
                else:
                    found += self._inside(verb, slot)
        return found

    def _inside(self, verb: int, slot: str) -> list[int]:
        slots = self.clauses.slots(verb)
        if slot == "subject":  # "that Chad was behind the attack"
            return slots.get("subject") or slots.get("self", [])
        held = [] if slot in OWN_SLOTS else slots.get("object", [])
        return slots.get(slot) or [t for h in held for t in self.held(h, slot)]

    def above(self, token: int, slot: str) -> list[int]:
        """Return who does what a phrase is said of, or what stands beside that: Chad in "Chad
        left at the request of Mali", "talks with Chad under the auspices of Mali".
        """
        parse, head = self.parse, self.parse.heads[token]
        if parse.roles[token] not in _PHRASES or not parse.markers[token]:
            return []
        slots = self.clauses.slots(head)
        if not self.clauses.is_verbal(head):
            doers, holders = slots.get("doer", []), [head]
        else:
            doers = slots.get("subject") or slots.get("object") or []
            holders = [*doers, *slots.get("object", ())]
        return [t for h in holders for t in self.held(h, slot)] if slot else list(doers)

    def counted(self, token: int) -> list[int]:
        """Return what a measure that names nobody counts: "tariffs on $5 billion of goods", "left
        dozens of bodies, including UNESCO".
        """
        counts = self.parse.lemmas[token] in self.light["quantity"]
        if not counts or token in self.participants.mention_at:
            return [token]
        slots = self.clauses.slots(token)
        return [*slots.get("of", ()), *slots.get("including", ())] or [token]

    def held(self, noun: int, name: str) -> list[int]:
        """Return what a noun, or the noun that it measures, has: "$5 million in aid to Chad"."""
        slots = dict(self.clauses.slots(noun))
        self._pair(slots)  # "Turkish-Egyptian relations"
        if name in slots or self.parse.lemmas[noun] not in self.light["quantity"]:
            return list(slots.get(name, ()))
        inner = [*slots.get("of", ()), *slots.get("in", ())]
        return [t for other in inner for t in self.held(other, name)]
