"""Names things in RDF: the prefixes, and the only place where an IRI is minted.

Every IRI is a function of what it names, so that a second build gives the same bytes and parts
that were built apart can be merged.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from ..actors import Entry, Register, Term
from ..errors import BadStatement
from ..model import Relation
from ..ontology import GP, OWL, PLOVER, RDF, RDFS, SKOS

Node = ox.NamedNode
Value = ox.NamedNode | ox.Literal

BASE = "https://w3id.org/geokg/"
"""Where the data lies, unless a store is opened with another base; the vocabulary never moves."""

XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
DCT = "http://purl.org/dc/terms/"
WD = "http://www.wikidata.org/entity/"

VOCABULARIES = {
    "gp": GP,
    "plv": PLOVER,
    "cam": "https://w3id.org/geokg/cameo/",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "schema": SCHEMA,
    "dct": DCT,
    "wd": WD,
    "wdt": "http://www.wikidata.org/prop/direct/",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "time": "http://www.w3.org/2006/time#",
    "oa": "http://www.w3.org/ns/oa#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}
"""Prefixes of the vocabularies; a query need not declare them."""

FOLDERS = {
    "r": "resource/",
    "as": "assertion/",
    "ar": "article/",
    "g": "graph/",
    "run": "run/",
    "m": "mention/",
    "cl": "claim/",
    "dv": "derivation/",
    "tm": "term/",
    "ev": "event/",
    "rule": "rule/",
}
"""Prefixes of the data: each is a folder below the base."""


@cache
def node(namespace: str, name: str = "") -> Node:
    """Return an IRI of a vocabulary; each is made once."""
    return Node(namespace + name)


def literal(text: str, *, lang: str | None = None, datatype: str | None = None) -> ox.Literal:
    """Return a literal; raise BadStatement when the text holds half a surrogate pair."""
    try:
        if lang:
            return ox.Literal(text, language=lang)
        return ox.Literal(text, datatype=node(XSD, datatype)) if datatype else ox.Literal(text)
    except (ValueError, UnicodeEncodeError):
        raise half_a_character(text) from None


def half_a_character(text: str) -> BadStatement:
    """Return the error for a text with a lone surrogate."""
    return BadStatement(
        f"{text[:40]!a} cannot be written as RDF: it holds half a surrogate pair, which is no "
        f"Unicode text. Read the article as UTF-8 with errors='replace'."
    )


_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PRECISION = {4: "gYear", 7: "gYearMonth", 10: "date"}


def date_literal(text: str) -> ox.Literal:
    """Return a year, month or day with the datatype of its precision.

    Raises
    ------
    BadStatement
        if it is none of them.
    """
    if not _DATE.fullmatch(text):
        raise BadStatement(f"{text!a} is no date; YYYY, YYYY-MM or YYYY-MM-DD was expected.")
    return literal(text, datatype=_PRECISION[len(text)])


def key(text: str) -> str:
    """Return the text as one step of a path: letters and digits stay, all else is escaped.

    >>> key("turkish-armed-forces"), key("a/b c"), key("Öl."), key(".")
    ('turkish-armed-forces', 'a%2Fb%20c', 'Öl%2E', '%2E')
    """
    if text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        return text
    try:
        escaped = "".join(
            c if c.isalnum() or c in "-_." else "".join(f"%{b:02X}" for b in c.encode())
            for c in text
        )
    except UnicodeEncodeError:
        raise half_a_character(text) from None
    return re.sub(r"^\.|\.$", "%2E", escaped)


def digest(*parts: str) -> str:
    """Return sixteen hex digits that stand for the parts in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Run:
    """One version of the extractor: what made the statements of an article. It has no clock."""

    code: str = ""
    model: str = ""


