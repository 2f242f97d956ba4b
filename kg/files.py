"""Files and folders that appear whole or not at all: a killed run leaves none half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import StoreError


@contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """Open a text file for writing that appears under its name only once it is complete.

    Raises
    ------
    StoreError
        if its folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        umask = os.umask(0)  # mkstemp makes files that nobody else may read
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a place where a folder can be made, which takes its own name only once it is complete.

    A folder that has the name is put aside by then, and removed last.

    Raises
    ------
    StoreError
        if its parent folder cannot be written to.
    """
    try:
        aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}.") from error
    new, old = aside / "new", aside / "old"
    try:
        yield new
        if path.exists():
            path.rename(old)
        new.rename(path)
    except BaseException:
        if old.exists():
            old.rename(path)
        shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(aside, ignore_errors=True)
