"""Weapons that are called by letters and numbers, like names: "Thai F-16s", "an S-400"."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What a designation stands for, by the letters before its number.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "warplane": (
        *("A", "AC", "AH", "An", "B", "C", "CH", "E", "EA", "F", "FA", "Il", "J", "JF", "Ka", "KC"),
        *("KJ", "MH", "Mi", "MiG", "Mig", "MIG", "MQ", "P", "RQ", "Su", "SU", "TB", "Tu", "UH"),
    ),
    "tank": ("BMP", "BTR", "T"),
    "missile": ("BM", "Kh", "S", "SA", "SM"),
}
_KIND = {letters: kind for kind, all in _KINDS.items() for letters in all}
_DESIGNATION = re.compile(r"([A-Z][A-Za-z]{0,2})-\d{1,3}[A-Z]{0,3}s?")


def weapon(word: str) -> str | None:
    """Return the common noun for what a designation stands for, None where a word is none.

    >>> [weapon(word) for word in ("F-16s", "Su-34", "S-400", "COVID-19", "G-20")]
    ['warplane', 'warplane', 'missile', None, None]
    """
    found = _DESIGNATION.fullmatch(word) if "-" in word else None
    return _KIND.get(found[1]) if found else None
