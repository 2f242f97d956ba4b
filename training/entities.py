"""Entity tags from corpora that each say only a part.

The network knows nine kinds of names. UNER marks persons, organisations and places; WikiGold has
a fourth kind for the rest; GUM has all kinds, in nested phrases. So each word gets the *set* of
tags that its corpus allows, and training only asks that the probability falls into the set.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpora import Sentence

KINDS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "MISC")
TAGS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
ANY = (1 << len(TAGS)) - 1
OUTSIDE = 1

PLACES = ("GPE", "LOC", "FAC")


@dataclass(frozen=True, slots=True)
class Mention:
    """A marked phrase of GUM: words from `start` to before `end`, its kind, is it a name."""

    start: int
    end: int
    kind: str
    proper: bool


def allow(mark: str, *kinds: str) -> int:
    """The set of the tags `mark`-kind for these kinds, as bits."""
    return sum(1 << TAGS.index(f"{mark}-{kind}") for kind in kinds)


def both(*kinds: str) -> int:
    """The set of all tags of these kinds."""
    return allow("B", *kinds) | allow("I", *kinds)


@functools.cache
def lists() -> dict[str, frozenset[str]]:
    """The word lists of names.toml, lower-cased: nationalities, states, landforms, buildings."""
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        return {
            key: frozenset(w.lower() for w in words) for key, words in tomllib.load(file).items()
        }


def from_uner(sentence: Sentence, tags: Sequence[str]) -> tuple[int, ...]:
    """UNER: PER, LOC and ORG are known, everything else is silent about the other kinds."""
    silent = both("NORP", "EVENT", "DATE", "MISC")
    kinds = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": PLACES}
    return _sequence(sentence, tags, kinds, silent)


def from_wikigold(sentence: Sentence, tags: Sequence[str]) -> tuple[int, ...]:
    """WikiGold: its MISC holds nationalities, events and the rest; dates are silent."""
    kinds = {
        "PER": ("PERSON",),
        "ORG": ("ORG",),
        "LOC": PLACES,
        "MISC": ("NORP", "EVENT", "MISC"),
    }
    # The corpus marks no beginnings (I- throughout); a run of one kind is one name.
    marked = [
        "B" + tag[1:] if tag != "O" and (i == 0 or tags[i - 1] != tag) else tag
        for i, tag in enumerate(tags)
    ]
    return _sequence(sentence, marked, kinds, both("DATE"))


def _sequence(
    sentence: Sentence, tags: Sequence[str], kinds: dict[str, tuple[str, ...]], silent: int
) -> tuple[int, ...]:
    allowed: list[int] = []
    position = 0
    while position < len(tags):
        if tags[position] == "O":
            allowed.append(_outside(sentence, position, silent))
            position += 1
            continue
        end = position + 1
        while end < len(tags) and tags[end].startswith("I-"):
            end += 1
        allowed.extend(_span(sentence, position, end, kinds[tags[position][2:]]))
        position = end
    return tuple(allowed)


def _span(sentence: Sentence, start: int, end: int, kinds: tuple[str, ...]) -> list[int]:
    """The tags of one name: its first word begins it, the others continue it."""
    forms = [word.form.lower() for word in sentence.words[start:end]]
    kinds = _narrow(forms, kinds)
    return [allow("B", *kinds)] + [allow("I", *kinds)] * (end - start - 1)


def _narrow(forms: list[str], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Tell states from landforms and buildings, nationalities from the rest, where lists can."""
    name = " ".join(form for form in forms if form != "the")
    if "GPE" in kinds:
        if name in lists()["states"]:
            return ("GPE",)
        if name in lists()["regions"] or lists()["landforms"] & set(forms):
            return ("LOC",)
        if lists()["buildings"] & set(forms):
            return ("FAC",)
    if kinds == ("PERSON",) and name in lists()["nationalities"]:
        return ("NORP",)
    if "NORP" in kinds:
        if name in lists()["nationalities"]:
            return ("NORP",)
        return tuple(kind for kind in kinds if kind != "NORP") if len(forms) > 1 else kinds
    return kinds


