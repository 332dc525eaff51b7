"""EditorPlaces of a text as an editor counts them: lines, and columns in the units agreed on."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from mtrepair.types import Span

# The protocol's line ends; Python's splitlines knows more.
_LINE_END = re.compile("\r\n|\r|\n")
_CODECS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


class EditorPlaces:
    """Positions of one text.

    >>> places = EditorPlaces("un\\n👏 b", PositionEncodingKind.Utf16)
    >>> places.position(5).character, places.index(Position(1, 3))
    (3, 5)
    """

    def __init__(self, text: str, encoding: PositionEncodingKind | str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._codec, self._size = _CODECS[PositionEncodingKind(encoding)]

    def position(self, index: int) -> Position:
        """The place of the character at `index`."""
        line = bisect_right(self._starts, index) - 1
        return Position(line, self._units(self._text[self._starts[line] : index]))

    def range(self, span: Span) -> Range:
        """The places where a span begins and ends."""
        return Range(self.position(span.start), self.position(span.end))

    def index(self, position: Position) -> int:
        """The character at a place; beyond a line its end, beyond the text its end."""
        if position.line >= len(self._starts):
            return len(self._text)
        start = self._starts[position.line]
        after = self._starts[position.line + 1 : position.line + 2]
        line = self._text[start : after[0] if after else len(self._text)].rstrip("\r\n")
        units = line.encode(self._codec, "surrogatepass")[: position.character * self._size]
        return start + len(units.decode(self._codec, "ignore"))

    def span(self, place: Range) -> Span:
        """The span between two places."""
        start, end = self.index(place.start), self.index(place.end)
        return Span(min(start, end), max(start, end))

    def _units(self, text: str) -> int:
        return len(text.encode(self._codec, "surrogatepass")) // self._size
