"""The text as rules read it: one kind of line end, no invisible marks; and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mtrepair.errors import InputError
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding, Fix, Span

# The carriage return of CRLF, BOM, soft hyphen, zero-width characters but the joiners that
# emoji and Indic scripts are made with, and bidirectional marks.
_UNSEEN = re.compile(
    "\r(?=\n)|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


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
    """The revision of `text` that rules read: without what a reader doesn't see.

    Raises:
        InputError: `text` is not a string.

    >>> view("l\\u00adundi\\r\\n").text
    'lundi\\n'
    """
    checked(text)
    if _UNSEEN.search(text) is None:
        return Revision.of(text)
    return Revision.of(text).apply(
        Edit(Span(*match.span()), "") for match in _UNSEEN.finditer(text)
    )


def findings_in_original(findings: Iterable[Finding], seen: Revision) -> list[Finding]:
    """Findings on the text of `seen`, moved to its original."""
    if seen.text == seen.original:
        return list(findings)
    return [_moved(finding, seen) for finding in findings]


def edits_in_original(edits: Iterable[Edit], seen: Revision) -> list[Edit]:
    """Edits on the text of `seen`, moved to its original; new line ends are of its own kind."""
    if seen.text == seen.original:
        return list(edits)
    newline = "\r\n" if "\r\n" in seen.original else "\n"
    return [
        Edit(_span_in_original(edit.span, seen), edit.replacement.replace("\n", newline))
        for edit in edits
    ]


def _moved(finding: Finding, seen: Revision) -> Finding:
    span = _span_in_original(finding.span, seen)
    fixes = tuple(
        Fix(tuple(edits_in_original(fix.edits, seen)), fix.safety) for fix in finding.fixes
    )
    return replace(finding, span=span, text=span.of(seen.original), fixes=fixes)


def _span_in_original(span: Span, seen: Revision) -> Span:
    moved = seen.span_in_original(span)
    start = moved.start
    # Both characters of a CRLF go, or none.
    if start and seen.original[start - 1 : start + 1] == "\r\n":
        start -= 1
    return Span(start, max(start, moved.end) if len(span) else start)
