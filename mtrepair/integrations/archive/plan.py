"""What there is to do for a chunk: which texts are new, and where the others' results come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mtrepair.integrations.archive.cache import Cache
from mtrepair.integrations.archive.inputs import is_rows
from mtrepair.integrations.archive.manifest import settings_of
from mtrepair.integrations.archive.opening import suffix_of
from mtrepair.integrations.archive.records import Chunk, Columns, Record
from mtrepair.integrations.archive.workers import Pending, Workers
from mtrepair.integrations.archive.writing import ResultRow
from mtrepair.integrations.batch import RepairBatch
from mtrepair.kinds import MarkupKind, kind_of

# Of a piece that a worker is given: some seconds of work at most.
_TEXTS, _CHARACTERS = 16, 60_000
# Settings on which no text's result depends: a cache serves archives with other columns as well.
_ASIDE = ("text_column", "source_column", "prefix")
_RESOLVED = ("per_file_ignores", "folder")


class _Place(NamedTuple):
    """Where a result comes from: a row of what a worker gives back."""

    pending: Pending
    row: int


@dataclass(slots=True)
class ChunkPlan:
    """A chunk whose results are known, or on their way.

    Attributes:
        chunk: the records.
        places: the result of each, or where it comes from.
        fresh: where the results of texts that weren't known come from, by their keys.
        pending: what workers do for it.
        copies: records whose text was known.
    """

    chunk: Chunk
    places: list[ResultRow | _Place]
    fresh: dict[bytes, _Place]
    pending: list[Pending]
    copies: int

    @property
    def pieces(self) -> int:
        return len(self.pending)

    def waited(self) -> Iterator[int]:
        """How many records are done, each time that some are."""
        for number, pending in enumerate(self.pending, 1):
            pending.result()
            yield len(self.places) * number // len(self.pending)

    def results(self, columns: Columns) -> list[dict[str, Any]]:
        """The result columns of each record."""
        rows = []
        for place, record in zip(self.places, self.chunk.records, strict=True):
            row = {name: _result(place).get(name) for name in columns.results}
            if record.raw is not None:
                row[columns.named("raw")] = record.raw
            rows.append(row)
        return rows


class TextDesk:
    """Texts on their way to whoever repairs them, each of them once.

    Attributes:
        workers: who repairs.
        columns: what they read and add.
    """

    def __init__(
        self, batch: RepairBatch, markup: MarkupKind | None, cache: Cache, workers: Workers
    ) -> None:
        self.workers = workers
        self._batch, self._markup, self._cache = batch, markup, cache
        self.columns = columns_of(batch)
        self._batches: dict[tuple[Any, ...], tuple[RepairBatch, str]] = {}
        self._under_way: dict[bytes, _Place] = {}

    def plan(self, chunk: Chunk, known: Mapping[int, ResultRow]) -> ChunkPlan:
        """Give the texts of a chunk that are new to the workers.

        Args:
            known: results by the place of their record.
        """
        places: dict[int, ResultRow | _Place] = dict(known)
        new: dict[bytes, tuple[RepairBatch, Record]] = {}
        keys: dict[int, bytes] = {}
        copies = 0
        for place, record in enumerate(chunk.records):
            if place in places:
                continue
            if record.error is not None or record.text is None:
                places[place] = self._failed(record)
                continue
            batch, settings = self._for(record.file)
            keys[place] = key = self._cache.key(settings, record.text, record.source)
            found = self._found(key)
            copies += found is not None or key in new
            if found is not None:
                places[place] = found
            elif key not in new:
                new[key] = batch, record
        fresh, pending = self._given(new)
        for place, key in keys.items():
            if place not in places:
                places[place] = fresh[key]
        self._under_way |= fresh
        ordered = [places[place] for place in range(len(chunk.records))]
        return ChunkPlan(chunk, ordered, fresh, pending, copies)

    def store(self, plan: ChunkPlan) -> None:
        """Keep what a chunk brought; errors are not kept."""
        prefix, error = self._batch.prefix, self.columns.named("error")
        found = {key: _result(place) for key, place in plan.fresh.items()}
        self._cache.store(
            {
                key: {name.removeprefix(prefix): own[name] for name in self.columns.results}
                for key, own in found.items()
                if own[error] is None
            }
        )
        for key in plan.fresh:
            self._under_way.pop(key, None)

    def kept(self, rows: Iterable[Mapping[str, Any]]) -> dict[int, ResultRow]:
        """The results of a part's rows, but for those with an error, by their place."""
        error, findings = self.columns.named("error"), self.columns.named("findings")
        return {
            place: {**row, findings: json.dumps(row[findings], ensure_ascii=False)}
            for place, row in enumerate(rows)
            if row[error] is None
        }

    def _found(self, key: bytes) -> ResultRow | _Place | None:
        if key in self._under_way:
            return self._under_way[key]
        own = self._cache.found(key)
        return None if own is None else {self._batch.prefix + name: v for name, v in own.items()}

    def _failed(self, record: Record) -> ResultRow:
        named = self.columns.named
        return {named("text"): record.text, named("findings"): "[]", named("error"): record.error}

    def _for(self, file: str) -> tuple[RepairBatch, str]:
        """The settings for a record of this file, and what they are known by."""
        cleaner = self._batch.cleaner.for_file(file)
        markup = self._markup or (cleaner.markup if is_rows(file) else kind_of(suffix_of(file)[0]))
        known = (markup, tuple(cleaner.ignore))
        if known not in self._batches:
            batch = replace(self._batch, cleaner=replace(cleaner, markup=markup))
            self._batches[known] = batch, _settings_key(batch)
        return self._batches[known]

    def _given(
        self, new: Mapping[bytes, tuple[RepairBatch, Record]]
    ) -> tuple[dict[bytes, _Place], list[Pending]]:
        """The new texts, in pieces, with the workers."""
        fresh: dict[bytes, _Place] = {}
        pending = []
        for batch, keys in _pieces(new):
            rows = [_row(new[key][1], batch) for key in keys]
            pending.append(self.workers.submit(batch, rows))
            fresh |= {key: _Place(pending[-1], row) for row, key in enumerate(keys)}
        return fresh, pending


