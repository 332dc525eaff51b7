"""How far a repair model is to be believed: which segments it is asked about, what is applied."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mtrepair.errors import ModelError
from mtrepair.types import Safety

FILE = "calibration.json"
"""Name of the file in a model's folder: a calibration belongs to certain weights."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an edit: the repair model's margin and the language model's gain.

    Both are how much likelier the segment gets by this edit alone, natural log.
    """

    margin: float
    gain: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression from evidence to the probability that an edit is right, and a gate.

    Attributes:
        margin, gain: weights of the evidence, per nat.
        bias: of each code; an edit of another code is never right.
        bounds: evidence is cut to this much on either side of zero, natural log.
        shown, unsafe, safe: probabilities from which on an edit is shown, may be applied on
            request, is applied by default.
        least_gain: a segment is read where some change would make it that much likelier to the
            language model, natural log; None reads every segment.
        odd_token: a segment that is read is decoded if one of its tokens is less likely than
            this, 0-1; above 1 decodes all that are read.
    """

    margin: float
    gain: float
    bias: Mapping[str, float]
    bounds: tuple[float, float] = (12.0, 16.0)
    shown: float = 0.5
    unsafe: float = 0.8
    safe: float = 0.9
    least_gain: float | None = None
    odd_token: float = 2.0

    def confidence(self, code: str, evidence: Evidence) -> float:
        """Estimated probability, 0-1, that an edit of that code is right."""
        margin = max(-self.bounds[0], min(evidence.margin, self.bounds[0]))
        gain = max(-self.bounds[1], min(evidence.gain, self.bounds[1]))
        logit = self.bias.get(code, -math.inf) + self.margin * margin + self.gain * gain
        return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0

    def verdict(self, code: str, evidence: Evidence) -> tuple[Safety, float]:
        """Safety and confidence of an edit."""
        confidence = self.confidence(code, evidence)
        level = Safety((confidence >= self.unsafe) + (confidence >= self.safe))
        return level, round(confidence, 2)


# Of a model that nobody has measured: what both witnesses like is shown, and applied on request.
# Weights as those of our own models, rounded.
UNCALIBRATED = Calibration(
    margin=0.3,
    gain=0.2,
    bias=dict.fromkeys("MT101 MT102 MT303 MT501 MT502 MT503 MT504 MT505 MT506".split(), -2.0),
    safe=math.inf,
)


def read_calibration(folder: Path | None) -> Calibration:
    """The calibration in a model's folder; of a model without one, a cautious one.

    Raises:
        ModelError: the file is there and holds no calibration.
    """
    if folder is None or not (folder / FILE).is_file():
        return UNCALIBRATED
    path = folder / FILE
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(**values | {"bounds": tuple(values["bounds"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"{str(path)!r} holds no calibration: {error}; write it anew with "
            "`python -m mtrepair.train calibrate`, or remove it to have nothing applied by default"
        ) from error


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Keep the calibration in a model's folder."""
    text = json.dumps(asdict(calibration), indent=1) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
