"""Findings and edits for a terminal or a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mtrepair.render.marks import is_blank, pieces, readable, shown_sides, visible
from mtrepair.render.positions import Positions
from mtrepair.render.terminal import Fragments, hung, painted
from mtrepair.types import Edit, Finding, Safety, Span

# Characters of the line that are shown before and after what is marked.
_CONTEXT = 40
# Longest text that is shown whole beside what a fix makes of it.
_LONGEST_FIX = 60
# Characters shown before and after a change inside a longer text.
_NEAR = 15
_INDENT = "    "


def findings_text(
    text: str,
    findings: Iterable[Finding],
    *,
    name: str = "-",
    colour: bool = False,
    width: int | None = None,
) -> str:
    """One block a finding: `name:line:column: code name: message`, the place, and the fix.

    Args:
        text: the text that the findings are in.
        name: what the text is called.
        colour: mark up with ANSI codes.
        width: columns of the terminal, so that carets stay below their place.
    """
    places = Positions(text)
    lines = (
        line
        for finding in findings
        for line in _block(text, finding, places, name, colour=colour, width=width)
    )
    return painted((part for line in lines for part in (*line, ("\n", ""))), colour=colour)


def diff_text(
    original: str,
    edits: Iterable[Edit],
    *,
    name: str = "-",
    colour: bool = False,
    width: int | None = None,
) -> str:
    """One block a changed place: `name:line:`, and the words around it with the edit marked.

    Args:
        original: the text before.
        edits: what was changed, as edits on `original`.
        name: what the text is called.
        colour: mark with colours, struck out and underlined, not as `[-deleted-]{+inserted+}`.
        width: columns of the terminal; lines are broken at words to fit in.
    """
    places = Positions(original)
    blocks = []
    for hunk in _hunks(readable(edits, original), original):
        first, last = hunk[0].span.start, hunk[-1].span.end
        whole = Span(places.line(first).start, max(last, places.line(last).end))
        around = _around(original, Span(first, last), whole)
        body = _ellipsis(_marked(original, hunk, around, colour=colour), around, whole)
        head = (f"{name}:{places.at(first).line}:", "bold")
        blocks.append(hung([head], body, colour=colour, width=width))
    return "".join(blocks)


def marked_text(
    text: str, edits: Iterable[Edit], span: Span | None = None, *, colour: bool = False
) -> str:
    """The text, or a span of it, with the edits marked.

    >>> marked_text("web,la", [Edit(Span(4, 4), " ")])
    'web,{+·+}la'
    """
    return painted(_marked(text, edits, span or Span(0, len(text)), colour=colour), colour=colour)


def _marked(text: str, edits: Iterable[Edit], span: Span, *, colour: bool) -> list[tuple[str, str]]:
    marked: list[tuple[str, str]] = []
    for piece, edit in pieces(text, sorted(edits), span):
        if edit is None:
            marked.append((_safe(piece), ""))
            continue
        before, after = map(_safe, shown_sides(edit.span.of(text), piece))
        if before:
            marked.append((before if colour else f"[-{before}-]", "deleted"))
        if after:
            marked.append((after if colour else "{+" + after + "+}", "inserted"))
    return marked


def _block(
    text: str, finding: Finding, places: Positions, name: str, *, colour: bool, width: int | None
) -> Iterator[Fragments]:
    line, column = places.at(finding.span.start)
    head = (f"{name}:{line}:{column}:", "bold")
    told = f" {finding.name}: {finding.message}"
    yield [head, (" ", ""), (finding.code, finding.severity), (told, "")]
    yield from _context(text, finding.span, places, width)
    if finding.fixes:
        yield [(_INDENT, ""), *_fix(text, finding, colour=colour)]


def _context(text: str, span: Span, places: Positions, width: int | None) -> Iterator[Fragments]:
    """The line around a span, and carets below the span; no wider than a terminal."""
    line = places.line(span.start)
    room = 4 * _CONTEXT if width is None else max(width - len(_INDENT) - 2, _CONTEXT)
    end = max(span.start, min(span.end, line.end, span.start + min(2 * _CONTEXT, room // 2)))
    each = min(_CONTEXT, (room - (end - span.start)) // 2)
    around = _around(text, Span(span.start, end), line, each)
    before, marked, after = (
        _flat(text[start:stop])
        for start, stop in pairwise((around.start, span.start, end, around.end))
    )
    yield [(_INDENT, ""), *_ellipsis([(before + marked + after, "")], around, line)]
    indent = " " * (_width(before) + (around.start > line.start))
    yield [(_INDENT + indent, ""), ("^" * max(1, _width(marked)), "caret")]


def _around(text: str, span: Span, whole: Span, each: int = _CONTEXT) -> Span:
    """A span with whole words around it, inside `whole`: at most so many characters each side."""
    start, end = max(whole.start, span.start - each), min(whole.end, span.end + each)
    if start > whole.start:
        start = min(span.start, text.find(" ", start, span.start) + 1 or start)
    if end < whole.end:
        end = max(span.end, text.rfind(" ", span.end, end))
    return Span(start, max(start, end))


def _ellipsis(shown: Fragments, part: Span, whole: Span) -> list[tuple[str, str]]:
    before, after = "…" * (part.start > whole.start), "…" * (part.end < whole.end)
    return [(before, ""), *shown, (after, "")]


def _fix(text: str, finding: Finding, *, colour: bool) -> Fragments:
    """What the first fix makes of the finding; of a long one only the places that change."""
    fix = finding.fixes[0]
    label = "shown only" if fix.safety is Safety.DISPLAY else f"{fix.safety.name.lower()} fix"
    start = min(finding.span.start, *(edit.span.start for edit in fix.edits))
    end = max(finding.span.end, *(edit.span.end for edit in fix.edits))
    before = text[start:end]
    after = "".join(piece for piece, _ in pieces(text, sorted(fix.edits), Span(start, end)))
    if not after.strip() and before.strip():
        return [(f"{label}: taken out", "")]
    if len(before) > _LONGEST_FIX:
        return [(f"{label}: ", ""), *_changes(text, fix.edits, Span(start, end), colour=colour)]
    if "".join(before.split()) == "".join(after.split()):
        before, after = visible(before), visible(after)
    return [(f"{label}: {_flat(before)} → {_flat(after)}", "")]


def _changes(text: str, edits: Iterable[Edit], span: Span, *, colour: bool) -> Fragments:
    """The places of a span that change, with a few characters around them."""
    shown, done = [], span.start
    for edit in readable(edits, text):
        around = Span(max(done, edit.span.start - _NEAR), min(span.end, edit.span.end + _NEAR))
        shown.append(("…" if around.start > done else "", ""))
        shown += _marked(text, [edit], around, colour=colour)
        done = around.end
    shown.append(("…" if done < span.end else "", ""))
    return [(_flat(piece), style) for piece, style in shown]


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


# Line ends other than "\n", for str.splitlines and for some terminals.
_LINE_ENDS = frozenset("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


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
