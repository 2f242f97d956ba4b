"""Who belongs to whom: what nobody does to his own, and what says the same of a state and its army.

Its own towns a state may take, or attack; never itself ("police arrested three men"), its army or
its government, nor does a part of it ("California sued the Trump administration"), and who controls
them does not occupy them.
"""

from __future__ import annotations

from ..model import Actor, Statement
from ..ontology import ontology
from .candidates import Candidate
from .confidence import READER
from .lexicon import words
from .naming import UNNAMED
from .reciprocity import home

# Who acts for a state; of a government it is news which towns it controls.
_RULERS = frozenset({"Person", "State", "StateMilitary"})


def is_among_own(found: Candidate, subject: Actor, object: Actor) -> bool:
    """Tell whether a political candidate, with the actors that it would have, joins somebody with
    his own whom it can join with others only.
    """
    relation = found.relation
    if UNNAMED in (found.subject.how, found.object.how):
        return False  # what happens within a state is what they are wanted for
    at_home = home(subject) == home(object) is not None
    if relation.name in words("references")["of_others"] and subject.type in _RULERS:
        return at_home
    if relation.name in words("references")["of_equals"] and at_home and _is_led(subject, object):
        return True
    if not is_own(subject, object):
        return False
    if relation.sign > 0 or found.kind == READER or found.object.how == "deed":
        return True
    if object.type == "State" or subject.id != found.subject.actor.id:
        return True
    if subject.type != "State":
        return False
    named = found.subject.how == "name"
    return object.type == "StateMilitary" or (object.type == "Government" and named)


def _is_led(one: Actor, other: Actor) -> bool:
    """Whether one of two is an organ, and the other leads its state or is it."""
    leading = [actor.type in ("Person", "State") for actor in (one, other)]
    organs = ["StateOrgan" in ontology().parents[actor.type] for actor in (one, other)]
    return any(leading) and any(organs)


def is_own(subject: Actor, object: Actor) -> bool:
    """Tell whether one acts for the other: nobody allies with his own state, or meets it."""
    return subject.of == object.label or object.of == subject.label


def is_same_act(one: Statement, other: Statement) -> bool:
    """Tell whether two statements of a relation in a sentence differ only in state and organ, or
    place: "Russian aircraft bombed Gori" need not say again that Russia attacked Georgia.
    """
    parents = ontology().parents

    def doers(first: Actor, second: Actor) -> bool:
        return first.id == second.id or is_own(first, second)

    def targets(first: Actor, second: Actor) -> bool:
        place = any("Actor" not in parents[actor.type] for actor in (first, second))
        return first.id == second.id or (place and is_own(first, second))

    straight = doers(one.subject, other.subject) and targets(one.object, other.object)
    swapped = doers(one.subject, other.object) and doers(one.object, other.subject)
    return straight or (one.relation.symmetric and swapped)


def is_upside_down(one: Statement, other: Statement) -> bool:
    """Tell whether one has the ends of another exchanged: 'Bari, a region of Puntland' does not
    have Puntland lie in Bari.
    """
    swapped = (one.subject.id, one.object.id) == (other.object.id, other.subject.id)
    return swapped and not one.relation.political
