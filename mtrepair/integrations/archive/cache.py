"""Repairs that are known already, by their settings and texts, in a file of SQLite."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.files import shown

_TABLE = "CREATE TABLE IF NOT EXISTS repairs (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
# Seconds that another run may write.
_PATIENCE = 60.0


class Cache:
    """The results of texts, kept in a file between runs.

    What is stored is there for good only when the part is that it was made for: a cache may lack
    what is done, but has nothing that is not. A value that was damaged counts as not there.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Cache(Path(folder) / "a") as cache:
    ...     cache.store({cache.key("settings", "web,la"): {"text": "web, la"}})
    ...     cache.found(cache.key("settings", "web,la")), cache.found(cache.key("settings", "la"))
    ({'text': 'web, la'}, None)
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            # Behind the log nothing is half written if this process or the machine stops.
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute(_TABLE)

    def key(self, settings: str, text: str, source: str | None = None) -> bytes:
        """What a result is known by: settings, text and English source."""
        parts = (settings, text) if source is None else (settings, text, source)
        return bytes.fromhex(sha256("\n".join(map(sha256, parts))))

    def found(self, key: bytes) -> dict[str, Any] | None:
        """The result that is stored under a key."""
        with self._told():
            row = self._base.execute("SELECT value FROM repairs WHERE key = ?", (key,)).fetchone()
        try:
            value = None if row is None else json.loads(zlib.decompress(row[0]))
        except (zlib.error, ValueError):  # zlib's checksum tells
            return None
        return value if isinstance(value, dict) else None

    def store(self, results: Mapping[bytes, Mapping[str, Any]]) -> None:
        """Keep results, all of them or none."""
        rows = [(key, _packed(value)) for key, value in results.items()]
        if not rows:
            return
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._insert(rows)
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _insert(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        self._base.executemany("INSERT OR REPLACE INTO repairs VALUES (?, ?)", rows)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"the cache {shown(self.path)} can't be used: {error}; make room if the disk is "
                "full, or else delete it: it only saves time"
            ) from error


def _packed(value: Mapping[str, Any]) -> bytes:
    # Surrogates stay escaped.
    return zlib.compress(json.dumps(value).encode(), 1)
