"""What a page shows, put together character by character, with its places in the source."""

from __future__ import annotations

import html
import re
from html.entities import html5

from mtrepair.markup.elements import EMPHASIS, STYLED
from mtrepair.markup.stretches import OBJECT, Stretch
from mtrepair.markup.tokens import HtmlToken
from mtrepair.types import Span

_PIECE = re.compile(
    r"(?P<space>[ \t\n\f\r]+)|(?P<text>[^ \t\n\f\r&]+(?: [^ \t\n\f\r&]+)*)"
    r"|(?P<entity>&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?))"
    r"|(?P<sign>&)"
)
_WRITTEN = re.compile(r"(?P<space>[ \t\n\r]+)|[^ \t\n\r]+(?: [^ \t\n\r]+)*")
_SPACES = " \t\n\f\r"
# Entities that browsers read without their semicolon.
_LONGEST_BARE = max(len(name) for name in html5 if not name.endswith(";"))
_LINK = {"a"}


class Shown:
    """The text of a page as far as it has been read.

    Attributes:
        at: its length.
        pieces: it, in pieces.
        stretches: where they come from.
        borders: where a tag stood between two words.
        edges: where a tag stood with a space, or the end of a block, beside it.
        fixed: what of it is no prose.
        between: the inline tags since its last character.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0
        self.pieces: list[str] = []
        self.stretches: list[Stretch] = []
        self.borders: set[int] = set()
        self.edges: set[int] = set()
        self.fixed: list[Span] = []
        self.between: list[HtmlToken] = []
        # What the next character has before it: line feeds, a space of the source.
        self._feeds = 0
        self._space: Span | None = None

    def end_line(self, feeds: int) -> None:
        """What comes is on another line, or in another paragraph."""
        self._feeds = max(self._feeds, feeds)
        self._space = None
        if self.between:
            self.edges.add(self.at)
        self.between.clear()

    def add_text(self, token: HtmlToken, *, fixed: bool = False) -> None:
        """Put what a stretch of the source shows behind what there is."""
        source = self._source
        for match in _PIECE.finditer(source, token.start, token.end):
            start, end = match.span()
            if match.lastgroup == "space":
                self.add_space(start, end)
            elif match.lastgroup == "entity":
                self._add_entity(start, end, fixed=fixed)
            else:
                self.add(match[0], start, end, fixed=fixed)

    def add_written(self, start: int, end: int, character: str, *, fixed: bool) -> None:
        """Put text of the source as it is written, or the character that all of it stands for."""
        if character:
            self.add(character, start, end, fixed=fixed)
            return
        for match in _WRITTEN.finditer(self._source, start, end):
            if match.lastgroup == "space":
                self.add_space(*match.span())
            else:
                self.add(match[0], *match.span(), fixed=fixed)

    def add_space(self, start: int, end: int) -> None:
        """White space: one space, if text is before and behind it in its block."""
        if self.pieces and not self._feeds and self._space is None:
            self._space = Span(start, end)

    def _add_entity(self, start: int, end: int, *, fixed: bool) -> None:
        written = self._source[start:end]
        stop, shown = _decoded(written)
        if stop and shown in _SPACES:
            self.add_space(start, start + stop)
        elif stop:
            self.add(shown, start, start + stop, fixed=fixed)
        if stop < len(written):
            self.add(written[stop:], start + stop, end, fixed=fixed)

    def add_thing(self, token: HtmlToken) -> None:
        """Put what stands for a picture or the like behind what there is."""
        self.add(OBJECT, token.start, token.end, fixed=True)

    def add(self, shown: str, start: int, end: int, *, fixed: bool = False) -> None:
        """Put characters that `source[start:end]` shows behind what there is."""
        apart = self._feeds or self._space is not None or not self.pieces
        if self.between and apart:
            self.edges.add(self.at)
        if self._feeds and self.pieces:
            self._put("\n" * self._feeds, start, start)
        elif self._space is not None:
            self._put(" ", self._space.start, self._space.end)
        elif self.pieces and self.between:
            self._bordered(start)
        if self.between and apart:
            self.edges.add(self.at)
        self._feeds, self._space = 0, None
        self.between.clear()
        before = self.at
        self._put(shown, start, end)
        if fixed:
            self._keep(Span(before, self.at))

    def _bordered(self, start: int) -> None:
        """What inline tags, right between two characters, say of these."""
        kinds = {token.kind for token in self.between}
        names = {token.name for token in self.between}
        if not names <= EMPHASIS | STYLED:
            return
        if len(kinds) == 1 or not (names == _LINK or names & STYLED):
            self.borders.add(self.at)
        elif self.pieces[-1][-1:].isalnum():
            # The links of a menu, a label and its date: space between them is a matter of style.
            self._put(" ", start, start)

    def _put(self, shown: str, start: int, end: int) -> None:
        last = self.stretches[-1] if self.stretches else None
        whole = Stretch(self.at, len(shown), start, end)
        if last and last.end == start and last.is_verbatim and whole.is_verbatim:
            whole = Stretch(last.at, last.size + len(shown), last.start, end)
            self.stretches.pop()
        self.stretches.append(whole)
        self.pieces.append(shown)
        self.at += len(shown)

    def _keep(self, span: Span) -> None:
        if self.fixed and self.fixed[-1].end == span.start:
            span = Span(self.fixed.pop().start, span.end)
        self.fixed.append(span)


def _decoded(entity: str) -> tuple[int, str]:
    """How much of what looks like an entity is one, and what it shows.

    >>> _decoded("&eacute;"), _decoded("&copyright"), _decoded("&rien;")
    ((8, 'é'), (5, '©'), (0, ''))
    """
    if entity[1] == "#" or entity[1:] in html5:
        return len(entity), html.unescape(entity)
    for end in range(min(len(entity), 1 + _LONGEST_BARE), 2, -1):
        if entity[1:end] in html5:
            return end, html5[entity[1:end]]
    return 0, ""
