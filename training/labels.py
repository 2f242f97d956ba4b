"""The label lists of the network's heads: what each output number means."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.nlp import lemmas
from training import entities
from training.corpora import Sentence

# A lemma script seen once is more often a slip of the annotators than a rule.
MIN_SCRIPT_COUNT = 2


@dataclass(frozen=True)
class Labels:
    """Sorted label lists, one for each head that chooses among labels."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemma: list[str]
    deprel: list[str]
    tags: list[str]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Labels:
        """The labels that occur in the training sentences."""
        seen: dict[str, Counter[str]] = {
            key: Counter() for key in ("upos", "xpos", "feats", "lemma", "deprel")
        }
        for sentence in sentences:
            for word in sentence.words:
                if word.upos is None or word.xpos is None or word.deprel is None:
                    continue
                seen["upos"][word.upos] += 1
                seen["xpos"][word.xpos] += 1
                seen["feats"][word.feats or ""] += 1
                seen["deprel"][word.deprel] += 1
                script = lemmas.script(word.form, word.lemma or "")
                if script is not None:
                    seen["lemma"][script] += 1
        return cls(
            upos=sorted(seen["upos"]),
            xpos=sorted(seen["xpos"]),
            feats=sorted(seen["feats"]),
            lemma=sorted(s for s, count in seen["lemma"].items() if count >= MIN_SCRIPT_COUNT),
            deprel=sorted(seen["deprel"]),
            tags=list(entities.TAGS),
        )

    def save(self, path: Path) -> None:
        """Write the lists as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read lists that `save` wrote."""
        return cls(**json.loads(path.read_text("utf-8")))

    def sizes(self) -> dict[str, int]:
        """How many labels each head has."""
        return {key: len(value) for key, value in asdict(self).items()}
