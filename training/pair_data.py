"""Annotated statements as answers for pairs of actors: what the reader learns from.

A pair is an example of a relation where its words are those that the annotator marked. Where only
the names agree, or the relation is one that the annotator would accept as well, nothing is asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.evaluate.gold import actor_names, comparable, same_actor
from kg.ingest import furniture
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.pairs import Arrays, Labels, PairedSentence, paired
from kg.nlp.parse import Parse
from kg.nlp.participants import Participant
from kg.nlp.pipeline import prose
from kg.ontology import ontology
from tests.helpers import read_cases

UNASKED = -1.0
OWN = -1
"""The fold of our own sentences: no network is trained without them."""

# From this fit on (see _fit), both ends together, a pair is an example.
_GOOD = 4

ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Example:
    """A sentence with its answers: `wanted` pairs by relations (1, 0, or UNASKED), and for each
    wanted pair and relation the numbers of the triggers that say so.
    """

    article: str
    fold: int
    states: NDArray[np.float32]
    arrays: Arrays
    wanted: NDArray[np.float32]
    said_by: dict[tuple[int, int], list[int]]


def read_articles(data: Path) -> list[Article]:
    """The training texts."""
    found = []
    for line in (data / "train" / "texts.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        day = date.fromisoformat(record["date"][:10]) if record.get("date") else None
        spans = tuple(furniture(record["text"]))
        found.append(
            Article(record["id"], record["text"], record.get("title"), day, furniture=spans)
        )
    return found


def read_statements(data: Path) -> dict[str, list[dict[str, Any]]]:
    """The annotations by article."""
    found = defaultdict(list)
    for line in (data / "train" / "statements.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        found[record["article"]].append(record)
    return found


def folds(articles: Sequence[Article], count: int) -> dict[str, int]:
    """A fold for each article; texts of one week are never in two."""
    week = {a.id: a.published.isocalendar()[:2] if a.published else (0, 0) for a in articles}
    order = {w: i for i, w in enumerate(sorted(set(week.values())))}
    return {id: order[w] % count for id, w in week.items()}


def examples(
    extractor: Extractor, data: Path, labels: Labels, fold: Mapping[str, int]
) -> Iterator[Example]:
    """Yield all sentences with pairs, and their answers; `fold` is that of each article."""
    articles, statements = read_articles(data), read_statements(data)
    docs = extractor.nlp.pipe(prose(a) for a in articles)
    for article, doc in zip(articles, docs, strict=True):
        yield from _examples(
            extractor, article, doc, statements[article.id], fold[article.id], labels
        )


def own_examples(extractor: Extractor, labels: Labels) -> Iterator[Example]:
    """Yield the sentences that we wrote ourselves: examples of the lexicon's rows, and test cases.

    They are what the rules are tested by, so the rules know the answers.
    """
    articles = [Article(row.name, row.example) for row in extractor.lexicon.rows]
    for path in sorted((ROOT / "tests" / "cases").glob("*.txt")):
        if path.stem != "rules":  # cases of the rules of inference: no sentences
            for case in read_cases(path):
                articles.append(Article(str(case), case.text, published=case.published))
    for article in articles:
        doc = extractor.nlp(article.text)
        statements = [
            {
                "subject": {"names": [found.subject.label], "span": found.evidence.subject},
                "relation": [found.relation.name],
                "object": {"names": [found.object.label], "span": found.evidence.object},
                "trigger": found.evidence.trigger,
            }
            for found in extractor.statements(doc, article)
        ]
        yield from _examples(extractor, article, doc, statements, OWN, labels)


def _examples(
    extractor: Extractor,
    article: Article,
    doc: Doc,
    statements: Sequence[dict[str, Any]],
    fold: int,
    labels: Labels,
) -> Iterator[Example]:
    participants = extractor.reader(doc, article).participants
    sentences = list(paired(participants, extractor.lexicon, labels))
    marks = _marks(sentences, participants.parse, statements)
    for number, sentence in enumerate(sentences):
        wanted = np.where(sentence.possible, 0, UNASKED).astype(np.float32)
        said_by = {}
        for (pair, relation), trigger in marks[number].items():
            if relation not in labels.relation:
                continue
            at = pair, labels.relation[relation]
            if trigger is None or not sentence.possible[at]:
                wanted[at] = UNASKED
                continue
            wanted[at] = 1
            said_by[at] = _numbers(sentence, participants.parse, trigger)
        states = doc.tensor[sentence.first : sentence.last].astype(np.float32)
        yield Example(article.id, fold, states, sentence.arrays, wanted, said_by)


Marks = list[dict[tuple[int, str], tuple[int, int] | None]]
"""For each sentence: pair and relation to the trigger's span, or None where nothing is asked."""


def _marks(
    sentences: Sequence[PairedSentence], parse: Parse, statements: Sequence[dict[str, Any]]
) -> Marks:
    marks: Marks = [{} for _ in sentences]
    for statement in statements:
        relation, *others = statement["relation"]
        known = ontology().relations.get(relation)
        found = list(_places(sentences, parse, statement, bool(known and known.symmetric)))
        best = max((fit for *_, fit in found), default=0)
        trigger = statement["trigger"]
        for number, pair, fit in found:
            for other in others:
                marks[number].setdefault((pair, other), None)
            if fit == best and best >= _GOOD:
                marks[number][pair, relation] = tuple(trigger) if trigger else (0, 0)
            else:
                marks[number].setdefault((pair, relation), None)
    return marks


def _places(
    sentences: Sequence[PairedSentence], parse: Parse, statement: dict[str, Any], symmetric: bool
) -> Iterator[tuple[int, int, int]]:
    """Sentence and pair that a statement may be about, and how well its ends fit there."""
    ends = statement["subject"], statement["object"]
    for number, sentence in enumerate(sentences):
        start, end = parse.starts[sentence.first], parse.ends[sentence.last - 1]
        if statement["trigger"] and not start <= statement["trigger"][0] < end:
            continue
        for i, pair in enumerate(sentence.pairs):
            words = (pair.subject, pair.subjects), (pair.object, pair.objects)
            for order in (ends, ends[::-1]) if symmetric else (ends,):
                fits = [_fit(parse, end, *word) for end, word in zip(order, words, strict=True)]
                if all(fits):
                    yield number, i, sum(fits)
                    break


def _fit(parse: Parse, end: dict[str, Any], token: int, participants: Sequence[Participant]) -> int:
    """How well a word and whom it stands for fit an end: 1 by name, 2 by place, 3 by both.

    The right words with the wrong actor are an example too: who that is, others must learn.
    """
    names, span = comparable(end["names"]), end["span"]
    named = any(same_actor(names, actor_names(p.actor)) for p in participants)
    here = bool(span) and parse.starts[token] < span[1] and parse.ends[token] > span[0]
    return named + 2 * here


def _numbers(sentence: PairedSentence, parse: Parse, span: tuple[int, int]) -> list[int]:
    return [
        i
        for i, token in enumerate(sentence.triggers)
        if parse.starts[token] < span[1] and parse.ends[token] > span[0]
    ]
