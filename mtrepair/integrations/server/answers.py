"""Answers, and refusals in the words of each protocol."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from starlette.responses import PlainTextResponse, Response

from mtrepair.errors import MtrepairError

Dialect = Literal["languagetool", "json"]

_SURROGATE = re.compile("[\ud800-\udfff]")
# Seconds after which a client may come again: about what a long text takes.
_AGAIN = 2


class Refused(MtrepairError):
    """A request that is answered with an error.

    Attributes:
        status: of HTTP.
        reason: a word for the metrics.
    """

    def __init__(self, status: int, message: str, *, reason: str = "request") -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason


def json_answer(value: Any, status: int = 200) -> Response:
    """A value as JSON; a lone surrogate, which UTF-8 can't hold, is spelt out.

    >>> json_answer({"text": "é"}).body
    b'{"text":"\\xc3\\xa9"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if _SURROGATE.search(text):
        text = json.dumps(value, separators=(",", ":"))
    return Response(text.encode(), status, media_type="application/json")


def dialect(path: str) -> Dialect:
    """The protocol that a path belongs to, by how it tells errors."""
    return "languagetool" if path.startswith("/v2/") else "json"


def refusal_answer(refused: Refused, path: str) -> Response:
    """A refusal as the path's protocol words it.

    >>> refusal_answer(Refused(400, "no text"), "/v2/check").body
    b'Error: no text'
    >>> refusal_answer(Refused(400, "no text"), "/clean").body
    b'{"error":"no text"}'
    """
    answer: Response
    if dialect(path) == "languagetool":
        answer = PlainTextResponse(f"Error: {refused}", refused.status)
    else:
        answer = json_answer({"error": str(refused)}, refused.status)
    if refused.status in (429, 503):
        answer.headers["Retry-After"] = str(_AGAIN)
    if refused.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
