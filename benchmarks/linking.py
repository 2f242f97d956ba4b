"""How well names are found and linked: our mentions beside the Wikipedia links of dated news.

    python benchmarks/linking.py ../shared/data/news/world-events-2025.jsonl

The file has a JSON object a line, with ``text``, ``date`` and ``links`` (start, end, Wikipedia
title). A title is what the register knows it as; titles that name no actor, place or conflict are
ignored, and titles that belong in the register and are not in it (``left_out.txt``) count: such a
name is linked right where it is given an id of its own.

A link is found where a mention covers most of the same words, or where the pronoun or description
inside it is resolved. It is linked right where the actor is the title's. "Israeli" linked to the
Israeli army names Israel; such links, of a state's name to something that is the state's, are
listed as "through the state" and count nowhere else. ``--limit`` reads the first items only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from register_coverage import ACTORS, KIND_OF, KINDS, entries_of_titles, left_out

from kg.actors import Entry
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.gazetteer import Gazetteer, Kind, fold
from kg.nlp.participants import Participants

OTHERS = ("person", "organisation", "group")
THROUGH = "through the state"


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
        known = sum(link.cause != "not in the register" for link in rows)
        shares = [known / max(1, len(rows)), len(found) / max(1, len(rows))]
        shares.append(sum(link.right for link in found) / max(1, len(found)))
        print(f"{name:<18}{len(rows):>8}{shares[0]:>13.3f}{shares[1]:>8.3f}{shares[2]:>10.3f}")
    through = sum(link.kind == THROUGH for link in links)
    print("(others: people, organisations, parties, media, armed groups and peoples together;")
    print(f"{through} links of a state's name to something of that state are not counted)")
    missed = [link for link in links if not (link.found and link.right) and link.kind != THROUGH]
    for title, kinds in (("states", ("state",)), ("others", OTHERS)):
        causes = Counter(link.cause for link in missed if link.kind in kinds)
        print(f"\ncauses, {title}: " + "; ".join(f"{c} {n}" for c, n in causes.most_common()))
    rows = Counter(
        (link.words, link.title, link.kind, link.cause) for link in missed if link.kind in ACTORS
    )
    print(f"\nthe {options.misses} most frequent misses among actors:")
    for (words, title, kind, cause), count in rows.most_common(options.misses):
        print(f"{count:5}  {words!r} is {title} ({kind}): {cause}")


def judged(items: Sequence[dict[str, object]]) -> Iterator[Link]:
    """Yield the links of kinds that we cover, each with what we made of it."""
    extractor = Extractor(reader=None)
    known, missing = entries_of_titles(), left_out()
    for doc, item in extractor.nlp.pipe(((i["text"], i) for i in items), as_tuples=True):
        day = date.fromisoformat(str(item["date"]))
        article = Article(str(item.get("id", "")), doc.text, published=day)
        spans = spans_of(extractor.reader(doc, article).participants)
        for start, end, title in item["links"]:
            entries = known.get(title) or known.get(title.casefold(), [])
            kind = KIND_OF[entries[0].actor.type] if entries else missing.get(title)
            if kind is not None:
                words = doc.text[start:end]
                if named_through(words, entries, extractor.gazetteer):
                    kind = THROUGH
                yield judge(start, end, words, title, kind, entries, spans, extractor.gazetteer)


def spans_of(participants: Participants) -> list[tuple[int, int, list[str], bool]]:
    """Where actors are named or referred to, with their ids, and whether the register has them."""
    parse = participants.parse
    spans = [
        (parse.starts[m.start], parse.ends[m.end - 1], [m.actor.id], m.entry is not None)
        for m in participants.mentions
    ]
    for token, actors in participants.references.items():
        ids = [actor.id for actor, _ in actors]
        spans.append((parse.starts[token], parse.ends[token], ids, True))
    return spans


def named_through(words: str, entries: Sequence[Entry], gazetteer: Gazetteer) -> bool:
    """Whether the words are a state's name or adjective, and the title something of the state."""
    ids = {id for match in gazetteer.matches(words) for id in match.ids if match.start == 0}
    whole = any(m.end >= len(words.removesuffix("'s")) for m in gazetteer.matches(words))
    return whole and any(e.actor.type != "State" and e.of in ids for e in entries)


def judge(
    start: int,
    end: int,
    words: str,
    title: str,
    kind: str,
    entries: Sequence[Entry],
    spans: Sequence[tuple[int, int, list[str], bool]],
    gazetteer: Gazetteer,
) -> Link:
    """Say whether the words of a link are a mention for us, and of the right actor."""
    wanted = {entry.actor.id for entry in entries}
    over = [s for s in spans if s[0] < end and start < s[1]]
    best = max(over, key=lambda s: (bool(wanted & {*s[2]}), overlap(s, start, end)), default=None)
    if best is not None:
        hit = bool(wanted & {*best[2]})
        if hit or overlap(best, start, end) >= 0.5:
            right = hit or (not wanted and not best[3])
            cause = "" if right else f"taken for {', '.join(best[2]).replace('actor:', '')}"
            if not wanted:
                cause = "not in the register"
            return Link(words, title, kind, True, right, cause)
    if not wanted:
        return Link(words, title, kind, False, False, "not in the register")
    return Link(words, title, kind, False, False, why(words, wanted, gazetteer))


def overlap(span: tuple[int, int, list[str], bool], start: int, end: int) -> float:
    """The share of two spans that they have in common."""
    both = min(end, span[1]) - max(start, span[0])
    return both / (max(end, span[1]) - min(start, span[0]))


def why(words: str, wanted: set[str], gazetteer: Gazetteer) -> str:
    """The cause for which a link was not found."""
    matches = gazetteer.matches(words)
    if any(wanted & {*m.ids} for m in matches):
        family = any(wanted & {*m.ids} and m.kind is Kind.family for m in matches)
        return "family name not trusted" if family else "name lost to a longer one or dropped"
    if not any(c.isupper() for c in fold(words)):
        return "no name in the words"
    return "part of it is a name" if matches else "form not in the register"


if __name__ == "__main__":
    main()
