"""Files of this machine and behind URLs, compressed or not, opened as bytes."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from mtrepair.checksum import sha256
from mtrepair.errors import InputError, MissingExtra, MtrepairError
from mtrepair.files import shown

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")

# Of a file's beginning and its end, to tell whether it is the same one.
_EDGE = 2**16


class Opened(NamedTuple):
    """A file that is read.

    Attributes:
        content: its bytes, decompressed.
        raw: its bytes as they lie there; how far it is read shows how much is left.
    """

    content: IO[bytes]
    raw: IO[bytes]

    def share(self, size: int) -> float:
        """How much of it is read, 0-1."""
        if self.raw.closed or not size:
            return 1.0
        return min(1.0, self.raw.tell() / size)


def is_url(place: str) -> bool:
    """Whether a place is one that fsspec opens.

    >>> is_url("s3://bucket/a.jsonl"), is_url("a.jsonl")
    (True, False)
    """
    return "://" in place


def shown_place(place: str) -> str:
    """A place as messages call it; a password in a URL is left out."""
    scheme, mark, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    return shown(scheme + mark + host.rpartition("@")[2] + slash + path) if mark else shown(place)


def suffix_of(place: str) -> tuple[str, str]:
    """What a file's name ends in, in small letters, and the compression behind it.

    >>> suffix_of("s3://a/B.JSONL.gz?x=1"), suffix_of("a.csv")
    (('.jsonl', '.gz'), ('.csv', ''))
    """
    name = Path(place.partition("?")[0] if is_url(place) else place)
    last = name.suffix.lower()
    if last in COMPRESSIONS:
        return Path(name.stem).suffix.lower(), last
    return last, ""


@contextmanager
def opened(place: str) -> Iterator[Opened]:
    """A block in which a file's bytes can be read.

    Raises:
        InputError: it can't be opened, or breaks off while it is read.
    """
    with reading(place), _raw(place) as raw, _content(raw, suffix_of(place)[1]) as content:
        yield Opened(content, raw)


@contextmanager
def reading(place: str) -> Iterator[None]:
    """A block whose errors tell the file that could not be read."""
    import lzma
    import zlib

    try:
        yield
    except (EOFError, lzma.LZMAError, zlib.error) as error:
        raise InputError(
            f"{shown_place(place)} breaks off or is damaged: {error}; copy it anew. What was "
            "finished before that place is kept"
        ) from error
    except FileNotFoundError as error:
        raise InputError(f"there is no {shown_place(place)}") from error
    except OSError as error:
        raise InputError(f"cannot read {shown_place(place)}: {error.strerror or error}") from error


def size_and_mark(place: str) -> tuple[int, str]:
    """The size of a file, and a checksum of its beginning and end, by which it is known again.

    Raises:
        InputError: it can't be read, or what is behind its URL tells no size.
    """
    with reading(place):
        if not is_url(place):
            return _edges(place)
        try:
            return _edges(place)
        except (OSError, MtrepairError):
            raise
        except Exception as error:  # every kind of URL has errors of its own
            raise InputError(
                f"cannot read {shown_place(place)}: {type(error).__name__}: {error}; is it "
                "allowed, and does the server tell sizes? Otherwise download it first"
            ) from error


def _edges(place: str) -> tuple[int, str]:
    with _raw(place) as raw:
        size = raw.seek(0, os.SEEK_END)
        raw.seek(0)
        edges = raw.read(_EDGE)
        raw.seek(max(0, size - _EDGE))
        return size, sha256(edges + raw.read(_EDGE))


def filesystem(url: str) -> tuple[Any, str]:
    """The file system that a URL is in, and its path there.

    Raises:
        MissingExtra: fsspec, or what it needs for such a URL, is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra("fsspec", extra="archive", purpose="reading URLs") from error
    try:
        found: tuple[Any, str] = url_to_fs(url)
    except ImportError as error:
        raise InputError(f"cannot read {shown_place(url)}: {error}") from error
    except ValueError as error:
        raise InputError(f"{shown_place(url)}: {error}") from error
    return found


@contextmanager
def _raw(place: str) -> Iterator[IO[bytes]]:
    if not is_url(place):
        with Path(place).open("rb") as file:
            yield file
        return
    system, path = filesystem(place)
    with system.open(path, "rb") as file:
        yield file


@contextmanager
def _content(raw: IO[bytes], compression: str) -> Iterator[IO[bytes]]:
    if not compression:
        yield raw
    elif compression == ".gz":
        import gzip

        with gzip.GzipFile(fileobj=raw) as file:
            yield file  # type: ignore[misc]
    elif compression == ".zst":
        with arrow("reading .zst").CompressedInputStream(raw, "zstd") as stream:
            yield io.BufferedReader(_Readable(stream))
    else:
        import bz2
        import lzma

        with (bz2.open if compression == ".bz2" else lzma.open)(raw) as file:
            yield file


class _Readable(io.RawIOBase):
    """A stream of Arrow's, as Python reads by lines."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got: bytes = self._stream.read(len(buffer))
        buffer[: len(got)] = got
        return len(got)


def arrow(purpose: str) -> Any:
    """The package pyarrow.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra("pyarrow", extra="archive", purpose=purpose) from error
    return pyarrow
