"""Bodies that nobody has registered, with the name of a state or a place in theirs.

"The Turkish Chess Association", "the Iran Freedom Front", "the Chamber of Commerce of Ghana" are
not Turkey, Iran and Ghana, and who heads a chess club of Turkey's heads no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from ..actors import Register
from ..ontology import ontology
from .gazetteer import Kind, Match
from .lexicon import words
from .parse import Parse

Found = tuple[int, int, Match]
"""First token and end of a known name, and what it may name."""

HYPHENS = frozenset({"-", "–", "‑"})
"""Characters between the halves of a word that is made of two."""
PLACES = frozenset({"City", "Region", "StateGroup", "Place"})
"""Classes of places that are no states."""

_NAMING = frozenset({"PROPN", "NOUN", "ADJ"})
_JOINING = frozenset({"of", "for"})
_WITHIN = _JOINING | {"and", "the", "&"}
_PEOPLE = frozenset({"PopulationGroup"})
# Groups by what they are called.
_GROUPS = {
    "ArmedGroup": "armed_side",
    "InternationalOrganisation": "led_side",
    "PopulationGroup": "unarmed_side",
}
# Between an office and the noun that says of what it is.
_BEFORE_A_NOUN = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"})


def unregistered_bodies(
    doc: Doc, matches: Sequence[Found], register: Register
) -> list[tuple[int, int]]:
    """Return first token and end of the names of bodies that begin or end with a known place."""
    kinds = {start: types_of(match, register) for start, _, match in matches}
    bodies = []
    for start, end, match in matches:
        types = kinds[start]
        place = all("Place" in ontology().parents[t] or t in _PEOPLE for t in types)
        if not place or match.kind in (Kind.family, Kind.short):
            continue
        for first, last in (_onwards(doc, start, end, types), _backwards(doc, start, end)):
            others = (kinds[t] for t in range(first, last) if t in kinds and t != start)
            if last > first and not any(_are_organisations(other) for other in others):
                bodies.append((first, last))
                break
    return bodies


def is_of_other(doc: Doc, start: int, end: int, match: Match, register: Register) -> bool:
    """Tell whether a word for a group of states is but a part of another name, or means some of
    them: "West Africans", "Caribbean Airlines", "Kanye West", "two European powers".
    """
    if types_of(match, register) != {"StateGroup"}:
        return False
    if end - start > 1:
        return start > 0 and doc[start - 1].pos_ == "NUM"
    after = doc[end] if end < len(doc) else None
    goes_on = after is not None and after.text[:1].isupper() and after.pos_ in _NAMING
    quarter = doc[start].text in words("names")["quarter"]
    return goes_on or (quarter and (not start or doc[start - 1].lower_ != "the"))


def groups_by_side(doc: Doc, matches: Sequence[Found]) -> Iterator[tuple[int, int, str]]:
    """Yield first token, end and class of groups that are called by whose side they are on:
    "Iran-backed militias", "pro-Assad forces", "a US-led mission"; none where they have a name as
    well, "Iran-backed Houthi rebels".
    """
    starts, names = {start for start, _, _ in matches}, words("names")
    for start, end, _ in matches:
        first = start - 2 if _is_half(doc, start - 2, start - 1, "for_or_against") else start
        noun = end + 2 if _is_half(doc, end + 1, end, "on_the_side") else end
        if (first, noun) == (start, end):
            continue
        while noun < len(doc) and doc[noun].pos_ == "ADJ" and noun not in starts:
            noun += 1
        if noun == len(doc) or noun in starts or not doc[noun].text.islower():
            continue
        for kind, called in _GROUPS.items():
            if doc[noun].lemma_ in names[called]:
                yield first, noun + 1, kind


def _is_half(doc: Doc, token: int, hyphen: int, kind: str) -> bool:
    """Whether a word is half of one with a name: "pro" or "backed", with its hyphen."""
    inside = min(token, hyphen) >= 0 and max(token, hyphen) < len(doc)
    return inside and doc[token].lower_ in words("names")[kind] and doc[hyphen].text in HYPHENS


def types_of(match: Match, register: Register) -> set[str]:
    """Return the classes of the actors that a known name may name."""
    return {register.entries[id].actor.type for id in match.ids}


def _are_organisations(types: Iterable[str]) -> bool:
    return any("Organisation" in ontology().parents[t] for t in types)


def _onwards(doc: Doc, start: int, end: int, types: set[str]) -> tuple[int, int]:
    """'Iran Freedom Front', 'Polish Union of Judges'; 'the group Russia Reborn'."""
    run = end + sum(1 for _ in _capitalised(doc, range(end, len(doc))))
    called = words("names")["body"] | (frozenset() if "State" in types else words("names")["unit"])
    heads = [t for t in range(end, run) if _is_called(doc, t, called)]
    if heads:
        last = heads[-1] + 1
        if last < len(doc) - 1 and doc[last].lower_ in _JOINING:
            last += 1 + (doc[last + 1].lower_ == "the")
            last += sum(1 for _ in _capitalised(doc, range(last, len(doc))))
        return start, last
    introduced = start and doc[start - 1].lemma_ in words("references")["group"]
    if introduced and run > end and doc[start - 1].text.islower():
        return start, run
    return 0, 0


def _backwards(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """'the Chamber of Commerce of Ghana'."""
    first = start
    while first and (doc[first - 1].lower_ in _WITHIN or is_capitalised(doc[first - 1])):
        if doc[first - 1].lower_ in words("references")["office"]:
            break  # "President of the Association of Judges of Chad"
        first -= 1
    while first < start and doc[first].lower_ in _WITHIN:
        first += 1
    beside = start > 1 and doc[start - 1].lower_ in _WITHIN
    if beside and any(_is_called(doc, t, words("names")["body"]) for t in range(first, start)):
        return first, end
    return 0, 0


def _capitalised(doc: Doc, tokens: Iterable[int]) -> Iterator[int]:
    """The tokens up to the first that is no word of a name."""
    for token in tokens:
        if not is_capitalised(doc[token]):
            return
        yield token


def is_capitalised(token: Token) -> bool:
    """Tell whether a word is written like a part of a name: "Chamber", "G20"."""
    return token.text[:1].isupper() and token.pos_ in _NAMING and token.text.isalnum()


def _is_called(doc: Doc, token: int, called: frozenset[str]) -> bool:
    """Whether a word, alone or with the one before it, is what bodies are called."""
    return doc[token].text in called or doc[max(0, token - 1) : token + 1].text in called


def is_other_assembly(
    doc: Doc, start: int, end: int, match: Match, matches: Sequence[Found], register: Register
) -> bool:
    """Tell whether a parliament's short name is that of a congress of others: "the party
    Congress", "the Jewish Congress", "the Congress of Compatriots".
    """
    types = types_of(match, register)
    if end - start > 1 or types != {"Parliament"} or match.kind is not Kind.name or not start:
        return False
    states = {
        token
        for first, last, other in matches
        for token in range(first, last)
        if "State" in types_of(other, register)
    }
    if doc[end : end + 1].text == "of":
        return states.isdisjoint(range(end + 1, end + 3))
    before = doc[start - 1]
    own = start - 1 in states or before.text in words("names")["partisan"]
    described = before.pos_ in ("PROPN", "NOUN") or before.text[:1].isupper()
    return (
        described and before.pos_ in ("PROPN", "NOUN", "ADJ") and before.head.i == start and not own
    )


def heads_a_body(parse: Parse, office: int) -> bool:
    """Tell whether an office is of a body or a trade that is no state's: "film director",
    "president of the writers' union", however it is parsed.
    """
    before = [t for t in parse.having(office, "compound", "name part") if t < office]
    before += [office - 1] if office else []
    if any(_is_body(parse, t) for t in before):
        return True
    token = office + 1
    if parse.words[token : token + 1] != ["of"]:
        return False
    last = token
    while last + 1 < len(parse.words) and parse.pos[last + 1] in _BEFORE_A_NOUN:
        last += 1
        if _is_body(parse, last):
            return True
    return False


def is_of_body(parse: Parse, noun: int) -> bool:
    """Tell whether a noun is a body or a trade that is no state's, or an office of one."""
    return _is_body(parse, noun) or heads_a_body(parse, noun)


def _is_body(parse: Parse, noun: int) -> bool:
    """Whether a common noun is such a body, and no "central bank"."""
    known = parse.lemmas[noun] in words("references")["of_no_state"] and parse.words[noun].islower()
    return known and parse.words[noun - 1].lower() not in words("nouns")["of_home"]
