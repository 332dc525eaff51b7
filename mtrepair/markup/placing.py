"""Inline elements around the words of a translation that stand for theirs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from mtrepair.french import ALL_DETERMINERS
from mtrepair.markup.blocks import Inline
from mtrepair.translation.links import WordLinks, words
from mtrepair.types import Span

# Marks that belong to the word behind them; all others to the one before.
_OPENING = "«“‘([{¿¡$€£#@+-–—\"'"
# What a word of so few letters counts beside others: "the", "of", "in".
_SHORT, _LITTLE = 3, 0.4
_ARTICLES = frozenset("a an the this that these those my your his her its our their".split())
_WITH_ARTICLE = ALL_DETERMINERS - {"des"}  # "les prix des maisons": "house prices"
_ALIKE = {"«": "“", "»": "”", '"': "”", "“": "“", "„": "“", "’": "'", "…": ".", "?": ".", "!": "."}


@dataclass(slots=True)
class Nested:
    """An inline element with its place in the translation."""

    own: Inline
    span: Span
    inner: list[Nested] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A block's text and its translation, with the words of both.

    Attributes:
        text, english: the two.
        left, right: where their words stand.
        weights: for each word of the translation its share of each word of the text.
    """

    text: str
    english: str
    left: Sequence[Span]
    right: Sequence[Span]
    weights: Sequence[dict[int, float]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, WordLinks]]) -> Rendering:
        """The rendering of a block, segment by segment."""
        text, english = "", ""
        left: list[Span] = []
        right: list[Span] = []
        weights: list[dict[int, float]] = []
        for source, hypothesis, links in pairs:
            first = len(left)
            weights += [{first + i: w for i, w in row.items()} for row in links.weights]
            left += [Span(s.start + len(text), s.end + len(text)) for s in links.source]
            right += [Span(s.start + len(english), s.end + len(english)) for s in links.target]
            text, english = text + source, english + hypothesis
        return cls(text, english, left, right, weights)


def placed(root: Inline, rendering: Rendering) -> Nested:
    """The inline elements of a block at their places in its translation.

    An element goes around the stretch of words that stand for its own and for no others, as far
    as there is one; inside the element that it was in, and beside those that were beside it.
    """
    whole = Nested(root, Span(0, len(rendering.english)))
    waiting = [whole]
    while waiting:
        outer = waiting.pop()
        outer.inner = _Inside(outer, rendering).placed()
        waiting += [own for own in outer.inner if own.own.inner]
    return whole


