"""Trains the syntax network: `python training/train.py --data ../shared/data --out out`.

Writes to OUT: `best.pt` (the averaged weights that did best on dev), `labels.json`, `log.jsonl`
(one line an epoch) and `run.json` (config and digests of the data). `export.py` makes the ONNX
file of it.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import distributed, multiprocessing
from torch.nn import functional

from kg.nlp.words import WordPieces
from training import augment, corpora, datasets, rounding, watch, windows
from training.labels import Labels
from training.network import Encoder, Network, Shape, encoder_folder, relation_scores

# What an entity tag counts where the corpus neither confirms nor denies it.
_SILENT = 0.5


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.toml")
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=VALUE", help="e.g. epochs=2")
    given = parser.parse_args()
    config = tomllib.loads(given.config.read_text("utf-8"))
    for change in given.set:
        key, _, value = change.partition("=")
        place = config
        *path, name = key.split(".")
        for part in path:
            place = place[part]
        place[name] = tomllib.loads(f"x = {value}")["x"]
    given.out.mkdir(parents=True, exist_ok=True)
    train(config, given.data, given.out)


def pieces() -> list[str]:
    """The encoder's word-piece vocabulary."""
    return (encoder_folder() / "vocab.txt").read_text("utf-8").splitlines()


def build(config: dict[str, Any], labels: Labels) -> Network:
    """An untrained network on the pretrained encoder."""
    shape = Shape(**config["network"])
    return Network(Encoder.pretrained(encoder_folder(), shape.dropout), labels.sizes(), shape)


def train(config: dict[str, Any], data: Path, out: Path) -> None:
    """Train with as many processes as the config says; they meet through files in `out`."""
    meeting = out / "meeting"
    meeting.unlink(missing_ok=True)
    count = config["workers"]
    multiprocessing.spawn(work, (config, data, out, f"file://{meeting.resolve()}"), count)


def work(number: int, config: dict[str, Any], data: Path, out: Path, meeting: str) -> None:
    """Train as worker `number`.

    Each worker takes its own share of the batches, and all take the mean of their weights every
    few steps. On few and busy cores this is twice as fast as one process with as many threads.
    The first worker watches the dev scores and keeps the best averaged weights.
    """
    workers = config["workers"]
    distributed.init_process_group("gloo", init_method=meeting, rank=number, world_size=workers)
    torch.set_num_threads(1)
    torch.manual_seed(config["seed"])
    cutter = WordPieces.from_vocabulary(pieces())
    sentences = [s for part in datasets.load(data, "train").values() for s in part]
    labels = Labels.of(sentences)
    if config["silver"]:
        sentences += corpora.silver(Path(config["silver"]))
    first = number == 0
    if first:
        labels.save(out / "labels.json")
        record = {"config": config, "data": datasets.digests(data)}
        (out / "run.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        dev = datasets.load(data, "dev")

    network = build(config, labels)
    if config["start_from"]:
        saved = torch.load(Path(config["start_from"]) / "best.pt", weights_only=True)
        network.load_state_dict(saved["state"])
    average = copy.deepcopy(network).eval()
    torch.manual_seed(1000 * config["seed"] + number)
    rates = config["rates"]
    optimiser = torch.optim.AdamW(parameter_groups(network, rates), betas=(0.9, 0.98), fused=True)
    peaks = [group["lr"] for group in optimiser.param_groups]
    share = number, workers
    total = config["epochs"] * sum(
        1 for _ in epoch_batches(config, sentences, cutter, labels, 0, share)
    )
    step, best, begun = 0, -1.0, time.monotonic()
    for epoch in range(config["epochs"]):
        network.train()
        lost: dict[str, list[float]] = {}
        for batch in epoch_batches(config, sentences, cutter, labels, epoch, share):
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * schedule(step, total, rates["warm_up"])
            with rounding.rounded(network, active=epoch >= config["round_from"]):
                parts = losses(forward(config, network, batch, cutter.mask), batch)
                loss = sum(config["losses"][key] * part for key, part in parts.items())
                assert isinstance(loss, torch.Tensor)
                optimiser.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), rates["clip"])
            optimiser.step()
            step += 1
            for key, part in parts.items():
                lost.setdefault(key, []).append(part.item())
            if step % config["meet_every"] == 0:
                meet(network, workers)
                # Early on the average follows quickly, or the untrained heads would linger in it.
                keep = min(rates["average"], step / (step + 20)) ** config["meet_every"]
                update(average, network, keep)
        if first:
            result = watch.scores(average, dev, cutter, labels)
            line = {
                "epoch": epoch + 1,
                "minutes": round((time.monotonic() - begun) / 60, 1),
                "loss": {key: round(sum(x) / len(x), 4) for key, x in lost.items()},
                "dev": result,
            }
            print(json.dumps(line), flush=True)
            with (out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            if result["sum"] > best:
                best = result["sum"]
                torch.save({"config": config, "state": average.state_dict()}, out / "best.pt")
    distributed.destroy_process_group()


def forward(
    config: dict[str, Any], network: Network, batch: windows.Batch, mask_piece: int
) -> dict[str, torch.Tensor]:
    """The scores of a batch, with a share of its pieces hidden."""
    hidden = torch.rand(batch.pieces.shape) < config["input"]["masked"]
    shown = batch.pieces.masked_fill(hidden & (batch.features > 0), mask_piece)
    with torch.autocast("cpu", torch.bfloat16, enabled=config["bfloat16"]):
        mask = (batch.pieces != 0)[:, None, None, :]
        scores: dict[str, torch.Tensor] = network(
            shown, batch.features, mask, batch.first, batch.last
        )
        scores["deprel"] = relation_scores(scores, batch.head.clamp(min=0))
    return scores


@torch.no_grad()
def meet(network: Network, workers: int) -> None:
    """Give every worker the mean of all workers' weights."""
    parameters = list(network.parameters())
    flat = torch.cat([parameter.flatten() for parameter in parameters])
    distributed.all_reduce(flat)
    flat /= workers
    place = 0
    for parameter in parameters:
        parameter.copy_(flat[place : place + parameter.numel()].view_as(parameter))
        place += parameter.numel()


def parameter_groups(network: Network, rates: dict[str, float]) -> list[dict[str, Any]]:
    """Parameters by learning rate: lower layers of the encoder learn slower than the heads."""
    layers = len(network.encoder.layers)
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        decay = rates["weight_decay"] if parameter.ndim > 1 else 0.0
        if name.startswith("encoder.layers."):
            depth = layers - 1 - int(name.split(".")[2])
            rate = rates["encoder"] * rates["layer_decay"] ** depth
        elif name.startswith(("encoder.features", "encoder.mix")) or not name.startswith(
            "encoder."
        ):
            rate = rates["heads"]
        else:
            rate = rates["encoder"] * rates["layer_decay"] ** layers
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def epoch_batches(
    config: dict[str, Any],
    sentences: list[datasets.Sentence],
    cutter: WordPieces,
    labels: Labels,
    epoch: int,
    share: tuple[int, int],
) -> Iterator[windows.Batch]:
    """One worker's batches of one epoch, the same for the same seed."""
    rng = random.Random(1000 * config["seed"] + epoch)
    cut = windows.sample(
        sentences,
        cutter,
        augment.Rates(**config["augment"]),
        rng,
        single=config["input"]["single"],
        longest=config["input"]["longest"],
    )
    return windows.batches(cut, cutter, labels, size=config["batch_pieces"], rng=rng, share=share)


def schedule(step: int, total: int, warm_up: float) -> float:
    """Share of the peak learning rate at this step: up in a line, then down along a cosine."""
    rise = max(1, int(total * warm_up))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, total - rise)))


