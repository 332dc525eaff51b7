"""Around every request: a line in the log without its text, counts, and no trace in the answer."""

from __future__ import annotations

import logging
import time
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mtrepair.integrations.server.answers import Refused, refusal_answer
from mtrepair.integrations.server.metrics import Metrics
from mtrepair.integrations.server.work import Stopped

_ACCESS = logging.getLogger("mtrepair.access")
_ERRORS = logging.getLogger("mtrepair.server")

_WORDS = {404: "there is no such page here", 405: "this page has no such method"}


class Watch:
    """An application whose requests are logged and counted, and whose errors are told in words."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                # An error may quote what a client sent: no browser may take it for a page.
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            refused = _refusal(error)
            self._metrics.refused.labels(refused.reason).inc()
            if not status:
                await refusal_answer(refused, scope["path"])(scope, receive, sent)
        finally:
            self._record(scope, status or 499, time.perf_counter() - begin)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        # The path of a route, never what a client wrote: a query may hold an article.
        path = getattr(scope.get("route"), "path", "other")
        size = scope.get("characters", 0)
        self._metrics.requests.labels(path, str(status)).inc()
        self._metrics.seconds.labels(path).observe(seconds)
        if size:
            self._metrics.characters.labels(path).inc(size)
        client = (scope.get("client") or ("-",))[0]
        _ACCESS.info(
            "%s %s %s %d %d characters %.1f ms",
            client,
            scope["method"] if scope["method"].isalpha() else "-",
            path,
            status,
            size,
            1000 * seconds,
        )


def no_such_page(request: Request, error: Exception) -> Response:
    """The answer where no path fits, or none of its methods."""
    assert isinstance(error, HTTPException)
    told = _WORDS.get(error.status_code, "this can't be asked")
    answer = refusal_answer(Refused(error.status_code, told), request.scope["path"])
    answer.headers.update(error.headers or {})
    return answer


def _refusal(error: Exception) -> Refused:
    """How an error is told: what the client did wrong, or only that something went wrong."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Stopped):
        return Refused(499, "the client has gone", reason="gone")
    # A message may hold a text, or where something lies: where it happened is told, not what.
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    _ERRORS.error("%s in %s", type(error).__name__, places)
    return Refused(500, "something went wrong in the server; its log has more", reason="error")
