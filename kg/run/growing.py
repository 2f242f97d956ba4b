"""What the register lacks: the unknown actors of a graph, with proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .. import actors
from ..unknown import Lookalike, Lookalikes, Unknown, turtle, unknown_actors
from .sources import articles_of, statements_of


@dataclass(frozen=True, slots=True)
class Missing:
    """Actors without an entry, the most frequent first, each with whose other name it may be.

    ``total`` counts all of them; ``turtle`` is a file of rows for those in ``rows``.
    """

    total: int
    rows: list[tuple[Unknown, list[Lookalike]]]
    turtle: str = field(repr=False)


def unknown_in(
    source: Path | str, *more: Path, types: Iterable[str] = (), top: int | None = None
) -> Missing:
    """Return the actors of a source that neither the register nor the files ``more`` know.

    Raises
    ------
    BadInput
        if the source cannot be read.
    OntologyError
        if a file is no register, or a type is no class of geo.ttl.
    """
    register = actors.load(*more) if more else actors.register()
    published = {
        article.id: article.published.isoformat()
        for article in articles_of(source)
        if article.published
    }
    found = unknown_actors(statements_of(source), register, published=published, types=types)
    lookalikes = Lookalikes(register)
    rows = [(actor, lookalikes.of(actor)) for actor in found[:top]]
    return Missing(len(found), rows, turtle(rows, register))
