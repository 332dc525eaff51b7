"""What a rule is: a function from a document to marks, with its code, name and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mtrepair.codes import CODES
from mtrepair.document import Document
from mtrepair.types import Edit, Finding, Fix, Safety, Severity, Span


class Mark(NamedTuple):
    """What a rule yields: a place, why, and the edits that mend it."""

    span: Span
    message: str
    edits: tuple[Edit, ...]
    safety: Safety
    confidence: float


def mark(
    start: int,
    end: int,
    message: str,
    replacement: str | None = None,
    *,
    edits: Iterable[Edit] = (),
    safety: Safety = Safety.SAFE,
    confidence: float = 0.95,
) -> Mark:
    """A mark on `[start, end)`, mended by a `replacement` of it all, by `edits`, or not at all."""
    span = Span(start, end)
    changes = tuple(edits) if replacement is None else (Edit(span, replacement),)
    return Mark(span, message, changes, safety, confidence)


@dataclass(frozen=True, slots=True)
class Rule:
    """A deterministic detector of one kind of artefact.

    Attributes:
        code: stable code, for example "MT103".
        name: the code's name, for example "missing-space".
        severity: severity of its findings.
        examples: (bad, good) texts; good is None where the rule only shows.
        clean: texts that it must leave alone.
        find: the detector itself; its docstring says what, why, and how safe the fix is.
    """

    code: str
    name: str
    severity: Severity
    examples: tuple[tuple[str, str | None], ...]
    clean: tuple[str, ...]
    find: Callable[[Document], Iterator[Mark]]

    @property
    def summary(self) -> str:
        """The first line of the rule's docstring."""
        return self.explanation.partition("\n")[0]

    @property
    def explanation(self) -> str:
        """The rule's docstring: what it finds, why that is an artefact, how safe the fix is."""
        text = self.find.__doc__ or ""
        return "\n".join(line.removeprefix("    ") for line in text.strip().splitlines())

    def findings(self, document: Document) -> Iterator[Finding]:
        """The rule's findings in a document, in no particular order."""
        for span, message, edits, safety, confidence in self.find(document):
            yield Finding(
                code=self.code,
                name=self.name,
                span=span,
                text=span.of(document.text),
                message=message,
                severity=self.severity,
                confidence=confidence,
                fixes=(Fix(edits, safety),) if edits else (),
            )


def rule(
    code: str,
    *,
    examples: Iterable[tuple[str, str | None]],
    clean: Iterable[str] = (),
) -> Callable[[Callable[[Document], Iterator[Mark]]], Rule]:
    """A decorator that makes a rule of a function; `mtrepair.codes` has its name and severity."""

    def make(find: Callable[[Document], Iterator[Mark]]) -> Rule:
        about = CODES[code]
        return Rule(code, about.name, about.severity, tuple(examples), tuple(clean), find)

    return make
