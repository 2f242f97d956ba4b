"""Several at one end of a clause: who of them has to do with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from ..model import Actor
from .clauses import Slots
from .lexicon import words
from .naming import Participant
from .parse import Parse

_EACH_OTHER = {("each", "other"), ("one", "another")}


def is_reciprocal(slots: Slots, parse: Parse) -> bool:
    """Whether 'each other' or 'one another' stands in some slot, or 'each ... the other'."""
    wanted = {*_EACH_OTHER}
    for subject in slots.get("subject", ()):
        beside = (subject, *parse.having(subject, "determiner"))
        if any(parse.words[t].lower() in words("references")["each"] for t in beside):
            wanted.add(("the", "other"))
    return any(
        (parse.words[first].lower(), parse.words[first + 1].lower()) in wanted
        for tokens in slots.values()
        for t in tokens
        for first in (t - 1, t)
        if 0 <= first < len(parse.words) - 1
    )


def are_mutual(
    ends: Collection[str],
    wanted: Mapping[str, Set[str]],
    held: Set[str],
    subjects: Sequence[Participant],
) -> bool:
    """Whether what two do they do to each other: "Chad and Mali severed their ties".

    `ends` are the slots of a row's object, `wanted` what must stand in some slots, and `held` the
    lemmas of the object.
    """
    ties = words("references")["ties"]
    both = len(subjects) == 2 and "with" in ends
    return both and not ties.isdisjoint(wanted.get("object", ())) and not ties.isdisjoint(held)


def across(
    pairs: Iterable[tuple[Participant, Participant]],
) -> list[tuple[Participant, Participant]]:
    """Leave out pairs of one state where others are of two: "Macron and Trump met with Pence"."""
    found = list(pairs)
    sides = [[home(p.actor) for p in pair] for pair in found]
    if not any(None not in (a, b) and a != b for a, b in sides):
        return found
    return [p for p, (a, b) in zip(found, sides, strict=True) if a is None or a != b]


def home(actor: Actor) -> str | None:
    """The state of somebody, or who is one himself; None of whom we know nothing."""
    return actor.of or (None if actor.type == "Person" else actor.label)


def respective(
    subjects: Sequence[Participant], objects: Sequence[Participant], parse: Parse
) -> list[tuple[Participant, Participant]]:
    """'Canada and Japan condemned Iran and Cuba respectively': each his own; else nothing."""
    if not len(subjects) == len(objects) > 1:
        return []
    first, last = parse.bounds[parse.sentence[objects[-1].head]]
    if "respectively" not in (word.lower() for word in parse.words[first:last]):
        return []
    return list(zip(subjects, objects, strict=True))


def are_the_same(subjects: Sequence[Participant], objects: Sequence[Participant]) -> bool:
    """Whether several do something to what is their own: 'recalled their ambassadors'."""
    if len(subjects) < 2 or any(p.slot != "object" for p in objects):
        return False
    return {p.actor.id for p in subjects} == {p.actor.id for p in objects}


def at_home(subject: Participant, place: Participant) -> bool:
    """Whether a place belongs to the state that somebody is of, so far as that is known."""
    return home(subject.actor) == home(place.actor)
