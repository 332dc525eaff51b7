"""Words glued together where a digit or a capital shows the border."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.lexicon import Lexicon
from mtrepair.types import Safety

_NUMBER = re.compile(r"([a-zà-ÿœ]*)(\d+)([a-zà-ÿœ]*)")
_CAPITAL = re.compile(r"([^\W\d_]?[a-zà-ÿœ]*)([A-ZÀ-ÝŒ](?:[a-zà-ÿœ]*|[A-ZÀ-ÝŒ]*))")
_ACRONYM = re.compile(r"([A-ZÀ-ÝŒ]{2,})([a-zà-ÿœ]+)")

# Grammar's words that a number follows: "en2020" is a join, "covid19" a name.
_BEFORE_NUMBER = frozenset(
    "à au aux avec chez dans de depuis des dès du en entre environ est et jusque la le les ont ou "
    "par plus pour près quelque quelques sans selon sont sous sur vers".split()
)
# Letters that belong to the number before them: units and the endings of ordinals.
_BEHIND_NUMBER = frozenset(
    "am bis bit bits cl cm db de dl dm dpi em eme ème er ère es fps ghz gib go gw gwh ha hl hz "
    "ième kb kg khz kib km ko kw kwh ma mah mb me mg mhz mib min ml mm mn mo ms mw mwh nd nde nm "
    "ns pm pt px quater rd re rpm sec st ter th to twh va".split()
)
_UNIT = re.compile(r"e|ère?|i?ème|km|kg|h")
_FREQUENT = 4.5

# Words that begin a sentence, and seldom a part of a product's name.
_STARTERS = frozenset(
    "le la les l' un une des ce c' cet cette ces il ils elle elles nous vous j' je s' d' dans pour "
    "avec selon après depuis mais et leur leurs notre votre en au aux à".split()
)
# Words that end no sentence.
_LEADING = frozenset(
    "à au aux avec ce ces cet cette chez contre dans de depuis des du en entre et la le les leur "
    "leurs mais ou où par pour que qui sa sans selon ses son sous sur un une vers".split()
)
_KNOWN = 3.0
_CONTENT = 4.0
_SHORTEST_NAME = 3
_GRAMMATICAL = 5.5
_NAME, _NAME_ONLY = 0.5, 0.9


class Border(NamedTuple):
    """What a glued string lost: at `at` of it, `lost` goes in."""

    at: int
    lost: str
    safety: Safety


def may_be_glued(word: str, lexicon: Lexicon) -> bool:
    """Whether a digit or a capital inside an unknown string may be a border.

    >>> from mtrepair.lexicon import load
    >>> [may_be_glued(word, load()) for word in ("10ou", "deMacron", "G20", "ONU")]
    [True, True, False, False]
    """
    if not word.isalpha():
        return bool(number_borders(word, lexicon))
    if word.isupper() or word[1:].islower():
        return False
    if match := _ACRONYM.fullmatch(word):
        return lexicon.zipf(match[2]) >= _GRAMMATICAL
    if match := _CAPITAL.fullmatch(word):
        left, right = match[1], match[2].lower()
        starts = right in _STARTERS or right + "'" in _STARTERS
        return starts or left in _LEADING or (left.islower() and lexicon.zipf(left) >= _CONTENT)
    return False


def number_borders(word: str, lexicon: Lexicon) -> list[Border]:
    """The borders between a number and the words that lost their space to it.

    >>> from mtrepair.lexicon import load
    >>> [border.at for word in ("10ou", "10km", "mp3") for border in number_borders(word, load())]
    [2]
    """
    match = _NUMBER.fullmatch(word)
    if match is None:
        return []
    before, _, after = match.groups()
    borders = []
    if before in _BEFORE_NUMBER:
        borders.append(Border(match.end(1), " ", Safety.SAFE))
    if _follows_number(after, lexicon):
        borders.append(Border(match.start(3), " ", Safety.SAFE))
    elif (unit := _UNIT.match(after)) and _follows_number(after[unit.end() :], lexicon):
        borders.append(Border(match.start(3) + unit.end(), " ", Safety.SAFE))
    # One glued side that is no join makes the whole a name: "x86et".
    glued = (before != "") + (after not in ("", *_BEHIND_NUMBER))
    return borders if len(borders) == glued else []


def _follows_number(word: str, lexicon: Lexicon) -> bool:
    if word in _BEHIND_NUMBER:
        return False
    return word == "à" or (len(word) > 1 and lexicon.zipf(word) >= _FREQUENT)


def capital_border(document: Document, start: int, word: str) -> Border | None:
    """The border beside the capitals inside a string, or None if the string may be a name.

    A preposition or a noun before a name lost a space, and so did an acronym before a word of
    grammar; a sentence before the first word of the next lost its full stop as well, or a line
    end.
    """
    end = start + len(word)
    after = document.word_after(end + 1)
    if match := _ACRONYM.fullmatch(word):
        return _acronym_border(match[1], match[2], after, document)
    match = _CAPITAL.fullmatch(word)
    if match is None:
        return None
    left, right = match.groups()
    elided = document.text[end : end + 1] in ("'", "’") and after != ""
    right_key = right.lower() + ("'" if elided else "")
    if right_key in _STARTERS and left.lower() not in _LEADING:
        return _sentence_border(left, right_key, after, document.lexicon)
    if left in _LEADING:
        return _name_border(left, right, document)
    return _noun_border(left, right, document.lexicon)


def _acronym_border(left: str, right: str, after: str, document: Document) -> Border | None:
    """Between an acronym and a word of grammar: "ONGde"."""
    lexicon = document.lexicon
    if not after or not lexicon.pair(right, after) or lexicon.zipf(right) < _GRAMMATICAL:
        return None
    sure = len(right) > 1 and (lexicon.zipf(left) > 0.0 or left in document.words)
    return Border(len(left), " ", Safety.SAFE if sure else Safety.UNSAFE)


def _sentence_border(left: str, right: str, after: str, lexicon: Lexicon) -> Border | None:
    """Between the last word of a sentence and the first of the next: "finLe président"."""
    known = max(lexicon.zipf(left), lexicon.zipf_english(left)) >= _KNOWN
    if len(left) < _SHORTEST_NAME or not known or not lexicon.pair(right, after):
        return None
    sure = left.islower() and lexicon.zipf(left) >= _KNOWN
    return Border(len(left), ". ", Safety.SAFE if sure else Safety.UNSAFE)


def _name_border(left: str, right: str, document: Document) -> Border | None:
    """Between a word of grammar and a name or an acronym: "deMacron"."""
    if len(right) < (2 if right.isupper() else _SHORTEST_NAME):
        return None
    sure = document.lexicon.capitalised(right) >= _NAME or right in document.words
    return Border(len(left), " ", Safety.SAFE if sure else Safety.UNSAFE)


def _noun_border(left: str, right: str, lexicon: Lexicon) -> Border | None:
    """Between a noun and a name: "présidentMacron"."""
    if len(left) <= _SHORTEST_NAME or len(right) <= _SHORTEST_NAME or not left.islower():
        return None
    french = lexicon.zipf(left) >= max(_CONTENT, lexicon.zipf_english(left) + 0.5)
    name = lexicon.capitalised(right) >= _NAME_ONLY and lexicon.zipf_english(right) < _CONTENT
    if not (french and name):
        return None
    sure = lexicon.pair(left, right) > 0.0
    return Border(len(left), " ", Safety.SAFE if sure else Safety.UNSAFE)
