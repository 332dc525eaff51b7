"""The report of an archive as Markdown, and as a page with charts that loads and runs nothing."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from mtrepair.checksum import sha256
from mtrepair.codes import CODES
from mtrepair.integrations.archive.report import NO_DATE, ArchiveReport, Articles, Worst
from mtrepair.render.html import stylesheet

# Rows of a table by column; the rest is told in a line.
_ROWS = 50
_WIDE, _HIGH = 640, 120
_STYLE = """
svg.line { display: block; width: 100%; max-width: 40rem; height: 8rem; overflow: visible; }
svg.spark { display: block; width: 8rem; height: 1.4rem; }
svg.line polyline, svg.spark polyline { fill: none; stroke: var(--strong); stroke-width: 2; vector-effect: non-scaling-stroke; }
svg.line text { fill: var(--quiet); font-size: 12px; }
td { font-variant-numeric: tabular-nums; }
h2 { margin: 1.6rem 0 .4rem; }
"""  # noqa: E501
_Cells = Sequence[str]


def report_markdown(report: ArchiveReport) -> str:
    """The report as Markdown."""
    whole = report.whole
    lines = ["# What was found", "", _told(report), ""]
    lines += _table("By code", ("code", "name", "found", "per 1,000 articles"), _codes(whole))
    if report.over:
        lines += _table(f"Over {report.over}", _TIMES, _times(whole))
    for column, values in report.groups.items():
        lines += _table(f"By {column}", _groups_head(report, column), _groups(report, values))
        lines += [f"- {line}" for line in _changes(values)] + [""]
    lines += _table("Worst articles", _WORST, _worst(report.worst))
    if report.errors:
        lines += _table("Failed", ("error", "articles"), _errors(report.errors))
    return "\n".join(lines).rstrip() + "\n"


def report_html(report: ArchiveReport, *, folder: Path, page: Path) -> str:
    """The report as a page; worst articles link to their address, or else to their part.

    Args:
        folder: where the parts are.
        page: where the page will be.
    """
    style = stylesheet("page.css") + _STYLE
    digest = b64encode(bytes.fromhex(sha256(style))).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "".join(_sections(report, os.path.relpath(folder, page.absolute().parent)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What was found</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header><h1>What was found</h1></header>\n<main>\n<p>{escape(_told(report))}</p>\n"
        f"{body}</main>\n</body>\n</html>\n"
    )


def _sections(report: ArchiveReport, folder: str) -> Iterator[str]:
    whole = report.whole
    most = max(whole.codes.values(), default=0)
    bars = [_bar(count, most) for _, count in sorted(whole.codes.items())]
    yield _section(
        "By code", ("code", "name", "found", "per 1,000 articles"), _codes(whole), ("", bars)
    )
    if report.over:
        yield f"<h2>Over {escape(report.over)}</h2>\n{_line(whole.times)}"
        yield _section("", _TIMES, _times(whole), None)
    for column, values in report.groups.items():
        sparks = [_spark(tally.times) for _, tally in _largest(values)] if report.over else None
        head = _groups_head(report, column)
        rows = _groups(report, values)
        yield _section(f"By {column}", head, rows, ("over time", sparks) if sparks else None)
        yield "".join(f"<p>{escape(line)}</p>\n" for line in _changes(values))
    links = [_href(one, folder) for one in report.worst]
    yield _section("Worst articles", _WORST, _worst(report.worst), None, links=links)
    if report.errors:
        yield _section("Failed", ("error", "articles"), _errors(report.errors), None)


def _told(report: ArchiveReport) -> str:
    whole = report.whole
    failed = f" {whole.failed:,} failed and are as they were." if whole.failed else ""
    return (
        f"{whole.articles:,} articles in {report.folder}, {whole.codes.total():,} artefacts, "
        f"{whole.density:.2f} in each 1,000 words (mean of articles).{failed}"
    )


_TIMES = ("time", "articles", "artefacts in 1,000 words")
_WORST = ("article", "artefacts", "in 1,000 words", "most of them")


def _codes(whole: Articles) -> Iterator[_Cells]:
    for code, count in sorted(whole.codes.items()):
        name = CODES[code].name if code in CODES else ""
        yield code, name, f"{count:,}", f"{1000 * count / whole.articles:.1f}"


def _times(tally: Articles) -> Iterator[_Cells]:
    for name, own in sorted(tally.times.items(), key=_in_time):
        yield name, f"{own.articles:,}", f"{own.density:.2f}"


def _in_time(entry: tuple[str, Articles]) -> tuple[bool, str]:
    return entry[0] == NO_DATE, entry[0]


def _groups_head(report: ArchiveReport, column: str) -> _Cells:
    more = ("earlier", "later") if report.over else ()
    return (column, "articles", "artefacts in 1,000 words", "most of them", *more)


def _groups(report: ArchiveReport, values: Mapping[str, Articles]) -> Iterator[_Cells]:
    for name, tally in _largest(values):
        changed = tally.change() if report.over else None
        more = ("", "") if changed is None else tuple(f"{own:.2f}" for own in changed)
        most = _most(tally.codes)
        own = (name or "(none)", f"{tally.articles:,}", f"{tally.density:.2f}", most)
        yield (*own, *(more if report.over else ()))


def _largest(values: Mapping[str, Articles]) -> list[tuple[str, Articles]]:
    return sorted(values.items(), key=lambda entry: (-entry[1].articles, entry[0]))[:_ROWS]


def _changes(values: Mapping[str, Articles]) -> Iterator[str]:
    """What changed over time, most first, and how many values are not shown."""
    found = [(name, own.change()) for name, own in values.items()]
    changed = [(name, *own) for name, own in found if own]
    ratio = {name: max(a, b) / (min(a, b) or 0.01) for name, a, b in changed}
    for name, early, late in sorted(changed, key=lambda one: (-ratio[one[0]], one[0]))[:_ROWS]:
        verb = "rose" if late > early else "fell"
        yield f"{name or '(none)'}: {verb} from {early:.2f} to {late:.2f} artefacts in 1,000 words"
    if len(values) > _ROWS:
        yield f"and {len(values) - _ROWS:,} more with fewer articles"


def _worst(worst: Iterable[Worst]) -> Iterator[_Cells]:
    for one in worst:
        yield one.label, str(one.artefacts), f"{one.density:.1f}", _most(one.codes)


def _errors(errors: Mapping[str, int]) -> Iterator[_Cells]:
    for error, count in sorted(errors.items(), key=lambda entry: (-entry[1], entry[0]))[:_ROWS]:
        yield error, f"{count:,}"


def _most(codes: Mapping[str, int]) -> str:
    ranked = sorted(codes.items(), key=lambda entry: (-entry[1], entry[0]))[:3]
    return ", ".join(f"{code} ({count:,})" for code, count in ranked)


def _table(title: str, head: _Cells, rows: Iterable[_Cells]) -> list[str]:
    shown = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    if not shown:
        return []
    return [f"## {title}", "", f"| {' | '.join(map(_cell, head))} |", "|---" * len(head) + "|",
            *shown, ""]  # fmt: skip


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())


def _section(
    title: str,
    head: _Cells,
    rows: Iterable[_Cells],
    drawn: tuple[str, Sequence[str]] | None,
    *,
    links: Sequence[str] = (),
) -> str:
    """A table with a heading; the last column is drawn, the first one may link."""
    made = []
    for number, row in enumerate(rows):
        cells = list(map(escape, row))
        if links:
            cells[0] = f'<a href="{escape(links[number])}">{cells[0]}</a>'
        marks = [f"<td>{text}</td>" for text in cells]
        made.append("".join(marks) + (f"<td>{drawn[1][number]}</td>" if drawn else ""))
    if not made:
        return ""
    titles = "".join(f"<th>{escape(name)}</th>" for name in (*head, *([drawn[0]] if drawn else [])))
    body = "".join(f"<tr>{row}</tr>\n" for row in made)
    heading = f"<h2>{escape(title)}</h2>\n" if title else ""
    return (
        f'{heading}<div class="wide texts"><table><thead><tr>{titles}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def _href(one: Worst, folder: str) -> str:
    is_address = one.link.startswith(("http://", "https://"))
    return one.link if is_address else quote(f"{folder}/{one.link}")


def _bar(count: int, most: int) -> str:
    width = max(1, round(100 * count / most)) if most else 0
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width}" height="8"/></svg>'
    )


def _points(
    times: Mapping[str, Articles], wide: float, high: float
) -> tuple[list[str], str, float]:
    """The times in their order, a line through their densities, and the highest of these."""
    names = sorted(name for name in times if name != NO_DATE)
    top = max((times[name].density for name in names), default=0.0) or 1.0
    step = wide / max(len(names) - 1, 1)
    points = (
        f"{place * step:.1f},{high - high * times[name].density / top:.1f}"
        for place, name in enumerate(names)
    )
    return names, " ".join(points), top


def _spark(times: Mapping[str, Articles]) -> str:
    _, points, _ = _points(times, 100, 20)
    return (
        '<svg class="spark" viewBox="0 -2 100 24" preserveAspectRatio="none" aria-hidden="true">'
        f'<polyline points="{points}"/></svg>'
    )


def _line(times: Mapping[str, Articles]) -> str:
    names, points, top = _points(times, _WIDE, _HIGH)
    if not names:
        return ""
    return (
        f'<svg class="line" viewBox="0 -16 {_WIDE} {_HIGH + 36}" role="img" '
        f'aria-label="Artefacts in 1,000 words over time">'
        f'<polyline points="{points}"/><text x="0" y="-4">{top:.1f} in 1,000 words</text>'
        f'<text x="0" y="{_HIGH + 16}">{escape(names[0])}</text>'
        f'<text x="{_WIDE}" y="{_HIGH + 16}" text-anchor="end">{escape(names[-1])}</text></svg>\n'
    )
