"""The command line: ``kg build``, ``kg query`` and the other verbs. Each calls one function."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer
from rich.markup import escape

from .. import __version__
from ..errors import KgError
from .shared import app, err, out

__all__ = ["app", "main"]

for _verbs in (
    "reading",
    "asking",
    "keeping",
    "showing",
    "growing",
    "measuring",
):  # the order of ``kg --help``
    import_module(f".{_verbs}", __name__)


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
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """News articles in, a knowledge graph of world politics out."""
    if version:
        out.print(f"kg {__version__}")
    elif context.invoked_subcommand is None:
        out.print(context.get_help())
