"""Fits the confidence of statements on annotated texts, and shows how far it can be trusted.

    python benchmarks/calibrate.py --folds reader   fit, and write kg/nlp/en/confidence.json
    python benchmarks/calibrate.py --elsewhere      fit what other sentences say, and write it
    python benchmarks/calibrate.py                  only measure the weights that are there

``--folds`` is the folder that ``training/reader.py`` wrote: a text that was held out is read by the
reader that was trained without it, the others by the rules alone. One table is fitted for what the
rules find, one for what only the reader sees: the first on ``../shared/data/train``, the second
also on the texts that we wrote, since long sentences of all times must be weighed too. Both are
right less often in them than in news, so the second table is shifted until on ``data/train`` as
many are right as it says.
Fitting never reads ``data/gold``; the reliability tables are of ``data/gold``, and of ten folds of
the texts fitted on, each by weights fitted on the other nine.
``--elsewhere`` needs no other reader: it fits the weights of what other sentences say
(:mod:`kg.nlp.corroboration`) on the texts of ``training/assisted``, which no reader has
seen, and leaves all others as they are, for those texts are more generous than ``data/gold``.
A logistic regression with an L2 penalty on the features of :mod:`kg.nlp.confidence`; a feature
counts from five occurrences on. What repeats a statement that was found counts as right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from kg.evaluate import Golden, read_gold
from kg.evaluate.matching import STRICT, all_fits, match
from kg.ingest import read
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.confidence import BIAS, ELSEWHERE, READER, confidence, weights
from kg.nlp.learned import LearnedReader
from kg.nlp.pipeline import prose
from training.annotated import AnnotatedText, read_annotated, read_assisted
from training.logistic import logistic

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "kg" / "nlp" / "en" / "confidence.json"
FEWEST, FOLDS = 5, 10
# Confidence from which on the reader's candidates are fitted on, and of which the tables tell: what
# nobody would ask for is no measure.
UNSUREST, UNSURE = 0.03, 0.3
LIKELY = "odds over -3"
# Processes that read, and texts that one of them takes at a time.
WORKERS, _AT_A_TIME = 2, 250
# Swept 1 to 12 on folds of data/train: the log-likelihood is best, and flat, from 6 to 12.
PENALTY = 8.0

Sample = tuple[list[str], bool]
AnnotatedArticle = tuple[Article, list[Golden]]


def gold_texts(data: Path, name: str) -> list[AnnotatedArticle]:
    """Return the articles of data/gold with their annotation."""
    gold = read_gold(data / "gold" / f"{name}.gold.jsonl")
    texts = read(data / "gold" / f"{name}.jsonl")
    return [(text, gold.get(text.id, [])) for text in texts]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text gave: the relations of its statements, whether each is right, and how they fit
    the golden ones.
    """

    relations: list[str]
    samples: list[Sample]
    fits: list[tuple[int, int, int]]


def readings(
    extractor: Extractor, texts: Sequence[AnnotatedArticle], folds: Path | None = None
) -> list[Reading]:
    """Read texts; with ``folds``, each by the reader that has not seen it, if there is one."""
    found = []
    docs = extractor.nlp.pipe(prose(article) for article, _ in texts)
    readers = readers_of(folds) if folds else {}
    for (article, golden), doc in zip(texts, docs, strict=True):
        if folds:
            extractor.learned = readers.get(article.id)
        scored = extractor.scored(doc, article)
        fits = all_fits(golden, [statement for statement, _ in scored])
        result = match(fits, STRICT)
        right = result.right | result.spare
        known = [(features, i in right) for i, (_, features) in enumerate(scored)]
        found.append(Reading([s.relation.name for s, _ in scored], known, fits))
    return found


def readings_apart(texts: Sequence[AnnotatedArticle], folds: Path) -> list[Reading]:
    """Read many texts as :func:`readings` does, in several processes."""
    parts = [
        (texts[start : start + _AT_A_TIME], folds) for start in range(0, len(texts), _AT_A_TIME)
    ]
    with ProcessPoolExecutor(WORKERS) as pool:
        return [reading for part in pool.map(_read_part, parts) for reading in part]


def _read_part(part: tuple[Sequence[AnnotatedArticle], Path]) -> list[Reading]:
    texts, folds = part
    return readings(Extractor(least=UNSUREST), texts, folds)


def readers_of(folds: Path) -> dict[str, LearnedReader]:
    """Return, for each annotated text, the reader that has not seen it."""
    outside = json.loads((folds / "folds.json").read_text("utf-8"))
    readers = {n: LearnedReader(folds / f"fold-{n}") for n in outside.values()}
    return {id: readers[n] for id, n in outside.items()}


def fitting_texts(data: Path, held_out: Collection[str]) -> list[AnnotatedText]:
    """Return the texts to fit on: those that some reader has not seen, and all of data/train, whose
    rules need no reader.
    """
    texts = read_annotated(data, 1)
    return [text for text in texts if text.article.id in held_out or not text.own]


