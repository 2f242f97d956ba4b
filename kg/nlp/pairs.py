"""What the learned reader sees: the actors of a sentence two by two, its words, and its tree.

:func:`paired` turns sentences with two actors or more into arrays; :mod:`kg.nlp.learned` and
``training/reader.py`` both read them, so that training sees what running sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..ontology import ontology
from .lexicon import Lexicon
from .parse import Parse
from .participants import Participant, Participants

Arrays = dict[str, NDArray[np.int64] | NDArray[np.float32]]

# Words that may express a relation.
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "ADV"})
# Steps in the tree from one word up to what it shares with another, and down to that.
_UP, _DOWN = 5, 4
WAYS = (_UP + 1) * (_DOWN + 1) + 1
_NO_WAY = WAYS - 1
SIDES = 9

# Arrays with a row for each pair; of those, the ones with a column for each trigger.
GRIDS = (
    "from_subject",
    "from_object",
    "subject_slot",
    "object_slot",
    "subject_marker",
    "object_marker",
    "side",
)
OF_PAIRS = frozenset(
    {
        *GRIDS,
        "subject",
        "object",
        "subject_types",
        "object_types",
        "subject_role",
        "object_role",
        "subject_way",
        "object_way",
        "between",
    }
)


@dataclass(frozen=True)
class Labels:
    """The lists behind the numbers: relations, classes of actors, parts of speech, roles in the
    clause, words that introduce a phrase, and ways from words to an actor. The last of each list
    but the first two stands for all others.
    """

    relations: list[str]
    types: list[str]
    parts: list[str]
    roles: list[str]
    markers: list[str]
    ways: list[str]

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read the lists from a JSON file."""
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Write the lists as JSON."""
        path.write_text(json.dumps(asdict(self), indent=0) + "\n", "utf-8")

    @property
    def slots(self) -> int:
        """How many slots there are: see :func:`_slot`."""
        return 3 * len(self.roles)

    @cached_property
    def relation(self) -> dict[str, int]:
        """Relation to its number."""
        return {name: i for i, name in enumerate(self.relations)}

    @cached_property
    def admitted(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Relations by types: which type may be a subject, which an object.

        A place may stand where its state may.
        """
        known, sides = ontology(), []
        for end in ("domain", "range"):
            rows = []
            for name in self.relations:
                classes = getattr(known.relations[name], end) if name in known.relations else ()
                rows.append(
                    [
                        t in classes or ("State" in classes and "Place" in known.parents[t])
                        for t in self.types
                    ]
                )
            sides.append(np.array(rows, bool))
        return sides[0], sides[1]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words of a sentence, and whom they may stand for as subject and as object."""

    subject: int
    object: int
    subjects: Sequence[Participant]
    objects: Sequence[Participant]


@dataclass(slots=True)
class PairedSentence:
    """Tokens `first` to before `last`, the pairs among them, and the tokens that may be triggers.

    `possible` (pairs by relations) says what domain and range admit. `arrays` is the input of the
    network, all but the states of the words; places in it count from `first`.
    """

    first: int
    last: int
    pairs: list[Pair]
    triggers: list[int]
    possible: NDArray[np.bool_]
    arrays: Arrays = field(repr=False)


def paired(
    participants: Participants, lexicon: Lexicon, labels: Labels
) -> Iterator[PairedSentence]:
    """Yield the sentences in which two actors stand, in text order."""
    domain, range_ = labels.admitted
    numbers = {kind: {x: i for i, x in enumerate(getattr(labels, kind))} for kind in _LISTS}
    parse = participants.parse
    for first, last in parse.bounds:
        pairs = _pairs(participants, first, last)
        if not pairs:
            continue
        hints = {t: _hints(lexicon, labels, parse, t) for t in range(first, last)}
        triggers = [t for t in hints if parse.pos[t] in _CONTENT or hints[t].any()]
        if not triggers:
            continue
        chains = {t: _chain(parse, t, first, last) for t in range(first, last)}
        ends = {w for p in pairs for w in (p.subject, p.object)}
        ways = {w: np.array([_way(chains, w, t) for t in triggers]) for w in ends}
        hangs = {w: [_slot(chains, w, t) for t in triggers] for w in ends}
        places = np.array(triggers)
        types = [_types(numbers["types"], p.subjects) for p in pairs]
        others = [_types(numbers["types"], p.objects) for p in pairs]

        def number(kind: str, value: str) -> int:
            return numbers[kind].get(value, len(numbers[kind]) - 1)

        slots = {
            w: np.array(
                [kind * len(labels.roles) + number("roles", parse.roles[t]) for kind, t in h]
            )
            for w, h in hangs.items()
        }
        markers = {
            w: np.array([number("markers", parse.markers[t]) for _, t in h])
            for w, h in hangs.items()
        }
        arrays: Arrays = {
            "triggers": places - first,
            "parts": np.array([number("parts", parse.pos[t]) for t in triggers]),
            "roles": np.array([number("roles", parse.roles[t]) for t in triggers]),
            "hints": np.stack([hints[t] for t in triggers]),
            "subject": np.array([p.subject - first for p in pairs]),
            "object": np.array([p.object - first for p in pairs]),
            "subject_types": np.stack(types),
            "object_types": np.stack(others),
            "subject_role": np.array([number("roles", parse.roles[p.subject]) for p in pairs]),
            "object_role": np.array([number("roles", parse.roles[p.object]) for p in pairs]),
            "subject_way": np.array([number("ways", _how(p.subjects)) for p in pairs]),
            "object_way": np.array([number("ways", _how(p.objects)) for p in pairs]),
            "between": np.array([_way(chains, p.subject, p.object) for p in pairs]),
            "from_subject": np.stack([ways[p.subject] for p in pairs]),
            "from_object": np.stack([ways[p.object] for p in pairs]),
            "subject_slot": np.stack([slots[p.subject] for p in pairs]),
            "object_slot": np.stack([slots[p.object] for p in pairs]),
            "subject_marker": np.stack([markers[p.subject] for p in pairs]),
            "object_marker": np.stack([markers[p.object] for p in pairs]),
            "side": np.stack(
                [
                    (np.sign(places - p.subject) + 1) * 3 + np.sign(places - p.object) + 1
                    for p in pairs
                ]
            ),
        }
        possible = np.stack(
            [
                domain[:, a > 0].any(axis=1) & range_[:, b > 0].any(axis=1)
                for a, b in zip(types, others, strict=True)
            ]
        )
        yield PairedSentence(first, last, pairs, triggers, possible, arrays)


_LISTS = ("types", "parts", "roles", "markers", "ways")


def _pairs(participants: Participants, first: int, last: int) -> list[Pair]:
    """All ordered pairs of words that stand for different actors."""
    acting: dict[int, list[Participant]] = {}
    suffering: dict[int, list[Participant]] = {}
    for token in range(first, last):
        mention = participants.mention_at.get(token)
        if mention is not None and token != participants.head(mention):
            continue
        subjects = participants.one(token, acting=True)
        objects = participants.one(token)
        if mention is not None:  # half of "US-backed": nobody in its clause, yet an actor
            subjects = subjects or [participants.named(mention, acting=True)]
            objects = objects or [participants.named(mention)]
        if subjects or objects:
            acting[token], suffering[token] = subjects or objects, objects or subjects
    found = []
    for one, subjects in acting.items():
        for other, objects in suffering.items():
            ids = {p.actor.id for p in (*subjects, *objects)}
            if len(ids) > 1:
                found.append(Pair(one, other, subjects, objects))
    return found


def _hints(lexicon: Lexicon, labels: Labels, parse: Parse, token: int) -> NDArray[np.float32]:
    """Which relations the lexicon knows a word to express in some frame."""
    found = np.zeros(len(labels.relations), np.float32)
    lemma, word, part = parse.lemmas[token], parse.words[token].lower(), parse.pos[token]
    keys = []
    if part in ("VERB", "AUX"):
        keys.append(("verb", lemma))
    if part in ("NOUN", "PROPN"):
        keys += [("noun", lemma), ("relational", lemma)]
    if part in ("ADJ", "VERB"):
        keys += [("adjective", word), ("modifier", word)]
    keys.append(("prefix", word.partition("-")[0]))
    for kind, key in keys:
        for row in lexicon.find(kind, key):
            if row.relation.name in labels.relation:
                found[labels.relation[row.relation.name]] = 1
    return found


def _types(numbers: dict[str, int], participants: Sequence[Participant]) -> NDArray[np.float32]:
    found = np.zeros(len(numbers), np.float32)
    for participant in participants:
        if participant.actor.type in numbers:
            found[numbers[participant.actor.type]] = 1
    return found


def _how(participants: Sequence[Participant]) -> str:
    return participants[0].how.partition(" ")[0]


def _chain(parse: Parse, token: int, first: int, last: int) -> list[int]:
    """A token and all above it within the sentence."""
    chain = [token]
    while first <= parse.heads[token] < last and parse.heads[token] not in chain:
        token = parse.heads[token]
        chain.append(token)
    return chain


def _way(chains: dict[int, list[int]], start: int, goal: int) -> int:
    """The way through the tree as a number: so many steps up, so many down."""
    above = chains[start]
    for down, token in enumerate(chains[goal]):
        if token in above:
            return min(above.index(token), _UP) * (_DOWN + 1) + min(down, _DOWN)
    return _NO_WAY


def _slot(chains: dict[int, list[int]], end: int, trigger: int) -> tuple[int, int]:
    """How an end hangs on a trigger: a kind, and the token whose role and marker tell more.

    0: it stands below the trigger, in the phrase of that token; 1: it stands above, and the trigger
    is in the phrase of that token; 2: it stands in another branch, that of the token.
    """
    above = chains[end]
    for down, token in enumerate(chains[trigger]):
        if token in above:
            up = above.index(token)
            if up:
                return (2 if down else 0), above[up - 1]
            return 1, chains[trigger][max(down - 1, 0)]
    return 2, above[-1]
