"""Findings as LanguageTool's matches: each a range of the input and what may stand there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mtrepair.integrations.offsets import Utf16
from mtrepair.integrations.server.languagetool.annotated import Annotated
from mtrepair.integrations.server.languagetool.kinds import described, type_name
from mtrepair.repair import apply
from mtrepair.types import Edit, Finding, Fix, Safety, Span

# Characters on either side that a context shows.
_AROUND = 40


class _Proposal(NamedTuple):
    """A range of the input, and what may stand there instead, best first."""

    span: Span
    replacements: tuple[str, ...]


def matches(
    found: Iterable[Finding], source: Annotated, sentences: Sequence[Span], address: str
) -> list[dict[str, Any]]:
    """The findings on a text as matches on the input.

    Args:
        sentences: of the text, tiling it.
        address: where this server is.
    """
    units = Utf16(source.whole)
    return [
        _match(finding, proposal, source, _sentence(source.text, sentences, finding), units)
        | {"rule": described(finding.code, finding.name, address)}
        | {"ignoreForIncompleteSentence": False, "contextForSureMatch": 0}
        for finding in found
        if (proposal := _proposal(finding, source)) is not None
    ]


def _match(
    finding: Finding, proposal: _Proposal, source: Annotated, sentence: str, units: Utf16
) -> dict[str, Any]:
    span = proposal.span
    return {
        "message": finding.message,
        "shortMessage": finding.name.replace("-", " ").capitalize(),
        "replacements": list(_replacements(finding, proposal)),
        "offset": units.units(span.start),
        "length": units.length(span.start, span.end),
        "context": _context(source.whole, span),
        "sentence": sentence,
        "type": {"typeName": type_name(finding.code)},
    }


def _replacements(finding: Finding, proposal: _Proposal) -> Iterator[dict[str, Any]]:
    safe = any(fix.safety is Safety.SAFE for fix in finding.fixes[:1])
    for number, value in enumerate(proposal.replacements):
        more = {"autoCorrect": True} if safe and number == 0 else {}
        yield {"value": value, "confidence": finding.confidence, **more}


def _context(whole: str, span: Span) -> dict[str, Any]:
    start, end = max(0, span.start - _AROUND), min(len(whole), span.end + _AROUND)
    before, after = "..." * (start > 0), "..." * (end < len(whole))
    text = before + whole[start:end].replace("\n", " ") + after
    units = Utf16(text)
    at = len(before) + span.start - start
    return {
        "text": text,
        "offset": units.units(at),
        "length": units.length(at, at + len(span)),
    }


def _sentence(text: str, sentences: Sequence[Span], finding: Finding) -> str:
    i = bisect_right(sentences, finding.span.start, key=lambda span: span.start) - 1
    return sentences[i].of(text).strip() if i >= 0 else ""


def _proposal(finding: Finding, source: Annotated) -> _Proposal | None:
    """Where the match lies, and what its fixes make of that; markup is never replaced."""
    for span in _ranges(finding, source):
        place = source.unbroken(span)
        if place is not None:
            written = (_written(source.text, span, fix) for fix in finding.fixes)
            fitting = dict.fromkeys(new for new in written if new is not None)
            return _Proposal(place, tuple(fitting))
    place = source.shown(finding.span)
    return None if place is None else _Proposal(place, ())


def _ranges(finding: Finding, source: Annotated) -> Iterator[Span]:
    """Ranges of the text that hold the edits: all that is flagged, or little more than they do."""
    if not finding.fixes or not finding.fixes[0].edits:
        yield _widened(finding.span, source)
        return
    edits = finding.fixes[0].edits
    hull = Span(min(e.span.start for e in edits), max(e.span.end for e in edits))
    both = Span(min(hull.start, finding.span.start), max(hull.end, finding.span.end))
    yield _widened(both, source)
    yield _widened(hull, source)


def _widened(span: Span, source: Annotated) -> Span:
    """The span, or for an empty one the character beside it, outside of an element that ends."""
    if len(span):
        return span
    at = span.start
    before, after = (source.place(at - 1) if at else None), source.place(at)
    ends = before is not None and source.whole.startswith("</", before + 1)
    if before is None or (ends and after is not None):
        return Span(at, min(at + 1, len(source.text)))
    return Span(at - 1, at)


def _written(text: str, span: Span, fix: Fix) -> str | None:
    """What a fix makes of a span of the text; None where it reaches beyond."""
    if not all(span.start <= e.span.start and e.span.end <= span.end for e in fix.edits):
        return None
    inside = (
        Edit(Span(e.span.start - span.start, e.span.end - span.start), e.replacement)
        for e in fix.edits
    )
    return apply(span.of(text), inside)
