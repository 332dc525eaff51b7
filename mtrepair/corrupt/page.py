"""What the page around the text does to it: spaces, marks, quotations, headline, furniture."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from mtrepair.corrupt.fragments import Wound
from mtrepair.corrupt.syntax import Parsed, phrases

_SECTIONS = ("Actualités", "Monde", "International", "Le Journal", "Politique", "News")
_FURNITURE = (
    "Share this article",
    "Partager\nTweeter\nEnvoyer",
    "Sign up for our newsletter",
    "Your email address will not be published.",
    "Articles similaires",
    "Accept all cookies",
)
_GUILLEMETS = re.compile(r"«([  ]?)([^«»\n]{2,80}?)[  ]?»")
_CLAUSE_END = re.compile(r"(?<=[^\W\d_])[,;] ")


def joined_words(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """The space lost at one border of a phrase, or at both."""
    text = parsed.text
    for first, last in phrases(parsed):
        span = parsed.span(first, last)
        borders = [at for at in (span.start - 1, span.end) if _is_between_words(text, at)]
        if len(borders) == 2 and rng.random() < 0.3:
            yield Wound(borders[0], borders[1] + 1, span.of(text), "MT101")
        elif borders:
            at = rng.choice(borders)
            yield Wound(at, at + 1, "", "MT101")


def _is_between_words(text: str, at: int) -> bool:
    inside = 0 < at < len(text) - 1
    return inside and text[at] == " " and text[at - 1].isalnum() and text[at + 1].isalnum()


def spare_spaces(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A space too many at the border of a phrase."""
    text = parsed.text
    for first, last in phrases(parsed):
        for at in (parsed.span(first, last).start, parsed.span(first, last).end):
            before, after = text[at - 1 : at], text[at : at + 1]
            if before == " " or after in (" ", ",", ".") or before in ("'", "’", "("):
                yield Wound(at, at, " ", "MT104")


def lost_spaces(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """The space lost after a mark that ends a link."""
    for match in _CLAUSE_END.finditer(parsed.text):
        yield Wound(match.start(), match.end(), match[0].strip(), "MT103")


def stray_marks(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A mark that a phrase got as a sentence of its own, or one that was printed twice."""
    text = parsed.text
    for first, last in phrases(parsed):
        at = parsed.span(first, last).end
        if _is_between_words(text, at):
            yield Wound(at, at, rng.choice([",", ",", ",", ".", ";", " ;"]), "MT201")
    for match in re.finditer(r"(?<=\w)[.,](?=\s|$)", text):
        yield Wound(match.end(), match.end(), rng.choice(["", " "]) + match[0], "MT201")


def other_quotes(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A quotation in other marks than the rest."""
    for match in _GUILLEMETS.finditer(parsed.text):
        left, right = rng.choice([("“", "”"), ("“", " »"), ('"', '"')])
        yield Wound(match.start(), match.end(), left + match[2] + right, "MT202")


def tight_guillemets(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """Guillemets without their spaces."""
    for match in _GUILLEMETS.finditer(parsed.text):
        if match[1]:
            yield Wound(match.start(), match.end(), f"«{match[2]}»", "MT204")


def left_in_english(parsed: Parsed, english: str, rng: random.Random) -> Iterator[Wound]:
    """A clause that was skipped, where both sides have the same clauses."""
    french = _clauses(parsed.text)
    other = _clauses(english)
    if len(french) == len(other) > 1:
        for (start, end), (first, last) in zip(french, other, strict=True):
            yield Wound(start, end, english[first:last], "MT402")


def _clauses(text: str) -> list[tuple[int, int]]:
    borders = [match.end() for match in _CLAUSE_END.finditer(text)]
    return list(zip([0, *borders], [*borders, len(text)], strict=True))


def page_wounds(text: str, rng: random.Random) -> Iterator[Wound]:
    """A doubled headline with a site's name, and furniture, for a text of several lines."""
    headline, separator, _ = text.partition("\n")
    if not separator:
        return
    if rng.random() < 0.3:
        suffix = f" {rng.choice('|–-')} {rng.choice(_SECTIONS)}"
        yield Wound(0, 0, f"{headline}{suffix}\n\n", "MT301")
    if rng.random() < 0.5:
        yield Wound(len(text), len(text), f"\n\n{rng.choice(_FURNITURE)}", "MT401")
