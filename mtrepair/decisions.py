"""What an editor decided of a text's edits: read from a file, and held against the text."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.files import read_text, shown
from mtrepair.revision import Revision, trimmed
from mtrepair.types import Edit, Finding, Span

DECISIONS_VERSION = 1
"""Of the file that a report writes: raised when a key goes or changes its meaning."""

Decision = Literal["accepted", "rejected", "open"]
_DECISIONS = ("accepted", "rejected", "open")


class Decisions(NamedTuple):
    """The edits of one text that an editor decided of; what is open stays as it was."""

    accepted: frozenset[Edit]
    rejected: frozenset[Edit]


def apart(text: str, edits: Iterable[Edit], findings: Iterable[Finding]) -> list[Edit]:
    """The edits, each that several fixes made side by side taken apart into those of the fixes.

    Applied together they do the same.

    >>> fix = lambda start, end: Fix((Edit(Span(start, end), ""),), Safety.SAFE)
    >>> from mtrepair.types import Fix, Safety
    >>> found = [Finding("MT401", "", Span(0, 1), "a", "", fixes=(fix(0, 1),)),
    ...          Finding("MT401", "", Span(1, 2), "b", "", fixes=(fix(1, 2),))]
    >>> [len(edit.span) for edit in apart("ab", [Edit(Span(0, 2), "")], found)]
    [1, 1]
    """
    wanted = sorted(
        {trimmed(edit, text) for f in findings for fix in f.fixes[:1] for edit in fix.edits},
        key=lambda edit: (edit.span.start, -edit.span.end),
    )
    return [own for edit in edits for own in _own(edit, wanted, text)]


def _own(edit: Edit, wanted: Sequence[Edit], text: str) -> list[Edit]:
    """The edits of fixes that together are `edit`, or it alone."""
    start, end = edit.span.start, edit.span.end
    inside: list[Edit] = []
    first = bisect_left(wanted, start, key=lambda other: other.span.start)
    last = bisect_right(wanted, end, key=lambda other: other.span.start)
    for other in wanted[first:last]:
        after = inside[-1].span.end if inside else start
        if after <= other.span.start and other.span.end <= end:
            inside.append(other)
    if len(inside) < 2:
        return [edit]
    moved = [Edit(Span(e.span.start - start, e.span.end - start), e.replacement) for e in inside]
    same = Revision.of(text[start:end]).apply(moved).text == edit.replacement
    return inside if same else [edit]


def read_decisions(source: str | Path | Mapping[str, Any], text: str) -> Decisions:
    """What was decided of a text: of a report's file, or of what that file holds.

    Args:
        source: a path, or the mapping that its JSON spells; it may be about other texts as well.
        text: as it was before any edit.

    Raises:
        InputError: it can't be read, is no such file, or is not about this text.

    >>> edit = {"start": 4, "end": 4, "replacement": " ", "decision": "rejected"}
    >>> own = {"name": "a", "sha256": sha256("web,la"), "edits": [edit]}
    >>> read_decisions({"schema_version": 1, "texts": [own]}, "web,la").rejected
    frozenset({Edit(span=Span(start=4, end=4), replacement=' ')})
    """
    if isinstance(source, Mapping):
        record, name = source, "the decisions"
    else:
        record, name = parsed(Path(source)), shown(source)
    texts = _checked(record, name)
    own = [entry for entry in texts if entry["sha256"] == sha256(text)]
    if not own:
        raise InputError(
            f"{name}: none of {_names(texts)} is this text, by its checksum; decide again on a "
            "report of the text as it is"
        )
    found = {_decided(entry, text, name) for entry in own}
    if len(found) > 1:
        raise InputError(f"{name}: {_names(own)} are one text, decided differently; keep one")
    return found.pop()


def parsed(path: Path) -> Any:
    """The JSON of a file.

    Raises:
        InputError: it can't be read, or is no JSON.
    """
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise InputError(
            f"{shown(path)} is no JSON: {error}; give the file that a report's “Save decisions” "
            "wrote"
        ) from error


def _checked(record: Any, name: str) -> list[Mapping[str, Any]]:
    """The texts that decisions are about, each with its keys."""
    version = record.get("schema_version") if isinstance(record, Mapping) else None
    if version != DECISIONS_VERSION:
        raise InputError(
            f"{name}: schema_version must be {DECISIONS_VERSION}, not {version!r}; give the file "
            "that a report's “Save decisions” wrote"
        )
    texts = record.get("texts")
    if not isinstance(texts, list):
        raise InputError(f'{name}: "texts" must be a list, not {type(texts).__name__}')
    for number, entry in enumerate(texts, 1):
        known = isinstance(entry, Mapping) and isinstance(entry.get("sha256"), str)
        if not known or not isinstance(entry.get("edits"), list):
            raise InputError(f'{name}: text {number} needs a "sha256" and a list of "edits"')
    return cast("list[Mapping[str, Any]]", texts)


def _names(texts: Sequence[Mapping[str, Any]]) -> str:
    names = [repr(entry.get("name", "")) for entry in texts[:3]]
    more = f" and {len(texts) - 3} more" if len(texts) > 3 else ""
    return (", ".join(names) or "no text") + more


def _decided(entry: Mapping[str, Any], text: str, name: str) -> Decisions:
    decided: dict[Edit, str] = {}
    for edit, decision in _edits(entry["edits"], text, name):
        if decided.setdefault(edit, decision) != decision:
            raise InputError(f"{name}: {edit} is both {decided[edit]} and {decision}")
    return Decisions(
        *(
            frozenset(edit for edit, own in decided.items() if own == decision)
            for decision in ("accepted", "rejected")
        )
    )


def _edits(records: Sequence[Any], text: str, name: str) -> Iterator[tuple[Edit, str]]:
    for number, record in enumerate(records, 1):
        try:
            start, end, new = (record[key] for key in ("start", "end", "replacement"))
            decision = record["decision"]
            right = type(start) is type(end) is int and isinstance(new, str)
            right = right and 0 <= start <= end <= len(text)
        except (KeyError, TypeError, IndexError):
            right = False
        if not right:
            raise InputError(
                f"{name}: edit {number} must have a start and an end in the text of {len(text)} "
                f"characters, a replacement and a decision, not {record!r}"
            )
        if decision not in _DECISIONS:
            raise InputError(
                f"{name}: a decision is one of {', '.join(_DECISIONS)}, not {decision!r}"
            )
        yield Edit(Span(start, end), new), decision
