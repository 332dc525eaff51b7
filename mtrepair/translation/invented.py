"""Words that a model made of pieces, or left in French: the lexicon's word takes their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtrepair.backends import Seq2Seq
from mtrepair.french import unaccented
from mtrepair.lexicon import Lexicon
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import Bilingual, Match
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import WordToken, english_tokens, french_tokens
from mtrepair.translation.lengths import by_length
from mtrepair.types import Attention, Span

# Words of fewer letters are left: "er", "à", "MW".
_SHORTEST = 3
# A French word left standing: shorter ones may be abbreviations.
_SHORTEST_LEFT = 4


def is_invented(
    word: str, source: str, *, bilingual: Bilingual | None = None, lexicon: Lexicon | None = None
) -> bool:
    """Whether an English word is in no list of English words, in no entry and not in the source.

    Of a compound each part counts; a word of fewer than three letters, or with a digit, is none.

    >>> is_invented("republicate", "le vote républicain"), is_invented("vote", "le vote")
    (True, False)
    """
    bilingual, lexicon = bilingual or load_bilingual(), lexicon or load_lexicon()
    if len(word) < _SHORTEST or not word.replace("-", "").replace("'", "").isalpha():
        return False

    def is_known(own: str) -> bool:
        listed = lexicon.zipf_english(own) > 0 or bilingual.has_english(own)
        return len(own) < _SHORTEST or listed or unaccented(own) in unaccented(source)

    return not is_known(word) and not all(map(is_known, word.split("-")))


def is_left(
    word: str, source: str, *, bilingual: Bilingual | None = None, lexicon: Lexicon | None = None
) -> bool:
    """Whether a word of a hypothesis is one of the source's French words, left as it was.

    English has no such word, and the lexicon has its English; a capital may be a name's.

    >>> is_left("verglas", "Gare au verglas"), is_left("table", "la table")
    (True, False)
    """
    bilingual, lexicon = bilingual or load_bilingual(), lexicon or load_lexicon()
    if len(word) < _SHORTEST_LEFT or not word.isalpha() or not word.islower():
        return False
    if lexicon.zipf_english(word) or bilingual.has_english(word) or not bilingual.readings(word):
        return False
    return word in (token.text for token in french_tokens(source))


def without_inventions(
    sources: Sequence[str], hypotheses: Sequence[str], model: Seq2Seq
) -> list[tuple[str, tuple[str, ...]]]:
    """Each hypothesis with the lexicon's words for invented ones, and the inventions that stay.

    Args:
        sources: what the model read, glosses included.
        model: asked only for hypotheses that have an invention.
    """
    invented = [inventions(*pair) for pair in zip(sources, hypotheses, strict=True)]
    asked = [i for i, words in enumerate(invented) if words]
    found: list[tuple[str, tuple[str, ...]]] = [(text, ()) for text in hypotheses]
    if not asked:
        return found
    for places in by_length([sources[i] for i in asked], model).values():
        own = [asked[place] for place in places]
        looked = model.attention([sources[i] for i in own], [hypotheses[i] for i in own])
        for i, attention in zip(own, looked, strict=True):
            found[i] = replaced(sources[i], hypotheses[i], invented[i], attention)
    return found


def replaced(
    source: str,
    hypothesis: str,
    words: Sequence[WordToken],
    attention: Attention,
    *,
    bilingual: Bilingual | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[str, tuple[str, ...]]:
    """The hypothesis with the lexicon's English for some of its words, and those that stay.

    What a word stands for is the word or phrase of the source to which the cross-attention of
    its pieces gives most weight: its likelier reading is taken, or a name as it is. A word whose
    English stands beside it already is left out; what has no entry stays.
    """
    bilingual, lexicon = bilingual or load_bilingual(), lexicon or load_lexicon()
    units, left = list(_units(source, bilingual)), []
    for token in reversed(words):
        own = _standing(source, units, token.text) or _looked_at(token, units, attention)
        english = own and _english(source, own, token.text, lexicon)
        if english:
            hypothesis = _put(hypothesis, token, english)
        else:
            left.append(token.text)
    return hypothesis, tuple(reversed(left))


def inventions(source: str, hypothesis: str) -> list[WordToken]:
    """The words of a hypothesis that are none, or French ones left standing.

    >>> [word.text for word in inventions("le vote républicain", "the republicate vote")]
    ['republicate']
    """
    tokens = english_tokens(hypothesis)
    return [
        token
        for token in tokens
        if token.is_word and (is_invented(token.text, source) or is_left(token.text, source))
    ]


def _units(source: str, bilingual: Bilingual) -> Iterator[Match]:
    """The entries of the source, and its words without one, in their order."""
    matches = bilingual.matches(source)
    yield from matches
    taken = [Span(match.start, match.end) for match in matches]
    for token in french_tokens(source):
        span = Span(token.start, token.end)
        if token.is_word and not any(span.overlaps(other) for other in taken):
            yield Match(token.start, token.end, ())


def _standing(source: str, units: list[Match], word: str) -> Match | None:
    """The unit of the source that is the word itself."""
    return next((unit for unit in units if source[unit.start : unit.end] == word), None)


def _looked_at(token: WordToken, units: list[Match], attention: Attention) -> Match | None:
    """The unit of the source to which the pieces of a word give most weight."""
    own = Span(token.start, token.end)
    rows = [
        row
        for span, row in zip(attention.target, attention.weights, strict=True)
        if span.start < span.end and span.overlaps(own)
    ]
    sums = [0.0] * len(units)
    for place, span in enumerate(attention.source):
        unit = next(
            (i for i, u in enumerate(units) if u.start <= span.start < u.end and span.end), None
        )
        if unit is not None:
            sums[unit] += sum(row[place] for row in rows)
    best = max(range(len(units)), key=sums.__getitem__, default=None)
    return None if best is None or not sums[best] else units[best]


def _english(source: str, unit: Match, invented: str, lexicon: Lexicon) -> str:
    """What stands for a unit of the source: its English, a gloss or a name as it is, or nothing."""
    own = source[unit.start : unit.end]
    begins = unit.start == 0
    if unit.readings:
        english = unit.readings[0].english
    elif lexicon.zipf_english(own) or (own[:1].isupper() and not begins):
        # A gloss that stands in the source, or a name.
        english = own
    else:
        return ""
    if invented.isupper():
        return english.upper()
    return english[:1].upper() + english[1:] if invented[:1].isupper() else english


def _put(text: str, token: WordToken, english: str) -> str:
    """The text with English for a token, unless it stands beside it already."""
    before, after = text[: token.start], text[token.end :]
    if _ends_with_words(before, english):
        return before.rstrip() + after
    if _ends_with_words(after[::-1], english[::-1]):
        return before + after.lstrip()
    return before + english + after


def _ends_with_words(text: str, words: str) -> bool:
    end = text.strip().lower()
    if not end.endswith(words.lower()):
        return False
    return not end[: -len(words)][-1:].isalnum()
