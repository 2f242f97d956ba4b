"""What governing words make of what stands below them: "denied the attack", "plans to attack".

The words are those of ``en/cues.toml``. How a trigger's status comes of them is told in
:mod:`kg.nlp.status`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ..model import Status
from .clauses import Clauses
from .control import AUTHORS
from .lexicon import ENGLISH, words
from .parse import Parse

Cues = Mapping[str, Mapping[str, Status]]

# Roles in which a clause lies in the scope of the word above it.
_CLAUSE_ROLES = frozenset({"open clause", "clause", "noun clause", "clausal subject"})
_IN_ORDER_TO = frozenset({"to", "in order to", "so as to", "in order"})
# Before what an adjective is about: "committed to helping", "interested in buying".
_OF_AN_ADJECTIVE = frozenset({"to", "of", "from", "in", "on"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_OPEN = frozenset({Status.conditional, Status.possible})
# Clauses that say when a measure begins.
_BEGINNING = ("noun clause", "adverbial clause", "relative clause")


@cache
def cues() -> Cues:
    """Return en/cues.toml: part of speech, then word, to the status that it gives."""
    tables = tomllib.loads((ENGLISH / "cues.toml").read_text(encoding="utf-8"))
    return {
        part: {word: Status(status) for status, words in by_status.items() for word in words}
        for part, by_status in tables.items()
    }


def above(token: int, head: int, verbal: bool, clauses: Clauses) -> Status | None:
    """What the governing word makes of what stands below it."""
    parse = clauses.parse
    table, role = cues(), parse.roles[token]
    lemma = phrasal_lemma(head, parse)
    aimed = f"{lemma} {parse.markers[token]}" in table["verb with an aim"]
    if not (verbal or aimed) and parse.markers[token] in ("at", "during", "in the course of"):
        return _of_occasion(head, parse)
    if lemma in table["voting"] and parse.lemmas[token] in table["voted"]:
        return None  # "votes to condemn the invasion"
    if verbal and parse.markers[token] == "for to" and asks(head, parse):
        return Status.requested  # "calls for Kenya to leave"
    if parse.pos[head] in ("VERB", "AUX"):
        if verbal:
            if role in _CLAUSE_ROLES or _complement(token, parse):
                passive = parse.child(head, "passive auxiliary") is not None
                if role == "open clause" and passive and lemma in table["passive"]:
                    return table["passive"][lemma]
                aim = table["verb with an aim"].get(f"{lemma} {parse.markers[token]}")
                wanted = aim or table["verb"].get(lemma)
                if wanted is Status.negated and parse.markers[token] == "for":
                    return None  # "barred him for attacking Chad": for what he did
                if wanted is Status.requested:
                    told = role == "clause" and _is_finite(token, parse)
                    others = parse.having(head, "object", "indirect object")
                    own = role == "open clause" and not others
                    wanted = table["wish"].get(lemma, wanted) if own and not passive else wanted
                    return None if told else wanted
                return wanted or _duty(token, head, parse)
            if parse.markers[token] in ("on", "about"):
                # "suspended talks on joining": parsers hang it on the verb
                about = parse.child(head, "object")
                return table["noun of talk"].get(parse.lemmas[about]) if about else None
            purpose = role == "adverbial clause" and parse.markers[token] in _IN_ORDER_TO
            return _purpose(head, lemma, parse) if purpose else None
        if role == "subject":
            return _of_subject(token, head, parse)
        if not is_object(token, head, parse):
            return table["verb with an aim"].get(f"{lemma} {parse.markers[token]}")
        noun = parse.lemmas[token]
        if role == "object" and clauses.slots(head).get("complement"):
            return None  # "called the agreement a success", "considers the attack an act of war"
        if lemma in table["stance"] and _has_author(token, clauses):
            return None  # "opposes Kenya's sanctions": they are there
        if noun in table["offered"] and lemma == "offer":
            return None
        if noun in table["standing"] and lemma in table["talking"]:
            return None  # "discussed their cooperation": they cooperate
        if (
            noun in words("control")["enactment"]
            and table["noun object"].get(lemma) is Status.planned
        ):
            return None  # "approved a resolution condemning Kenya": it does
        if noun in table["told"] or table["noun"].get(noun) is Status.possible:
            if lemma not in words("control")["denying"] and _has_author(token, clauses):
                return None  # "rejected Kenya's claim that ...": as possible as Kenya has it
            return table["noun of telling"].get(lemma) or table["noun object"].get(lemma)
        return table["noun object"].get(lemma)
    aim = table["noun with an aim"].get(f"{lemma} {parse.markers[token]}")
    if role == "modifier" and aim is not None:
        return aim
    if (role in _CLAUSE_ROLES and not is_participle(token, parse)) or (
        role == "modifier" and parse.markers[token] in ("of", "for", "to", "about", "on")
    ):
        telling = lemma in words("speech")["noun"] | words("control")["enactment"]
        if parse.tags[token] == "VBG" and telling and role == "noun clause":
            return None  # "a resolution condemning Kenya", "an order lifting sanctions"
        if parse.pos[head] in ("NOUN", "PROPN"):
            told = parse.markers[token] == "to" and clauses.is_one_of_many(head)
            return (
                None if told else table["noun"].get(lemma) or _talked(token, lemma, verbal, parse)
            )
        word = parse.words[head].lower()
        return (
            table["noun"].get(lemma)
            or table["adjective"].get(word)
            or (table["adjective of a clause"].get(word) if verbal else None)
        )
    if role == "subject":
        return _of_subject(token, head, parse)
    if role == "oblique" and not verbal and parse.markers[token] in ("for", "to"):
        aim = table["adjective of an aim"].get(parse.words[head].lower())
        if aim is not None:
            return aim
    if role in ("adverbial clause", "oblique") and parse.markers[token] in _OF_AN_ADJECTIVE:
        word, kinds = parse.words[head].lower(), ("adjective", "adjective of a clause")
        known = (table[kind].get(word) for kind in kinds if verbal)
        return table["degree"].get(word) or next(filter(None, known), None)
    return None


def _has_author(claim: int, clauses: Clauses) -> bool:
    """Whether a claim is somebody's: 'Kenya's claim', 'a Kenyan claim', 'a claim by Kenya'."""
    slots, parse = clauses.slots(claim), clauses.parse
    named = [t for t in slots.get("modifier", ()) if parse.words[t][:1].isupper()]
    return bool(named or slots.keys() & set(AUTHORS))


def _talked(token: int, noun: str, verbal: bool, parse: Parse) -> Status | None:
    """'Talks on joining', 'talks on a truce', 'reports of a meeting', 'the date of the visit'."""
    table = cues()
    if verbal:
        return table["noun of talk"].get(noun) or table["noun of a clause"].get(noun)
    talked = table["object of talk"].get(parse.lemmas[token])
    return table["noun of an event"].get(noun) or (
        talked
        if noun in table["noun of talk"] and parse.markers[token] in ("on", "about")
        else None
    )


def _of_occasion(clause: int, parse: Parse) -> Status | None:
    """'At the talks they will discuss ...', 'on the agenda at the talks will be ...': to come."""
    verb: int | None = clause
    while verb is not None and parse.pos[verb] not in ("VERB", "AUX"):
        if parse.child(verb, "copula") is not None:
            break
        verb = parse.above(verb)
    beside = parse.having(verb, "auxiliary", "copula") if verb is not None else []
    coming = (cues()["auxiliary"].get(parse.words[t].lower()) for t in beside)
    return next((status for status in coming if status is Status.planned), None)


def _of_subject(event: int, head: int, parse: Parse) -> Status | None:
    """'An attack is unlikely', 'an attack would be a mistake': what is said of an event."""
    if parse.child(head, "copula") is not None:
        word, table = parse.words[head].lower(), cues()
        said = table["adjective"].get(word)
        if parse.lemmas[event] in table["told"] or table["noun"].get(parse.lemmas[event]):
            said = table["predicate of a claim"].get(word, said)
        if said is not None:
            return said
    articles = (parse.words[c].lower() for c in parse.having(event, "determiner"))
    if not any(article in ("a", "an", "any") for article in articles):
        return None
    said_by = (parse.words[c].lower() for c in parse.having(head, "auxiliary"))
    return next((s for word in said_by if (s := cues()["auxiliary"].get(word)) in _OPEN), None)


def _duty(token: int, head: int, parse: Parse) -> Status | None:
    """'has to attack', 'has yet to attack'."""
    if parse.markers[token] != "to" or parse.lemmas[head] != "have":
        return None
    if parse.tags[head] in ("VBD", "VBN"):
        return None  # who had to attack did
    words = [parse.words[c].lower() for c in parse.having(head, "adverb")]
    return Status.negated if "yet" in words else Status.conditional


def _is_finite(token: int, parse: Parse) -> bool:
    """'told them that it had left', unlike 'told them to leave', 'demanded that it leave'."""
    return parse.tags[parse.tensed(token)] in ("VBD", "VBZ", "VBP")


def is_ended(word: int, parse: Parse) -> bool:
    """Whether what hangs on a verb or noun was there, and is to end."""
    return phrasal_lemma(word, parse) in cues()["ending"]


def is_about_happening(verb: int, parse: Parse) -> bool:
    """Tell whether a verb says whether its object happens: "floated sanctions"."""
    return phrasal_lemma(verb, parse) in cues()["noun object"]


def is_undone(measure: int, parse: Parse) -> bool:
    """Whether a measure was there before it is lifted: "lifted the blockade", "US sanctions were
    eased", "freed the journalist".
    """
    head, role, light = parse.heads[measure], parse.roles[measure], words("light")
    lifting = light["undoing"] | light["lifting"] | light["releasing"]
    under = role in ("object", "passive subject", "compound") or parse.markers[measure] == "of"
    own = parse.lemmas[measure] in light["releasing"]
    return own or (under and (is_ended(head, parse) or phrasal_lemma(head, parse) in lifting))


def asks(word: int, parse: Parse) -> bool:
    """Tell whether a verb or noun asks for what hangs on it."""
    table, lemma = cues(), phrasal_lemma(word, parse)
    parts = ("verb", "noun object", "noun")
    return any(table[part].get(lemma) is Status.requested for part in parts)


def with_denial(verb: int, parse: Parse) -> Status | None:
    """What denies a denial, or stands beside it: 'did not rule out an attack', 'refused to rule out
    an attack', 'neither confirmed nor denied that it attacks'.
    """
    denied = any(
        cues()["adverb"].get(parse.words[c].lower()) is Status.negated
        for c in parse.having(verb, "adverb")
    )
    above = parse.lemmas[parse.heads[verb]]
    refused = parse.roles[verb] == "open clause" and cues()["verb"].get(above) is Status.negated
    if denied or refused:
        left_open = cues()["denied denial"].get(phrasal_lemma(verb, parse))
        if left_open is not None:
            return left_open
    beside = [parse.heads[verb], *parse.having(verb, "conjunct")]
    found = (cues()["with denial"].get(parse.lemmas[other]) for other in beside if other != verb)
    return next((status for status in found if status is not None), None)


def _purpose(head: int, lemma: str, parse: Parse) -> Status:
    """What is done with ships that are sent for it is taken for done, and so is what somebody went
    somewhere for; any other purpose is a plan.
    """
    table = cues()
    auxiliaries = [parse.lemmas[c] for c in parse.having(head, "auxiliary")]
    done = parse.tags[head] == "VBD" or auxiliaries == ["have"]
    for part in ("verb", "purpose", *(["purpose of the past"] if done else [])):
        if lemma in table[part]:
            return table[part][lemma]
    return Status.planned


def phrasal_lemma(token: int, parse: Parse) -> str:
    """A lemma with its particle: 'rule out'."""
    particle = parse.child(token, "particle")
    return f"{parse.lemmas[token]} {parse.lemmas[particle]}" if particle else parse.lemmas[token]


def _complement(token: int, parse: Parse) -> bool:
    """'accused Iran of arming', 'of being behind the attack': a gerund after the preposition that
    belongs to the verb.
    """
    return (
        parse.roles[token] == "adverbial clause"
        and parse.tags[parse.tensed(token)] == "VBG"
        and parse.markers[token].partition(" ")[0] in ("of", "for", "from", "against", "to")
    )


def is_object(token: int, head: int, parse: Parse) -> bool:
    """'called for a ceasefire', 'denied the attack': the noun is what the verb is about."""
    if parse.roles[token] in ("object", "passive subject"):
        return True
    # "asked for talks", "plans for talks"
    known = words("control")
    about = parse.lemmas[head] in known["calling"] | known["preparing"]
    return about and parse.markers[token] == "for"


def shares(token: int, head: int, clauses: Clauses) -> bool:
    """Whether a noun happens just as its governor does."""
    parse, light = clauses.parse, words("light")
    role = parse.roles[token]
    if role == "subject":
        return happens(head, parse)
    of_what = light["quantity"] | light["nominal"]
    if role == "conjunct" or (role == "modifier" and parse.lemmas[head] in of_what):
        return True
    if parse.markers[token] == "in" and parse.lemmas[head] in light["having part"]:
        return True  # "accused of involvement in the attack"
    if parse.markers[token] == "in" and _takes_part(head, parse):
        return True
    if role == "compound":
        return not clauses.is_verbal(head)
    lemma = phrasal_lemma(head, parse)
    if role not in ("object", "passive subject"):
        return False
    if lemma in light["witnessing"]:
        return True
    if lemma not in light["verb"] - light["lifting"]:
        return False
    definite = (
        any(
            parse.words[c].lower() in _DEFINITE
            for c in parse.having(token, "determiner", "possessor")
        )
        or parse.child(token, "possessor") is not None
    )
    return not definite or lemma in light["holding"]


def _takes_part(verb: int, parse: Parse) -> bool:
    """'will take part in the ceremony'."""
    objects = (parse.lemmas[c] for c in parse.having(verb, "object"))
    return parse.lemmas[verb] == "take" and "part" in objects


def happens(verb: int, parse: Parse) -> bool:
    """Tell whether a verb only says that its subject is: 'talks take place', 'there are talks'."""
    lemma = phrasal_lemma(verb, parse)
    if lemma == "be":
        return parse.child(verb, "expletive") is not None
    objects = [parse.lemmas[c] for c in parse.having(verb, "object", "adverb")]
    objects += [f"{parse.markers[c]} {parse.lemmas[c]}" for c in parse.having(verb, "oblique")]
    phrases = [lemma, *(f"{lemma} {other}" for other in objects)]
    return any(phrase in words("light")["happening"] for phrase in phrases)


def is_participle(token: int, parse: Parse) -> bool:
    """'the deal signed by Kenya', unlike 'the claim that it had signed'."""
    alone = parse.child(token, "auxiliary", "passive auxiliary") is None
    return parse.roles[token] == "noun clause" and parse.tags[token] == "VBN" and alone


def start_of(deed: int, parse: Parse) -> int | None:
    """Return the verb that has a deed begin only later: "announces tariffs on Chad to take effect
    in May", "sanctions, set to start on Friday", "that will begin". Parsers hang it on the noun or
    on its verb.
    """
    measures = [deed, *parse.having(deed, "object")]
    if parse.roles[deed] in ("object", "passive subject"):
        measures.append(parse.heads[deed])
    for clause in (c for m in measures for c in parse.having(m, *_BEGINNING)):
        inner = parse.child(clause, "open clause") if parse.tags[clause] == "VBN" else None
        begins = clause if inner is None else inner
        will = parse.tags[parse.tensed(clause)] == "MD" and parse.roles[clause] == "relative clause"
        to_come = will or parse.markers[begins] in ("to", "due to")
        whole = parse.lemmas[begins] == "take" or parse.child(begins, "object") is None
        if clause > deed and to_come and whole and happens(begins, parse):
            return begins
    return None
