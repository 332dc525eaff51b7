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
_ENGLISH_SCALE = re.compile(r"\.(?=\d{1,2}[ \u00a0](?:million|milliard|billion)s?\b)(?<=\d.)")
# Of bounded length: what goes on is no number, and is looked at once.
_DOTTED = re.compile(r"\.\d{3}(?<=\d.{4})(?>(?:\.\d{3}){0,8})(?![\d.,]{0,40}\d)")
_SPACED_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")


@rule(
    "MT206",
    examples=[
        ("Un budget de $2.3bn pour 2024.", "Un budget de 2,3 milliards de dollars pour 2024."),
        ("Environ 2.3 milliards de livres.", "Environ 2,3 milliards de livres."),
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
    ],
)
def number_format(document: Document) -> Iterator[Mark]:
    """A number in English format: `$2.3bn`, `2.3 milliards`, dots for thousands among spaces.

    The engine copied it. A full stop between thousands is Belgian usage, so it is flagged only
    beside numbers grouped by spaces. Unsafe: a number changes its look.
    """
    text = document.text
    for match in _ENGLISH_MONEY.finditer(text):
        if fix := _money(match):
            yield mark(*match.span(), "amount in English format", fix, safety=Safety.UNSAFE)
    for match in _ENGLISH_SCALE.finditer(text):
        point = match.start()
        start, end = point - len(document.word_before(point)), point + 1
        edits = [Edit(Span(point, point + 1), ",")]
        end += len(document.word_after(point + 1))
        if text[start - 1 : start] not in tuple(".,"):
            yield mark(start, end, "decimal point", edits=edits, safety=Safety.UNSAFE)
    yield from _dotted_thousands(document)


def _dotted_thousands(document: Document) -> Iterator[Mark]:
    text = document.text
    dotted = list(_DOTTED.finditer(text))
    grouped = _SPACED_NUMBER.search(text) if dotted else None
    if grouped is None:
        return
    space = next(character for character in grouped[0] if not character.isdigit())
    for match in dotted:
        head = document.word_before(match.start())
        start = match.start() - len(head)
        if len(head) <= 3 and head.isdigit() and text[start - 1 : start] not in tuple(".,"):
            yield mark(
                start,
                match.end(),
                "thousands grouped by full stops beside others grouped by spaces",
                edits=[
                    Edit(Span(at, at + 1), space)
                    for at in range(match.start(), match.end())
                    if text[at] == "."
                ],
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
