"""Gain to edit: what a repair gains in chrF by each 1,000 characters that it edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mtrepair.score.corpus import corpus_scores
from mtrepair.score.signatures import signature


@dataclass(frozen=True, slots=True)
class Gain:
    """What edits have brought.

    Attributes:
        chrf_gained: chrF of the hypotheses less that of the originals, percent.
        characters_edited: taken out and put in, in all texts.
        value: chrF gained per 1,000 characters edited; None where none is edited.
        signature: what it takes to repeat it; it ends with that of chrF.
    """

    chrf_gained: float
    characters_edited: int
    value: float | None
    signature: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def gain_signature(chrf: str) -> str:
    """What it takes to repeat a gain to edit, with sacreBLEU's signature of the chrF in it.

    >>> gain_signature("nrefs:1|case:mixed")
    'gain to edit|version:1|edited:LCS|unit:code points|per:1000|metric:chrF|nrefs:1|case:mixed'
    """
    own = signature("gain to edit", edited="LCS", unit="code points", per=1000, metric="chrF")
    return f"{own}|{chrf}"


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
) -> Gain:
    """chrF gained, characters edited, and the gain by 1,000 of them.

    The gain is that of sacreBLEU's corpus chrF, so it compares systems on one set, never sets.
    """
    before, after = (
        corpus_scores(lines, references, metrics=("chrF",))["chrF"]
        for lines in (originals, hypotheses)
    )
    edited = sum(map(characters_edited, originals, hypotheses))
    gained = after.value - before.value
    value = 1000 * gained / edited if edited else None
    return Gain(gained, edited, value, gain_signature(after.signature))
