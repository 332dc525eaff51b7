"""Quotation marks: several systems in one text, quotations never closed, tight guillemets."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.language import is_english
from mtrepair.quotations import Quotation
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Quotes, Safety, Span

_SPACES = " \u00a0\u202f\u2009"
_MARKS: dict[Quotes, tuple[str, str]] = {
    "guillemets": ("«", "»"),
    "curly": ("“", "”"),
    "straight": ('"', '"'),
}

# French guillemets in a French text are no slip: they decide as soon as one quotation in ten
# has them, since the other systems are what an engine copies from the English.
_GUILLEMETS_DECIDE = 0.1


@rule(
    "MT202",
    examples=[
        (
            "Les “facilitateurs” ont un « plan ».",
            "Les « facilitateurs » ont un « plan ».",
        ),
        (
            "Le porte-parole a dénoncé “une attaque lâche ».",
            "Le porte-parole a dénoncé « une attaque lâche ».",
        ),
        (
            "Elle a parlé d’»agir vite », puis d’« attendre ».",
            "Elle a parlé d’« agir vite », puis d’« attendre ».",
        ),
    ],
    clean=[
        "Il a dit “oui” puis “non”.",
        'Il a dit "oui" puis "non".',
        "« L’accord est “historique” », a jugé la ministre.",
    ],
)
def quote_mismatch(document: Document) -> Iterator[Mark]:
    """Several quote systems in one text, or a quotation opened in one and closed in another.

    An engine that translates fragments apart copies the English marks in one and writes French
    guillemets in the next; where a space is lost, a guillemet may be turned round. The text's own
    system decides, French guillemets as soon as one quotation in ten has them, or the house
    style. Quotations inside quotations are left alone. Safe: only marks and the spaces inside
    them change. Straight marks that stand apart from their words may be paired wrongly, so they
    are only shown.
    """
    target = wanted_system(document)
    if target is None:
        return
    space = guillemet_space(document) if target == "guillemets" else ""
    for quotation in _outermost(document):
        reversed_mark = _is_reversed(document.text, quotation)
        if reversed_mark or quotation.mixed or quotation.open_system != target:
            start, end = _ends(quotation)
            if is_english(document.text[start:end], lexicon=document.lexicon):
                continue  # “Long live the Queen” keeps the marks of its language
            sure = _hugs_its_words(document.text, quotation)
            wrong = "the wrong way round" if reversed_mark else "not the text's own"
            yield mark(
                start,
                end,
                f"quotation marks that are {wrong}: {' '.join(_MARKS[target])}",
                edits=_rewritten(document.text, quotation, target, space),
                safety=Safety.SAFE if sure else Safety.DISPLAY,
                confidence=0.95 if sure else 0.6,
            )


@rule(
    "MT203",
    examples=[
        (
            "Elle a ajouté : “Il faut agir maintenant.\n\nLe vote aura lieu jeudi.",
            "Elle a ajouté : “Il faut agir maintenant.”\n\nLe vote aura lieu jeudi.",
        ),
        ("Il parle de « réforme depuis des mois, dit-on, sans rien faire", None),
    ],
    clean=[
        "« Nous partons.\n\n« Nous reviendrons », dit-il.",
        "« Nous partons. Nous reviendrons. Nous serons là », dit-il.",
        'Un écran de 27" coûte cher.',
    ],
)
def quote_unclosed(document: Document) -> Iterator[Mark]:
    """A quotation that is never closed, or never opened.

    A paragraph border inside a quotation loses the other mark. Where the quotation begins a
    sentence and its paragraph ends one, the end of the paragraph is the evident end: an unsafe
    fix puts the mark there. Elsewhere it is only shown.
    """
    space = guillemet_space(document)
    line_ends = _LineEnds(document)
    for quotation in _unpaired(document):
        start, end = _ends(quotation)
        edits = []
        if quotation.open is not None and (close := _evident_end(line_ends, quotation.open)):
            closer = _MARKS[quotation.open_system][1]
            edits = [Edit(Span(close, close), space + closer if closer == "»" else closer)]
        wrong = "closed" if quotation.close is None else "opened"
        yield mark(
            start,
            end,
            f"this quotation is never {wrong}",
            edits=edits,
            safety=Safety.UNSAFE,
            confidence=0.8,
        )


@rule(
    "MT204",
    examples=[
        (
            "Un « plan » puis un «tableau de bord» de plus.",
            "Un « plan » puis un « tableau de bord » de plus.",
        ),
    ],
    clean=["Un «plan» puis un «tableau de bord».", "Un « plan » et un « projet »."],
)
def guillemet_spacing(document: Document) -> Iterator[Mark]:
    """Guillemets without their inner spaces in a text that has them elsewhere.

    Two engines, or two passes of one, space them differently. A text that never spaces its
    guillemets is left alone: Swiss and some French papers write so. With a house style, every
    guillemet gets its space. Safe: only spaces change.
    """
    space = guillemet_space(document)
    asked = document.style.space is not None
    for quotation in document.quotations:
        edits = [
            Edit(span, space)
            for span in _inner_gaps(document, quotation)
            if span.of(document.text) != space and (asked or (space and not len(span)))
        ]
        if edits:
            start, end = _ends(quotation)
            yield mark(start, end, "guillemets spaced unlike the others of the text", edits=edits)


def wanted_system(document: Document) -> Quotes | None:
    """The quote system that the text's quotations should have; None where it has no quotation."""
    if document.style.quotes is not None:
        return document.style.quotes
    systems = Counter(
        quotation.open_system for quotation in _outermost(document) if not quotation.mixed
    )
    if not systems:
        mixed = [quotation for quotation in _outermost(document) if quotation.mixed]
        return "guillemets" if mixed else None
    if systems["guillemets"] >= _GUILLEMETS_DECIDE * systems.total():
        return "guillemets"
    return systems.most_common(1)[0][0]


