"""Rounds weights as the shipped int8 file does, so that training can get used to it.

Weights have seven bits and one scale for each output: with eight, products of two such numbers with
eight-bit activations overflow on processors without VNNI, and results would differ by machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

# The largest whole number of a rounded weight; the same as ONNX Runtime's `reduce_range`.
LARGEST = 64


def rounded_weights(weight: torch.Tensor) -> torch.Tensor:
    """The weight matrix (outputs by inputs) with each row rounded to whole steps."""
    scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / LARGEST
    return torch.round(weight / scale) * scale


@contextmanager
def rounded(network: nn.Module, *, active: bool) -> Iterator[None]:
    """Within, all linear layers compute with rounded weights; gradients go to the true ones."""
    kept: list[tuple[nn.Parameter, torch.Tensor]] = []
    if active:
        for module in network.modules():
            if isinstance(module, nn.Linear):
                kept.append((module.weight, module.weight.data))
                module.weight.data = rounded_weights(module.weight.data)
    try:
        yield
    finally:
        for weight, true in kept:
            weight.data = true
