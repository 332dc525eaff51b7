"""The Marian encoder-decoder that is trained, from a recipe or from a model folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from mtrepair.backends.shipped import WEIGHTS
from mtrepair.errors import ModelError
from mtrepair.train.int8 import INT8_WEIGHTS, int8_weights
from mtrepair.train.recipe import Recipe
from mtrepair.train.vocabulary import END


def marian_config(recipe: Recipe) -> dict[str, Any]:
    """The contents of config.json, every special id written out.

    Defaults of transformers changed between versions, so nothing is left to them.
    """
    sizes, pad = recipe.model, recipe.vocabulary.size - 1
    return {
        "model_type": "marian",
        "architectures": ["MarianMTModel"],
        "vocab_size": recipe.vocabulary.size,
        "decoder_vocab_size": recipe.vocabulary.size,
        "d_model": sizes.width,
        "encoder_layers": sizes.encoder_layers,
        "decoder_layers": sizes.decoder_layers,
        "encoder_attention_heads": sizes.heads,
        "decoder_attention_heads": sizes.heads,
        "encoder_ffn_dim": sizes.feed_forward,
        "decoder_ffn_dim": sizes.feed_forward,
        "max_position_embeddings": sizes.positions,
        "activation_function": "relu",
        "dropout": sizes.dropout,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "encoder_layerdrop": 0.0,
        "decoder_layerdrop": 0.0,
        "init_std": 0.02,
        "scale_embedding": True,
        "static_position_embeddings": True,
        "normalize_before": False,
        "normalize_embedding": False,
        "add_final_layer_norm": False,
        "add_bias_logits": False,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "is_encoder_decoder": True,
        "use_cache": True,
        # Weights are stored in float16 and computed with in float32.
        "dtype": "float32",
        "bos_token_id": None,
        "eos_token_id": END,
        "forced_eos_token_id": None,
        "pad_token_id": pad,
        "decoder_start_token_id": pad,
    }


def build_model(recipe: Recipe, folder: Path) -> nn.Module:
    """A MarianMTModel in float32 with random weights, or with the recipe's initial ones.

    Args:
        folder: what `initial_weights` is relative to.

    Raises:
        ModelError: the initial weights have other sizes than the recipe.
    """
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(recipe.seed)
    settings = {k: v for k, v in marian_config(recipe).items() if k not in ("model_type", "dtype")}
    config = MarianConfig(**settings)
    config._attn_implementation = "sdpa"
    model = MarianMTModel(config)
    # Scaled by sqrt(width) on the way in, entries then have the size of the positions' sines.
    nn.init.normal_(model.model.shared.weight, std=recipe.model.width**-0.5)
    # CTranslate2 starts the decoder with zeros and drops <pad> from the output. With this bias
    # and without a share in the smoothing, the zeros get no gradient and stay.
    with torch.no_grad():
        model.model.shared.weight[-1].zero_()
        model.final_logits_bias[0, -1] = -1e4
    if recipe.initial_weights:
        _start_from(model, recipe.initial_folder(folder))
    return model


def _start_from(model: nn.Module, folder: Path) -> None:
    """Give a model the weights of a model folder; those of int8 where it has no others."""
    whole, int8 = folder / WEIGHTS, folder / INT8_WEIGHTS
    if whole.exists() or not int8.exists():
        load_weights(model, whole)
    else:
        _give(model, int8_weights(int8), int8)


def trained_model(recipe: Recipe, weights: Path) -> nn.Module:
    """A MarianMTModel in float32 with the weights in a safetensors file.

    What the recipe's run began from is not read and may be gone.

    Raises:
        ModelError: the file is missing or its tensors don't fit the recipe.
    """
    model = build_model(replace(recipe, initial_weights=""), Path())
    load_weights(model, weights)
    return model


def load_weights(model: nn.Module, path: Path) -> None:
    """Give a model the weights in a safetensors file, in the model's own precision.

    Raises:
        ModelError: the file is missing or its tensors don't fit the model.
    """
    from safetensors.torch import load_file

    if not path.exists():
        raise ModelError(f"no weights at {str(path)!r}")
    _give(model, load_file(path), path)


def _give(model: nn.Module, tensors: dict[str, torch.Tensor], path: Path) -> None:
    own = model.state_dict()
    unknown = sorted(set(tensors) - set(own))
    misfits = [n for n in tensors if n in own and tensors[n].shape != own[n].shape]
    if unknown or misfits:
        raise ModelError(
            f"the weights at {str(path)!r} don't fit the recipe's sizes: "
            f"{(unknown + misfits)[:3]}; use the recipe they were trained with"
        )
    missing = set(own) - set(tensors) - _derived(own)
    if missing:
        raise ModelError(f"the weights at {str(path)!r} lack {sorted(missing)[:3]}")
    model.load_state_dict(tensors, strict=False)
    model.tie_weights()  # type: ignore[operator]


def trained_weights(model: nn.Module) -> dict[str, torch.Tensor]:
    """The tensors of a model, each once: tied copies and the position table left out."""
    own: dict[str, torch.Tensor] = model.state_dict()
    return {name: own[name].contiguous() for name in own if name not in _derived(own)}


def _derived(own: dict[str, torch.Tensor]) -> set[str]:
    tied = ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight")
    return {n for n in own if n.endswith(tied) or "embed_positions" in n}
