"""HTML as its reader sees it: blocks as paragraphs, entities as characters, tags out of the way."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from enum import IntEnum
from html.entities import html5

from mtrepair.document import Markup
from mtrepair.markup.elements import (
    EMPHASIS,
    FIXED,
    HIDDEN,
    LINE_BREAK,
    NO_CONTENT,
    SHOWN_AS_THINGS,
    STYLED,
    closes_paragraph,
    is_inline,
)
from mtrepair.markup.page import OBJECT, Page, Stretch
from mtrepair.markup.tokens import HtmlToken, attribute_spans, attributes, html_tokens
from mtrepair.types import Span

_PIECE = re.compile(
    r"(?P<space>[ \t\n\f\r]+)|(?P<text>[^ \t\n\f\r&]+(?: [^ \t\n\f\r&]+)*)"
    r"|(?P<entity>&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?))"
    r"|(?P<sign>&)"
)
_SPACES = " \t\n\f\r"
# Entities that browsers read without their semicolon.
_LONGEST_BARE = max(len(name) for name in html5 if not name.endswith(";"))
# "1er", "XXe": letters that belong to the word; anything else raised is a note or an exponent.
_RAISED = re.compile(r"[^\W\d_]{1,5}\s*</su[bp]", re.I)
_LINK = {"a"}
# "<!-- mtrepair: off MT202 -->": the codes, or all, until they are on again.
_SWITCH = re.compile(r"<!--\s*mtrepair:\s*(?P<way>on|off)\b(?P<codes>[\w,\s-]*?)-->", re.I)
_CODE = re.compile(r"[A-Za-z][\w-]*")
_ALL = ""
_TITLE = re.compile(r"<title(?:\s[^>]*+)?>(?P<text>[^<]++)", re.I)
_MAY_HAVE_VALUES = re.compile(r"\b(?:alt|title|content)\s*=", re.I)
_DESCRIBES = frozenset(
    """description og:title og:description og:image:alt twitter:title twitter:description
    twitter:image:alt""".split()
)
_RAISES = frozenset(("sub", "sup"))
_LANGUAGES = ("lang", "xml:lang")
# A page's own language is oftener that of its template than that of its text.
_WHOLE_PAGE = frozenset(("html", "body"))
# Elements that end where one like them begins.
_ENDS_LIKE = frozenset("dd dt li option td th tr".split())


class _State(IntEnum):
    """What happens to the text of an element."""

    PROSE = 0
    FIXED = 1
    HIDDEN = 2


def read_html(source: str) -> Page:
    """The page that HTML shows; whatever the source is, it gives one.

    >>> page = read_html("<p>L&rsquo;accord<br>tient.</p><p>Fin</p>")
    >>> page.text
    'L’accord\\ntient.\\n\\nFin'
    """
    reader = _Reader(source)
    for token in html_tokens(source):
        reader.read(token)
    return reader.page()


def read_value(source: str) -> Page:
    """The page that the value of an attribute is: characters and entities, no tags.

    >>> read_value("a &lt; b").text
    'a < b'
    """
    reader = _Reader(source)
    reader.read(HtmlToken("text", 0, len(source)))
    return replace(reader.page(), is_value=True)


class _Reader:
    """Tokens on their way to a page."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._stretches: list[Stretch] = []
        self._at = 0
        # What the next text has before it: line feeds, a space of the source, tags.
        self._feeds = 0
        self._space: Span | None = None
        self._between: list[HtmlToken] = []
        self._borders: set[int] = set()
        self._fixed: list[Span] = []
        self._headline: Span | None = None
        self._in_headline: int | None = None
        self._silent_from: dict[str, int] = {}
        self._silenced: list[tuple[Span, str]] = []
        self._values: list[Span] = []
        self._open: list[tuple[str, _State]] = []
        self._counts: Counter[str] = Counter()

    @property
    def _state(self) -> _State:
        return self._open[-1][1] if self._open else _State.PROSE

    def read(self, token: HtmlToken) -> None:
        """Go on by one token."""
        if token.kind == "text":
            if self._state is not _State.HIDDEN:
                self._text(token)
            return
        if token.kind == "other":
            if token.name in SHOWN_AS_THINGS:
                self._thing(token)
            elif token.name == "title":
                self._read_title(token)
            elif switch := _SWITCH.match(self._source, token.start, token.end):
                self._switch(switch["way"].lower() == "on", _CODE.findall(switch["codes"]))
            return
        if token.name == LINE_BREAK:
            self._break(1)
        elif is_inline(token.name):
            self._between.append(token)
        else:
            self._break(2)
        if token.kind == "open":
            self._opened(token)
        else:
            self._closed(token.name)

    def page(self) -> Page:
        """What has been read."""
        text, headline = "".join(self._pieces), self._headline
        if headline is not None and "\n" in headline.of(text):
            headline = None  # one that is never closed, or several lines
        self._switch(True, [])
        markup = Markup(
            frozenset(self._borders), tuple(self._fixed), headline, tuple(self._silenced)
        )
        return Page(self._source, text, tuple(self._stretches), markup, tuple(self._values))

    def _switch(self, on: bool, codes: list[str]) -> None:
        """Look, or look no longer, for findings of some codes, or of all."""
        if not on:
            for code in codes or [_ALL]:
                self._silent_from.setdefault(code, self._at)
            return
        for code in codes or list(self._silent_from):
            start = self._silent_from.pop(code, self._at)
            if start < self._at:
                self._silenced.append((Span(start, self._at), code))

    def _opened(self, token: HtmlToken) -> None:
        name = token.name
        if closes_paragraph(name) and self._counts["p"]:
            self._closed("p")
        if name in _ENDS_LIKE and self._open and self._open[-1][0] == name:
            self._closed(name)
        if name in SHOWN_AS_THINGS:
            self._thing(token)
        if name in NO_CONTENT:
            self._read_values(token, self._state_of(token))
            return
        state = self._state_in(token)
        self._read_values(token, state)
        self._open.append((name, state))
        self._counts[name] += 1
        if name == "h1" and self._headline is None and self._in_headline is None:
            self._in_headline = self._at

    def _read_values(self, token: HtmlToken, state: _State) -> None:
        """The attributes of a tag that a reader, or who links to the page, reads as text."""
        about_page = token.name == "meta"
        if not _MAY_HAVE_VALUES.search(self._source, token.start, token.end):
            return
        if state is not _State.PROSE and not about_page:
            return
        own = attribute_spans(self._source, token)
        kind = own.get("name") or own.get("property")
        if about_page and not (kind and kind.of(self._source).lower() in _DESCRIBES):
            return
        for name in ("content",) if about_page else ("alt", "title"):
            span = own.get(name)
            if span and len(span) and self._source[span.start - 1] in "\"'":
                self._values.append(span)

    def _read_title(self, token: HtmlToken) -> None:
        """The page's own title, which is a text of its own; that of a picture is none."""
        match = _TITLE.match(self._source, token.start, token.end)
        if match and not self._values and not any(name == "svg" for name, _ in self._open):
            self._values.append(Span(*match.span("text")))

    def _state_in(self, token: HtmlToken) -> _State:
        """What happens to the text of the element that a tag opens."""
        outer = self._state
        if outer is _State.HIDDEN or token.name in HIDDEN:
            return _State.HIDDEN
        if token.name in _RAISES and not _RAISED.match(self._source, token.end):
            self._thing(token)
            return _State.HIDDEN
        return self._state_of(token)

    def _state_of(self, token: HtmlToken) -> _State:
        """What a tag says of text in it, or of its own attributes."""
        outer = self._state
        if outer is _State.HIDDEN:
            return outer
        if token.name in FIXED:
            return _State.FIXED
        written = self._source[token.start : token.end].lower()
        if "lang" not in written and "translate" not in written:
            return outer
        own = attributes(self._source, token)
        translate = own.get("translate", "").lower()
        language = next((own[name].lower() for name in _LANGUAGES if own.get(name)), "")
        foreign = bool(language) and language.split("-")[0] != "fr"
        if translate == "no" or "notranslate" in own.get("class", "").lower().split():
            return _State.FIXED
        if foreign and token.name not in _WHOLE_PAGE:
            return _State.FIXED
        return _State.PROSE if language or translate == "yes" else outer

    def _closed(self, name: str) -> None:
        """Leave the innermost element of that name, if there is one, and all in it."""
        if not self._counts[name]:
            return
        while True:
            last, _ = self._open.pop()
            self._counts[last] -= 1
            if last == "h1" and not self._counts["h1"]:
                self._end_headline()
            if last == name:
                return

    def _end_headline(self) -> None:
        start, self._in_headline = self._in_headline, None
        if start is None or start == self._at:
            return
        start += 2 if start else 0
        self._headline = Span(start, self._at)

    def _break(self, feeds: int) -> None:
        self._feeds = max(self._feeds, feeds)
        self._space = None
        self._between.clear()

    def _text(self, token: HtmlToken) -> None:
        source = self._source
        for match in _PIECE.finditer(source, token.start, token.end):
            start, end = match.span()
            if match.lastgroup == "space":
                self._spaced(start, end)
            elif match.lastgroup == "entity":
                self._entity(start, end)
            else:
                self._emit(match[0], start, end)

    def _spaced(self, start: int, end: int) -> None:
        """White space: one space, if text is before and behind it in its block."""
        if self._pieces and not self._feeds and self._space is None:
            self._space = Span(start, end)

    def _entity(self, start: int, end: int) -> None:
        written = self._source[start:end]
        stop, shown = _decoded(written)
        if stop and shown in _SPACES:
            self._spaced(start, start + stop)
        elif stop:
            self._emit(shown, start, start + stop)
        if stop < len(written):
            self._emit(written[stop:], start + stop, end)

    def _thing(self, token: HtmlToken) -> None:
        if self._state is _State.HIDDEN:
            return
        self._emit(OBJECT, token.start, token.end)
        if self._state is _State.PROSE:
            self._keep(Span(self._at - 1, self._at))

    def _emit(self, shown: str, start: int, end: int) -> None:
        """Put characters that `source[start:end]` shows behind what there is."""
        if self._feeds and self._pieces:
            self._put("\n" * self._feeds, start, start)
        elif self._space is not None:
            self._put(" ", self._space.start, self._space.end)
        elif self._pieces and self._between:
            self._bordered(start)
        self._feeds, self._space = 0, None
        self._between.clear()
        before = self._at
        self._put(shown, start, end)
        if self._state is _State.FIXED:
            self._keep(Span(before, self._at))

    def _bordered(self, start: int) -> None:
        """What inline tags, right between two characters, say of these."""
        kinds = {token.kind for token in self._between}
        names = {token.name for token in self._between}
        if not names <= EMPHASIS | STYLED:
            return
        if len(kinds) == 1 or not (names == _LINK or names & STYLED):
            self._borders.add(self._at)
        elif self._pieces[-1][-1:].isalnum():
            # The links of a menu, a label and its date: space between them is a matter of style.
            self._put(" ", start, start)

    def _put(self, shown: str, start: int, end: int) -> None:
        last = self._stretches[-1] if self._stretches else None
        whole = Stretch(self._at, len(shown), start, end)
        if last and last.end == start and last.is_verbatim and whole.is_verbatim:
            whole = Stretch(last.at, last.size + len(shown), last.start, end)
            self._stretches.pop()
        self._stretches.append(whole)
        self._pieces.append(shown)
        self._at += len(shown)

    def _keep(self, span: Span) -> None:
        if self._fixed and self._fixed[-1].end == span.start:
            span = Span(self._fixed.pop().start, span.end)
        self._fixed.append(span)


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
