"""Counts of what was found, missed and invented, by layer, relation, status and form."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model import Statement, Status
from .gold import Golden, actor_names, comparable, same_actor
from .matching import (
    PAIR,
    QUAD,
    SIGN,
    STRICT,
    Match,
    all_fits,
    fit_but_for_status,
    layer,
    match,
)
from .table import table

MEASURES = {
    "political": {"strict": STRICT, "quad": QUAD, "sign": SIGN, "pair": PAIR},
    "structural": {"strict": STRICT, "pair": PAIR},
}
"""Layer, then measure, then how much of two statements has to agree."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``found`` of ``wanted`` golden statements, ``right`` of ``given`` extracted ones."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    given: int = 0

    @property
    def precision(self) -> float:
        """Share of what was extracted that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what was annotated that was found."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the precision."""
        k, n, z = self.right, self.given, 1.96
        if not n:
            return 0.0, 0.0
        p, d = k / n, 1 + z * z / n
        middle = p + z * z / (2 * n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / d, (middle + half) / d

    def to_json(self) -> dict[str, Any]:
        """Return the counts and the shares."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"right": self.right, "given": self.given, "found": self.found}
        return shares | counts | {"wanted": self.wanted, "interval": list(self.interval)}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return both counts and their ratio."""
        return {"right": self.right, "of": self.of, "share": self.right / max(self.of, 1)}


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that an evaluation found, as plain data.

    ``measures`` are keyed ``political strict`` ... ``structural pair``; ``by_status`` tells how
    often the status is the same where relation and ends are, ``status`` golden, then extracted;
    ``confusion`` golden, then extracted relation, of one pair of actors; ``misses`` and ``false``
    are records with the sentence.
    """

    articles: int
    statements: int
    measures: dict[str, Measure]
    by_relation: dict[str, Measure]
    by_how: dict[str, Share]
    by_status: dict[str, Share]
    asserted_or_not: Share
    speaker: Share
    false_speakers: Share
    time: Share
    status: list[tuple[str, str, int]]
    confusion: list[tuple[str, str, int]]
    misses: list[dict[str, Any]] = field(repr=False)
    false: list[dict[str, Any]] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return all of it as values that ``json.dumps`` takes."""

        def each(parts: Mapping[str, Measure | Share]) -> dict[str, Any]:
            return {name: part.to_json() for name, part in parts.items()}

        return {
            "articles": self.articles,
            "statements": self.statements,
            "measures": each(self.measures),
            "by_relation": each(self.by_relation),
            "by_how": each(self.by_how),
            "by_status": each(self.by_status),
            "asserted_or_not": self.asserted_or_not.to_json(),
            "speaker": self.speaker.to_json(),
            "false_speakers": self.false_speakers.to_json(),
            "time": self.time.to_json(),
            "status": [list(row) for row in self.status],
            "confusion": [list(row) for row in self.confusion],
            "misses": self.misses,
            "false": self.false,
        }

    def to_text(self, *, show: int = 0) -> str:
        """Return a table for people, with up to ``show`` misses and false statements."""
        return table(self.to_json(), show)


def score(gold: Mapping[str, Sequence[Golden]], statements: Iterable[Statement]) -> Scores:
    """Compare statements with annotated articles; those of other articles are left out.

    A statement is right when article, subject, object and status (asserted or not) agree and its
    relation is one of the golden one's. A second statement for a golden one that is found already
    is neither right nor wrong, and so is one that fits a disputed one.
    """
    given: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        given[statement.article].append(statement)
    tally = _Tally()
    for id, golden in gold.items():
        for name in MEASURES:
            tally.add(
                id,
                name,
                [g for g in golden if g.layer == name],
                [s for s in given.get(id, ()) if layer(s.relation) == name],
            )
    return tally.scores(len(gold), sum(len(golden) for golden in gold.values()))


class _Tally:
    """The counts while the articles go by."""

    def __init__(self) -> None:
        self.count: Counter[tuple[str, ...]] = Counter()
        self.misses: list[dict[str, Any]] = []
        self.false: list[dict[str, Any]] = []

    def add(self, id: str, name: str, golden: Sequence[Golden], given: Sequence[Statement]) -> None:
        """Count one layer of one article."""
        fits = all_fits(golden, given)
        for measure, least in MEASURES[name].items():
            self._measure((name, measure), golden, given, match(fits, least))
        strict = match(fits, STRICT)
        self._relations(golden, given, strict)
        self._lists(id, name, golden, given, strict)
        self._confusion(golden, given, fits, strict)
        if name == "political":
            self._how(golden, strict)
            self._status(golden, given)
            self._speaker_and_time(golden, given, strict)

    def _measure(
        self,
        key: tuple[str, str],
        golden: Sequence[Golden],
        given: Sequence[Statement],
        matched: Match,
    ) -> None:
        sure = sum(not golden[i].disputed for i in matched.found)
        self.count["found", *key] += sure
        self.count["wanted", *key] += sum(not g.disputed for g in golden)
        self.count["right", *key] += sure
        self.count["given", *key] += len(given) - len(matched.spare) - (len(matched.found) - sure)

    def _relations(
        self, golden: Sequence[Golden], given: Sequence[Statement], strict: Match
    ) -> None:
        disputed = {j for i, j in strict.found.items() if golden[i].disputed}
        for i, g in enumerate(golden):
            if not g.disputed:
                self.count["wanted", g.relations[0].name] += 1
                self.count["found", g.relations[0].name] += i in strict.found
        for j, s in enumerate(given):
            if j not in strict.spare and j not in disputed:
                self.count["given", s.relation.name] += 1
                self.count["right", s.relation.name] += j in strict.right

    def _lists(
        self,
        id: str,
        name: str,
        golden: Sequence[Golden],
        given: Sequence[Statement],
        strict: Match,
    ) -> None:
        for i, g in enumerate(golden):
            if i not in strict.found and not g.disputed:
                self.misses.append(_golden_record(id, name, g))
        for j, s in enumerate(given):
            if j not in strict.right and j not in strict.spare:
                self.false.append(_given_record(id, name, s))

    def _confusion(
        self,
        golden: Sequence[Golden],
        given: Sequence[Statement],
        fits: Sequence[tuple[int, int, int]],
        strict: Match,
    ) -> None:
        """Count, of what neither side matched, the pairs that name the same two actors."""
        left = [
            (level, i, j)
            for level, i, j in fits
            if i not in strict.found and j not in strict.right | strict.spare
        ]
        for i, j in match(left, PAIR).found.items():
            mine, theirs = golden[i].relations, given[j].relation
            if theirs not in mine:
                self.count["confused", mine[0].name, theirs.name] += 1

    def _how(self, golden: Sequence[Golden], strict: Match) -> None:
        for i, g in enumerate(golden):
            if not g.disputed:
                self.count["of how", g.how] += 1
                self.count["how", g.how] += i in strict.found

    def _status(self, golden: Sequence[Golden], given: Sequence[Statement]) -> None:
        fits = all_fits(golden, given, fit_but_for_status)
        # Of two statements that fit but for the status, the one with the same status goes first.
        fits.sort(key=lambda f: (f[0], golden[f[1]].status == given[f[2]].status), reverse=True)
        for i, j in match(fits, STRICT).found.items():
            self.count["status", golden[i].status, given[j].status] += 1

    def _speaker_and_time(
        self, golden: Sequence[Golden], given: Sequence[Statement], strict: Match
    ) -> None:
        for i, j in strict.found.items():
            g, s = golden[i], given[j]
            if g.speaker:
                self.count["of speaker",] += 1
                self.count["speaker",] += bool(
                    s.speaker and same_actor(comparable([g.speaker]), actor_names(s.speaker))
                )
            else:
                self.count["of false speaker",] += 1
                self.count["false speaker",] += s.speaker is not None
            if g.time:
                self.count["of time",] += 1
                ends = (s.time.start, s.time.end) if s.time else ()
                self.count["time",] += any(end and end.startswith(g.time) for end in ends)

    def scores(self, articles: int, statements: int) -> Scores:
        """Return the sums."""
        count = self.count
        status = self._pairs("status")
        same = dict.fromkeys(Status, 0)
        total = dict(same)
        for mine, theirs, n in status:
            total[Status(mine)] += n
            same[Status(mine)] += n * (mine == theirs)
        agree = sum(n for a, b, n in status if (a == "asserted") == (b == "asserted"))
        names = sorted({key[1] for key in count if key[0] in ("wanted", "given") and len(key) == 2})
        hows = sorted({key[1] for key in count if key[0] == "of how"})
        return Scores(
            articles=articles,
            statements=statements,
            measures={
                f"{name} {measure}": self._of(name, measure)
                for name, measures in MEASURES.items()
                for measure in measures
            },
            by_relation={name: self._of(name) for name in names},
            by_how={how: Share(count["how", how], count["of how", how]) for how in hows},
            by_status={s.value: Share(same[s], total[s]) for s in Status if total[s]},
            asserted_or_not=Share(agree, sum(total.values())),
            speaker=Share(count["speaker",], count["of speaker",]),
            false_speakers=Share(count["false speaker",], count["of false speaker",]),
            time=Share(count["time",], count["of time",]),
            status=status,
            confusion=self._pairs("confused"),
            misses=self.misses,
            false=self.false,
        )

    def _of(self, *key: str) -> Measure:
        return Measure(*(self.count[part, *key] for part in ("found", "wanted", "right", "given")))

    def _pairs(self, kind: str) -> list[tuple[str, str, int]]:
        """Counted pairs of names, the most frequent first."""
        rows = [(str(k[1]), str(k[2]), n) for k, n in self.count.items() if k[0] == kind]
        return sorted(rows, key=lambda row: (-row[2], row))


def _golden_record(id: str, name: str, golden: Golden) -> dict[str, Any]:
    return {
        "article": id,
        "layer": name,
        "subject": golden.subject[0],
        "relation": [relation.name for relation in golden.relations],
        "object": golden.object[0],
        "status": golden.status.value,
        "how": golden.how,
        "text": golden.quote,
    }


def _given_record(id: str, name: str, statement: Statement) -> dict[str, Any]:
    return {
        "article": id,
        "layer": name,
        "subject": statement.subject.label,
        "relation": statement.relation.name,
        "object": statement.object.label,
        "status": statement.status.value,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "text": statement.evidence.text,
    }
