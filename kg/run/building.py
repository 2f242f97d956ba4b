"""Joins the rooms: articles in, files out. The command line and notebooks call these functions."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import __version__, actors, graph, ingest, viz
from .errors import BadInput, StoreError
from .evaluate import read_statements
from .model import Actor, Article, Statement
from .nlp import Extractor
from .ontology import ontology
from .rdf import Run, Store, save

STATEMENTS, TURTLE, STORE, PAGE = "statements.jsonl", "graph.ttl", "store", "graph.html"
_JOURNAL = ".unfinished.jsonl"


@dataclass
class Built:
    """What a build made: the folder, and the statements of the articles that it holds."""

    folder: Path
    articles: int = 0
    statements: list[Statement] = field(default_factory=list)
    problems: list[BadInput] = field(default_factory=list)

    @property
    def by_relation(self) -> list[tuple[str, int]]:
        """How often each relation was stated, the most frequent first."""
        counts = Counter(statement.relation.name for statement in self.statements)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def build(
    articles: Iterable[Article],
    folder: Path,
    *,
    extractor: Extractor,
    title: str = "Relations in the news",
    each: Callable[[Article], None] = lambda article: None,
) -> Built:
    """Build or extend a graph in a folder: statements, Turtle, store and page.

    Articles that the folder holds already are replaced, the others stay: building the same twice
    changes nothing. A build that was killed goes on where it stood. Files appear whole.

    Raises
    ------
    StoreError
        if the folder cannot be written, or its store is open elsewhere.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Cannot write to {folder}: {error.strerror}.") from error
    register = extractor.register
    done = 0
    with Store.open(
        folder / STORE, register=register, run=Run(__version__, extractor.version)
    ) as store:
        kept: list[Article] = []
        for article, statements in resumed(articles, folder / _JOURNAL, extractor):
            store.add(article, statements)
            kept.append(article)
            done += 1
            each(article)
        store.infer()
        statements = sorted(store.statements(), key=_order)
        with whole(folder / STATEMENTS) as file:
            write_statements(statements, file)
        save(store, folder / TURTLE)
        page = viz.html(statements, title=title, articles=list(store.articles()))
        with whole(folder / PAGE) as file:
            file.write(page)
        count = sum(1 for _ in store.articles())
    (folder / _JOURNAL).unlink(missing_ok=True)
    return Built(folder, count, statements)


def _order(statement: Statement) -> tuple[str, int, str]:
    return statement.article, statement.evidence.start, statement.id


def resumed(
    articles: Iterable[Article], journal: Path, extractor: Extractor
) -> Iterator[tuple[Article, list[Statement]]]:
    """Extract articles, keeping a journal: what an earlier run has read is not read again.

    The journal is only trusted where the extractor and the text are the same.
    """
    known = dict(_read_journal(journal, extractor.version))
    relations = dict(ontology().relations)
    with journal.open("a" if known else "w", encoding="utf-8") as log:
        if not known:
            log.write(json.dumps({"extractor": extractor.version}) + "\n")
        for article, found in _extracted(articles, known, extractor):
            if isinstance(found, list):
                yield article, [Statement.from_json(record, relations) for record in found]
                continue
            statements = list(found)
            record = {"digest": _digest(article), "statements": [s.to_json() for s in statements]}
            log.write(json.dumps(record, ensure_ascii=False) + "\n")
            log.flush()
            yield article, statements


def _extracted(
    articles: Iterable[Article], known: dict[str, list[dict[str, object]]], extractor: Extractor
) -> Iterator[tuple[Article, list[dict[str, object]] | tuple[Statement, ...]]]:
    waiting: list[Article] = []
    for article in articles:
        if _digest(article) in known:
            yield article, known[_digest(article)]
            continue
        waiting.append(article)
        if len(waiting) == _BATCH:
            yield from _batch(waiting, extractor)
            waiting = []
    yield from _batch(waiting, extractor)


# Articles that go through the language model together: few, so that a killed run loses little.
_BATCH = 16


def _batch(
    articles: list[Article], extractor: Extractor
) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
    for article, statements in extractor.extract(articles):
        yield article, tuple(statements)


def _digest(article: Article) -> str:
    parts = (article.id, article.title or "", str(article.published), article.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _read_journal(path: Path, version: str) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The articles that an interrupted run has finished; a torn last line is left out."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            try:
                record = json.loads(line)
            except json.JSONDecodeError:
                return
            if number == 0 and record.get("extractor") != version:
                return
            if "digest" in record:
                yield record["digest"], record["statements"]


@contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """Open a file for writing that appears at its place whole, or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_statements(statements: Iterable[Statement], file: IO[str]) -> None:
    """Write statements, one JSON record a line."""
    for statement in statements:
        file.write(json.dumps(statement.to_json(), ensure_ascii=False) + "\n")


def statements_of(source: Path) -> list[Statement]:
    """Return the statements of a build's folder or of a statements file."""
    path = source / STATEMENTS if source.is_dir() else source
    return list(read_statements(path))


def articles_of(source: Path) -> list[Article]:
    """Return what a build's folder knows of its articles; nothing for a statements file."""
    if not source.is_dir():
        return []
    with open_store(source) as store:
        return list(store.articles())


def between(
    statements: Iterable[Statement], first: str, second: str, *, rolled_up: bool = True
) -> list[Statement]:
    """Return the statements that link two actors, the most certain first.

    ``rolled_up`` counts what an organ or office-holder does as done by its state, too.

    Raises
    ------
    BadInput
        if no statement names such an actor; it names the nearest.
    """
    found = list(statements)
    network = graph.build(found)
    ids = [graph.actor_id(network, name) for name in (first, second)]
    labels = [network.nodes[id]["label"] for id in ids]

    def is_one(actor: Actor, which: int) -> bool:
        return actor.id == ids[which] or (rolled_up and actor.of == labels[which])

    linking = [
        s
        for s in found
        if (is_one(s.subject, 0) and is_one(s.object, 1))
        or (is_one(s.subject, 1) and is_one(s.object, 0))
    ]
    return sorted(linking, key=lambda s: (-s.confidence, *_order(s)))


def open_store(source: Path) -> Store:
    """Return a store to read from: of a build's folder, or filled from a statements file.

    Raises
    ------
    BadInput
        if there is neither.
    """
    register = actors.register()
    folder = source / STORE if (source / STORE).is_dir() else source
    if folder.is_dir():
        if not any(folder.glob("CURRENT")):
            raise BadInput(f"{source} holds no store. 'kg build INPUT -o {source}' makes one.")
        return Store.open(folder, read_only=True, register=register)
    store = Store(register=register)
    store.add_all(read_statements(source))
    store.infer()
    return store


read = ingest.read
