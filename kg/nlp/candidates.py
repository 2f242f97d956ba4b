"""A candidate: two participants, a relation, and the words that seem to say so."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Relation, Span, Status
from .participants import Participant

IN_PASSING = frozenset({"office", "shape", "modifier", "prefix"})
"""Kinds of patterns that read what a name phrase says in passing: taken for granted, whatever the
sentence around it commits to."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a pattern found: not yet checked against domain and range.

    ``kind`` is the kind of pattern, ``trigger`` the token that it hangs on, ``words`` the span of
    the words that express the relation; ``status`` is set where they give it themselves.
    """

    relation: Relation
    kind: str
    subject: Participant
    object: Participant
    trigger: int
    words: Span
    rule: str
    status: Status | None = None
