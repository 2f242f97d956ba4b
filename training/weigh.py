"""Says what each of the reader's looks counts: `python training/weigh.py FOLDER --data DATA`.

FOLDER holds `reader.onnx.gz`, `closer.onnx.gz` and `reader.json`, and gets `closer.json`. The
log-odds of both looks together are a sum of both, fitted on the texts of `training/assisted`, which
no reader has seen, and put on the scale of the first look alone: of what both together hold for so
likely, as many are right as of what the first alone does. So the confidence that was fitted on the
first look (`benchmarks/calibrate.py`) can go on weighing it. How good each is, and both, is
printed: over the pairs of words that get both looks, at the score where F1 is highest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kg.nlp import Extractor
from kg.nlp.looks import SHARES, Looks, promising
from kg.nlp.pairs import FLAGS, Arrays
from training.annotated import read_assisted
from training.logistic import Column, logistic
from training.pair_data import UNASKED, Example, examples
from training.reader import best


def main() -> None:
    """Read the arguments, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = parser.parse_args()
    looks = Looks(given.folder)
    found = examples(Extractor(reader=None), read_assisted(given.data), looks.labels)
    first, closer, right = odds(looks, found)
    shares = fitted(first, closer, right)
    both = shares["first"] * first + shares["closer"] * closer
    for name, scores in (("first", first), ("closer", closer), ("both", both)):
        pairs = list(zip(scores, right == 1, strict=True))
        print(name, json.dumps(best(pairs, int(right.sum()))))
    print(json.dumps(shares))
    (given.folder / "closer.json").write_text(json.dumps(shares) + "\n", "utf-8")


def odds(looks: Looks, found: Iterable[Example]) -> tuple[Column, Column, Column]:
    """What the first and the closer look say of all relations of the pairs that got both, and
    whether they are right.
    """
    columns: tuple[list[Column], list[Column], list[Column]] = ([], [], [])
    for example in found:
        words = example.states.astype(np.float32)
        arrays: Arrays = {
            key: array.astype(np.float32) if key in FLAGS else array.astype(np.int64)
            for key, array in example.arrays.items()
        }
        asked = example.wanted != UNASKED
        first, _ = looks.first(words, arrays, asked)
        rows = promising(first)
        if len(rows):
            closer, _ = looks.closer(words, arrays, rows)
            right = example.wanted[rows] == 1
            for column, values in zip(columns, (first[rows], closer, right), strict=True):
                column.append(values[asked[rows]].astype(np.float64))
    first, closer, right = (np.concatenate(column) for column in columns)
    return first, closer, right


def fitted(first: Column, closer: Column, right: Column) -> dict[str, float]:
    """The shares of both looks, by logistic regressions with and without the closer one."""
    one = np.ones_like(first)
    start, slope = logistic(np.column_stack([one, first]), right)
    both = logistic(np.column_stack([one, first, closer]), right)
    shares = (both - [start, 0, 0]) / slope
    return {key: round(float(share), 2) for key, share in zip(SHARES, shares, strict=True)}


if __name__ == "__main__":
    main()
