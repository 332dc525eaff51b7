"""A sentence as the language model reads it, and changes to it as tokens kept and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.fluency.model import CONTEXT, LanguageModel, TokenScore
from mtrepair.fluency.tokens import Token, tokens, true_case
from mtrepair.french import ALL_DETERMINERS
from mtrepair.lexicon.morphology import Analysis, Part
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.types import Edit, SegmentKind, Span

Piece = int | str

_OPENING = re.compile(r"[«“\"][ \u00a0\u202f]?\Z")
_CLOSING = re.compile(r"[ \u00a0\u202f]?[»”\"]")


# Of the places where a name stands, the share that has an article before it: "Kremlin" has it
# at nine of ten, "Russie" at a half ("de Russie", "en Russie"), "Israël" at none.
_WITH_ARTICLE = 0.3
_LEAST_ZIPF = 2.5
_BEFORE_NAMES = ("la", "l'", "le", "les", "du", "au", "des", "aux")


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
        kind: what it is in the document.
        tokens: its tokens, with their places in the document.
        forms: their forms, true-cased.
        held: the forms as the model holds them.
        readings: each token in its context.
    """

    def __init__(
        self,
        document: Document,
        span: Span,
        model: LanguageModel,
        *,
        kind: SegmentKind = "sentence",
    ) -> None:
        self.document = document
        self.kind = kind
        self.span = span
        self.model = model
        self.tokens: list[Token] = tokens(document.text, span.start, span.end)
        lexicon = document.lexicon
        self.forms = [true_case(token, lexicon) for token in self.tokens]
        self.held = [model.held(form) for form in self.forms]
        self.readings: list[TokenScore] = model.readings(self.held) if self.held else []
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

    @cached_property
    def analyses(self) -> list[tuple[Analysis, ...]]:
        """Every way to read each token, as a dictionary has it."""
        return [load_morphology().analyses(form) for form in self.forms]

    def nouns(self, i: int) -> list[Analysis]:
        """The ways to read token `i` as a common noun."""
        return [one for one in self.analyses[i] if one.part == "noun"]

    def may_be(self, i: int, *parts: Part) -> bool:
        """Whether token `i` may be one of these parts of speech."""
        return any(one.part in parts for one in self.analyses[i])

    def only(self, i: int, *parts: Part) -> bool:
        """Whether token `i` is known, and can be nothing but these parts of speech."""
        own = self.analyses[i]
        return bool(own) and all(one.part in parts for one in own)

    def is_finite(self, i: int, *persons: str) -> bool:
        """Whether token `i` may be a finite verb, of one of these persons if any are given."""
        return any(
            one.mood == "finite" and (not persons or not set(persons).isdisjoint(one.persons))
            for one in self.analyses[i]
        )

    def is_determiner(self, i: int) -> bool:
        """Whether token `i` exists and may begin a noun phrase."""
        return 0 <= i < len(self) and self.forms[i] in ALL_DETERMINERS

    def ends_noun_phrase(self, i: int) -> bool:
        """Whether token `i` can only be a noun or a name where it stands."""
        if i < 0 or not self.may_be(i, "noun", "name", "person"):
            return False
        return self.only(i, "noun", "name", "person") or self.is_determiner(i - 1)

    def takes_article(self, i: int) -> bool:
        """Whether token `i` is a name, of no person, that practically never lacks an article."""
        form, lexicon = self.forms[i], self.document.lexicon
        if not form[0].isupper() or not self.may_be(i, "name") or self.may_be(i, "person"):
            return False
        if lexicon.zipf(form) < _LEAST_ZIPF or not lexicon.is_name(form):
            return False
        return sum(lexicon.follows(article, form) for article in _BEFORE_NAMES) >= _WITH_ARTICLE

    def takes_elision(self, i: int) -> bool:
        """Whether token `i` has "l'" and "d'" before it, not "le" and "de"."""
        return not self.document.lexicon.forbids_elision(self.forms[i])

    def gap(self, i: int) -> str:
        """The text between token `i` and the next one."""
        return self.document.text[self.tokens[i].end : self.tokens[i + 1].start]

    def text_before(self, i: int) -> str:
        """The character right before token `i`; empty at the start of the document."""
        at = self.tokens[i].start
        return self.document.text[max(0, at - 1) : at]

    def close(self, start: int, end: int) -> bool:
        """Whether only plain spaces stand between the tokens `[start, end)`."""
        return all(
            self.gap(i) == ("" if self.forms[i][-1] == "'" or self.forms[i + 1][0] == "-" else " ")
            for i in range(start, end - 1)
        )

    def quoted_until(self, t: int) -> int | None:
        """Where the quotation ends that opens right before token `t`; None if none does."""
        return self._quotation_ends[t] if t and self._opening(t) else None

    @cached_property
    def _quotation_ends(self) -> list[int | None]:
        """For each token where the first quotation ends that closes behind it or later."""
        ends: list[int | None] = [None] * len(self)
        end = None
        for t in reversed(range(len(self))):
            end = t + 1 if self._closing(t) else end
            ends[t] = end
        return ends

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

    def claim(self, candidate: Candidate) -> Span:
        """What the candidate is about, kept tokens at its ends as well."""
        start = self.tokens[candidate.start].start
        return Span(start, self.tokens[max(candidate.start, candidate.end - 1)].end)

    def edit(self, candidate: Candidate) -> Edit:
        """The candidate as an edit of the document; kept tokens at its ends are not touched."""
        _, start, end, pieces, quoted = candidate
        while pieces and pieces[-1] == end - 1 and len(pieces) > 1:
            pieces, end = pieces[:-1], end - 1
        while pieces and pieces[0] == start and len(pieces) > 1:
            pieces, start = pieces[1:], start + 1
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
