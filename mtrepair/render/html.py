"""A text with its edits and findings marked in HTML."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from mtrepair.render.marks import is_blank, readable, shown_sides
from mtrepair.types import Edit, Finding, Safety, Span


class Reasoned(NamedTuple):
    """A text with its edits as a reader wants them, and its findings divided over them.

    Attributes:
        text: the text before the edits.
        edits: sorted, apart from one another, whole words where letters are replaced.
        reasons: for each edit the findings that it touches.
        left: the findings that no edit mends, sorted.
    """

    text: str
    edits: list[Edit]
    reasons: list[list[Finding]]
    left: list[Finding]


def edits_html(original: str, edits: Iterable[Edit], findings: Iterable[Finding] = ()) -> str:
    """The original with its edits marked, as a fragment that brings its own style.

    What an edit takes out is struck through (`<del>`), what it puts in is underlined (`<ins>`);
    where only white space changes, glyphs stand for it. Findings that no edit mends are
    highlighted (`<mark>`).

    >>> edits_html("web,la", [Edit(Span(4, 4), " ")]).rpartition("</style>")[2]
    'web,<ins class="space">·</ins>la</div>'
    """
    body = marked_html(reasoned(original, edits, findings))
    return f'<div class="mtrepair"><style>{stylesheet("marks.css")}</style>{body}</div>'


def reasoned(text: str, edits: Iterable[Edit], findings: Iterable[Finding]) -> Reasoned:
    """The findings of a text divided into reasons of its edits and those that are left."""
    shown = readable(edits, text)
    reasons: list[list[Finding]] = [[] for _ in shown]
    left = []
    for finding in sorted(findings, key=lambda finding: finding.span):
        for number in _touched(finding.span, shown):
            reasons[number].append(finding)
        if not _is_mended(finding, shown):
            left.append(finding)
    return Reasoned(text, shown, reasons, left)


def marked_html(reasoned: Reasoned, *, anchor: str = "") -> str:
    """The text with its edits, and with what is left of the findings around them.

    Args:
        anchor: beginning of the ids of the marks, which end in the offset of their finding; by
            default they have none.
    """
    text = reasoned.text
    marks = [
        (edit.span, _edit_mark(edit, text, reasons))
        for edit, reasons in zip(reasoned.edits, reasoned.reasons, strict=True)
    ]
    marks += _finding_marks(reasoned, anchor)
    parts, done = [], 0
    for span, mark in sorted(marks):
        parts += [escape(text[done : span.start], quote=False), mark]
        done = span.end
    parts.append(escape(text[done:], quote=False))
    # A lone surrogate has no place in UTF-8, and a browser would take "\r" for a line end.
    return "".join(parts).encode("utf-8", "replace").decode("utf-8").replace("\r", "")


def stylesheet(name: str) -> str:
    """The style sheet of that name beside this module."""
    return files("mtrepair.render").joinpath(name).read_text(encoding="utf-8").strip()


def _is_mended(finding: Finding, edits: Sequence[Edit]) -> bool:
    """Whether the text changed wherever the finding's first fix would change it."""
    return any(
        fix.safety > Safety.DISPLAY and all(_touched(edit.span, edits) for edit in fix.edits)
        for fix in finding.fixes[:1]
    )


def _touched(span: Span, edits: Sequence[Edit]) -> range:
    """Numbers of the edits, sorted and apart from one another, that share a border with a span."""
    first = bisect_left(edits, span.start, key=lambda edit: edit.span.end)
    return range(first, bisect_right(edits, span.end, key=lambda edit: edit.span.start))


def _edit_mark(edit: Edit, text: str, reasons: Sequence[Finding]) -> str:
    old = edit.span.of(text)
    kind = ' class="space"' if is_blank(old) and is_blank(edit.replacement) else ""
    why = "\n".join(map(_title, reasons))
    title = f' title="{escape(why)}"' if why else ""
    before, after = (escape(side, quote=False) for side in shown_sides(old, edit.replacement))
    deleted = f"<del{kind}{title}>{before}</del>" if before else ""
    inserted = f"<ins{kind}{title}>{after}</ins>" if after else ""
    return deleted + inserted


def _finding_marks(reasoned: Reasoned, anchor: str) -> Iterator[tuple[Span, str]]:
    """Marks for the parts of findings that no other mark covers; the first part has the id."""
    taken = [edit.span for edit in reasoned.edits]
    done = 0
    for finding in reasoned.left:
        place = f' id="{anchor}{finding.span.start}"' if anchor else ""
        for span in _gaps(finding.span, done, taken):
            shown = escape(span.of(reasoned.text) or "‸", quote=False)
            yield span, f'<mark{place} title="{escape(_title(finding))}">{shown}</mark>'
            place = ""
        done = max(done, finding.span.end)


def _gaps(span: Span, done: int, taken: Sequence[Span]) -> Iterator[Span]:
    """The parts of `span` after `done` and outside the spans taken; an empty one is a part."""
    if span.start == span.end:
        inside = bisect_right(taken, span.start, key=lambda other: other.start)
        if span.start >= done and not any(other.end > span.start for other in taken[:inside][-1:]):
            yield span
        return
    start = max(span.start, done)
    for other in taken[bisect_left(taken, start, key=lambda other: other.end) :]:
        if other.start >= span.end:
            break
        if start < other.start:
            yield Span(start, other.start)
        start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)


def _title(finding: Finding) -> str:
    return f"{finding.code} {finding.name}: {finding.message}"
