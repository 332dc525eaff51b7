"""A text on its way through edits, with the origin of every character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtrepair.errors import InputError
from mtrepair.types import Edit, Span


@dataclass(frozen=True, slots=True)
class Revision:
    """A text, what it was made from, and where each of its characters comes from.

    Attributes:
        original: the text before any edit.
        text: the text now.
        origin: for each character of `text` its index in `original`, or None if an edit wrote
            it; the indices rise. A character that a view composed of several has the place of
            the first.
    """

    original: str
    text: str
    origin: Sequence[int | None]

    @classmethod
    def of(cls, text: str) -> Revision:
        """The revision in which nothing has changed."""
        return cls(text, text, range(len(text)))

    @property
    def edits(self) -> list[Edit]:
        """The fewest edits that turn `original` into `text`, sorted, none overlapping.

        >>> Revision.of("web,la").apply([Edit(Span(4, 4), " ")]).edits
        [Edit(span=Span(start=4, end=4), replacement=' ')]
        """
        if self.text == self.original:
            return []
        # What one pass took out, a later one may have put back.
        changes = (trimmed(edit, self.original) for edit in self._gaps())
        return [edit for edit in changes if len(edit.span) or edit.replacement]

    def _gaps(self) -> Iterable[Edit]:
        written_from, next_original = 0, 0
        for i, source in enumerate(self.origin):
            if source is None:
                continue
            if written_from < i or next_original < source:
                yield Edit(Span(next_original, source), self.text[written_from:i])
            written_from, next_original = i + 1, source + 1
        if written_from < len(self.text) or next_original < len(self.original):
            span = Span(next_original, len(self.original))
            yield Edit(span, self.text[written_from:])

    def apply(self, edits: Iterable[Edit]) -> Revision:
        """The revision after `edits`, whose spans are in this revision's `text`.

        Raises:
            InputError: two edits overlap, or one lies outside the text.

        >>> Revision.of("lundi. .").apply([Edit(Span(6, 8), "")]).text
        'lundi.'
        """
        pieces: list[str] = []
        origin: list[int | None] = []
        done = 0
        for edit in sorted(trimmed(edit, self.text) for edit in edits):
            start, end = edit.span.start, edit.span.end
            if start < done or end > len(self.text):
                raise InputError(f"{edit} overlaps another edit or leaves the text")
            pieces += (self.text[done:start], edit.replacement)
            origin += self.origin[done:start]
            origin += [None] * len(edit.replacement)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        origin += self.origin[done:]
        return Revision(self.original, "".join(pieces), origin)

    def then(self, later: Revision) -> Revision:
        """The two as one, `later` being a revision of this one's text.

        >>> first = Revision.of("a  b").apply([Edit(Span(1, 2), "")])
        >>> first.then(Revision.of("a b").apply([Edit(Span(0, 1), "un")])).edits
        [Edit(span=Span(start=0, end=2), replacement='un')]
        """
        if later.text == later.original:
            return self
        if self.text == self.original:
            return Revision(self.original, later.text, later.origin)
        origin = [None if at is None else self.origin[at] for at in later.origin]
        return Revision(self.original, later.text, origin)

    def to_original(self, index: int) -> int:
        """Where the character at `index` of `text` stands in `original`.

        A character that an edit wrote has no place of its own: it gets that of the next kept
        character, or the end of the original.

        Raises:
            InputError: `index` is outside `text`; its length is allowed.
        """
        if not 0 <= index <= len(self.text):
            raise InputError(f"index {index} is outside the text of {len(self.text)} characters")
        for i in range(index, len(self.origin)):
            source = self.origin[i]
            if source is not None:
                return source
        return len(self.original)

    def span_in_original(self, span: Span) -> Span:
        """The span of `original` that the kept characters of `span` come from."""
        start = self.to_original(span.start)
        kept = [source for source in self.origin[span.start : span.end] if source is not None]
        return Span(kept[0], kept[-1] + 1) if kept else Span(start, start)


def trimmed(edit: Edit, text: str) -> Edit:
    """The edit without the characters that it would replace by themselves.

    Where text is replaced by other text, no word is cut: a reader sees words change.

    >>> trimmed(Edit(Span(0, 8), "lundi."), "lundi. .")
    Edit(span=Span(start=6, end=8), replacement='')
    >>> trimmed(Edit(Span(0, 9), "la grippe"), "le grippe")
    Edit(span=Span(start=0, end=2), replacement='la')
    """
    start, end, new = edit.span.start, edit.span.end, edit.replacement
    old = text[start:end]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head + tail < min(len(old), len(new)):
        while head and _in_word(old[head - 1]) and (_in_word(old[head]) or _in_word(new[head])):
            head -= 1
        while (
            tail and _in_word(old[-tail]) and (_in_word(old[-tail - 1]) or _in_word(new[-tail - 1]))
        ):
            tail -= 1
    return Edit(Span(start + head, end - tail), new[head : len(new) - tail])


def _in_word(character: str) -> bool:
    """Whether it is a letter, a digit, or an accent that follows its letter."""
    return character.isalnum() or "\u0300" <= character <= "\u036f"
