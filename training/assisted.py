"""Annotating real texts with the help of what kg finds in them.

    python training/assisted.py sheet NEWS.jsonl --ids ids.txt --to sheet.txt
    python training/assisted.py collect answers.txt NEWS.jsonl... --to statements.jsonl
    python training/assisted.py gold FOLDER

``sheet`` writes the texts, sentence by sentence, each with the statements that kg holds for
possible there, numbered by letters. Whoever reads it writes for each text its headline again and
below it the letters of what is right, with what must change, and what is missing:

    === wpce-2025-01-01-0
    a
    c status=possible speaker=Ukraine
    f relation=attacked,killed object=Syria;Syrian Armed Forces
    + [2] its men {Russia} | withdrewFrom | the town {Kherson} | planned | - | 2025-01 | leave

A letter that is not written is a wrong statement. ``collect`` checks the answers and writes them as
records of the form of `data/train/statements.jsonl`, without the words: ids, offsets and names. It
reads the texts again for what was offered, so it needs the code that wrote the sheet. What cannot
be read is reported with its line; a text with an error is left out, and all others are kept.
``gold`` writes what lies in assisted/ as texts and gold for `kg evaluate`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.evaluate.matching import layer
from kg.ingest import read
from kg.model import Article, Span, Statement, Status
from kg.nlp import Extractor
from kg.nlp.pipeline import prose
from kg.ontology import ontology
from training.annotated import read_assisted

HEADLINE = "=== "
NOBODY = "-"
# What is held for less likely is hardly ever right, and makes long sheets.
LEAST = 0.12
_ADDED = re.compile(r"\+ \[(\d+)\] (.*)")
_END = re.compile(r"(?P<words>.*?)\s*\{(?P<names>.*)\}")
_CHANGE = re.compile(r"(subject|relation|object|status|speaker|time|trigger)=")


class AnswerError(ValueError):
    """A line that cannot be read as an answer."""


@dataclass(frozen=True, slots=True)
class Record:
    """A statement of the form of `data/train`, without the words."""

    subject: tuple[str, ...]
    subject_span: Span | None
    relation: tuple[str, ...]
    object: tuple[str, ...]
    object_span: Span | None
    status: str
    speaker: str | None
    time: str | None
    trigger: Span | None

    def as_json(self) -> dict[str, Any]:
        """Return what is written of it."""
        return {
            "subject": {"span": self.subject_span, "names": list(self.subject)},
            "relation": list(self.relation),
            "object": {"span": self.object_span, "names": list(self.object)},
            "status": self.status,
            "speaker": self.speaker,
            "time": self.time,
            "trigger": self.trigger,
        }


@dataclass
class Sheet:
    """A text as its reader sees it: where its sentences are, and what may be said there."""

    article: Article
    sentences: Sequence[Span]
    offered: Mapping[str, Statement] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the lines to read."""
        date = self.article.published
        yield f"{HEADLINE}{self.article.id}  {date.isoformat() if date else 'undated'}"
        for number, (start, end) in enumerate(self.sentences, start=1):
            yield f"[{number}] {' '.join(self.article.text[start:end].split())}"
            for letter, statement in self.offered.items():
                if start <= statement.evidence.start < end:
                    yield f"    {letter}  {self._said(statement)}"
        yield ""

    def _said(self, found: Statement) -> str:
        text, evidence = self.article.text, found.evidence
        ends = [
            f"{_words(text, span)} {{{actor.label}}}"
            for span, actor in ((evidence.subject, found.subject), (evidence.object, found.object))
        ]
        return " | ".join(
            (
                ends[0],
                found.relation.name,
                ends[1],
                found.status.value,
                found.speaker.label if found.speaker else NOBODY,
                found.time.start if found.time else NOBODY,
                _words(text, evidence.trigger),
            )
        )

    def answer(self, line: str) -> Record:
        """Read one line of answers.

        Raises:
            AnswerError: it cannot be understood.
        """
        added = _ADDED.fullmatch(line)
        if added:
            return self._added(int(added[1]), added[2].split(" | "))
        letter, _, changes = line.partition(" ")
        if letter not in self.offered:
            raise AnswerError(f"no statement {letter!r} was offered")
        return self._changed(_record(self.offered[letter]), changes, self.offered[letter])

    def _added(self, number: int, fields: Sequence[str]) -> Record:
        if len(fields) != 7:
            raise AnswerError(f"{len(fields)} fields instead of 7")
        if not 0 < number <= len(self.sentences):
            raise AnswerError(f"no sentence {number}")
        within = self.sentences[number - 1]
        subject, relation, object, status, speaker, time, trigger = (f.strip() for f in fields)
        subject_span, subjects = self._end(subject, within)
        object_span, objects = self._end(object, within)
        return Record(
            subjects,
            subject_span,
            _relations(relation),
            objects,
            object_span,
            _status(status),
            None if speaker == NOBODY else speaker,
            None if time == NOBODY else time,
            self._find(trigger, within),
        )

    def _end(self, text: str, within: Span) -> tuple[Span | None, tuple[str, ...]]:
        end = _END.fullmatch(text)
        if end is None:
            raise AnswerError(f"{text!r} is not of the form: words {{name; other name}}")
        return self._find(end["words"], within), _names(end["names"])

    def _find(self, words: str, within: Span) -> Span | None:
        if words in ("", NOBODY):
            return None
        pattern = r"\s+".join(map(re.escape, words.strip('"').split()))
        found = re.compile(pattern).search(self.article.text, *within)
        if found is None:
            raise AnswerError(f"{words!r} does not stand in the sentence")
        return found.span()

    def _changed(self, record: Record, changes: str, offered: Statement) -> Record:
        parts = _CHANGE.split(changes)
        if parts[0].strip():
            raise AnswerError(f"{parts[0]!r} changes nothing that there is")
        within = offered.evidence.start, offered.evidence.end
        for what, value in zip(parts[1::2], map(str.strip, parts[2::2]), strict=True):
            if what in ("subject", "object"):
                record = replace(record, **{what: _names(value)})
            elif what == "relation":
                record = replace(record, relation=_relations(value))
            elif what == "status":
                record = replace(record, status=_status(value))
            elif what == "trigger":
                record = replace(record, trigger=self._find(value, within))
            else:
                record = replace(record, **{what: None if value == NOBODY else value})
        return record


