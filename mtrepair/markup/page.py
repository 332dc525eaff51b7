"""Edits on what a reader sees of a page, made in its source, where all tags stay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate, islice, pairwise

from mtrepair.align import tokens
from mtrepair.markup.elements import EMPHASIS
from mtrepair.markup.places import before_openers, behind_closers, elements_in, outside
from mtrepair.markup.stretches import Misfit, PageText
from mtrepair.markup.tokens import HtmlToken
from mtrepair.types import Edit, Span

# Longer texts are not compared word by word.
_LONGEST = 2000
# What is printed twice is a word or two; longer passages go where they stand.
_FARTHEST = 40

TAKES_TAG = "it would take a tag away"
JOINS = "it would join two elements"
EMPTIES = "it would leave an element without text"


@dataclass(frozen=True, slots=True)
class Page(PageText):
    """A page whose text may be edited."""

    def laid(self, edits: Iterable[Edit]) -> list[Edit]:
        """Edits on the text as edits on the source, whose tags all stay.

        Raises:
            Misfit: one of them can't be made there.
        """
        laid: list[Edit] = []
        for group in _neighbours(sorted(edits), self.text):
            laid += self._together(group)
        return laid

    def _together(self, edits: Sequence[Edit]) -> list[Edit]:
        """Edits side by side: a word that changes its place takes its tag along."""
        span, new = _as_one(edits, self.text)
        if not self._holds_tag(span):
            return list(self._one_by_one(edits))
        ways: list[Callable[[], Iterable[Edit]]] = [
            partial(self._by_words, span, new) if len(edits) > 1 else tuple,
            partial(self._one_by_one, edits),
            partial(self._by_elements, span, new),
        ]
        reasons = []
        for way in ways:
            try:
                if laid := list(way()):
                    return laid
            except Misfit as misfit:
                reasons.append(misfit)
        if reasons:
            raise reasons[0]
        return []

    def _one_by_one(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        for edit in edits:
            yield from self._laid(edit)

    def _holds_tag(self, span: Span) -> bool:
        return len(list(islice(self._pieces(span, whole=True), 2))) > 1

    def _laid(self, edit: Edit) -> Iterator[Edit]:
        span, new = _differing(edit, self.text)
        if not len(span):
            if new:
                yield self._insertion(span.start, new)
            return
        pieces = list(self._pieces(span))
        if not pieces:
            raise Misfit(JOINS)
        if not new:
            yield from self._deletions(self._slid(span, pieces))
        elif len(pieces) == 1 and not self._breaks(span):
            yield Edit(pieces[0], self._escaped(new))
        else:
            yield from self._by_words(edit.span, edit.replacement)

    def _slid(self, span: Span, pieces: list[Span]) -> list[Span]:
        """The pieces of what goes; if it may as well begin elsewhere, where no tag is inside.

        Of "a a" either goes.
        """
        if len(pieces) == 1 or len(span) > _FARTHEST:
            return pieces
        for step in (1, -1):
            start, end = span.start, span.end
            for _ in range(len(span)):
                gone, kept = (start, end) if step > 0 else (end - 1, start - 1)
                if not 0 <= kept < len(self.text) or self.text[gone] != self.text[kept]:
                    break
                start, end = start + step, end + step
                moved = Span(start, end)
                if not self._holds_tag(moved) and not self._breaks(moved):
                    return list(self._pieces(moved))
        return pieces

    def _deletions(self, pieces: Sequence[Span]) -> Iterator[Edit]:
        for before, after in pairwise(pieces):
            for token in self._tokens(before.end, after.start):
                if token.name == "a" and token.kind == "open":
                    self._check_link_keeps_text(token, pieces[-1].end)
        for piece in pieces:
            self._check_keeps_text(piece)
            yield Edit(piece, "")

    def _check_link_keeps_text(self, link: HtmlToken, end: int) -> None:
        inner = self._tokens(link.end, end)
        if any(token.name == "a" and token.kind == "close" for token in inner):
            raise Misfit(EMPTIES)

    def _check_keeps_text(self, piece: Span) -> None:
        """Raise Misfit where a piece is all the text of an inline element."""
        behind = next(self._tokens(piece.end), None)
        if behind is None or (behind.kind, behind.start) != ("close", piece.end):
            return
        before = self._tag_before(piece.start)
        if before is None or before.kind != "open" or before.name != behind.name:
            return
        if before.name in EMPHASIS and not self._shows(Span(before.end, piece.start)):
            raise Misfit(EMPTIES)

    def _by_words(self, span: Span, new: str) -> Iterator[Edit]:
        """A replacement that holds a tag, taken apart into words."""
        old = span.of(self.text)
        if len(old) + len(new) > _LONGEST:
            raise Misfit(TAKES_TAG)
        left, right = tokens(old), tokens(new)
        if "".join(left) != old or "".join(right) != new:
            raise Misfit(TAKES_TAG)
        places = list(accumulate(map(len, left), initial=span.start))
        for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            part = Span(places[a], places[b])
            written = "".join(right[c:d])
            pieces = list(self._pieces(part))
            if not len(part):
                yield self._insertion(part.start, written)
            elif not written and pieces:
                yield from self._deletions(pieces)
            elif len(pieces) == 1 and not self._breaks(part):
                yield Edit(pieces[0], self._escaped(written))
            else:
                raise Misfit(TAKES_TAG)

    def _by_elements(self, span: Span, new: str) -> Iterator[Edit]:
        """A replacement in which whole elements change their places, each with its words."""
        pieces = list(self._pieces(span, whole=True))
        start, end = pieces[0].start, pieces[-1].end
        if self._breaks(span) or not (whole := self._whole(start, end)):
            raise Misfit(TAKES_TAG)
        written, at = [], 0
        moved = []
        for element in elements_in(self._tokens(whole.start, whole.end)):
            words = self._text_between(element)
            place = new.find(words)
            if not words or place < 0 or new.find(words, place + 1) >= 0:
                raise Misfit(TAKES_TAG)
            moved.append((place, words, element.of(self.source)))
        for place, words, source in sorted(moved):
            if place < at:
                raise Misfit(TAKES_TAG)
            written += [self._escaped(new[at:place]), source]
            at = place + len(words)
        yield Edit(whole, "".join([*written, self._escaped(new[at:])]))

    def _whole(self, start: int, end: int) -> Span | None:
        """`[start, end)` of the source with the tags beside it that make whole elements of it."""
        openers = closers = 0
        for token in self._tokens(start, end):
            if token.kind == "close" and not openers:
                closers += 1
            elif token.kind in ("open", "close"):
                openers += 1 if token.kind == "open" else -1
        for token in self._tokens(end):
            if not openers or token.kind != "close" or token.start != end:
                break
            end, openers = token.end, openers - 1
        i = bisect_left(self.stretches, start, key=lambda stretch: stretch.start)
        floor = self.stretches[i - 1].end if i else 0
        before = list(self._tokens(floor, start))
        while closers and before and before[-1].kind == "open" and before[-1].end == start:
            start, closers = before.pop().start, closers - 1
        return None if openers or closers else Span(start, end)

    def _insertion(self, at: int, new: str) -> Edit:
        place = self._place(at, new)
        if place is None or "\n\n" in new:
            raise Misfit(JOINS)
        return Edit(Span(place, place), self._escaped(new))

    def _place(self, at: int, new: str) -> int | None:
        """Where in the source something written at `at` goes: outside the inline tags there.

        Letters that go on with a word stay beside it. None between two blocks.
        """
        before, after = self._end_of(at - 1), self._start_of(at)
        if before is not None and after is not None:
            if before == after or self._goes_on(at, new):
                return before
            if self._goes_before(at, new):
                return after
            return outside(self._tokens(before, after), before)
        if before is not None:
            return (
                before if self._goes_on(at, new) else behind_closers(self._tokens(before), before)
            )
        if after is not None:
            return before_openers(self._tokens(self._bound(at), after), after)
        return None

    def _goes_on(self, at: int, new: str) -> bool:
        """Whether what is written at `at` continues the word before it."""
        after = self.text[at : at + 1]
        return new[:1].isalpha() and self.text[at - 1].isalpha() and not after.isalpha()

    def _goes_before(self, at: int, new: str) -> bool:
        """Whether what is written at `at` is a piece of the word behind it."""
        return new[-1:].isalpha() and self.text[at].isalpha()

    def _escaped(self, new: str) -> str:
        new = self.escaped(new)
        if "\u00a0" in new and "&nbsp;" in self.source and "\u00a0" not in self.source:
            new = new.replace("\u00a0", "&nbsp;")
        return new


def _neighbours(edits: Sequence[Edit], text: str) -> Iterator[list[Edit]]:
    """The edits in groups of those that have a space between them, or nothing."""
    group: list[Edit] = []
    for edit in edits:
        if group and text[group[-1].span.end : edit.span.start] not in ("", " "):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _as_one(edits: Sequence[Edit], text: str) -> tuple[Span, str]:
    """Edits side by side as one, with what is between them."""
    written = [edits[0].replacement]
    for before, after in pairwise(edits):
        written += (text[before.span.end : after.span.start], after.replacement)
    return Span(edits[0].span.start, edits[-1].span.end), "".join(written)


def _differing(edit: Edit, text: str) -> tuple[Span, str]:
    """The edit without the characters at either end that it would replace by themselves."""
    old, new = edit.span.of(text), edit.replacement
    most, head = min(len(old), len(new)), 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Span(edit.span.start + head, edit.span.end - tail), new[head : len(new) - tail]
