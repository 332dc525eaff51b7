"""Tables of pandas, pyarrow and dicts of columns: a column read, and columns put beside it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping, Sequence
from copy import copy
from typing import Any

from mtrepair.errors import InputError


def column(table: Any, name: str) -> list[Any]:
    """The values of a column, None where it has none.

    Raises:
        InputError: `table` is no table, or has no such column.

    >>> column({"text": ["Le web", None]}, "text")
    ['Le web', None]
    """
    names = _names(table)
    if name not in names:
        there = ", ".join(map(repr, names)) or "none"
        raise InputError(f"there is no column {name!r}; the columns are: {there}")
    if _is(table, "pandas", "DataFrame"):
        series = table[name]
        pairs = zip(series.tolist(), series.isna().tolist(), strict=True)
        return [None if is_null else value for value, is_null in pairs]
    if isinstance(table, Mapping):
        own = table[name]
        return list(own.tolist() if hasattr(own, "tolist") else own)
    return list(table.column(name).to_pylist())


def with_columns(table: Any, columns: Mapping[str, tuple[type, Sequence[Any]]], like: str) -> Any:
    """Another table of the same type, with columns of the types `str` and `float` put behind.

    Those that are there are replaced. Where a dict has lists, new columns are lists; else numpy's.

    Args:
        columns: name -> the type of its values, and those, of which any may be None.
        like: the column of a dict whose type the new ones have.

    >>> with_columns({"a": ["x"]}, {"b": (float, [1.5])}, "a")
    {'a': ['x'], 'b': [1.5]}
    """
    if isinstance(table, MutableMapping):
        added = copy(table)
        in_lists = isinstance(table[like], list)
        for name, (kind, values) in columns.items():
            added[name] = list(values) if in_lists else _numpy(kind, values)
        return added
    return (_in_pandas if _is(table, "pandas", "DataFrame") else _in_arrow)(table, columns)


def _in_pandas(frame: Any, columns: Mapping[str, tuple[type, Sequence[Any]]]) -> Any:
    import pandas

    added = frame.copy(deep=False)
    for name, (kind, values) in columns.items():
        # "string" is the same in every version; what pandas makes of a list of None is not.
        added[name] = (
            pandas.array(list(values), dtype="string") if kind is str else _numpy(kind, values)
        )
    return added


def _in_arrow(table: Any, columns: Mapping[str, tuple[type, Sequence[Any]]]) -> Any:
    import pyarrow

    for name, (kind, values) in columns.items():
        own = pyarrow.array(values, pyarrow.string() if kind is str else pyarrow.float64())
        at = table.schema.get_field_index(name)
        table = table.append_column(name, own) if at < 0 else table.set_column(at, name, own)
    return table


def _numpy(kind: type, values: Sequence[Any]) -> Any:
    import numpy

    return numpy.array(values, dtype=object if kind is str else float)


def _names(table: Any) -> list[str]:
    if _is(table, "pandas", "DataFrame") or isinstance(table, MutableMapping):
        return list(table)
    if _is(table, "pyarrow", "Table") or _is(table, "pyarrow", "RecordBatch"):
        return list(table.schema.names)
    raise InputError(
        "a batch must be a pandas DataFrame, a pyarrow Table or RecordBatch, or a dict of columns, "
        f"not {type(table).__name__}; rows go through RepairBatch.rows"
    )


def _is(table: Any, library: str, name: str) -> bool:
    """Whether it is such a table; a library that nobody has imported has made none."""
    kind = getattr(sys.modules.get(library), name, None)
    return isinstance(kind, type) and isinstance(table, kind)
