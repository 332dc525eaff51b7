"""Where the models that come with the package lie."""

from __future__ import annotations

from pathlib import Path

from mtrepair.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_model(name: str, *, package: Path = _PACKAGE) -> Path:
    """The folder of a model that comes with mtrepair, such as "fr-en-small".

    Args:
        package: folder of the installed package; its `models` are looked at first, then those
            beside it, where a source tree keeps them.

    Raises:
        ModelError: neither place has it.
    """
    for models in (package / "models", package.parent / "models"):
        if (models / name / "config.json").is_file():
            return models / name
    raise ModelError(
        f"the model {name!r} is not in this installation (looked in {package / 'models'} and "
        f"{package.parent / 'models'}); reinstall mtrepair, or give the folder of "
        "a model, such as model=… of `translate` or translation_model=… of `load`"
    )
