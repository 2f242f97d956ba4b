"""Names as actors: whom a mention stands for, and what a noun makes of its owner.

"Ankara" that acts is a government, "Turkey's army" an organ of Turkey, "Syrian rebels" are a group
of their own. Whole noun phrases are resolved in :mod:`kg.nlp.participants`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..actors import Entry, Register
from ..model import Actor, Span
from ..ontology import ontology
from .clauses import Clauses
from .gazetteer import Gazetteer
from .lexicon import words
from .mentions import Mention, References, actor_of, minted
from .parse import Parse
from .publishers import Publisher
from .sides import foremost

# Reaching an actor through a description loses a little certainty with each step.
STEP = 0.9

UNNAMED = "unnamed"
"""How people and bodies become actors that are named nowhere (:mod:`kg.nlp.unnamed`)."""

# Sentences back in which a state is still what is spoken of, and how often an article names the one
# that it tells of most.
_LATELY, _OFTEN = 2, 3


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor at one end of a clause, and the words that stand for it there.

    ``score`` is how far the way from the words to the actor can be trusted, from 0 to 1; ``how``
    names that way, and ``slot`` the slot of the clause in which the phrase stands.
    """

    actor: Actor
    span: Span
    head: int
    score: float = 1.0
    how: str = "name"
    slot: str = ""


