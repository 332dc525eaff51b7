"""English words for French forms and phrases, with probabilities: counted, not learnt."""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from mtrepair.checksum import sha256
from mtrepair.errors import ModelError
from mtrepair.lexicon.tokens import WordToken, french_tokens

SHIPPED = Path(__file__).parent
FRENCH, ENGLISH, VALUES = "bilingual.marisa", "bilingual.en.marisa", "bilingual.bin"
LONGEST = 3
# For each of two readings: number of the English in three bytes, probability in one.
READING_BYTES = 4
ENTRY_BYTES = 2 * READING_BYTES
PROBABILITY_STEPS = 255


class Reading(NamedTuple):
    """One English word or phrase for a French one, in the case it has inside a sentence.

    `probability`: share of the occurrences of the French in the corpora that are translated so,
    or by another form of the same English word.
    """

    english: str
    probability: float


class Match(NamedTuple):
    """A French word or phrase of a text that has an entry, and its readings, the likelier first."""

    start: int
    end: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Bilingual:
    """French forms and phrases of up to three words, each with one or two English ones.

    A verb that is also a noun keeps both readings. The attributes are what the files hold; `load`
    makes a lexicon.
    """

    french: marisa_trie.Trie
    english: marisa_trie.Trie
    values: bytes | mmap.mmap
    sha256: str

    def readings(self, form: str) -> tuple[Reading, ...]:
        """The English of a French form or phrase, its words apart by spaces; empty if unknown.

        The case counts; a word that begins a sentence may have to be asked in small letters.

        >>> [reading.english for reading in load().readings("pénurie")]
        ['shortage', 'lack']
        """
        key = self.french.get(_whole(form).replace("’", "'"))
        if key is None:
            return ()
        first = ENTRY_BYTES * key
        found = []
        for start in (first, first + READING_BYTES):
            number = int.from_bytes(self.values[start : start + 3], "big")
            if steps := self.values[start + 3]:
                english = self.english.restore_key(number)
                found.append(Reading(english, steps / PROBABILITY_STEPS))
        return tuple(found)

    def has_english(self, word: str) -> bool:
        """Whether the word is the English of something, in the case given or in small letters.

        >>> load().has_english("Shortages")
        True
        """
        return word in self.english or word.lower() in self.english

    def matches(self, text: str) -> list[Match]:
        """The longest entries that a French text is made of, from left to right.

        >>> [text[m.start : m.end] for text in ["un chemin de fer"] for m in load().matches(text)]
        ['un', 'chemin de fer']
        """
        tokens = list(french_tokens(text))
        found, i = [], 0
        while i < len(tokens):
            run = tokens[i : i + LONGEST]
            form = self._longest(run, begins=_begins(tokens, i))
            if form:
                last = run[form.count(" ")]
                found.append(Match(run[0].start, last.end, self.readings(form)))
            i += form.count(" ") + 1
        return found

    def _longest(self, run: Sequence[WordToken], *, begins: bool) -> str:
        """The longest form that the tokens begin with, as it is written here; empty for none."""
        form = " ".join(token.text for token in run)
        lower = form[:1].lower() + form[1:]
        ends = set(accumulate((len(token.text) + 1 for token in run), initial=-1))
        written = dict.fromkeys((lower, form) if begins else (form, lower))
        prefixes = [own for text in written for own in self._prefixes(text, ends)]
        first = run[0].text
        if not prefixes and first.isupper() and len(first) > 1:
            # Shouted: "DÉFENSE", "LONDRES".
            shouted = (form.lower(), form.title())
            prefixes = [own for text in shouted for own in self._prefixes(text, ends)]
        return max(prefixes, key=len, default="")

    def _prefixes(self, text: str, ends: set[int]) -> list[str]:
        """The forms that a text begins with and that end where a token ends."""
        return [own for own in self.french.prefixes(_whole(text)) if len(own) in ends]


def _whole(text: str) -> str:
    """The text without halves of characters, which no form has and no trie takes."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _begins(tokens: Sequence[WordToken], i: int) -> bool:
    return i == 0 or not (tokens[i - 1].text[-1].isalnum() or tokens[i - 1].text in "',-%)/")


@cache
def load(folder: Path = SHIPPED) -> Bilingual:
    """The bilingual lexicon of a folder, by default that of the package; its files are mapped.

    Raises:
        ModelError: the folder lacks a file of it.
    """
    missing = [name for name in (FRENCH, ENGLISH, VALUES) if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"the folder {str(folder)!r} has no bilingual lexicon: it lacks {', '.join(missing)}; "
            "build one with `python -m mtrepair.train bilingual`, or reinstall mtrepair"
        )
    with (folder / VALUES).open("rb") as file:
        values = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return Bilingual(
        french=marisa_trie.Trie().mmap(str(folder / FRENCH)),
        english=marisa_trie.Trie().mmap(str(folder / ENGLISH)),
        values=values,
        sha256=sha256(folder / VALUES),
    )


def save(entries: Mapping[str, tuple[Reading, ...]], folder: Path) -> None:
    """Write the files that `load` maps: forms and phrases with one or two readings each."""
    folder.mkdir(parents=True, exist_ok=True)
    french = marisa_trie.Trie(sorted(entries))
    english = marisa_trie.Trie(sorted({r.english for own in entries.values() for r in own}))
    values = bytearray(ENTRY_BYTES * len(french))
    for form, own in entries.items():
        start = ENTRY_BYTES * french[form]
        for place, reading in enumerate(own[:2]):
            steps = max(1, round(reading.probability * PROBABILITY_STEPS))
            record = english[reading.english].to_bytes(READING_BYTES - 1, "big") + bytes([steps])
            values[start + READING_BYTES * place : start + READING_BYTES * (place + 1)] = record
    french.save(str(folder / FRENCH))
    english.save(str(folder / ENGLISH))
    (folder / VALUES).write_bytes(values)
