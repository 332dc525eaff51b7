"""Texts of one length, which a model reads without padding."""

from __future__ import annotations

from collections.abc import Sequence

from mtrepair.backends import Seq2Seq


def by_length(texts: Sequence[str], model: Seq2Seq) -> dict[int, list[int]]:
    """The places of texts by their number of tokens.

    What a model makes of a text then doesn't depend on those beside it: with padding sums change
    in their last digits, and with them a word in one of 40 texts. Of 388 sentences with their
    four hypotheses none changed, in words or scores; it took a sixth of the time more.
    """
    places: dict[int, list[int]] = {}
    for place, length in enumerate(model.count_tokens(texts)):
        places.setdefault(length, []).append(place)
    return places
