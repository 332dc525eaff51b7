"""French and English words with their frequencies, capitals and neighbours."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import marisa_trie

from mtrepair.french import VOWELS
from mtrepair.lexicon.inflection import NEGATIVE_PREFIX, bases, inflections
from mtrepair.lexicon.morphology import load as load_morphology

__all__ = ["Lexicon", "load"]

SHIPPED = Path(__file__).parent
# Four bytes a word: French and English Zipf value, share of capitals in mid-sentence, flags.
WORD_BYTES = 4
ZIPF_STEPS = 30
CAPITAL_STEPS = 255
PAIR_STEPS = 30
NAME, H_ASPIRE = 1, 2
# Words of the corpora.
CORPUS = 45.9e6
# What a frequent word has before it in the trie of halves, written as it is or backwards.
HEAD, TAIL = "+", "-"

_VOWELS = VOWELS - {"y"}
# Vowels, but spoken apart from what stands before: "le onze", "le oui".
_APART = frozenset(
    "onze onzes onzième onzièmes onzièmement énième énièmes unes oui ouistiti "
    "ouistitis uhlan uhlans ululer ulule ululement ululements".split()
)
# Elided before, against the rule for y and a vowel.
_YEUX = frozenset("yeux yeuse yeuses yourte yèble yèbles".split()) - {"yourte"}
# A form may be inflected from a known one, or derived, only if that is no rarity itself.
_INFLECTED_FROM = 1.2
# A short one finds a look-alike among names and typing errors too easily.
_LONG = 7
_SHORT_INFLECTED_FROM = 2.3
_DERIVED_FROM = 1.5
# log10 of the pairs from which on a prefix and its base are rather two words.
_SIDE_BY_SIDE = 1.5
# Zipf steps and capital steps of words that may be joins all the same.
_SELDOM = 2.2 * ZIPF_STEPS
_MOSTLY_NAME = 0.7 * CAPITAL_STEPS
# Words as frequent as this are grammar's: none is inflected, and none derived from them.
_UNINFLECTED = 5.5
_UNDERIVED = 6.0


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Lexicon:
    """What is known of words; every look-up ignores case and takes U+2019 for an apostrophe.

    An elided form is written with its apostrophe: "l'", "qu'". The attributes are what the files
    hold; `load` makes a lexicon.
    """

    words: marisa_trie.Trie
    values: bytes | mmap.mmap
    pairs: marisa_trie.Trie
    pair_counts: bytes | mmap.mmap
    halves: marisa_trie.Trie
    spelling: bytes
    name_spelling: bytes
    common: frozenset[str]

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

    def follows(self, left: str, word: str) -> float:
        """Share of the occurrences of `word` that have `left` right before them, 0-1, roughly.

        >>> load().follows("la", "Russie") > 0.2 > load().follows("le", "Russie")
        True
        """
        together = self.pair(left, word)
        if not together:
            return 0.0
        occurrences = 10 ** (self.zipf(word) - 9.0) * CORPUS
        return float(min(1.0, 10**together / max(1.0, occurrences)))

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
        key = _key(word)
        if self._value(key, 0):
            return bool(self._value(key, 3) & H_ASPIRE)
        return key[:1] == "h" and any(
            self._value(form, 3) & H_ASPIRE for form, _ in inflections(key)
        )

    def forbids_elision(self, word: str) -> bool:
        """Whether "le", "de" and "que" stay whole before the word.

        >>> [load().forbids_elision(word) for word in ("onze", "yaourt", "yeux", "week", "ami")]
        [True, True, False, True, False]
        """
        key = _key(word)
        first = key[:1]
        if first == "h":
            return self.h_aspire(key)
        if first == "y":
            return key not in _YEUX and key[1:2] in _VOWELS
        return first not in _VOWELS or key in _APART

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Those of `words` that are no French form or name, nor inflected from a known one.

        >>> load().unknown({"maison", "lesmaisons"})
        {'lesmaisons'}
        """
        keys, values = self.words.get, self.values
        unknown = set()
        for word in set(words) - self.common:
            key = keys(_key(word))
            if (key is None or not values[WORD_BYTES * key]) and not self.plausible(word):
                unknown.add(word)
        return unknown

    def plausible(self, word: str) -> bool:
        """Whether a dictionary has the word, or it may be inflected or derived from a known one.

        >>> load().plausible("antieuropéennes"), load().plausible("asyndical")
        (True, True)
        """
        key, analyses = _key(word), load_morphology().analyses
        if analyses(word) or analyses(key) or self._negated(key):
            return True
        return self.inflected(key) or any(
            self._derived(affix, base, affix_is_word) for affix, base, affix_is_word in bases(key)
        )

    def _negated(self, key: str) -> bool:
        """Whether the word is an adjective, no participle, with a prefix that denies it."""
        prefix = NEGATIVE_PREFIX.match(key)
        if prefix is None:
            return False
        analyses = load_morphology().analyses(key[prefix.end() :])
        return bool(analyses) and all(one.part in ("adjective", "noun") for one in analyses)

    def inflected(self, word: str) -> bool:
        """Whether the word may be a form of another one that is known.

        >>> load().inflected("rationaliserions"), load().inflected("lesmaisons")
        (True, False)
        """
        key = _key(word)
        least = _INFLECTED_FROM if len(key) >= _LONG else _SHORT_INFLECTED_FROM
        for form, may_be_name in inflections(key, self._longest_stem(key)):
            known = least <= self.zipf(form) < _UNINFLECTED
            if known and (may_be_name or not self.is_name(form)):
                return True
        return False

    def _longest_stem(self, key: str) -> int:
        """How many of the first letters of `key` a known word begins with."""
        known, unknown = 0, len(key) + 1
        while unknown - known > 1:
            middle = (known + unknown) // 2
            if next(self.words.iterkeys(key[:middle]), None) is not None:
                known = middle
            else:
                unknown = middle
        return known

    def _derived(self, affix: str, base: str, affix_is_word: bool) -> bool:
        zipf = self.zipf(base)
        # "euroatlantique": an ocean, and an adjective.
        is_name = self.is_name(base) and not load_morphology().adjectives(base)
        if zipf >= _UNDERIVED or is_name:
            return False
        if affix_is_word and self.pair(affix, base) >= _SIDE_BY_SIDE:
            return False
        return zipf >= _DERIVED_FROM or (not zipf and self.inflected(base))

    def seldom(self, words: Iterable[str]) -> set[str]:
        """Those of `words` that are known, but seldom seen, or as names and not so written.

        >>> load().seldom({"maison", "dela"})
        {'dela'}
        """
        keys, values = self.words.get, self.values
        seldom = set()
        for word in set(words) - self.common:
            if (key := keys(word)) is not None:
                start = WORD_BYTES * key
                zipf = values[start]
                if zipf and (zipf < _SELDOM or values[start + 2] > _MOSTLY_NAME):
                    seldom.add(word)
        return seldom

    def prefixes(self, text: str) -> Iterator[tuple[str, float]]:
        """The French words with which `text`, lower case, begins, each with its Zipf value.

        >>> [word for word, zipf in load().prefixes("lesentreprises") if zipf > 6]
        ['le', 'les']
        """
        for word, key in self.words.iter_prefixes_with_ids(text):
            if steps := self.values[WORD_BYTES * key]:
                yield word, steps / ZIPF_STEPS

    def starting_with(self, head: str) -> list[str]:
        """The frequent words of six letters or more that start with `head`, lower case.

        >>> "gouvernement" in load().starting_with("gouver")
        True
        """
        return [key[1:] for key in self.halves.keys(HEAD + head)]

    def ending_in(self, tail: str) -> list[str]:
        """The frequent words of six letters or more that end in `tail`, lower case.

        >>> "gouvernement" in load().ending_in("nement")
        True
        """
        return [key[:0:-1] for key in self.halves.keys(TAIL + tail[::-1])]

    def _value(self, word: str, which: int) -> int:
        key = self.words.get(_key(word))
        return 0 if key is None else self.values[WORD_BYTES * key + which]


def _key(word: str) -> str:
    return word.lower().replace("’", "'")


@cache
def load(folder: Path = SHIPPED) -> Lexicon:
    """The lexicon of a folder, by default that of the package; the large files are mapped."""
    common = (folder / "common.txt").read_text(encoding="utf-8").split("\n")
    return Lexicon(
        words=marisa_trie.Trie().mmap(str(folder / "words.marisa")),
        values=_mapped(folder / "words.bin"),
        pairs=marisa_trie.Trie().mmap(str(folder / "pairs.marisa")),
        pair_counts=_mapped(folder / "pairs.bin"),
        halves=marisa_trie.Trie().mmap(str(folder / "halves.marisa")),
        spelling=(folder / "spelling.bin").read_bytes(),
        name_spelling=(folder / "names.bin").read_bytes(),
        common=frozenset(common),
    )


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
