"""Checkpoints of a run: everything that a stopped run needs to go on as if never stopped."""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from mtrepair.errors import ModelError
from mtrepair.train.model import load_weights, trained_weights


@dataclass(frozen=True, slots=True)
class RunPosition:
    """Where a run is: steps done, and the next batch of the epoch's plan."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    tokens: int = 0
    """Target tokens learnt from so far, padding aside."""
    seconds: float = 0.0
    """Time spent in training steps so far, over all sittings."""
    cooldown: tuple[int, int] | None = None
    """First step and length of the cool-down, once it has begun."""

    def after(self, epoch: int, batch: int, tokens: int, seconds: float) -> RunPosition:
        """The position one step later, with the batch that comes next."""
        return dataclasses.replace(
            self,
            step=self.step + 1,
            epoch=epoch,
            batch=batch,
            tokens=self.tokens + tokens,
            seconds=self.seconds + seconds,
        )


def save_checkpoint(
    folder: Path, position: RunPosition, model: nn.Module, optimizers: list[torch.optim.Optimizer]
) -> None:
    """Write a checkpoint so that the folder always holds a whole one, old or new."""
    from safetensors.torch import save_file

    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    save_file(trained_weights(model), fresh / "weights.safetensors")
    save_file(_optimizer_tensors(optimizers) | _random_state(), fresh / "optimizers.safetensors")
    (fresh / "position.json").write_text(json.dumps(dataclasses.asdict(position)))
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def load_checkpoint(
    folder: Path, model: nn.Module, optimizers: list[torch.optim.Optimizer]
) -> RunPosition:
    """Put model, optimisers and random state as they were; where the run was.

    Raises:
        ModelError: there is no checkpoint, or it is of another model.
    """
    from safetensors.torch import load_file

    position = read_position(folder)
    load_weights(model, folder / "weights.safetensors")
    tensors = load_file(folder / "optimizers.safetensors")
    for number, optimizer in enumerate(optimizers):
        state: dict[int, dict[str, Tensor]] = {}
        for name, tensor in tensors.items():
            owner, _, rest = name.partition("/")
            if owner == f"optimizer{number}":
                index, key = rest.split("/")
                state.setdefault(int(index), {})[key] = tensor
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    torch.set_rng_state(tensors["random/cpu"])
    if "random/cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random/cuda"])
    return position


def read_position(folder: Path) -> RunPosition:
    """Where the run was when it wrote a checkpoint."""
    path = folder / "position.json"
    if not path.exists():
        raise ModelError(f"no checkpoint at {str(folder)!r}; train without --resume first")
    values: dict[str, Any] = json.loads(path.read_text())
    if values["cooldown"] is not None:
        values["cooldown"] = tuple(values["cooldown"])
    return RunPosition(**values)


def average_weights(paths: list[Path]) -> dict[str, Tensor]:
    """The mean of the weights in several files.

    Raises:
        ModelError: no file is given, or they are of different models.
    """
    from safetensors.torch import load_file

    if not paths:
        raise ModelError("no weights to average; name at least one file")
    total = {name: tensor.double() for name, tensor in load_file(paths[0]).items()}
    for path in paths[1:]:
        tensors = load_file(path)
        if {n: t.shape for n, t in tensors.items()} != {n: t.shape for n, t in total.items()}:
            raise ModelError(f"{path.name!r} and {paths[0].name!r} are of different models")
        for name, tensor in tensors.items():
            total[name] += tensor
    return {name: (tensor / len(paths)).float() for name, tensor in total.items()}


def _optimizer_tensors(optimizers: list[torch.optim.Optimizer]) -> dict[str, Tensor]:
    return {
        f"optimizer{number}/{index}/{key}": torch.as_tensor(value).contiguous()
        for number, optimizer in enumerate(optimizers)
        for index, state in optimizer.state_dict()["state"].items()
        for key, value in state.items()
    }


def _random_state() -> dict[str, Tensor]:
    state = {"random/cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["random/cuda"] = torch.cuda.get_rng_state()
    return state
