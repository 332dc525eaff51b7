"""What a request brings: its body within the limits, as fields."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from mtrepair.integrations.server.answers import Refused

# What is read of a body that is too large, so that the client can finish and read the answer.
_DRAINED = 32 * 2**20
# And how much longer than one that is wanted it may take.
_PATIENCE = 4
_MOST_FIELDS = 1000

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


async def body(request: Request, *, most: int, seconds: float, idle: float) -> bytes:
    """The body of a request.

    Raises:
        Refused: it is larger than `most` bytes, takes longer than `seconds` to come, or nothing of
            it comes for `idle` seconds.
    """
    kept = bytearray()
    size = 0
    declared = request.headers.get("content-length", "")
    too_large = declared.isdecimal() and int(declared) > most
    try:
        now = asyncio.get_running_loop().time
        limit = _PATIENCE * seconds if too_large else seconds
        async with asyncio.timeout(limit), asyncio.timeout(idle) as silence:
            async for chunk in request.stream():
                silence.reschedule(now() + idle)
                size += len(chunk)
                too_large = too_large or size > most
                if too_large:
                    kept.clear()
                    if size > _DRAINED:
                        break
                else:
                    kept += chunk
    except TimeoutError:
        if not too_large:
            raise Refused(408, "the request came too slowly", reason="slow") from None
    except ClientDisconnect:
        raise Refused(499, "the client has gone", reason="gone") from None
    if too_large:
        raise Refused(413, f"the request is larger than {most} bytes", reason="size")
    return bytes(kept)


def fields(content: bytes, kind: str) -> dict[str, Any]:
    """The fields of a body: of JSON any values, of a form strings with LF as line ends.

    Raises:
        Refused: it is neither, or damaged.

    >>> fields(b"text=Un+%C3%A9t%C3%A9", "application/x-www-form-urlencoded")
    {'text': 'Un été'}
    """
    kind = kind.partition(";")[0].strip().lower()
    if kind == JSON:
        return _json_fields(content)
    if kind in (FORM, ""):
        return _form_fields(content)
    raise Refused(400, f"the body must be {JSON} or {FORM}, not {kind}")


def _json_fields(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no valid JSON") from None
    if not isinstance(found, dict):
        raise Refused(400, "the body must be a JSON object")
    return found


def _form_fields(content: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(
            content.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise Refused(400, "the body is no form in UTF-8") from None
    return dict(pairs)


def query_fields(request: Request) -> dict[str, Any]:
    """The fields of a request's query.

    Raises:
        Refused: it is no UTF-8, or has too many fields.
    """
    return _form_fields(request.scope["query_string"])
