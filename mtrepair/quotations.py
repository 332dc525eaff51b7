"""The quotations of a text: which mark opens, which one closes it, how deep it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtrepair.types import Quotes, Span, covers

_MARK = re.compile(r"[«»“”„\"]")
_OPENERS: dict[str, Quotes] = {"«": "guillemets", "“": "curly", "„": "curly", '"': "straight"}
_SYSTEM_OF_CLOSER: dict[str, Quotes] = {
    "»": "guillemets",
    "«": "guillemets",  # the wrong way round
    "”": "curly",
    "“": "curly",
    '"': "straight",
}
_GUILLEMET_OR_END = re.compile(r"[«»\n]")
_SPACES = " \u00a0\u202f\u2009"


class Quotation(NamedTuple):
    """A quotation by the offsets of its two marks, each one character long.

    `close` is None where the quotation is never closed, `open` where it is never opened.
    `depth` counts the quotations around it.
    """

    open: int | None
    close: int | None
    open_system: Quotes
    close_system: Quotes
    depth: int

    @property
    def mixed(self) -> bool:
        """Whether it is opened in one system and closed in another."""
        return self.open_system != self.close_system


class _Open(NamedTuple):
    at: int
    mark: str
    system: Quotes


class _Stack:
    """The open quotations, the innermost last, and the places in it of those of each system.

    No question goes through all of it: a text may open ten thousand and close none.
    """

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._places: dict[Quotes, list[int]] = {"guillemets": [], "curly": [], "straight": []}

    def __len__(self) -> int:
        return len(self._open)

    @property
    def last(self) -> _Open:
        return self._open[-1]

    def push(self, opened: _Open) -> None:
        self._places[opened.system].append(len(self._open))
        self._open.append(opened)

    def pop(self) -> _Open:
        opened = self._open.pop()
        self._places[opened.system].pop()
        return opened

    def nearest(self, system: Quotes) -> int | None:
        """The place of the innermost of a system; None if none is open."""
        places = self._places[system]
        return places[-1] if places else None


def quotations(text: str, protected: Sequence[Span] = ()) -> list[Quotation]:
    """The quotations of a text in the order in which they end.

    A quotation may run over several paragraphs, each of them opened by the same mark again, if
    it is closed before another one opens. Straight marks are paired within a paragraph.

    Args:
        protected: sorted spans, such as tags, whose marks quote nothing.

    >>> [(q.open, q.close) for q in quotations("« Que faire ? » dit-il. « Rien »")]
    [(0, 14), (24, 31)]
    """
    places = [match.start() for match in _MARK.finditer(text)]
    if protected:
        places = [at for at in places if not covers(protected, at)]
    return list(_pairs(text, places))


def _pairs(text: str, places: list[int]) -> Iterator[Quotation]:
    stack = _Stack()
    done = 0
    for i, at in enumerate(places):
        if stack and text.find("\n", done, at) >= 0:
            yield from _end_paragraph(text, places, i, stack)
        done = at
        mark = text[at]
        if stack and _repeats(text, at, stack.last):
            continue
        if _opens(text, at, stack):
            stack.push(_Open(at, mark, _system(mark)))
        elif stack:
            yield from _close(at, _SYSTEM_OF_CLOSER[mark], stack)
        elif mark != '"':
            system = _SYSTEM_OF_CLOSER[mark]
            yield Quotation(None, at, system, system, 0)
    while stack:
        yield from _give_up(stack)


def _opens(text: str, at: int, stack: _Stack) -> bool:
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    starts_word = (before.isspace() or before in "([’'—–-«“/") and not after.isspace()
    if mark == "«":
        return not _closes_reversed(text, at, stack)
    if mark == "»":
        return starts_word and _opens_reversed(text, at, stack)
    if mark == "“":  # it closes „a“
        return not (stack and stack.last.mark == "„")
    if mark == "„":
        return True
    if mark == "”":  # some engines open with it
        return starts_word and stack.nearest("curly") is None
    if stack.nearest("straight") is not None:
        return False
    return starts_word or not (before.isalnum() or before in ".,;:!?…%)")


def _opens_reversed(text: str, at: int, stack: _Stack) -> bool:
    """Whether a » before a word opens what the next mark of its line, a » too, closes.

    In "»Wort«", as German has it, the next mark is another one.
    """
    if at == 0 or text[at - 1] == "\n" or not text[at + 1 : at + 2].isalpha():
        return False
    if stack.nearest("guillemets") is not None:
        return False
    after = _GUILLEMET_OR_END.search(text, at + 1)
    return after is not None and after[0] == "»"


def _closes_reversed(text: str, at: int, stack: _Stack) -> bool:
    """Whether a « behind a word, with none before it, closes what another one opened."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    glued = (before.isalnum() or before in tuple(".!?…")) and at > 0
    return (
        glued
        and not (after.isalnum() or after in tuple(_SPACES[1:]))
        and (bool(stack) and stack.last.mark == "«")
    )


def _repeats(text: str, at: int, opened: _Open) -> bool:
    """Whether the mark only reminds the reader, at the start of a paragraph, of an open quotation.

    Guillemets are repeated as they opened or, in older typesetting, as they will close.
    """
    if text[at] == '"' or (at and text[at - 1] != "\n"):
        return False
    return text[at] == opened.mark or (text[at] == "»" and text[at + 1 : at + 2] in _SPACES)


def _close(at: int, system: Quotes, stack: _Stack) -> Iterator[Quotation]:
    """Pair with the nearest opener of the same system, else with the nearest of all."""
    depth = stack.nearest(system)
    if depth is None:
        if system == "straight":
            return
        depth = len(stack) - 1
    while len(stack) > depth + 1:
        yield from _give_up(stack)
    opened = stack.pop()
    yield Quotation(opened.at, at, opened.system, system, len(stack))


def _end_paragraph(text: str, places: list[int], i: int, stack: _Stack) -> Iterator[Quotation]:
    """Give up the open quotations that the next mark shows to have ended."""
    while stack:
        next_mark, opened = text[places[i]], stack.last
        goes_on = opened.system != "straight" and (
            _repeats(text, places[i], opened)
            or (
                _SYSTEM_OF_CLOSER.get(next_mark) == opened.system
                and not _opens(text, places[i], stack)
            )
        )
        if goes_on:
            return
        yield from _give_up(stack)


def _give_up(stack: _Stack) -> Iterator[Quotation]:
    """The last open quotation as one that is never closed; a lone straight mark says too little."""
    opened = stack.pop()
    if opened.system != "straight":
        yield Quotation(opened.at, None, opened.system, opened.system, len(stack))


def _system(mark: str) -> Quotes:
    return _SYSTEM_OF_CLOSER[mark] if mark in "”»" else _OPENERS[mark]
