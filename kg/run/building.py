"""The main job: articles in; statements, store, Turtle and page out. A killed run goes on."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .. import __version__
from ..errors import StoreError
from ..files import whole
from ..model import Article, Statement
from ..nlp import Extractor
from ..ontology import ontology
from ..rdf import Run, Store
from .results import page, place
from .sources import STATEMENTS, STORE

TURTLE, PAGE = "graph.ttl", "graph.html"
_TITLE = "Relations in the news"
_JOURNAL = ".unfinished.jsonl"


@dataclass
class Built:
    """What a build made: the folder, and the statements of the articles that it holds."""

    folder: Path
    articles: int = 0
    statements: list[Statement] = field(default_factory=list)
    read: int = 0
    """How many articles this run has read: the folder may hold more, from earlier runs."""

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
    title: str = _TITLE,
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
    read = 0
    with Store.open(
        folder / STORE, register=register, run=Run(__version__, extractor.version)
    ) as store:
        for article, statements in resumed(articles, folder / _JOURNAL, extractor):
            store.add(article, statements)
            read += 1
            each(article)
        store.infer()
        built = _write_files(store, folder, title)
    (folder / _JOURNAL).unlink(missing_ok=True)
    built.read = read
    return built


def refresh(store: Store, folder: Path) -> None:
    """Write the files of a build anew after its store was changed; the page keeps its heading.

    ``folder`` is that of the build or of the store in it; any other is left as it is.
    """
    home = folder.parent if folder.name == STORE else folder
    if (home / STATEMENTS).exists():
        _write_files(store, home, _heading(home / PAGE))


def _write_files(store: Store, folder: Path, title: str) -> Built:
    statements = sorted(store.statements(), key=place)
    with whole(folder / STATEMENTS) as file:
        write_statements(statements, file)
    store.save(folder / TURTLE)
    known = list(store.articles())
    with whole(folder / PAGE) as file:
        file.write(page(statements, title=title, articles=known))
    return Built(folder, len(known), statements)


def _heading(path: Path) -> str:
    if not path.exists():
        return _TITLE
    found = re.search("<title>(.*?)</title>", path.read_text(encoding="utf-8"), re.S)
    return html.unescape(found[1]) if found else _TITLE


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


def write_statements(statements: Iterable[Statement], file: IO[str]) -> None:
    """Write statements, one JSON record a line."""
    for statement in statements:
        file.write(json.dumps(statement.to_json(), ensure_ascii=False) + "\n")
