"""Narrower feed-forward layers: the units of a trained model that say least are left out.

Source: structured pruning by what a unit adds to its layer's output, mean |activation| times
the norm of its outgoing weights, as in Sun et al. 2023, arXiv 2306.11695, for whole units. A
pruned model wants some training to find its way again.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn

from mtrepair.errors import InputError
from mtrepair.train.batches import join_packs, make_batch, plan_epoch
from mtrepair.train.loop import choose_device
from mtrepair.train.model import trained_model, trained_weights
from mtrepair.train.packs import read_packs
from mtrepair.train.recipe import Recipe


def write_pruned(
    recipe: Recipe, weights: Path, packs: Path, out: Path, *, feed_forward: int, batches: int = 40
) -> Path:
    """A file of weights whose feed-forward layers, in encoder and decoder, have fewer units.

    Args:
        recipe: that of the weights, before.
        weights: the model's, safetensors.
        packs: pairs from which its activations are taken.
        out: the file, safetensors in float32; its recipe has this `feed_forward` and is otherwise
            the same.
        feed_forward: units that are kept in each layer.
        batches: of the recipe's size, whose activations count.

    Raises:
        InputError: the layers have fewer units than are to be kept.
        ModelError: the weights don't fit the recipe.
    """
    from safetensors.torch import save_file

    if not 0 < feed_forward <= recipe.model.feed_forward:
        raise InputError(
            f"{feed_forward} units were to be kept of {recipe.model.feed_forward}; "
            "expected at least one, and no more than there are"
        )
    model = trained_model(recipe, weights).eval().to(choose_device(recipe.training.device))
    worths = _worths(model, recipe, packs, batches)
    tensors = {name: tensor.cpu() for name, tensor in trained_weights(model).items()}
    for layer, worth in worths.items():
        kept = worth.topk(feed_forward).indices.sort().values
        for name, axis in (("fc1.weight", 0), ("fc1.bias", 0), ("fc2.weight", 1)):
            whole = tensors[f"{layer}.{name}"]
            tensors[f"{layer}.{name}"] = whole.index_select(axis, kept).contiguous()
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, out)
    return out


@torch.no_grad()
def _worths(model: nn.Module, recipe: Recipe, packs: Path, batches: int) -> dict[str, Tensor]:
    """For each layer with a feed-forward part, what each unit adds on average; [units]."""
    pad = recipe.vocabulary.size - 1
    corpus = join_packs(read_packs(packs), recipe)
    sums: dict[str, Tensor] = {}
    handles = []
    for name, module in model.named_modules():
        if name.endswith(".fc2"):
            handles.append(module.register_forward_pre_hook(_adder(name[:-4], sums)))
    device = next(model.parameters()).device
    for planned in islice(plan_epoch(corpus, recipe, 0), batches):
        batch = make_batch(corpus, planned, pad=pad)
        source = batch.source.to(device)
        model(
            input_ids=source,
            attention_mask=source != pad,
            decoder_input_ids=batch.decoder_input.to(device),
        )
    for handle in handles:
        handle.remove()
    own = dict(model.named_modules())
    return {
        layer: (total * own[f"{layer}.fc2"].weight.norm(dim=0)).cpu()
        for layer, total in sums.items()
    }


def _adder(layer: str, sums: dict[str, Tensor]) -> Callable[[nn.Module, tuple[Tensor]], None]:
    def add(module: nn.Module, given: tuple[Tensor]) -> None:
        sums[layer] = sums.get(layer, 0) + given[0].abs().flatten(0, -2).sum(dim=0)

    return add
