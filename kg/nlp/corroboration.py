"""What the other sentences of an article say of the same two actors, for and against a candidate.

An article comes back to what it tells of, and seldom has two be friends and enemies at once. What
the learned reader sees in one sentence is surer where a rule, or the reader, finds the same between
the two in another, and less sure where they find the contrary. What is found here are features for
:mod:`kg.nlp.confidence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..model import Relation
from ..ontology import ontology
from .candidates import Candidate
from .confidence import ELSEWHERE, READER
from .learned import Readings
from .parse import Parse

# Log-odds of the learned reader, as steps.
_STEPS = (-3, -2, -1, 0, 1)


class Corroboration:
    """What rules and reader find in one document, by the two actors.

    ``found`` are the candidates of both.
    """

    def __init__(self, parse: Parse, readings: Readings, found: Sequence[Candidate]) -> None:
        self._parse, self._readings = parse, readings
        self._relations = tuple(readings.labels.relations)
        self._rules: dict[frozenset[str], list[Candidate]] = defaultdict(list)
        self._said: dict[tuple[str, frozenset[str]], set[int]] = defaultdict(set)
        for one in found:
            ends = _ends(one)
            self._said[one.relation.name, ends].add(parse.sentence[one.trigger])
            if one.rule != READER:
                self._rules[ends].append(one)

    def is_said_again(self, found: Candidate) -> bool:
        """Tell whether another sentence says the same of the two, to a rule or to the reader."""
        said = self._said[found.relation.name, _ends(found)]
        return not said <= {self._parse.sentence[found.trigger]}

    def features(self, found: Candidate) -> Iterator[str]:
        """Yield how the other sentences agree with a political candidate."""
        if not found.relation.political:
            return
        yield from sorted(self._of_rules(found))
        for agreement, likeliest in self._of_reader(found).items():
            for step in _STEPS:
                if likeliest > step:
                    yield f"{ELSEWHERE} reader {agreement} over {step}"

    def _of_rules(self, found: Candidate) -> set[str]:
        sentence, agreements = self._parse.sentence[found.trigger], set()
        for rule in self._rules[_ends(found)]:
            if self._parse.sentence[rule.trigger] != sentence:
                agreement = _agreement(found.relation, rule.relation)
                turned = rule.subject.actor.id != found.subject.actor.id
                if turned and not rule.relation.symmetric:
                    agreement = f"reversed {agreement}"
                agreements.add(f"{ELSEWHERE} rule {agreement}")
        return agreements

    def _of_reader(self, found: Candidate) -> Mapping[str, float]:
        """The highest log-odds of what agrees in each way."""
        sentence = self._parse.sentence[found.trigger]
        one, other = found.subject.actor.id, found.object.actor.id
        likeliest: dict[str, float] = {}
        for turned, ends in ((False, (one, other)), (True, (other, one))):
            odds = self._readings.elsewhere(sentence, *ends)
            if odds is None:
                continue
            agreeing = _agreeing(found.relation, self._relations)
            for (agreement, symmetric), numbers in agreeing.items():
                key = f"reversed {agreement}" if turned and not symmetric else agreement
                likeliest[key] = max(likeliest.get(key, -np.inf), float(odds[numbers].max()))
        return likeliest


@cache
def _agreeing(
    relation: Relation, names: Sequence[str]
) -> Mapping[tuple[str, bool], NDArray[np.intp]]:
    """The numbers of relations by how they agree with one, and whether they are symmetric."""
    known = ontology().relations
    numbers: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        numbers[_agreement(relation, known[name]), known[name].symmetric].append(number)
    return {key: np.array(found) for key, found in numbers.items()}


def _agreement(one: Relation, other: Relation) -> str:
    if one.name == other.name:
        return "same"
    if one.name in other.ancestors or other.name in one.ancestors:
        return "kindred"
    if one.sign * other.sign == 0:
        return "other"
    return "friendly" if one.sign == other.sign else "contrary"


def _ends(found: Candidate) -> frozenset[str]:
    return frozenset((found.subject.actor.id, found.object.actor.id))
