"""Linking: who is meant by a name that several bear, with the rest of the article as evidence.

A name is its owner's who is named in full elsewhere, else that of the state which the text speaks
of beside it: "the Senate" is the Philippine one where the sentence names nobody but Filipinos.
What stays open is nobody's, unless the name is somebody's before all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from spacy.tokens import Doc

from ..actors import Entry, Register, Term
from ..ontology import ontology
from .gazetteer import Kind, Match
from .lexicon import words

# Offices before a family name that parsers take for a part of it, as they do "Mr".
_OFFICES = frozenset({"lord", "lady", "president", "prime", "minister"})


class Linker:
    """Chooses who is meant by a name, with the other names of the article as evidence."""

    def __init__(
        self,
        doc: Doc,
        register: Register,
        published: date | None,
        matches: Iterable[tuple[int, int, Match]],
    ) -> None:
        self.doc, self.register, self.published = doc, register, published
        self.day = published.isoformat() if published else None
        self.full: set[str] = set()
        self.states: list[tuple[int, int, str]] = []
        for start, end, match in matches:
            if len(match.ids) == 1 and match.kind not in (Kind.family, Kind.short):
                if match.kind is Kind.name:
                    self.full.add(match.ids[0])
                state = self._state(match.ids[0])
                if state is not None:
                    self.states.append((start, end, state))

    def link(self, start: int, end: int, match: Match) -> Entry | None:
        """Return the entry that a name in the text stands for, or None where that is open."""
        entries = [self.register.entries[id] for id in match.ids]
        if match.kind is Kind.family:
            return self._person(start, entries)
        alive = [e for e in entries if _within(e, self.published)]
        if match.kind is Kind.short:
            return self._nearest(start, end, alive, strict=True)
        return self._best(start, end, alive or entries)

    def _state(self, id: str) -> str | None:
        """The state that an actor acts for, lies in or comes from."""
        state = self.register.state_of(id, self.day)
        of = self.register.entries[id].of
        return state or (self.register.state_of(of) if of else None)

    def _best(self, start: int, end: int, entries: list[Entry]) -> Entry | None:
        """Prefer who is named in full elsewhere, then whose state is, then who is in office."""
        if len(entries) == 1:
            return None if self._is_elsewhere(start, end, entries[0]) else entries[0]
        entries = [e for e in entries if e.actor.id in self.full] or entries
        owners = {s for a, b, s in self.states if self._is_beside(a, b, start, end)}
        if owners and not owners & {self._state(e.actor.id) for e in entries}:
            return None  # "the Security Council of Belarus"
        worldwide = self._worldwide(start, end, entries)
        near = self._nearest(start, end, entries, strict=False, about=worldwide is None)
        if near is not None or worldwide is not None:
            return near or worldwide
        owned = [e for e in entries if e.of and "Organisation" in ontology().parents[e.actor.type]]
        if owned == entries:
            bearers = [e for e in entries if self.doc[start:end].text in e.names]
            alone = len(bearers) == 1 and bearers[0].actor.type != "PoliticalParty"
            return bearers[0] if alone else None
        return self._serving(entries)

    def _is_elsewhere(self, start: int, end: int, organ: Entry) -> bool:
        """Whether an organ of one state bears the name of another before it: "the Kenyan Treasury
        Department" is not the American one.
        """
        if "StateOrgan" not in ontology().parents[organ.actor.type]:
            return False
        id = self._state(organ.actor.id)
        before = {
            s for a, b, s in self.states if b <= start and self._is_beside(a, b, start, start)
        }
        if id is None or not before or id in before:
            return False
        # "the pro-Russian Georgian government": it says itself whose it is
        state, name = self.register.entries[id], f" {self.doc[start:end].text} "
        return not any(f" {own} " in name for own in (*state.adjectives, *state.names))

    def _worldwide(self, start: int, end: int, entries: list[Entry]) -> Entry | None:
        """Who bears a name by right and belongs to no state but to a body that the article names:
        the Security Council of the United Nations, where they are named.
        """
        name = self.doc[start:end].text
        found = [e for e in entries if name in e.names and self._state(e.actor.id) is None]
        following = self.doc[end].lower_ if end < len(self.doc) else ""
        told = following in words("names")["of_the_world"]  # "a Security Council resolution"
        return found[0] if len(found) == 1 and (told or found[0].of in self.full) else None

    def _nearest(
        self, start: int, end: int, entries: list[Entry], *, strict: bool, about: bool = True
    ) -> Entry | None:
        """The only one of the state next to the name, else of the state that the text is about.

        ``strict`` asks that no other state is named more often in the same sentence; without
        ``about`` only the state next to the name counts.
        """
        by_state: dict[str, list[Entry]] = {}
        for entry in entries:
            state = self._state(entry.actor.id)
            if state is not None:
                by_state.setdefault(state, []).append(entry)
        around = [(a, b, s) for a, b, s in self.states if b <= start or end <= a]
        beside = {s for a, b, s in around if self._is_beside(a, b, start, end)}
        if strict and beside and not beside & {*by_state}:
            return None
        evidences = [beside]
        if about:
            sentence = self._sentence(start)
            evidences.append(set(_most(s for a, _, s in around if a in sentence)))
            evidences.append(set(_most(s for _, _, s in around)))
        for evidence in evidences:
            states = evidence & {*by_state}
            if len(states) == 1:
                return self._serving(by_state[states.pop()])
            if evidence and strict:
                return None
        return None

    def _serving(self, entries: list[Entry]) -> Entry:
        return next((e for e in entries if self._serves(e)), self._latest(entries))

    def _latest(self, entries: list[Entry]) -> Entry:
        """Who of several entered an office last, as far as the article can know."""
        day = self.published.isoformat() if self.published else "9999"
        return max(
            entries,
            key=lambda e: max(
                (t.start or "" for t in e.terms if (t.start or "") <= day), default=""
            ),
        )

    def _is_beside(self, first: int, last: int, start: int, end: int) -> bool:
        """'Brazil's Federal Senate', 'the Irish Labour Party', 'the Ministry of Health in Gaza'."""
        if last <= start:
            return self.doc[last:start].text.strip() in ("", "'s", "’s", "'", "’")
        return self.doc[end:first].text.strip() in ("of", "of the", "in", "in the", "(", ",")

    def _sentence(self, token: int) -> range:
        if not self.doc.has_annotation("SENT_START"):
            return range(len(self.doc))
        sentence = self.doc[token].sent
        return range(sentence.start, sentence.end)

    def _person(self, start: int, entries: list[Entry]) -> Entry | None:
        """Who is meant by a family name alone; nobody, where it may be a word or a stranger's."""
        named = [e for e in entries if e.actor.id in self.full]
        if named:
            alive = [e for e in named if _within(e, self.published)]
            return self._serving(alive or named)
        token = self.doc[start]
        before = start
        while before and self.doc[before].ent_iob_ == "I":
            before -= 1
        polite = _OFFICES | words("names")["polite"]
        if any(self.doc[t].lower_.strip(".") not in polite for t in range(before, start)):
            return None  # somebody else's first name stands before it
        person = token.ent_type_ in ("PERSON", "PER")
        if not person and (token.ent_type_ or token.text in words("names")["ordinary"]):
            return None
        serving = [e for e in entries if self._serves(e)]
        if len(serving) == 1:
            return serving[0]
        if not person or self.published is not None:
            return entries[0] if person and len(entries) == 1 and entries[0].terms else None
        return self._latest(entries)

    def _serves(self, entry: Entry) -> bool:
        return any(in_office(term, self.published) for term in entry.terms)


def _most(states: Iterable[str]) -> list[str]:
    """The states that are named most often."""
    counts = Counter(states)
    return [s for s, n in counts.items() if n == max(counts.values())]


def in_office(term: Term, day: date | None) -> bool:
    """Tell whether a term covers a day; without a day, whether it is still open."""
    return term.covers(day.isoformat()) if day else term.end is None


def _within(entry: Entry, day: date | None) -> bool:
    if day is None:
        return entry.end is None
    iso = day.isoformat()
    return (entry.start is None or entry.start[:4] <= iso[:4]) and (
        entry.end is None or iso[:4] <= entry.end[:4]
    )
