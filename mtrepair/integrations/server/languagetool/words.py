"""`/v2/words`: the words that a house keeps, in its file of settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtrepair.errors import InputError
from mtrepair.integrations.house import drop_words, keep_words, kept_words
from mtrepair.integrations.server.answers import Refused

_LIMIT = 10
_LONGEST = 200


def words(fields: Mapping[str, Any], path: Path | None) -> dict[str, Any]:
    """Some of the words, sorted."""
    _check_user(fields)
    offset, limit = _number(fields, "offset", 0), _number(fields, "limit", _LIMIT)
    own = [] if path is None else sorted(kept_words(path))
    return {"words": own[offset : offset + limit]}


def add(fields: Mapping[str, Any], path: Path | None) -> dict[str, Any]:
    """Whether words were added that were not there."""
    wanted = _wanted(fields)
    try:
        return {"added": keep_words(_path(path), wanted)}
    except InputError:
        raise Refused(400, "These are no words to keep, or the settings can't be written") from None


def delete(fields: Mapping[str, Any], path: Path | None) -> dict[str, Any]:
    """Whether words were taken away that were there."""
    wanted = _wanted(fields)
    try:
        return {"deleted": drop_words(_path(path), wanted)}
    except InputError:
        raise Refused(400, "The settings can't be written") from None


def _wanted(fields: Mapping[str, Any]) -> list[str]:
    _check_user(fields)
    batch = fields.get("mode") == "batch"
    given = fields.get("words" if batch else "word", "")
    wanted = given.split() if batch else [given.strip()]
    if not wanted or not all(wanted) or any(len(word) > _LONGEST for word in wanted):
        raise Refused(400, f"Set 'word', or 'mode=batch' and 'words', each of 1-{_LONGEST} letters")
    return wanted


def _check_user(fields: Mapping[str, Any]) -> None:
    if not fields.get("username"):
        raise Refused(400, "This end point needs a user id: set 'username'")


def _path(path: Path | None) -> Path:
    if path is None:
        raise Refused(403, "This server has no file of settings to keep words in")
    return path


def _number(fields: Mapping[str, Any], name: str, default: int) -> int:
    given = fields.get(name, "")
    if not given:
        return default
    if not given.isdecimal() or len(given) > 9:
        raise Refused(400, f"'{name}' must be a number from 0 on")
    return int(given)
