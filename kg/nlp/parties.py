"""Parties of people, where only a word tells them: "Republican Senator", "a Democrat from Ohio".

Such words are those of many parties. One is meant where the register has the person in its state,
or, for somebody nobody knows, where a member of parliament of no other state is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator

from .candidates import Candidate
from .lexicon import words
from .mentions import Mention
from .offices import titles
from .participants import Participant
from .shapes import ShapeReader, table


class Parties(ShapeReader):
    """Reads of which party somebody is."""

    def membership(self, mention: Mention) -> Iterator[Candidate]:
        """'Republican Senator John Hale', 'Amy Lane, a Democrat', 'Trump is a Republican'."""
        if mention.actor.type != "Person":
            return
        for token, office in self._beside(mention):
            id = table("party")[self.parse.words[token]]
            party = self.participants.register.get(id)
            actor = self.participants.actor(id)
            if party is None or actor is None or party.of is None:
                continue
            if self._is_of(mention, party.of, office):
                member, span = self.participants.named(mention), self.span(token)
                yield self.link("member", member, Participant(actor, span, token), token, span)
                return

    def _beside(self, mention: Mention) -> Iterator[tuple[int, int]]:
        """Words for parties beside a name, each with the noun that it stands before or is."""
        parse = self.parse
        noun = mention.start
        while noun and self._is_title(noun - 1):
            noun -= 1
        if noun and self._is_party(noun - 1):
            yield noun - 1, mention.start - 1
        head = self.participants.head(mention)
        nouns = [t for t in parse.having(head, "apposition") if t >= mention.end]
        governor = parse.heads[head]
        if parse.roles[head] == "subject" and parse.child(governor, "copula") is not None:
            nouns.append(governor)
        for noun in nouns:
            for token in (noun, *parse.having(noun, "adjective", "compound")):
                if self._is_party(token):
                    yield token, noun

    def _is_party(self, token: int) -> bool:
        known = self.parse.words[token] in table("party")
        return known and token not in self.participants.mention_at

    def _is_title(self, token: int) -> bool:
        """Whether a word may stand between a party and a name: "House Speaker", "US Senator"."""
        lemma = self.parse.lemmas[token].lower()
        known = words("references")
        return lemma in titles() or lemma in known["of_parliament"] | known["of_a_house"]

    def _is_of(self, mention: Mention, state: str, office: int) -> bool:
        """Whether somebody belongs to the state of a party, as far as the register or the office
        tells.
        """
        if mention.entry is not None:
            return self.participants.register.state_of(mention.entry.actor.id) == state or (
                mention.entry.of == state or any(t.of == state for t in mention.entry.terms)
            )
        near = [office, *self.parse.having(office, "adjective", "compound", "modifier")]
        near += self.clauses.slots(office).get("of", ())
        near += [mention.start - 1] if mention.start else []
        at, register = self.participants.mention_at, self.participants.register
        states = {register.state_of(at[t].actor.id) for t in near if t in at} - {None}
        beside = {self.parse.lemmas[t].lower() for t in near}
        beside |= {self.parse.lemmas[t].lower() for t in self._titles_of(mention)}
        return states <= {state} and bool(beside & words("references")["of_parliament"])

    def _titles_of(self, mention: Mention) -> list[int]:
        """The nouns beside a name."""
        head = self.participants.head(mention)
        return self.parse.having(head, "title", "compound", "apposition")
