"""What was found in an archive: counted by code, by column and over time, in bounded memory."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from mtrepair.errors import InputError
from mtrepair.files import shown
from mtrepair.integrations.archive.manifest import read_manifest
from mtrepair.integrations.archive.records import Columns
from mtrepair.integrations.archive.writing import TEMPORARY, read_part

_IDS = ("id", "url", "path")
_LINK = "url"
_UNITS = {"year": 4, "month": 7, "day": 10}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
NO_DATE = "no date"

# Values of a column: more of them name articles and no groups.
_GROUPS = 10_000
# Words of an article that may be among the worst: in a shorter one a single mark weighs much.
_WORDS = 100
# Articles in each half of a group's time, and by how much its damage must differ to be told.
_ENOUGH, _RATIO = 20, 1.5


class Worst(NamedTuple):
    """One of the articles with most artefacts.

    Attributes:
        density: artefacts in each 1,000 words.
        artefacts: how many.
        label: what the article is called.
        link: its address, or the part it is in.
        codes: how often each code was found.
    """

    density: float
    artefacts: int
    label: str
    link: str
    codes: Mapping[str, int]


@dataclass(slots=True)
class Articles:
    """Articles counted together."""

    articles: int = 0
    failed: int = 0
    densities: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    times: dict[str, Articles] = field(default_factory=dict)

    @property
    def density(self) -> float:
        """Artefacts in each 1,000 words, the mean of the articles."""
        return self.densities / (self.articles - self.failed or 1)

    def add(self, density: float | None, codes: Mapping[str, int]) -> None:
        """Count one more article; one without a density has failed."""
        self.articles += 1
        self.failed += density is None
        self.densities += density or 0.0
        self.codes.update(codes)

    def change(self) -> tuple[float, float] | None:
        """The density in the earlier and in the later half of its time, where they differ much.

        >>> tally = Articles()
        >>> for month, density in (("2024-01", 1.0), ("2024-02", 4.0)):
        ...     tally.times[month] = Articles(articles=50, densities=50 * density)
        >>> tally.change()
        (1.0, 4.0)
        """
        names = sorted(name for name in self.times if name != NO_DATE)
        halves = names[: len(names) // 2], names[len(names) // 2 :]
        early, late = (_sum(self.times[name] for name in half) for half in halves)
        if min(early.articles - early.failed, late.articles - late.failed) < _ENOUGH:
            return None
        low, high = sorted((early.density, late.density))
        return (early.density, late.density) if high > _RATIO * low else None


@dataclass(slots=True)
class ArchiveReport:
    """What was found in an archive.

    Attributes:
        folder: where its parts are.
        whole: all articles.
        groups: by column, and in each by value.
        over: the column that times are read from; None leaves them out.
        worst: the articles with most artefacts for their length, worst first.
        errors: how often each kind of error was met.
    """

    folder: str
    whole: Articles
    groups: dict[str, dict[str, Articles]]
    over: str | None
    worst: list[Worst]
    errors: Counter[str]


def archive_report(
    folder: str | Path,
    *,
    by: Sequence[str] = (),
    over: str | None = None,
    id_column: str | None = None,
    worst: int = 20,
) -> ArchiveReport:
    """Count what was found in the parts of a folder.

    Args:
        by: columns whose values are counted each by itself.
        over: column of dates as 2024-03-01; with ":year", ":month" or ":day" behind it as far.
        id_column: what articles are called by; by default "id", "url" or "path".
        worst: how many of the worst articles to keep.

    Raises:
        InputError: there are no parts, or no such column, or one whose values are no groups.
    """
    folder = Path(folder)
    settings = read_manifest(folder)["settings"]
    columns = Columns(
        settings["text_column"], settings["source_column"], settings["prefix"], settings["english"]
    )
    counting = _Counting(columns, by, over, id_column, worst)
    parts = sorted(p for p in folder.glob("part-*") if p.suffix != TEMPORARY)
    for part in parts:
        for number, row in enumerate(read_part(part, columns, counting.needed)):
            counting.add(row, part.name, number)
    if not counting.whole.articles:
        raise InputError(f"{shown(folder)} has no parts yet; run mtrepair batch first")
    return counting.report(shown(folder))


class _Counting:
    """Counts, and the worst articles, while rows go by."""

    def __init__(
        self,
        columns: Columns,
        by: Sequence[str],
        over: str | None,
        id_column: str | None,
        worst: int,
    ) -> None:
        self.whole = Articles()
        self._columns, self._by, self._id, self._most = columns, by, id_column, worst
        self._over, _, unit = (over or "").partition(":")
        if unit and unit not in _UNITS:
            raise InputError(f"a time goes by {', '.join(_UNITS)}, not {unit!r}")
        self._unit = _UNITS[unit or "month"]
        self._groups: dict[str, dict[str, Articles]] = {column: {} for column in by}
        self._heap: list[tuple[float, int, Worst]] = []
        self._order = count(0, -1)
        self._errors: Counter[str] = Counter()
        own = (id_column,) if id_column else _IDS
        named = (columns.named(name) for name in ("findings", "density", "error"))
        self.needed = list(dict.fromkeys([*by, *filter(None, [self._over]), *own, _LINK, *named]))
        self._is_checked = False

    def add(self, row: Mapping[str, Any], part: str, number: int) -> None:
        """Count a row of a part."""
        named, error = self._columns.named, row[self._columns.named("error")]
        if not self._is_checked and error is None:
            self._check(row)
        density = row[named("density")] if error is None else None
        codes = Counter(one["code"] for one in row[named("findings")] or ())
        for tally in self._tallies(row):
            tally.add(density, codes)
        if error is not None:
            self._errors[_kind_of(error)] += 1
        elif density and 1000 * codes.total() / density >= _WORDS:
            self._keep(density, codes, row, part, number)

    def report(self, folder: str) -> ArchiveReport:
        """What was counted."""
        worst = [one for *_, one in sorted(self._heap, reverse=True)]
        return ArchiveReport(
            folder, self.whole, self._groups, self._over or None, worst, self._errors
        )

    def _check(self, row: Mapping[str, Any]) -> None:
        """Refuse columns that the first good row lacks."""
        wanted = [*self._by, *filter(None, [self._over, self._id])]
        missing = [name for name in wanted if name not in row]
        if missing:
            names = ", ".join(name for name in row if not name.startswith(self._columns.prefix))
            raise InputError(f"the archive has no column {missing[0]!r}; it has: {names}")
        self._is_checked = True

    def _tallies(self, row: Mapping[str, Any]) -> Iterator[Articles]:
        """All that a row counts for."""
        own = [self.whole]
        for column in self._by:
            values = self._groups[column]
            value = row.get(column)
            own.append(values.setdefault("" if value is None else str(value), Articles()))
            if len(values) > _GROUPS:
                raise InputError(
                    f"{column!r} has more than {_GROUPS} values: it names articles, no groups; "
                    f"give --by another column, or a date as --over {column}:month"
                )
        yield from own
        if self._over:
            time = self._time(row.get(self._over))
            for tally in own:
                yield tally.times.setdefault(time, Articles())
                if len(tally.times) > _GROUPS:
                    raise InputError(f"{self._over!r} has more than {_GROUPS} times; take :month")

    def _time(self, value: Any) -> str:
        found = _DATE.match("" if value is None else str(value))
        return found[0][: self._unit] if found else NO_DATE

    def _keep(
        self, density: float, codes: Counter[str], row: Mapping[str, Any], part: str, number: int
    ) -> None:
        names = (self._id,) if self._id else _IDS
        label = next((str(row[name]) for name in names if row.get(name) not in (None, "")), None)
        links = [str(row.get(name) or "") for name in (*names, _LINK) if name]
        link = next((one for one in links if one.startswith(("http://", "https://"))), part)
        own = Worst(density, codes.total(), label or f"{part}, {number + 1}", link, dict(codes))
        # Of two that are equal the earlier one stays.
        entry = density, next(self._order), own
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, entry)
        elif self._heap:
            heapq.heappushpop(self._heap, entry)


def _sum(tallies: Iterator[Articles]) -> Articles:
    whole = Articles()
    for one in tallies:
        whole.articles += one.articles
        whole.failed += one.failed
        whole.densities += one.densities
    return whole


def _kind_of(error: str) -> str:
    """An error without what differs from record to record.

    >>> _kind_of("line 17 is no JSON: Expecting value: line 1 column 1 (char 0)")
    'line … is no JSON'
    """
    return re.sub(r"\d+", "…", error.partition(": ")[0])
