"""What the shape of a name phrase says without a verb: the relations, and what makes candidates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ..model import Span
from ..ontology import ontology
from .candidates import Candidate
from .lexicon import ENGLISH
from .participants import Participant, Participants


@cache
def shapes() -> Mapping[str, str]:
    """Return the relations that shapes of name phrases give: en/structure.toml."""
    return table("relations")


@cache
def table(name: str) -> Mapping[str, str]:
    """Return a table of en/structure.toml."""
    tables = tomllib.loads((ENGLISH / "structure.toml").read_text("utf-8"))
    found: dict[str, str] = tables[name]
    return found


class ShapeReader:
    """Reads name phrases of one document."""

    def __init__(self, participants: Participants) -> None:
        self.participants, self.parse = participants, participants.parse
        self.clauses = participants.clauses
        self.parents = ontology().parents
        self.nouns = participants.nouns

    def link(
        self, shape: str, subject: Participant, object: Participant, token: int, span: Span
    ) -> Candidate:
        """A candidate of the relation that a shape gives, said by a token and its span."""
        relation = ontology().relations[shapes()[shape]]
        return Candidate(relation, "shape", subject, object, token, span, f"shape:{shape}")

    def span(self, token: int) -> Span:
        """Where a token stands in the text."""
        return self.parse.starts[token], self.parse.ends[token]
