"""One text on its way to rest: rules, then models, then rules again, until nothing changes it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtrepair.detection import findings
from mtrepair.document import Document
from mtrepair.guard import Refusal, judged, judged_together
from mtrepair.keep import Keep
from mtrepair.plan import plan, surest
from mtrepair.repair import Repair
from mtrepair.revision import Revision
from mtrepair.rules import Rule
from mtrepair.selection import begins
from mtrepair.truce import Truce
from mtrepair.types import Edit, Finding, Safety, Span, Style
from mtrepair.view import edits_in_original, findings_in_original, view

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq
    from mtrepair.fluency import Change, LanguageModel
    from mtrepair.rewriting import Calibration, Rewrite

# Chains of fixes in real texts are three passes long: a duplicate goes, its quotes are paired
# anew, their spacing follows. Rules that write a text a second time undo each other; those that
# make it longer than this only ever add.
_GROWTH, _ROOM = 2, 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """What texts are repaired with; `Cleaner.terms` makes them of a house's settings.

    Attributes:
        rules: that look first, and that a proposal must give nothing to find.
        level: the least safe fixes to apply.
        style: the house style.
        keep: house words.
        select, ignore: beginnings of codes that models' findings are held to.
        accepted: codes and texts of findings that are not reported again.
        language_model: judges what is proposed; None asks no model.
        proposes: whether the language model may propose changes itself.
        repair_model: asked after it; needs a language model beside it.
        calibration: of the repair model.
        beam_size: of the repair model, all of whose hypotheses are looked at.
        guarded: whether the repair model's proposals must pass the guard.
    """

    rules: Sequence[Rule]
    level: Safety = Safety.SAFE
    style: Style = field(default_factory=Style)
    keep: Sequence[Keep] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accepted: frozenset[tuple[str, str]] = frozenset()
    language_model: LanguageModel | None = None
    proposes: bool = True
    repair_model: Seq2Seq | None = None
    calibration: Calibration | None = None
    beam_size: int = 2
    guarded: bool = True

    def wanted(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings of chosen codes that nobody has accepted."""
        return [
            finding
            for finding in found
            if begins(finding.code, self.select, self.ignore)
            and (finding.code, finding.text) not in self.accepted
        ]


def repairs(texts: Sequence[str], terms: Terms) -> list[Repair]:
    """The repair of each text; the repair model reads those of one round together.

    >>> from mtrepair.rules import all_rules
    >>> [repair.text for repair in repairs(["le web,la radio"], Terms(all_rules()))]
    ['le web, la radio']
    """
    return settled([Course(text, terms) for text in texts], terms)


def settled(courses: Sequence[Course], terms: Terms) -> list[Repair]:
    """The repair that comes of each course, all of the same terms."""
    moving = courses
    while moving:
        for course in moving:
            course.settle()
        moving = _rewritten(moving, terms)
    return [course.repair() for course in courses]


def _rewritten(courses: Sequence[Course], terms: Terms) -> list[Course]:
    """Those of the courses that the repair model moves."""
    asked = [course for course in courses if course.may_be_rewritten]
    if not asked or terms.repair_model is None or terms.language_model is None:
        return []
    from mtrepair.rewriting import UNCALIBRATED, rewrites

    written = rewrites(
        [course.document for course in asked],
        terms.repair_model,
        terms.language_model,
        terms.calibration or UNCALIBRATED,
        beam_size=terms.beam_size,
        num_hypotheses=terms.beam_size,
        spans=[course.suspects() for course in asked],
        changed=[course.changed for course in asked],
    )
    return [course for course, own in zip(asked, written, strict=True) if course.rewrite(own)]


