"""How likely a string of letters is to be the spelling of a word: a model of three letters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

# The first stands for the border of a word, the last for every other letter.
LETTERS = "|abcdefghijklmnopqrstuvwxyzàâçéèêëîïôöùûüœæ?"
_NUMBER = {letter: i for i, letter in enumerate(LETTERS)}
_SIZE = len(LETTERS)
_OTHER = _SIZE - 1

# -ln p is stored in steps of this many nats, one byte each.
STEP = 0.05
# Weights of three letters, two letters and one letter.
_WEIGHTS = (0.75, 0.2, 0.05)


def spelling_score(word: str, table: Sequence[int]) -> float:
    """ln p of the letters of `word`, lower case, and of its end.

    The probability of each letter after the two before it is read from `table`, which
    `spelling_table` has made.
    """
    first = second = steps = 0
    for letter in (*word, "|"):
        third = _NUMBER.get(letter, _OTHER)
        steps += table[(first * _SIZE + second) * _SIZE + third]
        first, second = second, third
    return -STEP * steps


def spelling_table(words: Iterable[str]) -> bytes:
    """The table of -ln p for each three letters, from a list of distinct words in lower case.

    p(c | a b) = 0.75 n(a b c) / n(a b) + 0.2 n(b c) / n(b) + 0.05 (n(c) + 1) / (n + letters).
    """
    three, two, one = Counter[tuple[int, ...]](), Counter[tuple[int, ...]](), Counter[int]()
    for word in words:
        numbers = [0, 0, *(_NUMBER.get(letter, _OTHER) for letter in word), 0]
        one.update(numbers[2:])
        two.update(pairwise(numbers[1:]))
        three.update(zip(numbers, numbers[1:], numbers[2:], strict=False))
    after_two, after_one = Counter[tuple[int, int]](), Counter[int]()
    for (a, b, _), n in three.items():
        after_two[a, b] += n
    for (b, _), n in two.items():
        after_one[b] += n
    table = bytearray()
    for a in range(_SIZE):
        for b in range(_SIZE):
            for c in range(_SIZE):
                p = (
                    _WEIGHTS[0] * three[a, b, c] / max(1, after_two[a, b])
                    + _WEIGHTS[1] * two[b, c] / max(1, after_one[b])
                    + _WEIGHTS[2] * (one[c] + 1) / (one.total() + _SIZE)
                )
                table.append(min(255, round(-math.log(p) / STEP)))
    return bytes(table)
