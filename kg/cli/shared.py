"""What all commands share: the app, the options that come again, and how things are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from ..errors import BadInput

if TYPE_CHECKING:
    from ..model import Article, Statement
    from ..nlp import Extractor

app = typer.Typer(
    help="News articles in, a knowledge graph of world politics out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders or - : text, HTML, JSON Lines, CSV.")
]
Source = Annotated[
    str,
    typer.Argument(
        help="The folder of a build, a statements.jsonl, an RDF file, or the address of a"
        " SPARQL server.",
        metavar="SOURCE",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(help="A spaCy pipeline by name or path, in place of the one that ships."),
]


class Switch(StrEnum):
    """The two values of an option that is on or off."""

    on = "on"
    off = "off"


Reader = Annotated[
    Switch, typer.Option(help="'off' leaves the learned reader out: the rules alone.")
]
Unnamed = Annotated[
    bool,
    typer.Option("--unnamed", help="Also people and bodies without a name: protesters, a court."),
]
Actors = Annotated[
    list[Path] | None, typer.Option(help="Turtle file with more actors; may be repeated.")
]
Day = Annotated[
    str | None, typer.Option("--date", help="Date of texts that carry none, as YYYY-MM-DD.")
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Report bad records and go on.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]
Confidence = Annotated[
    float, typer.Option(min=0, max=1, help="Leave out what is less certain than this.")
]
LeastConfidence = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Leave out what is less certain; fitted when not given."),
]
Title = Annotated[str, typer.Option(help="Heading of the page.")]
Since = Annotated[str | None, typer.Option(help="Only from this day, month or year on.")]
Until = Annotated[str | None, typer.Option(help="Only up to this day, month or year.")]


def extractor(
    model: str | None,
    actors: list[Path] | None,
    reader: Switch,
    least: float | None = None,
    unnamed: bool = False,
) -> Extractor:
    """Return the extractor that the options ask for."""
    from ..actors import load, register
    from ..nlp import SHIPPED_READER, Extractor

    return Extractor(
        model,
        actors=load(*actors) if actors else register(),
        reader=SHIPPED_READER if reader is Switch.on else None,
        unnamed=unnamed,
        least=least,
    )


def articles(
    inputs: list[str], day: str | None, skip_bad: bool, problems: list[BadInput]
) -> Iterator[Article]:
    """Yield the articles of the inputs; what is skipped is added to ``problems``."""
    from .. import run

    when = None
    if day is not None:
        try:
            when = date.fromisoformat(day)
        except ValueError:
            raise BadInput(f"--date is '{day}'; it must be a date such as 2017-03-10.") from None
    return run.read(*inputs, skip_bad=skip_bad, on_bad=problems.append, date=when)


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Callable[[Any], None]]:
    """Show how many articles are done, on standard error, where somebody can see it."""
    if quiet or not err.is_terminal:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda _: bar.advance(task)


def report(problems: list[BadInput]) -> None:
    """Print what was skipped, one line each."""
    for problem in problems:
        err.print(f"[yellow]skipped:[/] {escape(str(problem))}")


def summarise(count: int, statements: list[Statement], relations: list[tuple[str, int]]) -> None:
    """Print how much was found, and up to five statements with their sentences."""
    articles = "1 article" if count == 1 else f"{count} articles"
    out.print(f"{articles}, {len(statements)} statements\n")
    for name, times in relations:
        out.print(f"  {times:5}  {name}")
    political = [s for s in statements if s.relation.political]
    best = sorted(political, key=lambda s: (-s.confidence, s.id))
    shown: list[Statement] = []
    for statement in best:  # one of each relation, so that the five differ
        if len(shown) < 5 and statement.relation not in {s.relation for s in shown}:
            shown.append(statement)
    if shown:
        out.print("\nThe most certain of some relations:")
    for statement in shown:
        show(statement)


def show(statement: Statement) -> None:
    """Print a statement and the sentence that says so, its trigger marked."""
    status, speaker = statement.status.value, statement.speaker
    mark = "" if status == "asserted" else f" [yellow]({status})[/]"
    source = f" [dim]according to {escape(speaker.label)}[/]" if speaker else ""
    out.print(
        f"\n  [bold]{escape(statement.subject.label)}[/] {escape(statement.relation.label)} "
        f"[bold]{escape(statement.object.label)}[/]{mark}{source}"
    )
    words = statement.evidence
    quoted = escape(words.text)
    if words.trigger is not None:
        before, after = words.trigger[0] - words.start, words.trigger[1] - words.start
        marked = f"[underline]{escape(words.text[before:after])}[/]"
        quoted = f"{escape(words.text[:before])}{marked}{escape(words.text[after:])}"
    where = f"[dim]{escape(statement.article)}, {statement.confidence:.2f}:[/]"
    out.print(f"  {where} {' '.join(quoted.split())}")
