"""Reads the input tables: the curated ones beside this file, and the gazetteer they build on."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass
class Row:
    """One actor of the register on its way into a Turtle file."""

    label: str
    type: str
    source: str
    id: str = ""
    of: str | None = None
    names: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    adjectives: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    family: str | None = None
    qid: str | None = None
    start: str | None = None
    end: str | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = self.id or slug(self.label)

    @property
    def title(self) -> str | None:
        """The English Wikipedia title that its IRI is made of, where known."""
        return self.titles[0] if self.titles else None


@dataclass(frozen=True, order=True)
class Term:
    """One office of one person; ``of`` is the key of another row."""

    start: str
    end: str
    office: str
    relations: tuple[str, ...]
    of: str
    source: str = "curated"


def slug(text: str) -> str:
    """Return an identifier made of a name: lower case, no accents, hyphens."""
    plain = re.sub("['’ʻ]", "", fold(text).lower().replace("+", "-plus"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "æ": "ae",
     "ð": "d", "þ": "th", "œ": "oe", "ə": "a", "–": "-", "ʻ": "'", "ʽ": "'", "ŋ": "n"}
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text without accents, as wire services write foreign names.

    >>> fold("Recep Tayyip Erdoğan, Đuro Macut, Lech Wałęsa")
    'Recep Tayyip Erdogan, Duro Macut, Lech Walesa'
    """
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in parts if not unicodedata.combining(c))


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a TSV table; lines that start with # are comments."""
    with path.open(encoding="utf-8") as lines:
        kept = (line for line in lines if line.strip() and not line.startswith("#"))
        rows = csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in rows]


def split(cell: str | None) -> list[str]:
    """Return the values of a cell that holds several."""
    return [v for v in (cell or "").split("|") if v]


def titles(cell: str | None, label: str) -> list[str]:
    """Return the Wikipedia titles of a cell, in which = stands for the label."""
    return [label if v == "=" else v for v in split(cell)]


def curated(name: str, default_type: str = "") -> list[Row]:
    """Return the rows of a curated table of actors."""
    return [
        Row(
            label=r["label"],
            type=r.get("type") or default_type,
            source=r.get("source") or "curated",
            id=r.get("id", ""),
            of=r.get("of") or None,
            names=split(r.get("names")),
            titles=titles(r.get("titles"), r["label"]),
            adjectives=split(r.get("adjectives")),
            demonyms=split(r.get("demonyms")),
            family=r.get("family") or None,
            start=r.get("start") or None,
            end=r.get("end") or None,
        )
        for r in read(HERE / name)
    ]


@dataclass
class Gazetteer:
    """What is used of the shared tables."""

    countries: dict[str, dict[str, str]]
    titles: dict[str, int]
    bodies: dict[str, str]
    leaders_2022: list[dict[str, str]]
    leaders_2026: list[dict[str, str]]
    factbook: list[dict[str, str]]
    reign: list[dict[str, str]]
    memberships: list[dict[str, str]]
    people: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Gazetteer:
        """Read the tables of ``data/gazetteer``."""
        countries = {r["iso3"]: r for r in read(folder / "countries.tsv")}
        old = read(folder / "leaders_qid_2022.tsv")
        new = read(folder / "leaders_qid_2026-08-22.tsv")
        bodies = {}
        for r in read(folder / "international_bodies_qid.tsv"):
            if r["qid"].startswith("Q"):
                for name in (r["name"], r["name_en"]):
                    bodies[slug(name)] = r["qid"]
        return cls(
            countries=countries,
            titles={
                r["wikipedia_title"]: int(r["count"]) for r in read(folder / "titles_2025.tsv")
            },
            bodies=bodies,
            leaders_2022=old,
            leaders_2026=new,
            factbook=read(folder / "leaders_factbook_2026.tsv"),
            reign=read(folder / "leaders_reign_1945_2021.tsv"),
            memberships=read(folder / "org_memberships_factbook.tsv"),
            people=_people(old, new),
        )


def _people(*tables: list[dict[str, str]]) -> dict[str, str]:
    """Name to QID of the leaders; a QID that stands by two unlike names is no QID of either."""
    names, qids = defaultdict(set), defaultdict(set)
    for table in tables:
        for r in table:
            if re.fullmatch(r"Q\d+", r["holder_qid"]):
                name = slug(re.sub(r" \(.*\)", "", r["holder"]))
                names[r["holder_qid"]].add(name)
                qids[name].add(r["holder_qid"])

    def alike(several: set[str]) -> bool:
        words = [set(n.split("-")) for n in several]
        return all(a & b for a in words for b in words)

    return {
        name: qid
        for name, found in qids.items()
        if len(found) == 1
        for qid in found
        if alike(names[qid])
    }
