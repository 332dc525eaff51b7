"""Markdown as its reader sees it: paragraphs, headings, cells and items, marks out of the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mtrepair.document import Markup
from mtrepair.markup.html import HtmlReader
from mtrepair.markup.page import Page, Stretch
from mtrepair.markup.tokens import HtmlToken, TokenKind, html_tokens
from mtrepair.protected import front_matter
from mtrepair.types import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?|\n")
# What would be read as a mark where it stands in a text; "\" keeps it what it is.
_MARKS = re.compile(r"[\\`*_\[\]<]")
_NOT_PLAIN = re.compile(r"[\\`*_\[\]<&\n]")
_BLANK = " \t"
_SPACES = re.compile(r"[ \t]*")


class _Apart(Exception):
    """Where the source and what the parser says of it part."""


def read_markdown(source: str) -> Page:
    """The page that Markdown shows; whatever the source is, it gives one.

    >>> page = read_markdown("Le **rapport**et [la loi](/a,b)\\n\\n    code,ici\\n")
    >>> page.text, sorted(page.markup.borders)
    ('Le rapportet la loi', [10])
    """
    return _MarkdownReader(source).page()


def read_alternative(source: str) -> Page:
    """The page that the text in the place of a picture is, which has no marks in it."""
    whole = [Stretch(0, len(source), 0, len(source))] if source else []
    return Page(source, source, whole, Markup(), escaped=_escaped, tags=())


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; escapes and entities stay apart from text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["text_join"])


class _MarkdownReader:
    """The tokens of the parser on their way to a page."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._read = source.replace("\0", "\ufffd")  # as the parser reads it
        self._html = HtmlReader(source)
        self._tags: list[HtmlToken] = []
        ends = [match.span() for match in _LINE_END.finditer(source)]
        self._starts = [0, *(end for _, end in ends)]
        self._stops = [*(start for start, _ in ends), len(source)]
        # Where the cells of a row have been read to.
        self._row, self._cell, self._in_cell = -1, 0, False

    def page(self) -> Page:
        for token in _parser().parse(self._without_front_matter()):
            self._block(token)
        return replace(self._html.page(), escaped=_escaped, tags=tuple(self._tags))

    def _without_front_matter(self) -> str:
        front = next(front_matter(self._source), None)
        if front is None:
            return self._source
        head = self._source[: front.end]
        return "\n" * len(_LINE_END.findall(head)) + self._source[front.end :]

    def _block(self, token: Token) -> None:
        if token.type == "inline":
            self._inline(token)
        elif token.type == "html_block" and token.map:
            start, end = self._starts[token.map[0]], self._stops[token.map[1] - 1]
            self._html.shown.end_line(2)
            for own in html_tokens(self._source, start, end):
                self._html.read(own)
            self._html.shown.end_line(2)
        elif token.nesting:
            self._in_cell = token.type in ("td_open", "th_open")
            at = self._starts[token.map[0]] if token.map else 0
            kind: TokenKind = "open" if token.nesting > 0 else "close"
            self._html.read(HtmlToken(kind, at, at, token.tag))
        else:
            self._html.shown.end_line(2)

    def _inline(self, token: Token) -> None:
        try:
            places = self._places(token)
            marks = _Inline(self._source, token.content, places, self._html, self._tags)
            marks.read(token.children or ())
        except _Apart:
            # Better left alone than edited in the wrong place.
            self._html.shown.end_line(2)

    def _places(self, token: Token) -> list[int]:
        """Where in the source each character of a block's own text stands, and its end."""
        if token.map is None:
            raise _Apart
        first, _ = token.map
        if self._in_cell:
            return self._of_cell(token.content, first)
        places: list[int] = []
        for i, line in enumerate(token.content.split("\n")):
            start, stop = self._starts[first + i], self._stops[first + i]
            own = self._read[start:stop].rstrip()
            body = line.strip(_BLANK)
            at = len(own) - len(body) if own.endswith(body) else self._read[start:stop].find(body)
            if at < 0:
                raise _Apart
            lead = len(line) - len(line.lstrip(_BLANK))
            places += [start + at] * lead
            places += range(start + at, start + at + len(line) - lead)
            places.append(stop)
        return places

    def _of_cell(self, content: str, row: int) -> list[int]:
        if row != self._row:
            self._row, self._cell = row, self._starts[row]
        stop, at = self._stops[row], self._cell
        places: list[int] = []
        while at < stop and not self._begins(content, at):
            at += 1
        for character in content:
            if self._read.startswith("\\|", at) and character == "|":
                at += 1
            if at >= stop or self._read[at] != character:
                raise _Apart
            places.append(at)
            at += 1
        places.append(at)
        bar = self._source.find("|", at, stop)
        self._cell = stop if bar < 0 else bar + 1
        return places

    def _begins(self, content: str, at: int) -> bool:
        """Whether a cell may begin at a place: white space and the bar before it are over."""
        return not content or self._read.startswith((content[0], "\\|"), at)


class _Inline:
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
            raise _Apart

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
            raise _Apart

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
            raise _Apart
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
            raise _Apart
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
            raise _Apart
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
            raise _Apart
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
        helpers, text = _parser().helpers, self._content
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
