"""Windows of consecutive sentences, and batches of windows as arrays.

The network reads several sentences at once, as it will when it is given a paragraph: it learns
where sentences start, and parses each with its neighbours in sight.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from kg.nlp import lemmas
from kg.nlp.words import GAP_LINE, GAP_START, WordPieces
from training import augment, entities
from training.corpora import Sentence, Word
from training.labels import Labels


@dataclass(frozen=True)
class Window:
    """Words of one or more whole sentences; `starts` are the positions where sentences start."""

    words: tuple[Word, ...]
    tags: tuple[int, ...]
    starts: tuple[int, ...]
    convention: int = 0


@dataclass(frozen=True)
class Batch:
    """Tensors of one batch: B windows, L pieces, W words; -1 marks what is missing."""

    pieces: torch.Tensor  # B L
    features: torch.Tensor  # B L
    first: torch.Tensor  # B W
    last: torch.Tensor  # B W
    real: torch.Tensor  # B W, false for padding
    sentence: torch.Tensor  # B W, number of the sentence within its window
    starts: torch.Tensor  # B W
    labels: dict[str, torch.Tensor]  # B W each: upos xpos feats lemma deprel
    head: torch.Tensor  # B W, position within the window; W for a root
    tags: torch.Tensor  # B W T, the possible entity tags
    convention: torch.Tensor  # B, whose tags these are


def join(sentences: Sequence[Sentence]) -> Window:
    """One window of the sentences; heads become positions within the window."""
    words: list[Word] = []
    tags: list[int] = []
    starts: list[int] = []
    for sentence in sentences:
        offset = len(words)
        starts.append(offset)
        words.extend(
            replace(word, head=word.head + offset if word.head >= 0 else -1)
            for word in sentence.words
        )
        tags.extend(sentence.tags or [entities.ANY] * len(sentence.words))
    words[0] = replace(words[0], gap=GAP_START)
    return Window(tuple(words), tuple(tags), tuple(starts), sentences[0].convention)


def sample(
    sentences: Sequence[Sentence],
    cutter: WordPieces,
    rates: augment.Rates,
    rng: random.Random,
    *,
    single: float,
    longest: int,
) -> list[Window]:
    """Cut the corpus into random windows for one epoch, each sentence once.

    `single` is the share of windows of one sentence; others run to a random length of up to
    `longest` pieces, and now and then over the end of a paragraph, as if a line break stood there.
    """
    windows: list[Window] = []
    group: list[Sentence] = []
    room = 0
    for given in sentences:
        sentence = augment.sentence(given, rates, rng)
        size = sum(len(cutter.cut(word.form)[0]) for word in sentence.words)
        joins = (
            bool(group)
            and size <= room
            and sentence.document == group[-1].document
            and (not sentence.starts_paragraph or rng.random() < 0.3)
        )
        if group and not joins:
            windows.append(_finish(group, rates, rng))
            group = []
        if not group:
            room = 0 if rng.random() < single else rng.randint(30, longest)
        elif sentence.starts_paragraph:
            first = replace(sentence.words[0], gap=GAP_LINE)
            sentence = replace(sentence, words=(first, *sentence.words[1:]))
        group.append(sentence)
        room -= size
    if group:
        windows.append(_finish(group, rates, rng))
    return windows


def _finish(group: Sequence[Sentence], rates: augment.Rates, rng: random.Random) -> Window:
    window = join(group)
    words = augment.window(window.words, rates, rng)
    words[0] = replace(words[0], gap=GAP_START)
    return replace(window, words=tuple(words))


def batches(
    windows: Sequence[Window],
    cutter: WordPieces,
    labels: Labels,
    *,
    size: int,
    rng: random.Random,
    share: tuple[int, int] = (0, 1),
) -> Iterator[Batch]:
    """Yield batches of about `size` pieces with padding, of windows of like length, shuffled.

    With `share` (number, of), only every so manieth batch, the same count for each number.
    """
    lengths = [sum(len(cutter.cut(word.form)[0]) for word in w.words) + 2 for w in windows]
    order = sorted(range(len(windows)), key=lambda i: (lengths[i] + rng.randint(0, 6), i))
    groups: list[list[int]] = []
    group: list[int] = []
    widest = 0
    for i in order:
        widest = max(widest, lengths[i])
        if group and widest * (len(group) + 1) > size:
            groups.append(group)
            group, widest = [], lengths[i]
        group.append(i)
    groups.append(group)
    rng.shuffle(groups)
    number, of = share
    for group in groups[number::of][: len(groups) // of]:
        yield batch([windows[i] for i in group], cutter, labels)


@functools.cache
def _script(form: str, lemma: str) -> str | None:
    return lemmas.script(form, lemma)


@functools.cache
def tag_row(allowed: int) -> tuple[bool, ...]:
    """A set of tags as one truth value for each."""
    return tuple(bool(allowed >> i & 1) for i in range(len(entities.TAGS)))


def batch(windows: Sequence[Window], cutter: WordPieces, labels: Labels) -> Batch:
    """The windows as tensors."""
    index = _indexes(labels)
    arrays = [cutter.arrays([w.form for w in x.words], [w.gap for w in x.words]) for x in windows]
    rows, width = len(windows), max(len(x.words) for x in windows)
    length = max(len(pieces) for pieces, *_ in arrays)
    pieces, features = np.zeros((rows, length), np.int64), np.zeros((rows, length), np.int64)
    first, last = np.zeros((rows, width), np.int64), np.zeros((rows, width), np.int64)
    real = np.zeros((rows, width), bool)
    sentence, starts = np.zeros((rows, width), np.int64), np.zeros((rows, width), np.int64)
    head = np.full((rows, width), -1, np.int64)
    tags = np.ones((rows, width, len(entities.TAGS)), bool)
    numbers = {key: np.full((rows, width), -1, np.int64) for key in index}
    for row, (window, (ids, marks, begin, end)) in enumerate(zip(windows, arrays, strict=True)):
        count = len(window.words)
        pieces[row, : len(ids)], features[row, : len(ids)] = ids, marks
        first[row, :count], last[row, :count], real[row, :count] = begin, end, True
        starts[row, list(window.starts)] = 1
        sentence[row, :count] = np.cumsum(starts[row, :count])
        tags[row, :count] = [tag_row(allowed) for allowed in window.tags]
        for place, word in enumerate(window.words):
            if word.head < 0:
                continue
            head[row, place] = width if word.head == place else word.head
            numbers["upos"][row, place] = index["upos"].get(word.upos or "", -1)
            numbers["xpos"][row, place] = index["xpos"].get(word.xpos or "", -1)
            numbers["feats"][row, place] = index["feats"].get(word.feats or "", -1)
            numbers["deprel"][row, place] = index["deprel"].get(word.deprel or "", -1)
            script = _script(word.form, word.lemma) if word.lemma else None
            numbers["lemma"][row, place] = index["lemma"].get(script or "", -1)
    return Batch(
        *(torch.from_numpy(x) for x in (pieces, features, first, last, real, sentence, starts)),
        labels={key: torch.from_numpy(value) for key, value in numbers.items()},
        head=torch.from_numpy(head),
        tags=torch.from_numpy(tags),
        convention=torch.tensor([window.convention for window in windows]),
    )


@functools.lru_cache(maxsize=2)
def _indexes_of(items: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, dict[str, int]]:
    return {key: {label: i for i, label in enumerate(values)} for key, values in items}


def _indexes(labels: Labels) -> dict[str, dict[str, int]]:
    keys = ("upos", "xpos", "feats", "lemma", "deprel")
    return _indexes_of(tuple((key, tuple(getattr(labels, key))) for key in keys))
