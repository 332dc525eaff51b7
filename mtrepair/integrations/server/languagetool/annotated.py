"""Text with markup as LanguageTool's clients send it, and places of the one in the other."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mtrepair.integrations.server.answers import Refused
from mtrepair.types import Span


@dataclass(frozen=True, slots=True)
class Annotated:
    """What a client sent, and what is read of it.

    Attributes:
        whole: the input, markup included: offsets of answers count it.
        text: what is read: the text, and what markup is to be read as.
    """

    whole: str
    text: str
    _stretches: Sequence[tuple[int, int, int]] = field(repr=False)  # in text, in whole, size

    @classmethod
    def plain(cls, text: str) -> Annotated:
        """A text without markup."""
        return cls(text, text, ((0, 0, len(text)),))

    @classmethod
    def of(cls, parts: Sequence[Any]) -> Annotated:
        """The input of parts: `{"text"}`, `{"markup"}`, or `{"markup", "interpretAs"}`.

        Raises:
            Refused: a part is something else.

        >>> Annotated.of([{"text": "Un "}, {"markup": "<b>"}, {"text": "plan"}]).text
        'Un plan'
        """
        whole = text = ""
        stretches = []
        for part in parts:
            own, markup, read = _part(part)
            if own:
                stretches.append((len(text), len(whole), len(own)))
            whole += own + markup
            text += own + read
        return cls(whole, text, stretches)

    def place(self, index: int) -> int | None:
        """Where a character of the text stands in the whole; None if it is only read so."""
        i = bisect_right(self._stretches, index, key=lambda stretch: stretch[0]) - 1
        if i < 0:
            return None
        at, place, size = self._stretches[i]
        return place + index - at if index < at + size else None

    def unbroken(self, span: Span) -> Span | None:
        """A span of the text in the whole; None where markup is inside, or it is empty."""
        if not len(span):
            return None
        start, last = self.place(span.start), self.place(span.end - 1)
        if start is None or last is None or last - start != len(span) - 1:
            return None
        return Span(start, last + 1)

    def shown(self, span: Span) -> Span | None:
        """The least span of the whole that has all of a span's characters; None without any."""
        places = [
            place for i in range(span.start, span.end) if (place := self.place(i)) is not None
        ]
        return Span(places[0], places[-1] + 1) if places else None


def annotated(content: str) -> Annotated:
    """What the field `data` holds.

    Raises:
        Refused: it is no JSON of that shape.

    >>> annotated('{"text": "Un plan"}').whole
    'Un plan'
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(400, "'data' is no valid JSON") from None
    if not isinstance(found, Mapping) or ("text" in found) == ("annotation" in found):
        raise Refused(400, "'data' must be an object with either 'text' or 'annotation'")
    if "text" in found:
        return Annotated.plain(_string(found["text"], "text"))
    if not isinstance(found["annotation"], list):
        raise Refused(400, "'annotation' must be a list")
    return Annotated.of(found["annotation"])


def _part(part: Any) -> tuple[str, str, str]:
    """Text, markup, and what the markup is read as."""
    if not isinstance(part, Mapping) or ("text" in part) == ("markup" in part):
        raise Refused(400, "a part of 'annotation' must have either 'text' or 'markup'")
    if "text" not in part:
        read = part.get("interpretAs")
        own = _string(part["markup"], "markup")
        return "", own, _string(read, "interpretAs") if read is not None else ""
    if "interpretAs" in part:
        raise Refused(400, "'interpretAs' goes with 'markup', not with 'text'")
    return _string(part["text"], "text"), "", ""


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Refused(400, f"'{name}' must be a string")
    return value
