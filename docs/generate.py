"""Writes the pages that are made from other files: docs/commands.md and docs/ontology.md.

python docs/generate.py            write them
python docs/generate.py --check    exit with 1 where a page is not current
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import typer
from typer.testing import CliRunner

from kg.cli import app
from kg.model import Relation
from kg.ontology import ontology

DOCS = Path(__file__).parent
_QUADS = {
    "verbalCooperationWith": "Verbal cooperation",
    "materialCooperationWith": "Material cooperation",
    "verbalConflictWith": "Verbal conflict",
    "materialConflictWith": "Material conflict",
    "cooperationWith": "Cooperation",
    "conflictWith": "Conflict",
}


def commands() -> str:
    """Return the page of all commands with their help."""
    parts = ["# Commands", "", "What `kg COMMAND --help` prints; made by `docs/generate.py`.", ""]
    runner = CliRunner(env={"TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1"})
    for name in sorted(typer.main.get_command(app).commands):  # type: ignore[attr-defined]
        shown = runner.invoke(app, [name, "--help"], prog_name="kg").stdout
        plain = re.sub(r"[ \t]+$", "", shown, flags=re.M).strip("\n")
        parts += [f"## kg {name}", "", "```", plain, "```", ""]
    return "\n".join(parts)


def relations() -> str:
    """Return the page of all relations, by what kind of act they are."""
    parts = [
        "# Relations",
        "",
        "Made from `ontologies/geo.ttl` by `docs/generate.py`. The weight is what one statement",
        "counts in the signed network, from -1 (war) to +1 (alliance); ↔ marks what holds both",
        "ways.",
        "",
    ]
    for quad, title in [*_QUADS.items(), ("", "Structure")]:
        found = [r for r in ontology().relations.values() if _quad(r) == quad]
        parts += [f"## {title}", "", "| relation | what it means | weight | PLOVER |"]
        parts += ["| --- | --- | --- | --- |"]
        for relation in found:
            mark = " ↔" if relation.symmetric else ""
            cells = (
                f"`{relation.name}`{mark}",
                relation.definition,
                f"{relation.weight:+.2f}" if relation.weight else "0",
                relation.plover or "",
            )
            parts.append(f"| {' | '.join(cells)} |")
        parts.append("")
    return "\n".join(parts)


def _quad(relation: Relation) -> str:
    return next((quad for quad in _QUADS if quad in relation.ancestors), "")


PAGES = {"commands.md": commands, "ontology.md": relations}


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        path, page = DOCS / name, make()
        if check and (not path.exists() or path.read_text(encoding="utf-8") != page):
            stale.append(name)
        elif not check:
            path.write_text(page, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} is not current: run python docs/generate.py", file=sys.stderr)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
