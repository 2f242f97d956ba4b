"""Occasions that nobody has registered: summits, forums, battles and operations, by their names.

"The Belt and Road Forum", "the Hangzhou summit", "Operation Peace Spring", "the battle for Mosul":
one takes part in them; they are neither bodies nor places, nor the organisation that meets there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from ..actors import Register
from .bodies import HYPHENS, PLACES, Found, is_capitalised, types_of
from .lexicon import words
from .spans import CLASSES

Occasion = tuple[int, int, str]
"""First token and end of a name, and the class of what it names."""

MADE_OF_NAMES = frozenset({"Conflict", "Summit", "Treaty"})
"""Classes whose names are made of those of others: "the Iran-Iraq War"."""

_MANY = frozenset({"InternationalOrganisation", "Region", "StateGroup"})
_HOSTS = frozenset({"City"})
_WITHIN = HYPHENS | {"and", "of", "&", "'s", "’s", "'", "’"}
_ABOUT = frozenset({"on", "for", "of"})


def unregistered_occasions(
    doc: Doc, matches: Sequence[Found], register: Register
) -> list[Occasion]:
    """Return the occasions in a document that have no known name."""
    known = {
        token
        for start, end, match in matches
        if types_of(match, register) <= MADE_OF_NAMES
        for token in range(start, end)
    }
    found = []
    for called in _called().finditer(doc.text):
        span = doc.char_span(*called.span())
        if span is None or span.start in known or span.end == len(doc):
            continue
        noun = span[0]
        gathering = noun.lower_ in words("names")["gathering"]
        find = _gathering if gathering else _fight
        found.append(find(doc, noun, matches, register))
    return [one for one in found if one is not None]


def fight_named(name: str) -> str:
    """Return the one name of a fight that is called by a place, and other names as they are.

    >>> fight_named("battle for the Atlantic")
    'Battle of Atlantic'
    """
    return _named_fight().sub(lambda fight: f"{fight[1].capitalize()} of ", name)


@cache
def _named_fight() -> re.Pattern[str]:
    return re.compile(rf"^({'|'.join(sorted(words('names')['named_fight']))}) (?:of|for) (?:the )?")


@cache
def _called() -> re.Pattern[str]:
    """The words that gatherings and fights are called by."""
    nouns = words("names")["gathering"] | words("names")["named_fight"] | {"operation"}
    return re.compile(rf"\b({'|'.join(sorted(nouns))})\b", re.I)


def is_part(doc: Doc, occasion: Occasion, found: Found, register: Register) -> bool:
    """Tell whether a known name within that of an occasion is an actor there all the same: who
    meets, "the Russia-ASEAN summit", or where a battle is.
    """
    start, end, match = found
    if occasion[2] == "Conflict":
        return types_of(match, register) <= PLACES
    beside = [*doc[max(start - 1, 0) : start], *doc[end : end + 1]]
    return any(token.text in HYPHENS for token in beside)


def _gathering(
    doc: Doc, noun: Token, matches: Sequence[Found], register: Register
) -> Occasion | None:
    """'The third Belt and Road Forum', 'the G20 leaders' summit', 'the Conference on Crime'."""
    first, last = _first_of_name(doc, noun.i), noun.i + 1
    if noun.text[0].isupper():
        last = _last_of_name(doc, noun)
    named = _is_named(doc, first, noun, last, matches, register)
    return (first, last, "Summit") if named else None


def _first_of_name(doc: Doc, noun: int) -> int:
    """Where the name of a gathering begins; it may have words between: "the G20 climate summit"."""
    first = noun
    while first and doc[first - 1].text.islower() and doc[first - 1].pos_ in ("NOUN", "ADJ"):
        first -= 1
    while first and (is_capitalised(doc[first - 1]) or doc[first - 1].text in _WITHIN):
        if doc[first - 1].lower_ in words("references")["office"]:
            break
        first -= 1
    while first < noun and not is_capitalised(doc[first]):
        first += 1
    return first


def _last_of_name(doc: Doc, noun: Token) -> int:
    """The end of a name that says what it is about: "the Conference on Disarmament"."""
    last = noun.i + 1
    if doc[last : last + 1].text not in _ABOUT:
        return last
    run = last + 1 + (doc[last + 1 : last + 2].text == "the")
    while run < len(doc) and (is_capitalised(doc[run]) or doc[run].text == "and"):
        run += 1
    run -= doc[run - 1].text == "and"
    return run if is_capitalised(doc[run - 1]) and not _is_any(doc[run - 1]) else last


def _is_named(
    doc: Doc, first: int, noun: Token, last: int, matches: Sequence[Found], register: Register
) -> bool:
    """Whether a gathering has a name, and is not only told of: "the Macron-Merz summit"."""
    before = [m for m in matches if first <= m[0] and m[1] <= noun.i]
    covered = {token for start, end, _ in before for token in range(start, end)}
    types = [types_of(match, register) for _, _, match in before]
    own = [
        token
        for token in doc[first : noun.i]
        if token.i not in covered
        and is_capitalised(token)
        and CLASSES.get(token.ent_type_) != "Person"
        and not _is_any(token)
    ]
    if noun.text[0].isupper():
        about = last > noun.i + 1 and doc[noun.i + 1].text == "on"
        return bool(own) or about or any(t <= _MANY | _HOSTS for t in types)
    if types:
        one = types[0] if len(types) == 1 and not own else set()
        return (bool(one) and one <= _HOSTS) or any(t <= _MANY for t in types)
    return noun.lower_ == "summit" and bool(own)


def _is_any(token: Token) -> bool:
    """Whether a word names no gathering: "the Press Conference", "the Monday summit"."""
    return token.text in words("names")["any_gathering"] | words("names")["ordinary"]


def _fight(doc: Doc, noun: Token, matches: Sequence[Found], register: Register) -> Occasion | None:
    """'Operation Peace Spring', 'the Siege of Leningrad', 'the battle for Mosul'."""
    last = noun.i + 1
    if noun.text == "Operation":
        while last < len(doc) and is_capitalised(doc[last]):
            last += 1
        return (noun.i, last, "Conflict") if last > noun.i + 1 else None
    if noun.lower_ in words("names")["named_fight"] and doc[last].text in ("of", "for"):
        last += 1 + (doc[last + 1 : last + 2].text == "the")
        for start, end, match in matches:
            if start == last and types_of(match, register) <= PLACES:
                return noun.i, end, "Conflict"
    return None
