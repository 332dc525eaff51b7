"""HTML as its reader sees it: blocks as paragraphs, entities as characters, tags out of the way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from enum import IntEnum

from mtrepair.document import Markup
from mtrepair.markup.elements import (
    FIXED,
    HIDDEN,
    LINE_BREAK,
    NO_CONTENT,
    SHOWN_AS_THINGS,
    closes_paragraph,
    is_inline,
)
from mtrepair.markup.page import Page
from mtrepair.markup.shown import Shown
from mtrepair.markup.stretches import html_escaped
from mtrepair.markup.tokens import HtmlToken, attribute_spans, attributes, html_tokens
from mtrepair.types import Span

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
    reader = HtmlReader(source)
    for token in html_tokens(source):
        reader.read(token)
    return reader.page()


def read_value(source: str) -> Page:
    """The page that the value of an attribute is: characters and entities, no tags.

    >>> read_value("a &lt; b").text
    'a < b'
    """
    reader = HtmlReader(source)
    reader.read(HtmlToken("text", 0, len(source)))
    return replace(reader.page(), escaped=_as_value)


def _as_value(text: str) -> str:
    return html_escaped(text).replace('"', "&quot;").replace("'", "&#39;")


class HtmlReader:
    """Tokens on their way to a page."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.shown = Shown(source)
        self._headline: Span | None = None
        self._in_headline: int | None = None
        self._silent_from: dict[str, int] = {}
        self._silenced: list[tuple[Span, str]] = []
        self.values: list[Span] = []
        self._open: list[tuple[str, _State]] = []
        self._counts: Counter[str] = Counter()

    @property
    def state(self) -> _State:
        return self._open[-1][1] if self._open else _State.PROSE

    def read(self, token: HtmlToken) -> None:
        """Go on by one token."""
        if token.kind == "text":
            if self.state is not _State.HIDDEN:
                self.shown.add_text(token, fixed=self.state is _State.FIXED)
            return
        if token.kind == "other":
            if token.name in SHOWN_AS_THINGS:
                self._thing(token)
            elif token.name == "title":
                self._read_title(token)
            elif switch := _SWITCH.match(self.source, token.start, token.end):
                self._switch(switch["way"].lower() == "on", _CODE.findall(switch["codes"]))
            return
        if token.name == LINE_BREAK:
            self.shown.end_line(1)
        elif is_inline(token.name):
            self.shown.between.append(token)
        else:
            self.shown.end_line(2)
        if token.kind == "open":
            self._opened(token)
        else:
            self._closed(token.name)

    def show(self, start: int, end: int, character: str = "") -> None:
        """Go on by text of the source as it is written, or by the character that it stands for."""
        if self.state is not _State.HIDDEN:
            self.shown.add_written(start, end, character, fixed=self.state is _State.FIXED)

    def page(self) -> Page:
        """What has been read."""
        text, headline = "".join(self.shown.pieces), self._headline
        if headline is not None and "\n" in headline.of(text):
            headline = None  # one that is never closed, or several lines
        self._switch(True, [])
        self.shown.end_line(2)
        markup = Markup(
            frozenset(self.shown.borders),
            tuple(self.shown.fixed),
            headline,
            tuple(self._silenced),
            frozenset(self.shown.edges),
        )
        stretches = tuple(self.shown.stretches)
        return Page(self.source, text, stretches, markup, tuple(self.values))

    def _switch(self, on: bool, codes: list[str]) -> None:
        """Look, or look no longer, for findings of some codes, or of all."""
        if not on:
            for code in codes or [_ALL]:
                self._silent_from.setdefault(code, self.shown.at)
            return
        for code in codes or list(self._silent_from):
            start = self._silent_from.pop(code, self.shown.at)
            if start < self.shown.at:
                self._silenced.append((Span(start, self.shown.at), code))

    def _thing(self, token: HtmlToken) -> None:
        if self.state is not _State.HIDDEN:
            self.shown.add_thing(token)

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
            self._in_headline = self.shown.at

    def _read_values(self, token: HtmlToken, state: _State) -> None:
        """The attributes of a tag that a reader, or who links to the page, reads as text."""
        about_page = token.name == "meta"
        if not _MAY_HAVE_VALUES.search(self.source, token.start, token.end):
            return
        if state is not _State.PROSE and not about_page:
            return
        own = attribute_spans(self.source, token)
        kind = own.get("name") or own.get("property")
        if about_page and not (kind and kind.of(self.source).lower() in _DESCRIBES):
            return
        for name in ("content",) if about_page else ("alt", "title"):
            span = own.get(name)
            if span and len(span) and self.source[span.start - 1] in "\"'":
                self.values.append(span)

    def _read_title(self, token: HtmlToken) -> None:
        """The page's own title, which is a text of its own; that of a picture is none."""
        match = _TITLE.match(self.source, token.start, token.end)
        if match and not self.values and not any(name == "svg" for name, _ in self._open):
            self.values.append(Span(*match.span("text")))

    def _state_in(self, token: HtmlToken) -> _State:
        """What happens to the text of the element that a tag opens."""
        outer = self.state
        if outer is _State.HIDDEN or token.name in HIDDEN:
            return _State.HIDDEN
        if token.name in _RAISES and not _RAISED.match(self.source, token.end):
            self._thing(token)
            return _State.HIDDEN
        return self._state_of(token)

    def _state_of(self, token: HtmlToken) -> _State:
        """What a tag says of text in it, or of its own attributes."""
        outer = self.state
        if outer is _State.HIDDEN:
            return outer
        if token.name in FIXED:
            return _State.FIXED
        written = self.source[token.start : token.end].lower()
        if "lang" not in written and "translate" not in written:
            return outer
        own = attributes(self.source, token)
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
        if start is None or start == self.shown.at:
            return
        start += 2 if start else 0
        self._headline = Span(start, self.shown.at)
