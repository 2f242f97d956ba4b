"""The corpora of a run, by split: what trains, what is watched, what is looked at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from training import corpora
from training.corpora import Sentence

# WikiGold has no split of its own; every tenth document is kept for watching.
_WIKIGOLD_DEV = 10


def load(data: Path, split: str) -> dict[str, list[Sentence]]:
    """The sentences of `split` (train, dev or test) for each corpus, with their entity tags."""
    ewt = list(corpora.treebank(data / "treebanks" / f"ewt-{split}.conllu"))
    gum = list(corpora.treebank(data / "treebanks" / f"gum-{split}.conllu"))
    found = {
        "ewt": corpora.with_uner(ewt, data / "ner" / f"uner-ewt-{split}.iob2"),
        "gum": corpora.with_gum_entities(gum, data / "ner" / "gum-entities-coref.jsonl"),
    }
    if split != "test":
        found["wikigold"] = [
            sentence
            for sentence in corpora.wikigold(data / "ner" / "wikigold.conll")
            if (int(sentence.document.split("-")[1]) % _WIKIGOLD_DEV == 0) == (split == "dev")
        ]
    return found


def digests(data: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads."""
    files = [*data.glob("treebanks/*.conllu"), *data.glob("ner/*")]
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
    }
