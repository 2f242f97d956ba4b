"""Quick dev scores during training, on gold words, without the component around the network."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch

from kg.nlp import decoding
from kg.nlp.words import WordPieces
from training import entities, windows
from training.corpora import Sentence
from training.labels import Labels
from training.network import Network, mixed_tags, relation_scores

# Coarse kinds in which the name corpora agree.
COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def paragraphs(sentences: Sequence[Sentence], longest: int) -> list[windows.Window]:
    """Windows of whole paragraphs, cut after `longest` words."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        fits = groups and sum(len(s.words) for s in groups[-1]) + len(sentence.words) <= longest
        if not fits or sentence.starts_paragraph or groups[-1][-1].document != sentence.document:
            groups.append([])
        groups[-1].append(sentence)
    return [windows.join(group) for group in groups]


@torch.no_grad()
def scores(
    network: Network, corpora: dict[str, list[Sentence]], cutter: WordPieces, labels: Labels
) -> dict[str, float]:
    """Percentages by corpus and measure; `sum` is what training maximises."""
    network.eval()
    found: dict[str, float] = {}
    for name, sentences in corpora.items():
        cut = paragraphs(sentences, 100)
        right = dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las"), 0)
        count = 0
        starts, names = np.zeros(3), np.zeros(3)
        for batch in windows.batches(cut, cutter, labels, size=4000, rng=random.Random(0)):
            mask = (batch.pieces != 0)[:, None, None, :]
            with torch.autocast("cpu", torch.bfloat16):
                given = network(batch.pieces, batch.features, mask, batch.first, batch.last)
            known = batch.head >= 0
            count += int(known.sum())
            for key in ("upos", "xpos", "feats", "lemma"):
                hit = (given[key].argmax(-1) == batch.labels[key]) & known
                right[key] += int(hit.sum())
            same = batch.sentence[:, :, None] == batch.sentence[:, None, :]
            same = same & batch.real[:, None, :] & ~torch.eye(same.shape[1], dtype=torch.bool)
            closed = ~torch.nn.functional.pad(same, (0, 1), value=True)
            head = given["arcs"].masked_fill(closed, -1e4).argmax(-1)
            hit = (head == batch.head) & known
            right["uas"] += int(hit.sum())
            label = relation_scores(given, head).argmax(-1)
            right["las"] += int((hit & (label == batch.labels["deprel"])).sum())
            begun = (given["start"].squeeze(-1) > 0) & batch.real
            begun[:, 0] = False
            gold = (batch.starts > 0) & batch.real
            gold[:, 0] = False
            starts += [int((begun & gold).sum()), int(begun.sum()), int(gold.sum())]
            names += _names(mixed_tags(given["tags"]), batch)
        values = {key: 100 * hits / count for key, hits in right.items()} if count else {}
        if starts[2]:
            values["starts"] = 100 * 2 * starts[0] / (starts[1] + starts[2])
        values["names"] = 100 * 2 * names[0] / max(1.0, names[1] + names[2])
        found |= {f"{name}.{key}": round(value, 2) for key, value in values.items()}
    found["sum"] = round(
        sum(found[f"{c}.{k}"] for c in ("ewt", "gum") for k in ("las", "uas", "upos"))
        + 0.5 * (found["ewt.names"] + found["ewt.lemma"] + found["ewt.starts"]),
        2,
    )
    return found


def _names(tags: torch.Tensor, batch: windows.Batch) -> np.ndarray:
    """Names found and right, found, and wanted, of the three kinds that all corpora mark."""
    total = np.zeros(3)
    for row in range(len(tags)):
        count = int(batch.real[row].sum())
        marked = decoding.spans(tags[row, :count].numpy(), entities.TAGS)
        ours = {(a, b, COARSE[kind]) for a, b, kind in marked if kind in COARSE}
        theirs = gold_names(batch.tags[row, :count].numpy())
        total += [len(ours & theirs), len(ours), len(theirs)]
    return total


def gold_names(possible: np.ndarray) -> set[tuple[int, int, str]]:
    """The names of the three kinds from the sets of possible tags."""
    found: set[tuple[int, int, str]] = set()
    start, kind = -1, ""
    for place in range(len(possible) + 1):
        row = possible[place] if place < len(possible) else None
        kinds = (
            {entities.TAGS[i] for i in np.flatnonzero(row)}
            if row is not None and not row[0]
            else set()
        )
        inside = kinds and all(tag.startswith("I-") for tag in kinds)
        if not inside:
            if start >= 0 and kind:
                found.add((start, place, kind))
            coarse = {COARSE.get(tag[2:], "") for tag in kinds}
            start, kind = (place, coarse.pop()) if len(coarse) == 1 else (-1, "")
    return found
