"""Objections to what a model proposes: what an edit must not change, whatever it gains."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mtrepair.detection import findings
from mtrepair.document import Document
from mtrepair.revision import Revision
from mtrepair.rules import Rule
from mtrepair.types import Edit, Finding, Fix, Safety, Span, meets

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<![.!?…:«“\"] )(?<![«“\"(\n—–])(?<!\A)\b[A-ZÀ-ÖØ-ÞŒ][\w-]*")
_MARKS = re.compile(r"[«»“”„\"()\[\]?!:;*]")
_NEGATIVE = frozenset(
    "ne n pas jamais aucun aucune rien personne nul nulle ni sans non plus guère point".split()
)
# Characters on either side of a proposal that are compared: a sentence or two.
_WINDOW = 600
# Their repairs change what other repairs must leave: capitals and negations.
_JUDGED_ALONE = frozenset({"MT503", "MT504"})
_ADDED_NEGATION = Counter({"ne": 1}), Counter({"n": 1})


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a model proposed and the guard refused.

    Attributes:
        finding: the proposal.
        reasons: every objection to it.
    """

    finding: Finding
    reasons: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The refusal as JSON-ready values: the finding with the reasons against it."""
        return {**self.finding.to_dict(), "reasons": list(self.reasons)}


class Proposal:
    """A finding's first fix seen from its surroundings.

    Attributes:
        document: the text as it is.
        finding: what the model found.
        window: the part of the text that is compared before and after.
    """

    def __init__(self, document: Document, finding: Finding, window: Span) -> None:
        self.document = document
        self.finding = finding
        self.window = window

    @property
    def edits(self) -> tuple[Edit, ...]:
        return self.finding.fixes[0].edits

    @cached_property
    def before(self) -> str:
        """The window as it is."""
        return self.window.of(self.document.text)

    @cached_property
    def after(self) -> str:
        """The window as the fix leaves it."""
        start = self.window.start
        moved = (
            Edit(Span(e.span.start - start, e.span.end - start), e.replacement) for e in self.edits
        )
        return Revision.of(self.before).apply(moved).text


def judged(
    document: Document, proposed: Iterable[Finding], rules: Sequence[Rule], *, level: Safety
) -> tuple[list[Finding], list[Refusal]]:
    """The proposals that may be applied or shown, and those that are refused.

    Args:
        document: the text that they are about.
        rules: the rules that must find nothing more after a proposal than before.
        level: fixes below it are only shown, so that nothing is to be said against them.
    """
    passed, refused = [], []
    before = _Before(document, rules)
    for finding in proposed:
        applied = any(fix.safety >= level for fix in finding.fixes)
        proposal = Proposal(document, finding, _line(document, finding))
        reasons = tuple(objections(proposal, before)) if applied else ()
        if reasons:
            refused.append(Refusal(finding, reasons))
        else:
            passed.append(finding)
    return passed, refused


def judged_together(
    document: Document, proposed: Sequence[Finding], rules: Sequence[Rule], *, level: Safety
) -> tuple[list[Finding], list[Refusal]]:
    """As `judged`, for the proposals that together rewrite one segment.

    A wrong rewrite falls apart into edits that look harmless one by one, so what speaks against
    all of them together speaks against each.
    """
    edits = [
        edit
        for finding in proposed
        if finding.code not in _JUDGED_ALONE
        for fix in finding.fixes
        if fix.safety >= level
        for edit in fix.edits
    ]
    if len(edits) > 1:
        whole = replace(proposed[0], code="MT501", fixes=(Fix(tuple(sorted(edits)), level),))
        for refusal in judged(document, [whole], rules, level=level)[1]:
            reasons = tuple(f"the segment's edits together: {why}" for why in refusal.reasons)
            return [], [Refusal(finding, reasons) for finding in proposed]
    return judged(document, proposed, rules, level=level)


def _line(document: Document, finding: Finding) -> Span:
    """The finding's line; of a long one what stands around it, to the next spaces."""
    i = bisect_right(document.lines, finding.span.start, key=lambda line: line.start) - 1
    line, text = document.lines[i], document.text
    if len(line) <= 2 * _WINDOW:
        return line
    start, end = finding.span.start - _WINDOW, finding.span.end + _WINDOW
    if start > line.start:
        start = text.find(" ", start, finding.span.start) + 1 or finding.span.start
    if end < line.end:
        end = text.rfind(" ", finding.span.end, end)
        end = finding.span.end if end < 0 else end
    return Span(max(start, line.start), min(end, line.end))


