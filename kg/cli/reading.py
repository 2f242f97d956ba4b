"""From articles: ``build``, ``extract``, ``parse``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadInput
from .shared import (
    Actors,
    Day,
    Inputs,
    LeastConfidence,
    Model,
    Quiet,
    Reader,
    SkipBad,
    Switch,
    Title,
    Unnamed,
    app,
    articles,
    extractor,
    out,
    progress,
    report,
    summarise,
)

if TYPE_CHECKING:
    from ..model import Statement

To = Annotated[str, typer.Option("--out", "-o", help="File to write, - for standard output.")]


@app.command()
def build(
    inputs: Inputs,
    folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
    model: Model = None,
    actors: Actors = None,
    day: Day = None,
    title: Title = "Relations in the news",
    reader: Reader = Switch.on,
    unnamed: Unnamed = False,
    min_confidence: LeastConfidence = None,
    skip_bad: SkipBad = False,
    quiet: Quiet = False,
) -> None:
    """Build the graph: statements, Turtle, store and page, from articles to a folder."""
    from .. import run

    problems: list[BadInput] = []
    with progress("reading", quiet) as step:
        built = run.build(
            articles(inputs, day, skip_bad, problems),
            folder,
            extractor=extractor(model, actors, reader, min_confidence, unnamed),
            title=title,
            each=step,
        )
    report(problems)
    if problems and not built.read:
        raise BadInput("No article could be read.")
    if not quiet:
        summarise(built.articles, built.statements, built.by_relation)
        out.print("\nFiles:")
        for name, what in (
            (run.STATEMENTS, "every statement with its evidence, one JSON record a line"),
            (run.TURTLE, "the graph, for people and any RDF tool"),
            (run.STORE, "the same for SPARQL: kg query"),
            (run.PAGE, "the interactive page: open it in a browser"),
        ):
            out.print(f"  {folder / name}  [dim]{what}[/]")


@app.command()
def extract(
    inputs: Inputs,
    to: To = "-",
    model: Model = None,
    actors: Actors = None,
    day: Day = None,
    reader: Reader = Switch.on,
    unnamed: Unnamed = False,
    min_confidence: LeastConfidence = None,
    skip_bad: SkipBad = False,
    quiet: Quiet = False,
) -> None:
    """Write the statements of articles as JSON Lines, one statement a line."""
    from .. import run

    problems: list[BadInput] = []
    reading = extractor(model, actors, reader, min_confidence, unnamed)

    def found(step: Callable[[Any], None]) -> Iterator[Statement]:
        for article, statements in reading.extract(articles(inputs, day, skip_bad, problems)):
            step(article)
            yield from statements

    with progress("reading", quiet or to == "-") as step:
        if to == "-":
            run.write_statements(found(step), sys.stdout)
        else:
            with run.whole(Path(to)) as file:
                run.write_statements(found(step), file)
    report(problems)


@app.command()
def parse(
    inputs: Inputs,
    to: To = "-",
    model: Model = None,
    gold_tokens: Annotated[
        bool, typer.Option("--gold-tokens", help="Inputs are CoNLL-U: keep their words.")
    ] = False,
    skip_bad: SkipBad = False,
) -> None:
    """Write the parse of articles as CoNLL-U, for looking and measuring."""
    from .. import nlp, run

    problems: list[BadInput] = []
    if gold_tokens:
        blocks = nlp.reparse((Path(name) for name in inputs), model)
    else:
        blocks = nlp.as_conllu(articles(inputs, None, skip_bad, problems), model)
    if to == "-":
        sys.stdout.writelines(blocks)
    else:
        with run.whole(Path(to)) as file:
            file.writelines(blocks)
    report(problems)
