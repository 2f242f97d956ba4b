"""Laws of decoding: a tree is a tree and the best one; entity tags make sound spans."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.nlp import decoding

TAGS = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG"]


@st.composite
def arc_scores(draw: st.DrawFn, most: int = 12) -> np.ndarray:
    """Scores of words as heads of words; whole numbers, so that there are ties."""
    count = draw(st.integers(1, most))
    return draw(arrays.arrays(np.float64, (count, count + 1), elements=st.integers(-9, 9)))


def is_tree(heads: list[int]) -> bool:
    """One root, and every word reaches it."""
    roots = [word for word, head in enumerate(heads) if word == head]
    if len(roots) != 1:
        return False
    for word in range(len(heads)):
        for _ in heads:
            word = heads[word]
        if word != roots[0]:
            return False
    return True


def value(scores: np.ndarray, heads: list[int]) -> float:
    return sum(
        scores[word, len(heads) if head == word else head] for word, head in enumerate(heads)
    )


@given(arc_scores())
def test_a_tree_has_one_root_and_no_cycle(scores: np.ndarray) -> None:
    assert is_tree(decoding.tree(scores).tolist())


@given(arc_scores(most=4))
def test_no_other_tree_is_better(scores: np.ndarray) -> None:
    found = value(scores, decoding.tree(scores).tolist())
    every = itertools.product(range(len(scores)), repeat=len(scores))
    assert found == max(value(scores, list(heads)) for heads in every if is_tree(list(heads)))


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf, 1e30])
def test_strange_scores_still_make_a_tree(strange: float) -> None:
    assert is_tree(decoding.tree(np.full((5, 6), strange)).tolist())


@given(
    arrays.arrays(
        np.float32, st.tuples(st.integers(0, 10), st.just(len(TAGS))), elements=st.integers(-5, 5)
    )
)
def test_spans_are_in_order_and_do_not_overlap(scores: np.ndarray) -> None:
    end = 0
    for start, stop, label in decoding.spans(scores, TAGS):
        assert end <= start < stop <= len(scores)
        assert label in {"PERSON", "ORG"}
        end = stop


def test_a_continued_name_needs_a_beginning() -> None:
    # The second word would rather continue an organisation, but none began.
    scores = np.array([[0, 3, 0, 2, 0], [0, 0, 1, 0, 4]], np.float32)
    assert decoding.spans(scores, TAGS) == [(0, 2, "ORG")]
