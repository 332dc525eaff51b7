"""Parquet read in chunks, and rows written as Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mtrepair.errors import InputError
from mtrepair.integrations.archive.inputs import ArchiveInput
from mtrepair.integrations.archive.opening import arrow, opened, shown_place
from mtrepair.integrations.archive.reading import Wanted
from mtrepair.integrations.archive.records import Chunk, Columns, check_columns, record

# Bytes that are read ahead of each column: a row group may be larger than the memory.
_BUFFER = 2**20


def check_parquet(own: ArchiveInput, columns: Columns) -> None:
    """Raise InputError where a Parquet file is cut off, lacks a column or has no text in it."""
    with _file(own) as file:
        schema = file.schema_arrow
        check_columns(schema.names, columns, shown_place(own.place))
        for name in columns.needed:
            kind = schema.field(name).type
            if not _is_text(kind):
                place = shown_place(own.place)
                raise InputError(f"the column {name!r} of {place} is of the type {kind}, not text")


def parquet_chunks(
    own: ArchiveInput, columns: Columns, size: int, wanted: Wanted
) -> Iterator[Chunk]:
    """The chunks of a Parquet file that are wanted; row groups that have none are not read."""
    with _file(own) as file:
        total = file.metadata.num_rows
        for number, table in _tables(file, size, wanted):
            if table is not None and wanted(number):
                rows = table.select(list(columns.needed)).to_pylist()
                records = [record(row, columns, file=own.place) for row in rows]
                yield Chunk(number, records, min(1.0, (number + 1) * size / total), table)


def _tables(file: Any, size: int, wanted: Wanted) -> Iterator[tuple[int, Any]]:
    """The numbers of chunks with their rows, across row groups; None where rows were passed."""
    pa = arrow("reading Parquet")
    held: Any = file.schema_arrow.empty_table()
    number = 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        passed = rows // size
        # Only where chunks and row groups begin and end together: others go on in the next one.
        own = range(number, number + passed)
        if not len(held) and not rows % size and not any(map(wanted, own)):
            yield from ((one, None) for one in own)
            number += passed
            continue
        for batch in file.iter_batches(size, row_groups=[group], use_threads=False):
            held = pa.concat_tables([held, pa.Table.from_batches([batch])])
            while len(held) >= size:
                yield number, held.slice(0, size)
                held, number = held.slice(size), number + 1
    if len(held):
        yield number, held


def arrow_rows(table: Any) -> list[dict[str, Any]]:
    """The rows of a table as JSON can write them; moments and decimals become strings.

    Raises:
        InputError: it has a type that no string is made of.
    """
    pa = arrow("reading Parquet")
    shown = table
    for number, own in enumerate(table.schema):
        if _is_plain(own.type):
            continue
        try:
            column = _told(table.column(number))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue
        shown = shown.set_column(number, own.name, column)
    rows: list[dict[str, Any]] = shown.to_pylist()
    return rows


def write_parquet(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    results: Sequence[Mapping[str, Any]],
    columns: Columns,
    table: Any = None,
) -> None:
    """Write rows and their results as Parquet; rows of Arrow keep their types."""
    import pyarrow.parquet as pq

    pa = arrow("writing Parquet")
    types = {name: pa.string() for name in columns.results} | {
        columns.named("density"): pa.float64()
    }
    if table is None:
        names = dict.fromkeys(name for row in rows for name in row)
        own = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
        table = pa.table(own) if own else None
        types |= {columns.named("raw"): pa.string()}
    for name, kind in types.items():
        column = pa.array([one.get(name) for one in results], kind)
        table = pa.table({name: column}) if table is None else table.append_column(name, column)
    pq.write_table(table, path, compression="zstd")


def read_parquet(path: Path, names: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a part, by column; of the columns that are named those that it has."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        own = None if names is None else [n for n in names if n in file.schema_arrow.names]
        for batch in file.iter_batches(512, columns=own):
            yield from arrow_rows(arrow("reading Parquet").Table.from_batches([batch]))


@contextmanager
def _file(own: ArchiveInput) -> Iterator[Any]:
    pa = arrow("reading Parquet")
    import pyarrow.parquet as pq

    with opened(own.place) as opening:
        try:
            with pq.ParquetFile(opening.raw, buffer_size=_BUFFER, pre_buffer=False) as file:
                yield file
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(
                f"{shown_place(own.place)} is no whole Parquet file: {error}; copy it anew"
            ) from error


def _is_text(kind: Any) -> bool:
    types = arrow("reading Parquet").types
    if types.is_dictionary(kind):
        kind = kind.value_type
    view = getattr(types, "is_string_view", lambda _: False)
    return bool(types.is_string(kind) or types.is_large_string(kind) or view(kind))


def _is_plain(kind: Any) -> bool:
    types = arrow("reading Parquet").types
    of_numbers = types.is_boolean(kind) or types.is_integer(kind) or types.is_floating(kind)
    return bool(of_numbers or types.is_null(kind) or types.is_nested(kind) or _is_text(kind))


def _told(column: Any) -> Any:
    """A column as strings; bytes as base64."""
    pa = arrow("reading Parquet")
    types = pa.types
    if any(
        f(column.type) for f in (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)
    ):
        from base64 import b64encode

        values = (value.as_py() for value in column)
        return pa.array([None if v is None else b64encode(v).decode() for v in values])
    return column.cast(pa.string())
