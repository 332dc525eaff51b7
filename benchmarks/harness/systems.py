"""What a system is: a name, what makes it ready, and what it then can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtrepair.align import word_edits
from mtrepair.score import Annotation


class Found(NamedTuple):
    """A place that a system marks, the kind it names, and how sure it is, 0-1."""

    annotation: Annotation
    confidence: float = 1.0


Detect = Callable[[str], list[Found]]
Repair = Callable[[str], str]
Translate = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a system can do; None where it can't."""

    detect: Detect | None = None
    repair: Repair | None = None
    translate: Translate | None = None

    @property
    def marks(self) -> Detect | None:
        """Its detector, or the word edits of its repair."""
        if self.detect is not None or self.repair is None:
            return self.detect
        repair = self.repair

        def edits(text: str) -> list[Found]:
            changes = word_edits(text, repair(text))
            return [Found(Annotation(edit.span, "edit")) for edit in changes]

        return edits


@dataclass(frozen=True, slots=True)
class System:
    """A system by name.

    Attributes:
        name: what `--systems` calls it.
        about: one line for the report.
        load: makes it ready; raises ImportError or OSError where it is not installed.
        install: the command that installs it.
        house_style: it is told to write guillemets, so it is measured only where the reference
            has them.
    """

    name: str
    about: str
    load: Callable[[], Loaded]
    install: str = "pip install ."
    house_style: bool = False
