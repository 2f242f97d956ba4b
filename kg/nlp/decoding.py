"""From the network's scores to sound annotation: trees, entity spans.

Every function here is pure. The laws (tests/test_decoding.py): a tree has one root and no cycle,
and it is the best such tree; entity tags never continue a span that did not begin.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# More than any sum of arc scores can make up for, so that a second root never pays; small enough
# for double precision to keep the arc scores exact beside it.
_ROOT_COST = 1e7


def tree(scores: NDArray[np.floating]) -> Ints:
    """The best tree with exactly one root.

    `scores[i, j]` is the score of word j as head of word i, and `scores[i, n]` of word i as root
    (n words). Returns the head of each word; the root is its own head.

    >>> tree(np.array([[0.0, 5.0, 1.0], [4.0, 0.0, 2.0]])).tolist()
    [1, 1]
    """
    count = len(scores)
    if count == 1:
        return np.zeros(1, np.int64)
    weights = np.empty((count + 1, count + 1))
    weights[:count] = np.clip(np.nan_to_num(scores, nan=-1e4), -1e4, 1e4)
    weights[np.arange(count), np.arange(count)] = -np.inf
    weights[count] = -np.inf
    heads = weights[:count].argmax(axis=1)
    if (heads == count).sum() != 1 or _cycle(np.append(heads, count)) is not None:
        weights[:count, count] -= _ROOT_COST
        heads = _arborescence(weights)[:count]
    return np.where(heads == count, np.arange(count), heads)


def _cycle(heads: Ints) -> list[int] | None:
    """Some cycle in `heads`, the last of which is the root and points to itself, or None."""
    root = len(heads) - 1
    state = [0] * len(heads)
    state[root] = 2
    chain = heads.tolist()
    for start in range(root):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = chain[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return None


def _arborescence(weights: NDArray[np.float64]) -> Ints:
    """Chu-Liu-Edmonds: the best heads for all nodes; the last node is the root.

    Cycles are contracted one after another into new nodes, then opened in reverse order.
    """
    size = len(weights)
    root = size - 1
    capacity = 2 * size
    # score[i, j]: node j as head of node i; -inf where impossible.
    score = np.full((capacity, capacity), -np.inf)
    score[:size, :size] = weights
    alive = np.zeros(capacity, bool)
    alive[:size] = True
    # For an arc into or out of a contracted node: the node inside that the arc really touches.
    into = np.tile(np.arange(capacity)[:, None], (1, capacity))
    out_of = np.tile(np.arange(capacity)[None, :], (capacity, 1))
    contracted: list[tuple[int, list[int], list[int]]] = []
    heads = np.full(capacity, root)
    while True:
        nodes = np.flatnonzero(alive)
        order = np.append(nodes[nodes != root], root)
        best = order[score[np.ix_(order[:-1], order)].argmax(axis=1)]
        heads[order[:-1]] = best
        position = np.full(capacity, -1)
        position[order] = np.arange(len(order))
        local = np.append(position[best], len(order) - 1)
        cycle = _cycle(local)
        if cycle is None:
            break
        members = order[np.array(cycle)]
        new = size + len(contracted)
        others = np.array([node for node in order if node not in set(members.tolist())])
        inner = score[members, heads[members]]
        # Arcs that enter the cycle: gain of replacing the member's arc inside the cycle.
        entering = score[np.ix_(members, others)] - inner[:, None] + inner.sum()
        which = entering.argmax(axis=0)
        score[new, others] = entering[which, np.arange(len(others))]
        into[new, others] = members[which]
        # Arcs that leave the cycle: the best member as head.
        targets = others[others != root]
        leaving = score[np.ix_(targets, members)]
        which = leaving.argmax(axis=1)
        score[targets, new] = leaving[np.arange(len(targets)), which]
        out_of[targets, new] = members[which]
        contracted.append((new, members.tolist(), heads[members].tolist()))
        alive[members] = False
        alive[new] = True
    for new, members, inner_heads in reversed(contracted):
        # Words whose chosen head is the contracted node get the member that the arc touches.
        for node in np.flatnonzero(heads[:new] == new):
            heads[node] = out_of[node, new]
        outer = int(heads[new])
        entered = int(into[new, outer])
        for member, head in zip(members, inner_heads, strict=True):
            heads[member] = outer if member == entered else head
    return heads[:size]


def spans(scores: Floats, tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Entity spans (start, end, label) from one row of tag scores for each word.

    `tags` are "O", "B-X" and "I-X"; the best sequence in which I-X only follows B-X or I-X wins.
    """
    if not len(scores):
        return []
    best = scores.argmax(axis=1)
    if not _sound(best.tolist(), tags):
        best = _viterbi(scores, tags)
    found: list[tuple[int, int, str]] = []
    for position, number in enumerate(best.tolist()):
        tag = tags[number]
        if tag.startswith("B-"):
            found.append((position, position + 1, tag[2:]))
        elif tag.startswith("I-"):
            start, _, label = found.pop()
            found.append((start, position + 1, label))
    return found


def _sound(numbers: Sequence[int], tags: Sequence[str]) -> bool:
    before = "O"
    for number in numbers:
        tag = tags[number]
        if tag.startswith("I-") and before[2:] != tag[2:]:
            return False
        before = tag
    return True


def _viterbi(scores: Floats, tags: Sequence[str]) -> Ints:
    """The best sequence of tag numbers under the rule that I-X follows B-X or I-X."""
    allowed = np.array(
        [
            [not after.startswith("I-") or before[2:] == after[2:] for after in tags]
            for before in tags
        ]
    )
    barrier = np.where(allowed, 0.0, -np.inf)
    first = np.array([-np.inf if tag.startswith("I-") else 0.0 for tag in tags])
    total = scores[0] + first
    back = np.zeros(scores.shape, np.int64)
    for position in range(1, len(scores)):
        paths = total[:, None] + barrier
        back[position] = paths.argmax(axis=0)
        total = paths.max(axis=0) + scores[position]
    path = np.zeros(len(scores), np.int64)
    path[-1] = total.argmax()
    for position in range(len(scores) - 1, 0, -1):
        path[position - 1] = back[position, path[position]]
    return path
