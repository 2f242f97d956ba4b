"""Scores the shipped component: `python training/evaluate.py --split dev` (or `test`).

Prints one JSON object: gold words (UPOS, XPOS, features, lemmas, UAS, LAS, names), raw text
(CoNLL 2018 measures), by corpus and genre, and the most frequent confusions.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.network import SHIPPED
from kg.nlp.syntax import load_syntax
from training import conll18, datasets, windows
from training.corpora import Sentence
from training.watch import COARSE, gold_names

KEYS = ("upos", "xpos", "feats", "lemma", "uas", "las", "las_universal")


def main() -> None:
    """Read the arguments, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--network", type=Path, default=SHIPPED, help="folder of the ONNX file")
    parser.add_argument("--confusions", type=int, default=0, metavar="N")
    given = parser.parse_args()
    nlp = load_syntax(folder=given.network)
    report = {
        name: {
            "gold words": gold_words(nlp, sentences),
            "raw text": raw_text(nlp, sentences),
            "names": names(nlp, sentences),
        }
        for name, sentences in datasets.load(given.data, given.split).items()
    }
    if given.confusions:
        report["confusions"] = {
            name: confusions(nlp, sentences, given.confusions)
            for name, sentences in datasets.load(given.data, given.split).items()
            if name != "wikigold"
        }
    print(json.dumps(report, indent=1))


def paragraphs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Yield the sentences paragraph by paragraph."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.starts_paragraph or sentence.document != group[-1].document):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def docs(nlp: Language, sentences: Sequence[Sentence]) -> Iterator[tuple[Doc, list[Sentence]]]:
    """Yield each paragraph with its gold words and sentence starts, annotated by the component."""
    groups = list(paragraphs(sentences))

    def unread() -> Iterator[Doc]:
        for group in groups:
            words = [word for sentence in group for word in sentence.words]
            starts = [i == 0 for sentence in group for i in range(len(sentence.words))]
            spaces = [word.gap != 0 for word in words[1:]] + [False]
            yield Doc(
                nlp.vocab,
                # spaCy takes an empty form for no word at all.
                words=[word.form or "_" for word in words],
                spaces=spaces,
                sent_starts=starts,
            )

    syntax = nlp.get_pipe("kg_syntax")
    yield from zip(syntax.pipe(unread()), groups, strict=True)  # type: ignore[attr-defined]


def genre(name: str) -> str:
    """The genre that a document's id begins with."""
    return name.removeprefix("GUM_").replace("-", "_").split("_")[0]


def gold_words(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, object]:
    """Shares of right words, in all and by genre."""
    right: dict[str, Counter[str]] = defaultdict(Counter)
    if not any(word.upos for word in sentences[0].words):
        return {}
    for doc, group in docs(nlp, sentences):
        for tokens, sentence in zip(doc.sents, group, strict=True):
            for token, word in zip(tokens, sentence.words, strict=True):
                for key in ("all", genre(sentence.document)):
                    _compare(right[key], token, word)
    return {
        key: {k: round(100 * found[k] / found["words"], 2) for k in KEYS}
        | {"words": found["words"]}
        for key, found in right.items()
    }


def _compare(found: Counter[str], token: object, word: object) -> None:
    found["words"] += 1
    found["upos"] += token.pos_ == word.upos
    found["xpos"] += token.tag_ == word.xpos
    found["feats"] += str(token.morph) == word.feats
    found["lemma"] += word.lemma in {None, token.lemma_}
    attached = token.head.i - token.sent.start == word.head
    deprel = "root" if token.dep_ == "ROOT" else token.dep_
    found["uas"] += attached
    found["las"] += attached and deprel == word.deprel
    found["las_universal"] += attached and deprel.split(":")[0] == word.deprel.split(":")[0]


