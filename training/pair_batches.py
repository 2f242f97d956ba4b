"""Examples in batches, as the tensors that the reader of relations is trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from kg.nlp.pairs import FLAGS, GRIDS, OF_ENDS, OF_PAIRS, OF_TRIGGERS
from training.pair_data import Example
from training.pair_network import Tensors, padded

Versions = list[list[Example]]
"""The sentences of one text, once as it is and once for each of its copies."""


def by_text(examples: Sequence[Example]) -> list[Versions]:
    """Sentences by text and version."""
    found: dict[str, dict[int, list[Example]]] = {}
    for example in examples:
        found.setdefault(example.article, {}).setdefault(example.version, []).append(example)
    return [list(versions.values()) for versions in found.values()]


def batches(
    texts: Sequence[Versions], order: random.Random, config: dict[str, Any]
) -> Iterator[list[Example]]:
    """Yield groups of sentences of like length, in random order: one version of each of our own
    texts, and as many of each text of `data/train` as the config says.
    """
    chosen = [
        example
        for versions in texts
        for _ in range(1 if versions[0][0].own else config["looks_at_news"])
        for example in order.choice(versions)
    ]
    shuffled = order.sample(chosen, len(chosen))
    groups = []
    for start in range(0, len(shuffled), 250):
        part = sorted(shuffled[start : start + 250], key=lambda e: len(e.states))
        group: list[Example] = []
        pairs = 0
        for example in part:
            count = len(example.wanted)
            words = len(example.states) * (len(group) + 1)
            if group and (pairs + count > config["batch_pairs"] or words > config["batch_words"]):
                groups.append(group)
                group, pairs = [], 0
            group.append(example)
            pairs += count
        groups.append(group)
    order.shuffle(groups)
    yield from groups


SaidBy = list[tuple[int, int, list[int]]]


def tensors(
    group: Sequence[Example], order: random.Random, kept: float
) -> tuple[Tensors, torch.Tensor, SaidBy]:
    """Inputs, answers, and which triggers say what, for a batch of sentences.

    Of the pairs without any relation only a share of `kept` is taken.
    """
    words = max(len(e.states) for e in group)
    width = max(len(e.arrays["triggers"]) for e in group)
    lengths = torch.tensor([len(e.states) for e in group])
    counts = torch.tensor([len(e.arrays["triggers"]) for e in group])
    given: Tensors = {
        "states": padded([torch.from_numpy(e.states).float() for e in group], [words]),
        "mask": (torch.arange(words) < lengths[:, None])[:, None, None, :],
        "real": (torch.arange(width) < counts[:, None])[:, :, None],
    }
    chosen = [
        [
            i
            for i in range(len(e.wanted))
            if kept >= 1 or (e.wanted[i] == 1).any() or order.random() < kept
        ]
        for e in group
    ]
    given["sentence"] = torch.tensor([n for n, rows in enumerate(chosen) for _ in rows]).long()
    for key in OF_TRIGGERS:
        given[key] = padded([_tensor(e, key) for e in group], [width])
    for key in OF_ENDS:
        given[key] = torch.cat([_tensor(e, key) for e in group])
    for key in GRIDS:
        rows = [_tensor(e, key) for e in group]
        given[key] = torch.cat([functional.pad(row, (0, width - row.shape[1])) for row in rows])
    for key in OF_PAIRS:
        rows = [_tensor(e, key)[numbers] for e, numbers in zip(group, chosen, strict=True)]
        given[key] = torch.cat(rows)
    # Numbers in a sentence become numbers in the batch.
    ends = torch.tensor([len(e.arrays["ends"]) for e in group])
    first = torch.arange(len(group))
    given["triggers"] += first[:, None] * words
    given["ends"] += torch.repeat_interleave(first, ends) * words
    for key in ("subject", "object"):
        given[key] += (ends.cumsum(0) - ends)[given["sentence"]]
    wanted = [e.wanted[i] for e, numbers in zip(group, chosen, strict=True) for i in numbers]
    said_by, row = [], 0
    for e, numbers in zip(group, chosen, strict=True):
        for i in numbers:
            said_by += [
                (row, relation, where)
                for (pair, relation), where in e.said_by.items()
                if pair == i and where
            ]
            row += 1
    return given, torch.from_numpy(np.array(wanted, np.float32)), said_by


def _tensor(example: Example, key: str) -> torch.Tensor:
    kind = torch.float32 if key in FLAGS else torch.int64
    return torch.from_numpy(example.arrays[key]).to(kind)
