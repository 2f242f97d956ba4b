"""Runs the shipped syntax network (ONNX) and reads its scores as annotation of sentences.

One window of words goes in at a time, without padding: int8 arithmetic scales its numbers by the
largest in the window, so a neighbour in a batch would change the result. Same words in, same
annotation out, whatever else is being read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import decoding, lemmas
from .inflections import Inflections
from .words import GAP_NONE, GAP_SPACE, GAP_START, WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SHIPPED = Path(__file__).parent / "en"

# Windows end before this many pieces where a sentence ends there. On dev LAS is the same from 70 to
# 150 pieces and falls by 0.4 at 200, which training seldom showed; longer windows save reading the
# last sentence of one again at the head of the next.
_WINDOW = 130
# Log-odds from which on a sentence begins right behind a word without a stop: "President of Russia
# Vladimir Putin". From 0 on, news had many that began so, nearly all of them wrongly; mails, where
# stops are often left out, pay for it (scores in training/README.md).
_UNENDED = 4.0
# A sentence that does not end by then is cut; the encoder has 512 positions.
_LONGEST = 480


def session(path: Path) -> InferenceSession:
    """Open a gzipped ONNX file for small inputs: more threads inside one cost more than they give.

    Speed comes from several documents at a time (see syntax.py).
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(
        gzip.decompress(path.read_bytes()),
        options,
        providers=["CPUExecutionProvider"],
        # The fused kernel takes longer than its parts: 8.5 ms against 7.5 ms for 80 words.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """Annotation of the words from `start` to before `end`; heads count from the start.

    `upos`, `xpos`, `feats` and `deprels` are numbers in the label lists; the root is its own head.
    `states` (words by 768) is what two layers half-way up know of each word, 384 numbers each.
    """

    start: int
    end: int
    upos: NDArray[np.int64]
    xpos: NDArray[np.int64]
    feats: NDArray[np.int64]
    lemmas: list[str]
    heads: NDArray[np.int64]
    deprels: NDArray[np.int64]
    entities: list[tuple[int, int, str]]
    states: NDArray[np.float16]


class FromFolder:
    """What runs networks in `folder`; their files are read on first use."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder

    def __getstate__(self) -> dict[str, Path]:
        # A session cannot be sent to another process; that process reads the file itself.
        return {"folder": self.folder}

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.folder = state["folder"]


class Network(FromFolder):
    """The syntax network."""

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """The label lists: upos, xpos, feats, lemma, deprel, tags."""
        lists: dict[str, list[str]] = json.loads((self.folder / "syntax.json").read_text("utf-8"))
        return lists

    @cached_property
    def _session(self) -> InferenceSession:
        return session(self.folder / "syntax.onnx.gz")

    @cached_property
    def _cutter(self) -> WordPieces:
        pieces = (self.folder / "vocab.txt").read_text("utf-8").splitlines()
        return WordPieces.from_vocabulary(pieces)

    @cached_property
    def _outputs(self) -> list[str]:
        return [output.name for output in self._session.get_outputs()]

    @cached_property
    def _inflections(self) -> Inflections:
        return Inflections(self.folder / "words.txt.gz")

    @cached_property
    def _root(self) -> int:
        return self.labels["deprel"].index("root")

    def load(self) -> None:
        """Read all files now, as a server wants before its first request."""
        for _ in self.read(["Ready", "."], [GAP_START, GAP_NONE]):
            pass

    def read(
        self, words: Sequence[str], gaps: Sequence[int], starts: Sequence[int] | None = None
    ) -> Iterator[Sentence]:
        """Yield the sentences of one paragraph, in order.

        `starts` are the positions where sentences begin, if that is known; otherwise the network
        decides. Long paragraphs are read window by window, each beginning at a sentence.
        """
        known = None if starts is None else sorted({0, *starts})
        begin = 0
        while begin < len(words):
            end = self._window_end(words, begin, _WINDOW)
            found = self._sentences(words, gaps, begin, end, known)
            if end < len(words) and len(found) == 1 and not _starts_at(known, end):
                end = self._window_end(words, begin, _LONGEST)
                found = self._sentences(words, gaps, begin, end, known)
            # The last sentence of a window may go on behind it, so the next window begins there.
            if end < len(words) and len(found) > 1 and not _starts_at(known, end):
                found.pop()
            yield from found
            begin = found[-1].end

    def _window_end(self, words: Sequence[str], begin: int, room: int) -> int:
        end = begin
        while end < len(words):
            room -= len(self._cutter.cut(words[end])[0])
            if room < 0 and end > begin:
                break
            end += 1
        return end

    def _sentences(
        self,
        words: Sequence[str],
        gaps: Sequence[int],
        begin: int,
        end: int,
        known: Sequence[int] | None,
    ) -> list[Sentence]:
        """The sentences of one window."""
        forms = words[begin:end]
        # In training, every window began with this gap.
        inputs = self._cutter.arrays(forms, [GAP_START, *gaps[begin + 1 : end]])
        names = ("pieces", "features", "first", "last")
        outputs = self._session.run(None, dict(zip(names, inputs, strict=True)))
        scores = dict(zip(self._outputs, outputs, strict=True))
        if known is None:
            starts = np.flatnonzero(scores["start"] > _least(forms, gaps[begin:end])).tolist()
        else:
            starts = [start - begin for start in known if begin <= start < end]
        if not starts or starts[0] != 0:
            starts.insert(0, 0)
        borders = [*starts, end - begin]
        return [
            self._sentence(forms, scores, start, stop, begin) for start, stop in pairwise(borders)
        ]

    def _sentence(
        self, forms: Sequence[str], scores: dict[str, Any], start: int, end: int, offset: int
    ) -> Sentence:
        arcs = scores["arcs"][start:end]
        heads = decoding.tree(np.column_stack([arcs[:, start:end], arcs[:, -1]]))
        itself = heads == np.arange(end - start)
        chosen = scores["relation_head"][np.where(itself, -1, heads + start)]
        relations = np.matmul(scores["relation_word"][start:end], chosen[:, :, None])[:, :, 0]
        relations[:, self._root] = np.where(itself, np.inf, -np.inf)
        scripts, tags = self.labels["lemma"], self.labels["xpos"]
        return Sentence(
            start=start + offset,
            end=end + offset,
            upos=scores["upos"][start:end],
            xpos=scores["xpos"][start:end],
            feats=scores["feats"][start:end],
            lemmas=[
                self._inflections.checked(form, lemmas.apply(scripts[script], form), tags[tag])
                for form, script, tag in zip(
                    forms[start:end],
                    scores["lemma"][start:end].tolist(),
                    scores["xpos"][start:end].tolist(),
                    strict=True,
                )
            ],
            heads=heads,
            deprels=relations.argmax(axis=1),
            entities=decoding.spans(scores["tags"][start:end], self.labels["tags"]),
            states=scores["below"][start:end].astype(np.float16),
        )


def _least(words: Sequence[str], gaps: Sequence[int]) -> NDArray[np.float64]:
    """The log-odds from which on a sentence begins at each word."""
    joined = [gap in (GAP_NONE, GAP_SPACE) for gap in gaps]
    ended = [True, *(not word[-1].isalnum() for word in words[:-1])]
    return np.where(joined & ~np.array(ended), _UNENDED, 0.0)


def _starts_at(known: Sequence[int] | None, position: int) -> bool:
    return known is not None and position in known
