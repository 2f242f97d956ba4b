"""Attribution: who is named as the source of a statement, if the article does not tell it itself.

What a reported clause takes for granted is told by the article, whoever reports the rest: of
"Israel says it struck Houthi-held Yemen after talks on ending the war" only the strike is Israel's
word.
These are the ways in which annotators of ``data/train`` hardly ever name a source, though a verb of
saying stands above (``benchmarks/circumstances.py`` counts the sources that we invent).
"""

from __future__ import annotations

from ..model import Actor, Status
from .candidates import IN_PASSING, Candidate
from .clauses import Clauses
from .lexicon import words
from .participants import Participant, Participants
from .quotations import Quotations
from .speakers import Speakers, asked_by, blamed_by, speakers_of
from .transcripts import Transcript

# Before what was there first: "after the attack on Chad".
_BEFORE = frozenset({"after", "following"})


class Attribution:
    """Finds the sources of one document's statements; ``sender`` is who stands first in the
    headline.
    """

    def __init__(
        self, clauses: Clauses, participants: Participants, sender: Actor | None = None
    ) -> None:
        self._clauses, self._participants, self._sender = clauses, participants, sender
        self._parse = clauses.parse
        self._quotations = Quotations(clauses.parse)
        self._transcript = Transcript(clauses.parse, participants.mention_at)
        self._known: dict[int, Speakers] = {}

    def source(self, found: Candidate, status: Status) -> Participant | None:
        """Return who is named as the source of a candidate; nobody for what is said by being done,
        or taken for granted.
        """
        speech = words("speech")
        if self._is_given(found):
            return None
        speaker = self.speaker(found)
        if speaker is None and status is Status.requested:
            speaker = asked_by(found.trigger, self._clauses, self._participants)
        if speaker is None and status is Status.possible:
            speaker = blamed_by(found.trigger, self._clauses, self._participants)
        own = speaker is not None and speaker.actor.id == found.subject.actor.id
        return None if own and found.relation.name in speech["uttered"] else speaker

    def speaker(self, found: Candidate) -> Participant | None:
        """Return who is reported as saying what a trigger says, found once for all candidates on
        it. Of several who say it together, who speaks of himself.
        """
        trigger = found.trigger
        if trigger not in self._known:
            self._known[trigger] = speakers_of(
                trigger,
                self._clauses,
                self._participants,
                self._quotations,
                self._transcript,
                self._sender,
            )
        together = self._known[trigger]
        own = [s for s in together if s.actor.id == found.subject.actor.id]
        return next(iter(own or together), None)

    def _is_given(self, found: Candidate) -> bool:
        """Whether a candidate is taken for granted by who is reported: what a name phrase says in
        passing, a lasting war, "Houthi-held", "after the attack".
        """
        parse, trigger = self._parse, found.trigger
        speech = words("speech")
        if found.kind in IN_PASSING or found.relation.name in speech["given"]:
            return True
        if parse.lemmas[trigger] in speech["given_noun"]:
            return True
        role = parse.roles[trigger]
        held = role == "adjective" and parse.tags[trigger] == "VBN"
        lasting = held and found.relation.kind == "state"
        return lasting or (role == "oblique" and parse.markers[trigger] in _BEFORE)
