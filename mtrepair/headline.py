"""The headline of a text, and the name of the site that a page's title puts behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from mtrepair.furniture import furniture, is_medium
from mtrepair.types import Span

_LINE = re.compile(r"[^\s][^\n]*")
_WORD = re.compile(r"[^\W_]+")
_PIPE = re.compile(r"\s+[|｜]\s+")
_DASH = re.compile(r"\s+[–—-]\s+")

# The headline of the sample article has 110 characters.
_LONGEST = 250
# Share bars and the like that may stand above a headline.
_LINES_ABOVE = 8
_FEWEST_WORDS = 4
_SECTION_WORDS = 4
_CLOSING = tuple('»”"')
_ARTICLES = frozenset("Le La Les L Un Une Des Ce Cette Il Elle On".split())


def headline_of(text: str) -> Span | None:
    """The first line that is no furniture, if it neither ends as a sentence nor begins a table.

    >>> text = "Partager sur Facebook\\n\\nUn titre\\n\\nIl part."
    >>> headline_of(text).of(text)
    'Un titre'
    """
    for span in islice(_first_lines(text), _LINES_ABOVE):
        line = span.of(text)
        if furniture(line) is None:
            fits = len(line) <= _LONGEST and line[-1] not in ".;,:"
            return span if fits and not _begins_table(text, span) else None
    return None


def printed_again(text: str, headline: Span, *, within: int = 4) -> Span | None:
    """The line, among the next few that are no furniture, that repeats the headline.

    Spaces, quotation marks, capitals and the name of the site may differ.

    >>> text = "La paix « revient » enfin | Iran\\n\\nLa paix “revient” enfin\\n\\nFin."
    >>> printed_again(text, headline_of(text)).of(text)
    'La paix “revient” enfin'
    """
    return next(printings(text, headline, within=within), None)


def printings(text: str, headline: Span, *, within: int = 4) -> Iterator[Span]:
    """The lines that repeat the headline, each among the next few others that are no furniture."""
    key = _key(headline.of(text))
    if len(key.split()) < _FEWEST_WORDS:
        return
    read = seen = 0
    for span in _first_lines(text, headline.end):
        line = span.of(text)
        if len(line) <= _LONGEST and _key(line) == key:
            yield span
            continue
        read += 1
        seen += furniture(line) is None
        if seen == within or read == 2 * within:
            break


def suffix_start(headline: str, *, alone: bool = False) -> int | None:
    """Where the names of a site and of its sections begin behind a headline; None without any.

    Behind a pipe a few words with a capital are enough, unless the line is all there is; behind
    a dash, which French headlines use too, it takes the name of a medium.

    >>> suffix_start("La Fed maintient ses taux | Économie | Le Gardien")
    25
    >>> suffix_start("Coupe du monde : une demi-finale France – Maroc") is None
    True
    """
    pipe = _cut(headline, _PIPE, is_medium if alone else _names_section)
    if pipe is not None:
        return pipe
    dash = _cut(headline, _DASH, is_medium)
    # Behind a quotation it is where the quotation comes from.
    return None if dash is None or headline[dash - 1] in _CLOSING else dash


def _first_lines(text: str, start: int = 0) -> Iterator[Span]:
    for match in _LINE.finditer(text, start):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))


def _key(line: str) -> str:
    cut = suffix_start(line)
    return " ".join(_WORD.findall(line[:cut].casefold()))


def _begins_table(text: str, first: Span) -> bool:
    """Whether the next line right below is divided by pipes too, and is not the same line."""
    below = text[first.end : first.end + _LONGEST].lstrip(" \t").split("\n")[1:2]
    return any("|" in line and line.strip() != first.of(text) for line in below)


def _cut(headline: str, separator: re.Pattern[str], belongs: Callable[[str], bool]) -> int | None:
    """Where the first separator stands that has only names behind it, and more words before."""
    places = list(separator.finditer(headline))
    cut, end = None, len(headline)
    for place in reversed(places):
        if not belongs(headline[place.end() : end].strip()):
            break
        head, tail = headline[: place.start()], headline[place.end() :]
        if len(_WORD.findall(head)) >= max(_FEWEST_WORDS, len(_WORD.findall(tail))):
            cut = place.start()
        end = place.start()
    return cut


def _names_section(tail: str) -> bool:
    """Whether this may be the name of a section: “Russie”, “Union européenne”, no sentence."""
    words = _WORD.findall(tail)
    if not 1 <= len(words) <= _SECTION_WORDS or any(sign in tail for sign in '«»“”"?!:;,([]'):
        return False
    sentence = words[0] in _ARTICLES and any(word.islower() for word in words[1:])
    return tail[0].isdecimal() or (tail[0].isupper() and not sentence)