def fit(rows: Sequence[Sample], given: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the weights of a logistic regression with an L2 penalty (L-BFGS).

    With weights ``given``, only those of what other sentences say are fitted beside them, and how
    much more is right in these texts.
    """
    counts = Counter(feature for known, _ in rows for feature in set(known))
    frequent = sorted(f for f, n in counts.items() if n >= FEWEST)
    names = [f for f in frequent if given is None or f == BIAS or f.startswith(ELSEWHERE)]
    place = {name: i for i, name in enumerate(names)}
    row = [i for i, (known, _) in enumerate(rows) for f in known if f in place]
    column = [place[f] for known, _ in rows for f in known if f in place]
    table = csr_matrix((np.ones(len(row)), (row, column)), (len(rows), len(names)))
    right = np.array([float(r) for _, r in rows])
    before = np.array([sum((given or {}).get(f, 0.0) for f in known) for known, _ in rows])

    found = logistic(table, right, before, PENALTY)
    return {n: round(float(w), 3) for n, w in zip(names, found, strict=True) if abs(w) >= 0.01}


def shift(rows: Sequence[Sample], weights: Mapping[str, float]) -> float:
    """Return what must be added to every score so that as many are right as it says."""
    scores = np.array([sum(weights.get(f, 0.0) for f in known) for known, _ in rows])
    right, low, high = sum(r for _, r in rows), -5.0, 5.0
    for _ in range(40):
        middle = (low + high) / 2
        said = (1 / (1 + np.exp(-(scores + middle)))).sum()
        low, high = (middle, high) if said < right else (low, middle)
    return round(middle, 3)


def table(title: str, pairs: Sequence[tuple[float, bool]]) -> float:
    """Print a reliability table; return the expected calibration error over ten bins."""
    print(f"\n{title}: {len(pairs)} statements")
    print("  confidence   statements   mean   right")
    error = 0.0
    for low in range(10):
        inside = [(c, r) for c, r in pairs if low <= min(c * 10, 9.99) < low + 1]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(r for _, r in inside) / len(inside)
            error += abs(mean - share) * len(inside) / len(pairs)
            bounds = f"{low / 10:.1f} to {(low + 1) / 10:.1f}"
            print(f"  {bounds}   {len(inside):10}   {mean:.2f}   {share:.2f}")
    print(f"  expected calibration error {error:.3f}")
    return error


def main() -> None:
    """Fit or check."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--folds", type=Path, help="what training/reader.py wrote")
    parser.add_argument("--elsewhere", action="store_true")
    options = parser.parse_args()
    if options.elsewhere:
        refit_elsewhere(options.data)
    if options.folds:
        refit(options.data, options.folds)
    extractor, joined = Extractor(least=UNSURE), []
    for name in ("articles", "items"):
        texts = gold_texts(options.data, name)
        rows = [s for reading in readings(extractor, texts) for s in reading.samples]
        for part, current in weights().items():
            mine = [(confidence(k, current), r) for k, r in rows if part_of(k) == part]
            table(f"{part}, data/gold/{name}", mine)
            joined += mine
    table("all of data/gold, joined", joined)


def refit_elsewhere(data: Path) -> None:
    """Fit what other sentences say on the assisted texts, beside the weights that are there."""
    texts = [(text.article, text.golden()) for text in read_assisted(data)]
    samples = (s for reading in readings(Extractor(), texts) for s in reading.samples)
    tables = {part: dict(current) for part, current in weights().items()}
    given = {f: w for f, w in tables["reader"].items() if not f.startswith(ELSEWHERE)}
    fitted = fit([s for s in samples if part_of(s[0]) == "reader"], given)
    write(tables | {"reader": given | {f: w for f, w in fitted.items() if f != BIAS}})


def write(fitted: Mapping[str, Mapping[str, float]]) -> None:
    """Write the tables, and forget those that were there."""
    text = json.dumps(fitted, indent=0, ensure_ascii=False, sort_keys=True)
    WEIGHTS.write_text(text + "\n", "utf-8")
    weights.cache_clear()


def refit(data: Path, folds: Path) -> None:
    """Fit both tables on the training texts, write them, and show them on held-out texts."""
    texts = fitting_texts(data, readers_of(folds))
    read = readings_apart([(text.article, text.golden()) for text in texts], folds)
    own = [text.own for text in texts]
    write(tables(read, own))
    held_out: dict[str, list[tuple[float, bool]]] = {"rules": [], "reader": []}
    for fold in range(FOLDS):
        trained = tables(read, own, fold)
        for i, reading in enumerate(read):
            for features, right in reading.samples if i % FOLDS == fold else ():
                part = part_of(features)
                if part == "reader" or not own[i]:
                    held_out[part].append((confidence(features, trained[part]), right))
    for part, pairs in held_out.items():
        table(f"{part}, ten folds", pairs)


def tables(
    read: Sequence[Reading], own: Sequence[bool], without: int | None = None
) -> dict[str, dict[str, float]]:
    """Fit both tables, on all texts or without those of one fold."""
    kept = [i for i in range(len(read)) if without is None or i % FOLDS != without]
    fitted = {}
    for part in ("rules", "reader"):
        mine = [i for i in kept if part == "reader" or not own[i]]
        fitted[part] = fit([s for i in mine for s in read[i].samples if part_of(s[0]) == part])
    news = [
        s
        for i in kept
        for s in read[i].samples
        if not own[i] and part_of(s[0]) == "reader" and LIKELY in s[0]
    ]
    fitted["reader"][BIAS] += shift(news, fitted["reader"])
    return fitted


def part_of(known: Sequence[str]) -> str:
    """Return which table weighs a statement with these features."""
    return "reader" if f"kind {READER}" in known else "rules"


if __name__ == "__main__":
    main()
