"""A text with its edits and findings marked in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from mtrepair.render.cases import Case, CasePart, cases
from mtrepair.render.marks import is_blank, shown_sides
from mtrepair.types import Edit, Finding

CARET = "‸"
"""Stands where something is flagged that has no width."""


def edits_html(original: str, edits: Iterable[Edit], findings: Iterable[Finding] = ()) -> str:
    """The original with its edits marked, as a fragment that brings its own style.

    What an edit takes out is struck through (`<del>`), what it puts in is underlined (`<ins>`);
    where only white space changes, glyphs stand for it. Findings that no edit mends are
    highlighted (`<mark>`).

    >>> from mtrepair.types import Span
    >>> edits_html("web,la", [Edit(Span(4, 4), " ")]).rpartition("</style>")[2]
    'web,<ins class="space">·</ins>la</div>'
    """
    body = marked_html(original, cases(original, edits, findings))
    return f'<div class="mtrepair"><style>{stylesheet("marks.css")}</style>{body}</div>'


def marked_html(text: str, own: Sequence[Case]) -> str:
    """The text with the parts of its cases marked, each with its reasons as a title."""
    return "".join(
        kept_html(piece) if isinstance(piece, str) else _mark(piece[1], own[piece[0]], text)
        for piece in placed(text, own)
    )


def placed(text: str, own: Sequence[Case]) -> Iterator[str | tuple[int, CasePart]]:
    """What is kept of a text, and between that each part with the number of its case, in order."""
    parts = sorted(
        ((part.span, number, part) for number, case in enumerate(own) for part in case.parts),
        key=lambda place: place[:2],
    )
    done = 0
    for span, number, part in parts:
        yield text[done : span.start]
        yield number, part
        done = span.end
    yield text[done:]


def kept_html(text: str) -> str:
    """Text as it stands in HTML.

    A lone surrogate has no place in UTF-8, and a browser would take a carriage return for a line
    end.
    """
    return written(escape(text, quote=False)).replace("\r", "")


def written(html: str) -> str:
    """HTML with "?" for lone surrogates."""
    return html.encode("utf-8", "replace").decode("utf-8")


def title(case: Case) -> str:
    """Why a case is there, one line a finding and an objection."""
    told = [f"{f.code} {f.name}: {f.message}" for f in case.findings]
    return "\n".join([*told, *(f"Refused: {reason}" for reason in case.objections)])


def is_space(part: CasePart, text: str) -> bool:
    """Whether only white space changes."""
    return part.after is not None and is_blank(part.span.of(text)) and is_blank(part.after)


def sides(part: CasePart, text: str) -> tuple[str, str]:
    """What a reader is shown of a part before and after, glyphs where only white space changes."""
    old = part.span.of(text)
    return (old, old) if part.after is None else shown_sides(old, part.after)


def stylesheet(name: str) -> str:
    """The file of that name beside this module: a style sheet or the report's script."""
    return files("mtrepair.render").joinpath(name).read_text(encoding="utf-8").strip()


def _mark(part: CasePart, case: Case, text: str) -> str:
    why = title(case)
    attributes = ' class="space"' if case.kind == "edit" and is_space(part, text) else ""
    attributes += f' title="{written(escape(why))}"' if why else ""
    if case.kind != "edit":
        old = part.span.of(text)
        if not old and any(len(other.span) for other in case.parts):
            return ""
        return f"<mark{attributes}>{kept_html(old or CARET)}</mark>"
    before, after = map(kept_html, sides(part, text))
    deleted = f"<del{attributes}>{before}</del>" if before else ""
    inserted = f"<ins{attributes}>{after}</ins>" if after else ""
    return deleted + inserted
