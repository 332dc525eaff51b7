"""Where batches are repaired: here, or in processes of this machine."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import Any, Literal, Protocol

from mtrepair.errors import InputError
from mtrepair.integrations.batch import RepairBatch
from mtrepair.many import check_processes

WorkRows = list[dict[str, Any]]


ArchiveEngine = Literal["local", "ray"]
ENGINES: tuple[ArchiveEngine, ...] = ("local", "ray")


class Pending(Protocol):
    """WorkRows that are being repaired."""

    def result(self) -> WorkRows: ...


class Workers(Protocol):
    """What repairs batches; an engine brings another one.

    Attributes:
        ahead: batches that are given besides those which are waited for, so that none is idle.
    """

    ahead: int

    def submit(self, batch: RepairBatch, rows: WorkRows) -> Pending: ...
    def __enter__(self) -> Workers: ...
    def __exit__(self, *error: Any) -> None: ...


class _Later:
    """WorkRows that are repaired when they are asked for."""

    def __init__(self, batch: RepairBatch, rows: WorkRows) -> None:
        self._batch, self._rows = batch, rows
        self._done: WorkRows | None = None

    def result(self) -> WorkRows:
        if self._done is None:
            self._done = self._batch.rows(self._rows)
        return self._done


class Here:
    """Repairs in this process."""

    ahead = 0

    def submit(self, batch: RepairBatch, rows: WorkRows) -> Pending:
        return _Later(batch, rows)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Processes:
    """Repairs in so many processes, which end with this one however it ends.

    A text that ends its process is found out, and has an error; the others are repaired.
    """

    def __init__(self, count: int) -> None:
        self.ahead = 2 * count
        self._count = count
        self._pool = _pool(count)

    def submit(self, batch: RepairBatch, rows: WorkRows) -> Pending:
        try:
            future = self._pool.submit(_repaired, batch, rows)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = _pool(self._count)
            future = self._pool.submit(_repaired, batch, rows)
        return _Sent(future, batch, rows)

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Sent:
    """WorkRows that a process has been given."""

    def __init__(self, future: Future[WorkRows], batch: RepairBatch, rows: WorkRows) -> None:
        self._future, self._batch, self._rows = future, batch, rows
        self._done: WorkRows | None = None

    def result(self) -> WorkRows:
        if self._done is None:
            try:
                self._done = self._future.result()
            except BrokenProcessPool:  # by one of these rows, or by those of another process
                self._done = _one_by_one(self._batch, self._rows)
        return self._done


def _pool(count: int) -> ProcessPoolExecutor:
    # Not forked: models that are loaded have threads, and a fork would wait for them for ever.
    return ProcessPoolExecutor(count, get_context("spawn"), _begin_worker)


def _one_by_one(batch: RepairBatch, rows: WorkRows) -> WorkRows:
    """Each row in a process by itself, with an error where the process ends."""
    found: WorkRows = []
    while len(found) < len(rows):
        with _pool(1) as pool:
            try:
                pool.submit(os.getpid).result()
            except BrokenProcessPool as error:
                raise _ended() from error
            try:
                for row in rows[len(found) :]:
                    found += pool.submit(_repaired, batch, [row]).result()
            except BrokenProcessPool:
                found.append(failed(batch, rows[len(found)]))
    return found


def failed(batch: RepairBatch, row: dict[str, Any]) -> dict[str, Any]:
    """A row whose process ended, with its error."""
    own = {
        "text": row[batch.text_column],
        "findings": "[]",
        "error": "the process that worked on it ended: it crashed, or ran out of memory",
    }
    nothing = dict.fromkeys(batch.columns)
    return {**row, **nothing, **{batch.prefix + name: value for name, value in own.items()}}


def workers(processes: int, engine: ArchiveEngine = "local") -> Workers:
    """Who repairs: this process, several, or Ray's.

    Raises:
        InputError: there can't be so many.
    """
    check_processes(processes)
    if engine == "ray":
        from mtrepair.integrations.archive.ray_workers import RayWorkers

        return RayWorkers(processes)
    if engine != "local":
        raise InputError(f"engine must be one of {', '.join(ENGINES)}, not {engine!r}")
    return Here() if processes == 1 else Processes(processes)


def _repaired(batch: RepairBatch, rows: Sequence[dict[str, Any]]) -> WorkRows:
    return batch.rows(rows)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ended() -> InputError:
    return InputError(
        "no process can be started: memory is short, or the script that asks for them does not "
        'begin under if __name__ == "__main__". What was finished is kept: run the same again'
    )
