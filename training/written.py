"""Reads the texts that we wrote and annotated ourselves: `training/written/*.txt`.

`python training/written.py FILE...` checks files and says what is wrong in which line. A file holds
texts, each followed by its statements:

    == tr-001 | 2016-08-09
    Recep Tayyip Erdogan met Vladimir Putin in St Petersburg on Tuesday, their first meeting
    since Turkey shot down a Russian jet.
    --
    Recep Tayyip Erdogan | met | Vladimir Putin | | | 2016-08-09 | met
    Turkey | downedAircraftOf | Russian{Russia/Russian Armed Forces} | | | | shot down

The date may be left out. A statement is: words of the subject, relations (the best first, then what
is acceptable too), words of the object, status (empty: asserted), speaker, time, words that say it.
In braces follow the canonical names where the words are no name themselves. Words that occur more
than once are those nearest to the trigger, or `words~2` for the second place. One line of the file
is one paragraph of the text.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kg.model import Article, Status
from kg.ontology import ontology

WRITTEN = Path(__file__).parent / "written"
_FIELDS = 7
_WORDS = re.compile(r"(?P<words>[^{}~]+)(?:~(?P<place>\d+))?(?:\{(?P<names>[^{}]+)\})?")


class WrittenError(ValueError):
    """A line of a file of written texts that cannot be read."""


@dataclass(slots=True)
class WrittenText:
    """A text of our own with its statements, in the form of `data/train/statements.jsonl`."""

    id: str
    published: date | None
    text: str = ""
    statements: list[dict[str, Any]] = field(default_factory=list)

    def article(self) -> Article:
        """The text as an article."""
        return Article(self.id, self.text, published=self.published)


def read_written(paths: list[Path] | None = None) -> list[WrittenText]:
    """All texts of the files (by default of `training/written`), in the order of their names.

    Raises WrittenError, with file and line, for what cannot be read.
    """
    found = []
    for path in sorted(WRITTEN.glob("*.txt")) if paths is None else paths:
        texts, errors = parse(path.read_text("utf-8"))
        if errors:
            raise WrittenError(f"{path}:{errors[0]}")
        found += texts
    return found


def parse(content: str) -> tuple[list[WrittenText], list[str]]:
    """The texts of one file, and what is wrong with it, as `line: reason`."""
    texts: list[WrittenText] = []
    errors = []
    in_text = False
    for number, line in enumerate(content.splitlines(), start=1):
        line = line.strip()
        try:
            if line.startswith("== "):
                texts.append(_heading(line))
                in_text = True
            elif line == "--":
                in_text = False
            elif not line:
                continue
            elif not texts:
                raise WrittenError("a text starts with '== id | date'")
            elif in_text:
                texts[-1].text += ("\n" if texts[-1].text else "") + line
            else:
                texts[-1].statements.append(_statement(line, texts[-1]))
        except ValueError as error:
            errors.append(f"{number}: {error}")
    return texts, errors


def _heading(line: str) -> WrittenText:
    id, _, day = (part.strip() for part in line[3:].partition("|"))
    return WrittenText(id, date.fromisoformat(day) if day else None)


def _statement(line: str, text: WrittenText) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _FIELDS:
        raise WrittenError(
            f"{len(parts)} fields, wanted {_FIELDS}: "
            f"subject | relations | object | status | speaker | time | trigger"
        )
    subject, relations, object, status, speaker, time, trigger = parts
    names = [name.strip() for name in relations.split(",")]
    for name in names:
        if name not in ontology().relations:
            raise WrittenError(f"no relation {name!r} in the ontology")
    if time and not re.fullmatch(r"\d{4}(-\d\d){0,2}", time):
        raise WrittenError(f"time {time!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    ends = [_places_of(end, text.text) for end in (subject, object)]
    said = min(
        _places_of(trigger, text.text),
        key=lambda at: sum(min(abs(place - at) for place in places) for places in ends),
    )
    return {
        "article": text.id,
        "subject": _end(subject, text.text, said),
        "relation": names,
        "object": _end(object, text.text, said),
        "status": str(Status(status or "asserted")),
        "speaker": speaker or None,
        "time": time or None,
        "trigger": _end(trigger, text.text, said)["span"],
    }


def _end(written: str, text: str, near: int) -> dict[str, Any]:
    """The words of an end, or of a trigger, with their place nearest to another and the names."""
    words, _, names = _parts(written)
    start = min(_places_of(written, text), key=lambda at: abs(at - near))
    given = [name.strip() for name in (names or words).split("/")]
    return {"words": words, "span": [start, start + len(words)], "names": given}


def _parts(written: str) -> tuple[str, int | None, str | None]:
    """The words, the number of their place, and the names in braces."""
    match = _WORDS.fullmatch(written)
    if not match:
        raise WrittenError(f"cannot read {written!r}, wanted: words, words~2 or words{{name/name}}")
    return match["words"].strip(), int(match["place"] or 0) or None, match["names"]


def _places_of(written: str, text: str) -> list[int]:
    """Where the words may stand: in one place if it is numbered."""
    words, place, _ = _parts(written)
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    places = [match.start() for match in found]
    if not places:
        raise WrittenError(f"the text does not have the words {words!r}")
    if place is None:
        return places
    if place > len(places):
        raise WrittenError(f"{words!r} occurs only {len(places)} times")
    return [places[place - 1]]


def main() -> None:
    """Check files, by default all of `training/written`; print what is wrong and the counts."""
    wrong = count = statements = 0
    for path in [Path(name) for name in sys.argv[1:]] or sorted(WRITTEN.glob("*.txt")):
        texts, errors = parse(path.read_text("utf-8"))
        for error in errors:
            print(f"{path}:{error}")
        wrong += len(errors)
        count += len(texts)
        statements += sum(len(text.statements) for text in texts)
    print(f"{count} texts, {statements} statements, {wrong} lines that cannot be read")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
