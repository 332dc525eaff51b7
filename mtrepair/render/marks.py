"""What is shown of edits: whole words, and glyphs for what has none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mtrepair.types import Edit, Span

_WORD_BEFORE = re.compile(r"\w*\Z")
_WORD_AFTER = re.compile(r"\w*")
# Longest part of a word that is shown along with the letter that changes.
_LONGEST_WORD = 40

_GLYPHS = {" ": "·", "\u00a0": "⍽", "\u202f": "⎵", "\t": "→", "\r": "", "\n": "↵\n"}


def visible(text: str) -> str:
    """The text with a glyph for each character that has none of its own.

    >>> visible("a\\u00a0; b\\u200b")
    'a⍽;·b<U+200B>'
    """
    return "".join(_glyph(character) for character in text)


def _glyph(character: str) -> str:
    if character in _GLYPHS:
        return _GLYPHS[character]
    return f"<U+{ord(character):04X}>" if _is_unseen(character) else character


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of the text: white space and marks without width.

    >>> is_blank(" \\u200b"), is_blank(" .")
    (True, False)
    """
    return all(character.isspace() or _is_unseen(character) for character in text)


def shown_sides(before: str, after: str) -> tuple[str, str]:
    """Both sides of an edit, with glyphs for white space if only white space changes.

    >>> shown_sides(" ", "\\u00a0"), shown_sides(" .", "")
    (('·', '⍽'), (' .', ''))
    """
    if is_blank(before) and is_blank(after):
        return visible(before), visible(after)
    return before, after


def pieces(text: str, edits: Sequence[Edit], span: Span) -> Iterator[tuple[str, Edit | None]]:
    """What `span` reads after the sorted edits: what is kept, and each replacement.

    >>> list(pieces("lundi. .", [Edit(Span(6, 8), "")], Span(3, 8)))
    [('di.', None), ('', Edit(span=Span(start=6, end=8), replacement='')), ('', None)]
    """
    done = span.start
    for edit in edits:
        yield text[done : edit.span.start], None
        yield edit.replacement, edit
        done = edit.span.end
    yield text[done : span.end], None


def readable(edits: Iterable[Edit], text: str) -> list[Edit]:
    """The edits with whole words where letters inside a word are replaced.

    >>> readable([Edit(Span(3, 4), "d")], "de Drones")
    [Edit(span=Span(start=3, end=9), replacement='drones')]
    """
    groups: list[tuple[Span, list[Edit]]] = []
    for edit in sorted(edits):
        span = _word_span(edit, text)
        if groups and span.start < groups[-1][0].end:
            before, inside = groups.pop()
            groups.append((Span(before.start, max(before.end, span.end)), [*inside, edit]))
        else:
            groups.append((span, [edit]))
    return [
        Edit(span, "".join(piece for piece, _ in pieces(text, inside, span)))
        for span, inside in groups
    ]


def _word_span(edit: Edit, text: str) -> Span:
    """The span of an edit, with the rest of the words of which it replaces letters."""
    start, end = edit.span.start, edit.span.end
    if not (_has_letter(text[start:end]) and _has_letter(edit.replacement)):
        return edit.span
    before = _WORD_BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
    after = _WORD_AFTER.match(text, end, end + _LONGEST_WORD)
    if before and text[start].isalnum():
        start = before.start()
    if after and text[end - 1].isalnum():
        end = after.end()
    return Span(start, end)


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)
