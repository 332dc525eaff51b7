"""One text of a report: its edits in place, a table of them, and what stands beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

from mtrepair.checksum import sha256
from mtrepair.render.cases import Case, CaseKind, CasePart, Objected, cases
from mtrepair.render.html import (
    CARET,
    is_space,
    kept_html,
    marked_html,
    placed,
    sides,
    stylesheet,
    title,
    written,
)
from mtrepair.render.marks import is_blank, visible
from mtrepair.render.pairs import Beside, pairs_table
from mtrepair.render.positions import Positions
from mtrepair.types import Edit, Finding

# Longest text that a table shows whole.
_LONGEST = 120
# What JSON may not hold inside a script element: what ends it, and what UTF-8 can't write.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_STATES = {
    "edit": "made",
    "proposal": "proposed",
    "refused": "refused",
    "flag": "flagged",
}


class Report(NamedTuple):
    """A text of a page.

    Attributes:
        name: what the text is called.
        text: the text before any edit.
        findings: what was found in it.
        edits: what was changed, as edits on the text; None where nothing was to be changed.
        refused: what was refused, with the reasons.
        beside: other texts that are read beside it, such as its English, each folded.
    """

    name: str
    text: str
    findings: Sequence[Finding]
    edits: Sequence[Edit] | None
    refused: Sequence[Objected] = ()
    beside: Sequence[Beside] = ()


class Article:
    """A report with its cases, and the beginning of its ids on a page."""

    def __init__(self, anchor: str, report: Report) -> None:
        self.anchor = anchor
        self.report = report

    @cached_property
    def cases(self) -> list[Case]:
        report = self.report
        return cases(report.text, report.edits or (), report.findings, report.refused)

    def count(self, kind: CaseKind) -> int:
        """How many cases are of a kind."""
        return sum(case.kind == kind for case in self.cases)

    def left(self) -> list[Finding]:
        """The findings that no edit mends."""
        return [f for case in self.cases if case.kind != "edit" for f in case.findings]


def article_html(article: Article) -> str:
    """The section of one text."""
    report = article.report
    # With a script the cards tell it, and a browser that runs one builds nothing of this.
    table = f"<noscript>{cases_table(article)}</noscript>\n"
    folded = "".join(map(_folded, report.beside))
    return (
        f'<section class="text" id="{article.anchor}">\n<h2>{written(escape(report.name))}</h2>\n'
        f"<p>{_counts(article)}</p>\n{_buttons(article)}"
        f'<article class="mtrepair" lang="fr">{_marked(article)}</article>\n{table}{folded}'
        f'<script type="application/json" class="data">{_embedded(_record(article))}</script>\n'
        "</section>\n"
    )


def shown_html(report: Report) -> str:
    """A text with its edits and findings, as a fragment that brings its own style; no script.

    >>> "<p>0 findings, 0 edits, 0 left to you</p>" in shown_html(Report("", "Oui.", [], []))
    True
    """
    article = Article("", report)
    style = "\n".join(map(stylesheet, ("marks.css", "shown.css", "pairs.css")))
    return (
        f'<div class="mtrepair-shown"><style>{style}</style>\n<p>{_counts(article)}</p>\n'
        f'<div class="mtrepair" lang="fr">{marked_html(report.text, article.cases)}</div>\n'
        f"{cases_table(article)}{''.join(map(_folded, report.beside))}</div>"
    )


def _folded(beside: Beside) -> str:
    return (
        f'<details class="beside"><summary>{kept_html(beside.title)}</summary>\n'
        f"{pairs_table(beside)}</details>\n"
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "edit"), counted(1200, "edit")
    ('1 edit', '1,200 edits')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def table_html(columns: Sequence[str], rows: Sequence[str]) -> str:
    """A table of rows that are HTML already, which may be wider than the page."""
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table></div>\n"
    )


def _counts(article: Article) -> str:
    report = article.report
    counts = [counted(len(report.findings), "finding")]
    if report.edits is not None:
        counts.append(counted(article.count("edit"), "edit"))
        counts.append(f"{article.count('proposal') + article.count('flag'):,} left to you")
    if article.count("refused"):
        counts.append(f"{article.count('refused'):,} refused")
    return ", ".join(counts)


def _buttons(article: Article) -> str:
    labels = [("copy", "Copy text"), ("save", "Save text")]
    if any(case.edits for case in article.cases):
        labels = [("accepted", "✓ Accept all"), ("rejected", "✗ Reject all"), *labels]
    buttons = "".join(
        f'<button type="button" data-act="{act}">{label}</button>\n' for act, label in labels
    )
    return f'<div class="acts scripted" hidden>{buttons}</div>\n'


def _marked(article: Article) -> str:
    """The text with each part of its cases in an element that tells its case."""
    text, seen, shown = article.report.text, set(), []
    for piece in placed(text, article.cases):
        if isinstance(piece, str):
            shown.append(kept_html(piece))
            continue
        number, part = piece
        case = article.cases[number]
        place = "" if number in seen else f' id="{article.anchor}-{number}"'
        why = f' title="{written(escape(title(case)))}"' if number not in seen else ""
        seen.add(number)
        shown.append(
            f'<span class="case {case.kind}"{place} data-case="{number}"{why}>'
            f"{_part(part, case, text)}</span>"
        )
    return "".join(shown)


def _part(part: CasePart, case: Case, text: str) -> str:
    before, after = map(kept_html, sides(part, text))
    if case.kind != "edit" and not before and not any(len(one.span) for one in case.parts):
        before = CARET
    if part.after is None:
        return f"<mark>{before or CARET}</mark>"
    space = " space" if is_space(part, text) else ""
    tag, hidden = ("del", "") if case.kind == "edit" else ("mark", " hidden")
    old = f'<{tag} class="old{space}">{before}</{tag}>' if before else ""
    new = f'<ins class="new{space}"{hidden}>{after}</ins>' if after else ""
    return old + new


def cases_table(article: Article) -> str:
    """The cases one by one: what is read where there is no script, and on paper."""
    places = Positions(article.report.text)
    rows = [_row(article, number, places) for number in range(len(article.cases))]
    columns = ["line:column", "code", "text", "why"]
    return (
        f'<details class="list"><summary>{counted(len(rows), "place")}, one by one</summary>\n'
        f"{table_html(columns, rows)}</details>\n"
        if rows
        else ""
    )


def _row(article: Article, number: int, places: Positions) -> str:
    case = article.cases[number]
    line, column = places.at(case.parts[0].span.start)
    codes = "; ".join(dict.fromkeys(f"{f.code} {f.name}" for f in case.findings))
    sure = ", ".join(dict.fromkeys(f"{f.confidence:.0%}" for f in case.findings))
    why = dict.fromkeys(f.message for f in case.findings)
    why |= dict.fromkeys(f"refused: {reason}" for reason in case.objections)
    state = ", ".join(filter(None, (_STATES[case.kind], sure)))
    place = f"{line}:{column}"
    if article.anchor:
        place = f'<a href="#{article.anchor}-{number}">{place}</a>'
    cells = (
        place,
        f"{_escaped(codes)} <small>{state}</small>",
        _what(case, article.report.text),
        _escaped("; ".join(why)),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _what(case: Case, text: str) -> str:
    if not case.edits:
        return _quoted(" … ".join(part.span.of(text) for part in case.parts))
    return "; ".join(
        f"{_quoted(edit.span.of(text)) or '(nothing)'} → "
        f"{_quoted(edit.replacement) or '(taken out)'}"
        for edit in sorted(case.edits)
    )


def _quoted(text: str) -> str:
    return f"<q>{_escaped(_short(text))}</q>" if text else ""


def _short(text: str) -> str:
    text = visible(text) if is_blank(text) else text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _escaped(text: str) -> str:
    return written(escape(text))


def _record(article: Article) -> dict[str, Any]:
    """What the script works with: the text in pieces, and what is to be decided."""
    report = article.report
    return {
        "name": report.name,
        "sha256": sha256(report.text),
        "pieces": list(_pieces(article)),
        "cases": [
            {
                "kind": case.kind,
                "why": [[f.code, f.name, f.message, f.confidence] for f in case.findings],
                "objections": case.objections,
                "edits": [[e.span.start, e.span.end, e.replacement] for e in case.edits],
            }
            for case in article.cases
        ],
    }


def _pieces(article: Article) -> Iterator[Any]:
    text = article.report.text
    for piece in placed(text, article.cases):
        yield (
            piece if isinstance(piece, str) else [piece[0], piece[1].span.of(text), piece[1].after]
        )


def _embedded(value: object) -> str:
    """JSON that nothing in it can end, and that UTF-8 can write.

    >>> _embedded("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
