"""Whom we take the annotated ends of statements for: names, pronouns, descriptions, pairs.

    python benchmarks/references.py ../shared/data [--every 4] [--show it]

Each end of a statement that is marked in a text, in `data/train` and in the texts of our own
(``training/written``), has words there and canonical names. An end is right where one of the actors
that its words stand for bears one of these names, wrong where only others do, open where nobody is
found. Rules were mended on these texts, which are denser than news: it is a measure to develop by.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate.gold import actor_names, comparable, same_actor
from kg.nlp import Extractor
from kg.nlp.lexicon import words
from kg.nlp.pipeline import prose
from training.annotated import AnnotatedText, read_annotated

PROCESSES = 2
# Characters that are shown before an end, and behind it.
_BEFORE, _BEHIND = 200, 60
_COUNTED = frozenset({"both", "each", "neither", "two", "three", "four"})
_ARTICLES = ("the ", "a ", "an ", "its ", "his ", "her ", "their ")


@dataclass(frozen=True, slots=True)
class End:
    """An annotated end: of what sort its words are, and what became of it."""

    sort: str
    outcome: str
    shown: str


def main() -> None:
    """Read, count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=4, help="one text of so many")
    parser.add_argument("--show", help="a sort of which 30 ends are shown that are not right")
    given = parser.parse_args()
    texts = read_annotated(given.data, 1)[:: given.every]
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = [texts[start::PROCESSES] for start in range(PROCESSES)]
        ends = [end for part in pool.map(_ends, parts) for end in part]
    print("\n".join(table(ends)))
    missed = [e for e in ends if e.sort == given.show and e.outcome != "right"]
    for end in random.Random(0).sample(missed, min(30, len(missed))):
        print(f"\n{end.outcome}: {end.shown}")


def table(ends: Sequence[End]) -> Iterator[str]:
    """Yield the rows by sort."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for end in ends:
        counts[end.sort][end.outcome] += 1
    yield f"{'':12}{'ends':>8}{'right':>8}{'wrong':>8}{'open':>8}   right of resolved"
    for sort, count in sorted(counts.items(), key=lambda item: -item[1].total()):
        shares = (count[outcome] / count.total() for outcome in ("right", "wrong", "open"))
        resolved = count["right"] / max(1, count["right"] + count["wrong"])
        row = "".join(f"{share:8.3f}" for share in shares)
        yield f"{sort:12}{count.total():8}{row}   {resolved:.3f}"


def _ends(texts: Sequence[AnnotatedText]) -> list[End]:
    extractor, found = Extractor(reader=None), []
    docs = extractor.nlp.pipe(prose(text.article) for text in texts)
    for text, doc in zip(texts, docs, strict=True):
        participants = extractor.reader(doc, text.article).participants
        for (start, last), names in _marked(text).items():
            tokens = [t.i for t in doc if t.idx < last and start < t.idx + len(t)]
            actors = [
                one.actor
                for token in tokens
                for acting in (False, True)
                for one in participants.one(token, acting=acting)
            ]
            right = any(same_actor(n, actor_names(a)) for n in names for a in actors)
            outcome = "right" if right else "wrong" if actors else "open"
            body = text.article.text
            shown = f"{body[max(0, start - _BEFORE) : start]}[[{body[start:last]}]]"
            shown += f"{body[last : last + _BEHIND]} | {sorted({a.label for a in actors})}"
            found.append(End(sort_of(body[start:last]), outcome, " ".join(shown.split())))
    return found


def _marked(text: AnnotatedText) -> dict[tuple[int, int], list[frozenset[str]]]:
    """The spans of the ends of a text, with the names of all who are meant there."""
    found = defaultdict(list)
    for record in text.statements:
        for end in (record["subject"], record["object"]):
            if end["span"]:
                found[tuple(end["span"])].append(comparable(end["names"]))
    return dict(found)


def sort_of(phrase: str) -> str:
    """Return what sort of words an end has: "he", "it", "they", "we", "pair", "name", "noun"."""
    lower, known = phrase.lower(), words("references")
    for sort in ("he", "it", "they"):
        if lower in known[sort]:
            return sort
    if lower in known["i"] | known["we"] and phrase != "US":
        return "we"
    if _COUNTED & {*lower.split()}:
        return "pair"
    return "name" if phrase[:1].isupper() and not lower.startswith(_ARTICLES) else "noun"


if __name__ == "__main__":
    main()