class _Inside:
    """The places of the elements that are in one."""

    def __init__(self, outer: Nested, rendering: Rendering) -> None:
        self._outer, self._rendering = outer, rendering
        self._ends = [span.end for span in rendering.right]
        self._taken: list[Span] = []

    def placed(self) -> list[Nested]:
        """The elements in the order of the translation; the clearest have the first choice."""
        inner = self._outer.own.inner
        found: dict[int, Span] = {}
        worded = [i for i, own in enumerate(inner) if self._has_words(own)]
        worth = [(self._best(inner[i]), i) for i in worded]
        for best, i in sorted(worth, key=lambda item: (-item[0][0], item[1])):
            found[i] = self._around(inner[i], best[1])
        for i, own in enumerate(inner):
            if i not in found:
                found[i] = self._around_marks(own)
        order = sorted(range(len(inner)), key=lambda i: (found[i].start, found[i].end, i))
        return [Nested(inner[i], found[i]) for i in order]

    def _has_words(self, own: Inline) -> bool:
        first, last = _within(self._rendering.left, own)
        return own.start < own.end and first < last

    def _around_marks(self, own: Inline) -> Span:
        """The place of a thing, or of an element around nothing but marks."""
        at = self._at(own).start
        end = _behind_marks(own.of(self._rendering.text), self._rendering.english, at)
        span = Span(at, min(end, self._outer.span.end))
        if len(span) and not any(span.overlaps(taken) for taken in self._taken):
            self._taken.append(span)
            return span
        return Span(at, at)

    def _around(self, own: Inline, best: tuple[int, int] | None) -> Span:
        """The stretch for an element; the best words left, where others have taken the best."""
        if best is None or not self._is_free(best):
            _, best = self._best(own)
        if best is None:
            return self._at(own)
        span = self._with_marks(own, self._with_article(own, best))
        self._taken.append(span)
        return span

    def _with_article(self, own: Inline, run: tuple[int, int]) -> tuple[int, int]:
        """The run with the article before it where the element has one, else without its own."""
        rendering, (first, last) = self._rendering, run
        left = rendering.left[_within(rendering.left, own)[0]]
        has_article = left.of(rendering.text).lower().replace("’", "'") in _WITH_ARTICLE
        word = rendering.right[first].of(rendering.english).lower()
        if word in _ARTICLES and not has_article and last - first > 1:
            return first + 1, last
        if (
            word in _ARTICLES
            or not has_article
            or not first
            or not self._is_free((first - 1, last))
        ):
            return run
        before = rendering.right[first - 1]
        goes_along = before.of(rendering.english).lower() in _ARTICLES
        inside = before.start >= self._outer.span.start
        return (first - 1, last) if goes_along and inside else run

    def _is_free(self, best: tuple[int, int]) -> bool:
        right = self._rendering.right
        span = Span(right[best[0]].start, right[best[1] - 1].end)
        return not any(span.overlaps(other) for other in self._taken)

    def _free(self) -> Iterator[tuple[int, int]]:
        """The runs of words of the outer element that no other element has taken."""
        at = self._outer.span.start
        for taken in [*sorted(self._taken), Span(self._outer.span.end, self._outer.span.end)]:
            yield self._words(at, taken.start)
            at = max(at, taken.end)

    def _words(self, start: int, end: int) -> tuple[int, int]:
        """The words in `[start, end)` of the translation."""
        first = bisect_left(self._ends, start + 1)
        return first, max(first, bisect_left(self._ends, end + 1))

    def _best(self, own: Inline) -> tuple[float, tuple[int, int] | None]:
        """The words that stand for those of an element, and how clearly they do."""
        outer, left = self._outer.own, self._rendering.left
        mine, all_of_them = _within(left, own), _within(left, outer)
        best: tuple[float, tuple[int, int] | None] = (float("-inf"), None)
        for first, last in self._free():
            if first == last:
                continue
            if mine == all_of_them:
                score: float = last - first
                run = (first, last)
            else:
                score, run = self._run(own, mine, first, last)
            best = max(best, (score, run), key=lambda item: item[0])
        return best

    def _run(
        self, own: Inline, mine: tuple[int, int], first: int, last: int
    ) -> tuple[float, tuple[int, int]]:
        """The run of `[first, last)` with the most words that stand for words of an element."""
        scores = [self._score(j, mine) for j in range(first, last)]
        sums = [0.0, *accumulate(scores)]
        if own.begins_before:
            end = max(range(1, len(sums)), key=sums.__getitem__)
            return sums[end], (first, first + end)
        if own.ends_behind:
            start = min(range(len(sums) - 1), key=sums.__getitem__)
            return sums[-1] - sums[start], (first + start, last)
        best, run, lowest = float("-inf"), (0, 0), 0
        for end in range(1, len(sums)):
            if sums[end - 1] < sums[lowest]:
                lowest = end - 1
            if sums[end] - sums[lowest] > best:
                best, run = sums[end] - sums[lowest], (lowest, end)
        return best, (first + run[0], first + run[1])

    def _score(self, j: int, mine: tuple[int, int]) -> float:
        """From 1 for a word that stands for the element's alone to -1 for one that never does."""
        row, word = self._rendering.weights[j], self._rendering.right[j]
        own = 2 * sum(weight for i, weight in row.items() if mine[0] <= i < mine[1]) - 1
        return own * (_LITTLE if len(word) <= _SHORT else 1)

    def _with_marks(self, own: Inline, run: tuple[int, int]) -> Span:
        """The span of a run of words, with marks at its ends as the element has them."""
        rendering, outer = self._rendering, self._outer.span
        text, english = rendering.text[own.start : own.end], rendering.english
        start, end = rendering.right[run[0]].start, rendering.right[run[1] - 1].end
        heads, tails = _marks_at_ends(text)
        floor = max([outer.start, *(t.end for t in self._taken if t.end <= start)])
        ceiling = min([outer.end, *(t.start for t in self._taken if t.start >= end)])
        if own.begins_before:
            start = floor
        if own.ends_behind:
            end = ceiling
        while (
            start > floor and english[start - 1] in _OPENING and _alike(english[start - 1]) in heads
        ):
            start -= 1
        while end < ceiling and _alike(english[end]) in tails and not english[end].isspace():
            end += 1
        return Span(start, end)

    def _at(self, own: Inline) -> Span:
        """The place of what has no words: behind the word that it stood behind, or before one."""
        outer, text = self._outer, self._rendering.text
        if own.start >= outer.own.end or own.begins_before:
            at = outer.span.end if own.start >= outer.own.end else outer.span.start
        elif own.start <= outer.own.start:
            at = outer.span.start
        else:
            behind = own.start < own.end or text[own.start - 1] != " "
            at = self._image(own.start, behind=behind)
        at = min(max(at, outer.span.start), outer.span.end)
        for taken in self._taken:
            if taken.start < at < taken.end:
                at = taken.end if own.start >= outer.own.start else taken.start
        return Span(at, at)

    def _image(self, at: int, *, behind: bool) -> int:
        """Where in the translation a place of the text is."""
        left, right, english = self._rendering.left, self._rendering.right, self._rendering.english
        # The last word that begins before it, or the first that ends behind it.
        before = bisect_left(left, at, key=lambda span: span.start) - 1
        i = max(before, 0) if behind else bisect_left(left, at + 1, key=lambda span: span.end)
        if i >= len(left) or not right:
            return len(english)
        j = max(range(len(right)), key=lambda k: self._rendering.weights[k].get(i, 0.0))
        if not behind:
            return right[j].start
        return _behind_marks(self._rendering.text[left[i].end : at], english, right[j].end)


def _behind_marks(marks: str, english: str, at: int) -> int:
    """The place behind the marks at `at` that are like some of the text's."""
    wanted = set(map(_alike, marks))
    while at < len(english) and not english[at].isspace() and _alike(english[at]) in wanted:
        at += 1
    return at


def _within(spans: Sequence[Span], own: Inline) -> tuple[int, int]:
    """The words that an element has at least a part of."""
    first = bisect_left(spans, own.start + 1, key=lambda span: span.end)
    return first, max(first, bisect_left(spans, own.end, key=lambda span: span.start))


def _marks_at_ends(text: str) -> tuple[set[str], set[str]]:
    inner = words(text)
    if not inner:
        return set(), set()
    head, tail = text[: inner[0].start], text[inner[-1].end :]
    return set(map(_alike, head)), set(map(_alike, tail))


def _alike(mark: str) -> str:
    return _ALIKE.get(mark, mark)
