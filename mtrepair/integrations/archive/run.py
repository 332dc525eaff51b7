"""An archive repaired: each record once, whatever happens meanwhile."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mtrepair.errors import InputError
from mtrepair.integrations.archive.cache import Cache
from mtrepair.integrations.archive.folder import SEEN, begin_anew, end, local_folder, output_folder
from mtrepair.integrations.archive.inputs import ArchiveInput, archive_inputs
from mtrepair.integrations.archive.manifest import manifest_of, settled
from mtrepair.integrations.archive.plan import ChunkPlan, TextDesk, columns_of
from mtrepair.integrations.archive.reading import check_input, chunks
from mtrepair.integrations.archive.records import Chunk
from mtrepair.integrations.archive.workers import ArchiveEngine, workers
from mtrepair.integrations.archive.writing import (
    PartFormat,
    format_of,
    part_name,
    read_part,
    write_part,
)
from mtrepair.integrations.batch import RepairBatch
from mtrepair.kinds import MarkupKind

CHUNK_SIZE = 500
"""Records of a part, unless told otherwise: some ten seconds of work are lost at most."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    Attributes:
        records: that it worked on.
        failed: of these, kept as they were with an error.
        copies: of these, of a text that was repaired already.
        written: parts that it wrote.
        kept: parts that were there.
        stopped: whether it was told to stop before its end.
        seconds: that it took.
    """

    records: int = 0
    failed: int = 0
    copies: int = 0
    written: int = 0
    kept: int = 0
    stopped: bool = False
    seconds: float = 0.0


class Progress(NamedTuple):
    """How far a run is: records done, and the share of the inputs behind them, 0-1."""

    records: int
    share: float


def repair_archive(
    inputs: Iterable[str | Path],
    output: str | Path,
    batch: RepairBatch | None = None,
    *,
    markup: MarkupKind | None = None,
    chunk_size: int = CHUNK_SIZE,
    form: PartFormat | None = None,
    processes: int = 1,
    engine: ArchiveEngine = "local",
    cache: str | Path | None = None,
    restart: bool = False,
    retry_failed: bool = False,
    watch: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Summary:
    """Repair the records of archives into parts in a folder, going on where a run was broken off.

    Args:
        inputs: JSON Lines, CSV, Parquet, and texts: files, folders and URLs of fsspec.
        output: a folder of this machine; each chunk of an input becomes a part in it.
        batch: the columns and the settings.
        markup: what the texts are; by default files go by their suffix, columns by `batch.cleaner`.
        chunk_size: records of a part.
        form: what parts are: "jsonl", "csv", "jsonl.gz", "csv.gz" or "parquet"; by default as
            the inputs.
        processes: that work side by side; of Ray, for which work is kept ready.
        engine: "local", or "ray" to repair in the tasks of Ray.
        cache: a file that keeps repairs between runs into several folders.
        restart: whether to do away with what another run left in the folder.
        retry_failed: whether to work again on the records of finished parts that have an error.
        watch: is told how far it is.
        stop: is asked between chunks whether to end.

    Raises:
        InputError: an input or the folder can't be used, or the folder is that of another run.
    """
    if not isinstance(chunk_size, int) or chunk_size < 1:
        raise InputError(f"a chunk must have at least 1 record, not {chunk_size!r}")
    began = time.monotonic()
    folder = local_folder(output)
    batch = batch or RepairBatch()
    columns = columns_of(batch)
    found = archive_inputs(inputs)
    for own in found:
        check_input(own, columns)
    with output_folder(folder, found):
        if restart:
            begin_anew(folder)
        form = form or format_of(found)
        manifest = manifest_of(batch, found, markup=markup, chunk_size=chunk_size, form=form)
        found = settled(folder, manifest, found)
        known = Path(cache) if cache else folder / SEEN
        with Cache(known) as memory, workers(processes, engine) as crew:
            desk = TextDesk(batch, markup, memory, crew)
            run = _Run(found, desk, folder=folder, size=chunk_size, form=form, watch=watch)
            summary = run.through(stop, retry_failed=retry_failed)
        if not summary.stopped:
            end(folder)
    return replace(summary, seconds=time.monotonic() - began)


class _Run:
    """The chunks of all inputs on their way into parts, in their order."""

    def __init__(
        self,
        inputs: Sequence[ArchiveInput],
        desk: TextDesk,
        *,
        folder: Path,
        size: int,
        form: PartFormat,
        watch: Callable[[Progress], None],
    ) -> None:
        self._inputs, self._desk, self._columns = inputs, desk, desk.columns
        self._folder, self._size, self._form, self._watch = folder, size, form, watch
        self._whole = sum(own.size for own in inputs) or 1
        self._there = {path.name for path in folder.iterdir() if path.name.startswith("part-")}
        self._summary = Summary(kept=len(self._there))

    def through(self, stop: Callable[[], bool], *, retry_failed: bool) -> Summary:
        """All chunks that are not done, and those that have errors where these are retried."""
        waiting: deque[tuple[ArchiveInput, float, ChunkPlan]] = deque()
        ahead = self._desk.workers.ahead
        for own, chunk, before in self._chunks(retry_failed=retry_failed):
            if stop():
                return replace(self._summary, stopped=True)
            known = self._known(own, chunk) if retry_failed else {}
            share = (before + chunk.share * own.size) / self._whole
            waiting.append((own, share, self._desk.plan(chunk, known)))
            while sum(plan.pieces for _, _, plan in list(waiting)[1:]) >= ahead:
                self._finish(*waiting.popleft())
                if not waiting:
                    break
                if stop():
                    return replace(self._summary, stopped=True)
        while waiting:
            self._finish(*waiting.popleft())
            if waiting and stop():
                return replace(self._summary, stopped=True)
        return self._summary

    def _chunks(self, *, retry_failed: bool) -> Iterator[tuple[ArchiveInput, Chunk, float]]:
        before = 0
        for own in self._inputs:
            wanted = partial(self._is_wanted, own, retry_failed)
            for chunk in chunks(own, self._columns, self._size, wanted):
                yield own, chunk, before
            before += own.size

    def _is_wanted(self, own: ArchiveInput, retry_failed: bool, number: int) -> bool:
        name = part_name(own, number, self._form)
        if name not in self._there:
            return True
        return retry_failed and bool(self._errors(name))

    def _errors(self, name: str) -> list[int]:
        """The places of a part's records that have an error."""
        error = self._columns.named("error")
        rows = read_part(self._folder / name, self._columns, [error])
        return [place for place, row in enumerate(rows) if row[error] is not None]

    def _known(self, own: ArchiveInput, chunk: Chunk) -> Mapping[int, Mapping[str, Any]]:
        """The results of a part that is there, but for those with an error, by their place."""
        name = part_name(own, chunk.number, self._form)
        if name not in self._there:
            return {}
        rows = read_part(self._folder / name, self._columns)
        return self._desk.kept(rows)

    def _finish(self, own: ArchiveInput, share: float, plan: ChunkPlan) -> None:
        """Wait for the results of a chunk, and put its part in its place."""
        for done in plan.waited():
            self._watch(Progress(self._summary.records + done, share))
        name = part_name(own, plan.chunk.number, self._form)
        path = self._folder / name
        results = plan.results(self._columns)
        write_part(path, plan.chunk, results, self._columns, self._form)
        self._desk.store(plan)
        old, error = self._summary, self._columns.named("error")
        self._summary = replace(
            old,
            records=old.records + len(plan.chunk.records),
            failed=old.failed + sum(one[error] is not None for one in results),
            copies=old.copies + plan.copies,
            written=old.written + 1,
            kept=old.kept - (name in self._there),
        )
        self._watch(Progress(self._summary.records, share))
