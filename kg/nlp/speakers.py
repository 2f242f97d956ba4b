"""Speakers: who is reported as saying what a trigger expresses."""

from __future__ import annotations

from collections.abc import Iterator

from .clauses import Clauses
from .lexicon import words
from .participants import Participant, Participants
from .quotations import Quotations
from .transcripts import Transcript

_SPOKEN_ROLES = frozenset(
    {"clause", "open clause", "parataxis", "adverbial clause", "clausal subject"}
)
# From a noun up to the object that it is a part of: "plans for talks", "talks and a treaty".
_PARTS = frozenset({"modifier", "compound", "conjunct", "noun clause", "object"})

Speakers = list[Participant]
"""Who says something together: "Norway and Spain announce"."""


def speakers_of(
    trigger: int,
    clauses: Clauses,
    participants: Participants,
    quotations: Quotations,
    transcript: Transcript,
) -> Speakers:
    """Return the nearest reported source of a trigger; nobody where the article itself speaks."""
    for found in _sources(trigger, clauses, participants):
        if found:
            return found
    for verb in quotations.said_by(trigger):
        found = _subject(verb, clauses, participants)
        if found:
            return found
    turn = transcript.speaker(trigger)
    return [participants.named(turn)] if turn else []


def _sources(trigger: int, clauses: Clauses, participants: Participants) -> Iterator[Speakers]:
    parse, speech = clauses.parse, words("speech")
    token, part = trigger, True
    for _ in range(40):
        for child in parse.children[token]:
            # "..., the Kremlin said": the verb of saying hangs below what is said
            if parse.roles[child] == "parataxis" and parse.lemmas[child] in speech["verb"]:
                if parse.child(child, "clause", "object") is None:
                    yield _subject(child, clauses, participants)
            elif parse.roles[child] == "adverbial clause" and parse.markers[child] == "as":
                # "as Putin said, ..."
                if parse.lemmas[child] in speech["verb"] and child < token:
                    yield _subject(child, clauses, participants)
            elif parse.markers[child] in ("according to", "per"):
                yield participants.at(child, acting=True)
        head = parse.above(token)
        if head is None:
            return
        if parse.roles[token] in _SPOKEN_ROLES and parse.lemmas[head] in speech["verb"]:
            if parse.roles[token] != "adverbial clause" or parse.markers[token] in ("of", "for"):
                yield _subject(head, clauses, participants)
        elif part and parse.roles[token] == "object" and parse.lemmas[head] in speech["reporting"]:
            yield _subject(head, clauses, participants)
        elif (
            parse.roles[token] in ("noun clause", "clause") and parse.lemmas[head] in speech["noun"]
        ):
            slots = clauses.slots(head)
            for slot in ("possessor", "by", "from", "modifier", "doer"):
                for source in slots.get(slot, ()):
                    yield participants.at(source, acting=True)
        part = part and parse.roles[token] in _PARTS
        token = head


def _subject(verb: int, clauses: Clauses, participants: Participants) -> Speakers:
    for token in clauses.slots(verb).get("subject", ()):
        found = participants.at(token, acting=True)
        if found:
            return found
    return []
