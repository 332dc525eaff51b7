"""The repair model as a witness: what a seq2seq model would write otherwise, and how surely."""

from mtrepair.rewriting.calibration import (
    UNCALIBRATED,
    Calibration,
    Evidence,
    Weights,
    read_calibration,
    write_calibration,
)
from mtrepair.rewriting.gate import readable, suspicious
from mtrepair.rewriting.proposals import Rewrite, rewrites

__all__ = [
    "UNCALIBRATED",
    "Calibration",
    "Evidence",
    "Rewrite",
    "Weights",
    "read_calibration",
    "readable",
    "rewrites",
    "suspicious",
    "write_calibration",
]
