"""Where a graph is read from: a build's folder, a file that kg wrote, or a SPARQL server."""

from __future__ import annotations

from pathlib import Path

from .. import actors
from ..errors import BadInput
from ..evaluate import read_statements
from ..model import Article, Statement
from ..rdf import Store

STORE, STATEMENTS = "store", "statements.jsonl"
_MARK = "CURRENT"
"""The file by which a folder is known as a store on disk."""


def open_store(source: Path | str, *, writable: bool = False) -> Store:
    """Return the store of a build's folder or of a server, or one filled from a file.

    Raises
    ------
    BadInput
        if there is none, or the file is not one that kg wrote.
    StoreError
        if the store is open elsewhere, or the server does not answer.
    """
    register, path = actors.register(), Path(source)
    if str(source).startswith(("http://", "https://")):
        return Store.open(str(source), register=register)
    for folder in (path / STORE, path):
        if (folder / _MARK).exists() or (writable and folder.parent.is_dir()):
            return Store.open(folder, read_only=not writable, register=register)
    if path.is_dir():
        raise BadInput(f"{path} holds no store. 'kg build INPUT -o {path}' makes one.")
    store = Store(register=register)
    if path.suffix == ".jsonl":
        store.add_all(read_statements(path))
    else:
        store.load(path)
    store.infer()
    return store


def statements_of(source: Path | str) -> list[Statement]:
    """Return the statements of a build's folder, a file or a server."""
    path = Path(source)
    found = path / STATEMENTS if path.is_dir() else path
    if found.suffix == ".jsonl":
        return list(read_statements(found))
    with open_store(source) as store:
        return list(store.statements())


def articles_of(source: Path | str) -> list[Article]:
    """Return what a source knows of its articles, their texts left out; nothing for .jsonl."""
    if Path(source).suffix == ".jsonl":
        return []
    with open_store(source) as store:
        return list(store.articles())


def load(file: Path, target: Path | str) -> int:
    """Add a file that kg wrote to a store or a server, and infer; return how many articles."""
    with open_store(target, writable=True) as store:
        if file.suffix == ".jsonl":
            count = store.add_all(read_statements(file))
        else:
            count = store.load(file)
        store.infer()
    return count
