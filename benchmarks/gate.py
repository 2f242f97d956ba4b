#!/usr/bin/env python3
"""The quality gate: extraction on our own annotated texts may get better, not worse.

    python benchmarks/gate.py                        run kg extract, compare with the floors
    python benchmarks/gate.py STATEMENTS.jsonl ...   compare statements that are there already
    python benchmarks/gate.py --bless                the same, then raise the floors to the scores

Floors are the F1 of every measure, pinned in floors.json together with a digest of the golden
statements and their texts. A score that lies more than TOLERANCE below its floor fails, and so
does a digest that is not the pinned one. Floors are only lowered with --allow-regression.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate import read_gold, read_statements, score
from kg.model import Statement

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
TOLERANCE = 0.0005
"""So little may come from another order of equal scores on another machine."""


@dataclass(frozen=True)
class Set:
    """One annotated set: the texts and their golden statements."""

    name: str
    texts: Path
    gold: Path

    @property
    def digest(self) -> str:
        """SHA-256 of the golden statements and of the texts, in order of their names."""
        files = sorted(self.texts.iterdir()) if self.texts.is_dir() else [self.texts]
        digest = hashlib.sha256()
        for path in [self.gold, *files]:
            digest.update(path.read_bytes())
        return digest.hexdigest()


EXAMPLES = HERE.parent / "examples"
SETS = (
    Set("articles", HERE / "gold" / "articles.jsonl", HERE / "gold" / "articles.gold.jsonl"),
    Set("sentences", HERE / "gold" / "sentences.jsonl", HERE / "gold" / "sentences.gold.jsonl"),
    Set("examples", EXAMPLES / "articles", EXAMPLES / "gold.jsonl"),
)

Pinned = Mapping[str, Mapping[str, object]]
"""Set name to ``digest`` and ``f1``, which maps measures to floors."""


def extracted() -> list[Statement]:
    """Run kg extract on all sets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.jsonl"
        texts = [str(one.texts) for one in SETS]
        command = [sys.executable, "-m", "kg", "extract", *texts, "--out", str(path), "--quiet"]
        subprocess.run(command, check=True)
        return list(read_statements(path))


def measured(statements: Iterable[Statement]) -> dict[str, dict[str, object]]:
    """Score statements on every set: what floors.json holds when they are blessed."""
    statements = list(statements)
    found = {}
    for one in SETS:
        measures = score(read_gold(one.gold), statements).measures
        f1 = {name: round(measure.f1, 4) for name, measure in measures.items()}
        found[one.name] = {"digest": one.digest, "f1": f1}
    return found


def failures(pinned: Pinned, now: Pinned) -> list[str]:
    """Say for each set what is worse than pinned, one line each."""
    said = []
    for name, scores in now.items():
        if name not in pinned:
            said.append(f"{name}: has no floors yet.")
            continue
        if pinned[name]["digest"] != scores["digest"]:
            said.append(f"{name}: the golden statements or their texts have changed.")
        said += [f"{name}: {line}" for line in lowered(pinned[name]["f1"], scores["f1"])]
    return said


def lowered(floors: Mapping[str, float], f1: Mapping[str, float]) -> list[str]:
    """Say which measures lie below their floors."""
    return [
        f"{measure} {f1.get(measure, 0.0):.4f} lies below its floor {floor:.4f}."
        for measure, floor in floors.items()
        if f1.get(measure, 0.0) < floor - TOLERANCE
    ]


def blessed(pinned: Pinned, now: Pinned, *, allow_regression: bool) -> dict[str, object]:
    """Return the new floors: the scores, but never lower than pinned unless that is allowed."""
    new = {}
    for name, scores in now.items():
        floors = {} if allow_regression or name not in pinned else pinned[name]["f1"]
        f1 = {m: max(value, floors.get(m, 0.0)) for m, value in scores["f1"].items()}
        new[name] = {"digest": scores["digest"], "f1": f1}
    return new


def main() -> int:
    """Run from the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("statements", nargs="*", type=Path, help="left out: run kg extract")
    parser.add_argument("--bless", action="store_true", help="raise the floors to the scores")
    parser.add_argument("--allow-regression", action="store_true", help="with --bless: lower them")
    options = parser.parse_args()

    given = [s for path in options.statements for s in read_statements(path)]
    now = measured(given if options.statements else extracted())
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name, scores in now.items():
        for measure, f1 in scores["f1"].items():
            floor = pinned.get(name, {}).get("f1", {}).get(measure)
            print(f"{name:10} {measure:18} {f1:.4f}" + (f"  floor {floor:.4f}" if floor else ""))
    worse = failures(pinned, now)
    for line in worse:
        print(f"FAIL {line}", file=sys.stderr)
    if not options.bless:
        return 1 if worse else 0
    if not options.allow_regression and any("below" in line for line in worse):
        print("Not blessed: floors only rise; see --allow-regression.", file=sys.stderr)
        return 1
    new = blessed(pinned, now, allow_regression=options.allow_regression)
    FLOORS.write_text(json.dumps(new, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"Floors written to {FLOORS}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
