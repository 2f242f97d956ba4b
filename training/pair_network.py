"""The reader of relations: two layers on top of the syntax network's lower ones, and a head that
scores every pair of actors, word that may be a trigger, and relation (PyTorch).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from kg.nlp.pairs import SIDE, SIDES, WAYS, Labels
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

        `states` S W D of the words, `mask` S 1 1 W; of the sentences, `triggers`, `parts`, `roles`
        S T and `hints` S T R; `ends` and what is said of them S E, with classes S E C and triggers
        S E T; `sentence` P says where a pair stands, `subject` and `object` P which ends it has.
        The arrays are those of kg/nlp/pairs.py.
        """
        x = given["states"]
        for layer in self.layers:
            x = layer(x, given.get("mask"))
        words = self.drop(self.norm(x))
        look = self.tables
        sentence, rows = given["sentence"], torch.arange(words.shape[0])[:, None]
        subject, object = (sentence, given["subject"]), (sentence, given["object"])
        triggers = (
            self.trigger(words[rows, given["triggers"]])
            + look["parts"](given["parts"])
            + look["roles"](given["roles"])
            + self.hints(given["hints"])
        )
        ends = words[rows, given["ends"]]
        acting = (
            self.subject(ends)
            + self.subject_types(given["acting_types"])
            + look["subject_role"](given["end_roles"])
            + look["subject_way"](given["acting_ways"])
        )
        suffering = (
            self.object(ends)
            + self.object_types(given["suffering_types"])
            + look["object_role"](given["end_roles"])
            + look["object_way"](given["suffering_ways"])
        )
        acting = acting[:, :, None] + self._hanging("subject", given)
        suffering = suffering[:, :, None] + self._hanging("object", given)
        sides = given["sides"][subject] * SIDE + given["sides"][object]
        seen = (
            triggers[sentence]
            + acting[subject]
            + suffering[object]
            + look["between"](given["between"])[:, None]
            + look["side"](sides)
        )
        seen = self.drop(functional.gelu(seen))
        seen = seen + functional.gelu(self.inner(self.inner_norm(seen)))
        scores: torch.Tensor = self.relation(self.drop(seen))
        return scores + self.trust * given["hints"][sentence]

    def _hanging(self, end: str, given: Tensors) -> torch.Tensor:
        """How the ends hang on the triggers, S E T H."""
        look = self.tables
        found: torch.Tensor = (
            look[f"from_{end}"](given["ways"])
            + look[f"{end}_slot"](given["slots"])
            + look[f"{end}_marker"](given["markers"])
        )
        return found


def padded(rows: Sequence[torch.Tensor], sizes: Sequence[int]) -> torch.Tensor:
    """Tensors of one rank as one, the first sides of each filled up with zeros to `sizes`."""
    rest = rows[0].shape[len(sizes) :]
    found = rows[0].new_zeros((len(rows), *sizes, *rest))
    for i, row in enumerate(rows):
        found[(i, *(slice(side) for side in row.shape[: len(sizes)]))] = row
    return found
