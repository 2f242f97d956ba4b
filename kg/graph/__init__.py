"""The graph room: statements in, networks and what they mean out.

::

    graph = build(statements, articles=articles)       # one edge for each statement
    states = alliance(graph, types=["State"])          # one signed edge for each pair
    allies(states, actor_id(states, "Turkey"))         # who stands with it, and on what grounds

Everything here is a function of a graph: nothing prints, nothing edits its input, seeds are
arguments, and every result names the statements it rests on.
"""

from .alliance import actor_id, alliance
from .backing import (
    Influence,
    OppositeSides,
    Proxy,
    influence,
    is_backing,
    opposite_sides,
    proxies,
)
from .balance import Census, Triad, census, triads
from .blocs import (
    Bloc,
    Stability,
    bloc_matrix,
    bloc_numbers,
    blocs,
    signed_modularity,
    stability,
)
from .brokers import Broker, Mediator, brokers, mediators
from .build import build
from .days import Window
from .export import FORMATS, cytoscape, edge_table, gexf, graphml, node_table
from .frustration import Frustration, Misfit, frustration, misfits_by_actor
from .partners import Candidate, Partner, Similar, allies, candidates, rivals, similar
from .timeline import (
    Change,
    ChangePoint,
    Period,
    Polarisation,
    Trend,
    change_points,
    compare,
    polarisation,
    timeline,
    trend,
)

__all__ = [
    "FORMATS",
    "Bloc",
    "Broker",
    "Candidate",
    "Census",
    "Change",
    "ChangePoint",
    "Frustration",
    "Influence",
    "Mediator",
    "Misfit",
    "OppositeSides",
    "Partner",
    "Period",
    "Polarisation",
    "Proxy",
    "Similar",
    "Stability",
    "Trend",
    "Triad",
    "Window",
    "actor_id",
    "alliance",
    "allies",
    "bloc_matrix",
    "bloc_numbers",
    "blocs",
    "brokers",
    "build",
    "candidates",
    "census",
    "change_points",
    "compare",
    "cytoscape",
    "edge_table",
    "frustration",
    "gexf",
    "graphml",
    "influence",
    "is_backing",
    "mediators",
    "misfits_by_actor",
    "node_table",
    "opposite_sides",
    "polarisation",
    "proxies",
    "rivals",
    "signed_modularity",
    "similar",
    "stability",
    "timeline",
    "trend",
    "triads",
]
