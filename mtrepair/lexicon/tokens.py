"""The words of French and English sentences as a bilingual lexicon counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_APOSTROPHE = "['’]"
_LETTERS = r"[^\W\d_]+"
_ENCLITIC = r"(?:je|tu|ils?|elles?|on|nous|vous|ce|les?|la|lui|leur|y|en|moi|toi|là|ci)\b"
# An elided word is a token of its own, and so is a pronoun behind a verb: "a-t-il", "vas-y".
FRENCH = re.compile(
    rf"(?<![\w'’])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu){_APOSTROPHE}(?=[^\W_])"
    # "va-t-en" ends in two of them, but "Saint-Jean-en-Royans" is one name.
    rf"|{_LETTERS}(?:(?:{_APOSTROPHE}|-)(?!(?:t-)?{_ENCLITIC}(?!-(?!{_ENCLITIC})))[^\W_]+)*"
    r"|-(?:t-)?[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]",
    re.IGNORECASE,
)
# "Iran's" is two tokens, "don't" is one.
ENGLISH = re.compile(
    rf"{_APOSTROPHE}s\b|{_LETTERS}(?:(?:{_APOSTROPHE}(?!s\b)|-)[^\W_]+)*"
    r"|\d+(?:[.,]\d+)*|[^\w\s]",
    re.IGNORECASE,
)


class WordToken(NamedTuple):
    """A word, number or mark, U+2019 as `'`, and where it stands in its text."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it has letters; "-t-il" and "l'" are words."""
        return any(map(str.isalpha, self.text))


def french_tokens(text: str) -> Iterator[WordToken]:
    """The tokens of a French text in their order; white space and underscores are none.

    >>> [token.text for token in french_tokens("Qu’a-t-il dit de l’avant-projet ?")]
    ["Qu'", 'a', '-t-il', 'dit', 'de', "l'", 'avant-projet', '?']
    """
    return _tokens(FRENCH, text)


def english_tokens(text: str) -> Iterator[WordToken]:
    """The tokens of an English text in their order.

    >>> [token.text for token in english_tokens("Iran’s well-known army didn't move.")]
    ['Iran', "'s", 'well-known', 'army', "didn't", 'move', '.']
    """
    return _tokens(ENGLISH, text)


def _tokens(pattern: re.Pattern[str], text: str) -> Iterator[WordToken]:
    for match in pattern.finditer(text):
        yield WordToken(match[0].replace("’", "'"), *match.span())


def starts(text: str, forms: Iterable[str]) -> Iterator[int]:
    """Where the forms of a text stand, one after the other; nothing between them is like one.

    >>> list(starts("a an a", ["a", "an", "a"]))
    [0, 2, 5]
    """
    at = 0
    for form in forms:
        at = text.index(form, at)
        yield at
        at += len(form)
