"""What a reader sees of a page, and where in its source each character of that comes from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mtrepair.document import Markup
from mtrepair.markup.tokens import HtmlToken, html_tokens
from mtrepair.revision import Revision
from mtrepair.types import Span

OBJECT = "\ufffc"
"""Stands in the text for a picture, a formula or another thing that is no text."""

CUTS = "it would cut an entity or a picture in two"


def html_escaped(text: str) -> str:
    """Text as it is written in HTML.

    >>> html_escaped("R&D < a")
    'R&amp;D &lt; a'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;")


class Misfit(Exception):
    """Why an edit on what a reader sees can't be made in the source."""


class Stretch(NamedTuple):
    """A stretch of a page's text and the source that it comes from.

    Attributes:
        at: where it begins in the text.
        size: its characters; one by one those of the source if there are as many, else all of
            them together stand for all of the source.
        start, end: of the source; empty for what no source shows, the break between two blocks.
    """

    at: int
    size: int
    start: int
    end: int

    @property
    def is_break(self) -> bool:
        return self.start == self.end

    @property
    def is_verbatim(self) -> bool:
        return self.size == self.end - self.start


@dataclass(frozen=True, slots=True)
class PageText:
    """A source with markup, and what a reader sees of it.

    Attributes:
        source: the markup.
        text: what a reader sees, its blocks as paragraphs.
        stretches: where the text comes from; they tile it.
        markup: what the tags tell rules.
        values: where the source has attributes that are texts of their own.
        escaped: how text is written in the source.
        tags: the inline tags of a source that is no HTML, in order; of HTML they are read anew.
    """

    source: str
    text: str
    stretches: Sequence[Stretch]
    markup: Markup
    values: Sequence[Span] = ()
    escaped: Callable[[str], str] = html_escaped
    tags: Sequence[HtmlToken] | None = None
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [stretch.at for stretch in self.stretches])

    @property
    def seen(self) -> Revision:
        """The text as a revision of the source."""
        origin: list[int | None] = []
        for stretch in self.stretches:
            if stretch.is_break:
                origin += [None] * stretch.size
            elif stretch.is_verbatim:
                origin += range(stretch.start, stretch.end)
            else:
                origin += [stretch.start] * stretch.size
        return Revision(self.source, self.text, origin)

    def span(self, span: Span) -> Span:
        """The span of the source that a span of the text comes from, tags inside it included."""
        pieces = list(self._pieces(span, whole=True))
        if pieces:
            return Span(pieces[0].start, pieces[-1].end)
        at = self._stretch(span.start).start if span.start < len(self.text) else len(self.source)
        return Span(at, at)

    def _tag_before(self, at: int) -> HtmlToken | None:
        """The last tag before a place of the source."""
        if self.tags is None:
            start = self.source.rfind("<", 0, at)
            return next(self._tokens(start, at), None) if start >= 0 else None
        i = bisect_left(self.tags, at, key=lambda tag: tag.start)
        return self.tags[i - 1] if i else None

    def _shows(self, source: Span) -> bool:
        """Whether something of a span of the source is shown."""
        i = bisect_left(self.stretches, source.start, key=lambda stretch: stretch.start)
        return i < len(self.stretches) and self.stretches[i].start < source.end

    def _text_between(self, element: Span) -> str:
        """What the source shows in a span."""
        i = bisect_left(self.stretches, element.start, key=lambda stretch: stretch.start)
        shown = []
        while i < len(self.stretches) and self.stretches[i].end <= element.end:
            one = self.stretches[i]
            shown.append(self.text[one.at : one.at + one.size])
            i += 1
        return "".join(shown)

    def _breaks(self, span: Span) -> bool:
        """Whether a break between two blocks lies in a span of the text."""
        return any(stretch.is_break for stretch in self._within(span))

    def _within(self, span: Span) -> Iterator[Stretch]:
        i = max(bisect_right(self._starts, span.start) - 1, 0)
        while i < len(self.stretches) and self.stretches[i].at < span.end:
            yield self.stretches[i]
            i += 1

    def _pieces(self, span: Span, *, whole: bool = False) -> Iterator[Span]:
        """The spans of the source that a span of the text comes from, no tag inside any.

        Args:
            whole: take all of what only together stands for something.
        """
        start = end = -1
        for stretch in self._within(span):
            if stretch.is_break:
                continue
            first, last = max(span.start - stretch.at, 0), min(span.end - stretch.at, stretch.size)
            if stretch.is_verbatim:
                own = Span(stretch.start + first, stretch.start + last)
            elif whole or last - first == stretch.size:
                own = Span(stretch.start, stretch.end)
            else:
                raise Misfit(CUTS)
            if own.start == end:
                end = own.end
                continue
            if start >= 0:
                yield Span(start, end)
            start, end = own.start, own.end
        if start >= 0:
            yield Span(start, end)

    def _tokens(self, start: int, end: int | None = None) -> Iterator[HtmlToken]:
        """The tags of `[start, end)` of the source."""
        if self.tags is None:
            yield from html_tokens(self.source, start, end)
            return
        at = bisect_left(self.tags, start, key=lambda tag: tag.start)
        while at < len(self.tags) and (end is None or self.tags[at].end <= end):
            yield self.tags[at]
            at += 1

    def _stretch(self, at: int) -> Stretch:
        return self.stretches[bisect_right(self._starts, at) - 1]

    def _shown(self, at: int) -> Stretch | None:
        """The stretch that the source shows at `at`; None for a break or outside the text."""
        if not 0 <= at < len(self.text):
            return None
        stretch = self._stretch(at)
        return None if stretch.is_break else stretch

    def _start_of(self, at: int) -> int | None:
        """Where the character at `at` begins in the source; None for a break or the end."""
        stretch = self._shown(at)
        if stretch is None:
            return None
        if not stretch.is_verbatim and at > stretch.at:
            raise Misfit(CUTS)
        return stretch.start + (at - stretch.at if stretch.is_verbatim else 0)

    def _end_of(self, at: int) -> int | None:
        stretch = self._shown(at)
        if stretch is None:
            return None
        if not stretch.is_verbatim:
            return stretch.end
        return stretch.start + at - stretch.at + 1

    def _bound(self, at: int) -> int:
        """The end of the source of what is shown before the break that ends at `at`."""
        i = bisect_right(self._starts, at) - 1
        shown = (one.end for one in self.stretches[max(i - 2, 0) : i] if not one.is_break)
        return max(shown, default=0)
