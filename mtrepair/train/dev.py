"""How well the model in training does on the dev lines."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from mtrepair.corrupt import corrupt, spacy_parser
from mtrepair.errors import InputError
from mtrepair.score import corpus_scores
from mtrepair.train.damage import damage_rates
from mtrepair.train.greedy import greedy
from mtrepair.train.recipe import Damage, Dev
from mtrepair.train.turned import turned_gloss
from mtrepair.train.vocabulary import END
from mtrepair.translation.gloss import Gloss, glossed

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


@dataclass(frozen=True, slots=True)
class DevSet:
    """Lines to translate and what humans made of them."""

    sources: list[str]
    references: list[str]


def read_dev(
    settings: Dev, data: Path, *, damage: Damage | None = None, gloss: Gloss | None = None
) -> DevSet:
    """The first lines of the dev set under a data folder; 0 lines: all of them.

    Args:
        damage: damage the sources first, for a model that repairs; scores then tell how much of
            the references comes back.
        gloss: gloss the sources, for a model that is trained on glossed ones.
    """
    sides = []
    for name in (settings.source, settings.reference):
        path = data / name
        if not path.exists():
            raise InputError(f"the dev set {name!r} isn't in the data folder {str(data)!r}")
        sides.append(path.read_text(encoding="utf-8").splitlines())
    count = settings.lines or len(sides[0])
    sources, references = (side[:count] for side in sides)
    if damage and damage.variants:
        rates, rng = damage_rates(damage), random.Random(0)
        parsed = spacy_parser()(sources)
        sources = [corrupt(sentence, rng, rates).text for sentence in parsed]
    if gloss:
        add = turned_gloss if gloss.turned else glossed
        sources = [add(source, gloss) for source in sources]
    return DevSet(sources, references)


def dev_scores(
    model: nn.Module, tokenizer: SentencePieceProcessor, dev: DevSet, *, pad: int
) -> dict[str, Any]:
    """BLEU and chrF, percent, of greedy hypotheses, with the signature of the BLEU."""
    hypotheses = translated(model, tokenizer, dev.sources, pad=pad)
    scores = corpus_scores(hypotheses, dev.references, metrics=("BLEU", "chrF"))
    return {
        "bleu": round(scores["BLEU"].value, 2),
        "chrf": round(scores["chrF"].value, 2),
        "signature": scores["BLEU"].signature,
        "example": hypotheses[0],
    }


def translated(
    model: nn.Module,
    tokenizer: SentencePieceProcessor,
    sources: list[str],
    *,
    pad: int,
    batch: int = 32,
    longest: int = 250,
) -> list[str]:
    """The greedy hypothesis for each source, in order."""
    training = model.training
    model.eval()
    encoded = [[*ids, END] for ids in tokenizer.encode(sources)]
    order = np.argsort([len(ids) for ids in encoded], kind="stable")
    hypotheses = [""] * len(sources)
    device = next(model.parameters()).device
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        width = max(len(encoded[i]) for i in chosen)
        rows = torch.tensor([encoded[i] + [pad] * (width - len(encoded[i])) for i in chosen])
        pieces = greedy(model, rows.to(device), pad=pad, longest=min(2 * width + 8, longest))
        for i, ids in zip(chosen, pieces.tolist(), strict=True):
            hypotheses[i] = tokenizer.decode([t for t in ids if t not in (pad, END)])
    model.train(training)
    return hypotheses
