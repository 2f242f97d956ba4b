"""Structural relations: offices, organs and places, as the text mentions them in passing.

They are said by the shape of a name phrase, not by a verb: "Syrian President Bashar al-Assad",
"the Turkish city of Antalya", "Sumy, Ukraine", "Israel's air force".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..model import Actor, Relation, Span
from ..ontology import ontology
from .gazetteer import Kind
from .lexicon import ENGLISH
from .mentions import Mention, actor_of
from .participants import Participant, Participants


@dataclass(frozen=True, slots=True)
class Structural:
    """A structural relation between two participants, and the words that express it."""

    relation: Relation
    subject: Participant
    object: Participant
    trigger: int
    words: Span
    rule: str


@cache
def offices() -> dict[str, str]:
    """Return office words to the relation that they give: en/offices.toml."""
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for relation, table in tables.items():
        for title in table["titles"]:
            found.setdefault(title, relation)
    return found


@cache
def _leading() -> frozenset[str]:
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    return frozenset(title for table in tables.values() for title in table["titles"])


def structural(participants: Participants) -> Iterator[Structural]:
    """Yield the structural relations that the names of a document express, in text order."""
    reader = _Reader(participants)
    for mention in reader.mentions:
        if mention.actor.type == "Person":
            yield from reader.office(mention)
        elif mention.kind is Kind.name:
            yield from reader.organ(mention)
            yield from reader.location(mention)
    yield from reader.described_organs()


class _Reader:
    def __init__(self, participants: Participants) -> None:
        self.participants, self.parse = participants, participants.parse
        self.clauses, self.register = participants.clauses, participants.register
        seen: dict[int, Mention] = {}
        for mention in participants.mention_at.values():
            seen.setdefault(mention.start, mention)
        self.mentions = [seen[start] for start in sorted(seen)]
        self.relations = ontology().relations
        self.parents = ontology().parents

    # ---------------------------------------------------------------- offices

    def office(self, mention: Mention) -> Iterator[Structural]:
        """'Syrian President Bashar al-Assad'; 'Bashar al-Assad, the president of Syria'."""
        head = self.participants.head(mention)
        person = self.participants.named(mention)
        nouns = self.parse.having(head, "title", "compound", "apposition")
        if self.parse.roles[head] in ("apposition", "name part", "title", "compound"):
            nouns.append(self.parse.heads[head])
        if self.parse.child(head, "copula") is None:
            nouns += [t for t in self._predicates(head)]
        for noun in nouns:
            if noun in range(mention.start, mention.end):
                continue
            for title in self.clauses.conjuncts(noun):
                yield from self._office(person, title)

    def _predicates(self, head: int) -> list[int]:
        """Nouns that a copula says of a name: 'Assad is the president of Syria'."""
        parse = self.parse
        governor = parse.heads[head]
        if parse.roles[head] == "subject" and parse.child(governor, "copula") is not None:
            return [governor]
        return []

    def _office(self, person: Participant, noun: int) -> Iterator[Structural]:
        parse = self.parse
        words, first = self._title_words(noun)
        name = next((t for t in _suffixes(words) if t in offices()), None)
        if name is None:
            return
        slots = self.clauses.slots(noun)
        for slot in ("possessor", "modifier", "of", "to", "for", "in"):
            owners = []
            for token in slots.get(slot, ()):
                owners += self.participants._owner(token, 0)
            for owner in owners:
                relation = self._relation(name, owner.actor)
                if relation is None or owner.actor.id == person.actor.id:
                    continue
                span = parse.starts[first], parse.ends[noun]
                yield Structural(relation, person, owner, noun, span, f"structure:{name}")
            if owners:
                return

    def _title_words(self, noun: int) -> tuple[list[str], int]:
        """The words of a title, its compounds and 'of' phrases of offices included."""
        parse = self.parse
        parts = [
            c
            for c in parse.children[noun]
            if parse.roles[c] in ("compound", "adjective")
            and c < noun
            and c not in self.participants.mention_at
        ]
        tokens = [*parts, noun]
        words = [parse.words[t].lower() for t in tokens[:-1]] + [parse.lemmas[noun]]
        for token in self.clauses.slots(noun).get("of", ()):
            if token not in self.participants.mention_at:
                words += ["of", parse.lemmas[token]]
        return words, min(tokens)

    def _relation(self, title: str, owner: Actor) -> Relation | None:
        name = offices()[title]
        above = self.parents[owner.type]
        if "State" in above:
            return self.relations[name]
        if "Organisation" in above:
            leading = title in _leads()
            return self.relations["leads" if leading else "holdsOfficeIn"]
        return None

    # ----------------------------------------------------------------- organs

    def organ(self, mention: Mention) -> Iterator[Structural]:
        """An organ whose name says whose it is: 'the Israeli Air Force'."""
        entry = mention.entry
        if (
            entry is None
            or entry.of is None
            or "StateOrgan" not in self.parents[mention.actor.type]
        ):
            return
        state = self.register.entries[entry.of]
        words = " ".join(self.parse.words[mention.start : mention.end])
        owner = self._owner_of(mention)
        shown = any(word in words for word in (*state.adjectives, *state.names))
        if not shown and owner is None:
            return
        organ = self.participants.named(mention)
        actor = actor_of(state, self.register, self.participants.published)
        object = Participant(actor, owner.span if owner else organ.span, organ.head)
        yield self._link("organOf", organ, object, organ.head, organ.span, "organ")

    def _owner_of(self, mention: Mention) -> Participant | None:
        head = self.participants.head(mention)
        for token in self.clauses.slots(head).get("possessor", ()):
            for owner in self.participants.one(token):
                if mention.entry is not None and owner.actor.id == mention.entry.of:
                    return owner
        return None

    def described_organs(self) -> Iterator[Structural]:
        """'Turkey's military': a common noun that stands for an organ."""
        participants, nouns = self.participants, self.participants.nouns
        collective = nouns["organ"]
        for token, lemma in enumerate(self.parse.lemmas):
            if lemma not in collective or token in participants.mention_at:
                continue
            for found in participants.one(token):
                if (
                    not found.how.startswith("owner")
                    or "StateOrgan" not in (self.parents[found.actor.type])
                ):
                    continue
                entry = self.register.get(found.actor.id)
                if entry is None or entry.of is None:
                    continue
                state = self.register.entries[entry.of]
                actor = actor_of(state, self.register, participants.published)
                yield self._link(
                    "organOf",
                    found,
                    Participant(actor, found.span, token),
                    token,
                    found.span,
                    "organ",
                )

    # ----------------------------------------------------------------- places

    def location(self, mention: Mention) -> Iterator[Structural]:
        """'Sumy, Ukraine'; 'Kharkiv in Ukraine'; 'the Turkish city of Antalya'."""
        if "Place" not in self.parents[mention.actor.type] or mention.actor.type == "State":
            return
        parse = self.parse
        place = self.participants.named(mention)
        # "Sumy, Ukraine"
        after = mention.end
        if after + 1 < len(parse.words) and parse.words[after] == ",":
            other = self.participants.mention_at.get(after + 1)
            if other is not None and other.start == after + 1 and self._contains(other, mention):
                span = parse.starts[after], parse.ends[after]
                yield self._located(place, other, after, span, "comma")
                return
        # "Kharkiv in Ukraine"
        for slot in ("in", "of"):
            for token in self.clauses.slots(place.head).get(slot, ()):
                other = self.participants.mention_at.get(token)
                if other is not None and self._contains(other, mention):
                    span = parse.starts[place.head], parse.ends[token]
                    yield self._located(place, other, token, span, slot)
                    return
        # "the Turkish city of Antalya", "Syria's Idlib province"
        head = place.head
        heads = [head]
        if parse.roles[head] in ("modifier", "apposition", "compound", "title"):
            heads.append(parse.heads[head])
        heads += parse.having(head, "title", "apposition")
        for noun in heads:
            if noun != head and parse.lemmas[noun] not in self.participants.nouns["place_word"]:
                continue
            slots = self.clauses.slots(noun)
            for slot in ("possessor", "modifier"):
                for token in slots.get(slot, ()):
                    other = self.participants.mention_at.get(token)
                    if (
                        other is not None
                        and other is not mention
                        and self._contains(other, mention)
                    ):
                        span = parse.starts[min(token, head)], parse.ends[max(token, head)]
                        yield self._located(place, other, noun, span, "owner")
                        return

    def _contains(self, outer: Mention, inner: Mention) -> bool:
        above = self.parents[outer.actor.type]
        if "Place" not in above or outer.actor.id == inner.actor.id:
            return False
        if outer.actor.type == "State":
            return inner.entry is None or inner.entry.of in (None, outer.actor.id)
        return inner.actor.type != "State"

    def _located(
        self, place: Participant, other: Mention, token: int, span: Span, rule: str
    ) -> Structural:
        outer = self.participants.named(other)
        return self._link("locatedIn", place, outer, token, span, rule)

    def _link(
        self,
        name: str,
        subject: Participant,
        object: Participant,
        token: int,
        span: Span,
        rule: str,
    ) -> Structural:
        return Structural(self.relations[name], subject, object, token, span, f"structure:{rule}")


def _suffixes(words: list[str]) -> Iterator[str]:
    """The words, the longest run first: 'deputy foreign minister', 'foreign minister', 'minister'."""
    for start in range(len(words)):
        yield " ".join(words[start:])
    if "of" in words:
        yield from _suffixes(words[: words.index("of")])


@cache
def _leads() -> frozenset[str]:
    tables = tomllib.loads((ENGLISH / "offices.toml").read_text(encoding="utf-8"))
    return frozenset(tables["leads"]["titles"])
