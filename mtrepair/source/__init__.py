"""A French text held against the English source it was translated from."""

from mtrepair.source.differences import Difference, differences
from mtrepair.source.findings import MISMATCH, source_findings

__all__ = ["MISMATCH", "Difference", "differences", "source_findings"]
