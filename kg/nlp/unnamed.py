"""People and bodies without a name: "protesters", "a court in Baku", "eighteen people".

They are nobody for the contract, which wants the actors of world politics; whoever counts what
happens within states, as ICEWS and POLECAT do, wants them. Then an article is read once more with
them, and what is told of them is added to what is told anyway, of which nothing changes.

Such an actor is what it is called and the state that it is of ("Protester (Georgia)"), as in ICEWS;
where the text does not say of which state, it is one of this article alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from ..model import Actor, Statement
from ..ontology import ontology
from .lexicon import words
from .mentions import minted, minted_id
from .naming import STEP, UNNAMED, Participant
from .participants import Participants
from .shapes import shapes
from .statements import Scored

# What stands before the place in which something is done, and before the one that somebody is of.
_WHERE = frozenset({"in", "inside", "at", "near", "outside", "around", "across", "on"})
_HOMES = ("of", "in", "at", "from", "near", "outside", "around", "across")
# How one place hangs on another that it lies in.
_LISTED = frozenset({"apposition", "conjunct", "modifier"})
# Who is found to be a state's goes on standing for it.
_FOR_STATE = frozenset({"Government", "StateMilitary", "Parliament"})
_STATE = frozenset({"State"})
# What else somebody may be called who has a name: a body of unknown sort, one of a group.
_BODIES, _PEOPLE = frozenset({"Organisation"}), frozenset({"PopulationGroup", "ArmedGroup"})
# The parser wavers over what "people" is a form of.
_ONE = {"person": "people"}


class Everybody(Participants):
    """Resolves the noun phrases of one document, those too that stand for nobody with a name."""

    def has_actors(self, first: int, last: int) -> bool:
        """Tell whether there may be actors among some tokens: they need no name."""
        return True

    def _resolve(self, token: int, acting: bool, steps: int) -> list[Participant]:
        found = super()._resolve(token, acting, steps)
        named = token in self.mention_at or token in self.references
        noun = None if named or steps else self._called(token)
        if noun is None:
            return found
        if not found:
            return [self._unnamed(token, noun, self._home(token))]
        states = [self.as_type(one, _STATE) for one in found if self._is_place(one)]
        if kinds()[noun] in _FOR_STATE or len(states) < len(found) or None in states:
            return found
        return [self._unnamed(token, noun, state.actor) for state in states if state is not None]

    def _is_where(self, place: int) -> bool:
        """Whether something is told to be in a place, or in what lies there: "in Odesa, Chad"."""
        parse = self.parse
        while not parse.markers[place] and parse.roles[place] in _LISTED:
            place = parse.heads[place]
        return parse.markers[place] in _WHERE

    def _called(self, token: int) -> str | None:
        """What somebody is called here, None of what is neither people nor a body."""
        parse = self.parse
        if parse.pos[token] not in ("NOUN", "PROPN") or parse.roles[token] == "compound":
            return None
        noun, before = parse.lemmas[token], parse.having(token, "compound", "adjective")
        both = f"{parse.words[token - 1].lower()} {noun}"  # "rights activist"
        if token - 1 in before and both in kinds():
            noun = both
        known = noun in kinds() and not self._is_somebody(token, kinds()[noun])
        return noun if known else None

    def _is_somebody(self, token: int, kind: str) -> bool:
        """Whether "the company" is likely to be one that was named before."""
        parse, parents = self.parse, ontology().parents
        article = parse.child(token, "determiner")
        if article is None or parse.tags[token] not in ("NN", "NNP"):
            return False
        alike = {kind, *parents[kind]} & _BODIES
        if kind in _PEOPLE:
            alike |= {"Person"}
        return parse.lemmas[article] in words("references")["taking_up"] and any(
            mention.start < token
            and (mention.actor.type in alike or kind in parents[mention.actor.type])
            for mention in self.mentions
        )

    def _unnamed(self, token: int, noun: str, state: Actor | None) -> Participant:
        label, kind = _ONE.get(noun, noun).capitalize(), kinds()[noun]
        actor = minted(label, kind)
        if state is not None:
            actor = minted(f"{label} ({state.label})", kind, state.label)
        return Participant(actor, self._span(*self.phrase(token)), token, STEP, UNNAMED)

    def _home(self, token: int) -> Actor | None:
        """The state of somebody: the one that the phrase names; or in which all places of the
        sentence lie; or the only one that is spoken of, unless it has a part in the sentence.
        """
        slots = self.clauses.slots(token)
        beside = self.parse.having(token, "adjective", "compound", "possessor")
        for place in (*beside, *(t for name in _HOMES for t in slots.get(name, ()))):
            if place in self.mention_at and (state := self._state_of(self.mention_at[place])):
                return state
        first, last = self.parse.bounds[self.parse.sentence[token]]
        here = [m for m in self.mentions if first <= m.start < last]
        where = {
            state
            for m in here
            if self._is_place(self.named(m)) and self._is_where(self.head(m))
            if (state := self._state_of(m)) is not None
        }
        if len(where) == 1:
            return where.pop()
        told = self.told_of(token, most=True)
        return None if told in map(self._state_of, here) else told


@cache
def kinds() -> dict[str, str]:
    """Return what people and bodies are called, and the class of actor that they become."""
    return {noun: kind for kind, nouns in words("unnamed").items() for noun in nouns}


def added(told: Sequence[Scored], others: Sequence[Scored]) -> Iterator[Scored]:
    """Yield what is said of people and bodies without a name, so far as it is not told anyway.

    ``told`` and ``others`` are the statements of one article, read without them and with them.
    Left out is what "gunmen" did to "farmers" nobody knows where.
    """
    for statement, known in others:
        acting, suffering = (f"{end} how {UNNAMED}" in known for end in ("subject", "object"))
        if (
            (acting or suffering)
            and statement.relation.political
            and not (suffering and _is_called_so(statement))
            and not _is_nobodys(statement, acting, suffering)
            and not any(_is_told(statement, one) for one, _ in told)
        ):
            subject = _of_article(statement, statement.subject) if acting else statement.subject
            object = _of_article(statement, statement.object) if suffering else statement.object
            yield replace(statement, subject=subject, object=object), known


def _is_called_so(statement: Statement) -> bool:
    """Whether it is only by what somebody is called that something is done to him: "hostages"."""
    said, called = statement.evidence.trigger, statement.evidence.object
    if said is None or called is None:
        return False
    return called[0] <= said[0] and said[1] <= called[1]


def _is_nobodys(statement: Statement, acting: bool, suffering: bool) -> bool:
    """Whether a statement is about private people, or people nobody knows where, alone: a man who
    kills his neighbour; or only says where: rebels who "attacked a camp in Chad".
    """
    subject, object = statement.subject, statement.object
    if acting and suffering and subject.of is None and object.of is None:
        return True
    force = shapes()["force"] in (statement.relation.name, *statement.relation.ancestors)
    if force and subject.of == object.state and "Place" in ontology().parents[object.type]:
        return True
    return all(
        (unnamed and actor.type == "PopulationGroup") or _is_stranger(actor)
        for actor, unnamed in ((subject, acting), (object, suffering))
    )


def _is_stranger(actor: Actor) -> bool:
    """Whether somebody has a name that says nothing."""
    return actor.type == "Person" and actor.of is None


def _of_article(statement: Statement, actor: Actor) -> Actor:
    """Somebody of whom nothing but what he is called is known is not the one of other articles."""
    if actor.of is not None:
        return actor
    return replace(actor, id=minted_id(f"{actor.label} {statement.article}", actor.type))


def _is_told(statement: Statement, other: Statement) -> bool:
    """Whether the other says as much, in the same sentence, of the states that people are of. What
    happens within one is not told of states.
    """
    if statement.subject.state == statement.object.state:
        return False
    same = statement.evidence.start == other.evidence.start and (
        statement.relation.sign == other.relation.sign
    )
    ends, others = (statement.subject, statement.object), (other.subject, other.object)
    straight = all(map(_is_for, ends, others))
    crossed = statement.relation.symmetric and all(map(_is_for, ends, reversed(others)))
    return same and (straight or crossed)


def _is_for(one: Actor, other: Actor) -> bool:
    """Whether two are the same, or of the same state."""
    return one.id == other.id or (one.state is not None and one.state == other.state)
