"""What a store stands on: a few operations on quads, the same here and on a server.

:class:`Embedded` is pyoxigraph, in memory or in a folder. Each write is one transaction: the
process may be killed at any moment, and the whole of it is there afterwards, or nothing.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from ..errors import StoreError
from .terms import Node

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Engine(Protocol):
    """What :class:`kg.rdf.store.Store` asks of whatever holds the quads."""

    read_only: bool

    def quads(
        self,
        subject: Node | None = None,
        predicate: Node | None = None,
        object: Node | ox.Literal | None = None,
        graph: Node | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches all."""

    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""

    def write(
        self,
        added: Iterable[ox.Quad],
        removed: Iterable[ox.Quad] = (),
        dropped: Iterable[Node] = (),
    ) -> None:
        """Drop graphs, remove quads and add quads: all of it, or nothing."""

    def query(
        self,
        text: str,
        *,
        prefixes: dict[str, str],
        base: str,
        graphs: Sequence[Node] | None = None,
    ) -> Found:
        """Answer a query over the union of some graphs, or of all."""

    def backup(self, path: Path) -> None:
        """Write a copy that readers may open while this one is written to."""

    def close(self) -> None:
        """Write what is still to be written, and let go."""


class Embedded:
    """A pyoxigraph store: in memory without a path, else in a folder that one process writes."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        try:
            if path is None:
                self._store: ox.Store | None = ox.Store()
            elif read_only:
                if not path.is_dir():
                    raise StoreError(f"There is no store at {path}.")
                self._store = ox.Store.read_only(str(path))
            else:
                self._store = ox.Store(str(path))
        except (OSError, ValueError) as error:
            raise StoreError(_why(path, error)) from error

    @property
    def store(self) -> ox.Store:
        """The pyoxigraph store; raise StoreError after it was closed."""
        if self._store is None:
            raise StoreError("The store has been closed.")
        return self._store

    def quads(
        self,
        subject: Node | None = None,
        predicate: Node | None = None,
        object: Node | ox.Literal | None = None,
        graph: Node | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches all."""
        return self.store.quads_for_pattern(subject, predicate, object, graph)

    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""
        found = (name for name in self.store.named_graphs() if isinstance(name, Node))
        return sorted(found, key=lambda name: name.value)

    def write(
        self,
        added: Iterable[ox.Quad],
        removed: Iterable[ox.Quad] = (),
        dropped: Iterable[Node] = (),
    ) -> None:
        """Drop graphs, remove quads and add quads in one transaction."""
        added, removed = sorted(added, key=str), list(removed)
        full = [name for name in dropped if self.store.contains_named_graph(name)]
        try:
            if removed or full:
                self.store.update(update_text(added, removed, full))
            else:
                self.store.extend(added)
        except OSError as error:
            raise StoreError(f"{self.path} could not be written: {error}") from error

    def query(
        self,
        text: str,
        *,
        prefixes: dict[str, str],
        base: str,
        graphs: Sequence[Node] | None = None,
    ) -> Found:
        """Answer a query over the union of some graphs, or of all."""
        if graphs is None:
            return self.store.query(
                text, prefixes=prefixes, base_iri=base, use_default_graph_as_union=True
            )
        return self.store.query(text, prefixes=prefixes, base_iri=base, default_graph=list(graphs))

    def backup(self, path: Path) -> None:
        """Write a copy: hard links where the file system has them, so it takes milliseconds."""
        if path.exists():
            raise StoreError(f"{path} is there already; a backup makes its own folder.")
        if self.path is None:
            copy = Embedded(path)
            copy.store.bulk_extend(self.store)
            copy.close()
            return
        self.store.flush()
        try:
            self.store.backup(str(path))
        except OSError as error:
            shutil.rmtree(path, ignore_errors=True)
            raise StoreError(f"The backup to {path} failed: {error}") from error

    def close(self) -> None:
        """Flush, drop the log of what was written, and release the folder's lock."""
        written, self._store = self._store, None
        if written is None or self.path is None or self.read_only:
            return
        try:
            written.flush()
        except OSError as error:
            raise StoreError(f"{self.path} could not be flushed: {error}") from error
        del written
        # RocksDB drops its log, which is larger than the data, when the folder is next opened.
        # Where somebody still reads from an iterator the folder is locked: then it stays.
        with suppress(OSError):
            ox.Store(str(self.path))


def update_text(
    added: Iterable[ox.Quad], removed: Iterable[ox.Quad] = (), dropped: Iterable[Node] = ()
) -> str:
    """Return one SPARQL update that does it all; a server runs it as one transaction."""
    parts = [f"DROP SILENT GRAPH {name}" for name in dropped]
    for verb, quads in (("DELETE DATA", removed), ("INSERT DATA", added)):
        by_graph: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            by_graph[str(quad.graph_name)].append(f"{quad.triple} .\n")
        graphs = [f"GRAPH {name} {{\n{''.join(lines)}}}\n" for name, lines in by_graph.items()]
        if graphs:
            parts.append(f"{verb} {{\n{''.join(graphs)}}}")
    return ";\n".join(parts)


def _why(path: Path | None, error: Exception) -> str:
    text = str(error)
    if "LOCK" in text:
        return f"{path} is open in another process; only one may write. Read a backup of it."
    return f"{path} is no store that can be opened: {text.splitlines()[0]}"
