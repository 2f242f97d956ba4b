"""Pages without any script: the time line of a pair, the matrix of blocs, two periods compared.

They take the results of the graph room as they are and list the statements behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kg.model import Article, Statement

from .scene import ASSETS, Record, article_record, marked

__all__ = ["comparison_page", "matrix_page", "timeline_page"]

WIDE, HIGH = 960, 260


class Period(Protocol):
    """A month of a time line."""

    @property
    def month(self) -> str: ...
    @property
    def cooperation(self) -> float: ...
    @property
    def conflict(self) -> float: ...
    @property
    def statements(self) -> tuple[str, ...]: ...


class Step(Protocol):
    """A month in which a time line took a step."""

    @property
    def month(self) -> str: ...
    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...


class Change(Protocol):
    """A pair in two periods."""

    @property
    def first(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...
    @property
    def statements(self) -> tuple[str, ...]: ...


def timeline_page(
    periods: Sequence[Period],
    *,
    title: str,
    steps: Sequence[Step] = (),
    statements: Iterable[Statement] = (),
    articles: Iterable[Article] = (),
) -> str:
    """Return a page with cooperation and conflict by month, and the events of each month.

    ``periods`` are what ``kg.graph.timeline`` gives, ``steps`` what ``change_points`` gives.
    """
    cards = _cards(statements, articles)
    most = max((max(p.cooperation, p.conflict) for p in periods), default=0.0) or 1.0
    width = WIDE / max(len(periods), 1)
    stepped = {step.month: step for step in steps}
    bars, years = [], []
    for n, period in enumerate(periods):
        for name, value in (("cooperation", period.cooperation), ("conflict", period.conflict)):
            if value:
                tall = (HIGH / 2 - 8) * value / most
                bars.append(
                    {
                        "x": round(n * width, 2),
                        "y": round(HIGH / 2 - (tall if name == "cooperation" else 0), 2),
                        "width": round(max(width * 0.86, 0.8), 2),
                        "height": round(tall, 2),
                        "kind": name,
                        "told": f"{period.month}: {name} {value:.2f}",
                    }
                )
        if period.month.endswith("-01") or n == 0:
            years.append({"x": round(n * width, 2), "text": period.month[:4]})
    marks = [
        {"x": round(n * width, 2), "text": f"{p.month}: {s.before:+.2f} to {s.after:+.2f}"}
        for n, p in enumerate(periods)
        if (s := stepped.get(p.month))
    ]
    months = [
        {
            "heading": period.month,
            "note": f"cooperation {period.cooperation:.2f}, conflict {period.conflict:.2f}",
            "cards": [cards[name] for name in period.statements if name in cards],
        }
        for period in reversed(periods)
        if period.statements
    ]
    drawing = {"wide": WIDE, "high": HIGH, "bars": bars, "years": years, "marks": marks}
    return _render(title=title, drawing=drawing, sections=months)


def matrix_page(
    names: Sequence[str], matrix: Sequence[Sequence[tuple[float, float]]], *, title: str
) -> str:
    """Return a page with cooperation and conflict between blocs; inside them on the diagonal.

    ``matrix`` is what ``kg.graph.bloc_matrix`` gives, ``names`` say what its rows are.
    """
    most = max((value for row in matrix for cell in row for value in cell), default=0.0) or 1.0
    rows = [
        {
            "name": names[n],
            "cells": [
                {
                    "cooperation": f"{good:.1f}",
                    "conflict": f"{bad:.1f}",
                    "wide": round(100 * good / most),
                    "hostile_wide": round(100 * bad / most),
                }
                for good, bad in row
            ],
        }
        for n, row in enumerate(matrix)
    ]
    return _render(title=title, matrix={"names": list(names), "rows": rows})


def comparison_page(
    changes: Sequence[Change],
    labels: Mapping[str, str],
    *,
    title: str,
    statements: Iterable[Statement] = (),
    articles: Iterable[Article] = (),
    top: int = 40,
) -> str:
    """Return a page with the pairs that changed most between two periods.

    ``changes`` are what ``kg.graph.compare`` gives, ``labels`` name the actors.
    """
    cards = _cards(statements, articles)
    sections = [
        {
            "heading": f"{labels.get(c.first, c.first)} – {labels.get(c.second, c.second)}",
            "note": f"{c.kind}: {c.before:+.2f} before, {c.after:+.2f} after",
            "kind": "cooperation" if c.after > c.before else "conflict",
            "cards": [cards[name] for name in c.statements if name in cards],
        }
        for c in changes[:top]
    ]
    return _render(title=title, sections=sections)


def _cards(
    statements: Iterable[Statement], articles: Iterable[Article]
) -> dict[str, dict[str, Any]]:
    known = {article.id: article for article in articles}
    return {s.id: _card(s, article_record(known.get(s.article), s.article)) for s in statements}


def _card(statement: Statement, article: Record) -> dict[str, Any]:
    weight = statement.weight or 0.0
    return {
        "subject": statement.subject.label,
        "relation": statement.relation.label,
        "arrow": "↔" if statement.relation.symmetric else "→",
        "object": statement.object.label,
        "kind": "cooperation" if weight > 0 else "conflict" if weight < 0 else "structure",
        "status": statement.status.value,
        "words": marked(statement.evidence),
        "speaker": statement.speaker.label if statement.speaker else None,
        "article": article,
    }


def _render(**given: Any) -> str:
    page = Environment(loader=FileSystemLoader(ASSETS), autoescape=True).get_template("report.html")
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    return page.render(style=Markup(style), **given)
