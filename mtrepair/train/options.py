"""Options that several training commands share."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DATA = click.option(
    "--data",
    type=EXISTING_FOLDER,
    envvar="MTREPAIR_DATA",
    help="Folder with the corpora and the test sets, eval/ and wild/.  [env: MTREPAIR_DATA]",
)


def needed(data: Path | None, purpose: str) -> Path:
    """The data folder.

    Raises:
        InputError: none was given.
    """
    from mtrepair.errors import InputError

    if data is None:
        raise InputError(f"{purpose} needs --data or the environment variable MTREPAIR_DATA")
    return data
