"""French and English words with their frequencies, capitals and neighbours."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import marisa_trie

from mtrepair.lexicon.inflection import stems

__all__ = ["Lexicon", "load"]

# Four bytes a word: French and English Zipf value, share of capitals, flags.
WORD_BYTES = 4
ZIPF_STEPS = 30
CAPITAL_STEPS = 255
PAIR_STEPS = 30
NAME, H_ASPIRE, NO_ELISION = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words; every look-up ignores case and takes U+2019 for an apostrophe.

    An elided form is written with its apostrophe: "l'", "qu'". The attributes are the mapped
    files; `load` makes a lexicon.
    """

    words: marisa_trie.Trie
    values: bytes | mmap.mmap
    pairs: marisa_trie.Trie
    pair_counts: bytes | mmap.mmap

    def zipf(self, word: str) -> float:
        """Frequency in French, Zipf scale: log10 of occurrences per billion words; 0.0 if unknown.

        >>> load().zipf("Maison") > 4
        True
        """
        return self._value(word, 0) / ZIPF_STEPS

    def zipf_english(self, word: str) -> float:
        """Frequency in English, Zipf scale; 0.0 if unknown.

        >>> load().zipf_english("the") > 7
        True
        """
        return self._value(word, 1) / ZIPF_STEPS

    def pair(self, left: str, right: str) -> float:
        """log10 of how often `left` stands before `right` in the corpora; 0.0 if never kept.

        >>> load().pair("de", "la") > 5
        True
        """
        key = self.pairs.get(f"{_key(left)} {_key(right)}")
        return 0.0 if key is None else float(self.pair_counts[key] / PAIR_STEPS)

    def capitalised(self, word: str) -> float:
        """Share of occurrences in mid-sentence that have a capital, 0-1; 0.0 if unknown.

        >>> load().capitalised("europe") > 0.9
        True
        """
        return self._value(word, 2) / CAPITAL_STEPS

    def is_name(self, word: str) -> bool:
        """Whether the form stands mostly with a capital in mid-sentence.

        >>> load().is_name("Bruxelles"), load().is_name("maison")
        (True, False)
        """
        return bool(self._value(word, 3) & NAME)

    def h_aspire(self, word: str) -> bool:
        """Whether the word begins with an h that forbids elision.

        >>> load().h_aspire("héros"), load().h_aspire("homme")
        (True, False)
        """
        return bool(self._value(word, 3) & H_ASPIRE)

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Those of `words` that are no French form or name, nor inflected from a known one.

        >>> load().unknown({"maison", "lesmaisons"})
        {'lesmaisons'}
        """
        return {word for word in words if not self._knows(word)}

    def _knows(self, word: str) -> bool:
        key = _key(word)
        if self._value(key, 0):
            return True
        return any(self._value(stem, 0) >= least * ZIPF_STEPS for stem, least in stems(key))

    def _value(self, word: str, which: int) -> int:
        key = self.words.get(_key(word))
        return 0 if key is None else self.values[WORD_BYTES * key + which]


def _key(word: str) -> str:
    return word.lower().replace("’", "'")


@cache
def load() -> Lexicon:
    """The lexicon that ships with the package; its files are mapped, not read."""
    folder = Path(__file__).parent
    return Lexicon(
        words=marisa_trie.Trie().mmap(str(folder / "words.marisa")),
        values=_mapped(folder / "words.bin"),
        pairs=marisa_trie.Trie().mmap(str(folder / "pairs.marisa")),
        pair_counts=_mapped(folder / "pairs.bin"),
    )


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
