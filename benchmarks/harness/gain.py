"""Gain to edit: what a repair gains in chrF by each 1,000 characters that it edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtrepair.score import corpus_scores

Row = dict[str, Any]


def characters_edited(original: str, text: str) -> int:
    """The fewest characters to take out and put in so that `original` becomes `text`.

    Source: the longest common subsequence by bit vectors, Hyyrö 2004, "Bit-parallel LCS-length
    computation revisited".

    >>> characters_edited("Le vote a a lieu", "Le vote a eu lieu")
    3
    """
    head = 0
    while head < min(len(original), len(text)) and original[head] == text[head]:
        head += 1
    old, new = original[head:], text[head:]
    places: dict[str, int] = {}
    for i, char in enumerate(old):
        places[char] = places.get(char, 0) | 1 << i
    whole = (1 << len(old)) - 1
    unmatched = whole
    for char in new:
        matches = unmatched & places.get(char, 0)
        unmatched = ((unmatched + matches) | (unmatched - matches)) & whole
    kept = len(old) - unmatched.bit_count()
    return len(old) + len(new) - 2 * kept


def gain_to_edit(
    originals: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]
) -> Row:
    """chrF gained, characters edited, and the gain by 1,000 of them; None where none is edited.

    The gain is that of sacreBLEU's corpus chrF, so it compares systems on one set, never sets.
    """
    before, after = (
        corpus_scores(lines, references, metrics=("chrF",))["chrF"]
        for lines in (originals, hypotheses)
    )
    edited = sum(map(characters_edited, originals, hypotheses))
    gained = after.value - before.value
    return {
        "chrf_gained": gained,
        "characters_edited": edited,
        "value": 1000 * gained / edited if edited else None,
        "signature": after.signature,
    }
