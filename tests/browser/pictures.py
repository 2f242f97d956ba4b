"""Takes the pictures of docs/images: ``python -m tests.browser.pictures``."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kg.graph import alliance, blocs, build
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


def main():
    """Draw the small world and save each view of it."""
    articles, said = syria()
    found = enumerate(blocs(alliance(build(said, articles=articles))))
    groups = {member: n for n, bloc in found if len(bloc.members) > 1 for member in bloc.members}
    title = "The war in Syria, 2012–2017"
    page = html(said, title=title, articles=articles, blocs=groups)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, ((width, height), theme, script) in VIEWS.items():
            view = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            view.goto(path.as_uri())
            view.locator("html[data-painted]").wait_for(state="attached")
            if script:
                view.evaluate(script)
            view.wait_for_timeout(900)
            view.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
