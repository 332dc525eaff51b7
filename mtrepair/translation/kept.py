"""Parts of a text that are copied rather than translated."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtrepair.lexicon import Lexicon, load
from mtrepair.segment import protected_spans
from mtrepair.translation.pieces import LONGEST_WORD
from mtrepair.types import Span

_LATIN = re.compile(r"[a-zA-ZÀ-ÖØ-öø-ÿŒœŸ]")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-ZÀ-ÖØ-öø-ÿŒœŸ]")
_WORD = re.compile(r"[^\W\d_]+")
_HANDLE = re.compile(r"(?<![\w@#&])[@#]\w+(?:\.\w+)*")
# Symbols with what joins them, bars between titles, words of no language.
_APART = re.compile(
    r"(?:[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\U000e0020-\U000e007f]*)+"
    rf"|\s+[|•·►]\s+|\t+|\S{{{LONGEST_WORD},}}"
)
# Stand-ins for copied spans inside a sentence: single capitals, which models copy as names.
_LETTERS = "XZYVW"
_LETTER = re.compile(rf"\b[{_LETTERS}]\b")


class Masked(NamedTuple):
    """A text whose copied spans are single capitals, and what each of them stands for."""

    text: str
    meanings: dict[str, str]


def parts(text: str) -> list[tuple[str, bool]]:
    """The parts of a text, which they tile, each with whether it is copied.

    >>> parts("Un titre | Russie")
    [('Un titre', False), (' | ', True), ('Russie', False)]
    """
    nouns = _noun_spans(text)
    apart = [
        Span(*match.span())
        for match in _APART.finditer(text)
        if not any(match.start() < noun.end and noun.start < match.end() for noun in nouns)
    ]
    tags = [span for span in protected_spans(text) if text[span.start] == "<"]
    found = []
    for part, copied in _cut(text, sorted(apart + tags)):
        whole = copied or len(_noun_spans(part)) <= len(_free_letters(part))
        found += [(part, copied)] if whole else _cut(part, _noun_spans(part))
    return found


def masked(text: str) -> Masked:
    """The text with a capital for each address, placeholder, handle or piece of code.

    >>> masked("Voir https://exemple.fr/a pour plus").text
    'Voir X pour plus'
    """
    spans = _noun_spans(text)
    letters = _free_letters(text)
    meanings, pieces, done = {}, [], 0
    for letter, span in zip(letters, spans, strict=False):
        pieces += [text[done : span.start], letter]
        meanings[letter] = span.of(text)
        done = span.end
    return Masked("".join([*pieces, text[done:]]), meanings)


def unmasked(hypothesis: str, meanings: dict[str, str]) -> str:
    """The hypothesis with what the capitals stand for in their place."""
    if not meanings:
        return hypothesis
    return _LETTER.sub(lambda match: meanings.get(match[0], match[0]), hypothesis)


def lost_meanings(hypothesis: str, meanings: dict[str, str]) -> list[str]:
    """What stood behind a capital that a hypothesis does not have exactly once."""
    letters = _LETTER.findall(hypothesis)
    return [meaning for letter, meaning in meanings.items() if letters.count(letter) != 1]


def around(text: str) -> list[tuple[str, bool]]:
    """The text cut at its addresses, placeholders, handles and code, which are copied."""
    return _cut(text, _noun_spans(text))


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


def _noun_spans(text: str) -> list[Span]:
    """Spans that stand for a noun, sorted, none overlapping."""
    protected = [span for span in protected_spans(text) if text[span.start] != "<"]
    handles = (Span(*match.span()) for match in _HANDLE.finditer(text))
    free = [h for h in handles if not any(h.overlaps(span) for span in protected)]
    return sorted(protected + free)


def _free_letters(text: str) -> list[str]:
    used = set(_LETTER.findall(text))
    return [letter for letter in _LETTERS if letter not in used]


def _cut(text: str, spans: list[Span]) -> list[tuple[str, bool]]:
    found, done = [], 0
    for span in spans:
        if span.start < done:
            continue
        found += [(text[done : span.start], False), (span.of(text), True)]
        done = span.end
    found.append((text[done:], False))
    return [(part, copied) for part, copied in found if part]
