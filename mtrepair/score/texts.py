"""How texts are read before they are compared: words, kinds of space, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtrepair.align import word_edits
from mtrepair.revision import Revision
from mtrepair.types import Edit, Span

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
_PARAGRAPH = re.compile(r"\S.*(?:\n[^\S\n]*\S.*)*")
_WHITE = re.compile(r"\s*")
# One house prints a no-break space and a curly apostrophe where another prints plain ones.
_ALIKE = str.maketrans("\u00a0\u202f’", "  '")


def word_count(text: str) -> int:
    """Words of a text, a number or an elided or hyphenated compound counting as one.

    >>> word_count("L’Iran, dit-on, a 3,5 % de plus.")
    6
    """
    return sum(1 for _ in _WORD.finditer(text))


def settled(original: str, hypothesis: str, optional: Sequence[Span]) -> str:
    """The hypothesis less its edits of white space at places that may be edited or not.

    >>> settled("Vraiment?", "Vraiment ?", [Span(8, 9)])
    'Vraiment?'
    """
    if not optional or original == hypothesis:
        return hypothesis
    kept = [
        edit
        for edit in word_edits(original, hypothesis)
        if not (_is_white(edit, original) and any(edit.span.touches(free) for free in optional))
    ]
    return Revision.of(original).apply(kept).text


def _is_white(edit: Edit, text: str) -> bool:
    return all(_WHITE.fullmatch(part) for part in (edit.span.of(text), edit.replacement))


def alike(text: str) -> str:
    """The text with one kind of space and one of apostrophe; its length stays.

    >>> alike("l’an\u00a02023")
    "l'an 2023"
    """
    return text.translate(_ALIKE)


def by_paragraph(original: str, text: str) -> list[str]:
    """What became of each paragraph of the original, line ends as spaces; "" where it went.

    These are the segments that sacreBLEU scores: a rewrite may delete or join paragraphs, and
    metrics and significance tests need the same segments of every system.

    >>> by_paragraph("Facebook\\n\\nLe le chat", "Le chat")
    ['', 'Le chat']
    """
    edits = word_edits(original, text)
    segments = []
    before = -1
    for match in _PARAGRAPH.finditer(original):
        start, end = match.span()
        pieces, at = [], start
        for edit in edits:
            if edit.span.end >= start and edit.span.start <= end:
                pieces.append(original[at : max(at, min(edit.span.start, end))])
                pieces.append(edit.replacement if before < edit.span.start else "")
                at = max(at, min(edit.span.end, end))
        segments.append(" ".join("".join([*pieces, original[at:end]]).split("\n")).strip())
        before = end
    return segments
