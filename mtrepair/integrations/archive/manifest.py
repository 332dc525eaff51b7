"""What a run's results depend on, written beside them: another run is refused the folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import mtrepair
from mtrepair import __version__
from mtrepair.backends.shipped import TRANSLATION_MODEL, model_folder
from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.files import shown
from mtrepair.integrations.archive.inputs import ArchiveInput, with_parts
from mtrepair.integrations.archive.opening import shown_place
from mtrepair.integrations.archive.writing import PartFormat, write_whole
from mtrepair.integrations.batch import RepairBatch

NAME = "manifest.json"
_SCHEMA = 1

# Of a model's folder: what is no part of the model.
_BESIDE = (".md", ".svg", ".toml")


def settings_of(batch: RepairBatch) -> dict[str, Any]:
    """All that the results of a text depend on, as JSON-ready values; files by their checksums."""
    english = {"translation_model": _model(TRANSLATION_MODEL)} if batch.english else {}
    return {"mtrepair": __version__, "files": _own_files(), **english, **_described(batch)}


def manifest_of(
    batch: RepairBatch,
    inputs: Sequence[ArchiveInput],
    *,
    markup: str | None,
    chunk_size: int,
    form: PartFormat,
) -> dict[str, Any]:
    """The manifest of a run."""
    return {
        "schema": _SCHEMA,
        "settings": settings_of(batch),
        "markup": markup,
        "chunk_size": chunk_size,
        "format": form,
        "inputs": [own.to_dict() for own in inputs],
    }


def settled(
    folder: Path, made: Mapping[str, Any], inputs: Sequence[ArchiveInput]
) -> list[ArchiveInput]:
    """The inputs with the names of their parts; the manifest of the folder is written or held to.

    Inputs that come to those of before are added.

    Raises:
        InputError: the folder is that of another run; the message has each difference.
    """
    path = folder / NAME
    old = read_manifest(folder) if path.exists() else None
    known = [
        ArchiveInput(one["place"], one["kind"], one["part"]) for one in (old or made)["inputs"]
    ]
    named = with_parts(inputs, known if old else ())
    now = {**made, "inputs": [own.to_dict() for own in named]}
    differing = [] if old is None else list(differences(old, now))
    if differing:
        lines = "\n".join(f"  {line}" for line in differing)
        raise InputError(
            f"{shown(folder)} is the output of another run:\n{lines}\nGive the same again, another "
            "--output, or --restart to do away with what is there"
        )
    if old != now:
        write_whole(path, json.dumps(now, ensure_ascii=False, indent=2).encode() + b"\n")
    return named


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run.

    Raises:
        InputError: the folder has none, or a damaged one.
    """
    path = folder / NAME
    try:
        made = json.loads(path.read_bytes())
        if made["schema"] != _SCHEMA:
            raise InputError(f"{shown(path)} was written by another release of mtrepair")
        return dict(made)
    except FileNotFoundError as error:
        raise InputError(
            f"{shown(folder)} has no {NAME}: it is no folder that `mtrepair batch` wrote to"
        ) from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise InputError(
            f"{shown(path)} can't be read: {error}; begin anew with --restart"
        ) from error


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """In what two runs differ, in plain words; an input that came is no difference.

    >>> list(differences({"chunk_size": 500, "inputs": []}, {"chunk_size": 100, "inputs": []}))
    ['chunk size: 500 before, 100 now']
    """
    before, now = (
        dict(_flat({k: v for k, v in one.items() if k != "inputs"})) for one in (old, new)
    )
    for name in dict.fromkeys([*before, *now]):
        if before.get(name) != now.get(name):
            yield f"{name}: {_said(before.get(name))} before, {_said(now.get(name))} now"
    there = {one["place"]: one for one in new["inputs"]}
    for one in old["inputs"]:
        place = shown_place(one["place"]) or "the texts that were named"
        other = there.get(one["place"])
        if other is None:
            yield f"input {place}: there before, not named now"
        elif other["size"] != one["size"]:
            yield f"input {place}: {one['size']} bytes before, {other['size']} now"
        elif other != one:
            yield f"input {place}: as large as before, but other content"


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        label = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping) and value:
            yield from _flat(value, "" if name == "settings" else f"{label} ")
        else:
            yield label, value


def _said(value: Any) -> str:
    if value in (None, [], {}, ""):
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _described(value: Any, name: str = "") -> Any:
    """A value as JSON has it, with what a named file or model holds in place of where it lies."""
    if is_dataclass(value) and not isinstance(value, type):
        own = (one.name for one in fields(value) if one.init)
        return {own_name: _described(getattr(value, own_name), own_name) for own_name in own}
    if name.endswith("_model"):
        return None if value is None else _model(value)
    if name.endswith("_file"):
        return None if value is None else sha256(Path(value))
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, list | tuple | frozenset):
        return [_described(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def _model(model: Any) -> dict[str, str]:
    """A model's name, and a checksum over its files."""
    if not isinstance(model, str | Path):
        raise InputError(
            "an archive's repair_model must be named, not loaded: give its name or folder"
        )
    folder = model_folder(model)
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in _BESIDE)
    return {"name": str(model), "checksum": sha256(*paths)}


def _own_files() -> str:
    """A checksum over code and word lists: a working copy changes them without a version."""
    package = Path(mtrepair.__file__).parent
    kinds = (".py", ".bin", ".marisa", ".tsv", ".txt")
    return sha256(*sorted(p for p in package.rglob("*") if p.suffix in kinds and p.is_file()))
