"""Segment pairs as an HTML table: source on the left, hypothesis on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from mtrepair.render.html import CARET, kept_html, stylesheet, written
from mtrepair.types import Span

# So many places of a row have a style of their own in pairs.css.
_LINKED = 8


class Row(NamedTuple):
    """A segment beside another.

    Attributes:
        source, hypothesis: the left side and the right.
        notes: what is doubtful about it.
        unsure: its confidence, 0-1, if that is low.
        places: what each of the first notes is about on either side; the two light up together.
    """

    source: str
    hypothesis: str
    notes: tuple[str, ...] = ()
    unsure: float | None = None
    places: tuple[tuple[Span, Span], ...] = ()


class Beside(NamedTuple):
    """A text beside another one, segment by segment.

    Attributes:
        title: what a reader unfolds.
        rows: the segments.
        languages: of the left side and the right, as HTML writes them.
    """

    title: str
    rows: Sequence[Row]
    languages: tuple[str, str] = ("fr", "en")


def pairs_html(rows: Iterable[Row], *, languages: tuple[str, str] = ("fr", "en")) -> str:
    """A table of rows, as a fragment that brings its own style.

    >>> "<td lang=\\"fr\\">Non&lt;</td>" in pairs_html([Row("Non<", "No<")])
    True
    """
    table = pairs_table(Beside("", list(rows), languages))
    return f"<style>{stylesheet('pairs.css')}</style>{table}"


def pairs_page(title: str, rows: Iterable[Row]) -> str:
    """The table as a self-contained page.

    >>> pairs_page("a", []).startswith("<!doctype html>")
    True
    """
    name = written(escape(title))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{stylesheet('page.css')}</style>\n</head>\n<body>\n"
        f"<header><h1>{name}</h1></header>\n<main>{pairs_html(rows)}</main>\n</body>\n</html>\n"
    )


def pairs_table(beside: Beside) -> str:
    """The table alone, for a page that has its style."""
    body = "".join(_row(row, beside.languages) for row in beside.rows)
    return f'<table class="mtrepair-pairs">{body}</table>'


def _row(row: Row, languages: tuple[str, str]) -> str:
    notes = list(row.notes)
    if row.unsure is not None:
        notes.insert(0, f"low confidence, {row.unsure:.0%}")
    told = f"<small>{written(escape('; '.join(notes)))}</small>" if notes else ""
    left, right = (f'<td lang="{language}"' for language in languages)
    ours = _side(row.source, [place for place, _ in row.places], row.notes)
    theirs = _side(row.hypothesis, [place for _, place in row.places], row.notes)
    return f"<tr>{left}>{ours}</td>{right}{_marks(row)}>{theirs}{told}</td></tr>"


def _side(text: str, places: Sequence[Span], notes: Sequence[str]) -> str:
    """The text of one side, what its notes are about marked with their numbers."""
    html, done = "", 0
    for span, number in sorted((span, number) for number, span in enumerate(places)):
        if span.start < done:
            continue  # inside another one
        why = f'class="n{number % _LINKED}" title="{written(escape(notes[number]))}"'
        html += kept_html(text[done : span.start])
        html += f'<mark {why} tabindex="0">{kept_html(span.of(text) or CARET)}</mark>'
        done = span.end
    return (html + kept_html(text[done:])).strip()


def _marks(row: Row) -> str:
    """The attributes of the cell with the English."""
    classes = [
        name for name, has in (("noted", row.notes), ("unsure", row.unsure is not None)) if has
    ]
    title = "" if row.unsure is None else ' title="Low confidence: read it beside the French"'
    return (f' class="{" ".join(classes)}"' if classes else "") + title
