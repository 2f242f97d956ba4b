"""Writes what is made from other files: docs/commands.md, docs/ontology.md, examples in README.md.

python docs/generate.py            write them
python docs/generate.py --check    exit with 1 where a page is not current
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

import typer
from typer.testing import CliRunner

from kg.cli import app
from kg.model import Relation
from kg.ontology import ontology

DOCS = Path(__file__).parent
ROOT = DOCS.parent
QUESTION = """SELECT ?who ?whom ?sentence WHERE {
  ?a rdf:subject/rdfs:label ?who ; rdf:predicate gp:cutTiesWith ; rdf:object/rdfs:label ?whom ;
     gp:modality gp:actual ; gp:confidence ?sure ; gp:quote ?sentence
  FILTER (?sure > 0.8) }"""
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


def readme() -> str:
    """Return README.md with its examples taken anew from the graph of examples/articles."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    runner = CliRunner(env={"TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1"})
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "demo")
        runner.invoke(app, ["build", str(ROOT / "examples" / "articles"), "--out", out])
        answer = runner.invoke(app, ["query", out, QUESTION, "--format", "csv"]).stdout
        turtle = (Path(out) / "graph.ttl").read_text(encoding="utf-8").split("\n\n")
    actor = next(block for block in turtle if block.startswith("r:Venezuela "))
    words = ("rdf:subject r:Hugo_Chávez ;", "rdf:predicate gp:cutTiesWith ;")
    claim = next(b for b in turtle if b.startswith("as:") and all(word in b for word in words))
    blocks = {
        "turtle": f"```turtle\n{actor}\n\n{claim}\n```",
        "sparql": f"```\n$ kg query demo '{QUESTION}' --format csv\n\n{answer.strip()}\n```",
    }
    for name, block in blocks.items():
        begin, end = f"<!-- {name}: docs/generate.py -->\n", f"\n<!-- /{name} -->"
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}{block}{end}{after}"
    return page


PAGES = {
    DOCS / "commands.md": commands,
    DOCS / "ontology.md": relations,
    ROOT / "README.md": readme,
}


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path, make in PAGES.items():
        page = make()
        if check and (not path.exists() or path.read_text(encoding="utf-8") != page):
            stale.append(path.relative_to(ROOT))
        elif not check:
            path.write_text(page, encoding="utf-8")
    for page_path in stale:
        print(f"{page_path} is not current: run python docs/generate.py", file=sys.stderr)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
