"""Parts: the rows of a chunk with their results, written whole or not at all."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Literal, get_args

from mtrepair.errors import InputError
from mtrepair.files import shown, utf8
from mtrepair.integrations.archive.inputs import ArchiveInput
from mtrepair.integrations.archive.opening import suffix_of
from mtrepair.integrations.archive.records import Chunk, Columns

PartFormat = Literal["jsonl", "jsonl.gz", "csv", "csv.gz", "parquet"]
PART_FORMATS: tuple[PartFormat, ...] = get_args(PartFormat)
TEMPORARY = ".tmp"

_SURROGATE = re.compile("[\ud800-\udfff]")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

ResultRow = Mapping[str, Any]


def format_of(inputs: Sequence[ArchiveInput]) -> PartFormat:
    """What parts are unless told otherwise: as the inputs, or JSON Lines where these differ.

    >>> format_of([ArchiveInput("a.csv.xz", "csv")]), format_of([ArchiveInput("a", "texts")])
    ('csv.gz', 'jsonl')
    """
    kinds = {"jsonl" if own.kind == "texts" else own.kind for own in inputs}
    kind = kinds.pop() if len(kinds) == 1 else "jsonl"
    packed = kind != "parquet" and all(suffix_of(own.place)[1] for own in inputs)
    named: dict[str, PartFormat] = {name: name for name in PART_FORMATS}
    return named[f"{kind}.gz" if packed else kind]


def part_name(own: ArchiveInput, number: int, form: PartFormat) -> str:
    """The name of a part.

    >>> part_name(ArchiveInput("a.csv", "csv", "a"), 3, "csv")
    'part-a-000003.csv'
    """
    return f"part-{own.part}-{number:06d}.{form}"


def write_part(
    path: Path, chunk: Chunk, results: Sequence[ResultRow], columns: Columns, form: PartFormat
) -> None:
    """Put a part in its place; the name is there once all of it is on the disk.

    Raises:
        InputError: it can't be written; there is no such part then.
    """
    with _whole(path) as fresh:
        if form == "parquet":
            from mtrepair.integrations.archive.parquet import write_parquet

            flat = [_flat(one.row) for one in chunk.records] if chunk.table is None else []
            write_parquet(fresh, flat, results, columns, chunk.table)
            return
        rows = _rows(chunk)
        write = _write_lines if form.startswith("jsonl") else _write_csv
        with fresh.open("wb") as file:
            # Neither name nor time in it: the same rows make the same bytes.
            packed = gzip.GzipFile("", "wb", 6, file, mtime=0) if form.endswith(".gz") else None
            write(packed or file, rows, results, columns)  # type: ignore[arg-type]
            if packed:
                packed.close()


def read_part(
    path: Path, columns: Columns, names: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a part, findings as a list; of a csv all others are strings.

    Args:
        names: columns that are needed; by default all.

    Raises:
        InputError: it is none that was written here.
    """
    try:
        for row in _part_rows(path, names):
            yield _typed(row, columns)
    except (ValueError, KeyError, EOFError, OSError) as error:
        raise InputError(
            f"{shown(path)} is damaged: {error}; delete it and run the archive again"
        ) from error


def sync_folder(folder: Path) -> None:
    """Put on the disk which files a folder has."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """A block whose errors tell what could not be written, and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise InputError(
                f"there is no room left for {shown(path)}: what was finished before is kept; make "
                "room and run the same command again"
            ) from error
        raise InputError(f"cannot write {shown(path)}: {error.strerror or error}") from error


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    fresh = path.with_name(path.name + TEMPORARY)
    with writing(path):
        try:
            yield fresh
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(fresh, path)
            sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise


def write_whole(path: Path, content: bytes) -> None:
    """Put bytes into a file, which has all of them or is as it was."""
    with _whole(path) as fresh:
        fresh.write_bytes(content)


def _rows(chunk: Chunk) -> list[Mapping[str, Any]]:
    if chunk.table is None:
        return [one.row for one in chunk.records]
    from mtrepair.integrations.archive.parquet import arrow_rows

    return list(arrow_rows(chunk.table))


def _write_lines(
    file: IO[bytes],
    rows: Sequence[Mapping[str, Any]],
    results: Sequence[ResultRow],
    columns: Columns,
) -> None:
    findings = columns.named("findings")
    for row, own in zip(rows, results, strict=True):
        listed = {findings: json.loads(own[findings])} if own[findings] else {}
        file.write(json_line({**row, **own, **listed}))


def json_line(row: Mapping[str, Any]) -> bytes:
    """A row as a line of JSON; what UTF-8 has no place for is escaped.

    >>> json_line({"a": "é"})
    b'{"a": "\\xc3\\xa9"}\\n'
    """
    text = json.dumps(row, ensure_ascii=False, default=str)
    if _SURROGATE.search(text):
        text = json.dumps(row, default=str)
    return text.encode("utf-8") + b"\n"


def _write_csv(
    file: IO[bytes],
    rows: Sequence[Mapping[str, Any]],
    results: Sequence[ResultRow],
    columns: Columns,
) -> None:
    own = dict.fromkeys(name for row in rows for name in row)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    added = (*columns.results, columns.named("raw"))
    writer.writerow([*own, *added])
    for row, result in zip(map(_flat, rows), results, strict=True):
        writer.writerow([*map(row.get, own), *map(result.get, added)])
        file.write(utf8(text.getvalue()))
        text.seek(0)
        text.truncate()


def _flat(row: Mapping[str, Any]) -> dict[str, str | None]:
    """A row with its values as strings; what is none is written as JSON."""
    return {name: _told(value) for name, value in row.items()}


def _told(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return utf8(text).decode() if _SURROGATE.search(text) else text


def _part_rows(path: Path, names: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    if path.suffix == ".parquet":
        from mtrepair.integrations.archive.parquet import read_parquet

        yield from read_parquet(path, names)
        return
    is_csv = ".csv" in path.suffixes[-2:]
    opening: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8", newline="" if is_csv else "\n") as file:
        if is_csv:
            csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
            yield from csv.DictReader(file)
        else:
            yield from map(json.loads, file)


def _typed(row: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """A row with its findings as a list, its density as a number, and no empty error."""
    findings, density = columns.named("findings"), columns.named("density")
    error = columns.named("error")
    if isinstance(row.get(findings), str):
        row[findings] = json.loads(row[findings]) if row[findings] else None
    if isinstance(row.get(density), str):
        row[density] = float(row[density]) if row[density] else None
    row[error] = row.get(error) or None
    return row
