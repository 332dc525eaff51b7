"""Builds the lexicon from a data folder: `python -m mtrepair.lexicon.build DATA_FOLDER`."""

from __future__ import annotations

import csv
import math
import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from multiprocessing import Pool
from pathlib import Path

import marisa_trie

from mtrepair.checksum import sha256
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
from mtrepair.lexicon.choice import RARE, Pair, Table, aspirated, joins, table
from mtrepair.lexicon.count import Counts, counted
from mtrepair.lexicon.spelling import spelling_table

_FEWEST_ENGLISH = 3
_FEWEST_COMPOUNDS = 2
_FEWEST_ELISIONS = 10
_FEWEST_PAIRS = 3
_COMMON = 12_000
_SHORTEST_WHOLE = 6
_NAME_FROM = 0.5
# "l'homme" is two words, "aujourd'hui" is one.
_ELIDES = frozenset(form[:-1] for form in ELIDED.values())


def inputs(data: Path) -> list[Path]:
    """The corpora of a data folder, by name."""
    paths: Iterable[Path] = [*data.glob("parallel/*.tsv.xz"), *data.glob("french/*.txt.xz")]
    return sorted(paths, key=lambda path: path.name)


def source_of(path: Path) -> str:
    """Name of the source that a file is a part of: "europarl" for "europarl-0.tsv.xz"."""
    return re.sub(r"(-\d)?\.(tsv|txt)\.xz$", "", path.name)


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


def _assembled_pairs(counts: Mapping[Pair, int]) -> tuple[marisa_trie.Trie, bytes]:
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


def write_sources(paths: Iterable[Path], data: Path, out: Path) -> None:
    """Write to `out` the source, licence, origin and checksum of each corpus."""
    licences = dict(_licences(data))
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("file", "licence", "origin", "sha256"))
        for path in paths:
            rows.writerow((path.name, *licences[source_of(path)], sha256(path)))


def _licences(data: Path) -> Iterable[tuple[str, tuple[str, str]]]:
    for path in (data / "parallel" / "SOURCES.tsv", data / "french" / "SOURCES.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["name"], (row["licence"], row["origin"])


def main(arguments: list[str]) -> None:
    """Count, choose, write."""
    if len(arguments) != 1:
        sys.exit("usage: python -m mtrepair.lexicon.build DATA_FOLDER")
    data = Path(arguments[0])
    stems = (SHIPPED / "aspirate.txt").read_text(encoding="utf-8").split()
    save(chosen(table(counted_sources(inputs(data)).values()), stems))
    write_sources(inputs(data), data, SHIPPED / "SOURCES.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
