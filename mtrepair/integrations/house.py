"""What editors and servers write into a house's file of settings: words to keep, accepted findings.

The rest of the file, its comments included, stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.errors import InputError, MissingExtra
from mtrepair.files import read_text, shown, write_text
from mtrepair.keep import Keep
from mtrepair.selection import known_codes
from mtrepair.settings import NAME, PROJECT, find_settings, forget_places

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_Changing = Callable[[Any], bool]


def settings_for(place: Path) -> Path:
    """The file of settings that holds for a file or folder; where there is none, the one to make.

    >>> settings_for(Path("/nowhere/a.txt")).name
    'mtrepair.toml'
    """
    folder = place if place.is_dir() else place.parent
    return find_settings(place) or folder / NAME


def kept_words(path: Path) -> list[str]:
    """The words and phrases that a file of settings keeps, in their order; patterns left out."""
    from mtrepair.settings import read_settings

    entries = read_settings(path).get("keep", []) if path.is_file() else []
    return [entry for entry in entries if not _is_pattern(entry)]


def keep_words(path: Path, words: Iterable[str]) -> bool:
    """Add words to what a file of settings keeps; whether any of them is new.

    Raises:
        InputError: one of them is no word, or the file can't be read or written.
    """
    wanted = [word.strip() for word in words]
    for word in wanted:
        if _is_pattern(word):
            raise InputError(f"{word!r} is a pattern; write patterns into the file itself")
    Keep.of(wanted)  # tells what is no word

    def change(table: Any) -> bool:
        kept = table.setdefault("keep", [])
        fresh = [word for word in dict.fromkeys(wanted) if word not in kept]
        for word in fresh:
            kept.append(word)
        return bool(fresh)

    return _change(path, change)


def drop_words(path: Path, words: Iterable[str]) -> bool:
    """Take words away from what a file of settings keeps; whether any of them was there."""
    unwanted = {word.strip() for word in words}

    def change(table: Any) -> bool:
        kept = table.get("keep", [])
        found = [word for word in kept if word in unwanted and not _is_pattern(word)]
        for word in found:
            kept.remove(word)
        return bool(found)

    return path.is_file() and _change(path, change)


def accept(path: Path, code: str, text: str) -> bool:
    """Add a finding to those that a file of settings accepts; whether it is new.

    Raises:
        UnknownRule: there is no such code.
        InputError: the file can't be read or written.
    """
    (known,) = known_codes([code])

    def change(table: Any) -> bool:
        import tomlkit

        entry = tomlkit.inline_table()
        entry.update({"code": known, "text": text})
        accepted = table.setdefault("accepted", [])
        if any(one == {"code": known, "text": text} for one in accepted):
            return False
        accepted.append(entry)
        return True

    return _change(path, change)


def _is_pattern(entry: str) -> bool:
    return len(entry) > 2 and entry[0] == entry[-1] == "/"


def _change(path: Path, change: _Changing) -> bool:
    """Make a change to the table of settings in a file, and write it if that changed anything."""
    with _alone(path.parent):
        document = _document(path)
        changed = change(_table(document, path))
        if changed:
            write_text(path, _dumped(document))
    forget_places()
    return changed


def _document(path: Path) -> TOMLDocument:
    try:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError
    except ImportError as error:
        raise MissingExtra("tomlkit", extra="lsp", purpose="writing settings") from error
    try:
        return tomlkit.parse(read_text(path) if path.exists() else "")
    except TOMLKitError as error:
        raise InputError(f"{shown(path)} is no valid TOML: {error}") from error


def _dumped(document: TOMLDocument) -> str:
    import tomlkit

    return tomlkit.dumps(document)


def _table(document: TOMLDocument, path: Path) -> Any:
    """Where the settings are: the whole file, or `[tool.mtrepair]` of a project's."""
    if path.name != PROJECT:
        return document
    return document["tool"]["mtrepair"]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A block in which no other process changes the settings of a folder."""
    try:
        import fcntl
    except ImportError:  # Windows: the file is still replaced as a whole
        yield
        return
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise InputError(f"cannot write into {shown(folder)}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
