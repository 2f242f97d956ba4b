"""Pairs and networks over time."""

from datetime import date

import pytest

from kg.errors import BadInput
from kg.graph import Period, alliance, build, change_points, compare, timeline, trend
from kg.model import Article

from .test_graph_build import say


def periods(*balances):
    return [
        Period(f"{2010 + n // 12}-{n % 12 + 1:02}", max(b, 0.0), max(-b, 0.0), (f"s:{n}",))
        for n, b in enumerate(balances)
    ]


def test_a_pair_month_by_month_without_gaps():
    said = [
        say("Turkey | attacked | Russia", start="2015-11-24"),
        say("Turkish Armed Forces | downedAircraftOf | Russia", start="2015-11-24", article="a2"),
        say("Vladimir Putin | met | Turkey", start="2016-01-09"),
        say("Turkey | met | Russia", start="2016"),
        say("Turkey | met | Greece", start="2016-01-09"),
    ]
    found = timeline(build(said), "actor:TUR", "actor:RUS")
    assert [(p.month, p.cooperation, p.conflict) for p in found] == [
        ("2015-11", 0.0, 0.9),
        ("2015-12", 0.0, 0.0),
        ("2016-01", 0.25, 0.0),
    ]
    assert len(found[0].statements) == 2
    assert sum(p.cooperation for p in timeline(build(said), "actor:TUR")) == 0.5


def test_blocs_have_a_timeline_too():
    said = [
        say("Turkey | met | Russia", start="2016-01-09"),
        say("Greece | met | Syria", start="2016-01-09"),
        say("Turkey | met | Greece", start="2016-01-10"),
    ]
    ones, others = ["actor:TUR", "actor:GRC"], ["actor:RUS", "actor:SYR"]
    (month,) = timeline(build(said), ones, others)
    assert month.cooperation == 0.5
    assert timeline(build([]), ones) == []


def test_a_lasting_state_counts_when_it_was_reported():
    said = [say("Turkey | opposes | Russia", start="2011")]
    graph = build(said, articles=[Article("a1", "t", published=date(2017, 3, 10))])
    assert [p.month for p in timeline(graph, "actor:TUR", "actor:RUS")] == ["2017-03"]


def test_steps_are_found_and_named():
    found = change_points(periods(*[1.0, 0.8, 1.2] * 4, *[-2.0, -1.8] * 5))
    assert [point.month for point in found] == ["2011-01"]
    assert found[0].before == pytest.approx(1.0)
    assert found[0].after == pytest.approx(-1.9)
    assert found[0].statements == ("s:11", "s:12")
    assert found[0].chance <= 0.05


def test_two_steps_make_three_phases():
    found = change_points(periods(*[1.0] * 10, *[-1.0] * 10, *[0.5] * 10))
    assert [point.month for point in found] == ["2010-11", "2011-09"]
    assert [(point.before, point.after) for point in found] == [(1.0, -1.0), (-1.0, 0.5)]


@pytest.mark.parametrize("balances", [[], [1.0], [1.0, -1.0] * 10, [0.0] * 30])
def test_noise_and_silence_have_no_steps(balances):
    assert change_points(periods(*balances)) == []


def test_trend_points_where_it_goes():
    assert trend(periods(*range(12))).per_year == pytest.approx(12)
    assert trend(periods(3, 2, 1)).tau == -1.0
    assert trend([]).per_year == 0.0


def test_two_periods_differ():
    said = [
        say("Turkey | attacked | Russia", start="2015-11-24"),
        say("Turkey | met | Russia", start="2016-08-09"),
        say("Turkey | met | Greece", start="2015-05"),
        say("Turkey | attacked | YPG", start="2016-02"),
        say("Turkey | backs | Syria", start="2015-01", end="2016-12"),
    ]
    changes = compare(build(said), ("2015", "2015"), ("2016", "2016"))
    assert [(c.first, c.second, c.kind) for c in changes] == [
        ("actor:RUS", "actor:TUR", "turned"),
        ("actor:TUR", "actor:ypg", "new"),
        ("actor:GRC", "actor:TUR", "gone"),
    ]
    assert changes[0].step == pytest.approx(1.15)
    assert len(changes[0].statements) == 2


def test_a_window_that_is_no_date_is_refused():
    with pytest.raises(BadInput, match="YYYY-MM"):
        alliance(build([]), window=("last year", None))
