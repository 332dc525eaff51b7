"""Tallies: what was predicted and what was there to find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What was predicted and what was there to find, as sums that may be added up.

    Attributes:
        right: credit of the predictions, at most `predicted`.
        predicted: how many predictions there are.
        found: credit of the annotations, at most `gold`.
        gold: how many annotations there are.
    """

    right: float = 0
    predicted: int = 0
    found: float = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.predicted + other.predicted,
            self.found + other.found,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the predictions that are right, 0-1; 1 where nothing is predicted (ERRANT)."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotations that are found, 0-1; 1 where there is none (ERRANT)."""
        return self.found / self.gold if self.gold else 1.0

    def f(self, beta: float = 0.5) -> float:
        """Weighted harmonic mean of precision and recall, 0-1; 0.5 weighs precision twice.

        >>> round(Tally(right=3, predicted=4, found=3, gold=6).f(), 4)
        0.6818
        """
        precision, recall, square = self.precision, self.recall, beta * beta
        weighted = square * precision + recall
        return (1 + square) * precision * recall / weighted if weighted else 0.0

    def to_dict(self) -> dict[str, float]:
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f05": self.f(),
            "right": self.right,
            "predicted": self.predicted,
            "found": self.found,
            "gold": self.gold,
        }
