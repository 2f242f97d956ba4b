"""Candidates become statements: checked against the ontology, with status, speaker, time, place.

Nothing becomes a statement that the relation's domain and range do not admit; a place is widened
to its state where only a state is admitted. What is said twice in one sentence is said once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from ..model import Actor, Article, Evidence, Relation, Span, Statement, Status
from ..ontology import ontology
from .attribution import Attribution
from .bystanders import is_mishap
from .candidates import IN_PASSING, Candidate
from .confidence import READER, confidence, features, weights
from .dating import Dating
from .echoes import echoes
from .frames import Frames
from .joining import Joining
from .kinship import is_among_own, is_same_act, is_upside_down
from .learned import Readings
from .lexicon import Lexicon, words
from .offices import offices
from .participants import Participant, Participants
from .relations import candidates
from .rosters import Rosters
from .scope import is_about_happening
from .shapes import shapes
from .status import is_doubted, is_ordered_by, status_of
from .structure import structural

Scored = tuple[Statement, list[str]]
"""A statement, and the features that its confidence rests on."""

Beside = Callable[[Sequence[Candidate]], Readings]
"""What reads an article beside the rules, given what they find."""

# What stands before a target or a topic, not before the place of an event.
_TARGETS = frozenset({"on", "over", "across"})

# Whether what is told so is still to come; of the rest nobody knows.
_AHEAD = {
    Status.planned: True,
    Status.requested: True,
    Status.conditional: True,
    Status.asserted: False,
}

# States without an organisation: they act, and are a place, and have neither members nor organs.
_LOOSE, _LOOSELY = "StateGroup", frozenset({"PopulationGroup", "Region"})

# Before the name of an attack in which something was done, and how far.
_DURING, _NEAR = re.compile(r"\b(in|during) (the )?$", re.I), len("during the ")


class Reader:
    """Reads the statements of one article off its participants."""

    def __init__(
        self,
        article: Article,
        participants: Participants,
        lexicon: Lexicon,
        rosters: Rosters,
        beside: Beside | None = None,
        sender: Actor | None = None,
    ) -> None:
        self.article, self.participants, self.lexicon = article, participants, lexicon
        self.rosters = rosters
        self.beside = beside
        self.parse, self.clauses = participants.parse, participants.clauses
        self.dating = Dating(_without_days(article, participants), self.parse)
        self.attribution = Attribution(self.clauses, participants, sender)
        self.parents = ontology().parents
        self._frames = Frames(self.clauses, participants)

    def statements(self) -> list[Scored]:
        """Return the statements of the article with the features that their confidence rests on.

        They stand in text order; what one sentence says twice is there once.
        """
        found: dict[str, Scored] = {}
        for statement, known in self.candidates():
            other = found.get(statement.id)
            if other is None or other[0].confidence < statement.confidence:
                found[statement.id] = statement, known
        return in_order(found.values())

    def candidates(self) -> Iterator[Scored]:
        """Yield every statement that a pattern or the learned reader finds, with its features."""
        told = list(candidates(self.clauses, self.participants, self.lexicon))
        patterns = [
            *told,
            *echoes(told, self.participants),
            *offices(self.participants),
            *structural(self.participants),
        ]
        said: dict[tuple[int, str], list[Statement]] = defaultdict(list)
        for candidate in patterns:
            scored = self._statement(candidate)
            if scored is not None:
                said[self._place(candidate)].append(scored[0])
                yield scored
                yield from self._reproach(candidate, scored[0])
        if self.beside is not None:
            joining = Joining(self.parse, self.beside(patterns), patterns)
            for candidate in joining.candidates():
                scored = self._statement(candidate, joining)
                others = said[self._place(candidate)]
                if scored is not None and not any(
                    is_same_act(scored[0], o) or is_upside_down(scored[0], o) for o in others
                ):
                    yield scored

    def _place(self, found: Candidate) -> tuple[int, str]:
        """The sentence of a candidate, and its relation."""
        return self.parse.sentence[found.trigger], found.relation.name

    def _reproach(self, found: Candidate, act: Statement) -> Iterator[Scored]:
        """Whoever is reported as suspecting another of a hostile act accuses him; not so who only
        fears it, or that it may come.
        """
        auxiliaries = self.parse.having(found.trigger, "auxiliary")
        ahead = any(self.parse.tags[t] == "MD" for t in auxiliaries)
        above = self.parse.lemmas[self.parse.heads[found.trigger]]
        if ahead or above in words("speech")["fear"] or found.status is not None:
            return
        source = self.attribution.speaker(found)
        hostile = act.relation.sign < 0 and act.relation.kind == "event"
        if source is None or not hostile or act.status is not Status.possible:
            return
        relation = ontology().relation(shapes()["reproach"])
        if relation == act.relation or source.actor.id == act.subject.id:
            return
        accusation = replace(
            found,
            relation=relation,
            kind="reproach",
            subject=source,
            object=found.subject,
            rule="shape:reproach",
            status=Status.asserted,
        )
        scored = self._statement(accusation)
        if scored is not None:
            yield scored

    def _statement(self, found: Candidate, joining: Joining | None = None) -> Scored | None:
        relation, trigger = found.relation, found.words
        subject = self._fitting(found.subject, relation.domain)
        object = self._fitting(found.object, relation.range)
        if subject is None or object is None or subject.id == object.id:
            return None
        if shapes()["head"] in relation.ancestors and object.id != found.object.actor.id:
            return None  # who heads Quebec does not head Canada
        if not relation.political and found.object.how == "at home" and object.type == "State":
            return None  # nor who heads "the foreign ministry" its state
        if relation.political and is_among_own(found, subject, object):
            return None
        if self._is_known_otherwise(subject, relation, object) or self._is_of_another_part(found):
            return None
        if relation.political and self.parse.sentence[found.trigger] in self._sport:
            return None
        force = shapes()["force"] in (relation.name, *relation.ancestors)
        if force and is_mishap(found.trigger, self.clauses):
            return None
        if any(a < trigger[1] and trigger[0] < b for a, b in self.article.furniture):
            return None
        status, speaker, time = Status.asserted, None, None
        if found.kind not in IN_PASSING:
            status = self._status(found)
        if relation.political:
            speaker = self.attribution.source(found, status)
        taking_part = relation.name == shapes()["taking_part"]
        if relation.political or taking_part:
            time = self.dating.time(
                found.trigger,
                event=relation.kind == "event",
                ahead=_AHEAD.get(status),
                hostile=relation.sign < 0,
            )
        known = features(
            relation,
            found.kind,
            self.parse.lemmas[found.trigger],
            found.subject,
            found.object,
            found.trigger,
            status,
            speaker is not None,
        )
        if joining is not None:
            known += joining.features(found)
        start, end = self._sentence(found.trigger)
        evidence = Evidence(
            start,
            end,
            self.article.text[start:end],
            _inside(found.subject.span, start, end),
            _inside(trigger, start, end),
            _inside(found.object.span, start, end),
        )
        statement = Statement(
            article=self.article.id,
            subject=subject,
            relation=relation,
            object=object,
            evidence=evidence,
            status=status,
            speaker=self._named(speaker) if speaker else None,
            time=time,
            place=self._where(found) if relation.political and relation.kind == "event" else None,
            confidence=confidence(known, weights()["rules" if joining is None else "reader"]),
            rule=found.rule,
        )
        return statement, known

    def _status(self, found: Candidate) -> Status:
        """What the text commits to: of a deed, and of whoever is said to have done it."""
        status = found.status or status_of(self._deed(found), self.clauses)
        doer, event = found.subject.head, found.relation.kind == "event"
        if status is Status.asserted and event and found.relation.political:
            return Status.possible if is_doubted(doer, self.parse) else status
        if status is Status.requested and is_ordered_by(doer, found.trigger, self.parse):
            return Status.asserted
        accused = found.kind == READER and found.relation.name == shapes()["reproach"]
        if accused and status is Status.possible:
            return Status.asserted  # "detains him for alleged espionage": the doubt is the charge
        return status

    def _deed(self, found: Candidate) -> int:
        """The word for what is done: of "tried to kill" and "floated sanctions" the reader may take
        the first for it, and who "agreed to halt the strikes" has agreed.
        """
        verb, parse = found.trigger, self.parse
        above, clause = parse.heads[verb], parse.roles[verb] in ("open clause", "noun clause")
        if found.relation.name == shapes()["truce"] and clause:
            return above if parse.lemmas[above] in words("control")["agreeing"] else verb
        force = shapes()["force"] in found.relation.ancestors
        if found.kind != READER or parse.pos[verb] != "VERB":
            return verb
        event = parse.child(verb, "object")
        if event is not None and is_about_happening(verb, parse) and self._says(event, found):
            return event
        done = parse.child(verb, "open clause") if force else None
        return verb if done is None else done

    def _says(self, noun: int, found: Candidate) -> bool:
        """Whether a noun expresses the relation of a candidate: "sanctions", "talks"."""
        rows = self.lexicon.find("noun", self.parse.lemmas[noun])
        return any(row.relation == found.relation for row in rows)

    def _where(self, found: Candidate) -> Actor | None:
        """The city, region or state in which the clause has it happen, if that is none of its ends;
        the state that a city lies in is the actor's own.

        The place must hang on what happens, or on the object of a deed of force: what is praised,
        condemned or agreed on lies elsewhere.
        """
        heads, trigger = self.parse.heads, found.trigger
        for token in self._frames.places(trigger):
            beside = heads[token] in (trigger, heads[trigger])
            force = shapes()["force"] in found.relation.ancestors
            on_object = force and heads[heads[token]] == trigger
            place = self.participants.mention_at[token].actor
            ends = found.subject.actor.id, found.object.actor.id
            if self.parse.markers[token] not in _TARGETS and (beside or on_object):
                return place if place.id not in ends else None
        return None

    @cached_property
    def _sport(self) -> frozenset[int]:
        """The sentences that tell of sport: there "beats" and "rival" are no politics."""
        parse, nouns = self.parse, self.participants.nouns["sport"]
        return frozenset(
            parse.sentence[token]
            for token, lemma in enumerate(parse.lemmas)
            if token not in self.participants.mention_at
            and (
                lemma.lower() in nouns
                or (token and f"{parse.lemmas[token - 1]} {lemma}".lower() in nouns)
            )
        )

    def _is_of_another_part(self, found: Candidate) -> bool:
        """Whether an office is that of another in a list of titled people; only a state may be
        named for those behind it: "French President Macron, Prime Minister Lecornu and ...".
        """
        person, other, rosters = found.subject.head, found.object.head, self.rosters
        if found.relation.political or not rosters.is_apart(person, other):
            return False
        shared = found.object.actor.type == "State" and other < person
        return not shared or rosters.has_state(person)

    def _is_known_otherwise(self, subject: Actor, relation: Relation, object: Actor) -> bool:
        """Whether the register knows better: the offices of the person are elsewhere, or others;
        the organ is another's; who is in his own capital visits nobody.
        """
        register, names = self.participants.register, (relation.name, *relation.ancestors)
        entry = register.get(subject.id)
        if shapes()["organ"] in names:
            return subject.type == "State" or self._is_of_another(subject, object)
        if relation.name == shapes()["visit"]:
            seat = register.get(object.id)
            return seat is not None and seat.seat_of is not None and object.of == subject.of
        if shapes()["office"] not in names or object.type != "State" or not (entry and entry.terms):
            return False
        head = shapes()["head"] in relation.ancestors  # of state or of government
        held = (t for t in entry.terms if not head or relation.name in (t.relation, *t.also))
        return all(register.state_of(term.of) != object.id for term in held)

    def _is_of_another(self, organ: Actor, other: Actor) -> bool:
        """Whether an organ is known to be a state's, and the other is another state or organ: not
        the government, and not the armed forces of which an army is a part.
        """
        register = self.participants.register
        entry, state = register.get(organ.id), register.state_of(organ.id)
        known = "StateOrgan" in self.parents[other.type] or other.type == "State"
        if entry is None or state is None or not known or other.id in (entry.of, state):
            return False
        wholes = tuple(self.participants.nouns["whole"])
        branch = other.type == organ.type and other.label.endswith(wholes)
        whole = branch or other.type == "Government"
        return not whole or register.state_of(other.id) != state

    def _fitting(self, participant: Participant, admitted: frozenset[str]) -> Actor | None:
        """The actor with its surface words, widened from a place to its state where need be."""
        actor = self._named(participant)
        if actor.type == _LOOSE and admitted.isdisjoint(_LOOSELY):
            return None
        if actor.type in admitted:
            return actor
        if "Place" in self.parents[actor.type] and "State" in admitted:
            entry = self.participants.register.get(actor.id)
            state = self.participants.actor(entry.of) if entry and entry.of else None
            if state is not None and state.type == "State":
                return replace(state, names=actor.names)
        return None

    def _named(self, participant: Participant) -> Actor:
        start, end = participant.span
        words = self.article.text[start:end]
        return replace(participant.actor, names=(words,))

    def _sentence(self, token: int) -> Span:
        first, last = self.parse.bounds[self.parse.sentence[token]]
        while first < last - 1 and not self.parse.words[first].strip():
            first += 1
        while last - 1 > first and not self.parse.words[last - 1].strip():
            last -= 1
        return self.parse.starts[first], self.parse.ends[last - 1]


def in_order(found: Iterable[Scored]) -> list[Scored]:
    """Return statements as the text has them."""
    return sorted(found, key=lambda pair: _order(pair[0]))


def _order(statement: Statement) -> tuple[int, Span, str, str]:
    evidence = statement.evidence
    return evidence.start, evidence.trigger or (0, 0), statement.relation.name, statement.id


def _without_days(article: Article, participants: Participants) -> Article:
    """An article without the names of what happened on a single day: "the October 7 attacks" date
    only what was done "in" them, by the day that the register knows.
    """
    text, parse = article.text, participants.parse
    for mention in participants.mentions:
        day = mention.entry.start if mention.entry is not None else None
        if mention.entry is None or day is None or mention.entry.end != day:
            continue
        start, end = parse.starts[mention.start], parse.ends[mention.end - 1]
        during = _DURING.search(text, max(start - _NEAR, 0), start)
        told = (day if during else "").ljust(end - start)
        text = text[:start] + told[: end - start] + text[end:]
    return replace(article, text=text)


def _inside(span: Span, start: int, end: int) -> Span | None:
    """A span of words, None where it lies outside the passage."""
    return span if start <= span[0] and span[1] <= end else None
