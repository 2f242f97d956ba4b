"""When an event was: what the words say, the day of the report, or nothing."""

from datetime import date

import pytest

from kg.model import Article
from kg.nlp import Extractor

CASES = {
    "Kenya sanctioned Uganda on 3 May 2024.": "2024-05-03",
    "Kenya sanctioned Uganda in May 2024.": "2024-05",
    "Kenya sanctions Uganda.": "2024-06-12",
    "Kenya said it sanctioned Uganda.": None,
    "Kenya had sanctioned Uganda.": None,
    "Kenya will sanction Uganda on Friday.": "2024-06-14",
    "Last week Kenya sanctioned Uganda.": "2024-06-03",
    "Kenya says that Uganda attacked Rwanda.": "2024-06-12",
    "Kenya sanctions Uganda for the first time since 1979.": "2024-06-12",
    "Kenya sanctions Uganda until May 2031.": "2024-06-12",
    "Kenya sanctions Uganda, which joined the bloc in 2019.": "2024-06-12",
    "Kenya sanctioned Uganda.": "2024-06-12",
    "The ministers landed on Monday. Kenya sanctioned Uganda.": "2024-06-10",
    "The ministers landed on Monday. They smiled. Kenya sanctioned Uganda.": "2024-06-12",
    "The ministers landed on Monday.\n\nKenya sanctioned Uganda.": "2024-06-12",
    "The envoys left for Kenya, which sanctioned Uganda.": "2024-06-12",
    "Kenya sanctioned Uganda the previous day.": "2024-06-11",
    "Earlier in the week Kenya sanctioned Uganda.": "2024-06-10",
    "The war began on 2 May 2021. Kenya sanctioned Uganda.": "2024-06-12",
}


@pytest.mark.parametrize("text", CASES)
def test_time_of_an_event(text: str, rules: Extractor) -> None:
    article = Article("a", text, published=date(2024, 6, 12))
    [(_, statements)] = rules.extract([article])
    [statement] = [s for s in statements if s.relation.name in ("sanctioned", "attacked")]
    assert (statement.time.start if statement.time else None) == CASES[text]


@pytest.mark.parametrize(
    ("text", "place", "state"),
    [
        ("Putin met Erdogan in Sochi on Monday.", "Sochi", "Russia"),
        (
            "Iran held talks with Oman in Geneva on Monday.",
            "Geneva",
            "Switzerland",
        ),
        ("Israel bombed Hezbollah positions near Tyre in southern Lebanon.", "Tyre", "Lebanon"),
    ],
)
def test_an_event_has_the_place_that_its_clause_names(
    rules: Extractor, text: str, place: str, state: str
) -> None:
    [(_, found)] = rules.extract([Article("a", text)])
    places = {s.place for s in found if s.relation.political}
    assert [(p.label, p.of) for p in places if p is not None] == [(place, state)]


def test_a_place_that_is_an_end_is_not_the_place_too(rules: Extractor) -> None:
    [(_, found)] = rules.extract([Article("a", "Russia launched strikes on Kharkiv.")])
    assert [s.place for s in found if s.object.label == "Kharkiv"] == [None] * len(found)
