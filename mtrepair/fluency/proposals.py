"""The language model's findings: the best changes that don't touch, with code and confidence."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mtrepair.codes import CODES
from mtrepair.document import Document
from mtrepair.fluency.model import LanguageModel
from mtrepair.fluency.search import Change, changes
from mtrepair.fluency.thresholds import KINDS, ChangeKind
from mtrepair.types import Edit, Finding, Fix, Safety, Span, meets

# Natural log: more than four times likelier.
_LEAD = 1.5


LEAST_GAIN = min(kind.least for kind in KINDS.values())
"""A change that gains less is no idea of any kind, natural log."""


def proposals(
    document: Document, model: LanguageModel, *, changed: Iterable[Change] | None = None
) -> list[Finding]:
    """What the language model would change, sorted; none touches another or a protected span.

    Args:
        changed: the document's changes of at least `LEAST_GAIN`, where they are known already.

    >>> from mtrepair.backends.shipped import shipped_model
    >>> from mtrepair.fluency import load_language_model
    >>> document = Document("Le Parlement a débattu du nucléaire programme de l’Iran.")
    >>> found = proposals(document, load_language_model(shipped_model("french-4gram")))
    >>> [(finding.code, finding.fixes[0].edits[0].replacement) for finding in found]
    [('MT501', 'programme nucléaire')]
    """
    changed = changes(document, model, least=LEAST_GAIN) if changed is None else changed
    found = [change for change in changed if change.gain >= _kind(change).least]
    found.sort(key=lambda change: change.gain, reverse=True)
    kept: list[Change] = []
    for change in found:
        if not any(_meet(change, other) for other in kept):
            kept.append(change)
    return sorted(
        (
            _finding(change, document, sure=_leads(change, found))
            for change in kept
            if _allowed(change.edit, document)
        ),
        key=lambda finding: (finding.span, finding.code),
    )


def _meet(one: Change, other: Change) -> bool:
    return one.edit.span.touches(other.edit.span) or one.claim.overlaps(other.claim)


def _leads(change: Change, found: Iterable[Change]) -> bool:
    """Whether no change of another kind in the same place gains nearly as much.

    "les frein" may be one or several: where two ways to mend are as good, neither is sure.
    """
    rivals = (
        other.gain
        for other in found
        if other.candidate.kind != change.candidate.kind and _meet(change, other)
    )
    return change.gain >= max(rivals, default=-math.inf) + _LEAD


def _kind(change: Change) -> ChangeKind:
    return KINDS[change.candidate.kind]


def _allowed(edit: Edit, document: Document) -> bool:
    return not meets(document.protected, edit.span)


def _finding(change: Change, document: Document, *, sure: bool) -> Finding:
    kind, edit = _kind(change), change.edit
    safety, confidence = kind.verdict(change.gain, as_said=change.as_said)
    safety = safety if sure else min(safety, Safety.UNSAFE)
    about = CODES[kind.code]
    span = _marked(edit, change)
    return Finding(
        code=kind.code,
        name=about.name,
        span=span,
        text=span.of(document.text),
        message=kind.message,
        severity=about.severity,
        confidence=confidence,
        fixes=(Fix((edit,), safety),),
        found_by="model",
    )


def _marked(edit: Edit, change: Change) -> Span:
    """What is flagged: the text that changes, or the word before which something is missing."""
    if len(edit.span):
        return edit.span
    token = change.sentence.tokens[change.candidate.start]
    return Span(token.start, token.end)
