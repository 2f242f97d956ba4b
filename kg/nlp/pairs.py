"""What the learned reader sees: the actors of a sentence two by two, its words, and its tree.

:func:`paired` turns sentences with two actors or more into arrays; :mod:`kg.nlp.learned` and
``training/reader.py`` both read them, so that training sees what running sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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

# Words that may express a relation where they name nobody; others do if the lexicon knows them.
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})
# Steps in the tree from one word up to what it shares with another, and down to that.
_UP, _DOWN = 5, 4
WAYS = (_UP + 1) * (_DOWN + 1) + 1
_NO_WAY = WAYS - 1
# A trigger before, at or behind a word; as seen from both ends.
SIDE = 3
SIDES = SIDE * SIDE

# The arrays by what has a row in them: words that may be triggers; words that stand for actors
# ("ends"), some with a column for each trigger; pairs, whose ends are given by their rows.
OF_TRIGGERS = ("triggers", "parts", "roles", "hints")
OF_ENDS = ("ends", "end_roles", "acting_types", "suffering_types", "acting_ways", "suffering_ways")
GRIDS = ("ways", "slots", "markers", "sides")
OF_PAIRS = ("subject", "object", "between")
# Of zeros and ones, one for each relation or class.
FLAGS = frozenset({"hints", "acting_types", "suffering_types"})


@dataclass(frozen=True)
class Labels:
    """The lists behind the numbers: relations, classes of actors, parts of speech, roles in the
    clause, words that introduce a phrase, and ways from words to an actor. The last of each of
    these, but for the first two, stands for all others. ``subjects`` and ``objects`` are, for each
    relation, the numbers of the classes that it was learnt with.
    """

    relations: list[str]
    types: list[str]
    parts: list[str]
    roles: list[str]
    markers: list[str]
    ways: list[str]
    subjects: list[list[int]]
    objects: list[list[int]]

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read the lists from a JSON file."""
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Write the lists as JSON."""
        path.write_text(json.dumps(asdict(self), indent=0) + "\n", "utf-8")

    @property
    def slots(self) -> int:
        """How many slots there are: see :meth:`_Sentence.hang`."""
        return 3 * len(self.roles)

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {k: {x: i for i, x in enumerate(getattr(self, k))} for k in _LISTS}

    def number(self, kind: str, value: str) -> int:
        """Return the number of a value in one of the lists; of what it lacks, that of the last."""
        numbers = self._numbers[kind]
        return numbers.get(value, len(numbers) - 1)

    @cached_property
    def type(self) -> dict[str, int]:
        """Class of actors to its number."""
        return self._numbers["types"]

    @cached_property
    def classes(self) -> dict[str, tuple[int, ...]]:
        """Class of actors to the numbers that stand for it: its own, or those of the narrowest
        wider ones for a class that came after the training.
        """
        wider, found = ontology().parents, {}
        for name, above in wider.items():
            known = above & self.type.keys()
            narrowest = known - {t for one in known for t in wider[one] - {one}}
            found[name] = tuple(self.type[t] for t in sorted(narrowest))
        return found

    @cached_property
    def relation(self) -> dict[str, int]:
        """Relation to its number."""
        return {name: i for i, name in enumerate(self.relations)}

    @cached_property
    def admitted(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Classes by relations: 1 where a class may be the subject, and where the object."""
        sides = []
        for classes in (self.subjects, self.objects):
            side = np.zeros((len(self.types), len(self.relations)), np.float32)
            for relation, numbers in enumerate(classes):
                side[numbers, relation] = 1
            sides.append(side)
        return sides[0], sides[1]


def admitted_classes(
    relations: Sequence[str], types: Sequence[str]
) -> tuple[list[list[int]], list[list[int]]]:
    """Return what the ontology admits as subject and as object of relations, as numbers in
    `types`. A place may stand where its state may.
    """
    known, sides = ontology(), []
    for end in ("domain", "range"):
        admitted = [getattr(known.relations[name], end) for name in relations]
        sides.append(
            [
                [
                    number
                    for number, t in enumerate(types)
                    if t in classes or ("State" in classes and "Place" in known.parents[t])
                ]
                for classes in admitted
            ]
        )
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
    parse = participants.parse
    for first, last in parse.bounds:
        pairs = _pairs(participants, first, last)
        if not pairs:
            continue
        hints = {t: _hints(lexicon, labels, parse, t) for t in range(first, last)}
        mentioned = participants.mention_at
        triggers = [
            t for t in hints if hints[t].any() or (parse.pos[t] in _CONTENT and t not in mentioned)
        ]
        if triggers:
            words = [hints[t] for t in triggers]
            yield _arrays(_Sentence(parse, labels, first, last), pairs, triggers, words)


