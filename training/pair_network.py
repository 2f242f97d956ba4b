"""The two looks of the reader of relations: layers on top of the syntax network's lower ones, and a
head that scores pairs of actors, words that may be triggers, and relations (PyTorch).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import nn
from torch.nn import functional

from kg.nlp.pairs import SIDE, SIDES, WAYS, Labels
from training.network import BELOW, Dropout, Layer

# Scores of what is no trigger.
NEVER = -30.0
# A pair has no relation unless something says so.
START = -6.0
# Units of the glance at a pair.
GLANCE = 64

Tensors = dict[str, torch.Tensor]


class PairNetwork(nn.Module):
    """What both looks have. `layers` are the syntax network's upper layers, copied to be trained
    further from the one after `below` on.
    """

    below: ClassVar[int]

    def __init__(
        self, labels: Labels, layers: Sequence[Layer], size: int, hidden: int, dropout: float
    ) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in layers)
        self.marks = nn.ModuleDict(
            {
                "hints": nn.Linear(len(labels.relations), size, bias=False),
                "acting_types": nn.Linear(len(labels.types), size, bias=False),
                "suffering_types": nn.Linear(len(labels.types), size, bias=False),
            }
        )
        for mark in self.marks.values():
            nn.init.zeros_(mark.weight)
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
        for end, admitted in zip(("subject", "object"), labels.admitted, strict=True):
            self.register_buffer(f"{end}_of", torch.from_numpy(admitted), persistent=False)
        self.trust = nn.Parameter(torch.ones(len(labels.relations)))

    def told(self, given: Tensors) -> torch.Tensor:
        """The words, told who is an actor of what class, and what the lexicon says: S W D.

        What fills up a batch is marked with zeros.
        """
        size = self.norm.normalized_shape[0]
        first = BELOW.index(self.below) * size
        states = given["states"][..., first : first + size]
        words = states.flatten(0, 1)
        for key, mark in self.marks.items():
            places = given["triggers" if key == "hints" else "ends"].flatten()
            marks = mark(given[key]).reshape(-1, words.shape[1])
            words = words.index_put((places,), marks, accumulate=True)
        return words.view_as(states)

    def known(self, given: Tensors) -> tuple[torch.Tensor, torch.Tensor]:
        """What register and tree say of the ends, E H as subject and E H as object."""
        look = self.tables
        acting = (
            self.subject_types(given["acting_types"])
            + look["subject_role"](given["end_roles"])
            + look["subject_way"](given["acting_ways"])
        )
        suffering = (
            self.object_types(given["suffering_types"])
            + look["object_role"](given["end_roles"])
            + look["object_way"](given["suffering_ways"])
        )
        return acting, suffering

    def possible(self, given: Tensors) -> torch.Tensor:
        """Whether domain and range admit relations, P R."""
        acting = given["acting_types"] @ self.subject_of > 0
        suffering = given["suffering_types"] @ self.object_of > 0
        return acting[given["subject"]] & suffering[given["object"]]

    def signs(self, given: Tensors) -> torch.Tensor:
        """What lexicon and tree say of the words that may be triggers, S T H."""
        look = self.tables
        found: torch.Tensor = (
            look["parts"](given["parts"])
            + look["roles"](given["roles"])
            + self.hints(given["hints"])
        )
        return found

    def decided(
        self, triggers: torch.Tensor, acting: torch.Tensor, suffering: torch.Tensor, given: Tensors
    ) -> torch.Tensor:
        """Scores P T R from what is known of triggers, subjects and objects, each P T H."""
        look, sides = self.tables, given["sides"]
        sides = sides[given["subject"]] * SIDE + sides[given["object"]]
        between = look["between"](given["between"])[:, None]
        seen = triggers + acting + suffering + between + look["side"](sides)
        seen = self.drop(functional.gelu(seen))
        seen = seen + functional.gelu(self.inner(self.inner_norm(seen)))
        scores: torch.Tensor = self.relation(self.drop(seen))
        return scores + of_pairs(self.trust * given["hints"], given)

    def hanging(self, end: str, given: Tensors) -> torch.Tensor:
        """How the ends hang on the triggers, E T H."""
        look = self.tables
        found: torch.Tensor = (
            look[f"from_{end}"](given["ways"])
            + look[f"{end}_slot"](given["slots"])
            + look[f"{end}_marker"](given["markers"])
        )
        return found


class FirstLook(PairNetwork):
    """Takes in all pairs of a sentence at once."""

    below = 4

    def __init__(
        self, labels: Labels, layers: Sequence[Layer], size: int, hidden: int, dropout: float
    ) -> None:
        super().__init__(labels, layers, size, hidden, dropout)
        self.glance_subject = nn.Linear(hidden, GLANCE)
        self.glance_object = nn.Linear(hidden, GLANCE)
        self.glance_between = nn.Embedding(WAYS, GLANCE)
        self.glance = nn.Linear(GLANCE, 1)
        nn.init.constant_(self.glance.bias, START)

    def forward(self, given: Tensors) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Scores P T R of pairs, triggers and relations of a batch of sentences, and log-odds P
        that a pair has any relation.

        `states` S W 2D of the words after the layers BELOW, `mask` S 1 1 W; of the sentences,
        `triggers`, `parts`, `roles` S T and `hints` S T R; of the ends of all sentences, `ends` E
        and what is said of them, with classes E C and triggers E T; `subject` and `object` P say
        which ends a pair has, and `sentence` P where it stands, if there are several. `triggers`
        and `ends` count the words of the whole batch. The arrays are those of kg/nlp/pairs.py.
        """
        words = self.words(given)
        ends = self.ends(words, given)
        return self.scores(words, ends, given), self.promise(ends, given)

    def words(self, given: Tensors) -> torch.Tensor:
        """What the layers make of the words: SW D."""
        words = self.told(given)
        for layer in self.layers:
            words = layer(words, given.get("mask"))
        read: torch.Tensor = self.drop(self.norm(words))
        return read.flatten(0, 1)

    def ends(self, words: torch.Tensor, given: Tensors) -> tuple[torch.Tensor, torch.Tensor]:
        """What is known of the ends, E H as subject and E H as object."""
        ends = words[given["ends"]]
        acting, suffering = self.known(given)
        return self.subject(ends) + acting, self.object(ends) + suffering

    def promise(self, ends: tuple[torch.Tensor, torch.Tensor], given: Tensors) -> torch.Tensor:
        """Log-odds P that a pair has any relation, at a glance: whatever the trigger may be.

        Only the glance learns from them, not what it looks at.
        """
        acting = self.glance_subject(ends[0].detach())[given["subject"]]
        suffering = self.glance_object(ends[1].detach())[given["object"]]
        seen = acting + suffering + self.glance_between(given["between"])
        found: torch.Tensor = self.glance(functional.gelu(seen))[:, 0]
        return found

    def scores(
        self, words: torch.Tensor, ends: tuple[torch.Tensor, torch.Tensor], given: Tensors
    ) -> torch.Tensor:
        """Scores P T R of pairs, triggers and relations."""
        triggers = self.trigger(words[given["triggers"]]) + self.signs(given)
        acting = ends[0][:, None] + self.hanging("subject", given)
        suffering = ends[1][:, None] + self.hanging("object", given)
        triggers = of_pairs(triggers, given)
        return self.decided(triggers, acting[given["subject"]], suffering[given["object"]], given)


