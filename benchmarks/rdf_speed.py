"""Load, ask and write: kg's store beside the same data in rdflib's memory.

    python benchmarks/rdf_speed.py STATEMENTS.jsonl [ARTICLES.jsonl] [--folder DIR]

STATEMENTS is what ``kg extract`` writes; ARTICLES, one JSON object a line, gives title, date, url
and source. Seconds are processor seconds of this process, so that a busy machine changes little;
each query is the best of three. The named questions are asked before rdflib fills the memory.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import rdflib

from kg.actors import register
from kg.model import Article, Statement
from kg.ontology import ontology
from kg.rdf import Store, ask, check, questions

QUERIES = {
    "neighbours": "SELECT ?b WHERE { r:Russia ?p ?b . ?p gp:defaultWeight ?w }",
    "two steps": "SELECT DISTINCT ?c WHERE { r:Russia gp:met ?b . ?b gp:met ?c }",
    "count by relation": "SELECT ?p (COUNT(?x) AS ?n) WHERE { ?x a gp:Assertion ; "
    "rdf:predicate ?p } GROUP BY ?p ORDER BY DESC(?n)",
    "quotes of a pair": "SELECT ?q WHERE { ?x rdf:subject r:Russia ; rdf:object r:Ukraine ; "
    "gp:quote ?q ; prov:wasDerivedFrom ?a . ?a schema:datePublished ?d } ORDER BY ?d",
}


def timed(work: Callable[[], object], repeat: int = 1) -> float:
    """Processor seconds of the quickest run."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statements", type=Path)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)
    found: dict[str, list[Statement]] = defaultdict(list)
    relations = dict(ontology().relations)
    for line in given.statements.open(encoding="utf-8"):
        statement = Statement.from_json(json.loads(line), relations)
        found[statement.article].append(statement)
    articles = [Article(id, "") for id in sorted(found)]
    if given.articles:
        articles = []
        for line in given.articles.open(encoding="utf-8"):
            record = json.loads(line)
            day = record.get("published")
            articles.append(
                Article(
                    record["id"], record.get("text") or "", record.get("title"),
                    date.fromisoformat(day) if day else None, record.get("url"),
                    record.get("source"),
                )
            )  # fmt: skip
    known = register()
    count = sum(map(len, found.values()))
    folder = given.folder or Path(tempfile.mkdtemp())
    print(f"{len(articles)} articles, {count} statements")

    def fill(store: Store) -> Store:
        for article in articles:
            store.add(article, found[article.id])
        return store

    memory = Store.open(register=known)
    print(f"add, in memory          {timed(lambda: fill(memory)):8.2f} s  {len(memory)} quads")
    disk = Store.open(folder / "store", register=known)
    print(f"add, in a folder        {timed(lambda: fill(disk)):8.2f} s")
    print(f"add again, no change    {timed(lambda: fill(disk)):8.2f} s")
    print(f"infer                   {timed(disk.infer):8.2f} s  {len(disk)} quads")
    disk.close()
    disk = Store.open(folder / "store", register=known)
    size = sum(f.stat().st_size for f in (folder / "store").rglob("*") if f.is_file())
    per = size / max(count, 1)
    print(f"on disk                 {size / 1e6:8.1f} MB  {per:.0f} bytes a statement")
    print(f"check (SPARQL)          {timed(lambda: check(disk)):8.2f} s")

    print("\nnamed questions, milliseconds")
    values = {"actor": "Russia", "first": "Russia", "second": "Ukraine", "speaker": "Russia"}
    values |= {"state": "Russia", "place": "Ukraine", "since": "2025", "organisation": "NATO"}
    for name, question in questions().items():
        asked = {p.name: values[p.name] for p in question.parameters if p.required}
        rows_ = len(ask(disk, name, asked))
        best = timed(lambda name=name, asked=asked: ask(disk, name, asked), 3)  # type: ignore[misc]
        print(f"{name:22}{best * 1000:8.1f}  {rows_} rows")

    print(f"\n{'':22}{'kg':>10}{'rdflib':>10}{'ratio':>8}")
    rows = {}
    for format in ("nquads", "trig"):
        suffix = {"nquads": ".nq", "trig": ".trig"}[format]
        path = folder / f"graph{suffix}"
        rows[f"write {format}"] = [timed(lambda path=path: disk.save(path)), 0.0]  # type: ignore[misc]
    theirs = rdflib.Dataset(default_union=True)
    again = Store.open(register=known)
    rows["read N-Quads"] = [
        timed(lambda: again._engine.store.bulk_load(path=str(folder / "graph.nq"))),  # type: ignore[attr-defined]
        timed(lambda: theirs.parse(folder / "graph.nq", format="nquads")),
    ]
    for quad in disk._engine.quads(graph=disk.names.ontology):
        from kg.rdf.exchange import to_rdflib_term

        theirs.add(tuple(to_rdflib_term(t) for t in quad.triple))  # type: ignore[arg-type]
    for format in ("nquads", "trig"):
        rows[f"write {format}"][1] = timed(lambda format=format: theirs.serialize(format=format))  # type: ignore[misc]
    prefixes = {p: rdflib.Namespace(iri) for p, iri in disk.names.prefixes.items()}
    for name, text in QUERIES.items():
        rows[name] = [
            timed(lambda text=text: disk.query(text), 3),  # type: ignore[misc]
            timed(lambda text=text: list(theirs.query(text, initNs=prefixes))),  # type: ignore[misc]
        ]
    for name, (ours, other) in rows.items():
        print(f"{name:22}{ours:10.4f}{other:10.4f}{other / max(ours, 1e-9):7.0f}x")


if __name__ == "__main__":
    main()
