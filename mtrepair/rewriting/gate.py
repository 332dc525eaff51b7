"""Which segments a repair model would write otherwise, asked without writing anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtrepair.backends import Seq2Seq
from mtrepair.document import Document
from mtrepair.fluency import Change
from mtrepair.types import Span, meets

# Tokens of the longest segment that is read: training had none longer.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """A segment as the model reads it.

    Attributes:
        span: where its text stands, without the white space around it.
        text: its text.
        score: log-probability of the text given itself, natural log.
        lowest: the least probability of a token of it, natural log.
    """

    span: Span
    text: str
    score: float
    lowest: float


def readings(
    documents: Sequence[Document], model: Seq2Seq, spans: Sequence[Sequence[Span]]
) -> list[tuple[int, ScoredSegment]]:
    """The segments at those spans of each document, with the document's number, each scored with
    itself as target in one parallel pass; without those too long for the model.
    """
    found = [
        (number, span, span.of(document.text))
        for number, (document, own) in enumerate(zip(documents, spans, strict=True))
        for span in own
    ]
    counts = model.count_tokens([text for _, _, text in found])
    found = [entry for entry, count in zip(found, counts, strict=True) if count <= LONGEST]
    texts = [text for _, _, text in found]
    return [
        (number, ScoredSegment(span, text, scored.score, min(scored.token_scores, default=0.0)))
        for (number, span, text), scored in zip(found, model.score(texts, texts), strict=True)
    ]


def readable(document: Document) -> list[Span]:
    """The document's French segments without the white space around them.

    >>> text = "Il part. Sign up for our newsletter to read the news. Il revient."
    >>> [span.of(text) for span in readable(Document(text))]
    ['Il part.', 'Il revient.']
    """
    spans = []
    for segment in document.segments:
        text = segment.span.of(document.text)
        start = segment.span.start + len(text) - len(text.lstrip())
        span = Span(start, start + len(text.strip()))
        # Of a wrapped paragraph the line ends would be lost.
        whole = len(span) and "\n" not in span.of(document.text)
        if whole and segment.kind != "furniture" and not meets(document.foreign, span):
            spans.append(span)
    return spans


def suspicious(
    document: Document, changed: Iterable[Change], least_gain: float | None
) -> list[Span]:
    """The readable segments that one of the language model's changes makes that much likelier.

    Args:
        changed: changes to this document, applied or not.
        least_gain: natural log; None has every segment read.
    """
    spans = readable(document)
    if least_gain is None:
        return spans
    odd = sorted({change.sentence.span for change in changed if change.gain >= least_gain})
    return [span for span in spans if meets(odd, span)]
