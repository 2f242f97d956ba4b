"""How well names are found and linked: our mentions beside the Wikipedia links of dated news.

    python benchmarks/linking.py ../shared/data/news/world-events-2025.jsonl

The file has a JSON object a line, with ``text``, ``date`` and ``links`` (start, end, Wikipedia
title). A title is what the register knows it as; titles that name no actor, place or conflict are
ignored, and titles that belong in the register and are not in it (``left_out.txt``) count: such a
name is linked right where it is given an id of its own.

A link is found where a mention covers most of the same words, or where the pronoun or description
inside it is resolved. It is linked right where the actor is the title's. What is a
part of a longer name of ours is found by it, where that actor belongs to it: "Russian" in "Russian
Armed Forces". "Israeli" linked to the Israeli army names Israel; such links, of a state's name to
something that is the state's, are counted apart. ``--limit`` reads the first items only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from register_coverage import ACTORS, KIND_OF, KINDS, entries_of_titles, left_out

from kg.actors import Entry
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.gazetteer import Kind
from kg.nlp.participants import Participants

OTHERS = ("person", "organisation", "group")
THROUGH = "through the state"


# A mention is a link's when this share of their letters, taken together, is common to both.
MOST = 0.5
UNREGISTERED = "not in the register"


@dataclass(frozen=True)
class Span:
    """A place where we find actors, and whether the register has them."""

    start: int
    end: int
    ids: set[str]
    registered: bool

    def shared(self, start: int, end: int) -> float:
        """The share of two spans that they have in common."""
        both = min(end, self.end) - max(start, self.start)
        return both / (max(end, self.end) - min(start, self.start))


@dataclass(frozen=True)
class Link:
    """One link of an article, and what we made of its words."""

    words: str
    title: str
    kind: str
    found: bool
    right: bool
    cause: str = ""


def main() -> None:
    """Print recall and accuracy by kind, and the most frequent misses with their causes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="read so many items only")
    parser.add_argument("--misses", type=int, default=50)
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()[: options.limit]
    links = list(judged([json.loads(line) for line in lines]))
    groups = {
        **{kind: [kind] for kind in KINDS},
        "others": list(OTHERS),
        "all actors": list(ACTORS),
    }
    print(f"{'kind':<18}{'links':>8}{'in register':>13}{'recall':>8}{'accuracy':>10}")
    for name, kinds in groups.items():
        rows = [link for link in links if link.kind in kinds]
        found = [link for link in rows if link.found]
        known = sum(link.cause != UNREGISTERED for link in rows)
        shares = [known / max(1, len(rows)), len(found) / max(1, len(rows))]
        shares.append(sum(link.right for link in found) / max(1, len(found)))
        print(f"{name:<18}{len(rows):>8}{shares[0]:>13.3f}{shares[1]:>8.3f}{shares[2]:>10.3f}")
    through = sum(link.kind == THROUGH for link in links)
    print("(others: people, organisations, parties, media, armed groups and peoples together;")
    print(f"{through} links of a state's name to something of that state are not counted)")
    missed = [link for link in links if not (link.found and link.right) and link.kind != THROUGH]
    for title, kinds in (("states", ("state",)), ("others", OTHERS)):
        causes = Counter(link.cause.split(" for ")[0] for link in missed if link.kind in kinds)
        print(f"\ncauses, {title}: " + "; ".join(f"{c} {n}" for c, n in causes.most_common()))
    rows = Counter(
        (link.words, link.title, link.kind, link.cause) for link in missed if link.kind in ACTORS
    )
    print(f"\nthe {options.misses} most frequent misses among actors:")
    for (words, title, kind, cause), count in rows.most_common(options.misses):
        print(f"{count:5}  {words!r} is {title} ({kind}): {cause}")


