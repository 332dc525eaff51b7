"""Inputs read in chunks of so many records, by their position; chunks that are done are passed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import Any

from mtrepair.errors import InputError
from mtrepair.files import decoded
from mtrepair.integrations.archive.inputs import ArchiveInput
from mtrepair.integrations.archive.opening import Opened, opened, shown_place, suffix_of
from mtrepair.integrations.archive.records import Chunk, Columns, Record, check_columns, record

Wanted = Callable[[int], bool]

# Records that are looked at before work begins.
_LOOKED_AT = 100
# Bytes of a line, and characters of a field of CSV: a larger one is no article, but a file of
# another kind or a quotation mark that is never closed.
_LONGEST = 2**26
_DELIMITERS = ",;\t|"
_STRAY = re.compile("[\udc80-\udcff]")


def check_input(own: ArchiveInput, columns: Columns) -> None:
    """Raise InputError where it shows before work begins that an input can't be worked on."""
    if own.kind == "parquet":
        from mtrepair.integrations.archive.parquet import check_parquet

        check_parquet(own, columns)
    elif own.kind == "csv":
        with opened(own.place) as file:
            check_columns(_header(file, own, columns)[0], columns, shown_place(own.place))
    elif own.kind == "jsonl":
        _check_lines(own, columns)
    elif columns.text == "path" or columns.source is not None:
        raise InputError(
            f"{shown_place(own.place)} are texts: their columns are 'path' and the text's, which "
            "--text-column may call otherwise, and there is no English source"
        )


def chunks(own: ArchiveInput, columns: Columns, size: int, wanted: Wanted) -> Iterator[Chunk]:
    """The chunks of an input that are wanted, each of `size` records, the last one of fewer.

    Args:
        wanted: whether the chunk of this number is; others are not parsed.

    Raises:
        InputError: the input breaks off or can't be read.
    """
    if own.kind == "parquet":
        from mtrepair.integrations.archive.parquet import parquet_chunks

        yield from parquet_chunks(own, columns, size, wanted)
    elif own.kind == "texts":
        yield from _text_chunks(own, columns, size, wanted)
    else:
        with opened(own.place) as file:
            read = _csv_records if own.kind == "csv" else _line_records
            yield from _cut(read(file, own, columns), file, own, size, wanted)


_Parse = Callable[[], Record]


def _cut(
    entries: Iterator[_Parse], file: Opened, own: ArchiveInput, size: int, wanted: Wanted
) -> Iterator[Chunk]:
    number = 0
    while batch := list(islice(entries, size)) if wanted(number) else _passed(entries, size):
        if isinstance(batch, list):
            yield Chunk(number, [parse() for parse in batch], file.share(own.size))
        number += 1


def _passed(entries: Iterator[Any], size: int) -> int:
    """How many of so many entries there were, none of them kept."""
    return sum(1 for _ in islice(entries, size))


def _line_records(file: Opened, own: ArchiveInput, columns: Columns) -> Iterator[_Parse]:
    for number, line in _lines(file, own):
        yield partial(_parsed, line, number, own.place, columns)


def _lines(file: Opened, own: ArchiveInput) -> Iterator[tuple[int, bytes]]:
    """The lines that aren't blank, with their numbers from 1 on."""
    number = 0
    while line := file.content.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST:
            raise InputError(
                f"line {number} of {shown_place(own.place)} is longer than {_LONGEST >> 20} MB: "
                "JSON Lines has an object on each line; for a single list: jq -c '.[]'"
            )
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _parsed(line: bytes, number: int, place: str, columns: Columns) -> Record:
    try:
        row = _object(line, number)
    except InputError as error:
        return Record({}, error=str(error), raw=_readable(line), file=place)
    taken = columns.taken(row)
    if taken:
        told = f"line {number} has a column {taken[0]!r}, which is the name of a result"
        return Record({}, error=told, raw=_readable(line), file=place)
    return record(row, columns, file=place)


def _object(line: bytes, number: int) -> dict[str, Any]:
    text = decoded(line, f"line {number}")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"line {number} is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise InputError(f"line {number} is JSON, but no object with columns")
    return row


def _readable(line: bytes) -> str:
    return line.rstrip(b"\r\n").decode("utf-8", "backslashreplace")


