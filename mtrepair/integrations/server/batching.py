"""One translation model for many requests: what waits is translated together."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtrepair.backends import Seq2Seq
from mtrepair.integrations.server.work import Stop, Stopped
from mtrepair.types import Attention, Hypothesis

Options = tuple[tuple[str, Any], ...]


@dataclass(slots=True)
class _Asked:
    """What one request asks: its sources, and the hypotheses that have come so far."""

    sources: Sequence[str]
    options: Options
    stop: Stop
    future: Future[list[list[Hypothesis]]] = field(default_factory=Future)
    found: list[list[Hypothesis]] = field(default_factory=list)

    @property
    def left(self) -> int:
        return len(self.sources) - len(self.found)


class SharedModel:
    """A model whose one thread generates for all who ask, each in turn some segments of a batch.

    Who no longer waits is left out of the next batch.
    """

    def __init__(
        self, model: Seq2Seq, *, batch_size: int = 32, seen: Callable[[int], None] | None = None
    ) -> None:
        self.model = model
        self._size = batch_size
        self._seen = seen or (lambda _: None)
        self._waiting: deque[_Asked] = deque()
        self._change = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)
        self._thread.start()

    def asked(self, stop: Stop) -> Asker:
        """The model as one request asks it."""
        return Asker(self, stop)

    def generate(
        self, sources: Sequence[str], stop: Stop, **options: Any
    ) -> list[list[Hypothesis]]:
        """As the model's, together with what others ask.

        Raises:
            Stopped: nobody waits any more.
        """
        if not sources:
            return []
        own = _Asked(sources, tuple(sorted(options.items())), stop)
        with self._change:
            if self._closed:
                raise Stopped
            self._waiting.append(own)
            self._change.notify()
        return own.future.result()

    @property
    def waiting(self) -> int:
        """Requests whose segments have not all come."""
        with self._change:
            return sum(not own.future.done() for own in self._waiting)

    def close(self) -> None:
        """End the thread; who still waits is told so."""
        with self._change:
            self._closed = True
            self._change.notify()
        self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            parts = [own.sources[len(own.found) : len(own.found) + count] for own, count in batch]
            asked = [source for part in parts for source in part]
            self._seen(len(asked))
            try:
                found = iter(self.model.generate(asked, **dict(batch[0][0].options)))
            except Exception:
                self._ask_each(batch)
                continue
            for own, count in batch:
                own.found += [next(found) for _ in range(count)]
                if not own.left:
                    own.future.set_result(own.found)
        with self._change:
            for own in self._waiting:
                if not own.future.done():
                    own.future.set_exception(Stopped())

    def _ask_each(self, batch: Sequence[tuple[_Asked, int]]) -> None:
        """Ask for each by itself, and tell the one whose sources the model refuses."""
        for own, _ in batch:
            try:
                rest = own.sources[len(own.found) :]
                own.found += self.model.generate(rest, **dict(own.options))
                own.future.set_result(own.found)
            except Exception as error:  # whatever an engine raises
                own.future.set_exception(error)
        with self._change:
            self._waiting = deque(own for own in self._waiting if not own.future.done())

    def _next(self) -> list[tuple[_Asked, int]]:
        """Who is served next, each with how many sources: alike options, an equal share each."""
        with self._change:
            while True:
                self._waiting = deque(own for own in self._waiting if _goes_on(own))
                if self._waiting or self._closed:
                    break
                self._change.wait()
            if self._closed:
                return []
            alike = [o for o in self._waiting if o.options == self._waiting[0].options]
            alike = alike[: self._size]
            self._waiting.rotate(-1)
            return self._shares(alike)

    def _shares(self, alike: Sequence[_Asked]) -> list[tuple[_Asked, int]]:
        shares = []
        room = self._size
        for number, own in enumerate(sorted(alike, key=lambda own: own.left)):
            count = min(own.left, room // (len(alike) - number))
            shares.append((own, count))
            room -= count
        return shares


def _goes_on(own: _Asked) -> bool:
    """Whether a request still waits; one that nobody waits for is told so."""
    if not own.future.done() and own.stop.is_set:
        own.future.set_exception(Stopped())
    return not own.future.done()


class Asker:
    """A shared model as one request asks it: a Seq2Seq that stops when nobody waits any more."""

    def __init__(self, shared: SharedModel, stop: Stop) -> None:
        self._shared = shared
        self._model = shared.model
        self._stop = stop

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def folder(self) -> Path | None:
        return self._model.folder

    @property
    def max_tokens(self) -> int:
        return self._model.max_tokens

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        self._stop.check()
        return self._model.count_tokens(texts, target=target)

    def generate(self, sources: Sequence[str], **options: Any) -> list[list[Hypothesis]]:
        self._stop.check()
        return self._shared.generate(sources, self._stop, **options)

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        self._stop.check()
        return self._model.score(sources, targets)

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        self._stop.check()
        return self._model.attention(sources, targets)
