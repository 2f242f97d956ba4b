"""Pairs and threes: whom "both sides", "the two countries" or "the three ministers" stand for.

Those who were named together, else the only ones in reach, else those of whom the article tells
most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from typing import TypeVar

from ..actors import Register
from ..ontology import ontology
from .binding import Bound
from .clauses import Clauses
from .lexicon import words
from .mentions import Mention
from .pronouns import REACH, Discourse, Found

# Before whom something is done to.
_TARGETS = frozenset(
    {"against", "at", "between", "for", "from", "on", "to", "toward", "towards", "upon", "with"}
)
# How often each of so many must be named, and how much oftener than the next one they all must be.
_OFTEN, _OFTENER = 2, 2

T = TypeVar("T")


def foremost(count: Counter[T], many: int, often: int) -> list[T]:
    """Return the so many that a text names most, if it names each of them so ``often`` and much
    oftener than anybody else; nobody otherwise.

    >>> foremost(Counter({"Chad": 5, "Mali": 4, "Togo": 2}), 2, 3)
    ['Chad', 'Mali']
    >>> foremost(Counter({"Chad": 5, "Mali": 4, "Togo": 2}), 1, 3)
    []
    """
    first, rest = count.most_common(many), count.most_common(many + 1)[many:]
    least = max([often, *(_OFTENER * times for _, times in rest)])
    enough = len(first) == many and first[-1][1] >= least
    return [one for one, _ in first] if enough else []


class Sides:
    """Finds the actors of one document that several are called together."""

    def __init__(
        self,
        clauses: Clauses,
        at: Mapping[int, Mention],
        discourse: Discourse,
        bound: Bound,
        register: Register,
        day: str | None,
    ) -> None:
        self.clauses, self.parse, self.at = clauses, clauses.parse, at
        self.discourse, self.bound, self.register, self.day = discourse, bound, register, day

    def doers(self, token: int) -> Set[str]:
        """Who does what is done to a phrase, and is none of those that it means: "Chad imposed
        sanctions on the country", unlike "near the country's border".
        """
        marker, role = self.parse.markers[token], self.parse.roles[token]
        if role not in ("object", "indirect object", "clause") and marker not in _TARGETS:
            return frozenset()
        verb = self.bound.verb_above(token)
        subjects = self.clauses.surface_subject(verb) if verb is not None else []
        return {self.at[t].actor.id for t in subjects if t in self.at and t != token}

    def together(
        self,
        number: int,
        many: int,
        kind: str,
        but: Set[str] = frozenset(),
        *,
        reached: bool = True,
    ) -> Found:
        """So many actors of a kind that were named together, else, where they may be `reached` so,
        the only ones in reach; without some.
        """
        parents = ontology().parents
        beside: Found = []
        for sentence, head, actors in reversed(self.discourse.pairs):
            if number - sentence > REACH and sentence > 0:
                break
            fitting = [a for a in actors if kind in parents[a.type] and a.id not in but]
            if len(fitting) == many:
                if not self._only_helps(head):
                    return [(actor, 0.8) for actor in fitting]
                beside = beside or [(actor, 0.8) for actor in fitting]
        if beside:
            return beside
        if not reached:  # "the officials" need not be any who were named
            return []
        kinds = [kind if kind == "Person" else "State", *(["ArmedGroup"] if but else [])]
        recent = [n for n in self.discourse.recent(number, *kinds) if n.actor.id not in but]
        if len(recent) == many:
            return [(named.actor, 0.75) for named in reversed(recent)]
        return []

    def told_of(self, many: int, lemma: str, but: Set[str] = frozenset()) -> Found:
        """The states, or sides of a war, of which the article tells most, if of so many: "the two
        countries".
        """
        count: Counter[str] = Counter()
        for actor in (named.actor for named in self.discourse.named):
            armed = lemma in words("references")["sides"] and actor.type == "ArmedGroup"
            known = actor.id in self.register.entries
            side = actor.id if armed and known else self.register.state_of(actor.id, self.day)
            if side and side not in but:
                count[side] += 1
        found = foremost(count, many, _OFTEN)
        return [(self.register.entries[side].actor, 0.65) for side in found]

    def _only_helps(self, head: int) -> bool:
        """Whether several act on what is between others: in "Chad and Mali are at war. Togo and
        Niger mediate. Both sides ..." the sides are not these.
        """
        verb = self.parse.lemmas[self.parse.heads[head]]
        return self.parse.roles[head] == "subject" and verb in words("references")["third_party"]
