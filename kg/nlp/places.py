"""Where places lie, as the text mentions it in passing: "Sumy, Ukraine"; "Tehran, the capital"."""

from __future__ import annotations

from collections.abc import Iterator

from .bystanders import is_landmark
from .candidates import Candidate
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention
from .participants import Participant, Participants
from .shapes import ShapeReader

# Roles of a place name that only describes what comes behind it.
_OF_ANOTHER = ("possessor", "adjective", "compound", "title")
# Tokens between a place and what it lies in: "in the occupied north of Gaza".
_NEAR = 7


class Places(ShapeReader):
    """Reads what a place lies in, and of what it is the capital."""

    def location(self, mention: Mention) -> Iterator[Candidate]:
        """'Sumy, Ukraine'; 'Kharkiv in Ukraine'; 'the Turkish city of Antalya'."""
        if not self._is_inner(mention):
            return
        for outer, token, start, end in self._around(mention):
            if outer.end == mention.start - 1 and self.parse.words[outer.end] == "-":
                continue  # "the Russia-Africa forum"
            if self._contains(outer, mention):
                place, around = self.participants.named(mention), self.participants.named(outer)
                span = self.parse.starts[start], self.parse.ends[end]
                yield self.link("inside", place, around, token, span)
                return

    def capital(self, mention: Mention) -> Iterator[Candidate]:
        """'in Tehran, the capital', 'the Yemeni capital city of Sanaa': of the state named beside
        it, else of the one that the register knows.
        """
        entry, head = mention.entry, self.participants.head(mention)
        if entry is None or entry.seat_of is None or mention.actor.type != "City":
            return
        nouns = self.clauses.apposed(head)
        if self.parse.roles[head] in ("apposition", "title", "compound", "name part", "modifier"):
            nouns = [*nouns, self.parse.heads[head]]
        state = self.participants.actor(entry.of or "")
        for noun in nouns:
            if not self._is_capital(noun) or state is None or state.type != "State":
                continue
            slots = self.clauses.slots(noun)
            named = [
                owner
                for slot in ("of", "possessor", "modifier")
                for token in slots.get(slot, ())
                if token != head and token in self.participants.mention_at
                for owner in self.participants.one(token)
            ]
            if all(owner.actor.id == state.id for owner in named):
                city, span = self.participants.named(mention), self.span(noun)
                yield self.link("capital", city, Participant(state, span, noun, 0.9), noun, span)
                return

    def _is_capital(self, noun: int) -> bool:
        """'the capital', 'the capital city'."""
        lemmas = self.parse.lemmas
        before = [lemmas[t] for t in self.parse.having(noun, "compound", "adjective")]
        return lemmas[noun] == "capital" or (lemmas[noun] == "city" and "capital" in before)

    def _is_inner(self, mention: Mention) -> bool:
        return "Place" in self.parents[mention.actor.type] and mention.actor.type != "State"

    def _around(self, mention: Mention) -> Iterator[tuple[Mention, int, int, int]]:
        """What a place may lie in, with the token and the span of tokens that say so."""
        parse, at = self.parse, self.participants.mention_at
        head = self.participants.head(mention)
        after = mention.end
        outer = at.get(after + 1)
        if outer is not None and outer.start == after + 1 and parse.words[after] in (",", "("):
            # "Iowa, Ohio and Utah" lie side by side; "Niamey, Niger's capital" says something else
            role = parse.roles[self.participants.head(outer)]
            listed = role == "conjunct" and not self._is_known_inside(mention, outer)
            if not listed and role not in _OF_ANOTHER:
                yield outer, after, after, after
        behind = self._behind(mention)
        if behind is not None:
            yield behind, behind.start, mention.end, behind.end - 1
        if parse.roles[head] == "conjunct" or parse.child(head, "conjunct") is not None:
            yield from self._listed(mention, head)
        for token in self.clauses.slots(head).get("in", ()):
            if token in at:
                yield at[token], token, mention.end, token
        nouns = [head]
        if parse.roles[head] in ("modifier", "apposition", "compound", "title", "bare modifier"):
            nouns.append(parse.heads[head])
        nouns += parse.having(head, "title", "apposition")
        for noun in nouns:
            slots = self.clauses.slots(noun)
            own = noun in range(mention.start, mention.end)  # "Afghanistan's Helmand province"
            if not own and parse.lemmas[noun] not in self.nouns["place_word"]:
                continue
            if self._is_capital(noun) and mention.entry is not None and mention.entry.seat_of:
                continue  # "Niger's capital Niamey" says more
            named = ("possessor", "modifier") if own else ("in", "possessor", "modifier", "of")
            if mention.entry is None and parse.lemmas[noun] in self.nouns["of_others"]:
                named = ("in", "of")  # "the largest Libyan base" need not lie in Libya
            for slot in named:
                for token in slots.get(slot, ()):
                    # "North Gaza Governorate, Gaza": the word for a place is part of another's name
                    part = token in at and noun in range(at[token].start, at[token].end)
                    # "the Bari region of Puntland", "Kasai and Lomami provinces"
                    alike = not own and slot == "modifier" and token in at
                    if alike and at[token].actor.type == mention.actor.type:
                        continue
                    if token in at and at[token] is not mention and not part:
                        yield at[token], noun, min(token, noun), max(token, noun)

    def _is_known_inside(self, inner: Mention, outer: Mention) -> bool:
        """Whether the register has a place in a state, or both in the state that comes next."""
        state = inner.entry.of if inner.entry is not None else None
        if state is None:
            return False
        if outer.actor.id == state:
            return True
        further = self.participants.mention_at.get(outer.end + 1)
        return (
            further is not None
            and further.actor.id == state
            and self.parse.words[outer.end] == ","
            and outer.entry is not None
            and outer.entry.of == state
        )

    def _behind(self, mention: Mention) -> Mention | None:
        """'captured Rozlyv in Donetsk Oblast', 'struck Jabalia in the north of Gaza': whatever
        the parser hangs the place on.
        """
        parse, after = self.parse, mention.end
        if after >= len(parse.words) or parse.words[after].lower() not in ("in", "inside"):
            return None
        for token in range(after + 1, min(after + _NEAR, len(parse.words))):
            outer = self.participants.mention_at.get(token)
            if outer is not None:
                head = self.participants.head(outer)
                half = token > after + 1 and parse.words[token - 1] == "-"
                if half or parse.words[outer.end : outer.end + 1] == ["-"]:
                    continue  # "in Houthi-controlled Yemen"
                return None if parse.roles[head] in (*_OF_ANOTHER, "conjunct") else outer
            if parse.pos[token] not in ("DET", "ADJ", "ADV", "VERB", "PUNCT", "NOUN"):
                return None
            if parse.words[token] in (",", ";", ".", "("):
                return None
        return None

    def _listed(self, mention: Mention, head: int) -> Iterator[tuple[Mention, int, int, int]]:
        """'Kyiv and Odesa, Ukraine': the last of a list tells where all of them lie."""
        first = head
        while self.parse.roles[first] == "conjunct" and self.parse.heads[first] != first:
            first = self.parse.heads[first]
        for token in reversed(self.clauses.conjuncts(first)):
            last = self.participants.mention_at.get(token)
            if last is None or last is mention or last.start < mention.end:
                continue
            after = last.end
            outer = self.participants.mention_at.get(after + 1)
            if outer is None or self.parse.words[after] not in (",", "in"):
                outer = self._behind(last)
            if outer is not None and self._is_known_inside(mention, outer):
                yield outer, after, after, after
            return

    def _contains(self, outer: Mention, inner: Mention) -> bool:
        above = self.parents[outer.actor.type]
        if "Place" not in above or outer.actor.id == inner.actor.id:
            return False
        if outer.actor.type == "State":
            return inner.entry is None or inner.entry.of == outer.actor.id
        return outer.entry is not None and (outer.actor.type != "City" or inner.entry is None)


def lies_apart(participants: Participants, inner: int, outer: int) -> bool:
    """Tell whether nothing that stands beside a place says that it lies in another: a state lies
    in no state, no place in one of its kind in a list; "20km from Goma", "west of Mosul" and "a
    largely Albanian town" name what is near and who lives there.
    """
    parse, at = participants.parse, participants.mention_at
    inside, around = at.get(inner), at.get(outer)
    if inside is None or around is None:
        return False
    first = parse.first_of(inner)
    listed = outer in participants.clauses.conjuncts(first)
    if inside.actor.type == "State" or (listed and inside.actor.type == around.actor.type):
        return True
    before = around.start - 1
    if before < 0:
        return False
    if around.kind is Kind.adjective:
        return parse.words[before].lower() in words("names")["mostly"]
    return parse.markers[outer] == "from" or is_landmark(outer, parse)
