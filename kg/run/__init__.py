"""The only place where rooms meet: articles to graph, and a graph to whatever is asked of it.

The command line and the notebooks call these functions.
"""

from ..files import whole
from ..ingest import read
from .building import PAGE, TURTLE, Built, build, write_statements
from .growing import Missing, unknown_in
from .keeping import Gone, backup, load, retract
from .results import ANALYSES, analyse, between, export, page
from .sources import STATEMENTS, STORE, articles_of, open_store, statements_of

__all__ = [
    "ANALYSES",
    "PAGE",
    "STATEMENTS",
    "STORE",
    "TURTLE",
    "Built",
    "Gone",
    "Missing",
    "analyse",
    "articles_of",
    "backup",
    "between",
    "build",
    "export",
    "load",
    "open_store",
    "page",
    "read",
    "retract",
    "statements_of",
    "unknown_in",
    "whole",
    "write_statements",
]
