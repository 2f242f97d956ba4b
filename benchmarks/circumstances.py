"""Status, speaker and time of what is found: ``python benchmarks/circumstances.py ../shared/data``.

Of the texts of ``data/train`` and of ``training/assisted``: how often the status (asserted or not),
the speaker and the time of a statement are right where the two actors and the relation are, and how
often a speaker is named whom the annotators do not name. The reader was trained on ``data/train``,
and so finds more there than elsewhere; status, speakers and times are told by rules.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kg.evaluate import Share, score
from kg.model import Statement
from kg.nlp import Extractor
from training.annotated import AnnotatedText, read_annotated, read_assisted

PROCESSES = 2


def main() -> None:
    """Read, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    train = [text for text in read_annotated(given.data, 1) if not text.own]
    print(f"{'':20}{'status':>22}{'speaker':>22}{'time':>22}{'speaker invented':>22}")
    with ProcessPoolExecutor(PROCESSES) as pool:
        for name, texts in (("data/train", train), ("assisted", read_assisted(given.data))):
            parts = [texts[start::PROCESSES] for start in range(PROCESSES)]
            found = [statement for part in pool.map(_read, parts) for statement in part]
            of = score({text.article.id: text.golden() for text in texts}, found)
            shares = (of.asserted_or_not, of.speaker, of.time, of.false_speakers)
            print(f"{name:20}" + "".join(f"{_shown(share):>22}" for share in shares))


def _read(texts: Sequence[AnnotatedText]) -> list[Statement]:
    extractor = Extractor()
    return [s for _, found in extractor.extract(text.article for text in texts) for s in found]


def _shown(share: Share) -> str:
    return f"{share.right} of {share.of} ({share.right / max(1, share.of):.3f})"


if __name__ == "__main__":
    main()
