"""When an event was: what the words say, the day of the report, or nothing."""

from datetime import date

import pytest

from kg.model import Article
from kg.nlp import Extractor

CASES = {
    "Kenya sanctioned Uganda on 3 May 2024.": "2024-05-03",
    "Kenya sanctioned Uganda in May 2024.": "2024-05",
    "Kenya sanctions Uganda.": "2024-06-12",
    "Kenya sanctioned Uganda Monday.": "2024-06-10",
    "Kenya sanctioned Uganda on Monday night.": "2024-06-10",
    "Kenya sanctioned Uganda on Thursday last week.": "2024-06-06",
    "Kenya sanctioned Uganda on New Year's Eve.": "2023-12-31",
    "Kenya will sanction Uganda at Christmas.": "2024-12-25",
    "Kenya attacked Uganda in the 19th century.": "1801",
    "Kenya attacked Uganda in the seventeenth century.": "1601",
    "Kenya attacked Uganda half a century ago.": None,
    "Kenya attacked Uganda in the 0th century.": "2024-06-12",
    "Kenya sanctioned Uganda in the 21st century.": None,
    "Kenya said it sanctioned Uganda.": None,
    "Kenya had sanctioned Uganda.": None,
    "Kenya will sanction Uganda on Friday.": "2024-06-14",
    "Last week Kenya sanctioned Uganda.": "2024-06-03",
    "Kenya says that Uganda attacked Rwanda.": "2024-06-12",
    "Kenya sanctions Uganda for the first time since 1979.": "2024-06-12",
    "Kenya sanctions Uganda until May 2031.": "2024-06-12",
    "Kenya sanctions Uganda, which joined the bloc in 2019.": "2024-06-12",
    "Kenya, which has sanctioned Uganda, met Tanzania on Monday.": None,
    "Since it sanctioned Uganda, Kenya has met Tanzania.": None,
    "Kenya halts its sanctions on Uganda.": None,
    "Kenya sanctioned Uganda, which has to answer by Friday.": "2024-06-12",
    "Kenya sanctioned Uganda in a speech about the summit on 20 June.": "2024-06-12",
    "Kenya sanctioned Uganda.": "2024-06-12",
    "Kenya attacked Uganda in the October 7 attacks.": "2023-10-07",
    "Kenya sanctioned Uganda for the October 7 attacks.": "2024-06-12",
    "The ministers landed on Monday. Kenya sanctioned Uganda.": "2024-06-10",
    "The ministers landed on Monday. They smiled. Kenya sanctioned Uganda.": "2024-06-10",
    "The ministers landed on Monday.\n\nKenya sanctioned Uganda.": "2024-06-10",
    "The envoys left for Kenya, which sanctioned Uganda.": "2024-06-12",
    "Kenya sanctioned Uganda the previous day.": "2024-06-11",
    "Earlier in the week Kenya sanctioned Uganda.": "2024-06-10",
    "The war began on 2 May 2021. Kenya sanctioned Uganda.": "2024-06-12",
    "In 2021 war broke out. Kenya sanctioned Uganda.": None,
    "In 2021 war broke out.\n\nKenya sanctioned Uganda.": "2024-06-12",
    "In 2021 war broke out. Now it is over. Kenya sanctioned Uganda.": "2024-06-12",
    "In 2021 war broke out. In May Kenya sanctioned Uganda.": "2021-05",
    "War broke out in 2021. In May of that year Kenya sanctioned Uganda.": "2021-05",
    "In 2021 war broke out. Last May Kenya sanctioned Uganda.": "2024-05",
    "Kenya sanctioned Uganda on Saturday, Tanzania said on Sunday.": "2024-06-08",
    "Kenya sanctioned Uganda in 2019 but on Monday met Rwanda.": "2019",
    "Kenya on Monday sanctioned Uganda ahead of a summit on Friday.": "2024-06-10",
    "Kenya will sanction Uganda, Tanzania said on Monday.": None,
    "Kenya decided on Tuesday to sanction Uganda.": None,
    "Kenya sanctioned Uganda over the weekend.": "2024-06-08",
    "Kenya sanctioned Uganda a few years ago.": None,
    "Kenya sanctioned Uganda fifteen years ago.": "2009",
    "Kenya sanctioned Uganda at the end of May.": "2024-05",
    "Rwanda met Chad on 3 June. The next day Kenya sanctioned Uganda.": "2024-06-04",
    "Rwanda met Chad in 2015. A year later Kenya sanctioned Uganda.": "2016",
    "Kenya has sanctioned Uganda since 2019.": "2019",
    "Rwanda met Chad. The talks failed. Kenya has sanctioned Uganda, too.": None,
    "In a 2019 speech Kenya attacked Uganda.": "2019",
    "The ministers of Monday's summit landed. Kenya sanctioned Uganda.": "2024-06-12",
    "Kenya sanctions Uganda\n\nChad's envoy landed on Monday.": "2024-06-10",
    "Kenya sanctions Uganda.\n\nChad's envoy landed on Monday.": "2024-06-12",
    "In a letter dated June 4, Kenya sanctioned Uganda.": "2024-06-04",
    "Chad was convicted in 2012 and Kenya sanctioned Uganda.": None,
    "In 2012 Chad was convicted and Kenya sanctioned Uganda.": "2012",
    "Kenya announces tariffs on Uganda to take effect on July 3.": "2024-07-03",
    "Kenya announced sanctions on Uganda, set to start on July 3.": "2024-07-03",
    "Kenya announced sanctions on Uganda that will begin in July.": "2024-07",
    "Kenya lifted its blockade on Monday. Then it sanctioned Uganda.": "2024-06-10",
    "Kenya lifted its sanctions on Uganda on Monday.": None,
    "Kenya ended its sanctions on Uganda on Monday.": None,
    "Kenya's sanctions on Uganda were lifted on Monday.": None,
    "Kenya lifted its sanctions of 2019 on Uganda on Monday.": "2019",
    "For five years Kenya has attacked Uganda.": None,
    "On June 4 Chad asked Kenya to sanction Uganda by Friday.": "2024-06-07",
    "Chad was told on Monday by Kenya to attack Uganda on Tuesday.": "2024-06-11",
    "Chad might have asked Kenya in May to sanction Uganda.": None,
    "Kenya sanctions Uganda, the harshest step since the revolution in 1979.": "2024-06-12",
    "Kenya sanctioned Uganda on Saturday, a week after Uganda met Rwanda.": "2024-06-08",
    "Rwanda met Chad on Saturday, a week after Kenya sanctioned Uganda.": None,
    "Kenya sanctioned Uganda in August.": "2023-08",
    "Kenya sanctioned Uganda in July.": "2023-07",
    "If Kenya sanctions Uganda on Friday, Rwanda will leave.": "2024-06-14",
    "Kenya sanctioned Uganda from October 2016 to July 2017.": "2016-10",
    "Kenya sanctioned Uganda on 21 and 22 May.": "2024-05-21",
    "Kenya sanctioned Uganda on 2024-05-03.": "2024-05-03",
    "Kenya sanctioned Uganda on Tuesday, 16 May 2023.": "2023-05-16",
    "Kenya sanctioned Uganda on Monday, June 3.": "2024-06-03",
    "Kenya sanctioned Uganda in April of last year.": "2023-04",
    "Kenya sanctioned Uganda in September last year.": "2023-09",
    "Kenya claims to have sanctioned Uganda.": "2024-06-12",
    "William Ruto, the winner of the vote in 2022, sanctioned Uganda.": "2024-06-12",
    "Kenya, which sanctioned Uganda, met Rwanda on Monday.": None,
    "Kenya sanctioned Uganda for arming rebels in 2022.": "2024-06-12",
    "Kenya sanctions Uganda for a murder in 2021.": "2024-06-12",
    "Chad becomes the first state to sanction Uganda.": "2024-06-12",
    "Rwanda met Chad when Kenya sanctioned Uganda.": "2024-06-12",
    "Rwanda denounced the sanctions imposed on Uganda by Kenya in 2019.": "2019",
    "A few hours before Chad voted on Monday, Kenya sanctioned Uganda.": "2024-06-10",
    "Rwanda admitted on Monday that it had sanctioned Uganda.": None,
    "Kenya sanctions Uganda after a riot in 2022.": "2024-06-12",
    "Kenya's sanctions on Uganda.": "2024-06-12",
    "Rwanda denounces sanctions imposed earlier on Uganda by Kenya.": None,
}


@pytest.mark.parametrize("text", CASES)
def test_time_of_an_event(text: str, rules: Extractor) -> None:
    article = Article("a", text, published=date(2024, 6, 12))
    [(_, statements)] = rules.extract([article])
    [statement] = [s for s in statements if s.relation.name in ("sanctioned", "attacked")]
    assert (statement.time.start if statement.time else None) == CASES[text]


def test_taking_part_in_something_has_a_time(rules: Extractor) -> None:
    text = "Emmanuel Macron attended the G7 summit in Kananaskis on Monday."
    [(_, found)] = rules.extract([Article("a", text, published=date(2024, 6, 12))])
    [part] = [s for s in found if s.relation.name == "participatesIn"]
    assert part.time is not None
    assert part.time.start == "2024-06-10"


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
