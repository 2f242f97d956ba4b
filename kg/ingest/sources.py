"""What was named on the command line, file by file: where it lies, how it is opened, its kind."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..errors import BadInput, nearest
from .decode import HEAD

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
}
"""Endings that are read in folders, with or without ``.gz``, and what they hold."""

_SILENT = ("readme", "license", "licence", "changelog", "makefile")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input where ``path`` is None. ``name`` is how it is spoken of."""

    name: str
    path: Path | None

    @property
    def kind(self) -> str | None:
        """What its ending promises; None where only its first bytes can tell."""
        return KINDS.get(_ending(self.path)) if self.path else None

    @contextmanager
    def open(self) -> Iterator[tuple[io.BufferedReader[Any], bytes]]:
        """Open for reading, unpacked; give the stream, at its start, and its first bytes.

        Raises
        ------
        BadInput
            if it cannot be opened or read to its end, also from within the ``with`` block.
        """
        try:
            with ExitStack() as closing:
                stream: io.BufferedReader[Any]
                if self.path:
                    stream = closing.enter_context(io.BufferedReader(self.path.open("rb", 0), HEAD))
                else:
                    stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer), HEAD)
                    closing.callback(stream.detach)  # else standard input would be closed
                if stream.peek(2).startswith(_GZIP):
                    unpacked = cast(io.RawIOBase, gzip.GzipFile(fileobj=stream))
                    stream = closing.enter_context(io.BufferedReader(unpacked, HEAD))
                yield stream, stream.peek(HEAD)[:HEAD]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadInput(f"{self.name} is a broken gzip archive ({error}).") from error
        except OSError as error:
            raise BadInput(f"{self.name} cannot be read: {error.strerror or error}.") from error


def sources(given: str | Path) -> Iterator[Source | BadInput]:
    """Yield the files that one input stands for, folders in order of their names.

    A :class:`BadInput` among them is a folder's note about files that were left aside; it is
    no failure.

    Raises
    ------
    BadInput
        if there is no such file, or a folder holds nothing that is read.
    """
    if str(given) == "-":
        yield Source("standard input", None)
        return
    path = Path(given)
    try:
        if path.is_dir():
            yield from _folder(path)
            return
        if path.exists():
            yield Source(str(given), path)
            return
        hint = _nearest_name(path)
    except OSError as error:  # a name too long for the file system, a folder that is locked
        hint = f" ({error.strerror or error})"
    name = str(given) if len(str(given)) < 200 else f"{str(given)[:200]}…"
    if "://" in name:
        raise BadInput(f"'{name}' is an address; save the page and give the file's path.")
    raise BadInput(f"There is no file or folder '{name}'.{hint}")


def _folder(folder: Path) -> Iterator[Source | BadInput]:
    any_read = False
    aside: Counter[str] = Counter()
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if name.startswith(".") or not path.is_file() or _is_annotation(path):
                continue
            if _ending(path) in KINDS:
                any_read = True
                yield Source(str(path), path)
            elif not name.lower().startswith(_SILENT):
                aside[path.suffix.lower() or name] += 1
    listed = ", ".join(f"{count} {ending}" for ending, count in sorted(aside.items()))
    if not any_read:
        has = f"it has {listed}" if aside else "it is empty"
        raise BadInput(f"The folder '{folder}' holds no article: {has}; wanted {_WANTED}.")
    if aside:
        yield BadInput(f"Left aside in '{folder}': {listed}; read are {_WANTED}.")


_WANTED = ", ".join(KINDS) + " (also .gz)"


def _ending(path: Path) -> str:
    endings = [ending.lower() for ending in path.suffixes]
    if endings[-1:] == [".gz"]:
        endings.pop()
    return endings[-1] if endings else ""


def _is_annotation(path: Path) -> bool:
    """Golden statements lie beside their articles and hold none themselves."""
    return path.name == "gold.jsonl" or path.name.endswith(".gold.jsonl")


def _nearest_name(path: Path) -> str:
    """Name what there is beside a path that is not there."""
    parent = path.parent
    if not parent.is_dir():
        while not parent.is_dir() and parent != parent.parent:
            parent, path = parent.parent, parent
        return f" There is no folder '{path}'." + _nearest_name(path)
    return nearest(path.name, sorted(entry.name for entry in parent.iterdir()))
