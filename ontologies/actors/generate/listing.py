"""Reads titles.txt: actors and places by their Wikipedia titles, class by class, state by state."""

from __future__ import annotations

import re
from pathlib import Path

from tables import Row, slug

_PLACES = {"City", "Region", "BorderArea"}
# What a first-level region is also called, by the last word of its title.
_KINDS = {
    "Oblast": ("region", "oblast"),
    "Krai": ("region", "territory"),
    "Governorate": ("province", "governorate"),
    "Voivodeship": ("region",),
}


def listed(path: Path, known: list[Row]) -> list[Row]:
    """Return the rows of the list that are not known; what is known takes its other names.

    A title that an earlier item of the same class gives as another name is a redirect to it.
    """
    by_title: dict[tuple[bool, str], Row] = {}
    for row in known:
        for title in (*row.titles, *([] if row.titles else [row.label])):
            by_title.setdefault((row.type == "Person", title), row)
    ids = {row.id.lower() for row in known}
    aliases: dict[tuple[str, str, str], Row] = {}
    rows: list[Row] = []
    for kind, state, title, names in _items(path):
        if row := by_title.get((kind == "Person", title)):
            row.names += [n for n in names if n not in row.names and n != row.label]
            continue
        if row := aliases.get((kind, state, title)):
            row.titles.append(title)
            by_title[kind == "Person", title] = row
            continue
        row = Row(_label(title, kind), kind, "curated", id=slug(title), of=state)
        row.of = None if state == "-" else state
        if row.id.lower() in ids:
            row.id = f"{row.id}-{kind.lower()}"
        pages = [n for n in names if "(" in n or ("," in n and kind in _PLACES)]
        row.titles = [title, *pages]
        row.names = [n for n in names if n != row.label and n not in pages]
        if title != row.label and kind not in _PLACES and kind != "Person":
            row.names.append(title)
        if kind == "Region":
            stem, _, last = row.label.rpartition(" ")
            row.names += [f"{stem} {word}" for word in _KINDS.get(last, ())]
        by_title |= {(kind == "Person", page): row for page in row.titles}
        ids.add(row.id.lower())
        rows.append(row)
        for name in names:
            aliases[kind, state, name] = row
    return rows


def _items(path: Path) -> list[tuple[str, str, str, list[str]]]:
    """Class, state, title and other names of every item."""
    kind, items = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            kind = line.strip("[]\n ")
            continue
        state, _, rest = line.partition(" ")
        if not kind or not rest:
            raise SystemExit(
                f"{path.name}:{number}: neither a class nor a state with titles: {line}"
            )
        for item in filter(None, (i.strip() for i in rest.split(";"))):
            title, _, names = item.partition(" = ")
            items.append((kind, state, title, [n.strip() for n in names.split(" | ") if n.strip()]))
    return items


def _label(title: str, kind: str) -> str:
    label = re.sub(r" \([^)]*\)$", "", title)
    if kind in _PLACES:
        return label.split(", ")[0]
    return re.sub(r",? (Inc\.|plc|AG)$", "", label) if kind == "Company" else label
