"""Text files in and out, every character as it was."""

from __future__ import annotations

import os
from contextlib import suppress
from io import FileIO
from itertools import count
from pathlib import Path
from unicodedata import category

from mtrepair.errors import InputError

# shutil and tempfile are imported where a file is written: they take a tenth of the time that
# importing the package takes.

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Controls, what sets the direction of writing, and ends of lines and paragraphs.
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")


def decoded(content: bytes, name: str) -> str:
    """The text that UTF-8 bytes spell; line ends and a byte order mark are kept as characters.

    Args:
        name: what error messages call the bytes.

    Raises:
        InputError: the bytes are no UTF-8 text.

    >>> decoded(b"\\xef\\xbb\\xbflundi\\r\\n", "a.txt")
    '\\ufefflundi\\r\\n'
    """
    if content.startswith(_UTF16):
        raise InputError(
            f"{name} is UTF-16 text, not UTF-8; convert it first: iconv -f UTF-16 -t UTF-8"
        )
    zero = content.find(0)
    if zero >= 0:
        raise InputError(
            f"{name} holds a NUL byte at offset {zero}: it is a binary file or UTF-16 without a "
            "byte order mark; give UTF-8 text"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8: byte 0x{content[error.start]:02X} at offset {error.start}; "
            "convert it from its own encoding, for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises:
        InputError: the path is a directory, can't be read, or holds no UTF-8 text.
    """
    if path.is_dir():
        raise InputError(f"{shown(path)} is a directory; name the files in it")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {shown(path)}: {error.strerror}") from error
    return decoded(content, shown(path))


def write_text(path: Path, text: str, *, backup: str = "") -> None:
    """Put a text into a UTF-8 file, which holds the old text or the new one at any moment.

    Permissions and, where the system allows it, the owner are kept; a link goes on pointing where
    it did. A file with several names (hard links) is written in place, so that all of them name
    one text still: an error puts the old text back, and until the end it lies beside the file.

    Args:
        backup: suffix of the file that keeps the old text; by default none is kept. What is there
            already is never written over: the first text keeps the suffix, later ones are
            numbered (`a.txt.bak`, `a.txt.bak.1`), and a text that is kept already is not again.

    Raises:
        InputError: the file or its backup can't be written.
    """
    check_suffix(backup)
    target = path.resolve()
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(0, "the file is write-protected")
        if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
            target.write_bytes(utf8(text))
            return
        if backup:
            _keep(target, backup)
        if target.exists() and target.stat().st_nlink > 1:
            _overwrite(target, utf8(text))
        else:
            _replace(target, utf8(text))
    except OSError as error:
        raise InputError(f"cannot write {shown(path)}: {error.strerror}") from error


def check_suffix(backup: str) -> None:
    """Raise InputError where a suffix would put the backup elsewhere than beside the file."""
    if any(separator in backup for separator in ("/", "\\", "\0")):
        raise InputError(
            f"{backup!r} is no suffix: a backup lies beside its file; give one such as .bak"
        )


def utf8(text: str) -> bytes:
    """The text in UTF-8; a lone surrogate, which UTF-8 can't hold, becomes U+FFFD.

    >>> utf8("é\\ud800")
    b'\\xc3\\xa9\\xef\\xbf\\xbd'
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def shown(path: Path | str) -> str:
    """The path as it can be printed: on one line, and without codes that a terminal obeys.

    Bytes of a name that are no UTF-8 become U+FFFD; what is no visible character is escaped.

    >>> print(shown("a\\x1b[2J.txt"))
    a\\x1b[2J.txt
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    return "".join(_escaped(c) if category(c) in _UNSEEN else c for c in name)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _keep(target: Path, suffix: str) -> None:
    """Put what a file holds beside it, under the first name that is free."""
    import shutil

    if not target.exists():
        return
    content = target.read_bytes()
    fresh = _fresh(target, content)
    try:
        _give(fresh, target.stat())
        shutil.copystat(target, fresh)
        for number in count():
            kept = target.with_name(target.name + suffix + (f".{number}" if number else ""))
            if not os.path.lexists(kept) and _named(fresh, kept):
                return
            # A link would put the text into a file that nobody named.
            if kept.is_symlink() or not kept.is_file():
                raise InputError(
                    f"cannot keep the old text in {shown(kept)}: it is no plain file; "
                    "move it away or give another suffix"
                )
            if kept.read_bytes() == content:
                return
    finally:
        fresh.unlink(missing_ok=True)


def _named(fresh: Path, kept: Path) -> bool:
    """Whether a file could be given a name; it is not where another file has it by now."""
    try:
        os.link(fresh, kept)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        fresh.replace(kept)
    return True


def _overwrite(target: Path, content: bytes) -> None:
    """Write over what a file holds, which lies beside it until that is done."""
    import shutil

    old = target.read_bytes()
    safe = _fresh(target, old)
    shutil.copymode(target, safe)
    # Not truncated first: on a full disk there must be room to put the old text back.
    with target.open("r+b", buffering=0) as file:
        try:
            _fill(file, content)
        except BaseException:
            _fill(file, old)
            safe.unlink()
            raise
    safe.unlink()


def _fill(file: FileIO, content: bytes) -> None:
    file.seek(0)
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    file.truncate()
    os.fsync(file.fileno())


def _replace(target: Path, content: bytes) -> None:
    import shutil

    fresh = _fresh(target, content)
    try:
        if target.exists():
            _give(fresh, target.stat())
            shutil.copymode(target, fresh)
        else:
            umask = os.umask(0)
            os.umask(umask)
            fresh.chmod(0o666 & ~umask)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _give(fresh: Path, owner: os.stat_result) -> None:
    """Give a file to the owner and the group of another, as far as the system lets one."""
    if not hasattr(os, "chown"):
        return
    for user in (owner.st_uid, -1):  # only root may give a file away, but any of one's own groups
        with suppress(PermissionError):
            os.chown(fresh, user, owner.st_gid)
            return


def _fresh(target: Path, content: bytes) -> Path:
    """A new file beside another one, with all of the content on the disk."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".mtrepair-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
