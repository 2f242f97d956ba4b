"""Status of a trigger: what the text commits to, read off the words that have it in their scope.

The way up the tree from the trigger is walked once. At each step the words beside it (*not*,
*will*, ``if``) and the word above it (``deny``, ``plan to``, ``calls for``) may change the status;
the innermost change wins, and a denial of something negative is an assertion again.

An event noun shares the status of its verb only where the verb says no more than that the event
happens ("will launch an attack") or where the verb is about its happening ("denied the attack").
Under any other verb it is taken for granted: who may lift the sanctions has sanctions in force.
"""

from __future__ import annotations

from ..model import Status
from .clauses import Clauses
from .lexicon import words
from .parse import Parse
from .scope import (
    above,
    asks,
    cues,
    happens,
    is_ended,
    is_object,
    is_participle,
    phrasal_lemma,
    shares,
    start_of,
    with_denial,
)

_SIDE_BY_SIDE = frozenset({"conjunct", "parataxis"})
_ENDS = frozenset({"subject", "passive subject", "agent", "object"})
# Before what never is: "under no circumstances".
_NEVER = frozenset({"at", "under", "on", "in"})
_BECOMING = frozenset({"become", "remain", "be", "stay", "make"})
_DOING = frozenset({"subject", "agent", "root"})
# Before what was done first, whatever comes of it; and before what it comes with, or is done for.
_DONE_BEFORE = frozenset({"after", "since", "following"})
_DONE, _GERUND_DONE = _DONE_BEFORE | {"with", "by"}, _DONE_BEFORE | {"for"}
_CONDITIONS = frozenset({"if", "unless", "provided", "in case"})
# What is said of the ending of something, while that goes on.
_AHEAD = frozenset({Status.requested, Status.planned, Status.possible, Status.conditional})
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


def status_of(trigger: int, clauses: Clauses) -> Status:
    """Return the status of a trigger by the words in whose scope it stands."""
    parse = clauses.parse
    if parse.lemmas[trigger] in cues()["held"]:
        return Status.asserted  # "demanded that the hostages be released"
    if parse.roles[trigger] == "compound":
        attempt = cues()["noun behind it"].get(parse.lemmas[parse.heads[trigger]])
        if attempt is not None:
            return attempt  # "survived an assassination attempt"
    found = cues()["prospect"].get(parse.lemmas[trigger], Status.asserted)
    if parse.roles[trigger] in _DOING or parse.markers[trigger] in _DONE:
        found = Status.asserted
    token, below, apart, weakened = trigger, trigger, False, False
    for _ in range(_MOST_STEPS):
        verbal = clauses.is_verbal(token) or parse.child(token, "copula") is not None
        if parse.roles[token] == "open clause" and parse.lemmas[parse.heads[token]] in _BECOMING:
            verbal = True  # "wants to become a member"
        verbal = verbal or (parse.markers[token] == "as" and token == trigger)
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
        outer = above(token, head, verbal, clauses)
        if outer in _AHEAD and _is_voiced(token, trigger, head, parse):
            outer = None
        if outer is None and parse.markers[token] == "for to":
            outer = Status.possible  # "paved the way for Kenya to attack"
        if outer is not None:
            left_open = with_denial(head, parse) if outer is Status.negated else None
            if left_open is not None and (
                verbal or phrasal_lemma(head, parse) in cues()["denied denial"]
            ):
                return _combine(found, left_open)
            if outer in _AHEAD and found is Status.negated and is_ended(token, parse):
                return Status.asserted  # "called on Kenya to stop arming them": it arms them
            found = _combine(found, outer)
        elif _is_given(token, verbal, parse) or not (verbal or shares(token, head, clauses)):
            break
        # "did not rule out trying to attack": may be
        weakened = weakened or (before in _WEAK and found is Status.negated)
        apart = _is_apart(token, head, verbal, parse) or (
            found != before and parse.roles[token] in _SIDE_BY_SIDE
        )
        token, below = head, token
    return Status.possible if weakened and found is Status.asserted else found