def names(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Precision, recall and F1 of persons, organisations and places, exact spans, gold words."""
    found: Counter[str] = Counter()
    for doc, group in docs(nlp, sentences):
        window = windows.join(group)
        if not any(sentence.tags for sentence in group):
            continue
        possible = np.array([windows.tag_row(tag) for tag in window.tags])
        wanted = gold_names(possible)
        ours = {(e.start, e.end, COARSE[e.label_]) for e in doc.ents if e.label_ in COARSE}
        for kind in ("PER", "ORG", "LOC", "all"):
            w = {x for x in wanted if kind in {x[2], "all"}}
            o = {x for x in ours if kind in {x[2], "all"}}
            found[f"{kind} right"] += len(w & o)
            found[f"{kind} gold"] += len(w)
            found[f"{kind} system"] += len(o)
    scores = {}
    for kind in ("PER", "ORG", "LOC", "all"):
        right, gold, system = (found[f"{kind} {x}"] for x in ("right", "gold", "system"))
        scores[f"{kind} precision"] = round(100 * right / max(1, system), 2)
        scores[f"{kind} recall"] = round(100 * right / max(1, gold), 2)
        scores[f"{kind} f1"] = round(200 * right / max(1, gold + system), 2)
    return scores


def raw_text(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, object]:
    """CoNLL 2018 measures from raw text, in all and by genre."""
    if not any(word.upos for word in sentences[0].words):
        return {}
    documents: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        documents[sentence.document].append(sentence)
    texts = [
        "\n\n".join(" ".join(_joined(group)) for group in paragraphs(document))
        for document in documents.values()
    ]
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, (name, document) in zip(nlp.pipe(texts), documents.items(), strict=True):
        found = conll18.counts(_gold(document), _system(doc))
        for key in ("all", genre(name)):
            total[key].update(found)
    return {
        key: {k: round(v, 2) for k, v in conll18.scores(found).items()}
        for key, found in total.items()
    }


def _joined(group: Iterable[Sentence]) -> Iterator[str]:
    """The texts of sentences, glued where no space stands between them."""
    text = ""
    for sentence in group:
        if text and sentence.words[0].gap:
            yield text
            text = ""
        text += sentence.text
    yield text


def _gold(document: Sequence[Sentence]) -> conll18.Reading:
    nodes: list[conll18.Node] = []
    borders: set[tuple[int, int]] = set()
    place = 0
    for sentence in document:
        first, offset = place, len(nodes)
        for surface, words in sentence.tokens():
            width = len("".join(surface.split()))
            for number in words:
                word = sentence.words[number]
                nodes.append(
                    conll18.Node(
                        form=word.form,
                        start=place,
                        end=place + width,
                        joint=len(words) > 1,
                        upos=word.upos or "",
                        xpos=word.xpos or "",
                        feats=word.feats or "",
                        lemma=word.lemma or "_",
                        head=word.head + offset,
                        deprel=word.deprel or "",
                    )
                )
            place += width
        borders.add((first, place))
    return conll18.Reading(nodes, frozenset(borders))


def _system(doc: Doc) -> conll18.Reading:
    nodes: list[conll18.Node] = []
    borders: set[tuple[int, int]] = set()
    numbers = {token.i: i for i, token in enumerate(t for t in doc if not t.is_space)}
    place = 0
    for sentence in doc.sents:
        first = place
        for token in sentence:
            if token.is_space:
                continue
            # A token with a space inside would not exist in the gold text.
            width = len("".join(token.text.split()))
            nodes.append(
                conll18.Node(
                    form=token.text,
                    start=place,
                    end=place + width,
                    joint=False,
                    upos=token.pos_,
                    xpos=token.tag_,
                    feats=str(token.morph),
                    lemma=token.lemma_,
                    head=numbers[token.head.i],
                    deprel=token.dep_,
                )
            )
            place += width
        if place > first:
            borders.add((first, place))
    return conll18.Reading(nodes, frozenset(borders))


def confusions(nlp: Language, sentences: Sequence[Sentence], count: int) -> dict[str, list[str]]:
    """The most frequent confusions: gold, ours, how often."""
    seen: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for doc, group in docs(nlp, sentences):
        for tokens, sentence in zip(doc.sents, group, strict=True):
            for token, word in zip(tokens, sentence.words, strict=True):
                deprel = "root" if token.dep_ == "ROOT" else token.dep_
                seen["upos"][word.upos or "", token.pos_] += 1
                seen["deprel"][word.deprel or "", deprel] += 1
                seen["lemma"][f"{word.form}: {word.lemma}", token.lemma_] += word.lemma not in {
                    None,
                    token.lemma_,
                }
    return {
        key: [
            f"{gold} -> {ours}: {times}"
            for (gold, ours), times in found.most_common()
            if gold != ours and times
        ][:count]
        for key, found in seen.items()
    }


if __name__ == "__main__":
    main()
