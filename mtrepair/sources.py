"""The English sources of a command's files: one file, or a folder that has one for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from mtrepair.cleaner import Cleaner
from mtrepair.console import read
from mtrepair.errors import InputError, MtrepairError
from mtrepair.files import shown
from mtrepair.jobs import Job, Many
from mtrepair.kinds import MarkupKind, kind_of


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the sources of texts are.

    Attributes:
        path: the source of the one text, or a folder in which each text has one by its name.
    """

    path: str
    _piped: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def of(self, file: str) -> tuple[str, str, MarkupKind]:
        """What the source of a file is called, its text, and what that is.

        Raises:
            InputError: the folder has none for it, or several; or it can't be read.
        """
        place = self._place(file)
        name, text = self._once() if place == "-" else read(place)
        return name, text, kind_of(Path(place).suffix)

    def _once(self) -> tuple[str, str]:
        """Standard input, which is asked again for a report but can be read once."""
        if not self._piped:
            self._piped.append(read("-"))
        return self._piped[0]

    def _place(self, file: str) -> str:
        folder = Path(self.path)
        if not folder.is_dir():
            return self.path
        own = Path(file)
        if (folder / own.name).is_file():
            return str(folder / own.name)
        found = sorted(path for path in folder.glob("*") if path.stem == own.stem)
        if len(found) == 1:
            return str(found[0])
        told = "more than one source" if found else "no source"
        raise InputError(
            f"{shown(folder)} has {told} for {shown(file)}: it needs one file called "
            f"{own.name} or {own.stem} with another suffix"
        )

    def comparing(self, verb: Literal["clean", "detect"]) -> Many:
        """What `mtrepair.jobs.jobs` makes of texts: the verb, with the source of each."""

        def many(cleaner: Cleaner, texts: Iterable[tuple[Job, str]]) -> Iterator[tuple[Job, Any]]:
            for job, text in texts:
                try:
                    _, source, kind = self.of(job.file)
                    run = cleaner.clean if verb == "clean" else cleaner.detect
                    yield job, run(text, source=source, source_markup=kind)
                except (MtrepairError, OSError) as error:
                    yield job, error

        return many
