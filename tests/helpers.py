"""Reads the case files: sentences with the statements that they express, in plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.model import Statement

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A text and the statements that are expected of it, each as its parts.

    Every part is a string: subject, relation, object, then status and speaker where they are given.
    """

    file: str
    line: int
    title: str
    text: str
    published: date | None
    expected: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file.

    A case is a text, then an indented line for each expected statement. Lines with ``#`` are its
    title; ``# date: 2017-03-10`` dates all cases that follow.
    """
    cases: list[Case] = []
    published: date | None = None
    for block in re.finditer(r"(?:^.+\n?)+", path.read_text(encoding="utf-8"), re.M):
        line = path.read_text(encoding="utf-8")[: block.start()].count("\n") + 1
        titles, text, expected = [], [], []
        for row in block.group().splitlines():
            if dated := re.fullmatch(r"# date: (\S+)", row):
                published = date.fromisoformat(dated[1])
            elif row.startswith("#"):
                titles.append(row.lstrip("# "))
            elif row.startswith(" "):
                expected.append(tuple(part.strip() for part in row.split("|")))
            else:
                text.append(row)
        if text:
            case = Case(
                path.stem, line, " ".join(titles), "\n".join(text), published, tuple(expected)
            )
            cases.append(case)
    return cases


def problems(case: Case, statements: list[Statement]) -> list[str]:
    """Say what is missing and what should not be there.

    Structural relations count only where the case expects some.
    """
    wanted = list(case.expected)
    missing, extra = [], []
    structural = any(not _political(statements, parts[1]) for parts in wanted)
    for parts in wanted:
        if not any(_fits(parts, statement) for statement in statements):
            missing.append("missing: " + " | ".join(parts))
    for statement in statements:
        if not statement.relation.political and not structural:
            continue
        if not any(_fits(parts, statement) for parts in wanted):
            extra.append("extra: " + " | ".join(shown(statement)))
    return missing + extra


def _political(statements: list[Statement], name: str) -> bool:
    from kg.ontology import ontology

    return ontology().relation(name).political


def shown(statement: Statement) -> tuple[str, ...]:
    """The parts of a statement as a case file writes them."""
    parts = (statement.subject.label, statement.relation.name, statement.object.label)
    return (*parts, statement.status.value, statement.speaker.label if statement.speaker else "-")


def _fits(parts: tuple[str, ...], statement: Statement) -> bool:
    given = shown(statement)
    ends = (parts[0], parts[2])
    straight = ends == (given[0], given[2])
    swapped = statement.relation.symmetric and ends == (given[2], given[0])
    if parts[1] != given[1] or not (straight or swapped):
        return False
    status = parts[3] if len(parts) > 3 else "asserted"
    return status == given[3] and (len(parts) < 5 or parts[4] == given[4])
