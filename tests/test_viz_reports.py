"""Pages and figures of single results."""

import re
from dataclasses import replace

import pytest

from kg.graph import alliance, bloc_matrix, blocs, build, change_points, compare, timeline
from kg.viz import comparison_page, figures, matrix_page, timeline_page

from .browser.small_world import syria
from .test_graph_build import ACTORS, say

HOSTILE = '</title><script>window.ran=1</script><img src=x onerror="1">'


@pytest.fixture(scope="module")
def world():
    articles, said = syria()
    return articles, said, build(said, articles=articles)


def test_a_pair_month_by_month_with_its_sentences(world):
    articles, said, graph = world
    periods = timeline(graph, "actor:TUR", "actor:RUS")
    page = timeline_page(
        periods,
        title="Turkey and Russia",
        steps=change_points(periods),
        statements=said,
        articles=articles,
    )
    assert '<mark class="trigger">shot down</mark>' in page
    assert page.count("<rect") == sum((p.cooperation > 0) + (p.conflict > 0) for p in periods)
    assert 'class="step"' in page
    assert page.index("2017-03") < page.index("2015-11", page.index("<section"))
    assert page == timeline_page(
        periods,
        title="Turkey and Russia",
        steps=change_points(periods),
        statements=said[::-1],
        articles=articles,
    )


def test_blocs_against_each_other(world):
    network = alliance(world[2])
    groups = [bloc.members for bloc in blocs(network)][:3]
    page = matrix_page(["A", "B", "C"], bloc_matrix(network, groups), title="Blocs")
    assert page.count('class="measure conflict"') == 9


def test_two_periods_side_by_side(world):
    articles, said, graph = world
    changes = compare(graph, ("2015", "2015"), ("2016", "2016"))
    labels = dict(graph.nodes(data="label"))
    page = comparison_page(changes, labels, title="Change", statements=said, articles=articles)
    assert "Russia – Turkey" in page
    assert "turned: " in page


def test_no_script_and_no_markup_from_outside():
    bad = replace(ACTORS["Turkey"], label=HOSTILE)
    said = [replace(say("Turkey | met | Russia", start="2015-01-01"), subject=bad)]
    graph = build(said)
    pages = [
        timeline_page(timeline(graph, "actor:TUR"), title=HOSTILE, statements=said),
        matrix_page([HOSTILE], [[(1.0, 0.0)]], title=HOSTILE),
        comparison_page(
            compare(graph, ("2014", "2014"), ("2015", "2015")),
            {"actor:TUR": HOSTILE},
            title=HOSTILE,
            statements=said,
        ),
    ]
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "default-src 'none'" in page


def test_figures_are_drawn(world, tmp_path):
    pytest.importorskip("matplotlib", reason="the extra 'notebooks' is not installed")
    _, said, graph = world
    network = alliance(graph)
    periods = timeline(graph, "actor:TUR", "actor:RUS")
    groups = [bloc.members for bloc in blocs(network)][:3]
    drawn = [
        figures.timeline_figure(periods, title="Pair", steps=change_points(periods)),
        figures.matrix_figure(["A", "B", "C"], bloc_matrix(network, groups)),
        figures.comparison_figure(
            compare(graph, ("2015", "2015"), ("2016", "2016")), dict(graph.nodes(data="label"))
        ),
        figures.network_figure(said, states=True),
    ]
    for n, figure in enumerate(drawn):
        figure.savefig(tmp_path / f"{n}.svg")
        assert re.search("<svg", (tmp_path / f"{n}.svg").read_text(encoding="utf-8"))
