"""Numbers in English format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_ENGLISH_MONEY = re.compile(
    r"[$£€](\d+(?:[.,]\d+)?)[ \u00a0]?(bn|billion|million|m|trillion|tn|k)\b"
)
_ENGLISH_DECIMAL = re.compile(
    r"\.(?=\d{1,2}(?:[ \u00a0](?:million|milliard|billion)s?\b|[ \u00a0\u202f]?%))(?<=\d.)"
)
# "1,000 g" may be a measure: one group is of thousands if it has noughts and a word behind it.
_ENGLISH_THOUSANDS = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:,000(?=[ \u00a0][a-zà-ÿœ]{3})|(?:,\d{3}){2,8}(?![\d,]))"
)
# Of bounded length: what goes on is no number, and is looked at once.
_DOTTED = re.compile(r"\.\d{3}(?<=\d.{4})(?>(?:\.\d{3}){0,8})(?![\d.,]{0,40}\d)")
_SPACED_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")


@rule(
    "MT206",
    examples=[
        ("Un budget de $2.3bn pour 2024.", "Un budget de 2,3 milliards de dollars pour 2024."),
        ("Environ 2.3 milliards de livres.", "Environ 2,3 milliards de livres."),
        ("Près de 13.5% des élèves.", "Près de 13,5% des élèves."),
        ("Plus de 19,000 incidents.", "Plus de 19\u202f000 incidents."),
        ("Il y a 4 500 blindés et 1,234,567 obus.", "Il y a 4 500 blindés et 1 234 567 obus."),
        (
            "Il y a 12 000 lignes ici et 77.000 lignes là.",
            "Il y a 12 000 lignes ici et 77 000 lignes là.",
        ),
    ],
    clean=[
        "Il a gagné 76.000 euros.",
        "Une surface de 1.100 m2 et la version 3.11.",
        "Environ 2,3 milliards de livres et 4 500 blindés.",
        "L’adresse est 10.000.255.001.",
        "Un poids de 1,000 g, soit 12,5 % de moins que la version 3.11.2.",
        "Les numéros 0,000 et 2,125 suivent.",
    ],
)
def number_format(document: Document) -> Iterator[Mark]:
    """A number in English format: `$2.3bn`, `2.3 milliards`, `13.5%`, `19,000 incidents`.

    The engine copied it. A full stop between thousands is Belgian usage, so it is flagged only
    beside numbers grouped by spaces. Unsafe: a number changes its look.
    """
    text = document.text
    for match in _ENGLISH_MONEY.finditer(text):
        if fix := _money(match):
            yield mark(*match.span(), "amount in English format", fix, safety=Safety.UNSAFE)
    for match in _ENGLISH_DECIMAL.finditer(text):
        point = match.start()
        start, end = point - len(document.word_before(point)), point + 1
        edits = [Edit(Span(point, point + 1), ",")]
        end += len(document.word_after(point + 1))
        if text[start - 1 : start] not in tuple(".,"):
            yield mark(start, end, "decimal point", edits=edits, safety=Safety.UNSAFE)
    yield from _english_thousands(text)
    yield from _dotted_thousands(document)


def _english_thousands(text: str) -> Iterator[Mark]:
    space = ""
    for match in _ENGLISH_THOUSANDS.finditer(text):
        space = space or _group_space(text) or "\u202f"
        edits = _regrouped(text, *match.span(), space)
        yield mark(*match.span(), "thousands grouped by commas", edits=edits, safety=Safety.UNSAFE)


def _regrouped(text: str, start: int, end: int, space: str) -> list[Edit]:
    """The edits that put a space for each mark in a number."""
    return [Edit(Span(at, at + 1), space) for at in range(start, end) if text[at] in ".,"]


def _group_space(text: str) -> str:
    """The first space of a text between thousands; "" if it has none."""
    grouped = _SPACED_NUMBER.search(text)
    return next((it for it in grouped[0] if not it.isdigit()), "") if grouped else ""


def _dotted_thousands(document: Document) -> Iterator[Mark]:
    text = document.text
    dotted = list(_DOTTED.finditer(text))
    space = _group_space(text) if dotted else ""
    if not space:
        return
    for match in dotted:
        head = document.word_before(match.start())
        start = match.start() - len(head)
        if len(head) <= 3 and head.isdigit() and text[start - 1 : start] not in tuple(".,"):
            yield mark(
                start,
                match.end(),
                "thousands grouped by full stops beside others grouped by spaces",
                edits=_regrouped(text, *match.span(), space),
                safety=Safety.UNSAFE,
                confidence=0.8,
            )


_CURRENCY = {"$": "dollars", "£": "livres", "€": "euros"}
_SCALE = {
    "bn": "milliard",
    "billion": "milliard",
    "m": "million",
    "million": "million",
    "trillion": "billion",
    "tn": "billion",
}


def _money(match: re.Match[str]) -> str | None:
    scale = _SCALE.get(match[2])
    if scale is None:
        return None
    number = match[1].replace(".", ",")
    plural = "" if float(number.replace(",", ".")) < 2 else "s"
    return f"{number} {scale}{plural} de {_CURRENCY[match[0][0]]}"
