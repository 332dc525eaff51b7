"""How much work a call is, in steps and characters searched: the same on any machine."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Work:
    """A counter of what is done; `text` wraps a text so that what is searched in it counts."""

    def __init__(self) -> None:
        self.steps = 0
        self.characters = 0

    @property
    def total(self) -> int:
        """Lines run, functions called and characters searched."""
        return self.steps + self.characters

    def text(self, text: str) -> str:
        """The text as one whose methods are counted."""
        return _Text(text, self)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A block whose steps are counted, and what the patterns of mtrepair read in it."""
        swapped = [
            (module, name, value)
            for module in [m for n, m in sys.modules.items() if n.startswith("mtrepair")]
            for name, value in vars(module).items()
            if isinstance(value, re.Pattern)
        ]
        for module, name, pattern in swapped:
            setattr(module, name, _Pattern(pattern, self))
        sys.settrace(self._trace)
        try:
            yield
        finally:
            sys.settrace(None)
            for module, name, pattern in swapped:
                setattr(module, name, pattern)

    def _trace(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        # What standard modules and wrappers of this one do is counted as one step.
        if "mtrepair" not in frame.f_code.co_filename or frame.f_code.co_filename == __file__:
            return None
        self.steps += 1
        return self._trace


class _Pattern:
    """A pattern that counts how far it reads; what it reads twice to no end stays unseen."""

    def __init__(self, pattern: re.Pattern[str], work: Work) -> None:
        self._pattern = pattern
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        match = self._pattern.search(text, *bounds)
        self._read(text, bounds, match.end() if match else None)
        return match

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        match = self._pattern.match(text, *bounds)
        self._work.characters += match.end() - match.start() if match else 1
        return match

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        match = self._pattern.fullmatch(text, *bounds)
        self._work.characters += match.end() - match.start() if match else 1
        return match

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        done = bounds[0] if bounds else 0
        for match in self._pattern.finditer(text, *bounds):
            self._work.characters += match.end() - done
            done = match.end()
            yield match
        self._read(text, (done, *bounds[1:]), None)

    def findall(self, text: str, *bounds: int) -> list[Any]:
        self._read(text, bounds, None)
        return self._pattern.findall(text, *bounds)

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        self._read(text, (), None)
        return self._pattern.split(text, maxsplit)

    def sub(self, new: Any, text: str, count: int = 0) -> str:
        self._read(text, (), None)
        return self._pattern.sub(new, text, count)

    def _read(self, text: str, bounds: tuple[int, ...], end: int | None) -> None:
        start = bounds[0] if bounds else 0
        stop = min(bounds[1], len(text)) if len(bounds) > 1 else len(text)
        self._work.characters += max(0, (stop if end is None else end) - start)


class _Text(str):
    """A text that counts the characters that its methods look at."""

    __slots__ = ("_work",)
    _work: Work

    def __new__(cls, text: str, work: Work) -> _Text:
        made = super().__new__(cls, text)
        made._work = work
        return made

    def find(self, sub: str, *bounds: Any) -> int:
        return self._found(str.find, sub, *bounds)

    def index(self, sub: str, *bounds: Any) -> int:
        return self._found(str.index, sub, *bounds)

    def _found(self, how: Callable[..., int], sub: str, *bounds: Any) -> int:
        at = how(self, sub, *bounds)
        start, stop = self._bounds(*bounds)
        self._work.characters += max(0, (at + len(sub) if at >= 0 else stop) - start)
        return at

    def rfind(self, sub: str, *bounds: Any) -> int:
        at = str.rfind(self, sub, *bounds)
        start, stop = self._bounds(*bounds)
        self._work.characters += max(0, stop - (at if at >= 0 else start))
        return at

    def count(self, sub: str, *bounds: Any) -> int:
        start, stop = self._bounds(*bounds)
        self._work.characters += max(0, stop - start)
        return str.count(self, sub, *bounds)

    def __contains__(self, sub: object) -> bool:
        assert isinstance(sub, str)
        return self.find(sub) >= 0

    def __getitem__(self, key: Any) -> str:
        part = str.__getitem__(self, key)
        self._work.characters += len(part)
        return part

    def _bounds(self, start: int = 0, stop: int | None = None) -> tuple[int, int]:
        return max(0, start), len(self) if stop is None else min(stop, len(self))
