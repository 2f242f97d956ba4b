"""Checks a store against ontologies/shapes.ttl, and says in words which sentence is at fault.

There are two ways that must agree (a test compares them): pyshacl, the reference, on a copy in
memory; and the same shapes compiled to SPARQL and run on the store, for large ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ..errors import BadInput, OntologyError
from ..model import Relation
from ..ontology import GP, RDF, RDFS, home, ontology
from .schema import ontology_quads
from .store import Store
from .terms import XSD, Node, node

SH = "http://www.w3.org/ns/shacl#"
MARK = "### Generated from geo.ttl: who may stand at the ends of each relation\n"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that breaks a shape: where, what is wanted, and the sentences it concerns."""

    focus: str
    """The IRI of what is at fault."""
    path: str
    """The property, or nothing where the node as a whole is at fault."""
    message: str
    """What a sound graph would have."""
    sentences: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" ({self.path})" if self.path else ""
        quotes = "".join(f"\n    “{' '.join(s.split())}”" for s in self.sentences[:3])
        return f"{self.focus}{where}: {self.message}.{quotes}"


def check(store: Store, *, shacl: bool = False, shapes: Path | None = None) -> list[Violation]:
    """Return what breaks the shapes, in order; an empty list is a sound store.

    ``shacl`` runs pyshacl instead of SPARQL on the store: slower, and the reference.

    Raises
    ------
    BadInput
        if ``shacl`` is asked for and pyshacl is not installed.
    OntologyError
        if the shapes are not Turtle, or use what the SPARQL way does not know.
    """
    path = shapes if shapes is not None else home() / "shapes.ttl"
    found = _by_pyshacl(store, path) if shacl else _by_sparql(store, path)
    return sorted(_told(store, found))


_Found = tuple[str, str, str]
"""Focus node, path, message."""


def _told(store: Store, found: Iterable[_Found]) -> Iterator[Violation]:
    short = store.shorten
    for focus, path, message in set(found):
        yield Violation(
            short(Node(focus)),
            short(Node(path)) if path else "",
            message,
            tuple(_sentences(store, Node(focus))),
        )


def _sentences(store: Store, focus: Node) -> list[str]:
    """The quotes of an assertion, or of the assertions at whose ends an actor stands."""
    own = store.query(f"SELECT ?q {{ {focus} gp:quote ?q }} ORDER BY ?q")
    if not own.rows:
        own = store.query(
            f"SELECT DISTINCT ?q {{ {{ ?x rdf:subject {focus} }} UNION {{ ?x rdf:object {focus} }} "
            f"UNION {{ {focus} prov:wasDerivedFrom ?x }} ?x gp:quote ?q }} ORDER BY ?q LIMIT 3"
        )
    return [row[0] for row in own.rows if row[0]]


# ----------------------------------------------------------------------- with pyshacl


def _by_pyshacl(store: Store, path: Path) -> Iterator[_Found]:
    try:
        import pyshacl
        import rdflib
    except ImportError:
        raise BadInput("SHACL needs pyshacl: pip install 'geokg[check]'.") from None
    from .exchange import to_rdflib_term

    data = rdflib.Graph()
    for quad in _checked_quads(store):
        data.add(
            (
                to_rdflib_term(quad.subject),
                to_rdflib_term(quad.predicate),
                to_rdflib_term(quad.object),
            )
        )
    try:
        shapes = rdflib.Graph().parse(path, format="turtle")
    except Exception as error:
        raise OntologyError(f"{path} is not Turtle: {error}") from error
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    sh = rdflib.Namespace(SH)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        paths = list(report.objects(result, sh.resultPath))
        messages = list(report.objects(result, sh.resultMessage))
        yield (
            str(report.value(result, sh.focusNode)),
            str(paths[0]) if paths else "",
            str(messages[0]),
        )


def _checked_quads(store: Store) -> Iterator[ox.Quad]:
    """Everything in the store, geo.ttl, and the triple of each assertion, whatever its status.

    The last are there for the shapes of the relations' ends.
    """
    yield from store.quads()
    yield from ontology_quads(store.names.ontology)
    for subject, relation, object in store.query(_ENDS).solutions:
        if isinstance(subject, Node) and isinstance(relation, Node) and object is not None:
            yield ox.Quad(subject, relation, object, store.names.facts)


