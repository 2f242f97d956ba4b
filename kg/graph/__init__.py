"""The graph room: statements in, networks and what they mean out.

::

    graph = build(statements, articles=articles)       # one edge for each statement
    states = alliance(graph, types=["State"])          # one signed edge for each pair

Everything here is a function of a graph: nothing prints, nothing edits its input, seeds are
arguments, and every result names the statements it rests on.
"""

from .alliance import actor_id, alliance
from .build import build

__all__ = ["actor_id", "alliance", "build"]
