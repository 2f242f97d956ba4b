"""The learned reader: how likely a sentence states a relation between two of its actors.

Two small networks on top of the syntax network's lower layers (:mod:`kg.nlp.looks`) score every
pair of actors, every relation and every word that may express it. They find what no row of the
lexicon covers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from ..model import Relation
from ..ontology import ontology
from .bodies import is_of_body
from .bystanders import Bystanders
from .candidates import Candidate
from .confidence import READER
from .lexicon import ENGLISH, Lexicon, words
from .looks import Floats, Looks
from .pairs import Labels, Pair, PairedSentence, paired
from .participants import Participant, Participants
from .places import lies_apart
from .shapes import shapes

Ends = tuple[str, str]
"""The ids of subject and object."""

Known = dict[tuple[int, int], set[str]]
"""The relations that rules find between two words."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A relation that the reader holds for likely between a pair: its number and log-odds, the
    token that says it, and the ways to that token from subject and object.
    """

    pair: Pair
    relation: int
    odds: float
    said_by: int
    from_subject: int
    from_object: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Log-odds (pairs by relations) of a sentence, and what is likely there."""

    pairs: Sequence[Pair]
    odds: Floats
    likely: Sequence[Likely]


class Readings:
    """What the reader makes of one document.

    ``alone`` are the log-odds from which on a relation is worth weighing for itself; less likely
    ones are where another sentence says the same (:mod:`kg.nlp.joining`).
    """

    def __init__(
        self, labels: Labels, bystanders: Bystanders, found: Sequence[Reading], alone: float
    ) -> None:
        self.labels, self._found, self.alone = labels, found, alone
        self._bystanders, self._parse = bystanders, bystanders.parse
        self._participants = bystanders.participants
        parse = self._parse
        self._odds: dict[Ends, dict[int, Floats]] = defaultdict(dict)
        for reading in found:
            for pair, odds in zip(reading.pairs, reading.odds, strict=True):
                for subject, object in product(pair.subjects, pair.objects):
                    by_sentence = self._odds[subject.actor.id, object.actor.id]
                    sentence = parse.sentence[pair.subject]
                    known = by_sentence.get(sentence)
                    by_sentence[sentence] = odds if known is None else np.maximum(known, odds)

    def odds(self, found: Candidate) -> tuple[float, float]:
        """The log-odds of a reader's candidate, and those of the likeliest other relation between
        the two.
        """
        number = self.labels.relation[found.relation.name]
        sentence = self._parse.sentence[found.trigger]
        subject, object = found.subject.actor.id, found.object.actor.id
        odds = self._odds[subject, object][sentence]
        if found.relation.symmetric:
            back = self._odds[object, subject].get(sentence)
            odds = odds if back is None else (odds + back) / 2
        others = odds[:number], odds[number + 1 :]
        return float(odds[number]), float(max(o.max(initial=-np.inf) for o in others))

    def elsewhere(self, sentence: int, subject: str, object: str) -> Floats | None:
        """The highest log-odds of every relation between two actors in the other sentences, None
        where no other has both.
        """
        others = [odds for s, odds in self._odds[subject, object].items() if s != sentence]
        highest: Floats | None = np.max(others, axis=0) if others else None
        return highest

    def candidates(self) -> Iterator[Candidate]:
        """Yield all that is likely enough to be looked at, in text order."""
        known = ontology().relations
        parse = self._parse
        for likely in (one for reading in self._found for one in reading.likely):
            relation, pair = known[self.labels.relations[likely.relation]], likely.pair
            if relation.symmetric and pair.object < pair.subject:
                continue
            token = likely.said_by
            if self._bystanders.has(pair.subject, pair.object, relation, token):
                continue
            if self._is_of_others(pair, relation):
                continue
            for subject, object in product(pair.subjects, pair.objects):
                if subject.actor.id == object.actor.id:
                    continue
                if likely.odds > self.alone or self._meet_again(subject, object):
                    yield Candidate(
                        relation,
                        READER,
                        replace(subject, slot=f"way {likely.from_subject}"),
                        replace(object, slot=f"way {likely.from_object}"),
                        token,
                        (parse.starts[token], parse.ends[token]),
                        READER,
                    )

    def _is_of_others(self, pair: Pair, relation: Relation) -> bool:
        """Whether a state only qualifies what somebody heads or where something lies: "a Greek
        union leader", "20km west of Chad".
        """
        people = all(s.actor.type == "Person" for s in pair.subjects)
        if people and shapes()["office"] in (relation.name, *relation.ancestors):
            noun = self._parse.heads[pair.object]
            of_state = all(o.actor.type == "State" for o in pair.objects)
            leads = of_state and relation.name != shapes()["officer"]
            if leads and self._does_not_govern(noun):
                return True
            return any(is_of_body(self._parse, t) for t in (noun, self._parse.heads[noun]))
        inside = relation.name in (shapes()["inside"], shapes()["base"])
        return inside and lies_apart(self._participants, pair.subject, pair.object)

    def _does_not_govern(self, noun: int) -> bool:
        """Whether a state's noun is a title of who does not govern, or an organ that is headed:
        "Venezuela's opposition leader", "the head of Pakistan's army".
        """
        parse, known = self._parse, words("references")["not_in_power"]
        if parse.markers[noun] == "of" and parse.lemmas[noun] in words("nouns")["organ"]:
            return True
        beside = parse.having(noun, "compound", "adjective")
        return any(parse.words[t].lower() in known for t in beside)

    def _meet_again(self, subject: Participant, object: Participant) -> bool:
        """Whether two actors stand together in several sentences."""
        one, other = subject.actor.id, object.actor.id
        return len(self._odds[one, other].keys() | self._odds[other, one].keys()) > 1


