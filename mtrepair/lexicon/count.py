"""Counts of words, capitals and neighbouring pairs in the open corpora."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Addresses, paths, identifiers, tags and code are no words, and neither are their parts.
_CODE = re.compile(r"`[^`]*`|<[^>]*>|&\w+;|\S*[\w)][./\\=@#_:]\w\S*|\S*[\\@#_{}$%]\S*")
_TOKEN = re.compile(r"[\w]+(?:'(?=[^\W\d_]))?|[^\w\s]")
_COMPOUND = re.compile(r"\w+(?:['-]\w+)+")
_INITIAL = re.compile(r"(?:^|[^\w\s,)'-]\s*|(?:^|\s)-\s*)(\w+(?:'(?=[^\W\d_]))?)")
_FRENCH = frozenset("de la le les et des un une du est pour dans que qui il elle à en pas au".split())
_ENGLISH = frozenset("the of and to is with for this that are you be from by it or not".split())


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
        _count_french(_CODE.sub(" | ", french.replace("’", "'")), counts)
        if english:
            words = _TOKEN.findall(_CODE.sub(" | ", english.replace("’", "'")).lower())
            counts.english.update(words)
    for table in (counts.french, counts.initial, counts.english):
        _keep_words(table)
    counts.pairs = Counter(
        {pair: n for pair, n in counts.pairs.items() if _is_word(pair[0]) and _is_word(pair[1])}
    )
    return counts


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            french, _, english = line.rstrip("\n").partition("\t")
            words = set(french.lower().split())
            if len(words & _ENGLISH) <= len(words & _FRENCH):
                yield french, english


def _count_french(text: str, counts: Counts) -> None:
    tokens = _TOKEN.findall(text)
    lower = [token.lower() for token in tokens]
    counts.pairs.update(zip(lower, lower[1:], strict=False))
    if text.isupper():
        return
    counts.french.update(tokens)
    counts.initial.update(_INITIAL.findall(text))
    if "-" in text or "'" in text:
        counts.french.update(_COMPOUND.findall(text))


def _keep_words(table: Counter[str]) -> None:
    for form in [form for form in table if not _is_word(form)]:
        del table[form]


def _is_word(form: str) -> bool:
    return len(form) <= 40 and form.replace("'", "").replace("-", "").isalpha()


def merged(parts: Iterable[Counts]) -> Counts:
    """The sum of several counts."""
    total = Counts()
    for part in parts:
        total.add(part)
    return total
