"""Fixes that undo each other: they are left out, and the text comes back all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtrepair.guard import Refusal
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding

# Characters on either side by which a place is known again.
_AROUND = 12
_REASON = "another repair undoes it"


class Truce:
    """The fixes of one text that are left out, by place and code or by code alone.

    It is told of every pass, so that it knows a text that comes back.
    """

    def __init__(self, revision: Revision) -> None:
        self._now = revision
        self._passes: list[tuple[Revision, set[tuple[str, str]]]] = []
        self._places: set[tuple[str, str]] = set()
        self._codes: set[str] = set()

    def comes_back(
        self, revision: Revision, found: Iterable[Finding], edits: Sequence[Edit]
    ) -> bool:
        """Whether the text that a pass of edits made stood there before.

        Args:
            revision: the text after the pass.
            found: what was found in the text before it.
        """
        places = {_place(finding, self._now.text) for finding in _makers(found, edits)}
        self._passes.append((self._now, places))
        self._now = revision
        return any(revision.text == before.text for before, _ in self._passes)

    def settle(self) -> Revision:
        """Leave out, where they are, the fixes that only bring back a text that stood there.

        Returns the first of the texts that they turn into one another.
        """
        last = max(i for i, (one, _) in enumerate(self._passes) if one.text == self._now.text)
        self._places.update(*(places for _, places in self._passes[last:]))
        turned = {one.text for one, _ in self._passes[last:]}
        self._now = next(one for one, _ in self._passes if one.text in turned)
        self._passes.clear()
        return self._now

    def banish(self, found: Iterable[Finding], edits: Sequence[Edit]) -> Revision:
        """Leave out everywhere the fixes of the codes that made these edits.

        Returns the text before all passes.
        """
        self._codes.update(finding.code for finding in _makers(found, edits))
        self._now = self._passes[0][0] if self._passes else self._now
        self._passes.clear()
        return self._now

    def kept(self, found: Sequence[Finding], text: str) -> Sequence[Finding]:
        """The findings whose fixes may be applied."""
        if not self._places and not self._codes:
            return found
        return [finding for finding in found if not self._leaves_out(finding, text)]

    def refusals(self, found: Iterable[Finding], text: str) -> list[Refusal]:
        """The findings that are left with their fixes not applied."""
        return [Refusal(one, (_REASON,)) for one in found if self._leaves_out(one, text)]

    def _leaves_out(self, finding: Finding, text: str) -> bool:
        return finding.code in self._codes or _place(finding, text) in self._places


def _makers(found: Iterable[Finding], edits: Sequence[Edit]) -> list[Finding]:
    made = set(edits)
    return [
        finding for finding in found if any(not made.isdisjoint(fix.edits) for fix in finding.fixes)
    ]


def _place(finding: Finding, text: str) -> tuple[str, str]:
    start, end = finding.span.start, finding.span.end
    return finding.code, text[max(0, start - _AROUND) : end + _AROUND]
