"""Articles that an office publishes itself: on kremlin.ru "the President" is Russia's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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


class Publisher:
    """Who published an article on an official site, as of its day."""

    def __init__(self, site: Site, register: Register, published: date | None) -> None:
        self._register, self._site, self._day = register, site, published
        self.home = register.state_of(site.of)
        self.principal = self.holder(site.principal) if site.principal else None

    def holder(self, office: str) -> Actor | None:
        """Return who alone held an office there on the day."""
        day = self._day.isoformat() if self._day else None
        held = self._register.holders(self._site.of, office, day) if day else []
        return actor_of(held[0], self._register, self._day) if len(held) == 1 else None


def publisher(article: Article, register: Register) -> Publisher | None:
    """Return who published an article, None where that is no office with a site that we know."""
    known = site(article)
    return None if known is None else Publisher(known, register, article.published)


def site(article: Article) -> Site | None:
    """Return the official site that an article is from, by its address or its source's name.

    >>> site(Article("a", "...", source="en.kremlin.ru"))
    Site(of='actor:RUS', principal='president')
    """
    for name in (urlsplit(article.url or "").hostname, article.source):
        parts = (name or "").lower().split(".")
        for start in range(len(parts) - 1):
            known = _sites().get(".".join(parts[start:]))
            if known is not None:
                return known
    return None


def every_site() -> list[Site]:
    """Return all official sites that we know."""
    return list(dict.fromkeys(_sites().values()))


@cache
def _sites() -> Mapping[str, Site]:
    path = Path(__file__).with_name("publishers.toml")
    sites = tomllib.loads(path.read_text("utf-8"))["site"]
    return {h: Site(s["of"], s.get("principal")) for s in sites for h in s["hosts"]}
