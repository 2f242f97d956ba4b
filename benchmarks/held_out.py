"""Rules alone and joined on texts that neither reader nor weights have seen, by relation.

    python benchmarks/held_out.py FOLDS [--data ../shared/data] [--own]

FOLDS is what ``training/reader.py`` wrote: each text of ``data/train`` that was held out, or with
``--own`` each of those that we wrote, is read by the network that was trained without it, and
weighed by weights fitted on nine tenths of the other texts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from calibrate import (
    FOLDS,
    ROOT,
    fitting_texts,
    part_of,
    readers_of,
    readings_apart,
    tables,
)

from kg.evaluate.matching import STRICT, match
from kg.nlp.confidence import confidence
from kg.nlp.pipeline import LEAST_CONFIDENCE
from kg.ontology import ontology


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folds", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--own", action="store_true", help="of training/written instead")
    given = parser.parse_args()
    known = readers_of(given.folds)
    texts = fitting_texts(given.data, known)
    gold = [text.golden() for text in texts]
    pairs = [(text.article, golden) for text, golden in zip(texts, gold, strict=True)]
    read = readings_apart(pairs, given.folds)
    own = [text.own for text in texts]
    fitted = [tables(read, own, fold) for fold in range(FOLDS)]
    shown = [
        i for i, text in enumerate(texts) if text.own == given.own and text.article.id in known
    ]
    wanted = Counter(g.relations[0].name for i in shown for g in gold[i])
    counts = {}
    for title, parts in (("rules", ("rules",)), ("joined", ("rules", "reader"))):
        given_, right_, found_ = Counter[str](), Counter[str](), Counter[str]()
        for i in shown:
            kept = {
                j
                for j, (features, _) in enumerate(read[i].samples)
                if (part := part_of(features)) in parts
                and confidence(features, fitted[i % FOLDS][part]) >= LEAST_CONFIDENCE
            }
            result = match([one for one in read[i].fits if one[2] in kept], STRICT)
            for g, j in result.found.items():
                found_[gold[i][g].relations[0].name] += 1
                right_[read[i].relations[j]] += 1
            given_.update(read[i].relations[j] for j in kept - result.spare)
        counts[title] = given_, right_, found_
        for layer, political in (("political", True), ("structural", False)):
            names = [n for n, r in ontology().relations.items() if r.political == political]
            total = [sum(c[n] for n in names) for c in (right_, given_, found_, wanted)]
            precision, recall = total[0] / total[1], total[2] / total[3]
            f1 = 2 * total[0] / (total[1] + total[3])
            print(f"{layer:11}{title:8} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"\n{'relation':24}{'wanted':>7}{'rules P, R':>14}{'joined P, R':>14}")
    for name, count in wanted.most_common(30):
        cells = [
            f"{r[name] / g[name] if g[name] else 0:.2f}, {f[name] / count:.2f}"
            for g, r, f in counts.values()
        ]
        print(f"{name:24}{count:7}{cells[0]:>14}{cells[1]:>14}")


if __name__ == "__main__":
    main()
