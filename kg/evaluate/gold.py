"""Annotated articles: their statements, and the names by which actors are compared."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..errors import BadInput, BadStatement
from ..model import Actor, Relation, Statement, Status
from ..ontology import ontology

Names = frozenset[str]
"""The names of one actor, each in the form that is compared."""


@dataclass(frozen=True, slots=True)
class Golden:
    """One statement that an annotator found. Of names and relations the first is the best.

    ``disputed`` is set where only one of two annotators found it: it is then neither wanted nor
    wrong.
    """

    subject: tuple[str, ...]
    relations: tuple[Relation, ...]
    object: tuple[str, ...]
    status: Status
    speaker: str | None
    time: str | None
    quote: str
    layer: str
    how: str
    disputed: bool = False


def read_gold(path: Path) -> dict[str, list[Golden]]:
    """Read an annotation file: article ids, in order, and their statements.

    Raises
    ------
    BadInput
        if there is no such file or a line is no annotation.
    UnknownRelation
        if a statement names a relation that geo.ttl does not define.
    """
    gold = {}
    for where, record in _records(path):
        try:
            gold[record["id"]] = [_golden(statement) for statement in record["statements"]]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(f"{where} is no annotated article: {error!r}.") from error
    return gold


def read_statements(path: Path) -> Iterator[Statement]:
    """Yield the statements of a file that ``kg extract`` wrote.

    Raises
    ------
    BadInput
        if there is no such file, BadStatement if a line of it is no statement.
    """
    relations = dict(ontology().relations)
    for where, record in _records(path):
        try:
            yield Statement.from_json(record, relations)
        except BadStatement as error:
            raise BadStatement(f"{where}: {error}") from error


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise BadInput(f"{path}:{number} is broken JSON: {error}.") from error
            if not isinstance(record, dict):
                raise BadInput(f"{path}:{number} is no JSON object.")
            yield f"{path}:{number}", record


def _golden(record: Mapping[str, Any]) -> Golden:
    return Golden(
        subject=tuple(record["s"]),
        relations=tuple(ontology().relation(name) for name in record["r"]),
        object=tuple(record["o"]),
        status=Status(record["status"]),
        speaker=record.get("speaker"),
        time=record.get("time"),
        quote=record.get("quote", ""),
        layer=record["layer"],
        how=record["how"],
        disputed=bool(record.get("disputed")),
    )


def actor_names(actor: Actor) -> Names:
    """Return the names by which an extracted actor may be recognised: its state's too."""
    return comparable([actor.label, actor.of, *actor.names])


def comparable(names: Iterable[str | None]) -> Names:
    """Return names in the form that is compared; equal names of one actor become one.

    >>> sorted(comparable(["The Kremlin", "Türkiye", None]))
    ['russia', 'turkey']
    """
    plain = (_plain(name) for name in names if name)
    return frozenset(_same().get(name, name) for name in plain)


def same_actor(golden: Names, given: Names) -> bool:
    """Tell whether names agree: one is equal, or ``given`` has just a golden person's surname."""
    if golden & given:
        return True
    surnames = {name.split()[-1] for name in golden if " " in name}
    return any(" " not in name and len(name) > 3 and name in surnames for name in given)


@lru_cache(maxsize=65_536)
def _plain(name: str) -> str:
    """Lower case, without accents, articles, stops and possessives."""
    name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"['’]s\b", "", name).replace(".", "")
    name = re.sub(r"[^a-z0-9 ]", " ", name)
    return re.sub(r"\s+", " ", re.sub(r"^(the|a|an) ", "", name.strip()))


@cache
def _same() -> dict[str, str]:
    """Every name of same_names.txt with the first name of its line."""
    text = files(__package__).joinpath("same_names.txt").read_text("utf-8")
    rows = (line.split("|") for line in text.splitlines() if not line.startswith("#"))
    return {_plain(name): _plain(row[0]) for row in rows for name in row}
