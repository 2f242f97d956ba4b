"""How the register grows: ``unknown``."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from ..errors import BadInput, nearest
from .shared import Actors, Source, app, out

if TYPE_CHECKING:
    from ..unknown import Lookalike, Unknown

_FORMS = ("table", "csv", "json")


@app.command()
def unknown(
    source: Source,
    actors: Actors = None,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only this class of geo.ttl, such as Person; may be repeated."),
    ] = None,
    top: Annotated[int, typer.Option(help="How many to show and to write.")] = 50,
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = "table",
    write: Annotated[
        Path | None, typer.Option(help="Turtle file for proposed rows, to edit and give --actors.")
    ] = None,
) -> None:
    """List the actors that the register does not know, and whose other name they may be.

    Nothing is joined: a proposal is a line in the file of --write, for you to accept.
    """
    from .. import run

    if form not in _FORMS:
        raise BadInput(f"There is no format '{form}'.{nearest(form, _FORMS)}")
    found = run.unknown_in(source, *(actors or ()), types=types or (), top=top)
    if write is not None:
        with run.whole(write) as file:
            file.write(found.turtle)
    if form == "json":
        out.print_json(json.dumps([_record(*row) for row in found.rows]))
    elif form == "csv":
        _csv([_record(*row) for row in found.rows])
    else:
        for row in found.rows:
            _show(*row)
        out.print(f"{found.total} actors are not in the register.")


def _record(actor: Unknown, alike: list[Lookalike]) -> dict[str, Any]:
    return actor.to_json() | {"lookalikes": [like.to_json() for like in alike]}


def _csv(records: list[dict[str, Any]]) -> None:
    """Write a row for each actor; of what it may be, the likeliest."""
    rows = []
    for record in records:
        likely: dict[str, Any] = next(iter(record.pop("lookalikes")), {})
        may_be = {f"may_be_{key}": likely.get(key) for key in ("id", "name", "reason", "score")}
        rows.append(record | may_be)
    if rows:
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _show(actor: Unknown, alike: list[Lookalike]) -> None:
    state = f", {actor.state}" if actor.state else ""
    dates = f"  {actor.first} to {actor.last}" if actor.first else ""
    out.print(
        f"[bold]{escape(actor.name)}[/]  {actor.type}{escape(state)}"
        f"  {actor.articles} articles, {actor.statements} statements{dates}"
    )
    out.print(f"  [dim]{escape(actor.article)}:[/] {escape(actor.passage)}")
    for like in alike:
        out.print(f"  may be {escape(like.label)}: {like.reason}, {like.score:.2f}")
    out.print()
