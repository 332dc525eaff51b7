"""The bilingual lexicon from linked words: counted, pruned, and written for `lexicon.bilingual`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mtrepair.lexicon import Lexicon
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import LONGEST, Reading, save
from mtrepair.train.links import (
    Bitext,
    Indices,
    Side,
    corpora,
    read_bitext,
    write_links,
    write_tokens,
)
from mtrepair.train.packs import ALL, HALVES
from mtrepair.train.sources import write_sources

PairKeys = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

SOURCES = "BILINGUAL_SOURCES.tsv"
# Bits of a token's number in the key of a phrase; all ones: no token.
_BITS = 21
_NONE = np.uint64(2**_BITS - 1)
_FAR = np.int64(2**62)
_FEWEST = 3
# Translations looked at of one form: what comes after is chance.
_MOST_COUNTS = 30
_LEAST_OF_PHRASE = 0.2
# Of a phrase whose English has none of its words' own English: "pomme de terre", potato.
_LEAST_OF_IDIOM = 0.1
_LEAST_OF_FIRST = 0.05
_LEAST_OF_SECOND = 0.08
# English words of so many letters have no other form than with an ending; endings are no longer.
_SHORT, _LONGEST_ENDING = 4, 4
_FEWEST_OF_CLASS = 3
_LEAST_OF_CLASS = 0.3
# Before these a French form is a noun or an adjective, whatever else it may be.
_BEFORE_NOUNS = frozenset(
    "le la les l' un une des du de d' au aux ce cet cette ces mon ma mes ton ta tes son sa ses "
    "notre nos votre vos leurs quelques plusieurs deux trois quatre cinq six dix chaque aucun "
    "aucune certains certaines tous toutes".split()
)


@dataclass(frozen=True, slots=True)
class Links:
    """All links, and between which places of the other side those of a word lie.

    `first` and `last` are [tokens] of either side; `first` is above `last` for a word without.
    """

    french_first: Indices
    french_last: Indices
    english_first: Indices
    english_last: Indices


class Count(NamedTuple):
    """How often a French form became an English one; `nouns`: of these, where nouns stand."""

    english: str
    times: int
    nouns: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a French form or phrase became: occurrences in all, where nouns stand, and counts."""

    total: int
    nouns: int
    counts: list[Count]


def links(bitext: Bitext, *, phrases: bool = True) -> Links:
    """The links that both directions have, grown by neighbours that one direction has.

    "kamikazes" is linked to "bombers" in both directions and to "suicide" in one: English words
    near a linked one join it if nothing else claims them.

    Args:
        phrases: French words join so as well: "chemin de fer", a railway. Without, "la Russie"
            leaves "Russia" to the one word that both directions link.
    """
    ends = _agreed(bitext.to_english, bitext.to_french)
    ends += [_grown(bitext.to_french, bitext.to_english, flip=False)]
    if phrases:
        ends += [_grown(bitext.to_english, bitext.to_french, flip=True)]
    french = np.concatenate([left for left, _ in ends])
    english = np.concatenate([right for _, right in ends])
    sizes = len(bitext.french.tokens), len(bitext.english.tokens)
    return Links(*_reach(french, english, sizes[0]), *_reach(english, french, sizes[1]))


def _agreed(to_english: Indices, to_french: Indices) -> list[tuple[Indices, Indices]]:
    french = np.flatnonzero(to_english >= 0)
    english = to_english[french]
    same = to_french[english] == french
    return [(french[same], english[same])]


