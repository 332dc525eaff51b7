"""How likely a string of letters is to be several words that lost their spaces."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mtrepair.lexicon import CORPUS, Lexicon
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.lexicon.spelling import spelling_score

# ln of the words of the corpora, and of a billion.
_CORPUS = math.log(CORPUS)
_LN10 = math.log(10.0)
_BILLION = 9.0 * _LN10
# A space is lost about once in a thousand words of a machine-translated text.
_LOST_SPACE = math.log(1e-3)
# A word is broken in two about ten times less often.
_BROKEN_WORD = math.log(1e-4)
# A pair that the corpora lack is this share of what its words would make by chance.
_UNSEEN_PAIR = math.log(0.2)
# How often a word comes that is in no list.
_NEW_WORD = math.log(1e-3)
_NEW_NAME = math.log(1e-2)
# How often a French text uses an English word.
_BORROWED = math.log(1e-2)
# ln p of a word that the lexicon doesn't list, but can be inflected from one that it does.
_INFLECTED = math.log(1e-8)
# Zipf value from which on a word may have such a neighbour.
_FREQUENT = 4.0
_LONGEST_ELIDED = len("lorsqu'")

_LEAST_ZIPF = 1.0
# From here on a form is a word even where no dictionary has it.
_SURE_ZIPF = 2.8
# Three letters that are rarer than this are endings more often than words: "ons", "rie".
_LEAST_ZIPF_OF_THREE = 2.8
# The closed class of words in one or two letters; others in the corpora are abbreviations.
_SHORT = frozenset(
    "a à y ai an as au ça ce ci de du dû en es et eu il je la là le lu ma me mi né ne ni nu on or "
    "os ou où pu sa se si su ta te tu un va vu d' l' n' s' j' m' t' c' qu'".split()
)
_LONGEST = 60
# The least gain that is told: neighbours that aren't known yet can't make good for more.
_HOPELESS = -12.0
_SHORTEST_INFLECTED = 5
# A shorter string is likelier a new word than a frequent one beside one in 1e8.
_SHORTEST_WITH_INFLECTED = 9
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


class Neighbours(NamedTuple):
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


NOWHERE = Neighbours()


class _Path(NamedTuple):
    score: float
    parts: tuple[str, ...]


# A text is looked at again after each pass, and around each proposal of a model.
@lru_cache(maxsize=4096)
def best_split(word: str, lexicon: Lexicon, place: Neighbours = NOWHERE) -> Split | None:
    """The likeliest way to read `word` as two or more words; None if no way is worth a thought.

    The gain of the words w1 … wk for a string that stands between w0 and wk+1, in natural
    log:

        sum ln p(wi) + sum max(ln (p(wi wi+1) / p(wi) p(wi+1)), ln 0.2) + (k - 1) ln 0.001
            - max(ln p(new) + ln p(letters), ln p(word), ln (0.01 p_English(word)))

    p(w) is the share of w among all words, times that of its capital or small letter, or 1e-8 if
    it isn't listed but inflected; p(new) is 0.001, or 0.01 for a string with a capital, which may
    be a name. Missing neighbours count nothing.

    >>> from mtrepair.lexicon import load
    >>> best_split("lesentreprises", load()).parts
    ('les', 'entreprises')
    """
    if not 1 < len(word) <= _LONGEST:
        return None
    whole = _whole_score(word, lexicon)
    paths = _paths(word, lexicon, place, floor=whole + _HOPELESS)
    if not paths:
        return None
    lead = paths[0].score - paths[1].score if len(paths) > 1 else math.inf
    return Split(paths[0].parts, paths[0].score - whole, lead)


def _whole_score(word: str, lexicon: Lexicon) -> float:
    """ln of the probability that `word` is one word."""
    english = lexicon.zipf_english(word)
    return max(
        _new_score(word, lexicon),
        _written_score(word, lexicon, starts=False) if lexicon.zipf(word) else -math.inf,
        english * _LN10 - _BILLION + _BORROWED if english else -math.inf,
    )


def _new_score(word: str, lexicon: Lexicon) -> float:
    """ln of the probability that a word which is in no list comes, and is spelled so."""
    if word[0].isupper():
        return _NEW_NAME + spelling_score(word.lower(), lexicon.name_spelling)
    return _NEW_WORD + spelling_score(word, lexicon.spelling)


def _paths(word: str, lexicon: Lexicon, place: Neighbours, *, floor: float) -> list[_Path]:
    """The two likeliest ways to read all of `word` as two or more words, best first.

    Each further word lowers the score of a path, which is given up below `floor`.
    """
    text = word.lower() + ("'" if place.elides else "")
    parts = _parts(text, lexicon, place)
    reached: list[list[_Path]] = [[] for _ in range(len(text) + 1)]
    reached[0].append(_Path(0.0, ()))
    for start in sorted(parts):
        if not (before := sorted(reached[start], reverse=True)[:_BEAM]):
            continue
        for part in parts[start]:
            end = start + len(part)
            written = part.capitalize() if start == 0 and word[0].isupper() else part
            own = _written_score(written, lexicon, starts=place.starts)
            for path in before:
                left = path.parts[-1] if path.parts else place.before
                border = _pair_score(left, part, lexicon) + (_LOST_SPACE if path.parts else 0.0)
                if end == len(text):
                    border += _pair_score(part, place.after, lexicon)
                if (score := path.score + own + border) >= floor:
                    reached[end].append(_Path(score, (*path.parts, part)))
    return sorted([*reached[-1], *_inflected_paths(word, lexicon, place)], reverse=True)[:2]


def _parts(text: str, lexicon: Lexicon, place: Neighbours) -> dict[int, list[str]]:
    """For each place of `text` the words that may stand there in a row of words from end to end.

    Most strings that are no words have no such row, so that nothing of them need be scored.
    """
    found: dict[int, list[str]] = {}
    reached = {0}
    for start in range(len(text)):
        if start not in reached:
            continue
        found[start] = [
            part
            for part, zipf in lexicon.prefixes(text[start:])
            if _may_be_part(part, zipf, lexicon)
            and len(part) < len(text)
            and not (place.elides and (start + len(part) == len(text)) != (part[-1] == "'"))
        ]
        reached.update(start + len(part) for part in found[start])
    leading = {len(text)}
    parts = {}
    for start in sorted(found, reverse=True):
        kept = [part for part in found[start] if start + len(part) in leading]
        if kept:
            parts[start] = kept
            leading.add(start)
    return parts


def _may_be_part(part: str, zipf: float, lexicon: Lexicon) -> bool:
    """Whether the form is a word: a rare one must be in a dictionary, or a name."""
    if len(part.strip("'")) < 3:
        return part in _SHORT
    if zipf >= (_LEAST_ZIPF_OF_THREE if len(part) == 3 else _SURE_ZIPF):
        return True
    written = zipf >= _LEAST_ZIPF and len(part) > 3
    return written and (lexicon.is_name(part) or bool(load_morphology().analyses(part)))


def _inflected_paths(word: str, lexicon: Lexicon, place: Neighbours) -> Iterator[_Path]:
    """The ways to read `word` as a frequent word beside one that the lexicon doesn't list."""
    text = word.lower() + ("'" if place.elides else "")
    if len(text) < _SHORTEST_WITH_INFLECTED:
        return
    frequent = {left for left, zipf in lexicon.prefixes(text) if zipf >= _FREQUENT}
    for cut in range(1, len(text)):
        left, right = text[:cut], text[cut:]
        if place.elides and (right[-1] != "'" or len(right) > _LONGEST_ELIDED):
            continue
        if len(right) >= _SHORTEST_INFLECTED and left in frequent:
            known, new = left, right
        # With its capital the unlisted one would be a name, and names have no paradigms.
        elif len(left) >= _SHORTEST_INFLECTED and not word[0].isupper():
            known, new = right, left
        else:
            continue
        if _is_frequent(known, lexicon) and not lexicon.zipf(new) and lexicon.inflected(new):
            own = _INFLECTED + _written_score(known, lexicon, starts=True)
            outer = _pair_score(place.before, left, lexicon)
            outer += _pair_score(right, place.after, lexicon)
            yield _Path(own + outer + _LOST_SPACE + _UNSEEN_PAIR, (left, right))


def _is_frequent(word: str, lexicon: Lexicon) -> bool:
    zipf = lexicon.zipf(word)
    return zipf >= _FREQUENT and _may_be_part(word, zipf, lexicon)


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


def join_gain(left: str, right: str, lexicon: Lexicon, place: Neighbours = NOWHERE) -> float:
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
