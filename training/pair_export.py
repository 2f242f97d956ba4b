"""Writes the reader of relations as an ONNX file with int8 weights."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import nn

from kg.nlp.pairs import GRIDS, Labels
from training.export import quantize
from training.pair_network import PairNetwork

# Sizes of an example that differ from each other, so that none is taken for another.
_WORDS, _TRIGGERS, _PAIRS = 7, 5, 6


class OneSentence(nn.Module):
    """The network for a single sentence without padding."""

    def __init__(self, network: PairNetwork, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, states: torch.Tensor, *arrays: torch.Tensor) -> torch.Tensor:
        """Scores of pairs, triggers and relations."""
        given = dict(zip(self.names, arrays, strict=True))
        for key in ("triggers", "parts", "roles", "hints"):
            given[key] = given[key][None]
        sentence = torch.zeros_like(given["subject"])
        scores: torch.Tensor = self.network({"states": states[None], "sentence": sentence, **given})
        return scores


def export(network: PairNetwork, labels: Labels, to: Path) -> None:
    """Write `reader.onnx` and `reader.json` to a folder."""
    to.mkdir(parents=True, exist_ok=True)
    labels.save(to / "reader.json")
    size = network.norm.normalized_shape[0]
    whole, count = torch.zeros(_PAIRS, dtype=torch.long), len(labels.types)
    grid = torch.zeros(_PAIRS, _TRIGGERS, dtype=torch.long)
    words = torch.zeros(_TRIGGERS, dtype=torch.long)
    arrays = {
        "triggers": words,
        "parts": words,
        "roles": words,
        "hints": torch.zeros(_TRIGGERS, len(labels.relations)),
        "subject": whole,
        "object": whole,
        "subject_types": torch.zeros(_PAIRS, count),
        "object_types": torch.zeros(_PAIRS, count),
        "subject_role": whole,
        "object_role": whole,
        "subject_way": whole,
        "object_way": whole,
        "between": whole,
        **dict.fromkeys(GRIDS, grid),
    }
    axes = {"states": {0: "words"}, "scores": {0: "pairs", 1: "triggers"}}
    for name, array in arrays.items():
        axes[name] = {0: "triggers" if len(array) == _TRIGGERS else "pairs"}
        if array is grid:
            axes[name][1] = "triggers"
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
