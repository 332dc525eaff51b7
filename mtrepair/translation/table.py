"""Segment pairs as an HTML table: source on the left, hypothesis on the right."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

_STYLE = (
    ".mtrepair-pairs{border-collapse:collapse;width:100%;table-layout:fixed}"
    ".mtrepair-pairs td{vertical-align:top;text-align:left;padding:.25rem .8rem .25rem 0;"
    "width:50%;border-bottom:1px solid rgba(128,128,128,.3);overflow-wrap:anywhere}"
    ".mtrepair-pairs .noted{box-shadow:inset 3px 0 #d19a00;padding-left:.6rem}"
    ".mtrepair-pairs .unsure{border-left:3px dashed;padding-left:.6rem;font-style:italic}"
    ".mtrepair-pairs small{display:block;opacity:.7;font-style:normal}"
)
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    "<style>body{{font:16px/1.55 system-ui,sans-serif;max-width:70rem;margin:0 auto;"
    "padding:1.5rem}}</style></head><body><h1>{title}</h1>{table}</body></html>\n"
)


class Row(NamedTuple):
    """A segment, its English, what is doubtful about it, and its confidence if that is low."""

    source: str
    hypothesis: str
    notes: tuple[str, ...] = ()
    unsure: float | None = None


def pairs_html(rows: Iterable[Row], *, languages: tuple[str, str] = ("fr", "en")) -> str:
    """A table of rows, as a fragment that brings its own style.

    >>> "<td lang=\\"fr\\">Non&lt;</td>" in pairs_html([Row("Non<", "No<")])
    True
    """
    body = "".join(_row(row, languages) for row in rows)
    return f'<style>{_STYLE}</style><table class="mtrepair-pairs">{body}</table>'


def pairs_page(title: str, rows: Iterable[Row]) -> str:
    """The table as a self-contained page.

    >>> pairs_page("a", []).startswith("<!doctype html>")
    True
    """
    return _PAGE.format(title=escape(title), table=pairs_html(rows))


def _row(row: Row, languages: tuple[str, str]) -> str:
    notes = list(row.notes)
    if row.unsure is not None:
        notes.insert(0, f"low confidence, {row.unsure:.0%}")
    told = f"<small>{escape('; '.join(notes))}</small>" if notes else ""
    left, right = (f'<td lang="{language}"' for language in languages)
    return (
        f"<tr>{left}>{escape(row.source.strip())}</td>"
        f"{right}{_marks(row)}>{escape(row.hypothesis.strip())}{told}</td></tr>"
    )


def _marks(row: Row) -> str:
    """The attributes of the cell with the English."""
    classes = [
        name for name, has in (("noted", row.notes), ("unsure", row.unsure is not None)) if has
    ]
    title = "" if row.unsure is None else ' title="Low confidence: read it beside the French"'
    return (f' class="{" ".join(classes)}"' if classes else "") + title
