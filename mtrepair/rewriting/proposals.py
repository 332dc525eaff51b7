"""The repair model's findings: what it would write otherwise, edit by edit, with two witnesses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtrepair.align import word_edits
from mtrepair.backends import Seq2Seq
from mtrepair.codes import CODES
from mtrepair.document import Document
from mtrepair.fluency import KINDS, Change, LanguageModel, likelihood
from mtrepair.revision import Revision
from mtrepair.rewriting.calibration import Calibration, Evidence
from mtrepair.rewriting.classify import code_of
from mtrepair.rewriting.gate import LONGEST, ScoredSegment, readable, readings
from mtrepair.rewriting.grounds import has_grounds
from mtrepair.types import Edit, Finding, Fix, Safety, Span, meets

# Characters on either side in which a word that goes is looked for: it must be there twice.
_CONTEXT = 40
# Ideas of the language model that the repair model is asked about, a segment.
_MOST_IDEAS = 3


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What the model would write otherwise in one segment.

    Attributes:
        reading: the segment as it is.
        findings: its edits, each a finding with one fix; those that say something else than the
            segment are left out, and those that either model finds less likely than what is there.
        evidence: what speaks for each of them.
    """

    reading: ScoredSegment
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]


def rewrites(
    documents: Sequence[Document],
    model: Seq2Seq,
    witness: LanguageModel,
    calibration: Calibration,
    *,
    beam_size: int = 2,
    num_hypotheses: int = 2,
    spans: Sequence[Sequence[Span]] | None = None,
    changed: Sequence[Sequence[Change]] = (),
) -> list[list[Rewrite]]:
    """For each document what the model would write otherwise, of the segments it finds improbable.

    Segments of all documents are batched together. What the language model would change, but is
    not sure enough of by itself, is put to the model as well.

    Args:
        model: a model of French to French, damaged to whole.
        witness: the language model, which sees the same edits.
        calibration: of the model: which segments are decoded, how sure their edits are.
        num_hypotheses: of each segment, whose edits are looked at; at most `beam_size`.
        spans: for each document where the segments stand that are read; by default all.
        changed: for each document the language model's changes.
    """
    if spans is None:
        spans = [readable(document) for document in documents]
    read = readings(documents, model, spans)
    odd = math.log(calibration.odd_token)
    asked = [(number, reading) for number, reading in read if reading.lowest < odd]
    hypotheses = model.generate(
        [reading.text for _, reading in asked],
        beam_size=beam_size,
        num_hypotheses=num_hypotheses,
        max_length=2 * LONGEST,
    )
    ideas = []
    for (number, reading), found in zip(asked, hypotheses, strict=True):
        edits = _hypothesised(reading.text, [hypothesis.text for hypothesis in found])
        edits |= _unsure(reading, changed[number] if changed else ())
        if edits:
            ideas.append(_Ideas(number, reading, edits))
    rewritten: list[list[Rewrite]] = [[] for _ in documents]
    for idea, margins in zip(ideas, _margins(ideas, model), strict=True):
        document = documents[idea.number]
        rewritten[idea.number].append(_rewrite(document, idea, margins, witness, calibration))
    return rewritten


class _Ideas(NamedTuple):
    """Edits of a segment of document `number`, each with the code of what it repairs."""

    number: int
    reading: ScoredSegment
    edits: dict[Edit, str]


def _hypothesised(text: str, hypotheses: Sequence[str]) -> dict[Edit, str]:
    """The edits of all hypotheses, but for those that say something else."""
    edits = (edit for new in hypotheses for edit in word_edits(text, new, phrases=True))
    return {edit: code for edit in edits if (code := _code(text, edit)) is not None}


def _unsure(reading: ScoredSegment, changed: Iterable[Change]) -> dict[Edit, str]:
    """The language model's best ideas for the segment."""
    start, end = reading.span.start, reading.span.end
    own = [c for c in changed if start <= c.edit.span.start and c.edit.span.end <= end]
    best = sorted(own, key=lambda change: -change.gain)[:_MOST_IDEAS]
    return {
        Edit(Span(e.span.start - start, e.span.end - start), e.replacement): code
        for e, code in ((change.edit, KINDS[change.candidate.kind].code) for change in best)
    }


def _margins(ideas: Sequence[_Ideas], model: Seq2Seq) -> list[list[float]]:
    """By how much each edit alone makes its segment likelier to the model, natural log."""
    pairs = [(i.reading.text, _applied(i.reading.text, edit)) for i in ideas for edit in i.edits]
    scored = model.score([source for source, _ in pairs], [target for _, target in pairs])
    scores = iter(hypothesis.score for hypothesis in scored)
    return [[next(scores) - idea.reading.score for _ in idea.edits] for idea in ideas]


def _applied(text: str, edit: Edit) -> str:
    return Revision.of(text).apply([edit]).text


def _rewrite(
    document: Document,
    idea: _Ideas,
    margins: Sequence[float],
    witness: LanguageModel,
    calibration: Calibration,
) -> Rewrite:
    reading = idea.reading
    before = likelihood(Document(reading.text), witness)
    findings, evidence = [], []
    for (edit, code), margin in zip(idea.edits.items(), margins, strict=True):
        gain = likelihood(Document(_applied(reading.text, edit)), witness) - before
        if margin <= 0 or gain <= 0:
            continue
        evidence.append(Evidence(margin, gain))
        grounds = has_grounds(reading.text, edit, code)
        verdict = calibration.verdict(code, evidence[-1], has_grounds=grounds)
        findings.append(_finding(document, reading, edit, code, verdict))
    return Rewrite(reading, tuple(findings), tuple(evidence))


def _code(text: str, edit: Edit) -> str | None:
    start, end = edit.span.start, edit.span.end
    around = f"{text[max(0, start - _CONTEXT) : start]} {text[end : end + _CONTEXT]}"
    return code_of(edit.span.of(text), edit.replacement, context=around)


def _finding(
    document: Document, reading: ScoredSegment, edit: Edit, code: str, verdict: tuple[Safety, float]
) -> Finding:
    start = reading.span.start
    moved = Edit(Span(edit.span.start + start, edit.span.end + start), edit.replacement)
    safety, confidence = verdict
    span = _marked(moved.span, document.text)
    # People say "c'est pas vrai", and are quoted so.
    said = code == "MT503" and document.in_quotation(moved.span.start)
    kept = said or meets(document.protected, moved.span)
    return Finding(
        code=code,
        name=CODES[code].name,
        span=span,
        text=span.of(document.text),
        message="the repair model writes this part otherwise",
        severity=CODES[code].severity,
        confidence=confidence,
        fixes=() if kept else (Fix((moved,), safety),),
        found_by="model",
    )


def _marked(span: Span, text: str) -> Span:
    """What is flagged: the text that changes, or the word after a place where some is missing."""
    if len(span):
        return span
    end = span.start
    while end < len(text) and (text[end].isalnum() or (end == span.start and text[end] == " ")):
        end += 1
    return Span(span.start, max(end, min(span.start + 1, len(text))))