def judged(items: Sequence[dict[str, Any]]) -> Iterator[Link]:
    """Yield the links of kinds that we cover, each with what we made of it."""
    extractor = Extractor(reader=None)
    known, missing = entries_of_titles(), left_out()
    for doc, item in extractor.nlp.pipe(((i["text"], i) for i in items), as_tuples=True):
        article = Article(item.get("id", ""), doc.text, published=date.fromisoformat(item["date"]))
        reading = Reading(doc.text, extractor.reader(doc, article).participants)
        for start, end, title in item["links"]:
            entries = known.get(title) or known.get(title.casefold(), [])
            kind = KIND_OF[entries[0].actor.type] if entries else missing.get(title)
            if kind is not None:
                yield reading.judge(start, end, title, kind, entries)


class Reading:
    """One article as we read it, ready to be compared with its links."""

    def __init__(self, text: str, participants: Participants) -> None:
        self.text = text
        self.participants, self.parse = participants, participants.parse
        self.register, self.gazetteer = participants.register, participants.gazetteer
        self.named = [
            Span(
                self.parse.starts[m.start], self.parse.ends[m.end - 1], {m.actor.id}, bool(m.entry)
            )
            for m in participants.mentions
        ]

    def judge(self, start: int, end: int, title: str, kind: str, entries: Sequence[Entry]) -> Link:
        """Say whether the words of a link are a mention for us, and of the right actor."""
        words = self.text[start:end]
        wanted = {entry.actor.id for entry in entries}
        if self._is_through_state(words, entries):
            kind = THROUGH
        spans = self.named + self._described(start, end)
        over = [s for s in spans if s.start < end and start < s.end]
        over.sort(key=lambda s: (bool(wanted & s.ids), s.shared(start, end)))
        if over and (wanted & over[-1].ids or over[-1].shared(start, end) >= MOST):
            best = over[-1]
            right = bool(wanted & best.ids) if wanted else not best.registered
            right = right or self._is_part(start, end, best, wanted)
            other = ", ".join(sorted(best.ids)).replace("actor:", "")
            cause = f"taken for {other}" if best.registered else f"an id of its own for {other}"
            return Link(words, title, kind, True, right, cause if wanted else UNREGISTERED)
        if any(self._is_part(start, end, span, wanted) for span in over):
            return Link(words, title, kind, True, True)
        return Link(words, title, kind, False, False, self._why(words, wanted))

    def _described(self, start: int, end: int) -> list[Span]:
        """Whom a pronoun or a description in the words stands for: 'it', 'Israeli soldiers'."""
        inside = [t for t, at in enumerate(self.parse.starts) if start <= at < end]
        heads = [t for t in inside if self.parse.heads[t] not in inside]
        return [
            Span(self.parse.starts[t], end, {found.actor.id}, registered=True)
            for t in heads
            for found in self.participants.one(t)
            if found.how in ("coreference", "apposition") or found.how.startswith("owner of ")
        ]

    def _is_part(self, start: int, end: int, span: Span, wanted: set[str]) -> bool:
        """Whether a link is a part of a longer name of what belongs to its state or body."""
        inside = span.start <= start and end <= span.end and span.end - span.start > end - start
        ofs = {e.of for id in span.ids if (e := self.register.get(id)) is not None and e.of}
        return inside and bool(wanted & (ofs | {self.register.state_of(of) for of in ofs}))

    def _is_through_state(self, words: str, entries: Sequence[Entry]) -> bool:
        """Whether the words are a state's name or adjective, and the title something of it."""
        length = len(words.removesuffix("'s"))
        matches = [m for m in self.gazetteer.matches(words) if m.end - m.start >= length]
        ids = {id for match in matches for id in match.ids}
        return any(e.actor.type != "State" and e.of in ids for e in entries)

    def _why(self, words: str, wanted: set[str]) -> str:
        """The cause for which a link was not found."""
        if not wanted:
            return UNREGISTERED
        matches = self.gazetteer.matches(words)
        if any(wanted & {*m.ids} for m in matches):
            family = any(wanted & {*m.ids} and m.kind is Kind.family for m in matches)
            return "family name not trusted" if family else "name lost to a longer one or dropped"
        if not any(c.isupper() for c in words):
            return "no name in the words"
        return "part of it is a name" if matches else "form not in the register"


if __name__ == "__main__":
    main()
