"""Deeds told before: whose "the move" is that others condemn.

"Turkey invaded Syria. France condemned the offensive": who judges a deed judges its doer, and who
attends "the talks" meets those who hold them. The noun is definite and nobody owns it; what it
takes up is the last deed before it of a relation that the noun can express, or, for a noun like
"move", the last deed of any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Relation
from .clauses import Slots
from .lexicon import Lexicon, words
from .naming import Participant
from .participants import Participants
from .reciprocity import home

# Sentences back in which a deed is still spoken of: by a noun for any deed, by its own noun.
_LATELY = 1
_BEFORE = 6
# Sentences that begin an article, and how often somebody speaks whose meeting it tells of.
_LEAD, _OFTEN = 2, 3
# Before whom a deed is done to.
_ONTO = frozenset({"against", "in", "into", "of", "on", "with"})
# Before a meeting that somebody is shown at.
_ATTENDING = frozenset({"at", "during"})
# The way from a noun to the doer of what it takes up is a long one.
_STEP = 0.7


@dataclass(frozen=True, slots=True)
class _Deed:
    sentence: int
    token: int
    relation: Relation
    doers: Sequence[Participant]
    sufferers: Sequence[Participant]


class Deeds:
    """The deeds of one document that have been told so far."""

    def __init__(self, participants: Participants, lexicon: Lexicon) -> None:
        self._participants, self._lexicon = participants, lexicon
        self._parse = participants.parse
        self._words = words("references")
        self._told: list[_Deed] = []
        self._open: list[_Deed] = []

    def tell(
        self,
        token: int,
        relation: Relation,
        doers: Sequence[Participant],
        sufferers: Sequence[Participant],
    ) -> None:
        """Keep that some have done something, to others if any, as a trigger says."""
        if relation.political:
            sentence = self._parse.sentence[token]
            self._told.append(_Deed(sentence, token, relation, doers, sufferers))

    def leave_open(self, token: int, relation: Relation, sufferers: Sequence[Participant]) -> None:
        """Keep that something has been done to some, as a trigger says, and not by whom."""
        sentence = self._parse.sentence[token]
        self._open.append(_Deed(sentence, token, relation, (), sufferers))

    def suffered(self, token: int, slots: Slots) -> list[Participant]:
        """Return who suffered what somebody answers for by a noun: "A bomb hit Kabul. The Taliban
        claimed the attack", "claimed responsibility".
        """
        parse, here = self._parse, self._parse.sentence[token]
        nouns = [token]
        if parse.lemmas[token] in words("speech")["answerable"]:
            nouns = list(slots.get("for", ()))
        if not all(self._takes_up(noun) for noun in nouns):
            return []
        deed = next((d for d in reversed(self._open) if d.sentence < here), None)
        if deed is None or here - deed.sentence > _LATELY:
            return []
        return self._taken_up(deed.sufferers, token)

    def _taken_up(self, ends: Sequence[Participant], token: int) -> list[Participant]:
        """Those of a deed told before, as a later word takes them up."""
        span = self._parse.starts[token], self._parse.ends[token]
        return [
            replace(p, span=span, head=token, score=p.score * _STEP, how="deed", slot="deed")
            for p in ends
        ]

    def _takes_up(self, noun: int) -> bool:
        """Whether a noun is definite: "the attack"."""
        article = self._parse.child(noun, "determiner")
        taking_up = self._words["taking_up"]
        return article is not None and self._parse.words[article].lower() in taking_up

    def taken_up(self, names: Sequence[str], slots: Slots, relation: Relation) -> list[Participant]:
        """Return whose deed it is that some slots of a relation take up: "condemned the attack",
        "the raid killed", "attended the meeting".
        """
        return [
            replace(participant, slot=name)
            for name in names
            for token in slots.get(name, ())
            for participant in self.doers(token, relation)
        ]

    def doers(self, token: int, relation: Relation) -> list[Participant]:
        """Return who did what a noun takes up, to whom a relation joins others; nobody where it
        takes nothing up.
        """
        parse, lemma = self._parse, self._parse.lemmas[token]
        if not self._takes_up(token):
            return []
        here, any_deed = parse.sentence[token], lemma in self._words["deed"]
        named = {row.relation.name for row in self._lexicon.find("noun", lemma)}
        kind = {parse.lemmas[t] for t in parse.having(token, "compound")}
        for deed in reversed(self._told):
            back = here - deed.sentence
            if back > _BEFORE and not self._is_in_lead(deed):
                continue
            if deed.token >= token or self._is_another(deed, token):
                continue
            if kind and kind.isdisjoint(parse.lemmas[slice(*parse.bounds[deed.sentence])]):
                continue  # "the rocket attacks" are none of an air force
            lately = back <= _LATELY and deed.relation.name not in self._words["judgements"]
            if deed.relation.name in named or (any_deed and lately):
                return self._taken_up(_foremost(deed.doers), token)
        meeting = self._words["meeting"]
        if relation.name in meeting and not named.isdisjoint(meeting):
            return self._taken_up(self._chair(token), token)
        return []

    def _is_in_lead(self, deed: _Deed) -> bool:
        """Whether a deed is a meeting that the first words of an article tell of."""
        return deed.sentence < _LEAD and deed.relation.name in self._words["meeting"]

    def _chair(self, token: int) -> list[Participant]:
        """Whose meeting an article tells of: his whose office published it; or whoever alone is
        reported as speaking, again and again, in the sentences before one.
        """
        parse, speaking = self._parse, words("speech")["verb"]
        here = parse.sentence[token]
        if self._participants.host(token) is not None:
            return self._host(token)
        heard = [
            who
            for token in range(parse.bounds[here][0])
            if parse.lemmas[token] in speaking and parse.pos[token] == "VERB"
            for subject in parse.having(token, "subject")
            for who in self._participants.one(subject, acting=True)
        ]
        alone = len({who.actor.id for who in heard}) == 1 and len(heard) >= _OFTEN
        return heard[-1:] if alone and heard[-1].actor.type == "Person" else []

    def convened(self, token: int, relation: Relation) -> list[Participant]:
        """Return who holds a meeting that a heading tells of: "President Putin at a meeting with
        NATO leaders"; or whose office published it: "Meeting with NATO leaders".
        """
        parse, here = self._parse, self._parse.sentence[token]
        first, last = parse.bounds[here]
        told = any(parse.pos[t] == "VERB" and parse.tags[t] != "VBG" for t in range(first, last))
        if told or here >= _LEAD or relation.name not in self._words["meeting"]:
            return []
        if parse.roles[token] == "modifier" and parse.markers[token] in _ATTENDING:
            shown = self._participants.at(parse.heads[token], acting=True)
            return [who for who in shown if who.actor.type == "Person"]
        return self._host(token)

    def _host(self, meeting: int) -> list[Participant]:
        """Whose office published a meeting, where the sentence does not tell of him by himself."""
        parse, host = self._parse, self._participants.host(meeting)
        there = {
            who.actor.id
            for token in range(*parse.bounds[parse.sentence[meeting]])
            for who in self._participants.one(token, acting=True)
        }
        return [] if host is None or host.actor.id in there else [host]

    def partners(self, token: int) -> list[Participant]:
        """Return the two who met or talked in the sentence before, where no other stands: "Chad and
        Mali held talks. An agreement was signed."
        """
        parse, here = self._parse, self._parse.sentence[token]
        for deed in reversed(self._told):
            apart = here - deed.sentence > _LATELY or "\n" in parse.words[deed.token : token]
            if apart or deed.token >= token:
                break
            if deed.relation.name in self._words["meeting"] and len(deed.doers) == 2:
                return self._taken_up(deed.doers, token)
        return []

    def _is_another(self, deed: _Deed, token: int) -> bool:
        """Whether a noun cannot take up a deed: "the meeting" is none of "bilateral meetings", and
        "the sanctions on Cuba" are not those on Chad.
        """
        parse = self._parse
        if {parse.tags[deed.token], parse.tags[token]} == {"NN", "NNS"}:
            return True
        named = [
            home(p.actor)
            for other in parse.having(token, "modifier")
            if parse.markers[other] in _ONTO
            for p in self._participants.at(other)
        ]
        met = {home(p.actor) for p in deed.sufferers}
        return bool(named) and met.isdisjoint(named)


def _foremost(doers: Sequence[Participant]) -> Sequence[Participant]:
    """The persons among some, if there are any, for the bodies are there through them."""
    return [p for p in doers if p.actor.type == "Person"] or doers
