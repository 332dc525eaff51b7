"""The output folder: one run at a time, nothing but what runs write, nothing left half done."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from mtrepair.errors import InputError
from mtrepair.files import shown
from mtrepair.integrations.archive.inputs import ArchiveInput
from mtrepair.integrations.archive.manifest import NAME
from mtrepair.integrations.archive.opening import is_url
from mtrepair.integrations.archive.writing import TEMPORARY, writing

SEEN = ".seen.sqlite"
"""What is repaired already, while a run isn't at its end."""

_LOCK = ".lock"
_BESIDE = ("", "-wal", "-shm", "-journal")


@contextmanager
def output_folder(folder: Path, inputs: Sequence[ArchiveInput]) -> Iterator[None]:
    """A block in which a run has the folder for itself.

    Raises:
        InputError: it can't be written to, lies in an input, holds other files, or another run
            is at work there.
    """
    check_output(folder, inputs)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with writing(folder / _LOCK):
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle, folder)
        # What a run left that was killed while it wrote.
        for path in folder.glob(f"*{TEMPORARY}"):
            path.unlink()
        yield
    finally:
        os.close(handle)


def local_folder(output: str | Path) -> Path:
    """The output as a path.

    Raises:
        InputError: it is a URL: what is there can't be locked, nor renamed in one step.
    """
    if is_url(str(output)):
        raise InputError(
            f"the output must be a folder of this machine, not {str(output)!r}: copy it there "
            "when it is done"
        )
    return Path(output)


def check_output(folder: Path, inputs: Sequence[ArchiveInput]) -> None:
    """Raise InputError where parts would lie among what is read, or among files of other kinds."""
    whole = folder.resolve()
    for own in inputs:
        place = Path(own.place).resolve() if own.place and not is_url(own.place) else None
        if place and own.kind == "texts" and whole.is_relative_to(place):
            raise InputError(
                f"the output {shown(folder)} lies in the input {shown(own.place)}, whose texts it "
                "would come among; name a folder outside"
            )
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{shown(folder)} is a file; name a folder for the output")
    if folder.is_dir() and not (folder / NAME).exists():
        strange = [path.name for path in folder.iterdir() if not _is_own(path.name)]
        if strange:
            raise InputError(
                f"{shown(folder)} is no output of a run: it has {shown(min(strange))}; name a new "
                "or an empty folder"
            )


def begin_anew(folder: Path) -> None:
    """Take away the parts and the manifest of a run; what is repaired already stays known."""
    (folder / NAME).unlink(missing_ok=True)
    for path in folder.glob("part-*"):
        path.unlink()


def end(folder: Path) -> None:
    """Take away what only a run that goes on needs."""
    for suffix in _BESIDE:
        with suppress(OSError):
            (folder / (SEEN + suffix)).unlink(missing_ok=True)


def _is_own(name: str) -> bool:
    return name.startswith((_LOCK, SEEN, "part-")) or name == NAME + TEMPORARY


def _lock(handle: int, folder: Path) -> None:
    """Lock the folder; the system takes the lock away from a run that ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing keeps a second run away
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise InputError(
            f"another run is at work in {shown(folder)}; wait for its end or name another folder"
        ) from error
