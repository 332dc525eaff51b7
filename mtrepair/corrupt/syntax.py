"""A sentence as its tagger sees it, and the phrases in it that a link could cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mtrepair.errors import MissingExtra
from mtrepair.types import Span

_TAGGER = "fr_core_news_md"
_NOUNS = frozenset({"NOUN", "PROPN"})
_LONGEST_PHRASE = 7


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark: `text[start:end]`, its part of speech, relation and head (Universal
    Dependencies), its lemma, and features such as `{"Number": "Plur"}`."""

    start: int
    end: int
    text: str
    tag: str
    relation: str
    head: int
    lemma: str
    features: dict[str, str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its words in order; `Word.head` counts in `words`."""

    text: str
    words: tuple[Word, ...]

    def span(self, first: int, last: int) -> Span:
        """Where the words from `first` to before `last` stand."""
        return Span(self.words[first].start, self.words[last - 1].end)

    def of(self, first: int, last: int) -> str:
        """The text of the words from `first` to before `last`."""
        return self.span(first, last).of(self.text)


Parser = Callable[[Iterable[str]], Iterator[Parsed]]


@cache
def spacy_parser() -> Parser:
    """The parser of spaCy's French model, which is only needed to make damage.

    Raises:
        MissingExtra: spaCy or the model is not installed.
    """
    try:
        import spacy

        # Names come with the tags; entities aren't asked for.
        tagger = spacy.load(_TAGGER, exclude=["ner"])
    except (ImportError, OSError) as error:
        raise MissingExtra(_TAGGER, extra="damage", purpose="making damage") from error

    def parse(texts: Iterable[str]) -> Iterator[Parsed]:
        for parsed in tagger.pipe(texts, batch_size=256):
            yield _read(parsed)

    return parse


def _read(parsed: Any) -> Parsed:
    # spaCy counts spaces that stand apart as words; nothing hangs on them.
    kept = [token for token in parsed if not token.is_space]
    places = {token.i: number for number, token in enumerate(kept)}
    return Parsed(
        parsed.text,
        tuple(
            Word(
                token.idx,
                token.idx + len(token.text),
                token.text,
                token.pos_,
                token.dep_,
                places.get(token.head.i, number),
                token.lemma_,
                token.morph.to_dict(),
            )
            for number, token in enumerate(kept)
        ),
    )


def phrases(parsed: Parsed) -> list[tuple[int, int]]:
    """What a link or bold type could cover, as [first, last) words, in order.

    Those are words with all that hangs on them, with or without the article or preposition in
    front, and verbs with what stands right before them.
    """
    found: set[tuple[int, int]] = set()
    for number, (first, last) in enumerate(_subtrees(parsed)):
        word = parsed.words[number]
        if word.tag == "PUNCT" or not 0 < last - first <= _LONGEST_PHRASE:
            continue
        found.add((first, last))
        if word.tag in _NOUNS:
            start = first
            while start < number and parsed.words[start].tag in ("ADP", "DET"):
                start += 1
                found.add((start, last))
            found.add((start, number + 1))
        if word.tag == "VERB":
            start = number
            while start > first and parsed.words[start - 1].tag in ("AUX", "ADV", "PRON"):
                start -= 1
            found.add((start, number + 1))
    whole = (0, len(parsed.words))
    return sorted(phrase for phrase in found if phrase != whole)


def _subtrees(parsed: Parsed) -> list[tuple[int, int]]:
    """For each word the [first, last) words that hang on it, itself included; an empty one
    where other words stand between them."""
    count = len(parsed.words)
    members: list[set[int]] = [{number} for number in range(count)]
    for number in range(count):
        at, seen = number, {number}
        while parsed.words[at].head not in seen:
            at = parsed.words[at].head
            seen.add(at)
            members[at].add(number)
    return [
        (min(own), max(own) + 1) if max(own) - min(own) + 1 == len(own) else (0, 0)
        for own in members
    ]
