"""How alike two names are, whoever romanised them: accents, other scripts, order of words."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Letters that have no accent to drop, as they are written without them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae"})
_SMALL = frozenset({"the", "of", "for", "and", "in", "on", "de", "la", "le", "al", "el", "ul"})
# One sound as Arabic, Cyrillic, German and others are written in English, in order.
_SOUNDS = (
    ("tsch", "ç"), ("sch", "sh"), ("tch", "ç"), ("ch", "ç"), ("kh", "h"), ("gh", "g"), ("zh", "j"),
    ("dj", "j"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"),
    ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("ii", "i"), ("ie", "e"),
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("e", "a"), ("o", "u"),
)  # fmt: skip
# Words less alike than this are two words, not two spellings: "Ivanov" and "Ivanova" are alike.
_LEAST = 0.8


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain letters, without articles and the like.

    >>> words("The Organisation of Türkiye’s Al-Quds")
    ('organisation', 'turkiye', 'quds')
    """
    name = re.sub(r"['’ʼ`]s\b", "", name).lower().translate(_LETTERS)
    name = unicodedata.normalize("NFKD", re.sub(r"['’ʼ`.]", "", name))
    found = re.findall(r"[^\W_]+", name.encode("ascii", "ignore").decode())
    return tuple(w for w in found if w not in _SMALL) or tuple(found)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return a word in one spelling of many.

    >>> sound("mohammed") == sound("muhamad"), sound("aliev") == sound("aliyev")
    (True, True)
    """
    for written, plain in _SOUNDS:
        word = word.replace(written, plain)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"f$", "v", word)


def acronym(name: str) -> set[str]:
    """Return the initials of a name, with and without those of its small words.

    >>> sorted(acronym("Organization of American States"))
    ['OAS', 'OOAS']
    """
    every = re.findall(r"[^\W_]+", name)
    great = [w for w in every if w.lower() not in _SMALL]
    return {"".join(w[0] for w in chosen).upper() for chosen in (every, great)}


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Say how alike two names of equally many words are, from 0 to 1; 0 where two words differ.

    >>> likeness(("robert", "kocharian"), ("kocharyan", "robert"))
    1.0
    >>> likeness(("rafael", "correa"), ("rafael", "caldera"))
    0.0
    """
    if len(one) != len(other):
        return 0.0
    rest, total = [sound(word) for word in other], 0.0
    for word in map(sound, one):
        ratios = [1.0 if word == r else SequenceMatcher(None, word, r).ratio() for r in rest]
        best = max(range(len(rest)), key=ratios.__getitem__)
        if ratios[best] < _LEAST or (ratios[best] < 1 and min(len(word), len(rest[best])) < 5):
            return 0.0
        total += ratios[best]
        del rest[best]
    return total / len(one)
