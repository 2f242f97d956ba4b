"""Annotated statements as answers for pairs of actors: what the reader learns from.

A pair is an example of a relation where its words are those that the annotator marked. Where only
the names agree, in the marked sentence or another, or the relation is one that the annotator would
accept as well, nothing is asked: what a text says twice is marked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.evaluate.gold import actor_names, comparable, same_actor
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.pairs import Labels, PairedSentence, paired
from kg.nlp.parse import Parse
from kg.nlp.participants import Participant
from kg.nlp.pipeline import prose
from kg.ontology import ontology
from tests.helpers import read_cases
from training.annotated import OWN, AnnotatedText

UNASKED = -1
# From this fit on (see _fit), both ends together, a pair is an example.
_GOOD = 4

ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Example:
    """A sentence with its answers: `wanted` pairs by relations (1, 0, or UNASKED), and for each
    wanted pair and relation the numbers of the triggers that say so. Of the versions of a text an
    epoch looks at one or two.
    """

    article: str
    fold: int
    own: bool
    version: int
    states: NDArray[np.float16]
    arrays: dict[str, NDArray[Any]]
    wanted: NDArray[np.int8]
    said_by: dict[tuple[int, int], list[int]]


def examples(
    extractor: Extractor, texts: Iterable[AnnotatedText], labels: Labels, version: int = 0
) -> Iterator[Example]:
    """Yield all sentences of annotated texts that have pairs, with their answers."""
    for text in texts:
        doc = extractor.nlp(prose(text.article))
        yield from _examples(extractor, text, doc, labels, version)


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
        records = [
            {
                "subject": {"names": [found.subject.label], "span": found.evidence.subject},
                "relation": [found.relation.name],
                "object": {"names": [found.object.label], "span": found.evidence.object},
                "trigger": found.evidence.trigger,
            }
            for found in extractor.statements(doc, article)
        ]
        yield from _examples(extractor, AnnotatedText(article, records, OWN, own=True), doc, labels)


def _examples(
    extractor: Extractor, text: AnnotatedText, doc: Doc, labels: Labels, version: int = 0
) -> Iterator[Example]:
    participants = extractor.reader(doc, text.article).participants
    sentences = list(paired(participants, extractor.lexicon, labels))
    marks = _marks(sentences, participants.parse, text.statements)
    for number, sentence in enumerate(sentences):
        wanted = np.where(sentence.possible, 0, UNASKED).astype(np.int8)
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
        states = doc.tensor[sentence.first : sentence.last]
        small = {key: _small(array) for key, array in sentence.arrays.items()}
        yield Example(text.article.id, text.fold, text.own, version, states, small, wanted, said_by)


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in as few bytes as will do: examples stay in memory."""
    return array.astype(np.min_scalar_type(int(array.max(initial=0))))


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
    """Sentence and pair that a statement may be about, and how well its ends fit there: 0 in
    another sentence than the marked one, which may say the same again.
    """
    ends = statement["subject"], statement["object"]
    for number, sentence in enumerate(sentences):
        start, end = parse.starts[sentence.first], parse.ends[sentence.last - 1]
        marked = not statement["trigger"] or start <= statement["trigger"][0] < end
        for i, pair in enumerate(sentence.pairs):
            words = (pair.subject, pair.subjects), (pair.object, pair.objects)
            for order in (ends, ends[::-1]) if symmetric else (ends,):
                fits = [_fit(parse, end, *word) for end, word in zip(order, words, strict=True)]
                if all(fits):
                    yield number, i, sum(fits) if marked else 0
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
