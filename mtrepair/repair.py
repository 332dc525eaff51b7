"""A cleaned text: what was found, what was changed and why; and with only some of the changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.decisions import Decisions, apart, read_decisions
from mtrepair.errors import InputError
from mtrepair.files import write_text
from mtrepair.guard import Refusal
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding, Span

if TYPE_CHECKING:
    from mtrepair.render import Report
    from mtrepair.render.pairs import Row
    from mtrepair.translation import Translation

# Characters of the text that a line about it shows.
_SHOWN = 40


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits whose spans are in it.

    Raises:
        InputError: two edits overlap, or one lies outside the text.

    >>> apply("le web,la radio", [Edit(Span(7, 7), " ")])
    'le web, la radio'
    """
    return Revision.of(text).apply(edits).text


def report(
    repairs: Iterable[tuple[str, Repair]],
    path: str | Path | None = None,
    *,
    english: Mapping[str, Translation] | None = None,
) -> str:
    """A self-contained page of many repairs, in which edits are read, accepted and rejected.

    Args:
        repairs: each with the name of its text.
        path: written there as well.
        english: translations of some of the texts, by name.

    >>> from mtrepair import clean
    >>> page = report([("a.txt", clean("Le web,la radio. ."))])
    >>> page.startswith("<!doctype html>"), "<h2>a.txt</h2>" in page
    (True, True)
    """
    from mtrepair.render import reports_html

    page = reports_html(own._report(name, (english or {}).get(name)) for name, own in repairs)
    if path is not None:
        write_text(Path(path), page)
    return page


