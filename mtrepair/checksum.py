"""SHA-256 of files, as manifests, model folders and test sets write it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 2**16


def sha256(*parts: Path | str | bytes) -> str:
    """The SHA-256 of parts one after another, 64 hexadecimal digits.

    Args:
        parts: files, bytes, and texts, which are read as UTF-8.

    >>> sha256("abc")[:8], sha256("a", b"bc") == sha256("abc")
    ('ba7816bf', True)
    """
    digest = hashlib.sha256()
    for part in parts:
        for block in _blocks(part):
            digest.update(block)
    return digest.hexdigest()


def _blocks(part: Path | str | bytes) -> Iterator[bytes]:
    if not isinstance(part, Path):
        yield part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        return
    with part.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
