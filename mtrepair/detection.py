"""What rules find in a document, outside what no edit may touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtrepair.codes import holds_french
from mtrepair.document import Document
from mtrepair.rules import Rule
from mtrepair.types import Finding, Span, meets, within


def findings(document: Document, rules: Sequence[Rule]) -> list[Finding]:
    """What `rules` find in a document outside protected spans, sorted; no fix touches one.

    >>> from mtrepair.rules import all_rules
    >>> [finding.code for finding in findings(Document("le web,la radio"), all_rules())]
    ['MT103']
    """
    found = [finding for rule in rules for finding in rule.findings(document)]
    found = list(_outside(found, document.foreign))
    if document.protected:
        protected = document.protected
        found = [_sparing(f, protected) for f in found if not within(protected, f.span)]
    return sorted(found, key=lambda finding: (finding.span, finding.code))


def _outside(found: list[Finding], foreign: Sequence[Span]) -> Iterator[Finding]:
    """The findings without those that hold English text to French usage."""
    for finding in found:
        if not (holds_french(finding.code) and meets(foreign, finding.span)):
            yield finding


def _sparing(finding: Finding, protected: Sequence[Span]) -> Finding:
    """The finding without fixes that would touch a protected span."""
    kept = tuple(
        fix for fix in finding.fixes if not any(meets(protected, edit.span) for edit in fix.edits)
    )
    return finding if len(kept) == len(finding.fixes) else replace(finding, fixes=kept)
