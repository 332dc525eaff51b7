"""A text with the facts that many rules need, each computed once and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category

from mtrepair.headline import headline_of
from mtrepair.keep import Keep
from mtrepair.language import english_spans
from mtrepair.lexicon import Lexicon, load
from mtrepair.protected import merged, protected_spans
from mtrepair.quotations import Quotation, quotations
from mtrepair.segment import lines, paragraphs, segments, verses
from mtrepair.types import Segment, Span, Style, covers, span_around

_DASHES = ("—", "– ", "-- ")
_ITALICS = re.compile(r"(?<![*_\w\\])([*_])(?![*_\s])[^*_\n]+(?<!\s)\1(?![*_\w])")
# A third quicker than \w+, which would also take the underscore.
_WORD = re.compile(r"[^\W_]+")
# Arrows, marks and pictures begin here; "°" and "©", symbols too, belong to words.
_FIRST_EMOJI = "\u2190"
_KEYCAP, _AS_EMOJI = "\u20e3", "\ufe0f"


def is_emoji(character: str) -> bool:
    """Whether the character is an emoji, or the end of one; a clause may end with it.

    >>> is_emoji("👏"), is_emoji("a"), is_emoji("")
    (True, False, False)
    """
    if character < _FIRST_EMOJI:
        return character == _KEYCAP
    return character == _AS_EMOJI or category(character) in ("So", "Sk")


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup that a text was taken from tells of it.

    Attributes:
        borders: where a tag stood around whole words, with text right before and behind it.
        edges: where a tag stood with a space, or the end of a block, beside it.
        fixed: spans that are no prose: code, foreign passages, pictures; sorted, none overlaps.
        headline: where the page says it is.
        silenced: spans in which nothing of a code, or of codes that begin so, is looked for.
    """

    borders: frozenset[int] = frozenset()
    fixed: Sequence[Span] = ()
    headline: Span | None = None
    silenced: Sequence[tuple[Span, str]] = ()
    edges: frozenset[int] = frozenset()


NO_MARKUP = Markup()


