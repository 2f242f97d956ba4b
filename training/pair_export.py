"""Writes the reader of relations as an ONNX file with int8 weights."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import nn

from kg.nlp.pairs import FLAGS, GRIDS, OF_ENDS, OF_PAIRS, OF_TRIGGERS, Labels
from training.export import quantize
from training.pair_network import PairNetwork

# Sizes of an example that differ from each other, so that none is taken for another.
_WORDS, _TRIGGERS, _ENDS, _PAIRS = 7, 5, 4, 6


class OneSentence(nn.Module):
    """The network for a single sentence without padding."""

    def __init__(self, network: PairNetwork, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, states: torch.Tensor, *arrays: torch.Tensor) -> torch.Tensor:
        """Scores of pairs, triggers and relations."""
        given = dict(zip(self.names, arrays, strict=True))
        for key in (*OF_TRIGGERS, *OF_ENDS, *GRIDS):
            given[key] = given[key][None]
        sentence = torch.zeros_like(given["subject"])
        scores: torch.Tensor = self.network({"states": states[None], "sentence": sentence, **given})
        return scores


def export(network: PairNetwork, labels: Labels, to: Path) -> None:
    """Write `reader.onnx` and `reader.json` to a folder."""
    to.mkdir(parents=True, exist_ok=True)
    labels.save(to / "reader.json")
    size = network.norm.normalized_shape[0]
    classes = torch.zeros(_ENDS, len(labels.types))
    inputs = {
        "triggers": (torch.zeros(_TRIGGERS, len(labels.relations)), OF_TRIGGERS, ("triggers",)),
        "ends": (classes, OF_ENDS, ("ends",)),
        "grids": (torch.zeros(_ENDS, _TRIGGERS), GRIDS, ("ends", "triggers")),
        "pairs": (torch.zeros(_PAIRS), OF_PAIRS, ("pairs",)),
    }
    arrays: dict[str, torch.Tensor] = {}
    axes = {"states": {0: "words"}, "scores": {0: "pairs", 1: "triggers"}}
    for example, names, sides in inputs.values():
        for name in names:
            whole = example if len(sides) == example.dim() else example[:, 0]
            arrays[name] = example if name in FLAGS else whole.long()
            axes[name] = dict(enumerate(sides))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        torch.onnx.export(
            OneSentence(network, list(arrays)).eval(),
            (torch.zeros(_WORDS, size), *arrays.values()),
            str(path),
            input_names=["states", *arrays],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize(path, to / "reader.onnx")
