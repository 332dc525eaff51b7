"""Places between tags: where something written beside an inline element goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtrepair.markup.elements import NO_CONTENT, is_inline
from mtrepair.markup.tokens import HtmlToken
from mtrepair.types import Span


def outside(tokens: Iterable[HtmlToken], start: int) -> int:
    """The place between tags, from `start` on, that lies in the fewest inline elements."""
    at = start
    for token in tokens:
        if token.kind == "open":
            break
        if token.kind == "close":
            at = token.end
    return at


def behind_closers(tokens: Iterable[HtmlToken], at: int) -> int:
    """The place behind the closing inline tags at `at`."""
    for token in tokens:
        if token.kind != "close" or not is_inline(token.name) or token.start != at:
            return at
        at = token.end
    return at


def before_openers(tokens: Iterable[HtmlToken], end: int) -> int:
    """The place before the opening inline tags that end at `end`."""
    at = end
    openers = False
    for token in tokens:
        opens = token.kind == "open" and is_inline(token.name)
        if opens and not openers:
            at = token.start
        openers = opens
    return at if openers else end


def elements_in(tokens: Iterable[HtmlToken]) -> Iterator[Span]:
    """The outermost elements among tags, each of which opens and closes."""
    depth, start = 0, 0
    for token in tokens:
        if token.kind == "open" and token.name not in NO_CONTENT:
            start = token.start if not depth else start
            depth += 1
        elif token.kind == "close":
            depth -= 1
            if not depth:
                yield Span(start, token.end)
