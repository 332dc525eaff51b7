"""Text files in and out, every character as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from mtrepair.errors import InputError

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


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

    Permissions are kept, and a link goes on pointing where it did.

    Args:
        backup: suffix of the file that keeps the old text; by default none is kept.

    Raises:
        InputError: the file or its backup can't be written.
    """
    target = path.resolve()
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(0, "the file is write-protected")
        if target.exists() and not target.is_file():  # a device or a pipe can't be replaced
            target.write_bytes(utf8(text))
            return
        if backup:
            kept = target.with_name(target.name + backup)
            shutil.copyfile(target, kept)
            shutil.copystat(target, kept)
        _replace(target, utf8(text))
    except OSError as error:
        raise InputError(f"cannot write {shown(path)}: {error.strerror}") from error


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
    """The path as it can be printed: bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".mtrepair-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        else:
            umask = os.umask(0)
            os.umask(umask)
            fresh.chmod(0o666 & ~umask)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
