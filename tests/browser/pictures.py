"""Takes the pictures of docs/images: ``PYTHONPATH=benchmarks python -m tests.browser.pictures``."""

import tempfile
from pathlib import Path

from crowds import crowd
from playwright.sync_api import sync_playwright

from kg.graph import alliance, bloc_numbers, blocs, build
from kg.viz import html

from .small_world import syria

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PAIR = """kg.goToPair(...["Turkey", "Russia"]
    .map(label => kg.data.actors.findIndex(a => a.label === label)))"""
VIEWS = {
    "page": ((1400, 900), "light", ""),
    "page-states-panel": ((1400, 900), "light", f"kg.toggleStates(); {PAIR}"),
    "page-dark-filters": ((1400, 900), "dark", "kg.toggleFilters(true)"),
    "page-phone": ((390, 844), "light", PAIR),
}


CROWDS = (60, 500, 5000)


def pages():
    """Yield the name of each picture, its page, and how to look at it."""
    articles, said = syria()
    groups = bloc_numbers(blocs(alliance(build(said, articles=articles))))
    title = "The war in Syria, 2012–2017"
    page = html(said, title=title, articles=articles, blocs=groups)
    for name, view in VIEWS.items():
        yield name, page, view
    for size in CROWDS:
        articles, said = crowd(size, 3 * size)
        page = html(said, title=f"{size:,} actors, made up", articles=articles)
        yield f"page-{size}-actors", page, ((1400, 900), "light", "")


def main():
    """Save each view."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, page, ((width, height), theme, script) in pages():
            path.write_text(page, encoding="utf-8")
            view = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            view.set_default_timeout(200000)
            view.goto(path.as_uri())
            view.locator("html[data-painted]").wait_for(state="attached")
            if script:
                view.evaluate(script)
            view.wait_for_timeout(900)
            view.screenshot(path=IMAGES / f"{name}.png")
            view.close()
        browser.close()


if __name__ == "__main__":
    main()
