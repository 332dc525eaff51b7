"""Batches of an archive: what pandas, Spark, Ray, Dask and datasets call for each of them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mtrepair import __version__
from mtrepair.checksum import sha256
from mtrepair.cleaner import Cleaner
from mtrepair.errors import InputError, MtrepairError
from mtrepair.integrations.tables import column, with_columns
from mtrepair.kinds import visible
from mtrepair.repair import Repair
from mtrepair.types import Finding
from mtrepair.view import checked


# No slots: Ray makes a subclass of it, and sets attributes of its own on that.
@dataclass(frozen=True)
class RepairBatch:
    """Repairs a column of texts, batch by batch, and puts what it finds into columns beside it.

    The columns, each named with `prefix` in front:
        text: the repaired text; of a row with an error the text as it was, null if it is no text.
        findings: what was found in the text as it came, as JSON: a list of the records of
            `mtrepair detect --format json`.
        density: findings in each 1,000 words; what only the source tells isn't counted.
        english: the translation of the repaired text, with `english=True`.
        error: why the row was left as it is; null where it was not.

    A row never fails its batch, and order is kept. A pickle holds the settings; models are loaded
    where it runs, once in a process.

    Attributes:
        text_column: where the texts are.
        source_column: where the English is that they were translated from, null where there is
            none: what differs is found as well.
        cleaner: the settings of the house.
        english: whether to translate.
        prefix: what the names of the columns begin with; those that are there are replaced.

    >>> row, = RepairBatch().rows([{"id": 7, "text": "Le web,la radio."}])
    >>> row["id"], row["mtrepair_text"], row["mtrepair_density"], row["mtrepair_error"]
    (7, 'Le web, la radio.', 333.33, None)
    """

    text_column: str = "text"
    source_column: str | None = None
    cleaner: Cleaner = field(default_factory=Cleaner)
    english: bool = False
    prefix: str = "mtrepair_"

    @property
    def columns(self) -> dict[str, type]:
        """The columns that are put beside the others, in their order, and what they hold."""
        names = {"text": str, "findings": str, "density": float, "english": str, "error": str}
        return {
            self.prefix + name: kind
            for name, kind in names.items()
            if name != "english" or self.english
        }

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Each row with its own columns and those of the repair.

        Raises:
            ModelError: a model is missing or damaged.
        """
        texts = [row.get(self.text_column) for row in rows]
        sources = [row.get(self.source_column) if self.source_column else None for row in rows]
        told = self._told(texts, sources)
        return [
            {**row, **dict(zip(self.columns, own, strict=True))}
            for row, own in zip(rows, told, strict=True)
        ]

    def __call__(self, batch: Any) -> Any:
        """The same for a table, which stays as it is; what comes back is of its type.

        Args:
            batch: a pandas DataFrame, a pyarrow Table or RecordBatch, or a dict of columns.

        Raises:
            InputError: it is something else, or lacks the column.
            ModelError: a model is missing or damaged.

        >>> found = RepairBatch()({"text": ["Le web,la radio.", None]})
        >>> found["mtrepair_text"], found["mtrepair_error"]
        (['Le web, la radio.', None], [None, "no text: 'text' is null or missing"])
        """
        texts = column(batch, self.text_column)
        sources = (
            [None] * len(texts) if self.source_column is None else column(batch, self.source_column)
        )
        told = self._told(texts, sources)
        values = zip(*told, strict=True) if told else ([] for _ in self.columns)
        own = {
            name: (kind, list(of_name))
            for (name, kind), of_name in zip(self.columns.items(), values, strict=True)
        }
        return with_columns(batch, own, self.text_column)

    def over(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Each of many batches repaired, as Spark's `mapInPandas` and `mapInArrow` call it."""
        return map(self, batches)

    def spark_schema(self, schema: Any) -> Any:
        """The schema of what comes of a Spark table, given its own, for `mapInPandas`."""
        from pyspark.sql.types import DoubleType, StringType, StructField, StructType

        kinds = {str: StringType(), float: DoubleType()}
        own = [StructField(name, kinds[kind]) for name, kind in self.columns.items()]
        kept = [one for one in schema.fields if one.name not in self.columns]
        return StructType([*kept, *own])

    def meta(self, frame: Any) -> Any:
        """An empty frame like that which comes of a frame, for Dask's `map_partitions`.

        Args:
            frame: Dask's, or a frame of pandas.
        """
        return self(getattr(frame, "_meta", frame).iloc[:0])

    def features(self, features: Any) -> Any:
        """The features of what comes of a dataset, given its own, for the `map` of `datasets`.

        Without them it goes by its first batch, and an error in a later one doesn't fit.
        """
        from datasets import Features, Value

        kinds = {str: "string", float: "float64"}
        return Features(
            {**features, **{name: Value(kinds[kind]) for name, kind in self.columns.items()}}
        )

    def _told(self, texts: Sequence[Any], sources: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The values of `columns` for each text."""
        given = [_text(text, self.text_column) for text in texts]
        repairs = _onward(given, lambda own: self.cleaner.clean_many(own, errors="keep"))
        if self.source_column is not None:
            repairs = [self._held(*pair) for pair in zip(repairs, sources, strict=True)]
        english = _onward(repairs, self._translations) if self.english else repairs
        return [self._row(*row) for row in zip(given, repairs, english, strict=True)]

    def _held(self, repair: Any, source: Any) -> Any:
        """The repair held against its source, or the error."""
        if isinstance(repair, Exception) or _is_null(source):
            return repair
        try:
            return self.cleaner.held_against(repair, source)
        except Exception as error:  # of this row alone
            return error

    def _translations(self, repairs: Sequence[Repair]) -> Iterable[Any]:
        from mtrepair.pipeline import Pipeline

        translates = Pipeline(cleaner=self.cleaner, repairs_first=False)
        return translates.translate_many([repair.text for repair in repairs], errors="keep")

    def _row(self, given: Any, repair: Any, english: Any) -> tuple[Any, ...]:
        error = next((one for one in (repair, english) if isinstance(one, Exception)), None)
        beside = () if not self.english else (None if error else english.text,)
        if error is not None:
            return (given if isinstance(given, str) else None, "[]", None, *beside, _message(error))
        words = len(visible(self.cleaner.markup, repair.original).text.split())
        return (repair.text, _json(repair.findings), _density(repair, words), *beside, None)

    def __reduce__(self) -> tuple[Any, ...]:
        # What results depend on beside the settings goes along: a cache that knows its entries by
        # the pickle, as that of datasets does, must not give back those of another release.
        model, file = self.cleaner.repair_model, self.cleaner.keep_file
        if not (model is None or isinstance(model, str | Path)):
            raise InputError(
                "a RepairBatch with a loaded repair_model can't be sent to other processes; give "
                "the model's name or folder"
            )
        settings = tuple(getattr(self, own.name) for own in fields(self))
        words = None if file is None else sha256(Path(file))
        return _unpickled, (type(self), settings, (__version__, words))


def _unpickled(kind: type[RepairBatch], settings: tuple[Any, ...], made_with: Any) -> RepairBatch:
    return kind(*settings)


def _onward(values: Sequence[Any], work: Callable[[list[Any]], Iterable[Any]]) -> list[Any]:
    """What `work` makes of those values that are no errors, which stay in their place."""
    good = [value for value in values if not isinstance(value, Exception)]
    made = iter(work(good) if good else ())
    return [value if isinstance(value, Exception) else next(made) for value in values]


def _text(value: Any, name: str) -> str | InputError:
    """The text, or why it is none; in words that don't depend on how rows are put together."""
    if _is_null(value):
        return InputError(f"no text: {name!r} is null or missing")
    try:
        checked(value, repr(name)).encode()
    except InputError as error:
        return error
    except UnicodeEncodeError as error:
        return InputError(
            f"{name!r} has half a surrogate pair at {error.start}, which no file in UTF-8 can "
            "hold; read it with the right encoding"
        )
    return str(value)


def _is_null(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _json(findings: Iterable[Finding]) -> str:
    return json.dumps([finding.to_dict() for finding in findings], ensure_ascii=False)


def _density(repair: Repair, words: int) -> float:
    own = sum(finding.found_by != "source" for finding in repair.findings)
    return round(1000 * own / max(words, 1), 2)


def _message(error: Exception) -> str:
    return str(error) if isinstance(error, MtrepairError) else f"{type(error).__name__}: {error}"
