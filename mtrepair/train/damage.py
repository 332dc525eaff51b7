"""Pairs of damaged and correct sentences, made from correct text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from mtrepair.corrupt import Rates, corrupt, spacy_parser
from mtrepair.segment import sentences
from mtrepair.train.corpora import TextPair
from mtrepair.train.recipe import Damage
from mtrepair.types import Span

# Words in a sentence that is worth damaging, and in one that the model can read.
_LENGTHS = range(4, 70)


def damaged_pairs(pairs: Iterable[TextPair], damage: Damage, seed: int) -> list[TextPair]:
    """Each sentence of the French sides several times: damaged anew, with the sentence itself.

    Args:
        pairs: French and its English; of plain French text, each line with itself.
    """
    pieces = [piece for pair in pairs for piece in _sentences(pair)]
    rates = damage_rates(damage)
    rng = random.Random(f"{seed} {pieces[:1]}")
    damaged = []
    parsed = spacy_parser()([french for french, _ in pieces])
    for sentence, (_, english) in zip(parsed, pieces, strict=True):
        for _ in range(damage.variants):
            corrupted = corrupt(sentence, rng, rates, english=english)
            damaged.append((corrupted.text, corrupted.original))
    return damaged


def damage_rates(damage: Damage) -> Rates:
    """The rates that a recipe asks for, for single sentences."""
    return Rates(damage.clean, damage.per_word, damage.kinds or Rates().kinds, page=False)


def _sentences(pair: TextPair) -> Iterator[tuple[str, str | None]]:
    """The sentences worth damaging, each with its English where it is the whole line."""
    french, english = pair
    spans = list(sentences(french, Span(0, len(french))))
    for span in spans:
        text = span.of(french).strip()
        alone = len(spans) == 1 and english != french
        if len(text.split()) in _LENGTHS:
            yield text, english if alone else None
