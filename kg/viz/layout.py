"""Where the actors stand: allies near, enemies apart, no label on another.

Small graphs are laid out by stress majorisation (Gansner, Koren and North 2004) on path lengths
in which a hostile link is longer than a friendly one; then boxes that hold the labels are moved
off each other and off the lines. Of a large graph the core is laid out so, and the rest around
it. All is numpy, so that a page is the same whichever extras are installed.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from .scene import Link

__all__ = ["positions"]

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

EXACT = 300
"""Graphs up to this size are laid out as a whole; time grows with the cube."""

ROOM = 34.0
"""Distance between actors around one of the core, in pixels."""

UNIT = 165.0
"""Pixels that a friendly link of length 1 aims at."""

LENGTHS = {1: 1.0, 0: 0.8, -1: 1.7}
"""Length of a link by sign."""


def positions(
    radii: Sequence[float],
    labels: Sequence[str],
    links: Sequence[Link],
    ties: Sequence[tuple[int, int]] = (),
    *,
    core: Sequence[int] = (),
    aspect: float = 1.75,
) -> list[tuple[int, int]]:
    """Return x and y for each actor, in pixels, the middle of the whole at (0, 0).

    ``ties`` join actors that belong together without a link. ``core`` are the actors that a large
    graph opens with; without it, or in a small graph, all are laid out alike. ``aspect`` is the
    width of the window divided by its height.
    """
    graph = _graph(len(radii), links, ties)
    boxes = np.array([_box(r, label) for r, label in zip(radii, labels, strict=True)])
    boxes = boxes.reshape(-1, 2)
    inner = sorted(core) if core and len(radii) > EXACT else list(range(len(radii)))
    parts: list[tuple[Points, Points, Pairs]] = []
    order: list[int] = []
    components = nx.connected_components(graph.subgraph(inner))
    for members in sorted(components, key=lambda c: (-len(c), min(c))):
        nodes = sorted(members)
        ends = _ends(graph.subgraph(nodes), nodes)
        points = _apart(_exact(graph.subgraph(nodes), nodes, aspect), boxes[nodes], ends)
        parts.append((points, boxes[nodes], ends))
        order += nodes
    placed = np.zeros((len(radii), 2))
    if parts:
        placed[order] = _packed(parts, aspect)
    _surround(graph, placed, set(order), aspect)
    return [(round(float(x)), round(float(y))) for x, y in placed]


def _graph(count: int, links: Sequence[Link], ties: Sequence[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for first, second in ties:
        graph.add_edge(first, second, length=LENGTHS[0])
    for link in links:
        length = LENGTHS[link.sign]
        if graph.has_edge(link.first, link.second):  # much of both: in between
            length = (length + graph.edges[link.first, link.second]["length"]) / 2
        graph.add_edge(link.first, link.second, length=length)
    return graph


def _surround(graph: nx.Graph, placed: Points, done: set[int], aspect: float) -> None:
    """Place the rest, in ``placed``: each on a spiral around the first placed one it is linked to.

    What is linked to nobody placed comes to the rim.
    """
    around: dict[int, int] = {}
    fresh = sorted(done)
    while fresh:
        near: dict[int, int] = {}
        for node in fresh:
            for other in sorted(graph[node]):
                if other not in done:
                    near.setdefault(other, node)
        for node, centre in sorted(near.items()):
            around[centre] = around.get(centre, 0) + 1
            step = around[centre]
            angle, reach = 2.399963 * step, ROOM * np.sqrt(step + 1.5)
            placed[node] = placed[centre] + reach * np.array([np.cos(angle), np.sin(angle)])
        done.update(near)
        fresh = sorted(near)
    rest = [node for node in graph if node not in done]
    if rest:
        reach = float(np.abs(placed / [aspect, 1.0]).max()) + 3 * ROOM
        turns = np.arange(len(rest)) * (2 * np.pi / len(rest))
        ring = reach * np.column_stack([aspect * np.cos(turns), np.sin(turns)])
        placed[rest] = ring * 1.42


def _box(radius: float, label: str) -> tuple[float, float]:
    """Width and height of a node with its label below, with some air."""
    return max(2 * radius, 7.6 * min(len(label), 28)) + 16, 2 * radius + 34


def _exact(graph: nx.Graph, nodes: list[int], aspect: float) -> Points:
    count = len(nodes)
    if count == 1:
        return np.zeros((1, 2))
    distance = _path_lengths(graph, nodes)
    weight = distance + np.eye(count)
    weight = weight**-2.0
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight.sum(1)) - weight
    inverse = np.linalg.pinv(laplacian)
    points = _classical(distance)
    for _ in range(200):
        gap = np.linalg.norm(points[:, None] - points[None], axis=2)
        ratio = weight * distance / np.where(gap > 1e-9, gap, 1.0)
        pull = -ratio
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(1))
        moved = inverse @ (pull @ points)
        settled = float(np.abs(moved - points).max()) < 0.002
        points = moved
        if settled:
            break
    return np.asarray(_turned(points) * UNIT * np.array([np.sqrt(aspect), 1 / np.sqrt(aspect)]))


def _path_lengths(graph: nx.Graph, nodes: list[int]) -> Points:
    """Floyd and Warshall, vectorised; links between busy nodes are longer, to make room.

    Long paths are shortened, for what hangs on the rim would push the middle together.
    """
    index = {node: n for n, node in enumerate(nodes)}
    distance = np.full((len(nodes), len(nodes)), np.inf)
    np.fill_diagonal(distance, 0.0)
    for a, b, length in graph.edges(data="length"):
        fewer = min(graph.degree[a], graph.degree[b])
        stretched = length * (0.6 if fewer == 1 else 1 + 0.12 * np.sqrt(fewer))
        distance[index[a], index[b]] = distance[index[b], index[a]] = stretched
    for k in range(len(nodes)):
        np.minimum(distance, distance[:, k, None] + distance[None, k, :], out=distance)
    return np.asarray(distance**0.8)


def _classical(distance: Points) -> Points:
    """Start: classical scaling, the two largest axes of the doubly centred distances."""
    squared = distance**2
    centred = squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    points = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
    # eigenvectors have no sign of their own: the first clearly non-zero entry is made positive
    for axis in range(points.shape[1]):
        column = points[:, axis]
        big = np.flatnonzero(np.abs(column) > 1e-6)
        if len(big) and column[big[0]] < 0:
            points[:, axis] = -column
    if points.shape[1] < 2:
        points = np.hstack([points, np.zeros((len(points), 1))])
    # nodes with equal distances to all would stay on one spot
    golden = np.arange(len(points)) * 2.399963
    return np.asarray(points + 0.02 * np.column_stack([np.cos(golden), np.sin(golden)]))


def _turned(points: Points) -> Points:
    """Centre, and turn the long axis level."""
    points = points - points.mean(0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    if np.linalg.det(axes) < 0:
        axes[1] = -axes[1]
    return np.asarray(points @ axes.T)


def _ends(graph: nx.Graph, nodes: list[int]) -> Pairs:
    index = {node: n for n, node in enumerate(nodes)}
    pairs = sorted((index[a], index[b]) for a, b in graph.edges())
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _apart(points: Points, boxes: Points, ends: Pairs) -> Points:
    """Move boxes off each other, and off the lines that do not end in them."""
    points = points.copy()
    count = len(points)
    if count < 2:
        return points
    upper = np.triu_indices(count, 1)
    room = (boxes[:, None] + boxes[None]) / 2
    for step in range(400):
        moved = False
        if step % 4 == 0 and step < 160 and len(ends):
            points += _off_lines(points, boxes, ends)
        gap = points[upper[0]] - points[upper[1]]
        over = room[upper] - np.abs(gap)
        hit = (over > 0.5).all(1)
        if hit.any():
            moved = True
            first, second = upper[0][hit], upper[1][hit]
            over, gap = over[hit], gap[hit]
            axis = (over[:, 0] > over[:, 1]).astype(int)
            rows = np.arange(len(axis))
            side = np.where(gap[rows, axis] < 0, -1.0, 1.0)
            push = np.zeros_like(gap)
            push[rows, axis] = side * (over[rows, axis] / 2 * 0.7 + 0.3)
            shift = np.zeros_like(points)
            np.add.at(shift, first, push)
            np.add.at(shift, second, -push)
            points += np.clip(shift, -40, 40)
        if not moved and step >= 160:
            break
    return points


def _off_lines(points: Points, boxes: Points, ends: Pairs) -> Points:
    """A small step of each node away from the lines that pass through its box."""
    start, end = points[ends[:, 0]], points[ends[:, 1]]
    along = end - start
    length = np.maximum((along**2).sum(1), 1e-9)
    offset = points[:, None] - start[None]
    share = np.clip((offset * along[None]).sum(2) / length[None], 0.0, 1.0)
    away = offset - share[..., None] * along[None]
    distance = np.maximum(np.linalg.norm(away, axis=2), 1e-6)
    need = boxes.min(1)[:, None] * 0.5
    own = (np.arange(len(points))[:, None, None] == ends[None]).any(2)
    strength = np.where(own | (share <= 0) | (share >= 1), 0.0, np.maximum(need - distance, 0.0))
    step = (away / distance[..., None] * strength[..., None]).sum(1) * 0.25
    return np.asarray(np.clip(step, -12, 12))


def _packed(parts: list[tuple[Points, Points, Pairs]], aspect: float) -> Points:
    """Set each component, the largest first, where the whole frame grows least, near the middle.

    A part is its points, its boxes and the ends of its lines.
    """
    placed: list[Points] = []
    taken = np.zeros((0, 0), dtype=bool)  # squares of CELL pixels; the first begins at ``origin``
    origin = np.zeros(2)
    for points, boxes, ends in parts:
        low, covered = _covered(points, boxes, ends)
        if not placed:
            taken, origin = covered, low
        else:
            corner = _free_corner(taken, covered.shape, aspect)
            points = points + (origin + corner * CELL - low)
            taken, moved = _stamped(taken, covered, corner)
            origin = origin + moved * CELL
        placed.append(points)
    return np.asarray(np.vstack(placed) - (origin + np.array(taken.shape) * CELL / 2))


CELL = 40.0


def _covered(points: Points, boxes: Points, ends: Pairs) -> tuple[Points, NDArray[np.bool_]]:
    """The low corner of a component, and which squares from there its boxes and lines cover."""
    half = boxes / 2
    low, high = (points - half).min(0), (points + half).max(0)
    covered = np.zeros(np.ceil((high - low) / CELL).astype(int) + 1, dtype=bool)
    share = np.linspace(0.0, 1.0, 25)[:, None, None]
    lines = (points[ends[:, 0]] * (1 - share) + points[ends[:, 1]] * share).reshape(-1, 2)
    begin = np.vstack([points - half, lines - CELL / 2])
    end = np.vstack([points + half, lines + CELL / 2])
    first = np.maximum(((begin - low) // CELL).astype(int), 0)
    last = ((end - low) // CELL).astype(int)
    for (left, top), (right, bottom) in zip(first, last, strict=True):
        covered[left : right + 1, top : bottom + 1] = True
    return low, covered


def _free_corner(taken: NDArray[np.bool_], size: tuple[int, ...], aspect: float) -> Pairs:
    """Where a frame of ``size`` squares meets no taken one and makes the whole grow least."""
    wide, high = size
    padded = np.pad(taken, ((wide, wide), (high, high)))
    sums = np.pad(padded.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    inside = sums[wide:, high:] - sums[:-wide, high:] - sums[wide:, :-high] + sums[:-wide, :-high]
    corner = np.argwhere(inside == 0) - [wide, high]
    whole = np.maximum(corner + size, taken.shape) - np.minimum(corner, 0)
    growth = np.maximum(whole[:, 0], whole[:, 1] * aspect)
    off = np.abs(corner + np.array(size) / 2 - np.array(taken.shape) / 2) / [aspect, 1.0]
    best = np.lexsort((off.sum(1).round(3), growth.round(3)))[0]
    return np.asarray(corner[best])


def _stamped(
    taken: NDArray[np.bool_], covered: NDArray[np.bool_], corner: Pairs
) -> tuple[NDArray[np.bool_], Pairs]:
    """Both areas in one, and by how many squares its low corner has moved."""
    low = np.minimum(corner, 0)
    high = np.maximum(corner + covered.shape, taken.shape)
    whole = np.zeros(high - low, dtype=bool)
    for area, (x, y) in ((taken, -low), (covered, corner - low)):
        whole[x : x + area.shape[0], y : y + area.shape[1]] |= area
    return whole, low
