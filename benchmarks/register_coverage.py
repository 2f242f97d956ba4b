"""How much of the news the register knows: linked mentions of 2025 whose title is in it.

    python benchmarks/register_coverage.py /work/shared/data

Counts are mentions in news/world-events-2025.jsonl, taken from gazetteer/titles_2025.tsv. A title
is known when it is a title or a name of an entry. Of the titles that are not known, those that
name an actor or place of a covered kind are listed, judged by hand, in
ontologies/actors/generate/left_out.txt; the others are events, laws, things and offices.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from kg.actors import Entry, register

LEFT_OUT = Path(__file__).parent.parent / "ontologies/actors/generate/left_out.txt"
KINDS = {
    "state": {"State"},
    "organ": {
        "CentralBank", "Court", "Government", "IntelligenceService", "Ministry", "Parliament",
        "Police", "StateMilitary", "StateOrgan",
    },
    "person": {"Person"},
    "organisation": {
        "InternationalOrganisation", "MediaOrganisation", "NonGovernmentalOrganisation",
        "PoliticalParty",
    },
    "group": {"ArmedGroup", "ConflictSide", "PopulationGroup"},
    "company": {"Company"},
    "place": {"BorderArea", "City", "Region", "StateGroup"},
    "conflict": {"Conflict", "Summit", "Treaty"},
}  # fmt: skip
KIND_OF = {type_name: kind for kind, names in KINDS.items() for type_name in names}
ACTORS = ("state", "organ", "person", "organisation", "group", "company")


def main(data: Path) -> None:
    """Print the coverage by kind and the most frequent misses."""
    known, missed = entries_of_titles(), left_out()
    count: Counter[tuple[str, bool]] = Counter()
    titles: Counter[tuple[str, bool]] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    with (data / "gazetteer/titles_2025.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            title, mentions = row["wikipedia_title"], int(row["count"])
            entries = known.get(title) or known.get(title.casefold())
            found = entries is not None
            kind = KIND_OF[entries[0].actor.type] if entries else missed.get(title)
            if kind is None:
                continue
            count[kind, found] += mentions
            titles[kind, found] += 1
            if not found:
                misses[title, kind] += mentions
    print(f"{'kind':14}{'mentions':>10}{'known':>8}{'titles':>8}{'known':>8}")
    for name, kinds in (
        *((k, (k,)) for k in KINDS),
        ("all actors", ACTORS),
        ("all", tuple(KINDS)),
    ):
        hit, miss = (sum(count[k, b] for k in kinds) for b in (True, False))
        seen, unseen = (sum(titles[k, b] for k in kinds) for b in (True, False))
        rate, share = hit / max(1, hit + miss), seen / max(1, seen + unseen)
        print(f"{name:14}{hit + miss:10}{rate:8.3f}{seen + unseen:8}{share:8.3f}")
    links = Counter(
        title
        for line in (data / "news/world-events-2025.jsonl").open(encoding="utf-8")
        for _, _, title in json.loads(line)["links"]
    )
    hit = sum(n for t, n in links.items() if t in known or t.casefold() in known)
    print(f"\nof all {sum(links.values())} links in the news, {hit} name an entry of the register")
    print("\nmost frequent misses:")
    for (title, kind), mentions in sorted(misses.items(), key=lambda m: (-m[1], m[0]))[:40]:
        print(f"{mentions:5}  {title} ({kind})")


def entries_of_titles() -> dict[str, list[Entry]]:
    """Titles and names of the register, and the entries that have them; titles win."""
    layers: tuple[dict[str, list[Entry]], ...] = ({}, {}, {})
    for entry in register().entries.values():
        loose = tuple(n.casefold() for n in entry.names if " " in n)
        for layer, names in zip(layers, (entry.titles, entry.names, loose), strict=True):
            for name in dict.fromkeys(names):
                layer.setdefault(name, []).append(entry)
    titles, exact, loosely = layers
    return loosely | exact | titles


def left_out() -> dict[str, str]:
    """Titles that were judged to belong into the register, by kind."""
    kind, found = "", {}
    for line in LEFT_OUT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            found |= {title.strip(): kind for title in line.split(";")}
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/work/shared/data"))
