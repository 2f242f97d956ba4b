"""Offices that a verb gives, ends or passes on: "elected Ana Costa as its speaker", "became prime
minister", "resigned as Norway's defence minister", "succeeded Ola Berg as head of the army".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .clauses import Clauses
from .lexicon import words

# A clause that says after whom somebody is appointed, or what he becomes: "..., succeeding Berg".
_FURTHER = ("adverbial clause", "open clause", "conjunct")


class Appointments:
    """What the verbs of a document make of people."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses, self._parse = clauses, clauses.parse
        self._verbs = words("references")
        self._offices: defaultdict[int, list[int]] = defaultdict(list)
        telling = self._verbs["putting_into"] | self._verbs["passing_on"] | self._verbs["bearing"]
        verbs = (t for t, lemma in enumerate(clauses.parse.lemmas) if lemma in telling)
        for verb in verbs:
            offices = self._given(verb) if clauses.is_verbal(verb) else []
            for bearer in self._bearers(verb) if offices else ():
                self._offices[bearer] += [t for t in offices if t != bearer]

    def of(self, bearer: int) -> list[int]:
        """Return the nouns that verbs say somebody becomes, is or ceases to be, given the head of
        the name.
        """
        return self._offices.get(bearer, [])

    def by(self, office: int) -> list[int]:
        """Return the heads of those who put somebody into an office or out of it."""
        verb = self._parse.heads[office]
        putting = self._is("putting_into", verb) and office in self._given(verb)
        return self._clauses.slots(verb).get("subject", []) if putting else []

    def _is(self, kind: str, verb: int) -> bool:
        return self._parse.lemmas[verb] in self._verbs[kind]

    def _given(self, verb: int) -> list[int]:
        slots = self._clauses.slots(verb)
        return [*slots.get("as", ()), *slots.get("complement", ())]

    def _bearers(self, verb: int) -> Iterator[int]:
        """The heads of those whom a verb puts into an office or out of it."""
        slots, above = self._clauses.slots(verb), self._parse.heads[verb]
        sides: tuple[str, ...] = ()
        if self._is("putting_into", verb):
            sides = ("object", "complement")  # "named Ana Costa as its head", as some parse it
        elif self._is("passing_on", verb):
            sides = ("subject", "object")
        elif self._is("bearing", verb):
            if self._parse.roles[verb] in _FURTHER and self._is("putting_into", above):
                yield from self._bearers(above)  # "names Ana Costa its head, becoming ..."
                return
            sides = ("subject",)
        for side in sides:
            for bearer in slots.get(side, ()):
                yield from self._clauses.conjuncts(bearer)
        for clause in self._parse.having(verb, *_FURTHER) if sides else ():
            if self._is("passing_on", clause):
                yield from self._clauses.slots(clause).get("object", ())