def losses(scores: dict[str, torch.Tensor], batch: windows.Batch) -> dict[str, torch.Tensor]:
    """The mean loss of each head over the words that have its annotation."""
    keys = ("upos", "xpos", "feats", "lemma", "deprel")
    found = {k: _mean(scores[k].flatten(0, 1), batch.labels[k].flatten()) for k in keys}
    rows, width = batch.head.shape
    same = batch.sentence[:, :, None] == batch.sentence[:, None, :]
    same = same & batch.real[:, None, :]
    itself = torch.eye(width, dtype=torch.bool)
    open_arcs = functional.pad(same & ~itself, (0, 1), value=True)
    arcs = scores["arcs"].masked_fill(~open_arcs, -1e4)
    found["arcs"] = _mean(arcs.flatten(0, 1), batch.head.flatten())
    start = functional.binary_cross_entropy_with_logits(
        scores["start"].float().squeeze(-1), batch.starts.float(), reduction="none"
    )
    inner = batch.real.clone()
    inner[:, 0] = False
    found["start"] = (start * inner).sum() / inner.sum().clamp(min=1)
    tags = scores["tags"][torch.arange(rows), :, batch.convention]
    chances = torch.log_softmax(tags.float(), dim=-1)
    # Where a corpus is silent, "outside" is the better guess: other tags count for less.
    silent = batch.tags & batch.tags[:, :, :1]
    silent[:, :, 0] = False
    weighted = chances + silent * math.log(_SILENT)
    possible = weighted.masked_fill(~batch.tags, -1e4).logsumexp(dim=-1)
    found["tags"] = -(possible * batch.real).sum() / batch.real.sum()
    return found


def _mean(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    known = wanted >= 0
    total = functional.cross_entropy(scores.float(), wanted.clamp(min=0), reduction="none")
    return (total * known).sum() / known.sum().clamp(min=1)


@torch.no_grad()
def update(average: Network, network: Network, keep: float) -> None:
    """Move the running average of the weights towards the network's."""
    ours = list(average.parameters())
    theirs = [parameter.detach() for parameter in network.parameters()]
    torch._foreach_lerp_(ours, theirs, 1 - keep)


if __name__ == "__main__":
    main()
