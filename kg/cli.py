"""The command line: ``kg build``, ``kg query`` and the other verbs. Each calls one function."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from . import __version__
from .errors import BadInput, KgError

if TYPE_CHECKING:
    from .model import Article, Statement
    from .nlp import Extractor

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
    Path, typer.Argument(help="The folder of a build, or a statements.jsonl.", metavar="SOURCE")
]
Model = Annotated[
    str | None,
    typer.Option(help="A spaCy pipeline by name or path, in place of the one that ships."),
]
Actors = Annotated[
    list[Path] | None, typer.Option(help="Turtle file with more actors; may be repeated.")
]
Day = Annotated[
    str | None, typer.Option("--date", help="Date of texts that carry none, as YYYY-MM-DD.")
]
SkipBad = Annotated[bool, typer.Option(help="Report bad records and go on.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]
Confidence = Annotated[
    float, typer.Option(min=0, max=1, help="Leave out what is less certain than this.")
]


def main() -> None:
    """Run the command line; errors that kg knows are one line on standard error."""
    try:
        app(prog_name="kg")
    except KgError as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)


@app.callback(invoke_without_command=True)
def version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """News articles in, a knowledge graph of world politics out."""
    if version:
        out.print(f"kg {__version__}")
        raise typer.Exit


@app.command()
def build(
    inputs: Inputs,
    folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
    model: Model = None,
    actors: Actors = None,
    day: Day = None,
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Relations in the news",
    skip_bad: SkipBad = False,
    quiet: Quiet = False,
) -> None:
    """Build the graph: statements, Turtle, store and page, from articles to a folder."""
    from . import run

    problems: list[BadInput] = []
    with progress("reading", quiet) as step:
        built = run.build(
            articles(inputs, day, skip_bad, problems),
            folder,
            extractor=extractor(model, actors),
            title=title,
            each=step,
        )
    report(problems)
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
    if problems and not built.articles:
        raise BadInput("No article could be read.")


@app.command()
def extract(
    inputs: Inputs,
    to: Annotated[
        str, typer.Option("--out", "-o", help="File to write, - for standard output.")
    ] = "-",
    model: Model = None,
    actors: Actors = None,
    day: Day = None,
    min_confidence: Confidence = 0.0,
    skip_bad: SkipBad = False,
    quiet: Quiet = False,
) -> None:
    """Write the statements of articles as JSON Lines, one statement a line."""
    from . import run

    problems: list[BadInput] = []
    reader = extractor(model, actors)

    def found(step: Callable[[Any], None]) -> Iterator[Statement]:
        for article, statements in reader.extract(articles(inputs, day, skip_bad, problems)):
            step(article)
            yield from (s for s in statements if s.confidence >= min_confidence)

    with progress("reading", quiet or to == "-") as step:
        if to == "-":
            run.write_statements(found(step), sys.stdout)
        else:
            with run.whole(Path(to)) as file:
                run.write_statements(found(step), file)
    report(problems)


@app.command()
def query(
    source: Source,
    sparql: Annotated[str, typer.Argument(help="SPARQL text, a file, or the name of a question.")],
    form: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, json, or turtle for CONSTRUCT.")
    ] = "table",
    parameters: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value for a named question: --set actor=Turkey."),
    ] = None,
) -> None:
    """Ask a question in SPARQL; prefixes need not be declared."""
    from . import rdf, run

    given = dict(pair.partition("=")[::2] for pair in parameters or ())
    with run.open_store(source) as store:
        answer = rdf.ask(store, sparql, given)
    out.print(answer.render(form), markup=False, end="")


@app.command()
def explain(
    source: Source,
    first: Annotated[str, typer.Argument(help="An actor by name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    rolled_up: Annotated[
        bool, typer.Option("--states/--exact", help="Count organs and office-holders as the state.")
    ] = True,
) -> None:
    """Show why two actors are linked: the sentences that say so."""
    from . import run

    found = run.between(run.statements_of(source), first, second, rolled_up=rolled_up)
    for statement in found:
        show(statement)
    if not found:
        out.print(f"Nothing links {escape(first)} and {escape(second)}.")
        raise typer.Exit(1)


@app.command()
def draw(
    source: Source,
    to: Annotated[Path, typer.Option("--out", "-o", help="HTML file to write.")] = Path(
        "graph.html"
    ),
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Relations in the news",
    min_confidence: Confidence = 0.0,
) -> None:
    """Draw the signed graph of the actors as one interactive HTML page."""
    from . import run, viz

    statements = [s for s in run.statements_of(source) if s.confidence >= min_confidence]
    with run.whole(to) as file:
        file.write(viz.html(statements, title=title, articles=run.articles_of(source)))
    out.print(f"{to}  {len(statements)} statements")


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
) -> None:
    """Score statements against annotated articles: precision, recall and F1."""
    from . import evaluate as measure
    from . import run

    if statements is not None:
        found = run.statements_of(statements)
    else:
        if texts is None:
            raise BadInput("Give the statements to score, or the articles with --texts.")
        reader = extractor(model, None)
        found = [s for _, those in reader.extract(run.read(texts)) for s in those]
    scores = measure.score(measure.read_gold(gold), found)
    if form == "json":
        out.print_json(json.dumps(scores.to_json()))
    else:
        out.print(scores.to_text(show=show), markup=False, end="")


# ----------------------------------------------------------------------- shared pieces


def extractor(model: str | None, actors: list[Path] | None) -> Extractor:
    """Return the extractor that the options ask for."""
    from .actors import load, register
    from .nlp import Extractor

    return Extractor(model, actors=load(*actors) if actors else register())


def articles(
    inputs: list[str], day: str | None, skip_bad: bool, problems: list[BadInput]
) -> Iterator[Article]:
    """Yield the articles of the inputs; what is skipped is added to ``problems``."""
    from . import run

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
    """Print how much was found, and five statements with their sentences."""
    out.print(f"{count} articles, {len(statements)} statements\n")
    for name, times in relations:
        out.print(f"  {times:5}  {name}")
    political = [s for s in statements if s.relation.political]
    best = sorted(political, key=lambda s: (-s.confidence, s.id))
    shown: list[Statement] = []
    for statement in best:  # one of each relation, so that the five differ
        if len(shown) < 5 and statement.relation not in {s.relation for s in shown}:
            shown.append(statement)
    out.print("\nFive of them:")
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
