"""A page's blocks as texts to translate, and the tree of the inline elements in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, takewhile

from mtrepair.markup.elements import HIDDEN, LINE_BREAK, NO_CONTENT, is_inline
from mtrepair.markup.page import Page
from mtrepair.markup.stretches import OBJECT, Stretch
from mtrepair.markup.tokens import HtmlToken, html_tokens
from mtrepair.types import Span


@dataclass(slots=True)
class Inline:
    """An inline element of a block, or a thing in it: a comment, a picture.

    Attributes:
        before, after: what opens and closes it in the source; `before` alone is a thing, and an
            element that reaches into another block has but one of them.
        start, end: of its text in that of the block, white space at its ends left out.
        inner: what is in it, in order.
        begins_before, ends_behind: whether it reaches into the block before or behind.
    """

    before: str = ""
    after: str = ""
    start: int = 0
    end: int = 0
    inner: list[Inline] = field(default_factory=list)
    begins_before: bool = False
    ends_behind: bool = False

    def of(self, text: str) -> str:
        """Its own text, of that of the block."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a source between two tags that begin or end a line.

    Attributes:
        span: where its text and inline tags stand in the source.
        text: what is to be translated, with a placeholder for each protected element.
        root: stands for the whole; its `inner` are the inline elements.
        fixed: the source that each placeholder stands for, and what that shows.
        places: where its parts come from.
    """

    span: Span
    text: str
    root: Inline
    fixed: dict[str, tuple[str, str]]
    places: Sequence[Stretch]

    def in_source(self, span: Span) -> Span:
        """Where the source has a part of the text, its white space at the ends left out."""
        own = span.of(self.text)
        start = span.start + len(own) - len(own.lstrip())
        end = max(span.end - len(own) + len(own.rstrip()), start)
        return Span(self._place(start).start, self._place(max(end - 1, start)).end)

    def _place(self, at: int) -> Span:
        """The source of the character at `at`."""
        i = bisect_right(self.places, at, key=lambda place: place.at) - 1
        own = self.places[i]
        if not own.is_verbatim:
            return Span(own.start, own.end)
        start = own.start + min(at - own.at, own.size - 1)
        return Span(start, start + 1)

    def shown(self, text: str) -> str:
        """The text, or its English, with what is shown in the place of its placeholders."""
        for placeholder, (_, own) in self.fixed.items():
            text = text.replace(placeholder, own)
        return text


def blocks(page: Page) -> Iterator[Block]:
    """The blocks of a page that have a text to translate.

    >>> from mtrepair.markup.html import read_html
    >>> page = read_html("<p>La commande <b>simple <code>ls</code></b>.</p><p><code>x</code></p>")
    >>> [(block.text, [(own.before, own.start, own.end) for own in block.root.inner])
    ...     for block in blocks(page)]
    [('La commande simple {1}.', [('<b>', 12, 22)])]
    """
    reader = _BlockReader(page)
    for group in _groups(page.source):
        block = reader.block(group)
        if block is not None:
            yield block


def _groups(source: str) -> Iterator[list[HtmlToken]]:
    """The runs of tokens between those that begin or end a line."""
    group: list[HtmlToken] = []
    for token in html_tokens(source):
        is_tag = token.kind in ("open", "close")
        if is_tag and (token.name == LINE_BREAK or not is_inline(token.name)):
            if group:
                yield group
            group = []
        else:
            group.append(token)
    if group:
        yield group


class _BlockReader:
    """The blocks of a page, one after the other."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._fixed_starts = [span.start for span in page.markup.fixed]
        self._next = 0  # of the stretches
        self._numbers = (n for n in count(1) if f"{{{n}}}" not in page.text)
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._places: list[Stretch] = []
        self._fixed: dict[str, tuple[str, str]] = {}
        self._has_prose = False
        self._root = Inline()
        self._stack = [self._root]
        self._unclosed: set[int] = set()

    def block(self, group: Sequence[HtmlToken]) -> Block | None:
        """The block of a run of tokens; None where nothing is to be translated."""
        self._begin()
        pairs = _pairs(group)
        openers = {closer: opener for opener, closer in pairs.items()}
        opened: dict[int, Inline] = {}
        i = 0
        while i < len(group):
            token, closer = group[i], pairs.get(i)
            if closer is not None and self._is_apart(token, group[closer]):
                self._stay(Span(token.start, group[closer].end), token.name)
                i = closer + 1
                continue
            if token.kind == "text":
                self._text(token)
            elif token.kind == "open" and token.name not in NO_CONTENT:
                opened[i] = self._open(token, None if closer is None else group[closer])
            elif token.kind == "close":
                self._close(token, opened.get(openers.get(i, -1)))
            else:
                self._stay(Span(token.start, token.end), "")
            i += 1
        while len(self._stack) > 1:
            self._end()
        if self._pieces and self._pieces[-1].endswith(" "):
            self._space_things()
        text = "".join(self._pieces).rstrip(" ")
        if not self._has_prose:
            return None
        _trim(self._root, text)
        return Block(
            Span(group[0].start, group[-1].end), text, self._root, self._fixed, self._places
        )

    def _source(self, span: Span) -> str:
        return span.of(self._page.source)

    def _shown(self, end: int) -> list[Stretch]:
        """The stretches from the last one on that begin before `end` of the source."""
        first, stretches = self._next, self._page.stretches
        while self._next < len(stretches) and stretches[self._next].start < end:
            self._next += 1
        return [
            own
            for own in stretches[first : self._next]
            if not (own.is_break and self._page.text[own.at] == "\n")
        ]

    def _is_fixed(self, stretch: Stretch) -> bool:
        text = self._text_of(stretch)
        inside = stretch.at + len(text) - len(text.lstrip())  # spaces count as prose
        at = bisect_right(self._fixed_starts, inside) - 1
        return at >= 0 and inside < self._page.markup.fixed[at].end

    def _is_apart(self, token: HtmlToken, closer: HtmlToken) -> bool:
        """Whether an element is protected with all that it holds."""
        if token.name in HIDDEN:
            return True
        own, at = [], self._next
        stretches = self._page.stretches
        while at < len(stretches) and stretches[at].start < closer.end:
            if stretches[at].end > token.start and self._text_of(stretches[at]).strip():
                own.append(stretches[at])
            at += 1
            if own and not self._is_fixed(own[-1]) and not self._is_object(own[-1], token):
                return False
        return bool(own)

    def _is_object(self, stretch: Stretch, token: HtmlToken) -> bool:
        """Whether a stretch stands for the element itself, which is raised or shown as a thing."""
        return stretch.start == token.start and self._text_of(stretch) == OBJECT

    def _text_of(self, stretch: Stretch) -> str:
        return self._page.text[stretch.at : stretch.at + stretch.size]

    def _stay(self, span: Span, name: str) -> None:
        """Keep a part of the source as it is: a word of the text if it shows any, or a thing."""
        own = self._shown(span.end)
        text = "".join(map(self._text_of, own))
        if name and text.replace(OBJECT, "").strip():
            self._space(own)
            self._put_fixed(span, text.strip())
            return
        self._space(own)
        is_apart = not own and self._at and self._page.source[span.start - 1].isspace()
        space = " " if is_apart and not self._pieces[-1].endswith(" ") else ""
        thing = Inline(space + self._source(span), "", self._at, self._at)
        self._stack[-1].inner.append(thing)

    def _put(self, text: str, start: int, end: int) -> None:
        """Put what `[start, end)` of the source shows behind the text."""
        if text.startswith(" ") and (not self._at or self._pieces[-1].endswith(" ")):
            self._space_things()
            start += len(text) == end - start
            text = text[1:]
        if text:
            self._places.append(Stretch(self._at, len(text), start, end))
            self._pieces.append(text)
            self._at += len(text)

    def _space_things(self) -> None:
        """Things with a space on either side take one along: the text keeps the other."""
        inner = self._stack[-1].inner
        things = list(takewhile(lambda own: own.start == own.end == self._at, reversed(inner)))[
            ::-1
        ]
        if things and not self._at:
            inner.append(Inline(" "))
        elif things:
            _move_back(things)

    def _space(self, own: Sequence[Stretch]) -> None:
        """Put the space that stretches begin with, if they do."""
        if own and self._text_of(own[0])[0] == " ":
            self._put(" ", own[0].start, own[0].end)

    def _put_fixed(self, span: Span, shown: str) -> None:
        placeholder = f"{{{next(self._numbers)}}}"
        self._fixed[placeholder] = self._source(span), shown
        self._put(placeholder, span.start, span.end)

    def _text(self, token: HtmlToken) -> None:
        own = self._shown(token.end)
        if not own and self._source(Span(token.start, token.end)).strip():
            self._stay(Span(token.start, token.end), "")
        for stretch in own:
            text = self._text_of(stretch)
            if not text.strip() or not self._is_fixed(stretch):
                self._has_prose = self._has_prose or any(map(str.isalpha, text))
                self._put(text, stretch.start, stretch.end)
            elif text != OBJECT:
                self._put_fixed(Span(stretch.start, stretch.end), text)

    def _open(self, token: HtmlToken, closer: HtmlToken | None) -> Inline:
        self._space(self._shown(token.end))
        after = "" if closer is None else self._source(Span(closer.start, closer.end))
        own = Inline(self._source(Span(token.start, token.end)), after, self._at, self._at)
        own.ends_behind = closer is None
        self._stack[-1].inner.append(own)
        self._stack.append(own)
        self._unclosed.add(id(own))
        return own

    def _close(self, token: HtmlToken, own: Inline | None) -> None:
        self._shown(token.start)
        if own is not None:
            # Those that overlap it end with it; their own tag has been told already.
            while id(own) in self._unclosed:
                self._end()
            return
        outer = self._stack[-1]
        after = self._source(Span(token.start, token.end))
        around = Inline("", after, outer.start, self._at, outer.inner, begins_before=True)
        outer.inner = [around]

    def _end(self) -> None:
        own = self._stack.pop()
        own.end = self._at
        self._unclosed.remove(id(own))


def _pairs(group: Sequence[HtmlToken]) -> dict[int, int]:
    """The places of tags that open an element, each with that of the tag that closes it."""
    waiting: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for i, token in enumerate(group):
        if token.kind == "open" and token.name not in NO_CONTENT:
            waiting.setdefault(token.name, []).append(i)
        elif token.kind == "close" and waiting.get(token.name):
            found[waiting[token.name].pop()] = i
    return found


def _move_back(things: Sequence[Inline]) -> None:
    """Put things before the space that they stand behind, and that space into the first."""
    things[0].before = " " + things[0].before
    waiting = list(things)
    while waiting:
        own = waiting.pop()
        own.start = own.end = own.start - 1
        waiting += own.inner


def _trim(root: Inline, text: str) -> None:
    """Leave white space at their ends out of elements, and what is behind the text."""
    root.end = len(text)
    waiting = list(root.inner)
    while waiting:
        own = waiting.pop()
        own.start, own.end = min(own.start, len(text)), min(own.end, len(text))
        while own.start < own.end and text[own.start] == " ":
            own.start += 1
        while own.start < own.end and text[own.end - 1] == " ":
            own.end -= 1
        waiting += own.inner
