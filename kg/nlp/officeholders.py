"""Offices and who holds them: "the Turkish leader", "his Chinese counterpart", "the president"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..actors import Entry, Register
from ..model import Actor
from .bodies import heads_a_body
from .clauses import Clauses, Slots
from .lexicon import words
from .mentions import Mention, actor_of
from .pronouns import REACH, Discourse, Found
from .publishers import Publisher

# Words before a name among which "former" stands that is said of its bearer.
_NEAR = 6


class Officeholders:
    """Finds who held, on the day of the article, the offices that a document speaks of."""

    def __init__(
        self,
        clauses: Clauses,
        at: Mapping[int, Mention],
        discourse: Discourse,
        register: Register,
        published: date | None,
        publisher: Publisher | None = None,
    ) -> None:
        self.clauses, self.parse, self.at, self.discourse = clauses, clauses.parse, at, discourse
        self.register, self.published, self.publisher = register, published, publisher
        self.day = published.isoformat() if published else None
        self.words = words("references")

    def office(self, token: int, number: int, title: str = "") -> Found:
        """'the Turkish leader': its holder on the day; 'the president': the last one named."""
        parse, slots = self.parse, self.clauses.slots(token)
        described = {parse.words[c].lower() for c in parse.having(token, "adjective", "compound")}
        if described & self.words["former"]:
            return []
        articles = {parse.words[c].lower() for c in parse.having(token, "determiner", "number")}
        if articles & {"a", "an", "another", "one", "some", "any"}:
            return []  # "a Hezbollah leader" is one of many
        beside = [self.at[place] for place in self.clauses.apposed(token) if place in self.at]
        if any(mention.actor.type == "Person" for mention in beside):
            return []  # "the president of Peru, Ollanta Humala": the name says who is meant
        named = self._named(token, slots)
        if named is not None:
            return [(named, 0.85)]
        if heads_a_body(parse, token) or self._is_of_a_stranger(token, slots):
            return []
        title = title or self._title(token, slots)
        persons = self.discourse.recent(number, "Person")
        lately = [n.actor for n in persons if not self._is_former(n.token)]
        slots = self._with_whole(slots)
        for slot in ("possessor", "modifier", "of"):
            for other in slots.get(slot, ()):
                owner = self.at.get(other)
                if owner is not None and owner.actor.type != "Person":
                    return self._held(owner, title, parse.lemmas[token], lately)
        if "the" not in articles:
            return []
        own = self._publishers(title)
        if own is not None and self._is_principal(own, title):
            return [(own, 0.85)]
        for actor in lately:
            entry = self.register.get(actor.id)
            for term in entry.terms if entry else ():
                if any(e.actor.id == actor.id for e in self._holders(term.of, title)):
                    return [(actor, 0.75)]
        return [(own, 0.7)] if own is not None else self._at_home(title, number)

    def _is_of_a_stranger(self, token: int, slots: Slots) -> bool:
        """'the Turkish president of the Council of Elders': of a body that nobody has registered,
        unlike "the president of the Republic of Chad".
        """
        if self.parse.lemmas[token] in self.words["with_portfolio"]:
            return False
        for of in slots.get("of", ()):
            mention = self.at.get(of)
            if mention is None and self.parse.pos[of] == "PROPN":
                return not any(child in self.at for child in self.parse.children[of])
            if mention is not None and mention.entry is None:
                return mention.actor.type == "Organisation"
        return False

    def _named(self, token: int, slots: Slots) -> Actor | None:
        """The name that says who is meant: "Peru's president is Ollanta Humala", "Federal
        Chancellor of Germany Angela Merkel", which parsers hang anywhere.
        """
        parse, head = self.parse, self.parse.heads[token]
        places = [self.at[t].end for t in slots.get("of", ()) if t in self.at]
        if parse.roles[token] == "subject" and parse.child(head, "copula") is not None:
            places.append(head)
        actors = (self.at[place].actor for place in places if place in self.at)
        return next((actor for actor in actors if actor.type == "Person"), None)

    def counterpart(self, token: int, number: int) -> Found:
        """'Lavrov met his Turkish counterpart': who held the same office there on the day."""
        owners = [self.at[t] for t in self.clauses.slots(token).get("modifier", ()) if t in self.at]
        named = self.discourse.recent(number, "Person")
        subjects = [n for n in named if n.subject] or named
        if len(owners) != 1 or not subjects or self.parse.child(token, "apposition") is not None:
            return []
        mine, their = subjects[0].actor, owners[0].actor.id
        home = self.register.state_of(mine.id, self.day)
        for office in self.words["counterparts"]:
            if not home or home == their:
                break
            if any(e.actor.id == mine.id for e in self._holders(home, office)):
                held = self._holders(their, office)
                actors = [actor_of(entry, self.register, self.published) for entry in held]
                return [(actors[0], 0.75)] if len(actors) == 1 else []
        return []

    def represented(self, number: int, many: int) -> Found:
        """Return the states of so many who were named by their offices, of all for 0: after
        "the leaders of Chad and Mali met" Chad and Mali.
        """
        for sentence, head, actors in reversed(self.discourse.pairs):
            if number - sentence > REACH or head < 0:
                break
            noun = self.parse.heads[head]
            plural = self.parse.tags[noun] in ("NNS", "NNPS")
            if plural and self.parse.lemmas[noun] in self.words["pair_of_persons"]:
                return [(actor, 0.8) for actor in actors] if many in (0, len(actors)) else []
        return []

    def _publishers(self, title: str) -> Actor | None:
        """'The President' on an official site: who alone holds the office there."""
        held = self._holders(self.publisher.site.of, title) if self.publisher is not None else []
        return actor_of(held[0], self.register, self.published) if len(held) == 1 else None

    def _is_principal(self, actor: Actor, title: str) -> bool:
        """Whether an official site tells of somebody's doings, whom it calls by his office."""
        by = self.publisher
        if by is None or actor != by.principal:
            return False
        return title == by.site.principal or title.startswith("head of ")

    def _at_home(self, title: str, number: int) -> Found:
        """'Protests spread across Kenya. The president ...': of the only state spoken of lately."""
        states = {
            self.register.state_of(named.actor.id, self.day)
            for named in self.discourse.named
            if number - named.sentence < REACH
        } - {None}
        holders = [e for state in states if state for e in self._holders(state, title)]
        if len(states) == 1 and len(holders) == 1:
            return [(actor_of(holders[0], self.register, self.published), 0.65)]
        return []

    def _held(self, owner: Mention, title: str, lemma: str, lately: Sequence[Actor]) -> Found:
        group = owner.entry if owner.actor.type == "PopulationGroup" else None
        of = group.of if group is not None else None  # "the Palestinian president"
        state = (self.register.state_of(of) if of else None) or owner.actor.id
        # "Johnson flew to Kyiv. The British prime minister promised ...": whoever has it today
        ever = {entry.actor.id for entry in self.register.holders(state, title)}
        named = [actor for actor in lately if actor.id in ever]
        if named:
            return [(named[0], 0.85)]
        known = self._holders(state, title)
        # "the Kremlin chief" heads the state, "the chief of the general staff" does not
        seat = owner.entry is not None and owner.entry.seat_of is not None
        whole = seat or owner.actor.type in ("State", "Government", "PopulationGroup")
        if not known and whole and title == lemma and lemma in self.words["any_leader"]:
            of = self.register.state_of(state, self.day)
            known = self._holders(of, "leader") if of else []
        actors = [actor_of(entry, self.register, self.published) for entry in known]
        if len(actors) == 1:
            return [(actors[0], 0.85)]
        ours = [a for a in lately if a.of is not None and a.of == owner.actor.label]
        return [(ours[0], 0.7)] if len(ours) == 1 else []

    def _is_former(self, token: int) -> bool:
        """Whether somebody is named as who held an office before: "former President Sarkozy"."""
        before = self.parse.words[max(0, token - _NEAR) : token]
        return not self.words["former"].isdisjoint(word.lower() for word in before)

    def _with_whole(self, slots: Slots) -> Slots:
        """With whose the part is that an office is of: "chief of staff of the army"."""
        slots = dict(slots)
        for part in slots.get("of", ()):
            if part not in self.at:
                for slot, tokens in self.clauses.slots(part).items():
                    slots.setdefault(slot, tokens)
                slots["of"] = [*slots["of"], *self.clauses.slots(part).get("of", ())]
        return slots

    def _holders(self, of: str, title: str) -> list[Entry]:
        return self.register.holders(of, title, self.day) if self.day else []

    def _title(self, token: int, slots: Slots) -> str:
        """The words of an office: 'foreign minister', 'prime minister', 'leader'."""
        parse = self.parse
        before = [
            t
            for t in slots.get("modifier", ())
            if t not in self.at and t < token and parse.lemmas[t] not in self.words["whole"]
        ]
        lemma = parse.lemmas[token]
        title = " ".join([*(parse.words[t].lower() for t in before), lemma])
        for of in (parse.lemmas[t] for t in slots.get("of", ()) if t not in self.at):
            part = lemma in self.words["any_leader"] and of not in words("nouns")["state_word"]
            if of == "state" or part:
                return f"{title} of {of}"  # "head of state", "chief of staff"
        return title
