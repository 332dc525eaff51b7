"""Counts of words, capitals and neighbouring pairs in the open corpora."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

# Addresses, paths, identifiers, tags and code are no words, and neither are their parts.
_CODE_TRIGGER = re.compile(r"[`<&@#\\_={}$%]|\w[./:]\w")
_MARKUP = re.compile(r"`[^`]*`|<[^>]*>|&#?\w+;")
_CODE = re.compile(r"[@#\\_={}$%]|[\w)][./:]\w")
_TOKEN = re.compile(r"\w+(?:'(?=[^\W\d_]))?|[^\w\s]")
_ENGLISH_TOKEN = re.compile(r"\w+")
_COMPOUND = re.compile(r"\w+(?:['-]\w+)+")
# The first word after a mark at which any word may take a capital.
_INITIAL = re.compile(r"(?:^|[^\w\s,)'-]\s*|\s-\s*)(\w+(?:'(?=[^\W\d_]))?)")
_FRENCH = frozenset("de la le les et des un une du est pour dans que qui il elle à en au".split())
_ENGLISH = frozenset("the of and to is with for this that are you be from by it or not".split())
_LONGEST = 40


@dataclass(slots=True)
class Counts:
    """What one file holds; forms as written, U+2019 as `'`, elided forms with their apostrophe.

    Attributes:
        french: occurrences of each form, compounds also as a whole.
        initial: occurrences at a place where any word takes a capital.
        pairs: occurrences of each pair of neighbours, lower case.
        english: occurrences of each English word, lower case.
    """

    french: Counter[str] = field(default_factory=Counter)
    initial: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    english: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Add the counts of another file."""
        self.french.update(other.french)
        self.initial.update(other.initial)
        self.pairs.update(other.pairs)
        self.english.update(other.english)


def counted(path: Path) -> Counts:
    """The counts of one file of lines "French" or "French TAB English"."""
    counts = Counts()
    for french, english in _lines(path):
        _count_french(_without_code(french.replace("’", "'")), counts)
        if english:
            counts.english.update(_ENGLISH_TOKEN.findall(_without_code(english).lower()))
    for table in (counts.french, counts.initial, counts.english):
        for form in [form for form in table if not _is_word(form)]:
            del table[form]
    for pair in [pair for pair in counts.pairs if not all(map(_is_word, pair))]:
        del counts.pairs[pair]
    return counts


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines whose first column is French rather than English."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            french, _, english = line.rstrip("\n").partition("\t")
            words = set(french.lower().split())
            if len(words & _ENGLISH) <= len(words & _FRENCH):
                yield french, english


def _without_code(text: str) -> str:
    if _CODE_TRIGGER.search(text) is None:
        return text
    chunks = _MARKUP.sub(" | ", text).split(" ")
    return " ".join("|" if _CODE.search(chunk) else chunk for chunk in chunks)


def _count_french(text: str, counts: Counts) -> None:
    tokens = _TOKEN.findall(text)
    lower = _TOKEN.findall(text.lower())
    counts.pairs.update(pairwise(lower))
    if text.isupper():
        return
    counts.french.update(tokens)
    counts.initial.update(_INITIAL.findall(text))
    if "-" in text or "'" in text:
        counts.french.update(_COMPOUND.findall(text))


def _is_word(form: str) -> bool:
    return len(form) <= _LONGEST and form.replace("'", "").replace("-", "").isalpha()
