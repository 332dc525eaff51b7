"""The gradient of a batch, on a GPU or shared among CPU threads."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from mtrepair.train.batches import IGNORED, Batch
from mtrepair.train.recipe import Recipe, Training


class Gradients:
    """Adds the gradient of a batch to a model's parameters.

    On a CPU each thread takes its share of the rows, with operations of one thread each. Threads
    then wait for one another once a step; threads that share every operation wait hundreds of
    times, and a busy machine made that five times slower than one thread alone.
    """

    def __init__(
        self,
        model: nn.Module,
        recipe: Recipe,
        device: torch.device,
        teacher: nn.Module | None = None,
    ) -> None:
        self.teacher, self.teacher_share = teacher, recipe.teacher.share
        self.settings, self.pad, self.device = recipe.training, recipe.vocabulary.size - 1, device
        self.shares = recipe.training.threads if device.type == "cpu" else 1
        if device.type == "cpu":
            torch.set_num_threads(1)
        self.models = [model] + [_sharing(model) for _ in range(self.shares - 1)]
        self.threads = ThreadPoolExecutor(self.shares)

    def __call__(self, batch: Batch, count: int) -> Tensor:
        """Cross-entropy without smoothing, summed over the batch, nats: one number on the device.

        Args:
            count: labels in the batch; the gradient is that of the mean over them.
        """
        sides = (batch.source, batch.decoder_input, batch.labels)
        parts = [side.chunk(self.shares) for side in sides]
        shares = [Batch(*part) for part in zip(*parts, strict=True)]
        # A batch of one row has one share.
        models = self.models[: len(shares)]
        work = self.threads.map(self._share, models, shares, [count] * len(shares))
        total = torch.stack(list(work)).sum()
        for model in models[1:]:
            for own, other in zip(self.models[0].parameters(), model.parameters(), strict=True):
                if other.grad is not None:
                    own.grad = other.grad if own.grad is None else own.grad.add_(other.grad)
                    other.grad = None
        return total

    def _share(self, model: nn.Module, batch: Batch, count: int) -> Tensor:
        sides = (batch.source, batch.decoder_input, batch.labels)
        source, decoder_input, labels = (to_device(side, self.device) for side in sides)
        given = {
            "input_ids": source,
            "attention_mask": source != self.pad,
            "decoder_input_ids": decoder_input,
            "use_cache": False,
        }
        with autocast(self.settings, self.device):
            logits = model(**given).logits
            taught = None if self.teacher is None else _probabilities(self.teacher, given)
        weight = self.settings.edit_weight
        weights = edit_weights(source, labels, weight) if weight != 1 else None
        smoothing = self.settings.label_smoothing
        loss, plain = smoothed_loss(
            logits.float(), labels, smoothing, weights, taught=taught, share=self.teacher_share
        )
        torch.autograd.backward(loss / count)
        return plain.detach()


@torch.no_grad()
def _probabilities(teacher: nn.Module, given: dict[str, Any]) -> Tensor:
    """What a teacher expects at each place, [rows, length, vocabulary]."""
    return teacher(**given).logits.float().softmax(dim=-1)  # type: ignore[no-any-return]


def to_device(tensor: Tensor, device: torch.device) -> Tensor:
    """The tensor on a device, sent to a GPU without waiting for what that is still busy with."""
    if device.type != "cuda":
        return tensor.to(device)
    return tensor.pin_memory().to(device, non_blocking=True)


def _sharing(model: nn.Module) -> nn.Module:
    twin = copy.deepcopy(model, {id(buffer): buffer for buffer in model.buffers()})
    for own, other in zip(model.parameters(), twin.parameters(), strict=True):
        other.data = own.data
    return twin


def smoothed_loss(
    logits: Tensor,
    labels: Tensor,
    smoothing: float,
    weights: Tensor | None = None,
    *,
    taught: Tensor | None = None,
    share: float = 1.0,
) -> tuple[Tensor, Tensor]:
    """Label-smoothed and plain cross-entropy, summed over labels, nats.

    With a teacher the first is that of its probabilities as well: word-level distillation, Kim &
    Rush 2016, aclanthology.org/D16-1139.

    Args:
        logits: [rows, length, vocabulary]; the last entry is `<pad>`, which has no share.
        labels: [rows, length], `IGNORED` where there is nothing to predict.
        weights: [rows, length], of each label in the smoothed sum; by default 1.
        taught: [rows, length, vocabulary], a teacher's probabilities.
        share: how much these count in the first sum; the labels count the rest.
    """
    weighed = (labels != IGNORED).flatten().float()
    if weights is not None:
        weighed *= weights.flatten()
    wanted = _Wanted(labels.flatten(), weighed, smoothing)
    if taught is not None:
        wanted = replace(wanted, soft=taught.flatten(0, 1), hard=1 - share)
    apply: Any = _SmoothedLoss.apply
    loss, plain = apply(logits.flatten(0, 1), wanted)
    return loss, plain


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What logits are held against: labels and their weights, [places], and a teacher.

    Attributes:
        soft: [places, vocabulary], the teacher's probabilities.
        hard: how much the labels count beside them.
    """

    labels: Tensor
    weighed: Tensor
    smoothing: float
    soft: Tensor | None = None
    hard: float = 1.0


