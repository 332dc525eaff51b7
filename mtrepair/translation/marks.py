"""Marks carried over: quotes, what stands around a sentence, its last mark, its first capital."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from mtrepair.lexicon import Lexicon, load
from mtrepair.protected import inline_spans
from mtrepair.quotations import quotations
from mtrepair.types import covers

QuoteHabit = Literal["curly", "straight"]

_SPACES = " \u00a0\u202f\u2009"
# List marks and symbols before a sentence; a sign before a digit is part of the number.
_LEAD = re.compile(
    r"(?:[-–—•*·▪‣◦>]+\s+|\(?(?:\d{1,3}|[a-z])[.)]\s+|#{1,6}\s+"
    r"|[^\w«»“”„\"'’‘(\[{<@#$€£+%.…–—-]+)+"
)
_TRAILING = re.compile(r"[\s\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_OPENING = re.compile(rf"[«“„”\"(\[][{_SPACES}]*")
_CLOSING = re.compile(rf"[»”“\")\]][{_SPACES}]*[.!?…,;:]*")
_BRACKETS = {"(": ")", "[": "]"}
_CLOSERS, _LAST_MARKS = '»”“")]', ".!?…,;:"

# Behind a digit it is inches.
_QUOTED = re.compile(r"[«»“”„]|(?<!\d)\"")
_TYPOGRAPHIC = re.compile(r"[«»“”„’]")
_FRENCH_MARK = re.compile(
    # A run of spaces is read once, from its start.
    rf"(?<![{_SPACES}])[{_SPACES}]+(?:([!?;:]+)(?=[\s»”\")\]]|$)|»)"
    rf"|«[{_SPACES}]*|[»“”„\"]|(?<=\w)'(?=\w)"
)
# Characters at the end that tell an abbreviation: "U.S.S.R."
_LONGEST_ABBREVIATION = 16
_ABBREVIATED = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\b(?:Mr|Mrs|Dr|Inc|Ltd|Co|etc)\.$")
_FIRST = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")

# English words that begin a clause and are never names.
_LOWERED = frozenset(
    "a about after all also although among an and any are as at be because been before being both "
    "but by can could did do does during each either even every few first for from had has have he "
    "her here him his how however if in including instead into is it its just last like many may "
    "might more most much must my neither never next no nor not now of on once one only or other "
    "our out over particularly perhaps rather same she should since so some still such than that "
    "the their them then there therefore these they this those though through thus to too two "
    "under until up upon us very was we were what when where whereas whether which while who whose "
    "why will with within without would yet you your it's that's there's he's she's we're they're "
    "don't doesn't didn't isn't wasn't can't".split()
)


class Shell(NamedTuple):
    """A text in three parts: what stands around it is copied, the core is translated."""

    before: str
    core: str
    after: str


def shell(text: str) -> Shell:
    """List marks and symbols at the ends, and the quotes or brackets that enclose the whole.

    A quote that the text opens without closing it, or closes without opening it, belongs to the
    shell too.

    >>> shell("- « Il part », dit-on")
    Shell(before='- ', core='« Il part », dit-on', after='')
    >>> shell("(« Il part. »)")
    Shell(before='(« ', core='Il part.', after=' »)')
    """
    start, end, partners = 0, len(text), None
    while start < end:
        lead, trail = _symbols(text, start, end)
        if not lead + trail:
            partners = _partners(text) if partners is None else partners
            lead = _opening(text, start, end, partners)
            trail = _closing(text, start + lead, end, partners)
        if not lead + trail:
            break
        start, end = start + lead, end - trail
    return Shell(text[:start], text[start:end], text[end:])


def _symbols(text: str, start: int, end: int) -> tuple[int, int]:
    """Characters of list marks and symbols at the start, and of symbols at the end."""
    match = _LEAD.match(text, start, end)
    lead = match.end() - start if match else 0
    stop = end
    while stop > start + lead and _TRAILING.match(text, stop - 1):
        stop -= 1
    return lead, end - stop


def _opening(text: str, start: int, end: int, partners: dict[int, int]) -> int:
    """Characters of a quote or bracket at the start that encloses all, or has no other half."""
    match = _OPENING.match(text, start, end)
    if match is None or match.end() == end:
        return 0
    close = partners.get(start, -1)
    encloses = not start < close < end or _CLOSING.fullmatch(text, close, end)
    return match.end() - start if encloses else 0


def _closing(text: str, start: int, end: int, partners: dict[int, int]) -> int:
    """Characters at the end of a quote or bracket whose other half is not in the text."""
    stop = _back(text, start, _back(text, start, end, _LAST_MARKS), _SPACES)
    mark = stop - 1
    if mark < start or text[mark] not in _CLOSERS or start <= partners.get(mark, -1) < end:
        return 0
    stop = _back(text, start, mark, _SPACES)
    return end - stop if stop > start else 0


def _back(text: str, start: int, end: int, characters: str) -> int:
    """Where a run of the characters begins that ends at `end`."""
    while end > start and text[end - 1] in characters:
        end -= 1
    return end


def _partners(text: str) -> dict[int, int]:
    """The places of quotes and brackets, each with that of its other half."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, character in enumerate(text):
        if character in _BRACKETS:
            stack.append(i)
        elif character in _BRACKETS.values() and stack:
            found[i] = stack.pop()
    # Straight marks left alone are in no quotation.
    for quotation in quotations(text):
        if quotation.open is not None and quotation.close is not None:
            found[quotation.close] = quotation.open
    return found | {other: mark for mark, other in found.items()}


