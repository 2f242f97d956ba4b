"""What a store stands on: a few operations on quads, the same here and on a server.

:class:`Engine` says what they are. :class:`Embedded` does them with pyoxigraph, in memory or in a
folder: the process may be killed at any moment, and the whole of a write is there afterwards, or
nothing. :class:`kg.rdf.remote.Remote` asks a server for them.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ..errors import StoreError
from .terms import Names, Node

# Seconds until a store that its writer is compacting is opened anew.
_PAUSES = (0.05, 0.1, 0.2, 0.4)

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

Pattern = tuple[Node | None, Node | None, Node | ox.Literal | None, Node | None]
"""Subject, predicate, object and graph of the quads that are wanted; None matches all."""


class Edit(NamedTuple):
    """What one transaction does: drop graphs, then remove quads, then add quads."""

    added: Sequence[ox.Quad] = ()
    removed: Sequence[ox.Quad] = ()
    dropped: Sequence[Node] = ()

    def as_update(self) -> str:
        """Return it as one SPARQL update; a server runs that as one transaction."""
        parts = [f"DROP SILENT GRAPH {name}" for name in self.dropped]
        for verb, quads in (("DELETE DATA", self.removed), ("INSERT DATA", self.added)):
            by_graph: dict[str, list[str]] = defaultdict(list)
            for quad in quads:
                by_graph[str(quad.graph_name)].append(f"{quad.triple} .\n")
            graphs = [f"GRAPH {name} {{\n{''.join(lines)}}}\n" for name, lines in by_graph.items()]
            if graphs:
                parts.append(f"{verb} {{\n{''.join(graphs)}}}")
        return ";\n".join(parts)


class Engine(ABC):
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
        return self._matching((subject, predicate, object, graph))

    @abstractmethod
    def _matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        """Yield the quads that match."""

    def has(self, *graphs: Node) -> bool:
        """Tell whether any of some graphs holds anything."""
        return any(next(self.quads(graph=graph), None) is not None for graph in graphs)

    @abstractmethod
    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""

    def write(
        self,
        added: Iterable[ox.Quad],
        removed: Iterable[ox.Quad] = (),
        dropped: Iterable[Node] = (),
    ) -> None:
        """Drop graphs, remove quads and add quads: all of it, or nothing.

        Raises
        ------
        StoreError
            if it cannot be written.
        """
        edit = Edit(sorted(added, key=str), list(removed), list(dropped))
        if any(edit):
            self._apply(edit)

    @abstractmethod
    def _apply(self, edit: Edit) -> None:
        """Do an edit in one transaction."""

    def replace(self, graph: Node, old: set[ox.Quad], new: set[ox.Quad]) -> None:
        """Put the new quads of a graph in place of the old, which are all that it holds.

        Raises
        ------
        StoreError
            if it cannot be written.
        """
        self.write(new - old, old - new)

    @abstractmethod
    def query(self, text: str, names: Names, *, union: bool = True) -> Found:
        """Answer a query; ``union`` makes all graphs together the default graph."""

    def backup(self, path: Path) -> None:
        """Write a copy, as a folder that is not there yet.

        Raises
        ------
        StoreError
            if it cannot be written.
        """
        copy = Embedded(path)
        try:
            copy.store.bulk_extend(self.quads())
        except OSError as error:
            raise StoreError(f"The backup to {path} failed: {error}") from error
        finally:
            copy.close()

    @abstractmethod
    def close(self) -> None:
        """Write what is still to be written, and let go."""


class Embedded(Engine):
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
                self._store = _to_read(path)
            else:
                self._store = ox.Store(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(_why(path, error)) from error

    @property
    def store(self) -> ox.Store:
        """The pyoxigraph store; raise StoreError after it was closed."""
        if self._store is None:
            raise StoreError("The store has been closed.")
        return self._store

    def _matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(*pattern)

    def graphs(self) -> list[Node]:
        """Return the names of the graphs, sorted."""
        found = (name for name in self.store.named_graphs() if isinstance(name, Node))
        return sorted(found, key=lambda name: name.value)

    def _apply(self, edit: Edit) -> None:
        try:
            if edit.removed or edit.dropped:
                self.store.update(edit.as_update())
            else:
                self.store.extend(edit.added)
        except OSError as error:
            raise StoreError(f"{self.path} could not be written: {error}") from error

    def query(self, text: str, names: Names, *, union: bool = True) -> Found:
        """Answer a query; ``union`` makes all graphs together the default graph."""
        return self.store.query(
            text,
            prefixes=names.prefixes,
            base_iri=names.base,
            use_default_graph_as_union=union,
        )

    def backup(self, path: Path) -> None:
        """Write a copy: hard links where the file system has them, so it takes milliseconds."""
        # Of a folder that is open for reading RocksDB would leave out what stands in its log alone.
        if self.path is None or self.read_only:
            super().backup(path)
            return
        try:
            self.store.flush()
            self.store.backup(str(path))
        except OSError as error:
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


def is_store(path: Path) -> bool:
    """Tell whether a folder holds a store: the file is the one by which RocksDB knows its own."""
    return (path / "CURRENT").is_file()


def _to_read(path: Path) -> ox.Store:
    """Open a folder for reading, once more if its writer put other files in place meanwhile."""
    for pause in _PAUSES:
        try:
            return ox.Store.read_only(str(path))
        except RuntimeError as error:
            if "No such file" not in str(error):
                raise
        time.sleep(pause)
    return ox.Store.read_only(str(path))


def _why(path: Path | None, error: Exception) -> str:
    text = str(error)
    if "LOCK" in text:
        return f"{path} is open in another process; only one may write. Read a backup of it."
    return f"{path} is no store that can be opened: {text.splitlines()[0]}"
