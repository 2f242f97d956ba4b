"""Reads the news of `train/texts.jsonl` with a trained network, as training data for the next one.

`python training/silver.py --data ../shared/data --run out --to silver.jsonl`, then train again with
`--set 'silver="silver.jsonl"'`. The next network sees the same sentences through noise (hidden
pieces, dropout, changed case) and has to come to what this one saw clearly; it meets the words of
news, cut by our own tokenizer. Of entity tags, all that this network thinks possible are kept.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
from spacy.tokens import Doc, Span

from kg.nlp.network import SHIPPED
from kg.nlp.syntax import load_syntax
from kg.nlp.words import GAP_NONE, GAP_SPACE, WordPieces
from training import windows
from training.corpora import CONVENTIONS, Sentence, Word
from training.export import trained
from training.network import mixed_tags
from training.train import pieces

# A tag that is less likely than this is ruled out.
POSSIBLE = 0.05


def main() -> None:
    """Read the arguments and write one sentence a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--run", type=Path, required=True, help="folder that train.py wrote")
    parser.add_argument("--network", type=Path, default=SHIPPED, help="folder of its ONNX file")
    parser.add_argument("--to", type=Path, required=True)
    given = parser.parse_args()
    parsed = list(sentences(given.data, given.network))
    tags = list(possible_tags(parsed, given.run))
    with given.to.open("w", encoding="utf-8") as out:
        for sentence, allowed in zip(parsed, tags, strict=True):
            out.write(json.dumps({**asdict(sentence), "tags": allowed}, ensure_ascii=False) + "\n")


def sentences(data: Path, folder: Path) -> Iterator[Sentence]:
    """Yield the sentences of the texts as the network in `folder` parses them."""
    nlp = load_syntax(folder=folder)
    with (data / "train" / "texts.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for number, doc in enumerate(nlp.pipe(texts)):
        starts_paragraph = True
        for span in doc.sents:
            words = tuple(_words(doc, span))
            if words:
                identity = f"silver-{number}-{span.start}"
                yield Sentence(
                    identity,
                    f"silver-{number}",
                    words,
                    starts_paragraph,
                    # The tags are a mixture of all conventions, so each learns from a part.
                    convention=number % len(CONVENTIONS),
                )
            starts_paragraph = "\n\n" in span.text_with_ws or span[-1].text.count("\n") > 1


def _words(doc: Doc, span: Span) -> Iterator[Word]:
    places = {token.i: i for i, token in enumerate(t for t in span if not t.is_space)}
    for token in span:
        if token.is_space:
            continue
        before = doc[token.i - 1] if token.i else None
        spaced = before is None or bool(before.whitespace_) or before.is_space
        yield Word(
            form=token.text,
            gap=GAP_SPACE if spaced else GAP_NONE,
            lemma=token.lemma_,
            upos=token.pos_,
            xpos=token.tag_,
            feats=str(token.morph),
            head=places[token.head.i],
            deprel="root" if token.dep_ == "ROOT" else token.dep_,
        )


@torch.no_grad()
def possible_tags(parsed: list[Sentence], run: Path) -> Iterator[list[int]]:
    """Yield for each sentence the sets of entity tags that the network of `run` finds possible."""
    network, labels = trained(run)
    cutter = WordPieces.from_vocabulary(pieces())
    for sentence in parsed:
        batch = windows.batch([windows.join([sentence])], cutter, labels)
        scores = network(batch.pieces, batch.features, None, batch.first, batch.last)
        likely = torch.softmax(mixed_tags(scores["tags"]), dim=-1)[0]
        yield [
            sum(1 << tag for tag, chance in enumerate(word) if chance >= POSSIBLE)
            for word in likely.tolist()
        ]


if __name__ == "__main__":
    main()
