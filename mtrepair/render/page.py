"""A self-contained page of texts with their edits and findings marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from mtrepair.render.html import Reasoned, marked_html, reasoned, stylesheet
from mtrepair.render.marks import is_blank, pieces, visible
from mtrepair.render.positions import Positions
from mtrepair.types import Edit, Finding, Fix, Safety, Span

# Longest flagged text that the list of a page shows whole.
_LONGEST = 120

_EDITS = (
    "<span><del>taken out</del></span><span><ins>put in</ins></span>"
    "<span><mark>left to you</mark></span><span>where only white space changes: · space, "
    "⍽ no-break space, ⎵ narrow no-break space, ↵ line end, → tab</span>"
)
_FINDINGS = "<span><mark>found</mark></span><span>point at a mark to read why</span>"


class Report(NamedTuple):
    """A text of a page.

    Attributes:
        name: what the text is called.
        text: the text before any edit.
        findings: what was found in it.
        edits: what was changed, as edits on the text; None where nothing was to be changed.
    """

    name: str
    text: str
    findings: Sequence[Finding]
    edits: Sequence[Edit] | None


def findings_html(texts: Iterable[tuple[str, str, Sequence[Finding]]]) -> str:
    """A page of the findings of several texts: name, text, findings.

    >>> "<h2>a.txt</h2>" in findings_html([("a.txt", "lundi.", [])])
    True
    """
    reports = (Report(name, text, findings, None) for name, text, findings in texts)
    return _page(reports, legend=_FINDINGS)


def reports_html(reports: Iterable[Report]) -> str:
    """A page of repaired texts, each with its edits marked and the findings that are left.

    >>> "<del>.</del>" in reports_html([Report("a", "lundi..", [], [Edit(Span(6, 7), "")])])
    True
    """
    return _page(reports, legend=_EDITS)


def _page(reports: Iterable[Report], *, legend: str) -> str:
    sections = [_section(number, report) for number, report in enumerate(reports, 1)]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>mtrepair report</title>\n"
        f"<style>{stylesheet('page.css')}{stylesheet('marks.css')}</style>\n</head>\n"
        "<body>\n<main>\n<h1>mtrepair report</h1>\n"
        f'<p class="legend mtrepair">{legend}</p>\n{"".join(sections)}</main>\n</body>\n</html>\n'
    )


def _section(number: int, report: Report) -> str:
    anchor = f"t{number}-"
    marked = reasoned(report.text, report.edits or (), report.findings)
    counts = [_counted(len(report.findings), "finding")]
    if report.edits is not None:
        counts += [_counted(len(report.edits), "edit"), f"{len(marked.left)} left to you"]
    remaining = None if report.edits is None else marked.left
    return (
        f"<section>\n<h2>{_escaped(report.name)}</h2>\n<p>{', '.join(counts)}</p>\n"
        f"{_summary(report.findings, remaining)}"
        f'<article class="mtrepair" lang="fr">{marked_html(marked, anchor=anchor)}</article>\n'
        f"{_list(marked, anchor, 'Findings' if report.edits is None else 'Left to you')}"
        "</section>\n"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _summary(findings: Sequence[Finding], left: Sequence[Finding] | None) -> str:
    """The table of codes: how often found, and how often left to the reader."""
    found = Counter((finding.code, finding.name) for finding in findings)
    remaining = Counter(finding.code for finding in left or ())
    rows = [
        [code, name, str(count)] + ([str(remaining[code] or "")] if left is not None else [])
        for (code, name), count in sorted(found.items())
    ]
    columns = ["code", "name", "found"] + (["left to you"] if left is not None else [])
    return _table(columns, [[_escaped(cell) for cell in row] for row in rows])


def _list(marked: Reasoned, anchor: str, title: str) -> str:
    """The findings that are left: place, code, text, what it might become, and why."""
    places = Positions(marked.text)
    rows = []
    for finding in marked.left:
        line, column = places.at(finding.span.start)
        proposal = _proposal(marked.text, finding.span, finding.fixes[0]) if finding.fixes else ""
        rows.append(
            [
                f'<a href="#{anchor}{finding.span.start}">{line}:{column}</a>',
                _escaped(f"{finding.code} {finding.name}"),
                f"<q>{_escaped(_short(finding.text))}</q>{proposal}",
                _escaped(finding.message),
            ]
        )
    table = _table(["line:column", "code", "text", "why"], rows)
    return f"<h3>{title}</h3>\n{table}" if rows else ""


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are HTML already; nothing without rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _proposal(text: str, span: Span, fix: Fix) -> str:
    start = min(span.start, *(edit.span.start for edit in fix.edits))
    end = max(span.end, *(edit.span.end for edit in fix.edits))
    after = "".join(piece for piece, _ in pieces(text, sorted(fix.edits), Span(start, end)))
    label = "shown only" if fix.safety is Safety.DISPLAY else f"{fix.safety.name.lower()} fix"
    before = text[start:end]
    if is_blank(after) and not is_blank(before):
        return f" <small>({label}: take it out)</small>"
    if "".join(after.split()) == "".join(before.split()):
        after = visible(after)
    return f" <small>({label}: <q>{_escaped(_short(after))}</q>)</small>"


def _short(text: str) -> str:
    text = visible(text) if is_blank(text) else text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _escaped(text: str) -> str:
    return escape(text).encode("utf-8", "replace").decode("utf-8")
