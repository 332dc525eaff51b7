"""Parts of a text that are copied rather than translated."""

from __future__ import annotations

import re
from bisect import bisect_left

from mtrepair.lexicon import Lexicon, load
from mtrepair.protected import inline_spans
from mtrepair.translation.pieces import LONGEST_WORD
from mtrepair.types import Span

_LATIN = re.compile(r"[a-zA-ZÀ-ÖØ-öø-ÿŒœŸ]")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-ZÀ-ÖØ-öø-ÿŒœŸ]")
_WORD = re.compile(r"[^\W\d_]+")
_HANDLE = re.compile(r"(?<![\w@#&])[@#]\w+(?:\.\w+)*")
# Symbols with what joins them, bars between titles, words of no language, halves of characters.
_APART = re.compile(
    r"(?:[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\U000e0020-\U000e007f]*)+"
    rf"|(?<!\s)\s+[|•·►]\s+|\t+|\S{{{LONGEST_WORD},}}|[\ud800-\udfff]+"
)


def parts(text: str) -> list[tuple[str, bool]]:
    """The parts of a text, which they tile, each with whether it is copied.

    >>> parts("Un titre | Russie")
    [('Un titre', False), (' | ', True), ('Russie', False)]
    """
    nouns = noun_spans(text)
    apart = [
        Span(*match.span())
        for match in _APART.finditer(text)
        if not _touches(nouns, match.start(), match.end())
    ]
    tags = [span for span in inline_spans(text) if text[span.start] == "<"]
    return _cut(text, sorted(apart + tags))


def around(text: str) -> list[tuple[str, bool]]:
    """The text cut at its addresses, placeholders, handles and code, which are copied."""
    return _cut(text, noun_spans(text))


def is_kept(text: str) -> bool:
    """Whether a text has nothing to translate: no letters, another script, or names alone.

    >>> is_kept("12 %"), is_kept("Rishi Sunak"), is_kept("Il part")
    (True, True, False)
    """
    if not _LATIN.search(text) or len(_OTHER_LETTER.findall(text)) > len(_LATIN.findall(text)):
        return True
    lexicon = load()
    return all(word[0].isupper() and _is_alike(word, lexicon) for word in _WORD.findall(text))


def is_english_label(text: str) -> bool:
    """Whether two to four words are English, where `is_english` wants more to judge by.

    >>> is_english_label("Leave a Comment"), is_english_label("Le week-end")
    (True, False)
    """
    lexicon = load()
    words = _WORD.findall(text)
    if not 2 <= len(words) <= 4:
        return False
    margins = [lexicon.zipf_english(word) - lexicon.zipf(word) for word in words]
    return sum(margins) > 0.8 * len(words) and min(margins) > -0.8


def _is_alike(word: str, lexicon: Lexicon) -> bool:
    """Whether a capitalised word is the same in English: unknown, or a name used there too."""
    french, english = lexicon.zipf(word), lexicon.zipf_english(word)
    if french == 0:
        return True
    # Paris 4.8 and 4.3, Facebook 3.9 and 3.4, but Londres 4.3 and 0. A rare name has no
    # English form of its own.
    return lexicon.is_name(word) and (english > french - 1.5 or french < 2.5)


def noun_spans(text: str) -> list[Span]:
    """Addresses, handles, placeholders and code, which stand for a noun; sorted.

    >>> [span.of("Merci @lemonde !") for span in noun_spans("Merci @lemonde !")]
    ['@lemonde']
    """
    protected = [span for span in inline_spans(text) if text[span.start] != "<"]
    handles = (Span(*match.span()) for match in _HANDLE.finditer(text))
    free = [handle for handle in handles if not _touches(protected, handle.start, handle.end)]
    return sorted(protected + free)


def _touches(spans: list[Span], start: int, end: int) -> bool:
    """Whether one of the sorted spans, none of which overlap, has a character in `[start, end)`."""
    at = bisect_left(spans, end, key=lambda span: span.start)
    return at > 0 and spans[at - 1].end > start


def _cut(text: str, spans: list[Span]) -> list[tuple[str, bool]]:
    found, done = [], 0
    for span in spans:
        if span.start < done:
            continue
        found += [(text[done : span.start], False), (span.of(text), True)]
        done = span.end
    found.append((text[done:], False))
    return [(part, copied) for part, copied in found if part]
