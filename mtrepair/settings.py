"""A house's settings in a file: found upwards from a text, read and checked."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from mtrepair.errors import InputError
from mtrepair.files import read_text, shown
from mtrepair.types import Style

NAME = "mtrepair.toml"
"""What a file of settings is called; `[tool.mtrepair]` of a pyproject.toml holds the same keys."""

PROJECT = "pyproject.toml"
"""Where a project may have its settings instead."""

# Key -> type of its value, and how an error calls it.
_KEYS: dict[str, tuple[type, str]] = {
    "language_model": (str, 'a name, a folder, or "" for none'),
    "repair_model": (str, 'a name, a folder, or "" for none'),
    "safety": (str, "a string"),
    "style": (dict, "a table"),
    "select": (list, "a list of codes"),
    "ignore": (list, "a list of codes"),
    "per_file_ignores": (dict, 'a table of patterns and codes: "agency/*.txt" = ["MT205"]'),
    "keep": (list, "a list of words, phrases and /patterns/"),
    "keep_file": (str, "the name of a file"),
    "accepted": (list, 'a list of tables: { code = "MT101", text = "lesJours" }'),
}
_STYLE = ("quotes", "space")
_ACCEPTED = {"code", "text"}


def find_settings(place: Path) -> Path | None:
    """The file of settings that is nearest upwards of a file or folder; None if there is none.

    A pyproject.toml counts where it has `[tool.mtrepair]`.

    Raises:
        InputError: a pyproject.toml on the way can't be read.
    """
    place = place.absolute()
    return _nearest(place if place.is_dir() else place.parent)


def forget_places() -> None:
    """Look for files of settings anew: one has been made."""
    _nearest.cache_clear()


@lru_cache(maxsize=256)
def _nearest(folder: Path) -> Path | None:
    for parent in (folder, *folder.parents):
        if (parent / NAME).is_file():
            return parent / NAME
        project = parent / PROJECT
        if project.is_file() and "mtrepair" in _tool(project):
            return project
    return None


def read_settings(path: Path) -> dict[str, Any]:
    """The options of `Cleaner` that a file of settings names; paths are relative to its folder.

    Raises:
        InputError: it can't be read, or has an unknown key or a value of another type.
    """
    table = _tool(path).get("mtrepair", {}) if path.name == PROJECT else _table(path)
    if not isinstance(table, dict):
        raise InputError(f"{shown(path)}: [tool.mtrepair] must be a table, not {table!r}")
    _check(table, path)
    options = dict(table)
    if "style" in options:
        options["style"] = _style(options["style"], path)
    if "per_file_ignores" in options:
        options["per_file_ignores"] = _per_file(options["per_file_ignores"], path)
        options["folder"] = path.parent
    if "accepted" in options:
        options["accepted"] = [_accepted(entry, path) for entry in options["accepted"]]
    if "keep_file" in options:
        options["keep_file"] = path.parent / options["keep_file"]
    for model in ("language_model", "repair_model"):
        if model in options:
            options[model] = _model(options[model], path.parent)
    return options


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"{shown(path)} is no valid TOML: {error}") from error


def _tool(project: Path) -> dict[str, Any]:
    tool = _table(project).get("tool", {})
    return tool if isinstance(tool, dict) else {}


def _check(table: dict[str, Any], path: Path) -> None:
    for key, value in table.items():
        if key not in _KEYS:
            raise InputError(_unknown(key, _KEYS, path))
        kind, name = _KEYS[key]
        if not isinstance(value, kind):
            raise InputError(f"{shown(path)}: {key} must be {name}, not {value!r}")
        if kind is list and key != "accepted":
            _check_strings(key, value, path)


def _check_strings(key: str, values: Any, path: Path) -> None:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InputError(f"{shown(path)}: {key} must be a list of strings, not {values!r}")


def _style(table: dict[str, Any], path: Path) -> Style:
    for key in table:
        if key not in _STYLE:
            raise InputError(_unknown(key, _STYLE, path, where="style."))
    try:
        return Style(**table)
    except InputError as error:
        raise InputError(f"{shown(path)}: style: {error}") from error


def _per_file(table: dict[str, Any], path: Path) -> list[tuple[str, list[str]]]:
    for pattern, codes in table.items():
        _check_strings(f"per_file_ignores.{pattern!r}", codes, path)
    return list(table.items())


def _accepted(entry: Any, path: Path) -> tuple[str, str]:
    whole = isinstance(entry, dict) and entry.keys() == _ACCEPTED
    if not whole or not all(isinstance(value, str) for value in entry.values()):
        raise InputError(f"{shown(path)}: accepted must be {_KEYS['accepted'][1]}, not {entry!r}")
    return entry["code"], entry["text"]


def _model(name: str, folder: Path) -> str | Path | None:
    """A name as it is, a path from the folder of the settings on, nothing as no model."""
    return (folder / name if "/" in name else name) or None


def _unknown(key: str, known: Iterable[str], path: Path, *, where: str = "") -> str:
    near = difflib.get_close_matches(key.replace("-", "_"), known, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known)}"
    return f"{shown(path)}: unknown key {where + key!r}; {offer}"
