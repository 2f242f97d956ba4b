"""How well coreference does on GUM: chains of named actors, and the pronouns that stand for them.

    python benchmarks/coreference.py ../shared/data/ner/gum-entities-coref.jsonl

Reads the documents of ``--splits`` (dev and test). A gold chain is a cluster of people,
organisations or places with a name among its mentions; what counts of it are its names and its
pronouns of the third person, and in the second row its descriptions too. Mentions are compared by
their heads; chains of one mention count on neither side. CoNLL F1 is the mean of the F1 of MUC, B3
and CEAFe.

A resolved pronoun is right where its gold chain has a name that we link to the same actor; standing
for several, where a mention of its chain holds names of all of them; standing for an owner
("officials from Kenya ... they"), where we take a phrase of its chain for that owner's. Coverage is
the share of the gold chains' pronouns that we resolve. ``--errors`` shows what was resolved wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.lexicon import words
from kg.nlp.participants import Participants

KINDS = {kind: words("references")[kind] for kind in ("he", "it", "they")}
PRONOUNS = frozenset[str]().union(*KINDS.values())
TYPES = frozenset({"person", "organization", "place"})
Chains = list[frozenset[int]]


@dataclass
class Pronouns:
    """Counts of pronouns: all that stand for a named actor, those we resolve, and right ones."""

    named: int = 0
    covered: int = 0
    resolved: int = 0
    right: int = 0

    def __str__(self) -> str:
        share, covered = self.right / max(1, self.resolved), self.covered / max(1, self.named)
        return f"{self.named:>6}{self.resolved:>10}{share:>10.3f}{covered:>10.3f}"


@dataclass
class Document:
    """One document: what GUM says of it, and our reading of it, both by the tokens of ours."""

    participants: Participants
    record: dict[str, Any]
    chain_of: dict[int, str] = field(default_factory=dict)
    any_chain: dict[int, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    proper: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        parse, at = self.participants.parse, 0
        starts = {start: token for token, start in enumerate(parse.starts)}
        ours = []
        for word, space in zip(self.record["tokens"], self.record["space_after"], strict=True):
            ours.append(starts.get(at))
            at += len(word) + bool(space)
        named = {e[5] for e in self.record["ents"] if e[4] and e[2] in TYPES}
        for first, last, _, _, proper, chain, *_ in sorted(
            self.record["ents"], key=lambda e: e[0] - e[1]
        ):
            tokens = [t for t in ours[first:last] if t is not None]
            if not tokens:
                continue
            inside = range(tokens[0], tokens[-1] + 1)
            head = next((t for t in inside if parse.heads[t] not in inside), tokens[0])
            self.spans[chain].append((tokens[0], tokens[-1] + 1))
            self.any_chain.setdefault(head, chain)
            if chain in named:
                self.chain_of.setdefault(head, chain)
                if proper:
                    self.proper.add(head)

    def is_pronoun(self, token: int) -> bool:
        """Whether a token is a pronoun of the third person."""
        return self.participants.parse.words[token].lower() in PRONOUNS

    def chains(self, *, described: bool) -> tuple[Chains, Chains]:
        """The gold chains and ours; with descriptions or without."""
        gold, ours = defaultdict(set), defaultdict(set)
        for head, chain in self.chain_of.items():
            if described or head in self.proper or self.is_pronoun(head):
                gold[chain].add(head)
        for mention in self.participants.mentions:
            if mention.actor.type not in ("Conflict", "Summit", "Treaty"):
                ours[mention.actor.id].add(self.participants.head(mention))
        for token, actors in self.participants.references.items():
            if len(actors) == 1 and (described or self.is_pronoun(token)):
                ours[actors[0][0].id].add(token)
        return several(gold), several(ours)

    def judge(self, counts: Pronouns, kind: frozenset[str], *, errors: bool) -> None:
        """Count the pronouns of a kind, and print those that are wrong."""
        parse, ours = self.participants.parse, self.participants
        pronouns = {t for t, word in enumerate(parse.words) if word.lower() in kind}
        counts.named += len(pronouns & self.chain_of.keys())
        for token, actors in ours.references.items():
            if token not in pronouns:
                continue
            chain = self.any_chain.get(token)
            right = chain is not None and self._fits(chain, token, [a.id for a, _ in actors])
            counts.resolved += 1
            counts.covered += token in self.chain_of
            counts.right += right
            if errors and not right:
                first, last = parse.bounds[parse.sentence[token]]
                words = [f"[[{w}]]" if t == token else w for t, w in enumerate(parse.words)]
                text = " ".join(words[max(0, first - 15) : last]).replace("\n", " ")
                names = [parse.words[a:b] for a, b in self.spans.get(chain or "", ())[:2]]
                labels = ", ".join(f"{a.label} {score:.2f}" for a, score in actors)
                print(f"{self.record['doc']}: {text}\n    ours {labels}; gold {names}")

    def _fits(self, chain: str, pronoun: int, ids: Sequence[str]) -> bool:
        """Whether a chain has a name of the actors, or a phrase that we take for whose it is."""
        ours = self.participants
        named = [m for m in ours.mentions if m.actor.id in ids]
        if len(ids) == 1 and any(self.any_chain.get(ours.head(m)) == chain for m in named):
            return True
        if len(ids) > 1 and any(
            {m.actor.id for m in named if a <= m.start and m.end <= b} == {*ids}
            for a, b in self.spans[chain]
        ):
            return True
        return any(
            {found.actor.id for found in ours.one(head) if found.how.startswith("owner")} == {*ids}
            for head, other in self.any_chain.items()
            if other == chain and head != pronoun and not self.is_pronoun(head)
        )


def several(groups: dict[str, set[int]]) -> Chains:
    """The chains of more than one mention."""
    return [frozenset(tokens) for tokens in groups.values() if len(tokens) > 1]


def main() -> None:
    """Print CoNLL F1, and accuracy and coverage of pronouns, by kind of text and of pronoun."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--splits", nargs="*", default=["dev", "test"])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    extractor = Extractor(reader=None)
    pronouns: dict[str, Pronouns] = defaultdict(Pronouns)
    pairs: dict[bool, list[tuple[Chains, Chains]]] = {False: [], True: []}
    for line in options.file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] in options.splits:
            spaced = zip(record["tokens"], record["space_after"], strict=True)
            text = "".join(word + " " * bool(space) for word, space in spaced)
            reader = extractor.reader(extractor.nlp(text), Article(record["doc"], text))
            document = Document(reader.participants, record)
            for described, found in pairs.items():
                found.append(document.chains(described=described))
            kinds = {record["genre"]: PRONOUNS, **KINDS, "all": PRONOUNS}
            for key, kind in kinds.items():
                document.judge(pronouns[key], kind, errors=options.errors and key == "all")
    print(f"{len(pairs[False])} documents")
    for described, found in pairs.items():
        scores = conll(found)
        row = "  ".join(f"{name} {value:.3f}" for name, value in scores.items())
        print(f"{'with descriptions' if described else 'names and pronouns':<20}{row}")
    print(f"\n{'pronouns':<12}{'named':>6}{'resolved':>10}{'right':>10}{'coverage':>10}")
    for name, counts in pronouns.items():
        print(f"{name:<12}{counts}")