def _is_voiced(said: int, below: int, wish: int, parse: Parse) -> bool:
    """'I would like to thank Kenya', 'let me say that ...': it is done, or told, by these words."""
    done = not cues()["voiced"].keys().isdisjoint((parse.lemmas[said], parse.lemmas[below]))
    told = said != below and parse.lemmas[said] in words("speech")["verb"]
    known = words("references")
    beside = {parse.words[t].lower() for t in parse.having(wish, "subject", "object")}
    return (done or told) and not beside.isdisjoint(known["i"] | known["we"])


def _is_answered(said: int, head: int, parse: Parse) -> bool:
    """'rejected the accusation': it was made, whatever is answered."""
    table = cues()
    return (
        parse.lemmas[said] in table["said"]
        and phrasal_lemma(head, parse) in table["answer"]
        and is_object(said, head, parse)
    )


def is_doubted(doer: int, parse: Parse) -> bool:
    """Tell whether the words for who did it leave that open: "suspected rebels", "an alleged
    Kenyan strike", "a blast blamed on rebels".
    """
    doubtful = cues()["doer"]
    ascribed = f"{parse.lemmas[parse.heads[doer]]} {parse.markers[doer]}"
    if parse.roles[parse.heads[doer]] == "noun clause" and ascribed in doubtful:
        return True
    owned = parse.roles[doer] in ("adjective", "compound", "possessor")
    noun = parse.heads[doer] if owned else doer
    return any(parse.words[c].lower() in doubtful for c in parse.having(noun, "adjective"))


def is_ordered_by(doer: int, deed: int, parse: Parse) -> bool:
    """Tell whether somebody orders a deed of his own: "orders a blockade of Kenya", unlike "orders
    its troops to leave".
    """
    if parse.roles[deed] == "modifier":
        deed = parse.heads[deed]  # "orders a series of strikes"
    verb = parse.heads[deed]
    ordered = parse.roles[deed] == "object" and parse.lemmas[verb] in cues()["performed"]
    return ordered and parse.heads[doer] == verb and parse.roles[doer] == "subject"


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
    if not verbal:  # "discussed an end to the siege"
        return role == "modifier" and is_ended(parse.heads[token], parse)
    if role == "adverbial clause":
        if marker in _GERUND_DONE:
            return True  # "after razing their homes", "votes to fine them for attacking Kenya"
        when = any(parse.tags[c] == "WRB" for c in parse.having(token, "adverb"))
        modal = any(parse.tags[c] == "MD" for c in parse.having(token, "auxiliary"))
        return (bool(marker) or when) and (modal or parse.tags[token] not in ("VBG", "VB"))
    return role == "relative clause" or is_participle(token, parse)


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
            # "never before has it attacked"
            inner = (parse.words[t].lower() for t in parse.having(child, "adverb"))
            known = (table["adverb"].get(w) for w in (phrase, word, *inner))
            outer = next(filter(None, known), None)
            outer = None if parse.is_only(child) else outer
        elif role in ("auxiliary", "copula") and verbal:
            outer = _auxiliary(child, token, parse)
            if outer in _AHEAD and _is_voiced(token, below, token, parse):
                outer = None  # "I must thank Kenya", "we should note that ..."
        elif role == "coordinator" and word in ("nor", "neither"):
            outer = Status.negated
        elif role in ("adjective", "compound") and not verbal and child != below:
            outer = table["adjective"].get(word)
        elif role in _ENDS and verbal and child != below and _is_none(child, parse):
            outer = Status.negated
        elif role == "oblique" and verbal and child < token and parse.markers[child] in _NEVER:
            outer = Status.negated if _is_none(child, parse) else None  # "at no point did it"
        elif role == "adverbial clause" and verbal and parse.markers[child] in _CONDITIONS:
            vowed = token == below and parse.lemmas[token] in table["vowed"]
            outer = None if vowed else Status.conditional
        elif role == "noun clause" and not verbal and _is_to_be(child, parse):
            outer = Status.planned
        elif role == "relative clause" and not verbal:
            outer = _of_happening(child, parse)
        if outer is not None:
            seen.append(outer)
    if (not verbal or token == below) and start_of(token, parse) is not None:
        seen.append(Status.planned)
    marker = parse.markers[token]
    outer = table["marker"].get(marker)
    if verbal and marker == "to" and parse.roles[token] == "root":
        outer = Status.planned  # a headline: "Chad and Mali to sign a deal"
    if verbal and outer is None:
        # "on whether to attack", "due to attack"
        kind = "whether" if "whether" in marker.split() else marker
        said = kind != "against" or parse.child(token, "copula") is not None
        outer = table["marker of a verb"].get(kind) if said else None
    if outer is None and verbal and _is_ahead(token, parse):
        outer = table["marker ahead"].get(parse.markers[token])
    if outer is not None:
        seen.append(outer)
    for outer in sorted(seen, key=_STRENGTH.index):  # "could not agree" has not agreed
        found = _combine(found, outer)
    return found


