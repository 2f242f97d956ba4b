"""Trains the reader of relations: `python training/reader.py out --data DATA --to reader`.

Reads the annotated texts of `data/train` and `training/written`, and the upper layers of the syntax
network in OUT (which train.py wrote; the lower ones are read from the shipped file). Writes to TO,
in `fold-0`, networks trained on the texts outside that fold, which `benchmarks/calibrate.py
--folds TO` fits the confidence with; `folds.json` (article to fold, of the folds held out);
networks trained with all texts, as `reader.onnx.gz` (the first look, gone on from the fold's),
`closer.onnx.gz` and `reader.json`; and `report.json`: what was found in the texts not seen. With
`--folds 3` every text is held out once. `weigh.py` then says what each look counts.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.nlp import Extractor
from kg.nlp.pairs import Labels, admitted_classes
from kg.nlp.parse import ROLES
from kg.ontology import ontology
from training.annotated import read_annotated
from training.export import trained
from training.pair_batches import SaidBy, batches, by_text, tensors
from training.pair_data import UNASKED, Example, examples, own_examples
from training.pair_export import export, export_closer
from training.pair_network import NEVER, CloserLook, FirstLook, PairNetwork, Tensors
from training.rounding import rounded
from training.substitution import Substitution

CONFIG = Path(__file__).parent / "reader.toml"
PARTS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE"
MARKERS = (
    "of in on with against by for from to at between over near into after as before about under "
    "inside during toward towards through across around along off among than that while because"
)
WAYS = "name coreference owner place register party apposition other"


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path, help="folder that train.py wrote")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--workers", type=int, default=2, help="trainings at a time")
    parser.add_argument("--folds", type=int, default=1, help="how many are held out in turn")
    parser.add_argument(
        "--curve", action="store_true", help="also with a quarter and half the texts"
    )
    given = parser.parse_args()
    config = tomllib.loads(given.config.read_text("utf-8"))
    given.to.mkdir(parents=True, exist_ok=True)
    texts = read_annotated(given.data, config["folds"])
    held_out = {text.article.id: text.fold for text in texts if text.fold < given.folds}
    (given.to / "folds.json").write_text(json.dumps(held_out, indent=0) + "\n", "utf-8")
    extractor, labels = Extractor(reader=None), known_labels()
    found = [*examples(extractor, texts, labels), *own_examples(extractor, labels)]
    for version, classes in enumerate(config["substituted"], start=1):
        copies = Substitution(extractor, config["seed"] + version, classes).copies(texts)
        found += examples(extractor, copies, labels, version)
    jobs: list[Job] = [(given.run, given.to, config, fold, 1.0) for fold in range(given.folds)]
    if given.curve:
        jobs += [(given.run, given.to, config, 0, share) for share in (0.25, 0.5)]
    # Forked workers share the examples, which are gigabytes, instead of getting a copy each.
    with ProcessPoolExecutor(given.workers, get_context("fork"), EXAMPLES.extend, (found,)) as pool:
        reports = list(pool.map(job, jobs))
        pool.submit(go_on, given.run, given.to, config).result()
    (given.to / "report.json").write_text(json.dumps(reports, indent=1) + "\n", "utf-8")


Look = TypeVar("Look", bound=PairNetwork)

Job = tuple[Path, Path, dict[str, Any], int, float]

EXAMPLES: list[Example] = []
"""What the workers of :func:`main` train on."""

WEIGHTS = "weights.pt"
"""The float weights of a network, beside its ONNX file."""


def job(work: Job) -> dict[str, Any]:
    """Train without one fold, and write the network; say how good it is."""
    run, to, config, fold, share = work
    torch.set_num_threads(1)
    torch.manual_seed(config["seed"])
    labels = known_labels()
    learnt = [e for e in EXAMPLES if e.fold != fold]
    if share < 1:
        names = sorted({e.article for e in learnt})
        kept = set(random.Random(config["seed"]).sample(names, int(len(names) * share)))
        learnt = [e for e in learnt if e.article in kept]
    network = train(untrained(run, config, labels, FirstLook), config, learnt)
    network = again(network, config, learnt)
    unseen = [e for e in EXAMPLES if e.fold == fold and not e.version]
    report = {"fold": fold, "share": share, "sentences": len(learnt)}
    report |= quality(network, labels, unseen)
    if share == 1:
        export(network, labels, to / f"fold-{fold}")
        torch.save(network.state_dict(), to / f"fold-{fold}" / WEIGHTS)
        closer = look_closer(run, config, labels, learnt)
        export_closer(closer, labels, to / f"fold-{fold}")
        report["closer"] = quality(closer, labels, unseen)
    return report


def look_closer(
    run: Path, config: dict[str, Any], labels: Labels, learnt: Sequence[Example]
) -> CloserLook:
    """Train the network of the closer look."""
    config = config | config["closer"]
    return train(untrained(run, config, labels, CloserLook), config, learnt)


def again(network: Look, config: dict[str, Any], learnt: Sequence[Example]) -> Look:
    """Train with the rates up once more, and keep a little of the network as it was."""
    before = copy.deepcopy(network)
    network = train(network, config | config["again"], learnt)
    with torch.no_grad():
        for now, old in zip(network.parameters(), before.parameters(), strict=True):
            now.lerp_(old, config["again"]["kept_before"])
    return network


def go_on(run: Path, to: Path, config: dict[str, Any]) -> None:
    """Train the network of the first fold further on all texts, which takes a third of the time
    of training anew, and one for the closer look; write both.
    """
    torch.set_num_threads(1)
    torch.manual_seed(config["seed"])
    labels = known_labels()
    network = untrained(run, config, labels, FirstLook)
    network.load_state_dict(torch.load(to / "fold-0" / WEIGHTS))
    export(train(network, config | config["go_on"], EXAMPLES), labels, to)
    export_closer(look_closer(run, config, labels, EXAMPLES), labels, to)


def known_labels() -> Labels:
    """The lists behind the numbers, from the ontology and the parser."""
    known = ontology()
    relations, types = sorted(known.relations), sorted(known.parents)
    subjects, objects = admitted_classes(relations, types)
    return Labels(
        relations=relations,
        types=types,
        parts=[*PARTS.split(), "other"],
        roles=[*ROLES, "other"],
        markers=["", *MARKERS.split(), "other"],
        ways=WAYS.split(),
        subjects=subjects,
        objects=objects,
    )


def untrained(run: Path, config: dict[str, Any], labels: Labels, kind: type[Look]) -> Look:
    """The network of one of the looks with a fresh head."""
    encoder = trained(run)[0].encoder
    size = encoder.norm.normalized_shape[0]
    layers = list(encoder.layers)[kind.below :]
    return kind(labels, layers, size, config["hidden"], config["dropout"])


def train(network: Look, config: dict[str, Any], learnt: Sequence[Example]) -> Look:
    """Train on examples, on a GPU if there is one; return the network with averaged weights."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = network.to(device)
    order = random.Random(config["seed"])
    average = copy.deepcopy(network)
    layers = list(network.layers.parameters())
    inside = {id(p) for p in layers}
    others = [p for p in network.parameters() if id(p) not in inside]
    optimizer = torch.optim.AdamW(
        [
            {"params": layers, "lr": config["rate_layers"], "weight_decay": config["decay"]},
            {"params": others, "lr": config["rate_head"], "weight_decay": 2 * config["decay"]},
        ],
        fused=True,
    )
    texts = by_text(learnt)
    total = config["epochs"] * len(list(batches(texts, order, config)))

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / (config["warm_up"] * total))
        return warm * (0.5 * (1 + math.cos(math.pi * min(1.0, step / total))) + 0.02)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    step = 0
    for epoch in range(config["epochs"]):
        network.train()
        begun, lost = time.time(), 0.0
        for group in batches(texts, order, config):
            given, wanted, said_by = tensors(group, order, config["kept"])
            if not len(wanted):
                continue
            given = {key: tensor.to(device) for key, tensor in given.items()}
            given["states"] += config["noise"] * torch.randn_like(given["states"])
            with rounded(network, active=True):
                loss = lost_on(network, given, wanted.to(device), said_by, config)
                optimizer.zero_grad()
                (loss / config["loss_scale"]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, lost = step + 1, lost + loss.item()
            with torch.no_grad():
                decay = min(config["average"], (1 + step) / (10 + step))
                for kept, new in zip(average.parameters(), network.parameters(), strict=True):
                    kept.lerp_(new, 1 - decay)
        print(f"epoch {epoch}: loss {lost:.0f}, {time.time() - begun:.0f} s", flush=True)
    return average.cpu().eval()


def lost_on(
    network: PairNetwork,
    given: Tensors,
    wanted: torch.Tensor,
    said_by: SaidBy,
    config: dict[str, Any],
) -> torch.Tensor:
    """What a batch adds to the loss."""
    scores, promise = network(given)
    scores = scores.masked_fill(~given["real"][given["sentence"]], NEVER)
    loss = mistakes(scores, wanted, said_by, config)
    if promise is None:
        return loss
    likeliest = torch.logsumexp(scores.detach(), dim=1)
    likeliest = likeliest.masked_fill(~network.possible(given), NEVER).amax(dim=1).sigmoid()
    return loss + config["glance_loss"] * oversights(promise, wanted, likeliest, config)


def mistakes(
    scores: torch.Tensor,
    wanted: torch.Tensor,
    said_by: SaidBy,
    config: dict[str, Any],
) -> torch.Tensor:
    """How wrong the scores are about relations, and about the words that say them."""
    asked = (wanted != UNASKED).float()
    # Pairs without any relation stand for those that were left out.
    asked[(wanted != 1).all(dim=1)] /= config["kept"]
    loss = functional.binary_cross_entropy_with_logits(
        torch.logsumexp(scores, dim=1), wanted.clamp(min=0), weight=asked, reduction="sum"
    )
    if said_by:
        shares = torch.log_softmax(scores, dim=1)
        found = [torch.logsumexp(shares[row, where, r], 0) for row, r, where in said_by]
        loss = loss - config["trigger_loss"] * torch.stack(found).sum()
    return loss


def oversights(
    promise: torch.Tensor, wanted: torch.Tensor, likeliest: torch.Tensor, config: dict[str, Any]
) -> torch.Tensor:
    """How wrong the glance at pairs is: it is to tell whether a closer look finds anything."""
    related = (wanted == 1).any(dim=1)
    weight = torch.where(related, 1.0, 1 / config["kept"])
    hoped = torch.where(related, 1.0, likeliest)
    return functional.binary_cross_entropy_with_logits(
        promise, hoped, weight=weight, reduction="sum"
    )


def quality(network: PairNetwork, labels: Labels, unseen: Sequence[Example]) -> dict[str, Any]:
    """Precision and recall over the pairs of unseen sentences, political relations apart."""
    known = ontology()
    political = np.array([known.relations[r].political for r in labels.relations])
    found: dict[str, list[tuple[float, bool]]] = {"political": [], "structural": []}
    count = dict.fromkeys(found, 0)
    order = random.Random(0)
    with torch.no_grad():
        for example in unseen:
            given, wanted, _ = tensors([example], order, 1.0)
            given.pop("mask")
            given.pop("sentence")
            logits = torch.logsumexp(network(given)[0], dim=1).sigmoid().numpy()
            answers = wanted.numpy()
            for layer, mine in (("political", political), ("structural", ~political)):
                count[layer] += int((answers[:, mine] == 1).sum())
                for row, column in np.argwhere((answers != UNASKED) & (logits > 0.05) & mine):
                    found[layer].append((logits[row, column], answers[row, column] == 1))
    return {layer: best(pairs, count[layer]) for layer, pairs in found.items()}


def best(pairs: Sequence[tuple[float, bool]], wanted: int) -> dict[str, float]:
    """Precision, recall and F1 at the score where F1 is highest, and recall at two precisions."""
    right, top, report = 0, 0.0, {}
    for number, (score, is_right) in enumerate(sorted(pairs, reverse=True), start=1):
        right += is_right
        f1 = 2 * right / (number + wanted)
        if f1 > top:
            top = f1
            report |= {
                "f1": round(f1, 3),
                "precision": round(right / number, 3),
                "recall": round(right / wanted, 3),
                "score": round(float(score), 2),
            }
        for goal in (0.7, 0.8):
            if right / number >= goal:
                report[f"recall at precision {goal}"] = round(right / wanted, 3)
    return report


if __name__ == "__main__":
    main()