def _grown(one: Indices, other: Indices, *, flip: bool) -> tuple[Indices, Indices]:
    """Words linked in one direction only, to a word whose own partner is near.

    Near is beside it, or one place further with a word between that nothing claims:
    "chemin de fer", of which "railway" has only "chemin" in both directions.
    """
    places = np.flatnonzero(one >= 0)
    partner = one[places]
    back = other[partner]
    claimed = np.zeros(len(one), dtype=bool)
    claimed[places[back == places]] = True
    agreed = (back >= 0) & claimed[np.maximum(back, 0)] & ~claimed[places]
    gap = np.abs(back - places)
    near = (gap == 1) | ((gap == 2) & ~claimed[(back + places) // 2])
    ends = partner[agreed & near], places[agreed & near]
    return (ends[1], ends[0]) if flip else ends


def _reach(own: Indices, other: Indices, size: int) -> tuple[Indices, Indices]:
    first, last = np.full(size, _FAR), np.full(size, -1, dtype=np.int64)
    np.minimum.at(first, own, other)
    np.maximum.at(last, own, other)
    return first, last


def counted(bitext: Bitext, *, half: int | None = None) -> dict[str, Counted]:
    """French forms and phrases of up to three words with what they became.

    A phrase begins and ends with linked words, and nothing outside is linked into its English.

    Args:
        half: count the pairs of this half only.
    """
    words, english_words = _words(bitext.french), _words(bitext.english)
    pairs = np.repeat(np.arange(len(bitext.halves)), np.diff(bitext.french.starts))
    if half is not None:
        words &= (bitext.halves == half)[pairs]
    nouns = _behind(bitext.french, _BEFORE_NOUNS)
    found: dict[str, Counted] = {}
    for length in range(1, LONGEST + 1):
        linked = links(bitext, phrases=length > 1)
        starts = _runs(pairs, words, length)
        keys = _keys(bitext.french.tokens, starts, np.full(len(starts), length))
        forms, own, totals = np.unique(keys, return_inverse=True, return_counts=True)
        noun_totals = np.bincount(own, weights=nouns[starts]).astype(np.int64)
        low, high = _english_of(linked, starts, length)
        usable = _is_consistent(linked, starts, length, (low, high), english_words)
        usable &= (totals >= (_FEWEST if length > 1 else 1))[own]
        english = _keys(bitext.english.tokens, low[usable], (high - low + 1)[usable])
        for row, counts in _by_form(own[usable], english, nouns[starts][usable]):
            if length > 1 and counts[0][1] < _FEWEST:
                continue
            named = [Count(_text(bitext.english, key), n, k) for key, n, k in counts]
            form = _text(bitext.french, int(forms[row]))
            found[form] = Counted(int(totals[row]), int(noun_totals[row]), named)
    return found


def _words(side: Side) -> Mask:
    own = np.array([any(map(str.isalpha, word)) for word in side.vocabulary])
    return own[side.tokens]


def _behind(side: Side, before: frozenset[str]) -> Mask:
    own = np.array([word.lower() in before or word.isdigit() for word in side.vocabulary])
    mask = np.zeros(len(side.tokens), dtype=bool)
    mask[1:] = own[side.tokens[:-1]]
    mask[side.starts[:-1]] = False
    return mask


def _runs(pairs: Indices, words: Mask, length: int) -> Indices:
    """Where runs of so many words of one pair begin."""
    last = max(len(words) - length + 1, 0)
    usable = words[:last].copy()
    for step in range(1, length):
        usable &= words[step : last + step] & (pairs[step : last + step] == pairs[:last])
    return np.flatnonzero(usable)


def _keys(tokens: npt.NDArray[np.int32], starts: Indices, lengths: Indices) -> PairKeys:
    """One number for each run of at most `LONGEST` tokens."""
    keys = np.zeros(len(starts), dtype=np.uint64)
    for step in range(LONGEST):
        place = np.minimum(starts + step, len(tokens) - 1)
        part = np.where(step < lengths, tokens[place].astype(np.uint64), _NONE)
        keys = (keys << np.uint64(_BITS)) | part
    return keys


def _text(side: Side, key: int) -> str:
    """The words of a run, apart by spaces, "'s" behind its word."""
    parts = (key >> (_BITS * step) & int(_NONE) for step in reversed(range(LONGEST)))
    words = [side.vocabulary[part] for part in parts if part != int(_NONE)]
    return " ".join(words).replace(" 's", "'s")


def _english_of(linked: Links, starts: Indices, length: int) -> tuple[Indices, Indices]:
    low, high = linked.french_first[starts], linked.french_last[starts]
    for step in range(1, length):
        low = np.minimum(low, linked.french_first[starts + step])
        high = np.maximum(high, linked.french_last[starts + step])
    return low, high


def _is_consistent(
    linked: Links, starts: Indices, length: int, english: tuple[Indices, Indices], words: Mask
) -> Mask:
    """Whether the English, from its first to its last place, is words linked to nothing else."""
    (low, high), ends = english, starts + length - 1
    fits: Mask = (high >= low) & (high - low < LONGEST)
    fits &= (linked.french_last[starts] >= 0) & (linked.french_last[ends] >= 0)
    for step in range(LONGEST):
        place = np.minimum(low + step, len(words) - 1)
        free = linked.english_last[place] < 0
        own = (linked.english_first[place] >= starts) & (linked.english_last[place] <= ends)
        fits &= (low + step > high) | (words[place] & (free | own))
    return fits


def _by_form(
    forms: Indices, english: PairKeys, nouns: Mask
) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """For each form its English keys with their counts, and counts where nouns stand; the most
    frequent first."""
    distinct, numbers = np.unique(english, return_inverse=True)
    both = (forms.astype(np.uint64) << np.uint64(32)) | numbers.astype(np.uint64)
    rows, own, counts = np.unique(both, return_inverse=True, return_counts=True)
    as_nouns = np.bincount(own, weights=nouns).astype(np.int64)
    form = (rows >> np.uint64(32)).astype(np.int64)
    order = np.lexsort((-counts, form))
    keys = distinct[(rows & np.uint64(2**32 - 1)).astype(np.int64)]
    borders = np.concatenate([[0], np.flatnonzero(np.diff(form[order])) + 1, [len(order)]])
    for first, last in pairwise(borders.tolist()):
        if first == last:
            continue  # no word of this text is linked
        some = order[first : min(last, first + _MOST_COUNTS)]
        columns = (keys[some].tolist(), counts[some].tolist(), as_nouns[some].tolist())
        yield int(form[order[first]]), list(zip(*columns, strict=True))


def chosen(counts: Mapping[str, Counted]) -> dict[str, tuple[Reading, ...]]:
    """The readings that are kept of each form: of words, and of phrases that need an entry."""
    lexicon = load_lexicon()
    found = {form: _readings(form, own, lexicon) for form, own in counts.items()}
    words = {form: readings for form, readings in found.items() if readings and " " not in form}
    phrases = {
        form: readings
        for form, readings in found.items()
        if readings and " " in form and _says_more(form, readings, words)
    }
    return words | phrases


def _readings(form: str, own: Counted, lexicon: Lexicon) -> tuple[Reading, ...]:
    """The most frequent English, and the most frequent one of another meaning."""
    if _is_english(form, own, lexicon):
        return ()
    counts = _without_case(own.counts)
    best = counts[0]
    others = [one for one in counts[1:] if not _are_forms(best.english, one.english)]
    typical = _best_of_classes(own, counts)
    often = [one for one in others if one.times >= max(2, _LEAST_OF_SECOND * own.total)]
    second = next((one for one in often if one in typical), next(iter(often), None))
    kept = [best] if second is None else [best, second]
    readings = [Reading(one.english, _share(one, counts) / own.total) for one in kept]
    return tuple(readings) if readings[0].probability >= _LEAST_OF_FIRST else ()


def _is_english(form: str, own: Counted, lexicon: Lexicon) -> bool:
    """Whether the form is English in a French text, with its French: "infraction (offence)"."""
    became = own.counts[0].english.split()
    english, french = lexicon.zipf_english(form), lexicon.zipf(form)
    return english > french + 0.5 and all(
        lexicon.zipf(word) > lexicon.zipf_english(word) + 0.5 for word in became
    )


def _share(one: Count, counts: list[Count]) -> int:
    """How often the form became this English, or another form of it."""
    return sum(other.times for other in counts if _are_forms(one.english, other.english))


def _without_case(counts: list[Count]) -> list[Count]:
    """Counts of the same English in several cases together, in the most frequent one."""
    merged: dict[str, Count] = {}
    for english, times, nouns in counts:
        first = merged.get(english.lower(), Count(english, 0, 0))
        merged[english.lower()] = Count(first.english, first.times + times, first.nouns + nouns)
    return sorted(merged.values(), key=lambda one: -one.times)


def _best_of_classes(own: Counted, counts: list[Count]) -> list[Count]:
    """What the form becomes most often where nouns stand, and what elsewhere."""
    classes = (
        (own.nouns, [one.nouns for one in counts]),
        (own.total - own.nouns, [one.times - one.nouns for one in counts]),
    )
    return [
        counts[numbers.index(max(numbers))]
        for total, numbers in classes
        if max(numbers) >= max(_FEWEST_OF_CLASS, _LEAST_OF_CLASS * total)
    ]


def _are_forms(left: str, right: str) -> bool:
    """Whether English words look like forms of one: shortage, shortages; agree, agreement.

    >>> _are_forms("shortage", "the shortages"), _are_forms("had", "aircraft")
    (True, False)
    """
    short, long = sorted((_without_article(word.lower()) for word in (left, right)), key=len)
    stem = short if len(short) <= _SHORT else short[: max(_SHORT, len(short) - 2)]
    return long.startswith(stem) and len(long) <= len(short) + _LONGEST_ENDING


def _without_article(words: str) -> str:
    return words.removeprefix("the ").removeprefix("a ").removeprefix("an ")


def _says_more(
    form: str, readings: tuple[Reading, ...], words: Mapping[str, tuple[Reading, ...]]
) -> bool:
    """Whether a phrase is more than its words' own English one after the other."""
    best = readings[0]
    alone = [words[word][0].english.lower() if word in words else "" for word in form.split()]
    own = best.english.lower()
    least = _LEAST_OF_IDIOM if set(own.split()).isdisjoint(alone) else _LEAST_OF_PHRASE
    return best.probability >= least and " ".join(filter(None, alone)) != own


def write_bilingual(data: Path, out: Path) -> dict[str, int]:
    """How many entries the lexicons have that were written to `out`, by name.

    `all` is counted in all pairs, the others in either half of them. Links that `out` has are
    taken as they are; beside the lexicon of all pairs stand its sources and their licences.
    """
    out.mkdir(parents=True, exist_ok=True)
    tokens, aligned = out / "tokens.tsv", out / "links"
    if not tokens.exists():
        write_tokens(data, tokens)
    if not Path(f"{aligned}.reverse").exists():
        write_links(tokens, aligned)
    bitext = read_bitext(tokens, aligned)
    sizes = {}
    for name, half in ((ALL, None), *((name, half) for half, name in enumerate(HALVES))):
        entries = chosen(counted(bitext, half=half))
        save(entries, out / name)
        sizes[name] = len(entries)
    if (data / "parallel" / "SOURCES.tsv").exists():
        write_sources(corpora(data), data, out / ALL / SOURCES)
    return sizes
