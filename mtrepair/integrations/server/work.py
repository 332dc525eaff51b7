"""Work in threads: so many at a time, so many waiting, and an end when nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from starlette.requests import Request

from mtrepair.integrations.server.answers import Refused

T = TypeVar("T")


class Stopped(Exception):
    """Nobody waits for this work any more."""


class Stop:
    """Tells work in a thread that nobody waits for it any more.

    >>> stop = Stop()
    >>> stop.check()
    >>> stop.set()
    >>> stop.check()
    Traceback (most recent call last):
    mtrepair.integrations.server.work.Stopped
    """

    def __init__(self) -> None:
        self._set = threading.Event()

    def set(self) -> None:
        self._set.set()

    @property
    def is_set(self) -> bool:
        return self._set.is_set()

    def check(self) -> None:
        """Raise Stopped where nobody waits any more."""
        if self._set.is_set():
            raise Stopped


class Lane:
    """Threads for one kind of work, and a queue before them.

    Args:
        waiting: jobs that may wait for a thread.
        seen: told how many jobs are worked on or wait, whenever that changes.
    """

    def __init__(
        self, name: str, *, threads: int, waiting: int, seen: Callable[[int], None]
    ) -> None:
        self._most = threads + waiting
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._jobs = 0
        self._seen = seen

    async def run(self, work: Callable[[Stop], T], *, request: Request, seconds: float) -> T:
        """What `work` returns, in a thread.

        It is stopped, or never begun, where the client goes or the time is over.

        Raises:
            Refused: too many wait, the time is over, or the client has gone.
        """
        if self._jobs >= self._most:
            raise Refused(503, "too many requests are waiting; try again", reason="queue")
        stop = Stop()
        self._change(1)
        job = self._pool.submit(work, stop)
        loop = asyncio.get_running_loop()
        job.add_done_callback(lambda _: self._count_down(loop))
        done = asyncio.wrap_future(job)
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((done, gone), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if done.done():
                return done.result()
            if gone.done():
                raise Refused(499, "the client has gone", reason="gone")
            raise Refused(503, f"it took longer than {seconds:g} s; try again", reason="time")
        finally:
            stop.set()
            gone.cancel()
            done.cancel()

    def _count_down(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the server has stopped
            loop.call_soon_threadsafe(self._change, -1)

    def _change(self, by: int) -> None:
        self._jobs += by
        self._seen(self._jobs)

    def close(self) -> None:
        """End the threads; what waits is not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)


async def _gone(request: Request) -> None:
    """Returns when the client closes the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
