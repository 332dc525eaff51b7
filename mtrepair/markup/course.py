"""A page on its way to rest: what its reader sees is repaired, pass after pass, in its source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from mtrepair.course import Course, Terms, settled
from mtrepair.document import Document, Markup
from mtrepair.guard import Refusal
from mtrepair.markup.html import read_html, read_value
from mtrepair.markup.markdown import read_alternative, read_markdown
from mtrepair.markup.page import JOINS, Page
from mtrepair.markup.stretches import Misfit
from mtrepair.repair import Repair
from mtrepair.revision import Revision
from mtrepair.selection import code_of
from mtrepair.types import Edit, Finding, Fix, Span, meets
from mtrepair.view import edits_in_original, findings_in_original, view

# What is printed twice, and furniture: an attribute has neither.
_OF_ARTICLES = "MT3", "MT401", "MT402", "MT403", "MT405"


@dataclass(frozen=True, slots=True)
class _Stage:
    """A page between two passes.

    Attributes:
        whole: the source as it was given and as it is now.
        page: what the source as it is now shows.
        seen: the page's text as rules read it.
    """

    whole: Revision
    page: Page
    seen: Revision

    def markup(self) -> Markup:
        """What the tags tell, by places of the text that rules read."""
        own, seen = self.page.markup, self.seen
        if seen.text == seen.original:
            return own
        places = [at for at in seen.origin if at is not None]

        def moved(span: Span) -> Span:
            return Span(bisect_left(places, span.start), bisect_left(places, span.end))

        return Markup(
            frozenset(bisect_left(places, at) for at in own.borders),
            tuple(span for span in map(moved, own.fixed) if len(span)),
            moved(own.headline) if own.headline else None,
            tuple((moved(span), code) for span, code in own.silenced),
            frozenset(bisect_left(places, at) for at in own.edges),
        )

    def laid(self, edits: Iterable[Edit]) -> list[Edit]:
        """Edits on the text as edits on the source as it is now.

        Raises:
            Misfit: one of them can't be made there.
        """
        laid = self.page.laid(edits_in_original(edits, self.seen))
        if not laid:
            raise Misfit(JOINS)
        return laid

    def in_original(self, finding: Finding) -> Finding:
        """A finding on the text, moved to the source as it was given."""
        (on_page,) = findings_in_original([finding], self.seen)
        span = self.whole.span_in_original(self.page.span(on_page.span))
        fixes = (Fix(tuple(self._edits(fix)), fix.safety) for fix in finding.fixes)
        return replace(finding, span=span, text=span.of(self.whole.original), fixes=tuple(fixes))

    def _edits(self, fix: Fix) -> Iterable[Edit]:
        for edit in self.laid(fix.edits):
            yield Edit(self.whole.span_in_original(edit.span), edit.replacement)


class PageCourse(Course):
    """An HTML page, pass after pass; tags, comments and attributes stay.

    A fix that can't be made without a tag is left out, and the finding is refused with the reason.

    Attributes:
        values: where the source as it was given has attributes that are texts of their own.
    """

    def __init__(self, source: str, terms: Terms) -> None:
        # By what rules read, so that the truce may go back to a page that was there.
        self._stages: dict[str, _Stage] = {}
        super().__init__(source, terms)
        self.values = self._stage.page.values

    def value_courses(self, terms: Terms) -> list[ValueCourse]:
        """The courses of the attributes that are texts of their own."""
        source = self._stage.whole.original
        return [self._of_value(span.of(source), terms) for span in self.values]

    def _of_value(self, source: str, terms: Terms) -> ValueCourse:
        return ValueCourse(source, terms)

    def _page(self, source: str) -> Page:
        return read_html(source)

    def _read(self, text: str) -> Revision:
        return Revision.of(self._reached(Revision.of(text)))

    def _reached(self, whole: Revision) -> str:
        """The text of a source, which is kept."""
        page = self._page(whole.text)
        stage = _Stage(whole, page, view(page.text))
        self._stages[stage.seen.text] = stage
        return stage.seen.text

    @property
    def _stage(self) -> _Stage:
        return self._stages[self._revision.text]

    def _document(self) -> Document:
        return Document(
            self._revision.text,
            style=self._terms.style,
            keep=self._terms.keep,
            markup=self._stage.markup(),
        )

    def _whole(self) -> Revision:
        return self._stage.whole

    def _wanted(self, found: Iterable[Finding]) -> list[Finding]:
        fitting: list[Finding] = []
        silenced = _by_code(self.document.markup.silenced)
        for finding in self._terms.wanted(found):
            if _is_silenced(finding, silenced):
                continue
            fixes, reasons = self._fixes(finding)
            fitting.append(replace(finding, fixes=fixes) if reasons else finding)
            told = any(fix.safety >= self._terms.level for fix in finding.fixes)
            if told and not fixes and finding.fixes:
                self._hear((), [Refusal(replace(finding, fixes=()), reasons)])
        return fitting

    def _fixes(self, finding: Finding) -> tuple[tuple[Fix, ...], tuple[str, ...]]:
        """The fixes that can be made in the source, and what is against the others."""
        fixes: list[Fix] = []
        reasons: list[str] = []
        for fix in finding.fixes:
            try:
                self._stage.laid(fix.edits)
            except Misfit as misfit:
                reasons.append(str(misfit))
            else:
                fixes.append(fix)
        return tuple(fixes), tuple(dict.fromkeys(reasons))

    def _moved_back(self, found: Iterable[Finding]) -> list[Finding]:
        return [self._stage.in_original(finding) for finding in found]

    def _after(self, edits: Sequence[Edit]) -> Revision:
        return Revision.of(self._reached(self._stage.whole.apply(self._stage.laid(edits))))


class ValueCourse(PageCourse):
    """The value of an attribute, pass after pass: a text that is no article."""

    def _page(self, source: str) -> Page:
        return read_value(source)

    def _wanted(self, found: Iterable[Finding]) -> list[Finding]:
        return super()._wanted(f for f in found if not f.code.startswith(_OF_ARTICLES))


class MarkdownCourse(PageCourse):
    """A text in Markdown, pass after pass."""

    def _page(self, source: str) -> Page:
        return read_markdown(source)

    def _of_value(self, source: str, terms: Terms) -> ValueCourse:
        return _AlternativeCourse(source, terms)


class _AlternativeCourse(ValueCourse):
    def _page(self, source: str) -> Page:
        return read_alternative(source)


def page_repairs(sources: Sequence[str], terms: Terms, *, kind: str = "html") -> list[Repair]:
    """The repair of each page, with those of the attributes that are texts of their own.

    Args:
        kind: "html" or "markdown".
    """
    pages = [_COURSES[kind](source, terms) for source in sources]
    values = [page.value_courses(terms) for page in pages]
    done = iter(settled([*pages, *chain.from_iterable(values)], terms))
    whole = list(islice(done, len(pages)))
    return [
        _merged(repair, list(zip(page.values, done, strict=False)))
        for page, repair in zip(pages, whole, strict=True)
    ]


def page_findings(source: str, terms: Terms, *, kind: str = "html") -> list[Finding]:
    """What the rules find in a page and in those of its attributes that are texts, sorted."""
    page = _COURSES[kind](source, terms)
    found = list(page.look())
    for span, course in zip(page.values, page.value_courses(terms), strict=True):
        found += [_shifted(finding, span.start) for finding in course.look()]
    return sorted(found, key=lambda finding: (finding.span, finding.code))


_COURSES: dict[str, type[PageCourse]] = {"html": PageCourse, "markdown": MarkdownCourse}


def _merged(page: Repair, values: Sequence[tuple[Span, Repair]]) -> Repair:
    """The repair of a page with the repairs of its attributes."""
    changed = [(span.start, own) for span, own in values if own.findings or own.refused]
    if not changed:
        return page
    found, refused, edits = list(page.findings), list(page.refused), list(page.edits)
    for start, own in changed:
        found += [_shifted(finding, start) for finding in own.findings]
        refused += [replace(one, finding=_shifted(one.finding, start)) for one in own.refused]
        edits += [_moved(edit, start) for edit in own.edits]
    found.sort(key=lambda finding: (finding.span, finding.code))
    return Repair(Revision.of(page.original).apply(edits), tuple(found), tuple(refused))


def _shifted(finding: Finding, by: int) -> Finding:
    fixes = (Fix(tuple(_moved(e, by) for e in fix.edits), fix.safety) for fix in finding.fixes)
    span = Span(finding.span.start + by, finding.span.end + by)
    return replace(finding, span=span, fixes=tuple(fixes))


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.start + by, edit.span.end + by), edit.replacement)


def _by_code(silenced: Iterable[tuple[Span, str]]) -> dict[str, list[Span]]:
    """Where nothing of a code, or of a name's code, is looked for."""
    spans: dict[str, list[Span]] = {}
    for span, code in silenced:
        spans.setdefault(code_of(code) if code else code, []).append(span)
    return spans


def _is_silenced(finding: Finding, silenced: dict[str, list[Span]]) -> bool:
    return any(
        finding.code.startswith(code) and meets(spans, finding.span)
        for code, spans in silenced.items()
    )
