"""Shows a page inside a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as the output of a notebook cell, shut off from the notebook around it.

    >>> print(Frame("<p>Hello</p>", height=300)._repr_html_()[:40])
    <iframe srcdoc="&lt;p&gt;Hello&lt;/p&gt;
    """

    page: str
    height: int = 640

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.page)}" sandbox="allow-scripts allow-downloads '
            f'allow-popups" style="width:100%;height:{int(self.height)}px;border:0"></iframe>'
        )