class LearnedReader:
    """Reads with the networks in `folder`."""

    def __init__(self, folder: Path = ENGLISH) -> None:
        self.looks = Looks(folder)

    def read(
        self,
        states: Floats,
        participants: Participants,
        lexicon: Lexicon,
        least: float,
        alone: float,
        rules: Iterable[Candidate] = (),
    ) -> Readings:
        """Score the pairs of a document; `states` (tokens by 768) are its `Doc.tensor`. Relations
        of log-odds below `least` are not looked at, and those that `rules` find not closely; for
        `alone` see :class:`Readings`.
        """
        labels = self.looks.labels
        known: Known = defaultdict(set)
        for rule in rules:
            ends = rule.subject.head, rule.object.head
            for order in (ends, ends[::-1]) if rule.relation.symmetric else (ends,):
                known[order].add(rule.relation.name)
        sentences = paired(participants, lexicon, labels)
        read = (self._sentence(sentence, states, known, least) for sentence in sentences)
        found = [reading for reading in read if reading.likely]
        return Readings(labels, Bystanders(participants, lexicon), found, alone)

    def _sentence(
        self, sentence: PairedSentence, states: Floats, known: Known, least: float
    ) -> Reading:
        words = states[sentence.first : sentence.last].astype(np.float32)
        told = np.zeros_like(sentence.possible)
        for row, pair in enumerate(sentence.pairs):
            for name in known.get((pair.subject, pair.object), ()):
                told[row, self.looks.labels.relation[name]] = True
        odds, said_by = self.looks.both(words, sentence.arrays, sentence.possible, told)
        ways, likely = sentence.arrays["ways"], []
        for row, relation in np.argwhere(odds > least).tolist():
            best, pair = int(said_by[row, relation]), sentence.pairs[row]
            ends = (sentence.arrays[end][row] for end in ("subject", "object"))
            from_ends = (int(ways[end, best]) for end in ends)
            token = sentence.triggers[best]
            likely.append(Likely(pair, relation, float(odds[row, relation]), token, *from_ends))
        return Reading(sentence.pairs, odds, likely)
