"""Where a French text is in English, and whether a text is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mtrepair.lexicon import Lexicon, load
from mtrepair.protected import protected_spans
from mtrepair.types import Span, covers

# Frequent English words that are a hundred times rarer in French texts. Two of them near each
# other, or one in a short line, are worth a closer look.
_HINTS = frozenset(
    "the of and with that this these those are was were have has had been being will would could"
    " should they them their there his her she its our your you which what when who how where why"
    " while from into about than then because does did can cannot just only also some any each"
    " every not for more here get want need know make please click learn if to in is it be by"
    " at do so my we he".split()
)
_HINTS |= {hint.capitalize() for hint in _HINTS} | {"I"}
# Hints as short as these are part of too many French words to be searched without spaces.
_SHORT = 2
_REACH = 90
_AROUND = 200
_LINE = 120

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s'’-]")

# A word's score is how much more frequent it is in English than in French, in Zipf units (1 is
# tenfold). The values were set on newstest2009-2012 and flores-dev: none of their 12,000 French
# lines has a false span, nine in ten of the English lines of four words have one.
_MOST = 3.0  # and no word counts for more
_CAPITAL = 0.3  # weight of a word with a capital in mid-sentence: a name belongs to no language
_DROP = 3.0  # the French between two English clauses
_EITHER = 0.5  # a word of both languages
_FRENCH = 1.5  # a word of French alone
_KNOWN = 0.35  # share of English words; Dutch and German have one in ten
_FEWEST_WORDS = 4
_QUOTED_WORDS = 12  # a quotation of more words is left over rather than quoted
_TITLE = 0.6  # share of words with a capital in titles such as “The Lord of the Rings”

_ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split())
_CLOSES = {"«": "»", "“": "”", '"': '"', "(": ")", "‘": "’", "'": "'", "”": "”"}


class _Token(NamedTuple):
    start: int
    end: int
    score: float
    is_word: bool
    capital: bool
    hint: bool


def english_spans(
    text: str, *, lexicon: Lexicon | None = None, words: Collection[str] | None = None
) -> list[Span]:
    """The English sentences and clauses of a text, sorted, of four words at least.

    Names, titles and short quotations are no English text. A span ends with the last English
    word; neighbouring English sentences of a line are one span.

    Args:
        words: the distinct words of `text`, if they are known.

    >>> text = "Ensuite, and then select the page that you want, dit-il."
    >>> [span.of(text) for span in english_spans(text)]
    ['and then select the page that you want']
    """
    distinct = frozenset(re.findall(r"[^\W_]+", text)) if words is None else words
    hints = _HINTS.intersection(distinct)
    if len(hints) < 2:
        return []
    margin = _margins(lexicon or load())
    spans = []
    for window, line in _windows(text, hints):
        tokens = list(_tokens(text, window, margin))
        whole = window == line and _without_french(tokens)
        for run in [tokens] if whole else _runs(tokens):
            words_of_run = [token for token in run if token.is_word]
            if _is_english_text(text, words_of_run):
                spans.append(_with_mark(text, words_of_run[0].start, words_of_run[-1].end))
    if not spans:
        return []
    protected = protected_spans(text)  # words of an address are no English text
    return [span for span in spans if not covers(protected, span.start)]


def is_english(text: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether most of a text is in English rather than in French or in a third language.

    Looks at the first 20,000 characters.

    >>> is_english("The minister spoke on Monday."), is_english("Le ministre a parlé lundi.")
    (True, False)
    """
    head = text[:20_000]
    tokens = _tokens(head, Span(0, len(head)), _margins(lexicon or load()))
    words = [token for token in tokens if token.is_word]
    return sum(token.score > 1 for token in words) > _KNOWN * len(words)


def _windows(text: str, hints: Iterable[str]) -> Iterator[tuple[Span, Span]]:
    """Parts of lines around places where hints are close to each other, and their lines."""
    places = sorted(_places(text, hints))
    line = Span(0, 0)
    i = 0
    while i < len(places):
        if places[i] >= line.end:
            line = _line(text, places[i])
        j = i
        while j + 1 < len(places) and places[j + 1] < min(places[j] + _REACH, line.end):
            j += 1
        if j > i or len(line) <= _LINE:
            start = max(places[i] - _AROUND, line.start)
            end = min(places[j] + _AROUND, line.end)
            while j + 1 < len(places) and places[j + 1] < end:
                j += 1
                end = min(places[j] + _AROUND, line.end)
            yield Span(start, end), line
        i = j + 1


