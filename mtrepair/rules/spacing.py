"""Spaces beside marks: lost, doubled, or kept in some places only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from mtrepair.document import Document, is_emoji
from mtrepair.rules.lost_spaces import is_glued, lost_spaces
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Span

_NO_BREAK = "\u00a0\u202f"

_WIDE = re.compile(r"[ \u00a0\u202f]{2,}")
_WIDE_PLAIN = re.compile(r"  +")
# Fewer spaces align nothing.
_COLUMN = 3
_COLUMN_GAP = re.compile(r"   +")
_GOES_ON = re.compile(r"[\w.]")
_ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split())
_SPACES = " \u00a0\u202f"

_HIGH = re.compile(r"[;:!?%]")
_NUMBER_SIGN = re.compile(r"°(?=\d)(?<=\b[nN].)")


@rule(
    "MT103",
    examples=[
        ("Le web,la radio et la presse.", "Le web, la radio et la presse."),
        ("Le Premier ministre,Rishi Sunak, a parlé.", "Le Premier ministre, Rishi Sunak, a parlé."),
        ("Il est parti.Elle est restée.", "Il est parti. Elle est restée."),
    ],
    clean=[
        "Voir lemonde.fr ou node.js, dit-il.",
        "Les (s)ondages et les parent(s)d’élèves.",
        "Les usagé·e·s, etc.",
        "Le score est de 1,5 contre 2,3.",
        "La société S.A.R.L. Dupont et J.-C. Martin.",
    ],
)
def missing_space(document: Document) -> Iterator[Mark]:
    """No space after a mark, before an opening guillemet or bracket, or beside markup.

    The space beside a link or bold border was lost. Only between words that the lexicon knows
    (names after a comma too), so that addresses, file names, abbreviations and inclusive forms
    stay. Behind a name a full stop needs a sentence that begins with a word of grammar. At the
    border of a link, a tag or a mark of emphasis the two words must not make one. Safe: a space
    is inserted.
    """
    for at, span, beside in lost_spaces(document):
        yield mark(span.start, span.end, f"no space {beside}", edits=[Edit(Span(at, at), " ")])


@rule(
    "MT104",
    examples=[
        ("À  partir de demain.", "À partir de demain."),
        ("Toute l’ année, dit-il.", "Toute l’année, dit-il."),
        ("Il est venu , puis parti .", "Il est venu, puis parti."),
        ("Le maire        est venu.", "Le maire est venu."),
        ("Un homme ( le maire ) est venu.", "Un homme (le maire) est venu."),
    ],
    clean=[
        "Le framework .NET et un fichier .gitignore.",
        "Nom    Âge    Ville\nLéa    12     Pau",
        "Il hésite … puis part.",
        "Une bonne nouvelle :)",
        "Sommaire\nLe vote        12\nLe bilan        40",
    ],
)
def extra_space(document: Document) -> Iterator[Mark]:
    """A double space, or a space where none may stand.

    An empty inline element leaves two spaces, a fragment its own: before a comma or a full
    stop, inside brackets, beside an apostrophe. Columns of text are left alone. Safe: only
    spaces change, and a no-break space is the one that stays.
    """
    text = document.text
    no_break = any(space in text for space in _NO_BREAK)
    columns = _Columns(document)
    for match in (_WIDE if no_break else _WIDE_PLAIN).finditer(text):
        if _within_line(text, match) and not columns.holds(Span(*match.span())):
            yield mark(*match.span(), "more than one space", _one_space(text, match))
    for at in _behind_space(text, ",."):
        gap = _gap_before(text, at)
        before = text[gap.start - 1] if gap.start else ""
        ends = before.isalnum() or before in tuple(")]»”%") or is_emoji(before)
        glued = text[at] == "," and text[at + 1 : at + 2].isalpha() and is_glued(document, at)
        if before in tuple('»”"'):
            last = text[max(gap.start - 3, 0) : gap.start - 1]
            # MT201 sees to a full stop too many, as in "« Oui. » ."
            stray = text[at] == "." and last.rstrip(_SPACES)[-1:] in tuple(".!?…")
            ends = not stray and (before != '"' or last[-1:].isalnum())
        if ends and (glued or not _GOES_ON.match(text, at + 1)):
            yield mark(gap.start, at + 1, "space before a mark", edits=[Edit(gap, "")])
    for at in (*_before_space(text, "("), *_behind_space(text, ")")):
        opens = text[at] == "("
        gap = _gap_after(text, at + 1) if opens else _gap_before(text, at)
        if _in_brackets(text, text[at], gap):
            start, end = min(at, gap.start), max(at + 1, gap.end)
            yield mark(start, end, "space inside a bracket", edits=[Edit(gap, "")])
    for at in {*_before_space(text, "'’"), *_behind_space(text, "'’")}:
        yield from _beside_apostrophe(document, at)


@rule(
    "MT205",
    examples=[
        (
            "Il a dit : oui. Elle a dit : non. Ils ont dit: rien.",
            "Il a dit : oui. Elle a dit : non. Ils ont dit : rien.",
        ),
        ("Il a dit : oui. Elle a dit: non.", "Il a dit : oui. Elle a dit : non."),
    ],
    clean=[
        "Il a dit: oui. Elle a dit: non.",
        "Il a dit : oui. Rendez-vous à 10:30.",
        "Les taux sont de 86%, de 12% ou de 3 %, selon l’un: lui.",
    ],
)
def punctuation_spacing(document: Document) -> Iterator[Mark]:
    """French spacing of `; : ! ? %` and `n°` kept in some places and lost in others.

    The English source has no space there, and an engine adds it only where it sees the whole
    sentence. The text's own majority decides for each kind of mark: Canadian papers space the
    colon and no other. Where both are equally frequent, French usage does. With a house style,
    the space itself is held to it. Safe.
    """
    text, asked = document.text, document.style.space_character
    places = [match.start() for match in _HIGH.finditer(text) if _is_mark(text, match.start())]
    places = [at for at in places if not document.is_protected(at)]
    for marks in (":", ";!?", "%"):
        spaced = [at for at in places if text[at] in marks and text[at - 1] in " \u00a0\u202f"]
        tight = [at for at in places if text[at] in marks and text[at - 1] not in " \u00a0\u202f"]
        space = asked or _usual_space(text, spaced)
        # A tie is no habit: French usage decides.
        if asked or len(spaced) >= len(tight):
            for at in tight:
                yield mark(
                    at - 1,
                    at + 1,
                    f"no space before “{text[at]}”, unlike elsewhere",
                    edits=[Edit(Span(at, at), space)],
                )
        if asked:
            for at in spaced:
                gap = Span(at - 1, at)
                if gap.of(text) != space and text[at - 2 : at - 1].strip():
                    yield mark(at - 1, at + 1, "not the house’s space", edits=[Edit(gap, space)])
    yield from _number_signs(document)


def _within_line(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return start > 0 and end < len(text) and text[start - 1] != "\n" and text[end] != "\n"


class _Columns:
    """Which spaces of a text align columns; each line is looked at once."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._lines = document.lines
        self._rows: dict[int, int] = {}

    def holds(self, spaces: Span) -> bool:
        """Whether the spaces are three or more, and not alone in their line.

        Six or more may be alone in it if a line above or below has such spaces as well.
        """
        if len(spaces) < _COLUMN:
            return False
        row = bisect_right(self._lines, spaces.start, key=lambda line: line.start) - 1
        if self._gaps(row) > 1:
            return True
        beside = self._gaps(row - 1) + self._gaps(row + 1)
        return len(spaces) >= 2 * _COLUMN and beside > 0

    def _gaps(self, row: int) -> int:
        """How many gaps between columns a line has; two where it has cells marked off."""
        if not 0 <= row < len(self._lines):
            return 0
        if row not in self._rows:
            line = self._lines[row].of(self._text)
            marked = "|" in line or "\t" in line
            self._rows[row] = 2 if marked else len(_COLUMN_GAP.findall(line))
        return self._rows[row]


