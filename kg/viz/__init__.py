"""The viz room: statements in, one self-contained interactive HTML page out.

::

    page = html(statements, title="Syria, 2015-2017", articles=articles)
    Path("graph.html").write_text(page, encoding="utf-8")

Further pages show results of the graph room (``timeline_page``, ``matrix_page``,
``comparison_page``); ``figures`` draws the same with matplotlib, for papers.
"""

from . import figures
from .frame import Frame
from .page import html
from .reports import comparison_page, matrix_page, timeline_page

__all__ = ["Frame", "comparison_page", "figures", "html", "matrix_page", "timeline_page"]
