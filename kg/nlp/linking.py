"""Linking: who is meant by a name that several bear, with the rest of the article as evidence.

A name is its owner's who is named in full elsewhere, else that of the state which the text speaks
of beside it: "the Senate" is the Philippine one where the sentence names nobody but Filipinos.
What stays open is nobody's, unless the name is somebody's before all others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from spacy.tokens import Doc, Token

from ..actors import Entry, Register, Term
from ..ontology import ontology
from .gazetteer import Kind, Match
from .lexicon import words
from .spellings import fold

# Offices before a family name that parsers take for a part of it, as they do "Mr".
_OFFICES = frozenset(
    {"lord", "lady", "dame", "madame", "president", "pope", "princess", "prime", "minister", "tsar"}
)
# Most tokens between a state and what is beside it: "of the", and a line break.
_BESIDE = 3
# Years after which who has left his last office is spoken of without "Mr".
_LIFETIME = 30


class Linker:
    """Chooses who is meant by a name, with the other names of the article as evidence."""

    def __init__(
        self,
        doc: Doc,
        register: Register,
        published: date | None,
        matches: Sequence[tuple[int, int, Match]],
    ) -> None:
        self.doc, self.register, self.published = doc, register, published
        self.day = published.isoformat() if published else None
        self.full: set[str] = set()
        self.strangers = _strangers(doc, {t for a, b, _ in matches for t in range(a, b)})
        self.states: list[tuple[int, int, str]] = []
        self.longer: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for start, end, match in matches:
            if end - start > 1 and len(match.ids) == 1:
                self.longer[doc[end - 1].text].append((start, match.ids[0]))
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
        longer = self._called_so(start, end, entries)
        if longer is not None:
            return longer
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

    def _called_so(self, start: int, end: int, entries: Sequence[Entry]) -> Entry | None:
        """Whom the text has called by a longer name that ends so, if no bearer of the short one
        was: "the Congress" behind "the Indian National Congress".
        """
        organs = all("StateOrgan" in ontology().parents[e.actor.type] for e in entries)
        before = self.doc[start - 1].lower_ if start else ""
        if not organs or end - start > 1 or before != "the":
            return None
        named = [id for at, id in self.longer[self.doc[start].text] if at < start]
        if not named or {e.actor.id for e in entries} & {*named}:
            return None
        found = self.register.entries[named[-1]]
        return found if "Organisation" in ontology().parents[found.actor.type] else None

    def _is_elsewhere(self, start: int, end: int, organ: Entry) -> bool:
        """Whether an organ of one state, or body, bears the name of another beside it: "the Kenyan
        Treasury Department" is not the American one.
        """
        id = self._state(organ.actor.id)
        before = {
            s for a, b, s in self.states if b <= start and self._is_beside(a, b, start, start)
        }
        if id is None and organ.of:
            return self._is_of_another(start, end, organ.of, bool(before))
        if "StateOrgan" not in ontology().parents[organ.actor.type]:
            return False
        if id is None or not before or id in before:
            return False
        # "the pro-Russian Georgian government": it says itself whose it is
        state, name = self.register.entries[id], f" {self.doc[start:end].text} "
        return not any(f" {own} " in name for own in (*state.adjectives, *state.names))

    def _is_of_another(self, start: int, end: int, whole: str, owned: bool) -> bool:
        """Whether what bears the name of a body's organ is of another body or state: "the General
        Assembly of the Organization of American States", "Bosnia's General Assembly".
        """
        after = self.doc[end : end + 4]
        of = after.text.startswith("of ") and any(token.is_title for token in after)
        said = f"{self.doc[start:end].text} {after.text}"
        return (of or owned) and not any(
            name in said for name in self.register.entries[whole].names
        )

    def _worldwide(self, start: int, end: int, entries: list[Entry]) -> Entry | None:
        """Who bears a name by right and belongs to no state but to a body that the article names:
        the Security Council of the United Nations, where they are named.
        """
        name = self.doc[start:end].text
        found = [e for e in entries if name in e.names and self._state(e.actor.id) is None]
        known = words("names")
        following = self.doc[end].lower_ if end < len(self.doc) else ""
        before = {token.lower_ for token in self.doc[max(0, start - 3) : start]}
        if following in known["of_a_state"] or before & known["of_a_state"]:
            return None  # "Security Council Secretary Nikolai Patrushev"
        sentence = {self.doc[t].lower_ for t in self._sentence(start)}
        # "a Security Council resolution"; "the veto that it cast in the Security Council"
        told = following in known["of_the_world"] or sentence & known["world_business"]
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
        if max(start - last, first - end) > _BESIDE:
            return False
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
        if self._is_namesake(start, entries):
            return None
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

    def _is_namesake(self, start: int, entries: Sequence[Entry]) -> bool:
        """Whether a family name is another's: of "Peter Orban", of Jorge Putin whom the text has
        introduced, of a "Mr Thatcher" who can be none of those that bear it.
        """
        before = self.doc[start - 1] if start else None
        surname = fold(self.doc[start].text)
        title = before.lower_.strip(".") if before is not None else ""
        polite = title in words("names")["polite"]
        if polite and not any(self._may_be(title, e) for e in entries):
            return True
        if not polite and title in words("references")["office"] | _OFFICES:
            return False
        if before is not None and not polite and self._is_first_name(before):
            others = self._names_before(start)
            return not any(_is_called(e, name) for e in entries for name in others)
        introduced = self.strangers.get(surname)
        if (
            introduced is None
            or start < introduced
            or _is_other_gender(title, self.doc[introduced].text)
        ):
            return False
        return not any(e.actor.id in self.full for e in entries)

    def _is_first_name(self, token: Token) -> bool:
        """Whether the word before a family name is one of its bearer's other names."""
        if token.text in _first_names():
            return True
        within = self.doc[token.i + 1].ent_iob_ == "I" and token.ent_type_ in ("PERSON", "PER")
        proper = token.pos_ == "PROPN" and token.text[:1].isupper()
        return within and proper and token.lower_ not in words("names")["particle"]

    def _names_before(self, start: int) -> list[str]:
        """The other names of whoever bears a family name: Ian and Douglas of Ian Douglas Smith."""
        first = start - 1
        while first and self.doc[first].ent_iob_ == "I":
            first -= 1
        return [token.text for token in self.doc[first:start] if token.is_alpha]

    def _may_be(self, polite: str, entry: Entry) -> bool:
        """Whether somebody can be spoken of so: a man as "Mr", whoever lives at all."""
        ends = [term.end or "9999" for term in entry.terms]
        long_ago = self.published.year - _LIFETIME if self.published else 0
        if not _within(entry, self.published) or (ends and int(max(ends)[:4]) < long_ago):
            return False
        return not _is_other_gender(polite, entry.actor.label.split()[0])

    def _serves(self, entry: Entry) -> bool:
        return any(in_office(term, self.published) for term in entry.terms)


