"""Files through a house's settings: which hold for each, and what comes of it, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from mtrepair.cleaner import Cleaner
from mtrepair.console import Failures, read
from mtrepair.errors import InputError, MtrepairError
from mtrepair.files import shown
from mtrepair.kinds import PAGE_SUFFIXES, MarkupKind, kind_of
from mtrepair.types import Style

# What is read in folders; a file that is named is read whatever it is called.
_SUFFIXES = frozenset((".txt", ".text", ".md", ".markdown"))

Many = Callable[[Cleaner, Iterable[tuple["Job", str]]], Iterator[tuple["Job", Any]]]


class Job(NamedTuple):
    """A file of a command.

    Attributes:
        file: as the command names it; "-" is standard input.
        name: as messages call it.
        text: what it holds; empty where it can't be read.
        result: what came of it, or the error.
    """

    file: str
    name: str
    text: str = ""
    result: Any = None

    @property
    def failed(self) -> bool:
        return isinstance(self.result, Exception)


@dataclass(frozen=True, slots=True)
class House:
    """The settings of a command: what its options say, before what a file of settings says.

    Attributes:
        options: attributes of `Cleaner`.
        quotes, space: of the style, each by itself.
        config: the file of settings; None looks for it upwards of each text.
        alone: whether no file of settings is read.
        markup: what every file is; None goes by suffix.
        article: whether files are pages of which the main text is read.
    """

    options: dict[str, Any]
    quotes: Any = None
    space: Any = None
    config: Path | None = None
    alone: bool = False
    markup: MarkupKind | None = "text"
    article: bool = False

    def cleaner(self, file: str) -> Cleaner:
        """The cleaner for a file; for standard input that of the working directory."""
        cleaner = self._styled(file)
        markup = "text" if self.article else self.markup or kind_of(Path(file).suffix)
        return cleaner if markup == cleaner.markup else replace(cleaner, markup=markup)

    def _styled(self, file: str) -> Cleaner:
        place = Path.cwd() if file == "-" else Path(file)
        if self.alone:
            cleaner = Cleaner(**self.options)
        elif self.config is not None:
            cleaner = Cleaner.from_file(self.config, **self.options).for_file(place)
        else:
            cleaner = Cleaner.near(place, **self.options)
        own = cleaner.style or Style()
        style = Style(quotes=self.quotes or own.quotes, space=self.space or own.space)
        return cleaner if style == own else replace(cleaner, style=style)


def jobs(files: Iterable[str], house: House, failures: Failures, many: Many) -> Iterator[Job]:
    """What `many` makes of each file, in order; files of the same settings go together.

    What fails is reported, and comes with its error.
    """
    for cleaner, group in groupby(_read(files, house, failures), key=lambda pair: pair[0]):
        yield from _through(cleaner, (job for _, job in group), failures, many)


def _through(
    cleaner: Cleaner | None, group: Iterable[Job], failures: Failures, many: Many
) -> Iterator[Job]:
    """The jobs of one cleaner done; those without one have failed already."""
    if cleaner is None:
        yield from group
        return
    for job, result in many(cleaner, ((job, job.text) for job in group)):
        done = job._replace(result=result)
        if done.failed:
            failures.add(_told(done))
        yield done


def in_folders(files: Sequence[str], *, pages: bool = False) -> list[str]:
    """The files, and in the place of a folder the texts in it and below, sorted.

    Args:
        pages: whether HTML pages are looked for as well.

    Raises:
        InputError: a folder holds none.
    """
    found: list[str] = []
    suffixes = _SUFFIXES | PAGE_SUFFIXES if pages else _SUFFIXES
    for file in files:
        if file != "-" and Path(file).is_dir():
            own = sorted(_texts_below(file, suffixes))
            if not own:
                names = ", ".join(sorted(suffixes))
                raise InputError(f"no text is in {shown(file)}: none of its files ends in {names}")
            found += own
        else:
            found.append(file)
    return found


def _texts_below(folder: str, suffixes: frozenset[str]) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if Path(name).suffix.lower() in suffixes and not name.startswith("."):
                yield os.path.join(place, name)


def _read(
    files: Iterable[str], house: House, failures: Failures
) -> Iterator[tuple[Cleaner | None, Job]]:
    """Each file with its cleaner; without one where it can't be read."""
    for file in files:
        try:
            name, text = read(file)
            yield house.cleaner(file), Job(file, name, _main(text, name) if house.article else text)
        except (MtrepairError, OSError) as error:
            failures.add(error)
            yield None, Job(file, shown(file), result=error)


def _main(page: str, name: str) -> str:
    from mtrepair.markup.article import article

    try:
        return article(page)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def _told(job: Job) -> Exception:
    """The error with the file's name, where what failed is no fault of the file."""
    error = job.result
    if isinstance(error, MtrepairError | OSError):
        return error
    return InputError(f"{job.name}: {type(error).__name__}: {error}; please report this text")
