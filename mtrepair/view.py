"""The text as rules read it: accents composed, one kind of line end, nothing that isn't seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from mtrepair.errors import InputError
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding, Fix, Span

Form = Literal["NFC", "NFD"]

# Soft hyphen, zero-width characters, bidirectional marks, BOM.
_ZERO_WIDTH = (
    "\u00ad\u034f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_JOINERS = "\u200c\u200d"
# One class alone, so that a text without them is searched at once.
_MAY_BE_UNSEEN = re.compile(f"[\r\u0300-\u036f{_ZERO_WIDTH}{_JOINERS}]+")
# Longer runs before a line feed are no line end of any system.
_MOST_RETURNS = 9


def checked(text: str, name: str = "a text") -> str:
    """The text, if it is a string.

    Raises:
        InputError: it is something else.
    """
    if not isinstance(text, str):
        raise InputError(
            f"{name} must be a str, not {type(text).__name__}; decode bytes or open the file first"
        )
    return text


def checked_texts(texts: Iterable[str]) -> Iterator[str]:
    """The texts, each checked when its turn comes.

    Raises:
        InputError: `texts` is one string, whose characters would be texts, or one of them is none.

    >>> list(checked_texts(["un", "deux"]))
    ['un', 'deux']
    """
    if isinstance(texts, str | bytes):
        raise InputError(
            f"texts must be several str, not one {type(texts).__name__}, which would be read "
            "character by character; put it in a list"
        )
    return (checked(text, f"text {number}") for number, text in enumerate(texts, 1))


def view(text: str) -> Revision:
    """The revision of `text` that rules read: composed, and without what a reader doesn't see.

    A letter with the accents behind it is read as one character where there is one (NFC); its
    place is that of the letter.

    Raises:
        InputError: `text` is not a string.

    >>> view("l\\u00adundi\\r\\n").text
    'lundi\\n'
    >>> view("e\\u0301te\\u0301").text
    'été'
    """
    checked(text)
    if _MAY_BE_UNSEEN.search(text) is None:
        return Revision.of(text)
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _MAY_BE_UNSEEN.finditer(text):
        start = max(match.start() - 1, 0)
        pieces.append(text[done:start])
        origin += range(done, start)
        for at, character in _seen(text, start, match.end()):
            pieces.append(character)
            origin.append(at)
        done = match.end()
    pieces.append(text[done:])
    origin += range(done, len(text))
    return Revision(text, "".join(pieces), origin)


def _seen(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The characters that a reader sees in `[start, end)`, each with its place."""
    seen: list[tuple[int, str]] = []
    for at in range(start, end):
        if _is_unseen(text, at):
            continue
        if seen and "\u0300" <= text[at] <= "\u036f":
            place, letter = seen[-1]
            composed = normalize("NFC", letter + text[at])
            if len(composed) == 1:
                seen[-1] = place, composed
                continue
        seen.append((at, text[at]))
    return seen


def _is_unseen(text: str, at: int) -> bool:
    """Whether a reader doesn't see the character at `at`."""
    character = text[at]
    if character == "\r":
        return text[at : at + _MOST_RETURNS + 1].lstrip("\r")[:1] == "\n"
    if character in _JOINERS:
        return not (_is_joined(text[at - 1 : at]) and _is_joined(text[at + 1 : at + 2]))
    return character in _ZERO_WIDTH


def _is_joined(character: str) -> bool:
    """Whether joiners make a difference beside the character: in emoji and in Indic scripts."""
    return "\u0370" <= character < "\u2000" or character >= "\u2100"


def findings_in_original(findings: Iterable[Finding], seen: Revision) -> list[Finding]:
    """Findings on the text of `seen`, moved to its original."""
    if seen.text == seen.original:
        return list(findings)
    form = _form(seen.original)
    return [_moved(finding, seen, form) for finding in findings]


def edits_in_original(edits: Iterable[Edit], seen: Revision) -> list[Edit]:
    """Edits on the text of `seen`, moved to its original.

    What they write has the line ends of the original, and its form of accents.
    """
    if seen.text == seen.original:
        return list(edits)
    return list(_edits(edits, seen, _form(seen.original)))


def _edits(edits: Iterable[Edit], seen: Revision, form: Form) -> Iterator[Edit]:
    newline = _line_end(seen.original)
    for edit in edits:
        replacement = normalize(form, edit.replacement).replace("\n", newline)
        yield Edit(_span_in_original(edit.span, seen), replacement)


# A page asks for each fix, of one text at a time.
@lru_cache(maxsize=2)
def _line_end(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


@lru_cache(maxsize=2)
def _form(text: str) -> Form:
    """The form of most of a text's accented letters."""
    to_compose = len(text) - len(normalize("NFC", text))
    composed = len(normalize("NFD", text)) - len(text)
    return "NFD" if to_compose > composed else "NFC"


def _moved(finding: Finding, seen: Revision, form: Form) -> Finding:
    span = _span_in_original(finding.span, seen)
    fixes = tuple(Fix(tuple(_edits(fix.edits, seen, form)), fix.safety) for fix in finding.fixes)
    return replace(finding, span=span, text=span.of(seen.original), fixes=fixes)


def _span_in_original(span: Span, seen: Revision) -> Span:
    moved = seen.span_in_original(span)
    start = moved.start
    # All characters of a line end go, or none.
    if seen.original[start : start + 1] == "\n":
        while start and seen.original[start - 1] == "\r":
            start -= 1
    last = next(
        (i for i in range(span.end - 1, span.start - 1, -1) if seen.origin[i] is not None), None
    )
    if last is None:
        return Span(start, start)
    return Span(start, max(start, _with_accents(moved.end, seen.text[last], seen.original)))


def _with_accents(end: int, last: str, text: str) -> int:
    """The end of the character `last`, whose letter ends at `end`."""
    if end and text[end - 1] != last and (run := _MAY_BE_UNSEEN.match(text, end)):
        for stop in range(end + 1, run.end() + 1):
            if _seen(text, end - 1, stop) == [(end - 1, last)]:
                return stop
    return end
