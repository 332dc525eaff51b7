"""Where the models that come with the package lie."""

from __future__ import annotations

import json
from pathlib import Path

from mtrepair.errors import ModelError

TRANSLATION_MODEL = "fr-en-base"
"""The model that `translate` asks unless told otherwise; "fr-en-small" is quicker and rougher."""
BEAM_SIZE = 2
"""Hypotheses that it follows at a time: on newstest2013 four bring 0.1 BLEU and take half as long
again, one takes a sixth off and costs 0.5."""
WEIGHTS = "model.safetensors"
CHECKSUMS = "checksums.json"
_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_model(name: str, *, package: Path = _PACKAGE) -> Path:
    """The folder of a model that comes with mtrepair, such as "fr-en-small".

    Args:
        package: folder of the installed package; its `models` are looked at first, then those
            beside it, where a source tree keeps them.

    Raises:
        ModelError: neither place has it.
    """
    found = _found(name, package)
    if found is not None:
        return found
    raise ModelError(
        f"the model {name!r} is not in this installation (looked in {package / 'models'} and "
        f"{package.parent / 'models'}); reinstall mtrepair, or give the folder of "
        "a model, such as translation_model=… of `translate`"
    )


def named_model(model: str | Path, *, package: Path = _PACKAGE) -> str | Path:
    """The folder of the shipped model of this name; a folder or any other name as it is.

    A name is a name: a folder of the working directory that is called so is "./fr-en-small".
    """
    return (_found(model, package) if isinstance(model, str) else None) or model


def model_folder(model: str | Path) -> Path:
    """The folder of a model: of a shipped one by its name, else as it is given.

    Raises:
        ModelError: no model has that name, or there is no such folder.
    """
    folder = Path(named_model(model))
    if folder.is_dir():
        return folder
    if folder.name == str(model):
        return shipped_model(str(model))
    raise ModelError(f"there is no model folder {str(folder)!r}")


def check_weights(folder: Path, *, package: Path = _PACKAGE) -> None:
    """Raise ModelError where a shipped model came without the weights that PyTorch reads.

    A wheel has the int8 weights alone, so that it is a third smaller; fr-en-base has no others.
    """
    if folder.parent not in (package / "models", package.parent / "models"):
        return
    if (folder / WEIGHTS).is_file():
        return
    if WEIGHTS not in json.loads((folder / CHECKSUMS).read_text(encoding="utf-8")):
        raise ModelError(
            f"{folder.name!r} comes as int8 alone, for the engine 'ctranslate2'; give the engine "
            "'transformers' another model, such as 'fr-en-small'"
        )
    if folder.parent == package / "models":
        raise ModelError(
            f"the float16 weights of {folder.name!r}, which the engine 'transformers' reads, are "
            "not in this installation; the repository of mtrepair and its source distribution "
            f"have them: give the folder models/{folder.name} of either"
        )


def _found(name: str, package: Path) -> Path | None:
    if Path(name).name != name:
        return None
    for models in (package / "models", package.parent / "models"):
        if (models / name / "config.json").is_file():
            return models / name
    return None
