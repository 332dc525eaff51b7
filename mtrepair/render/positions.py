"""Lines and columns of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from mtrepair.types import Span


class Position(NamedTuple):
    """Line and column of a character, both counted from 1, columns in code points."""

    line: int
    column: int


class Positions:
    """Finds lines and columns of one text; a byte order mark takes no column."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._mark = text.startswith("\ufeff")

    def at(self, index: int) -> Position:
        """The place of the character at `index`.

        >>> Positions("un\\ndeux").at(4)
        Position(line=2, column=2)
        """
        line = bisect_right(self._starts, index)
        column = index - self._starts[line - 1] + 1
        return Position(line, max(1, column - (self._mark and line == 1)))

    def line(self, index: int) -> Span:
        """The line of the character at `index`, without its line end."""
        number = bisect_right(self._starts, index)
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self._text)
        if start < end and self._text[end - 1] == "\r":
            end -= 1
        return Span(start, end)
