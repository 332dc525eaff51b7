"""Packs whose targets a teacher wrote, for a smaller model to learn from.

Source: sequence-level distillation, Kim & Rush 2016, aclanthology.org/D16-1139. What one model
wrote of many texts is plainer than what many people wrote, and a small model learns it sooner.
"""

from __future__ import annotations

import shutil
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from mtrepair.errors import InputError
from mtrepair.train.batches import Rows, padded
from mtrepair.train.gradients import to_device
from mtrepair.train.greedy import greedy
from mtrepair.train.loop import choose_device
from mtrepair.train.model import trained_model
from mtrepair.train.packs import (
    Pack,
    Tokens,
    read_manifest,
    read_packs,
    write_manifest,
    write_pack,
)
from mtrepair.train.recipe import Recipe
from mtrepair.train.vocabulary import END

# Rows translated at once on a GPU, where a step costs the same for many; a CPU's caches like fewer.
_ROWS = {"cuda": 6144, "cpu": 64}


def write_distilled(
    recipe: Recipe,
    weights: Path,
    packs: Path,
    out: Path,
    *,
    most_pairs: int = 0,
    rows: int | None = None,
) -> dict[str, Any]:
    """The manifest of packs in `out`: the sources of `packs`, with what a teacher makes of them.

    Targets are greedy hypotheses; one that doesn't end within 1.5 times the source and ten
    tokens is left out with its source.

    Args:
        recipe: the teacher's, of the vocabulary of the packs.
        weights: the teacher's, safetensors.
        most_pairs: of each source, drawn by chance; 0: all.
        rows: translated at once; by default as many as suit the device.

    Raises:
        InputError: the vocabulary of the packs isn't the teacher's, or a pack is left empty.
        ModelError: the weights don't fit the recipe.
    """
    manifest = read_manifest(packs)
    if manifest["vocabulary"]["size"] != recipe.vocabulary.size:
        raise InputError(
            f"the packs have a vocabulary of {manifest['vocabulary']['size']} entries, the "
            f"teacher {recipe.vocabulary.size}; the teacher must be trained on these packs"
        )
    device = choose_device(recipe.training.device)
    teacher = trained_model(recipe, weights).eval().to(device)
    if device.type == "cuda":
        teacher = teacher.half()
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(packs / "joint.spm", out / "joint.spm")
    read = read_packs(packs)
    chosen = [_chosen(pack, most_pairs, recipe.seed) for pack in read]
    given = [_sources(pack, numbers) for pack, numbers in zip(read, chosen, strict=True)]
    # All together: a batch takes as long as its longest sentence, and small sources have few.
    written = iter(_hypotheses(teacher, list(chain(*given)), rows or _ROWS[device.type]))
    sources = {}
    for pack, numbers, own in zip(read, chosen, given, strict=True):
        taught = _taught(pack, numbers, own, list(islice(written, len(own))))
        if not len(taught.lengths):
            raise InputError(f"{pack.name!r}: the teacher ended no sentence; train it longer")
        write_pack(out, taught)
        sources[pack.name] = {
            "rows": len(taught.lengths),
            "tokens": len(taught.tokens),
            "not_ended": len(own) - len(taught.lengths),
        }
    return write_manifest(out, manifest | {"teacher": recipe.name, "sources": sources})


def _chosen(pack: Pack, most_pairs: int, seed: int) -> Rows:
    count = len(pack.lengths)
    if not most_pairs or count <= most_pairs:
        return np.arange(count)
    return np.sort(np.random.default_rng([seed, 4]).permutation(count)[:most_pairs])


def _sources(pack: Pack, chosen: Rows) -> list[Tokens]:
    lengths = pack.lengths.astype(np.int64)
    starts = np.cumsum(lengths.sum(axis=1)) - lengths.sum(axis=1)
    return [pack.tokens[starts[i] : starts[i] + lengths[i, 0]] for i in chosen]


def _taught(pack: Pack, chosen: Rows, sources: list[Tokens], targets: list[Tokens]) -> Pack:
    """The chosen pairs of a pack with the teacher's targets, without those it didn't end."""
    ended = np.array([len(target) > 0 for target in targets], dtype=bool)
    pairs = [(s, t) for s, t in zip(sources, targets, strict=True) if len(t)]
    tokens = np.concatenate([side for pair in pairs for side in pair]) if pairs else pack.tokens[:0]
    counts = np.array([(len(s), len(t)) for s, t in pairs], dtype=np.uint16).reshape(-1, 2)
    likeness = pack.likeness[chosen][ended] if len(pack.likeness) else pack.likeness
    return Pack(pack.name, tokens, counts, likeness)


@torch.no_grad()
def _hypotheses(teacher: nn.Module, sources: list[Tokens], rows: int) -> list[Tokens]:
    """The hypothesis of each source, in order; empty where the teacher didn't end it."""
    device = next(teacher.parameters()).device
    pad: int = teacher.config.pad_token_id  # type: ignore[union-attr, assignment]
    lengths = np.array([len(source) for source in sources])
    tokens, starts = np.concatenate(sources), np.cumsum(lengths) - lengths
    hypotheses = [tokens[:0]] * len(sources)
    # The longest first, so that too little memory shows at once.
    order = np.argsort(-lengths, kind="stable")
    for first in range(0, len(order), rows):
        numbers = order[first : first + rows]
        width = int(lengths[numbers[0]]) + 1
        ids = padded(tokens, starts[numbers], lengths[numbers], width, pad)
        given = to_device(torch.from_numpy(ids), device)
        longest = width + width // 2 + 10
        written = greedy(teacher, given, pad=pad, longest=longest).cpu().numpy().astype(np.uint16)
        # Where there is no end, argmax is 0 as well.
        ends = (written == END).argmax(axis=1)
        for number, row, end in zip(numbers, written, ends, strict=True):
            hypotheses[number] = row[:end]
    return hypotheses
