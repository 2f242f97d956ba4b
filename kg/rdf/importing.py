"""Reads back what was written: a file of any format → articles with their statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ..errors import BadInput, nearest
from ..model import Article, Statement
from ..ontology import GP, RDF
from .reading import About, from_quads, index, read_article
from .terms import DCT, PROV, Run

READERS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class Found:
    """One article of a file."""

    article: Article
    digest: str | None
    run: Run
    statements: tuple[Statement, ...]


def read_file(path: Path) -> list[ox.Quad]:
    """Return the quads of a file; its name says the format.

    Raises
    ------
    BadInput
        if it is not there, its format is unknown, or it is not in that format.
    """
    format = READERS.get(path.suffix.lower())
    if format is None:
        raise BadInput(
            f"{path.name} does not say its format; known endings are {', '.join(READERS)}."
            f"{nearest(path.suffix, READERS)}"
        )
    try:
        return list(ox.parse(path=str(path), format=format))
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except (SyntaxError, OSError, ValueError) as error:
        raise BadInput(f"{path}: {str(error).splitlines()[0]}") from error


def found_in(quads: Iterable[ox.Quad | ox.Triple]) -> Iterator[Found]:
    """Yield the articles of some quads with their statements, in whatever graph they stand.

    Facts, entities and conclusions are not read: they follow from the articles.

    Raises
    ------
    BadStatement
        if an assertion lacks what every statement has.
    """
    about = index(quads)
    parts: dict[str, dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]] = defaultdict(dict)
    for iri, known in about.items():
        for predicate in (GP + "inArticle", PROV + "wasDerivedFrom"):
            if predicate == GP + "inArticle" or GP + "claim" in known:
                for article in known.get(predicate, ()):
                    parts[article.value][iri] = known  # type: ignore[assignment]
    runs = _runs(about)
    for iri in sorted(iri for iri, known in about.items() if _is_article(known)):
        known = about[iri]
        mine: About = {**parts.get(iri, {}), iri: known}
        digest = known.get(GP + "textSha256")
        yield Found(
            read_article(known),
            digest[0].value if digest else None,
            runs.get(iri, Run()),
            tuple(from_quads(mine)),
        )


def _is_article(known: object) -> bool:
    assert isinstance(known, dict)
    types = known.get(RDF + "type", ())
    return DCT + "identifier" in known and any(t.value == GP + "Article" for t in types)


def _runs(about: About) -> dict[str, Run]:
    """The run that read each article."""
    runs: dict[str, Run] = {}
    for known in about.values():
        if GP + "codeVersion" in known:
            model = known.get(GP + "modelVersion")
            run = Run(known[GP + "codeVersion"][0].value, model[0].value if model else "")
            runs |= {article.value: run for article in known.get(PROV + "used", ())}
    return runs


def identifiers(quads: Iterable[ox.Quad | ox.Triple]) -> dict[str, str]:
    """Return the IRI of each actor id that some quads describe."""
    about = index(quads)
    return {
        known[DCT + "identifier"][0].value: iri
        for iri, known in about.items()
        if DCT + "identifier" in known and GP + "actor" not in known and not _is_article(known)
    }
