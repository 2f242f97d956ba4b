"""Which extracted statement is which golden one: how well two fit, and who gets whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model import Relation, Statement, Status
from .gold import Golden, actor_names, comparable, same_actor

STRICT, QUAD, SIGN, PAIR, NOTHING = 4, 3, 2, 1, 0
"""What agrees: the relation; its quad; cooperation or conflict; only the two actors; nothing."""

_QUADS = {
    "verbalCooperationWith": ("verbal", +1),
    "materialCooperationWith": ("material", +1),
    "verbalConflictWith": ("verbal", -1),
    "materialConflictWith": ("material", -1),
}
_SIGNS = {"cooperationWith": +1, "conflictWith": -1}
"""Super-properties of geo.ttl. Relations right below a sign, such as those of durable support,
count as verbal: taking sides is no deed."""

Fit = Callable[[Golden, Statement], int]


def quad(relation: Relation) -> tuple[str, int] | None:
    """Return whether a relation is verbal or material, and its sign; None where it has none."""
    for name in relation.ancestors:
        if name in _QUADS:
            return _QUADS[name]
    for name in relation.ancestors:
        if name in _SIGNS:
            return "verbal", _SIGNS[name]
    return None


def layer(relation: Relation) -> str | None:
    """Return ``political`` or ``structural``; None for attribution, which is not scored."""
    if relation.political:
        return "political"
    return "structural" if relation.kind == "state" else None


def fit(golden: Golden, statement: Statement) -> int:
    """Say how much of two statements agrees, from STRICT down to NOTHING.

    The two ends must agree always, the status (asserted or not) for more than PAIR; a symmetric
    relation, on either side, may stand the other way round.
    """
    return _fit(golden, statement, status_counts=True)


def fit_but_for_status(golden: Golden, statement: Statement) -> int:
    """Like ``fit``, but whatever the two say about what the text commits to."""
    return _fit(golden, statement, status_counts=False)


def _fit(golden: Golden, statement: Statement, status_counts: bool) -> int:
    wanted = comparable(golden.subject), comparable(golden.object)
    given = actor_names(statement.subject), actor_names(statement.object)
    straight = same_actor(wanted[0], given[0]) and same_actor(wanted[1], given[1])
    swapped = same_actor(wanted[0], given[1]) and same_actor(wanted[1], given[0])
    if not (straight or swapped):
        return NOTHING
    relation, relations = statement.relation, golden.relations
    either_way = relation.symmetric or any(r.symmetric for r in relations)
    asserted = golden.status == Status.asserted, statement.status == Status.asserted
    if not (straight or either_way) or (status_counts and asserted[0] != asserted[1]):
        return PAIR
    if relation in relations:
        return STRICT
    mine, theirs = quad(relation), [q for r in relations if (q := quad(r))]
    if mine is None:
        return PAIR
    if mine in theirs:
        return QUAD
    return SIGN if mine[1] in [sign for _, sign in theirs] else PAIR


@dataclass(frozen=True, slots=True)
class Match:
    """``found``: golden index to statement index. ``spare``: statements that repeat one found."""

    found: dict[int, int]
    spare: frozenset[int]

    @property
    def right(self) -> set[int]:
        """The statements that were matched."""
        return set(self.found.values())


def match(fits: Sequence[tuple[int, int, int]], least: int) -> Match:
    """Pair golden statements with extracted ones, best fits first, each at most once.

    ``fits`` are (fit, golden index, statement index), sorted downwards. What fits well enough but
    finds its golden statement taken is spare: neither right nor wrong.
    """
    found: dict[int, int] = {}
    right: set[int] = set()
    enough = [(i, j) for level, i, j in fits if level >= least]
    for i, j in enough:
        if i not in found and j not in right:
            found[i] = j
            right.add(j)
    return Match(found, frozenset(j for _, j in enough if j not in right))


def all_fits(
    golden: Sequence[Golden], statements: Sequence[Statement], how: Fit = fit
) -> list[tuple[int, int, int]]:
    """Return every fit of two lists that is not NOTHING, the best first."""
    fits = [(how(g, s), i, j) for i, g in enumerate(golden) for j, s in enumerate(statements)]
    return sorted((one for one in fits if one[0] > NOTHING), reverse=True)
