"""The lexicon from corpora: counted, chosen, and written for `mtrepair.lexicon`."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable, Mapping
from multiprocessing import Pool
from pathlib import Path

import marisa_trie

from mtrepair.french import ELIDED
from mtrepair.lexicon import (
    CAPITAL_STEPS,
    H_ASPIRE,
    HEAD,
    NAME,
    PAIR_STEPS,
    SHIPPED,
    TAIL,
    WORD_BYTES,
    ZIPF_STEPS,
    Lexicon,
)
from mtrepair.lexicon.spelling import spelling_table
from mtrepair.train.choice import RARE, Splitting, Table, aspirated, joins, table
from mtrepair.train.counts import Counts, counted
from mtrepair.train.sources import inputs, source_of, write_sources

_FEWEST_ENGLISH = 3
_FEWEST_COMPOUNDS = 2
_FEWEST_ELISIONS = 10
_FEWEST_PAIRS = 3
_COMMON = 12_000
_SHORTEST_WHOLE = 6
_NAME_FROM = 0.5
# "l'homme" is two words, "aujourd'hui" is one.
_ELIDES = frozenset(form[:-1] for form in ELIDED.values())


def counted_sources(paths: Iterable[Path]) -> dict[str, Counts]:
    """The counts of each source, its files counted on all cores."""
    largest_first = sorted(paths, key=lambda path: -path.stat().st_size)
    sources: dict[str, Counts] = {}
    with Pool(os.cpu_count()) as pool:
        for path, part in zip(largest_first, pool.imap(counted, largest_first), strict=True):
            sources.setdefault(source_of(path), Counts()).add(part)
    return sources


def chosen(words: Table, aspirate_stems: Iterable[str]) -> Lexicon:
    """The lexicon of a table: all but compounds seen once and what typists joined."""
    forms = {form for form in words.counts if _is_kept(form, words)}
    frequent = {form for form in forms if words.counts[form] > RARE}
    forms -= joins(words, _assembled(frequent, words, aspire=()))
    return _assembled(forms, words, aspire=aspirated(words, aspirate_stems))


def _is_kept(form: str, words: Table) -> bool:
    count = words.counts[form]
    if form.endswith("'"):
        return count >= _FEWEST_ELISIONS
    left, apostrophe, _ = form.partition("'")
    if apostrophe and left in _ELIDES:
        return False
    return form.isalpha() or count >= _FEWEST_COMPOUNDS


def _assembled(forms: Collection[str], words: Table, *, aspire: Collection[str]) -> Lexicon:
    english = {word: n for word, n in words.english.items() if n >= _FEWEST_ENGLISH}
    trie = marisa_trie.Trie(sorted({*forms, *english}))
    total, total_english = sum(words.weights.values()), words.english.total()
    values = bytearray(WORD_BYTES * len(trie))
    for word, key in trie.items():
        share = words.capitals.get(word, 0.0)
        flags = NAME * (share > _NAME_FROM) + H_ASPIRE * (word in aspire)
        record = (
            _zipf_steps(words.weights[word] / total) if word in forms else 0,
            _zipf_steps(english[word] / total_english) if word in english else 0,
            round(share * CAPITAL_STEPS),
            flags if word in forms else 0,
        )
        values[WORD_BYTES * key : WORD_BYTES * (key + 1)] = bytes(record)
    pairs, counts = _assembled_pairs(words.pairs)
    by_weight = sorted(
        (form for form in forms if form.isalpha() and words.capitals.get(form, 0.0) < _NAME_FROM),
        key=lambda form: (-words.weights[form], form),
    )
    halves = _assembled_halves(by_weight[:_COMMON])
    names = {form for form in forms if words.capitals.get(form, 0.0) > _NAME_FROM}
    return Lexicon(
        words=trie,
        values=bytes(values),
        pairs=pairs,
        pair_counts=counts,
        halves=halves,
        spelling=spelling_table(sorted(form for form in by_weight)),
        name_spelling=spelling_table(sorted(form for form in names if form.isalpha())),
        common=frozenset(by_weight[:_COMMON]),
    )


def _zipf_steps(share: float) -> int:
    """Zipf value of a share of all words, in steps; at least one, since 0 means unknown."""
    return min(255, max(1, round(math.log10(share * 1e9) * ZIPF_STEPS)))


def _assembled_pairs(counts: Mapping[Splitting, int]) -> tuple[marisa_trie.Trie, bytes]:
    kept = {f"{left} {right}": n for (left, right), n in counts.items() if n >= _FEWEST_PAIRS}
    trie = marisa_trie.Trie(sorted(kept))
    steps = bytearray(len(trie))
    for pair, key in trie.items():
        steps[key] = min(255, round(math.log10(kept[pair]) * PAIR_STEPS))
    return trie, bytes(steps)


def _assembled_halves(frequent: Iterable[str]) -> marisa_trie.Trie:
    long = [word for word in frequent if len(word) >= _SHORTEST_WHOLE]
    return marisa_trie.Trie(
        sorted([*(HEAD + word for word in long), *(TAIL + word[::-1] for word in long)])
    )


def save(lexicon: Lexicon, folder: Path = SHIPPED) -> None:
    """Write the files that `mtrepair.lexicon.load` maps.

    Each is written beside the old one and takes its place: a process that has mapped the old one
    keeps it.
    """
    for name, trie in (
        ("words.marisa", lexicon.words),
        ("pairs.marisa", lexicon.pairs),
        ("halves.marisa", lexicon.halves),
    ):
        trie.save(str(folder / f"{name}.new"))
        os.replace(folder / f"{name}.new", folder / name)
    for name, content in (
        ("words.bin", lexicon.values),
        ("pairs.bin", lexicon.pair_counts),
        ("spelling.bin", lexicon.spelling),
        ("names.bin", lexicon.name_spelling),
        ("common.txt", "\n".join(sorted(lexicon.common)).encode()),
    ):
        (folder / f"{name}.new").write_bytes(content)
        os.replace(folder / f"{name}.new", folder / name)


def write_lexicon(data: Path, out: Path = SHIPPED) -> int:
    """How many words the lexicon has that was counted in a data folder and written to `out`.

    Raises:
        InputError: the folder has no corpora.
    """
    paths = inputs(data)
    stems = (SHIPPED / "aspirate.txt").read_text(encoding="utf-8").split()
    lexicon = chosen(table(counted_sources(paths).values()), stems)
    save(lexicon, out)
    write_sources(paths, data, out / "SOURCES.tsv")
    return len(lexicon.words)
