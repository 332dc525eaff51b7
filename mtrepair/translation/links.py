"""Which words of a source the words of its translation stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtrepair.backends import Seq2Seq
from mtrepair.french import unaccented
from mtrepair.lexicon.bilingual import Reading
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.translation.gloss import Gloss, glossed, read_gloss
from mtrepair.translation.lengths import by_length
from mtrepair.types import Attention, Span

# Placeholders, amounts with their signs, words; "l'Iran" is two.
_WORD = re.compile(r"\{\d+\}|[$€£+-]?\d+(?:[.,:]\d+)*(?:\s?%)?|[^\W\d_]+(?:['’][^\W\d_]+)*|\w+")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.I)
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORT = 3
_HALF = re.compile(r"[\ud800-\udfff]")
# How many letters forms of one word have in common, as `translation.coverage` has it.
_STEM = 5
# What a reading of the lexicon, or the same word in both texts, counts beside the attention.
_KNOWN = 6.0
# How fast a link gets unlikelier with the distance from the diagonal, in parts of the text. The
# attention needs little of that: it tells two places of one word apart.
_DRIFT, _ALONE = 1.0, 6.0
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class WordLinks:
    """The words of a source and of its hypothesis, and how they belong together.

    Attributes:
        source, target: where the words stand.
        weights: for each target word its share of each source word, by place; they add up to 1.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    weights: tuple[dict[int, float], ...]


def words(text: str) -> list[Span]:
    """Where the words of a text stand; an elided word is one of its own.

    >>> [span.of("L’Iran a 2,3 %.") for span in words("L’Iran a 2,3 %.")]
    ['L’', 'Iran', 'a', '2,3 %']
    """
    found: list[Span] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        while elided := _ELIDED.match(text, start, end):
            found.append(Span(start, elided.end()))
            start = elided.end()
        if start < end:
            found.append(Span(start, end))
    return found


def word_links(
    sources: Sequence[str], hypotheses: Sequence[str], model: Seq2Seq | None = None
) -> list[WordLinks]:
    """How the words of each hypothesis belong to those of its source.

    The cross-attention of the model, the readings of the bilingual lexicon, words that are the
    same in both, and the order of words are put together.

    Args:
        model: that wrote the hypotheses; None leaves it to the rest.

    >>> (links,) = word_links(["un accord historique"], ["a historic agreement"])
    >>> [max(own, key=own.__getitem__) for own in links.weights]
    [0, 2, 1]
    """
    own = [_Read(source, words(source)) for source in sources]
    read, looked = own, {}
    if model is not None:
        gloss = read_gloss(model.folder)
        read = [_glossed(one, gloss) for one in own] if gloss.place else own
        looked = _looked([one.text for one in read], hypotheses, model)
    return [
        _linked(source, hypothesis, read[i].words, looked.get(i))
        for i, (source, hypothesis) in enumerate(zip(own, hypotheses, strict=True))
    ]


class _Read(NamedTuple):
    """A source as it is or as a model reads it, and where its words stand there."""

    text: str
    words: list[Span]


def _glossed(source: _Read, gloss: Gloss) -> _Read:
    """The source with its words glossed one by one, so that each keeps its place."""
    text, spans, done = "", [], 0
    for span in source.words:
        text += source.text[done : span.start]
        if text[-1:].isalnum():  # "l'Iran", once "l'" is "the"
            text += " "
        own = glossed(span.of(source.text), gloss)
        spans.append(Span(len(text), len(text) + len(own)))
        text, done = text + own, span.end
    return _Read(text + source.text[done:], spans)


