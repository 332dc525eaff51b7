"""Training under the weights that int8 leaves of a model, so that it learns to do with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

_LEVELS = 127.0


def as_int8(weight: Tensor) -> Tensor:
    """The weights as int8 holds them: each row has a scale by which its largest is 127.

    Source: CTranslate2, docs/quantization.md, "Quantize on model conversion".

    Args:
        weight: [rows, columns], float32.

    >>> as_int8(torch.tensor([[1.0, 0.004, 0.003]])).tolist()[0][1:]
    [0.007874015718698502, 0.0]
    """
    largest = weight.abs().amax(dim=1, keepdim=True)
    scale = torch.where(largest > 0, _LEVELS / largest, 1.0)
    return torch.round(weight * scale) / scale


@contextmanager
def under_int8(model: nn.Module) -> Iterator[None]:
    """A block in which the model's matrices are those of int8; behind it they are as before.

    Gradients of the block are those of the rounded weights, and are applied to the whole ones
    (Bengio et al. 2013, arXiv 1308.3432, the straight-through estimator).
    """
    matrices = [p for p in model.parameters() if p.requires_grad and p.dim() == len(("row", "col"))]
    whole = [matrix.detach().clone() for matrix in matrices]
    with torch.no_grad():
        for matrix in matrices:
            matrix.copy_(as_int8(matrix))
    try:
        yield
    finally:
        with torch.no_grad():
            for matrix, own in zip(matrices, whole, strict=True):
                matrix.copy_(own)
