"""How likely a string of letters is to be several words that lost their spaces."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from mtrepair.lexicon import Lexicon

# ln of the words of the corpora, and of a billion.
_CORPUS = math.log(45.9e6)
_LN10 = math.log(10.0)
_BILLION = 9.0 * _LN10
# A space is lost about once in a thousand words of a machine-translated text.
_LOST_SPACE = math.log(1e-3)
# A word is broken in two about ten times less often.
_BROKEN_WORD = math.log(1e-4)
# A pair that the corpora lack is this share of what its words would make by chance.
_UNSEEN_PAIR = math.log(0.2)
# A word in no list: how often one comes, and what each of its letters costs.
_NEW_WORD = math.log(1e-3)
_NEW_NAME = math.log(1e-2)
_LETTER = math.log(0.14)
# How often a French text uses an English word; and a part that no list has, but grammar allows.
_BORROWED = math.log(1e-2)
_INFLECTED = 1.0

_LEAST_ZIPF = 1.0
# The closed class of words in one or two letters; others in the corpora are abbreviations.
_SHORT = frozenset(
    "a à y ai an as au ce ci de du dû en es et eu il je la là le lu ma me mi né ne ni nu on or os "
    "ou où pu sa se si su ta te tu un va vu d' l' n' s' j' m' t' c' qu'".split()
)
_LONGEST = 60
_SHORTEST_INFLECTED = 6
_BEAM = 4


class Split(NamedTuple):
    """A way to read a string as several words.

    Attributes:
        parts: the words, lower case; an elided one with its apostrophe.
        gain: natural log of how much likelier these words are than one word.
        lead: by how much `gain` passes that of the next best way; infinite if there is none.
    """

    parts: tuple[str, ...]
    gain: float
    lead: float


class Place(NamedTuple):
    """Where a string stands.

    Attributes:
        before: the word right before it, "" if a mark or nothing is there.
        after: the word right after it, the same.
        starts: whether any word would have a capital here.
        elides: whether an apostrophe follows, so that the last word must be an elided form.
    """

    before: str = ""
    after: str = ""
    starts: bool = False
    elides: bool = False


NOWHERE = Place()


class _Path(NamedTuple):
    score: float
    parts: tuple[str, ...]


def best_split(word: str, lexicon: Lexicon, place: Place = NOWHERE) -> Split | None:
    """The likeliest way to read `word` as two or more words, or None if there is no way.

    The gain of the words w1 … wk for a string of n letters that stands between w0 and wk+1,
    in natural log:

        sum ln p(wi) + sum max(ln (p(wi wi+1) / p(wi) p(wi+1)), ln 0.2) + (k - 1) ln 0.001
            - max(ln p(new) + n ln 0.14, ln p(word), ln (0.01 p_English(word)))

    p(w) is the share of w among all words, times that of its capital or small letter; p(new) is
    0.001, or 0.01 for a string with a capital, which may be a name. Missing neighbours count
    nothing.

    >>> from mtrepair.lexicon import load
    >>> best_split("lesentreprises", load()).parts
    ('les', 'entreprises')
    """
    if not 1 < len(word) <= _LONGEST:
        return None
    paths = _paths(word, lexicon, place)
    if not paths:
        return None
    lead = paths[0].score - paths[1].score if len(paths) > 1 else math.inf
    return Split(paths[0].parts, paths[0].score - _whole_score(word, lexicon), lead)


def _whole_score(word: str, lexicon: Lexicon) -> float:
    """ln of the probability that `word` is one word."""
    new = _NEW_NAME if word[0].isupper() else _NEW_WORD
    english = lexicon.zipf_english(word)
    return max(
        new + len(word) * _LETTER,
        _written_score(word, lexicon, starts=False) if lexicon.zipf(word) else -math.inf,
        english * _LN10 - _BILLION + _BORROWED if english else -math.inf,
    )


def _paths(word: str, lexicon: Lexicon, place: Place) -> list[_Path]:
    """The two likeliest ways to read all of `word` as two or more words, best first."""
    text = word.lower() + ("'" if place.elides else "")
    reached: list[list[_Path]] = [[] for _ in range(len(text) + 1)]
    reached[0].append(_Path(0.0, ()))
    for start in range(len(text)):
        before = sorted(reached[start], reverse=True)[:_BEAM]
        if not before:
            continue
        for part, own in _parts(text, start, word[0].isupper(), lexicon, place):
            end = start + len(part)
            for path in before:
                left = path.parts[-1] if path.parts else place.before
                border = _pair_score(left, part, lexicon) + (_LOST_SPACE if path.parts else 0.0)
                if end == len(text):
                    border += _pair_score(part, place.after, lexicon)
                reached[end].append(_Path(path.score + own + border, (*path.parts, part)))
    return sorted(reached[-1], reverse=True)[:2]


def _parts(
    text: str, start: int, capital: bool, lexicon: Lexicon, place: Place
) -> Iterator[tuple[str, float]]:
    """The words that `text` may go on with at `start`, each with ln p."""
    for part, zipf in lexicon.prefixes(text[start:]):
        end = start + len(part)
        if len(part) == len(text) or (place.elides and (end == len(text)) != (part[-1] == "'")):
            continue
        if zipf < _LEAST_ZIPF or (len(part.strip("'")) < 3 and part not in _SHORT):
            continue
        written = part.capitalize() if capital and start == 0 else part
        yield part, _written_score(written, lexicon, starts=place.starts)


def _written_score(word: str, lexicon: Lexicon, *, starts: bool) -> float:
    """ln p(word) with the capital or small letter that it has."""
    capitals = lexicon.capitalised(word)
    if not word[0].isupper():
        capitals = 1.0 - capitals
    elif starts:
        capitals = 1.0
    return lexicon.zipf(word) * _LN10 - _BILLION + math.log(max(1e-3, capitals))


def _pair_score(left: str, right: str, lexicon: Lexicon) -> float:
    """ln of how much more often the two stand together than by chance."""
    if not left or not right:
        return 0.0
    together = lexicon.pair(left, right)
    if not together:
        return _UNSEEN_PAIR
    apart = (lexicon.zipf(left) + lexicon.zipf(right)) * _LN10 - 2.0 * _BILLION
    return max(_UNSEEN_PAIR, together * _LN10 - _CORPUS - apart)


def join_gain(left: str, right: str, lexicon: Lexicon, place: Place = NOWHERE) -> float:
    """ln of how much likelier `left` and `right` are the halves of one word than two words.

    ln p(left right) + ln 0.0001 - ln p(left) - ln p(right), each with its neighbours as in
    `best_split`; the halves may be new words.

    >>> from mtrepair.lexicon import load
    >>> join_gain("gouver", "nement", load()) > 0 > join_gain("en", "fin", load())
    True
    """
    whole = left + right
    one = (
        _written_score(whole, lexicon, starts=place.starts)
        + _pair_score(place.before, whole, lexicon)
        + _pair_score(whole, place.after, lexicon)
    )
    two = (
        _whole_score(left, lexicon)
        + _whole_score(right, lexicon)
        + _pair_score(place.before, left, lexicon)
        + _pair_score(left, right, lexicon)
        + _pair_score(right, place.after, lexicon)
    )
    return one + _BROKEN_WORD - two
