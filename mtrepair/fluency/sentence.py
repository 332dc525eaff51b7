"""A sentence as the language model reads it, and changes to it as tokens kept and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.fluency.model import CONTEXT, LanguageModel, Reading
from mtrepair.fluency.tokens import Token, tokens, true_case
from mtrepair.types import Edit, Span

Piece = int | str

_OPENING = re.compile(r"[«“\"][ \u00a0\u202f]?\Z")
_CLOSING = re.compile(r"[ \u00a0\u202f]?[»”\"]")


class Candidate(NamedTuple):
    """A change: the tokens `[start, end)` give way to kept tokens (by index) and new forms.

    `quoted` are the first and the last token of a quotation that is moved with its marks.
    """

    kind: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    quoted: tuple[int, int] | None = None


class Sentence:
    """One sentence of a document with its tokens and their scores.

    Attributes:
        tokens: its tokens, with their places in the document.
        forms: their forms, true-cased.
        held: the forms as the model holds them.
        readings: each token in its context.
    """

    def __init__(self, document: Document, span: Span, model: LanguageModel) -> None:
        self.document = document
        self.span = span
        self.model = model
        self.tokens: list[Token] = tokens(document.text, span.start, span.end)
        lexicon = document.lexicon
        self.forms = [true_case(token, lexicon) for token in self.tokens]
        self.held = [model.held(form) for form in self.forms]
        self.readings: list[Reading] = model.readings(self.held) if self.held else []
        self._before: dict[tuple[int, int], float] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def is_word(self) -> list[bool]:
        """Which tokens are words, neither numbers nor marks nor inverted pronouns."""
        return [form[0].isalpha() for form in self.forms]

    @cached_property
    def is_class(self) -> list[bool]:
        """Which tokens the model holds only as a class."""
        return [held != form for held, form in zip(self.held, self.forms, strict=True)]

    def gap(self, i: int) -> str:
        """The text between token `i` and the next one."""
        return self.document.text[self.tokens[i].end : self.tokens[i + 1].start]

    def close(self, start: int, end: int) -> bool:
        """Whether only plain spaces stand between the tokens `[start, end)`."""
        return all(
            self.gap(i) == ("" if self.forms[i][-1] == "'" or self.forms[i + 1][0] == "-" else " ")
            for i in range(start, end - 1)
        )

    def quoted_until(self, t: int) -> int | None:
        """Where the quotation ends that opens right before token `t`; None if none does."""
        if not t or not self._opening(t):
            return None
        for end in range(t, len(self)):
            if self._closing(end):
                return end + 1
        return None

    def _opening(self, t: int) -> str:
        match = _OPENING.search(self.gap(t - 1))
        return match[0] if match else ""

    def _closing(self, t: int) -> str:
        stop = self.tokens[t + 1].start if t + 1 < len(self) else self.span.end
        match = _CLOSING.match(self.document.text[self.tokens[t].end : stop])
        return match[0] if match else ""

    def gain(self, candidate: Candidate) -> float:
        """By how much the sentence gets likelier, natural log."""
        _, start, end, pieces, _ = candidate
        left, right = max(0, start - CONTEXT), min(len(self), end + CONTEXT)
        starts, ends = left == 0, right == len(self)
        before = self._before.get((start, end))
        if before is None:
            before = self.model.score(self.held[left:right], starts=starts, ends=ends)
            before += sum(self.model.spelling(form) for form in self.forms[start:end])
            self._before[start, end] = before
        new = [self.held[p] if isinstance(p, int) else self.model.held(p) for p in pieces]
        run = [*self.held[left:start], *new, *self.held[end:right]]
        after = self.model.score(run, starts=starts, ends=ends)
        after += sum(
            self.model.spelling(self.forms[p] if isinstance(p, int) else p) for p in pieces
        )
        return after - before

    def new_orders(self, candidate: Candidate) -> list[int]:
        """Length of the longest known n-gram at each new token and at the one behind them."""
        _, start, end, pieces, _ = candidate
        left, right = max(0, start - CONTEXT), min(len(self), end + 1)
        new = [self.held[p] if isinstance(p, int) else self.model.held(p) for p in pieces]
        run = [*self.held[left:start], *new, *self.held[end:right]]
        return self.model.orders(run, starts=left == 0)[start - left :]

    def edit(self, candidate: Candidate) -> Edit:
        """The candidate as an edit of the document."""
        _, start, end, pieces, quoted = candidate
        text, apostrophe = self.document.text, self.document.apostrophe
        if not pieces:  # a dropped token goes with the space before it
            return Edit(Span(self.tokens[start - 1].end, self.tokens[end - 1].end), "")
        words = self._surfaces(pieces, start)
        if quoted:
            first, last = (pieces.index(token) for token in quoted)
            words[first] = self._opening(quoted[0]) + words[first]
            words[last] += self._closing(quoted[1])
        written = _joined(words).replace("'", apostrophe)
        if start == end:
            at = self.tokens[start].start
            return Edit(Span(at, at), written if written[-1] in "'’" else written + " ")
        stop = self.tokens[end - 1].end + (len(self._closing(end - 1)) if quoted else 0)
        old = Span(self.tokens[start].start, stop)
        elided = written[-1] in "'’"
        if elided and text[old.end : old.end + 1] == " ":
            old = Span(old.start, old.end + 1)
        elif not elided and self.forms[end - 1][-1] == "'":
            written += " "
        return Edit(old, written)

    def _surfaces(self, pieces: Sequence[Piece], start: int) -> list[str]:
        words = [self._surface(piece) for piece in pieces]
        if (
            start < len(self)
            and self.tokens[start].initial
            and self.tokens[start].form[0].isupper()
        ):
            words = [
                form if isinstance(piece, int) else word
                for word, form, piece in zip(
                    words,
                    (self.forms[p] if isinstance(p, int) else p for p in pieces),
                    pieces,
                    strict=True,
                )
            ]
            words[0] = words[0][0].upper() + words[0][1:]
        return words

    def _surface(self, piece: Piece) -> str:
        return piece if isinstance(piece, str) else self.tokens[piece].form


def likelihood(document: Document, model: LanguageModel) -> float:
    """Log-probability of a document that is one sentence, natural log."""
    sentence = Sentence(document, Span(0, len(document.text)), model)
    spelt = sum(model.spelling(form) for form in sentence.forms)
    return spelt + model.score(sentence.held, starts=True, ends=True) if sentence.held else 0.0


def _joined(words: Sequence[str]) -> str:
    text = ""
    for word in words:
        tight = not text or text[-1] == "'" or word[0] in ",.)-"
        text += word if tight else f" {word}"
    return text
