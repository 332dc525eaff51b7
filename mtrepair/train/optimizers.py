"""Rates over a run, and the optimisers: AdamW, and Muon for the matrices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from mtrepair.train.recipe import Training


def rate_factor(step: int, warmup: int, cooldown: tuple[int, int] | None) -> float:
    """What the peak rate is multiplied by at a step, 0 to 1.

    It rises in a line, stays, and falls as 1 - square root: Hägele et al. 2024, arXiv
    2405.18392. The flat stretch has no end in sight, so a run may be cooled down at any moment
    and also continued from before.

    Args:
        cooldown: the step at which the fall begins, and its steps; None: not yet.

    >>> rate_factor(399, 800, None), rate_factor(5000, 800, None), rate_factor(525, 1, (500, 100))
    (0.5, 1.0, 0.5)
    """
    factor = min(1.0, (step + 1) / max(warmup, 1))
    if cooldown is not None:
        begin, length = cooldown
        factor *= max(0.0, 1.0 - (max(step - begin, 0) / length) ** 0.5)
    return factor


def orthogonalized(matrices: Tensor) -> Tensor:
    """The nearest semi-orthogonal matrices, roughly: singular values come out 0.7 to 1.2.

    Args:
        matrices: [matrices, rows, columns].

    Source: five Newton-Schulz steps with the coefficients of Jordan et al. 2024,
    kellerjordan.github.io/posts/muon.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrices.shape[1] > matrices.shape[2]
    x: Tensor = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised: each step turns all directions of a matrix equally.

    Steps are scaled by 0.2 * sqrt(longer side), so that rates are like AdamW's: Liu et al.
    2025, arXiv 2502.16982.
    """

    def __init__(
        self, params: Iterable[nn.Parameter], rate: float, *, momentum: float, decay: float
    ) -> None:
        super().__init__(params, {"lr": rate, "momentum": momentum, "weight_decay": decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Change every parameter by its gradient."""
        for group in self.param_groups:
            shapes: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes[parameter.shape].append(parameter)
            for shape, parameters in shapes.items():
                updates = orthogonalized(torch.stack([self._update(p, group) for p in parameters]))
                scale = group["lr"] * 0.2 * max(shape) ** 0.5
                for parameter, update in zip(parameters, updates, strict=True):
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.add_(update, alpha=-scale)

    def _update(self, parameter: nn.Parameter, group: dict[str, Any]) -> Tensor:
        state = self.state[parameter]
        if not state:
            state["momentum"] = torch.zeros_like(parameter)
        assert parameter.grad is not None
        state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
        update: Tensor = parameter.grad.lerp(state["momentum"], group["momentum"])
        return update


def make_optimizers(model: nn.Module, settings: Training) -> list[torch.optim.Optimizer]:
    """The optimisers that together change all weights of a model, at peak rate."""
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    adam_options: dict[str, Any] = {"betas": settings.betas, "eps": 1e-9}
    if settings.optimizer == "adamw":
        chosen = [p for _, p in named]
        return [_adamw(chosen, settings, adam_options)]
    matrices = [p for n, p in named if p.ndim == 2 and ".layers." in n]
    rest = [p for n, p in named if not (p.ndim == 2 and ".layers." in n)]
    muon = Muon(matrices, settings.muon_rate, momentum=0.95, decay=settings.weight_decay)
    return [_adamw(rest, settings, adam_options), muon]


def set_rates(optimizers: list[torch.optim.Optimizer], settings: Training, factor: float) -> None:
    """Set the rates of the optimisers that `make_optimizers` made to a share of their peaks."""
    for optimizer in optimizers:
        peak = settings.muon_rate if isinstance(optimizer, Muon) else settings.peak_rate
        for group in optimizer.param_groups:
            group["lr"] = peak * factor


def _adamw(
    parameters: list[nn.Parameter], settings: Training, options: dict[str, Any]
) -> torch.optim.Optimizer:
    decayed = [p for p in parameters if p.ndim >= 2]
    plain = [p for p in parameters if p.ndim < 2]
    groups = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=settings.peak_rate, fused=True, **options)
