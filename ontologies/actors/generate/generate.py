"""Makes ontologies/actors/*.ttl from the curated tables beside this file and the gazetteer.

Run ``python ontologies/actors/generate/generate.py DATA``, where DATA is the folder that holds
``gazetteer/``. The same tables give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from leaders import people
from listing import listed
from memberships import blocks
from organs import organs
from tables import HERE, Gazetteer, Row, curated, fold, read, slug, split
from writing import block, write

OUT = HERE.parent
_PLACES = {"City", "Region", "BorderArea"}
_ORGANS = {
    "StateOrgan", "Government", "StateMilitary", "Ministry", "IntelligenceService",
    "Parliament", "Police", "CentralBank", "Court",
}  # fmt: skip
_FILES = {
    "states": ("State",),
    "organs": tuple(sorted(_ORGANS)),
    "places": tuple(sorted(_PLACES)),
    "people": ("Person",),
    "organisations": (
        "InternationalOrganisation",
        "NonGovernmentalOrganisation",
        "Organisation",
        "StateGroup",
    ),
    "groups": ("ArmedGroup", "PopulationGroup", "ConflictSide"),
    "parties": ("PoliticalParty",),
    "media": ("MediaOrganisation",),
    "companies": ("Company",),
    "conflicts": ("Conflict", "Summit", "Treaty"),
}


def main(data: Path) -> None:
    """Read everything, join it, write the files."""
    gazetteer = Gazetteer.read(data / "gazetteer")
    states, capitals = _states(gazetteer)
    rows = states + capitals
    rows += curated("organisations.tsv", "InternationalOrganisation")
    rows += curated("groups.tsv", "ArmedGroup")
    rows += curated("organs.tsv", "StateOrgan")
    for name, kind in _MORE.items():
        if (HERE / name).exists():
            rows += curated(name, kind)
    rows += (conflicts := curated("conflicts.tsv", "Conflict"))
    more = listed(HERE / "titles.txt", rows + curated("people.tsv", "Person"))
    _whose(more, {s.id: s for s in states})
    rows += more
    _territories(rows, gazetteer)
    rows, faces = [r for r in rows if r.type != "Person"], [r for r in rows if r.type == "Person"]
    index = Index(rows)
    for row in rows + faces:
        if row.of:
            row.of = index(row.of)
    fresh = organs(states, [r for r in rows if r.type in _ORGANS], gazetteer.titles)
    rows += fresh
    index = Index(rows)
    is_state = {s.id for s in states}.__contains__
    rows += people(gazetteer, index, is_state, faces)
    _link(rows, index, {s.id for s in states})
    _seats(capitals, rows, index)
    _parties(conflicts, index)
    for row in rows:
        _names(row)
        if row.type not in ("Person", "State"):
            row.qid = row.qid or _body(row, gazetteer)
    iris = _write(rows)
    comment = "The register of actors: memberships. docs/actors.md says how to edit it."
    write(OUT / "memberships.ttl", comment, blocks(gazetteer, index, iris, {s.id for s in states}))


_MORE = {
    "places.tsv": "City",
    "parties.tsv": "PoliticalParty",
    "media.tsv": "MediaOrganisation",
    "companies.tsv": "Company",
    "peoples.tsv": "PopulationGroup",
}


class Index:
    """Finds a row by identifier, label or other name; a state comes before what shares its name."""

    def __init__(self, rows: list[Row]) -> None:
        self._found: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for name in dict.fromkeys((row.id, row.label, *row.titles, *row.names)):
                self._found[name].append(row)

    def __call__(self, key: str) -> str:
        """Return the identifier, or raise KeyError when none or several are meant."""
        rows = self._found.get(key, [])
        for fits in (
            [r for r in rows if r.id == key],
            [r for r in rows if r.id == slug(key)],
            [r for r in rows if r.type == "State" and r.label == key],
            [r for r in rows if r.label == key],
            rows,
        ):
            if len(fits) == 1:
                return fits[0].id
        raise KeyError(f"'{key}' stands for {sorted(r.id for r in rows) or 'no actor'}")


def _states(gazetteer: Gazetteer) -> tuple[list[Row], list[Row]]:
    """The states of states.tsv and their capitals."""
    states, capitals = [], []
    for r in read(HERE / "states.tsv"):
        country = gazetteer.countries.get({"XKX": "UNK"}.get(r["id"], r["id"]), {})
        row = Row(
            label=r["label"],
            type="State",
            source="countries.tsv, curated" if country else "curated",
            id=r["id"],
            names=split(r["names"]),
            titles=[r["title"] or r["label"]],
            adjectives=split(r["adjectives"]),
            demonyms=split(r["demonyms"]),
            qid=country.get("qid") or None,
            start=r["start"] or None,
            end=r["end"] or None,
        )
        official = country.get("official")
        if official and official != row.label and official not in row.names:
            row.names.append(official)
        states.append(row)
        if r["capital"] and slug(r["capital"]) != slug(r["label"]):
            label = r["capital"].split(", ")[0] if r["id"] != "USA" else r["capital"]
            city = Row(label, "City", row.source, of=row.id, names=split(r["capital_names"]))
            city.names = [n for n in city.names if n != label]
            city.titles, city.links = [r["capital"]], [("capitalOf", row.id)]
            if label != r["capital"]:
                city.id = slug(r["capital"])
            capitals.append(city)
    return states, capitals


def _whose(rows: list[Row], states: dict[str, Row]) -> None:
    """Call an organ by its state where its title does so in brackets.

    'Ministry of Justice (Poland)' is the Polish Ministry of Justice: newspapers call many
    ministries plain 'Ministry of Justice'.
    """
    for row in rows:
        found = re.fullmatch(r"(.+) \((.+)\)", row.title or "")
        state = states.get(row.of or "")
        if not (found and state and found[2] in (state.label, state.title)):
            continue
        if row.type in _ORGANS and row.label == found[1]:
            adjective = {"USA": "US"}.get(state.id, (state.adjectives or [state.label])[0])
            row.label = f"{adjective} {found[1]}"
            row.names = [n for n in row.names if n not in (found[1], row.title, row.label)]


def _territories(rows: list[Row], gazetteer: Gazetteer) -> None:
    """Give dependent territories the code, the QID and the adjectives of the table of countries."""
    taken = {row.id for row in rows}
    by_name = {c["name"]: i for i, c in gazetteer.countries.items() if i not in taken}
    for row in rows:
        if row.type == "Region" and row.label in by_name:
            row.id = by_name[row.label]
            country = gazetteer.countries[row.id]
            row.qid, row.source = country["qid"] or None, "countries.tsv, curated"
            adjectives = [a.strip() for a in country["fb_adj"].split(";") if a.strip() != "NA"]
            row.adjectives = [a for a in adjectives if a not in ("Dutch", "none", "British")]


_BASE = {
    "ArmedGroup": "basedIn",
    "ConflictSide": "basedIn",
    "PopulationGroup": "basedIn",
    "PoliticalParty": "basedIn",
    "MediaOrganisation": "basedIn",
    "Company": "basedIn",
    "NonGovernmentalOrganisation": "basedIn",
    "Conflict": "locatedIn",
    "Treaty": "locatedIn",
    "Summit": "locatedIn",
}


def _link(rows: list[Row], index: Index, states: set[str]) -> None:
    """Say in the ontology's words what the column ``of`` means for each type."""
    types = {row.id: row.type for row in rows}
    for row in rows:
        if not row.of or row.type == "Person":
            continue
        if row.type in _ORGANS:
            relation = "organOf" if row.of in states else "actsFor"
        elif row.type in _PLACES:
            relation = "locatedIn"
        elif row.type in _BASE and types[row.of] in (*_PLACES, "State"):
            relation = _BASE[row.type]
        else:
            relation = "actsFor"
        row.links.append((relation, row.of))


