"""How good is it: ``evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadInput
from .shared import Model, Reader, Switch, app, extractor, out


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated articles, one JSON record a line.")],
    statements: Annotated[
        Path | None, typer.Argument(help="Statements to score; extracted anew when left out.")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(help="The articles, where no statements are given.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
    show: Annotated[int, typer.Option(help="How many misses and false statements to show.")] = 0,
    model: Model = None,
    reader: Reader = Switch.on,
) -> None:
    """Score statements against annotated articles: precision, recall and F1."""
    from .. import evaluate as measure
    from .. import run

    if statements is not None:
        found = run.statements_of(str(statements))
    else:
        if texts is None:
            raise BadInput("Give the statements to score, or the articles with --texts.")
        reading = extractor(model, None, reader)
        found = [s for _, those in reading.extract(run.read(texts)) for s in those]
    scores = measure.score(measure.read_gold(gold), found)
    if form == "json":
        out.print_json(json.dumps(scores.to_json()))
    else:
        out.print(scores.to_text(show=show), markup=False, end="")