def _check_lines(own: ArchiveInput, columns: Columns) -> None:
    """Refuse a file whose first records show that it is another kind, or lacks a column."""
    name = shown_place(own.place)
    with opened(own.place) as file:
        start = list(islice(_lines(file, own), _LOOKED_AT))
    if not start:
        return
    first = start[0][1]
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        decoded(first, name)
    if first.lstrip().startswith(b"["):
        raise InputError(f"{name} is one list: make lines of its objects with jq -c '.[]'")
    found = [_parsed(line, number, own.place, columns) for number, line in start]
    names: dict[str, None] = {}
    for number, line in start:
        with suppress(InputError):
            names |= dict.fromkeys(_object(line, number))
    if names:
        check_columns(names, columns, name)
    if all(one.text is None for one in found):
        raise InputError(
            f"none of the first {len(found)} records of {name} has a text; of the first one: "
            f"{found[0].error}"
        )


def _csv_records(file: Opened, own: ArchiveInput, columns: Columns) -> Iterator[_Parse]:
    header, rows = _header(file, own, columns)
    while True:
        with _told_in_lines(rows, own):
            values = next(rows, None)
        if values is None:
            return
        if values:
            yield partial(_csv_record, header, values, rows.line_num, own.place, columns)


def _header(file: Opened, own: ArchiveInput, columns: Columns) -> tuple[list[str], Any]:
    """The names of the columns, and the rows below them; the mark between fields is found."""
    content = io.BufferedReader(file.content)  # type: ignore[type-var]
    if content.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
        decoded(content.peek(2)[:2], shown_place(own.place))
    csv.field_size_limit(_LONGEST)
    text = io.TextIOWrapper(content, "utf-8", errors="surrogateescape", newline="")
    first = text.readline().removeprefix("\ufeff")
    if not first.strip():
        raise InputError(
            f"{shown_place(own.place)} has no first line with the names of its columns"
        )
    delimiter = csv_delimiter(first, own.place, columns)
    rows = csv.reader(_again(first, text), delimiter=delimiter)
    with _told_in_lines(rows, own):
        return next(rows), rows


def csv_delimiter(first: str, place: str, columns: Columns) -> str:
    """The mark between the columns: that with which the first line has the one of the text.

    >>> csv_delimiter("id;text", "a.csv", Columns("text", None, "mt_", english=False))
    ';'
    """
    if suffix_of(place)[0] == ".tsv":
        return "\t"
    found = {mark: next(csv.reader([first], delimiter=mark)) for mark in _DELIMITERS}
    having = [mark for mark, names in found.items() if columns.text in names]
    return having[0] if having else max(found, key=lambda mark: len(found[mark]))


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


@contextmanager
def _told_in_lines(rows: Any, own: ArchiveInput) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise InputError(
            f"{shown_place(own.place)} can't be read behind line {rows.line_num}: {error}. Is "
            "there a quotation mark that is not closed? What was finished before that place is kept"
        ) from error


def _csv_record(
    header: list[str], values: list[str], line: int, place: str, columns: Columns
) -> Record:
    stray = any(map(_STRAY.search, values))
    if not stray and len(values) == len(header):
        return record(dict(zip(header, values, strict=True)), columns, file=place)
    raw = io.StringIO()
    csv.writer(raw, lineterminator="").writerow(values)
    error = (
        f"the row that ends on line {line} is not UTF-8"
        if stray
        else f"the row that ends on line {line} has {len(values)} fields, not {len(header)}"
    )
    whole = raw.getvalue().encode("utf-8", "surrogateescape")
    return Record({}, error=error, raw=_readable(whole), file=place)


def _text_chunks(own: ArchiveInput, columns: Columns, size: int, wanted: Wanted) -> Iterator[Chunk]:
    count = len(own.files)
    for number, start in enumerate(range(0, count, size)):
        if wanted(number):
            names = own.files[start : start + size]
            records = [_text_record(own, name, columns) for name in names]
            yield Chunk(number, records, min(1.0, (start + size) / count))


def _text_record(own: ArchiveInput, name: str, columns: Columns) -> Record:
    place = own.path(name)
    path = name.replace("\\", "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        with opened(place) as file:
            text = decoded(file.content.read(), shown_place(place))
    except InputError as error:
        return Record({"path": path, columns.text: None}, error=str(error), file=place)
    return Record({"path": path, columns.text: text}, text, file=place)
