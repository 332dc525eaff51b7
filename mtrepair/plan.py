"""Which of the fixes go together: none touches another, the safest come first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from mtrepair.types import Edit, Finding, Fix, Safety


def plan(found: Sequence[Finding], level: Safety) -> list[Edit]:
    """The edits of the fixes to apply together: none touches another.

    Of two fixes that touch, the safer goes first, then the one of the longer finding (a passage
    that goes takes what is inside it with it); the other has its chance in the next pass.
    """
    chosen: list[Edit] = []
    for _, fix in _by_rank(found, level):
        if not any(_touches(edit, chosen) for edit in fix.edits):
            for edit in fix.edits:
                chosen.insert(bisect_left(chosen, edit), edit)
    return chosen


def _by_rank(found: Sequence[Finding], level: Safety) -> list[tuple[Finding, Fix]]:
    allowed = [
        (finding, fix) for finding in found for fix in finding.fixes[:1] if fix.safety >= level
    ]
    return sorted(allowed, key=lambda pair: (-pair[1].safety, -len(pair[0].span), pair[0].span))


def _touches(edit: Edit, chosen: list[Edit]) -> bool:
    """Whether `edit` shares a character or a border with one of the sorted edits."""
    i = bisect_left(chosen, edit)
    return any(edit.span.touches(other.span) for other in chosen[max(i - 1, 0) : i + 1])


def surest(found: Iterable[Finding]) -> list[Finding]:
    """Of findings whose edits touch, the surest: hypotheses may want one place otherwise."""
    kept: list[Finding] = []
    taken: list[Edit] = []
    for finding in sorted(found, key=lambda finding: -finding.confidence):
        edits = [edit for fix in finding.fixes for edit in fix.edits]
        if not any(_touches(edit, taken) for edit in edits):
            kept.append(finding)
            taken = sorted([*taken, *edits])
    return kept
