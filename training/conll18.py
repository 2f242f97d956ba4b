"""Scores of a parse of raw text, as the CoNLL 2018 shared task defines them.

Words of the two sides are aligned by their characters, white space left out; each measure is an
F1 over aligned words. As there, subtypes of dependency labels are ignored in LAS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MEASURES = ("words", "sentences", "upos", "xpos", "feats", "lemmas", "uas", "las")


@dataclass(frozen=True, slots=True)
class Node:
    """One syntactic word. `start` and `end` count characters without white space.

    Words of a multi-word token share its span and are `joint`. `head` is a position in the
    document's list; a root is its own head.
    """

    form: str
    start: int
    end: int
    joint: bool
    upos: str
    xpos: str
    feats: str
    lemma: str
    head: int
    deprel: str


@dataclass(frozen=True)
class Reading:
    """A document: its words and the character spans of its sentences."""

    nodes: Sequence[Node]
    sentences: frozenset[tuple[int, int]]


def counts(gold: Reading, system: Reading) -> Counter[str]:
    """How many are right, wanted and given; add these up over documents."""
    pairs = _align(gold.nodes, system.nodes)
    system_of = dict(pairs)
    found: Counter[str] = Counter()
    for key in MEASURES:
        found[f"{key} gold"], found[f"{key} system"] = len(gold.nodes), len(system.nodes)
    found["sentences gold"] = len(gold.sentences)
    found["sentences system"] = len(system.sentences)
    found["sentences right"] = len(gold.sentences & system.sentences)
    found["words right"] = len(pairs)
    for g, s in pairs:
        ours, theirs = system.nodes[s], gold.nodes[g]
        found["upos right"] += ours.upos == theirs.upos
        found["xpos right"] += ours.xpos == theirs.xpos
        found["feats right"] += ours.feats == theirs.feats
        found["lemmas right"] += theirs.lemma in {"_", ours.lemma}
        root = theirs.head == g
        attached = ours.head == s if root else system_of.get(theirs.head, -1) == ours.head != s
        found["uas right"] += attached
        found["las right"] += attached and _universal(ours.deprel) == _universal(theirs.deprel)
    return found


def scores(found: Counter[str]) -> dict[str, float]:
    """F1 of every measure in per cent."""
    return {
        key: 200 * found[f"{key} right"] / max(1, found[f"{key} gold"] + found[f"{key} system"])
        for key in MEASURES
    }


def _universal(deprel: str) -> str:
    return deprel.split(":")[0].lower()


def _align(gold: Sequence[Node], system: Sequence[Node]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    g = s = 0
    while g < len(gold) and s < len(system):
        if gold[g].joint or system[s].joint:
            g_end, s_end = _joint_region(gold, system, g, s)
            pairs += [
                (g + a, s + b)
                for a, b in _common(
                    [node.form.lower() for node in gold[g:g_end]],
                    [node.form.lower() for node in system[s:s_end]],
                )
            ]
            g, s = g_end, s_end
        elif (gold[g].start, gold[g].end) == (system[s].start, system[s].end):
            pairs.append((g, s))
            g, s = g + 1, s + 1
        elif gold[g].start <= system[s].start:
            g += 1
        else:
            s += 1
    return pairs


def _joint_region(gold: Sequence[Node], system: Sequence[Node], g: int, s: int) -> tuple[int, int]:
    """Where the words that overlap with a multi-word token end on either side."""
    end = max(
        gold[g].end if gold[g].joint else 0,
        system[s].end if system[s].joint else 0,
    )
    while True:
        before = g, s
        while g < len(gold) and gold[g].start < end:
            if gold[g].joint:
                end = max(end, gold[g].end)
            g += 1
        while s < len(system) and system[s].start < end:
            if system[s].joint:
                end = max(end, system[s].end)
            s += 1
        if before == (g, s):
            return g, s


def _common(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of a longest common subsequence."""
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            same = left[i] == right[j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
