"""The sentences of a French text and of its English source, as they are held against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from mtrepair.lexicon.tokens import starts
from mtrepair.segment import segments
from mtrepair.source.words import (
    IN_ENGLISH,
    IN_FRENCH,
    Knowledge,
    Known,
    Meaning,
    english_forms,
    french_forms,
)
from mtrepair.types import Span

RANKS = frozenset("Sgt Cpl Pvt Pfc Lt Capt Maj Col Gen Brig Cmdr Adm Rep Reps Sen Sens Gov".split())
"""English abbreviations of ranks and offices, without their full stop."""
_ABBREVIATED = re.compile(
    rf"\b(?:{'|'.join(sorted(RANKS))}|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|Prof|Rev|Hon|Jr|Sr"
    r"|Inc|Corp|Ltd|Co|Bros|Mt|approx|vs|U\.S|U\.K|U\.N|No|Vol|Fig|Ave|Blvd|Dept|Univ|[ap]\.m)\.\s*$"
)
# With white space behind it; more of a sentence is not searched.
_LONGEST_ABBREVIATED = 20
_GLUED = re.compile(r"\.([^\W_]+)")
_WORD = re.compile(r"[^\W_]+")
# French letters for an English one.
LETTERS = 1.1


# Not frozen: 70,000 are made for a million characters, and a frozen one takes three times as long.
@dataclass(eq=False)
class Statement:
    """A sentence, a headline, a list item or a caption; see `together` for a run of them.

    Attributes:
        span: in its text, white space included.
        text: what stands there.
        forms: its words, numbers and marks, as they are written.
        known: what is known of each.
        lower: them in small letters.
        telling: those of `known` that have a weight.
        heads: of all words.
        weight: of all words.
        size: letters and digits.
    """

    span: Span
    text: str
    forms: Sequence[str]
    known: Sequence[Known]
    lower: Sequence[str]
    telling: Sequence[Known]
    heads: frozenset[str]
    weight: float
    size: int

    @cached_property
    def words(self) -> tuple[Meaning, ...]:
        """The words, with their places; most sentences are told apart without."""
        places = starts(self.text.replace("’", "'"), self.forms)
        told = zip(self.forms, places, self.known, strict=True)
        start = self.span.start
        return tuple(
            Meaning(form, start + at, known.lower, known.weight, known.heads)
            for form, at, known in told
        )

    @property
    def ends_paragraph(self) -> bool:
        """Whether a line ends behind it."""
        return self.text.endswith("\n")

    @cached_property
    def said(self) -> frozenset[str]:
        """All words in small letters."""
        return frozenset(self.lower)

    @cached_property
    def mixed(self) -> list[int]:
        """The numbers of the words that have capitals."""
        return [at for at, known in enumerate(self.known) if known.is_mixed]

    @cached_property
    def counts(self) -> bool:
        """Whether there may be a number."""
        return any(known.counts for known in self.known)

    def said_in(self, heads: frozenset[str]) -> float:
        """The weight of the words of which `heads` has one."""
        return sum([known[1] for known in self.telling if not heads.isdisjoint(known[2])])


class _Run(Statement):
    """Sentences that follow one another; most runs that are tried are never read."""

    def __init__(self, parts: Sequence[Statement]) -> None:
        self.parts = parts
        self.span = Span(parts[0].span.start, parts[-1].span.end)
        self.text = ""
        self.heads = frozenset().union(*[one.heads for one in parts])
        self.weight = sum([one.weight for one in parts])
        self.size = sum([one.size for one in parts])

    @cached_property
    def telling(self) -> Sequence[Known]:  # type: ignore[override]
        return list(chain.from_iterable([one.telling for one in self.parts]))

    @cached_property
    def forms(self) -> Sequence[str]:  # type: ignore[override]
        return tuple(chain.from_iterable([one.forms for one in self.parts]))

    @cached_property
    def known(self) -> Sequence[Known]:  # type: ignore[override]
        return tuple(chain.from_iterable([one.known for one in self.parts]))

    @cached_property
    def lower(self) -> Sequence[str]:  # type: ignore[override]
        return tuple(chain.from_iterable([one.lower for one in self.parts]))

    @cached_property
    def words(self) -> tuple[Meaning, ...]:
        return tuple(chain.from_iterable([part.words for part in self.parts]))

    @property
    def ends_paragraph(self) -> bool:
        return self.parts[-1].ends_paragraph


def french_sentences(text: str, source: str = "") -> list[Statement]:
    """The sentences of a French text, without page furniture.

    A machine breaks identifiers: what the source has right behind a full stop begins no sentence.

    Args:
        source: the English that it was translated from.

    >>> [len(sentence.forms) for sentence in french_sentences("Il part. Elle reste ici.")]
    [3, 4]
    """
    glued = frozenset(_GLUED.findall(source.lower()))
    return _sentences(text, french_forms, IN_FRENCH, glued)


def english_sentences(text: str) -> list[Statement]:
    """The sentences of an English text, without page furniture."""
    return _sentences(text, english_forms, IN_ENGLISH, frozenset())


def together(sentences: Iterable[Statement]) -> Statement:
    """Sentences that follow one another, as one."""
    own = list(sentences)
    return own[0] if len(own) == 1 else _Run(own)


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
    known_forms: Knowledge,
    glued: Container[str],
) -> list[Statement]:
    found = []
    for span in _spans(text, glued):
        shown = span.of(text)
        forms = tuple(read(shown))
        if forms:
            known = tuple(map(known_forms.__getitem__, forms))
            lower, weights, heads, _, sizes, _ = zip(*known, strict=True)
            telling = [one for one in known if one[1]]
            united = frozenset().union(*heads)
            read_so = (shown, forms, known, lower, telling)
            found.append(Statement(span, *read_so, united, sum(weights), sum(sizes)))
    return found
