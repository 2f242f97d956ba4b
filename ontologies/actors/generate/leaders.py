"""People and their terms of office, from terms.txt, people.tsv and the tables of leaders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reign import System, systems
from reign import leaders as reigns
from tables import HERE, Gazetteer, Row, Term, curated, slug

Resolve = Callable[[str], str]

_HEAD = re.compile(r"\[(.+)] ([^*]+)(\*?)$")
_LINE = re.compile(r"([\d-]*)\.\.([\d-]*) (.+)$")
_STATE_OFFICES = {
    "president", "king", "queen", "emperor", "emir", "sultan", "monarch", "supreme leader", "shah",
    "pope", "grand duke", "prince", "head of state", "acting president",
}  # fmt: skip
_GOVERNMENT_OFFICES = {"prime minister", "chancellor", "premier", "head of government"}
_LEADERS = {"leader", "commander", "de facto leader", "paramount leader"}
_PARTICLES = {
    "de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "le", "la",
    "bin", "ben", "ibn", "al", "el", "ul", "du", "y", "zu", "ter", "ten", "st.", "abu", "arap",
}  # fmt: skip
# How people are called for short: states where the family name comes first, where the given name
# serves (and comes first), where nothing does, and where the first of two family names does.
_FAMILY_FIRST = {"CHN", "PRK", "KOR", "TWN"}
_GIVEN = {"THA", "MYS", "ETH", "ERI"}
_WHOLE = {"MMR"}
_SPANISH = {
    "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GTM", "HND", "MEX", "NIC",
    "PAN", "PER", "PRY", "SLV", "URY", "VEN",
}  # fmt: skip
_NAMES = {
    "Western": """Agnes Audrey Carrie Donald Eric Ilham Jack Jimmy John Joseph Joshua Nathan Syngman
        Wellington William""",
    "given": """A. Adolfo Agustín Alberto Alejandro Alfredo Álvaro Andrés Ángel Ángela Antonio
        Armando Arturo Augusto Carlos Carmen César Conrado Daniel Diego Domingo Donaldo Eduardo
        Enrique Ernesto Eugenio Federico Felipe Félix Fernando Francisco Gabriel Gilberto Gonzalo
        Guillermo Gustavo Hernán Ignacio Isabel Javier Jesús Joaquín Jorge José Juan Julio León
        Leonardo Lucía Luis M. Manuel Marcos Margarita María Mario Martín Miguel Napoleón Nicolás
        Orlando Óscar Pablo Patricia Pedro Rafael Ramón Raúl Ricardo Roberto Rodrigo Romeo Santiago
        Sergio Teresa Tomás Vicente Víctor""",
    "frequent": """Álvarez Díaz Fernández Flores García Gómez González Hernández Jiménez López
        Martínez Morales Pérez Ramírez Rodríguez Rojas Romero Ruiz Sánchez San Silva Torres""",
}
_WESTERN, _SPANISH_GIVEN, _FREQUENT = (frozenset(names.split()) for names in _NAMES.values())
_HONORIFICS = re.compile(r" (Jr\.|Sr\.|[IVX]+)$")


def read_terms(path: Path) -> Iterator[tuple[str, str, bool, str, str, str]]:
    """Yield state, office, whether it is both head of state and government, start, end, person."""
    head = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if found := _HEAD.match(line):
            head = found[1], found[2].strip(), bool(found[3])
        elif head and (found := _LINE.match(line)):
            yield *head, found[1], found[2], found[3].strip()
        else:
            raise SystemExit(f"{path.name}:{number}: neither an office nor a term: {line}")


def people(
    gazetteer: Gazetteer, resolve: Resolve, is_state: Callable[[str], bool], faces: list[Row]
) -> list[Row]:
    """Return all people with their terms; ``faces`` are those who need none to be known."""
    rows: dict[str, Row] = {}
    for row in curated("people.tsv", "Person"):
        if not row.titles:
            row.titles = [row.label]
        row.of = resolve(row.of) if row.of else None
        rows[row.id] = row
    for row in faces:
        rows.setdefault(row.id, row)
    other_names = {slug(n): row.id for row in rows.values() for n in (row.label, *row.names)}

    def person(name: str, source: str) -> Row:
        key = slug(name)
        key = other_names.get(key, key) if key not in rows else key
        if key not in rows:
            rows[key] = Row(name, "Person", source, titles=[name])
        return rows[key]

    covered: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for state, office, both, start, end, name in read_terms(HERE / "terms.txt"):
        of = resolve(state)
        row = person(name, "curated")
        relations = _relations(office, both, is_state(of))
        row.terms.append(Term(start, end, office, relations, of))
        for relation in relations:
            covered.setdefault((of, relation), []).append((start, end, row.id))
    leading = systems()
    tables = [*_from_tables(gazetteer, resolve)]
    for state, system, start, end, name in reigns(gazetteer, leading):
        relations = _relations(system.office, system.both, True)
        source = "leaders_reign_1945_2021.tsv"
        tables.append((state, system.office, relations, start, end, name, source))
    for of, office, relations, start, end, name, source in tables:
        if any(s.both and s.office == office and s.at(start) for s in leading.get(of, ())):
            relations = _relations(office, True, True)
        spans = [s for relation in relations for s in covered.get((of, relation), ())]
        # A table of one day leaves open what has ended since.
        end = end or min((s for s, _, _ in spans if s[:4] > start[:4]), default="")
        if any(_overlap(start, end, s, e) for s, e, _ in spans):
            continue
        row = person(name, source)
        row.terms.append(Term(start, end, office, relations, of, source))
        for relation in relations:
            covered.setdefault((of, relation), []).append((start, end, row.id))
    for row in rows.values():
        row.terms = [_leading(t, leading) for t in row.terms]
        _finish(row, gazetteer, is_state)
    return list(rows.values())


def _leading(term: Term, leading: dict[str, list[System]]) -> Term:
    """Mark the terms of the office that newspapers mean by 'the leader' of a state."""
    if "leads" in term.relations:
        return term
    for system in leading.get(term.of, ()):
        until = term.end[:4] or "9999"
        begun = term.start[:4] < (system.end or "9999")
        lasted = until > system.start or term.start[:4] >= system.start
        if system.office == term.office and begun and lasted:
            return replace(term, relations=(*term.relations, "leads"))
    return term


def _relations(office: str, both: bool, of_state: bool) -> tuple[str, ...]:
    if not of_state:
        return ("leads",)
    if both:
        return ("headOfStateOf", "headOfGovernmentOf")
    if office in _STATE_OFFICES:
        return ("headOfStateOf",)
    if office in _GOVERNMENT_OFFICES:
        return ("headOfGovernmentOf",)
    return ("leads",) if office in _LEADERS else ("holdsOfficeIn",)


def _overlap(start: str, end: str, other_start: str, other_end: str) -> bool:
    """Whether two terms overlap by more than the year in which one follows the other."""
    if not start:
        return True
    latest = max(start[:4], other_start[:4])
    earliest = min(end[:4] or "9999", other_end[:4] or "9999")
    return latest < earliest or (latest == earliest and start[:4] == end[:4])


def _from_tables(
    gazetteer: Gazetteer, resolve: Resolve
) -> Iterator[tuple[str, str, tuple[str, ...], str, str, str, str]]:
    """Yield the terms that the tables of leaders give, the newest table first."""
    by_iso2 = {c["iso2"]: iso3 for iso3, c in gazetteer.countries.items()}
    for r in gazetteer.leaders_2026:
        if r["iso2"] not in by_iso2 or not r["since"]:
            continue
        office = r["title"].lower().split(" (")[0].split(" and ")[0]
        relations = (_ROLES[r["role"]],)
        of = resolve(by_iso2[r["iso2"]])
        yield of, office, relations, r["since"], "", r["holder"], "leaders_qid_2026-08-22.tsv"
    for r in gazetteer.leaders_2022:
        state = _STATES_2022.get(r["country"], r["country"].split(" (")[0])
        if state in gazetteer.countries:
            continue
        try:
            of = resolve(state)
        except KeyError:
            continue
        found = _office(r["position"])
        if found is None or not r["start_year"]:
            continue
        office, relation = found
        name = re.sub(r" \(.*\)", "", r["holder"])
        yield (
            of, office, (relation,), r["start_year"], r["end_year"], name, "leaders_qid_2022.tsv"
        )  # fmt: skip


_ROLES = {"head_of_state": "headOfStateOf", "head_of_government": "headOfGovernmentOf"}
_STATES_2022 = {
    "State of Palestine": "Palestine",
    "Turkish Republic of Northern Cyprus": "Northern Cyprus",
    "The Gambia": "Gambia",
    "The Bahamas": "Bahamas",
    "Democratic Republic of the Congo": "Democratic Republic of the Congo",
    "Congo (Democratic Republic of the Congo)": "Democratic Republic of the Congo",
    "Congo (Republic of the Congo)": "Republic of the Congo",
}


def _office(position: str) -> tuple[str, str] | None:
    """Office and relation of a position such as 'Prime Minister of Algeria'."""
    title = position.split(" of ")[0].lower()
    if title in ("president", "king", "queen", "emperor", "emir", "sultan", "grand duke", "prince"):
        return title, "headOfStateOf"
    if title in ("prime minister", "chancellor", "premier", "taoiseach"):
        return ("prime minister" if title == "taoiseach" else title), "headOfGovernmentOf"
    if title == "supreme leader":
        return title, "headOfStateOf"
    if title == "monarchy" or title == "monarch":
        return "monarch", "headOfStateOf"
    return None


def _finish(row: Row, gazetteer: Gazetteer, is_state: Callable[[str], bool]) -> None:
    """Give a person a state, a family name, unaccented names and a QID."""
    states = [t.of for t in sorted(row.terms) if is_state(t.of)]
    row.of = row.of or (states[0] if states else None)
    row.family = row.family or _family(row.label, row.of)
    for name in (row.label, *row.names):
        row.qid = row.qid or gazetteer.people.get(slug(name))
    if row.family == "-":
        row.family = None
    row.links = [("citizenOf", row.of)] if row.of else []


def _family(name: str, state: str | None) -> str | None:
    """The part of a name that newspapers use alone, by the custom of the state."""
    words = _HONORIFICS.sub("", name).split()
    titled = words[0] in ("Pope", "Prince", "Princess", "Queen", "King")
    if len(words) < 2 or titled or " of " in name or " Al " in name or state in _WHOLE:
        return None
    if state in _GIVEN or (state in _FAMILY_FIRST and words[0] not in _WESTERN):
        return words[0]
    at = len(words) - 1
    if state in _SPANISH and '"' not in name:
        found = (i for i in range(1, at) if words[i] not in _SPANISH_GIVEN)
        at = next((i for i in found if words[i].lower() not in _PARTICLES), at)
    end = len(words) if words[at] in _FREQUENT else at + 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return re.sub(r"^([Aa]l|[Ee]l|[Aa]z|[Aa]s|[Aa]n)-", "", " ".join(words[at:end]))
