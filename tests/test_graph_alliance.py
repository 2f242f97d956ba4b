"""The signed network: what counts, how often, and for whom."""

from datetime import date

import pytest

from kg.errors import BadInput
from kg.graph import actor_id, alliance, build
from kg.model import Article, Status

from .test_graph_build import say


def pair(said, a="actor:TUR", b="actor:RUS", *, articles=(), **options):
    return alliance(build(said, articles=articles), **options).edges[a, b]


def test_cooperation_and_conflict_are_two_numbers():
    edge = pair([say("Turkey | backs | Russia"), say("Turkey | attacked | Russia")])
    assert (edge["cooperation"], edge["conflict"]) == (0.8, 0.9)
    assert edge["weight"] == pytest.approx(-0.1)
    assert edge["sign"] == -1
    assert edge["tone"] == pytest.approx(-0.1 / 1.7)


def test_confidence_counts():
    assert pair([say("Turkey | backs | Russia", confidence=0.5)])["cooperation"] == 0.4


def test_one_event_a_day_counts_once_with_its_strongest_statement():
    said = [
        say("Turkey | attacked | Russia", article="a1", start="2015-11-24"),
        say("Turkey | downedAircraftOf | Russia", article="a2", start="2015-11-24"),
        say("Russia | sanctioned | Turkey", article="a3", start="2015-11-28"),
    ]
    edge = pair(said)
    assert edge["conflict"] == pytest.approx(0.9 + 0.6)
    assert edge["events"] == 2
    assert len(edge["statements"]) == 3


def test_statements_are_named():
    said = [say("Turkey | met | Russia"), say("Turkey | met | Russia", article="a2")]
    assert pair(said)["statements"] == tuple(sorted(s.id for s in said))


def test_only_what_is_asserted_counts_unless_asked():
    said = [
        say("Turkey | met | Russia", status="planned"),
        say("Turkey | attacked | Russia", status="negated"),
    ]
    assert alliance(build(said)).number_of_edges() == 0
    assert pair(said, statuses=[Status.planned])["sign"] == 1


def test_organs_and_office_holders_act_for_their_states():
    said = [
        say("Turkish Armed Forces | downedAircraftOf | Russia"),
        say("Vladimir Putin | met | Turkey"),
    ]
    assert set(alliance(build(said))) == {"actor:TUR", "actor:RUS"}
    assert set(alliance(build(said), roll_up=False)) == {
        "actor:army",
        "actor:RUS",
        "actor:putin",
        "actor:TUR",
    }


def test_a_state_that_no_statement_names_is_made_from_its_label():
    network = alliance(build([say("Turkish Armed Forces | attacked | YPG")]))
    assert network.nodes["state:Turkey"]["label"] == "Turkey"
    assert network.nodes["state:Turkey"]["type"] == "State"
    only = alliance(build([say("Turkish Armed Forces | attacked | Greece")]), types=["State"])
    assert set(only) == {"state:Turkey", "actor:GRC"}


def test_a_party_does_not_act_for_its_state():
    network = alliance(build([say("Syrian opposition | fights | Syria")]))
    assert set(network) == {"actor:rebels", "actor:SYR"}


def test_what_a_state_does_to_itself_says_nothing():
    assert not alliance(build([say("Turkish Armed Forces | protestedAgainst | Turkey")]))


def test_structure_makes_no_edge():
    assert not alliance(build([say("Vladimir Putin | headOfStateOf | Russia")]), roll_up=False)


def test_types_choose_the_actors():
    said = [say("Turkey | attacked | YPG"), say("Turkey | met | Russia")]
    assert set(alliance(build(said), types=["State"])) == {"actor:TUR", "actor:RUS"}
    assert "actor:ypg" in alliance(build(said), types=["Organisation"])


def test_a_place_counts_for_its_state_when_asked():
    said = [say("Russia | attacked | Aleppo"), say("Russia | met | Syria", article="a2")]
    assert set(alliance(build(said))) == {"actor:RUS", "actor:SYR"}
    assert pair(said, "actor:RUS", "actor:SYR")["conflict"] == 0.0
    assert pair(said, "actor:RUS", "actor:SYR", places=True)["conflict"] == 0.9
    assert "actor:aleppo" in alliance(build(said), types=["Place"])


@pytest.mark.parametrize(
    ("window", "weight"),
    [
        ((None, None), 1.6),
        (("2015-01", "2015"), 0.8),
        (("2016", None), 0.8),
        ((None, "2015-11-23"), None),
    ],
)
def test_a_window_keeps_what_falls_into_it(window, weight):
    said = [
        say("Turkey | backs | Russia", article="a1", start="2015-11-24", end="2015-11-24"),
        say("Turkey | backs | Russia", article="a2", start="2016", end="2017"),
        say("Turkey | attacked | Russia", article="undated"),
    ]
    network = alliance(build(said), window=window)
    found = network.edges["actor:TUR", "actor:RUS"]["weight"] if network else None
    assert found == (weight and pytest.approx(weight))


def test_decay_halves():
    said = [
        say("Turkey | backs | Russia", article="a1", start="2015-01-01", end="2015-01-01"),
        say("Turkey | backs | Greece", article="a2", start="2015-01-11", end="2015-01-11"),
    ]
    assert pair(said, half_life=10)["weight"] == pytest.approx(0.4)
    assert pair(said, b="actor:GRC", half_life=10)["weight"] == pytest.approx(0.8)
    window = (None, "2015-01-21")
    assert pair(said, half_life=10, window=window)["weight"] == pytest.approx(0.2)


def test_sources_are_independent():
    articles = [
        Article(f"a{n}", text, source=source, published=date(2015, 1, n + 1))
        for n, (text, source) in enumerate(
            [("Wire report.", "Daily"), ("Wire report.", "Herald"), ("Own.", "Times")]
        )
    ]
    said = [say("Turkey | met | Russia", article=a.id) for a in articles]
    assert pair(said, articles=articles)["sources"] == 2


def test_the_input_is_not_changed():
    graph = build([say("Turkish Armed Forces | attacked | YPG")])
    before = sorted(graph.nodes)
    alliance(graph)
    assert sorted(graph.nodes) == before


def test_actors_are_found_by_id_label_and_name():
    graph = build([say("Turkey | met | United States")])
    assert {actor_id(graph, n) for n in ("actor:USA", "united states", "America")} == {"actor:USA"}
    with pytest.raises(BadInput, match="Nearest: 'Turkey'"):
        actor_id(graph, "Turky")
