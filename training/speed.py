"""Speed beside spaCy's small CNN architecture, on one core: `python training/speed.py`.

The CNN is made here, with the settings that `spacy init config` proposes for tagger, parser and
entity recogniser, and trained for a moment, so that it does a usual amount of work. Both read the
same articles in `nlp.pipe` in turns; the time is that of the processor, which other programs on the
machine hardly change.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from itertools import islice
from pathlib import Path

from spacy import util
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg.nlp.syntax import load_syntax
from training import corpora

ROUNDS = 3


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=100)
    given = parser.parse_args()
    with (given.data / "news" / "kremlin-2000.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, given.articles)]
    begun = time.perf_counter()
    ours = load_syntax()
    ours("Read this first.")
    loaded = time.perf_counter() - begun
    rivals = {"syntax network": ours, "spaCy CNN": small_cnn(given.data)}
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, nlp in rivals.items():
            begun = time.process_time()
            words = sum(sum(not token.is_space for token in doc) for doc in nlp.pipe(texts))
            best[name] = max(best.get(name, 0.0), words / (time.process_time() - begun))
    for name, rate in best.items():
        print(f"{name}: {rate:,.0f} words a second")
    print(f"ratio: {best['syntax network'] / best['spaCy CNN']:.2f}")
    print(f"pipeline and network load in {loaded:.2f} s (with spaCy imported)")


def small_cnn(data: Path) -> Language:
    """spaCy's small architecture, trained for a moment on the dev part of EWT."""
    config = init_config(pipeline=["tagger", "parser", "ner"], optimize="efficiency", silent=True)
    nlp = util.load_model_from_config(config, auto_fill=True)
    examples = []
    for sentence in corpora.treebank(data / "treebanks" / "ewt-dev.conllu"):
        words = [word.form or "_" for word in sentence.words]
        reference = Doc(
            nlp.vocab,
            words=words,
            tags=[word.xpos or "" for word in sentence.words],
            heads=[word.head for word in sentence.words],
            deps=[word.deprel or "" for word in sentence.words],
            # Names are not what is measured; any will do.
            ents=["B-NAME" if word.upos == "PROPN" else "O" for word in sentence.words],
        )
        examples.append(Example(Doc(nlp.vocab, words=words), reference))
    nlp.initialize(lambda: examples)
    random.Random(0).shuffle(examples)
    for batch in util.minibatch(examples, 32):
        nlp.update(batch)
    return nlp


if __name__ == "__main__":
    main()
