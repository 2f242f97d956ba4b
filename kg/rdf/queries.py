"""The named questions of ontologies/queries/, and how a question is asked at all.

A question is a SPARQL file that any tool can run as it stands. Its first comment lines name it,
and describe its parameters; a line that ends in ``#= name`` holds the default of a parameter,
and gives way to the value that is asked for. A variable that holds a parameter may therefore stand
in patterns and filters, but is never selected::

    # Allies of an actor, the strongest first
    # actor (actor, required): whose allies
    # since (date): only what was reported to hold from then on
    SELECT … WHERE {
      VALUES ?actor { r:Turkey } #= actor
      VALUES ?since { "" } #= since
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import BadQuery, OntologyError, nearest
from ..ontology import GP, home, ontology
from .answers import Answer
from .terms import Node, Value, literal, node

if TYPE_CHECKING:
    from .store import Store

KINDS = ("actor", "relation", "date", "number", "text")
_HEADER = re.compile(r"#\s*(\w+) \((\w+)(, required)?\): (.+)")
_VALUES = re.compile(r"VALUES \?(\w+) ")
_SLOT = re.compile(r"^(?P<indent>\s*)(?P<line>.*?)\s*#=\s*(?P<name>\w+)\s*$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a question may be asked about."""

    name: str
    kind: str
    help: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One file of ontologies/queries/."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str

    def filled(self, store: Store, given: Mapping[str, str]) -> str:
        """Return the SPARQL with its parameters in place.

        Raises
        ------
        BadQuery
            if one is missing, unknown, or names an actor that the store does not hold.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                offers = ", ".join(known) or "none"
                raise BadQuery(
                    f"'{self.name}' has no parameter '{name}'; it has {offers}."
                    f"{nearest(name, known)}"
                )
        for parameter in self.parameters:
            if parameter.required and not given.get(parameter.name):
                raise BadQuery(f"'{self.name}' needs {parameter.name}: {parameter.help}.")
        terms = {
            name: _values(store, known[name].kind, name, value)
            for name, value in given.items()
            if value
        }
        lines, fixed = [], {}
        for line in self.text.splitlines():
            slot = _SLOT.match(line)
            variable = _VALUES.match(slot["line"]) if slot else None
            if slot is None or (slot["name"] not in terms and "UNDEF" not in slot["line"]):
                lines.append(line)  # as it stands: no slot, or the default of one
            elif slot["name"] not in terms:
                pass  # UNDEF says nothing, and slows the query down
            elif variable is None:
                lines.append(re.sub(r"\d+", terms[slot["name"]][0].value, line, count=1))
            elif len(terms[slot["name"]]) == 1:
                fixed[variable[1]] = terms[slot["name"]][0]
            else:
                before, _, _ = line.partition("{")
                lines.append(f"{before}{{ {' '.join(map(str, terms[slot['name']]))} }}")
        return _put_in("\n".join(lines) + "\n", fixed)


def _put_in(text: str, fixed: Mapping[str, Node | ox.Literal]) -> str:
    """Put a value in the place of its variable: engines plan far better for it than for VALUES."""

    def value(match: re.Match[str]) -> str:
        return str(fixed[match[1]]) if match[1] in fixed else match.group()

    for name in fixed:
        text = text.replace(f"!BOUND(?{name}) || ", "")
    return re.sub(r"\?(\w+)\b", value, text)


def _values(store: Store, kind: str, name: str, value: str) -> list[Node | ox.Literal]:
    if kind == "actor":
        return [*find(store, value)]
    if kind == "relation":
        return [node(GP, ontology().relation(value).name)]
    if kind == "number":
        if not value.isdecimal() or not value.isascii():
            raise BadQuery(f"{name} is a whole number, not {value!a}.")
        return [literal(value, datatype="integer")]
    if kind == "date" and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
        raise BadQuery(
            f"{name} is a year, month or day (2016, 2016-03, 2016-03-10), not {value!a}."
        )
    return [literal(value)]


@cache
def questions(folder: Path | None = None) -> Mapping[str, Question]:
    """Return the named questions by name.

    Raises
    ------
    OntologyError
        if a file has no title, or a slot without a parameter, or a parameter without a slot.
    """
    files = sorted((folder or home() / "queries").glob("*.rq"))
    return {path.stem: read(path) for path in files}


def read(path: Path) -> Question:
    """Read one file."""
    text = path.read_text(encoding="utf-8")
    title, parameters = "", []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        header = _HEADER.fullmatch(line)
        if header:
            name, kind, required, help = header.groups()
            if kind not in KINDS:
                raise OntologyError(f"{path.name}: '{kind}' is no kind; {', '.join(KINDS)} are.")
            parameters.append(Parameter(name, kind, help.strip(), required is not None))
        elif not title:
            title = line.lstrip("# ").strip()
    slots = {m["name"] for m in map(_SLOT.match, text.splitlines()) if m}
    names = {parameter.name for parameter in parameters}
    if not title or slots != names:
        odd = ", ".join(sorted(slots ^ names)) or "no title"
        raise OntologyError(f"{path.name}: its header and its text do not agree ({odd}).")
    return Question(path.stem, title, tuple(parameters), text)


def ask(store: Store, question: str, given: Mapping[str, str] | None = None) -> Answer:
    """Answer a named question, a file with SPARQL, or SPARQL itself.

    Raises
    ------
    BadQuery
        if it is none of them, or a parameter is wrong.
    """
    given = given or {}
    known = questions()
    name = question.strip().replace("-", "_")
    if name in known:
        return store.query(known[name].filled(store, given), name=name)
    if re.fullmatch(r"[\w./\\ -]+", question.strip()):
        path = Path(question.strip())
        if not path.is_file():
            raise BadQuery(
                f"'{question.strip()}' is neither a named question nor a file."
                f"{nearest(name, known)} 'kg query SOURCE' lists the questions."
            )
        try:
            asked = read(path)
        except OntologyError:
            asked = Question(path.stem, "", (), path.read_text(encoding="utf-8"))
        return store.query(asked.filled(store, given), name=path.name)
    if given:
        raise BadQuery(f"Only named questions have parameters; {', '.join(given)} cannot be set.")
    return store.query(question)


def conflicts(store: Store) -> Answer:
    """Return the claims that contradict each other, as rows of one form.

    They are asserted here and denied there, or friendly and hostile in the same year.
    """
    rows: list[tuple[Value | None, ...]] = []
    for kind, question, columns in _CONFLICTS:
        found = ask(store, question)
        places = [found.variables.index(c) if c else None for c in columns]
        for row in found.solutions:
            cells = (row[place] if place is not None else None for place in places)
            rows.append((literal(kind), *cells))
    return Answer(_COLUMNS, tuple(dict.fromkeys(rows)), prefixes=store.names.prefixes)


_COLUMNS = ("conflict", "subject", "relation", "object", "against", "sentence", "counter")
_CONFLICTS = (
    ("denied", "contradictions", ("subject", "relation", "object", None, "yes", "no")),
    (
        "at odds",
        "at_odds",
        ("one", "close", "other", "hostile", "closeSentence", "hostileSentence"),
    ),
)
"""What each kind of conflict is called, asked by, and takes its columns from."""


def find(store: Store, name: str) -> list[Node]:
    """Return the IRIs of the actors that a name, an id, a prefixed name or an IRI stands for.

    Raises
    ------
    BadQuery
        if there is none; the nearest name is offered.
    """
    prefix, colon, local = name.partition(":")
    if colon and prefix in store.names.prefixes and prefix != "actor":
        return [_checked(store.names.prefixes[prefix] + local, name)]
    if re.match(r"https?://", name):
        return [_checked(name.strip("<>"), name)]
    for text in _LOOKUPS:
        found = store.query(text.replace("NAME", str(literal(name))))
        if found.rows:
            return [Node(row[0]) for row in found.rows if row[0]]
    if store.names.register is not None:
        wanted = name.casefold()
        for entry in store.names.register.entries.values():
            if wanted in (known.casefold() for known in entry.names):
                return [store.names.actor(entry.actor.id)]
    labels = [row[0] or "" for row in store.query("SELECT DISTINCT ?l { ?x rdfs:label ?l }")]
    raise BadQuery(f"The store knows no actor '{name}'.{nearest(name, labels)}")


_LOOKUPS = tuple(
    f"SELECT DISTINCT ?actor WHERE {{ {pattern} }} ORDER BY ?actor"
    for pattern in (
        "GRAPH g:entities { ?actor rdfs:label NAME@en }",
        "GRAPH g:entities { ?actor dct:identifier NAME }",
        "BIND (CONCAT('actor:', NAME) AS ?id) GRAPH g:entities { ?actor dct:identifier ?id }",
        "GRAPH g:entities { ?actor skos:altLabel NAME@en }",
        "GRAPH g:entities { ?actor rdfs:label ?l FILTER (LCASE(STR(?l)) = LCASE(NAME)) }",
        "GRAPH g:entities { ?actor skos:altLabel ?l FILTER (LCASE(STR(?l)) = LCASE(NAME)) }",
        "?mention gp:mentionedAs NAME@en ; gp:actor ?actor",
    )
)
"""How a name is looked up, the surest way first."""


def _checked(iri: str, given: str) -> Node:
    try:
        return Node(iri)
    except ValueError as error:
        raise BadQuery(f"{given!a} is no IRI: {error}") from None
