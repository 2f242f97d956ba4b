"""The page in Debian's chromium with the network off: what a reader does, and what must not run."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Actor, Article, Evidence, Statement
from kg.ontology import ontology
from kg.viz import html

from .small_world import syria

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]

HOSTILE = '</script><script>window.ran=1</script><img src=x onerror="window.ran=1">href'


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Return a function that opens a page; every request, error and warning is kept and refused."""
    contexts = []

    def open_page(text, *, width=1400, height=900, **options):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda message: page.troubles.append(message.text))
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url == path.as_uri() else page.troubles.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        page.locator("html[data-painted]").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            assert page.troubles == []
        context.close()


@pytest.fixture(scope="module")
def syrian_page():
    articles, said = syria()
    return html(said, title="The war in Syria", articles=articles)


def until(page, expression, argument=None):
    """Wait for an expression to be true; the page's policy forbids playwright's own way."""
    for _ in range(100):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def number(page, label):
    return page.evaluate("label => kg.data.actors.findIndex(a => a.label === label)", label)


def click_link(page, one, other):
    """Click where the link of two actors is drawn."""
    at = page.evaluate(
        """([a, b]) => {
            const edge = kg.network.body.edges[kg.between(a, b)[0]];
            const spot = kg.network.canvasToDOM(edge.edgeType.getPoint(0.4));
            const frame = kg.at("graph").getBoundingClientRect();
            return [frame.left + spot.x, frame.top + spot.y];
        }""",
        [number(page, one), number(page, other)],
    )
    page.mouse.click(*at)


def shown(page):
    return page.evaluate("[...kg.present].map(kg.label).sort()")


def test_a_click_on_a_link_shows_the_sentence(visit, syrian_page):
    page = visit(syrian_page)
    click_link(page, "United States", "YPG")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "United States – YPG"
    card = panel.locator(".card").first
    assert "dropped rifles and ammunition" in card.locator("blockquote").inner_text()
    assert card.locator("mark.trigger").inner_text() == "dropped rifles and ammunition"
    assert card.locator("mark.subject").inner_text() == "US"
    assert card.locator("mark.object").inner_text() == "Kurdish forces"
    assert "Morning Wire, 20 Oct 2014" in card.inner_text()
    assert "94 %" in card.inner_text()
    link = card.locator("a")
    assert link.get_attribute("href") == "https://example.org/2014-10-20-morning-wire"
    assert "noopener" in link.get_attribute("rel")


def where(page, actor):
    """Where an actor stands on the screen, once the picture has come to rest."""
    before = None
    while True:
        at = page.evaluate(
            """(n) => {
                const spot = kg.network.canvasToDOM(kg.network.getPosition(n));
                const frame = kg.at("graph").getBoundingClientRect();
                return [frame.left + spot.x, frame.top + spot.y];
            }""",
            actor,
        )
        if at == before:
            return at
        before = at
        page.wait_for_timeout(200)


def test_a_click_on_an_actor_lists_friends_enemies_and_statements(visit, syrian_page):
    page = visit(syrian_page)
    at = where(page, number(page, "Hezbollah"))
    page.mouse.click(*at)
    assert page.locator("#panel h2").inner_text() == "Hezbollah"
    assert page.locator("#panel .partners.cooperation li").count() == 2
    assert page.locator("#panel .partners.conflict li").count() == 1
    page.locator("#panel .partners.conflict button").click()
    assert page.locator("#panel h2").inner_text() == "Israel – Hezbollah"
    assert "Syrian government" in page.locator("#panel .card dl").inner_text()  # who said so


def test_links_of_opposite_sign_are_both_drawn(visit, syrian_page):
    page = visit(syrian_page)
    page.locator("#as-states").click()
    looks = page.evaluate(
        "([a, b]) => kg.between(a, b).map(id => kg.linkSet.get(id))",
        [number(page, "Turkey"), number(page, "Russia")],
    )
    assert len(looks) == 2
    assert {look["smooth"]["type"] for look in looks} == {"curvedCW", "curvedCCW"}
    assert {bool(look["dashes"]) for look in looks} == {True, False}
    assert len({look["color"]["color"] for look in looks}) == 2


def test_states_take_over_from_their_organs(visit, syrian_page):
    page = visit(syrian_page)
    assert "Turkish Armed Forces" in shown(page)
    page.keyboard.press("s")
    assert "Turkish Armed Forces" not in shown(page)
    assert "Vladimir Putin" not in shown(page)
    assert "YPG" in shown(page)