def _arrays(
    sentence: _Sentence,
    pairs: list[Pair],
    triggers: list[int],
    hints: Sequence[NDArray[np.float32]],
) -> PairedSentence:
    """A sentence as the input of the network. What is said of an end is worked out once for all
    its pairs.
    """
    parse, labels, first = sentence.parse, sentence.labels, sentence.first
    subjects = {p.subject: p.subjects for p in pairs}
    objects = {p.object: p.objects for p in pairs}
    ends = sorted({*subjects, *objects})
    row = {end: i for i, end in enumerate(ends)}
    one = np.array([row[p.subject] for p in pairs])
    other = np.array([row[p.object] for p in pairs])
    hangs = np.array([[sentence.hang(end, t) for t in triggers] for end in ends])
    acting_types, acting_ways = _known(labels, ends, subjects)
    suffering_types, suffering_ways = _known(labels, ends, objects)
    subject_of, object_of = labels.admitted
    may_act, may_suffer = acting_types @ subject_of > 0, suffering_types @ object_of > 0
    arrays: Arrays = {
        "triggers": np.array(triggers) - first,
        "parts": np.array([labels.number("parts", parse.pos[t]) for t in triggers]),
        "roles": np.array([labels.number("roles", parse.roles[t]) for t in triggers]),
        "hints": np.stack(hints),
        "ends": np.array(ends) - first,
        "end_roles": np.array([labels.number("roles", parse.roles[end]) for end in ends]),
        "acting_types": acting_types,
        "suffering_types": suffering_types,
        "acting_ways": acting_ways,
        "suffering_ways": suffering_ways,
        "ways": hangs[:, :, 0],
        "slots": hangs[:, :, 1],
        "markers": hangs[:, :, 2],
        "sides": np.sign(np.array(triggers) - np.array(ends)[:, None]) + 1,
        "subject": one,
        "object": other,
        "between": np.array([sentence.hang(p.subject, p.object)[0] for p in pairs]),
    }
    possible = may_act[one] & may_suffer[other]
    return PairedSentence(first, sentence.last, pairs, triggers, possible, arrays)


def _known(
    labels: Labels, ends: Sequence[int], of: Mapping[int, Sequence[Participant]]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The classes of the actors that ends stand for, and the ways from words to actors."""
    types = [_types(labels, of.get(end, ())) for end in ends]
    ways = [labels.number("ways", _how(of[end])) if end in of else 0 for end in ends]
    return np.stack(types), np.array(ways)


_LISTS = ("types", "parts", "roles", "markers", "ways")


def _pairs(participants: Participants, first: int, last: int) -> list[Pair]:
    """All ordered pairs of words that stand for different actors."""
    acting: dict[int, list[Participant]] = {}
    suffering: dict[int, list[Participant]] = {}
    if not participants.has_actors(first, last):
        return []
    for token in range(first, last):
        mention = participants.mention_at.get(token)
        if mention is not None and token != participants.head(mention):
            continue
        told = participants.parse.child(token, "relative clause") is not None
        if participants.clauses.is_excluded(token) and not told:
            continue  # "Israel, but not Hamas"
        subjects = participants.one(token, acting=True)
        objects = participants.one(token)
        if mention is not None:  # half of "US-backed": nobody in its clause, yet an actor
            subjects = subjects or [participants.named(mention, acting=True)]
            objects = objects or [participants.named(mention)]
        if subjects or objects:
            suffering[token] = objects or subjects
        # "the tribunal in The Hague": a place may suffer what is done there, but does nothing
        subjects = subjects or [p for p in objects if p.how != "place"]
        if subjects:
            acting[token] = subjects
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


def _types(labels: Labels, participants: Sequence[Participant]) -> NDArray[np.float32]:
    found = np.zeros(len(labels.types), np.float32)
    for participant in participants:
        found[list(labels.classes.get(participant.actor.type, ()))] = 1
    return found


def _how(participants: Sequence[Participant]) -> str:
    return participants[0].how.partition(" ")[0]


class _Sentence:
    """A sentence as a tree: how its words hang on each other."""

    def __init__(self, parse: Parse, labels: Labels, first: int, last: int) -> None:
        self.parse, self.labels, self.first, self.last = parse, labels, first, last
        self._chains = [self._chain(token) for token in range(first, last)]
        self._depths = [{t: i for i, t in enumerate(chain)} for chain in self._chains]
        number, tokens = labels.number, range(first, last)
        self._roles = [number("roles", parse.roles[t]) for t in tokens]
        self._markers = [number("markers", parse.markers[t]) for t in tokens]

    def _chain(self, token: int) -> list[int]:
        """A token and all above it within the sentence."""
        heads, chain = self.parse.heads, [token]
        while self.first <= heads[token] < self.last and heads[token] not in chain:
            token = heads[token]
            chain.append(token)
        return chain

    def hang(self, end: int, trigger: int) -> tuple[int, int, int]:
        """How an end hangs on a trigger: the way through the tree (so many steps up, so many down),
        the slot, and the marker of that.

        A slot is a kind and the role of a token. 0: the end stands below the trigger, in the phrase
        of that token; 1: it stands above, and the trigger is in the phrase of that token; 2: it
        stands in another branch, that of the token.
        """
        above, below = self._chains[end - self.first], self._chains[trigger - self.first]
        depths = self._depths[end - self.first]
        way, kind, token = _NO_WAY, 2, above[-1]
        for down, shared in enumerate(below):
            up = depths.get(shared)
            if up is not None:
                way = min(up, _UP) * (_DOWN + 1) + min(down, _DOWN)
                if up:
                    kind, token = (2 if down else 0), above[up - 1]
                else:
                    kind, token = 1, below[max(down - 1, 0)]
                break
        place = token - self.first
        return way, kind * len(self.labels.roles) + self._roles[place], self._markers[place]
