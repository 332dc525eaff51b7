"""Counts of how often an adjective stands before its noun and how often behind it."""

from __future__ import annotations

import lzma
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from mtrepair.lexicon.morphology import Analysis, load
from mtrepair.lexicon.places import PLACES, SHIPPED, Places, save
from mtrepair.train.sources import inputs, write_sources

# Words with their elided ones apart, and marks; a hyphened word is one.
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*'?|[^\w\s]")
_DETERMINERS = frozenset(
    "le la l' les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos "
    "votre vos leur leurs d'".split()
)
_LINKS = frozenset("à au aux".split())
_FEWEST = 2
SOURCES = "PLACES_SOURCES.tsv"


class _Word(NamedTuple):
    """What counting asks of a form: its analyses as an adjective, and as a noun if no other."""

    adjectives: tuple[Analysis, ...]
    nouns: tuple[Analysis, ...]


def counted_places(path: Path) -> Counter[tuple[str, bool]]:
    """How often each adjective's lemma stands before its noun (True) and behind it (False).

    Counted are a determiner, an adjective and a noun that agree, in either order; the noun is one
    that can't be an adjective. With a complement of its own, "relatif à", any adjective stands
    behind: those are left out.

    Args:
        path: lines of French, or of French, tab, English.
    """
    word = _reader()
    counts: Counter[tuple[str, bool]] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            tokens = _TOKEN.findall(line.partition("\t")[0].replace("’", "'"))
            for at in range(len(tokens) - 2):
                if tokens[at].lower() in _DETERMINERS:
                    complement = tokens[at + 3 : at + 4]
                    behind = not complement or complement[0] not in _LINKS
                    _count(word(tokens[at + 1]), word(tokens[at + 2]), counts, behind=behind)
    return counts


def _reader() -> Callable[[str], _Word]:
    morphology = load()

    @cache
    def word(form: str) -> _Word:
        adjectives = tuple(morphology.adjectives(form))
        nouns = () if adjectives else tuple(morphology.nouns(form))
        return _Word(adjectives, nouns)

    return word


def _count(first: _Word, second: _Word, counts: Counter[tuple[str, bool]], *, behind: bool) -> None:
    if first.adjectives and second.nouns:
        for lemma in _agreeing(first.adjectives, second.nouns):
            counts[lemma, True] += 1
    elif behind and first.nouns and second.adjectives:
        for lemma in _agreeing(second.adjectives, first.nouns):
            counts[lemma, False] += 1


def _agreeing(adjectives: Iterable[Analysis], nouns: Iterable[Analysis]) -> set[str]:
    nouns = list(nouns)
    return {one.lemma for one in adjectives if any(one.agrees(noun) for noun in nouns)}


def write_places(paths: Iterable[Path], out: Path = SHIPPED) -> int:
    """How many adjectives the table has that was written to `out` from French corpora."""
    counts: Counter[tuple[str, bool]] = Counter()
    with Pool(os.cpu_count()) as pool:
        for part in pool.imap_unordered(counted_places, paths):
            counts.update(part)
    lemmas = {lemma for lemma, _ in counts}
    table = {lemma: (counts[lemma, True], counts[lemma, False]) for lemma in lemmas}
    kept = {lemma: pair for lemma, pair in table.items() if sum(pair) >= _FEWEST}
    save(Places(kept), out / PLACES)
    return len(kept)


def write_places_of(data: Path, out: Path = SHIPPED) -> int:
    """As `write_places`, from all corpora of a data folder, with their sources beside the table."""
    paths = inputs(data)
    count = write_places(paths, out)
    write_sources(paths, data, out / SOURCES)
    return count
