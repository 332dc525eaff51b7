"""A French text held against the English source it was translated from."""

from mtrepair.source.differences import Counterpart, Difference, counterparts, differences
from mtrepair.source.findings import MISMATCH, source_findings

__all__ = [
    "MISMATCH",
    "Counterpart",
    "Difference",
    "counterparts",
    "differences",
    "source_findings",
]