def _looked(
    sources: Sequence[str], hypotheses: Sequence[str], model: Seq2Seq
) -> dict[int, Attention]:
    """Where the model looked, for those pairs that it can read."""
    # A vocabulary has no halves of characters.
    sources, hypotheses = (
        [_HALF.sub("\ufffd", text) for text in texts] for texts in (sources, hypotheses)
    )
    read = model.count_tokens(sources)
    written = model.count_tokens(hypotheses, target=True)
    fits = [
        i
        for i, lengths in enumerate(zip(read, written, strict=True))
        if min(lengths) > 0 and max(lengths) <= model.max_tokens
    ]
    found: dict[int, Attention] = {}
    for places in by_length([sources[i] for i in fits], model).values():
        own = [fits[place] for place in places]
        asked = [sources[i] for i in own], [hypotheses[i] for i in own]
        found.update(zip(own, model.attention(*asked), strict=True))
    return found


def _linked(
    source: _Read, hypothesis: str, read: list[Span], attention: Attention | None
) -> WordLinks:
    """The links of one pair; `read` is where the attention has the words of the source."""
    left, right = source.words, words(hypothesis)
    forms_said = [_forms(target.of(hypothesis)) for target in right]
    known = _known(source.text, left, set().union(*forms_said))
    looks = _by_words(read, right, attention) if attention else None
    rows = []
    for j, forms in enumerate(forms_said):
        row = {}
        for i in range(len(left)):
            apart = abs((i + 0.5) / len(left) - (j + 0.5) / len(right))
            weight = (looks[j][i] + _LEAST) / (1 + _DRIFT * apart) if looks else _near(apart)
            row[i] = weight * (_KNOWN if forms & known[i] else 1)
        whole = sum(row.values())
        rows.append({i: weight / whole for i, weight in row.items()})
    return WordLinks(tuple(left), tuple(right), tuple(rows))


def _near(apart: float) -> float:
    return float(2 ** -(_ALONE * apart))


def _by_words(left: list[Span], right: list[Span], attention: Attention) -> list[list[float]]:
    """The weights of pieces, added up by source words and divided among target words."""
    columns = list(_places(attention.source, left))
    sums = [[0.0] * len(left) for _ in right]
    counts = [0] * len(right)
    for j, row in zip(_places(attention.target, right), attention.weights, strict=True):
        if j is None:
            continue
        counts[j] += 1
        for i, weight in zip(columns, row, strict=True):
            if i is not None:
                sums[j][i] += weight
    return [
        [weight / max(count, 1) for weight in row] for row, count in zip(sums, counts, strict=True)
    ]


def _places(pieces: Sequence[Span], own: list[Span]) -> Iterator[int | None]:
    """The word that each piece is of."""
    ends = [span.end for span in own]
    for piece in pieces:
        at = bisect_left(ends, piece.start + 1)
        is_in = len(piece) and at < len(own) and own[at].start < piece.end
        yield at if is_in else None


def _known(source: str, left: list[Span], said: set[str]) -> list[set[str]]:
    """The forms that each source word may take in English; of a phrase only where its own are not
    said."""
    bilingual = load_bilingual()
    known = []
    for span in left:
        own = span.of(source)
        readings = bilingual.readings(own) or bilingual.readings(own.lower())
        known.append(_forms_of(readings) | (_forms(own) if _may_stay(own) else set()))
    alone = [
        bool(own & said) or not _may_stay(span.of(source))
        for own, span in zip(known, left, strict=True)
    ]
    starts = [span.start for span in left]
    for match in bilingual.matches(source):
        forms = _forms_of(match.readings)
        for i in range(bisect_left(starts, match.start), bisect_left(starts, match.end)):
            known[i] |= set() if alone[i] else forms
    return known


def _forms_of(readings: Sequence[Reading]) -> set[str]:
    english = " ".join(reading.english for reading in readings).split()
    return {form for word in english for form in _forms(word)}


def _may_stay(word: str) -> bool:
    """Whether a word that both texts have may be the same: not "a", "son", "on"."""
    return not word.islower() or len(word) > _SHORT


def _forms(word: str) -> set[str]:
    plain = _POSSESSIVE.sub("", unaccented(word).lower())
    return {plain, plain[:_STEM]} if len(plain) >= _STEM else {plain}