class _SmoothedLoss(torch.autograd.Function):
    """The sums of `smoothed_loss`, with a gradient of few passes over the logits.

    Composed of the library's operations, the loss takes a tenth of a step on a CPU: logits are
    by far the largest tensors, and each operation reads and writes them all.
    """

    @staticmethod
    def forward(ctx: Any, logits: Tensor, wanted: _Wanted) -> tuple[Tensor, Tensor]:
        labels, smoothing = wanted.labels, wanted.smoothing
        logs = functional.log_softmax(logits, dim=-1)
        picked = logs.gather(1, labels.clamp(min=0).unsqueeze(1)).squeeze(1)
        others = logs.shape[1] - 1
        uniform = (logs.sum(dim=1) - logs[:, -1]) / others
        expected = wanted.hard * ((1 - smoothing) * picked + smoothing * uniform)
        if wanted.soft is not None:
            expected += (1 - wanted.hard) * (wanted.soft * logs).sum(dim=1)
        plain = -picked @ (labels != IGNORED).float()
        ctx.save_for_backward(logs)
        ctx.wanted = wanted
        ctx.mark_non_differentiable(plain)
        return -expected @ wanted.weighed, plain

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        [logs] = ctx.saved_tensors
        wanted: _Wanted = ctx.wanted
        change = logs.exp()
        if wanted.soft is not None:
            change.sub_(wanted.soft, alpha=1 - wanted.hard)
        change[:, :-1] -= wanted.hard * wanted.smoothing / (change.shape[1] - 1)
        picked = wanted.hard * (wanted.smoothing - 1)
        places = wanted.labels.clamp(min=0).unsqueeze(1)
        change.scatter_add_(1, places, torch.full_like(change[:, :1], picked))
        change *= (wanted.weighed * gradients[0]).unsqueeze(1)
        return change, None


def edit_weights(source: Tensor, labels: Tensor, weight: float) -> Tensor:
    """1 for each label that follows the label before it in the source as well, else `weight`.

    Of a sentence that is repaired nearly all is copied; what is not would have a small share of
    the gradient: Junczys-Dowmunt et al. 2018, aclanthology.org/N18-1055.

    Args:
        source: [rows, source length].
        labels: [rows, target length].
    """
    before = functional.pad(labels, (1, 0), value=-1)[:, :-1]
    ahead = functional.pad(source, (1, 0), value=-1)[:, :-1]
    same = (labels[:, :, None] == source[:, None]) & (before[:, :, None] == ahead[:, None])
    copied = same.any(dim=2)
    return torch.where(copied, 1.0, weight)


def autocast(settings: Training, device: torch.device) -> Any:
    """The precision that steps run in."""
    low = settings.precision == "bfloat16"
    if settings.precision == "auto":
        low = device.type == "cuda"
    return torch.autocast(device.type, torch.bfloat16) if low else nullcontext()
