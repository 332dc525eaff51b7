"""The table in a recipe's file, laid over that of the recipe it is based on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeGuard

from mtrepair.errors import RecipeError

BASED_ON = "based_on"
"""The key of a recipe that names the one it goes on from."""

# TOML asks for no more; neither do the arrays that such numbers end in.
_LARGEST = 2**63 - 1


def read_table(path: Path) -> dict[str, Any]:
    """The table of a recipe, with that of the recipe it is based on below it.

    Raises:
        RecipeError: a file is missing or is no TOML in UTF-8, or recipes are based on each other.
    """
    table, seen = parse_table(_read_text(path)), [path]
    while BASED_ON in table:
        base = path.parent / _file_name(table.pop(BASED_ON))
        if base in seen:
            names = " on ".join(repr(one.name) for one in [*seen, base])
            raise RecipeError(f"recipes are based on each other: {names}; one must stand alone")
        seen.append(base)
        table = _laid_over(table, parse_table(_read_text(base)))
    return table


def whole_text(path: Path) -> str:
    """The text of a recipe that stands alone: its file's, or the table with what is below it.

    Raises:
        RecipeError: as `read_table`.
    """
    text = _read_text(path)
    if BASED_ON not in parse_table(text):
        return text
    import tomlkit

    return f"# {path.name}, with what it is based on.\n{tomlkit.dumps(read_table(path))}"


def parse_table(text: str) -> dict[str, Any]:
    """The table in the text of one recipe, in which no number is too large for an array.

    Raises:
        RecipeError: it is no such TOML.
    """
    try:
        table = tomllib.loads(text)
        _check_numbers(table, "")
    except RecursionError as error:
        raise RecipeError(
            "the recipe is no valid TOML: a value is nested too deeply; "
            "a recipe has tables of values and lists of them"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"the recipe is no valid TOML: {error}") from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits.
        raise RecipeError(
            "the recipe has a number of thousands of digits; expected 64 bits at most"
        ) from error
    return table


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RecipeError(f"cannot read the recipe {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecipeError(
            f"the recipe {str(path)!r} is no UTF-8 at byte {error.start}; save it as UTF-8"
        ) from error


def _file_name(value: Any) -> str:
    if isinstance(value, str) and value and Path(value).name == value and "\0" not in value:
        return value
    raise RecipeError(
        f"{BASED_ON!r} is {value!r} in the recipe; expected the name of a file beside it"
    )


def _laid_over(own: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """The base with one's own values instead of its, or beside them."""
    merged = dict(base)
    for key, value in own.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = _laid_over(value, below)
        elif key == "sources" and _are_tables(value) and _are_tables(below):
            merged[key] = _sources_laid_over(value, below)
        else:
            merged[key] = value
    return merged


def _are_tables(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _sources_laid_over(
    own: list[dict[str, Any]], base: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The sources of the base, changed where one's own have their name, and the others."""
    names, merged = [source.get("name") for source in base], list(base)
    for source in own:
        if source.get("name") in names:
            place = names.index(source.get("name"))
            merged[place] = merged[place] | source
        else:
            merged.append(source)
    return merged


def _check_numbers(value: Any, where: str) -> None:
    """Refuse whole numbers that no array has room for, wherever they are."""
    if isinstance(value, dict):
        for key, own in value.items():
            _check_numbers(own, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for i, own in enumerate(value):
            _check_numbers(own, f"{where}[{i}]")
    elif isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
        raise RecipeError(
            f"{where!r} is a number of {value.bit_length()} bits in the recipe; expected 64 at most"
        )
