"""The reader of relations: two layers on top of the syntax network's lower ones, and a head that
scores every pair of actors, word that may be a trigger, and relation (PyTorch).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from kg.nlp.pairs import GRIDS, SIDES, WAYS, Labels
from training.network import Dropout, Layer

# Scores of what is no trigger.
NEVER = -30.0
# A pair has no relation unless something says so.
START = -6.0

Tensors = dict[str, torch.Tensor]


class PairNetwork(nn.Module):
    """`layers` are the syntax network's upper layers, copied to be trained further."""

    def __init__(
        self, labels: Labels, layers: Sequence[Layer], size: int, hidden: int, dropout: float
    ) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in layers)
        self.norm = nn.LayerNorm(size)
        self.drop = Dropout(dropout)
        self.trigger = nn.Linear(size, hidden)
        self.subject = nn.Linear(size, hidden)
        self.object = nn.Linear(size, hidden)
        self.hints = nn.Linear(len(labels.relations), hidden, bias=False)
        self.subject_types = nn.Linear(len(labels.types), hidden, bias=False)
        self.object_types = nn.Linear(len(labels.types), hidden, bias=False)
        sizes = {
            "parts": len(labels.parts),
            "roles": len(labels.roles),
            "subject_role": len(labels.roles),
            "object_role": len(labels.roles),
            "subject_way": len(labels.ways),
            "object_way": len(labels.ways),
            "between": WAYS,
            "from_subject": WAYS,
            "from_object": WAYS,
            "subject_slot": labels.slots,
            "object_slot": labels.slots,
            "subject_marker": len(labels.markers),
            "object_marker": len(labels.markers),
            "side": SIDES,
        }
        self.tables = nn.ModuleDict({k: nn.Embedding(n, hidden) for k, n in sizes.items()})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.05)
        self.inner = nn.Linear(hidden, hidden)
        self.inner_norm = nn.LayerNorm(hidden)
        self.relation = nn.Linear(hidden, len(labels.relations))
        nn.init.constant_(self.relation.bias, START)
        self.trust = nn.Parameter(torch.ones(len(labels.relations)))

    def forward(self, given: Tensors) -> torch.Tensor:
        """Scores P T R of pairs, triggers and relations.

        `states` S W D of the words, `mask` S 1 1 W; `triggers`, `parts`, `roles` S T and `hints`
        S T R of the sentences; `sentence` P says where a pair stands; the others are of the pairs,
        as in kg/nlp/pairs.py.
        """
        x = given["states"]
        for layer in self.layers:
            x = layer(x, given.get("mask"))
        words = self.drop(self.norm(x))
        look = self.tables
        sentence, rows = given["sentence"], torch.arange(words.shape[0])[:, None]
        triggers = (
            self.trigger(words[rows, given["triggers"]])
            + look["parts"](given["parts"])
            + look["roles"](given["roles"])
            + self.hints(given["hints"])
        )
        pairs = (
            self.subject(words[sentence, given["subject"]])
            + self.object(words[sentence, given["object"]])
            + self.subject_types(given["subject_types"])
            + self.object_types(given["object_types"])
        )
        for key in ("subject_role", "object_role", "subject_way", "object_way", "between"):
            pairs = pairs + look[key](given[key])
        seen = triggers[sentence] + pairs[:, None]
        for key in GRIDS:
            seen = seen + look[key](given[key])
        seen = self.drop(functional.gelu(seen))
        seen = seen + functional.gelu(self.inner(self.inner_norm(seen)))
        scores: torch.Tensor = self.relation(self.drop(seen))
        return scores + self.trust * given["hints"][sentence]


def padded(rows: Sequence[torch.Tensor], width: int, value: float = 0) -> torch.Tensor:
    """Rows (each n or n by D) as one tensor, filled up to `width`."""
    found = rows[0].new_full((len(rows), width, *rows[0].shape[1:]), value)
    for i, row in enumerate(rows):
        found[i, : len(row)] = row
    return found
