"""Official sites: whose "the President", "the Government" and meetings without a host are there."""

from datetime import date

import pytest

from kg.actors import register
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.publishers import Site, site, sites

DAY = date(2005, 6, 2)


def found(rules: Extractor, text: str, source: str | None) -> set[tuple[str, str, str]]:
    """What rules find in a text from a source."""
    [(_, statements)] = rules.extract([Article("a", text, published=DAY, source=source)])
    return {(s.subject.label, s.relation.name, s.object.label) for s in statements}


@pytest.mark.parametrize(
    ("source", "url", "known"),
    [
        ("en.kremlin.ru", None, Site("actor:RUS", "president")),
        (None, "http://www.state.gov/briefings/1", Site("actor:USA", "secretary of state")),
        ("The Nairobi Post", "https://example.org/kremlin.ru", None),
        ("notkremlin.ru", None, None),
        (None, None, None),
    ],
)
def test_a_site_is_known_by_its_address(
    source: str | None, url: str | None, known: Site | None
) -> None:
    assert site(Article("a", "...", source=source, url=url)) == known


@pytest.mark.parametrize(
    "known", sorted({*sites().values()}, key=str), ids=lambda s: f"{s.of} {s.principal}"
)
def test_who_runs_a_site_is_registered_and_its_office_held(known: Site) -> None:
    assert known.of in register().entries
    assert known.principal is None or register().holders(known.of, known.principal)


MEETING = (
    "The President spoke of health. Attending the meeting were Ivan Orlov and Olga Kuznetsova."
)


def test_the_president_is_of_whoever_publishes(rules: Extractor) -> None:
    ours = found(rules, MEETING, "en.kremlin.ru")
    assert ("Ivan Orlov", "met", "Vladimir Putin") in ours
    assert ("Ivan Orlov", "met", "George W. Bush") in found(rules, MEETING, "whitehouse.gov")
    assert not found(rules, MEETING, "The Nairobi Post")


def test_the_president_of_a_state_that_is_named_is_not(rules: Extractor) -> None:
    text = "The Chadian president criticized Mali."
    assert ("Idriss Déby", "criticized", "Mali") in found(rules, text, "en.kremlin.ru")


def test_a_title_that_another_state_uses_is_of_whoever_was_named(rules: Extractor) -> None:
    text = "Gerhard Schröder came to Moscow. The Chancellor criticized Serbia."
    assert ("Gerhard Schröder", "criticized", "Serbia") in found(rules, text, "en.kremlin.ru")


def test_the_government_is_of_whoever_publishes(rules: Extractor) -> None:
    text = "Ukraine is in turmoil. The government criticized Serbia."
    assert ("Russian government", "criticized", "Serbia") in found(rules, text, "en.kremlin.ru")
    assert ("Ukrainian government", "criticized", "Serbia") in found(rules, text, None)


def test_a_heading_does_not_say_who_holds_the_meeting(rules: Extractor) -> None:
    text = "Work meeting with Roman Abramovich."
    assert found(rules, text, "en.kremlin.ru") == {("Vladimir Putin", "met", "Roman Abramovich")}
    assert not found(rules, text, None)


def test_a_heading_that_names_the_host_needs_no_other(rules: Extractor) -> None:
    text = "Vladimir Putin's meeting with Roman Abramovich."
    assert found(rules, text, "en.kremlin.ru") == {("Vladimir Putin", "met", "Roman Abramovich")}
