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
from typing import Any, Protocol

from mtrepair.errors import InputError
from mtrepair.integrations.batch import RepairBatch

Rows = list[dict[str, Any]]


class Pending(Protocol):
    """Rows that are being repaired."""

    def result(self) -> Rows: ...


class Workers(Protocol):
    """What repairs batches; an engine brings another one.

    Attributes:
        ahead: batches that are given besides those which are waited for, so that none is idle.
    """

    ahead: int

    def submit(self, batch: RepairBatch, rows: Rows) -> Pending: ...
    def __enter__(self) -> Workers: ...
    def __exit__(self, *error: Any) -> None: ...


class _Later:
    """Rows that are repaired when they are asked for."""

    def __init__(self, batch: RepairBatch, rows: Rows) -> None:
        self._batch, self._rows = batch, rows
        self._done: Rows | None = None

    def result(self) -> Rows:
        if self._done is None:
            self._done = self._batch.rows(self._rows)
        return self._done


class Here:
    """Repairs in this process."""

    ahead = 0

    def submit(self, batch: RepairBatch, rows: Rows) -> Pending:
        return _Later(batch, rows)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Processes:
    """Repairs in so many processes, which end with this one however it ends."""

    def __init__(self, count: int) -> None:
        self.ahead = 2 * count
        # Not forked: models that are loaded have threads, and a fork would wait for them for ever.
        self._pool = ProcessPoolExecutor(
            count, mp_context=get_context("spawn"), initializer=_begin_worker
        )

    def submit(self, batch: RepairBatch, rows: Rows) -> Pending:
        try:
            return _Sent(self._pool.submit(_repaired, batch, rows))
        except BrokenProcessPool as error:
            raise _ended() from error

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Sent:
    def __init__(self, future: Future[Rows]) -> None:
        self._future = future

    def result(self) -> Rows:
        try:
            return self._future.result()
        except BrokenProcessPool as error:
            raise _ended() from error


def workers(processes: int) -> Workers:
    """Who repairs: this process, or several.

    Raises:
        InputError: there can't be so many.
    """
    if not isinstance(processes, int) or processes < 1:
        raise InputError(f"processes must be a number from 1 on, not {processes!r}")
    return Here() if processes == 1 else Processes(processes)


def _repaired(batch: RepairBatch, rows: Sequence[dict[str, Any]]) -> Rows:
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
        "a process ended before its texts were done: it was killed, or ran out of memory, or the "
        'script that asked for it does not begin under if __name__ == "__main__". What was '
        "finished before is kept: run the same command again, with fewer processes if memory is "
        "short"
    )
