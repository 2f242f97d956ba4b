"""Of a graph that was built: ``query``, ``explain``, ``conflicts``, ``check``, ``diff``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from ..errors import BadInput, nearest
from .shared import Source, app, out, show

Form = Annotated[
    str, typer.Option("--format", "-f", help="table, csv, json, or turtle for CONSTRUCT.")
]


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    source: Source,
    question: Annotated[
        str | None,
        typer.Argument(help="SPARQL text, a file, - for standard input, or a named question."),
    ] = None,
    form: Form = "table",
) -> None:
    """Ask a question in SPARQL, or a named one with its parameters (--actor Turkey).

    Without a question the named ones are listed. Prefixes need not be declared.
    """
    from .. import rdf, run

    if question is None:
        for name, known in sorted(rdf.questions().items()):
            given = " ".join(f"--{p.name}" for p in known.parameters)
            out.print(f"  [bold]{name}[/]  {known.title}  [dim]{given}[/]")
        return
    with run.open_store(source) as store:
        answer = rdf.ask(store, question, _parameters(context.args, question))
    out.print(answer.render(form), markup=False, end="")


def _parameters(words: list[str], question: str) -> dict[str, str]:
    """Read ``--actor Turkey --since=2016``."""
    from .. import rdf

    known = rdf.questions().get(question)
    names = [p.name for p in known.parameters] if known else []
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in names:
            takes = f" It takes {', '.join('--' + n for n in names)}." if names else ""
            raise BadInput(f"'{question}' has no parameter '{word}'.{takes}{nearest(name, names)}")
        if not equals and not rest:
            raise BadInput(f"--{name} needs a value.")
        given[name] = value if equals else rest.pop(0)
    return given


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
    from .. import run

    found = run.between(run.statements_of(source), first, second, rolled_up=rolled_up)
    for statement in found:
        show(statement)
    if not found:
        out.print(f"Nothing links {escape(first)} and {escape(second)}.")
        raise typer.Exit(1)


@app.command()
def conflicts(source: Source, form: Form = "table") -> None:
    """List the claims that contradict each other, side by side.

    Denied: one passage asserts what another denies. At odds: two are said to be close and hostile
    in the same year. The questions 'contradictions' and 'at_odds' tell more of each.
    """
    from .. import rdf, run

    with run.open_store(source) as store:
        out.print(rdf.conflicts(store).render(form), markup=False, end="")


@app.command()
def check(
    source: Source,
    shacl: Annotated[
        bool, typer.Option("--shacl", help="Use pyshacl (slower) in place of SPARQL.")
    ] = False,
) -> None:
    """Check a graph against the shapes; each violation comes with its sentences."""
    from .. import rdf, run

    with run.open_store(source) as store:
        found = rdf.check(store, shacl=shacl)
    for violation in found:
        out.print(str(violation), markup=False)
    out.print(f"{len(found)} violations." if found else "Everything conforms.")
    raise typer.Exit(1 if found else 0)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Folder of a build, or statements.jsonl: before.")],
    new: Annotated[str, typer.Argument(help="The same: after.")],
) -> None:
    """Say which statements came, went or changed between two builds."""
    from .. import rdf, run

    difference = rdf.diff(run.statements_of(old), run.statements_of(new))
    out.print(str(difference), markup=False)
    raise typer.Exit(1 if difference else 0)


@app.command()
def ontology(
    name: Annotated[
        str | None, typer.Argument(help="A relation; all of them when left out.")
    ] = None,
) -> None:
    """Print the relations of the ontology, or one of them whole."""
    from ..ontology import ontology as shipped

    if name is None:
        for relation in shipped().relations.values():
            mark = " (both ways)" if relation.symmetric else ""
            out.print(f"  [bold]{relation.name}[/]{mark}  {relation.definition}")
        return
    relation = shipped().relation(name)
    out.print(f"[bold]{relation.name}[/]  {relation.definition}")
    for label, value in (
        ("from", ", ".join(sorted(relation.domain))),
        ("to", ", ".join(sorted(relation.range))),
        ("both ways", "yes" if relation.symmetric else "no"),
        ("inverse", relation.inverse or "-"),
        ("implies", ", ".join(relation.ancestors) or "-"),
        ("kind", relation.kind),
        ("weight", f"{relation.weight:+.2f}"),
        ("PLOVER", relation.plover or "-"),
        ("CAMEO", ", ".join(relation.cameo) or "-"),
    ):
        out.print(f"  {label:10} {value}")
