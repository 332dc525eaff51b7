"""The log of a run: one JSON object a line, and the curves drawn from it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtrepair.errors import InputError, MissingExtra
from mtrepair.train.checkpoints import RunPosition

LOG = "log.jsonl"


@dataclass(slots=True)
class Sums:
    """Loss, tokens and seconds since the last line of the log."""

    tokens: int = 0
    seconds: float = 0.0
    # Numbers on the device until they are asked for: a GPU is not waited for at each step.
    losses: list[Any] = field(default_factory=list)
    norms: list[Any] = field(default_factory=list)

    def add(self, loss: Any, tokens: int, norm: Any, seconds: float) -> None:
        """Count one step; `loss` is summed over its tokens, in nats."""
        self.losses.append(loss)
        self.tokens += tokens
        self.seconds += seconds
        self.norms.append(norm)

    def report(self) -> dict[str, float]:
        """Cross-entropy in nats a token, speed, and the largest gradient norm before clipping."""
        return {
            "loss": round(sum(map(float, self.losses)) / max(self.tokens, 1), 4),
            "tokens_per_second": round(self.tokens / max(self.seconds, 1e-9), 1),
            "largest_norm": round(max(map(float, self.norms), default=0.0), 3),
        }


def append_line(out: Path, position: RunPosition, figures: dict[str, Any]) -> None:
    """Add a line to the log of a run: where it stands, and the figures."""
    line = {
        "step": position.step,
        "tokens": position.tokens,
        "hours": round(position.seconds / 3600, 4),
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    } | figures
    with (out / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_lines(out: Path) -> list[dict[str, Any]]:
    """The lines of the log of a run.

    Raises:
        InputError: the folder holds no log.
    """
    path = out / LOG
    if not path.exists():
        raise InputError(f"no {LOG} in {str(out)!r}; name the folder that a run writes to")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def unforked(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a log without those that the run went back behind, as after a cool-down.

    >>> unforked([{"step": 50}, {"step": 90}, {"step": 50, "event": "resumed"}, {"step": 60}])
    [{'step': 50}, {'step': 50, 'event': 'resumed'}, {'step': 60}]
    """
    kept: list[dict[str, Any]] = []
    for line in lines:
        if line.get("event") == "resumed":
            kept = [one for one in kept if one["step"] <= line["step"]]
        kept.append(line)
    return kept


def curve_rows(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The dev scores of a log, each with the loss last logged before it.

    >>> curve_rows([{"step": 50, "loss": 5.0}, {"step": 50, "bleu": 1.5}])
    [{'step': 50, 'bleu': 1.5, 'loss': 5.0}]
    """
    rows, loss = [], None
    for line in lines:
        loss = line.get("loss", loss)
        if "bleu" in line:
            rows.append(line | {"loss": loss})
    return rows


def draw_curves(out: Path, path: Path) -> None:
    """Draw loss and dev BLEU over target tokens to an image file, without what a run left behind.

    Raises:
        MissingExtra: matplotlib isn't installed.
        InputError: the folder holds no log.
    """
    lines = unforked(read_lines(out))
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("matplotlib", extra="bench", purpose="drawing curves") from error
    figure = Figure(figsize=(7, 4), layout="constrained")
    left = figure.subplots()
    losses = [line for line in lines if "loss" in line]
    millions = [line["tokens"] / 1e6 for line in losses]
    left.plot(millions, [line["loss"] for line in losses], color="tab:blue")
    left.set_xlabel("target tokens, millions")
    left.set_ylabel("training loss, nats a token", color="tab:blue")
    right = left.twinx()
    rows = curve_rows(lines)
    right.plot(
        [row["tokens"] / 1e6 for row in rows], [row["bleu"] for row in rows], "o-", color="tab:red"
    )
    right.set_ylabel("dev BLEU, greedy", color="tab:red")
    figure.savefig(path)
