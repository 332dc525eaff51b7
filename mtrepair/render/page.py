"""A self-contained page of texts with their edits and findings, to be read and worked in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from mtrepair.checksum import sha256
from mtrepair.render.article import Article, Report, article_html
from mtrepair.render.html import stylesheet
from mtrepair.render.overview import articles_html, code_options, codes_html
from mtrepair.types import Finding

_GLYPHS = (
    "<span>where only white space changes: · space, ⍽ no-break space, ⎵ narrow no-break space, "
    "↵ line end, → tab</span>"
)
_EDITS = (
    "<span><del>taken out</del></span><span><ins>put in</ins></span>"
    f"<span><mark>left to you</mark></span>{_GLYPHS}"
)
_FINDINGS = "<span><mark>found</mark></span><span>point at a mark to read why</span>"

_STATES = (
    ("", "all"),
    ("edit", "made, not decided"),
    ("proposal", "proposed, not made"),
    ("refused", "refused by the guard"),
    ("flag", "flagged only"),
    ("accepted", "✓ accepted"),
    ("rejected", "✗ rejected"),
)
_KEYS = (
    ("n", "next"),
    ("p", "previous"),
    ("a", "accept"),
    ("r", "reject"),
    ("u", "undo"),
    ("Enter", "to the card"),
    ("Esc", "close"),
)
_BUTTONS = (
    ("previous", "←", "Previous"),
    ("next", "→", "Next"),
    ("accept", "✓", "Accept"),
    ("reject", "✗", "Reject"),
    ("undo", "↶", "Undo"),
)


def findings_html(texts: Iterable[tuple[str, str, Sequence[Finding]]]) -> str:
    """A page of the findings of several texts: name, text, findings.

    >>> "<h2>a.txt</h2>" in findings_html([("a.txt", "lundi.", [])])
    True
    """
    reports = (Report(name, text, findings, None) for name, text, findings in texts)
    return _page(reports, legend=_FINDINGS)


def reports_html(reports: Iterable[Report]) -> str:
    """A page of repaired texts, each with its edits marked and the findings that are left.

    In a browser the edits are accepted and rejected; `Repair.accept(decisions=…)` takes what it
    saves. The page loads nothing, and nothing runs in it but its own script.

    >>> from mtrepair.types import Edit, Span
    >>> page = reports_html([Report("a", "lundi..", [], [Edit(Span(6, 7), "")])])
    >>> '<del class="old">.</del>' in page
    True
    """
    return _page(reports, legend=_EDITS)


def _page(reports: Iterable[Report], *, legend: str) -> str:
    articles = [Article(f"t{number}", report) for number, report in enumerate(reports, 1)]
    style = "\n".join(map(stylesheet, ("page.css", "marks.css", "pairs.css")))
    script = stylesheet("report.js")
    sections = "".join(map(article_html, articles))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"{_policy(style, script)}"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>mtrepair report</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>mtrepair report</h1>\n{_files()}</header>\n{_bar(articles)}"
        f'<main>\n<p class="legend mtrepair">{legend}</p>\n'
        f"{codes_html(articles)}{articles_html(articles)}{sections}</main>\n"
        '<aside id="card" role="group" aria-label="The edit" hidden></aside>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _policy(style: str, script: str) -> str:
    """What a browser may use: this style, this script, and nothing from anywhere."""
    rules = (
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">\n'


def _digest(text: str) -> str:
    """The hash of an inline element, as Content Security Policy Level 3 writes it."""
    return f"sha256-{b64encode(bytes.fromhex(sha256(text))).decode()}"


def _files() -> str:
    return (
        '<div class="files scripted" hidden>\n'
        '<button type="button" id="save">Save decisions</button>\n'
        '<label class="button">Open decisions'
        '<input type="file" id="open" accept=".json,application/json"></label>\n'
        '<button type="button" id="theme" aria-label="Light or dark">◐</button>\n</div>\n'
    )


def _bar(articles: Sequence[Article]) -> str:
    """The filters, the steps from case to case, and the keys that do the same."""
    states = "".join(f'<option value="{value}">{label}</option>' for value, label in _STATES)
    buttons = "".join(
        f'<button type="button" id="{name}" aria-label="{label}">{sign}'
        f'<span class="word"> {label}</span></button>\n'
        for name, sign, label in _BUTTONS
    )
    keys = " ".join(f"<span><kbd>{key}</kbd> {what}</span>" for key, what in _KEYS)
    return (
        '<nav class="bar scripted" aria-label="Work on the edits" hidden>\n'
        f'<label>Code <select id="code">{code_options(articles)}</select></label>\n'
        f'<label>Show <select id="state">{states}</select></label>\n'
        f'<div class="steps">{buttons}</div>\n<span id="progress" role="status"></span>\n'
        f'<p class="keys">Keys: {keys}</p>\n</nav>\n'
    )
