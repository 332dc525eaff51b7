"""Findings as annotations of a GitHub workflow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtrepair.render.positions import Positions
from mtrepair.types import Finding

_LEVELS = {"major": "error", "minor": "warning"}
# What a workflow's command may not hold as it is.
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def findings_github(texts: Iterable[tuple[str, str, Sequence[Finding]]]) -> str:
    """A line for each finding of several texts: name, text, findings.

    Source: GitHub Actions, "Workflow commands", setting a warning or an error message.

    >>> from mtrepair import detect
    >>> text = "Le web,la radio."
    >>> print(findings_github([("a.txt", text, detect(text))]), end="")
    ::warning file=a.txt,line=1,col=7,endLine=1,endColumn=10,title=MT103::no space after “,”
    """
    lines = []
    for name, text, findings in texts:
        places, file = Positions(text), name.translate(_PROPERTY)
        for finding in findings:
            first, last = places.at(finding.span.start), places.at(finding.span.end)
            where = f"file={file},line={first.line},col={first.column}"
            where += f",endLine={last.line},endColumn={last.column},title={finding.code}"
            message = finding.message.translate(_MESSAGE)
            lines.append(f"::{_LEVELS[finding.severity]} {where}::{message}\n")
    return "".join(lines)
