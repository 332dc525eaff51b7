"""A house's settings as a server goes by them, and texts found and repaired by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair import kinds
from mtrepair.cleaner import Cleaner
from mtrepair.course import Terms
from mtrepair.document import Document
from mtrepair.integrations.server.settings import ServerSettings
from mtrepair.integrations.server.work import Stop
from mtrepair.kinds import MarkupKind
from mtrepair.repair import Repair
from mtrepair.rules import Rule
from mtrepair.settings import find_settings
from mtrepair.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtrepair.rules.rule import Mark

# Rules between two looks at whether anybody still waits.
_BETWEEN = 8


class Desk:
    """The settings of a house, read anew when their file changes.

    Attributes:
        path: the file of settings; None where there is none.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._options: dict[str, Any] = (
            {"language_model": None, "repair_model": None} if settings.rules_only else {}
        )
        found = None if settings.alone else settings.config or find_settings(Path.cwd())
        self.path = found

    def cleaner(self) -> Cleaner:
        """The cleaner of the house."""
        if self.path is None:
            return Cleaner(**self._options)
        return _read(self.path, _state(self.path), tuple(self._options))


@lru_cache(maxsize=4)
def _read(path: Path, state: tuple[int, int], without: tuple[str, ...]) -> Cleaner:
    return Cleaner.from_file(path, **dict.fromkeys(without))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # what is wrong with it is told where it is read
        return 0, 0
    return found.st_mtime_ns, found.st_size


def found(
    cleaner: Cleaner, text: str, stop: Stop, *, form: MarkupKind = "text"
) -> Sequence[Finding]:
    """What the house finds in a text; with its models, what they would change as well.

    Raises:
        Stopped: nobody waits any more.
    """
    (own,) = kinds.found(form, [text], _stoppable(cleaner.terms(), stop))
    return own


def differing(
    cleaner: Cleaner, text: str, source: str, *, form: MarkupKind, source_form: MarkupKind
) -> Sequence[Finding]:
    """What the English source of a text gives away."""
    return kinds.against(form, text, source, cleaner.terms(), source_kind=source_form)


def repaired(cleaner: Cleaner, text: str, stop: Stop, *, form: MarkupKind = "text") -> Repair:
    """The text repaired as the house does.

    Raises:
        Stopped: nobody waits any more.
    """
    (repair,) = kinds.repaired(form, [text], _stoppable(cleaner.terms(), stop))
    return repair


def _stoppable(terms: Terms, stop: Stop) -> Terms:
    """The terms with a look between rules at whether anybody still waits."""

    def look(document: Document) -> Iterator[Mark]:
        stop.check()
        return iter(())

    rules: list[Rule] = []
    for number, rule in enumerate(terms.rules):
        if number % _BETWEEN == 0:
            rules.append(replace(rule, find=look))
        rules.append(rule)
    return replace(terms, rules=tuple(rules))
