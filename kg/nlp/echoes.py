"""Sentences that only say who else does what the one before tells: "So did Chad", "Mali did too",
"Togo followed suit".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .candidates import Candidate
from .lexicon import words
from .participants import Participants


def echoes(found: Sequence[Candidate], participants: Participants) -> Iterator[Candidate]:
    """Yield what the candidates `found` are of others, who do the same."""
    parse = participants.parse
    for verb in (t for t in range(len(parse.words)) if _is_echo(t, participants)):
        told = _told_before(verb, participants)
        # parsers take who stands behind the verb for its object: "So did Chad"
        ends = parse.having(verb, "subject", "object")
        doers = [doer for t in ends for doer in participants.at(t, acting=True)]
        for candidate in found:
            subject = parse.first_of(candidate.subject.head)
            if not candidate.relation.political or told is None:
                continue
            if parse.first_of(candidate.object.head) == subject:
                continue  # "Chad and Mali met. So did Togo": with whom?
            if parse.roles[subject] == "subject" and parse.heads[subject] == told:
                for doer in doers:
                    if doer.actor.id not in (candidate.subject.actor.id, candidate.object.actor.id):
                        yield replace(candidate, subject=replace(doer, slot=candidate.subject.slot))


def _is_echo(verb: int, participants: Participants) -> bool:
    """Whether a verb only repeats another: "so did", "did too", "did the same", "followed suit"."""
    parse, known = participants.parse, words("light")["repeating"]
    if parse.roles[verb] not in ("root", "parataxis", "conjunct"):
        return False
    beside = (parse.lemmas[t] for t in parse.having(verb, "adverb", "object", "oblique"))
    return any(f"{parse.lemmas[verb]} {other}" in known for other in beside)


def _told_before(verb: int, participants: Participants) -> int | None:
    """The verb that is repeated: that of the main clause before."""
    parse = participants.parse
    if parse.roles[verb] != "root":
        return parse.heads[verb]
    sentence = parse.sentence[verb]
    if not sentence:
        return None
    first, last = parse.bounds[sentence - 1]
    root = next((t for t in range(first, last) if parse.roles[t] == "root"), None)
    if root is not None and _is_echo(root, participants):
        return _told_before(root, participants)  # "So did Chad. Mali followed suit"
    return root
