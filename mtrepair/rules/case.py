"""Capitals in mid-sentence, and sentences that lost theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_LOWER = "a-zà-ÿœæ"

_MONTHS = frozenset(
    ("Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre").split()
)
_DAYS = frozenset("Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche".split())
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:en|depuis|début|fin|jusqu['’]en|mois de|mois d['’])|\b(?:[12]?\d|3[01]|1er)) \Z"
)
_BEFORE_DAY = re.compile(rf"(?:[{_LOWER}]|,) \Z")
# "en échange de Drones": no article, no name of an office or a society.
_BARE_PLURAL = re.compile(rf"e (?=([A-ZÀ-Ý][{_LOWER}]+s)\b)(?<=\bde )")
_LOST_CAPITAL = re.compile(rf"\. (?=([{_LOWER}]+)\b)(?<=[{_LOWER}]..)")
_ABBREVIATED = frozenset(
    (
        "etc art chap env min max tél hab trad dir coll fig adj inc corp ltd bros prof resp "
        "suiv approx arr dép dépt févr janv juil sept oct nov déc obs ouvr réf sqq vers"
    ).split()
)


@rule(
    "MT504",
    examples=[
        ("Ils ont été livrés en Mai.", "Ils ont été livrés en mai."),
        (
            "Il est venu hier soir. puis il est reparti.",
            "Il est venu hier soir. Puis il est reparti.",
        ),
    ],
    clean=[
        "Les attentats du 11 Septembre et Mai 68.",
        "Il faut voir M. Mai, etc. et lui.",
        "Ils ont été livrés en mai.",
    ],
)
def wrong_case(document: Document) -> Iterator[Mark]:
    """A capital in mid-sentence, or none at its start.

    The text of a link starts with a capital, as English months and days do. Unsafe: a name or a
    title may be meant.
    """
    text = document.text
    for match in document.occurrences(document.words & (_MONTHS | _DAYS)):
        before = text[max(match.start() - 12, 0) : match.start()]
        pattern = _BEFORE_MONTH if match[0] in _MONTHS else _BEFORE_DAY
        if pattern.search(before) and not _festive(text, match):
            yield _decapitalised(match.start(), match[0], 0.8)
    for match in _BARE_PLURAL.finditer(text):
        at = match.end()
        if _written_small(document, match[1]) and not document.in_quotation(at):
            yield _decapitalised(at, match[1], 0.7)
    for match in _LOST_CAPITAL.finditer(text):
        if _starts_sentence(document, match):
            at = match.end()
            yield mark(
                at,
                at + len(match[1]),
                "no capital at the start of a sentence",
                edits=[Edit(Span(at, at + 1), text[at].upper())],
                safety=Safety.UNSAFE,
                confidence=0.7,
            )


def _festive(text: str, match: re.Match[str]) -> bool:
    """Whether the capital belongs to a day that has become a name: 14 Juillet, Mai 68."""
    numbered = re.search(r"(?:\d|1er) \Z", text[max(match.start() - 4, 0) : match.start()])
    year = re.match(r" (?:\d{4})\b", text[match.end() : match.end() + 6])
    return numbered is not None and year is None


def _written_small(document: Document, plural: str) -> bool:
    """Whether other texts write that plural with a small letter."""
    lexicon = document.lexicon
    return lexicon.zipf(plural) >= 3.5 and lexicon.capitalised(plural) < 0.02


def _decapitalised(at: int, word: str, confidence: float) -> Mark:
    return mark(
        at,
        at + len(word),
        "a capital in mid-sentence",
        edits=[Edit(Span(at, at + 1), word[0].lower())],
        safety=Safety.UNSAFE,
        confidence=confidence,
    )


def _starts_sentence(document: Document, match: re.Match[str]) -> bool:
    """Whether a full stop with a small letter behind it does end a sentence."""
    before = document.word_before(match.start())
    rest = document.text[match.end() : match.end() + 60]
    tail = re.match(r"[^\W\d_]+(?: [^\W\d_]+)?\.", rest)  # MT201 sees to those
    return (
        tail is None
        and len(before) > 3
        and before.islower()
        and before.lower() not in _ABBREVIATED
        and document.lexicon.zipf(before) >= 3.0
        and document.lexicon.zipf(match[1]) >= 4.0
        and not document.is_protected(match.start())
    )
