"""Who is understood to do what a clause without a subject says: the one above asks, or is asked.

"Kenya promised to leave", "urged Kenya to leave", "accused Kenya of leaving", "Kenya's plan to
leave", "denied the charge of leaving".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .clauses import Clauses

# Verbs whose infinitive is done by their own subject although they have an object, too.
_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "use"})
# Prepositions before a gerund that is done by the object: "accused Iran of arming ...".
_OBJECT_CONTROL_MARKERS = frozenset({"of", "for", "from", "into", "in"})
# Verbs of doing as another does: "joined France in condemning ...".
_FOLLOWING = frozenset({"follow", "join"})
# Verbs whose infinitive is done by whoever is asked, however the parser hangs it.
_ASKING = frozenset(
    {"ask", "invite", "urge", "order", "tell", "persuade", "force", "allow", "enable", "call"}
)
# What is said against somebody, and what he does with it: "denied allegations of arming ...".
_ALLEGATIONS = frozenset(
    {"accusation", "allegation", "charge", "claim", "report", "rumor", "rumour", "suspicion"}
)
_FACING = frozenset({"deny", "dismiss", "face", "refute", "reject", "rebut", "repudiate"})
# What is asked of somebody, and what he does with it: "ignored a demand to withdraw".
_REQUESTS = frozenset(
    {"appeal", "call", "demand", "invitation", "order", "plea", "request", "ultimatum"}
)
_ANSWERING = _FACING | {"accept", "decline", "defy", "heed", "ignore", "obey", "receive", "refuse"}


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
    parse, upper = clauses.parse, clauses.slots(head)
    beneficiary = upper.get("indirect") or upper.get("object") or []
    if clauses.is_passive(head):
        if parse.lemmas[head] == "use" and "subject" in upper:
            return upper["subject"]  # "the law used by Macron to ban it"
        return clauses.surface_subject(head)
    marker = parse.markers[verb]
    by_object = (
        (parse.roles[verb] == "open clause" and parse.lemmas[head] not in _SUBJECT_CONTROL)
        or (parse.tags[verb] == "VBG" and marker in _OBJECT_CONTROL_MARKERS)
        or (marker == "to" and parse.lemmas[head] in _ASKING)
    )
    if parse.lemmas[head] in _FOLLOWING and marker == "in":
        return [*upper.get("subject", []), *beneficiary]
    if by_object and beneficiary:
        return beneficiary
    if by_object and "on" in upper and parse.lemmas[head] in ("call", "prevail"):
        return upper["on"]
    return upper.get("subject", [])


def _described(clauses: Clauses, verb: int, noun: int, passive: bool) -> list[int]:
    """The understood subject of a clause that describes a noun."""
    parse = clauses.parse
    gerund = parse.tags[verb] == "VBG"
    alleged = gerund and parse.lemmas[noun] in _ALLEGATIONS
    if passive or (gerund and parse.markers[verb] != "to" and not alleged):
        return [noun]
    slots = clauses.slots(noun)
    governor = parse.lemmas[parse.heads[noun]]
    if alleged:
        return slots.get("against") or (slots.get("doer", []) if governor in _FACING else [])
    if parse.lemmas[noun] in _REQUESTS:
        asked = slots.get("on") or slots.get("to") or slots.get("for")
        return asked or (slots.get("doer", []) if governor in _ANSWERING else [])
    if clauses.is_one_of_many(noun) and slots.get("self"):
        return slots["self"]  # "Kenya was the first state to recognise it"
    # "Turkey's plan to mediate", "agreed a plan to mediate"
    for slot in ("possessor", "by", "modifier", "doer", "of"):
        if slots.get(slot):
            return slots[slot]
    return []
