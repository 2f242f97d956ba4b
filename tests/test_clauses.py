"""Clauses read off hand-made parses: the same slots under both label schemes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.nlp.clauses import Clauses
from kg.nlp.parse import is_clear, read

PARSES = (Path(__file__).parent / "parses.txt").read_text(encoding="utf-8")


@dataclass
class Parsed:
    title: str
    words: list[list[str]] = field(default_factory=list)
    wanted: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


def parses() -> list[Parsed]:
    found: list[Parsed] = []
    blocks = PARSES.split("\n\n")[1:]
    for block in blocks:
        lines = block.strip().splitlines()
        parsed = Parsed(lines[0].lstrip("# "))
        for line in lines[1:]:
            if line.startswith("="):
                predicate, _, slots = line[1:].partition(":")
                fillers: dict[str, list[str]] = {}
                for part in slots.split(","):
                    slot, word = part.split()
                    fillers.setdefault(slot, []).append(word)
                parsed.wanted.append((predicate.strip(), fillers))
            else:
                parsed.words.append(line.replace("|", " ").split())
        found.append(parsed)
    return found


def document(parsed: Parsed, *, clear: bool) -> Doc:
    head, label = (6, 7) if clear else (4, 5)
    heads = [int(w[head]) - 1 if int(w[head]) else i for i, w in enumerate(parsed.words)]
    return Doc(
        Vocab(),
        words=[w[0] for w in parsed.words],
        lemmas=[w[1] for w in parsed.words],
        pos=[w[2] for w in parsed.words],
        tags=[w[3] for w in parsed.words],
        heads=heads,
        deps=[w[label] for w in parsed.words],
        sent_starts=[i == 0 for i in range(len(parsed.words))],
    )


@pytest.mark.parametrize("scheme", ["universal", "clear"])
@pytest.mark.parametrize("parsed", parses(), ids=lambda p: p.title)
def test_slots_are_the_same_under_both_schemes(parsed: Parsed, scheme: str) -> None:
    parse = read(document(parsed, clear=scheme == "clear"))
    clauses = Clauses(parse)
    for predicate, wanted in parsed.wanted:
        slots = clauses.slots(parse.words.index(predicate))
        given = {
            name: [parse.words[t] for t in tokens]
            for name, tokens in slots.items()
            if not name.startswith("verb ")
        }
        assert given == wanted


def test_the_schemes_are_told_apart() -> None:
    assert is_clear(["nsubj", "ROOT", "dobj"])
    assert not is_clear(["nsubj", "root", "obj"])