def columns_of(batch: RepairBatch) -> Columns:
    """The columns that a batch reads and adds."""
    return Columns(batch.text_column, batch.source_column, batch.prefix, batch.english)


def _result(place: ResultRow | _Place) -> ResultRow:
    return place.pending.result()[place.row] if isinstance(place, _Place) else place


def _row(record: Record, batch: RepairBatch) -> dict[str, Any]:
    row: dict[str, Any] = {batch.text_column: record.text}
    return row if batch.source_column is None else row | {batch.source_column: record.source}


def _pieces(
    new: Mapping[bytes, tuple[RepairBatch, Record]],
) -> Iterator[tuple[RepairBatch, Sequence[bytes]]]:
    """The keys of texts that one worker repairs together, with the settings for them."""
    by_batch: dict[int, tuple[RepairBatch, list[bytes]]] = {}
    for key, (batch, _) in new.items():
        by_batch.setdefault(id(batch), (batch, []))[1].append(key)
    for batch, keys in by_batch.values():
        piece: list[bytes] = []
        size = 0
        for key in keys:
            piece.append(key)
            size += len(new[key][1].text or "")
            if len(piece) == _TEXTS or size >= _CHARACTERS:
                yield batch, piece
                piece, size = [], 0
        if piece:
            yield batch, piece


def _settings_key(batch: RepairBatch) -> str:
    """What the results of a text depend on, as one string."""
    settings = {name: v for name, v in settings_of(batch).items() if name not in _ASIDE}
    cleaner: dict[str, Any] = settings["cleaner"]
    settings["cleaner"] = {name: v for name, v in cleaner.items() if name not in _RESOLVED}
    return json.dumps(settings, sort_keys=True)
