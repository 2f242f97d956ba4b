"""Reads ontologies/geo.ttl: the classes, and the relations with their domains and ranges closed.

This module, with :mod:`kg.actors`, is the only one that knows where ``ontologies/`` lies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from .errors import OntologyError, UnknownRelation, UnknownType, nearest
from .model import Relation

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
GP = "https://w3id.org/geokg/ontology#"
PLOVER = "https://w3id.org/geokg/plover/"

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Facts = Mapping[str, Mapping[str, list[str]]]
"""Subject, then predicate, then values: IRIs and literals as plain strings."""


@dataclass(frozen=True)
class Ontology:
    """The classes and relations of geo.ttl, looked up by their names."""

    relations: Mapping[str, Relation]
    parents: Mapping[str, frozenset[str]]
    """Class name to the names of all its superclasses in geo.ttl, itself included."""

    def relation(self, name: str) -> Relation:
        """Return the relation of that name; raise UnknownRelation, naming the nearest."""
        try:
            return self.relations[name]
        except KeyError:
            raise UnknownRelation(
                f"'{name}' is no relation of geo.ttl.{nearest(name, self.relations)}"
            ) from None

    def is_a(self, type_name: str, ancestor: str) -> bool:
        """Tell whether a class is another one or lies below it.

        Raises
        ------
        UnknownType
            if either is no class of geo.ttl.
        """
        for name in (type_name, ancestor):
            if name not in self.parents:
                raise UnknownType(f"'{name}' is no class of geo.ttl.{nearest(name, self.parents)}")
        return ancestor in self.parents[type_name]


def home() -> Path:
    """Return the folder ``ontologies/``: inside an installed package, else in the checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "ontologies"
    return inside if inside.is_dir() else here.parent / "ontologies"


@cache
def ontology() -> Ontology:
    """Return the ontology that ships with kg, read once."""
    return load(home() / "geo.ttl")


def load(path: Path) -> Ontology:
    """Read an ontology file.

    Raises
    ------
    OntologyError
        if it is not Turtle, or a relation lacks a label, definition, domain, range or weight, or
        names a class or parent that the file does not define.
    """
    facts = read_turtle(path)
    parents = _closed_upward(facts, RDFS + "subClassOf", _of_type(facts, OWL + "Class"))
    properties = _of_type(facts, OWL + "ObjectProperty")
    ancestors = _closed_upward(facts, RDFS + "subPropertyOf", properties)
    children = defaultdict(set)
    for name, classes in parents.items():
        for ancestor in classes:
            children[ancestor].add(name)

    relations = {}
    for name in sorted(properties):
        about = facts[GP + name]
        if GP + "defaultWeight" not in about:
            continue  # a super-property or the other name of an inverse

        def one(predicate: str, name: str = name, about: Mapping[str, list[str]] = about) -> str:
            if len(about.get(predicate, ())) != 1:
                raise OntologyError(f"{path.name}: '{name}' needs exactly one {predicate}.")
            return about[predicate][0]

        def closed(predicate: str, name: str = name) -> frozenset[str]:
            classes = _union(facts, one(predicate, name))
            for unknown in classes - parents.keys():
                raise OntologyError(
                    f"{path.name}: '{name}' names the class '{unknown}', which is not defined."
                    f"{nearest(unknown, parents)}"
                )
            return frozenset().union(*(children[c] for c in classes))

        above = tuple(sorted(ancestors[name] - {name}))
        inverse = about.get(OWL + "inverseOf")
        plover = about.get(GP + "ploverCategory")
        relations[name] = Relation(
            name=name,
            label=one(RDFS + "label"),
            definition=one(SKOS + "definition"),
            domain=closed(RDFS + "domain"),
            range=closed(RDFS + "range"),
            symmetric=OWL + "SymmetricProperty" in about[RDF + "type"],
            inverse=_local(inverse[0]) if inverse else None,
            ancestors=above,
            weight=float(one(GP + "defaultWeight")),
            kind=one(GP + "kind"),
            political=_POLITICAL in above,
            plover=plover[0].removeprefix(PLOVER) if plover else None,
            cameo=tuple(sorted(about.get(GP + "cameoCode", ()))),
        )
    return Ontology(relations, parents)


_POLITICAL = "politicallyRelatedTo"


def read_turtle(path: Path) -> Facts:
    """Return what a Turtle file says; raise OntologyError with the line where it is not Turtle."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=str(path)):
            facts[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))
    except FileNotFoundError:
        raise OntologyError(f"There is no file {path}.") from None
    except SyntaxError as error:
        raise OntologyError(f"{path} is not Turtle: {error}") from error
    return facts


def _text(term: Term | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _local(iri: str) -> str:
    return iri.removeprefix(GP)


def _of_type(facts: Facts, kind: str) -> set[str]:
    return {
        _local(iri)
        for iri, about in facts.items()
        if iri.startswith(GP) and kind in about.get(RDF + "type", ())
    }


def _closed_upward(facts: Facts, predicate: str, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each name with all that lies above it by one predicate, as far as geo.ttl defines it."""
    names = set(names)
    closed = {}
    for name in names:
        above, fresh = {name}, [name]
        while fresh:
            for iri in facts[GP + fresh.pop()].get(predicate, ()):
                parent = _local(iri)
                if parent in names and parent not in above:
                    above.add(parent)
                    fresh.append(parent)
                elif iri.startswith(GP) and parent not in names:
                    raise OntologyError(
                        f"'{name}' lies below '{parent}', which is not defined."
                        f"{nearest(parent, names)}"
                    )
        closed[name] = frozenset(above)
    return closed


def _union(facts: Facts, node: str) -> set[str]:
    """The classes of a domain or range: one class, or the members of an owl:unionOf."""
    if not node.startswith("_:"):
        return {_local(node)}
    members = set()
    cell = facts[node][OWL + "unionOf"][0]
    while cell != RDF + "nil":
        members.add(_local(facts[cell][RDF + "first"][0]))
        cell = facts[cell][RDF + "rest"][0]
    return members
