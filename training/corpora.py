"""Reads the corpora: CoNLL-U treebanks, UNER, GUM entities and WikiGold, as sentences of words.

What a corpus does not say stays unsaid: a word without a parse has head -1, and each word carries
the set of entity tags that its corpus allows (see `entities.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.nlp.words import GAP_LINE, GAP_NONE, GAP_SPACE
from training import entities


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` counts from 0 within the sentence, the root is its own head."""

    form: str
    gap: int = GAP_SPACE
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    head: int = -1
    deprel: str | None = None


# Corpora with entities; each draws the borders of names a little differently.
CONVENTIONS = ("ewt", "gum", "wikigold")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words and where it stands.

    `tags` holds for each word the entity tags that are possible, as a bit set. `joint` lists
    multi-word tokens: first word, word after the last, and how the token was written.
    `convention` is the place in CONVENTIONS of the corpus that the tags come from.
    """

    id: str
    document: str
    words: tuple[Word, ...]
    starts_paragraph: bool = False
    tags: tuple[int, ...] = ()
    joint: tuple[tuple[int, int, str], ...] = ()
    convention: int = 0

    def tokens(self) -> Iterator[tuple[str, range]]:
        """Yield the tokens as written, each with the numbers of its words."""
        position = 0
        for start, end, surface in (*self.joint, (len(self.words), 0, "")):
            for number in range(position, start):
                yield self.words[number].form, range(number, number + 1)
            if surface:
                yield surface, range(start, end)
            position = end

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        return "".join(
            (" " if words[0] and self.words[words[0]].gap else "") + surface
            for surface, words in self.tokens()
        )


def treebank(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file."""
    document, paragraph = path.stem, True
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    # Space after the last word of the sentence before, which is the gap of the next first word.
    trailing = GAP_LINE
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
                if key.strip() == "newdoc id":
                    document, paragraph = value.strip(), True
                if key.strip() in {"newpar", "newpar id"}:
                    paragraph = True
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                words, trailing = _words(rows, GAP_LINE if paragraph else trailing)
                identity = comments.get("sent_id", "")
                yield Sentence(identity, document, words, paragraph, joint=_joint(rows))
                comments, rows, paragraph = {}, [], False


def _joint(rows: list[list[str]]) -> tuple[tuple[int, int, str], ...]:
    """The multi-word tokens of one sentence from its CoNLL-U rows."""
    ranges = [(row[0].split("-"), row[1]) for row in rows if "-" in row[0]]
    return tuple((int(first) - 1, int(last), surface) for (first, last), surface in ranges)


def _words(rows: list[list[str]], gap: int) -> tuple[tuple[Word, ...], int]:
    """The words of one sentence from its CoNLL-U rows, and the gap after the last one."""
    words: list[Word] = []
    span_end, span_gap = 0, GAP_SPACE
    for row in rows:
        after = GAP_NONE if "SpaceAfter=No" in row[9].split("|") else GAP_SPACE
        if "-" in row[0]:
            span_end, span_gap = int(row[0].split("-")[1]), after
            continue
        if "." in row[0]:
            continue
        number = int(row[0])
        head = int(row[6])
        feats = "|".join(f for f in row[5].split("|") if f not in {"_", "Typo=Yes"})
        words.append(
            Word(
                form=row[1],
                gap=gap,
                lemma=row[2] if row[2] != "_" or row[1] == "_" else None,
                upos=row[3],
                xpos=row[4],
                feats=feats,
                head=number - 1 if head == 0 else head - 1,
                deprel=row[7],
            )
        )
        inside = GAP_NONE if number < span_end else after
        gap = span_gap if number == span_end else inside
    return tuple(words), gap


def with_uner(sentences: list[Sentence], path: Path) -> list[Sentence]:
    """EWT sentences with the tags of a UNER file, matched by sentence id."""
    known: dict[str, list[tuple[str, str]]] = {}
    rows: list[tuple[str, str]] = []
    identity = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id = "):
                identity = line[12:].strip()
            elif line.startswith("#"):
                continue
            elif line.strip():
                cells = line.rstrip("\n").split("\t")
                rows.append((cells[1], cells[2]))
            elif rows:
                known[identity] = rows
                rows = []
    found = []
    for sentence in sentences:
        tagged = known.get(sentence.id, [])
        if [form for form, _ in tagged] == [word.form for word in sentence.words]:
            sentence = replace(sentence, tags=entities.from_uner(sentence, [t for _, t in tagged]))
        found.append(sentence)
    return found


def with_gum_entities(sentences: list[Sentence], path: Path) -> list[Sentence]:
    """GUM sentences with the names among the entities of the GUM JSON-lines file."""
    marked: dict[tuple[str, int], tuple[list[str], list[entities.Mention]]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for number, (start, end) in enumerate(record["sents"]):
                mentions = [
                    entities.Mention(first - start, last - start, kind, bool(proper))
                    for first, last, kind, _, proper, *_ in record["ents"]
                    if start <= first and last <= end
                ]
                marked[record["doc"], number] = record["tokens"][start:end], mentions
    numbers: dict[str, int] = {}
    found = []
    for sentence in sentences:
        number = numbers.get(sentence.document, 0)
        numbers[sentence.document] = number + 1
        forms, mentions = marked.get((sentence.document, number), ([], []))
        if forms == [word.form for word in sentence.words]:
            tags = entities.from_gum(sentence, mentions)
            sentence = replace(sentence, tags=tags, convention=1)
        found.append(sentence)
    return found


def silver(path: Path) -> Iterator[Sentence]:
    """Yield the sentences that silver.py wrote."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            record["words"] = tuple(Word(**word) for word in record["words"])
            record["tags"], record["joint"] = tuple(record["tags"]), ()
            yield Sentence(**record)


def wikigold(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of WikiGold, with its words split at hyphens as the treebanks do."""
    rows: list[tuple[str, str]] = []
    number, document = 0, 0
    with path.open(encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.startswith("-DOCSTART-"):
                document += 1
            elif line.strip():
                form, tag = line.split()
                rows.append((form, tag))
            elif rows:
                yield _wikigold_sentence(number, document, rows)
                number += 1
                rows = []


_NO_SPACE_BEFORE = {",", ".", ";", ":", "?", "!", ")", "]", "'s", "n't", "''", "%", "'"}
_NO_SPACE_AFTER = {"(", "[", "``", "$"}


def _wikigold_sentence(number: int, document: int, rows: list[tuple[str, str]]) -> Sentence:
    words: list[Word] = []
    tags: list[str] = []
    joined = False
    for form, tag in rows:
        parts = re.split(r"(?<=[^\W\d_])(-)(?=[^\W\d_])", form)
        for place, part in enumerate(parts):
            close = joined or place > 0 or part in _NO_SPACE_BEFORE
            words.append(
                Word({"``": '"', "''": '"'}.get(part, part), GAP_NONE if close else GAP_SPACE)
            )
            tags.append(tag)
            joined = False
        joined = form in _NO_SPACE_AFTER
    sentence = Sentence(f"wikigold-{number}", f"wikigold-{document}", tuple(words), True)
    return replace(sentence, tags=entities.from_wikigold(sentence, tags), convention=2)
