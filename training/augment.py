"""Makes training sentences look like news in all its forms, keeping their annotation.

Headlines in title case, capitals or small letters, dropped final stops, typographic quotes and
dashes, lost spaces after stops, hard line breaks. All choices come from one seeded generator.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.nlp.tokenizer import PREFIXES
from kg.nlp.words import GAP_LINE, GAP_NONE, GAP_SPACE
from training import entities
from training.corpora import Sentence, Word


@dataclass(frozen=True)
class Rates:
    """How often each change is made, as a share of sentences (or of windows, as noted)."""

    lower: float = 0.03
    upper: float = 0.03
    title: float = 0.05
    no_stop: float = 0.05
    curly: float = 0.25  # of windows
    straight: float = 0.10  # of windows
    lost_space: float = 0.01
    hard_wrap: float = 0.04  # of windows
    split_prefix: float = 0.5


# Small words that headlines in title case leave small.
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "nor",
        "of",
        "on",
    }
    | {"or", "the", "to", "up", "via", "vs", "with"}
)


def sentence(given: Sentence, rates: Rates, rng: random.Random) -> Sentence:
    """The sentence with a random change, or as it was."""
    if rng.random() < rates.split_prefix:
        given = _split_prefixes(given)
    words = list(given.words)
    tags = given.tags
    if rng.random() < rates.no_stop and _ends_with_stop(words):
        words.pop()
        tags = tags[: len(words)]
    chance = rng.random()
    if chance < rates.lower:
        words = [replace(word, form=word.form.lower()) for word in words]
    elif chance < rates.lower + rates.upper:
        words = [replace(word, form=word.form.upper()) for word in words]
    elif chance < rates.lower + rates.upper + rates.title:
        keep_small = rng.random() < 0.7
        words = [
            word
            if (i > 0 and keep_small and word.form in _SMALL) or word.form.startswith(("'", "n't"))
            else replace(word, form=word.form[:1].upper() + word.form[1:])
            for i, word in enumerate(words)
        ]
    if (
        rng.random() < rates.lost_space
        and words[0].gap == GAP_SPACE
        and words[0].form[:1].isupper()
    ):
        words[0] = replace(words[0], gap=GAP_NONE)
    return replace(given, words=tuple(words), tags=tags)


_PREFIXED = re.compile(r"(\w+)-([A-Z].+)")


def _split_prefixes(given: Sentence) -> Sentence:
    """Cut "pro-Beijing" into three words, as the tokenizer does (see kg/nlp/tokenizer.py).

    The prefix marks the name's role as a preposition would, and takes the hyphen along.
    """
    places = [
        i
        for i, word in enumerate(given.words)
        if word.head >= 0 and (cut := _PREFIXED.fullmatch(word.form)) and cut[1].lower() in PREFIXES
    ]
    for place in reversed(places):
        words, tags = list(given.words), list(given.tags)
        whole = words[place]
        prefix, _, name = whole.form.partition("-")
        known = name.lower() in entities.lists()["nationalities"]
        moved = [w.head + 2 if w.head >= place else w.head for w in words]
        words = [replace(word, head=head) for word, head in zip(words, moved, strict=True)]
        words[place : place + 1] = [
            Word(prefix, whole.gap, prefix.lower(), "ADP", "IN", "", place + 2, "case"),
            Word("-", GAP_NONE, "-", "PUNCT", "HYPH", "", place, "punct"),
            replace(
                words[place],
                form=name,
                gap=GAP_NONE,
                lemma=name,
                upos="ADJ" if known else "PROPN",
                xpos="JJ" if known else "NNP",
                feats="Degree=Pos" if known else "Number=Sing",
            ),
        ]
        if tags:
            inside = tags[place] if tags[place] & entities.OUTSIDE else entities.ANY
            named = entities.allow("B", "NORP") if known else entities.both("PERSON", "ORG", "GPE")
            tags[place : place + 1] = [inside, inside, named]
        given = replace(given, words=tuple(words), tags=tuple(tags), joint=())
    return given


def _ends_with_stop(words: Sequence[Word]) -> bool:
    last = len(words) - 1
    return (
        last > 2
        and words[last].form == "."
        and words[last].head != last
        and all(word.head != last for word in words[:last])
    )


_CURLY_OPEN = {'"': "“", "'": "‘", "``": "“"}
_CURLY_CLOSE = {'"': "”", "'": "’", "''": "”"}
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "..."}


def window(words: Sequence[Word], rates: Rates, rng: random.Random) -> list[Word]:
    """The words of a window of sentences with its typography changed, or as they were."""
    changed = list(words)
    chance = rng.random()
    if chance < rates.curly:
        changed = [_curly(word, i, changed, rng) for i, word in enumerate(changed)]
    elif chance < rates.curly + rates.straight:
        changed = [
            replace(word, form="".join(_STRAIGHT.get(letter, letter) for letter in word.form))
            for word in changed
        ]
    if rng.random() < rates.hard_wrap:
        width, column = rng.randint(50, 90), 0
        for i, word in enumerate(changed):
            column += len(word.form) + 1
            if column > width and word.gap == GAP_SPACE:
                changed[i] = replace(word, gap=GAP_LINE)
                column = len(word.form)
    return changed


def _curly(word: Word, place: int, words: Sequence[Word], rng: random.Random) -> Word:
    form = word.form
    if form in _CURLY_OPEN or form in _CURLY_CLOSE:
        following = words[place + 1].gap if place + 1 < len(words) else GAP_SPACE
        opening = word.gap != GAP_NONE and following == GAP_NONE
        form = (_CURLY_OPEN if opening else _CURLY_CLOSE).get(form, form)
    elif "'" in form:
        form = form.replace("'", "’")
    elif form in {"--", "---", "-"} and word.xpos != "HYPH":
        form = rng.choice("–—")
    elif form == "...":
        form = rng.choice(["…", "..."])
    return replace(word, form=form)