def _record(found: Statement) -> Record:
    evidence = found.evidence
    return Record(
        (found.subject.label,),
        evidence.subject,
        (found.relation.name,),
        (found.object.label,),
        evidence.object,
        found.status.value,
        found.speaker.label if found.speaker else None,
        found.time.start if found.time else None,
        evidence.trigger,
    )


def _words(text: str, span: Span | None) -> str:
    return " ".join(text[slice(*span)].split()) if span else NOBODY


def _names(text: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in text.split(";") if name.strip())
    if not found:
        raise AnswerError("an end without a name")
    return found


def _relations(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    known = ontology().relations
    for name in names:
        if name not in known or layer(known[name]) is None:
            near = difflib.get_close_matches(name, known, 1)
            raise AnswerError(f"no relation {name!r}; nearest is {near}")
    return names


def _status(text: str) -> str:
    try:
        return Status(text).value
    except ValueError as error:
        raise AnswerError(f"no status {text!r}; there are {[s.value for s in Status]}") from error


def sheets(articles: Iterable[Article]) -> Iterator[Sheet]:
    """Read texts and yield them with what may be said in them."""
    extractor = Extractor(least=LEAST)
    for article in articles:
        doc = extractor.nlp(prose(article))
        spans = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        found = extractor.statements(doc, article)
        yield Sheet(article, spans, dict(zip(_letters(), found, strict=False)))


def _letters() -> Iterator[str]:
    number = 0
    while True:
        first, second = divmod(number, 26)
        yield (chr(96 + first) if first else "") + chr(97 + second)
        number += 1


def collected(lines: Sequence[str], texts: Mapping[str, Article]) -> Iterator[dict[str, Any]]:
    """Yield the records of the answers; a text whose answers have an error gives none of them."""
    answers: dict[str, list[tuple[int, str]]] = {}
    current = ""
    for number, line in enumerate((line.strip() for line in lines), start=1):
        if line.startswith(HEADLINE):
            current = line.removeprefix(HEADLINE).split()[0]
            answers[current] = []
        elif line and current:
            answers[current].append((number, line))
    wanted = [texts[id] for id in answers if id in texts]
    for id in answers.keys() - texts.keys():
        print(f"{id}: no such text", file=sys.stderr)
    for sheet in sheets(wanted):
        records, bad = [], False
        for number, line in answers[sheet.article.id]:
            try:
                records.append(sheet.answer(line).as_json())
            except AnswerError as error:
                bad = True
                print(f"line {number}: {line}\n    {error}", file=sys.stderr)
        if not bad:
            yield {"article": sheet.article.id, "statements": records}


def write_gold(data: Path, folder: Path) -> None:
    """Write the texts and the statements of `training/assisted` as `kg evaluate` reads them."""
    texts, gold = [], []
    for text in read_assisted(data):
        texts.append(json.dumps(_row(text.article)))
        said = [
            {
                "s": record["subject"]["names"],
                "r": record["relation"],
                "o": record["object"]["names"],
                "status": record["status"],
                "speaker": record["speaker"],
                "time": record["time"],
                "quote": text.article.text[slice(*record["trigger"] or (0, 0))],
                "layer": golden.layer,
                "how": "explicit",
            }
            for record, golden in zip(text.statements, text.golden(), strict=True)
        ]
        gold.append(json.dumps({"id": text.article.id, "statements": said}, ensure_ascii=False))
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (("assisted.jsonl", texts), ("assisted.gold.jsonl", gold)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _row(article: Article) -> dict[str, Any]:
    day = article.published
    row = {"id": article.id, "source": article.source, "date": day.isoformat() if day else None}
    return row | {"title": article.title, "url": article.url, "text": article.text}


def main() -> None:
    """Write a sheet, collect answers, or write gold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("sheet")
    sheet.add_argument("news", type=Path)
    sheet.add_argument("--ids", type=Path, required=True, help="ids of texts, one a line")
    sheet.add_argument("--to", type=Path, required=True)
    collect = commands.add_parser("collect")
    collect.add_argument("answers", type=Path)
    collect.add_argument("news", type=Path, nargs="+")
    collect.add_argument("--to", type=Path, required=True)
    gold = commands.add_parser("gold")
    gold.add_argument("folder", type=Path)
    gold.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = parser.parse_args()
    if given.command == "gold":
        write_gold(given.data, given.folder)
    elif given.command == "sheet":
        ids = set(given.ids.read_text("utf-8").split())
        chosen = [article for article in read(given.news) if article.id in ids]
        lines = [line for one in sheets(chosen) for line in one.lines()]
        given.to.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        texts = {article.id: article for path in given.news for article in read(path)}
        found = collected(given.answers.read_text("utf-8").splitlines(), texts)
        rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in found]
        given.to.write_text("".join(rows), "utf-8")


if __name__ == "__main__":
    main()
