"""How good is it: statements against annotated articles.

``read_gold`` reads annotations, ``score`` compares statements with them and returns ``Scores``,
plain data with a JSON form and a table. What the numbers mean is told in ``docs/evaluate.md``.
"""

from .gold import Golden, read_gold, read_statements
from .scores import Measure, Scores, Share, score

__all__ = ["Golden", "Measure", "Scores", "Share", "read_gold", "read_statements", "score"]