def habit(text: str) -> QuoteHabit:
    """Whether a text has typographic quotes or apostrophes anywhere.

    >>> habit("L’Iran"), habit("L'Iran")
    ('curly', 'straight')
    """
    return "curly" if _TYPOGRAPHIC.search(text) else "straight"


def in_style(text: str, style: QuoteHabit = "curly") -> str:
    """The text with English quotes, and no space before high marks or inside quotes.

    >>> in_style("« Non ! » : «non»")
    '“Non!”: “non”'
    >>> print(in_style("« It's »", "straight"))
    "It's"
    """
    guarded = inline_spans(text)
    straight = [at for at, character in enumerate(text) if character == '"']

    def replaced(match: re.Match[str]) -> str:
        if covers(guarded, match.start()):
            return match[0]
        is_odd = bisect_left(straight, match.start()) % 2 == 1
        return match[1] if match[1] else _quote(match, style, is_odd=is_odd)

    return _FRENCH_MARK.sub(replaced, text)


def _quote(match: re.Match[str], style: QuoteHabit, *, is_odd: bool) -> str:
    """The English quote; `is_odd`: an odd number of straight ones stands before it."""
    mark = match[0].strip(_SPACES)
    if mark == "'":
        return "’" if style == "curly" else mark
    if style == "straight":
        return '"'
    if mark == '"':
        return "“" if _opens(match.string, match.start(), is_odd=is_odd) else "”"
    return "“" if mark in "«“„" else "”"


def _opens(text: str, at: int, *, is_odd: bool) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace() and after.isspace():
        return not is_odd
    return (before.isspace() or before in "([—–-/“‘") and not after.isspace()


def ended_like(source: str, hypothesis: str) -> str:
    """The hypothesis with the last mark of its source, or none where the source has none.

    >>> ended_like("Que faire ?", "What to do."), ended_like("Un titre", "A headline.")
    ('What to do?', 'A headline')
    """
    wanted = _last_mark(source)
    tail = max(0, len(hypothesis) - _LONGEST_ABBREVIATION)
    if wanted in ("", ".") and _ABBREVIATED.search(hypothesis, tail):
        return hypothesis
    start, inside, closers, outside = _ending(hypothesis)
    if closers and wanted and (inside or outside)[:1] == wanted[:1]:
        return hypothesis
    return hypothesis[:start] + closers + wanted


def _last_mark(text: str) -> str:
    _, inside, _, outside = _ending(text)
    return inside or outside


def _ending(text: str) -> tuple[int, str, str, str]:
    """Where the last marks of a text begin, and those before, of, and behind its last quotes."""
    marks, quotes = ".!?…:;,", "»”“’'\")]"
    last = _back(text, 0, len(text), marks)
    closed = _back(text, 0, last, _SPACES)
    opened = _back(text, 0, closed, quotes)
    ended = _back(text, 0, opened, _SPACES)
    first = _back(text, 0, ended, marks)
    inside, closers, outside = text[first:ended], text[opened:closed], text[last:]
    if not inside and not closers:
        inside, outside = outside, ""
    return _back(text, 0, first, _SPACES), inside, closers, outside


def quoted_like(source: str, hypothesis: str) -> str:
    """The hypothesis without quotation marks where its source has none.

    >>> quoted_like("Devant eux, Roche a parlé", 'Before them, "Roche" spoke')
    'Before them, Roche spoke'
    """
    if _QUOTED.search(source):
        return hypothesis
    return " ".join(_QUOTED.sub("", hypothesis).split())


def begun_like(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> str:
    """The hypothesis with a capital where its source begins with one, without where not.

    A word that English may write with a capital keeps it.

    >>> begun_like("mais il part", "But he leaves"), begun_like("lundi", "Monday")
    ('but he leaves', 'Monday')
    """
    theirs, ours = _FIRST.search(source), _FIRST.search(hypothesis)
    if not theirs or not ours:
        return hypothesis
    word, place = ours[0], ours.start()
    if theirs[0][0].isupper() and word[0].islower() and not _digits_before(hypothesis, place):
        return hypothesis[:place] + word[0].upper() + hypothesis[place + 1 :]
    if theirs[0][0].islower() and word.istitle() and _is_common(word, lexicon or load()):
        return hypothesis[:place] + word[0].lower() + hypothesis[place + 1 :]
    return hypothesis


def _digits_before(text: str, place: int) -> bool:
    return any(character.isdigit() for character in text[:place])


def _is_common(word: str, lexicon: Lexicon) -> bool:
    lower = word.lower().replace("’", "'")
    return lower in _LOWERED or (lexicon.zipf(lower) > 1 and lexicon.capitalised(lower) < 0.2)


def is_shouted(text: str) -> bool:
    """Whether a text of several words is in capitals throughout.

    >>> is_shouted("LA CRISE"), is_shouted("ONU")
    (True, False)
    """
    return len(text.split()) > 1 and text.isupper() and sum(map(str.isalpha, text)) > 6
