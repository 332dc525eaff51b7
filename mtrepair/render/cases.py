"""What an editor decides of a text, one by one: edits, proposals, and what is only flagged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from mtrepair.decisions import apart
from mtrepair.render.marks import readable
from mtrepair.types import Edit, Finding, Safety, Span

CaseKind = Literal["edit", "proposal", "refused", "flag"]


class CasePart(NamedTuple):
    """A place of a case: what it becomes, or None where it is only highlighted."""

    span: Span
    after: str | None


class Case(NamedTuple):
    """What stands or falls together.

    Attributes:
        kind: "edit" was made; "proposal" can be; "refused" was refused, and can be made all the
            same; "flag" is only shown.
        parts: its places, sorted; none of one text overlap.
        edits: what it does to the text.
        findings: why.
        objections: why it was refused.
    """

    kind: CaseKind
    parts: list[CasePart]
    edits: list[Edit]
    findings: list[Finding]
    objections: tuple[str, ...] = ()


class Objected(NamedTuple):
    """A finding whose fix was refused, and why."""

    finding: Finding
    objections: tuple[str, ...]


def cases(
    text: str,
    edits: Iterable[Edit],
    findings: Iterable[Finding],
    refused: Iterable[Objected] = (),
) -> list[Case]:
    """The cases of a text, sorted by place; every finding is in one of them.

    >>> [(case.kind, case.parts) for case in cases("web,la", [Edit(Span(4, 4), " ")], [])]
    [('edit', [CasePart(span=Span(start=4, end=4), after=' ')])]
    """
    found = sorted(findings, key=lambda finding: finding.span)
    made = _made(text, edits, found)
    objected = sorted(refused, key=lambda refusal: refusal.finding.span)
    against = {refusal.finding: refusal.objections for refusal in objected}
    shown = sorted(Edit(part.span, part.after or "") for case in made for part in case.parts)
    left = [f for f in found if f not in against and not _is_mended(f, shown)]
    desk = _Desk(text, made)
    for finding in left:
        desk.put(finding, "proposal", ())
    for finding, objections in against.items():
        desk.put(finding, "refused", objections)
    return sorted(desk.cases, key=lambda case: case.parts[0].span)


class _Desk:
    """The cases so far, and the places that they have taken."""

    def __init__(self, text: str, made: list[Case]) -> None:
        self.cases = made
        self._text = text
        self._taken = sorted((part.span, n) for n, case in enumerate(made) for part in case.parts)

    def put(self, finding: Finding, kind: CaseKind, objections: tuple[str, ...]) -> None:
        """A case for a finding: its fix where no other case is in the way, else its place alone."""
        edits = list(finding.fixes[0].edits) if finding.fixes else []
        hull = _hull(finding.span, readable(edits, self._text))
        if edits and not self._meet(hull):
            parts = list(_parts(self._text, hull, edits))
            self._add(Case(kind, parts, edits, [finding], objections))
            return
        kind = "flag" if kind == "proposal" else kind
        gaps = [CasePart(span, None) for span in self._gaps(finding.span)]
        if gaps:
            self._add(Case(kind, gaps, [], [finding], objections))
        else:
            self._join(finding, objections)

    def _add(self, case: Case) -> None:
        for part in case.parts:
            insort(self._taken, (part.span, len(self.cases)))
        self.cases.append(case)

    def _join(self, finding: Finding, objections: tuple[str, ...]) -> None:
        """A finding without a place of its own goes to the case that has it."""
        number = self._meet(finding.span)[0]
        case = self.cases[number]
        findings = list(dict.fromkeys([*case.findings, finding]))
        self.cases[number] = case._replace(
            findings=findings, objections=(*case.objections, *objections)
        )

    def _meet(self, span: Span) -> list[int]:
        """The numbers of the cases that share a character or a border with a span."""
        first = bisect_left(self._taken, span.start, key=lambda place: place[0].end)
        last = bisect_right(self._taken, span.end, key=lambda place: place[0].start)
        return [number for _, number in self._taken[first:last]]

    def _gaps(self, span: Span) -> Iterator[Span]:
        """The parts of a span that no case has; an empty one is a part."""
        if span.start == span.end:
            if not self._meet(span):
                yield span
            return
        start = span.start
        first = bisect_left(self._taken, start, key=lambda place: place[0].end)
        for number in range(first, len(self._taken)):
            other = self._taken[number][0]
            if other.start >= span.end:
                break
            if start < other.start:
                yield Span(start, other.start)
            start = max(start, other.end)
        if start < span.end:
            yield Span(start, span.end)


def _made(text: str, edits: Iterable[Edit], findings: Sequence[Finding]) -> list[Case]:
    """The edits that were made, those of one fix together, with the findings behind them."""
    own = apart(text, edits, findings)
    shown = readable(own, text)
    behind: list[list[Finding]] = [[] for _ in shown]
    leaders = list(range(len(shown)))
    for finding in findings:
        numbers = _mending(finding, shown)
        for number in numbers:
            behind[number].append(finding)
            leaders[_leader(leaders, number)] = _leader(leaders, numbers[0])
    near: list[list[Finding]] = [[] for _ in shown]
    for finding in findings:
        for number in _touched(finding.span, shown):
            near[number].append(finding)
    made: dict[int, Case] = {}
    for number, edit in enumerate(shown):
        case = made.setdefault(_leader(leaders, number), Case("edit", [], [], []))
        case.parts.append(CasePart(edit.span, edit.replacement))
        case.edits.extend(e for e in _inside(own, edit.span) if e not in case.edits)
        reasons = behind[number] or near[number]
        case.findings.extend(f for f in reasons if f not in case.findings)
    return list(made.values())


def _leader(leaders: Sequence[int], number: int) -> int:
    while leaders[number] != number:
        number = leaders[number]
    return number


def _inside(edits: Sequence[Edit], span: Span) -> Iterator[Edit]:
    """Of sorted edits, apart from one another, those inside a span."""
    first = bisect_left(edits, span.start, key=lambda edit: edit.span.start)
    last = bisect_right(edits, span.end, key=lambda edit: edit.span.end)
    return (edit for edit in edits[first:last])


def _mending(finding: Finding, shown: Sequence[Edit]) -> list[int]:
    """Numbers of the sorted edits that a finding's first fix is behind; none if it isn't made."""
    numbers: list[int] = []
    for fix in finding.fixes[:1]:
        for edit in fix.edits:
            met = [n for n in _touched(edit.span, shown) if _meets(edit.span, shown[n].span)]
            if not met:
                return []
            numbers += met
    return sorted(set(numbers))


def _touched(span: Span, edits: Sequence[Edit]) -> range:
    """Numbers of the edits, sorted and apart from one another, that share a border with a span."""
    first = bisect_left(edits, span.start, key=lambda edit: edit.span.end)
    return range(first, bisect_right(edits, span.end, key=lambda edit: edit.span.start))


def _meets(one: Span, other: Span) -> bool:
    """Whether they share a character; where one is empty, a border is enough."""
    return one.touches(other) if not (len(one) and len(other)) else one.overlaps(other)


def _is_mended(finding: Finding, shown: Sequence[Edit]) -> bool:
    """Whether the text changed wherever the finding's first fix would change it."""
    trusted = any(fix.safety > Safety.DISPLAY for fix in finding.fixes[:1])
    return trusted and bool(_mending(finding, shown))


def _hull(span: Span, edits: Iterable[Edit]) -> Span:
    spans = [span, *(edit.span for edit in edits)]
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _parts(text: str, hull: Span, edits: Iterable[Edit]) -> Iterator[CasePart]:
    """A hull cut at the edits in it: what changes, and what only belongs to it."""
    done = hull.start
    for edit in readable(edits, text):
        if done < edit.span.start:
            yield CasePart(Span(done, edit.span.start), None)
        yield CasePart(edit.span, edit.replacement)
        done = edit.span.end
    if done < hull.end:
        yield CasePart(Span(done, hull.end), None)
