"""Graphs for other programs: GraphML, GEXF for Gephi, Cytoscape JSON, CSV.

Each function takes the multigraph of ``build`` or the network of ``alliance`` and returns text;
the same graph gives the same text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import networkx as nx

from .days import first_day, last_day

__all__ = ["FORMATS", "cytoscape", "edge_table", "gexf", "graphml", "node_table"]

Value = str | int | float | bool
Row = dict[str, Value]

# characters that XML 1.0 has no place for, escaped or not
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(graph: nx.Graph) -> str:
    """Return GraphML, which yEd, Gephi, igraph and Neo4j read. Time O(edges)."""
    plain = nx.MultiDiGraph() if graph.is_directed() else nx.Graph()
    for node, about in _nodes(graph):
        plain.add_node(_xml(node), **_clean(about))
    for a, b, key, about in _edges(graph):
        ends = _xml(a), _xml(b)
        if graph.is_multigraph():
            plain.add_edge(*ends, key=_xml(key), **_clean(about))
        else:
            plain.add_edge(*ends, **_clean(about))
    return "\n".join(nx.generate_graphml(plain, named_key_ids=True)) + "\n"


def gexf(graph: nx.Graph) -> str:
    """Return GEXF 1.3 with the dates of the edges, for Gephi and its time line. Time O(edges)."""
    root = ElementTree.Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    kind = "directed" if graph.is_directed() else "undirected"
    inside = ElementTree.SubElement(
        root, "graph", {"mode": "dynamic", "defaultedgetype": kind, "timeformat": "date"}
    )
    nodes, edges = list(_nodes(graph)), list(_edges(graph))
    node_ids = _gexf_columns(inside, "node", [about for _, about in nodes])
    edge_ids = _gexf_columns(inside, "edge", [about for *_, about in edges])
    listed = ElementTree.SubElement(inside, "nodes")
    for node, about in nodes:
        element = ElementTree.SubElement(
            listed, "node", {"id": _xml(node), "label": _xml(str(about["label"]))}
        )
        _gexf_values(element, node_ids, about)
    listed = ElementTree.SubElement(inside, "edges")
    for a, b, key, about in edges:
        element = ElementTree.SubElement(
            listed, "edge", {"id": _xml(key), "source": _xml(a), "target": _xml(b)}
        )
        element.set("weight", str(abs(float(about["weight"]))))
        for name, value in _days(about).items():
            element.set(name, value)
        _gexf_values(element, edge_ids, about)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def cytoscape(graph: nx.Graph) -> str:
    """Return the JSON of Cytoscape and Cytoscape.js. Time O(edges)."""
    elements = {
        "nodes": [
            {"data": {"id": node, "name": about["label"], **about}} for node, about in _nodes(graph)
        ],
        "edges": [
            {"data": {"id": key, "source": a, "target": b, **about}}
            for a, b, key, about in _edges(graph)
        ],
    }
    record = {"data": {}, "directed": graph.is_directed(), "elements": elements}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def node_table(graph: nx.Graph) -> str:
    """Return the actors as CSV, one a line. Time O(nodes).

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("actor:FRA", label="France", type="State", of=None, qid="Q142", names=())
    >>> print(node_table(graph), end="")
    id,label,type,qid
    actor:FRA,France,State,Q142
    """
    return _csv([{"id": node, **about} for node, about in _nodes(graph)])


def edge_table(graph: nx.Graph) -> str:
    """Return the edges as CSV, one a line: statements, or pairs of an alliance graph."""
    label = dict(graph.nodes(data="label"))
    return _csv(
        [
            {
                "id": key,
                "source": a,
                "source_label": label[a],
                "target": b,
                "target_label": label[b],
            }
            | about
            for a, b, key, about in _edges(graph)
        ]
    )


FORMATS = {
    "graphml": graphml,
    "gexf": gexf,
    "cytoscape": cytoscape,
    "nodes.csv": node_table,
    "edges.csv": edge_table,
}


def _nodes(graph: nx.Graph) -> Iterator[tuple[str, Row]]:
    for node, about in sorted(graph.nodes(data=True)):
        yield node, _scalars(about)


def _edges(graph: nx.Graph) -> Iterator[tuple[str, str, str, Row]]:
    if graph.is_multigraph():
        for a, b, key, about in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
            yield a, b, key, _scalars(_told(about))
    else:
        for a, b in sorted((min(pair), max(pair)) for pair in graph.edges()):
            yield a, b, f"{a} {b}", _scalars(graph.edges[a, b])


def _told(about: Mapping[str, Any]) -> dict[str, Any]:
    """A statement's edge as columns."""
    statement = about["statement"]
    return {
        "relation": statement.relation.name,
        "label": statement.relation.label,
        "status": statement.status.value,
        "speaker": statement.speaker.label if statement.speaker else None,
        "weight": statement.weight,
        "confidence": statement.confidence,
        "start": about["start"],
        "end": about["end"],
        "place": statement.place.label if statement.place else None,
        "article": statement.article,
        "source": about["source"],
        "sentence": statement.evidence.text,
    }


def _scalars(about: Mapping[str, Any]) -> Row:
    """What other programs can hold; what is not known is left out."""
    row: Row = {}
    for key, value in about.items():
        if isinstance(value, tuple):
            value = "; ".join(value)
        if value is not None and value != "":
            row[key] = value
    return row


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _clean(about: Row) -> Row:
    return {key: _xml(value) if isinstance(value, str) else value for key, value in about.items()}


def _gexf_columns(parent: ElementTree.Element, kind: str, rows: list[Row]) -> dict[str, str]:
    """Declare the columns of the rows; return the id of each."""
    types: dict[str, str] = {}
    for row in rows:
        for key, value in row.items():
            number = isinstance(value, int | float)
            types[key] = "double" if number and types.get(key) != "string" else "string"
    if rows:
        declared = ElementTree.SubElement(parent, "attributes", {"class": kind, "mode": "static"})
        for key, column in types.items():
            about = {"id": f"{kind}-{key}", "title": key, "type": column}
            ElementTree.SubElement(declared, "attribute", about)
    return {key: f"{kind}-{key}" for key in types}


def _gexf_values(element: ElementTree.Element, ids: dict[str, str], about: Row) -> None:
    values = ElementTree.SubElement(element, "attvalues")
    for key, value in about.items():
        given = {"for": ids[key], "value": _xml(str(value))}
        ElementTree.SubElement(values, "attvalue", given)


def _days(about: Row) -> dict[str, str]:
    start = about.get("start") or about.get("first")
    end = about.get("end") or about.get("last")
    days = {}
    if start:
        days["start"] = first_day(str(start)).isoformat()
    if end:
        days["end"] = last_day(str(end)).isoformat()
    return days


def _csv(rows: list[Row]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    table = csv.DictWriter(text, columns, lineterminator="\n")
    table.writeheader()
    table.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: Value) -> Value:
    """A text that a spreadsheet would run as a formula is led by an apostrophe."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