class Document:
    """What rules see: the text, the house style asked for, the lexicon, and facts of the text.

    Attributes:
        text: the text, line ends as `\\n`.
        style: the house style; what is None follows the document's own habit.
        lexicon: French and English words.
        keep: house words, which are protected.
        markup: what the markup tells that the text was taken from.
    """

    def __init__(
        self,
        text: str,
        *,
        style: Style | None = None,
        lexicon: Lexicon | None = None,
        keep: Sequence[Keep] = (),
        markup: Markup = NO_MARKUP,
    ) -> None:
        self.text = text
        self.markup = markup
        self.style = style or Style()
        self.lexicon = lexicon or load()
        self.keep = keep

    def like(self, text: str) -> Document:
        """Another text, with the same house style, lexicon and house words."""
        return Document(text, style=self.style, lexicon=self.lexicon, keep=self.keep)

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words, a word being a run of letters and digits."""
        return frozenset(self._running_words)

    @cached_property
    def _running_words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def unknown(self) -> set[str]:
        """Those of the words that are no French form or name, nor inflected from a known one."""
        return self.lexicon.unknown(self.words)

    @cached_property
    def lines(self) -> list[Span]:
        """The lines, each with its line end."""
        return lines(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs without the blank lines between them."""
        return paragraphs(self.text)

    @cached_property
    def segments(self) -> list[Segment]:
        """The segments, which tile the text; those of furniture as well."""
        return segments(self.text)

    @cached_property
    def headline(self) -> Span | None:
        """The first line that is no furniture, if it is a headline; what markup says goes first."""
        return self.markup.headline or headline_of(self.text)

    @cached_property
    def protected(self) -> list[Span]:
        """Spans that no edit may touch."""
        kept = [span for keep in self.keep for span in keep.spans(self.text, self.words)]
        spans = protected_spans(self.text)
        fixed = self.markup.fixed
        return merged([*spans, *kept, *fixed]) if kept or fixed else spans

    @cached_property
    def foreign(self) -> list[Span]:
        """Spans in English, which French usage does not bind."""
        return english_spans(self.text, lexicon=self.lexicon, words=self.words)

    @cached_property
    def apostrophe(self) -> str:
        """The apostrophe that the text uses most; the typographic one where it has none.

        Those in protected spans, such as quotes of code, don't count.
        """
        straight, typographic = self.text.count("'"), self.text.count("’")
        for span in self.protected if straight else ():
            straight -= self.text.count("'", span.start, span.end)
            typographic -= self.text.count("’", span.start, span.end)
        return "'" if straight > typographic else "’"

    def in_quotation(self, index: int) -> bool:
        """Whether the character at `index` stands inside a closed quotation."""
        return covers(self._quoted, index)

    def is_as_said(self, index: int) -> bool:
        """Whether the character at `index` stands in a quotation, a line of dialogue, or verse.

        Italics count as quotation marks.
        """
        return self.in_quotation(index) or any(
            covers(spans, index) for spans in (self._italics, self._verse, self._dialogue)
        )

    @cached_property
    def _dialogue(self) -> list[Span]:
        """The lines that begin with a dash as what a person says does."""
        if "—" not in self.text and "–" not in self.text and "--" not in self.text:
            return []
        return [line for line in self.lines if line.of(self.text).lstrip("« ").startswith(_DASHES)]

    @cached_property
    def _italics(self) -> list[Span]:
        if "*" not in self.text and "_" not in self.text:
            return []
        return [Span(*match.span()) for match in _ITALICS.finditer(self.text)]

    @cached_property
    def _verse(self) -> list[Span]:
        return verses(self.text, self.lines)

    def is_protected(self, index: int) -> bool:
        """Whether the character at `index` stands in a protected span."""
        return covers(self.protected, index)

    def in_foreign(self, index: int) -> bool:
        """Whether the character at `index` stands in an English span."""
        return covers(self.foreign, index)

    def quotation_around(self, index: int) -> Span | None:
        """The outermost closed quotation, without its last mark, that holds the character."""
        return span_around(self._quoted, index)

    @cached_property
    def _quoted(self) -> list[Span]:
        return sorted(
            Span(quotation.open, quotation.close)
            for quotation in self.quotations
            if quotation.depth == 0 and quotation.open is not None and quotation.close is not None
        )

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations, in the order in which they end."""
        return quotations(self.text, self.protected)

    @cached_property
    def openings(self) -> dict[int, Quotation]:
        """The quotations by where they open."""
        return {q.open: q for q in self.quotations if q.open is not None}

    @cached_property
    def closings(self) -> dict[int, Quotation]:
        """The quotations by where they close."""
        return {q.close: q for q in self.quotations if q.close is not None}

    def word_before(self, index: int) -> str:
        """The run of letters and digits that ends at `index`; empty if there is none."""
        # 40: longer than any word that the lexicon knows.
        start, first = index, max(index - 40, 0)
        while start > first and self.text[start - 1].isalnum():
            start -= 1
        return self.text[start:index]

    def word_after(self, index: int) -> str:
        """The run of letters and digits that begins at `index`; empty if there is none."""
        match = _WORD.match(self.text, index)
        return match[0] if match else ""

    def occurrences(self, words: Collection[str]) -> Iterator[re.Match[str]]:
        """Every place where one of `words` stands as a whole word, in order."""
        wanted = self.words.intersection(words)
        at = 0
        for word in filter(wanted.__contains__, self._running_words) if wanted else ():
            match = self._next(word, at)
            yield match
            at = match.end()

    def _next(self, word: str, at: int) -> re.Match[str]:
        """The first place from `at` on where `word`, which is to come, stands as a whole word."""
        while True:
            at = self.text.index(word, at)
            match = _WORD.match(self.text, at)
            inside = at > 0 and self.text[at - 1].isalnum()
            if match is not None and match[0] == word and not inside:
                return match
            # The whole run is passed over, so that a long one is read once.
            at = match.end() if match is not None else at + 1
