"""House words: names, phrases and patterns that stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from mtrepair.errors import InputError
from mtrepair.files import read_text, shown
from mtrepair.types import Span

_WORD = re.compile(r"[^\W_]+")
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Keep:
    """What a house wants left alone; a text with none of it costs one look at each of its words.

    Attributes:
        phrases: by their first word, as they are looked for.
        patterns: everything else, as one pattern; None without any.
    """

    phrases: Mapping[str, tuple[str, ...]]
    patterns: re.Pattern[str] | None = None

    @classmethod
    def of(cls, entries: Iterable[str]) -> Keep:
        """What the entries name: words and phrases as they are written, patterns as `/…/`.

        Either apostrophe stands for both.

        Raises:
            InputError: an entry is empty, no string, or no pattern that can be read.

        >>> text = "Selon lesJours, l’Équipe"
        >>> keep = Keep.of(["lesJours", "l'Équipe"])
        >>> [span.of(text) for span in keep.spans(text, ["lesJours", "l", "Équipe"])]
        ['lesJours', 'l’Équipe']
        """
        phrases: dict[str, tuple[str, ...]] = {}
        patterns = []
        for entry in map(_checked, entries):
            if len(entry) > 2 and entry[0] == entry[-1] == "/":
                patterns.append(_pattern(entry[1:-1]))
            elif word := _WORD.search(entry):
                phrases[word[0]] = (*phrases.get(word[0], ()), _plain(entry))
            else:
                patterns.append(re.escape(entry))
        return cls(phrases, re.compile("|".join(patterns)) if patterns else None)

    def spans(self, text: str, words: Collection[str]) -> list[Span]:
        """Where the text has what is kept, in order; spans may overlap.

        Args:
            words: the words of the text, a word being a run of letters and digits.
        """
        found = list(self._matches(text))
        hits = {word for word in words if word in self.phrases}
        if hits:
            plain = _plain(text)
            for match in _WORD.finditer(text):
                if match[0] in hits:
                    found += self._phrases_at(plain, match.start(), match[0])
        return sorted(found)

    def _matches(self, text: str) -> Iterator[Span]:
        for match in self.patterns.finditer(text) if self.patterns else ():
            if match[0]:
                yield Span(*match.span())

    def _phrases_at(self, text: str, at: int, word: str) -> Iterator[Span]:
        """Those phrases whose first word is this one, at `at` of the text."""
        for phrase in self.phrases[word]:
            start = at - phrase.index(word)
            end = start + len(phrase)
            if start >= 0 and text.startswith(phrase, start) and _is_whole(text, start, end):
                yield Span(start, end)


def read_keep(path: Path) -> Keep:
    """The house words of a file: one a line, blank lines and those with `#` in front left out.

    It is read once, and anew when it changes.

    Raises:
        InputError: it can't be read, or a line is no pattern that can be read.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise InputError(f"cannot read {shown(path)}: {error.strerror}") from error
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> Keep:
    lines = (line.strip() for line in read_text(path).removeprefix("\ufeff").splitlines())
    try:
        return Keep.of(line for line in lines if line and not line.startswith(_COMMENT))
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from error


def _checked(entry: str) -> str:
    if not isinstance(entry, str) or not entry.strip():
        raise InputError(f"a house word must be a str with something in it, not {entry!r}")
    return normalize("NFC", entry.strip())


def _pattern(source: str) -> str:
    try:
        re.compile(source)
    except (re.error, RecursionError, OverflowError) as error:
        raise InputError(f"/{source}/ is no pattern: {error}") from error
    return f"(?:{source})"


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond either end."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not (before or after)
