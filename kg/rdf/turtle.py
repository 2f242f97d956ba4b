"""Writes Turtle and TriG for people: grouped by subject, in a fixed order, with short names.

The order is a function of the triples alone, so the same graph gives the same bytes, and two
versions of a file can be compared line by line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from ..ontology import GP, RDF, RDFS
from .terms import DCT, PROV, SCHEMA, XSD, Node

_FIRST = [
    RDF + "type",
    RDFS + "label",
    DCT + "identifier",
    SCHEMA + "headline",
    RDF + "subject",
    RDF + "predicate",
    RDF + "object",
    *(GP + name for name in ("quote", "affirmation", "modality", "attributedTo", "confidence")),
    *(GP + name for name in ("weight", "start", "end", "historical", "place", "trigger")),
    PROV + "wasDerivedFrom",
    *(GP + name for name in ("charStart", "charEnd", "subjectAt", "triggerAt", "objectAt")),
]
_RANK = {iri: f"{i:02}" for i, iri in enumerate(_FIRST)}

# What Turtle 1.1 allows after the colon without a backslash: letters, digits and %20 and the like.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = re.compile(
    f"(?:[{_LETTER}0-9_]|%[0-9A-F]{{2}})(?:(?:[{_LETTER}0-9_.:-]|%[0-9A-F]{{2}})*"
    f"(?:[{_LETTER}0-9_:-]|%[0-9A-F]{{2}}))?"
)
_PLAIN_NUMBER = {
    XSD + "integer": re.compile(r"[+-]?\d+", re.ASCII),
    XSD + "decimal": re.compile(r"[+-]?\d*\.\d+", re.ASCII),
    XSD + "boolean": re.compile(r"true|false"),
}
# Control characters, and the marks that turn the direction of what follows them.
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"\\\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Abbreviator:
    """Turns an IRI into a prefixed name where a prefix fits, and remembers which were used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self.used: set[str] = set()
        self._by_length = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._known: dict[str, str] = {}

    def __call__(self, iri: Node) -> str:
        """Return the prefixed name, or the IRI in angle brackets."""
        text = iri.value
        if text not in self._known:
            self._known[text] = self._short(text)
        return self._known[text]

    def _short(self, text: str) -> str:
        for prefix, namespace in self._by_length:
            if text.startswith(namespace):
                local = text[len(namespace) :]
                if _LOCAL.fullmatch(local):
                    self.used.add(prefix)
                    return f"{prefix}:{local}"
        return f"<{text}>"


def turtle(triples: Iterable[ox.Triple | ox.Quad], prefixes: Mapping[str, str]) -> str:
    """Return one Turtle document of the triples."""
    short = Abbreviator(prefixes)
    body = "\n".join(blocks(triples, short))
    return header(short) + "\n" + body


def header(short: Abbreviator) -> str:
    """Return the declarations of those prefixes that were used."""
    return "".join(f"@prefix {p}: <{short.prefixes[p]}> .\n" for p in sorted(short.used))


def blocks(
    triples: Iterable[ox.Triple | ox.Quad], short: Abbreviator, indent: str = ""
) -> Iterator[str]:
    """Yield the description of each subject, in order of their IRIs."""
    about: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    subjects: dict[str, str] = {}
    for triple in triples:
        subject = triple.subject
        iri = subject.value if isinstance(subject, Node) else str(subject)
        subjects[iri] = short(subject) if isinstance(subject, Node) else str(subject)
        about[iri][triple.predicate.value].add(_term(triple.object, short))
    for iri in sorted(about):
        lines = []
        for predicate in sorted(about[iri], key=lambda p: (_RANK.get(p, "99"), p)):
            verb = "a" if predicate == RDF + "type" else short(Node(predicate))
            lines.append(f"{verb} {_objects(sorted(about[iri][predicate]), indent)}")
        yield f"{indent}{subjects[iri]} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _objects(objects: Sequence[str], indent: str) -> str:
    if sum(map(len, objects)) <= 90:
        return ", ".join(objects)
    return f",\n{indent}        ".join(objects)


def _term(term: object, short: Abbreviator) -> str:
    if isinstance(term, Node):
        return short(term)
    if isinstance(term, ox.Triple):
        parts = (_term(part, short) for part in term)
        return f"<<( {' '.join(parts)} )>>"
    if not isinstance(term, ox.Literal):
        return str(term)
    if not term.language:
        datatype = term.datatype
        number = _PLAIN_NUMBER.get(datatype.value)
        if number is not None and number.fullmatch(term.value):
            return term.value
        if datatype.value == XSD + "decimal" and re.fullmatch(r"-?[0-9]+", term.value):
            return term.value + ".0"
        quoted = _quoted(term.value)
        return quoted if datatype.value == XSD + "string" else f"{quoted}^^{short(datatype)}"
    return f"{_quoted(term.value)}@{term.language}"


def _quoted(text: str) -> str:
    return f'"{_UNSAFE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
