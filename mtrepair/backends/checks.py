"""What every engine checks before it works: the folder of a model, and what is asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from mtrepair.backends.folders import conversion, safetensors
from mtrepair.backends.shipped import CHECKSUMS
from mtrepair.checksum import sha256
from mtrepair.errors import InputError, ModelError

_MARIAN = (
    "a model folder has config.json, source.spm, target.spm, vocab.json, model.safetensors and, "
    "for the engine 'ctranslate2', the subfolder ctranslate2 with model.bin"
)


def check_folder(folder: Path) -> None:
    """Raise ModelError unless `folder` is a folder with something in it."""
    if not folder.exists():
        raise ModelError(f"there is no model folder {str(folder)!r}; {_MARIAN}")
    if not folder.is_dir():
        raise ModelError(f"{str(folder)!r} is a file, not a model folder; {_MARIAN}")


def check_files(folder: Path, names: Iterable[str]) -> None:
    """Raise ModelError if the folder lacks one of the files, or one is not what was published.

    Files are compared with the SHA-256 in checksums.json, where the folder has that file.
    """
    check_folder(folder)
    names = list(names)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"the model folder {str(folder)!r} lacks {', '.join(missing)}; {_MARIAN}")
    expected = _checksums(folder)
    for name in names:
        if name in expected and sha256(folder / name) != expected[name]:
            raise ModelError(
                f"{name!r} in the model folder {str(folder)!r} is not the file that was published "
                f"(its SHA-256 differs from {CHECKSUMS}): the file is damaged or was changed; "
                "copy the folder anew or reinstall mtrepair"
            )


@cache
def weights_sha256(folder: Path) -> str:
    """The SHA-256 of a model's weights: of its conversion, or else of its safetensors.

    Where checksums.json has it, it is not counted again: an engine has compared it.

    Raises:
        ModelError: there are none.
    """
    own = conversion(folder)
    names = safetensors(folder) if own is None else [f"{own}model.bin"]
    if not names:
        raise ModelError(f"the model folder {str(folder)!r} has no weights; {_MARIAN}")
    listed = _checksums(folder)
    if len(names) == 1 and names[0] in listed:
        return str(listed[names[0]])
    return sha256(*(folder / name for name in names))


def check_request(
    beam_size: int, num_hypotheses: int, max_length: int, no_repeat_ngram_size: int
) -> None:
    """Raise InputError where an option of `generate` is out of range."""
    if not 1 <= num_hypotheses <= beam_size:
        raise InputError(
            f"num_hypotheses must lie between 1 and beam_size, not {num_hypotheses} with "
            f"beam_size {beam_size}"
        )
    if max_length < 1 or no_repeat_ngram_size < 0:
        raise InputError(
            "max_length must be at least 1 and no_repeat_ngram_size at least 0, not "
            f"{max_length} and {no_repeat_ngram_size}"
        )


def check_lengths(texts: Sequence[str], lengths: Sequence[int], limit: int) -> None:
    """Raise InputError if a text has more tokens than the model has positions for."""
    for text, length in zip(texts, lengths, strict=True):
        if length > limit:
            raise InputError(
                f"a text of {length} tokens ({text[:40]!r}…) is longer than the {limit} the model "
                "can take; split it, or use mtrepair.translate, which splits"
            )


def check_as_many(sources: Sequence[str], targets: Sequence[str]) -> None:
    """Raise InputError unless there is one target for each source."""
    if len(sources) != len(targets):
        raise InputError(
            f"score needs one target for each source, not {len(targets)} for {len(sources)}"
        )


def read_json(path: Path) -> dict[str, object]:
    """The object in a JSON file of a model folder.

    Raises:
        ModelError: the file is missing or holds no JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{str(path)!r} cannot be read as JSON: {error}; {_MARIAN}") from error
    if not isinstance(value, dict):
        raise ModelError(f"{str(path)!r} holds no JSON object; {_MARIAN}")
    return value


def _checksums(folder: Path) -> dict[str, object]:
    path = folder / CHECKSUMS
    return read_json(path) if path.exists() else {}
