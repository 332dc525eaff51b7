"""French text as the language model reads it: tokens with their place, classes for rare ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from mtrepair.lexicon import Lexicon

NAME = "<name>"
NUMBER = "<num>"
YEAR = "<year>"
ORDINAL = "<ord>"
OTHER = "<rare>"

_LETTER = r"[^\W\d_]"
_CLITIC = r"(?:il|elle|ils|elles|on|je|tu|nous|vous|ce|y|en|le|la|les|lui|leur|moi|toi|ci|là)"
# Elided forms, inverted pronouns, numbers, words with their hyphens, marks. Quotation marks are
# left out: the words around them follow each other.
_TOKEN = re.compile(
    r"(?:\b(?:[ldjmtnscLDJMTNSC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)['’](?=\w))"
    rf"|-(?:t-)?{_CLITIC}\b(?!['’-])"
    r"|\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:,\d+)?(?:er|ère|e|ème|es|nd|nde)?(?![^\W_])"
    rf"|[^\W_]+(?:['’-](?!(?:t-)?{_CLITIC}\b(?!['’-]))[^\W_]+)*"
    r"|[,;:.!?…()\[\]–—%€$/]"
)
_MARKS = {"…": ".", "–": "—", "[": "(", "]": ")"}
# A bracket closes the label of a note: "[!NOTE] Certaines".
_OPENS = frozenset('«“"„:(—–-[]•')
_SINGLE_QUOTES = frozenset("'’‘`")
_SUFFIX = 3


class Token(NamedTuple):
    """One token: where it stands in the text, and its form, apostrophe as `'`, case as written.

    `initial` tells that any word would have a capital there.
    """

    start: int
    end: int
    form: str
    initial: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of one sentence, the part `[start, end)` of a text.

    >>> [token.form for token in tokens("L’Iran n'a-t-il rien dit ?")]
    ["L'", 'Iran', "n'", 'a', '-t-il', 'rien', 'dit', '?']
    """
    found = []
    initial = True
    stop = len(text) if end is None else end
    for match in _TOKEN.finditer(text, start, stop):
        at, to = match.span()
        form = match[0]
        if form[0].isalnum():
            first = initial or (at > start and _opened(text, at))
            found.append(Token(at, to, form.replace("’", "'"), first))
            # "L'Iran": the capital of the elided article is spent.
            initial = False
        else:
            found.append(Token(at, to, _MARKS.get(form, form), False))
            initial = initial or form in ".!?"
    return found


def _opened(text: str, at: int) -> bool:
    """Whether an opening mark, a colon or a dash stands before the word at `at`."""
    before = text[max(0, at - 4) : at].rstrip()[-2:]
    if before[-1:] in _OPENS:
        return True
    return before[-1:] in _SINGLE_QUOTES and not before[:-1].isalnum()


def true_case(token: Token, lexicon: Lexicon) -> str:
    """The token's form without a capital that stands there only because of its place.

    >>> from mtrepair.lexicon import load
    >>> [true_case(token, load()) for token in tokens("La Russie, Elle")]
    ['la', 'Russie', ',', 'Elle']
    """
    form = token.form
    if token.initial and form[0].isupper():
        lower = form.lower()
        if lower[-1] == "'" or (lexicon.zipf(lower) and not lexicon.is_name(lower)):
            return lower
    return form


def word_class(form: str) -> str:
    """The class that stands for a form that the model does not hold.

    >>> [word_class(form) for form in ("Sunak", "2023", "1er", "4 500", "déstabilisants", "G7")]
    ['<name>', '<year>', '<ord>', '<num>', '<-nts>', '<name>']
    """
    if form[0].isdigit():
        if form[-1].isdigit():
            year = len(form) == 4 and form.isdigit() and "1500" <= form < "2100"
            return YEAR if year else NUMBER
        return ORDINAL if form[-1] in "reèd" or form.endswith(("es", "nd")) else OTHER
    if form[0].isupper() or not form.replace("-", "").replace("'", "").isalpha():
        return NAME
    return f"<-{form[-_SUFFIX:]}>" if len(form) > _SUFFIX else OTHER


def known_form(form: str, known: Callable[[str], bool]) -> str:
    """The form as the model holds it: itself, its class, or the class of all others."""
    if known(form):
        return form
    stand_in = word_class(form)
    return stand_in if known(stand_in) else OTHER