class Names:
    """The IRIs of everything that a store holds, below one base."""

    def __init__(self, base: str = BASE, register: Register | None = None) -> None:
        self.base = base
        self.register = register
        self.facts = self._in("g", "facts")
        self.entities = self._in("g", "entities")
        self.corroboration = self._in("g", "corroboration")
        self.derived = self._in("g", "derived")
        self.ontology = self._in("g", "ontology")
        self.shared = (
            self.facts,
            self.entities,
            self.corroboration,
            self.derived,
            self.ontology,
        )
        self.prefixes = VOCABULARIES | {p: base + folder for p, folder in FOLDERS.items()}
        self._actors: dict[str, Node] = {}

    def _in(self, folder: str, name: str) -> Node:
        return Node(self.base + FOLDERS[folder] + name)

    def entry(self, id: str) -> Entry | None:
        """Return what the register knows of an actor."""
        return self.register.get(id) if self.register is not None else None

    def actor(self, id: str) -> Node:
        """Return the register's IRI of a known actor, else one made of the id."""
        if id not in self._actors:
            entry = self.entry(id)
            if entry is not None:
                self._actors[id] = Node(self._moved(entry.iri))
            elif id.startswith("actor:") and not self._is_taken(key(id[6:])):
                self._actors[id] = self._in("r", key(id[6:]))
            else:
                self._actors[id] = self._in("r", "id:" + key(id))
        return self._actors[id]

    def adopt(self, id: str, iri: str) -> None:
        """Take the IRI that a file gives to an actor whom the register does not know."""
        taken = {known.value for known in self._actors.values()}
        ours = iri.startswith(self.base + FOLDERS["r"]) and iri not in taken
        if ours and self.entry(id) is None:
            self._actors.setdefault(id, Node(iri))

    def _moved(self, iri: str) -> str:
        """The register's IRIs lie below the usual base; they follow the store to its own."""
        return self.base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri

    def _is_taken(self, name: str) -> bool:
        """Tell whether the register gives this IRI to some other actor."""
        iri = BASE + FOLDERS["r"] + name
        return self.register is not None and self.register.by_iri(iri) is not None

    def article(self, id: str) -> Node:
        """Return the IRI of an article."""
        return self._in("ar", key(id))

    def graph(self, article_id: str) -> Node:
        """Return the name of the graph that holds what one article says."""
        name = self._in("g", key(article_id))
        return self._in("g", "id:" + key(article_id)) if name in self.shared else name

    def mention(self, article_id: str, actor_id: str, variant: int = 1) -> Node:
        """Return the IRI of an actor's appearance in an article."""
        if actor_id.startswith("actor:"):
            name = f"{key(article_id)}:{key(actor_id[6:])}"
        else:
            name = f"{key(article_id)}:id:{key(actor_id)}"
        return self._in("m", name if variant == 1 else f"{name}:v:{variant}")

    def assertion(self, statement_id: str, variant: int = 1) -> Node:
        """Return the IRI of a statement."""
        name = key(statement_id.removeprefix("s:"))
        return self._in("as", name if variant == 1 else f"{name}-{variant}")

    def claim(self, subject: Node, relation: Node, object: Node) -> Node:
        """Return the IRI that stands for a triple, whoever claims it."""
        return self._in("cl", digest(subject.value, relation.value, object.value))

    def claim_of(self, subject: Node, relation: Relation, object: Node) -> Node:
        """Return the claim that an assertion makes: one for both directions when symmetric."""
        ends = [subject, object]
        if relation.symmetric:
            ends.sort(key=lambda end: end.value)
        return self.claim(ends[0], node(GP, relation.name), ends[1])

    def derivation(self, rule: str, conclusion: tuple[Node, ...], premises: list[Node]) -> Node:
        """Return the IRI of one application of a rule."""
        return self._in("dv", digest(rule, *(n.value for n in (*conclusion, *premises))))

    def rule(self, name: str) -> Node:
        """Return the IRI of a rule, named as its file is."""
        return self._in("rule", key(name))

    def run(self, run: Run) -> Node:
        """Return the IRI of a version of the extractor."""
        return self._in("run", digest(run.code, run.model)[:12])

    def term(self, person: Node, term: Term) -> Node:
        """Return the IRI of a term of office."""
        parts = (person.value, term.office, term.relation, term.of, term.start or "")
        return self._in("tm", digest(*parts))

    def event(self, *parts: str) -> Node:
        """Return the IRI of an event: what happened, between whom, when and where."""
        return self._in("ev", digest(*parts))


def part(whole: Node, name: str) -> Node:
    """Return the IRI of a part of something that has an IRI: ``#`` for its own, ``-`` below."""
    return Node(f"{whole.value}{'-' if '#' in whole.value else '#'}{name}")
