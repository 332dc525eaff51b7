"""The language model's findings: the best changes that don't touch, with code and confidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtrepair.codes import CODES
from mtrepair.document import Document
from mtrepair.fluency.model import LanguageModel
from mtrepair.fluency.search import Change, changes
from mtrepair.fluency.thresholds import KINDS, ChangeKind
from mtrepair.types import Edit, Finding, Fix, Safety, Span, meets

# Natural log: more than four times likelier.
_LEAD = 1.5
# Kinds of which a tag's border tells what was translated apart.
_AT_BORDERS = frozenset(("swap", "complement", "subject"))
# Characters; the longest change reaches over some hundred.
_STRETCH = 64


LEAST_GAIN = min(kind.least for kind in KINDS.values())
"""A change that gains less is no idea of any kind, natural log."""


def proposals(
    document: Document, model: LanguageModel, *, changed: Iterable[Change] | None = None
) -> list[Finding]:
    """What the language model would change, sorted; none touches another or a protected span.

    Args:
        changed: the document's changes of at least `LEAST_GAIN`, where they are known already.

    >>> from mtrepair.backends.shipped import shipped_model
    >>> from mtrepair.fluency import load_language_model
    >>> document = Document("Le Parlement a débattu du nucléaire programme de l’Iran.")
    >>> found = proposals(document, load_language_model(shipped_model("french-4gram")))
    >>> [(finding.code, finding.fixes[0].edits[0].replacement) for finding in found]
    [('MT501', 'programme nucléaire')]
    """
    changed = changes(document, model, least=LEAST_GAIN) if changed is None else changed
    found = [_placed(change) for change in changed if change.gain >= _kind(change).least]
    found.sort(key=lambda placed: placed.change.gain, reverse=True)
    kept, everything = _Neighbours(), _Neighbours(found)
    for placed in found:
        if not any(_meet(placed, other) for other in kept.of(placed)):
            kept.add(placed)
    return sorted(
        (
            _finding(placed, document, sure=_leads(placed, everything.of(placed)))
            for placed in kept
            if _allowed(placed.edit, document)
        ),
        key=lambda finding: (finding.span, finding.code),
    )


class _Placed(NamedTuple):
    change: Change
    edit: Edit
    claim: Span


def _placed(change: Change) -> _Placed:
    return _Placed(change, change.edit, change.claim)


class _Neighbours:
    """Changes by the stretches of the text that they reach into.

    Which of them meet another is asked of its neighbours: a long text has thousands.
    """

    def __init__(self, changes: Iterable[_Placed] = ()) -> None:
        self._all: list[_Placed] = []
        self._by_stretch: dict[int, list[_Placed]] = {}
        for placed in changes:
            self.add(placed)

    def __iter__(self) -> Iterator[_Placed]:
        return iter(self._all)

    def add(self, placed: _Placed) -> None:
        self._all.append(placed)
        for stretch in _stretches(placed):
            self._by_stretch.setdefault(stretch, []).append(placed)

    def of(self, placed: _Placed) -> Iterator[_Placed]:
        """Those that may meet the change, some of them twice."""
        for stretch in _stretches(placed):
            yield from self._by_stretch.get(stretch, ())


def _stretches(placed: _Placed) -> range:
    spans = (placed.edit.span, placed.claim)
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return range(start // _STRETCH, end // _STRETCH + 1)


def _meet(one: _Placed, other: _Placed) -> bool:
    return one.edit.span.touches(other.edit.span) or one.claim.overlaps(other.claim)


def _leads(placed: _Placed, near: Iterable[_Placed]) -> bool:
    """Whether no change of another kind in the same place gains nearly as much.

    "les frein" may be one or several: where two ways to mend are as good, neither is sure.
    """
    change = placed.change
    rivals = (
        other.change.gain
        for other in near
        if other.change.candidate.kind != change.candidate.kind and _meet(placed, other)
    )
    return change.gain >= max(rivals, default=-math.inf) + _LEAD


def _kind(change: Change) -> ChangeKind:
    return KINDS[change.candidate.kind]


def _allowed(edit: Edit, document: Document) -> bool:
    return not meets(document.protected, edit.span)


def _finding(placed: _Placed, document: Document, *, sure: bool) -> Finding:
    change, edit = placed.change, placed.edit
    kind = _kind(change)
    safety, confidence = kind.verdict(change.gain, as_said=change.as_said)
    if safety < Safety.SAFE and not change.as_said and _at_border(change):
        # What a link was translated apart from is the second witness, in the gain's place.
        safety, confidence = Safety.SAFE, kind.right[Safety.SAFE]
    safety = safety if sure else min(safety, Safety.UNSAFE)
    about = CODES[kind.code]
    span = _marked(edit, change)
    return Finding(
        code=kind.code,
        name=about.name,
        span=span,
        text=span.of(document.text),
        message=kind.message,
        severity=about.severity,
        confidence=confidence,
        fixes=(Fix((edit,), safety),),
        found_by="model",
    )


def _at_border(change: Change) -> bool:
    """Whether a tag stands between the two that change places, or before a bare subject.

    "la situation de <a>l'Iran</a> <a>relation</a>": morphology accuses, the tag tells why.
    """
    candidate, sentence = change.candidate, change.sentence
    if candidate.kind not in _AT_BORDERS:
        return False
    markup = sentence.document.markup
    first = next((piece for piece in candidate.pieces if isinstance(piece, int)), candidate.start)
    at = candidate.start if candidate.kind == "subject" else first
    start = sentence.tokens[at].start
    return start in markup.edges or start in markup.borders


def _marked(edit: Edit, change: Change) -> Span:
    """What is flagged: the text that changes, or the word before which something is missing."""
    if len(edit.span):
        return edit.span
    token = change.sentence.tokens[change.candidate.start]
    return Span(token.start, token.end)
