"""Who is missing from the register: actors without an entry, what they may be other names of, and
rows by which the register can grow.

``unknown_actors`` counts them, ``Lookalikes`` proposes whose other name one may be, ``turtle``
writes rows for a person to edit. Nothing here changes the register, or joins two actors.
"""

from .lookalikes import Lookalike, Lookalikes
from .report import Unknown, unknown_actors
from .rows import turtle

__all__ = ["Lookalike", "Lookalikes", "Unknown", "turtle", "unknown_actors"]
