"""How fast the page opens, beside pyvis's own output: ``python benchmarks/page_speed.py``.

Needs Debian's chromium and playwright. Both pages hold the same nodes and links and are opened
one after the other, several times, with the network off. "paint" is when the drawing is first on
the screen, "ready" when it answers to the mouse: for kg two frames after the paint, for pyvis when
its physics lets go. Times are milliseconds since navigation, the median of the runs; "build" is
processor seconds in Python.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from crowds import crowd
from playwright.sync_api import Browser, Error, sync_playwright
from pyvis.network import Network

from kg.viz import html
from kg.viz.scene import scene

FRAMES = """() => new Promise(done => requestAnimationFrame(
    () => requestAnimationFrame(() => done(performance.now()))))"""
PYVIS_READY = """limit => new Promise(done => {
    const bar = document.getElementById("loadingBar");
    const look = () => performance.now() > limit ? done(Infinity)
        : !bar || bar.style.display === "none" || bar.style.opacity === "0"
        ? done(performance.now()) : setTimeout(look, 20);
    look();
})"""


def kg_page(actors: int, statements: int) -> str:
    """Our page of a made-up crowd."""
    articles, said = crowd(actors, statements)
    return html(said, title=f"{actors} actors", articles=articles)


def pyvis_page(actors: int, statements: int) -> str:
    """The same nodes and links as pyvis would show them by default."""
    articles, said = crowd(actors, statements)
    shown = scene(said, articles)
    network = Network(directed=True, cdn_resources="in_line")
    for number, actor in enumerate(shown.actors):
        network.add_node(number, label=actor.label)
    for link in shown.links:
        network.add_edge(link.first, link.second)
    return str(network.generate_html())


def opened(browser: Browser, path: Path, own: bool, limit: float) -> tuple[float, float]:
    """Milliseconds to the first paint and until it answers; infinite beyond the limit."""
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    try:
        page.goto(path.as_uri(), wait_until="commit")
        if own:
            page.locator("html[data-painted]").wait_for(state="attached")
            paint = float(page.locator("html").get_attribute("data-painted") or "inf")
            return paint, float(page.evaluate(FRAMES))
        page.wait_for_load_state("domcontentloaded")
        paint = float(page.evaluate(FRAMES))
        return paint, float(page.evaluate(PYVIS_READY, limit * 1000))
    except Error:
        return float("inf"), float("inf")
    finally:
        context.close()


def main() -> None:
    """Print one line for each size and maker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds before giving up")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000, 5000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        print(" nodes  links   page  build s     kB   paint   ready")
        for size in given.sizes:
            for name, make in (("kg", kg_page), ("pyvis", pyvis_page)):
                start = time.process_time()
                text = make(size, 3 * size)
                built = time.process_time() - start
                path = Path(folder) / f"{name}-{size}.html"
                path.write_text(text, encoding="utf-8")
                runs = []
                for _ in range(given.runs):
                    runs.append(opened(browser, path, name == "kg", given.limit))
                    if runs[-1][1] == float("inf"):
                        break
                paint, ready = (statistics.median(column) for column in zip(*runs, strict=True))
                print(
                    f"{size:>6} {3 * size:>6} {name:>6} {built:>8.1f} {len(text) // 1000:>6}"
                    f" {paint:>7.0f} {ready:>7.0f}",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