class _Before:
    """What rules find in parts of a document, each looked at once."""

    def __init__(self, document: Document, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._document = document
        self._counts: dict[Span, Counter[str]] = {}

    def of(self, window: Span) -> Counter[str]:
        if window not in self._counts:
            self._counts[window] = self.counted(window.of(self._document.text))
        return self._counts[window]

    def counted(self, text: str) -> Counter[str]:
        """How often each code is found in a text of the document's style."""
        return Counter(finding.code for finding in findings(self._document.like(text), self.rules))


def objections(proposal: Proposal, rules: Sequence[Rule] | _Before = ()) -> Iterator[str]:
    """Every reason to refuse the proposal; none if it may be applied.

    Args:
        rules: those that must find nothing more after it than before.
    """
    for objection in _OBJECTIONS:
        reason = objection(proposal)
        if reason:
            yield reason
    before = rules if isinstance(rules, _Before) else _Before(proposal.document, rules)
    yield from _new_findings(proposal, before)


def _protected(proposal: Proposal) -> str:
    touched = (meets(proposal.document.protected, edit.span) for edit in proposal.edits)
    return "it touches an address, code or a placeholder" if any(touched) else ""


def _numbers(proposal: Proposal) -> str:
    return _changed(_NUMBER, proposal, "number")


def _marks(proposal: Proposal) -> str:
    return _changed(_MARKS, proposal, "mark")


def _names(proposal: Proposal) -> str:
    if proposal.finding.code == "MT504":
        return _letters(proposal)
    return _changed(_CAPITAL, proposal, "name")


def _letters(proposal: Proposal) -> str:
    same = proposal.before.lower() == proposal.after.lower()
    return "" if same else "it changes letters, not only their case"


def _negation(proposal: Proposal) -> str:
    before, after = _negatives(proposal.before), _negatives(proposal.after)
    if proposal.finding.code == "MT503":
        return (
            ""
            if after - before in _ADDED_NEGATION and not before - after
            else ("it does more than add a ne")
        )
    same = before == after or _letters_alone(proposal.before) == _letters_alone(proposal.after)
    return "" if same else "it changes a negation"


def _letters_alone(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _new_words(proposal: Proposal) -> str:
    words = set(_WORD.findall(proposal.after)) - proposal.document.words
    words = {word for word in words if len(word) > 1}
    unknown = proposal.document.lexicon.unknown(words)
    return f"it writes the unknown word “{min(unknown)}”" if unknown else ""


def _new_findings(proposal: Proposal, before: _Before) -> Iterator[str]:
    if before.rules:
        for code in before.counted(proposal.after) - before.of(proposal.window):
            yield f"it makes what {code} finds"


_OBJECTIONS: tuple[Callable[[Proposal], str], ...] = (
    _protected,
    _numbers,
    _marks,
    _names,
    _negation,
    _new_words,
)


def _changed(pattern: re.Pattern[str], proposal: Proposal, what: str) -> str:
    before = Counter(pattern.findall(proposal.before))
    after = Counter(pattern.findall(proposal.after))
    lost, gained = before - after, after - before
    if lost:
        return f"it loses the {what} “{min(lost)}”"
    return f"it gains the {what} “{min(gained)}”" if gained else ""


def _negatives(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text.lower()) if word in _NEGATIVE)
