"""What the syntax network sees of a word: its word pieces, its shape and the gap before it.

Training and running both use this module, so that the network meets the same input in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

# Gaps: what stands between a word and the one before it.
GAP_NONE, GAP_SPACE, GAP_LINE, GAP_START = range(4)
GAPS = 4

# Shapes: the encoder reads lower-cased text, so the case of the letters is told to it apart.
SHAPE_OTHER, SHAPE_LOWER, SHAPE_TITLE, SHAPE_UPPER, SHAPE_INITIAL, SHAPE_MIXED, SHAPE_DIGITS = (
    range(7)
)
SHAPES = 8

# Feature 0 belongs to the frame pieces [CLS] and [SEP].
FEATURES = 1 + SHAPES * GAPS

# A longer word is cut in the middle: its two ends say what kind of word it is, and a web address of
# sixty pieces must not crowd out the sentence.
MAX_PIECES = 12
MAX_LETTERS = 100


def shape(word: str) -> int:
    """The case pattern of `word` as one small number.

    >>> [shape(word) for word in ("peace", "Oslo", "NATO", "A", "McCain", "F-16", "...")]
    [1, 2, 3, 4, 5, 6, 0]
    """
    if word.islower() and word.isalpha():
        return SHAPE_LOWER
    letters = [letter for letter in word[:MAX_LETTERS] if letter.isalpha()]
    if any(letter.isdigit() for letter in word[:MAX_LETTERS]):
        return SHAPE_DIGITS
    if not letters:
        return SHAPE_OTHER
    upper = sum(letter.isupper() for letter in letters)
    if upper == 0:
        return SHAPE_LOWER
    if upper == len(letters):
        return SHAPE_INITIAL if upper == 1 else SHAPE_UPPER
    return SHAPE_TITLE if upper == 1 and letters[0].isupper() else SHAPE_MIXED


def gap(space: str) -> int:
    """The kind of gap that the white space before a word makes.

    >>> [gap(space) for space in ("", " ", "\\n")]
    [0, 1, 2]
    """
    if not space:
        return GAP_NONE
    return GAP_LINE if "\n" in space or "\r" in space else GAP_SPACE


def feature(word_shape: int, word_gap: int) -> int:
    """Shape and gap as one index into the network's feature table."""
    return 1 + word_shape * GAPS + word_gap


class WordPieces:
    """Cuts words into the encoder's pieces and remembers the words that it has cut."""

    # Bounds the memory that remembered words take; a long run meets far more distinct words.
    _REMEMBERED = 50_000

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}
        self.cls = _piece_id(tokenizer, "[CLS]")
        self.sep = _piece_id(tokenizer, "[SEP]")
        self.unknown = _piece_id(tokenizer, "[UNK]")
        self.mask = _piece_id(tokenizer, "[MASK]")

    @classmethod
    def from_vocabulary(cls, pieces: Sequence[str]) -> WordPieces:
        """Word pieces for an uncased BERT vocabulary, one piece an entry."""
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        vocabulary = {piece: number for number, piece in enumerate(pieces)}
        tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        return cls(tokenizer)

    def cut(self, word: str) -> tuple[tuple[int, ...], int]:
        """The piece ids of `word` (one at least) and its shape."""
        known = self._known.get(word)
        if known is None:
            text = (
                word
                if len(word) <= MAX_LETTERS
                else word[: MAX_LETTERS // 2] + word[-MAX_LETTERS // 2 :]
            )
            # Lone surrogates cannot be given to the tokenizer, which is written in Rust.
            text = text.encode("utf-8", "replace").decode("utf-8")
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids or [self.unknown]
            if len(ids) > MAX_PIECES:
                ids = ids[: MAX_PIECES // 2] + ids[-MAX_PIECES // 2 :]
            known = tuple(ids), shape(word)
            if len(self._known) >= self._REMEMBERED:
                self._known.clear()
            if len(word) <= MAX_LETTERS:
                self._known[word] = known
        return known

    def arrays(self, words: Sequence[str], gaps: Sequence[int]) -> tuple[Ints, Ints, Ints, Ints]:
        """Network input for one window: pieces, features, first and last piece of each word."""
        pieces, features, first, last = [self.cls], [0], [], []
        for word, word_gap in zip(words, gaps, strict=True):
            ids, word_shape = self.cut(word)
            first.append(len(pieces))
            pieces.extend(ids)
            features.extend([feature(word_shape, word_gap)] * len(ids))
            last.append(len(pieces) - 1)
        pieces.append(self.sep)
        features.append(0)
        return (
            np.array(pieces, np.int64),
            np.array(features, np.int64),
            np.array(first, np.int64),
            np.array(last, np.int64),
        )


def _piece_id(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"The word-piece vocabulary lacks '{piece}', which an uncased BERT has.")
    return int(number)
