"""Clauses and the lexicon give candidates: who is related to whom, and by which words.

Each token that is the head word of a trigger is tried against its rows. A row fits when its
particle, its required words and its slots are there; the slots give the participants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from ..model import Relation, Span
from .clauses import Clauses, Slots
from .gazetteer import Kind
from .lexicon import Lexicon, Row, head_word, words
from .participants import Participant, Participants

# Lists longer than this are meetings of many: pairs among them say little (GUIDELINES.md).
_MOST_IN_A_LIST = 4

# Roles of words that happen where and when their governor does.
_WITHIN = frozenset(
    {"conjunct", "adverbial clause", "subject", "passive subject", "object", "oblique", "modifier"}
)
_PLACED = frozenset(
    {"in", "at", "near", "across", "outside", "inside", "on", "over", "around", "along"}
)
_OWN_SLOTS = frozenset({"subject", "object", "indirect", "self"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that fits: not yet checked against domain and range, nor given a status."""

    row: Row
    trigger: int
    words: Span
    subject: Participant
    object: Participant

    @property
    def relation(self) -> Relation:
        """The relation of the row."""
        return self.row.relation


def candidates(
    clauses: Clauses, participants: Participants, lexicon: Lexicon
) -> Iterator[Candidate]:
    """Yield every way in which a row of the lexicon fits a document, in text order."""
    matcher = _Matcher(clauses, participants, lexicon)
    for token in range(len(clauses.parse.words)):
        yield from matcher.at(token)


