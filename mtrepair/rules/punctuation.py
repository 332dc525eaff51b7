"""Marks that belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document, is_emoji
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_DOUBLED = re.compile(r"[,;.][ \u00a0]*[,;.]")
# Two full stops at a paragraph's end are one too many; within a text they may be a habit.
_TWO_STOPS = re.compile(r"\.\.(?=[ \u00a0\u202f]*[»”\"]?\s*(?:\n|\Z))(?<=[^\W\d_)\]»”\"].{2})")
_STOPS_FOR_DOTS = re.compile(r"\.\.(?= [^\W\d_])(?<=[^\W\d_].{2})")
# A full stop behind a quotation that ends with a mark of its own.
_BEHIND_QUOTATION = re.compile(r"[.!?…][ \u00a0\u202f]?[»”\"](?P<gap>[ \u00a0]*)\.(?=\s|\Z)")
_ENDS_ABBREVIATION = re.compile(r"(?:\betc|\b\w{1,2})\Z")
_LINE_START = re.compile(r"\n[ \u00a0]*([,;.][ \u00a0]+)(?=[^\W\d_])")
_TEXT_START = re.compile(r"[ \u00a0]*([,;.][ \u00a0]+)(?=[^\W\d_])")
_LOWER_TAIL = re.compile(r"\. (?=([^\W\d_]+)(?: [^\W\d_]+)?\.(?:\s|\Z))(?<=[^\W\d_]..)")
# What loses its space at a link border is a word of the running text; names of sites and files
# ("Booking.com", "node.js") follow a full stop too, so a full stop needs more evidence.
_SPACES = " \u00a0\u202f"
_KNOWN = 3.0  # Zipf: a word that a reader meets once in a million words


@rule(
    "MT201",
    examples=[
        ("Le vote a lieu lundi. .", "Le vote a lieu lundi."),
        ("Le président, , qui a été réélu, part.", "Le président, qui a été réélu, part."),
        ("Il part,, puis revient.", "Il part, puis revient."),
        ("Le vote a lieu lundi..", "Le vote a lieu lundi."),
        ("Il a dit : “Nous partons.” .", "Il a dit : “Nous partons.”"),
        (", permet de lire la suite.", "permet de lire la suite."),
        (
            "Les comptes et les données. respectivement. Il part.",
            "Les comptes et les données respectivement. Il part.",
        ),
        ("Une étude de cas-ma première année.", "Une étude de cas - ma première année."),
    ],
    clean=[
        "Il hésite... puis part. ... Fin.",
        "M. le maire, etc., et p. ex. lui.",
        "Il a dit : « Oui. », puis rien.",
        "Il hésite. . . puis part.",
        "Il hésite.. puis part..",
        "Elle a crié « Partez ! ». Puis rien : « pommes, etc. ».",
        "Une fois de plus. iPhone. Il part.",
    ],
)
def stray_punctuation(document: Document) -> Iterator[Mark]:
    """A mark that belongs to nothing.

    The tail of a sentence became a sentence of its own, or a mark was kept on both sides of a
    link or of a quotation. Doubled marks are safe to mend; a mark that opens a line, a full stop
    before a tail of one or two words, and a hyphen that stood for a dash are unsafe.
    """
    text = document.text
    for match in _DOUBLED.finditer(text):
        if (kept := _kept_mark(text, match)) is not None:
            yield mark(*match.span(), "doubled mark", kept)
    if ".." in text:
        yield from _two_stops(text)
    yield from _behind_quotations(document)
    first = _TEXT_START.match(text)
    for match in (*([first] if first else []), *_LINE_START.finditer(text)):
        yield mark(
            *match.span(1), "a mark that opens a line", "", safety=Safety.UNSAFE, confidence=0.8
        )
    for match in _LOWER_TAIL.finditer(text):
        if _is_tail(document, match):
            yield mark(
                match.start(),
                match.end() + len(match[1]) + 1,
                "a full stop before the tail of its sentence",
                edits=[Edit(Span(match.start(), match.start() + 1), "")],
                safety=Safety.UNSAFE,
                confidence=0.8,
            )
    yield from _hyphens_for_dashes(document)


def _kept_mark(text: str, match: re.Match[str]) -> str | None:
    """The one of two marks that stays; None where both may be meant.

    Full stops that touch, or that are three, are an ellipsis; one before a comma abbreviates.
    """
    first, second, glued = match[0][0], match[0][-1], len(match[0]) == 2
    before, rest = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
    if not (before.isalnum() or before in tuple(")]»”%") or is_emoji(before)):
        return None
    if first == ".":
        ellipsis = glued or rest.lstrip(" \u00a0")[:1] == "."
        return "." if second == "." and not ellipsis and not rest[:1].isalnum() else None
    if second == ".":
        return "." if first == "," and not (rest[:1] == "." or rest[:1].isalnum()) else None
    return None if rest[:1] in tuple(",;") else first


def _two_stops(text: str) -> Iterator[Mark]:
    if _STOPS_FOR_DOTS.search(text) is None:
        for match in _TWO_STOPS.finditer(text):
            edits = [Edit(Span(match.start() + 1, match.end()), "")]
            yield mark(*match.span(), "doubled mark", edits=edits)


def _behind_quotations(document: Document) -> Iterator[Mark]:
    """Full stops on both sides of a closing quotation mark, or one behind a space.

    The stop inside stays where the quotation is a sentence of its own, else the one behind.
    """
    text = document.text
    for match in _BEHIND_QUOTATION.finditer(text):
        start, end = match.span()
        quote = match.start("gap") - 1
        ellipsis = text[start] != "." or text[start - 1 : start] == "."
        # « Partez ! ». ends two sentences; and French papers print « Partez. ». as well
        if not match["gap"] and (ellipsis or text[quote] == "»"):
            continue
        if not ellipsis and _ENDS_ABBREVIATION.search(text, max(start - 5, 0), start):
            continue
        quotation = document.closings.get(quote)
        opened = quote if quotation is None or quotation.open is None else quotation.open + 1
        inside = text[opened : min(opened + 3, quote)].lstrip(_SPACES)[:1]
        dropped = [Span(quote + 1, end)]
        if not ellipsis and inside.islower():
            dropped = [Span(start, start + 1), Span(quote + 1, end - 1)]
        edits = [Edit(span, "") for span in dropped if len(span)]
        yield mark(start, end, "a full stop too many beside a quotation", edits=edits)


def _is_tail(document: Document, match: re.Match[str]) -> bool:
    first, before = match[1], document.word_before(match.start())
    return (
        first.islower()
        and before.islower()
        and len(before) > 3
        and document.lexicon.zipf(before) >= _KNOWN
        and document.lexicon.zipf(first) >= _KNOWN
    )


# "-le", "-la", "-moi" follow verbs; a possessive never hangs on a word.
_POSSESSIVE = re.compile(
    r"-(?=(?:ma|mon|mes|sa|son|ses|ta|ton|tes|notre|nos|leurs) [a-zà-ÿ])(?<=[a-zà-ÿ]{2}.)"
)


def _hyphens_for_dashes(document: Document) -> Iterator[Mark]:
    for match in _POSSESSIVE.finditer(document.text):
        at = match.start()
        before = document.word_before(at)
        if document.lexicon.zipf(before) >= _KNOWN:
            yield mark(
                at - len(before),
                at + 1 + len(document.word_after(at + 1)),
                "a hyphen where a dash stood",
                edits=[Edit(Span(at, at + 1), " - ")],
                safety=Safety.UNSAFE,
                confidence=0.8,
            )
