"""Weapons that are called by letters and numbers, like names: "Thai F-16s", "an S-400"."""

from __future__ import annotations

import re

from .lexicon import words

_KINDS = ("warplane", "tank", "missile")
_DESIGNATION = re.compile(r"([A-Z][A-Za-z]{0,2})-\d{1,3}[A-Z]{0,3}s?")


def weapon(word: str) -> str | None:
    """Return the common noun for what a designation stands for, None where a word is none.

    >>> [weapon(word) for word in ("F-16s", "Su-34", "S-400", "COVID-19", "G-20")]
    ['warplane', 'warplane', 'missile', None, None]
    """
    found = _DESIGNATION.fullmatch(word) if "-" in word else None
    known = words("names")
    return next((kind for kind in _KINDS if found and found[1] in known[kind]), None)
