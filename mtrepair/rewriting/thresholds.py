"""What the two witnesses must say for an edit to be shown or applied."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mtrepair.types import Safety

SUSPICION = math.log(0.5)
"""A token less likely than this has its segment decoded, natural log."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an edit: the repair model's margin and the language model's gain.

    Both are how much likelier the segment gets by this edit alone, natural log.
    """

    margin: float
    gain: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression from evidence to the probability that an edit is right.

    Attributes:
        margin, gain: weights of the evidence, per nat.
        bias: of each code.
        bounds: evidence is cut to this much on either side of zero, natural log.
        shown, unsafe, safe: probabilities from which on an edit is shown, may be applied on
            request, is applied by default.
    """

    margin: float
    gain: float
    bias: Mapping[str, float]
    bounds: tuple[float, float]
    shown: float
    unsafe: float
    safe: float

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


# Fitted on newstest2009 to 2011, damaged (`benchmarks/rewriting.py --fit --each 200 --clean 1500`),
# with repair-small after 4.7 million target tokens; other weights want another fit. A code that
# was never right there (MT103, MT104, MT202) or too rare to judge (MT302) is not applied.
CALIBRATION = Calibration(
    margin=0.08,
    gain=0.22,
    bias={
        "MT101": -1.8,
        "MT102": -2.8,
        "MT201": -4.5,
        "MT303": -3.0,
        "MT501": -1.7,
        "MT502": -1.5,
        "MT503": 0.4,
        "MT504": -2.6,
        "MT505": -0.7,
        "MT506": -2.4,
    },
    bounds=(12.0, 16.0),
    shown=0.5,
    unsafe=0.8,
    safe=0.9,
)
