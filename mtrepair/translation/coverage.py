"""How much of a source its hypothesis says, by the bilingual lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from mtrepair.french import unaccented
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual

_WORD = re.compile(r"[a-z]+")
# Shorter and more frequent French words, "avec", "faire", come out in too many ways.
_SHORTEST, _MOST_FREQUENT = 4, 5.3
_LEAST = 0.05
# Letters that the forms of an English word have in common.
_STEM = 5


def coverage(source: str, hypothesis: str) -> float:
    """The share of the source's content words whose English the hypothesis has; 1 without any.

    Forms of a word count as the word: their first five letters are compared.

    >>> coverage("Une pénurie de médicaments", "A shortage of goods")
    0.5
    """
    wanted = _wanted(source)
    if not wanted:
        return 1.0
    words = set(_WORD.findall(unaccented(hypothesis).lower()))
    stems = {word[:_STEM] for word in words}
    said = sum(any(_is_said(english, words, stems) for english in own) for own in wanted)
    return said / len(wanted)


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def _wanted(source: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each content word of the source its English readings, each in words."""
    lexicon, found = load_lexicon(), []
    for match in load_bilingual().matches(source):
        form = source[match.start : match.end]
        if len(form) < _SHORTEST or lexicon.zipf(form.lower()) > _MOST_FREQUENT:
            continue
        readings = tuple(
            _words(reading.english) for reading in match.readings if reading.probability >= _LEAST
        )
        if any(readings):
            found.append(tuple(filter(None, readings)))
    return tuple(found)


def _words(english: str) -> tuple[str, ...]:
    """The words of a reading that say what it means: without "of", "to", "is"."""
    return tuple(word for word in _WORD.findall(unaccented(english).lower()) if len(word) > 2)


def _is_said(english: tuple[str, ...], words: set[str], stems: set[str]) -> bool:
    return all(word in words or word[:_STEM] in stems for word in english)
