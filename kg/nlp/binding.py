"""Pronouns whose antecedent the grammar of the sentence tells, whatever else was spoken of.

"Urged Chad to end its war" speaks of Chad's war, "sanctioned Chad and its ally Mali" of Chad's
ally, and in "criticised Chad and threatened it" Chad is threatened.
"""

from __future__ import annotations

from collections.abc import Mapping

from .clauses import Clauses
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention
from .pronouns import SUBJECT_ROLES, Found

# Before what somebody has to do to be let off.
_UNTIL = frozenset({"unless", "until"})
# Before whom something is done to: "lashed out at Iran, accusing it".
_AIMS = frozenset({"at", "against", "with", "on"})


class Bound:
    """The pronouns of one document that are bound within their sentence."""

    def __init__(self, clauses: Clauses, at: Mapping[int, Mention]) -> None:
        self.clauses, self.parse, self.at = clauses, clauses.parse, at
        self._words = words("references")

    def thing(self, token: int) -> Found:
        """What *it* or *its* stands for."""
        return self._beside_it(token) or self.turned_on(token, person=False) or self._shared(token)

    def turned_on(self, token: int, *, person: bool) -> Found:
        """Return of whom others ask or blame something: 'urged Chad to end its war', 'criticised
        Chad for its war', 'threatened Chad unless it leaves'.
        """
        parse, verb = self.parse, self.verb_above(token)
        deed = parse.lemmas[parse.heads[token]] in self._words["acts"]
        until = parse.roles[token] in SUBJECT_ROLES and parse.markers[verb or token] in _UNTIL
        if until and verb is not None:
            verb = self.verb_above(parse.heads[verb])
        elif parse.roles[token] != "possessor" or not deed:
            return []
        while verb is not None:
            turned = until or parse.lemmas[verb] in self._words["turning_on"]
            if turned and not self.clauses.is_passive(verb):
                for aim in self._aims(verb):
                    mention = self.at.get(aim)
                    if mention is None or aim > token or self._within(token, aim):
                        continue
                    if (mention.actor.type == "Person") == person:
                        return [(mention.actor, 0.8)]
                return []
            above = parse.above(verb)
            verb = self.verb_above(above) if above is not None else None
        return []

    def _aims(self, verb: int) -> list[int]:
        """Whom a verb is turned on: 'blamed Chad', 'called on Chad', 'sanctions on Chad'."""
        slots = self.clauses.slots(verb)
        held = [self.clauses.slots(t) for t in slots.get("object", ())]
        asked = [t for slot in ("on", "upon", "to", "with") for t in slots.get(slot, ())]
        hit = [t for told in held for slot in ("on", "against") for t in told.get(slot, ())]
        named = any(t in self.at for t in slots.get("object", ()))
        return [*slots.get("object", ()), *([] if named else asked), *hit]

    def _beside_it(self, token: int) -> Found:
        """'sanctioned Russia and its ally Belarus': of whom it is named together with."""
        parse, owned = self.parse, self.parse.heads[token]
        if parse.roles[token] != "possessor":
            return []
        if parse.roles[owned] in ("title", "compound", "apposition", "name part"):
            owned = parse.heads[owned]  # "its ally Belarus"
        mention = self.at.get(parse.heads[owned])
        if parse.roles[owned] != "conjunct" or mention is None or mention.kind is Kind.adjective:
            return []
        return [(mention.actor, 0.85)] if mention.actor.type != "Person" else []

    def verb_above(self, token: int) -> int | None:
        """Return the verb that a word stands in, or is."""
        verb: int | None = token
        while verb is not None and not self.clauses.is_verbal(verb):
            verb = self.parse.above(verb)
        return verb

    def _within(self, token: int, phrase: int) -> bool:
        """Whether a word is a part of a phrase."""
        first, last = self.parse.subtree(phrase)
        return first <= token < last and self.parse.roles[phrase] != "oblique"

    def _shared(self, token: int) -> Found:
        """'criticised Iran and threatened it', 'lashed out at Iran, accusing it': the object of the
        verb before.
        """
        parse, verb = self.parse, self.parse.heads[token]
        beside = parse.roles[verb] == "conjunct" or (
            parse.roles[verb] == "adverbial clause" and parse.tags[verb] == "VBG"
        )
        if parse.roles[token] != "object" or not beside:
            return []
        aims = [t for t in parse.having(parse.heads[verb], "oblique") if parse.markers[t] in _AIMS]
        held = self.clauses.slots(parse.heads[verb]).get("object", ())
        aims += [t for noun in held for t in self.clauses.slots(noun).get("with", ())]
        for other in (*parse.having(parse.heads[verb], "object", "passive subject"), *aims):
            mention = self.at.get(other)
            if mention is not None and mention.actor.type != "Person":
                return [(mention.actor, 0.85)]
        return []
