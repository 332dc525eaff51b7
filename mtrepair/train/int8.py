"""Weights back from int8: what a CTranslate2 folder holds, as tensors to train on from.

A model that ships as int8 alone is so a start for training too. What rounding took does not come
back, half a level of 127 in each row at most, and some steps of training make up for it.

Source: the writer of the format, CTranslate2 4.8, `python/ctranslate2/specs/model_spec.py`.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mtrepair.errors import ModelError

INT8_WEIGHTS = Path("ctranslate2", "model.bin")
_VERSION = 6
# By the format's numbers: float32, int8, int16, int32, float16.
_TYPES = ("<f4", "i1", "<i2", "<i4", "<f2")
_NAMES = {
    "self_attention/layer_norm": ("self_attn_layer_norm",),
    "self_attention/linear_0": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "self_attention/linear_1": ("self_attn.out_proj",),
    "attention/layer_norm": ("encoder_attn_layer_norm",),
    "attention/linear_0": ("encoder_attn.q_proj",),
    "attention/linear_1": ("encoder_attn.k_proj", "encoder_attn.v_proj"),
    "attention/linear_2": ("encoder_attn.out_proj",),
    "ffn/layer_norm": ("final_layer_norm",),
    "ffn/linear_0": ("fc1",),
    "ffn/linear_1": ("fc2",),
}
_PARTS = {"weight": "weight", "bias": "bias", "gamma": "weight", "beta": "bias"}


def int8_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a Marian model in float32, by their names in transformers.

    The row of `<pad>`, which CTranslate2 leaves out, is zeros, and its bias keeps it from being
    written, as in training.

    Args:
        path: model.bin of a CTranslate2 folder, of a model that `export_model` wrote.

    Raises:
        ModelError: the file isn't that.
    """
    try:
        variables = _variables(path.read_bytes())
        tensors = _marian(variables)
    except (struct.error, ValueError, KeyError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{str(path)!r} is no Marian model of CTranslate2's format {_VERSION}: {error}"
        ) from error
    return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in tensors.items()}


def _marian(variables: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    embeddings = variables["decoder/embeddings/weight"]
    bias = variables["decoder/projection/bias"]
    tensors = {
        "model.shared.weight": np.pad(embeddings, ((0, 1), (0, 0))),
        "final_logits_bias": np.append(bias, np.float32(-1e4))[None],
    }
    for name, array in variables.items():
        stack, _, rest = name.partition("/layer_")
        number, _, rest = rest.partition("/")
        module, _, part = rest.rpartition("/")
        if module not in _NAMES:
            continue
        own = _NAMES[module]
        for target, piece in zip(own, np.split(array, len(own)), strict=True):
            tensors[f"model.{stack}.layers.{number}.{target}.{_PARTS[part]}"] = piece
    return tensors


def _variables(data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a model.bin by their names, int8 ones multiplied out."""
    (version,) = struct.unpack_from("<I", data)
    if version != _VERSION:
        raise ValueError(f"it has version {version}")
    place = _name(data, 4)[1] + 4
    (count,) = struct.unpack_from("<I", data, place)
    place += 4
    arrays: dict[str, np.ndarray] = {}
    for _ in range(count):
        name, place = _name(data, place)
        rank = data[place]
        shape = struct.unpack_from(f"<{rank}I", data, place + 1)
        place += 1 + 4 * rank
        kind, size = struct.unpack_from("<BI", data, place)
        place += 5
        found = np.frombuffer(data[place : place + size], dtype=_TYPES[kind])
        arrays[name] = found.reshape(shape)
        place += size
    (count,) = struct.unpack_from("<I", data, place)
    place += 4
    for _ in range(count):  # names of what is the same as another
        name, place = _name(data, place)
        same, place = _name(data, place)
        arrays[name] = arrays[same]
    return {
        name: _multiplied(array, arrays.get(f"{name}_scale"))
        for name, array in arrays.items()
        if not name.endswith("_scale")
    }


def _multiplied(array: np.ndarray, scale: np.ndarray | None) -> np.ndarray:
    return array.astype(np.float32) / (1 if scale is None else scale[:, None])


def _name(data: bytes, place: int) -> tuple[str, int]:
    """A text that ends with a zero byte, its length before it, and the place behind it."""
    (length,) = struct.unpack_from("<H", data, place)
    end = place + 2 + length
    return data[place + 2 : end - 1].decode(), end
