"""Findings and repairs as text, JSON, SARIF and HTML; rules explained; a progress bar."""

from mtrepair.render.article import Report, shown_html
from mtrepair.render.card import card_html, rules_markdown, with_rules
from mtrepair.render.cases import Objected
from mtrepair.render.explain import Replay, explanation, listing
from mtrepair.render.github import findings_github
from mtrepair.render.html import edits_html
from mtrepair.render.json import findings_record, json_text
from mtrepair.render.junit import findings_junit
from mtrepair.render.page import findings_html, reports_html
from mtrepair.render.pairs import Beside
from mtrepair.render.progress import share_bar, with_progress
from mtrepair.render.sarif import findings_sarif
from mtrepair.render.text import diff_text, findings_text, marked_text

__all__ = [
    "Beside",
    "Objected",
    "Replay",
    "Report",
    "card_html",
    "diff_text",
    "edits_html",
    "explanation",
    "findings_github",
    "findings_html",
    "findings_junit",
    "findings_record",
    "findings_sarif",
    "findings_text",
    "json_text",
    "listing",
    "marked_text",
    "reports_html",
    "rules_markdown",
    "share_bar",
    "shown_html",
    "with_progress",
    "with_rules",
]
