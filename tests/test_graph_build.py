"""Statements become a multigraph with one edge each."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import build
from kg.model import Actor, Article, Evidence, Statement, Status, TimeSpan
from kg.ontology import ontology

ACTORS = {
    actor.label: actor
    for actor in (
        Actor("actor:TUR", "Turkey", "State", names=("Turkish",)),
        Actor("actor:RUS", "Russia", "State"),
        Actor("actor:USA", "United States", "State", names=("America",)),
        Actor("actor:SYR", "Syria", "State"),
        Actor("actor:GRC", "Greece", "State"),
        Actor("actor:army", "Turkish Armed Forces", "StateMilitary", of="Turkey"),
        Actor("actor:putin", "Vladimir Putin", "Person", of="Russia"),
        Actor("actor:rebels", "Syrian opposition", "PoliticalParty", of="Syria"),
        Actor("actor:ypg", "YPG", "ArmedGroup"),
        Actor("actor:isis", "Islamic State", "ArmedGroup"),
        Actor("actor:aleppo", "Aleppo", "City", of="Syria"),
    )
}


def say(sentence, *, article="a1", confidence=1.0, status="asserted", start=None, end=None):
    """Return the statement of "Turkey | backs | YPG"; the sentence is its own evidence."""
    subject, relation, object = (part.strip() for part in sentence.split("|"))
    return Statement(
        article,
        ACTORS[subject],
        ontology().relation(relation),
        ACTORS[object],
        Evidence(0, len(sentence), sentence),
        status=Status(status),
        time=TimeSpan(start, end) if start or end else None,
        confidence=confidence,
    )


def edge(graph):
    ((_, _, about),) = graph.edges(data=True)
    return about


def test_each_statement_is_one_edge():
    said = [
        say("Turkey | attacked | YPG"),
        say("Turkey | attacked | YPG", article="a2"),
        say("Turkey | met | Russia"),
    ]
    graph = build(said)
    assert {key for _, _, key in graph.edges(keys=True)} == {s.id for s in said}
    assert graph.number_of_edges("actor:TUR", "actor:ypg") == 2


def test_the_same_statement_twice_is_one_edge():
    assert build([say("Turkey | met | Russia")] * 2).number_of_edges() == 1


def test_names_seen_anywhere_are_kept():
    graph = build([say("Turkey | met | Russia")])
    assert graph.nodes["actor:TUR"]["names"] == ("Turkish",)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say("Turkey | met | Russia"), ("2017-03-10", "2017-03-10")),
        (say("Turkey | met | Russia", start="2015"), ("2015", "2015")),
        (say("Turkey | opposes | Russia", start="2011"), ("2011", "2017-03-10")),
        (say("Turkey | opposes | Russia", start="2011", end="2012"), ("2011", "2012")),
        (say("Turkey | opposes | Russia", end="2012"), ("2012", "2012")),
        (say("Turkey | met | Russia", start="2015-13"), ("2017-03-10", "2017-03-10")),
    ],
)
def test_an_edge_knows_when(said, expected):
    article = Article("a1", "text", published=date(2017, 3, 10))
    about = edge(build([said], articles=[article]))
    assert (about["start"], about["end"]) == expected


def test_without_date_there_is_none():
    assert edge(build([say("Turkey | met | Russia")]))["start"] is None


def test_copies_of_one_report_are_one_source():
    articles = [
        Article("a1", "Wire report.", source="Daily"),
        Article("a2", "Wire  report.", source="Herald"),
        Article("a3", "Own report.", source="Herald"),
    ]
    said = [say("Turkey | met | Russia", article=a.id) for a in articles]
    graph = build(said, articles=articles)
    assert sorted(s for *_, s in graph.edges(data="source")) == ["Daily", "Daily", "Herald"]


SAID = [
    say(sentence, article=article)
    for article in ("a1", "a2")
    for sentence in ("Turkey | met | Russia", "Turkey | attacked | YPG", "YPG | fights | Turkey")
]


@settings(deadline=None)
@given(st.permutations(SAID))
def test_order_does_not_matter(said):
    one, other = build(SAID), build(said)
    assert list(one.edges(keys=True)) == list(other.edges(keys=True))
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
