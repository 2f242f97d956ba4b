"""Members of organisations with their dates, from memberships.txt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tables import HERE, Gazetteer
from writing import date, local


def blocks(
    gazetteer: Gazetteer, resolve: Callable[[str], str], iris: dict[str, str], known: set[str]
) -> Iterator[str]:
    """Yield the lines about the members of each organisation."""
    organisation = ""
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    for line in (HERE / "memberships.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            organisation = resolve(line.strip("[]"))
            found[organisation] = {}
        elif line.startswith("table "):
            name, source = line.removeprefix("table "), "org_memberships_factbook.tsv"
            for r in gazetteer.memberships:
                code = {"Serbia": "SRB", "Kosovo": "XKX"}.get(r["country"], r["iso3"])
                if r["org"] == name and r["status"] == "member" and code in known:
                    found[organisation][code] = ("", "", source)
        else:
            start, end, states = re.fullmatch(r"([\d-]+)\.\.([\d-]*) (.+)", line).groups()
            for state in states.split():
                found[organisation][resolve(state)] = (start, end, "curated")
    for organisation in sorted(found, key=str.lower):
        yield "".join(
            _membership(iris[organisation], iris[state], *found[organisation][state])
            for state in sorted(found[organisation])
        )


def _membership(organisation: str, state: str, start: str, end: str, source: str) -> str:
    facts = ["a org:Membership", f"org:member {local('r', state)}"]
    facts.append(f"org:organization {local('r', organisation)}")
    facts += [f"gp:start {date(start)}"] if start else []
    facts += [f"gp:end {date(end)}"] if end else []
    facts += [f'dct:source "{source}"'] if source != "curated" else []
    return f"{local('r', f'{organisation}-member-{state}')} " + " ; ".join(facts) + " .\n"
