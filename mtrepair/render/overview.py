"""The overview of a report: what was found by code, and in which texts most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from mtrepair.render.article import Article, counted, table_html
from mtrepair.render.html import written

# Wide of a bar, in units of its own.
_WIDE = 100


def codes_html(articles: Sequence[Article]) -> str:
    """The table of codes: how often found, a bar for that, and how often left to the reader."""
    found = _by_code(articles)
    if not found:
        return ""
    left = Counter(f.code for article in articles for f in article.left())
    repairs = any(article.report.edits is not None for article in articles)
    most = max(found.values())
    rows = [
        _code_row(code, name, count, left[code] if repairs else None, most)
        for (code, name), count in sorted(found.items())
    ]
    columns = ["code", "name", "found", *(["left to you"] if repairs else []), "", ""]
    total = counted(found.total(), "finding")
    fold = " open" if len(articles) > 1 else ""
    return (
        f'<details class="codes"{fold}><summary>{total} by code</summary>\n'
        f"{table_html(columns, rows)}</details>\n"
    )


def code_options(articles: Sequence[Article]) -> str:
    """The codes to choose from."""
    options = [("", "all codes")]
    options += [
        (code, f"{code} {name} ({count})")
        for (code, name), count in sorted(_by_code(articles).items())
    ]
    return "".join(
        f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in options
    )


def articles_html(articles: Sequence[Article]) -> str:
    """The table of texts, those with most findings first; nothing for a single one."""
    if len(articles) < 2:
        return ""
    ranked = sorted(articles, key=lambda article: -len(article.report.findings))
    most = max(len(ranked[0].report.findings), 1)
    rows = [_article_row(article, most) for article in ranked]
    columns = [
        "text",
        "found",
        "edits",
        "left to you",
        '<span class="scripted" hidden>decided</span>',
        "",
    ]
    return (
        f'<details class="texts" open><summary>{counted(len(articles), "text")}</summary>\n'
        f"{table_html(columns, rows)}</details>\n"
    )


def _by_code(articles: Sequence[Article]) -> Counter[tuple[str, str]]:
    found = Counter((f.code, f.name) for article in articles for f in article.report.findings)
    refused = (o.finding for article in articles for o in article.report.refused)
    known = {f for article in articles for f in article.report.findings}
    found.update((f.code, f.name) for f in refused if f not in known)
    return found


def _code_row(code: str, name: str, count: int, left: int | None, most: int) -> str:
    cells = [code, name, str(count), *([] if left is None else [str(left or "")])]
    shown = "".join(f"<td>{written(escape(cell))}</td>" for cell in cells)
    buttons = "".join(
        f'<button type="button" data-act="{act}" data-code="{escape(code)}" '
        f'aria-label="{verb} all {escape(code)}">{sign}<span class="word"> all</span></button>'
        for act, verb, sign in (("accepted", "Accept", "✓"), ("rejected", "Reject", "✗"))
    )
    acts = f'<td><div class="acts scripted" hidden>{buttons}</div></td>'
    return f"<tr>{shown}<td>{_bar(count, most)}</td>{acts}</tr>\n"


def _article_row(article: Article, most: int) -> str:
    report = article.report
    count = len(report.findings)
    edits = "" if report.edits is None else str(article.count("edit"))
    link = f'<a href="#{article.anchor}">{written(escape(report.name))}</a>'
    return (
        f'<tr data-article="{article.anchor}"><td>{link}</td><td>{count}</td><td>{edits}</td>'
        f'<td>{len(article.left()) or ""}</td><td class="decided"></td>'
        f"<td>{_bar(count, most)}</td></tr>\n"
    )


def _bar(count: int, most: int) -> str:
    """A bar as long as its count; the number beside it says the same."""
    width = max(1, round(_WIDE * count / most)) if count else 0
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDE} 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width}" height="8"/></svg>'
    )
