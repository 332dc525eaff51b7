"""Corpora in: reading pairs, cleaning them, and keeping the test sets out."""

from __future__ import annotations

import json
import lzma
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from mtrepair.errors import InputError
from mtrepair.train.recipe import Cleaning

TextPair = tuple[str, str]

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u200b\ufeff]+")
_WORD = re.compile(r"\w+")
# The quarter or so of running words that each language alone uses.
_FUNCTION_WORDS = {
    "fr": frozenset(
        "le la les un une des du et est dans que qui pour pas sur au aux avec ce cette ces il elle "
        "nous vous ils je ne se sont être par plus mais ou où leur son sa ses notre votre".split()
    ),
    "en": frozenset(
        "the of and to in is that it for was with be this are not have you we they he she i by "
        "which from or has his her but were been will would there their our your an at as".split()
    ),
}
_CHUNK = 5_000
_GRAM = 12
_BLOCK = 6


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Text that training must not see: hashes of whole lines, of word 6-grams and 12-grams."""

    lines: frozenset[str]
    blocks: frozenset[str]
    grams: frozenset[str]


def read_pairs(path: Path) -> Iterator[TextPair]:
    """The pairs of a file, `.xz` or not: lines of `.tsv` are source TAB target, lines of `.jsonl`
    objects with "damaged" and "clean", lines of `.txt` pairs of the line with itself.

    Raises:
        InputError: another kind of file, or a line that is none of it, by its number.
    """
    opened = lzma.open if path.suffix == ".xz" else open
    read = next((_READERS[s] for s in path.suffixes if s in _READERS), None)
    if read is None:
        raise InputError(f"{path.name}: pairs are read from {', '.join(_READERS)} files, or .xz")
    with opened(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            pair = read(line.rstrip("\r\n"))
            if isinstance(pair, str):
                raise InputError(f"{path.name} line {number} {pair}")
            yield pair


def _doubled(line: str) -> TextPair | str:
    return line, line


def _of_cells(line: str) -> TextPair | str:
    cells = line.split("\t")
    if len(cells) != 2:
        return f"has {len(cells)} cells; expected source TAB target"
    return cells[0], cells[1]


def _of_object(line: str) -> TextPair | str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return f"is no JSON: {error}"
    sides = [row.get(key) for key in ("damaged", "clean")] if isinstance(row, dict) else []
    damaged, clean = sides or (None, None)
    if not isinstance(damaged, str) or not isinstance(clean, str):
        return 'has no texts "damaged" and "clean"'
    return damaged, clean


_READERS = {".tsv": _of_cells, ".jsonl": _of_object, ".txt": _doubled}


def drawn(pairs: Iterable[TextPair], most_lines: int, rng: random.Random) -> Iterator[TextPair]:
    """At most so many of the pairs, drawn at random; with 0 all of them, in their order."""
    if not most_lines:
        return iter(pairs)
    every = list(pairs)
    return iter(rng.sample(every, min(most_lines, len(every))))


def in_chunks(pairs: Iterator[TextPair]) -> Iterator[list[TextPair]]:
    """The pairs in lists that are worth a worker's call."""
    while chunk := list(islice(pairs, _CHUNK)):
        yield chunk


def plain_spaces(text: str) -> str:
    """The text in NFC with every run of white space as one space.

    >>> plain_spaces("Bonjour\\u00a0 !")
    'Bonjour !'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def rejection(pair: TextPair, cleaning: Cleaning, languages: tuple[str, str]) -> str:
    """Why a pair isn't fit for training, or an empty text.

    >>> rejection(("Oui, bien sûr.", "Oui, bien sûr."), Cleaning(), ("fr", "en"))
    'copy'
    """
    source, target = pair
    if not source or not target:
        return "empty"
    if cleaning.drop_copies and source == target:
        return "copy"
    short, long = sorted((len(source), len(target)))
    # 15 characters of grace: "Oui." and "Yes, indeed." are a fair pair.
    if long > cleaning.max_ratio * short + 15:
        return "length ratio"
    letters = sum(map(str.isalpha, source)) + sum(map(str.isalpha, target))
    if letters < 0.5 * (len(source) + len(target)):
        return "few letters"
    if cleaning.check_language and any(map(_in_other_language, pair, languages)):
        return "language"
    return ""


def _in_other_language(text: str, language: str) -> bool:
    words = _WORD.findall(text.lower())
    own = sum(word in _FUNCTION_WORDS[language] for word in words)
    others = (count for name, count in _FUNCTION_WORDS.items() if name != language)
    return any(sum(word in other for word in words) > own + 1 for other in others)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, marks and spacing set aside."""
    return _WORD.findall(text.lower())


def pair_key(pair: TextPair, *, exactly: bool = False) -> bytes:
    """Eight bytes equal for equal pairs; unless `exactly`, case, marks and spacing don't count."""
    sides = pair if exactly else [" ".join(words_of(side)) for side in pair]
    joined = "\t".join(sides)
    return blake2b(joined.encode(), digest_size=8).digest()


def hold_out(texts: Iterable[str]) -> HeldOut:
    """What `touches_held_out` looks for, from the lines of test sets."""
    lines: set[str] = set()
    blocks: set[str] = set()
    grams: set[str] = set()
    for text in texts:
        words = words_of(text)
        lines.add(" ".join(words))
        blocks.update(_grams(words, _BLOCK))
        grams.update(_grams(words, _GRAM))
    lines.discard("")
    return HeldOut(frozenset(lines), frozenset(blocks), frozenset(grams))


def touches_held_out(text: str, held_out: HeldOut) -> bool:
    """Whether the text is a line of a test set or shares twelve words in a row with one.

    >>> held = hold_out(["Bonne nuit, Paris !"])
    >>> touches_held_out("bonne nuit paris", held), touches_held_out("bonne nuit", held)
    (True, False)
    """
    words = words_of(text)
    if " ".join(words) in held_out.lines:
        return True
    # Any 12 words in a row cover a whole block of 6 that starts at a multiple of 6.
    aligned = range(0, len(words) - _BLOCK + 1, _BLOCK)
    if not any(" ".join(words[i : i + _BLOCK]) in held_out.blocks for i in aligned):
        return False
    return any(gram in held_out.grams for gram in _grams(words, _GRAM))


def _grams(words: list[str], length: int) -> Iterator[str]:
    return (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def read_test_sets(data: Path) -> Iterator[str]:
    """Every line and every string under the folders `eval` and `wild` of a data folder.

    Raises:
        InputError: either folder is missing or empty, so that nothing could be kept out.
    """
    for name in ("eval", "wild"):
        paths = sorted((data / name).glob("*"))
        if not paths:
            raise InputError(
                f"no test sets under {str(data / name)!r}; training text can't be checked "
                "against them: name the folder that holds eval/ and wild/"
            )
        for path in paths:
            yield from _strings(path)


def _strings(path: Path) -> Iterator[str]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if ".jsonl" in path.suffixes:
                yield from _strings_in(json.loads(line))
            else:
                yield line


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict):
        # Annotated spans are words of the text; alone they would match everywhere.
        yield from (s for k, v in value.items() if k in _TEXT_KEYS for s in _strings_in(v))
    elif isinstance(value, list):
        yield from (s for item in value for s in _strings_in(item))


_TEXT_KEYS = frozenset({"text", "clean", "english", "source", "reference", "original"})
