"""The records of an archive: a row, the text in it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from mtrepair.errors import InputError

_NAMES = ("text", "findings", "density", "english", "error", "raw")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of an archive are called.

    Attributes:
        text: the column that is repaired.
        source: that with the English source; None compares with none.
        prefix: begins the names of the columns that results go to.
        english: whether there is one for the English.
    """

    text: str
    source: str | None
    prefix: str
    english: bool

    def named(self, name: str) -> str:
        """The column of a result: "text", "findings", "density", "english", "error" or "raw"."""
        return self.prefix + name

    @property
    def results(self) -> tuple[str, ...]:
        """The columns that are added, in their order.

        >>> Columns("body", None, "mt_", english=False).results
        ('mt_text', 'mt_findings', 'mt_density', 'mt_error')
        """
        names = (name for name in _NAMES[:-1] if name != "english" or self.english)
        return tuple(map(self.named, names))

    @property
    def needed(self) -> tuple[str, ...]:
        return (self.text,) if self.source is None else (self.text, self.source)

    def taken(self, columns: Iterable[str]) -> list[str]:
        """The columns of an input that are called as results are."""
        own = set(map(self.named, _NAMES))
        return [column for column in columns if column in own]


class Record(NamedTuple):
    """A record of an input.

    Attributes:
        row: its columns; of a line that can't be read none. Of Parquet those that are needed.
        text: what is repaired; None where there is none.
        source: the English source, where there is one.
        error: why nothing can be done with it.
        raw: the line as it is, where it could not be read.
        file: decides markup and ignored codes: the text's own file, or that of the archive.
    """

    row: Mapping[str, Any]
    text: str | None = None
    source: str | None = None
    error: str | None = None
    raw: str | None = None
    file: str = ""


class Chunk(NamedTuple):
    """Records that are written together.

    Attributes:
        number: of the chunk in its input, from 0 on.
        records: in their order.
        share: of the input that lies behind it, 0-1.
        table: the rows as Arrow has them, where the input is Parquet.
    """

    number: int
    records: list[Record]
    share: float
    table: Any = None


def record(row: Mapping[str, Any], columns: Columns, *, file: str) -> Record:
    """A row as a record, with the error of one that has no text.

    >>> columns = Columns("text", None, "mt_", english=False)
    >>> record({"id": 1, "text": None}, columns, file="a").error
    "no text: 'text' is null"
    """
    text, source = row.get(columns.text), None
    if not isinstance(text, str):
        return Record(row, None, None, _missing(row, columns.text), file=file)
    if columns.source is not None:
        source = row.get(columns.source)
        if source is not None and not isinstance(source, str):
            error = f"the source in {columns.source!r} is no text but {_kind(source)}"
            return Record(row, text, None, error, file=file)
    return Record(row, text, source, file=file)


def _missing(row: Mapping[str, Any], column: str) -> str:
    if column not in row:
        return f"no text: there is no {column!r}, only {_listed(row)}"
    value = row[column]
    return (
        f"no text: {column!r} is null"
        if value is None
        else f"no text: {column!r} is {_kind(value)}"
    )


def check_columns(found: Iterable[str], columns: Columns, name: str) -> None:
    """Raise InputError where an input lacks a column, or has one that is called as a result is.

    >>> check_columns(["id", "body"], Columns("text", None, "mt_", english=False), "a.csv")
    Traceback (most recent call last):
    mtrepair.errors.InputError: a.csv has no column 'text'; it has: id, body. Name the one ...
    """
    found = list(found)
    twice = sorted({column for column in found if found.count(column) > 1})
    if twice:
        raise InputError(f"{name} has several columns called {twice[0]!r}; rename them")
    for column, option in zip(columns.needed, ("--text-column", "--source-column"), strict=False):
        if column not in found:
            raise InputError(
                f"{name} has no column {column!r}; it has: {_listed(found)}. Name the one that is "
                f"meant with {option}"
            )
    taken = columns.taken(found)
    if taken:
        raise InputError(
            f"{name} has a column {taken[0]!r} already, which is the name of a result; give "
            "another beginning of these names with --prefix"
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(str, names)) or "none"


def _kind(value: object) -> str:
    """What a value is, as JSON calls it."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, list | tuple):
        return "a list"
    return "an object" if isinstance(value, Mapping) else f"of the type {type(value).__name__}"
