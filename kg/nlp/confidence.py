"""Confidence: how often a statement found in this way was right in annotated articles.

A statement is described by plain features: the kind of trigger, its words, the slots that gave its
ends, how a phrase became an actor. A logistic model turns them into a probability. Its weights are
fitted by ``benchmarks/calibrate.py`` and lie in ``en/confidence.json``: one table for what the
rules find, one for what only the learned reader sees (:mod:`kg.nlp.joining` has more features).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache

from ..model import Actor, Relation, Status
from ..ontology import ontology
from .lexicon import ENGLISH
from .participants import Participant

BIAS = "always"
# Tokens between trigger and end, as buckets: the parser errs more over long ways.
_FAR = (3, 8, 16, 32)


READER = "reader"
"""The kind, and the rule, of what only the learned reader sees."""

ELSEWHERE = "elsewhere"
"""How the features begin that tell of other sentences."""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the fitted weights by feature, of ``rules`` and of ``reader``.

    A feature that was rare in fitting has none.
    """
    tables: dict[str, dict[str, float]] = json.loads(
        (ENGLISH / "confidence.json").read_text("utf-8")
    )
    return tables


def features(
    relation: Relation,
    kind: str,
    word: str,
    subject: Participant,
    object: Participant,
    trigger: int,
    status: Status,
    speaker: bool,
) -> list[str]:
    """Return what is known of how a statement was found.

    ``kind`` says what sort of trigger it is, ``word`` its lemma.
    """
    found = [
        BIAS,
        f"kind {kind}",
        f"relation {relation.name}",
        f"relation {relation.name} {kind}",
        f"word {relation.name} {word}",
        f"status {status.value}",
        f"status {status.value} {relation.name}",
    ]
    if speaker:
        found.append("speaker")
    for end, participant in (("subject", subject), ("object", object)):
        how = participant.how.partition(" ")[0]
        far = sum(abs(participant.head - trigger) > limit for limit in _FAR)
        found += [
            f"{end} slot {kind} {participant.slot}",
            f"{end} slot {relation.name} {participant.slot}",
            f"{end} how {how}",
            f"{end} type {participant.actor.type}",
            f"{end} type {relation.name} {participant.actor.type}",
            f"{end} far {far}",
            f"{end} score {round(participant.score, 1)}",
        ]
        if participant.actor.qid is None and participant.actor.id[-7:-6] == "-":
            found.append(f"{end} unregistered")
    if subject.actor.state is not None and subject.actor.state == object.actor.state:
        # Armies seldom attack their own towns, and ministers do not negotiate with each other.
        other = _sort(object.actor)
        found += [f"own {other}", f"own {relation.name}", f"own {other} {relation.name}"]
    return found


def _sort(actor: Actor) -> str:
    if actor.type == "State":
        return "state"
    return "actor" if "Actor" in ontology().parents[actor.type] else "place"


def confidence(known: Iterable[str], table: Mapping[str, float]) -> float:
    """Return the probability, to two places, that a statement with these features is right.

    ``table`` is one of :func:`weights`.
    """
    total = sum(table.get(feature, 0.0) for feature in known)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)
