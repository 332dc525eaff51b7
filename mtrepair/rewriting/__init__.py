"""The repair model as a witness: what a seq2seq model would write otherwise, and how surely."""

from mtrepair.rewriting.gate import readable
from mtrepair.rewriting.proposals import Rewrite, rewrites
from mtrepair.rewriting.thresholds import CALIBRATION, SUSPICION, Calibration, Evidence

__all__ = ["CALIBRATION", "SUSPICION", "Calibration", "Evidence", "Rewrite", "readable", "rewrites"]