def test_what_is_not_asserted_waits_for_the_filter(visit, syrian_page):
    page = visit(syrian_page)
    page.evaluate("([a, b]) => kg.goToPair(a, b)", [number(page, "Turkey"), number(page, "Russia")])
    assert "Erdogan denied" not in page.content().split("kg-data")[0]
    page.locator("#open-filters").click()
    page.get_by_label("negated").check()
    until(page, "kg.shownStatements.size === 63")
    ids = page.evaluate(
        "([a, b]) => kg.between(a, b)",
        [number(page, "Recep Tayyip Erdogan"), number(page, "Islamic State")],
    )
    assert page.evaluate("id => kg.linkSet.get(id).dashes", ids[0]) == [1, 5]
    page.evaluate("id => kg.choose({actor: null, link: id})", ids[0])
    assert page.locator("#panel .chip.status").inner_text() == "negated"


def test_search_finds_actors_by_other_names_and_sentences_by_words(visit, syrian_page):
    page = visit(syrian_page)
    page.keyboard.press("/")
    page.keyboard.type("ankara")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Turkey"
    page.locator("#search").fill("Jarablus from")
    page.locator("#hits li").first.click()
    assert "took Jarablus from" in page.locator("#panel .card.called").inner_text()


def test_filters_by_relation_confidence_and_strength(visit, syrian_page):
    page = visit(syrian_page)
    page.locator("#open-filters").click()
    page.locator("#relations-none").click()
    page.locator("#by-relation").get_by_text("met", exact=True).click()
    until(page, "kg.shownStatements.size === 4")
    page.locator("#reset").click()
    until(page, "kg.shownStatements.size === 62")
    page.locator("#confidence").fill("0.95")
    until(page, "kg.shownStatements.size < 30")
    assert page.evaluate(
        "[...kg.shownStatements].every(n => kg.data.statements[n].confidence >= 0.95)"
    )
    page.locator("#reset").click()
    page.locator("#weak").fill("80")
    until(page, "kg.drawn.size < 30")
    assert page.locator("#filter-count").inner_text() == "1"


def test_the_time_slider_and_its_play_button(visit, syrian_page):
    page = visit(syrian_page)
    page.locator("#to").fill(str(2014 * 12 + 11))
    until(page, "!kg.present.has(kg.data.actors.findIndex(a => a.label === 'PKK'))")
    assert "Dec 2014" in page.locator("#span").inner_text()
    before = page.evaluate("kg.shownStatements.size")
    page.locator("#play").click()
    until(page, "before => kg.shownStatements.size > before", before)
    page.locator("#play").click()
    assert page.locator("#play").get_attribute("aria-pressed") == "false"


def test_focus_keeps_one_actor_and_its_neighbours(visit, syrian_page):
    page = visit(syrian_page)
    page.evaluate("n => kg.goTo(n)", number(page, "Hezbollah"))
    page.keyboard.press("o")
    assert shown(page) == ["Hezbollah", "Iran", "Israel", "Syrian Army"]
    page.locator("#unfocus").click()
    assert len(shown(page)) == 30


def test_a_page_may_open_with_states_or_with_one_actor(visit):
    articles, said = syria()
    page = visit(html(said, title="States", articles=articles, states=True))
    assert "Vladimir Putin" not in shown(page)
    page = visit(html(said, title="Hezbollah", articles=articles, focus="actor:hezb"))
    assert shown(page) == ["Hezbollah", "Iran", "Israel", "Syrian Army"]
    page = visit(html(said, title="Nobody", articles=articles, focus="actor:nobody"))
    assert len(shown(page)) == 30


def test_keys_walk_over_the_actors(visit, syrian_page):
    page = visit(syrian_page)
    page.locator("#graph").focus()
    page.keyboard.press("ArrowRight")
    first = page.evaluate("kg.selected.actor")
    page.keyboard.press("ArrowLeft")
    second = page.evaluate("kg.selected.actor")
    assert first is not None and second not in (None, first)
    page.keyboard.press("n")
    assert page.evaluate("kg.selected.link") is not None
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_the_list_says_the_same_in_words(visit, syrian_page):
    page = visit(syrian_page)
    page.locator("#open-list").click()
    assert page.locator("#panel h3").all_inner_texts() == [
        "Strongest cooperation",
        "Strongest conflict",
        "Actors",
    ]
    page.locator("#panel .to-pair").first.click()
    assert page.locator("#panel .card").count() >= 1


def test_the_table_holds_what_is_shown(visit, syrian_page):
    page = visit(syrian_page)
    with page.expect_download() as download:
        page.locator("#save-csv").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 62
    assert {row["status"] for row in rows} == {"asserted"}
    row = next(r for r in rows if r["relation"] == "downedAircraftOf")
    assert (row["subject"], row["object"]) == ("Turkish Armed Forces", "Russia")
    assert download.value.suggested_filename == "The-war-in-Syria.csv"


