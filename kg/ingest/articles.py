"""From records to articles: every field checked, every problem named, no id used twice."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date as Date
from pathlib import Path
from typing import Any

from ..errors import BadArticle, BadInput, nearest
from ..model import Article, article_id
from .dates import own_date, parse_date
from .decode import clean
from .formats import Record, records
from .furniture import furniture
from .sources import Source, sources

LONGEST = 1_000_000
"""Characters. What is longer is no article, and spaCy refuses it."""


def warn(problem: BadInput) -> None:
    """Report a problem as a Python warning: what ``read`` does when it is not told otherwise."""
    warnings.warn(str(problem), stacklevel=3)


def read(
    *inputs: str | Path,
    skip_bad: bool = False,
    on_bad: Callable[[BadInput], None] = warn,
    date: Date | None = None,
) -> Iterator[Article]:
    """Yield the articles of files, folders and ``-`` (standard input), in order.

    With ``skip_bad`` what cannot be read is handed to ``on_bad``, once each, and the rest is
    read. Notes about files of other kinds in a folder always go there. ``date`` is the day of
    articles that name none themselves. An article that comes twice (same id, same text) is
    yielded once.

    Raises
    ------
    BadInput
        if an input cannot be read, BadArticle if one record of it cannot; not with ``skip_bad``.
    """
    seen: dict[str, int] = {}
    for where, found in _each(inputs, on_bad, date):
        problem = found
        if isinstance(found, Article):
            mark = hash(found.text)
            if found.id not in seen:
                seen[found.id] = mark
                yield found
                continue
            if seen[found.id] == mark:
                continue
            problem = BadArticle(f"{where} has the id '{found.id}' of another text before it.")
        assert isinstance(problem, BadInput)
        if not skip_bad:
            raise problem
        on_bad(problem)


def _each(
    inputs: Iterable[str | Path], on_note: Callable[[BadInput], None], date: Date | None
) -> Iterator[tuple[str, Article | BadInput]]:
    """Every article and every problem of the inputs, with the place where it stands."""
    for given in inputs:
        try:
            for source in sources(given):
                if isinstance(source, BadInput):
                    on_note(source)
                else:
                    yield from _of_source(source, date)
        except BadInput as problem:
            yield str(given), problem


def _of_source(source: Source, date: Date | None) -> Iterator[tuple[str, Article | BadInput]]:
    try:
        for record in records(source):
            if isinstance(record, BadInput):
                yield source.name, record
                continue
            try:
                yield record.where, _article(record, source, date)
            except BadArticle as problem:
                yield record.where, problem
    except BadInput as problem:
        yield source.name, problem


def _article(record: Record, source: Source, date: Date | None) -> Article:
    """Check the fields of a record; raise BadArticle for the first that is wrong."""
    fields, where = record.fields, record.where
    text = fields.get("text")
    if text is None:
        has = ", ".join(f"'{key}'" for key in fields) or "nothing"
        raise BadArticle(f"{where} has no 'text'; it has {has}.{nearest('text', fields)}")
    if not isinstance(text, str):
        raise BadArticle(f"{where} has a 'text' that is {_kind(text)}; wanted a string.")
    if not text.strip():
        raise BadArticle(f"{where} has no text: it is empty.")
    if len(text) > LONGEST:
        raise BadArticle(f"{where} has {len(text):,} characters; wanted at most {LONGEST:,}.")
    text = clean(text)
    title = _string(fields, "title", where)
    given = _string(fields, "date", where) or _string(fields, "published", where)
    published = parse_date(given) if given else own_date(text) or date
    if published is None and given:
        raise BadArticle(f"{where} has the date '{given}'; wanted a day like 2019-10-15.")
    return Article(
        id=_string(fields, "id", where) or article_id(text),
        text=text,
        title=" ".join(title.split()) if title else None,
        published=published,
        url=_string(fields, "url", where),
        source=_string(fields, "source", where) or (source.path.name if source.path else None),
        furniture=tuple(furniture(text)),
    )


def _string(fields: Mapping[str, Any], key: str, where: str) -> str | None:
    """A field's text without the space around it, or None where it is missing or empty."""
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise BadArticle(f"{where} has a '{key}' that is {_kind(value)}; wanted a string.")
    return clean(value).strip() or None if value else None


def _kind(value: object) -> str:
    names = {list: "a list", dict: "an object", bool: "true or false", str: "a string"}
    return names.get(type(value), "a number")
