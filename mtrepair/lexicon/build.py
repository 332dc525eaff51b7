"""Builds the lexicon from a data folder: `python -m mtrepair.lexicon.build DATA_FOLDER`."""

from __future__ import annotations

import math
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from multiprocessing import Pool
from pathlib import Path

import marisa_trie

from mtrepair.lexicon import CAPITAL_STEPS, H_ASPIRE, NAME, PAIR_STEPS, ZIPF_STEPS
from mtrepair.lexicon.count import Counts, counted

HERE = Path(__file__).parent


def zipf(count: float, total: float) -> int:
    """The stored Zipf value of a count, at least 1 step."""
    value = math.log10(max(count, 1e-9) / total * 1e9)
    return min(255, max(1, round(value * ZIPF_STEPS)))


def lowered(forms: Mapping[str, int]) -> Counter[str]:
    """The counts of forms without regard to case."""
    table: Counter[str] = Counter()
    for form, n in forms.items():
        table[form.lower()] += n
    return table


def capital_shares(counts: Counts) -> dict[str, tuple[float, int]]:
    """For each form: share of capitals in mid-sentence, occurrences in mid-sentence."""
    every: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for form, n in counts.french.items():
        inside = n - counts.initial[form]
        if inside > 0:
            every[form.lower()] += inside
            if form[0].isupper():
                capital[form.lower()] += inside
    return {form: (capital[form] / n, n) for form, n in every.items()}


def aspirated(pairs: Mapping[tuple[str, str], int]) -> set[str]:
    """Words in h that stand after le, la, de, que … more than after l', d', qu' …"""
    full, elided = Counter[str](), Counter[str]()
    for (left, right), n in pairs.items():
        if right[0] == "h":
            if left in ("le", "la", "de", "que"):
                full[right] += n
            elif left in ("l'", "d'", "qu'"):
                elided[right] += n
    return {word for word, n in full.items() if n > elided[word]}


def write(counts: Counts, folder: Path = HERE) -> None:
    """Write the four files of the lexicon."""
    french = lowered(counts.french)
    shares = capital_shares(counts)
    aspire = aspirated(counts.pairs)
    words = {w for w, n in french.items() if n >= (2 if "-" in w else 1) and _keeps(w)}
    words |= {w for w, n in counts.english.items() if n >= 3}
    trie = marisa_trie.Trie(sorted(words))
    trie.save(str(folder / "words.marisa"))
    total, total_english = french.total(), counts.english.total()
    values = bytearray(4 * len(trie))
    for word, key in trie.items():
        share, inside = shares.get(word, (1.0 if word not in french else 0.0, 0))
        flags = NAME * (share > 0.5) + H_ASPIRE * (word in aspire)
        values[4 * key : 4 * key + 4] = (
            zipf(french[word], total) if word in french else 0,
            zipf(counts.english[word], total_english) if word in counts.english else 0,
            round(share * CAPITAL_STEPS),
            flags,
        )
    (folder / "words.bin").write_bytes(values)
    kept = {f"{a} {b}": n for (a, b), n in counts.pairs.items() if n > 2}
    pairs = marisa_trie.Trie(sorted(kept))
    pairs.save(str(folder / "pairs.marisa"))
    steps = bytearray(len(pairs))
    for pair, key in pairs.items():
        steps[key] = min(255, round(math.log10(kept[pair]) * PAIR_STEPS))
    (folder / "pairs.bin").write_bytes(steps)


def _keeps(word: str) -> bool:
    left, mark, _ = word.partition("'")
    return not mark or word.endswith("'") or left not in ELIDED


ELIDED = frozenset(["l", "d", "s", "j", "m", "t", "n", "c", "qu"])


def inputs(data: Path) -> list[Path]:
    """The corpora of a data folder, largest first."""
    paths: Iterable[Path] = [*data.glob("parallel/*.tsv.xz"), *data.glob("french/*.txt.xz")]
    return sorted(paths, key=lambda path: (-path.stat().st_size, path.name))


def main(arguments: list[str]) -> None:
    """Count, select and write."""
    counts = Counts()
    with Pool(os.cpu_count()) as pool:
        for part in pool.imap(counted, inputs(Path(arguments[0]))):
            counts.add(part)
    write(counts)


if __name__ == "__main__":
    main(sys.argv[1:])
