"""Weights out: a Marian folder that transformers loads, with its CTranslate2 conversion."""

from __future__ import annotations

import json
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

from mtrepair.backends.shipped import CHECKSUMS, WEIGHTS
from mtrepair.checksum import sha256
from mtrepair.errors import ModelError
from mtrepair.train.checkpoints import average_weights
from mtrepair.train.model import marian_config, trained_model, trained_weights
from mtrepair.train.packs import check_gloss, read_manifest
from mtrepair.train.recipe import Recipe, read_recipe
from mtrepair.train.recipe_table import whole_text
from mtrepair.train.vocabulary import (
    END,
    END_PIECE,
    PAD_PIECE,
    UNKNOWN_PIECE,
    copy_vocabulary,
    load_tokenizer,
    vocabulary_entries,
)
from mtrepair.translation.gloss import GLOSS


def export_model(
    recipe_path: Path, weights: list[Path], packs: Path, out: Path, *, halves: bool = True
) -> Path:
    """The folder of a model that is ready to ship: float16 safetensors, and int8 beside it.

    It holds what MarianMTModel and MarianTokenizer load, the conversion in ctranslate2/, the
    recipe, training.json (where the weights come from) and checksums.json.

    Args:
        weights: files of the training loop; of several, the mean.
        packs: folder of the packs the weights were trained on.
        halves: keep the float16 weights, twice the size of int8, for PyTorch and training.

    Raises:
        ModelError: weights, vocabulary and recipe don't belong together.
    """
    recipe = read_recipe(recipe_path)
    out.mkdir(parents=True, exist_ok=True)
    entries = vocabulary_entries(load_tokenizer(packs / "joint.spm"))
    if len(entries) != recipe.vocabulary.size:
        raise ModelError(
            f"the vocabulary of the packs has {len(entries)} entries, the recipe "
            f"{recipe.vocabulary.size}; export with the recipe and packs of the run"
        )
    for name in ("source.spm", "target.spm"):
        copy_vocabulary(packs / "joint.spm", out / name)
    _write_json(out / "vocab.json", entries)
    _write_json(out / "config.json", marian_config(recipe))
    _write_json(out / "generation_config.json", _generation_config(recipe.vocabulary.size - 1))
    _write_json(
        out / "tokenizer_config.json",
        _tokenizer_config(*_languages(recipe), recipe.model.positions),
    )
    _write_weights(recipe, weights, out)
    if recipe_path.resolve() != (out / "recipe.toml").resolve():
        (out / "recipe.toml").write_text(whole_text(recipe_path), encoding="utf-8")
    _write_json(out / "training.json", _provenance(weights, packs))
    if gloss := check_gloss(packs, recipe.gloss):
        _write_json(out / GLOSS, gloss)
    convert(out, out / "ctranslate2")
    if not halves:
        (out / WEIGHTS).unlink()
    write_checksums(out)
    return out


def convert(folder: Path, out: Path, *, quantization: str = "int8") -> None:
    """Write the CTranslate2 conversion of a Marian folder."""
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(folder)).convert(str(out), quantization=quantization, force=True)


def write_checksums(folder: Path) -> None:
    """Write checksums.json: the SHA-256 of the files that make the model, not of its papers."""
    paths = [
        *_MODEL_FILES,
        *(name for name in (GLOSS, WEIGHTS) if (folder / name).is_file()),
        *(p.relative_to(folder).as_posix() for p in folder.glob("ctranslate2/*")),
    ]
    sums = {path: sha256(folder / path) for path in sorted(paths)}
    _write_json(folder / CHECKSUMS, sums)


def _write_weights(recipe: Recipe, weights: list[Path], out: Path) -> None:
    from safetensors.torch import save_file

    mean = out / "mean.safetensors"
    save_file(average_weights(weights), mean)
    model = trained_model(recipe, mean)
    mean.unlink()
    halves = {name: tensor.half() for name, tensor in trained_weights(model).items()}
    if not all(bool(torch.isfinite(tensor).all()) for tensor in halves.values()):
        raise ModelError("the weights don't fit float16: some are not finite; the run diverged")
    save_file(halves, out / WEIGHTS, metadata={"format": "pt"})


def _generation_config(pad: int) -> dict[str, Any]:
    return {
        "bos_token_id": None,
        "eos_token_id": END,
        "forced_eos_token_id": None,
        "pad_token_id": pad,
        "decoder_start_token_id": pad,
        # CTranslate2 drops the row of <pad>; transformers must be kept from writing it.
        "bad_words_ids": [[pad]],
        "num_beams": 4,
        "max_length": 256,
    }


def _languages(recipe: Recipe) -> tuple[str, str]:
    packed = recipe.source_language, recipe.target_language
    return (packed[1], packed[0]) if recipe.training.reverse else packed


def _tokenizer_config(source: str, target: str, positions: int) -> dict[str, Any]:
    return {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": source,
        "target_lang": target,
        "separate_vocabs": False,
        "model_max_length": positions,
        "eos_token": END_PIECE,
        "unk_token": UNKNOWN_PIECE,
        "pad_token": PAD_PIECE,
    }


def _provenance(weights: list[Path], packs: Path) -> dict[str, Any]:
    position = weights[-1].parent / "position.json"
    manifest = read_manifest(packs)
    return {
        "run": json.loads(position.read_text()) if position.exists() else {},
        "sources": manifest["sources"],
        "packs_sha256": sha256(packs / "packs.json"),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _LIBRARIES},
        "commit": _commit(),
    }


_MODEL_FILES = (
    "config.json",
    "generation_config.json",
    "source.spm",
    "target.spm",
    "tokenizer_config.json",
    "vocab.json",
)
_LIBRARIES = ("torch", "transformers", "sentencepiece", "ctranslate2", "numpy", "mtrepair")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else "not a checkout"


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
