"""The language model's findings: the best changes that don't touch, with code and confidence."""

from __future__ import annotations

from collections.abc import Iterable

from mtrepair.document import Document
from mtrepair.fluency.model import LanguageModel
from mtrepair.fluency.search import Change, changes
from mtrepair.fluency.thresholds import KINDS, Kind
from mtrepair.types import Edit, Finding, Fix, Severity, Span, meets

MAJOR = frozenset({"MT101", "MT102", "MT501", "MT502", "MT503"})


LEAST_GAIN = min(kind.least for kind in KINDS.values())
"""A change that gains less is no idea of any kind, natural log."""


def proposals(
    document: Document, model: LanguageModel, *, changed: Iterable[Change] | None = None
) -> list[Finding]:
    """What the language model would change, sorted; none touches another or a protected span.

    Args:
        changed: the document's changes of at least `LEAST_GAIN`, where they are known already.

    >>> from mtrepair.backends.shipped import shipped_model
    >>> from mtrepair.fluency import load_model
    >>> document = Document("Le Parlement a débattu du nucléaire programme de l’Iran.")
    >>> found = proposals(document, load_model(shipped_model("french-4gram")))
    >>> [(finding.code, finding.fixes[0].edits[0].replacement) for finding in found]
    [('MT501', 'programme nucléaire')]
    """
    changed = changes(document, model, least=LEAST_GAIN) if changed is None else changed
    found = [change for change in changed if change.gain >= _kind(change).least]
    kept: list[tuple[Edit, Change]] = []
    for change in sorted(found, key=lambda change: change.gain, reverse=True):
        edit = change.edit
        if not any(edit.span.touches(other.span) for other, _ in kept):
            kept.append((edit, change))
    return sorted(
        (_finding(edit, change, document) for edit, change in kept if _allowed(edit, document)),
        key=lambda finding: (finding.span, finding.code),
    )


def _kind(change: Change) -> Kind:
    return KINDS[change.candidate.kind]


def _allowed(edit: Edit, document: Document) -> bool:
    return not meets(document.protected, edit.span)


def _finding(edit: Edit, change: Change, document: Document) -> Finding:
    kind = _kind(change)
    safety, confidence = kind.verdict(change.gain)
    severity: Severity = "major" if kind.code in MAJOR else "minor"
    span = _marked(edit, change)
    return Finding(
        code=kind.code,
        name=kind.name,
        span=span,
        text=span.of(document.text),
        message=kind.message,
        severity=severity,
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