def _places(text: str, hints: Iterable[str]) -> Iterator[int]:
    for hint in hints:
        if len(hint) <= _SHORT:
            yield from (match.start() + 1 for match in re.finditer(f" {hint} ", text))
            continue
        for match in re.finditer(rf"{hint}(?![^\W_])", text):
            if not text[match.start() - 1 : match.start()].isalnum():
                yield match.start()


def _line(text: str, index: int) -> Span:
    end = text.find("\n", index)
    return Span(text.rfind("\n", 0, index) + 1, len(text) if end < 0 else end)


def _tokens(text: str, window: Span, margin: Callable[[str], float]) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, window.start, window.end):
        token = match[0]
        if not token[0].isalpha():
            score = -_MOST if token in "«»" else 0.0
            yield _Token(match.start(), match.end(), score, False, False, False)
            continue
        score = margin(token)
        capital = token[0].isupper() and token != "I" and not _starts_sentence(text, match.start())
        yield _Token(
            match.start(),
            match.end(),
            score * _CAPITAL if capital else score,
            True,
            token[0].isupper(),
            token in _HINTS,
        )


@lru_cache(maxsize=4)
def _margins(lexicon: Lexicon) -> Callable[[str], float]:
    """`_margin` for one lexicon, which remembers the words that it looked up last."""
    return lru_cache(maxsize=1 << 15)(lambda token: _margin(token, lexicon))


def _margin(token: str, lexicon: Lexicon) -> float:
    """How much more frequent the word is in English than in French, in Zipf units, bounded."""
    stem, apostrophe, _ = token.replace("’", "'").partition("'")
    if apostrophe and stem.lower() in _ELIDED:
        return -2 * _MOST  # no English word is elided so
    margin = lexicon.zipf_english(stem) - lexicon.zipf(stem)
    return max(-_MOST, min(_MOST, margin))


def _starts_sentence(text: str, start: int, *, after: str = ".!?:\n") -> bool:
    before = text[max(start - 3, 0) : start].rstrip(" \u00a0“\"'‘«(-")
    return not before or before[-1] in after


def _runs(tokens: Iterable[_Token]) -> Iterator[list[_Token]]:
    """Stretches of tokens whose sum of scores is as high as it gets.

    A stretch begins with a positive score and is given up when the sum falls _DROP below its
    best, or to nothing. Words of either language go with it up to the end of its sentence.
    """
    run: list[_Token] = []
    total = best = 0.0
    length = 0
    for token in tokens:
        if not run and token.score <= 0:
            continue
        run.append(token)
        total += token.score
        if total > best:
            best, length = total, len(run)
        if total <= 0 or total < best - _DROP:
            yield _whole(run, length)
            run, total, best, length = [], 0.0, 0.0, 0
    if run:
        yield _whole(run, length)


def _whole(run: list[_Token], length: int) -> list[_Token]:
    """The first `length` tokens, and the words of either language up to the end of the sentence."""
    rest = run[length:]
    words = list(itertools.takewhile(lambda token: token.is_word, rest))
    ends = len(words) == len(rest) or not rest[len(words)].is_word
    if ends and all(token.score > -_FRENCH for token in words):
        length += len(words)
    start = 0  # the last word of the French sentence before it
    while start < length and run[start].score < _EITHER:
        start += 1
    return run[start:length]


def _without_french(tokens: list[_Token]) -> bool:
    return all(token.score > -_FRENCH or token.capital for token in tokens)


def _is_english_text(text: str, words: list[_Token]) -> bool:
    """Whether words are a clause and no name, title or short quotation."""
    if len(words) < _FEWEST_WORDS or not any(token.hint for token in words):
        return False
    start, end = words[0].start, words[-1].end
    if _is_title(words) and not _is_sentence(text, start, end):
        return False
    return len(words) > _QUOTED_WORDS or not _is_quoted(text, start, end)


def _is_title(words: list[_Token]) -> bool:
    content = [token for token in words[1:] if not token.hint]
    return sum(token.capital for token in content) > _TITLE * len(content)


def _with_mark(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end`, with the mark that ends it if it is a whole sentence."""
    return Span(start, end + _is_sentence(text, start, end))


def _is_sentence(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] in tuple(".!?") and _starts_sentence(text, start, after=".!?\n")


def _is_quoted(text: str, start: int, end: int) -> bool:
    before = text[max(start - 2, 0) : start].rstrip()[-1:]
    after = text[end : end + 4].lstrip(" \u00a0\u202f.,!?…")[:1]
    return before in _CLOSES and _CLOSES[before] == after
