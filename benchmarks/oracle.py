"""Where the misses come from, and what the false statements have wrong.

    python benchmarks/oracle.py GOLD --texts ARTICLES [--reader off] [--show 5]

Every wanted political statement that is not found has one cause, the first of ``CAUSES`` that
holds: our statements are compared with it by the measures of ``kg evaluate``, then those that were
not certain enough, then the actors that we see in the sentence of its quote. The actors' share is
that of the misses of the ``pair`` row which a right name, reference or link would have to come
before. ``--show`` prints some of each cause.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluate import Golden, read_gold
from kg.evaluate.gold import Names, actor_names, comparable, same_actor
from kg.evaluate.matching import (
    NOTHING,
    PAIR,
    STRICT,
    all_fits,
    fit,
    fit_but_for_status,
    layer,
    match,
)
from kg.ingest import read
from kg.model import Article, Statement
from kg.nlp import SHIPPED_READER, Extractor
from kg.nlp.participants import Participants
from kg.nlp.pipeline import prose

RELATION, DIRECTION, STATUS = "another relation", "the other direction", "another status"
UNSURE = "found, but not certain enough"
MORE = "one more relation of a pair that is found"
UNSURE_PAIR = "pair with another relation, not certain enough"
TOGETHER = "both ends seen in one sentence, no statement"
APART = "both ends seen, in different sentences"
UNSEEN = "an end is named there, and not found"
LINKED = "an end is named there, and is somebody else for us"
OPEN = "an end is not named there, and stays open"
NOWHERE = "an end is found nowhere in the article"

ACTORS = (UNSEEN, LINKED, OPEN, NOWHERE)
PAIR_FOUND = (RELATION, DIRECTION, STATUS)
CAUSES = (*PAIR_FOUND, UNSURE, MORE, UNSURE_PAIR, TOGETHER, APART, *ACTORS)

ONE_END = "one end is another than in the gold"
NO_SUCH_PAIR = "the gold relates these two in no way"
FAULTS = (RELATION, DIRECTION, STATUS, ONE_END, NO_SUCH_PAIR)


@dataclass
class Count:
    """How many statements are wanted and found, and examples of those that went wrong, by cause."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    false: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def main() -> None:
    """Read, compare, count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--reader", choices=("on", "off"), default="on")
    parser.add_argument("--show", type=int, default=0, help="examples of each cause")
    given = parser.parse_args()
    gold = read_gold(given.gold)
    extractor = Extractor(reader=SHIPPED_READER if given.reader == "on" else None)
    count = counted(gold, read(given.texts), extractor)
    print("\n".join(table(count, given.show)))


def counted(
    gold: Mapping[str, Sequence[Golden]], articles: Iterable[Article], extractor: Extractor
) -> Count:
    """Return the causes of all that is missed or false in annotated articles."""
    count = Count()
    texts = ((prose(a), a) for a in articles if a.id in gold)
    for doc, article in extractor.nlp.pipe(texts, as_tuples=True):
        reader = extractor.reader(doc, article)
        every = [s for s, _ in reader.statements() if layer(s.relation) == "political"]
        sure = [s for s in every if extractor.is_sure(s)]
        golden = [g for g in gold[article.id] if g.layer == "political"]
        fits = all_fits(golden, sure)
        strict, pairs = match(fits, STRICT), match(fits, PAIR)
        seen = Seen(article, reader.participants)
        for i, wanted in enumerate(golden):
            if wanted.disputed:
                continue
            count.wanted += 1
            if i in strict.found:
                count.found += 1
                continue
            if i in pairs.found:
                cause = difference(wanted, sure)
            else:
                cause = cause_of(wanted, sure, every, seen)
            count.missed[cause].append(f"{article.id}  {wanted.quote}")
        for j, statement in enumerate(sure):
            if j not in strict.spare:
                count.given += 1
                if j not in strict.right:
                    fault = fault_of(statement, golden)
                    count.false[fault].append(f"{article.id}  {_shown(statement)}")
    return count


def cause_of(
    golden: Golden, sure: Sequence[Statement], every: Sequence[Statement], seen: Seen
) -> str:
    """Return why no statement of ours has the pair of a wanted one, unless another one has it."""
    if any(fit(golden, s) == STRICT for s in every):
        return UNSURE
    if any(fit(golden, s) >= PAIR for s in sure):
        return MORE
    if any(fit(golden, s) >= PAIR for s in every):
        return UNSURE_PAIR
    return seen.cause(golden)


def difference(golden: Golden, given: Sequence[Statement]) -> str:
    """Return what keeps the statements of the right pair from being the golden one."""
    near = [s for s in given if fit(golden, s) >= PAIR]
    if any(fit_but_for_status(golden, s) == STRICT for s in near):
        return STATUS
    if any(s.relation in golden.relations for s in near):
        return DIRECTION
    return RELATION


def fault_of(statement: Statement, golden: Sequence[Golden]) -> str:
    """Return what is wrong with a false statement, the least fault first."""
    near = [g for g in golden if fit(g, statement) > NOTHING]
    if near:
        faults = {difference(g, [statement]) for g in near}
        return next(fault for fault in reversed(PAIR_FOUND) if fault in faults)
    ends = actor_names(statement.subject), actor_names(statement.object)
    for g in golden:
        if statement.relation in g.relations:
            wanted = comparable(g.subject), comparable(g.object)
            if any(same_actor(w, e) for w in wanted for e in ends):
                return ONE_END
    return NO_SUCH_PAIR


class Seen:
    """The actors that we see in each sentence of an article, however they are named there."""

    def __init__(self, article: Article, participants: Participants) -> None:
        parse = participants.parse
        self.article, self.parse = article, parse
        self.names: list[list[Names]] = [[] for _ in parse.bounds]
        for token, sentence in enumerate(parse.sentence):
            found = [*participants.one(token), *participants.one(token, acting=True)]
            if token in participants.mention_at:
                found.append(participants.named(participants.mention_at[token]))
            for one in found:
                names = comparable([one.actor.label, one.actor.of])
                if names not in self.names[sentence]:
                    self.names[sentence].append(names)
        self.taken = [(parse.starts[m.start], parse.ends[m.end - 1]) for m in participants.mentions]

    def cause(self, golden: Golden) -> str:
        """Return why no statement has the two ends of a golden one."""
        sentences = self._sentences(golden.quote)
        ends = [comparable(golden.subject), comparable(golden.object)]
        where = [{s for s in sentences if self._is_in(end, s)} for end in ends]
        if all(where):
            return TOGETHER if where[0] & where[1] else APART
        given = golden.subject, golden.object
        lost = [
            self._lost(names, end, sentences)
            for names, end, there in zip(given, ends, where, strict=True)
            if not there
        ]
        return min(lost, key=ACTORS.index)

    def _sentences(self, quote: str) -> list[int]:
        """The sentences that a quote stands in; all where the text has no such words."""
        start = self.article.text.find(quote) if quote else -1
        starts, ends = self.parse.starts, self.parse.ends
        return [
            number
            for number, (first, last) in enumerate(self.parse.bounds)
            if start < 0 or (starts[first] < start + len(quote) and start < ends[last - 1])
        ]

    def _is_in(self, end: Names, sentence: int) -> bool:
        return any(same_actor(end, names) for names in self.names[sentence])

    def _lost(self, names: Sequence[str], end: Names, sentences: Sequence[int]) -> str:
        """Why an end is not seen in the sentences that it stands in."""
        for sentence in sentences:
            first, last = self.parse.bounds[sentence]
            start, stop = self.parse.starts[first], self.parse.ends[last - 1]
            for name in names:
                word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
                if found := word.search(self.article.text, start, stop):
                    other = any(a < found.end() and found.start() < b for a, b in self.taken)
                    return LINKED if other else UNSEEN
        elsewhere = any(self._is_in(end, s) for s in range(len(self.parse.bounds)))
        return OPEN if elsewhere else NOWHERE


def table(count: Count, show: int) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"{count.wanted} political statements wanted, {count.found} found"
    yield from _rows(CAUSES, count.missed, show)
    pair = {c: len(count.missed[c]) for c in CAUSES if c not in PAIR_FOUND}
    misses, ours = sum(pair.values()), sum(pair[c] for c in ACTORS)
    share = f"{ours / max(misses, 1):.0%}"
    yield f"\nof {misses} misses of the pair row, {ours} are the actors' fault: {share}"
    false = sum(map(len, count.false.values()))
    yield f"\n{count.given} political statements given, {false} false"
    yield from _rows(FAULTS, count.false, show)


def _rows(causes: Sequence[str], found: Mapping[str, Sequence[str]], show: int) -> Iterator[str]:
    total = sum(map(len, found.values()))
    for cause in causes:
        number = len(found.get(cause, ()))
        yield f"{cause:55}{number:6}{number / max(total, 1):7.1%}"
        yield from (f"    {' '.join(example.split())}" for example in found.get(cause, ())[:show])


def _shown(statement: Statement) -> str:
    ends = f"{statement.subject.label} | {statement.relation.name} | {statement.object.label}"
    return f"{ends} | {statement.status.value} ← {statement.evidence.text}"


if __name__ == "__main__":
    main()