class Course:
    """A text, pass after pass.

    Attributes:
        document: the text as the last pass left it.
        changed: what the language model would change in it, sure or not.
    """

    def __init__(self, text: str, terms: Terms) -> None:
        self._terms = terms
        self._model = terms.language_model
        self._seen = self._read(text)
        self._revision = Revision.of(self._seen.text)
        self._truce = Truce(self._revision)
        self._found: list[Finding] = []
        # What was said so far of the text as it was given, by code and place.
        self._first: list[Finding] | None = None
        self._proposed: dict[tuple[str, Span], Finding] = {}
        self._refused: dict[tuple[str, Span], Refusal] = {}
        self._known: set[str] = set()
        self.document = self._document()
        self.changed: list[Change] = []

    def _read(self, text: str) -> Revision:
        """What rules read of the text as it was given."""
        return view(text)

    def _document(self) -> Document:
        return Document(self._revision.text, style=self._terms.style, keep=self._terms.keep)

    @property
    def may_be_rewritten(self) -> bool:
        """Whether a repair model may read it: not where rules and models have begun to turn."""
        return self._model is not None

    def look(self) -> list[Finding]:
        """What the rules find in the text as it was given, sorted."""
        self._by_rules()
        return self._first or []

    def settle(self) -> None:
        """Go on until neither the rules nor the language model change anything."""
        while edits := self._by_rules() or self._by_language_model():
            self._move(edits)

    def suspects(self) -> list[Span]:
        """Where the repair model should read; each text is read once."""
        from mtrepair.rewriting import suspicious

        calibration, text = self._terms.calibration, self.document.text
        least = calibration.least_gain if calibration else None
        spans = suspicious(self.document, self.changed, least)
        spans = [span for span in spans if span.of(text) not in self._known]
        self._known.update(span.of(text) for span in spans)
        return spans

    def rewrite(self, written: Iterable[Rewrite]) -> bool:
        """Apply what the repair model would write and may; whether that is anything."""
        passed, refused = self._weighed(written)
        self._hear(passed, refused)
        edits = plan(passed, self._terms.level)
        if edits:
            self._move(edits)
        return bool(edits)

    def repair(self) -> Repair:
        """What has come of the text."""
        self._hear((), self._truce.refusals(self._found, self.document.text))
        revision = self._whole()
        found = sorted(
            [*(self._first or ()), *self._proposed.values()],
            key=lambda finding: (finding.span, finding.code),
        )
        return Repair(revision, tuple(found), tuple(self._refused.values()))

    def _whole(self) -> Revision:
        """The text as it was given and as it is now."""
        edits = edits_in_original(self._revision.edits, self._seen)
        return Revision.of(self._seen.original).apply(edits)

    def _wanted(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings that are looked for, with the fixes that may be made."""
        return self._terms.wanted(found)

    def _moved_back(self, found: Iterable[Finding]) -> list[Finding]:
        """Findings on the text as it is now, moved to the text as it was given."""
        return findings_in_original(found, self._seen.then(self._revision))

    def _after(self, edits: Sequence[Edit]) -> Revision:
        """The text after a pass of edits."""
        return self._revision.apply(edits)

    def _by_rules(self) -> list[Edit]:
        self.document = self._document()
        self._found = self._wanted(findings(self.document, self._terms.rules))
        if self._first is None:
            self._first = self._moved_back(self._found)
        return plan(self._truce.kept(self._found, self.document.text), self._terms.level)

    def _by_language_model(self) -> list[Edit]:
        if self._model is None:
            return []
        # Imported where a text is cleaned, so that rules and the package itself load at once.
        from mtrepair.fluency import LEAST_GAIN, changes, proposals

        self.changed = list(changes(self.document, self._model, least=LEAST_GAIN))
        if not self._terms.proposes:
            return []
        proposed = proposals(self.document, self._model, changed=self.changed)
        passed, refused = judged(
            self.document,
            self._wanted(proposed),
            self._terms.rules,
            level=self._terms.level,
        )
        self._hear(passed, refused)
        return plan(passed, self._terms.level)

    def _weighed(self, written: Iterable[Rewrite]) -> tuple[list[Finding], list[Refusal]]:
        """The repair model's findings that may be applied or shown, and those refused."""
        terms = self._terms
        shown = terms.calibration.shown if terms.calibration else math.inf
        passed, refused = [], []
        for rewrite in written:
            found = surest(f for f in self._wanted(rewrite.findings) if f.confidence >= shown)
            if found and terms.guarded:
                kept, dropped = judged_together(
                    self.document, found, terms.rules, level=terms.level
                )
                passed += kept
                refused += dropped
            else:
                passed += found
        return passed, refused

    def _move(self, edits: Sequence[Edit]) -> None:
        """Make a pass of edits, unless it leads nowhere."""
        self._revision = self._after(edits)
        if len(self._revision.text) > _GROWTH * len(self._seen.text) + _ROOM:
            # A rule that only ever adds: from the start, without it.
            self._revision = self._truce.banish(self._found, edits)
        elif self._truce.comes_back(self._revision, self._found, edits):
            # A rule undoes what a model did: the rules have the last word. Rules that undo each
            # other are left out where they do.
            if self._model is None:
                self._revision = self._truce.settle()
            self._model = None

    def _hear(self, passed: Sequence[Finding], refused: Sequence[Refusal]) -> None:
        """Keep what was found on the text as it is now, moved to the text as it was given."""
        if not passed and not refused:
            return
        for finding in self._moved_back(passed):
            self._proposed.setdefault((finding.code, finding.span), finding)
        moved = self._moved_back([refusal.finding for refusal in refused])
        for finding, refusal in zip(moved, refused, strict=True):
            key = finding.code, finding.span
            self._refused.setdefault(key, replace(refusal, finding=finding))
