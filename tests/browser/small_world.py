"""Reads syria.txt: a small world for the browser tests, the docs and the pictures."""

import re
from datetime import date
from pathlib import Path

from kg.model import Actor, Article, Evidence, Statement, Status, TimeSpan
from kg.ontology import ontology

MARKS = {"{": "subject", "*": "trigger", "<": "object"}


def syria():
    """Return the articles and the statements of the file."""
    path = Path(__file__).with_name("syria.txt")
    actors, rows = {}, []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith("#"):
            continue
        if len(cells) == 5:
            name, label, kind, of, names = cells
            forms = tuple(form.strip() for form in names.split(",") if form.strip())
            actors[name] = Actor(f"actor:{name}", label, kind, of=of or None, names=forms)
        else:
            rows.append(cells)
    texts, waiting = {}, []
    for head, subject, relation, object, status, confidence, when, speaker, sentence in rows:
        day, source = (part.strip() for part in head.split(","))
        name = f"{day}-{source.lower().replace(' ', '-')}"
        plain, spans = unmarked(sentence)
        start = len(texts.get(name, "")) + (1 if name in texts else 0)
        texts[name] = f"{texts[name]} {plain}" if name in texts else plain
        moved = {role: (a + start, b + start) for role, (a, b) in spans.items()}
        by_label = {actor.label: actor for actor in actors.values()}
        waiting.append(
            Statement(
                name,
                actors[subject],
                ontology().relation(relation),
                actors[object],
                Evidence(start, start + len(plain), plain, **moved),
                status=Status(status),
                speaker=by_label[speaker] if speaker else None,
                time=TimeSpan(when, None) if when else None,
                confidence=float(confidence),
                rule="written by hand",
            )
        )
    articles = [
        Article(
            name,
            text,
            title=" ".join(text.split()[:7]),
            published=date.fromisoformat(name[:10]),
            url=f"https://example.org/{name}",
            source=name[11:].replace("-", " ").title(),
        )
        for name, text in texts.items()
    ]
    return articles, waiting


def unmarked(sentence):
    """Return the sentence without its marks, and where the marked words stand in it.

    Of several stretches with one mark the first counts.
    """
    plain, spans = "", {}
    for piece in re.findall(r"\{[^}]*\}|\*[^*]*\*|<[^>]*>|[^{*<]+", sentence):
        role = MARKS.get(piece[0])
        words = piece[1:-1] if role else piece
        if role:
            spans.setdefault(role, (len(plain), len(plain) + len(words)))
        plain += words
    return plain, spans
