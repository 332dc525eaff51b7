"""What the server counts, for Prometheus."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SEGMENTS = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """Counters of one process, or with a folder of all workers together.

    The folder must be named in PROMETHEUS_MULTIPROC_DIR before this module is imported.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        own = self._registry = CollectorRegistry()
        self.requests = Counter(
            "mtrepair_requests", "Requests by path and status.", ["path", "status"], registry=own
        )
        self.seconds = Histogram(
            "mtrepair_request_seconds",
            "Time of requests.",
            ["path"],
            buckets=_SECONDS,
            registry=own,
        )
        self.characters = Counter(
            "mtrepair_characters", "Characters that were worked on.", ["path"], registry=own
        )
        self.refused = Counter("mtrepair_refused", "Requests refused.", ["reason"], registry=own)
        self.jobs = Gauge(
            "mtrepair_jobs",
            "Requests worked on or waiting.",
            ["lane"],
            multiprocess_mode="livesum",
            registry=own,
        )
        self.batch = Histogram(
            "mtrepair_batch_segments",
            "Segments translated together.",
            buckets=_SEGMENTS,
            registry=own,
        )

    def text(self) -> bytes:
        """All of them in Prometheus's text format."""
        if self._folder is None:
            return generate_latest(self._registry)
        from prometheus_client.multiprocess import MultiProcessCollector

        whole = CollectorRegistry()
        MultiProcessCollector(whole, path=str(self._folder))  # type: ignore[no-untyped-call]
        return generate_latest(whole)
