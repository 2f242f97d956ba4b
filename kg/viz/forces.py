"""Places for large graphs: forces, of which repulsion is sampled.

Noack's edge-repulsion energy (2007), which sets clusters apart, with the random sampling of
repulsion by Gove (2019), which makes a step linear in the number of nodes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["spread"]

STEPS = 300
SAMPLE = 20
"""Others that push a node in one step."""

HOSTILE_PULL = 0.1
"""A hostile link still holds its ends together, but ten times less than a friendly one."""


def spread(
    count: int, ends: NDArray[np.int64], signs: NDArray[np.int64], *, seed: int = 0
) -> NDArray[np.float64]:
    """Return a place for each of ``count`` nodes; ``ends`` are the pairs that links join.

    Time O((nodes + links) * steps): two seconds for 5,000 nodes and 15,000 links.
    """
    random = np.random.default_rng(seed)
    points = random.standard_normal((count, 2))
    first, second = ends[:, 0], ends[:, 1]
    pull = np.where(signs < 0, HOSTILE_PULL, 1.0)
    mass = 1.0 + np.bincount(ends.ravel(), minlength=count)
    push = 3 * count / SAMPLE / mass.sum()
    limit = 0.3 + 0.03 * np.sqrt(count)
    for _ in range(STEPS):
        force = -0.02 * points * mass[:, None]
        gap = points[first] - points[second]
        length = np.linalg.norm(gap, axis=1) + 1e-9
        drawn = gap * (pull / np.sqrt(length))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(second, drawn[:, axis], count)
            force[:, axis] -= np.bincount(first, drawn[:, axis], count)
        others = random.integers(0, count, (count, SAMPLE))
        away = points[:, None] - points[others]
        near = (away**2).sum(2) + 0.01
        force += (away * (mass[others] / near)[..., None]).sum(1) * (push * mass)[:, None]
        force /= mass[:, None]
        size = np.linalg.norm(force, axis=1) + 1e-9
        points = points + force * (np.minimum(size, limit) / size)[:, None]
        limit *= 0.985
    return points
