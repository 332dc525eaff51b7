"""The changes to a document that the language model prefers, each with its gain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.fluency import agreement, missing, order, words
from mtrepair.fluency.model import LanguageModel
from mtrepair.fluency.sentence import Candidate, Sentence
from mtrepair.types import Edit, Span, meets

_GENERATORS = (
    order.swaps,
    order.complements,
    order.quoted_complements,
    agreement.determiners,
    agreement.numbers,
    agreement.verbs,
    missing.subjects,
    missing.negations,
    words.elisions,
    words.contractions,
    words.repetitions,
    words.splits,
    words.joins,
    words.small_letters,
)
_LABELS = frozenset({"headline", "caption", "furniture"})


class Change(NamedTuple):
    """A candidate, its sentence and its gain, natural log."""

    gain: float
    candidate: Candidate
    sentence: Sentence

    @property
    def as_said(self) -> bool:
        """Whether the words are somebody's own: in a quotation, a title, a headline or verse."""
        sentence = self.sentence
        return sentence.kind in _LABELS or sentence.document.is_as_said(self.edit.span.start)

    @property
    def claim(self) -> Span:
        """The words that it is about, those that stay as well."""
        return self.sentence.claim(self.candidate)

    @property
    def edit(self) -> Edit:
        """The change as an edit of the document."""
        return self.sentence.edit(self.candidate)


def changes(document: Document, model: LanguageModel, *, least: float) -> Iterator[Change]:
    """Changes with a gain of at least `least` nats; many of them touch each other."""
    for segment in document.segments:
        if segment.kind == "furniture" or meets(document.foreign, segment.span):
            continue
        sentence = Sentence(document, segment.span, model, kind=segment.kind)
        for candidate in _candidates(sentence):
            gain = sentence.gain(candidate)
            if gain >= least:
                yield Change(gain, candidate, sentence)


def _candidates(sentence: Sentence) -> Iterator[Candidate]:
    for t in range(len(sentence)):
        for generate in _GENERATORS:
            yield from generate(sentence, t)
