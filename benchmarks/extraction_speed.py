"""How fast statements are found: ``python benchmarks/extraction_speed.py ARTICLES [count]``.

Processor seconds on one core for the parse, for all that follows by rules alone, and with the
learned reader, in one run over the same articles (JSON Lines with id, text and date).
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path

from kg.ingest import read
from kg.nlp import Extractor
from kg.nlp.pipeline import prose


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=200)
    given = parser.parse_args()
    articles = list(islice(read(given.articles), given.count))
    joined, rules = Extractor(), Extractor(reader=None)
    for extractor in (joined, rules):  # everything is loaded before the clock runs
        list(extractor.extract(articles[:2]))
    start = time.process_time()
    docs = list(joined.nlp.pipe(prose(article) for article in articles))
    parse = time.process_time() - start
    words = sum(len(doc) for doc in docs)
    print(f"{len(articles)} articles, {words} words")
    print(f"{'':24}{'words/s':>10}{'of the parse':>14}")
    print(f"{'parse':24}{words / parse:10.0f}{1:14.2f}")
    for name, extractor in (("rules, after the parse", rules), ("with the reader", joined)):
        start = time.process_time()
        for doc, article in zip(docs, articles, strict=True):
            extractor.statements(doc, article)
        seconds = time.process_time() - start
        print(f"{name:24}{words / seconds:10.0f}{seconds / parse:14.2f}")


if __name__ == "__main__":
    main()
