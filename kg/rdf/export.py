"""Writes a store as files that any tool reads, always with the same bytes for the same articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import BadInput, StoreError, nearest
from ..files import whole
from .dataset import describe_dataset
from .formats import as_jsonld, as_rdfxml, as_turtle12, context
from .profile import expand
from .terms import FOLDERS, Names, Node
from .turtle import Abbreviator, blocks, header

if TYPE_CHECKING:
    from .store import Store

SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
}
"""What a file's name says of its format."""


def save(
    store: Store, path: Path | str, format: str | None = None, *, profile: str = "lean"
) -> None:
    """Write a store to a file; the format is that of the file's name unless it is given.

    Raises
    ------
    BadInput
        if the format is unknown.
    """
    path = Path(path)
    if format is None:
        format = SUFFIXES.get(path.suffix.lower())
        if format is None:
            raise BadInput(
                f"{path.name} does not say in which format to write; known endings are "
                f"{', '.join(SUFFIXES)}.{nearest(path.suffix, SUFFIXES)}"
            )
    text = dump(store, format, profile=profile)
    try:
        with whole(path) as file:
            file.write(text)
    except OSError as error:
        raise StoreError(f"{path} could not be written: {error.strerror or error}.") from error


def dump(store: Store, format: str, *, profile: str = "lean") -> str:
    """Return a store as one text.

    ``profile="full"`` spells the evidence out as Web Annotation selectors and adds SEM events with
    OWL-Time, for tools that look for these vocabularies. ``turtle12`` is RDF 1.2 Turtle; ``void``
    is a description of the data set (VoID and DCAT), ``context`` the JSON-LD context alone.

    Raises
    ------
    BadInput
        if the format or the profile is unknown.
    """
    if format in ABOUT:
        return ABOUT[format](store)
    if format not in WRITERS:
        known = [*WRITERS, *ABOUT]
        raise BadInput(
            f"'{format}' is no format to write; known are {', '.join(known)}."
            f"{nearest(format, known)}"
        )
    if profile not in ("lean", "full"):
        raise BadInput(f"'{profile}' is no profile; known are lean and full.")
    quads = store.quads()
    return WRITERS[format](expand(quads, store.names) if profile == "full" else quads, store.names)


def as_nquads(quads: Iterable[ox.Quad], names: Names) -> str:
    """One line a quad, sorted: for bulk loading, and to compare by line."""
    return "".join(sorted(f"{quad} .\n" for quad in quads))


_SECTIONS = (  # the prefix of the subjects, and the heading
    ("r", "Actors: who they are, and the relations between them"),
    ("tm", "Terms of office"),
    ("ar", "Articles"),
    ("run", "What read the articles"),
    ("as", "Assertions: which sentence says so"),
    ("m", "Mentions: what the articles call the actors"),
    ("cl", "Facts: how well each is corroborated"),
    ("ev", "Events"),
    ("dv", "Derivations: what follows from the facts, and why"),
)


def as_turtle(quads: Iterable[ox.Quad], names: Names) -> str:
    """All layers as one Turtle document, grouped by subject, in sections with headings."""
    sections: dict[str, list[ox.Quad]] = {prefix: [] for prefix, _ in _SECTIONS}
    folders = {names.base + FOLDERS[prefix]: prefix for prefix in sections}
    for quad in quads:
        iri = quad.subject.value if isinstance(quad.subject, Node) else ""
        for folder, prefix in folders.items():
            if iri.startswith(folder):
                sections[prefix].append(quad)
                break
        else:
            sections["r"].append(quad)
    short = Abbreviator(names.prefixes)
    parts = []
    for prefix, heading in _SECTIONS:
        if sections[prefix]:
            parts.append(f"\n### {heading}\n\n" + "\n".join(blocks(sections[prefix], short)))
    return header(short) + "".join(parts)


def as_trig(quads: Iterable[ox.Quad], names: Names) -> str:
    """All layers as TriG: the shared graphs first, then one graph for each article."""
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, Node) else ""
        graphs.setdefault(name, []).append(quad)
    short = Abbreviator(names.prefixes)
    order = [name.value for name in (names.entities, names.facts)]
    order += sorted(graphs.keys() - {name.value for name in names.shared})
    order += [name.value for name in (names.corroboration, names.derived, names.ontology)]
    parts = []
    for name in order:
        if name in graphs:
            body = "\n".join(blocks(graphs[name], short, indent="    "))
            parts.append(f"\n{short(Node(name))} {{\n{body}}}\n" if name else f"\n{body}")
    return header(short) + "".join(parts)


WRITERS: dict[str, Callable[[Iterable[ox.Quad], Names], str]] = {
    "turtle": as_turtle,
    "trig": as_trig,
    "nquads": as_nquads,
    "jsonld": as_jsonld,
    "rdfxml": as_rdfxml,
    "turtle12": as_turtle12,
}
"""The formats by name."""


def _context(store: Store) -> str:
    return json.dumps(context(store.names), indent=1) + "\n"


ABOUT: dict[str, Callable[[Store], str]] = {
    "void": describe_dataset,
    "context": _context,
}
"""What is said of a store, in place of what is in it."""
