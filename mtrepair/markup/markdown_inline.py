"""The inside of a Markdown block: emphasis, links, code and pictures, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mtrepair.markup.html import HtmlReader
from mtrepair.markup.tokens import HtmlToken, TokenKind, html_tokens
from mtrepair.types import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NOT_PLAIN = re.compile(r"[\\`*_\[\]<&\n]")
_SPACES = re.compile(r"[ \t]*")


class Apart(Exception):
    """Where the source and what the parser says of it part."""


@cache
def markdown_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; escapes and entities stay apart from text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["text_join"])


class MarkdownInline:
    """The inline tokens of a block, each at its place in the source."""

    def __init__(
        self,
        source: str,
        content: str,
        places: Sequence[int],
        html: HtmlReader,
        tags: list[HtmlToken],
    ) -> None:
        self._source, self._content, self._places = source, content, places
        self._html, self._tags = html, tags
        self._at = 0

    def read(self, children: Sequence[Token]) -> None:
        for child in children:
            self._read(child)
        if self._content[self._at :].strip():
            raise Apart

    def _read(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            self._text(token.content)
        elif kind == "text_special":
            self._special(token)
        elif kind in ("softbreak", "hardbreak"):
            self._break(kind == "hardbreak")
        elif kind == "code_inline":
            self._code(token)
        elif kind == "html_inline":
            start, end = self._take(token.content)
            for own in html_tokens(self._source, start, end):
                self._tag(own)
        elif kind == "image":
            self._image(token)
        elif kind == "link_open":
            start, end = self._take("<" if token.info == "auto" else "[")
            self._tag(HtmlToken("open", start, end, "a"))
        elif kind == "link_close":
            start = self._place()
            self._at = self._target(self._at, is_auto=token.info == "auto")
            self._tag(HtmlToken("close", start, self._end(), "a"))
        elif token.nesting:
            start, end = self._take(token.markup)
            way: TokenKind = "open" if token.nesting > 0 else "close"
            self._tag(HtmlToken(way, start, end, token.tag))
        else:
            raise Apart

    def _tag(self, token: HtmlToken) -> None:
        self._tags.append(token)
        self._html.read(token)

    def _place(self) -> int:
        return self._places[self._at]

    def _end(self) -> int:
        """Where what has been read ends in the source."""
        return self._places[self._at - 1] + 1 if self._at else self._places[0]

    def _take(self, written: str) -> tuple[int, int]:
        """Go on behind `written`, which must be next; where it stands in the source."""
        if not self._content.startswith(written, self._at):
            raise Apart
        start = self._place()
        self._at += len(written)
        return start, self._end()

    def _text(self, content: str) -> None:
        if not content:
            return
        first = self._at
        self._take(content)
        # A bar in a cell has a sign before it that is not shown.
        places = self._places[first : self._at]
        gaps = [i for i in range(1, len(places)) if places[i] != places[i - 1] + 1]
        for start, end in pairwise([0, *gaps, len(places)]):
            self._html.show(places[start], places[end - 1] + 1)

    def _special(self, token: Token) -> None:
        """An escaped character, or an entity."""
        start, end = self._take(token.markup)
        self._html.show(start, end, token.content)

    def _break(self, is_hard: bool) -> None:
        rest = self._content.find("\n", self._at)
        if rest < 0 or self._content[self._at : rest].strip(" \t\\"):
            raise Apart
        start = self._place()
        match = _SPACES.match(self._content, rest + 1)
        self._at = match.end() if match else rest + 1
        end = self._places[min(self._at, len(self._places) - 1)]
        if is_hard:
            self._html.shown.end_line(1)
        else:
            self._html.shown.add_space(start, end)

    def _code(self, token: Token) -> None:
        run = token.markup
        start, end = self._take(run)
        self._tag(HtmlToken("open", start, end, "code"))
        close = self._content.find(run, self._at)
        while close >= 0 and self._content[close + len(run) : close + len(run) + 1] == "`":
            close += len(run)
            while self._content[close : close + 1] == "`":
                close += 1
            close = self._content.find(run, close)
        if close < 0:
            raise Apart
        for first, last in self._lines(self._at, close):
            self._html.show(self._places[first], self._places[last - 1] + 1)
        self._at = close
        start, end = self._take(run)
        self._tag(HtmlToken("close", start, end, "code"))

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        breaks = [i for i in range(start, end) if self._content[i] == "\n"]
        bounds = [start, *(i + 1 for i in breaks), end + 1]
        yield from ((a, b - 1) for a, b in pairwise(bounds) if a < b - 1)

    def _image(self, token: Token) -> None:
        start, _ = self._take("![")
        first = self._at
        self._at += len(token.content)
        last = self._end()
        self._at = self._target(self._at, is_auto=False)
        end = self._end()
        self._html.read(HtmlToken("open", start, end, "img"))
        if token.content.strip() and not _NOT_PLAIN.search(token.content):
            self._html.values.append(Span(self._places[first], last))

    def _target(self, at: int, *, is_auto: bool) -> int:
        """The end of a link whose text ends at `at`."""
        text = self._content
        if is_auto:
            return at + 1
        if text[at : at + 1] != "]":
            raise Apart
        after = text[at + 1 : at + 2]
        if after == "(" and (end := self._inline_target(at + 2)):
            return end
        if after == "[" and (end := self._label_end(at + 2)):
            return end
        return at + 1

    def _label_end(self, at: int) -> int:
        depth = 0
        while at < len(self._content):
            character = self._content[at]
            if character == "\\":
                at += 1
            elif character == "[":
                depth += 1
            elif character == "]":
                if not depth:
                    return at + 1
                depth -= 1
            at += 1
        return 0

    def _inline_target(self, at: int) -> int:
        """The end of `(target "title")` whose bracket opens before `at`; 0 if there is none."""
        helpers, text = markdown_parser().helpers, self._content
        at = self._behind_space(at)
        target = helpers.parseLinkDestination(text, at, len(text))
        if target.ok:
            at = target.pos
            behind = self._behind_space(at)
            title = helpers.parseLinkTitle(text, behind, len(text))
            if behind > at and title.ok:
                behind = self._behind_space(title.pos)
            at = behind
        return at + 1 if text[at : at + 1] == ")" else 0

    def _behind_space(self, at: int) -> int:
        while self._content[at : at + 1] in (" ", "\t", "\n") and at < len(self._content):
            at += 1
        return at