def _one_space(text: str, match: re.Match[str]) -> str:
    hugs = text[match.end()] in ";:!?%»" or text[match.start() - 1] == "«"
    if text[match.end()] in ",.)" or text[match.start() - 1] == "(":
        return ""
    return next((c for c in match[0] if hugs and c in _NO_BREAK), " ")


def _behind_space(text: str, marks: str) -> Iterator[int]:
    """Where one of the marks stands with a space before it.

    Each pair of space and mark is searched as a literal, which is several times as quick as a
    pattern that has to try every space.
    """
    for space in filter(text.__contains__, _SPACES):
        for sign in marks:
            yield from (at + 1 for at in _places(text, space + sign))


def _before_space(text: str, marks: str) -> Iterator[int]:
    """Where one of the marks stands with a space behind it."""
    for space in filter(text.__contains__, _SPACES):
        for sign in marks:
            yield from _places(text, sign + space)


def _places(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def _gap_before(text: str, at: int) -> Span:
    """The spaces, perhaps none, that end at `at`."""
    start = at
    while start and text[start - 1] in _SPACES:
        start -= 1
    return Span(start, at)


def _gap_after(text: str, at: int) -> Span:
    """The spaces, perhaps none, that begin at `at`."""
    end = at
    while end < len(text) and text[end] in _SPACES:
        end += 1
    return Span(at, end)


def _in_brackets(text: str, bracket: str, gap: Span) -> bool:
    """Whether the spaces stand inside a pair of brackets of one line, no emoticon."""
    if bracket == "(":
        emoticon = text[gap.start - 2 : gap.start - 1] == ":"
        close = text.find(")", gap.end, gap.end + 500)
        return close >= 0 and "\n" not in text[gap.end : close] and not emoticon
    opening = text.rfind("(", max(gap.start - 500, 0), gap.start)
    inside = text[opening + 1 : gap.start]
    return opening >= 0 and bool(inside.strip()) and ")" not in inside and "\n" not in inside


def _beside_apostrophe(document: Document, at: int) -> Iterator[Mark]:
    """A mark where the apostrophe at `at` elides a word and has spaces on one side."""
    text = document.text
    before, after = _gap_before(text, at), _gap_after(text, at + 1)
    head = document.word_before(before.start)
    start = before.start - len(head)
    joined = text[start - 1 : start] in tuple("'’-") and start > 0
    if head.lower() in _ELIDED and not joined and text[after.end : after.end + 1].isalpha():
        yield mark(
            start,
            after.end,
            "space beside an apostrophe",
            edits=[Edit(gap, "") for gap in (before, after) if len(gap)],
        )


def _is_mark(text: str, at: int) -> bool:
    """Whether a high mark follows a word and ends its clause (not 10:30, not an address)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if at == 0 or (after and not after.isspace() and after not in '»”"«“)'):
        return False
    if before in " \u00a0\u202f":
        before = text[at - 2 : at - 1]
        return before.isalnum() or before in tuple('»”")')
    return before.isalnum() or before in tuple('»”")')


def _usual_space(text: str, spaced: list[int]) -> str:
    spaces = Counter(text[at - 1] for at in spaced)
    return spaces.most_common(1)[0][0] if spaces else "\u00a0"


def _number_signs(document: Document) -> Iterator[Mark]:
    text, asked = document.text, document.style.space_character
    if "n°" not in text and "N°" not in text:
        return
    tight = [at for at in _NUMBER_SIGN.finditer(text) if not document.is_protected(at.start())]
    spaced = sum(not document.is_protected(at) for at in _before_space(text, "°"))
    if asked or spaced > len(tight):
        space = asked or " "
        for match in tight:
            edits = [Edit(Span(match.end(), match.end()), space)]
            yield mark(match.start() - 1, match.end() + 1, "no space after “n°”", edits=edits)