class Actors:
    """The actors that the names of one document stand for."""

    def __init__(
        self,
        parse: Parse,
        clauses: Clauses,
        mentions: Sequence[Mention],
        register: Register,
        gazetteer: Gazetteer,
        published: date | None,
        references: References | None = None,
        publisher: Publisher | None = None,
    ) -> None:
        self.parse, self.clauses = parse, clauses
        self.register, self.gazetteer, self.published = register, gazetteer, published
        self.references = references if references is not None else {}
        self.publisher = publisher
        self.mentions = list(mentions)
        self.mention_at: dict[int, Mention] = {}
        for mention in mentions:  # a longer one comes before those inside it
            around = self.mention_at.get(mention.start)
            for token in range(mention.start, mention.end):
                if around is None or token != self.head(around):
                    self.mention_at[token] = mention
        self.nouns = words("nouns")

    def named(self, mention: Mention, *, acting: bool = False) -> Participant:
        """Return whom a mention names; acting, a seat of government is that government."""
        actor, score = mention.actor, 1.0
        if acting and mention.entry is not None and mention.entry.seat_of:
            seat = self._own_state(mention.entry, mention.start) or mention.entry.seat_of
            entry = self.register.entries[seat]
            actor, score = actor_of(entry, self.register, self.published), 0.95
        elif mention.entry is None:
            score = 0.9
        head = self.head(mention)
        return Participant(actor, self._span(mention.start, mention.end), head, score)

    def addressed(self, participant: Participant) -> Participant:
        """Return the body that is meant by its seat where somebody speaks to it: "Warsaw accuses
        Brussels". A capital means its state in any case.
        """
        entry = self.register.get(participant.actor.id)
        seat = self.register.get(entry.seat_of) if entry is not None and entry.seat_of else None
        if entry is None or seat is None or self._own_state(entry, participant.head):
            return participant
        if seat.actor.type != "InternationalOrganisation":
            return participant
        return replace(participant, actor=seat.actor, score=participant.score * 0.95)

    def _own_state(self, city: Entry, token: int) -> str | None:
        """The state that a seat of others stands for where it was named last: "accused Belgium, and
        Brussels answered".
        """
        body = self.register.get(city.seat_of or "")
        if body is None or body.actor.type != "InternationalOrganisation":
            return None
        named = [m.actor.id for m in self.mentions if m.start < token]
        both = [id for id in named if id in (body.actor.id, city.of)]
        return both[-1] if both and both[-1] == city.of else None

    def actor(self, id: str) -> Actor | None:
        """Return the registered actor of an id as it was on the day of the article."""
        entry = self.register.get(id)
        return actor_of(entry, self.register, self.published) if entry else None

    def host(self, meeting: int) -> Participant | None:
        """Return whose office published the article, who holds the meetings that it does not say
        who held; nobody where it is no official site.
        """
        principal = self.publisher.principal if self.publisher is not None else None
        if principal is None:
            return None
        return Participant(principal, self._span(meeting, meeting + 1), meeting, 0.9, "publisher")

    def as_type(
        self,
        participant: Participant,
        types: frozenset[str],
        *,
        person: bool = False,
        body: bool = True,
    ) -> Participant | None:
        """Return a participant of one of some types: itself, or the state that it stands for.

        A person stands for a state only if ``person`` says so, an organisation or a place unless
        ``body`` denies it, and who has no name for none. Without types everybody will do. None
        where neither is of such a type.
        """
        actor = participant.actor
        if not types or actor.type in types:
            return participant
        stands = person if actor.type == "Person" else body or not self._is_body(actor)
        stands = stands and participant.how != UNNAMED
        if "State" in types and actor.of is not None and stands:
            for id in self.gazetteer.named(actor.of):
                entry = self.register.entries[id]
                if entry.actor.type == "State":
                    return replace(participant, actor=entry.actor, score=participant.score * STEP)
        return None

    def _is_body(self, actor: Actor) -> bool:
        above = ontology().parents[actor.type]
        return not above.isdisjoint(("Organisation", "Place", "PopulationGroup"))

    def head(self, mention: Mention) -> int:
        """Return the token of a name that the rest of the sentence is built on."""
        inside = range(mention.start, mention.end)
        return next((t for t in inside if self.parse.heads[t] not in inside), mention.start)

    def told_of(self, token: int, *, most: bool) -> Actor | None:
        """Return the state whose army is "the army" at a word: the only one spoken of lately, and
        of several, with ``most``, the last, if the article so far tells of it most by far.
        """
        lately, count = set[str](), Counter[Actor]()  # who was named last is counted last
        for mention in self.mentions:
            state = self._state_of(mention) if mention.start < token else None
            if state is not None:
                count[state] = count.pop(state, 0) + 1
                if self.parse.sentence[token] - self.parse.sentence[mention.start] <= _LATELY:
                    lately.add(state.id)
        near = [state for state in count if state.id in lately]
        if len(near) < 2 or not most:
            return near[0] if len(near) == 1 else None
        last = [*count][-1]
        return last if foremost(count, 1, _OFTEN) == [last] else None

    def _state_of(self, mention: Mention) -> Actor | None:
        """The state that a mention is, lies in or belongs to."""
        if mention.actor.type == "State":
            return mention.actor
        for id in self.gazetteer.named(mention.actor.of or ""):
            if self.register.entries[id].actor.type == "State":
                return self.actor(id)
        return None

    def _organ(self, state: Actor, noun: str) -> Actor:
        """The registered 'Turkish military' or 'Turkish government'; else the state itself."""
        entry = self.register.get(state.id)
        for adjective in entry.adjectives if entry else ():
            for id in self.gazetteer.named(f"{adjective} {noun}"):
                if self.register.entries[id].of == state.id:
                    return actor_of(self.register.entries[id], self.register, self.published)
        return state

    def _group(self, owner: Participant, lemma: str, token: int) -> Actor:
        """'Syrian rebels': an actor of its own, registered or not."""
        entry = self.register.get(owner.actor.id)
        own = self.parse.words[owner.head] if owner.head < len(self.parse.words) else ""
        adjective = entry.adjectives[0] if entry and entry.adjectives else own
        word = self.parse.words[token].lower()
        plural = word if self.parse.tags[token] == "NNS" else f"{lemma}s"
        noun = lemma if lemma == "opposition" else plural
        for id in self.gazetteer.named(f"{adjective} {noun}"):
            return actor_of(self.register.entries[id], self.register, self.published)
        if lemma in self.nouns["protesting"]:
            return minted(f"{adjective} {noun}", "PopulationGroup", owner.actor.state)
        kind = "PoliticalParty" if lemma == "opposition" else "ArmedGroup"
        return minted(f"{adjective} {noun}", kind)

    def _span(self, start: int, end: int) -> Span:
        return self.parse.starts[start], self.parse.ends[end - 1]
