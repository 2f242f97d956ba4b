"""Status of a trigger: what the text commits to, read off the words that have it in their scope.

The way up the tree from the trigger is walked once. At each step the words beside it (*not*,
*will*, ``if``) and the word above it (``deny``, ``plan to``, ``calls for``) may change the status;
the innermost change wins, and a denial of something negative is an assertion again.

An event noun shares the status of its verb only where the verb says no more than that the event
happens ("will launch an attack") or where the verb is about its happening ("denied the attack").
Under any other verb it is taken for granted: who may lift the sanctions has sanctions in force.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ..model import Status
from .clauses import Clauses
from .lexicon import ENGLISH, words
from .parse import Parse

Cues = Mapping[str, Mapping[str, Status]]

# Roles in which a clause lies in the scope of the word above it.
_CLAUSE_ROLES = frozenset({"open clause", "clause", "noun clause", "clausal subject"})
_SIDE_BY_SIDE = frozenset({"conjunct", "parataxis"})
_ENDS = frozenset({"subject", "passive subject", "agent", "object"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_CONDITIONS = frozenset({"if", "unless", "provided", "in case"})
_OPEN = frozenset({Status.conditional, Status.possible})
# Which of several cues beside one word wins.
_STRENGTH = [
    Status.negated,
    Status.requested,
    Status.conditional,
    Status.possible,
    Status.planned,
    Status.asserted,
]
# What a denial makes naught of.
_WEAK = frozenset({Status.planned, Status.possible})
# Long enough for every sentence that people write.
_MOST_STEPS = 40


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
    token, below, apart, weakened = trigger, trigger, False, False
    for _ in range(_MOST_STEPS):
        verbal = clauses.is_verbal(token) or parse.child(token, "copula") is not None
        before = found
        if not apart:
            found = _beside(token, below, verbal, parse, found)
        if "whether" in parse.markers[token].split():
            return found  # nobody knows, whatever else the sentence denies
        head = parse.above(token)
        if head is None:
            break
        if token == trigger and _is_answered(token, head, parse):
            break
        outer = _above(token, head, verbal, clauses)
        if outer is None and parse.markers[token] == "for to":
            outer = Status.possible  # "paved the way for Kenya to attack"
        if outer is not None:
            left_open = _with_denial(head, parse) if verbal and outer is Status.negated else None
            if left_open is not None:
                return _combine(found, left_open)
            found = _combine(found, outer)
        elif _is_given(token, verbal, parse) or not (verbal or _shares(token, head, clauses)):
            break
        # "did not rule out trying to attack": may be
        weakened = weakened or (before in _WEAK and found is Status.negated)
        apart = _is_apart(token, head, verbal, parse) or (
            found != before and parse.roles[token] in _SIDE_BY_SIDE
        )
        token, below = head, token
    return Status.possible if weakened and found is Status.asserted else found


def _is_answered(said: int, head: int, parse: Parse) -> bool:
    """'rejected the accusation': it was made, whatever is answered."""
    table = cues()
    return (
        parse.lemmas[said] in table["said"]
        and _lemma(head, parse) in table["answer"]
        and _is_object(said, head, parse)
    )


def is_doubted(doer: int, parse: Parse) -> bool:
    """Tell whether the words for who did it leave that open: "suspected rebels", "an alleged
    Kenyan strike".
    """
    doubtful = cues()["doer"]
    owned = parse.roles[doer] in ("adjective", "compound", "possessor")
    noun = parse.heads[doer] if owned else doer
    return any(parse.words[c].lower() in doubtful for c in parse.having(noun, "adjective"))


def _is_apart(token: int, head: int, verbal: bool, parse: Parse) -> bool:
    """Whether a coordinated clause has its own subject, auxiliary or tense: "Mali will not talk and
    Chad attacked it", "he never came but signed". What stands beside the other verb is not said of
    this one; what governs both is.
    """
    if not verbal or parse.roles[token] not in _SIDE_BY_SIDE:
        return False
    own = parse.having(token, "subject", "passive subject", "auxiliary", "passive auxiliary")
    return bool(own) or parse.tags[token] != parse.tags[head]


def _is_given(token: int, verbal: bool, parse: Parse) -> bool:
    """Whether a clause is taken for granted by the one around it.

    "... as it accuses Sudan" and "the deal signed by Kenya" stand, whatever is said of the rest.
    """
    role, marker = parse.roles[token], parse.markers[token]
    if not verbal:
        return False
    if role == "adverbial clause":
        when = any(parse.tags[c] == "WRB" for c in parse.having(token, "adverb"))
        modal = any(parse.tags[c] == "MD" for c in parse.having(token, "auxiliary"))
        return (bool(marker) or when) and (modal or parse.tags[token] not in ("VBG", "VB"))
    return role == "relative clause" or _is_participle(token, parse)


def _is_participle(token: int, parse: Parse) -> bool:
    """'the deal signed by Kenya', unlike 'the claim that it had signed'."""
    alone = parse.child(token, "auxiliary", "passive auxiliary") is None
    return parse.roles[token] == "noun clause" and parse.tags[token] == "VBN" and alone


def _combine(inner: Status, outer: Status) -> Status:
    if inner is Status.asserted:
        return outer
    if inner is Status.negated and outer is Status.negated:
        return Status.asserted
    if inner in _WEAK and outer is Status.negated:
        return Status.negated  # "does not expect it to attack", "denied the charge of attacking"
    return inner


def _beside(token: int, below: int, verbal: bool, parse: Parse, found: Status) -> Status:
    """Negation, modals and conjunctions that stand next to a token. What stands next to the token
    `below` it has been heard: "held no talks" has one negation.
    """
    table, seen = cues(), []
    for child in parse.children[token]:
        role, word = parse.roles[child], parse.words[child].lower()
        outer = None
        if role in ("adverb", "determiner"):
            phrase = f"{parse.words[child - 1].lower()} {word}"  # "no longer"
            outer = table["adverb"].get(phrase) or table["adverb"].get(word)
            outer = None if parse.is_only(child) else outer
        elif role in ("auxiliary", "copula") and verbal:
            outer = _auxiliary(child, token, parse)
        elif role == "coordinator" and word in ("nor", "neither"):
            outer = Status.negated
        elif role == "adjective" and not verbal:
            outer = table["adjective"].get(word)
        elif role in _ENDS and verbal and child != below and _is_none(child, parse):
            outer = Status.negated
        elif role == "adverbial clause" and verbal and parse.markers[child] in _CONDITIONS:
            outer = Status.conditional
        if outer is not None:
            seen.append(outer)
    marker = parse.markers[token]
    outer = table["marker"].get(marker)
    if verbal and outer is None:
        # "on whether to attack", "due to attack"
        kind = "whether" if "whether" in marker.split() else marker
        outer = table["marker of a verb"].get(kind)
    if outer is None and verbal and parse.tags[parse.tensed(token)] not in ("VBD", "VBN"):
        # "until an agreement is reached", unlike "until it was reached"
        outer = table["marker ahead"].get(parse.markers[token])
    if outer is not None:
        seen.append(outer)
    for outer in sorted(seen, key=_STRENGTH.index):  # "could not agree" has not agreed
        found = _combine(found, outer)
    return found


def _is_none(token: int, parse: Parse) -> bool:
    """'Neither Kenya nor Uganda', 'by no leader', 'nobody': what is said of nobody is not so."""
    if parse.words[token].lower() in ("nobody", "none", "nothing"):
        return True
    before = parse.having(token, "determiner", "coordinator", "adverb")
    return any(parse.words[t].lower() in ("no", "neither") for t in before)


def _auxiliary(child: int, token: int, parse: Parse) -> Status | None:
    word = parse.words[child].lower()
    if word in ("would", "'d") and parse.roles[token] == "clause":
        return Status.planned  # "said that it would": will, told of the past
    to = parse.lemmas[child] == "be" and parse.markers[token] == "to"
    if to and parse.tags[token] in ("VB", "VBN"):
        return Status.planned  # "is to meet", "was to have met"
    return cues()["auxiliary"].get(word)


def _above(token: int, head: int, verbal: bool, clauses: Clauses) -> Status | None:
    """What the governing word makes of what stands below it."""
    parse = clauses.parse
    table, role = cues(), parse.roles[token]
    lemma = _lemma(head, parse)
    if parse.pos[head] in ("VERB", "AUX"):
        if verbal:
            if role in _CLAUSE_ROLES or _complement(token, parse):
                passive = parse.child(head, "passive auxiliary") is not None
                if role == "open clause" and passive and lemma in table["passive"]:
                    return table["passive"][lemma]
                wanted = table["verb"].get(lemma)
                if wanted is Status.requested:
                    told = role == "clause" and _is_finite(token, parse)
                    own = role == "open clause" and parse.child(head, "object") is None
                    wanted = table["wish"].get(lemma, wanted) if own and not passive else wanted
                    return None if told else wanted
                return wanted or _duty(token, head, parse)
            if parse.markers[token] in ("on", "about"):
                # "suspended talks on joining": parsers hang it on the verb
                about = parse.child(head, "object")
                return table["noun of talk"].get(parse.lemmas[about]) if about else None
            purpose = role == "adverbial clause" and parse.markers[token] == "to"
            return _purpose(head, lemma, parse) if purpose else None
        if not _is_object(token, head, parse):
            return None
        noun = parse.lemmas[token]
        if noun in table["told"] or table["noun"].get(noun) is Status.possible:
            return table["noun of telling"].get(lemma) or table["noun object"].get(lemma)
        return table["noun object"].get(lemma)
    if (role in _CLAUSE_ROLES and not _is_participle(token, parse)) or (
        role == "modifier" and parse.markers[token] in ("of", "for", "to", "about")
    ):
        if parse.pos[head] in ("NOUN", "PROPN"):
            told = parse.markers[token] == "to" and clauses.is_one_of_many(head)
            talked = table["noun of talk"].get(lemma) if verbal else None
            return None if told else table["noun"].get(lemma) or talked
        return table["noun"].get(lemma) or table["adjective"].get(parse.words[head].lower())
    if role == "subject":
        return _of_subject(token, head, parse)
    if role in ("adverbial clause", "oblique") and parse.markers[token] in ("to", "of", "from"):
        word = parse.words[head].lower()
        return table["degree"].get(word) or (table["adjective"].get(word) if verbal else None)
    return None


def _of_subject(event: int, head: int, parse: Parse) -> Status | None:
    """'An attack is unlikely', 'an attack would be a mistake': what is said of an event."""
    if parse.child(head, "copula") is not None:
        said = cues()["adjective"].get(parse.words[head].lower())
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


def _with_denial(verb: int, parse: Parse) -> Status | None:
    """What a coordinated verb makes of a denial: 'neither confirmed nor denied that it attacks'."""
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


def _lemma(token: int, parse: Parse) -> str:
    """A lemma with its particle: 'rule out'."""
    particle = parse.child(token, "particle")
    return f"{parse.lemmas[token]} {parse.lemmas[particle]}" if particle else parse.lemmas[token]


def _complement(token: int, parse: Parse) -> bool:
    """'accused Iran of arming': a gerund after the preposition that belongs to the verb."""
    return parse.roles[token] == "adverbial clause" and (
        parse.tags[token] == "VBG"
        and parse.markers[token] in ("of", "for", "from", "against", "to")
    )


def _is_object(token: int, head: int, parse: Parse) -> bool:
    """'called for a ceasefire', 'denied the attack': the noun is what the verb is about."""
    if parse.roles[token] in ("object", "passive subject"):
        return True
    # "asked for talks", "plans for talks"
    calling = parse.lemmas[head] in {*words("control")["calling"], "plan", "prepare"}
    return calling and parse.markers[token] == "for"


def _shares(token: int, head: int, clauses: Clauses) -> bool:
    """Whether a noun happens just as its governor does."""
    parse, light = clauses.parse, words("light")
    role = parse.roles[token]
    if role == "subject":
        return _happens(head, parse)
    if role == "conjunct" or (role == "modifier" and parse.lemmas[head] in light["quantity"]):
        return True
    if role == "compound":
        return not clauses.is_verbal(head)
    lemma = _lemma(head, parse)
    if role not in ("object", "passive subject") or lemma not in light["verb"] - light["lifting"]:
        return False
    definite = (
        any(
            parse.words[c].lower() in _DEFINITE
            for c in parse.having(token, "determiner", "possessor")
        )
        or parse.child(token, "possessor") is not None
    )
    return not definite or lemma in light["holding"]


def _happens(verb: int, parse: Parse) -> bool:
    """'talks take place', 'there are talks': the verb only says that its subject is."""
    lemma = _lemma(verb, parse)
    if lemma == "be":
        return parse.child(verb, "expletive") is not None
    objects = [parse.lemmas[c] for c in parse.having(verb, "object", "adverb")]
    phrases = [lemma, *(f"{lemma} {other}" for other in objects)]
    return any(phrase in words("light")["happening"] for phrase in phrases)
