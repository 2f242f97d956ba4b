"""The front door: files, folders and standard input in, articles out.

``read`` yields one :class:`~kg.model.Article` after another and never holds more than one file of
running text in memory. ``furniture`` finds the parts of a text that are no prose of the article.
What may be read, and what becomes of it, is told in ``docs/input.md``.
"""

from .articles import read
from .dates import parse_date
from .furniture import furniture

__all__ = ["furniture", "parse_date", "read"]
