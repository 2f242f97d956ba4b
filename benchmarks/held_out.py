"""Rules alone and joined on texts that neither reader nor weights have seen, by relation.

    python benchmarks/held_out.py FOLDS [--data ../shared/data] [--own]

FOLDS is what ``training/reader.py`` wrote: each text of ``data/train``, or with ``--own`` each of
those that we wrote, is read by the network that was trained without it, and weighed by weights
fitted on nine tenths of the other texts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from calibrate import FOLDS, ROOT, UNSUREST, fit, part_of, readers_of

from kg.evaluate.matching import STRICT, all_fits, match
from kg.nlp import Extractor
from kg.nlp.confidence import confidence
from kg.nlp.pipeline import LEAST_CONFIDENCE, LEAST_READ, prose
from kg.ontology import ontology
from training.annotated import read_annotated

LEAST = {"rules": LEAST_CONFIDENCE, "reader": LEAST_READ}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folds", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--own", action="store_true", help="of training/written instead")
    given = parser.parse_args()
    extractor, readers = Extractor(least=UNSUREST), readers_of(given.folds)
    texts = [text for text in read_annotated(given.data, 1) if text.article.id in readers]
    gold = {text.article.id: text.golden() for text in texts}
    read = []
    docs = extractor.nlp.pipe(prose(text.article) for text in texts)
    for text, doc in zip(texts, docs, strict=True):
        extractor.learned = readers[text.article.id]
        scored = extractor.scored(doc, text.article)
        fits = all_fits(gold[text.article.id], [statement for statement, _ in scored])
        result = match(fits, STRICT)
        right = result.right | result.spare
        samples = [(known, i in right) for i, (_, known) in enumerate(scored)]
        read.append((text, scored, fits, samples))
    tables = {
        part: [
            fit(
                [
                    s
                    for i, (text, *_, samples) in enumerate(read)
                    if i % FOLDS != n and (part == "reader" or not text.own)
                    for s in samples
                    if part_of(s[0]) == part
                ]
            )
            for n in range(FOLDS)
        ]
        for part in LEAST
    }
    shown = [(i, r) for i, r in enumerate(read) if r[0].own == given.own]
    wanted = Counter(g.relations[0].name for _, r in shown for g in gold[r[0].article.id])
    counts = {}
    for title, parts in (("rules", ("rules",)), ("joined", ("rules", "reader"))):
        given_, right_, found_ = Counter[str](), Counter[str](), Counter[str]()
        for i, (text, scored, fits, _) in shown:
            kept = set()
            for j, (_statement, known) in enumerate(scored):
                part = part_of(known)
                sure = confidence(known, tables[part][i % FOLDS])
                if part in parts and sure >= LEAST[part]:
                    kept.add(j)
            result = match([one for one in fits if one[2] in kept], STRICT)
            for g, j in result.found.items():
                found_[gold[text.article.id][g].relations[0].name] += 1
                right_[scored[j][0].relation.name] += 1
            given_.update(scored[j][0].relation.name for j in kept - result.spare)
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
