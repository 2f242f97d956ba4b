"""The two looks that the learned reader takes at the pairs of a sentence, each a small network.

The first takes in all pairs at once. What it holds for promising, and no rule has found, gets a
closer look: the sentence is read once more, and in the end for every such pair, told which two it
is about. Both go on from the states that the syntax network has of the words
(``training/README.md``).
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .network import FromFolder, session
from .pairs import OF_PAIRS, Arrays, Labels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# Pairs that go into a network at a time; a list of thirty names makes nine hundred.
_AT_A_TIME, _CLOSER_AT_A_TIME = 256, 32
# Log-odds of a pair's likeliest relation up to which it gets no closer look.
_UNPROMISING = -2.5
# Log-odds of the relations of a pair that a glance finds hopeless.
_UNLOOKED_AT = -10.0

SHARES = ("shift", "first", "closer")
"""What the log-odds of both looks together are made of: a constant, and the share of each look."""

Floats = NDArray[np.floating[Any]]
Look = tuple[Floats, NDArray[np.int64]]
"""Log-odds (pairs by relations), and the numbers of the triggers that say so best."""


class Looks(FromFolder):
    """Both networks.

    What they are given is the states of the words of one sentence, and its arrays
    (:mod:`kg.nlp.pairs`).
    """

    @cached_property
    def labels(self) -> Labels:
        """The lists behind the numbers."""
        return Labels.load(self.folder / "reader.json")

    @cached_property
    def _first(self) -> InferenceSession:
        return session(self.folder / "reader.onnx.gz")

    @cached_property
    def _closer(self) -> InferenceSession:
        return session(self.folder / "closer.onnx.gz")

    @cached_property
    def _shares(self) -> list[float]:
        shares = json.loads((self.folder / "closer.json").read_text("utf-8"))
        return [shares[key] for key in SHARES]

    def both(
        self,
        words: Floats,
        arrays: Arrays,
        possible: NDArray[np.bool_],
        told: NDArray[np.bool_],
    ) -> Look:
        """What both looks say of all pairs; what is not possible is minus infinity, and what is
        told already is no reason for a closer look.
        """
        odds, said_by = self.first(words, arrays, possible)
        rows = promising(np.where(told, -np.inf, odds))
        if len(rows):
            shift, first, closer = self._shares
            closer_odds, said_by[rows] = self.closer(words, arrays, rows)
            odds[rows] = shift + first * odds[rows] + closer * closer_odds
        return odds, said_by

    def first(self, words: Floats, arrays: Arrays, possible: NDArray[np.bool_]) -> Look:
        """What the first look says of all pairs."""
        odds = np.full(possible.shape, _UNLOOKED_AT, np.float32)
        said_by = np.zeros(odds.shape, np.int64)
        for start in range(0, len(odds), _AT_A_TIME):
            rows = np.arange(start, min(start + _AT_A_TIME, len(odds)))
            given = {"states": words, **_of_pairs(arrays, rows)}
            kept, found, by = self._first.run(None, given)
            odds[rows[kept]], said_by[rows[kept]] = found, by
        odds[~possible] = -np.inf
        return odds, said_by

    def closer(self, words: Floats, arrays: Arrays, rows: NDArray[np.int64]) -> Look:
        """What the closer look says of the pairs in some rows."""
        parts = [
            self._closer.run(None, {"states": words, **_of_pairs(arrays, part)})
            for part in np.split(rows, range(_CLOSER_AT_A_TIME, len(rows), _CLOSER_AT_A_TIME))
        ]
        odds, said_by = (np.concatenate(outputs) for outputs in zip(*parts, strict=True))
        return odds, said_by


def promising(odds: Floats) -> NDArray[np.int64]:
    """The rows of the pairs that the first look finds worth a closer one."""
    return np.flatnonzero(odds.max(axis=1) > _UNPROMISING)


def _of_pairs(arrays: Arrays, rows: NDArray[np.int64]) -> Arrays:
    """The input of the networks for some pairs of a sentence."""
    return {key: array[rows] if key in OF_PAIRS else array for key, array in arrays.items()}