def test_the_picture_is_a_png(visit, syrian_page):
    page = visit(syrian_page)
    with page.expect_download() as download:
        page.locator("#save-png").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_blocs_colour_the_actors(visit):
    articles, said = syria()
    page = visit(
        html(said, title="Blocs", articles=articles, blocs={"actor:TUR": 0, "actor:RUS": 1})
    )
    look = (
        "label => kg.nodeSet.get(kg.data.actors.findIndex(a => a.label === label)).color.background"
    )
    assert page.evaluate(look, "Turkish Armed Forces") == page.evaluate(look, "Turkey")
    assert page.evaluate(look, "Turkey") != page.evaluate(look, "Russia")
    before = page.evaluate(look, "Turkey")
    assert "bloc of Turkey" in page.locator("#legend").inner_text()
    page.locator("#by-bloc").click()
    assert page.evaluate(look, "Turkey") != before


def crowd(count=900):
    """Return statements among many actors: a thicket."""
    actors = [Actor(f"actor:{n}", f"Group {n}", "ArmedGroup") for n in range(count // 3)]
    words = "One attacked the other."
    return [
        Statement(
            f"a{n % 50}",
            actors[n * n % len(actors)],
            ontology().relation("attacked"),
            actors[(n * 7 + 1 + n // 300) % len(actors)],
            Evidence(n, n + len(words), words),
        )
        for n in range(count)
        if n * n % len(actors) != (n * 7 + 1 + n // 300) % len(actors)
    ]


def test_a_thicket_opens_with_its_strongest_links_and_hides_nothing_that_is_asked_for(visit):
    page = visit(html(crowd(), title="Thicket"))
    assert "strongest" in page.locator("#summary").inner_text()
    assert page.evaluate("kg.drawn.size < 0.7 * kg.now.size")
    hidden = page.evaluate("[...kg.touching.keys()].find(a => !kg.present.has(a))")
    page.evaluate("n => kg.goTo(n)", hidden)
    assert page.evaluate("n => kg.present.has(n)", hidden)
    assert page.locator("#panel .card").count() >= 1
    page.locator("#open-filters").click()
    page.locator("#weak").fill("0")
    until(page, "kg.drawn.size === kg.now.size")


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_every_label_is_drawn_at_first_sight(visit, syrian_page, colour_scheme):
    page = visit(syrian_page, color_scheme=colour_scheme)
    drawn = page.evaluate(
        """() => {
            const seen = new Set();
            const paint = kg.paint;
            kg.paint = (context, text, ...rest) => {
                seen.add(text);
                paint(context, text, ...rest);
            };
            kg.network.redraw();
            kg.paint = paint;
            return [...kg.present].map(kg.label).filter(l => !seen.has(kg.shorten(l)));
        }"""
    )
    assert drawn == []


def test_a_phone_shows_the_sentence_too(visit, syrian_page):
    page = visit(syrian_page, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("n => kg.goTo(n)", number(page, "Iran"))
    box = page.locator("#panel").bounding_box()
    assert box["width"] == 390 and 200 < box["height"] < 520


def hostile_statement():
    words = f"{HOSTILE} attacked {HOSTILE}"
    return Statement(
        HOSTILE,
        Actor(HOSTILE, HOSTILE, "State", of=HOSTILE, names=(HOSTILE,)),
        ontology().relation("attacked"),
        Actor("b" + HOSTILE, "=1+1", "Person", of=HOSTILE),
        Evidence(0, len(words), words, (0, len(HOSTILE)), None, None),
        speaker=Actor("c", HOSTILE, "Person"),
        place=Actor("d", HOSTILE, "City"),
        rule=HOSTILE,
    )


def test_hostile_text_does_not_run(visit):
    article = Article(HOSTILE, HOSTILE, title=HOSTILE, source=HOSTILE, url="javascript:alert(1)")
    page = visit(html([hostile_statement()], title=HOSTILE, articles=[article]))
    page.evaluate("kg.choose({actor: null, link: 0})")
    assert HOSTILE in page.locator("#panel blockquote").inner_text()
    assert page.locator("#panel a").count() == 0
    page.evaluate("kg.hint(0, null, {x: 1, y: 1}); kg.goTo(0)")
    page.locator("#open-filters").click()
    page.locator("#open-list").click()
    page.locator("#search").fill("onerror")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.title() == HOSTILE
    assert page.evaluate("document.images.length") == 0
    assert "'=1+1" in page.evaluate("kg.csv()")


def test_an_empty_graph_says_so(visit):
    page = visit(html([], title="Nothing"))
    assert page.locator("#summary").inner_text() == "There are no statements to draw."


def test_astral_characters_do_not_shift_the_marks(visit):
    said = replace(
        hostile_statement(), evidence=Evidence(5, 19, "🕊🕊 A hit B, 😀", (8, 9), (10, 13), (14, 15))
    )
    page = visit(html([said], title="Doves"))
    page.evaluate("kg.choose({actor: null, link: 0})")
    marks = page.locator("#panel mark").all_inner_texts()
    assert marks == ["A", "hit", "B"]
    assert json.dumps(page.locator("#panel blockquote").inner_text())
