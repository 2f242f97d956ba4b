"""Turns trained weights into the shipped file: `python training/export.py out kg/nlp/en`.

Writes `syntax.onnx.gz` (int8 weights, one scale a channel), `syntax.json` (labels), `vocab.txt`
(word pieces) and `words.txt.gz` (base forms, to check lemmas). With `--float` the ONNX file keeps
its float weights, for comparison.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from training import dictionary
from training.labels import Labels
from training.network import Network, mixed_tags
from training.train import build, pieces

OUTPUTS = (
    "upos",
    "xpos",
    "feats",
    "lemma",
    "tags",
    "start",
    "arcs",
    "relation_word",
    "relation_head",
    "below",
)


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path, help="folder that train.py wrote")
    parser.add_argument("to", type=Path, help="folder for the files")
    parser.add_argument("--float", action="store_true", dest="keep_float")
    given = parser.parse_args()
    export(given.run, given.to, keep_float=given.keep_float)


def trained(run: Path) -> tuple[Network, Labels]:
    """The network of a run with its best weights."""
    labels = Labels.load(run / "labels.json")
    saved = torch.load(run / "best.pt", weights_only=True)
    network = build(saved["config"], labels)
    network.load_state_dict(saved["state"])
    return network.eval(), labels


def export(run: Path, to: Path, *, keep_float: bool) -> None:
    """Write the network of `run` as an ONNX file with its labels and vocabulary."""
    network, labels = trained(run)
    to.mkdir(parents=True, exist_ok=True)
    (to / "syntax.json").write_text(
        json.dumps(asdict(labels), ensure_ascii=False, indent=0) + "\n", "utf-8"
    )
    (to / "vocab.txt").write_text("\n".join(pieces()) + "\n", "utf-8")
    (to / "words.txt.gz").write_bytes(dictionary.compressed())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        write(OneWindow(network, small=not keep_float), path)
        if keep_float:
            compress(path, to / "syntax.onnx.gz")
        else:
            quantize(path, to / "syntax.onnx.gz")


def quantize(path: Path, to: Path) -> None:
    """Write a float ONNX file with int8 weights, one scale a channel, compressed."""
    small = path.with_name("int8.onnx")
    quantize_dynamic(
        path,
        small,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        # Seven bits: see rounding.py.
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    compress(small, to)


def compress(path: Path, to: Path) -> None:
    """Write a file compressed, without a time stamp, or every run would give another."""
    to.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


class OneWindow(nn.Module):
    """The network for a single window without padding, so that no result depends on a batch.

    Labels that need no search are chosen inside. With `small`, the piece embeddings are held as
    int8 with a scale for each piece.
    """

    def __init__(self, network: Network, *, small: bool) -> None:
        super().__init__()
        self.network = network
        if small:
            network.encoder.pieces = SmallEmbedding(network.encoder.pieces.weight)

    def forward(
        self, pieces: torch.Tensor, features: torch.Tensor, first: torch.Tensor, last: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Scores or labels for the words of one window, in the order of OUTPUTS."""
        scores = self.network(pieces[None], features[None], None, first[None], last[None])
        for key in ("upos", "xpos", "feats", "lemma"):
            scores[key] = scores[key].argmax(-1)
        scores["start"] = scores["start"][..., 0]
        scores["tags"] = mixed_tags(scores["tags"])
        # Not `squeeze`, which becomes a branch in the graph.
        return tuple(scores[key].flatten(0, 1) for key in OUTPUTS)


class SmallEmbedding(nn.Module):
    """An embedding table as int8 rows with one scale each."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.detach().abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.scale = nn.Buffer(scale)
        self.rows = nn.Buffer(torch.round(weight.detach() / scale).to(torch.int8))

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        """The embeddings of the pieces."""
        found: torch.Tensor = self.rows[pieces].float() * self.scale[pieces]
        return found


def write(window: OneWindow, path: Path) -> None:
    """Write the float ONNX graph."""
    example = (torch.tensor([101, 1000, 1001, 1002, 102]), torch.tensor([0, 1, 1, 1, 0]))
    words = (torch.tensor([1, 2, 3]), torch.tensor([1, 2, 3]))
    axes = {name: {0: "pieces"} for name in ("pieces", "features")}
    axes |= {name: {0: "words"} for name in ("first", "last", *OUTPUTS)}
    axes["arcs"] = {0: "words", 1: "heads"}
    axes["relation_head"] = {0: "heads"}
    torch.onnx.export(
        window.eval(),
        (*example, *words),
        str(path),
        input_names=["pieces", "features", "first", "last"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


if __name__ == "__main__":
    main()
