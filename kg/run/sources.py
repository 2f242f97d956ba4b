"""Where a graph is read from: a build's folder, a file that kg wrote, or a SPARQL server."""

from __future__ import annotations

from pathlib import Path

from .. import actors
from ..actors import Register
from ..errors import BadInput
from ..evaluate import read_statements
from ..model import Article, Statement
from ..rdf import Store, is_address, is_store

STORE, STATEMENTS = "store", "statements.jsonl"


def open_store(source: Path | str) -> Store:
    """Return the store of a build's folder or of a server, or one filled from a file, to read.

    Raises
    ------
    BadInput
        if there is none, or the file is not one that kg wrote.
    StoreError
        if the store is open elsewhere, or the server does not answer.
    """
    register, path = actors.register(), Path(source)
    there = _place(source)
    if there is not None:
        return Store.open(there, read_only=True, register=register)
    if path.is_dir():
        raise _no_store(path)
    store = Store(register=register)
    if path.suffix == ".jsonl":
        store.add_all(read_statements(path))
    else:
        store.load(path)
    store.infer()
    return store


def open_to_write(
    target: Path | str, *, register: Register | None = None, make: bool = False
) -> Store:
    """Return the store of a build's folder or of a server, to be changed; ``make`` makes a folder.

    ``register`` are the actors that the graph was built with, where not those that ship.

    Raises
    ------
    BadInput
        if there is none, and none is to be made.
    StoreError
        if the store is open elsewhere, or the server does not answer.
    """
    there, path = _place(target), Path(target)
    if there is None and not make:
        raise _no_store(path)
    if there is None:
        there = path / STORE if path.is_dir() else path
    return Store.open(there, register=register or actors.register())


def _place(source: Path | str) -> Path | str | None:
    """Where the store is that a user means: a server, a folder, or the one in a build's folder."""
    if is_address(source):
        return source
    path = Path(source)
    return next((folder for folder in (path / STORE, path) if is_store(folder)), None)


def _no_store(path: Path) -> BadInput:
    if path.is_file():
        return BadInput(f"{path} is a file, no store. 'kg load {path} -o FOLDER' makes one of it.")
    return BadInput(f"{path} holds no store. 'kg build INPUT -o {path}' makes one.")


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
