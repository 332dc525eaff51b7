"""What renderers print about a rule: the table of rules, and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from mtrepair.codes import Card
from mtrepair.errors import InputError

BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"


def rules_markdown(cards: Iterable[Card]) -> str:
    """The table of rules in Markdown, one line a code, with its shortest example."""
    rows = ["| code | name | what | example |", "|---|---|---|---|"]
    for code, group in groupby(cards, lambda card: card.code):
        same = list(group)
        what = " ".join(card.summary for card in same)
        rows.append(f"| {code} | {same[0].name} | {_cell(what)} | {_example(same)} |")
    return "\n".join(rows) + "\n"


def with_rules(document: str, table: str) -> str:
    """A Markdown document with `table` between its two marks.

    Raises:
        InputError: the document lacks the marks.

    >>> with_rules("<!-- rules:begin -->old<!-- rules:end -->", "new\\n")
    '<!-- rules:begin -->\\nnew\\n<!-- rules:end -->'
    """
    pattern = re.compile(f"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", re.DOTALL)
    written, count = pattern.subn(lambda _: f"\n{table}", document)
    if count != 1:
        raise InputError(
            f"the document needs {BEGIN} and {END} once each, to put the table between"
        )
    return written


def card_html(card: Card) -> str:
    """A card as an HTML fragment: what is found, why, examples, and texts that are left alone.

    >>> from mtrepair.codes import CODES
    >>> "<b>MT501 fragment-order</b> (major)" in card_html(CODES["MT501"])
    True
    """
    paragraphs = unwrapped(escape(card.explanation)).split("\n\n")
    examples = [
        f"<li><del>{escape(bad)}</del>{f' → <ins>{escape(good)}</ins>' if good else ''}</li>"
        for bad, good in card.examples
    ]
    alone = [f"<li>{escape(text)}</li>" for text in card.clean]
    parts = [
        f"<p><b>{card.code} {card.name}</b> ({card.severity})</p>",
        *(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        *(["<p>Examples</p><ul>", *examples, "</ul>"] if examples else []),
        *(["<p>Left alone</p><ul>", *alone, "</ul>"] if alone else []),
    ]
    return f'<div class="mtrepair">{"".join(parts)}</div>'


def unwrapped(text: str) -> str:
    """Paragraphs of a docstring, each on one line.

    >>> unwrapped("One\\ntwo.\\n\\nThree.")
    'One two.\\n\\nThree.'
    """
    return "\n\n".join(" ".join(paragraph.split("\n")) for paragraph in text.split("\n\n"))


def _example(cards: Sequence[Card]) -> str:
    pairs = [pair for card in cards for pair in card.examples]
    if not pairs:
        return ""
    bad, good = min(pairs, key=lambda pair: (pair[1] is None, len(pair[0])))
    return _code(bad) if good is None else f"{_code(bad)} → {_code(good)}"


def _code(text: str) -> str:
    shown = _cell(text.replace("\n", "↵"))
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
