"""What a graph shows: ``draw``, ``analyse``, ``export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from .shared import Confidence, Since, Source, Title, Until, app, out


@app.command()
def draw(
    source: Source,
    to: Annotated[Path, typer.Option("--out", "-o", help="Page to write.")] = Path("graph.html"),
    title: Title = "Relations in the news",
    states: Annotated[
        bool, typer.Option("--states", help="Open with organs and persons rolled up.")
    ] = False,
    actor: Annotated[str | None, typer.Option(help="Open with this actor in focus.")] = None,
    min_confidence: Confidence = 0.0,
) -> None:
    """Draw the signed graph of the actors as one interactive HTML page."""
    from .. import run

    statements = [s for s in run.statements_of(source) if s.confidence >= min_confidence]
    page = run.page(
        statements, title=title, articles=run.articles_of(source), states=states, actor=actor
    )
    with run.whole(to) as file:
        file.write(page)
    out.print(f"{to}  {len(statements)} statements")


@app.command()
def analyse(
    source: Source,
    what: Annotated[
        str,
        typer.Argument(
            help="allies, rivals, similar, blocs, balance, brokers, mediators, influence,"
            " proxies, opposite-sides, timeline."
        ),
    ],
    actor: Annotated[str | None, typer.Option(help="The actor in question.")] = None,
    other: Annotated[str | None, typer.Option(help="The other actor of a timeline.")] = None,
    since: Since = None,
    until: Until = None,
    all_actors: Annotated[
        bool, typer.Option("--all", help="All actors, not states alone.")
    ] = False,
    top: Annotated[int, typer.Option(help="How many to show.")] = 10,
    form: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """Read the graph as a network: who stands with whom, in which blocs, and who between."""
    from .. import run

    rows = run.analyse(
        run.statements_of(source),
        what,
        actor=actor,
        other=other,
        window=(since, until) if since or until else None,
        types=["Actor"] if all_actors else ["State"],
        top=top,
        articles=run.articles_of(source),
    )
    if form == "json":
        out.print_json(json.dumps(rows))
        return
    if not rows:
        out.print("Nothing to tell.")
        return
    table = Table(box=None, header_style="bold")
    columns = [name for name in rows[0] if name != "statements"]
    for name in columns:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(escape(_cell(row[name])) for name in columns))
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return "" if value is None else str(value)


@app.command()
def export(
    source: Source,
    to: Annotated[Path, typer.Option("--out", "-o", help="File to write.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="turtle, trig, nquads, jsonld, rdfxml, turtle12 (RDF 1.2), void (the data set"
            " described), context (of JSON-LD); graphml, gexf, cytoscape, nodes.csv,"
            " edges.csv; by the file's ending when left out.",
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option(help="lean, or full with Web Annotation, OWL-Time and SEM nodes.")
    ] = "lean",
) -> None:
    """Write the graph for other tools: RDF, Gephi, Cytoscape, spreadsheets."""
    from .. import run

    run.export(source, to, form, profile=profile)
    out.print(str(to))
