"""Writes rows as Turtle that people can edit: sorted, one fact a line, a blank line between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tables import Row, Term

PREFIXES = """\
@prefix gp:   <https://w3id.org/geokg/ontology#> .
@prefix r:    <https://w3id.org/geokg/resource/> .
@prefix wd:   <http://www.wikidata.org/entity/> .
@prefix wp:   <https://en.wikipedia.org/wiki/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct:  <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org:  <http://www.w3.org/ns/org#> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
"""
_BASES = {"r": "https://w3id.org/geokg/resource/", "wp": "https://en.wikipedia.org/wiki/"}


def write(path: Path, comment: str, blocks: Iterable[str]) -> None:
    """Write one file of the register."""
    lines = "".join(f"# {line}\n" for line in comment.strip().splitlines())
    path.write_text(lines + PREFIXES + "\n" + "\n".join(blocks), encoding="utf-8")


def block(row: Row, iris: dict[str, str]) -> str:
    """Return the lines about one actor, and about the terms that it held."""
    me = iris[row.id]
    facts = [f"a gp:{row.type}", f"dct:identifier {_string(row.id)}"]
    facts.append(f"rdfs:label {_string(row.label)}@en")
    facts += _several("skos:altLabel", row.names)
    facts += _several("gp:adjective", row.adjectives)
    facts += _several("gp:demonym", row.demonyms)
    if row.family:
        facts.append(f"gp:familyName {_string(row.family)}")
    facts += [f"gp:{p} {local('r', iris[key])}" for p, key in row.links]
    if row.start:
        facts.append(f"gp:start {date(row.start)}")
    if row.end:
        facts.append(f"gp:end {date(row.end)}")
    if row.qid:
        facts.append(f"skos:exactMatch wd:{row.qid}")
    if row.titles:
        pages = (local("wp", _page(t)) for t in dict.fromkeys(row.titles))
        facts.append("foaf:isPrimaryTopicOf " + " , ".join(pages))
    facts.append(f"dct:source {_string(row.source)}")
    text = _statement(local("r", me), facts)
    for party in row.parties:
        text += f"{local('r', iris[party])} gp:participatesIn {local('r', me)} .\n"
    for number, term in enumerate(sorted(row.terms), 1):
        text += _term(me, number, term, iris)
    return text


def _term(me: str, number: int, term: Term, iris: dict[str, str]) -> str:
    facts = ["a gp:Term", f"gp:holder {local('r', me)}", f"gp:office {_string(term.office)}@en"]
    facts.append("gp:officeRelation " + " , ".join(f"gp:{r}" for r in term.relations))
    facts.append(f"gp:officeOf {local('r', iris[term.of])}")
    if term.start:
        facts.append(f"gp:start {date(term.start)}")
    if term.end:
        facts.append(f"gp:end {date(term.end)}")
    if term.source != "curated":
        facts.append(f"dct:source {_string(term.source)}")
    return f"{local('r', f'{me}-term-{number}')} " + " ; ".join(facts) + " .\n"


def _statement(subject: str, facts: list[str]) -> str:
    return f"{subject} " + " ;\n  ".join(facts) + " .\n"


def _several(predicate: str, values: list[str]) -> list[str]:
    if not values:
        return []
    return [f"{predicate} " + " , ".join(f"{_string(v)}@en" for v in dict.fromkeys(values))]


def date(value: str) -> str:
    """Return a year, month or day as a typed literal."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return f'"{value}"^^xsd:{kind}'


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _page(title: str) -> str:
    return title.replace(" ", "_")


# Names that every parser takes as the local part of a prefixed name, without escapes.
_LOCAL = re.compile(
    r"[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff]"
    r"[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff-]*"
)


def local(prefix: str, name: str) -> str:
    """Return a prefixed name, or a full IRI where a name has brackets, dots and the like.

    >>> local("r", "Hezbollah"), local("wp", "Georgia_(country)")
    ('r:Hezbollah', '<https://en.wikipedia.org/wiki/Georgia_(country)>')
    """
    if _LOCAL.fullmatch(name):
        return f"{prefix}:{name}"
    return f"<{_BASES[prefix]}{name}>".replace('"', "%22")
