"""Speakers: who is reported as saying what a trigger expresses."""

from __future__ import annotations

from collections.abc import Iterator

from .clauses import Clauses
from .lexicon import words
from .participants import Participant, Participants
from .quotations import Quotations

_SPOKEN_ROLES = frozenset(
    {"clause", "open clause", "parataxis", "adverbial clause", "clausal subject"}
)


def speaker_of(
    trigger: int, clauses: Clauses, participants: Participants, quotations: Quotations
) -> Participant | None:
    """Return the nearest reported source of a trigger, None where the article itself speaks."""
    for found in _sources(trigger, clauses, participants):
        return found
    for verb in quotations.said_by(trigger):
        for found in _subject(verb, clauses, participants):
            return found
    return None


def _sources(trigger: int, clauses: Clauses, participants: Participants) -> Iterator[Participant]:
    parse, speech = clauses.parse, words("speech")
    token = trigger
    for _ in range(40):
        for child in parse.children[token]:
            # "..., the Kremlin said": the verb of saying hangs below what is said
            if parse.roles[child] == "parataxis" and parse.lemmas[child] in speech["verb"]:
                if parse.child(child, "clause", "object") is None:
                    yield from _subject(child, clauses, participants)
            elif parse.roles[child] == "adverbial clause" and parse.markers[child] == "as":
                # "as Putin said, ..."
                if parse.lemmas[child] in speech["verb"] and child < token:
                    yield from _subject(child, clauses, participants)
            elif parse.markers[child] in ("according to", "per"):
                yield from participants.at(child, acting=True)[:1]
        head = parse.above(token)
        if head is None:
            return
        if parse.roles[token] in _SPOKEN_ROLES and parse.lemmas[head] in speech["verb"]:
            if parse.roles[token] != "adverbial clause" or parse.markers[token] in ("of", "for"):
                yield from _subject(head, clauses, participants)
        elif (
            parse.roles[token] in ("noun clause", "clause") and parse.lemmas[head] in speech["noun"]
        ):
            slots = clauses.slots(head)
            for slot in ("possessor", "by", "from", "modifier", "doer"):
                for source in slots.get(slot, ()):
                    yield from participants.at(source, acting=True)[:1]
        token = head


def _subject(verb: int, clauses: Clauses, participants: Participants) -> Iterator[Participant]:
    for token in clauses.slots(verb).get("subject", ()):
        yield from participants.at(token, acting=True)[:1]
