"""Marks carried over: quotes, what stands around a sentence, its last mark, its first capital."""

from __future__ import annotations

import re
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
_TRAIL = re.compile(r"[\s\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]+$")
_OPENING = re.compile(rf"[«“„”\"(\[][{_SPACES}]*")
_CLOSING = re.compile(rf"[{_SPACES}]*[»”“\")\]][{_SPACES}]*[.!?…,;:]*$")
_BRACKETS = {"(": ")", "[": "]"}

_TYPOGRAPHIC = re.compile(r"[«»“”„’]")
_FRENCH_MARK = re.compile(
    rf"[{_SPACES}]+([!?;:]+)(?=[\s»”\")\]]|$)"
    rf"|«[{_SPACES}]*|[{_SPACES}]*»|[“”„\"]|(?<=\w)'(?=\w)"
)
_LAST = re.compile(rf"[{_SPACES}]*([.!?…:;,]*)[{_SPACES}]*([»”“’'\")\]]*)[{_SPACES}]*([.!?…:;,]*)$")
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
    before, core, after = "", text, ""
    while core:
        start = _lead(core)
        end = len(core) - _trail(core[start:])
        if (start, end) == (0, len(core)):
            break
        before, core, after = before + core[:start], core[start:end], core[end:] + after
    return Shell(before, core, after)


def _lead(text: str) -> int:
    """Characters at the start that belong to the shell."""
    if match := _LEAD.match(text):
        return match.end()
    match = _OPENING.match(text)
    if match is None or match.end() == len(text):
        return 0
    close = _partner(text, 0)
    return match.end() if close is None or _CLOSING.fullmatch(text, close) else 0


def _trail(text: str) -> int:
    """Characters at the end that belong to the shell."""
    if match := _TRAIL.search(text):
        return len(match[0])
    match = _CLOSING.search(text)
    if match is None or match.start() == 0:
        return 0
    mark = next(i for i in range(match.start(), len(text)) if text[i] not in _SPACES)
    return len(match[0]) if _partner(text, mark) is None else 0


def _partner(text: str, mark: int) -> int | None:
    """Where the quote or bracket at `mark` has its other half."""
    if text[mark] in "()[]":
        return _bracket(text, mark)
    for quotation in quotations(text):
        if quotation.open == mark:
            return quotation.close
        if quotation.close == mark:
            return quotation.open
    # Straight marks left alone are in no quotation.
    return None


def _bracket(text: str, mark: int) -> int | None:
    stack: list[int] = []
    for i, character in enumerate(text):
        if character in _BRACKETS:
            stack.append(i)
        elif character in _BRACKETS.values() and stack:
            opened = stack.pop()
            if mark in (opened, i):
                return i if mark == opened else opened
    return None


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

    def replaced(match: re.Match[str]) -> str:
        if covers(guarded, match.start()):
            return match[0]
        return match[1] if match[1] else _quote(match, style)

    return _FRENCH_MARK.sub(replaced, text)


def _quote(match: re.Match[str], style: QuoteHabit) -> str:
    mark = match[0].strip(_SPACES)
    if mark == "'":
        return "’" if style == "curly" else mark
    if style == "straight":
        return '"'
    if mark == '"':
        return "“" if _opens(match.string, match.start()) else "”"
    return "“" if mark in "«“„" else "”"


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace() and after.isspace():
        return text.count('"', 0, at) % 2 == 0
    return (before.isspace() or before in "([—–-/“‘") and not after.isspace()


def ended_like(source: str, hypothesis: str) -> str:
    """The hypothesis with the last mark of its source, or none where the source has none.

    >>> ended_like("Que faire ?", "What to do."), ended_like("Un titre", "A headline.")
    ('What to do?', 'A headline')
    """
    wanted = _last_mark(source)
    match = _LAST.search(hypothesis)
    if match is None or (wanted in ("", ".") and _ABBREVIATED.search(hypothesis)):
        return hypothesis
    inside, closers, outside = match.groups()
    if closers and wanted and (inside or outside)[:1] == wanted[:1]:
        return hypothesis
    body = hypothesis[: match.start()]
    return body + closers + wanted if closers else body + wanted


def _last_mark(text: str) -> str:
    match = _LAST.search(text)
    return (match[1] or match[3]) if match else ""


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
