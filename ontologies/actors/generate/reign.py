"""Who led a state in effect, 1945 to 2021, and which office that was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tables import HERE, Gazetteer, read


@dataclass(frozen=True)
class System:
    """The office that leads a state between two years."""

    office: str
    both: bool
    start: str
    end: str

    def at(self, date: str) -> bool:
        """Whether the office led at a date."""
        return self.start <= date[:4] < (self.end or "9999")


def systems() -> dict[str, list[System]]:
    """The leading offices of each state, as systems.txt says."""
    found: dict[str, list[System]] = {}
    for line in (HERE / "systems.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        office, _, states = line.partition(": ")
        for item in states.split():
            parts = re.fullmatch(r"([\w-]+?)(?:\.(\d{4}))?(?:\.\.(\d{4})?)?", item)
            if not parts:
                raise SystemExit(f"systems.txt: not a state with years: {item}")
            state, start, end = parts.groups()
            system = System(office.rstrip("*"), office.endswith("*"), start or "", end or "")
            found.setdefault(state, []).append(system)
    return found


def leaders(
    gazetteer: Gazetteer, offices: dict[str, list[System]]
) -> Iterator[tuple[str, System, str, str, str]]:
    """Yield state, office, start, end and full name of the leaders of the table."""
    codes = {r["cow"]: r["id"] for r in read(HERE / "cow.tsv")}
    names = _names()
    for r in gazetteer.reign:
        state, start = codes.get(r["cow_abb"], r["cow_abb"]), r["start"]
        if state == "RUS" and start < "1991":
            continue
        if state == "YUG" and start >= "2003":
            state = "SCG" if start < "2006-06" else "SRB"
        if state == "CHE":
            continue  # its president is the first among seven for one year
        name = names.get((state, r["leader"]))
        system = next((s for s in offices.get(state, ()) if s.at(start)), None)
        if name and system and start >= "1900":
            yield state, system, start, r["end_month"], name


def _names() -> dict[tuple[str, str], str]:
    """Full names by state and the name in the table."""
    found = {}
    for line in (HERE / "reign.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        state, _, rest = line.partition(": ")
        for item in rest.split("; "):
            short, _, full = item.partition(" = ")
            found[state, short] = full or short
    return found
