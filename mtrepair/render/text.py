"""Findings and edits for a terminal or a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mtrepair.render.marks import is_blank, pieces, readable, shown_sides, visible
from mtrepair.render.positions import Positions
from mtrepair.types import Edit, Finding, Safety, Span

# Characters of the line that are shown before and after what is marked.
_CONTEXT = 40
# Longest text that is shown whole beside what a fix makes of it.
_LONGEST_FIX = 60
# Characters shown before and after a change inside a longer text.
_NEAR = 15


def findings_text(
    text: str, findings: Iterable[Finding], *, name: str = "-", colour: bool = False
) -> str:
    """One block a finding: `name:line:column: code name: message`, the place, and the fix.

    Args:
        text: the text that the findings are in.
        name: what the text is called.
        colour: mark up with ANSI codes.
    """
    places = Positions(text)
    return "".join(
        line + "\n"
        for finding in findings
        for line in _block(text, finding, places, name, colour=colour)
    )


def diff_text(
    original: str, edits: Iterable[Edit], *, name: str = "-", colour: bool = False
) -> str:
    """One block a changed place: `name:line:`, and the words around it with the edit marked.

    Args:
        original: the text before.
        edits: what was changed, as edits on `original`.
        name: what the text is called.
        colour: mark with colours, struck out and underlined, not as `[-deleted-]{+inserted+}`.
    """
    places = Positions(original)
    blocks = []
    for hunk in _hunks(readable(edits, original), original):
        first, last = hunk[0].span.start, hunk[-1].span.end
        whole = Span(places.line(first).start, max(last, places.line(last).end))
        around = _around(original, Span(first, last), whole)
        body = marked_text(original, hunk, around, colour=colour)
        head = _style(f"{name}:{places.at(first).line}:", "bold", colour)
        blocks.append(f"{head} {_ellipsis(body, around, whole)}\n")
    return "".join(blocks)


def marked_text(
    text: str, edits: Iterable[Edit], span: Span | None = None, *, colour: bool = False
) -> str:
    """The text, or a span of it, with the edits marked.

    >>> marked_text("web,la", [Edit(Span(4, 4), " ")])
    'web,{+·+}la'
    """
    marked = []
    for piece, edit in pieces(text, sorted(edits), span or Span(0, len(text))):
        if edit is None:
            marked.append(_safe(piece))
            continue
        before, after = shown_sides(edit.span.of(text), piece)
        marked += (_deleted(_safe(before), colour=colour), _inserted(_safe(after), colour=colour))
    return "".join(marked)


def _block(
    text: str, finding: Finding, places: Positions, name: str, *, colour: bool
) -> Iterator[str]:
    line, column = places.at(finding.span.start)
    code = _style(finding.code, "red" if finding.severity == "major" else "yellow", colour)
    head = _style(f"{name}:{line}:{column}:", "bold", colour)
    yield f"{head} {code} {finding.name}: {finding.message}"
    yield from _context(text, finding.span, places, colour=colour)
    if finding.fixes:
        yield f"    {_fix(text, finding, colour=colour)}"


def _context(text: str, span: Span, places: Positions, *, colour: bool) -> Iterator[str]:
    """The line around a span, and carets below the span."""
    line = places.line(span.start)
    end = max(span.start, min(span.end, line.end, span.start + 2 * _CONTEXT))
    around = _around(text, Span(span.start, end), line)
    before, marked, after = (
        _flat(text[start:stop])
        for start, stop in pairwise((around.start, span.start, end, around.end))
    )
    shown = _ellipsis(before + marked + after, around, line)
    yield f"    {shown}"
    indent = " " * (_width(before) + (around.start > line.start))
    yield f"    {indent}{_style('^' * max(1, _width(marked)), 'green', colour)}"


def _around(text: str, span: Span, whole: Span) -> Span:
    """A span with whole words around it, inside `whole`."""
    start, end = max(whole.start, span.start - _CONTEXT), min(whole.end, span.end + _CONTEXT)
    if start > whole.start:
        start = min(span.start, text.find(" ", start, span.start) + 1 or start)
    if end < whole.end:
        end = max(span.end, text.rfind(" ", span.end, end))
    return Span(start, max(start, end))


def _ellipsis(shown: str, part: Span, whole: Span) -> str:
    return ("…" * (part.start > whole.start)) + shown + ("…" * (part.end < whole.end))


def _fix(text: str, finding: Finding, *, colour: bool) -> str:
    """What the first fix makes of the finding; of a long one only the places that change."""
    fix = finding.fixes[0]
    label = "shown only" if fix.safety is Safety.DISPLAY else f"{fix.safety.name.lower()} fix"
    start = min(finding.span.start, *(edit.span.start for edit in fix.edits))
    end = max(finding.span.end, *(edit.span.end for edit in fix.edits))
    before = text[start:end]
    after = "".join(piece for piece, _ in pieces(text, sorted(fix.edits), Span(start, end)))
    if not after.strip() and before.strip():
        return f"{label}: taken out"
    if len(before) > _LONGEST_FIX:
        return f"{label}: {_changes(text, fix.edits, Span(start, end), colour=colour)}"
    if "".join(before.split()) == "".join(after.split()):
        before, after = visible(before), visible(after)
    return f"{label}: {_flat(before)} → {_flat(after)}"


def _changes(text: str, edits: Iterable[Edit], span: Span, *, colour: bool) -> str:
    """The places of a span that change, with a few characters around them."""
    shown, done = [], span.start
    for edit in readable(edits, text):
        around = Span(max(done, edit.span.start - _NEAR), min(span.end, edit.span.end + _NEAR))
        shown.append("…" if around.start > done else "")
        shown.append(marked_text(text, [edit], around, colour=colour))
        done = around.end
    return _flat("".join(shown) + ("…" if done < span.end else ""))


def _hunks(edits: Sequence[Edit], text: str) -> Iterator[list[Edit]]:
    """Edits that stand close together on a line."""
    hunk: list[Edit] = []
    for edit in edits:
        between = text[hunk[-1].span.end : edit.span.start] if hunk else ""
        if hunk and (len(between) > 2 * _CONTEXT or "\n" in between):
            yield hunk
            hunk = []
        hunk.append(edit)
    if hunk:
        yield hunk


def _deleted(text: str, *, colour: bool) -> str:
    if not text:
        return ""
    return _style(text, "deleted", colour) if colour else f"[-{text}-]"


def _inserted(text: str, *, colour: bool) -> str:
    if not text:
        return ""
    return _style(text, "inserted", colour) if colour else "{+" + text + "+}"


# Line ends other than "\n", for str.splitlines and for some terminals.
_LINE_ENDS = frozenset("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")

# Select Graphic Rendition codes of ECMA-48.
_CODES = {
    "bold": "1",
    "red": "1;31",
    "yellow": "1;33",
    "green": "32",
    "deleted": "9;31",
    "inserted": "4;32",
}


def _style(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour else text


def _flat(text: str) -> str:
    """The text on one line."""
    return _safe(text).replace("\n", "↵").replace("\t", " ")


def _safe(text: str) -> str:
    """The text without what a terminal would act on."""
    return "".join(
        character if character.isprintable() or character.isspace() else _stand_in(character)
        for character in text
        if character not in _LINE_ENDS
    )


def _stand_in(character: str) -> str:
    return "" if is_blank(character) else "�"


def _width(text: str) -> int:
    """Columns that a terminal gives the text."""
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
