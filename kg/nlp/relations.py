"""Clauses and the lexicon give candidates: who is related to whom, and by which words.

Each token that is the head word of a trigger is tried against its rows. A row fits when its
particle, its required words and its slots are there; the slots give the participants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from ..model import Span
from .bystanders import is_beside
from .candidates import Candidate
from .clauses import Clauses, Slots
from .deeds import Deeds
from .frames import BESIDE, OWN_SLOTS, PLACES, Frames, is_only_where
from .lexicon import Lexicon, Row, words
from .participants import Participant, Participants
from .reciprocity import (
    across,
    are_mutual,
    are_the_same,
    at_home,
    is_reciprocal,
    respective,
)

# Lists longer than this are meetings of many: pairs among them say little (GUIDELINES.md).
_MOST_IN_A_LIST = 4

# Rows of deeds, not of what somebody is to another.
_TELLING = frozenset({"verb", "noun"})

# A base near the border of Chad need not be in Chad.
_NEARBY = frozenset({"near", "along", "at"})

# Slots of whoever does something: "Mercosur signed an agreement with Chad and Mali" joins neither
# of the two with the other, whoever Mercosur is.
_DOERS = ("subject", "doer", "by")


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
        self.frames = Frames(clauses, participants)
        self.deeds = Deeds(participants, lexicon)
        self.judging = words("references")["judging"]
        self.telling = words("references")["telling"]

    def at(self, token: int) -> Iterator[Candidate]:
        """Yield the candidates whose trigger is a token."""
        parse = self.parse
        lemma, pos = parse.lemmas[token], parse.pos[token]
        if pos in ("VERB", "ADJ") and self._is_inside_name(token):
            return  # "the Associated Press" is associated with nobody
        named = parse.lemmas[parse.heads[token]]
        if pos == "PROPN" and named in words("nouns")["occasion"]:
            return  # "the Day of Friendship" joins nobody
        if parse.roles[token] == "compound" and named in words("light")["legal"]:
            return  # "a genocide case"
        if self.clauses.is_verbal(token):
            if self._half_of_modifier(token):
                for row in self.lexicon.find("modifier", parse.words[token].lower()):
                    yield from self._modifier(row, token)
            for row in self.lexicon.find("verb", lemma):
                yield from self._fit(row, token, self.frames.verb(token))
        elif pos in ("NOUN", "PROPN"):
            for row in self.lexicon.find("noun", lemma):
                yield from self._fit(row, token, self.frames.noun(token))
            # "the Allies" of a war are nobody's, and the Muslim Brotherhood is no brotherhood
            related = self.lexicon.find("relational", lemma) if pos == "NOUN" else ()
            for row in related:
                yield from self._fit(row, token, self.frames.relational(token))
        if pos in ("ADJ", "VERB"):
            for row in self.lexicon.find("adjective", parse.words[token].lower()):
                yield from self._fit(row, token, self.frames.adjective(token))
        if pos == "ADJ" and self._half_of_modifier(token):
            for row in self.lexicon.find("modifier", parse.words[token].lower()):
                yield from self._modifier(row, token)
        if parse.words[token].lower() in ("pro", "anti") or "-" in parse.words[token]:
            for row in self.lexicon.find("prefix", parse.words[token].lower().partition("-")[0]):
                yield from self._prefix(row, token)

    def _is_inside_name(self, token: int) -> bool:
        """Whether a word is but a part of a longer name; the "occupied West Bank" is occupied."""
        mention = self.participants.mention_at.get(token)
        part = mention is not None and mention.end - mention.start > 1
        return part and self.parse.words[token][:1].isupper()

    # ------------------------------------------------------------------- rows

    def _fit(self, row: Row, token: int, slots: Slots) -> Iterator[Candidate]:
        span = self._trigger(row, token)
        if span is None or not self._has(row, token, slots):
            return
        acting, names = row.relation.political, row.subject
        if row.kind == "noun" and row.doer:
            # any event may be launched, held or suffered by a light verb, or be asked for
            wanted = row.relation.symmetric and row.relation.sign >= 0
            names += ("doer", "asked", "caller") if wanted else ("doer", "asked")
        subjects = self._participants(names, slots, token, row, acting=acting)
        if not subjects and row.kind == "noun" and row.relation.symmetric and row.relation.sign < 0:
            # "three of its soldiers died in clashes with rebels"
            subjects = [
                replace(p, slot="effect")
                for t in self.frames.victims(token)
                for p in self.participants.at(t, acting=True)
            ]
        objects = self._participants(row.object, slots, token, row, acting=False)
        if not objects and row.relation.name in self.judging:
            praising = row.relation.name in words("references")["praising"]
            named = row.object if praising else (*row.object, *row.has)
            named = tuple(n for n in named if n not in row.subject)
            objects = self.deeds.taken_up(named, slots, row.relation)
            if len(objects) > _MOST_IN_A_LIST:
                objects = []  # "the delegations took part in the talks": with all the others
        if not subjects and row.kind == "verb" and row.relation.name in self.telling:
            subjects = self.deeds.taken_up(row.subject, slots, row.relation)
        if row.kind == "noun" and bool(subjects) != bool(objects) and len(subjects) < 2:
            subjects = [*self.deeds.convened(token, row.relation), *subjects]
        concluding = row.relation.name in words("references")["concluding"]
        if concluding and not (subjects or objects) and self.clauses.is_passive(token):
            subjects = self.deeds.partners(token)
        if row.relation.name in self.telling:
            if objects and not subjects:
                self.deeds.leave_open(token, row.relation, objects)
            elif subjects and not objects:
                objects = self.deeds.suffered(token, slots)
        if subjects and row.kind in _TELLING and not self._are_only_there(token, subjects):
            together = row.relation.symmetric and row.relation.sign > 0
            doers = [*subjects, *objects] if together else subjects
            self.deeds.tell(token, row.relation, doers, () if together else objects)
        if row.relation.symmetric:
            yield from self._pairs(row, token, span, slots, subjects, objects)
            return
        if not objects and (
            is_reciprocal(slots, self.parse)
            or are_mutual(row.object, row.has, self._lemmas(slots.get("object", ())), subjects)
        ):
            objects = subjects  # "accuse each other": each is done to by all others
        elif are_the_same(subjects, objects):
            return  # "France and Spain recalled their ambassadors": not each the other's
        if subjects and objects and subjects[0].slot == objects[0].slot == "of":
            return  # "with the support of Chad and Mali": of one party alone
        # "Oman and Iraq brokered the deal": its doers are those who made it, not they again
        acting_too = {p.actor.id for p in subjects}
        objects = [p for p in objects if p.slot != "doer" or p.actor.id not in acting_too]
        if row.hosted:
            objects = [p for p in objects if self.frames.is_hosted(p, slots)]
        pairs = respective(subjects, objects, self.parse) or product(subjects, objects)
        for subject, object in pairs:
            yield from self._candidate(row, token, span, subject, object)

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
            tokens = self._tokens(slot, slots, token, row)
            if tokens:
                # whoever else is there only holds the talks or breaks the truce
                subjects = [p for t in tokens for p in self.participants.at(t, acting=True)]
                objects = ()
        pairs: Iterable[tuple[Participant, Participant]] = ()
        if subjects and objects:
            pairs = product(subjects, objects)
        elif (
            row.kind == "verb"
            and any(slots.get(name) for name in row.object)
            and not is_reciprocal(slots, self.parse)
        ):
            return  # "Chad and Mali fought bandits" together
        elif 1 < len(subjects) <= _MOST_IN_A_LIST and not self._are_only_there(token, subjects):
            allied = (
                row.relation.sign < 0 and self.parse.lemmas[token] in words("light")["of_allies"]
            )
            pairs = () if allied else combinations(subjects, 2)
        elif (
            1 < len(objects) <= _MOST_IN_A_LIST
            # "cooperation with Chad and Mali", "a war against them": somebody else's
            and objects[0].slot not in ("with", "against")
            and (row.kind != "verb" or self.clauses.is_passive(token))
            and not any(slots.get(n) for n in _DOERS)
        ):
            pairs = combinations(objects, 2)
        for subject, object in across(pairs) if row.relation.sign >= 0 else pairs:
            yield from self._candidate(row, token, span, subject, object)

    def _are_only_there(self, token: int, subjects: Sequence[Participant]) -> bool:
        """Whether some only attend what is held, perhaps by others."""
        verb = token if self.clauses.is_verbal(token) else self.parse.heads[token]
        attending = self.parse.lemmas[verb] in words("light")["present"]
        return attending and all(p.slot in ("subject", "doer") for p in subjects)

    def _candidate(
        self, row: Row, token: int, span: Span, subject: Participant, object: Participant
    ) -> Iterator[Candidate]:
        if row.relation.name in words("references")["addressing"]:
            object = self.participants.addressed(object)
        if row.swap:
            subject, object = object, subject
        if subject.actor.id == object.actor.id:
            return
        if subject.actor.type in words("light")["policing"] and is_only_where(object):
            return
        first, second = (
            self.participants.as_type(end, types, person=name in row.as_state, body=row.widened)
            for name, end, types in (
                ("subject", subject, row.subject_type),
                ("object", object, row.object_type),
            )
        )
        if first is not None and second is not None and not (row.abroad and at_home(first, second)):
            yield Candidate(
                row.relation, row.kind, first, second, token, span, row.name, row.status
            )

    def _trigger(self, row: Row, token: int) -> Span | None:
        """The words of the trigger, with its particle or compound; None where that is missing."""
        parse = self.parse
        bare = False
        beside = {
            parse.words[c].lower(): c
            for c in parse.children[token]
            if parse.roles[c] in ("particle", "adverb", "compound", "adjective", "case")
        }
        for head in dict.fromkeys((parse.lemmas[token], parse.words[token].lower())):
            for trigger in row.triggers.get(head, ()):
                if head == trigger:
                    bare = True
                    continue
                other = beside.get(trigger.removeprefix(head).removesuffix(head).strip())
                if other is not None:
                    first, last = min(token, other), max(token, other)
                    return parse.starts[first], parse.ends[last]
        if not bare or (row.kind == "verb" and parse.child(token, "particle") is not None):
            return None  # "back down" is not "back"
        if row.kind == "verb" and parse.words[token + 1 : token + 2] == ["back"]:
            return None  # nor is "hit back" "hit"
        return parse.starts[token], parse.ends[token]

    def _has(self, row: Row, token: int, slots: Slots) -> bool:
        for slot, lemmas in row.has.items():
            found = self._lemmas(self._slot(slot, slots, token))
            if not found & lemmas and not (found and "*" in lemmas):
                return False
        for slot, lemmas in row.lacks.items():
            found = self._lemmas(self._slot(slot, slots, token))
            if found & lemmas or (found and "*" in lemmas):
                return False
        return True

    def _slot(self, name: str, slots: Slots, token: int) -> Sequence[int]:
        """The tokens of a slot: of the trigger itself, of the clause below it or above it."""
        first, _, inner = name.partition(" ")
        if first in ("clause", "infinitive"):
            return self.frames.clause(token, inner, infinitive=first == "infinitive")
        if first == "doing":  # "thanked them for coming"
            below = self.parse.having(token, "adverbial clause")
            return [t for t in below if self.parse.markers[t] == inner]
        if first == "above":
            return self.frames.above(token, inner)
        if inner == "above":  # "agreed to a truce brokered by": of the object of "brokered"
            return [t for o in slots.get(first, ()) for t in self.frames.above(o, "")]
        if name in BESIDE:
            return self.parse.having(token, name)
        return slots.get(name, ())

    def _lemmas(self, tokens: Sequence[int]) -> set[str]:
        """Lemmas of phrases, with what they are made of where the head is only a measure."""
        found = set()
        for token in tokens:
            for head in self.clauses.conjuncts(token):
                found |= {self.parse.lemmas[head], self.parse.lemmas[head].removesuffix("s")}
                bare = self.parse.lemmas[head] in words("light")["bearing"]
                for other in self.parse.having(head, "compound", "adjective"):
                    found.add(f"{self.parse.lemmas[other]} {self.parse.lemmas[head]}")
                    if bare:  # "an outrageous act" is outrageous
                        found.add(self.parse.lemmas[other])
                if self.parse.lemmas[head] in words("light")["quantity"]:
                    slots = self.clauses.slots(head)
                    found |= self._lemmas([*slots.get("of", ()), *slots.get("in", ())])
        return found

    def _participants(
        self, names: Sequence[str], slots: Slots, token: int, row: Row, *, acting: bool
    ) -> list[Participant]:
        """The actors of the first slot that has any."""
        if not acting and "in" in names and not row.hosted:
            names = (*names, "effect", "place")
        for name in names:
            found: list[Participant] = []
            if name in PLACES and self.frames.is_on_fighters(token, slots):
                continue  # "killed 34 militants in Borno": it was not done to Borno
            for other in self._tokens(name, slots, token, row):
                border = self.parse.lemmas[other] in words("nouns")["border"]
                if (other == token and name != "self") or (border and name in _NEARBY):
                    continue
                alone = name == "self" and self.parse.tags[token] in ("NN", "NNP")
                alone = alone or self.clauses.is_told_of_one(token, other)
                find = self.participants.one if alone else self.participants.at
                for participant in find(other, acting=acting):
                    if not acting and is_beside(
                        other, participant, row.relation, self.clauses, self.lexicon
                    ):
                        continue
                    if all(p.actor.id != participant.actor.id for p in found):
                        found.append(replace(participant, slot=name))
            if found:
                return found
        return []

    def _tokens(self, name: str, slots: Slots, token: int, row: Row) -> list[int]:
        """The tokens of a slot. Parsers waver over where a preposition belongs: what a required
        noun or the object has in that slot counts, too.
        """
        if name == "effect":
            return self.frames.effect(token) if row.kind == "noun" else []
        if name == "place":
            return self.frames.places(token)
        tokens = list(self._slot(name, slots, token))
        if name.startswith(("clause ", "infinitive ", "above")) or name.endswith(" above"):
            return tokens
        if name == "indirect" and not tokens:
            return self.frames.receivers(token)
        if name in row.has or row.hosted:
            return tokens
        holders = [t for slot in row.has for t in slots.get(slot, ())]
        if row.kind == "verb" and not row.has and not tokens and name not in OWN_SLOTS:
            holders = slots.get("object", [])
        for holder in holders:
            for head in self.clauses.conjuncts(holder):
                tokens += self.frames.held(head, name)
        return [inner for t in tokens for inner in self.frames.counted(t)]

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
        if parse.lemmas[described] in row.lacks.get("described", ()):
            return
        span = parse.starts[token - 1], parse.ends[token]
        before = self.participants.named(owner, acting=row.relation.political)
        if "described" in (*row.subject, *row.object):
            others = self.participants.one(described)
        else:  # "Qatar-brokered talks between ...": the noun has the other ends
            slots = self.frames.noun(described)
            others = self._participants(row.object, slots, described, row, acting=False)
        for subject, object in product([before], others):
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
