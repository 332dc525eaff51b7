"""How far a repair model is to be believed: which segments it is asked about, what is applied."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

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


class Weights(NamedTuple):
    """What evidence weighs for edits of one code: log-odds of being right, and more per nat."""

    bias: float
    margin: float
    gain: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regressions from evidence to the probability that an edit is right, and a gate.

    Attributes:
        weights: of each code; an edit of another code is never right.
        bounds: margin and gain are cut to this much on either side of zero, natural log.
        shown, unsafe, safe: probabilities from which on an edit is shown, may be applied on
            request, is applied by default.
        least_gain: a segment is read where some change would make it that much likelier to the
            language model, natural log; None reads every segment.
        odd_token: a segment that is read is decoded if one of its tokens is less likely than
            this, 0-1; above 1 decodes all that are read.
        needs_grounds: whether an edit without grounds (`has_grounds`) is applied on request alone.
    """

    weights: Mapping[str, Weights]
    bounds: tuple[float, float] = (12.0, 16.0)
    shown: float = 0.5
    unsafe: float = 0.8
    safe: float = 0.9
    least_gain: float | None = None
    odd_token: float = 2.0
    needs_grounds: bool = False

    def confidence(self, code: str, evidence: Evidence) -> float:
        """Estimated probability, 0-1, that an edit of that code is right."""
        if code not in self.weights:
            return 0.0
        weights, (most, highest) = self.weights[code], self.bounds
        margin = max(-most, min(evidence.margin, most))
        gain = max(-highest, min(evidence.gain, highest))
        logit = weights.bias + weights.margin * margin + weights.gain * gain
        return 1 / (1 + math.exp(-logit))

    def verdict(
        self, code: str, evidence: Evidence, *, has_grounds: bool = True
    ) -> tuple[Safety, float]:
        """Safety and confidence of an edit."""
        confidence = self.confidence(code, evidence)
        level = Safety((confidence >= self.unsafe) + (confidence >= self.safe))
        if self.needs_grounds and not has_grounds:
            level = min(level, Safety.UNSAFE)
        return level, round(confidence, 2)


# Of a model that nobody has measured: what both witnesses like is shown, and applied on request.
UNCALIBRATED = Calibration(
    dict.fromkeys(
        "MT101 MT102 MT303 MT501 MT502 MT503 MT504 MT505 MT506 MT507".split(),
        Weights(-2.0, 0.3, 0.2),
    ),
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
        weights = {code: Weights(**own) for code, own in values["weights"].items()}
        return Calibration(**values | {"weights": weights, "bounds": tuple(values["bounds"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(
            f"{str(path)!r} holds no calibration: {error}; write it anew with "
            "`python -m mtrepair.train calibrate`, or remove it to have nothing applied by default"
        ) from error


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Keep the calibration in a model's folder."""
    weights = {code: own._asdict() for code, own in calibration.weights.items()}
    text = json.dumps({**asdict(calibration), "weights": weights}, indent=1) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
