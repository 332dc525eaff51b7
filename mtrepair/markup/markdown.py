"""Markdown as its reader sees it: paragraphs, headings, cells and items, marks out of the way."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mtrepair.document import Markup
from mtrepair.markup.html import HtmlReader
from mtrepair.markup.markdown_inline import Apart, MarkdownInline, markdown_parser
from mtrepair.markup.page import Page
from mtrepair.markup.stretches import Stretch
from mtrepair.markup.tokens import HtmlToken, TokenKind, html_tokens
from mtrepair.protected import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?|\n")
# What would be read as a mark where it stands in a text; "\" keeps it what it is.
_MARKS = re.compile(r"[\\`*_\[\]<]")
_BLANK = " \t"


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
        for token in markdown_parser().parse(self._without_front_matter()):
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
            marks = MarkdownInline(self._source, token.content, places, self._html, self._tags)
            marks.read(token.children or ())
        except Apart:
            # Better left alone than edited in the wrong place.
            self._html.shown.end_line(2)

    def _places(self, token: Token) -> list[int]:
        """Where in the source each character of a block's own text stands, and its end."""
        if token.map is None:
            raise Apart
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
                raise Apart
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
                raise Apart
            places.append(at)
            at += 1
        places.append(at)
        bar = self._source.find("|", at, stop)
        self._cell = stop if bar < 0 else bar + 1
        return places

    def _begins(self, content: str, at: int) -> bool:
        """Whether a cell may begin at a place: white space and the bar before it are over."""
        return not content or self._read.startswith((content[0], "\\|"), at)