def _outside(sentence: Sentence, position: int, silent: int) -> int:
    """The tags of a word outside names, where the corpus is silent about some kinds.

    Only a word that looks the part is left open, or the network would learn that in such a corpus
    anything may be a date: a nationality from the list, words around a number or a month, capitals.
    """
    form = sentence.words[position].form
    if (
        silent & allow("B", "NORP")
        and form[:1].isupper()
        and form.lower() in lists()["nationalities"]
    ):
        return allow("B", "NORP")
    possible = OUTSIDE
    if any(_is_temporal(w.form) for w in sentence.words[max(0, position - 3) : position + 4]):
        possible |= silent & both("DATE")
    if form[:1].isupper() or form[:1].isdigit():
        possible |= silent & both("EVENT", "MISC")
    elif form.lower() in _BRIDGES:
        possible |= silent & allow("I", "EVENT", "MISC")
    return possible


def _is_temporal(form: str) -> bool:
    return any(letter.isdigit() for letter in form) or form.lower() in lists()["dates"]


_GUM_KINDS = {
    "person": ("PERSON",),
    "organization": ("ORG",),
    "place": PLACES,
    "event": ("EVENT",),
    "time": ("DATE",),
}


def from_gum(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[int, ...]:
    """GUM: the names inside its phrases; the widest name wins where they nest."""
    words = sentence.words
    allowed = [_outside(sentence, i, both("NORP", "MISC")) for i in range(len(words))]
    taken = [False] * len(words)
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if mention.kind == "time":
            start, end = mention.start, mention.end
            known = _is_date(sentence, mention)
        else:
            if not mention.proper:
                continue
            start, end = _name(sentence, mention)
            # "the King": the corpora disagree whether a bare title is a name.
            known = any(word.form.lower() not in lists()["titles"] for word in words[start:end])
        if start >= end or any(taken[start:end]):
            continue
        kinds = _GUM_KINDS.get(mention.kind, ("NORP", "MISC"))
        tags = _span(sentence, start, end, kinds)
        for place, tag in zip(range(start, end), tags, strict=True):
            allowed[place] = tag if known else OUTSIDE | both(*kinds)
            taken[place] = True
    return tuple(allowed)


def _is_date(sentence: Sentence, mention: Mention) -> bool:
    """Is the time phrase a date or a length of time (not "no time to lose")?"""
    words = sentence.words[mention.start : mention.end]
    return len(words) <= 7 and any(_is_temporal(word.form) for word in words)


# Small words that join the parts of one name.
_BRIDGES = frozenset({"of", "for", "and", "&", "the"})

# Relations that join the words of one name.
_INSIDE = {"flat", "compound", "goeswith", "fixed", "list"}


def _name(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """The proper name inside a marked phrase, without its titles, articles and clauses."""
    words = sentence.words
    span = range(mention.start, mention.end)
    heads = [i for i in span if words[i].head not in span or words[i].head == i]
    if len(heads) != 1 or words[heads[0]].upos != "PROPN":
        return 0, 0
    inside = {heads[0]}
    long_names = mention.kind in {"organization", "event", "abstract", "object", "place"}
    changed = True
    while changed:
        changed = False
        for i in span:
            word = words[i]
            if i in inside or word.head not in inside:
                continue
            capital = word.form[:1].isupper() or word.form[:1].isdigit()
            relation = (word.deprel or "").split(":")[0]
            joins = (
                word.deprel in _INSIDE
                or (relation in {"amod", "nummod", "case", "cc", "advmod"} and capital)
                or (word.xpos == "HYPH")
                or (long_names and relation in {"nmod", "conj"} and capital and _of(sentence, i))
            )
            if joins:
                inside.add(i)
                changed = True
    start = end = heads[0]
    # Small words between two parts of a name ("of", "and the") belong to it.
    while start - 1 >= mention.start and (
        start - 1 in inside
        or (long_names and _bridge(sentence, inside, mention.start, start - 1, -1))
    ):
        start -= 1
    while end + 1 < mention.end and (
        end + 1 in inside or (long_names and _bridge(sentence, inside, end + 1, mention.end - 1, 1))
    ):
        end += 1
    if words[start].form.lower() == "the":
        start += 1
    return start, end + 1


def _of(sentence: Sentence, position: int) -> bool:
    """Does the word hang on its head by "of", "for" or "and"?"""
    return any(
        word.head == position and word.form.lower() in {"of", "for", "and", "&"}
        for i, word in enumerate(sentence.words)
        if i != position
    )


def _bridge(sentence: Sentence, inside: set[int], first: int, last: int, step: int) -> bool:
    """Is there only "of", "for", "and", "&", "the" from here to the next part of the name?"""
    order = range(first, last + 1) if step > 0 else range(last, first - 1, -1)
    for i in order:
        if i in inside:
            return True
        if sentence.words[i].form.lower() not in _BRIDGES:
            return False
    return False
