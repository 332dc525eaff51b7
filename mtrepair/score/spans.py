"""Findings against annotations: which marks are right, and which are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mtrepair.score.signatures import signature
from mtrepair.score.tally import Tally
from mtrepair.types import Span

Matching = Literal["exact", "overlap", "partial"]
Names = Literal["same", "any"]


@dataclass(frozen=True, slots=True, order=True)
class Annotation:
    """A place that a person or a system marks, and what it says is wrong there."""

    span: Span
    name: str


def detection(
    predicted: Iterable[Annotation],
    gold: Iterable[Annotation],
    *,
    match: Matching = "partial",
    optional: Sequence[Span] = (),
) -> dict[str, Tally]:
    """A tally for each name that is predicted or annotated in one text.

    A prediction that touches an optional span and no annotation of its name counts neither way.

    Args:
        predicted: what the system marks.
        gold: what there is to mark.
        match: "exact" asks for the same span; "overlap" for a shared character, whatever the
            number of predictions on an annotation; "partial" pairs each prediction with at most
            one annotation and credits the characters they share, as a share of the prediction
            for precision and of the annotation for recall.
        optional: places that may be marked or not.

    >>> detection([Annotation(Span(0, 4), "run-together")],
    ...           [Annotation(Span(0, 8), "run-together")])["run-together"].recall
    0.5
    """
    marks, answers = sorted(set(predicted)), sorted(set(gold))
    tallies = {}
    for name in sorted({mark.name for mark in (*marks, *answers)}):
        spans = [_visible(answer.span) for answer in answers if answer.name == name]
        found = [_visible(mark.span) for mark in marks if mark.name == name]
        found = [
            span
            for span in found
            if any(map(span.overlaps, spans)) or not any(span.touches(free) for free in optional)
        ]
        tallies[name] = _tally(found, spans, match)
    return tallies


def span_signature(
    match: Matching, *, names: Names, optional: bool = False, beta: float = 0.5
) -> str:
    """What it takes to repeat an F of spans by `detection`, tallies of all texts added up.

    Args:
        match: as `detection` was asked.
        names: "same" where a finding must have the annotation's name, "any" where all names were
            made one beforehand.
        optional: whether places were given that may be marked or not.
        beta: as `Tally.f` was asked.

    >>> span_signature("exact", names="same")
    'span F|version:1|match:exact|names:same|optional:no|beta:0.5|unit:code points|average:micro'
    """
    return signature(
        "span F",
        match=match,
        names=names,
        optional="yes" if optional else "no",
        beta=beta,
        unit="code points",
        average="micro",
    )


def _tally(predicted: Sequence[Span], gold: Sequence[Span], match: Matching) -> Tally:
    if match == "exact":
        same = float(len(set(predicted) & set(gold)))
        return Tally(same, len(predicted), same, len(gold))
    if match == "overlap":
        hits = sum(any(map(span.overlaps, gold)) for span in predicted)
        seen = sum(any(map(span.overlaps, predicted)) for span in gold)
        return Tally(hits, len(predicted), seen, len(gold))
    right = found = 0.0
    free, left = set(predicted), set(gold)
    for shared, one, other in sorted(
        ((_shared(one, other), one, other) for one in predicted for other in gold), reverse=True
    ):
        if shared and one in free and other in left:
            right, found = right + shared / len(one), found + shared / len(other)
            free.remove(one)
            left.remove(other)
    return Tally(right, len(predicted), found, len(gold))


def _visible(span: Span) -> Span:
    """The span, or the character after an empty one."""
    return span if len(span) else Span(span.start, span.start + 1)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
