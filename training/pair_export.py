"""Writes the reader of relations as an ONNX file with int8 weights."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from kg.nlp.pairs import FLAGS, GRIDS, OF_ENDS, OF_PAIRS, OF_TRIGGERS, Labels
from training.export import quantize
from training.network import BELOW
from training.pair_network import CloserLook, FirstLook, PairNetwork, Tensors

# Sizes of an example that differ from each other, so that none is taken for another.
_WORDS, _TRIGGERS, _ENDS, _PAIRS = 7, 5, 4, 6

# Log-odds of a pair at a glance below which its relations are not scored: half of the pairs of a
# fold not seen, with 3 in 1,000 of those that their scores would find likely.
LEAST_PROMISE = -4.5


Look = Callable[[Any, Tensors], tuple[torch.Tensor, ...]]


class OneSentence(nn.Module):
    """A look at a single sentence without padding."""

    def __init__(self, network: PairNetwork, names: list[str], look: Look) -> None:
        super().__init__()
        self.network, self.names, self.look = network, names, look

    def forward(self, states: torch.Tensor, *arrays: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What the look says of the states of the words and the arrays of the sentence."""
        given = dict(zip(self.names, arrays, strict=True))
        given |= {key: given[key][None] for key in OF_TRIGGERS}
        return self.look(self.network, given | {"states": states[None]})


def first_look(network: FirstLook, given: Tensors) -> tuple[torch.Tensor, ...]:
    """Numbers of the pairs worth scoring, their log-odds of relations, and the number of the
    trigger that says so best.
    """
    words = network.words(given)
    ends = network.ends(words, given)
    promise = network.promise(ends, given)
    # At least one pair: no operator gets nothing to work on.
    kept = torch.nonzero(promise >= promise.max().clamp(max=LEAST_PROMISE))[:, 0]
    given |= {key: given[key][kept] for key in OF_PAIRS}
    scores = network.scores(words, ends, given)
    return kept, torch.logsumexp(scores, dim=1), scores.argmax(dim=1)


def closer_look(network: CloserLook, given: Tensors) -> tuple[torch.Tensor, ...]:
    """Log-odds of the relations of pairs, and the number of the trigger that says so best."""
    scores, _ = network(given)
    return torch.logsumexp(scores, dim=1), scores.argmax(dim=1)


def export(network: FirstLook, labels: Labels, to: Path) -> None:
    """Write `reader.onnx.gz` and `reader.json` to a folder."""
    to.mkdir(parents=True, exist_ok=True)
    labels.save(to / "reader.json")
    _write(first_look, network, labels, ["kept", "odds", "said_by"], to / "reader.onnx.gz")


def export_closer(network: CloserLook, labels: Labels, to: Path) -> None:
    """Write `closer.onnx.gz` to a folder; it reads the arrays of the reader beside it."""
    _write(closer_look, network, labels, ["odds", "said_by"], to / "closer.onnx.gz")


def _write(
    look: Look,
    network: PairNetwork,
    labels: Labels,
    outputs: list[str],
    to: Path,
) -> None:
    size = network.norm.normalized_shape[0]
    classes = torch.zeros(_ENDS, len(labels.types))
    inputs = {
        "triggers": (torch.zeros(_TRIGGERS, len(labels.relations)), OF_TRIGGERS, ("triggers",)),
        "ends": (classes, OF_ENDS, ("ends",)),
        "grids": (torch.zeros(_ENDS, _TRIGGERS), GRIDS, ("ends", "triggers")),
        "pairs": (torch.zeros(_PAIRS), OF_PAIRS, ("pairs",)),
    }
    arrays: dict[str, torch.Tensor] = {}
    axes = {"states": {0: "words"}} | {output: {0: f"of {output}"} for output in outputs}
    for example, names, sides in inputs.values():
        for name in names:
            whole = example if len(sides) == example.dim() else example[:, 0]
            arrays[name] = example if name in FLAGS else whole.long()
            axes[name] = dict(enumerate(sides))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        torch.onnx.export(
            OneSentence(network, list(arrays), look).eval(),
            (torch.zeros(_WORDS, len(BELOW) * size), *arrays.values()),
            str(path),
            input_names=["states", *arrays],
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize(path, to)
