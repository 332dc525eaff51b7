"""The tags, comments and stretches of text of an HTML page, each with its exact place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from mtrepair.types import Span

TokenKind = Literal["text", "open", "close", "other"]

# What a browser takes for the beginning of markup; any other "<" is text.
_MARKUP = re.compile(r"<(?=[a-zA-Z!?/])")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
# Possessive throughout, so that a tag that is never closed is read once.
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|(?![\"'])([^\s>]*+)))?"
)
_OPEN_VALUE = re.compile(r"\s*+=\s*+[\"']")
_TAG_END = re.compile(r"[\s/]*+>")
_COMMENT_END = re.compile(r"--!?>")

# Elements whose content is characters, not markup.
_RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())


class HtmlToken(NamedTuple):
    """A stretch of a page's source.

    Attributes:
        kind: text; a tag that opens or closes an element; what shows nothing.
        start, end: of the source.
        name: of the tag, in small letters.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""


def html_tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[HtmlToken]:
    """The tokens of `source[start:end]`, which tile it, whatever it holds.

    A tag or comment that is never closed reaches to the end. Scripts, styles and the like come as
    one token with what they hold.

    >>> [(token.kind, token.name) for token in html_tokens("<p>a < b<br>")]
    [('open', 'p'), ('text', ''), ('open', 'br')]
    """
    stop = len(source) if end is None else end
    at = start
    while at < stop:
        match = _MARKUP.search(source, at, stop)
        begin = match.start() if match else stop
        if begin > at:
            yield HtmlToken("text", at, begin)
        if match is None:
            return
        token = _markup(source, begin, stop)
        yield token
        at = token.end


def attributes(source: str, token: HtmlToken) -> dict[str, str]:
    """The attributes of an opening tag, names in small letters, values as they are written.

    >>> source = '<p LANG=en class="a b">'
    >>> attributes(source, next(html_tokens(source)))
    {'lang': 'en', 'class': 'a b'}
    """
    return {name: span.of(source) for name, span in attribute_spans(source, token).items()}


def attribute_spans(source: str, token: HtmlToken) -> dict[str, Span]:
    """Where the values of an opening tag's attributes stand, without quotation marks."""
    found: dict[str, Span] = {}
    called = _TAG_NAME.match(source, token.start)
    at = called.end() if called else token.end
    while match := _ATTRIBUTE.match(source, at, token.end):
        at = match.end()
        valued = match.lastindex is not None and match.lastindex > 1
        span = Span(*match.span(match.lastindex or 0)) if valued else Span(at, at)
        found.setdefault(match[1].lower(), span)
    return found


def _markup(source: str, start: int, stop: int) -> HtmlToken:
    """The tag or comment that begins at `start`."""
    if source.startswith("<!--", start):
        return HtmlToken("other", start, _behind(_COMMENT_END, source, start + 4, stop))
    name = _TAG_NAME.match(source, start, stop)
    if name is None:
        closed = source.find(">", start, stop)
        return HtmlToken("other", start, closed + 1 if closed >= 0 else stop)
    end, called = _tag_end(source, name.end(), stop), name[1].lower()
    if end is None:
        return HtmlToken("other", start, stop)
    if source[start + 1] == "/":
        return HtmlToken("close", start, end, called)
    if called in _RAW:
        return HtmlToken("other", start, _behind(_closer(called), source, end, stop), called)
    return HtmlToken("open", start, end, called)


def _tag_end(source: str, at: int, stop: int) -> int | None:
    """Where the tag ends whose name ends at `at`; None if it never does."""
    while True:
        if end := _TAG_END.match(source, at, stop):
            return end.end()
        match = _ATTRIBUTE.match(source, at, stop)
        if match is None:
            return None
        if match.lastindex == 1 and _OPEN_VALUE.match(source, match.end(), stop):
            return None
        at = match.end()


def _behind(closer: re.Pattern[str], source: str, at: int, stop: int) -> int:
    match = closer.search(source, at, stop)
    return match.end() if match else stop


@cache
def _closer(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.I)
