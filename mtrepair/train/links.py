"""Word alignment of the pairs of all corpora: cleaned, in tokens, linked by eflomal."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mtrepair.errors import InputError, MissingExtra
from mtrepair.lexicon.tokens import english_tokens, french_tokens
from mtrepair.train.corpora import (
    HeldOut,
    TextPair,
    hold_out,
    in_chunks,
    pair_key,
    plain_spaces,
    read_pairs,
    read_test_sets,
    rejection,
    touches_held_out,
)
from mtrepair.train.recipe import Cleaning

Numbers = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]

_LONGEST = 100
_started: list[HeldOut] = []


@dataclass(frozen=True, slots=True)
class Side:
    """The tokens of one language, end to end.

    Attributes:
        vocabulary: the tokens that there are, with the case they have inside a sentence.
        tokens: [tokens], number in `vocabulary`.
        starts: [pairs + 1], where each pair begins in `tokens`.
    """

    vocabulary: list[str]
    tokens: Numbers
    starts: Indices


@dataclass(frozen=True, slots=True)
class Bitext:
    """Pairs with the links of their words.

    Attributes:
        to_english: [French tokens], place in `english.tokens` of the one English word that each
            French word is linked to, -1 for none.
        to_french: [English tokens], likewise.
        halves: [pairs], 0 or 1: see `half_of`.
    """

    french: Side
    english: Side
    to_english: Indices
    to_french: Indices
    halves: Numbers


def half_of(pair: TextPair) -> int:
    """Which half of the pairs a pair belongs to, 0 or 1; equal pairs belong to the same.

    A pair is glossed from the table of the other half, which has not seen it.
    """
    return pair_key(pair)[0] & 1


def corpora(data: Path) -> list[Path]:
    """The files of pairs under a data folder.

    Raises:
        InputError: there is none.
    """
    paths = [p for p in sorted(data.glob("parallel/*.tsv*")) if p.name != "SOURCES.tsv"]
    if not paths:
        raise InputError(f"no parallel/*.tsv or .tsv.xz in the data folder {str(data)!r}")
    return paths


def write_tokens(data: Path, out: Path) -> int:
    """How many pairs of the corpora under `data`/parallel were written to `out`.

    A line is a half, TAB, French tokens, TAB, English tokens. What `Cleaning` refuses, what
    touches a test set and what was written before is left out.
    """
    paths = corpora(data)
    seen: set[bytes] = set()
    chunks = in_chunks(chain.from_iterable(map(read_pairs, paths)))
    with (
        Pool(os.cpu_count(), _start, (hold_out(read_test_sets(data)),)) as workers,
        out.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for lines in workers.imap(_tokenised, chunks):
            for key, line in lines:
                if key not in seen:
                    seen.add(key)
                    file.write(line)
    return len(seen)


def _start(held_out: HeldOut) -> None:
    _started[:] = [held_out]


def _tokenised(pairs: list[TextPair]) -> list[tuple[bytes, str]]:
    [held_out] = _started
    lines = []
    for french, english in pairs:
        pair = plain_spaces(french), plain_spaces(english)
        if rejection(pair, Cleaning(), ("fr", "en")):
            continue
        if any(touches_held_out(side, held_out) for side in pair):
            continue
        left = [token.text for token in french_tokens(pair[0])]
        right = [token.text for token in english_tokens(pair[1])]
        if left and right and max(len(left), len(right)) <= _LONGEST:
            cells = str(half_of(pair)), " ".join(left), " ".join(right)
            lines.append((pair_key(pair), "\t".join(cells) + "\n"))
    return lines


def write_links(tokens: Path, out: Path) -> None:
    """Link the words of the pairs in `tokens`: out.forward and out.reverse, a line a pair.

    Each link reads "French place-English place"; forward has at most one for an English word,
    reverse at most one for a French word.

    Source: Östling and Tiedemann 2016, ufal.mff.cuni.cz/pbml/106/art-ostling-tiedemann.pdf.
    """
    try:
        import eflomal
    except ImportError as error:
        raise MissingExtra("eflomal", extra="train", purpose="aligning words") from error

    eflomal.Aligner().align(
        (line.split("\t")[1].lower() + "\n" for line in _lines(tokens)),
        (line.split("\t")[2].lower() + "\n" for line in _lines(tokens)),
        links_filename_fwd=f"{out}.forward",
        links_filename_rev=f"{out}.reverse",
    )


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")


def read_bitext(tokens: Path, links: Path) -> Bitext:
    """What `write_tokens` and `write_links` wrote, with words that begin a sentence in the case
    that they have inside one."""
    halves = np.array([int(line[0]) for line in _lines(tokens)], dtype=np.int32)
    french, english = (_side(_cells(tokens, column)) for column in (1, 2))
    forward = _linked(Path(f"{links}.forward"), french.starts, english.starts)
    reverse = _linked(Path(f"{links}.reverse"), french.starts, english.starts)
    to_english = np.full(len(french.tokens), -1, dtype=np.int64)
    to_french = np.full(len(english.tokens), -1, dtype=np.int64)
    to_french[forward[1]] = forward[0]
    to_english[reverse[0]] = reverse[1]
    return Bitext(french, english, to_english, to_french, halves)


def _cells(path: Path, column: int) -> Iterator[list[str]]:
    return (line.split("\t")[column].split(" ") for line in _lines(path))


def _side(sentences: Iterable[list[str]]) -> Side:
    """The sentences as numbers, initial capitals undone where the word has none elsewhere."""
    numbers: dict[str, int] = {}
    tokens, lengths = array("i"), array("i")
    for sentence in sentences:
        tokens.extend([numbers.setdefault(token, len(numbers)) for token in sentence])
        lengths.append(len(sentence))
    vocabulary = list(numbers)
    flat = np.array(tokens, dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))])
    initial = np.zeros(len(flat), dtype=bool)
    marks = np.array([not any(map(str.isalnum, word)) for word in vocabulary])
    initial[starts[:-1]] = True
    # Behind a mark that ends or opens a sentence; a comma is none.
    commas = np.array([word in ",)'-%/" for word in vocabulary])
    initial[1:] |= (marks & ~commas)[flat[:-1]]
    inside = np.bincount(flat[~initial], minlength=len(vocabulary)).tolist()
    own = np.arange(len(vocabulary), dtype=np.int32)
    for number, word in enumerate(vocabulary):
        lower = word[:1].lower() + word[1:]
        # A word in capitals is an abbreviation or shouted; either way it has no other form here.
        other = None if lower == word or word[1:2].isupper() else numbers.get(lower)
        if other is not None and inside[other] > inside[number]:
            own[number] = other
    flat[initial] = own[flat[initial]]
    return Side(vocabulary, flat, starts)


def _linked(path: Path, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """The two ends of each link in a file, as places in the tokens of either side."""
    ends, counts = array("i"), array("i")
    for line in _lines(path):
        places = line.replace("-", " ").split()
        ends.extend(map(int, places))
        counts.append(len(places) // 2)
    if len(counts) != len(left) - 1:
        raise InputError(f"{str(path)!r} has {len(counts)} lines for {len(left) - 1} pairs")
    pairs = np.repeat(np.arange(len(counts)), np.array(counts))
    both = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return left[pairs] + both[:, 0], right[pairs] + both[:, 1]
