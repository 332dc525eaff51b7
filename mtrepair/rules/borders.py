"""Spaces lost at the border of a link or of emphasis, where the markup shows the border."""

from __future__ import annotations

from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.french import APOSTROPHES, ELIDED
from mtrepair.rules.lost_spaces import is_word, lost_between
from mtrepair.rules.rule import Mark, mark
from mtrepair.types import Edit, Span

_ELIDED = frozenset(form[:-1] for form in ELIDED.values())


def lost_at_borders(document: Document) -> list[Mark]:
    """Marks on two words with nothing between them but the border of a link or of emphasis.

    The border says that a space was lost: no doubt is left where both are words and together
    they are none.
    """
    return list(_lost(document)) if document.markup.borders else []


def _lost(document: Document) -> Iterator[Mark]:
    for at in sorted(document.markup.borders):
        left, right = document.word_before(at), document.word_after(at)
        if left and right and _is_lost(document, at, left, right):
            yield mark(
                at - len(left),
                at + len(right),
                f"a tag stands between “{left}” and “{right}”, but no space",
                edits=[Edit(Span(at, at), " ")],
                confidence=0.99,
            )


def _is_lost(document: Document, at: int, left: str, right: str) -> bool:
    if document.is_protected(at - 1) or document.is_protected(at):
        return False
    end = at + len(right)
    if document.text[end : end + 1] in tuple(APOSTROPHES):
        whole = (left + right).lower()
        return is_word(document, left) and right.lower() in _ELIDED and whole not in _ELIDED
    return lost_between(document, at, at)
