"""MT402 against the source: words of the English left standing in the French."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from mtrepair.lexicon import load as load_lexicon
from mtrepair.source.sentences import Statement
from mtrepair.source.words import Meaning
from mtrepair.types import Span

# Zipf values: a word that French has less often is none of its own, one that English has more
# often is a word and no name.
_FRENCH, _ENGLISH = 1.5, 3.5
_GLUE = "./\\@:#-"
# Clauses of more words are seen without the source.
_MOST = 3


def left_in(own: Statement, source: Statement) -> Iterator[Span]:
    """Runs of up to three English words of a French sentence that its source has in that order.

    Only what is written small and is no French counts: names and titles are left as they are.
    """
    if not any(map(_is_english, own.said & source.said)):
        return
    words = own.words
    english = [form in source.said and _is_english(form) for form in own.forms]
    there = {" ".join(run) for size in range(1, _MOST + 1) for run in _runs(source.words, size)}
    at = 0
    while at < len(words):
        sizes = range(min(_MOST, len(words) - at), 0, -1)
        found = (n for n in sizes if all(english[at : at + n]) and _joined(words, at, n) in there)
        size = next(found, 0)
        if size and not (_is_in_name(words, at, size) or _is_in_code(words, at, size)):
            yield Span(words[at].start, words[at + size - 1].end)
        at += size or 1


def _is_in_name(words: Sequence[Meaning], at: int, size: int) -> bool:
    """Whether names stand on both sides: "Callejon del Beso"."""
    around = (*words[max(0, at - 1) : at], *words[at + size : at + size + 1])
    return len(around) == 2 and all(word.text[0].isupper() for word in around)


def _is_in_code(words: Sequence[Meaning], at: int, size: int) -> bool:
    """Whether words are part of an address or an identifier: "quantum.intrinsic.cnot"."""
    before, after = words[max(0, at - 1) : at], words[at + size : at + size + 2]
    if any(word.text in _GLUE and word.end == words[at].start for word in before):
        return True
    end = words[at + size - 1].end
    return len(after) == 2 and after[0].text in _GLUE and after[1].start == end + 1


def _runs(words: Sequence[Meaning], size: int) -> Iterator[list[str]]:
    for at in range(len(words) - size + 1):
        yield [word.lower for word in words[at : at + size]]


def _joined(words: Sequence[Meaning], at: int, size: int) -> str:
    return " ".join(word.text for word in words[at : at + size])


@lru_cache(maxsize=1 << 14)
def _is_english(form: str) -> bool:
    lexicon = load_lexicon()
    if not form.isalpha() or not form.islower() or lexicon.plausible(form):
        return False
    return lexicon.zipf(form) < _FRENCH and lexicon.zipf_english(form) >= _ENGLISH
