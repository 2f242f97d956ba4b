"""Annotated texts: those of `data/train`, those that we wrote (`training/written`), and those of
`data/news` that we annotated ourselves (`training/assisted`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate import Golden
from kg.evaluate.matching import layer
from kg.ingest import read
from kg.model import Article, Status
from kg.ontology import ontology
from training.written import read_written

OWN = -1
"""The fold of sentences that are always trained on."""

ASSISTED = Path(__file__).parent / "assisted" / "statements.jsonl"
"""What ``assisted.py`` collected: for each text of `data/news` its id and its statements."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with its statements as records in the form of `data/train/statements.jsonl`.

    `fold` is the one that it is held out with; `own` texts are of our own writing.
    """

    article: Article
    statements: Sequence[dict[str, Any]]
    fold: int
    own: bool = False

    def golden(self) -> list[Golden]:
        """The statements in the form that extraction is scored by."""
        return [_golden(record) for record in self.statements]


def read_annotated(data: Path, folds: int) -> list[AnnotatedText]:
    """All annotated texts: of `data/train`, no week in two folds; and our own, by turns."""
    articles = list(read(data / "train" / "texts.jsonl"))
    statements = _statements(data / "train")
    weeks = {a.id: a.published.isocalendar()[:2] if a.published else (0, 0) for a in articles}
    order = {week: i for i, week in enumerate(sorted(set(weeks.values())))}
    return [AnnotatedText(a, statements[a.id], order[weeks[a.id]] % folds) for a in articles] + [
        AnnotatedText(text.article(), text.statements, i % folds, own=True)
        for i, text in enumerate(read_written())
    ]


def read_assisted(data: Path) -> list[AnnotatedText]:
    """The texts of `data/news` that were annotated with the help of what kg finds in them.

    Rules are made on them; the reader is not trained on them, nor are confidences weighed.
    """
    lines = map(json.loads, ASSISTED.open(encoding="utf-8"))
    known = {line["article"]: line["statements"] for line in lines}
    news = (a for path in sorted((data / "news").glob("*.jsonl")) for a in read(path))
    return [AnnotatedText(a, known[a.id], OWN) for a in news if a.id in known]


def _statements(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for line in (folder / "statements.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        found[record["article"]].append(record)
    return found


def _golden(record: dict[str, Any]) -> Golden:
    known = ontology().relations
    relations = tuple(known[name] for name in record["relation"] if name in known)
    return Golden(
        subject=tuple(record["subject"]["names"]),
        relations=relations,
        object=tuple(record["object"]["names"]),
        status=Status(record["status"]),
        speaker=record["speaker"],
        time=record["time"],
        quote="",
        layer=layer(relations[0]) or "",
        how="",
    )
