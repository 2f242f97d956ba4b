"""Graphs for other programs."""

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.graph import FORMATS, alliance, build, cytoscape, edge_table, gexf, graphml, node_table

from .browser.small_world import syria
from .test_graph_build import ACTORS, say

GEXF = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def graph():
    articles, said = syria()
    return build(said, articles=articles)


@pytest.fixture(scope="module")
def network(graph):
    return alliance(graph)


def test_graphml_comes_back(graph, network):
    again = nx.parse_graphml(graphml(graph), force_multigraph=True)
    assert set(again) == set(graph)
    assert {k for *_, k in again.edges(keys=True)} == {k for *_, k in graph.edges(keys=True)}
    pairs = nx.parse_graphml(graphml(network))
    assert pairs.number_of_edges() == network.number_of_edges()
    a, b = next(iter(network.edges()))
    assert pairs.edges[a, b]["weight"] == network.edges[a, b]["weight"]


def test_gexf_has_dates_and_labels(graph):
    root = ElementTree.fromstring(gexf(graph).encode())
    assert len(root.findall(f".//{GEXF}edge")) == graph.number_of_edges()
    starts = {edge.get("start") for edge in root.iter(f"{GEXF}edge")}
    assert "2015-11-24" in starts
    assert all(start is None or len(start) == 10 for start in starts)
    assert "Turkey" in {node.get("label") for node in root.iter(f"{GEXF}node")}


def test_cytoscape_has_nodes_and_edges(network):
    elements = json.loads(cytoscape(network))["elements"]
    assert len(elements["nodes"]) == len(network)
    assert {"source", "target", "cooperation", "conflict"} <= elements["edges"][0]["data"].keys()


def test_tables(graph):
    rows = list(csv.DictReader(io.StringIO(edge_table(graph))))
    assert len(rows) == graph.number_of_edges()
    downed = next(row for row in rows if row["relation"] == "downedAircraftOf")
    assert (downed["source_label"], downed["target_label"]) == ("Turkish Armed Forces", "Russia")
    assert len(node_table(graph).splitlines()) == len(graph) + 1


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_takes_hostile_and_empty_graphs(name):
    bad = "=1+1<&\"'\x00\ud800]]>\n"
    actor = replace(ACTORS["Turkey"], id="actor:\x01", label=bad, names=(bad,))
    statement = replace(say("Turkey | met | Russia"), subject=actor)
    for graph in (build([statement]), alliance(build([statement])), build([]), nx.Graph()):
        text = FORMATS[name](graph)
        assert text == FORMATS[name](graph)
        if name in ("graphml", "gexf"):
            ElementTree.fromstring(text.encode())
        if name == "nodes.csv" and len(graph):
            assert "'=1+1<&" in text
