"""Pronouns: which of the actors and things named lately *he*, *it* or *they* stands for.

All that a pronoun might mean is weighed, common nouns too: where a thing fits better than every
actor, the pronoun stands for no actor. Subjects weigh more than objects, the near more than the
far, and what is spoken of often more than what is named once. Where two fit almost equally well,
nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import log2

from ..model import Actor
from ..ontology import ontology
from .clauses import Clauses
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention
from .spellings import fold

SUBJECT_ROLES = frozenset({"subject", "passive subject"})
# Sentences back in which an antecedent may stand.
REACH = 3
Found = list[tuple[Actor, float]]

_MANY = frozenset(
    {"ArmedGroup", "StateMilitary", "PopulationGroup", "PoliticalParty", "ConflictSide"}
)
# Roles of what is added to a phrase without being a part of it.
_LOOSE = frozenset(
    {"adverbial clause", "clause", "conjunct", "noun clause", "parataxis", "relative clause"}
)

# Weights, and how much better than the next one an antecedent must be: searched for the precision
# of what is resolved on the train split of GUM (benchmarks/coreference.py); how much it counts that
# a person is named often, on our own texts too (benchmarks/references.py).
_SUBJECT, _OBJECT, _OTHER, _APART = 1.75, 1.0, 0.8, 1.0
_OFTEN, _GENDER, _AGAIN, _ABOVE = 0.2, 1.5, 0.5, 1.0
_OFTEN_PERSON = 0.5
_MARGIN = {"he": 0.6, "it": 0.6, "they": 0.4}


@dataclass(slots=True)
class Named:
    """A place where an actor is named or referred to."""

    actor: Actor
    token: int
    sentence: int
    subject: bool
    kind: Kind | None = None


@dataclass(slots=True)
class Discourse:
    """Who was named so far, the latest last; and which actors were named together."""

    named: list[Named] = field(default_factory=list)
    pairs: list[tuple[int, int, list[Actor]]] = field(default_factory=list)
    """Sentence, head of the phrase, and actors named together; the latest last."""

    def recent(self, sentence: int, *types: str) -> list[Named]:
        """Actors of some types within reach, the latest first, each once."""
        parents = ontology().parents
        seen: set[str] = set()
        found = []
        for named in reversed(self.named):
            if sentence - named.sentence > REACH:
                break
            if named.actor.id not in seen and parents[named.actor.type] & set(types):
                seen.add(named.actor.id)
                found.append(named)
        return found


@dataclass(slots=True)
class Candidate:
    """What a pronoun might stand for: actors, or the noun at ``token``."""

    actors: list[Actor]
    token: int
    weight: float


class Antecedents:
    """Weighs what the pronouns of one document may stand for."""

    def __init__(self, clauses: Clauses, at: Mapping[int, Mention], discourse: Discourse) -> None:
        self.clauses, self.parse, self.at, self.discourse = clauses, clauses.parse, at, discourse
        self.words = words("references")
        self.gender: dict[str, str] = {}

    def person(self, token: int, number: int) -> Found:
        """Whom *he* or *she* stands for."""
        gender = "female" if self.parse.words[token].lower().startswith(("she", "her")) else "male"
        candidates = []
        for candidate in self._actors(token, number, "Person"):
            known = self._gender(candidate.actors[0])
            if known in (gender, None):
                candidate.weight += _GENDER * (known is not None)
                candidates.append(candidate)
        candidates += self._nouns(token, number, plural=False, person=True)
        best = self._best(candidates, "he")
        if best is None or not best[0].actors:
            return []
        self.gender.setdefault(best[0].actors[0].id, gender)
        return [(best[0].actors[0], best[1])]

    def thing(self, token: int, number: int) -> tuple[Candidate, float] | None:
        """What *it* stands for: the best candidate, an actor or a noun."""
        if self._is_empty(token):
            return None
        if self.parse.roles[token] not in (*SUBJECT_ROLES, "possessor"):
            return None
        candidates = self._actors(token, number, "Organisation", "Place")
        candidates += self._nouns(token, number, plural=False)
        return self._best([c for c in candidates if not self._is_one_of_many(token, c.token)], "it")

    def several(self, token: int, number: int) -> tuple[Candidate, float] | None:
        """What *they* stands for: the best candidate, a group or a noun in the plural."""
        candidates = self._actors(token, number, *_MANY) + self._nouns(token, number, plural=True)
        for sentence, head, actors in self.discourse.pairs:
            if number - sentence <= 1 and not self._is_barred(token, head):
                weight = self._weight(token, head, number - sentence)
                weight += _AGAIN * (head not in self.at)
                candidates.append(Candidate(actors, head, weight))
        return self._best(candidates, "they")

    def _best(self, candidates: list[Candidate], kind: str) -> tuple[Candidate, float] | None:
        if not candidates:
            return None
        first, *rest = sorted(candidates, key=lambda c: -c.weight)
        margin = first.weight - (rest[0].weight if rest else 0.0)
        if margin < _MARGIN[kind]:
            return None
        return first, 0.85 if margin > 1.5 else 0.75

    def _actors(self, token: int, number: int, *types: str) -> list[Candidate]:
        """The actors within reach, each with the weight of its best mention."""
        parents, best = ontology().parents, dict[str, Candidate]()
        others, count = self._beside(token), dict[str, int]()
        for named in self.discourse.named:
            if not parents[named.actor.type] & {*types} or named.actor.id in others:
                continue
            id = named.actor.id
            count[id] = count.get(id, 0) + 1
            apart = number - named.sentence
            if apart > REACH or named.kind is Kind.adjective or self._is_barred(token, named.token):
                continue
            weight = self._weight(token, named.token, apart) + _AGAIN * (named.kind is None)
            if id not in best or weight > best[id].weight:
                best[id] = Candidate([named.actor], named.token, weight)
        often = _OFTEN_PERSON if "Person" in types else _OFTEN
        for id, candidate in best.items():
            candidate.weight += often * log2(count[id])
        return list(best.values())

    def _nouns(
        self, token: int, number: int, *, plural: bool, person: bool = False
    ) -> list[Candidate]:
        """Common nouns of this sentence and the last that the pronoun might stand for."""
        parse, found = self.parse, []
        first = parse.bounds[max(0, number - 1)][0]
        resolved = {named.token for named in self.discourse.named}
        for noun in range(first, token):
            if parse.pos[noun] not in ("NOUN", "PROPN") or noun in self.at or noun in resolved:
                continue
            if self._is_barred(token, noun) or (parse.tags[noun] in ("NNS", "NNPS")) != plural:
                continue
            if person != (parse.lemmas[noun] in self.words["person"]) and not plural:
                continue
            weight = self._weight(token, noun, number - parse.sentence[noun])
            found.append(Candidate([], noun, weight))
        return found

    def _weight(self, token: int, other: int, apart: int) -> float:
        if other < 0:  # in the headline
            return _SUBJECT - _APART * apart
        role = self.parse.roles[other]
        weight = {"object": _OBJECT, "possessor": _OBJECT, "agent": _OBJECT}.get(role, _OTHER)
        if role in SUBJECT_ROLES:
            weight = _SUBJECT + _ABOVE * (apart == 0 and self._is_above(token, other))
        return weight - _APART * apart

    def _is_above(self, token: int, subject: int) -> bool:
        """Whether a pronoun stands in the clause of a subject, or in one that hangs on it."""
        verb, above = self.parse.heads[subject], self.parse.above(token)
        while above is not None and above != verb:
            above = self.parse.above(above)
        return above is not None

    def _beside(self, token: int) -> set[str]:
        """Who stands beside a pronoun in its clause: in 'she asked Cengiz' she is not Cengiz."""
        if self._is_bound(token):
            return set()
        tokens = range(*self.parse.bounds[self.parse.sentence[token]])
        return {self.at[t].actor.id for t in tokens if t in self.at and self._is_apart(token, t)}

    def _is_barred(self, token: int, other: int) -> bool:
        """Whether grammar keeps a pronoun from standing for a phrase: 'Ann saw her', 'her son'."""
        parse = self.parse
        if other < 0 or parse.sentence[other] != parse.sentence[token]:
            return False
        if self._is_within(token, other):
            return True
        head = parse.heads[token]
        possessive = parse.roles[token] == "possessor"
        if possessive:
            return other == head or (
                parse.heads[other] == head
                and parse.roles[other] != "possessor"
                and not self.clauses.is_verbal(head)
            )
        if self._is_bound(token) or other == token:
            return False
        return self._is_apart(token, other) or self._is_told(token, other)

    def _is_bound(self, token: int) -> bool:
        """Whether a pronoun may be who stands beside it: 'his', 'himself'."""
        reflexive = self.parse.words[token].lower().endswith(("self", "selves"))
        return reflexive or self.parse.roles[token] == "possessor"

    def _is_apart(self, token: int, other: int) -> bool:
        """Whether a pronoun stands in a clause together with a phrase, and so for another: 'Ann saw
        her', 'speaking to Smith, he said'.
        """
        head, beside = self.parse.heads[token], self.parse.heads[other]
        return beside == head or self._does_it(head, other) or self._does_it(beside, token)

    def _is_told(self, token: int, other: int) -> bool:
        """Whether a phrase stands in what a pronoun says: 'Chad has not attacked Togo, it said'."""
        parse, verb = self.parse, self.parse.heads[token]
        if parse.roles[token] not in SUBJECT_ROLES or other > token:
            return False
        told = [c for c in parse.having(verb, "clause") if c < verb]
        ends = parse.lemmas[verb] in words("speech")["at_the_end"]
        if ends and parse.roles[verb] == "parataxis" and parse.child(verb, "clause") is None:
            told.append(parse.heads[verb])
        return any(first <= other < last for first, last in map(parse.subtree, told))

    def _does_it(self, verb: int, other: int) -> bool:
        """Whether a phrase is understood as the subject: 'Chad left Togo, accusing it of theft'."""
        return self.clauses.is_verbal(verb) and other in self.clauses.surface_subject(verb)

    def _is_one_of_many(self, token: int, other: int) -> bool:
        """Whether a phrase is but one of several doers: 'Chad and Togo closed it' is neither."""
        parse = self.parse
        if other < 0 or parse.sentence[other] != parse.sentence[token]:
            return False
        head = parse.heads[other] if parse.roles[other] == "conjunct" else other
        return parse.roles[head] in SUBJECT_ROLES and parse.child(head, "conjunct") is not None

    def _is_within(self, token: int, other: int) -> bool:
        """Whether a pronoun is a part of a phrase itself, not of a clause or name added to it."""
        parse = self.parse
        while token != other and parse.roles[token] not in _LOOSE:
            above = parse.above(token)
            if above is None:
                return False
            token = above
        return token == other

    def _is_empty(self, token: int) -> bool:
        """Whether *it* stands for nothing: 'it is clear that', 'it rained'."""
        parse = self.parse
        if parse.roles[token] == "expletive":
            return True
        head = parse.heads[token]
        if parse.roles[token] not in SUBJECT_ROLES:
            return False
        clausal = parse.having(head, "clausal subject", "clause", "open clause")
        return bool(clausal) and (
            parse.pos[head] in ("ADJ", "NOUN") or self.clauses.is_passive(head)
        )

    def _gender(self, actor: Actor) -> str | None:
        if actor.id in self.gender:
            return self.gender[actor.id]
        first = fold(actor.label).split()[0].strip(".")
        return next((g for g in ("female", "male") if first in _given_names()[g]), None)


@cache
def _given_names() -> dict[str, frozenset[str]]:
    """Gender to given names, folded."""
    return {gender: frozenset(map(fold, names)) for gender, names in words("names").items()}
