"""Copies of annotated texts that tell the same of other actors: Ghana shells Peru.

What a network reads again and again about the same few wars teaches it who fights whom, not which
words say so. In a copy every actor that the register knows is another of its class, wherever its
name stands: names for names, adjectives for adjectives, surnames for surnames.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.actors import Entry
from kg.model import Article, Span
from kg.nlp import Extractor
from kg.nlp.mentions import find_mentions
from kg.nlp.pipeline import prose
from training.annotated import AnnotatedText


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of a text that others take the place of."""

    start: int
    end: int
    words: str


class Substitution:
    """Makes copies of texts with other actors of the same class, drawn by a seed.

    `classes` are those of the actors that are replaced; none stands for all.
    """

    def __init__(self, extractor: Extractor, seed: int, classes: Collection[str] = ()) -> None:
        self.extractor = extractor
        self.draw = random.Random(seed)
        self.alike: dict[str, list[Entry]] = defaultdict(list)
        for entry in extractor.register.entries.values():
            if not entry.end and (not classes or entry.actor.type in classes):
                self.alike[entry.actor.type].append(entry)

    def copies(self, texts: Iterable[AnnotatedText]) -> Iterator[AnnotatedText]:
        """Yield a copy of each text that names a known actor."""
        for text in texts:
            swaps, labels = self._swaps(text.article)
            if swaps:
                yield _copy(text, swaps, labels)

    def _swaps(self, article: Article) -> tuple[list[Swap], dict[str, str]]:
        """What to replace, in text order, and the old labels with the new ones."""
        text = prose(article)
        doc = self.extractor.nlp(text)
        mentions = find_mentions(
            doc, self.extractor.gazetteer, self.extractor.register, article.published
        )
        others: dict[str, Entry] = {}
        swaps: list[Swap] = []
        labels = {}
        for mention in mentions:
            entry = mention.entry
            words = doc[mention.start : mention.end]
            start, end = words.start_char, words.end_char
            if entry is None or not self.alike[entry.actor.type]:
                continue
            if swaps and start < swaps[-1].end:
                continue
            other = others.get(entry.actor.id) or self.draw.choice(self.alike[entry.actor.type])
            name = _like(entry, words.text, other)
            if name is None:
                continue
            others[entry.actor.id] = other
            labels[entry.actor.label] = other.actor.label
            if words.text == entry.actor.label and text[:start].lower().endswith(" the "):
                start -= len("the ")
            swaps.append(Swap(start, end, name))
        return swaps, labels


def _like(entry: Entry, words: str, other: Entry) -> str | None:
    """What another actor is called where words call this one so; None where that has no name."""
    if words == entry.actor.label:
        return other.actor.label
    if words in entry.adjectives:
        return other.adjectives[0] if other.adjectives else None
    if words in entry.demonyms:
        return next((d for d in other.demonyms if d.endswith("s") == words.endswith("s")), None)
    return other.family_name if words == entry.family_name else None


def _copy(text: AnnotatedText, swaps: list[Swap], labels: Mapping[str, str]) -> AnnotatedText:
    old, new, shifts, position = prose(text.article), "", [], 0
    for swap in swaps:
        new += old[position : swap.start]
        shifts.append(len(new) - swap.start)
        new += swap.words
        position = swap.end
    new += old[position:]
    shifts.append(len(new) - len(old))
    ends = [swap.end for swap in swaps]

    def moved(span: Span | None) -> list[int] | None:
        if span is None:
            return None
        places = []
        for at, is_end in zip(span, (False, True), strict=True):
            number = bisect_right(ends, at - is_end)
            if number < len(swaps) and swaps[number].start < at:  # inside the words that went
                swap = swaps[number]
                at = swap.start + (len(swap.words) if is_end else 0)
            places.append(at + shifts[number])
        return places

    def end(record: dict[str, Any]) -> dict[str, Any]:
        names = [labels.get(name, name) for name in record["names"]]
        return {**record, "span": moved(record["span"]), "names": names}

    statements = [
        {
            **record,
            "subject": end(record["subject"]),
            "object": end(record["object"]),
            "trigger": moved(record["trigger"]),
        }
        for record in text.statements
    ]
    article = Article(text.article.id, new, published=text.article.published)
    return AnnotatedText(article, statements, text.fold)
