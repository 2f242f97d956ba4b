"""Who is understood to do what a clause without a subject says: the one above asks, or is asked.

"Kenya promised to leave", "urged Kenya to leave", "accused Kenya of leaving", "Kenya's plan to
leave", "denied the charge of leaving".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lexicon import words

if TYPE_CHECKING:
    from .clauses import Clauses

# Slots of whose statement it is: "Kenya's claim", "a report by Kenya".
AUTHORS = ("possessor", "by", "from")
# Prepositions before a gerund that is done by the object: "accused Iran of arming ...".
_OBJECT_CONTROL_MARKERS = frozenset({"of", "for", "from", "into", "in", "as"})


def understood_subject(clauses: Clauses, verb: int, *, passive: bool) -> list[int]:
    """Return the tokens that the surface subject of a verb is understood from, if it has none."""
    parse, head, role = clauses.parse, clauses.parse.heads[verb], clauses.parse.roles[verb]
    found: list[int] = []
    if role == "conjunct" and clauses.is_verbal(head):
        found = clauses.surface_subject(head)
    elif role == "conjunct" and parse.child(head, "copula") is not None:
        found = clauses.slots(head).get("self", [])
    elif role in ("open clause", "adverbial clause", "clause") and clauses.is_verbal(head):
        if role != "clause" or parse.tags[verb] in ("VB", "VBG"):
            found = controller(clauses, verb, head)
    elif role in ("open clause", "adverbial clause"):
        # "is ready to attack", "is set to meet": said of the subject of the copula; "came close
        # to attacking": of that of the verb
        upper = parse.heads[head]
        if parse.roles[head] == "adverb" and clauses.is_verbal(upper):
            found = clauses.surface_subject(upper)
        else:
            found = clauses.slots(head).get("self", [])
    elif role == "noun clause":
        found = _described(clauses, verb, head, passive)
    elif role == "adjective" and passive:
        found = [head]
    return found


def controller(clauses: Clauses, verb: int, head: int) -> list[int]:
    """Return whom the verb above an infinitive or gerund has do it."""
    parse, upper, verbs = clauses.parse, clauses.slots(head), words("control")
    beneficiary = upper.get("indirect") or upper.get("object") or []
    if clauses.is_passive(head):
        result = parse.tags[verb] == "VBG" and not parse.markers[verb]
        if result and parse.lemmas[verb] in verbs["resulting"]:
            return upper.get("subject", [])  # "was shot down by Chad, killing five"
        if parse.lemmas[head] == "use" and "subject" in upper:
            return upper["subject"]  # "the law used by Macron to ban it"
        return clauses.surface_subject(head)
    marker = parse.markers[verb]
    by_object = (
        (parse.roles[verb] == "open clause" and parse.lemmas[head] not in verbs["own_subject"])
        or (parse.tags[parse.tensed(verb)] == "VBG" and marker in _OBJECT_CONTROL_MARKERS)
        or (marker == "to" and parse.lemmas[head] in verbs["asking"])
    )
    if parse.lemmas[head] in verbs["following"] and marker == "in":
        return [*upper.get("subject", []), *beneficiary]
    for slot in upper:
        if by_object and f"{parse.lemmas[head]} {slot}" in verbs["asking_with"]:
            return upper[slot]
    if by_object and beneficiary and parse.lemmas[head] != "call":  # on the telephone
        return beneficiary
    return upper.get("subject", [])


def _authors(clauses: Clauses, noun: int) -> list[int]:
    """Who does what a noun is said to do: 'the statement accusing Kenya' accuses by its author,
    'an order lifting sanctions' lifts them by whoever signs it.
    """
    known = words("control")
    if clauses.parse.lemmas[noun] in words("speech")["noun"] | known["enactment"] | known["draft"]:
        slots, verb = clauses.slots(noun), clauses.parse.heads[noun]
        issued = clauses.parse.lemmas[verb] in known["issuing"]
        for slot in (*AUTHORS, *(["doer"] if issued else [])):
            if slots.get(slot):
                return slots[slot]
        # "a CNN report claiming that ..."
        named = [t for t in slots.get("modifier", ()) if clauses.parse.words[t][:1].isupper()]
        if named:
            return named
    return [noun]


def _described(clauses: Clauses, verb: int, noun: int, passive: bool) -> list[int]:
    """The understood subject of a clause that describes a noun."""
    parse, known = clauses.parse, words("control")
    gerund = parse.tags[verb] == "VBG"
    # "charges of spying", unlike "a report claiming ..."
    alleged = gerund and parse.markers[verb] and parse.lemmas[noun] in known["allegation"]
    if passive or (gerund and parse.markers[verb] != "to" and not alleged):
        return [noun] if passive else _authors(clauses, noun)
    slots = clauses.slots(noun)
    faced = parse.lemmas[parse.heads[noun]] in known["facing"]
    if alleged:
        return slots.get("against") or (slots.get("doer", []) if faced else [])
    if parse.lemmas[noun] in known["request"]:
        answered = faced or parse.lemmas[parse.heads[noun]] in known["answering"]
        asked = slots.get("on") or slots.get("to") or slots.get("for")
        return asked or (slots.get("doer", []) if answered else [])
    if clauses.is_one_of_many(noun) and slots.get("self"):
        return slots["self"]  # "Kenya was the first state to recognise it"
    # "Turkey's plan to mediate", "agreed a plan to mediate"
    for slot in ("possessor", "by", "modifier", "doer", "of"):
        if slots.get(slot):
            return slots[slot]
    return []