_ENDS = """SELECT DISTINCT ?s ?p ?o {
  ?x a gp:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""


# ------------------------------------------------------------------------- with SPARQL


def _by_sparql(store: Store, path: Path) -> Iterator[_Found]:
    for check in compiled(path):
        for row in store.query(check.text):
            if row[0]:
                yield row[0], check.path, check.message


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint as a query for the nodes that break it."""

    path: str
    message: str
    text: str


@cache
def compiled(path: Path) -> tuple[Check, ...]:
    """Return the shapes of a file as queries."""
    graph = ox.Store()
    try:
        graph.load(path=str(path), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise OntologyError(f"{path} is not Turtle: {error}") from error
    return tuple(_Compiler(graph, path.name).checks())


_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LEXICAL = {
    XSD + "integer": r"^[+-]?[0-9]+$",
    XSD + "decimal": r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    XSD + "date": r"^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?$",
    XSD + "boolean": r"^(true|false|0|1)$",
}


class _Compiler:
    """Reads the part of SHACL that shapes.ttl uses; anything else is an error."""

    def __init__(self, graph: ox.Store, name: str) -> None:
        self.graph = graph
        self.name = name

    def checks(self) -> Iterator[Check]:
        shapes = [
            q.subject
            for q in self.graph.quads_for_pattern(None, node(RDF, "type"), node(SH, "NodeShape"))
        ]
        for shape in sorted(shapes, key=str):
            target = self.target(shape)
            if target is None:
                continue
            for property in self.all(shape, "property"):
                yield from self.property(target, property)
            for constraint in self.all(shape, "sparql"):
                select = self.text(constraint, "select").replace("$this", "?this")
                yield Check(
                    "",
                    self.text(constraint, "message"),
                    f"SELECT DISTINCT ?this {{ {{ {select} }} FILTER EXISTS {{ {target} }} }}",
                )
            alternatives = self.all(shape, "or")
            if alternatives:
                options = self.list(alternatives[0])
                classes = [self.one(option, "class") for option in options]
                each = f"{{ SELECT DISTINCT ?this {{ {target} }} }}"
                text = f"SELECT ?this {{ {each} {_none('this', classes)} }}"
                yield Check("", self.text(shape, "message"), text)

    def target(self, shape: _Term) -> str | None:
        for kind, pattern in (
            ("targetClass", "?this a ?kind . ?kind rdfs:subClassOf* {0} ."),
            ("targetSubjectsOf", "?this {0} ?any ."),
            ("targetObjectsOf", "?any {0} ?this ."),
        ):
            found = self.all(shape, kind)
            if found:
                text = pattern.format(found[0])
                relation = found[0].value if isinstance(found[0], Node) else ""
                if kind != "targetClass" and relation.removeprefix(GP) in ontology().relations:
                    ends = ("?this", "?any") if kind == "targetSubjectsOf" else ("?any", "?this")
                    text = (
                        f"{{ {text} }} UNION {{ ?x rdf:predicate {found[0]} ; a gp:Assertion ; "
                        f"rdf:subject {ends[0]} ; rdf:object {ends[1]} }}"
                    )
                return text
        return None

    def property(self, target: str, shape: _Term) -> Iterator[Check]:
        path, message = self.one(shape, "path"), self.text(shape, "message")
        if not isinstance(path, Node):
            raise OntologyError(f"{self.name}: only plain paths are known, not {path}.")
        each = f"{target} ?this {path} ?value ."
        assert isinstance(shape, Node | ox.BlankNode)
        for quad in self.graph.quads_for_pattern(shape, None, None):
            name, value = quad.predicate.value.removeprefix(SH), quad.object
            bad = self.broken(name, value)
            if name == "minCount" and str(value) != '"0"':
                where = f"{target} FILTER NOT EXISTS {{ ?this {path} ?value }}"
            elif name == "maxCount":
                assert isinstance(value, ox.Literal)
                counted = f"SELECT ?this (COUNT(DISTINCT ?value) AS ?n) {{ {each} }} GROUP BY ?this"
                where = f"{{ {counted} }} FILTER (?n > {value.value})"
            elif name == "lessThanOrEquals":
                where = f"{each} ?this {value} ?other . FILTER (!COALESCE(?value <= ?other, false))"
            elif bad is not None:
                where = f"{each} {bad}"
            elif name in ("path", "message"):
                continue
            else:
                raise OntologyError(f"{self.name}: sh:{name} is not known here.")
            yield Check(path.value, message, f"SELECT DISTINCT ?this {{ {where} }}")

    def broken(self, name: str, value: _Term) -> str | None:
        """A filter for those values that break a constraint."""
        match name:
            case "class":
                return _none("value", [value])
            case "in":
                known = ", ".join(map(str, self.list(value)))
                return f"FILTER (?value NOT IN ({known}))"
            case "pattern":
                return f"FILTER (!REGEX(STR(?value), {value}))"
            case "minInclusive":
                return f"FILTER (!COALESCE(?value >= {value}, false))"
            case "maxInclusive":
                return f"FILTER (!COALESCE(?value <= {value}, false))"
            case "nodeKind":
                return "FILTER (!isIRI(?value))"
            case "datatype":
                assert isinstance(value, Node)
                lexical = _LEXICAL.get(value.value, "")
                text = ox.Literal(lexical)
                return (
                    f"FILTER (!COALESCE(DATATYPE(?value) = {value}, false) "
                    f"|| !REGEX(STR(?value), {text}))"
                )
        return None

    def all(self, subject: _Term, name: str) -> list[_Term]:
        assert isinstance(subject, Node | ox.BlankNode)
        return [q.object for q in self.graph.quads_for_pattern(subject, node(SH, name), None)]

    def one(self, subject: _Term, name: str) -> _Term:
        found = self.all(subject, name)
        if len(found) != 1:
            raise OntologyError(f"{self.name}: a shape needs exactly one sh:{name}.")
        return found[0]

    def text(self, subject: _Term, name: str) -> str:
        value = self.one(subject, name)
        return value.value if isinstance(value, ox.Literal) else str(value)

    def list(self, head: _Term) -> list[_Term]:
        members, nil = [], node(RDF, "nil")
        while head != nil:
            assert isinstance(head, Node | ox.BlankNode)
            (first,) = self.graph.quads_for_pattern(head, node(RDF, "first"), None)
            (rest,) = self.graph.quads_for_pattern(head, node(RDF, "rest"), None)
            members.append(first.object)
            head = rest.object
        return members


def _none(variable: str, classes: Iterable[_Term]) -> str:
    """A filter for what is of none of the classes, nor of any that lies below them."""
    known = " , ".join(sorted({str(below) for each in classes for below in _below(each)}))
    return f"FILTER NOT EXISTS {{ ?{variable} a ?type . FILTER (?type IN ({known})) }}"


def _below(name: _Term) -> Iterator[_Term]:
    """A class, and all classes below it in geo.ttl."""
    yield name
    for narrower in _narrower().get(name, ()):
        yield from _below(narrower)


@cache
def _narrower() -> Mapping[_Term, list[_Term]]:
    classes: dict[_Term, list[_Term]] = defaultdict(list)
    for quad in ontology_quads(Node(GP)):
        if quad.predicate == node(RDFS, "subClassOf"):
            classes[quad.object].append(quad.subject)
    return classes


# ------------------------------------------------------------- the ends of the relations


def relation_shapes(relations: Iterable[Relation] | None = None) -> str:
    """Return the shapes of the relations' ends as Turtle; shapes.ttl ends with them."""
    known = relations if relations is not None else ontology().relations.values()
    parts = [MARK]
    for relation in sorted(known, key=lambda r: r.name):
        for end, target, admitted in (
            ("subject", "targetSubjectsOf", relation.domain),
            ("object", "targetObjectsOf", relation.range),
        ):
            widest = sorted(_widest(admitted))
            options = " ".join(f"[ sh:class gp:{name} ]" for name in widest)
            parts.append(
                f"gp:{relation.name}-{end} a sh:NodeShape ; sh:{target} gp:{relation.name} ;\n"
                f"  sh:or ( {options} ) ;\n"
                f"  sh:message \"the {end} of '{relation.label}' is of the class "
                f'{" or ".join(widest)}" .\n'
            )
    return "\n".join(parts)


def _widest(names: frozenset[str]) -> frozenset[str]:
    """Leave out the classes that lie below another one of them."""
    parents = ontology().parents
    return frozenset(n for n in names if not (parents[n] - {n}) & names)
