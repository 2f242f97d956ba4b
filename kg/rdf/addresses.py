"""Where a SPARQL server takes queries, where updates, and where whole graphs.

A user gives the address for queries, and the others stand beside it, as the makes of servers have
it. Where a server has them elsewhere, what follows a ``#`` says so::

    http://localhost:8890/sparql#update=/sparql-auth&graphs=/sparql-graph-crud
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeGuard
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from ..errors import StoreError, nearest

_LAYOUTS = (  # the path for queries; beside its first part: updates, and where graphs may be
    (r"(.*/repositories/[^/]+)/?", "/statements", ("/rdf-graphs/service",)),  # RDF4J, GraphDB
    (r"(.*?)(?:/query|/sparql)?/?", "/update", ("/store", "/data")),  # Oxigraph; Fuseki
)
_NONE = "none"


class Addresses(NamedTuple):
    """The addresses of one server."""

    query: str
    update: str
    graphs: tuple[str, ...]
    """Where the Graph Store Protocol may be spoken, likeliest first."""
    sure: bool
    """Whether the user named the place of the graphs, so that it must be there."""


def is_address(text: object) -> TypeGuard[str]:
    """Tell whether something is the address of a server rather than a path.

    >>> is_address("http://localhost:7878/query"), is_address("demo")
    (True, False)
    """
    return isinstance(text, str) and text.startswith(("http://", "https://"))


def locate(text: str) -> Addresses:
    """Return the addresses of a server, from the one for queries and what its ``#`` part adds.

    >>> locate("http://localhost:3030/world/sparql").graphs
    ('http://localhost:3030/world/store', 'http://localhost:3030/world/data')
    >>> locate("http://localhost:7200/repositories/world").update
    'http://localhost:7200/repositories/world/statements'
    >>> locate("http://localhost:7001/#update=.&graphs=none")[1:3]
    ('http://localhost:7001/', ())

    Raises
    ------
    StoreError
        if it is no address, or its ``#`` part says something else.
    """
    query, _, stated = text.partition("#")
    try:
        scheme, host, path, *_ = urlsplit(query)
    except ValueError:  # such as a bracket that is not closed
        scheme = host = path = ""
    if scheme not in ("http", "https") or not host:
        raise StoreError(f"{text} is no address of a SPARQL server (http or https).")
    given = _given(text, stated)
    above, update, graphs = _layout(path)

    def beside(place: str) -> str:
        return urlunsplit((scheme, host, above + place, "", ""))

    return Addresses(
        query,
        urljoin(query, given["update"]) if "update" in given else beside(update),
        _graphs(query, given["graphs"]) if "graphs" in given else tuple(map(beside, graphs)),
        "graphs" in given,
    )


def _layout(path: str) -> tuple[str, str, tuple[str, ...]]:
    """The path that the places stand below, and the places; the last pattern fits any path."""
    return next(
        (found[1], update, graphs)
        for pattern, update, graphs in _LAYOUTS
        if (found := re.fullmatch(pattern, path))
    )


def _given(text: str, stated: str) -> dict[str, str]:
    given = dict(parse_qsl(stated, keep_blank_values=True))
    known = ("update", "graphs")
    for name in given:
        if name not in known:
            raise StoreError(
                f"{text}: '{name}' is nothing to say of a server; known are update= and graphs=."
                f"{nearest(name, known)}"
            )
    return given


def _graphs(query: str, place: str) -> tuple[str, ...]:
    return () if place == _NONE else (urljoin(query, place),)
