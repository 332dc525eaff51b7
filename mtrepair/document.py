"""A text with the facts that many rules need, each computed once and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from mtrepair.lexicon import Lexicon, load
from mtrepair.quotations import Quotation, quotations
from mtrepair.segment import lines, paragraphs, protected_spans
from mtrepair.types import Span, Style

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"[^\W_]+\Z")


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

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations, in the order in which they end."""
        return quotations(self.text)

    @cached_property
    def apostrophe(self) -> str:
        """The apostrophe that the text uses most; the typographic one where it has none."""
        return "'" if self.text.count("'") > self.text.count("’") else "’"

    def in_quotation(self, index: int) -> bool:
        """Whether the character at `index` stands inside a closed quotation."""
        return any(
            quotation.open is not None
            and quotation.close is not None
            and quotation.open < index < quotation.close
            for quotation in self.quotations
        )

    def is_protected(self, index: int) -> bool:
        """Whether the character at `index` stands in a protected span."""
        return any(span.start <= index < span.end for span in self.protected)

    def in_foreign(self, index: int) -> bool:
        """Whether the character at `index` stands in an English span."""
        return any(span.start <= index < span.end for span in self.foreign)

    def word_before(self, index: int) -> str:
        """The run of letters and digits that ends at `index`; empty if there is none."""
        # 40: longer than any word that the lexicon knows.
        match = _ENDING.search(self.text, max(index - 40, 0), index)
        return match[0] if match else ""

    def word_after(self, index: int) -> str:
        """The run of letters and digits that begins at `index`; empty if there is none."""
        match = _LETTERS.match(self.text, index)
        return match[0] if match else ""

    def occurrences(self, words: Collection[str]) -> Iterator[re.Match[str]]:
        """Every place where one of `words` stands as a whole word, in order.

        One pass over the text, however many words there are.
        """
        if words:
            yield from (match for match in _WORD.finditer(self.text) if match[0] in words)