@dataclass(frozen=True, slots=True, repr=False)
class Repair:
    """A cleaned text with what was found and what was changed.

    Attributes:
        revision: the text before and after, with the origin of every character.
        findings: what was found in the original.
        refused: what a model proposed and the guard refused, or what other repairs undo, with the
            reason.
        source: the English that the text was held against; None without one.
    """

    revision: Revision
    findings: tuple[Finding, ...]
    refused: tuple[Refusal, ...] = field(default=())
    source: str | None = None

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

    def why(self, edit: Edit) -> list[Finding]:
        """The findings that an edit on the original repairs, those with the least text first.

        >>> from mtrepair import clean
        >>> repair = clean("Le web,la radio. .")
        >>> [finding.code for finding in repair.why(repair.edits[0])]
        ['MT103']
        """
        behind = [
            finding
            for finding in self.findings
            if any(edit.span.touches(own.span) for fix in finding.fixes for own in fix.edits)
        ]
        return sorted(behind, key=lambda finding: len(finding.span))

    def accept(
        self,
        edits: Iterable[Edit] = (),
        *,
        codes: Iterable[str] = (),
        spans: Iterable[Span] = (),
        decisions: str | Path | Mapping[str, Any] | None = None,
    ) -> Repair:
        """The repair with only some of its edits, or as an editor decided in a report.

        Args:
            edits: of `edits`.
            codes: codes or beginnings of codes of the findings behind an edit.
            spans: parts of the original that an edit touches.
            decisions: the file that a report saved, or what it holds; given alone. Edits that are
                rejected there are left out, proposals that are accepted are made, and what is
                open stays as it is.

        Raises:
            InputError: the decisions are of another text, or of an edit that was not proposed.

        >>> from mtrepair import clean
        >>> clean("Le web,la radio. .").accept(codes=["MT2"]).text
        'Le web,la radio.'
        """
        if decisions is not None:
            if edits or codes or spans:
                raise InputError("decisions say what is accepted: give no edits, codes or spans")
            return self._with(self._decided(read_decisions(decisions, self.original)))
        chosen = self._choice(edits, codes, spans)
        return self._with([edit for edit in self.edits if chosen(edit)])

    def reject(
        self,
        edits: Iterable[Edit] = (),
        *,
        codes: Iterable[str] = (),
        spans: Iterable[Span] = (),
    ) -> Repair:
        """The repair without some of its edits; the arguments are those of `accept`.

        >>> from mtrepair import clean
        >>> clean("Le web,la radio. .").reject(codes=["MT201"]).text
        'Le web, la radio. .'
        """
        chosen = self._choice(edits, codes, spans)
        return self._with([edit for edit in self.edits if not chosen(edit)])

    def _decided(self, decisions: Decisions) -> list[Edit]:
        """The edits that stay or are made."""
        made = apart(self.original, self.edits, self.findings)
        found = (*self.findings, *(refusal.finding for refusal in self.refused))
        proposed = {edit for finding in found for fix in finding.fixes for edit in fix.edits}
        unknown = sorted((decisions.accepted | decisions.rejected) - proposed - set(made))
        if unknown:
            raise InputError(
                f"{unknown[0]} is no edit of this repair; clean with the settings of the report, "
                "or make the report again"
            )
        kept = [edit for edit in made if edit not in decisions.rejected]
        return [*kept, *sorted(decisions.accepted - set(made))]

    def _choice(
        self, edits: Iterable[Edit], codes: Iterable[str], spans: Iterable[Span]
    ) -> Callable[[Edit], bool]:
        named, places = set(edits), list(spans)
        beginnings = (codes,) if isinstance(codes, str) else tuple(codes)

        def chosen(edit: Edit) -> bool:
            return (
                edit in named
                or any(edit.span.touches(place) for place in places)
                or any(finding.code.startswith(beginnings) for finding in self.why(edit))
            )

        return chosen

    def _with(self, edits: Iterable[Edit]) -> Repair:
        return replace(self, revision=Revision.of(self.original).apply(edits))

    def to_original(self, index: int) -> int:
        """Where the character at `index` of the cleaned text stands in the original."""
        return self.revision.to_original(index)

    def map_span(self, span: Span, *, back: bool = False) -> Span:
        """Where a part of the original stands in the cleaned text.

        What was taken out has an empty span at its place.

        Args:
            back: where a part of the cleaned text stands in the original.

        >>> from mtrepair import clean
        >>> repair = clean("Le web,la radio. .")
        >>> repair.map_span(Span(10, 15)).of(repair.text)
        'radio'
        >>> repair.map_span(Span(11, 16), back=True).of(repair.original)
        'radio'
        """
        if back:
            return self.revision.span_in_original(span)
        kept = [(source, i) for i, source in enumerate(self.revision.origin) if source is not None]
        first, last = bisect_left(kept, (span.start, 0)), bisect_left(kept, (span.end, 0))
        if first < last:
            return Span(kept[first][1], kept[last - 1][1] + 1)
        at = kept[first][1] if first < len(kept) else len(self.text)
        return Span(at, at)

    def to_dict(self) -> dict[str, Any]:
        """The repair as JSON-ready values, offsets in code points of the original."""
        return {
            "unit": "codepoint",
            "text": self.text,
            "findings": [finding.to_dict() for finding in self.findings],
            "edits": [edit.to_dict() for edit in self.edits],
            "refused": [refusal.to_dict() for refusal in self.refused],
        }

    def to_html(
        self,
        path: str | Path | None = None,
        *,
        title: str = "Repair",
        english: Translation | None = None,
    ) -> str:
        """A self-contained page in which the edits are read, accepted and rejected.

        `accept(decisions=…)` takes the decisions that it saves.

        Args:
            path: written there as well.
            title: what the text is called.
            english: of `mtrepair.translate`, to unfold beside the text.
        """
        return report([(title, self)], path, english={} if english is None else {title: english})

    def _report(self, name: str, english: Translation | None) -> Report:
        from mtrepair.render import Beside, Objected, Report

        refused = [Objected(refusal.finding, refusal.reasons) for refusal in self.refused]
        beside = [] if english is None else [Beside("English", list(english.rows()))]
        if self.source:
            beside.append(Beside("English source", _rows(self.original, self.source)))
        return Report(name, self.original, self.findings, self.edits, refused, beside)

    def __repr__(self) -> str:
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        counts = f"{len(self.edits)} edits, {len(self.findings)} findings"
        return f"<Repair: {counts}, {len(self.refused)} refused, {shown!r}>"

    def _repr_html_(self) -> str:
        from mtrepair.render import shown_html

        return shown_html(self._report("", None))


def _rows(text: str, source: str) -> list[Row]:
    """A text beside its English source, passage by passage."""
    from mtrepair.render.pairs import Row
    from mtrepair.source import counterparts

    return [
        Row(one.french, one.english, one.told, places=one.places)
        for one in counterparts(text, source)
    ]
