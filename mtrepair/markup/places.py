"""Places between tags: where something written beside an inline element goes."""

from __future__ import annotations

from mtrepair.markup.elements import is_inline
from mtrepair.markup.tokens import html_tokens


def outside(source: str, start: int, end: int) -> int:
    """The place between the tags of `[start, end)` that lies in the fewest inline elements."""
    at = start
    for token in html_tokens(source, start, end):
        if token.kind == "open":
            break
        if token.kind == "close":
            at = token.end
    return at


def behind_closers(source: str, at: int) -> int:
    """The place behind the closing inline tags at `at`."""
    for token in html_tokens(source, at):
        if token.kind != "close" or not is_inline(token.name):
            return at
        at = token.end
    return at


def before_openers(source: str, start: int, end: int) -> int:
    """The place before the opening inline tags that end at `end`, not before `start`."""
    at = end
    openers = False
    for token in html_tokens(source, start, end):
        opens = token.kind == "open" and is_inline(token.name)
        if opens and not openers:
            at = token.start
        openers = opens
    return at if openers else end
