"""One HTML page through pyvis's Network, our own template and a vendored vis-network.

pyvis's own template is never used: it loads style sheets from a server in every mode and runs
what stands in titles and headings. Here everything is inline, nothing from outside is ever
markup, and a content security policy allows exactly the scripts that ship with this package.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.network import Network

from kg.model import Article, Statement, Status

from .layout import positions
from .scene import ASSETS, Scene, family, looks, scene, words_of

__all__ = ["html"]

VIS = ASSETS.parent / "vendor" / "vis-network" / "vis-network.min.js"
SCRIPTS = ("data.js", "select.js", "draw.js", "labels.js", "panel.js", "controls.js", "time.js",
           "export.js", "start.js")  # fmt: skip

OPENING = 300
"""Links that a large network opens with; the page shows the others on demand."""

STATE_CODE = re.compile("actor:([A-Z]{3})")
"""Ids of states in the register end in their ISO codes, which are written on their marks."""

OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 100000},
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1, "arrowStrikethrough": False},
}


def html(
    statements: Iterable[Statement],
    *,
    title: str,
    articles: Iterable[Article] = (),
    blocs: Mapping[str, int] | None = None,
    states: bool = False,
    focus: str | None = None,
) -> str:
    """Return one self-contained page that draws the network and opens the words behind it.

    The articles give titles, sources, dates and links. ``blocs`` numbers groups of actors by
    their ids, for colours. The page makes no request, runs from a file without any network, and
    is the same string for the same input.
    """
    shown = scene(statements, articles)
    network = _network(shown)
    network.heading = title
    network.templateEnv = Environment(loader=FileSystemLoader(ASSETS), autoescape=True)
    network.templateEnv.globals.update(
        style=Markup(_asset("page.css")),
        scripts=[Markup(script) for script in _scripts()],
        policy=_policy(),
        data=embedded(_data(shown, title, blocs or {}) | {"states": states, "focus": focus}),
        embedded=embedded,
        parsed=json.loads,
    )
    network.path = "page.html"
    return str(network.generate_html())


def embedded(value: Any) -> Markup:
    """Return JSON that cannot end the script element it stands in.

    >>> embedded({"label": "</script><!--"})
    Markup('{"label":"\\\\u003c/script>\\\\u003c!--"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def _network(shown: Scene) -> Network:
    """Nodes with their places, and links, as pyvis keeps them."""
    network = Network(directed=True, cdn_resources="in_line")
    network.options = dict(OPTIONS)
    radii, raised = shown.sizes(shown.links), shown.sizes(shown.state_links)
    largest = [max(pair) for pair in zip(radii, raised, strict=True)]
    ties = [(n, state) for n, state in enumerate(shown.states) if state is not None]
    places = positions(
        largest, [a.label for a in shown.actors], shown.links, ties, core=_core(shown)
    )
    for n, (actor, (x, y)) in enumerate(zip(shown.actors, places, strict=True)):
        network.add_node(
            n,
            label=actor.label,
            shape=looks()[family(actor.type)]["shape"],
            group=family(actor.type),
            size=radii[n],
            stateSize=raised[n],
            x=x,
            y=y,
        )
    for states, links in enumerate((shown.links, shown.state_links)):
        for link in links:
            network.add_edge(
                link.first,
                link.second,
                arrows="",
                sign=link.sign,
                asserted=link.asserted,
                states=bool(states),
                statements=list(link.statements),
            )
    return network


def _core(shown: Scene) -> list[int]:
    """The actors of the links that a large network opens with, also when states are shown."""
    core: set[int] = set()
    for links in (shown.links, shown.state_links):
        for link in shown.strongest(links, OPENING):
            core.update((link.first, link.second))
    return sorted(core)


def _data(shown: Scene, title: str, blocs: Mapping[str, int]) -> dict[str, Any]:
    return {
        "title": title,
        "opening": OPENING,
        "families": list(looks()),
        "statuses": [status.value for status in Status],
        "actors": [
            {
                "id": actor.id,
                "label": actor.label,
                "type": words_of(actor.type),
                "family": family(actor.type),
                "of": actor.of,
                "names": list(actor.names),
                "state": state,
                "bloc": _bloc(shown, n, blocs),
                "code": code[1] if (code := STATE_CODE.fullmatch(actor.id)) else None,
            }
            for n, (actor, state) in enumerate(zip(shown.actors, shown.states, strict=True))
        ],
        "relations": list(shown.relations),
        "articles": list(shown.articles),
        "statements": list(shown.statements),
    }


def _bloc(shown: Scene, number: int, blocs: Mapping[str, int]) -> int | None:
    """The bloc of an actor, or of the state it acts for; the page has colours for eight."""
    state = shown.states[number]
    names = [shown.actors[number].id] + ([shown.actors[state].id] if state is not None else [])
    found = next((blocs[name] for name in names if name in blocs), None)
    return found if found is not None and found < 8 else None


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _scripts() -> tuple[str, ...]:
    """The vendored library, without the comment that asks for its source map, and our own."""
    library = VIS.read_text(encoding="utf-8")
    library = library[: library.rindex("//# sourceMappingURL")]
    return (library, *(_asset(name) for name in SCRIPTS))


@cache
def _policy() -> str:
    """The content security policy: hashes of the scripts that ship here, and nothing else."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in _scripts()
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
