"""Damage by the mechanism itself: sentences that a translator is given whole and in pieces."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mtrepair.backends import Seq2Seq
from mtrepair.types import Span

# Words that a link mostly does not begin or end with.
_SMALL = frozenset(
    "a an the and or but nor so yet of to in on at by for from with without into onto over under "
    "as if than that this these those which who whom whose what when where why how it he she they "
    "we you i me him her them us his their its our your my is are was were be been being am do "
    "does did have has had will would shall should can could may might must not no there".split()
)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_LONGEST = 4
# Words in a sentence that is worth cutting and that a small model can read.
_LENGTHS = range(5, 40)
_BATCH = 1024
# A piece translated apart must leave that share of the whole translation's words in place.
_SHARED = 0.6


class Cut(NamedTuple):
    """An English sentence around the phrase that a link covers, without the spaces between.

    Attributes:
        before, phrase, after: the pieces that are translated apart; some may be empty.
    """

    before: str
    phrase: str
    after: str


def link_spans(sentence: str) -> Iterator[Span]:
    """Where a link could stand in an English sentence: up to four words, small ones inside only.

    >>> text = "Wallace spoke of the country's nuclear programme."
    >>> [span.of(text) for span in link_spans(text)][-3:]
    ['nuclear programme', 'nuclear', 'programme']
    """
    words = list(_WORD.finditer(sentence))
    for first in range(len(words)):
        for last in range(min(first + _LONGEST, len(words)) - 1, first - 1, -1):
            ends = (words[first][0].lower(), words[last][0].lower())
            between = sentence[words[first].start() : words[last].end()]
            if not _SMALL & set(ends) and not re.search(r"[^\w'’ -]", between):
                yield Span(words[first].start(), words[last].end())


def cut(sentence: str, rng: random.Random) -> Cut | None:
    """The sentence cut where a link could stand; None if there is no such place.

    >>> cut("He spoke of Iran's relationship with Russia.", random.Random(0))
    Cut(before="He spoke of Iran's", phrase='relationship with Russia', after='.')
    """
    spans = [span for span in link_spans(sentence) if len(span) < len(sentence.strip(" .!?…"))]
    if not spans:
        return None
    span = rng.choice(spans)
    return Cut(
        sentence[: span.start].strip(), span.of(sentence).strip(), sentence[span.end :].strip()
    )


def translated_apart(
    sentences: Sequence[str], model: Seq2Seq, rng: random.Random, *, joined: float = 0.15
) -> list[tuple[str, str]]:
    """Pairs of French: each sentence translated in pieces, and whole, by the same model.

    Sentences without a place for a link are left out, and those whose pieces come out so unlike
    the whole that no repair could lead from one to the other.

    Args:
        sentences: English.
        model: of English to French.
        joined: share of borders between pieces that lose their space.
    """
    cuts = [(s, found) for s in sentences if (found := cut(s, rng)) is not None]
    texts = [text for sentence, found in cuts for text in (sentence, *found)]
    french = iter(best.text for best, *_ in model.generate(texts, beam_size=2))
    pairs = []
    for _, pieces in cuts:
        whole = next(french)
        damaged = _put_together([next(french) for _ in pieces], pieces, rng, joined)
        if _alike(damaged, whole):
            pairs.append((damaged, whole))
    return pairs


def write_apart(sentences: Iterable[str], model: Seq2Seq, rng: random.Random, out: Path) -> int:
    """Write the pairs of many sentences as lines of JSON, batch by batch; returns how many."""
    remaining = (text for text in sentences if len(text.split()) in _LENGTHS)
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        while batch := list(islice(remaining, _BATCH)):
            for damaged, whole in translated_apart(batch, model, rng):
                row = {"damaged": damaged, "clean": whole}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
            file.flush()
    return count


def _put_together(
    pieces: Sequence[str], english: Sequence[str], rng: random.Random, joined: float
) -> str:
    text = ""
    for piece, source in zip(pieces, english, strict=True):
        # A mark that stood right behind the phrase has no space before it.
        tight = not text or not source[:1].isalnum() or rng.random() < joined
        text += piece if tight or not piece else f" {piece}"
    return text


def _alike(damaged: str, whole: str) -> bool:
    old, new = (Counter(word.lower() for word in _WORD.findall(text)) for text in (damaged, whole))
    return 2 * (old & new).total() >= _SHARED * (old.total() + new.total()) > 0
