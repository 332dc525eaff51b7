"""English sources with French from the bilingual lexicon in them, which is read backwards."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mtrepair.lexicon import CORPUS, Lexicon
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import LONGEST, Bilingual, Reading
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import WordToken, english_tokens
from mtrepair.translation.gloss import Gloss, in_case_of

# Zipf value of a form that was never counted.
_UNSEEN = 0.5
# Share of a French form's occurrences that its reading must have to be read backwards.
_LEAST_SHARE = 0.15
# Share of capitals within sentences from which on a word is written so.
_A_NAME = 0.3


class French(NamedTuple):
    """The likeliest French of an English word or phrase, and its share among what it may be."""

    form: str
    share: float


def turn(bilingual: Bilingual, lexicon: Lexicon) -> dict[str, French]:
    """For each English word or phrase of the lexicon its likeliest French, by Bayes' rule.

    How often the French is written comes from the counts of words and of neighbours: a phrase is
    as frequent as its rarest pair of neighbours, so that "Union européen" is not the French of
    "European Union". A form that only shouts or begins sentences gives way to its small letters.

    >>> turn(load_bilingual(), load_lexicon())["shortages"].form
    'pénuries'
    """
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for form in bilingual.french.iterkeys():
        if form.lower() in bilingual.french and _is_only_written_so(form, lexicon):
            continue
        frequency = _frequency(form, lexicon)
        for reading in bilingual.readings(form):
            if reading.probability >= _LEAST_SHARE:
                found[reading.english].append((form, frequency * reading.probability))
    turned = {}
    for english, own in found.items():
        form, weight = max(own, key=lambda one: (one[1], one[0]))
        turned[english] = French(form, weight / math.fsum(value for _, value in own))
    return turned


def _is_only_written_so(form: str, lexicon: Lexicon) -> bool:
    """Whether a form has capitals for its place, not for what it is."""
    return any(
        word != word.lower() and lexicon.capitalised(word) < _A_NAME for word in form.split()
    )


def _frequency(form: str, lexicon: Lexicon) -> float:
    """Occurrences of a form or phrase in a billion words, roughly."""
    words = form.split()
    if len(words) == 1:
        zipf = lexicon.zipf(form)
    else:
        counts = min(lexicon.pair(left, right) for left, right in pairwise(words))
        zipf = counts + 9 - math.log10(CORPUS) if counts else 0.0
    return float(10 ** max(zipf, _UNSEEN))


@cache
def _turned() -> Mapping[str, French]:
    return turn(load_bilingual(), load_lexicon())


def turned_gloss(source: str, gloss: Gloss, *, turned: Mapping[str, French] | None = None) -> str:
    """The English source with the French of its rarer words and phrases in their place.

    Args:
        gloss: `below_zipf` is the frequency in English, `least` the smallest share of the French.

    >>> turned_gloss("There were shortages.", Gloss("instead", below_zipf=4.0))
    'There were pénuries.'
    """
    if not gloss.place:
        return source
    table, lexicon = turned or _turned(), load_lexicon()
    tokens = list(english_tokens(source))
    parts, done, i = [], 0, 0
    while i < len(tokens):
        run, french = _longest(source, tokens[i : i + LONGEST], table, gloss, lexicon)
        if french:
            parts += [source[done : run[0].start], french]
            done = run[-1].end
        i += len(run)
    return "".join([*parts, source[done:]])


def _longest(
    source: str,
    run: list[WordToken],
    table: Mapping[str, French],
    gloss: Gloss,
    lexicon: Lexicon,
) -> tuple[list[WordToken], str]:
    """The longest beginning of a run that has its French, and that; one token without."""
    for length in range(len(run), 0, -1):
        words = run[:length]
        if not any(_is_rare(word, gloss, lexicon) for word in words):
            continue
        own = source[words[0].start : words[-1].end]
        for written in _writings(" ".join(word.text for word in words)):
            french = table.get(written)
            if french and french.share >= gloss.least:
                return words, _in_case_of(own, french.form.replace("' ", "'"))
    return run[:1], ""


def _in_case_of(own: str, french: str) -> str:
    """The French in capitals where its English is; "l'Iran" has its capital already."""
    inside = french != french.lower() and not own.isupper()
    return french if inside else in_case_of(own, Reading(french, 1.0))


def _writings(form: str) -> Iterator[str]:
    yield form
    yield form[:1].lower() + form[1:]
    if form.isupper() and len(form) > 1:
        yield form.lower()
        yield form.title()


def _is_rare(word: WordToken, gloss: Gloss, lexicon: Lexicon) -> bool:
    return word.text[:1].isalpha() and lexicon.zipf_english(word.text) < gloss.below_zipf
