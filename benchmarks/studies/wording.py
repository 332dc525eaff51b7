"""Changes of wording: the edits of a text that are no matter of spaces, marks or page furniture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import mtrepair
from mtrepair.align import word_edits
from mtrepair.types import Edit, Finding

# Words run together or split, words printed twice, grammar; UNKNOWN: no finding tells of it.
CODES = ("MT1", "MT303", "MT5")
UNKNOWN = "?"
# Longer ones are told by their ends: what is kept of them must be no sentence of anybody's.
_LONGEST, _ENDS = 12, 4

# "20 h", "articles 45" and "1 000" are spacing, not wording.
_WORD = re.compile(r"\d+|[^\W\d_]+")
_GROUPED = re.compile(r"(?<=\d)\s+(?=\d)")
# Accents of their own (NFD) are part of a word.
_WIDER = re.compile(r"[\w\u0300-\u036f'’-]+")


class Wording(NamedTuple):
    """An edit that changes words, with the code of the finding behind it."""

    text: str
    edit: Edit
    code: str

    @property
    def words(self) -> tuple[str, str]:
        """The edited words before and after, whole; where letters come or go, with the neighbours.

        >>> from mtrepair import Span
        >>> Wording("La question se pose.", Edit(Span(12, 12), "ne "), "MT503").words
        ('question se pose', 'question ne se pose')
        """
        start, end = _widened(self.text, self.edit.span.start, self.edit.span.end)
        old, new = _with(self.text, self.edit, start, end)
        if _letters(old) != _letters(new):
            before = [match.start() for match in _WIDER.finditer(self.text, 0, start)]
            after = _WIDER.search(self.text, end)
            start, end = before[-1] if before else start, after.end() if after else end
            old, new = _with(self.text, self.edit, start, end)
        return brief(old), brief(new)

    @property
    def shown(self) -> str:
        """The edit with what stands around it, on one line, for reading."""
        start, end = self.edit.span.start, self.edit.span.end
        before, after = self.text[max(0, start - 60) : start], self.text[end : end + 40]
        line = f"{before}[{self.text[start:end]} → {self.edit.replacement}]{after}"
        return line.replace("\n", "⏎")


def is_wording(text: str, edit: Edit) -> bool:
    """Whether the edit changes words, cuts one in two or makes one of two.

    >>> from mtrepair import Span
    >>> is_wording("de l’avantmalgré", Edit(Span(10, 10), " "))
    True
    >>> is_wording("le web,la radio", Edit(Span(7, 7), " "))
    False
    """
    start, end = edit.span.start, edit.span.end
    while start and _is_of_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_of_word(text[end]):
        end += 1
    old, new = _with(text, edit, start, end)
    return _words(old) != _words(new)


def of_repair(repair: mtrepair.Repair) -> Iterator[Wording]:
    """The changes of wording in what `clean` made of a text."""
    for edit in repair.edits:
        if is_wording(repair.original, edit):
            code = _code(edit, repair.findings)
            if code.startswith((*CODES, UNKNOWN)):
                yield Wording(repair.original, edit, code)


def of_rewrite(text: str, written: str) -> Iterator[Wording]:
    """The changes of wording in what another system made of a text."""
    for edit in word_edits(text, written, phrases=True):
        if is_wording(text, edit):
            yield Wording(text, edit, UNKNOWN)


def _code(edit: Edit, findings: tuple[Finding, ...]) -> str:
    """The code of the finding that has a fix there, else of one that marks the place."""
    touching = [finding for finding in findings if finding.span.touches(edit.span)]
    mending = [
        finding
        for finding in findings
        if any(own.span.touches(edit.span) for fix in finding.fixes[:1] for own in fix.edits)
    ]
    codes = [finding.code for finding in (*mending, *touching)]
    return next(iter(codes), UNKNOWN)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


def _words(text: str) -> list[str]:
    return _WORD.findall(_GROUPED.sub("", unicodedata.normalize("NFC", text)))


def _letters(text: str) -> list[str]:
    return sorted(char for char in text.lower() if char.isalnum())


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span up to the ends of the words, hyphens and apostrophes included, that it touches."""
    while start and _WIDER.fullmatch(text[start - 1]):
        start -= 1
    while end < len(text) and _WIDER.fullmatch(text[end]):
        end += 1
    return start, end


def _with(text: str, edit: Edit, start: int, end: int) -> tuple[str, str]:
    """The part of the text from start to end before and after the edit."""
    head, tail = text[start : edit.span.start], text[edit.span.end : end]
    return text[start:end], head + edit.replacement + tail


def brief(text: str) -> str:
    """The words of an edit on one line; of a long one the first and the last."""
    words = text.split()
    if len(words) > _LONGEST:
        words = [*words[:_ENDS], "…", *words[-_ENDS:]]
    return " ".join(words)
