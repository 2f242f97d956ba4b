"""The viz room: statements in, one self-contained interactive HTML page out.

::

    page = html(statements, title="Syria, 2015-2017", articles=articles)
    Path("graph.html").write_text(page, encoding="utf-8")
"""

from .page import html

__all__ = ["html"]
