"""What an archive is made of: its files, what they are, and what their parts are called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.files import shown
from mtrepair.integrations.archive.opening import (
    COMPRESSIONS,
    filesystem,
    is_url,
    shown_place,
    size_and_mark,
    suffix_of,
)

InputKind = Literal["jsonl", "csv", "parquet", "texts"]

_ROWS: dict[str, InputKind] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip
_TEXTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm")

_SUFFIXES = (*_ROWS, *_TEXTS)
_NAMED = "texts"


@dataclass(frozen=True, slots=True)
class ArchiveInput:
    """A file of rows, or the texts of a folder.

    Attributes:
        place: the file or folder, as a whole path or a URL.
        kind: what it is.
        part: begins the names of its parts; no other input has it.
        size: bytes.
        mark: checksum of the beginning and end of a file, or of the list of a folder's texts.
        files: the texts, as they are called from the folder on.
    """

    place: str
    kind: InputKind
    part: str = ""
    size: int = 0
    mark: str = ""
    files: tuple[str, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """What a manifest says of it."""
        more = {"texts": len(self.files)} if self.kind == "texts" else {}
        own = {"place": self.place, "kind": self.kind, "part": self.part}
        return {**own, "size": self.size, "mark": self.mark, **more}

    def path(self, file: str) -> str:
        """Where a text of it lies."""
        if not self.place:
            return file
        return f"{self.place}/{file}" if is_url(self.place) else os.path.join(self.place, file)


def archive_inputs(places: Iterable[str | Path]) -> list[ArchiveInput]:
    """The inputs that files, folders and URLs are, sized and marked, without names of parts.

    Texts that are named one by one make one input.

    Raises:
        InputError: there is no such file, or it is none that can be read.
    """
    rows: list[ArchiveInput] = []
    texts: list[str] = []
    for place in map(str, places):
        whole = place if is_url(place) else os.path.abspath(place)
        if _is_folder(whole):
            rows += _in_folder(whole)
        elif _kind(whole) == "texts":
            texts.append(whole)
        else:
            rows.append(_file(whole))
    if texts:
        rows.append(_texts("", texts))
    if not rows:
        raise InputError("name a file, a folder or a URL with articles")
    return _once(rows)


def is_rows(place: str) -> bool:
    """Whether a file has rows and is no text.

    >>> is_rows("a.csv.gz"), is_rows("a.md")
    (True, False)
    """
    return suffix_of(place)[0] in _ROWS


def with_parts(
    inputs: Iterable[ArchiveInput], known: Sequence[ArchiveInput] = ()
) -> list[ArchiveInput]:
    """The inputs with the names of their parts: what is known keeps its own.

    >>> [own.part for own in with_parts([ArchiveInput("a/x.csv", "csv"),
    ...                                  ArchiveInput("b/X.csv", "csv")])]
    ['x', 'X-2']
    """
    kept = {own.place: own.part for own in known}
    taken = {part.casefold() for part in kept.values()}
    named = []
    for own in inputs:
        part = kept.get(own.place) or _free(_stem(own), taken)
        taken.add(part.casefold())
        named.append(replace(own, part=part))
    return named


def _free(stem: str, taken: set[str]) -> str:
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _stem(own: ArchiveInput) -> str:
    name = re.split(r"[/\\]", own.place.partition("?")[0].rstrip("/\\"))[-1] or _NAMED
    if own.kind != "texts":
        for suffix in (*COMPRESSIONS, *_ROWS):
            name = name[: -len(suffix)] if name.lower().endswith(suffix) else name
    return re.sub(r"[^\w.-]+", "_", name).strip(".")[:80] or _NAMED


def _is_folder(place: str) -> bool:
    if not is_url(place):
        return os.path.isdir(place)
    if suffix_of(place)[0] in _SUFFIXES:
        return False
    system, path = filesystem(place)
    return bool(system.isdir(path))


def _kind(place: str) -> InputKind:
    suffix = suffix_of(place)[0]
    if suffix in _TEXTS:
        return "texts"
    if suffix in _ROWS:
        return _ROWS[suffix]
    if not is_url(place) and not os.path.exists(place):
        raise InputError(f"there is no {shown_place(place)}")
    raise InputError(
        f"{shown_place(place)} is of no known kind: names end in {', '.join(_SUFFIXES)}; before "
        f"{', '.join(COMPRESSIONS)} where rows are compressed"
    )


def _file(place: str) -> ArchiveInput:
    size, mark = size_and_mark(place)
    return ArchiveInput(place, _kind(place), size=size, mark=mark)


def _in_folder(folder: str) -> list[ArchiveInput]:
    """The files of rows in a folder and below; where it has none, its texts."""
    names = sorted(_below(folder))
    rows = [name for name in names if suffix_of(name)[0] in _ROWS]
    own = ArchiveInput(folder.rstrip("/"), "texts")
    if rows:
        return [_file(own.path(name)) for name in rows]
    texts = [name for name in names if suffix_of(name) in ((end, "") for end in _TEXTS)]
    if not texts:
        raise InputError(
            f"{shown_place(folder)} holds no file whose name ends in {', '.join(_SUFFIXES)}"
        )
    return [_texts(own.place, texts)]


def _texts(folder: str, names: Sequence[str]) -> ArchiveInput:
    own = ArchiveInput(folder, "texts", files=tuple(names))
    sizes = [_size(own.path(name)) for name in names]
    mark = sha256("\n".join(f"{size} {name}" for size, name in zip(sizes, names, strict=True)))
    return replace(own, size=sum(sizes), mark=mark)


def _size(place: str) -> int:
    if not is_url(place):
        try:
            return os.stat(place).st_size
        except OSError as error:
            raise InputError(f"cannot read {shown(place)}: {error.strerror}") from error
    system, path = filesystem(place)
    return int(system.size(path) or 0)


def _below(folder: str) -> Iterator[str]:
    """The files in a folder and below, as they are called from it on; hidden ones left out."""
    if is_url(folder):
        system, path = filesystem(folder)
        start = path.rstrip("/") + "/"
        found = (name.removeprefix(start) for name in system.find(path))
        yield from (n for n in found if not any(p.startswith(".") for p in n.split("/")))
        return
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield os.path.relpath(os.path.join(place, name), folder)


def _once(inputs: Iterable[ArchiveInput]) -> list[ArchiveInput]:
    """The inputs, each of them once; an archive that is named twice is one."""
    return list({own.place: own for own in inputs}.values())
