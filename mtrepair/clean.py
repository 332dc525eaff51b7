"""The planner: applies fixes until none is left to apply."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtrepair.backends.shipped import shipped_model
from mtrepair.detect import chosen_rules, findings, is_chosen
from mtrepair.document import Document
from mtrepair.errors import RulesFight
from mtrepair.guard import Refusal, judged
from mtrepair.revision import Revision
from mtrepair.rules import Rule
from mtrepair.types import Edit, Finding, Fix, Safety, Span, Style
from mtrepair.view import edits_in_original, findings_in_original, view

# Chains of fixes in real texts are three passes long (a duplicate goes, its quotes are paired
# anew, their spacing follows), and a passage repeated n times goes in log n passes. Rules that
# write a text a second time undo each other; this bound is for rules that only ever add.
_MOST_PASSES = 64

MODEL = "french-4gram"
"""The model that `clean` asks unless told otherwise; it comes with the package."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A cleaned text with what was found and what was changed.

    Attributes:
        revision: the text before and after, with the origin of every character.
        findings: what was found in the original.
        refused: what a model proposed and the guard refused, with the reason.
    """

    revision: Revision
    findings: tuple[Finding, ...]
    refused: tuple[Refusal, ...] = field(default=())

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.revision.text

    @property
    def original(self) -> str:
        """The text as it was given."""
        return self.revision.original

    @property
    def edits(self) -> list[Edit]:
        """What was changed, as edits on the original."""
        return self.revision.edits

    def to_original(self, index: int) -> int:
        """Where the character at `index` of the cleaned text stands in the original."""
        return self.revision.to_original(index)

    def to_dict(self) -> dict[str, Any]:
        """The repair as JSON-ready values, offsets in code points of the original."""
        return {
            "unit": "codepoint",
            "text": self.text,
            "findings": [finding.to_dict() for finding in self.findings],
            "edits": [edit.to_dict() for edit in self.edits],
            "refused": [refusal.to_dict() for refusal in self.refused],
        }

    def _repr_html_(self) -> str:
        from mtrepair.render import edits_html

        return edits_html(self.original, self.edits, self.findings)


def clean(
    text: str,
    *,
    model: str | Path | None = MODEL,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Repair:
    """The text with its artefacts repaired: by rules, then by a model, then by rules again.

    Args:
        model: name or folder of the language model to ask; None leaves it to the rules.
        safety: the least safe fixes to apply: "safe", or "unsafe" to allow changes of wording.
        style: the house style; by default the text's own habit.
        select: codes or beginnings of codes to repair; by default all.
        ignore: codes or beginnings of codes to leave alone.

    Raises:
        InputError: `text` is not a string, or an option has no such value.
        ModelError: the model is missing or damaged.
        RulesFight: the fixes undo each other.

    >>> clean("Le vote a lieu lundi. .").text
    'Le vote a lieu lundi.'
    """
    level = max(Safety.of(safety), Safety.UNSAFE)
    select, ignore = _several(select), _several(ignore)
    rules = chosen_rules(select, ignore)
    ask = None if model is None else _witness(model, select, ignore)
    seen = view(text)
    revision = Revision.of(seen.text)
    first: list[Finding] | None = None
    heard = _Testimony({}, {})
    written = {revision.text}
    for _ in range(_MOST_PASSES):
        document = Document(revision.text, style=style)
        found = findings(document, rules)
        first = found if first is None else first
        edits = plan(found, level)
        if not edits and ask is not None:
            passed, refused = judged(document, ask(document), rules, level=level)
            heard.add(passed, refused, revision)
            edits = plan(passed, level)
        if not edits:
            repaired = Revision.of(text).apply(edits_in_original(revision.edits, seen))
            everything = [*first, *heard.proposed.values()]
            everything.sort(key=lambda finding: (finding.span, finding.code))
            return Repair(
                repaired,
                tuple(findings_in_original(everything, seen)),
                tuple(refusal.moved(seen) for refusal in heard.refused.values()),
            )
        revision = revision.apply(edits)
        if revision.text in written:
            if ask is None:
                break
            # A rule undoes what the model did: the rules have the last word.
            ask = None
            written.clear()
        written.add(revision.text)
    raise RulesFight(_fight(rules, found, level))


@dataclass(frozen=True, slots=True)
class _Testimony:
    """What a model has proposed so far, on the text before any edit, by code and place."""

    proposed: dict[tuple[str, Span], Finding]
    refused: dict[tuple[str, Span], Refusal]

    def add(
        self, passed: Iterable[Finding], refused: Iterable[Refusal], revision: Revision
    ) -> None:
        for finding in findings_in_original(passed, revision):
            self.proposed.setdefault((finding.code, finding.span), finding)
        for refusal in refused:
            moved = refusal.moved(revision)
            self.refused.setdefault((moved.finding.code, moved.finding.span), moved)


def _several(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def _witness(
    model: str | Path, select: Sequence[str], ignore: Sequence[str]
) -> Callable[[Document], list[Finding]]:
    """What the model proposes for a document, of the codes asked for."""
    from mtrepair.fluency import KINDS, load_model, proposals

    codes = {kind.code for kind in KINDS.values()}
    chosen = {code for code in codes if is_chosen(code, select, ignore)}
    folder = Path(model) if Path(model).is_dir() else shipped_model(str(model))
    loaded = load_model(folder)
    return lambda document: [
        finding for finding in proposals(document, loaded) if finding.code in chosen
    ]


def clean_many(
    texts: Iterable[str],
    *,
    model: str | Path | None = MODEL,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: bool = False,
) -> Iterator[Repair]:
    """The repairs of many texts, in their order, one at a time.

    Args:
        progress: show a progress bar on standard error.

    >>> [repair.text for repair in clean_many(["le web,la radio", "rien"])]
    ['le web, la radio', 'rien']
    """
    if progress:
        from mtrepair.render import with_progress

        texts = with_progress(texts, "clean")
    select, ignore = tuple(select), tuple(ignore)
    for text in texts:
        yield clean(text, model=model, safety=safety, style=style, select=select, ignore=ignore)


def plan(found: Sequence[Finding], level: Safety) -> list[Edit]:
    """The edits of the fixes to apply together: none touches another.

    Of two fixes that touch, the safer goes first, then the one of the longer finding (a passage
    that goes takes what is inside it with it); the other has its chance in the next pass.
    """
    chosen: list[Edit] = []
    for _, fix in _by_rank(found, level):
        if not any(_touches(edit, chosen) for edit in fix.edits):
            for edit in fix.edits:
                chosen.insert(bisect_left(chosen, edit), edit)
    return chosen


def _by_rank(found: Sequence[Finding], level: Safety) -> list[tuple[Finding, Fix]]:
    allowed = [
        (finding, fix) for finding in found for fix in finding.fixes[:1] if fix.safety >= level
    ]
    return sorted(allowed, key=lambda pair: (-pair[1].safety, -len(pair[0].span), pair[0].span))


def _touches(edit: Edit, chosen: list[Edit]) -> bool:
    """Whether `edit` shares a character or a border with one of the sorted edits."""
    i = bisect_left(chosen, edit)
    return any(
        edit.span.start <= other.span.end and other.span.start <= edit.span.end
        for other in chosen[max(i - 1, 0) : i + 1]
    )


def _fight(rules: Sequence[Rule], found: Sequence[Finding], level: Safety) -> str:
    codes = sorted({finding.code for finding, _ in _by_rank(found, level)})
    return (
        f"{len(rules)} rules find no text that they all leave alone: the fixes of "
        f"{', '.join(codes)} keep changing it; leave one of them out with ignore="
    )
