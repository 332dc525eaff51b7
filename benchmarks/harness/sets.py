"""The sets that systems are measured on: those kept here, and larger ones of a data folder."""

from __future__ import annotations

import difflib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from benchmarks import HOME, ROOT
from mtrepair.checksum import sha256
from mtrepair.errors import InputError, RefusedScore
from mtrepair.revision import Revision
from mtrepair.score import Annotation, word_count
from mtrepair.types import Edit, Span

HERE = HOME / "sets"
CHECKSUMS = HERE / "SHA256SUMS"

SetKind = Literal["annotated", "clean", "parallel"]

# Names of annotations that differ from those of findings.
_NAMES = {"calque-or-mistranslation": "calque"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a set.

    Attributes:
        id: its name within the set.
        text: the text that a system gets.
        reference: what it should become; the text itself where it is clean, the English where
            the set is parallel.
        corrections: each annotated artefact with what it should read.
        optional: places that may be edited or not.
    """

    id: str
    text: str
    reference: str
    corrections: dict[Annotation, str]
    optional: tuple[Span, ...] = ()


@dataclass(frozen=True)
class TestSet:
    """A named set of texts.

    Attributes:
        name: what `--sets` calls it.
        kind: annotated (texts with artefacts), clean, or parallel (French and English).
        texts: its texts.
        sha256: checksum of the file or files it came from.
    """

    name: str
    kind: SetKind
    texts: tuple[Text, ...]
    sha256: str

    @cached_property
    def words(self) -> int:
        return sum(word_count(text.text) for text in self.texts)

    @property
    def annotated(self) -> float:
        """Share of the characters that are annotated: the precision of marking at random."""
        marked = {
            (text.id, place)
            for text in self.texts
            for mark in text.corrections
            for place in range(mark.span.start, mark.span.end)
        }
        return len(marked) / max(1, sum(len(text.text) for text in self.texts))

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "texts": len(self.texts),
            "words": self.words,
            "annotations": sum(len(text.corrections) for text in self.texts),
            "annotated": self.annotated,
            "sha256": self.sha256,
        }


# Sets of this folder. `real` is the sample article and `wild` together; `damaged` is made by
# studies/damage.py.
IN_REPOSITORY: dict[str, SetKind] = {
    "real": "annotated",
    "article": "annotated",
    "wild": "annotated",
    "damaged": "annotated",
    "clean": "clean",
    "wikinews": "clean",
    "pud": "parallel",
    "flores": "parallel",
}

# Sets of the data folder, relative to it.
FROM_DATA: dict[str, tuple[SetKind, str]] = {
    "gold": ("annotated", "wild/gold_dev.jsonl"),
    "synthetic": ("annotated", "wild/synthetic_dev.jsonl"),
    "varied": ("clean", "wild/clean_dev.jsonl"),
    "press": ("clean", "wild/clean_press_dev.jsonl"),
    "newstest2012": ("parallel", "eval/newstest2012"),
    "newstest2013": ("parallel", "eval/newstest2013"),
    "newstest2014": ("parallel", "eval/newstest2014"),
}


# What is measured where no set is named, in the order of the report.
DEFAULT = ("real", "damaged", "clean", "wikinews", "pud", "flores")

# Sets whose references are in the house style of French guillemets.
IN_GUILLEMETS = ("real", "article", "gold")

EXAMPLES = ROOT / "examples"


def known_sets() -> tuple[str, ...]:
    """Names of all sets, those of this folder first."""
    return (*IN_REPOSITORY, *FROM_DATA)


def data_folder(given: str | None = None) -> Path | None:
    """The folder of the larger sets: the one given, or that of MTREPAIR_DATA, or none."""
    folder = given or os.environ.get("MTREPAIR_DATA")
    if not folder:
        return None
    if not Path(folder).is_dir():
        raise InputError(f"the data folder {folder!r} is not there; give --data a folder")
    return Path(folder)


def load(name: str, *, data: Path | None = None) -> TestSet:
    """The set of that name.

    Raises:
        RefusedScore: no set has that name, its checksum changed, or it needs a data folder.
    """
    if name == "real":
        return _joined(name, load("article"), load("wild"))
    if name in IN_REPOSITORY:
        return _in_repository(name, IN_REPOSITORY[name])
    if name not in FROM_DATA:
        near = difflib.get_close_matches(name, known_sets())
        raise RefusedScore(
            f"no set is called {name!r}; close to it: {', '.join(near) or 'none'}. "
            f"All sets: {', '.join(known_sets())}"
        )
    kind, path = FROM_DATA[name]
    if kind == "parallel":
        return _parallel(name, *_pair_files(name, path, data))
    if data is None:
        raise RefusedScore(f"the set {name!r} needs a data folder: --data DIR or MTREPAIR_DATA")
    return _rows(name, kind, data / path)


def _joined(name: str, *parts: TestSet) -> TestSet:
    texts = tuple(text for part in parts for text in part.texts)
    return TestSet(name, parts[0].kind, texts, sha256(*(part.sha256 for part in parts)))


def _in_repository(name: str, kind: SetKind) -> TestSet:
    suffixes = (".fr", ".en") if kind == "parallel" else (".jsonl",)
    files = [HERE / f"{name}{suffix}" for suffix in suffixes]
    if name == "article":
        files.append(EXAMPLES / "sample_article.txt")
    pinned = pinned_checksums()
    for file in files:
        found = sha256(file)
        if pinned.get(file.name) != found:
            raise RefusedScore(
                f"{file.name} has the checksum {found[:12]}…, not the pinned "
                f"{pinned.get(file.name, 'none')[:12]}…: restore the file, or pin the new one in "
                f"{CHECKSUMS.name} and measure everything again"
            )
    return _parallel(name, *files) if kind == "parallel" else _rows(name, kind, *files)


def pinned_checksums() -> dict[str, str]:
    """SHA-256 of each file of the sets folder, by its name."""
    lines = CHECKSUMS.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _rows(name: str, kind: SetKind, file: Path, *others: Path) -> TestSet:
    if not file.is_file():
        raise RefusedScore(f"the set {name!r} needs {file}, which is not there")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return TestSet(name, kind, tuple(map(_text, rows)), sha256(file, *others))


def _text(row: dict[str, Any]) -> Text:
    """A text of a row; where the row names a file of the examples, that file's text."""
    text = row["text"] if "text" in row else _example(row["file"])
    corrections = {}
    for mark in row.get("annotations", ()):
        name = mark["type"].replace("_", "-")
        annotation = Annotation(Span(mark["start"], mark["end"]), _NAMES.get(name, name))
        corrections[annotation] = mark["correction"]
    optional = tuple(Span(start, end) for start, end in row.get("optional_spans", ()))
    edits = [Edit(mark.span, new) for mark, new in corrections.items()]
    reference = row["clean"] if "clean" in row else Revision.of(text).apply(edits).text
    return Text(row["id"], text, reference, corrections, optional)


def _example(name: str) -> str:
    return (EXAMPLES / name).read_bytes().decode("utf-8")


def _parallel(name: str, french: Path, english: Path) -> TestSet:
    for file in (french, english):
        if not file.is_file():
            raise RefusedScore(f"the set {name!r} needs {file}, which is not there")
    pairs = zip(_lines(french), _lines(english), strict=True)
    texts = tuple(Text(str(i), fr, en, {}) for i, (fr, en) in enumerate(pairs, start=1))
    return TestSet(name, "parallel", texts, sha256(french, english))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _pair_files(name: str, path: str, data: Path | None) -> tuple[Path, Path]:
    """French and English file of a WMT set: of the data folder, else fetched by sacreBLEU."""
    if data is not None and (data / f"{path}.fr").is_file():
        return data / f"{path}.fr", data / f"{path}.en"
    wmt = f"wmt{name[-2:]}"
    try:
        from sacrebleu.utils import get_files

        french, english = get_files(wmt, "fr-en")[:2]
    except Exception as error:
        raise RefusedScore(
            f"the set {name!r} is neither in the data folder (--data DIR or MTREPAIR_DATA) nor "
            f"could sacreBLEU fetch {wmt}: {error}"
        ) from error
    return Path(french), Path(english)
