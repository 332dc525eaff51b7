"""A text with the facts that many rules need, each computed once and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from mtrepair.lexicon import Lexicon, load
from mtrepair.segment import lines, paragraphs, protected_spans
from mtrepair.types import Span, Style

_WORD = re.compile(r"\w+")


class Document:
    """What rules see: the text, the house style asked for, the lexicon, and facts of the text.

    Attributes:
        text: the text, line ends as `\\n`.
        style: the house style; what is None follows the document's own habit.
        lexicon: French and English words.
    """

    def __init__(
        self, text: str, *, style: Style | None = None, lexicon: Lexicon | None = None
    ) -> None:
        self.text = text
        self.style = style or Style()
        self.lexicon = lexicon or load()

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words, a word being a run of letters, digits and underscores."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def lines(self) -> list[Span]:
        """The lines, each with its line end."""
        return lines(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs without the blank lines between them."""
        return paragraphs(self.text)

    @cached_property
    def protected(self) -> list[Span]:
        """Spans that no edit may touch."""
        return protected_spans(self.text)

    @cached_property
    def foreign(self) -> list[Span]:
        """Spans in English, which French usage does not bind."""
        return []

    def occurrences(self, words: Collection[str]) -> Iterator[re.Match[str]]:
        """Every place where one of `words` stands as a whole word, in order.

        One pass over the text, however many words there are.
        """
        if words:
            yield from (match for match in _WORD.finditer(self.text) if match[0] in words)
