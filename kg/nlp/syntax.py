"""The syntax component: tags, morphology, lemmas, sentences, dependencies and names in one pass.

Universal Dependencies v2 labels, from the network in `en/` (see training/). Use it as

    nlp = load_syntax()
    doc = nlp("Oslo sanctioned Riga.")

or add the component `kg_syntax` to a pipeline of your own. Sentence starts that are already set
on a Doc are kept; otherwise the network finds them, and a blank line always ends a sentence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from .network import SHIPPED, Network, Sentence
from .tokenizer import adapt
from .words import gap

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.vocab import Vocab

# Documents that wait in `pipe` for each thread: enough to keep all threads busy, few enough to
# bound memory.
_AHEAD = 4


@Language.factory(
    "kg_syntax",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "token.ent_iob",
        "token.ent_type",
        "doc.sents",
        "doc.ents",
    ],
    default_config={"folder": None, "threads": 1},
)
def make_syntax(nlp: Language, name: str, folder: str | None, threads: int) -> Syntax:
    """The component for a spaCy pipeline; `folder` holds another network than the shipped one."""
    return Syntax(nlp.vocab, Path(folder) if folder else SHIPPED, threads=threads)


def load_syntax(*, threads: int = 1, folder: Path | None = None) -> Language:
    """A pipeline of an English tokenizer and the syntax component.

    `threads` documents are read at a time in `nlp.pipe`; `folder` holds another network than the
    shipped one.
    """
    nlp = spacy.blank("en")
    adapt(nlp)
    # spaCy's limit guards parsers whose memory grows with the text; here it does not.
    nlp.max_length = 1 << 30
    nlp.add_pipe(
        "kg_syntax", config={"threads": threads, "folder": str(folder) if folder else None}
    )
    return nlp


@dataclass(slots=True)
class _Paragraph:
    """The words between two blank lines: their token numbers, forms and gaps."""

    tokens: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class Syntax:
    """Fills a Doc from the network, one paragraph after another.

    `threads` documents are read at a time in `pipe`; the result does not depend on it.
    """

    def __init__(self, vocab: Vocab, folder: Path = SHIPPED, *, threads: int = 1) -> None:
        if threads < 1:
            raise ValueError(
                f"kg_syntax needs one thread at least, but was given threads={threads}."
            )
        self.vocab = vocab
        self.network = Network(folder)
        self.threads = threads

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        if len(doc):
            self.set_annotations(doc, self.predict(doc))
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate documents in order; with threads, a few are read at a time."""
        if self.threads == 1:
            yield from map(self, docs)
            return
        self.network.load()
        with ThreadPoolExecutor(self.threads) as pool:
            waiting: deque[Future[Doc]] = deque()
            for doc in docs:
                waiting.append(pool.submit(self, doc))
                if len(waiting) > self.threads * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def predict(self, doc: Doc) -> list[tuple[list[int], Sentence]]:
        """The sentences of a document, each with the numbers of its paragraph's tokens."""
        known = doc.has_annotation("SENT_START")
        return [
            (paragraph.tokens, sentence)
            for paragraph in _paragraphs(doc, known=known)
            for sentence in self.network.read(
                paragraph.words, paragraph.gaps, paragraph.starts if known else None
            )
        ]

    def set_annotations(self, doc: Doc, sentences: list[tuple[list[int], Sentence]]) -> None:
        """Write sentences that `predict` found into the document, and the states of its words
        into `doc.tensor` (tokens by 768; zero for white space).
        """
        columns = {
            key: np.zeros(len(doc), np.uint64) for key in ("POS", "TAG", "MORPH", "DEP", "LEMMA")
        }
        heads = np.full(len(doc), -1, np.int64)
        if sentences:
            doc.tensor = np.zeros((len(doc), sentences[0][1].states.shape[1]), np.float16)
        ids = self._ids
        spans: list[tuple[int, int, str]] = []
        for tokens, sentence in sentences:
            places = np.array(tokens[sentence.start : sentence.end])
            heads[places] = places[sentence.heads]
            doc.tensor[places] = sentence.states
            columns["POS"][places] = ids["upos"][sentence.upos]
            columns["TAG"][places] = ids["xpos"][sentence.xpos]
            columns["MORPH"][places] = ids["feats"][sentence.feats]
            columns["DEP"][places] = ids["deprel"][sentence.deprels]
            columns["LEMMA"][places] = [self.vocab.strings.add(x) for x in sentence.lemmas]
            spans.extend(
                (int(places[start]), int(places[end - 1]) + 1, label)
                for start, end, label in sentence.entities
            )
        for token in np.flatnonzero(heads < 0).tolist():
            # White space hangs on the word before it, or on the first word of the text.
            heads[token] = token - 1 if token else _first_word(heads)
            strings = self.vocab.strings
            columns["POS"][token] = strings.add("SPACE")
            columns["TAG"][token] = strings.add("_SP")
            columns["MORPH"][token] = self.vocab.morphology.add("")
            columns["DEP"][token] = strings.add("ROOT" if heads[token] == token else "dep")
            columns["LEMMA"][token] = strings.add(doc[token].text)
        columns["HEAD"] = (heads - np.arange(len(doc))).astype(np.uint64)
        table: Any = np.column_stack(list(columns.values()))
        doc.from_array(list(columns), table)
        doc.set_ents([Span(doc, start, end, label=label) for start, end, label in spans])

    @cached_property
    def _ids(self) -> dict[str, NDArray[np.uint64]]:
        """spaCy's numbers for the labels of each list."""
        labels, strings = self.network.labels, self.vocab.strings
        # spaCy itself writes the root's label in capitals, in pipelines trained on UD too.
        deprels = ["ROOT" if label == "root" else label for label in labels["deprel"]]
        return {
            "upos": np.array([strings.add(label) for label in labels["upos"]], np.uint64),
            "xpos": np.array([strings.add(label) for label in labels["xpos"]], np.uint64),
            "deprel": np.array([strings.add(label) for label in deprels], np.uint64),
            "feats": np.array([self.vocab.morphology.add(x) for x in labels["feats"]], np.uint64),
        }


def _first_word(heads: NDArray[np.int64]) -> int:
    words = np.flatnonzero(heads >= 0)
    return int(words[0]) if len(words) else 0


def _paragraphs(doc: Doc, *, known: bool) -> Iterator[_Paragraph]:
    """Split a document at blank lines; where sentences are known, only at their starts.

    White-space tokens are no words: they only make the gap before the next one.
    """
    paragraph = _Paragraph()
    space, starts = "", False
    for token in doc:
        starts = starts or (known and bool(token.is_sent_start))
        if token.is_space:
            space += token.text_with_ws
            continue
        blank = space.count("\n") > 1
        if paragraph.words and blank and (starts or not known):
            yield paragraph
            paragraph = _Paragraph()
        if starts:
            paragraph.starts.append(len(paragraph.words))
        paragraph.tokens.append(token.i)
        paragraph.words.append(token.text)
        paragraph.gaps.append(gap(space))
        space, starts = token.whitespace_, False
    if paragraph.words:
        yield paragraph
