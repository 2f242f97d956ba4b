"""Articles that an office publishes itself: on kremlin.ru "the President" is Russia's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from ..actors import Register
from ..model import Actor, Article
from .mentions import actor_of


@dataclass(frozen=True, slots=True)
class Site:
    """An official site: the id of the state or organisation that runs it, and the office whose
    doings it tells of, if it is that of one.
    """

    of: str
    principal: str | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published an article on an official site: the id of the state that the site is of, if it
    is of one, and who alone held its office on the day of the article, if it has one.
    """

    site: Site
    home: str | None
    principal: Actor | None


def publisher(article: Article, register: Register) -> Publisher | None:
    """Return who published an article, None where that is no office with a site that we know."""
    known, day = site(article), article.published
    if known is None:
        return None
    principal = None
    if known.principal is not None and day is not None:
        held = register.holders(known.of, known.principal, day.isoformat())
        principal = actor_of(held[0], register, day) if len(held) == 1 else None
    return Publisher(known, register.state_of(known.of), principal)


def site(article: Article) -> Site | None:
    """Return the official site that an article is from, by its address or its source's name.

    >>> site(Article("a", "...", source="en.kremlin.ru"))
    Site(of='actor:RUS', principal='president')
    """
    for name in (urlsplit(article.url or "").hostname, article.source):
        parts = (name or "").lower().split(".")
        for start in range(len(parts) - 1):
            known = sites().get(".".join(parts[start:]))
            if known is not None:
                return known
    return None


@cache
def sites() -> Mapping[str, Site]:
    """Return the official sites that we know, by the names of their hosts."""
    path = Path(__file__).with_name("publishers.toml")
    rows = tomllib.loads(path.read_text("utf-8"))["site"]
    return {h: Site(row["of"], row.get("principal")) for row in rows for h in row["hosts"]}
