"""Status of a trigger: what the text commits to, read off the words that have it in their scope.

The way up the tree from the trigger is walked once. At each step the words beside it (``not``,
``will``, ``if``) and the word above it (``deny``, ``plan to``, ``calls for``) may change the status;
the innermost change wins, and a denial of something negative is an assertion again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ..model import Status
from .clauses import Clauses
from .lexicon import ENGLISH
from .parse import Parse

Cues = Mapping[str, Mapping[str, Status]]

# Roles in which a clause or noun lies in the scope of the word above it.
_CLAUSE_ROLES = frozenset({"open clause", "clause", "noun clause", "clausal subject"})
_NOUN_ROLES = frozenset({"object", "passive subject", "oblique", "modifier", "indirect object"})


@cache
def cues() -> Cues:
    """Return en/cues.toml: part of speech, then word, to the status that it gives."""
    tables = tomllib.loads((ENGLISH / "cues.toml").read_text(encoding="utf-8"))
    return {
        part: {word: Status(status) for status, words in by_status.items() for word in words}
        for part, by_status in tables.items()
    }


def status_of(trigger: int, clauses: Clauses) -> Status:
    """Return the status of a trigger by the words in whose scope it stands."""
    parse, found = clauses.parse, Status.asserted
    token, steps = trigger, 0
    while steps < 40:
        steps += 1
        found = _beside(token, parse, found)
        head = parse.above(token)
        if head is None:
            break
        found = _above(token, head, parse, found)
        token = head
    return found


def _combine(inner: Status, outer: Status) -> Status:
    if inner is Status.asserted:
        return outer
    if inner is Status.negated and outer is Status.negated:
        return Status.asserted
    return inner


def _beside(token: int, parse: Parse, found: Status) -> Status:
    """Negation, modals and conjunctions that stand next to a token."""
    table = cues()
    verbal = parse.pos[token] in ("VERB", "AUX") or parse.child(token, "copula") is not None
    for child in parse.children[token]:
        role, word = parse.roles[child], parse.words[child].lower()
        outer = None
        if role in ("adverb", "determiner"):
            outer = table["adverb"].get(word)
        elif role == "auxiliary" and verbal:
            outer = table["auxiliary"].get(word)
        elif role == "adjective" and not verbal:
            outer = table["adjective"].get(parse.words[child].lower())
        elif role == "title":
            continue
        if outer is not None:
            found = _combine(found, outer)
    if parse.markers[token]:
        outer = table["marker"].get(parse.markers[token])
        if outer is not None:
            found = _combine(found, outer)
    return found


def _above(token: int, head: int, parse: Parse, found: Status) -> Status:
    """What the governing word makes of what stands below it."""
    table, role = cues(), parse.roles[token]
    lemma = parse.lemmas[head]
    particle = parse.child(head, "particle")
    if particle is not None:
        lemma = f"{lemma} {parse.lemmas[particle]}"
    verbal = parse.pos[head] in ("VERB", "AUX")
    outer = None
    if verbal and (role in _CLAUSE_ROLES or _complement(token, parse)):
        outer = table["verb"].get(lemma)
    elif verbal and role in _NOUN_ROLES and _governs_noun(token, head, parse):
        outer = table["verb"].get(lemma)
    elif not verbal and role in ("noun clause", "open clause", "modifier", "clause"):
        if parse.roles[token] != "modifier" or parse.markers[token] in ("of", "for", "to"):
            outer = table["noun"].get(lemma) or table["adjective"].get(parse.words[head].lower())
    return found if outer is None else _combine(found, outer)


def _complement(token: int, parse: Parse) -> bool:
    """'accused Iran of arming': a gerund after the preposition that belongs to the verb."""
    return parse.roles[token] == "adverbial clause" and (
        parse.tags[token] == "VBG" and parse.markers[token] in ("of", "for", "from", "against", "to")
    )


def _governs_noun(token: int, head: int, parse: Parse) -> bool:
    """'called for a ceasefire', 'denied the attack': the noun is what the verb is about."""
    if parse.roles[token] in ("object", "passive subject"):
        return True
    return parse.markers[token] == "for" and parse.lemmas[head] in ("call", "ask", "appeal", "push")
