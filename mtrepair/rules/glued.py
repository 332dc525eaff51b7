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
_ACRONYM_NAME = re.compile(r"([A-ZÀ-ÝŒ]{3,})([A-ZÀ-ÝŒ][a-zà-ÿœ]{2,})")
# Nouns whose number stands behind them; others have the number of a footnote there: "police10".
_COUNTED = re.compile(
    r"(?:articles|pages|chapitres|paragraphes|alinéas|numéros|versets|annexes|tableaux)(?=\d{1,4}\Z)"
    r"|(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
    r"(?=(?:19|20)\d\d\Z)"
)
_COUNT_GOES_ON = re.compile(r",? (?:(?:et|à|ou|de|du|des) |d[’']|\d)|-\d")
# Words of grammar that the name before them may have swallowed, and that endings of family names
# look like: "Martinet", "Petersen".
_TAIL = re.compile(
    r"[A-ZÀ-ÝŒ]\w{2,}?(?:a|est|et|de|en|du|des|ont|sont|dans|pour|par|sur|avec|qui|que)"
)
_TAILS = "sont dans pour avec est des ont par sur qui que et de en du a".split()
_HUMP = re.compile(r"[A-ZÀ-ÝŒ][a-zà-ÿœ]+\Z")
_ARTICLES = frozenset("le la les l du au des aux cette ce".split())

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
_LEAST_HEAD = 4
_GRAMMATICAL = 5.5
_NAME, _NAME_ONLY = 0.5, 0.9
_MAY_BE_NAME = 0.4


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
        return bool(number_borders(word, lexicon)) or _COUNTED.match(word) is not None
    if word.isupper() or word[1:].islower():
        return False
    if (match := _ACRONYM_NAME.fullmatch(word)) and _is_first_name(match[2], lexicon):
        return True
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


def counted_border(document: Document, start: int, word: str) -> Border | None:
    """The border between a noun or a month and the number behind it: "articles45 et 46"."""
    match = _COUNTED.match(word)
    if match is None:
        return None
    month = len(word) - match.end() == 4 and match[0] != "pages"
    sure = month or _COUNT_GOES_ON.match(document.text, start + len(word))
    return Border(match.end(), " ", Safety.SAFE if sure else Safety.UNSAFE)


def may_end_in_grammar(word: str) -> bool:
    """Whether an unknown string may be a name that swallowed a word of grammar.

    >>> [may_end_in_grammar(word) for word in ("Teslaa", "OpenNewsest", "Tesla", "ONU")]
    [True, True, True, False]
    """
    return _TAIL.fullmatch(word) is not None


def tail_border(document: Document, start: int, word: str) -> Border | None:
    """The border between a name and the word of grammar that it swallowed: "la Teslaa depuis".

    Family names end like such words, so the name must stand elsewhere in the text, or be known
    and have an article before it, or have a capital inside.
    """
    text, lexicon = document.text, document.lexicon
    end = start + len(word)
    after = document.word_after(end + 1)
    if text[end : end + 1] != " " or not after.islower():
        return None
    for tail in _TAILS:
        head = word.removesuffix(tail)
        if head == word or len(head) < _LEAST_HEAD or not lexicon.pair(tail, after):
            continue
        hump = _HUMP.search(head)
        inner = hump is not None and hump.start() > 0
        if inner and hump and _is_hump(hump[0], tail, lexicon):
            return Border(len(head), " ", Safety.SAFE)
        if head in document.words:
            return Border(len(head), " ", Safety.UNSAFE)
        article = text[start - 1 : start] in tuple(" '’") and document.word_before(start - 1)
        known = lexicon.capitalised(head) >= _NAME and not lexicon.zipf_english(head) >= _CONTENT
        if known and article and article.lower() in _ARTICLES:
            return Border(len(head), " ", Safety.UNSAFE)
    return None


def _is_hump(hump: str, tail: str, lexicon: Lexicon) -> bool:
    """Whether the last part of a name such as "OpenNews" is a word, and none with the tail."""
    known = max(lexicon.zipf(hump), lexicon.zipf_english(hump)) >= _KNOWN
    whole = hump + tail
    return known and len(tail) > 2 and not (lexicon.zipf(whole) or lexicon.zipf_english(whole))


def capital_border(document: Document, start: int, word: str) -> Border | None:
    """The border beside the capitals inside a string, or None if the string may be a name.

    A preposition or a noun before a name lost a space, and so did an acronym before a word of
    grammar; a sentence before the first word of the next lost its full stop as well, or a line
    end.
    """
    end = start + len(word)
    after = document.word_after(end + 1)
    named = _ACRONYM_NAME.fullmatch(word)
    if named and _is_first_name(named[2], document.lexicon):
        return _full_stop_border(named[1], document)
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


def _is_first_name(word: str, lexicon: Lexicon) -> bool:
    capitalised, zipf = lexicon.capitalised(word), lexicon.zipf(word)
    french = capitalised >= _MAY_BE_NAME and zipf > lexicon.zipf_english(word)  # "Pierre"
    return zipf >= _KNOWN and (capitalised >= _NAME_ONLY or french)


def _full_stop_border(left: str, document: Document) -> Border | None:
    """Between an acronym and the name that begins the next sentence or line: "CNRSPaul"."""
    acronym = left in document.words or document.lexicon.capitalised(left) >= _NAME_ONLY
    return Border(len(left), ". ", Safety.DISPLAY) if acronym else None


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
