"""The changes to a document that the language model prefers, each with its gain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.fluency import forms, order
from mtrepair.fluency.model import LanguageModel
from mtrepair.fluency.sentence import Candidate, Sentence
from mtrepair.segment import segments
from mtrepair.types import Edit, meets

# Where a pair of words is unknown, or a word less likely than this, something may be odd.
_ODD_SCORE = -10.0
_WHERE_ODD = (
    order.swaps,
    order.complements,
    order.quoted_complements,
    order.articles,
    forms.determiners,
    forms.numbers,
    forms.elisions,
)
_EVERYWHERE = (
    order.subjects,
    order.negations,
    forms.repetitions,
    forms.contractions,
    forms.verbs,
    forms.splits,
    forms.joins,
    forms.small_letters,
)


class Change(NamedTuple):
    """A candidate, its sentence and its gain, natural log."""

    gain: float
    candidate: Candidate
    sentence: Sentence

    @property
    def edit(self) -> Edit:
        """The change as an edit of the document."""
        return self.sentence.edit(self.candidate)


def changes(document: Document, model: LanguageModel, *, least: float) -> Iterator[Change]:
    """Changes with a gain of at least `least` nats; many of them touch each other."""
    for segment in segments(document.text):
        if segment.kind == "furniture" or meets(document.foreign, segment.span):
            continue
        sentence = Sentence(document, segment.span, model)
        for candidate in _candidates(sentence):
            gain = sentence.gain(candidate)
            if gain >= least:
                yield Change(gain, candidate, sentence)


def _candidates(sentence: Sentence) -> Iterator[Candidate]:
    for t, reading in enumerate(sentence.readings):
        if reading.order == 1 or reading.score < _ODD_SCORE:
            for generate in _WHERE_ODD:
                yield from generate(sentence, t)
        for generate in _EVERYWHERE:
            yield from generate(sentence, t)
