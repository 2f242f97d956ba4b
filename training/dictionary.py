"""The word list that checks lemmas, from the English tables of the PyPI package spacy-lookups-data.

A line is a word class, a base form and its irregular forms, if any: `verb go went gone`.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from importlib import resources

from kg.nlp.inflections import CLASSES, is_regular


def compressed() -> bytes:
    """The list as a compressed file."""
    text = "".join(f"{' '.join(line)}\n" for line in lines())
    # No time stamp, or every run would give another file.
    return gzip.compress(text.encode("utf-8"), mtime=0)


def lines() -> list[list[str]]:
    """The lines of the list, sorted."""
    bases, irregular = _table("en_lemma_index"), _table("en_lemma_exc")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in CLASSES:
        for word in bases[kind]:
            if word.isalpha() and word.islower() and len(word) > 1:
                found[kind, word] = []
        for form, lemmas in irregular[kind].items():
            base = lemmas[0]
            if form.isalpha() and base.isalpha() and form != base and len(base) > 1:
                known = found[kind, base]
                if not is_regular(kind, base, form):
                    known.append(form)
    return [[*key, *sorted(forms)] for key, forms in sorted(found.items())]


def _table(name: str) -> dict[str, dict[str, list[str]]]:
    """A table by word class; a mere list of words gets no values."""
    path = resources.files("spacy_lookups_data") / "data" / f"{name}.json.gz"
    table = json.loads(gzip.decompress(path.read_bytes()))
    return {
        kind: words if isinstance(words, dict) else {word: [] for word in words}
        for kind, words in table.items()
    }
