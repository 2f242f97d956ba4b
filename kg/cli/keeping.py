"""Of a store: ``load``, ``retract``, ``backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from .shared import Actors, app, out

Store = Annotated[
    str,
    typer.Argument(
        help="The folder of a build or of a store, or the address of a SPARQL server.",
        metavar="STORE",
    ),
]


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="statements.jsonl, Turtle, TriG or N-Quads.")],
    folder: Annotated[str, typer.Option("--out", "-o", help="Folder of a store, or a server.")],
) -> None:
    """Load statements or RDF that kg wrote into a store, and draw the conclusions."""
    from .. import run

    count = run.load(file, folder)
    out.print(f"{folder}  {count} articles")


@app.command()
def retract(
    store: Store,
    articles: Annotated[list[str], typer.Argument(help="The articles, by id.")],
    actors: Actors = None,
) -> None:
    """Forget articles, and every fact that rested on them alone.

    The conclusions are drawn anew, and the files of a build are written anew. Nothing goes if one
    of the articles is unknown.
    """
    from .. import run
    from ..actors import load as load_actors

    register = load_actors(*actors) if actors else None
    for article, statements in run.retract(store, articles, register=register):
        parts = (article.title, article.source, article.published)
        about = ", ".join(str(part) for part in parts if part)
        out.print(f"{escape(article.id)}  {statements} statements  [dim]{escape(about)}[/]")


@app.command()
def backup(
    store: Store,
    folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for the copy.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a store that is there.")
    ] = False,
) -> None:
    """Copy a store to a folder, which others can read while the store is written to.

    The copy appears whole or not at all. What a server holds is copied to a folder here.
    """
    from .. import run

    count = run.backup(store, folder, replace=replace)
    out.print(f"{folder}  {count} articles")