# Capitals whose name stands for another actor than the state's government, or for none.
_SEATS = {"brussels": "European Union", "amsterdam": "", "porto-novo": ""}


def _seats(capitals: list[Row], rows: list[Row], index: Index) -> None:
    governments = {}
    for row in rows:
        if row.type == "Government" and row.of and row.of not in governments:
            governments[row.of] = row.id
    for row in rows:
        if row.source == "generated" and row.type == "Government":
            governments[row.of] = row.id
    governments |= {"USA": index("Federal government of the United States")}
    for city in capitals:
        seat = _SEATS.get(city.id)
        if seat is None:
            seat = governments.get(city.of or "", "")
        if seat:
            city.links.append(("seatOf", index(seat)))
    for r in read(HERE / "seats.tsv"):
        place = next(row for row in rows if row.id == index(r["place"]))
        place.links.append(("seatOf", index(r["actor"])))


def _parties(conflicts: list[Row], index: Index) -> None:
    cells = {r["label"]: split(r["parties"]) for r in read(HERE / "conflicts.tsv")}
    for row in conflicts:
        row.parties = [index(p) for p in cells[row.label]]


# Titles of articles about more than the actor whose article also tells of it.
_WIDER = re.compile(r"[(,/]|^(Judiciary of|Law enforcement|Presidency|Second pres|First pres|List)")
# Names that are common words once they have lost their accents.
_WORDS = {"Male"}


def _names(row: Row) -> None:
    """Complete the other names: unaccented ones too, none twice, not the label."""
    every = [row.label, *row.names]
    if row.type == "Person":
        every += [_apart(n) for n in every if _apart(n) != n]
        every += [re.sub(r"\b([Aa]l|[Ee]l)-", r"\1 ", n) for n in every if re.search("[AEae]l-", n)]
    elif row.type in _ORGANS | {"ArmedGroup", "InternationalOrganisation", "PoliticalParty"}:
        every += [t for t in row.titles if not _WIDER.search(t) and " " in t]
    every += [fold(n) for n in every if fold(n) != n and fold(n) not in _WORDS]
    row.names = sorted({n for n in every if n != row.label}, key=lambda n: (slug(n), n))


def _apart(name: str) -> str:
    """A name of two syllables as some write it: 'Ban Ki Moon'."""
    return re.sub(r"(?<=[a-z])-([a-z])", lambda syllable: " " + syllable[1].upper(), name)


def _body(row: Row, gazetteer: Gazetteer) -> str | None:
    for name in (row.label, *row.titles, *row.names):
        if found := gazetteer.bodies.get(slug(name)):
            return found if row.type in ("InternationalOrganisation", "Court") else None
    return None


def _write(rows: list[Row]) -> dict[str, str]:
    by_id: dict[str, Row] = {}
    for row in rows:
        if row.id in by_id:
            raise SystemExit(f"Two rows are called '{row.id}': {by_id[row.id]} and {row}")
        by_id[row.id] = row
    iris, taken = {}, {}
    for row in rows:
        iri = (row.title or row.id).replace(" ", "_")
        if iri in taken:
            raise SystemExit(f"'{row.id}' and '{taken[iri]}' both have the title '{iri}'")
        iris[row.id], taken[iri] = iri, row.id
    for name, types in _FILES.items():
        chosen = sorted((r for r in rows if r.type in types), key=lambda r: r.id.lower())
        if chosen:
            comment = f"The register of actors: {name}. docs/actors.md says how to edit it."
            write(OUT / f"{name}.ttl", comment, (block(r, iris) for r in chosen))
    return iris


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/work/shared/data"))
