"""The sentences of a French text and of its English source, as they are held against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from mtrepair.segment import segments
from mtrepair.source.words import (
    Known,
    Meaning,
    english_forms,
    french_forms,
    known_in_english,
    known_in_french,
    starts,
)
from mtrepair.types import Span

_ABBREVIATED = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gen|Lt|Col|Maj|Capt|Sgt|Pfc|Brig|Cmdr|Adm|Rep|Reps|Sen|Sens"
    r"|e\.g|i\.e|Gov|Prof|Rev|Hon|Jr|Sr|Inc|Corp|Ltd|Co|Bros|Mt|approx|vs|U\.S|U\.K|U\.N|No|Vol|Fig|Ave|Blvd|Dept|Univ|[ap]\.m)\."
    r"\s*$"
)
# With white space behind it; more of a sentence is not searched.
_LONGEST_ABBREVIATED = 20
_GLUED = re.compile(r"\.([^\W_]+)")
_WORD = re.compile(r"[^\W_]+")
# French letters for an English one.
LETTERS = 1.1


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence, a headline, a list item or a caption; of a run of them, all as one.

    Attributes:
        span: in its text, white space included.
        parts: those of them that it is a run of; of one alone none.
        text: what stands there; of a run nothing.
        forms: its words, numbers and marks, as they are written.
        known: what is known of each.
        lower: them in small letters.
        heads: of all words.
        weight: of all words.
        size: letters and digits.
    """

    span: Span
    parts: tuple[Statement, ...]
    text: str
    forms: tuple[str, ...]
    known: tuple[Known, ...]
    lower: tuple[str, ...]
    heads: frozenset[str]
    weight: float
    size: int

    @cached_property
    def words(self) -> tuple[Meaning, ...]:
        """The words, with their places; most sentences are told apart without."""
        if self.parts:
            return tuple(chain.from_iterable(part.words for part in self.parts))
        places = starts(self.text, self.forms)
        told = zip(self.forms, places, self.known, strict=True)
        start = self.span.start
        return tuple(
            Meaning(form, start + at, known.lower, known.weight, known.heads)
            for form, at, known in told
        )

    @property
    def ends_paragraph(self) -> bool:
        """Whether a line ends behind it."""
        return (self.parts[-1] if self.parts else self).text.endswith("\n")

    @cached_property
    def said(self) -> frozenset[str]:
        """All words in small letters."""
        return frozenset(self.lower)

    @cached_property
    def counts(self) -> bool:
        """Whether there may be a number."""
        return any(known.counts for known in self.known)

    @cached_property
    def telling(self) -> list[Known]:
        """Those of `known` that have a weight."""
        return [known for known in self.known if known.weight]

    def said_in(self, heads: frozenset[str]) -> float:
        """The weight of the words of which `heads` has one."""
        return sum([weight for _, weight, own, _ in self.telling if not heads.isdisjoint(own)])


def french_sentences(text: str, source: str = "") -> list[Statement]:
    """The sentences of a French text, without page furniture.

    A machine breaks identifiers: what the source has right behind a full stop begins no sentence.

    Args:
        source: the English that it was translated from.

    >>> [len(sentence.forms) for sentence in french_sentences("Il part. Elle reste ici.")]
    [3, 4]
    """
    glued = frozenset(_GLUED.findall(source.lower()))
    return _sentences(text, french_forms, known_in_french, glued)


def english_sentences(text: str) -> list[Statement]:
    """The sentences of an English text, without page furniture."""
    return _sentences(text, english_forms, known_in_english, frozenset())


def together(sentences: Iterable[Statement]) -> Statement:
    """Sentences that follow one another, as one."""
    own = list(sentences)
    if len(own) == 1:
        return own[0]
    return Statement(
        Span(own[0].span.start, own[-1].span.end),
        tuple(own),
        "",
        tuple(chain.from_iterable([one.forms for one in own])),
        tuple(chain.from_iterable([one.known for one in own])),
        tuple(chain.from_iterable([one.lower for one in own])),
        frozenset().union(*[one.heads for one in own]),
        sum([one.weight for one in own]),
        sum([one.size for one in own]),
    )


def spare_heads(own: Iterable[Statement], other: Iterable[Statement]) -> frozenset[str]:
    """The heads that one side has in more words than the other has, and so has left over.

    >>> french = french_sentences("Le maire parle au maire.")
    >>> "mayor" in spare_heads(french, english_sentences("The mayor speaks."))
    True
    """
    return frozenset(_counts(own) - _counts(other))


def _counts(sentences: Iterable[Statement]) -> Counter[str]:
    return Counter(head for one in sentences for known in one.known for head in known.heads)


def likeness(french: Statement, english: Statement) -> float:
    """The share of what two sentences say that the other says as well, 0-1, by weight.

    >>> french, = french_sentences("La pénurie de médicaments inquiète Sunak.")
    >>> english, = english_sentences("The drug shortage worries Sunak.")
    >>> round(likeness(french, english), 1)
    0.8
    """
    whole = french.weight + english.weight
    if not whole or french.heads.isdisjoint(english.heads):
        return 0.0
    return (french.said_in(english.heads) + english.said_in(french.heads)) / whole


def length_ratio(french: Statement, english: Statement) -> float:
    """How many times as long a French sentence is as it would be for its English.

    >>> (french,), (english,) = french_sentences("Il part."), english_sentences("He leaves.")
    >>> round(length_ratio(french, english), 2)
    0.68
    """
    return french.size / max(LETTERS * english.size, 1.0)


def _spans(text: str, glued: Container[str]) -> list[Span]:
    """Where the sentences stand; English has abbreviations that French has not."""
    found: list[Span] = []
    goes_on = False
    for segment in segments(text):
        if segment.kind == "furniture":
            continue
        span = segment.span
        if goes_on or (found and _goes_on(text, found[-1], span, glued)):
            span = Span(found.pop().start, span.end)
        found.append(span)
        near = max(span.start, span.end - _LONGEST_ABBREVIATED)
        goes_on = _ABBREVIATED.search(text, near, span.end) is not None
    return found


def _goes_on(text: str, before: Span, span: Span, glued: Container[str]) -> bool:
    """Whether a sentence is the rest of an identifier: "le fichier Sftfs. FSD"."""
    word = _WORD.match(text, span.start, span.end)
    is_rest = word is not None and word[0].lower() in glued
    return is_rest and before.of(text).rstrip(" ").endswith(".")


def _sentences(
    text: str,
    read: Callable[[str], list[str]],
    know: Callable[[str], Known],
    glued: Container[str],
) -> list[Statement]:
    found = []
    for span in _spans(text, glued):
        shown = span.of(text)
        forms = tuple(read(shown))
        if forms:
            known = tuple(map(know, forms))
            lower, weights, heads, _ = zip(*known, strict=True)
            letters = zip(forms, weights, heads, strict=True)
            size = sum([len(form) for form, weight, own in letters if own or weight])
            weight = sum(weights)
            united = frozenset().union(*heads)
            found.append(Statement(span, (), shown, forms, known, lower, united, weight, size))
    return found
