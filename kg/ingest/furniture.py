"""Finds what stands in an article's text and is no prose of it. The patterns are furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ..model import Span

TOP = 6
"""Lines that count as the top of an article: headline, name of the writer, picture, date."""
LONGEST = 250
"""A longer line is a paragraph, where a rule does not say otherwise."""
WRAPPED = 100
"""Lines of a text that was broken by hand are no longer than this."""
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
    lines = _lines(text)
    found: list[Span] = []
    for number in range(len(lines)):
        found += _in_line(text, lines, number)
    return _merged(found)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not empty, without the space around it.

    ``gap`` tells whether an empty line comes before it. In a text whose paragraphs are broken
    into many lines, ``opens`` and ``closes`` tell where a paragraph begins and ends; in other
    texts every line does both.
    """

    start: int
    end: int
    gap: bool
    opens: bool = True
    closes: bool = True


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for match in re.finditer(r"^[^\S\n]*(\S(?:[^\n]*\S)?)", text, re.MULTILINE):
        start, end = match.span(1)
        gap = not lines or text.count("\n", lines[-1].end, start) > 1
        lines.append(_Line(start, end, gap))
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap]
    running_on = [a for a, _ in pairs if not _SENTENCE_END.search(text, a.start, a.end)]
    # Lines of one paragraph that mostly break off in mid-sentence, none very long: broken by hand.
    if len(running_on) < 3 or len(running_on) * 5 < len(pairs) * 3:
        return lines
    if max(line.end - line.start for line in lines) > WRAPPED:
        return lines
    on = set(running_on)
    opens = [b.gap or a not in on for a, b in pairwise(lines)]
    gaps = [line.gap for line in lines[1:]]
    marks = zip(lines, [True, *opens], [*gaps, True], strict=True)
    return [replace(line, opens=first, closes=last) for line, first, last in marks]


def _in_line(text: str, lines: list[_Line], number: int) -> Iterator[Span]:
    """The furniture of one line of a text, and of the lines that it draws with it."""
    line = lines[number]
    start, end = line.start, line.end
    for rule in rules():
        pattern = rule.pattern
        if rule.within is not None and number >= rule.within:
            continue
        if rule.where == "start":
            if line.opens and (match := pattern.match(text, start, end)):
                yield match.span()
        elif rule.where == "end":
            for match in pattern.finditer(text, max(start, end - LONGEST), end):
                if line.closes and match.end() == end and match.start() > start:
                    yield match.span()
        elif rule.where == "inside":
            here = "here" if "here" in pattern.groupindex else 0
            for match in pattern.finditer(text, start, end):
                yield match.span(here)
        elif line.opens and end - start <= rule.longest and pattern.fullmatch(text, start, end):
            if rule.where == "line":
                yield start, end
            elif rule.where == "block":
                yield start, _end_of_block(text, lines, number)
            elif 0 < number < TOP and _leads_to_prose(lines, number):
                yield start, end


def _end_of_block(text: str, lines: list[_Line], number: int) -> int:
    """Where the headlines end that follow a heading like 'Related stories' without a gap."""
    end = lines[number].end
    for line in lines[number + 1 : number + 1 + BLOCK]:
        prose = _SENTENCE_END.search(text, line.start, line.end)
        if line.gap or not line.opens or prose or not _LETTER.search(text, line.start, line.end):
            break
        end = line.end
    return end


def _leads_to_prose(lines: list[_Line], number: int) -> bool:
    """Whether a line stands by itself, and one of the two after it is longer and no headline."""
    line, after = lines[number], lines[number + 1 : number + 3]
    alone = line.gap or (number == 1 and bool(after) and after[0].gap)
    longer = max(60, line.end - line.start)
    return alone and any(other.end - other.start > longer for other in after)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