def _strangers(doc: Doc, known: Set[int]) -> Mapping[str, int]:
    """Family names of people that no name of the register covers, with where they are named in
    full, if that is before they are named by it alone.
    """
    alone: dict[str, int] = {}
    for token in doc:
        alone.setdefault(fold(token.text), token.i)
    found: dict[str, int] = {}
    for entity in doc.ents:
        last, first = entity[-1], entity[0]
        if entity.label_ not in ("PERSON", "PER") or len(entity) < 2 or first.i in known:
            continue
        title = first.lower_.strip(".")
        if title in words("names")["polite"] | words("references")["office"] | _OFFICES:
            continue
        if alone[fold(last.text)] == last.i and first.text[:1].isupper():
            found.setdefault(fold(last.text), first.i)
    return found


def _is_called(entry: Entry, given: str) -> bool:
    """Whether another name beside a family name is one of its bearer's, or a short form of it."""
    given = fold(given).rstrip(".")[:3]
    return any(part.startswith(given) for name in entry.names for part in fold(name).split())


def _is_other_gender(polite: str, given: str) -> bool:
    """Whether nobody of that first name is spoken to so: no Margaret as "Mr"."""
    known = words("names")
    if polite.capitalize() in known["female"]:
        return given in known["male"]
    return polite.capitalize() in known["male"] and given in known["female"]


def _first_names() -> Set[str]:
    return words("names")["female"] | words("names")["male"]


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
