"""Answers to a sheet of what may be said in a text: how they are read, and what is reported."""

from datetime import date

import pytest

from kg.model import Article
from kg.nlp import Extractor
from training.assisted import AnswerError, Sheet, collected

TEXT = "Russia bombed Aleppo on Monday. Its troops will leave the town, said Turkey."
ARTICLE = Article("a-1", TEXT, published=date(2016, 8, 9))
SENTENCES = [(0, 31), (32, len(TEXT))]


@pytest.fixture(scope="module")
def sheet(rules: Extractor) -> Sheet:
    found = rules.statements(rules.nlp(TEXT), ARTICLE)
    return Sheet(ARTICLE, SENTENCES, {"a": next(s for s in found if s.object.label == "Aleppo")})


def test_a_sheet_shows_what_is_offered_below_its_sentence(sheet: Sheet) -> None:
    head, first, offered, second, _ = sheet.lines()
    assert head == "=== a-1  2016-08-09"
    assert first == "[1] Russia bombed Aleppo on Monday."
    assert offered.startswith(
        "    a  Russia {Russia} | attacked | Aleppo {Aleppo} | asserted | - |"
    )
    assert second.startswith("[2] Its troops")


def test_a_letter_takes_an_offer_as_it_is_or_changed(sheet: Sheet) -> None:
    plain = sheet.answer("a").as_json()
    assert (plain["relation"], plain["status"]) == (["attacked"], "asserted")
    assert TEXT[slice(*plain["object"]["span"])] == "Aleppo"
    changed = sheet.answer("a relation=killed,attacked object=Aleppo;Syria speaker=Turkey time=-")
    assert changed.relation == ("killed", "attacked")
    assert changed.object == ("Aleppo", "Syria")
    assert (changed.speaker, changed.time) == ("Turkey", None)


def test_what_is_missing_is_added_with_the_words_of_its_sentence(sheet: Sheet) -> None:
    line = "+ [2] Its troops {Russia} | withdrewFrom | the town {Aleppo} | planned | - | - | leave"
    record = sheet.answer(line).as_json()
    assert [TEXT[slice(*record[end]["span"])] for end in ("subject", "object")] == [
        "Its troops",
        "the town",
    ]
    assert TEXT[slice(*record["trigger"])] == "leave"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("b", "no statement 'b' was offered"),
        ("a relation=atacked", "nearest is"),
        ("a status=sure", "no status 'sure'"),
        ("a because", "changes nothing"),
        ("+ [3] Its troops {Russia} | left | x {y} | asserted | - | - | leave", "no sentence 3"),
        ("+ [2] Its men {Russia} | left | - {EU} | asserted | - | - | leave", "does not stand in"),
        ("+ [2] Its troops | left | - {EU} | asserted | - | - | leave", "not of the form"),
        ("+ [2] Its troops {Russia} | left", "2 fields instead of 7"),
    ],
)
def test_what_cannot_be_read_is_told(sheet: Sheet, line: str, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        sheet.answer(line)


def test_a_text_with_an_error_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    other = Article("a-2", "Nothing.")
    lines = ["=== a-1", "zz", "=== a-2", "=== a-3"]
    found = list(collected(lines, {"a-1": ARTICLE, "a-2": other}))
    assert found == [{"article": "a-2", "statements": []}]
    told = capsys.readouterr().err
    assert "line 2: zz" in told
    assert "a-3: no such text" in told
