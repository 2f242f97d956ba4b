"""Checks lemmas against a word list: "soug" is no verb, and "sought" comes of "seek".

The network learns lemmas from a few hundred thousand words and now and then makes up a word. Where
its lemma is not in the list, or would not be inflected so, the list has the last word.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

CLASSES = ("adj", "noun", "verb")

# The word class and the endings of each inflected Penn tag.
_ENDINGS = {
    "NNS": ("noun", "s"),
    "NNPS": ("noun", "s"),
    "VBZ": ("verb", "s"),
    "VBD": ("verb", "ed"),
    "VBN": ("verb", "ed"),
    "VBG": ("verb", "ing"),
    "JJR": ("adj", "er"),
    "JJS": ("adj", "est"),
}
# The tags of verbs as they stand in the list.
_PLAIN = frozenset({"VB", "VBP"})
_ENDINGS_OF = {"noun": ("s",), "verb": ("s", "ed", "ing"), "adj": ("er", "est")}
_VOWELS = frozenset("aeiou")


class Inflections:
    """The word list of a file that training/dictionary.py wrote."""

    def __init__(self, path: Path) -> None:
        self._bases: dict[str, set[str]] = {kind: set() for kind in CLASSES}
        self._irregular: dict[str, dict[str, str]] = {kind: {} for kind in CLASSES}
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
            kind, base, *forms = line.split(" ")
            self._bases[kind].add(base)
            for form in forms:
                self._irregular[kind].setdefault(form, base)

    def checked(self, form: str, lemma: str, xpos: str) -> str:
        """The lemma of `form`: the given one if it is sound, else what the list says."""
        single = f"{form[:-2]}an"
        if form.endswith("men") and xpos == "NNS" and single.lower() in self._bases["noun"]:
            return single.lower() if lemma.islower() else single  # "businessmen"
        past = form.lower() in self._irregular["verb"] and form.lower() not in self._bases["verb"]
        if xpos in _PLAIN and past:
            xpos = "VBD"  # "they overran it", taken for the present
        if xpos not in _ENDINGS:
            return lemma
        kind, ending = _ENDINGS[xpos]
        small, proposed = form.lower(), lemma.lower()
        if small == proposed and xpos not in {"VBZ", "VBG", "VBD"}:
            # "people", "troops", "put": some forms are their own lemma, which context tells.
            return lemma
        bases, irregular = self._bases[kind], self._irregular[kind]
        if small in irregular:
            if kind == "adj":
                # "better" is of "good" or of "well"; the network has seen all such words often.
                return lemma
            if proposed in bases and _makes(proposed, ending, small):
                return lemma
            found = irregular[small]
        elif proposed in bases and _makes(proposed, ending, small):
            return lemma
        else:
            known = [base for base in _candidates(small, ending) if base in bases]
            if not known:
                if small in bases and proposed not in bases:
                    return small
                return _mended(lemma, small, ending)
            found = known[0]
        return found.capitalize() if lemma[:1].isupper() else found


def is_regular(kind: str, base: str, form: str) -> bool:
    """Do the rules of spelling make `form` of `base`?

    >>> is_regular("verb", "stop", "stopped"), is_regular("verb", "go", "went")
    (True, False)
    """
    return any(_makes(base, ending, form) for ending in _ENDINGS_OF[kind])


def _makes(base: str, ending: str, form: str) -> bool:
    return form in _inflected(base, ending)


def _inflected(base: str, ending: str) -> Iterator[str]:
    """The spellings that `base` may take with a regular ending."""
    before, last = base[-2:-1], base[-1:]
    if ending == "s":
        if last == "y" and before not in _VOWELS:
            yield base[:-1] + "ies"
        elif base.endswith(("s", "x", "z", "ch", "sh")):
            yield base + "es"
        else:
            yield base + "s"
            if last == "o":
                yield base + "es"
        return
    if last == "e":
        if ending == "ing" and base.endswith(("ee", "oe", "ye")):
            yield base + ending
        else:
            yield base[:-1] + ending
        if base.endswith("ie") and ending == "ing":
            yield base[:-2] + "ying"
        return
    if last == "y" and before not in _VOWELS and ending != "ing":
        yield base[:-1] + "i" + ending
        return
    doubles = last not in _VOWELS and last not in "hwxy" and before in _VOWELS
    single = base[-3:-2] not in _VOWELS and sum(letter in _VOWELS for letter in base) == 1
    if not (doubles and single and len(base) > 2):
        yield base + ending
    if doubles:
        yield base + last + ending
    if last == "c":
        yield base + "k" + ending


def _candidates(form: str, ending: str) -> Iterator[str]:
    """Bases that may have been inflected to `form`, likelier ones first."""
    if not form.endswith(ending):
        return
    stem = form[: -len(ending)]
    tries = [stem + "e", stem, stem[:-1]]
    if ending == "s":
        tries = [stem, stem[:-1]]
    if stem.endswith("ie") and ending == "s":
        tries.insert(0, stem[:-2] + "y")
    if stem.endswith("i"):
        tries.insert(0, stem[:-1] + "y")
    if stem.endswith("y"):
        tries.append(stem[:-1] + "ie")
    for base in tries:
        if len(base) > 1 and _makes(base, ending, form):
            yield base


def _mended(lemma: str, form: str, ending: str) -> str:
    """A lemma of a word that the list lacks: only what cannot be right is mended."""
    if form.endswith("men") and ending == "s":
        return lemma[:1] + form[1:-2] + "an"
    if ending == "s" and form.endswith("ies") and lemma.lower() == form[:-1] and len(form) > 5:
        return lemma[:-2] + "y"
    return lemma
