"""Finds what stands in an article's text and is no prose of it. The patterns are furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..model import Span

TOP = 6
"""Lines that count as the top of an article: headline, name of the writer, picture, date."""
LONGEST = 250
"""A longer line is a paragraph, where a rule does not say otherwise."""
BLOCK = 10
"""Headlines under one heading, at most."""
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of furniture.toml."""

    name: str
    where: str
    pattern: re.Pattern[str]
    longest: int
    within: int | None
    examples: tuple[str, ...]
    keep: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rows of furniture.toml, their pieces put in."""
    data = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text("utf-8"))
    pieces = data["pieces"]

    def whole(pattern: str) -> re.Pattern[str]:
        for name, piece in pieces.items():
            pattern = pattern.replace(f"<{name}>", piece)
        return re.compile(pattern)

    return tuple(
        Rule(
            name=row["name"],
            where=row["where"],
            pattern=whole(row["pattern"]),
            longest=row.get("longest", LONGEST),
            within=row.get("within"),
            examples=tuple(row["examples"]),
            keep=tuple(row.get("keep", ())),
        )
        for row in data["furniture"]
    )


def furniture(text: str) -> list[Span]:
    """Return the parts of a text that are no prose: bylines, credits, links, consent notices ...

    Spans are sorted and do not overlap; a whole line is given without the space around it.

    >>> text = "The leaders met: Getty"
    >>> [text[start:end] for start, end in furniture(text)]
    [': Getty']
    """
    lines = [
        (match.start(1), match.end(1))
        for match in re.finditer(r"^[^\S\n]*(\S(?:[^\n]*\S)?)", text, re.MULTILINE)
    ]
    found: list[Span] = []
    for number in range(len(lines)):
        found += _in_line(text, lines, number)
    return _merged(found)


def _in_line(text: str, lines: list[Span], number: int) -> Iterator[Span]:
    """The furniture of one line of a text, and of the lines that it draws with it."""
    start, end = lines[number]
    for rule in rules():
        pattern = rule.pattern
        if rule.within is not None and number >= rule.within:
            continue
        if rule.where == "start":
            if match := pattern.match(text, start, end):
                yield match.span()
        elif rule.where == "end":
            for match in pattern.finditer(text, max(start, end - LONGEST), end):
                if match.end() == end and match.start() > start:
                    yield match.span()
        elif rule.where == "inside":
            for match in pattern.finditer(text, start, end):
                yield match.span()
        elif end - start <= rule.longest and pattern.fullmatch(text, start, end):
            if rule.where == "line":
                yield start, end
            elif rule.where == "block":
                yield start, _end_of_block(text, lines, number)
            elif 0 < number < TOP and _leads_to_prose(text, lines, number):
                yield start, end


def _end_of_block(text: str, lines: list[Span], number: int) -> int:
    """Where the headlines end that follow a heading like 'Related stories' without a gap."""
    end = lines[number][1]
    for start, stop in lines[number + 1 : number + 1 + BLOCK]:
        gap = text.count("\n", end, start) > 1
        if gap or _SENTENCE_END.search(text, start, stop) or not _LETTER.search(text, start, stop):
            break
        end = stop
    return end


def _leads_to_prose(text: str, lines: list[Span], number: int) -> bool:
    """Whether one of the two lines after this one is longer and is no headline."""
    start, end = lines[number]
    return any(
        stop - begin > max(60, end - start) for begin, stop in lines[number + 1 : number + 3]
    )


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