class CloserLook(PairNetwork):
    """Reads the sentence once, and then for every pair with its last layer anew, told which two it
    is about.
    """

    below = 2

    def __init__(
        self, labels: Labels, layers: Sequence[Layer], size: int, hidden: int, dropout: float
    ) -> None:
        super().__init__(labels, layers, size, hidden, dropout)
        self.two = nn.Parameter(torch.randn(2, size) * 0.3)

    def forward(self, given: Tensors) -> tuple[torch.Tensor, None]:
        """Scores P T R of pairs, triggers and relations, and no glance; for the input see
        FirstLook.
        """
        words, mask = self.told(given), given.get("mask")
        for layer in self.layers[:-1]:
            words = layer(words, mask)
        width, sentence = words.shape[1], given.get("sentence")
        if sentence is None:
            sentence = torch.zeros_like(given["subject"])
        first = sentence * width
        ends = torch.stack([given["ends"][given[end]] - first for end in ("subject", "object")])
        triggers = given["triggers"][sentence] - first[:, None]
        mask = None if mask is None else mask[sentence]
        words = self.about_two(words, sentence, ends, triggers, mask)
        words = self.drop(self.norm(words))
        subject, object = self.subject(words[:, 0]), self.object(words[:, 1])
        acting, suffering = self.known(given)
        scores = self.decided(
            self.trigger(words[:, 2:]) + self.signs(given)[sentence],
            (subject + acting[given["subject"]])[:, None]
            + self.hanging("subject", given)[given["subject"]],
            (object + suffering[given["object"]])[:, None]
            + self.hanging("object", given)[given["object"]],
            given,
        )
        return scores, None

    def about_two(
        self,
        words: torch.Tensor,
        sentence: torch.Tensor,
        ends: torch.Tensor,
        triggers: torch.Tensor,
        mask: torch.Tensor | None,
    ) -> torch.Tensor:
        """What the last layer makes of the words S W D for each pair, told where its `ends` 2 P
        are: of these two and of the `triggers` P T alone, P 2+T D.
        """
        last = self.layers[-1]
        # One pair differs from the next in two words, so all words are projected once, and with
        # them the marks.
        projected = last.project(torch.cat([words.flatten(0, 1), self.two])[None])[0]
        marks = projected[-2:] - last.project.bias
        projected = projected[:-2].reshape(*words.shape[:2], -1)[sentence]
        count, words = sentence.shape[0], words[sentence]
        pairs = torch.arange(count, device=words.device)
        for place, mark, moved in zip(ends, self.two, marks, strict=True):
            at = (pairs, place)
            words = words.index_put(at, mark.expand(count, -1), accumulate=True)
            projected = projected.index_put(at, moved.expand(count, -1), accumulate=True)
        seen = torch.cat([ends.T, triggers], dim=1)
        found: torch.Tensor = last.mixed(words, projected, mask, seen)
        return found


def of_pairs(of_sentences: torch.Tensor, given: Tensors) -> torch.Tensor:
    """What is known of sentences S, for their pairs P; of a single sentence for all of them."""
    return of_sentences[given["sentence"]] if "sentence" in given else of_sentences


def padded(rows: Sequence[torch.Tensor], sizes: Sequence[int]) -> torch.Tensor:
    """Tensors of one rank as one, the first sides of each filled up with zeros to `sizes`."""
    rest = rows[0].shape[len(sizes) :]
    found = rows[0].new_zeros((len(rows), *sizes, *rest))
    for i, row in enumerate(rows):
        found[(i, *(slice(side) for side in row.shape[: len(sizes)]))] = row
    return found
