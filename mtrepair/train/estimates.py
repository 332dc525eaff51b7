"""Interpolated modified Kneser-Ney estimates of pruned n-gram counts, as an ARPA file.

Source: Chen and Goodman 1999, section 3; adjusted counts and discounts as in Heafield et al. 2013.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

NgramKeys = npt.NDArray[np.uint64]
CountArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

UNKNOWN, START, END = 0, 1, 2
_BITS = 16
MOST_FORMS = 1 << _BITS
_CHUNK = 200_000


class Grams(NamedTuple):
    """N-grams of one order: keys of 16 bits a word, sorted; counts, and adjusted counts."""

    keys: NgramKeys
    raw: CountArray
    adjusted: CountArray


class Order(NamedTuple):
    """The n-grams kept of one order: keys, probabilities, and back-off weights."""

    keys: NgramKeys
    p: FloatArray
    backoff: FloatArray


def ngrams(ids: npt.NDArray[np.uint16], order: int) -> list[Grams]:
    """The n-grams of sentences `START … END` laid end to end, orders 1 to `order`."""
    raw = [_unique(_windows(ids, n)) for n in range(1, order + 1)]
    grams = [Grams(*raw[-1], raw[-1][1])]
    for n in range(order - 1, 0, -1):
        keys, counts = raw[n - 1]
        mask = np.uint64((1 << (_BITS * n)) - 1)
        endings, contexts = _unique(raw[n][0] & mask)
        adjusted = counts.copy()
        adjusted[np.searchsorted(keys, endings)] = contexts
        grams.insert(0, Grams(keys, counts, adjusted))
    return grams


def _unique(keys: NgramKeys) -> tuple[NgramKeys, CountArray]:
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _windows(ids: npt.NDArray[np.uint16], n: int) -> NgramKeys:
    """NgramKeys of the runs of `n` words that lie within one sentence."""
    length = len(ids) - n + 1
    keys = np.zeros(length, np.uint64)
    inside = np.ones(length, np.bool_)
    for i in range(n):
        part = ids[i : i + length]
        keys = (keys << np.uint64(_BITS)) | part
        if i < n - 1:
            inside &= part != END
    return keys[inside]


def estimated(grams: Sequence[Grams], fewest: Sequence[int], forms: int) -> list[Order]:
    """The model of the n-grams that occur at least `fewest[order - 1]` times.

    Args:
        grams: orders 1 and up, all that occur.
        forms: how many forms share the probability that no unigram has, the start excepted.
    """
    orders: list[Order] = []
    for n, (gram, least) in enumerate(zip(grams, fewest, strict=True), start=1):
        counted = gram.keys != START if n == 1 else np.ones(len(gram.keys), np.bool_)
        keys, raw = gram.keys[counted], gram.raw[counted]
        share, context, starts = _discounted(keys, gram.adjusted[counted])
        kept = raw >= least
        mass = 1.0 - np.add.reduceat(np.where(kept, share, 0.0), starts)
        if n == 1:
            p = share + mass[0] / forms
        else:
            _keep_backoff(orders[-1], context[starts], mass)
            mask = np.uint64((1 << (_BITS * (n - 1))) - 1)
            keys, share, context = keys[kept], share[kept], context[kept]
            lower, below = orders[-1], np.searchsorted(orders[-1].keys, keys & mask)
            weight = lower.backoff[np.searchsorted(lower.keys, context)]
            p = share + weight * lower.p[below]
        if n == 1:  # the start of a sentence has a back-off weight, but no probability
            keys = np.insert(keys, 0, [UNKNOWN, START])
            p = np.insert(p, 0, [mass[0] / forms, 1e-99])
        orders.append(Order(keys, p, np.ones(len(keys))))
    return orders


def _keep_backoff(lower: Order, contexts: NgramKeys, mass: FloatArray) -> None:
    """What the n-grams of each context leave to the lower order; contexts may be pruned."""
    places = np.minimum(np.searchsorted(lower.keys, contexts), len(lower.keys) - 1)
    known = lower.keys[places] == contexts
    lower.backoff[places[known]] = mass[known]


def _discounted(
    keys: NgramKeys, adjusted: CountArray
) -> tuple[FloatArray, NgramKeys, npt.NDArray[np.intp]]:
    """Each n-gram's discounted share of its context, the context, and where contexts start."""
    discounts = _discounts(adjusted)
    context = keys >> np.uint64(_BITS)
    starts = np.flatnonzero(np.concatenate(([True], context[1:] != context[:-1])))
    totals = np.add.reduceat(adjusted, starts)
    sizes = np.diff(np.append(starts, len(keys)))
    share = (adjusted - discounts[np.minimum(adjusted, 3)]) / np.repeat(totals, sizes)
    return share, context, starts


def _discounts(adjusted: CountArray) -> FloatArray:
    """What n-grams seen 0, 1, 2, 3 or more times give away."""
    n1, n2, n3, n4 = (int((adjusted == n).sum()) for n in (1, 2, 3, 4))
    if not (n1 > n2 > n3 > n4 > 0):  # few forms, none of them rare: no estimate to be had
        return np.array([0.0, 0.5, 1.0, 1.5])
    y = n1 / (n1 + 2 * n2)
    return np.array([0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])


def write_arpa(orders: Sequence[Order], words: Sequence[str], out: Path) -> None:
    """Write the model; `words[i]` is the form of id `i`."""
    with out.open("w", encoding="utf-8") as file:
        file.write("\\data\\\n")
        file.writelines(f"ngram {n}={len(o.keys)}\n" for n, o in enumerate(orders, start=1))
        for n, order in enumerate(orders, start=1):
            file.write(f"\n\\{n}-grams:\n")
            for first in range(0, len(order.keys), _CHUNK):
                file.writelines(_lines(order, n, words, slice(first, first + _CHUNK), len(orders)))
        file.write("\n\\end\\\n")


def _lines(order: Order, n: int, words: Sequence[str], part: slice, highest: int) -> Any:
    keys = order.keys[part]
    shifts = [np.uint64(_BITS * (n - 1 - i)) for i in range(n)]
    columns = [((keys >> shift) & np.uint64(MOST_FORMS - 1)).tolist() for shift in shifts]
    p = np.log10(order.p[part]).tolist()
    weight = np.log10(np.maximum(order.backoff[part], 1e-7)).tolist()
    for i, ids in enumerate(zip(*columns, strict=True)):
        gram = " ".join([words[j] for j in ids])
        yield f"{p[i]:.5f}\t{gram}\t{weight[i]:.5f}\n" if n < highest else f"{p[i]:.5f}\t{gram}\n"
