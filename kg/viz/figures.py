"""Figures for papers, drawn with matplotlib (the extra ``notebooks``).

Each function returns a matplotlib ``Figure``: ``figure.savefig("pair.pdf")``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from kg.model import Statement

from .layout import positions
from .reports import Change, Period, Step
from .scene import family, looks, scene

__all__ = ["comparison_figure", "matrix_figure", "network_figure", "timeline_figure"]

COOPERATION, CONFLICT, STRUCTURE = "#1a6fb5", "#cc4414", "#98a1ab"
DASHES = {1: "solid", -1: (0, (5, 3)), 0: (0, (1, 3))}
SHAPES = {
    "dot": "o",
    "square": "s",
    "diamond": "D",
    "hexagon": "h",
    "triangle": "^",
    "triangleDown": "v",
    "star": "*",
}


def timeline_figure(
    periods: Sequence[Period], *, title: str = "", steps: Sequence[Step] = ()
) -> Any:
    """Return cooperation (up) and conflict (down) by month, with the steps as dashed lines."""
    figure, axes = _figure(8, 3, title)
    places = range(len(periods))
    axes.bar(places, [p.cooperation for p in periods], color=COOPERATION, label="cooperation")
    axes.bar(places, [-p.conflict for p in periods], color=CONFLICT, hatch="///", label="conflict")
    axes.axhline(0, color="black", linewidth=0.8)
    years = [n for n, p in enumerate(periods) if p.month.endswith("-01") or n == 0]
    axes.set_xticks(years, [periods[n].month[:4] for n in years])
    stepped = {step.month for step in steps}
    for n, period in enumerate(periods):
        if period.month in stepped:
            axes.axvline(n - 0.5, color="black", linestyle="--", linewidth=1)
    axes.legend(frameon=False)
    return figure


def matrix_figure(
    names: Sequence[str], matrix: Sequence[Sequence[tuple[float, float]]], *, title: str = ""
) -> Any:
    """Return the balance between blocs as colours, with both amounts as numbers."""
    size = 1.2 * len(names) + 2
    figure, axes = _figure(size, size, title)
    balance = [[good - bad for good, bad in row] for row in matrix]
    most = max((abs(value) for row in balance for value in row), default=0.0) or 1.0
    axes.imshow(balance, cmap="RdBu", vmin=-most, vmax=most)
    for row, cells in enumerate(matrix):
        for column, (good, bad) in enumerate(cells):
            axes.text(column, row, f"+{good:.1f}\n−{bad:.1f}", ha="center", va="center")
    axes.set_xticks(range(len(names)), names, rotation=30, ha="right")
    axes.set_yticks(range(len(names)), names)
    return figure


def comparison_figure(
    changes: Sequence[Change], labels: Mapping[str, str], *, title: str = "", top: int = 20
) -> Any:
    """Return an arrow for each pair from its balance in one period to that in the other."""
    shown = list(changes[:top])[::-1]
    figure, axes = _figure(7, 0.35 * len(shown) + 1.2, title)
    for n, change in enumerate(shown):
        colour = COOPERATION if change.after > change.before else CONFLICT
        axes.annotate(
            "",
            (change.after, n),
            (change.before, n),
            arrowprops={"arrowstyle": "->", "color": colour},
        )
        axes.plot([change.before, change.after], [n, n], linestyle="none", marker="")
    names = [f"{labels.get(c.first, c.first)} – {labels.get(c.second, c.second)}" for c in shown]
    axes.set_yticks(range(len(shown)), names)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlabel("cooperation minus conflict")
    return figure


def network_figure(
    statements: Iterable[Statement], *, title: str = "", states: bool = False
) -> Any:
    """Return the drawing of the page as a figure; ``states`` lets states stand for their organs."""
    shown = scene(s for s in statements if s.status == "asserted")
    links = shown.state_links if states else shown.links
    radii = shown.sizes(links)
    ties = [(n, state) for n, state in enumerate(shown.states) if state is not None]
    places = positions(radii, [actor.label for actor in shown.actors], shown.links, ties)
    figure, axes = _figure(12, 7.5, title)
    axes.axis("off")
    axes.invert_yaxis()
    for link in links:
        (x1, y1), (x2, y2) = places[link.first], places[link.second]
        bend = {1: 0.1, -1: -0.1, 0: 0.0}[link.sign]
        colour = {1: COOPERATION, -1: CONFLICT, 0: STRUCTURE}[link.sign]
        style: dict[str, Any] = {"arrowstyle": "-", "color": colour, "linestyle": DASHES[link.sign]}
        style |= {"linewidth": 1 + 0.4 * len(link.statements), "shrinkA": 6, "shrinkB": 6}
        style["connectionstyle"] = f"arc3,rad={bend}"
        axes.annotate("", (x2, y2), (x1, y1), arrowprops=style, zorder=1)
    linked = {end for link in links for end in (link.first, link.second)}
    for n in sorted(linked):
        look = looks()[family(shown.actors[n].type)]
        x, y = places[n]
        shape = SHAPES[look["shape"]]
        axes.plot(x, y, shape, color=look["light"], markersize=radii[n] * 0.7, zorder=2)
        axes.annotate(
            shown.actors[n].label,
            (x, y),
            xytext=(0, -radii[n] * 0.5 - 9),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            zorder=3,
        )
    return figure


def _figure(wide: float, high: float, title: str) -> tuple[Any, Any]:
    """A figure of its own, which leaves pyplot's global state alone and shows in notebooks."""
    plain = import_module("matplotlib.figure").Figure
    kind = type("Figure", (plain,), {"_repr_svg_": _svg})
    figure = kind(figsize=(wide, high), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Any) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()
