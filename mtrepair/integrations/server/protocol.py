"""HTTP/1.1 as uvicorn speaks it, without patience for clients that say nothing or read nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from mtrepair.integrations.server.answers import Refused, refusal_answer


async def _too_many(scope: Scope, receive: Receive, send: Send) -> None:
    refused = Refused(503, "too many connections are open; try again", reason="connections")
    answer = refusal_answer(refused, scope["path"])
    answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


class ImpatientProtocol(H11Protocol):
    """A connection that is closed where no request comes, or nobody reads the answer.

    uvicorn itself waits for ever for the first request of a connection, and for a client to take
    what was sent: a few hundred such sockets would keep everybody else out.
    """

    def __init__(self, *, seconds: float, most: int, **given: Any) -> None:
        super().__init__(**given)
        self._seconds = seconds
        self._most = most
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self._most:
            self.app = _too_many

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_wait()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._end_wait()  # a whole head has come; the application minds the rest

    def on_response_complete(self) -> None:
        self._wait()  # for the answer to be read, and for another request
        super().on_response_complete()

    def pause_writing(self) -> None:
        self._wait()  # the client does not read
        super().pause_writing()

    def resume_writing(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._end_wait()
        super().resume_writing()

    def _wait(self) -> None:
        self._end_wait()
        self._timer = self.loop.call_later(self._seconds, self.transport.abort)

    def _end_wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
