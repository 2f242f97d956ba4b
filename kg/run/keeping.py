"""What is done to a store that is there: more goes in, articles go out, copies are made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..actors import Register
from ..evaluate import read_statements
from ..model import Article
from .building import refresh
from .sources import open_store, open_to_write


class Gone(NamedTuple):
    """An article that was retracted, and how many statements went with it."""

    article: Article
    statements: int


def load(file: Path, target: Path | str) -> int:
    """Add a file that kg wrote to a store or a server, and infer; return how many articles.

    Where the store is that of a build, the other files of the build are written anew.

    Raises
    ------
    BadInput
        if the file cannot be read.
    StoreError
        if the store is open elsewhere, or the server does not answer.
    """
    with open_to_write(target, make=True) as store:
        if file.suffix == ".jsonl":
            count = store.add_all(read_statements(file))
        else:
            count = store.load(file)
        store.infer()
        refresh(store, Path(target))
    return count


def retract(
    target: Path | str, article_ids: Iterable[str], *, register: Register | None = None
) -> list[Gone]:
    """Take articles out of a store or a server, and infer; return what went.

    ``register`` are the actors that the graph was built with, where not those that ship. Each
    article goes as a whole, and none goes where one is unknown. Where the store is that of a build,
    the other files of the build are written anew.

    Raises
    ------
    BadInput
        if there is no store, or it holds no such article; it names the nearest.
    StoreError
        if the store is open elsewhere, or the server does not answer.
    """
    with open_to_write(target, register=register) as store:
        articles = [store.article(id) for id in dict.fromkeys(article_ids)]
        gone = [Gone(article, len(store.retract(article.id).removed)) for article in articles]
        store.infer()
        refresh(store, Path(target))
    return gone


def backup(source: Path | str, folder: Path, *, replace: bool = False) -> int:
    """Copy a store, or what a server holds, to a folder; return how many articles.

    The copy appears whole or not at all; ``replace`` lets it take the place of an older one.

    Raises
    ------
    BadInput
        if there is no store.
    StoreError
        if the store is open elsewhere, the server does not answer, or the folder is there.
    """
    with open_to_write(source) as store:  # its folder is locked, so that nobody writes meanwhile
        store.backup(folder, replace=replace)
    with open_store(folder) as copy:
        return len(copy.article_ids())
