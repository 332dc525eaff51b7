"""A spellchecker for Superdesk: name this module in its setting `INSTALLED_APPS`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mtrepair.cleaner import Cleaner
from mtrepair.repair import apply
from mtrepair.types import Edit, Finding, Fix, Span

# Codes whose findings are words spelt wrong; Superdesk shows all others as grammar.
_SPELLING = ("MT101", "MT102")


def errors_of(findings: Iterable[Finding], text: str) -> list[dict[str, Any]]:
    """Findings in the shape of Superdesk's answers; it counts code points, as we do.

    >>> from mtrepair import detect
    >>> text = "Le web,la radio."
    >>> errors_of(detect(text), text)[0]["suggestions"]
    [{'text': ', la'}]
    """
    return [
        {
            "startOffset": finding.span.start,
            "text": finding.text,
            "type": "spelling" if finding.code in _SPELLING else "grammar",
            "message": finding.message,
            "suggestions": [
                {"text": written}
                for fix in finding.fixes
                if (written := _written(finding.span, fix, text)) is not None
            ],
        }
        for finding in findings
    ]


def _written(span: Span, fix: Fix, text: str) -> str | None:
    """What a fix makes of the flagged text; None where it reaches beyond."""
    if not all(span.start <= e.span.start and e.span.end <= span.end for e in fix.edits):
        return None
    inside = (
        Edit(Span(e.span.start - span.start, e.span.end - span.start), e.replacement)
        for e in fix.edits
    )
    return apply(span.of(text), inside)


def init_app(app: Any) -> None:
    """Add mtrepair to a newsroom's spellcheckers: Superdesk calls this when it starts."""
    from superdesk.text_checkers.spellcheckers.base import SpellcheckerBase

    class Mtrepair(SpellcheckerBase):  # type: ignore[misc]
        name = "mtrepair"
        label = "mtrepair"
        capacities = ("spelling", "grammar")
        languages = ("fr",)

        def check(self, text: str, language: str | None = None) -> dict[str, Any]:
            return {"errors": errors_of(Cleaner.near(Path.cwd()).detect(text), text)}

        def suggest(self, text: str, language: str | None = None) -> dict[str, Any]:
            found = self.check(text)["errors"]
            return {"suggestions": [own for error in found for own in error["suggestions"]]}

    Mtrepair(app)
