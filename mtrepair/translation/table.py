"""Segment pairs as an HTML table: source on the left, hypothesis on the right."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_STYLE = (
    ".mtrepair-pairs{border-collapse:collapse;width:100%;table-layout:fixed}"
    ".mtrepair-pairs td{vertical-align:top;text-align:left;padding:.25rem .8rem .25rem 0;"
    "width:50%;border-bottom:1px solid rgba(128,128,128,.3);overflow-wrap:anywhere}"
    ".mtrepair-pairs .noted{box-shadow:inset 3px 0 #d19a00;padding-left:.6rem}"
    ".mtrepair-pairs small{display:block;opacity:.7}"
)
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    "<style>body{{font:16px/1.55 system-ui,sans-serif;max-width:70rem;margin:0 auto;"
    "padding:1.5rem}}</style></head><body><h1>{title}</h1>{table}</body></html>\n"
)

Row = tuple[str, str, tuple[str, ...]]


def pairs_html(rows: Iterable[Row], *, languages: tuple[str, str] = ("fr", "en")) -> str:
    """A table of (source, hypothesis, notes) rows, as a fragment that brings its own style.

    >>> "<td lang=\\"fr\\">Non&lt;</td>" in pairs_html([("Non<", "No<", ())])
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
    source, hypothesis, notes = row
    told = f"<small>{escape('; '.join(notes))}</small>" if notes else ""
    noted = ' class="noted"' if notes else ""
    left, right = (f'<td lang="{language}"' for language in languages)
    return (
        f"<tr>{left}>{escape(source.strip())}</td>"
        f"{right}{noted}>{escape(hypothesis.strip())}{told}</td></tr>"
    )
