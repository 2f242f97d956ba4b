"""The first article that the project was asked to read: what it must find there at least."""

from pathlib import Path

import pytest

from kg.ingest import read
from kg.nlp import Extractor

SEED = "data/seed/000_de6d7e53f82ddb16.txt"
REBELS, MILITANTS = "Syrian opposition", "Islamic State"
WANTED = [
    ("Vladimir Putin", "met", "Recep Tayyip Erdoğan"),
    ("Russia", "backsOppositeSideFrom", "Turkey"),
    ("Turkish Armed Forces", "downedAircraftOf", "Russia"),
    ("Turkey", "backs", REBELS),
    ("United States", "backs", "Kurdish forces"),
    ("Russia", "alliedWith", "Syrian Armed Forces"),
    ("Russian Armed Forces", "met", "Turkish Armed Forces"),
    ("Russian Armed Forces", "met", "United States"),
    ("Turkish Armed Forces", "met", "United States"),
    ("Russia", "mediatedFor", REBELS),
    ("Turkey", "mediatedFor", REBELS),
    ("Russia", "mediatedFor", "Bashar al-Assad"),
    ("Turkey", "mediatedFor", "Bashar al-Assad"),
    ("Russia", "fights", MILITANTS),
    ("Turkey", "fights", MILITANTS),
    ("Bashar al-Assad", "headOfStateOf", "Syria"),
    ("Raqqa", "capitalOf", MILITANTS),
]


@pytest.fixture(scope="module")
def found(extractor: Extractor, shared: Path) -> set[tuple[str, str, str]]:
    [(_, statements)] = extractor.extract(read(shared / SEED))
    said = set()
    for statement in statements:
        one, other = statement.subject.label, statement.object.label
        said.add((one, statement.relation.name, other))
        if statement.relation.symmetric:
            said.add((other, statement.relation.name, one))
    return said


@pytest.mark.parametrize("wanted", WANTED, ids=" ".join)
def test_the_statement_is_found(wanted: tuple[str, str, str], found) -> None:
    assert wanted in found
