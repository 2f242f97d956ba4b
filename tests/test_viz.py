"""The page as text: self-contained, the same each time, hostile words kept as words."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article, Evidence
from kg.viz import html
from kg.viz.layout import positions
from kg.viz.page import embedded
from kg.viz.scene import Link, marked, months, scene

from .browser.small_world import syria
from .test_graph_build import say


def block(page, name):
    (text,) = re.findall(rf'id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


@pytest.fixture(scope="module")
def page():
    articles, said = syria()
    return html(said, title="Syria & its neighbours", articles=articles)


def test_the_same_input_gives_the_same_bytes(page):
    articles, said = syria()
    again = html(reversed(said), title="Syria & its neighbours", articles=reversed(articles))
    assert again == page


def test_nothing_is_loaded_from_outside(page):
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "http" not in markup.replace("http-equiv", "")
    assert "sourceMappingURL" not in page
    assert page.startswith("<!DOCTYPE html>")


def test_the_policy_allows_exactly_our_scripts(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    policy = policy.replace("&#39;", "'")
    allowed = re.findall(r"'sha256-([^']*)'", policy)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [
        base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts
    ] == allowed
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.split("style-src")[0]


def test_titles_are_text(page):
    assert "<title>Syria &amp; its neighbours</title>" in page
    hostile = html([], title="</title><script>1</script>")
    assert "<script>1" not in hostile


@settings(deadline=None)
@given(st.text())
def test_json_never_ends_its_script(text):
    assert "<" not in embedded({"a": text})
    assert json.loads(embedded({"a": text})) == {"a": text}


def test_each_statement_is_there_with_its_words(page):
    data = block(page, "kg-data")
    assert len(data["statements"]) == len(syria()[1])
    (downed,) = [
        s
        for s in data["statements"]
        if data["relations"][s["relation"]]["name"] == "downedAircraftOf"
    ]
    assert ["shot down", "trigger"] in downed["words"]
    assert data["articles"][downed["article"]]["published"] == "2015-11-24"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/local", "http://"])
def test_only_web_addresses_become_links(url):
    shown = scene([say("Turkey | met | Russia")], [Article("a1", "t", url=url)])
    assert "url" not in shown.articles[0]


def test_links_part_by_sign_and_by_what_is_asserted():
    said = [
        say("Turkey | met | Russia"),
        say("Russia | backs | Turkey"),
        say("Turkey | attacked | Russia"),
        say("Russia | attacked | Turkey", status="negated"),
    ]
    links = scene(said).links
    assert [(link.sign, link.asserted, len(link.statements)) for link in links] == [
        (-1, False, 1),
        (-1, True, 1),
        (1, True, 2),
    ]


def test_states_stand_for_organs_even_when_no_statement_names_them():
    shown = scene([say("Turkish Armed Forces | attacked | YPG")])
    assert [a.label for a in shown.actors] == ["Turkish Armed Forces", "YPG", "Turkey"]
    (link,) = shown.state_links
    assert {link.first, link.second} == {1, 2}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say("Turkey | met | Russia"), ["2017-03", "2017-03"]),
        (say("Turkey | met | Russia", start="2015"), ["2015-01", "2015-12"]),
        (say("Turkey | opposes | Russia", start="2015-11-24"), ["2015-11", "2017-03"]),
        (say("Turkey | opposes | Russia", start="2011", end="2012-02"), ["2011-01", "2012-02"]),
        (say("Turkey | met | Russia", start="nonsense"), None),
    ],
)
def test_months(said, expected):
    found = months(said, date(2017, 3, 10).isoformat())
    assert (found and [f"{m // 12}-{m % 12 + 1:02}" for m in found]) == expected


def test_marks_that_overlap_or_lie_outside_are_left_out():
    words = Evidence(0, 6, "A hit B", (0, 1), (0, 5), (6, 99))
    assert marked(words) == [["A", "subject"], [" hit B"]]
    assert "".join(piece[0] for piece in marked(words)) == words.text


def boxes_apart(places, labels, radius):
    half = [(max(2 * radius, 7 * len(label)) / 2, radius + 14) for label in labels]
    return all(
        abs(places[a][0] - places[b][0]) >= half[a][0] + half[b][0] - 2
        or abs(places[a][1] - places[b][1]) >= half[a][1] + half[b][1] - 2
        for a in range(len(places))
        for b in range(a)
    )


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda n: st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.sampled_from([-1, 0, 1])),
            max_size=20,
        ).map(lambda rows: (n, rows))
    )
)
def test_no_two_labels_share_a_place(drawn):
    count, rows = drawn
    links = [Link(min(a, b), max(a, b), sign, True, (0,)) for a, b, sign in rows if a != b]
    labels = ["A rather long label"] * count
    places = positions([12.0] * count, labels, links)
    assert boxes_apart(places, labels, 12.0)
    assert places == positions([12.0] * count, labels, links)


def test_a_large_graph_has_its_core_laid_out_and_the_rest_around_it():
    pairs = [(n, (n * 7 + 1) % 400) for n in range(390)] + [(398, 399)]
    links = [Link(min(p), max(p), 1 if p[0] % 3 else -1, True, (0,)) for p in pairs if p[0] != p[1]]
    labels = ["A label"] * 400
    places = positions([8.0] * 400, labels, links, core=list(range(40)))
    assert len(set(places)) == 400
    assert boxes_apart(places[:40], labels[:40], 8.0)
    assert places == positions([8.0] * 400, labels, links, core=list(range(40)))


def test_a_large_network_opens_with_its_strongest_links():
    said = [
        say("Turkey | attacked | Russia", article=f"a{n}", start=f"2015-01-{n + 1:02}")
        for n in range(3)
    ]
    said += [
        say("Turkey | attacked | Greece", article=f"b{n}", start="2015-01-01") for n in range(9)
    ]
    said += [say("Turkey | attacked | Syria", status="negated"), say("Aleppo | locatedIn | Syria")]
    shown = scene(said)
    best, second = shown.strongest(shown.links, 5)
    assert {shown.actors[best.first].label, shown.actors[best.second].label} == {"Turkey", "Russia"}
    assert (shown.strength(best), shown.strength(second)) == pytest.approx((2.7, 0.9))
