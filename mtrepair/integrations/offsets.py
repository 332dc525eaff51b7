"""Offsets in UTF-16 units, which editors and JavaScript count, from those in code points."""

from __future__ import annotations

from bisect import bisect_left


class Utf16:
    """Offsets of one text; a character beyond U+FFFF counts two.

    >>> Utf16("a👏b").units(2)
    3
    """

    def __init__(self, text: str) -> None:
        self._wide = [at for at, character in enumerate(text) if character > "\uffff"]

    def units(self, index: int) -> int:
        """UTF-16 units before the character at `index`."""
        return index + bisect_left(self._wide, index)

    def length(self, start: int, end: int) -> int:
        """UTF-16 units of `[start, end)`."""
        return self.units(end) - self.units(start)