def conll(documents: Sequence[tuple[Chains, Chains]]) -> dict[str, float]:
    """F1 of MUC, B3 and CEAFe over all documents, and their mean.

    >>> same = [frozenset({1, 2, 3})]
    >>> conll([(same, same)])
    {'MUC': 1.0, 'B3': 1.0, 'CEAFe': 1.0, 'CoNLL': 1.0}
    """
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("MUC", "B3", "CEAFe")}
    for gold, ours in documents:
        for side, key, response in (("recall", gold, ours), ("precision", ours, gold)):
            of = {token: chain for chain in response for token in chain}
            for chain in key:
                parts = Counter(of.get(token, token) for token in chain)
                shared = sum(n * n for part, n in parts.items() if isinstance(part, frozenset))
                sums["MUC"].update({side: len(chain) - len(parts), f"{side} of": len(chain) - 1})
                sums["B3"].update({side: shared / len(chain), f"{side} of": len(chain)})
        likeness = np.array(
            [[2 * len(a & b) / (len(a) + len(b)) for b in ours] for a in gold]
        ).reshape(len(gold), len(ours))
        best = float(likeness[linear_sum_assignment(-likeness)].sum())
        sums["CEAFe"].update({"recall": best, "recall of": len(gold)})
        sums["CEAFe"].update({"precision": best, "precision of": len(ours)})
    scores = {}
    for name, sides in sums.items():
        recall, precision = (
            sides[side] / max(1, sides[f"{side} of"]) for side in ("recall", "precision")
        )
        scores[name] = 2 * precision * recall / max(1e-9, precision + recall)
    return {**scores, "CoNLL": sum(scores.values()) / 3}


if __name__ == "__main__":
    main()
