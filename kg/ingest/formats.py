"""From a file to records: JSON Lines, JSON, CSV, web pages and plain text.

A record is what the file says of one article, not yet checked; :mod:`.articles` makes the article.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import BadArticle, BadInput, nearest
from .dates import parse_date
from .decode import decode, decode_lines
from .sources import Source

TITLE_LENGTH = 150
"""A first line longer than this is the beginning of the text, not its title."""

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the default, 128 KB, is less than an article

_QUIET = logging.NullHandler()
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one article as the file gives them, and where they stand (``a.jsonl:3``)."""

    fields: Mapping[str, Any]
    where: str


def records(source: Source) -> Iterator[Record | BadInput]:
    """Yield the records of one source in order; one that cannot be read yields its problem.

    Raises
    ------
    BadInput
        if the source as a whole, or the rest of it, cannot be read.
    """
    with source.open() as (stream, head):
        if not head:
            raise BadInput(f"{source.name} is empty; {_WANTED}.")
        try:
            match source.kind or _sniff(head):
                case "lines":
                    found = _json_lines(decode_lines(stream, head), source.name)
                case "csv":
                    found = _csv(decode_lines(stream, head), source.name)
                case "json":
                    found = _json(decode(stream.read()), source.name)
                case "html":
                    found = iter([_page(stream.read(), source.name)])
                case _:
                    found = iter([_text(decode(stream.read()), source.name)])
            yield from found
        except BadInput as problem:
            raise _placed(problem, source.name) from None


_WANTED = "wanted an article: running text, a web page, JSON records or a CSV table"


def _sniff(head: bytes) -> str:
    if _HTML.match(head):
        return "html"
    return "lines" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "text"


def _placed(problem: BadInput, where: str) -> BadInput:
    """Put the place before a message that is the end of a sentence about it."""
    message = str(problem)
    return type(problem)(message if message.startswith(where) else f"{where} {message}")


def _json_lines(lines: Iterator[str | BadInput], name: str) -> Iterator[Record | BadInput]:
    empty = True
    for number, line in enumerate(lines, start=1):
        where = f"{name}:{number}"
        if isinstance(line, BadInput):
            empty = False
            yield BadArticle(f"{where} {line}")
        elif line.strip():
            empty = False
            yield _json_record(line, where)
    if empty:
        raise BadInput(f"is empty; {_WANTED}.")


def _json_record(line: str, where: str) -> Record | BadArticle:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return BadArticle(
            f"{where}:{error.colno} is broken JSON: {error.msg}; wanted one object a line, "
            'like {"text": "…", "date": "2019-10-15"}.'
        )
    except (ValueError, RecursionError) as error:
        return BadArticle(f"{where} is JSON beyond measure: {error}.")
    return _as_record(value, where)


def _as_record(value: object, where: str) -> Record | BadArticle:
    if isinstance(value, dict):
        return Record(value, where)
    return BadArticle(f'{where} is no JSON object; wanted one like {{"text": "…"}}.')


def _json(text: str, name: str) -> Iterator[Record | BadInput]:
    """One object, a list of objects, or after all one object a line."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            yield from _json_lines(iter(io.StringIO(text)), name)
            return
        raise BadInput(
            f"{name}:{error.lineno}:{error.colno} is broken JSON: {error.msg}."
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"is JSON beyond measure: {error}.") from None
    if not isinstance(value, list):
        yield _as_record(value, name)
        return
    for number, item in enumerate(value, start=1):
        yield _as_record(item, f"{name}, record {number},")


def _csv(lines: Iterator[str | BadInput], name: str) -> Iterator[Record | BadInput]:
    """A table with a header; the separator is the one that the header uses most."""

    def whole() -> Iterator[str]:
        for line in lines:
            if isinstance(line, BadInput):
                raise line
            yield line

    rest = whole()
    header = next(rest, "")
    separator = max(",;\t|", key=header.count)
    try:
        cells = next(csv.reader([header], delimiter=separator), [])
    except csv.Error as error:
        raise BadInput(f"{name}:1 is no CSV: {error}.") from None
    columns = [cell.strip().lower() for cell in cells]
    if "text" not in columns:
        raise BadInput(
            f"{name}:1 has no column 'text'; its columns are {', '.join(columns) or 'none'}."
            f"{nearest('text', columns)}"
        )
    rows = csv.reader(rest, delimiter=separator)
    while True:
        where = f"{name}:{rows.line_num + 2}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise BadInput(f"{where} is no CSV: {error}.") from None
        if row is None:
            return
        if len(row) > len(columns):
            yield BadArticle(
                f"{where} has {len(row)} cells; the header has {len(columns)}: put a text that "
                f"contains '{separator}' between double quotes."
            )
        elif row:
            yield Record(dict(zip(columns, row, strict=False)), where)


def _text(text: str, name: str) -> Record:
    """The whole file is the text; its title stays part of it."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    title = first.strip()
    is_title = (
        0 < len(title) <= TITLE_LENGTH
        and not title.endswith((".", ",", ";", ":"))
        and rest.strip() != ""
        and rest.partition("\n")[0].strip() == ""
        and parse_date(title) is None
    )
    return Record({"text": text, "title": title if is_title else None}, name)


def _page(raw: bytes, name: str) -> Record:
    """The body of a web page, without its menus, and what its head says."""
    import trafilatura  # 0.3 seconds, which plain text need not wait for

    # It reports pages without an article to standard error; here they are told as problems.
    logging.getLogger("trafilatura").addHandler(_QUIET)
    declared = _CHARSET.search(raw[:4096])
    html = decode(raw, declared[1].decode("ascii", "replace") if declared else None)
    page = trafilatura.bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        # The bounds are fixed, for by default the date of the day on which it runs is one.
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "min_date": "1900-01-01",
            "max_date": "2100-01-01",
        },
    )
    fields = page.as_dict() if page and not isinstance(page, dict) else {}
    if not (fields.get("text") or "").strip():
        raise BadArticle(f"{name} is a web page in which no article was found.")
    kept = {key: fields.get(key) for key in ("text", "title", "date", "url")}
    site = fields.get("sitename")
    return Record(kept | {"source": site if site != fields.get("hostname") else None}, name)
