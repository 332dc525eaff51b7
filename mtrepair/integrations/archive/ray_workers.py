"""Batches repaired by the tasks of Ray: on this machine, or on the cluster that it is part of."""

from __future__ import annotations

from typing import Any

from mtrepair.errors import MissingExtra
from mtrepair.integrations.archive.workers import Pending, WorkRows, failed
from mtrepair.integrations.batch import RepairBatch


class RayWorkers:
    """Repairs in Ray's tasks; a text that ends its task has an error.

    Ray is started unless it runs, or its address is in RAY_ADDRESS.
    """

    def __init__(self, count: int) -> None:
        try:
            import ray
        except ImportError as error:
            raise MissingExtra("ray", extra="ray", purpose="--engine ray") from error
        self.ahead = 2 * count
        self._ray: Any = ray
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            ray.init(log_to_driver=False, include_dashboard=False)
        self._task = ray.remote(max_retries=0)(_repaired)

    def submit(self, batch: RepairBatch, rows: WorkRows) -> Pending:
        return _Referred(self._ray, self._task, batch, rows)

    def __enter__(self) -> RayWorkers:
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_ours:
            self._ray.shutdown()


class _Referred:
    """Rows that a task has been given."""

    def __init__(self, ray: Any, task: Any, batch: RepairBatch, rows: WorkRows) -> None:
        self._ray, self._task, self._batch, self._rows = ray, task, batch, rows
        self._reference = task.remote(batch, rows)
        self._done: WorkRows | None = None

    def result(self) -> WorkRows:
        if self._done is None:
            try:
                self._done = self._ray.get(self._reference)
            except (self._ray.exceptions.WorkerCrashedError, self._ray.exceptions.OutOfMemoryError):
                self._done = [self._alone(row) for row in self._rows]
        return self._done or []

    def _alone(self, row: dict[str, Any]) -> dict[str, Any]:
        try:
            (own,) = self._ray.get(self._task.remote(self._batch, [row]))
        except (self._ray.exceptions.WorkerCrashedError, self._ray.exceptions.OutOfMemoryError):
            return failed(self._batch, row)
        return dict(own)


def _repaired(batch: RepairBatch, rows: WorkRows) -> WorkRows:
    return batch.rows(rows)
