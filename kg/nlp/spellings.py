"""Names as letters: with accents and without, and in other spellings.

Arseny Yatseniuk is the Arseniy Yatsenyuk of the register. Names from other scripts are spelled in
many ways, differing in vowels, in single and double letters, and in a few consonants. Two full
names are taken for one where their consonants agree, word by word, and the words are alike for
:mod:`kg.spelling`, too; a name that fits two persons is nobody's. Dilma Vana Rousseff Linhares is
the Dilma Rousseff of the register, with names that are left out elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..actors import Entry
from ..spelling import likeness, sound, words

_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "‐": "-"}


def fold(text: str) -> str:
    """Return a text of the same length without accents and with plain quotes and hyphens.

    >>> fold("Erdoğan’s")
    "Erdogan's"
    """
    return text if text.isascii() else "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    if letter in "ıøłđðþæœß":
        return {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d"}.get(letter, letter)
    plain = unicodedata.normalize("NFKD", letter)[:1]
    return plain if plain.isalpha() else letter


class Spellings:
    """The persons of a register by the sound of their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_sound: dict[str, dict[str, list[tuple[str, ...]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for entry in entries:
            if entry.actor.type == "Person":
                for name in map(words, entry.names):
                    if len(name) > 1:
                        self._by_sound[_sound(name)][entry.actor.id].append(name)
                        self._by_first[name[0]].append((entry.actor.id, name))

    def bearer(self, name: str) -> str | None:
        """Return the id of the only person whose full name sounds and looks like this one, or is
        this one with fewer names.
        """
        plain = words(name)
        if not plain:  # a name in other letters than Latin ones
            return None
        alike = [
            id
            for id, names in self._by_sound.get(_sound(plain), {}).items()
            if any(likeness(plain, other) > 0 for other in names)
        ]
        if alike or len(plain) == 2:
            return alike[0] if len(alike) == 1 else None
        shorter = {id for id, other in self._by_first.get(plain[0], ()) if _is_within(other, plain)}
        return shorter.pop() if len(shorter) == 1 else None


def family_names(entry: Entry) -> list[str]:
    """Return a family name, and how the person's full names spell it, too: Schröder, Schroeder."""
    family, given = entry.family_name, entry.actor.label.partition(" ")[0]
    if not family:
        return []
    spelled = [name.split() for name in entry.names if name.startswith(f"{given} ")]
    alike = (name[-1] for name in spelled if likeness(words(name[-1]), words(family)) > 0)
    return list(dict.fromkeys([family, *alike]))


def _sound(name: Sequence[str]) -> str:
    """The first letter of each word and its consonants, those that sound alike as one.

    >>> _sound(["arseny", "yatseniuk"]) == _sound(["arseniy", "yatsenyuk"])
    True
    """
    return " ".join(word[:1] + re.sub(r"[aeiou]", "", sound(word)[1:]) for word in name)


def _is_within(name: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether a longer name has all words of a name in their order.

    >>> _is_within(["dilma", "rousseff"], ["dilma", "vana", "rousseff", "linhares"])
    True
    """
    rest = iter(longer)
    return all(word in rest for word in name)
