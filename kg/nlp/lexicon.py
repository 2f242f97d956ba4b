"""Reads kg/nlp/en/triggers/*.toml: which words, in which frames, express which relation.

A row stands under its relation and says what the trigger is, where its subject and object stand,
and what must or must not be there; :data:`KEYS` lists every key. Rows are refused at load when
they name a relation that geo.ttl lacks, a key that does not exist, or no example.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import OntologyError, nearest
from ..model import Relation, Status
from ..ontology import Ontology, ontology

ENGLISH = Path(__file__).parent / "en"

KEYS = {
    "verb": "lemmas, with a particle where it has one: 'shoot down'",
    "noun": "lemmas of event nouns: 'attack'",
    "relational": "lemmas of nouns that name an actor by its relation: 'ally'",
    "adjective": "lemmas of predicative adjectives: 'allied'",
    "modifier": "the second half of a hyphened modifier: 'backed' as in US-backed",
    "prefix": "the first half of a hyphened modifier: 'pro' as in pro-Russian",
    "subject": "slots where the subject may stand, the first that names an actor wins",
    "object": "slots where the object may stand",
    "has": "slot to lemmas, one of which must stand there; '*': whatever it is; 'doing for' is the "
    "gerund of 'thanked them for coming'",
    "lacks": "slot to lemmas, none of which may stand there; '*': nothing may",
    "subject_type": "classes, one of which the subject must be; '=Place': that, no subclass of it",
    "object_type": "classes, one of which the object must be",
    "as_state": "'subject' or 'object', where a person there stands for the state",
    "widened": "false where a body or a place at an end does not stand for its state",
    "status": "the status that the words themselves give",
    "swap": "true where subject and object of the slots are to be exchanged",
    "doer": "false where the subject of a light verb above the noun is not the noun's own",
    "abroad": "true where the object must lie in another state than the subject's",
    "hosted": "true where somebody with a part in it must be of the state of the object",
    "example": "a sentence that has the trigger; it is run as a test",
}
_KINDS = ("verb", "noun", "relational", "adjective", "modifier", "prefix")

_SUBJECT = {
    "verb": ("subject",),
    "noun": ("by", "possessor", "modifier", "from"),
    "relational": ("self",),
    "adjective": ("self",),
    "modifier": ("modifier",),
    "prefix": ("described",),
}
_OBJECT = {
    "verb": ("object",),
    "noun": ("on", "against"),
    "relational": ("possessor", "of", "modifier"),
    "adjective": ("with", "to"),
    "modifier": ("described",),
    "prefix": ("modifier",),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way to say a relation: a frame around one of several triggers."""

    relation: Relation
    kind: str
    triggers: Mapping[str, Sequence[str]] = field(hash=False)
    """The triggers by their head words: 'shoot' to 'shoot down'."""
    subject: tuple[str, ...]
    object: tuple[str, ...]
    has: Mapping[str, frozenset[str]] = field(hash=False)
    lacks: Mapping[str, frozenset[str]] = field(hash=False)
    subject_type: frozenset[str]
    object_type: frozenset[str]
    status: Status | None
    swap: bool
    doer: bool
    abroad: bool
    hosted: bool
    as_state: frozenset[str]
    widened: bool
    example: str
    name: str
    """File and number of the row, as ``rule`` of the statements that it makes."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows, found by kind and by the head word of a trigger."""

    rows: tuple[Row, ...]
    index: Mapping[tuple[str, str], tuple[Row, ...]]

    def find(self, kind: str, lemma: str) -> tuple[Row, ...]:
        """Return the rows of a kind whose trigger has that lemma as its head word."""
        return self.index.get((kind, lemma), ())


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with kg, read once."""
    return load(sorted((ENGLISH / "triggers").glob("*.toml")), ontology())


def load(paths: Iterable[Path], known: Ontology) -> Lexicon:
    """Read trigger files; raise OntologyError (UnknownRelation among them) for a bad row."""
    rows: list[Row] = []
    for path in paths:
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise OntologyError(f"{path.name} is not TOML: {error}") from error
        for name, entries in tables.items():
            relation = known.relation(name)
            for number, entry in enumerate(entries, start=1):
                rows.append(_row(relation, entry, f"{path.stem}:{name}:{number}", known))
    index: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for word in row.triggers:
            index[row.kind, word].append(row)
    return Lexicon(tuple(rows), {key: tuple(found) for key, found in index.items()})


def _row(relation: Relation, entry: Mapping[str, Any], name: str, known: Ontology) -> Row:
    for key in entry:
        if key not in KEYS:
            raise OntologyError(f"{name} has the key '{key}'.{nearest(key, KEYS)}")
    kinds = [kind for kind in _KINDS if kind in entry]
    if len(kinds) != 1 or not entry.get("example"):
        raise OntologyError(f"{name} needs one of {', '.join(_KINDS)}, and an example.")
    kind = kinds[0]
    triggers = defaultdict(list)
    for trigger in entry[kind]:
        triggers[_head_word(kind, trigger)].append(trigger)
    types = {}
    for key in ("subject_type", "object_type"):
        types[key] = frozenset(
            c
            for t in entry.get(key, ())
            for c in known.parents
            if (c == t[1:] if t.startswith("=") else known.is_a(c, t))
        )
    return Row(
        relation=relation,
        kind=kind,
        triggers=dict(triggers),
        subject=tuple(entry.get("subject", _SUBJECT[kind])),
        object=tuple(entry.get("object", _OBJECT[kind])),
        has={slot: frozenset(words) for slot, words in entry.get("has", {}).items()},
        lacks={slot: frozenset(words) for slot, words in entry.get("lacks", {}).items()},
        status=Status(entry["status"]) if "status" in entry else None,
        swap=entry.get("swap", False),
        doer=entry.get("doer", True),
        abroad=entry.get("abroad", False),
        hosted=entry.get("hosted", False),
        as_state=frozenset(entry.get("as_state", ())),
        widened=entry.get("widened", True),
        example=entry["example"],
        name=name,
        **types,
    )


def _head_word(kind: str, trigger: str) -> str:
    """Return the word of a trigger that heads its phrase: 'shoot' of 'shoot down', 'strike' of
    'air strike'.
    """
    words = trigger.split()
    return words[-1] if kind in ("noun", "relational") else words[0]


@cache
def words(file: str) -> Mapping[str, frozenset[str]]:
    """Return a file of word classes, ``en/<file>.toml``: class to lemmas."""
    tables = tomllib.loads((ENGLISH / f"{file}.toml").read_text(encoding="utf-8"))
    return {name: frozenset(lemmas) for name, lemmas in tables.items()}
