"""How long the analysis takes: ``python benchmarks/graph_speed.py [actors] [statements]``.

Times are processor seconds, all cores together, which other work on the machine hardly changes.
Beside it what plain networkx takes, where it has the same: exact betweenness is sampled from 20
sources and scaled up, for it takes many minutes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
from crowds import crowd

from kg import graph as kg


def timed(name: str, run: Callable[[], Any], note: str = "", factor: float = 1.0) -> Any:
    """Run, print how much processor time it took, and return the result."""
    start = time.process_time()
    result = run()
    seconds = (time.process_time() - start) * factor
    print(f"{name:<34} {seconds:>9.2f} s  {note}", flush=True)
    return result


def main() -> None:
    """Measure every analysis on one made-up crowd."""
    actors, statements = (
        int(n) for n in (sys.argv[1:] + ["5000", "100000"][len(sys.argv) - 1 :])[:2]
    )
    articles, said = crowd(actors, statements)
    start = time.process_time()
    graph = timed("build", lambda: kg.build(said, articles=articles))
    network = timed("alliance", lambda: kg.alliance(graph))
    print(f"  {len(network)} actors, {network.number_of_edges()} pairs, {statements} statements")
    blocs = timed("blocs", lambda: kg.blocs(network))
    timed("census of triads", lambda: kg.census(network))
    timed("frustration (bounds)", lambda: kg.frustration(network))
    timed("brokers", lambda: kg.brokers(network, groups=[b.members for b in blocs]))
    timed("influence", lambda: kg.influence(graph))
    timed("proxies", lambda: kg.proxies(graph))
    timed("opposite sides", lambda: kg.opposite_sides(graph))
    timed("mediators", lambda: kg.mediators(graph))
    busiest = max(network, key=network.degree)
    timed("similar (busiest actor)", lambda: kg.similar(network, busiest))
    timed("candidates", lambda: kg.candidates(network))
    periods = timed("timeline of the busiest", lambda: kg.timeline(graph, busiest))
    timed("change points", lambda: kg.change_points(periods))
    timed(
        "compare two months",
        lambda: kg.compare(graph, ("2025-01", "2025-01"), ("2025-02", "2025-02")),
    )
    timed("GEXF", lambda: kg.gexf(network))
    print(f"{'all of the above':<34} {time.process_time() - start:>9.2f} s")

    friendly = nx.Graph((a, b) for a, b, w in network.edges(data="weight") if w > 0)
    sources = 20
    timed(
        "networkx betweenness",
        lambda: nx.betweenness_centrality(friendly, k=sources, seed=1),
        f"from {sources} sources, scaled to all",
        len(friendly) / sources,
    )
    timed("networkx louvain (no signs)", lambda: nx.community.louvain_communities(friendly, seed=1))


if __name__ == "__main__":
    main()