class _Matcher:
    def __init__(self, clauses: Clauses, participants: Participants, lexicon: Lexicon) -> None:
        self.clauses, self.parse = clauses, clauses.parse
        self.participants, self.lexicon = participants, lexicon
        self.light = words("light")

    def at(self, token: int) -> Iterator[Candidate]:
        """Yield the candidates whose trigger is a token."""
        parse = self.parse
        lemma, pos = parse.lemmas[token], parse.pos[token]
        if pos in ("VERB", "AUX"):
            if self._half_of_modifier(token):
                for row in self.lexicon.find("modifier", parse.words[token].lower()):
                    yield from self._modifier(row, token)
            for row in self.lexicon.find("verb", lemma):
                yield from self._fit(row, token, self.clauses.slots(token))
        elif pos in ("NOUN", "PROPN"):
            for row in self.lexicon.find("noun", lemma):
                yield from self._fit(row, token, self._noun_slots(token))
            for row in self.lexicon.find("relational", lemma):
                yield from self._fit(row, token, self._relational_slots(token))
        if pos in ("ADJ", "VERB"):
            for row in self.lexicon.find("adjective", parse.words[token].lower()):
                yield from self._fit(row, token, self._adjective_slots(token))
        if pos == "ADJ" and self._half_of_modifier(token):
            for row in self.lexicon.find("modifier", parse.words[token].lower()):
                yield from self._modifier(row, token)
        if parse.words[token].lower() in ("pro", "anti") or "-" in parse.words[token]:
            for row in self.lexicon.find("prefix", parse.words[token].lower().partition("-")[0]):
                yield from self._prefix(row, token)

    # ------------------------------------------------------------------ slots

    def _noun_slots(self, noun: int) -> Slots:
        """An event noun's slots, with those of a light verb that it is the object of."""
        parse = self.parse
        slots = dict(self.clauses.slots(noun))
        head, role = parse.heads[noun], parse.roles[noun]
        if "doer" in slots and not self._is_light(noun):
            del slots["doer"]
        for slot in [s for s in slots if s.startswith("verb ")]:
            plain = slot.removeprefix("verb ")
            if self._is_light(noun):
                slots.setdefault(plain, slots[slot])
        if (
            role == "modifier"
            and parse.markers[noun] == "of"
            and (parse.lemmas[head] in self.light["quantity"])
        ):
            for slot, tokens in self._noun_slots(head).items():
                slots.setdefault(slot, tokens)
        if role == "compound" and parse.pos[head] == "NOUN":
            # "attack plans": the phrase around it has the slots
            for slot in ("possessor", "modifier", "by", "on", "against", "doer"):
                if slot in self.clauses.slots(head):
                    slots.setdefault(slot, self.clauses.slots(head)[slot])
        topic = [t for t in slots.get("modifier", ()) if self._is_topic(t)]
        if topic:
            slots["topic"] = topic
            slots["modifier"] = [t for t in slots["modifier"] if t not in topic]
        return slots

    def _is_light(self, noun: int) -> bool:
        """Whether the verb that the noun is an object of only says that the event happens."""
        parse, verb = self.parse, self.parse.heads[noun]
        if parse.roles[noun] == "oblique" and parse.markers[noun] == "for":
            return True
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
        return "Place" in self._ancestors(mention.actor.type)

    def _ancestors(self, type_name: str) -> frozenset[str]:
        from ..ontology import ontology

        return ontology().parents.get(type_name, frozenset())

    def _relational_slots(self, noun: int) -> Slots:
        """A relational noun's slots; where nothing is said to be it, the noun itself is meant."""
        slots = dict(self.clauses.slots(noun))
        if "self" not in slots:
            slots["self"] = [noun]
        return slots

    def _adjective_slots(self, token: int) -> Slots:
        parse, slots = self.parse, dict(self.clauses.slots(token))
        if parse.roles[token] == "adjective":
            slots["self"] = [parse.heads[token]]
        elif parse.roles[token] == "open clause":
            slots["self"] = self.clauses.surface_subject(parse.heads[token])
        elif "object" in slots and self.clauses.is_verbal(token):
            slots["self"] = slots["object"]
        return slots

    # ------------------------------------------------------------------- rows

    def _fit(self, row: Row, token: int, slots: Slots) -> Iterator[Candidate]:
        span = self._trigger(row, token)
        if span is None or not self._has(row, token, slots):
            return
        acting = row.relation.political
        subjects = self._participants(row.subject, slots, token, row, acting=acting)
        objects = self._participants(row.object, slots, token, row, acting=False)
        if row.relation.symmetric:
            yield from self._pairs(row, token, span, slots, subjects, objects)
            return
        if not objects and self._reciprocal(slots):
            objects = subjects  # "accuse each other": each is done to by all others
        for subject, object in product(subjects, objects):
            yield from self._candidate(row, token, span, subject, object)

    def _reciprocal(self, slots: Slots) -> bool:
        """Whether 'each other' or 'one another' stands in some slot."""
        parse = self.parse
        return any(
            parse.words[t].lower() in ("other", "another")
            and t > 0
            and parse.words[t - 1].lower() in ("each", "one")
            for tokens in slots.values()
            for t in tokens
        )

    def _pairs(
        self,
        row: Row,
        token: int,
        span: Span,
        slots: Slots,
        subjects: Sequence[Participant],
        objects: Sequence[Participant],
    ) -> Iterator[Candidate]:
        """One candidate for each pair that a symmetric relation joins."""
        for slot in ("between", "among"):
            if slot in slots:
                both = [p for t in slots[slot] for p in self.participants.at(t, acting=True)]
                if len(both) > 1:
                    subjects, objects = both, ()
        if subjects and objects:
            for subject, object in product(subjects, objects):
                yield from self._candidate(row, token, span, subject, object)
        elif 1 < len(subjects) <= _MOST_IN_A_LIST:
            for subject, object in combinations(subjects, 2):
                yield from self._candidate(row, token, span, subject, object)
        elif 1 < len(objects) <= _MOST_IN_A_LIST and not subjects:
            for subject, object in combinations(objects, 2):
                yield from self._candidate(row, token, span, subject, object)

    def _candidate(
        self, row: Row, token: int, span: Span, subject: Participant, object: Participant
    ) -> Iterator[Candidate]:
        if row.swap:
            subject, object = object, subject
        if subject.actor.id == object.actor.id:
            return
        first = self.participants.as_type(subject, row.subject_type)
        second = self.participants.as_type(object, row.object_type)
        if first is not None and second is not None:
            yield Candidate(row, token, span, first, second)

    def _trigger(self, row: Row, token: int) -> Span | None:
        """The words of the trigger, with its particle or compound; None where that is missing."""
        parse = self.parse
        bare = False
        beside = {
            parse.words[c].lower(): c
            for c in parse.children[token]
            if parse.roles[c] in ("particle", "adverb", "compound", "adjective", "case")
        }
        for trigger in row.triggers:
            head = head_word(row.kind, trigger)
            if head != parse.lemmas[token] and head != parse.words[token].lower():
                continue
            if head == trigger:
                bare = True
                continue
            other = beside.get(trigger.removeprefix(head).removesuffix(head).strip())
            if other is not None:
                first, last = min(token, other), max(token, other)
                return parse.starts[first], parse.ends[last]
        if not bare or (row.kind == "verb" and parse.child(token, "particle") is not None):
            return None  # "back down" is not "back"
        return parse.starts[token], parse.ends[token]

    def _has(self, row: Row, token: int, slots: Slots) -> bool:
        for slot, lemmas in row.has.items():
            found = self._lemmas(slots.get(slot, ()))
            if not found & lemmas:
                return False
        return all(not self._lemmas(slots.get(s, ())) & lemmas for s, lemmas in row.lacks.items())

    def _lemmas(self, tokens: Sequence[int]) -> set[str]:
        """Lemmas of phrases, with what they are made of where the head is only a measure."""
        found = set()
        for token in tokens:
            for head in self.clauses.conjuncts(token):
                found.add(self.parse.lemmas[head])
                for other in self.parse.having(head, "compound", "adjective"):
                    found.add(f"{self.parse.lemmas[other]} {self.parse.lemmas[head]}")
                if self.parse.lemmas[head] in self.light["quantity"]:
                    found |= self._lemmas(self.clauses.slots(head).get("of", ()))
        return found

    def _participants(
        self, names: Sequence[str], slots: Slots, token: int, row: Row, *, acting: bool
    ) -> list[Participant]:
        """The actors of the first slot that has any."""
        if not acting and "in" in names:
            names = (*names, "effect", "place")
        for name in names:
            found: list[Participant] = []
            for other in self._tokens(name, slots, token, row):
                if other == token and name != "self":
                    continue
                for participant in self.participants.at(other, acting=acting):
                    if all(p.actor.id != participant.actor.id for p in found):
                        found.append(participant)
            if found:
                return found
        return []

    def _tokens(self, name: str, slots: Slots, token: int, row: Row) -> list[int]:
        """The tokens of a slot. Parsers waver over where a preposition belongs: what a required
        noun or the object has in that slot counts, too.
        """
        if name == "effect":
            return self._effect(token) if row.kind == "noun" else []
        if name == "place":
            return self._places(token)
        tokens = list(slots.get(name, ()))
        if name == "clause subject":
            for clause in self.parse.having(token, "clause", "open clause"):
                tokens += self.clauses.slots(clause).get("subject", ())
            return tokens
        holders = [t for slot in row.has for t in slots.get(slot, ())]
        if row.kind == "verb" and not row.has and not tokens and name not in _OWN_SLOTS:
            holders = slots.get("object", [])
        for holder in holders:
            for head in self.clauses.conjuncts(holder):
                tokens += self.clauses.slots(head).get(name, ())
        return tokens

    def _effect(self, noun: int) -> list[int]:
        """Whom an event hits: the object of the verb that it is the subject of."""
        verb = self.parse.heads[noun]
        if self.parse.roles[noun] != "subject" or not self.clauses.is_verbal(verb):
            return []
        return [
            t for v in self.clauses.conjuncts(verb) for t in self.clauses.slots(v).get("object", ())
        ]

    def _places(self, token: int) -> list[int]:
        """Where it happens: the nearest named place of the clause, behind the trigger if any is."""
        parse, top = self.parse, token
        while parse.roles[top] in _WITHIN and parse.heads[top] != top:
            top = parse.heads[top]
        first, last = parse.subtree(top)
        named = [
            t
            for t in range(first, last)
            if parse.markers[t] in _PLACED
            and t in self.participants.mention_at
            and "Place" in self._ancestors(self.participants.mention_at[t].actor.type)
        ]
        return sorted(named, key=lambda t: (t < token, abs(t - token)))[:1]

    # --------------------------------------------------------------- modifiers

    def _half_of_modifier(self, token: int) -> bool:
        return token > 1 and self.parse.words[token - 1] in ("-", "–", "‑")

    def _modifier(self, row: Row, token: int) -> Iterator[Candidate]:
        """'US-backed rebels': the name before the hyphen, and the noun that is described."""
        parse = self.parse
        owner = self.participants.mention_at.get(token - 2)
        described = parse.heads[token]
        while parse.roles[token] == "conjunct" and parse.heads[described] != described:
            described = parse.heads[described]
        if owner is None or described == token:
            return
        span = parse.starts[token - 1], parse.ends[token]
        before = self.participants.named(owner, acting=row.relation.political)
        for subject, object in product([before], self.participants.one(described)):
            first, second = (subject, object) if row.subject[0] == "modifier" else (object, subject)
            yield from self._candidate(row, token, span, first, second)

    def _prefix(self, row: Row, token: int) -> Iterator[Candidate]:
        """'pro-Russian separatists', 'anti-Assad rebels'."""
        parse = self.parse
        if token + 2 >= len(parse.words) or parse.words[token + 1] not in ("-", "–", "‑"):
            return
        owner = self.participants.mention_at.get(token + 2)
        if owner is None:
            return
        described = parse.heads[owner.end - 1]
        if described in (token, token + 1):
            described = parse.heads[described]
        span = parse.starts[token], parse.ends[token + 1]
        named = self.participants.named(owner, acting=True)
        for other in self.participants.at(described):
            first, second = (other, named) if row.object[0] == "modifier" else (named, other)
            yield from self._candidate(row, token, span, first, second)
