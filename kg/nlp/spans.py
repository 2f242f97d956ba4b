"""Spans: where the name finder sees names, mended where it joins what stands beside each other."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Span

CLASSES = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organisation",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
}
"""Entity labels of OntoNotes, CoNLL and our own network, and the class of an unknown one."""

# Before a place that an office is of.
_OF = frozenset({"of", "all"})


def named_spans(doc: Doc, places: Collection[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return first token, end and class of each name that the name finder sees.

    ``places`` are spans of characters that are known names of places.
    """
    return [
        (_start_of_name(ent, places), _end_of_name(ent), CLASSES[ent.label_])
        for ent in doc.ents
        if ent.label_ in CLASSES and any(c.isalpha() for c in ent.text)
    ]


def _start_of_name(entity: Span, places: Collection[tuple[int, int]]) -> int:
    """Where a name begins behind the place of an office: "Head of Chechnya Ramzan Kadyrov"."""
    doc, first = entity.doc, entity.start
    if CLASSES[entity.label_] != "Person" or not first or doc[first - 1].lower_ not in _OF:
        return first
    for token in entity[:-1]:
        if (entity.start_char, token.idx + len(token)) in places:
            first = token.i + 1
    return first


def _end_of_name(entity: Span) -> int:
    """Where a name ends that is given twice, as web pages do: 'Serzh Sargsyan Sargsyan Serzh'."""
    seen: set[str] = set()
    for token in entity if CLASSES[entity.label_] == "Person" else ():
        if token.i - entity.start > 1 and token.is_alpha and token.text in seen:
            return token.i
        seen.add(token.text)
    return entity.end
