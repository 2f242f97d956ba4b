"""Are promoted statements true to their text? A sheet to judge by reading, and its score.

    python benchmarks/judging.py sample NEWS.jsonl... --to sheet.jsonl     200 at random, with texts
    python benchmarks/judging.py score                                     what was judged
    python benchmarks/judging.py again NEWS.jsonl...                       what of it still stands

Of people and bodies without a name alone (``kg extract --unnamed``):

    python benchmarks/judging.py sample --unnamed NEWS.jsonl --to sheet.jsonl
    python benchmarks/judging.py score benchmarks/judged-unnamed.tsv

``sample`` extracts from a random part of the files and draws promoted political statements, as
many of each file; texts that we have annotated are left out, since rules were made on them.
Somebody who reads the text writes for each a line of ``judged.tsv``: article, statement, ``right``
or ``wrong``, and for a wrong one the first thing that is: subject, relation, object, direction,
status, or nothing (the text says nothing of the kind). The sheet holds text of others and stays out
of the repository; ``judged.tsv`` holds ids only.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from kg.ingest import read
from kg.model import Article, Statement
from kg.nlp import Extractor
from kg.nlp.unnamed import kinds
from kg.rdf.facts import Policy, is_allegation, is_plain
from training.annotated import ASSISTED

JUDGED = Path(__file__).parent / "judged.tsv"
_ARTICLES = {False: 700, True: 4000}
"""Read from each file, enough for a few hundred statements: of any, or of those without a name."""


def main() -> None:
    """Draw a sample, or count verdicts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    sample = commands.add_parser("sample")
    sample.add_argument("files", type=Path, nargs="+")
    sample.add_argument("--to", type=Path, required=True)
    sample.add_argument("--count", type=int, default=200)
    sample.add_argument("--seed", type=int, default=1)
    sample.add_argument("--unnamed", action="store_true")
    score = commands.add_parser("score")
    score.add_argument("sheet", type=Path, nargs="?", default=JUDGED)
    again = commands.add_parser("again")
    again.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    if given.command == "sample":
        rows = draw(given.files, given.count, given.seed, unnamed=given.unnamed)
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        given.to.write_text(text, "utf-8")
    elif given.command == "again":
        compare(given.files, JUDGED)
    else:
        report(given.sheet)


def draw(
    files: list[Path], count: int, seed: int, *, unnamed: bool = False
) -> list[dict[str, Any]]:
    """Return promoted political statements of random articles, with what a reader must see.

    With ``unnamed`` they are about people and bodies without a name.
    """
    chance = random.Random(seed)
    extractor = Extractor(unnamed=unnamed)
    seen = {json.loads(line)["article"] for line in ASSISTED.open(encoding="utf-8")}
    rows = []
    for file in files:
        texts = chance.sample(
            [text for text in read(file) if text.id not in seen], _ARTICLES[unnamed]
        )
        found = [
            (article, statement)
            for article, statements in extractor.extract(texts)
            for statement in statements
            if is_promoted(statement) and (not unnamed or is_about_unnamed(statement))
        ]
        rows += [_row(*pair) for pair in chance.sample(found, count // len(files))]
    return rows


def is_about_unnamed(statement: Statement) -> bool:
    """Tell whether an end of a statement has no name."""
    ends = statement.subject, statement.object
    return any(actor.label.partition(" (")[0].lower() in kinds() for actor in ends)


def is_promoted(statement: Statement) -> bool:
    """Tell whether a political statement makes a fact by itself."""
    plain = is_plain(statement.status, statement.confidence, Policy())
    return statement.relation.political and plain and not is_allegation(statement)


def _row(article: Article, statement: Statement) -> dict[str, Any]:
    return {
        "article": article.id,
        "statement": statement.id,
        "says": f"{statement.subject.label} {statement.relation.name} {statement.object.label}",
        "speaker": statement.speaker.label if statement.speaker else None,
        "time": statement.time.start if statement.time else None,
        "date": article.published.isoformat() if article.published else None,
        "sentence": statement.evidence.text,
        "trigger": article.text[slice(*statement.evidence.trigger or (0, 0))],
        "rule": statement.rule,
        "text": article.text,
    }


def report(sheet: Path) -> None:
    """Print how many of the judged statements are right, and what is wrong with the others."""
    rows = _verdicts(sheet)
    for title, mine in (
        ("world-events-2025", [r for r in rows if r[0].startswith("wpce")]),
        ("kremlin-2000", [r for r in rows if not r[0].startswith("wpce")]),
        ("together", rows),
    ):
        if not mine:
            continue
        verdicts = Counter(row[2] for row in mine)
        wrong = Counter(row[3] for row in mine if row[2] == "wrong")
        share = verdicts["right"] / len(mine)
        print(
            f"{title:20} {verdicts['right']:4} of {len(mine):4} right  {share:.3f}  {dict(wrong)}"
        )


def compare(files: list[Path], sheet: Path) -> None:
    """Print how many of the right and of the wrong statements are promoted now."""
    rows = _verdicts(sheet)
    judged = {row[0] for row in rows}
    articles = [article for file in files for article in read(file) if article.id in judged]
    promoted = {
        (article.id, statement.id)
        for article, statements in Extractor().extract(articles)
        for statement in statements
        if is_promoted(statement)
    }
    for verdict in ("right", "wrong"):
        mine = [row for row in rows if row[2] == verdict]
        kept = sum((row[0], row[1]) in promoted for row in mine)
        print(f"{verdict}: {len(mine)}, still promoted {kept}")


def _verdicts(sheet: Path) -> list[list[str]]:
    """The lines of a sheet: article, statement, verdict, what is wrong."""
    return [line.split("\t") for line in sheet.read_text("utf-8").splitlines()[1:]]


if __name__ == "__main__":
    main()
