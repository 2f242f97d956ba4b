"""Beside the rules: what speaks for and against a candidate that only the learned reader sees.

What is found here are features for :mod:`kg.nlp.confidence`. Rivals matter because one deed has
one doer: where a rule, or a stronger candidate, has the same words say the opposite, it is seldom
right. What the rules find keeps its own confidence: to let the reader change that helped on news
like what it was trained on, and hurt on older and longer articles (``training/README.md``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .candidates import Candidate
from .corroboration import Corroboration
from .learned import Readings
from .parse import Parse
from .shapes import shapes

# Log-odds of the learned reader, as steps.
_STEPS = (-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4)
# Before what a place lies in: "in Masisi", ", North Kivu".
_WITHIN = frozenset({"", "in", "of", "within"})
# How much likelier another relation between the same two is, as steps.
_GAPS = (0, 1, 2, 4)


class Joining:
    """All candidates of one document: those of the rules, and what the reader makes of it."""

    def __init__(self, parse: Parse, readings: Readings, rules: Sequence[Candidate]) -> None:
        self._parse, self._readings = parse, readings
        self._rules: dict[int, list[Candidate]] = defaultdict(list)
        for rule in rules:
            self._rules[parse.sentence[rule.trigger]].append(rule)
        self._read: dict[tuple[int, str], list[tuple[float, Candidate]]] = defaultdict(list)
        seen = list(readings.candidates())
        for read in seen:
            key = parse.sentence[read.trigger], read.relation.name
            self._read[key].append((readings.odds(read)[0], read))
        self._corroboration = Corroboration(parse, readings, [*rules, *seen])

    def candidates(self) -> Iterator[Candidate]:
        """Yield what only the reader sees and is worth weighing."""
        alone = self._readings.alone
        for odds, read in (one for together in self._read.values() for one in together):
            likely = odds > alone or self._corroboration.is_said_again(read)
            if likely and not (
                self._is_about(read) or self._is_crossed(read) or self._is_further(read)
            ):
                yield read

    def features(self, found: Candidate) -> list[str]:
        """Return what the reader makes of a candidate of its own, what the rules find, and what
        other sentences say.
        """
        beside = sorted(self._beside(found))
        return [*self._odds(found), *beside, *self._corroboration.features(found)]

    def _is_about(self, found: Candidate) -> bool:
        """Whether a candidate only says what becomes of an attack that a rule finds between the
        same two: "Russia halts its advance into Georgia" cuts no ties.
        """
        attack = shapes()["attack"]
        return any(
            rule.kind == "noun"
            and self._parse.heads[rule.trigger] == found.trigger
            and attack in (rule.relation.name, *rule.relation.ancestors)
            and attack not in (found.relation.name, *found.relation.ancestors)
            and found.relation.sign < 0
            and _difference(found, rule) == "none"
            for rule in self._rules[self._parse.sentence[found.trigger]]
        )

    def _is_crossed(self, found: Candidate) -> bool:
        """Whether rules give each of two his own, and the reader each that of the other: "the
        presidents of Chad and Mali, Deby and Goita", "attacked Gori and Kabul respectively".
        """
        sentence = self._parse.sentence[found.trigger]
        first, last = self._parse.bounds[sentence]
        office = shapes()["office"] in (found.relation.name, *found.relation.ancestors)
        if not office and "respectively" not in self._parse.words[first:last]:
            return False
        same = [r for r in self._rules[sentence] if r.relation == found.relation]
        apart = {_difference(found, rule) for rule in same}
        return {"subject", "object"} <= apart and "none" not in apart

    def _is_further(self, found: Candidate) -> bool:
        """Whether a place is said to lie in what another that a rule finds lies in, and that stands
        between them: of "Katale in Masisi, North Kivu" only Masisi lies in North Kivu.
        """
        inside = shapes()["inside"]
        return found.relation.name == inside and any(
            rule.relation.name == inside and self._is_nearer(rule, found)
            for rule in self._rules[self._parse.sentence[found.trigger]]
        )

    def _is_nearer(self, rule: Candidate, found: Candidate) -> bool:
        parse, place = self._parse, found.subject.head
        difference = _difference(found, rule)
        between = rule.object.head if difference == "object" else rule.subject.head
        listed = parse.first_of(between) == parse.first_of(place)
        if difference not in ("object", "subject") or listed:
            return False
        return place < between < found.object.head and parse.markers[between] in _WITHIN

    def _odds(self, found: Candidate) -> list[str]:
        mine, other = self._readings.odds(found)
        steps = [step for step in _STEPS if mine > step]
        known = [f"odds over {step}" for step in steps]
        known.append(f"odds {found.relation.name} {steps[-1] if steps else 'none'}")
        if other > mine:
            known.append(f"other {sum(other - mine > gap for gap in _GAPS)}")
        sentence = self._parse.sentence[found.trigger]
        for theirs, rival in self._read[sentence, found.relation.name]:
            if theirs > mine and not found.relation.symmetric:
                difference = _difference(found, rival)
                known.append(f"behind {difference}")
                known += self._listed("behind", difference, found, rival)
        return list(dict.fromkeys(known))

    def _beside(self, found: Candidate) -> set[str]:
        """How a candidate differs from what the rules find in the sentence."""
        known = set()
        for rule in self._rules[self._parse.sentence[found.trigger]]:
            difference = _difference(found, rule)
            if rule.trigger == found.trigger:
                same = rule.relation == found.relation
                known.add(f"beside {difference} {'same' if same else 'other'}")
                if same:
                    known.update(self._listed("beside", difference, found, rule))
            if difference == "none" and rule.relation.political == found.relation.political:
                agreeing = rule.relation.sign * found.relation.sign > 0
                known.add(f"also {'same' if agreeing else 'other'} sign")
        return known

    def _listed(self, where: str, difference: str, found: Candidate, other: Candidate) -> list[str]:
        """Whether two who would do the same, or suffer it, are named in one list."""
        if difference not in ("subject", "object"):
            return []
        first, second = (self._parse.first_of(getattr(c, difference).head) for c in (found, other))
        return [f"{where} {difference} {'listed' if first == second else 'apart'}"]


def _difference(one: Candidate, other: Candidate) -> str:
    """In which ends two candidates differ."""
    subject, object = one.subject.actor.id, one.object.actor.id
    theirs = other.subject.actor.id, other.object.actor.id
    if (subject, object) == theirs:
        return "none"
    if subject == theirs[1] or object == theirs[0]:
        return "reversed"
    if subject == theirs[0]:
        return "object"
    return "subject" if object == theirs[1] else "both"
