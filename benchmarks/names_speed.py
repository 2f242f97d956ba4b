"""How fast the register loads and its names are found, beside spaCy's EntityRuler with the same.

    python benchmarks/names_speed.py ../shared/data/news/world-events-2025.jsonl

Times are processor seconds. The ruler is given texts that are tokenized already, for its time
without the tokenizer; our gazetteer reads plain characters. ``--articles`` texts are read, the file
from its beginning again where it has fewer.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import spacy

from kg.actors import load
from kg.nlp.gazetteer import Gazetteer


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Run, and return the result with the processor seconds that it took."""
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def main() -> None:
    """Print the times of loading, of building and of finding."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in islice(cycle(lines), options.articles)]
    words = sum(len(text.split()) for text in texts)
    register, seconds = timed(load)
    print(f"{'register, from Turtle':<28}{seconds:>8.2f} s  {len(register.entries)} entries")
    gazetteer, seconds = timed(lambda: Gazetteer(register.entries.values()))
    print(f"{'gazetteer, indexed':<28}{seconds:>8.2f} s")
    found, seconds = timed(lambda: sum(len(gazetteer.matches(text)) for text in texts))
    print(f"{'gazetteer, names found':<28}{seconds:>8.2f} s  {rates(words, found, seconds)}")

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    forms = {
        form
        for entry in register.entries.values()
        for form in (*entry.names, *entry.adjectives, *entry.demonyms, entry.family_name)
        if form
    }
    patterns = [{"label": "ACTOR", "pattern": form} for form in sorted(forms)]
    _, seconds = timed(lambda: ruler.add_patterns(patterns))
    print(f"{'EntityRuler, indexed':<28}{seconds:>8.2f} s  {len(patterns)} patterns")
    docs, seconds = timed(lambda: [nlp.make_doc(text) for text in texts])
    print(f"{'spaCy, tokenizer alone':<28}{seconds:>8.2f} s")
    found, seconds = timed(lambda: sum(len(ruler(doc).ents) for doc in docs))
    print(f"{'EntityRuler, names found':<28}{seconds:>8.2f} s  {rates(words, found, seconds)}")


def rates(words: int, names: int, seconds: float) -> str:
    """Words read and names found per second."""
    return f"{words / seconds:,.0f} words/s, {names / seconds:,.0f} names/s ({names:,} names)"


if __name__ == "__main__":
    main()