def _is_ahead(clause: int, parse: Parse) -> bool:
    """'Until an agreement is reached', 'would not leave until it was', unlike 'until it was'."""
    would = (parse.words[c].lower() for c in parse.having(parse.heads[clause], "auxiliary"))
    backshifted = not {"would", "'d", "could"}.isdisjoint(would)
    return backshifted or parse.tags[parse.tensed(clause)] not in ("VBD", "VBN")


def _is_to_be(clause: int, parse: Parse) -> bool:
    """'Talks to be held in Oslo', 'a treaty to be signed'."""
    passive = parse.child(clause, "passive auxiliary") is not None
    return passive and parse.markers[clause] == "to"


def _of_happening(clause: int, parse: Parse) -> Status | None:
    """'Talks that will take place in Oslo', 'a summit that may be held'."""
    if not happens(clause, parse):
        return None
    said_by = (parse.words[c].lower() for c in parse.having(clause, "auxiliary"))
    return next((s for word in said_by if (s := cues()["auxiliary"].get(word))), None)


def _is_none(token: int, parse: Parse) -> bool:
    """'Neither Kenya nor Uganda', 'by no leader', 'nobody': what is said of nobody is not so."""
    if parse.words[token].lower() in ("nobody", "none", "nothing"):
        return True
    before = parse.having(token, "determiner", "coordinator", "adverb")
    return any(parse.words[t].lower() in ("no", "neither") for t in before)


def _is_told_of_a_place(clause: int, parse: Parse) -> bool:
    """'Left for Oslo, where she would meet him', 'the summit at which they would': no condition."""
    if any(parse.markers[c] in _CONDITIONS for c in parse.having(clause, "adverbial clause")):
        return False
    where = any(parse.tags[c] == "WRB" for c in parse.having(clause, "adverb"))
    role = parse.roles[clause]
    return role == "relative clause" or (
        role == "adverbial clause" and where and not parse.markers[clause]
    )


def _auxiliary(child: int, token: int, parse: Parse) -> Status | None:
    word = parse.words[child].lower()
    noun = parse.roles[token] == "noun clause" and parse.markers[token] == "that"
    if word in ("would", "'d") and (
        parse.roles[token] == "clause" or noun or _is_told_of_a_place(token, parse)
    ):
        return Status.planned  # "said (in a statement) that it would": will, told of the past
    to = parse.lemmas[child] == "be" and parse.markers[token].split()[-1:] == ["to"]
    if to and parse.tags[token] in ("VB", "VBN"):
        return Status.planned  # "is to meet", "was to have met"
    said = cues()["auxiliary"].get(word)
    if said is Status.conditional and parse.roles[token] == "clause":
        verb = parse.heads[token]
        if asks(verb, parse) or parse.lemmas[verb] in cues()["suggesting"]:
            return Status.requested  # "suggested that Kenya should leave"
    return said