def guillemet_space(document: Document) -> str:
    """What stands inside guillemets: the house style's space, or the one the text uses most.

    The empty string where the text has guillemets and most are tight; a no-break space where it
    has none.
    """
    if document.style.space_character is not None:
        return document.style.space_character
    gaps = Counter(
        span.of(document.text)
        for quotation in document.quotations
        for span in _inner_gaps(document, quotation)
    )
    tight = gaps.pop("", 0)
    if not gaps:
        return "" if tight else "\u00a0"
    return gaps.most_common(1)[0][0] if gaps.total() >= tight else ""


def _outermost(document: Document) -> Iterator[Quotation]:
    for quotation in document.quotations:
        if quotation.depth == 0 and not document.in_foreign(_ends(quotation)[0]):
            yield quotation


def _unpaired(document: Document) -> Iterator[Quotation]:
    for quotation in document.quotations:
        if quotation.open is None or quotation.close is None:
            inches = quotation.open is None and document.text[_ends(quotation)[0] - 1].isdigit()
            if not inches:
                yield quotation


def _is_reversed(text: str, quotation: Quotation) -> bool:
    """Whether one of the guillemets looks the wrong way: "d’»agir »"."""
    opened = quotation.open is not None and text[quotation.open] == "»"
    return opened or (quotation.close is not None and text[quotation.close] == "«")


def _hugs_its_words(text: str, quotation: Quotation) -> bool:
    """Whether straight marks stand where one opens and the other closes."""
    if quotation.open_system != "straight" or quotation.open is None or quotation.close is None:
        return True
    before, after = (
        text[quotation.open - 1 : quotation.open],
        text[quotation.close + 1 : quotation.close + 2],
    )
    return (
        quotation.close - quotation.open > 1
        and not (quotation.open and before.isalnum())
        and not text[quotation.open + 1].isspace()
        and not text[quotation.close - 1].isspace()
        and not after.isalnum()
    )


def _ends(quotation: Quotation) -> tuple[int, int]:
    """Start and end of the quotation, its marks included, or of the one mark there is."""
    first = quotation.open if quotation.open is not None else quotation.close
    last = quotation.close if quotation.close is not None else quotation.open
    assert first is not None and last is not None
    return first, last + 1


def _rewritten(text: str, quotation: Quotation, target: Quotes, space: str) -> Iterator[Edit]:
    """Edits that write the quotation's marks, with `space` inside them, in another system."""
    opener, closer = _MARKS[target]
    end = 0
    if quotation.open is not None:
        end = _skip(text, quotation.open + 1, 1)
        yield Edit(Span(quotation.open, end), opener + space)
    if quotation.close is not None:
        # Between the marks of an empty quotation there is one space for both.
        start = max(end, _skip(text, quotation.close, -1))
        yield Edit(Span(start, quotation.close + 1), space + closer)


def _inner_gaps(document: Document, quotation: Quotation) -> Iterator[Span]:
    """The white space, perhaps empty, inside each guillemet of a quotation."""
    text = document.text
    if quotation.open is not None and text[quotation.open] == "«":
        end = _skip(text, quotation.open + 1, 1)
        if text[end : end + 1].strip():
            yield Span(quotation.open + 1, end)
    if quotation.close is not None and text[quotation.close] == "»":
        start = _skip(text, quotation.close, -1)
        if text[max(start - 1, 0) : start].strip() and start - 1 != quotation.open:
            yield Span(start, quotation.close)


def _skip(text: str, at: int, step: int) -> int:
    """The border reached by going over spaces from the border `at`, forwards or backwards."""
    while 0 < at < len(text) and text[at if step > 0 else at - 1] in _SPACES:
        at += step
    return at


class _LineEnds:
    """Where the lines of a document end, without their white space; each is looked for once."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self._lines = document.lines
        self._ends: dict[Span, int] = {}

    def behind(self, index: int) -> int:
        """The end of the line that the character at `index`, which is no white space, stands in."""
        line = self._lines[bisect_right(self._lines, index, key=lambda line: line.start) - 1]
        if line not in self._ends:
            self._ends[line] = line.start + len(line.of(self.text).rstrip())
        return self._ends[line]


def _evident_end(lines: _LineEnds, opened: int) -> int | None:
    """Where a quotation that begins a sentence must end: after its paragraph's last full stop."""
    text, end = lines.text, lines.behind(opened)
    begins = _skip(text, opened + 1, 1)
    first = text[begins : min(begins + 1, end)]
    return end if first.isupper() and text[end - 1] in ".!?…" else None
