"""Findings as diagnostics, and what an editor may do about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeDescription,
    Command,
    Diagnostic,
    DiagnosticSeverity,
    TextEdit,
    WorkspaceEdit,
)

from mtrepair.integrations.lsp.places import EditorPlaces
from mtrepair.repair import Repair
from mtrepair.types import Edit, Finding, Fix, Safety

IGNORE, KEEP = "mtrepair.ignoreFinding", "mtrepair.keepWord"
FIX_ALL = "source.fixAll.mtrepair"
KINDS = (CodeActionKind.QuickFix.value, FIX_ALL)

_SEVERITIES = {"major": DiagnosticSeverity.Warning, "minor": DiagnosticSeverity.Information}
_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")


def diagnostic(finding: Finding, places: EditorPlaces, page: Callable[[str], str]) -> Diagnostic:
    """A finding as an editor shows it.

    Args:
        page: the address of the page that explains a code.
    """
    return Diagnostic(
        range=places.range(finding.span),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=CodeDescription(href=page(finding.code)),
        source="mtrepair",
        data={"name": finding.name, "confidence": finding.confidence, "text": finding.text},
    )


def actions(
    uri: str,
    near: Iterable[tuple[Finding, Diagnostic]],
    repair: Repair,
    places: EditorPlaces,
    only: Sequence[str] | None,
    *,
    as_read: Callable[[str], str] = str,
) -> list[CodeAction]:
    """What may be done: each fix, ignoring a finding, keeping a word; and all safe fixes together.

    Args:
        near: the findings at the cursor, with their diagnostics.
        repair: of the whole text.
        only: kinds that are asked for, or that the kinds asked for begin with.
        as_read: what a reader sees of a flagged part.
    """
    found: list[CodeAction] = []
    if _wanted(CodeActionKind.QuickFix.value, only):
        for finding, told in near:
            found += _of_finding(uri, finding, told, places, as_read(finding.text))
    if repair.edits and _wanted(FIX_ALL, only):
        edit = _edit(uri, repair.edits, places)
        found.append(CodeAction("Repair all that is safe to repair", kind=FIX_ALL, edit=edit))
    return found


def _of_finding(
    uri: str, finding: Finding, told: Diagnostic, places: EditorPlaces, read: str
) -> Iterator[CodeAction]:
    quick = {"kind": CodeActionKind.QuickFix, "diagnostics": [told]}
    for number, fix in enumerate(finding.fixes):
        yield CodeAction(
            _title(finding, fix),
            edit=_edit(uri, fix.edits, places),
            is_preferred=True if number == 0 and fix.safety is Safety.SAFE else None,
            **quick,  # type: ignore[arg-type]
        )
    yield CodeAction(
        f"Ignore this finding ({finding.code})",
        command=Command("Ignore this finding", IGNORE, arguments=[uri, finding.code, read]),
        **quick,  # type: ignore[arg-type]
    )
    if _WORD.fullmatch(read):
        yield CodeAction(
            f"Keep “{read}” as it is",
            command=Command("Keep this word", KEEP, arguments=[uri, read]),
            **quick,  # type: ignore[arg-type]
        )


def _title(finding: Finding, fix: Fix) -> str:
    """What a fix does, in a line."""
    if len(fix.edits) == 1 and fix.edits[0].span == finding.span:
        new = " ".join(fix.edits[0].replacement.split())
        return f"Replace by “{new:.60}”" if new else "Delete"
    return f"Repair: {finding.message:.80}"


def _edit(uri: str, edits: Iterable[Edit], places: EditorPlaces) -> WorkspaceEdit:
    own = [TextEdit(places.range(edit.span), edit.replacement) for edit in edits]
    return WorkspaceEdit(changes={uri: own})


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    return only is None or any(kind == asked or kind.startswith(f"{asked}.") for asked in only)
