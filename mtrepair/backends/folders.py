"""What lies where in a model folder: our own, OPUS-MT's, and what converters make of them."""

from __future__ import annotations

import json
from pathlib import Path

from mtrepair.errors import ModelError

# Ours, and that of the package firefox-translations.
_SUBFOLDERS = ("ctranslate2", "ctranslate2_model")
_PICKLE = "pytorch_model.bin"
_CONVERT = (
    "ct2-transformers-converter --model {folder} --output_dir {folder}/ctranslate2 "
    "--quantization int8"
)


def conversion(folder: Path) -> str | None:
    """Where the CTranslate2 conversion lies: "ctranslate2/", "" for the folder itself, or None."""
    for name in _SUBFOLDERS:
        if (folder / name).is_dir():
            return f"{name}/"
    return "" if (folder / "model.bin").is_file() else None


def safetensors(folder: Path) -> list[str]:
    """The names of the weights that PyTorch reads without running code; empty for none."""
    return sorted(path.name for path in folder.glob("*.safetensors"))


def check_no_pickle(folder: Path) -> None:
    """Raise ModelError where a folder has its weights in a pickle alone."""
    if (folder / _PICKLE).is_file() and not safetensors(folder):
        raise ModelError(
            f"the weights in {str(folder)!r} are a pickle ({_PICKLE}), which may run code as it is "
            "read: only safetensors are read. Convert a model that you trust, once: "
            + _CONVERT.format(folder=folder)
        )


def no_conversion(folder: Path) -> ModelError:
    """What to say of a folder whose weights CTranslate2 can't read as they are."""
    for path in sorted(folder.glob("*.intgemm*.bin")):
        return ModelError(
            f"{path.name!r} in the model folder {str(folder)!r} are weights for Firefox's own "
            "engine, which no converter reads; take a conversion of OPUS-MT's fr-en instead"
        )
    for path in sorted(folder.glob("*.npz")):
        return ModelError(
            f"{path.name!r} in the model folder {str(folder)!r} are weights for Marian itself; "
            "convert them with ct2-opus-mt-converter or ct2-marian-converter, --output_dir "
            f"{folder}/ctranslate2 --quantization int8"
        )
    return ModelError(
        f"the model folder {str(folder)!r} has no subfolder {_SUBFOLDERS[0]} with model.bin; "
        f"convert the model with {_CONVERT.format(folder=folder)}, or load it with "
        "engine='transformers'"
    )


def sentencepieces(folder: Path, own: str) -> tuple[str, str]:
    """The SentencePiece models for sources and targets; the same twice where they share one.

    Args:
        own: where the conversion lies, as `conversion` says it.

    Raises:
        ModelError: there is none.
    """
    pair = ("source.spm", "target.spm")
    for place in dict.fromkeys(("", own)):
        names = sorted(path.name for path in (folder / place).glob("*.spm"))
        if set(pair) & set(names):
            return place + pair[0], place + pair[1]
        if names:
            # Firefox's: vocab.fren.spm, or srcvocab.fren.spm and trgvocab.fren.spm.
            return place + names[0], place + names[-1]
    raise ModelError(
        f"the model folder {str(folder)!r} has no *.spm: copy those of the model that was "
        "converted into it, as ct2-transformers-converter does with --copy_files source.spm "
        "target.spm"
    )


def vocabularies(folder: Path, own: str) -> tuple[str, ...]:
    """The vocabularies of a conversion: that of its sources, then that of its targets if it is
    another."""
    for suffix in (".json", ".txt"):  # until version 3 of CTranslate2 lines of text
        if (folder / own / f"source_vocabulary{suffix}").is_file():
            return f"{own}source_vocabulary{suffix}", f"{own}target_vocabulary{suffix}"
        if (folder / own / f"shared_vocabulary{suffix}").is_file():
            return (f"{own}shared_vocabulary{suffix}",)
    return (f"{own}shared_vocabulary.json",)


def read_vocabulary(path: Path) -> list[str]:
    """The pieces in a vocabulary of CTranslate2, in their order.

    Raises:
        ModelError: the file is no vocabulary.
    """
    try:
        text = path.read_text(encoding="utf-8")
        pieces = text.splitlines() if path.suffix == ".txt" else json.loads(text)
    except (OSError, ValueError) as error:
        raise ModelError(f"{str(path)!r} cannot be read as a vocabulary: {error}") from error
    if not isinstance(pieces, list):
        raise ModelError(f"{str(path)!r} holds no list of pieces; copy the model folder anew")
    return pieces
