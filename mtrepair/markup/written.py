"""A block in English as source: its text, its inline elements, what was protected in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mtrepair.markup.blocks import Block
from mtrepair.markup.placing import Nested, Rendering, placed
from mtrepair.markup.stretches import html_escaped
from mtrepair.types import Span

_PLACEHOLDER = re.compile(r"\{\d+\}")


def written(block: Block, rendering: Rendering | None, english: str) -> str:
    """The source of a block in English: its text with its inline elements.

    Args:
        rendering: None where the block has none.
    """
    root = Nested(block.root, Span(0, len(english)))
    whole = placed(block.root, rendering) if rendering else root
    left = dict(block.fixed)
    pieces: list[str] = []
    waiting: list[Nested | Span | str] = [whole]
    while waiting:
        own = waiting.pop()
        if isinstance(own, str):
            pieces.append(own)
        elif isinstance(own, Span):
            pieces.append(_escaped(own.of(english), block.fixed, left))
        else:
            waiting += reversed(list(_parts(own)))
    # What a model lost of the protected elements stands at the end.
    pieces += [source for source, _ in left.values()]
    return "".join(pieces)


def _parts(own: Nested) -> Iterator[Nested | Span | str]:
    yield own.own.before
    at = own.span.start
    for inner in own.inner:
        yield Span(at, max(at, inner.span.start))
        yield inner
        at = max(at, inner.span.end)
    yield Span(at, max(at, own.span.end))
    yield own.own.after


def _escaped(text: str, fixed: Mapping[str, object], left: dict[str, tuple[str, str]]) -> str:
    """Text as it is written in a source, with the protected elements that are in it."""

    def stood_for(match: re.Match[str]) -> str:
        if match[0] in fixed:
            return left.pop(match[0], ("", ""))[0]
        return match[0]

    text = html_escaped(text)
    return _PLACEHOLDER.sub(stood_for, text)


def as_value(text: str, quote: str) -> str:
    """Text as it is written in an attribute between such quotation marks.

    >>> as_value('R&D, "dit-il"', '"')
    'R&amp;D, &quot;dit-il&quot;'
    """
    text = html_escaped(text)
    escaped = {'"': "&quot;", "'": "&#39;"}.get(quote)
    return text.replace(quote, escaped) if escaped else text
