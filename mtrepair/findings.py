"""The findings of one text, as a list that a notebook shows in the text."""

from __future__ import annotations

from collections.abc import Iterable

from mtrepair.protected import merged
from mtrepair.types import Finding, meets


class Findings(list[Finding]):
    """A list of findings that knows their text.

    Attributes:
        text: what was looked at.

    >>> from mtrepair import detect
    >>> found = detect("Le web,la radio.")
    >>> found == list(found), "<mark" in found._repr_html_()
    (True, True)
    """

    def __init__(self, text: str = "", findings: Iterable[Finding] = ()) -> None:
        super().__init__(findings)
        self.text = text

    def _repr_html_(self) -> str:
        from mtrepair.render import Report, shown_html

        return shown_html(Report("", self.text, self, None))


def together(found: Iterable[Finding], more: Iterable[Finding]) -> list[Finding]:
    """Two lists of findings in one, sorted by place; what the first has is told once."""
    own = list(found)
    codes = {finding.code for finding in own}
    told = {code: merged(f.span for f in own if f.code == code) for code in codes}
    new = [f for f in more if not meets(told.get(f.code, []), f.span)]
    return sorted([*own, *new], key=lambda finding: (finding.span, finding.code))
