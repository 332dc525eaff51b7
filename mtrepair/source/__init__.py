"""A French text held against the English source it was translated from."""

from mtrepair.source.differences import Difference, differences

__all__ = ["Difference", "differences"]
