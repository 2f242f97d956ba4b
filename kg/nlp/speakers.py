"""Speakers: who is reported as saying what a trigger expresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Actor
from .clauses import Clauses
from .control import AUTHORS
from .lexicon import words
from .mentions import minted
from .parse import Parse
from .participants import Participant, Participants
from .quotations import Quotations
from .reciprocity import is_reciprocal
from .scope import asks, is_participle, phrasal_lemma
from .transcripts import Transcript

_SPOKEN_ROLES = frozenset(
    {"clause", "open clause", "parataxis", "adverbial clause", "clausal subject"}
)
# From a noun up to the object that it is a part of: "plans for talks", "talks and a treaty".
_PARTS = frozenset({"modifier", "compound", "conjunct", "noun clause", "object"})

_ACCORDING_TO = frozenset({"according to", "per"})
_MEANWHILE = frozenset({"as", "while"})
_GOING_ON = frozenset({"adverbial clause", "conjunct"})
# What a role is named without: "two police officers".
_BEFORE_ROLE = frozenset({"determiner", "number", "case"})

# From a deed up to who asks for it.
_STEPS_UP = 6

_AUTHORS = (*AUTHORS, "modifier", "doer")
# Before whose view it is: "in Kenya's view", "from Kenya's perspective".
_FROM_WHERE = frozenset({"in", "from"})
_WHERE_IT_IS_SAID = frozenset({"in", "during", "at", "on", "through", "via"})

Speakers = list[Participant]
"""Who says something together: "Norway and Spain announce"."""


def speakers_of(
    trigger: int,
    clauses: Clauses,
    participants: Participants,
    quotations: Quotations,
    transcript: Transcript,
    sender: Actor | None = None,
) -> Speakers:
    """Return the nearest reported source of a trigger; nobody where the article itself speaks.

    ``sender`` is who stands first in the headline.
    """
    for found in _sources(trigger, clauses, participants, quotations):
        if found:
            return found
    for verb in quotations.said_by(trigger):
        found = _subject(verb, clauses, participants)
        if found:
            return found
        written = quotations.writer(verb, participants.mention_at, sender)
        if written:
            letter, writer = written
            span = clauses.parse.starts[letter], clauses.parse.ends[letter]
            return [Participant(writer, span, letter, 0.8, "letter")]
    turn = transcript.speaker(trigger)
    return [participants.named(turn)] if turn else []


def _sources(
    trigger: int, clauses: Clauses, participants: Participants, quotations: Quotations
) -> Iterator[Speakers]:
    parse, speech = clauses.parse, words("speech")
    token, below, part, background = trigger, trigger, True, False
    for _ in range(40):
        subjects = parse.having(token, "subject", "passive subject")
        inserted = [t for s in subjects for t in parse.having(s, "parataxis")]
        for child in (*parse.children[token], *inserted):
            if child == below:
                continue  # "..., he said after Chad left": where we come from
            # "..., the Kremlin said": the verb of saying hangs below what is said
            if parse.roles[child] == "parataxis" and parse.lemmas[child] in speech["quoting"]:
                yield _quoted(child, clauses, participants)
            elif parse.roles[child] == "parataxis" and parse.lemmas[child] in speech["verb"]:
                if parse.child(child, "clause", "object") is None:
                    yield _subject(child, clauses, participants)
            elif parse.roles[child] == "adverbial clause" and parse.markers[child] == "as":
                # "as Putin said, ...", "..., as Putin said"
                bare = parse.child(child, "clause", "object") is None
                said = child < token or (bare and parse.tags[child] != "VBG")
                named = parse.child(child, "subject") is not None  # unlike "as announced"
                if parse.lemmas[child] in speech["verb"] and said and named:
                    yield _subject(child, clauses, participants)
            elif parse.roles[child] == "outer subject" and parse.lemmas[child] in speech["noun"]:
                yield from _authors(child, clauses, participants)  # "Kenya's view is that ..."
            elif parse.roles[child] in _GOING_ON and child > token:
                # "struck the port, killing two people, according to Rwanda"
                for last in parse.children[child]:
                    if parse.markers[last] in _ACCORDING_TO:
                        yield from _according_to(last, clauses, participants)
            elif parse.markers[child] in _ACCORDING_TO:
                yield from _according_to(child, clauses, participants)
            elif parse.markers[child] in _FROM_WHERE and parse.lemmas[child] in speech["opinion"]:
                # "in Kenya's view, ...", "in the words of Putin, ..."
                yield from _authors(child, clauses, participants, *AUTHORS, "of")
        head = parse.above(token)
        if head is None or _is_contrary(token, clauses) or _is_apart(token, clauses):
            return
        if quotations.is_around(token):
            return
        background = background or _is_aside(token, parse)
        if background and _is_wish(token, parse):
            return  # "urged Kenya to leave the town, which it took in 1994": the article tells that
        if parse.roles[token] in _SPOKEN_ROLES and parse.lemmas[head] in speech["quoting"]:
            yield _quoted(head, clauses, participants)
        elif parse.roles[token] in _SPOKEN_ROLES and _says(head, parse):
            charged = parse.markers[token].partition(" ")[0] in ("of", "for")
            if parse.roles[token] != "adverbial clause" or charged:
                yield _subject(head, clauses, participants)
            elif parse.markers[token] in _MEANWHILE and parse.child(token, "subject") is not None:
                return  # "accused Kenya, as both sides met": the article tells that
        elif part and _is_reported(token, below, clauses):
            yield _subject(head, clauses, participants)
        elif (
            parse.roles[token] in ("noun clause", "clause")
            and parse.lemmas[head] in speech["noun"]
            and not (token == trigger and parse.tags[token] == "VBG")  # "a statement accusing Iran"
            and not is_participle(token, parse)  # "a statement released after Chad left"
        ):
            verb, control = parse.heads[head], words("control")
            if parse.lemmas[verb] in control["denying"]:
                yield _subject(verb, clauses, participants)
            yield from _authors(head, clauses, participants)
            voiced = parse.lemmas[verb] in speech["voicing"] and parse.roles[head] == "object"
            if voiced or (parse.lemmas[verb] in control["facing"] and clauses.is_verbal(verb)):
                yield _subject(verb, clauses, participants)
            told = parse.roles[head] == "oblique" and parse.markers[head] in _WHERE_IT_IS_SAID
            if told and parse.lemmas[verb] in speech["verb"]:
                yield _subject(verb, clauses, participants)  # "said in a statement that ..."
        elif parse.roles[token] == "clause" and parse.roles[head] == "adverbial clause":
            verb = parse.heads[head]  # "said after meeting Putin that ..."
            if parse.lemmas[verb] in speech["verb"] and parse.child(verb, "clause") is None:
                yield _subject(verb, clauses, participants)
        part = part and parse.roles[token] in _PARTS
        token, below = head, token


def _says(verb: int, parse: Parse) -> bool:
    """Whether a verb is one of saying, "said", "pointed out", or somebody is said to be sure."""
    known = words("speech")
    if not {parse.lemmas[verb], phrasal_lemma(verb, parse)}.isdisjoint(known["verb"]):
        return True
    is_so = parse.child(verb, "copula", "passive auxiliary") is not None
    return is_so and parse.lemmas[verb] in known["persuaded"]


def _is_apart(token: int, clauses: Clauses) -> bool:
    """Whether a clause stands by itself behind a semicolon: "Chad denied it; Mali left"."""
    parse = clauses.parse
    if parse.roles[token] != "parataxis" or parse.child(token, "subject") is None:
        return False
    return any(parse.words[t] == ";" for t in parse.having(token, "punctuation") if t < token)


def _is_aside(token: int, parse: Parse) -> bool:
    """Whether a relative clause adds something: "Kenya, which it took in 1994"."""
    before = (t for t in parse.having(token, "punctuation") if t < token)
    return parse.roles[token] == "relative clause" and any(parse.words[t] == "," for t in before)


def _is_wish(token: int, parse: Parse) -> bool:
    """Whether a clause names an act that is asked for, or that somebody is charged with."""
    charge = parse.roles[token] == "adverbial clause" and parse.markers[token] in ("of", "for")
    return charge or (parse.roles[token] == "open clause" and parse.markers[token] == "to")


def _is_reported(token: int, below: int, clauses: Clauses) -> bool:
    """Whether a verb tells of what a noun names: "confirmed the arrest", and "blamed Russia for the
    attack", whether the parser hangs the attack on the verb or on Russia; not so where two "blame
    each other".
    """
    parse, head, speech = clauses.parse, clauses.parse.heads[token], words("speech")
    if parse.lemmas[head] in speech["blaming"]:
        deed = below if parse.roles[token] == "object" else token
        blamed = parse.markers[deed] in ("of", "for")
        return blamed and not is_reciprocal(clauses.slots(head), parse)
    if parse.markers[token] == "for":  # "claimed responsibility for the attack"
        told = {parse.lemmas[t] for t in clauses.slots(head).get("object", ())}
        return parse.lemmas[head] in speech["reporting"] and bool(told & speech["answerable"])
    return parse.roles[token] == "object" and parse.lemmas[head] in speech["reporting"]


def _is_contrary(token: int, clauses: Clauses) -> bool:
    """Whether somebody else answers what is reported: "Kyiv says Russia attacked, but Moscow denied
    it", "attacks, which Moscow denies".
    """
    parse = clauses.parse
    if parse.roles[token] not in ("conjunct", "adverbial clause", "relative clause"):
        return False
    if parse.child(token, "subject", "passive subject") is None:
        return False
    before = [parse.words[c].lower() for c in parse.having(token, "coordinator")]
    return "but" in before or parse.lemmas[token] in words("speech")["answering"]


def blamed_by(verb: int, clauses: Clauses, participants: Participants) -> Participant | None:
    """Return who says what a verb of blame stands for: "Kyiv blamed Moscow for the attack"."""
    if clauses.parse.lemmas[verb] not in words("speech")["blaming"]:
        return None
    if is_reciprocal(clauses.slots(verb), clauses.parse):
        return None
    return next(iter(_subject(verb, clauses, participants)), None)


def asked_by(trigger: int, clauses: Clauses, participants: Participants) -> Participant | None:
    """Return who asks for what a trigger expresses: "Chad demanded the release of the hostages",
    "Kenya's call for talks".
    """
    parse, token = clauses.parse, trigger
    for _ in range(_STEPS_UP):
        head = parse.above(token)
        if head is None:
            return None
        if asks(head, parse):
            if clauses.is_verbal(head):
                found = _subject(head, clauses, participants)
            else:
                found = next(_authors(head, clauses, participants), [])
            if found and found[0].how != "role":
                return found[0]
        token = head
    return None


def _according_to(source: int, clauses: Clauses, participants: Participants) -> Iterator[Speakers]:
    yield _who(source, clauses, participants)
    yield from _authors(source, clauses, participants)


def _subject(verb: int, clauses: Clauses, participants: Participants) -> Speakers:
    parse, subjects = clauses.parse, clauses.slots(verb).get("subject", [])
    if parse.lemmas[verb] in words("speech")["persuaded"]:
        subjects = parse.having(verb, "subject", "passive subject")
    for token in subjects:
        found = _called(token, clauses, participants) or _who(token, clauses, participants)
        if not found and parse.lemmas[token] in words("speech")["noun"]:
            found = next(_authors(token, clauses, participants), [])  # "a report by the UN says"
        if found:
            return found
    return []


def _called(token: int, clauses: Clauses, participants: Participants) -> Speakers:
    """The person whose name stands beside a role: "the US attorney general, William Barr, said"."""
    if token in participants.mention_at:
        return []
    parse = clauses.parse
    parts = (token, *parse.having(token, "adjective"))  # "the attorney general"
    named = [t for part in parts for t in parse.having(part, "apposition")]
    beside = [p for t in named if t in participants.mention_at for p in participants.at(t)]
    return [p for p in beside if p.actor.type == "Person"]


def _quoted(verb: int, clauses: Clauses, participants: Participants) -> Speakers:
    """Whom somebody quotes: 'TASS quoted Lavrov as saying', 'Lavrov was quoted as saying'."""
    for token in clauses.slots(verb).get("object", ()):
        found = _who(token, clauses, participants)
        if found:
            return found
    return _subject(verb, clauses, participants)


def _who(token: int, clauses: Clauses, participants: Participants) -> Speakers:
    """Whom a phrase stands for that says something, or else the role that it names."""
    speech, lemma = words("speech"), clauses.parse.lemmas[token]
    found = participants.at(token, acting=True)
    # "Iraqi state television" is not Iraq, but Hezbollah's television is Hezbollah
    owned = all(p.how.startswith("owner") and p.actor.type == "State" for p in found)
    if lemma in speech["medium"] and owned:
        return [_role(token, "MediaOrganisation", found, participants)]
    if not found and lemma in speech["role"]:
        return [_role(token, "PopulationGroup", (), participants)]
    return found


def _role(
    token: int, kind: str, owners: Sequence[Participant], participants: Participants
) -> Participant:
    """A source that is named by its role: 'local officials', 'Iraq's state television'."""
    parse, adjective, of = participants.parse, "", None
    first, last = participants.phrase(token)
    span = parse.starts[first], parse.ends[token]
    for owner in owners:
        entry, of = participants.register.get(owner.actor.id), owner.actor.label
        adjective = entry.adjectives[0] if entry and entry.adjectives else of
        named = (participants.mention_at.get(t) for t in range(first, last))
        first = max((m.end for m in named if m and m.actor.id == owner.actor.id), default=first)
    while first < token and parse.roles[first] in _BEFORE_ROLE:
        first += 1
    gaps = [" " * (parse.starts[t] - parse.ends[t - 1]) for t in range(first + 1, last)]
    words_of = zip(["", *gaps], parse.words[first:last], strict=True)
    role = " ".join("".join(gap + word for gap, word in words_of).split())
    name = f"{adjective} {role}" if adjective else role[:1].lower() + role[1:]
    return Participant(minted(name, kind, of), span, token, 1.0, "role")


def _authors(
    noun: int, clauses: Clauses, participants: Participants, *names: str
) -> Iterator[Speakers]:
    """Whose a statement is: 'the UN report', 'a statement by the army', 'a letter from Putin'; the
    slots that name somebody are given by their names.
    """
    slots = clauses.slots(noun)
    for slot in names or _AUTHORS:
        for source in slots.get(slot, ()):
            found = participants.at(source, acting=True)
            if found:
                yield found
