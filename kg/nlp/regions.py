"""Regions that share the word for their kind: "Poltava and Chernihiv Oblasts" are no towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .gazetteer import Gazetteer, Match
from .lexicon import words

_BETWEEN = re.compile(r"\s*(,|,?\s+and|&)\s+(the\s+)?")
_BEHIND = re.compile(r"\s+(\w+s)\b")
_BEFORE = re.compile(r"\b(\w+s)\s+of\s+(the\s+)?$")
# How far before a list its word is looked for.
_NEAR = 30


def with_regions(text: str, found: Sequence[Match], gazetteer: Gazetteer) -> list[Match]:
    """Return the names found in a text, towns in a list of regions made those regions."""
    named: list[Match] = []
    for run in _lists(text, found):
        kind = _kind(text, run) if len(run) > 1 else None
        for match in run:
            ids = _region(text[match.start : match.end], kind, gazetteer) if kind else ()
            named.append(replace(match, ids=ids) if ids else match)
    return named


def _region(town: str, kind: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The region of a kind that is called after a town."""
    return gazetteer.named(f"{town} {kind}") or gazetteer.named(f"{town} {kind.title()}")


def _lists(text: str, found: Sequence[Match]) -> Iterator[list[Match]]:
    """Names that are listed together; one alone is a list of its own."""
    run: list[Match] = []
    for match in found:
        if run and not _BETWEEN.fullmatch(text, run[-1].end, match.start):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _kind(text: str, run: Sequence[Match]) -> str | None:
    """What kind of regions a list names, as a word that stands behind the name of one."""
    start, end = run[0].start, run[-1].end
    beside = _BEHIND.match(text, end), _BEFORE.search(text[max(0, start - _NEAR) : start])
    kinds = (match[1].lower().removesuffix("s") for match in beside if match)
    return next((kind for kind in kinds if kind in words("nouns")["region_kind"]), None)
