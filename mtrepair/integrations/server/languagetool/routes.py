"""The paths of LanguageTool's protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mtrepair.integrations.server.answers import Refused, json_answer
from mtrepair.integrations.server.door import Door, address
from mtrepair.integrations.server.languagetool import words
from mtrepair.integrations.server.languagetool.check import FRENCH, CheckRequest, check
from mtrepair.integrations.server.languagetool.kinds import listed

_Words = Callable[[Mapping[str, Any], Path | None], dict[str, Any]]


class LanguageTool:
    """LanguageTool's protocol, version 2."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._software = {
            "name": "mtrepair",
            "version": door.version,
            "buildDate": "",
            "apiVersion": 1,
            "premium": False,
            "status": "",
        }

    def routes(self) -> list[Route]:
        """The paths, with what answers them."""
        both, get, post = ["GET", "POST"], ["GET"], ["POST"]
        return [
            Route("/v2/check", self._check, methods=both),
            Route("/v2/languages", self._languages, methods=both),
            Route("/v2/info", self._info, methods=get),
            Route("/v2/configinfo", self._configinfo, methods=get),
            Route("/v2/maxtextlength", self._maxtextlength, methods=get),
            Route("/v2/healthcheck", self._healthcheck, methods=get),
            Route("/v2/words", self._on_words(words.words), methods=get),
            Route("/v2/words/add", self._on_words(words.add), methods=post),
            Route("/v2/words/delete", self._on_words(words.delete), methods=post),
        ]

    async def _check(self, http: Request) -> Response:
        fields = await self._door.fields(http)
        request = CheckRequest.of(fields, most=self._door.settings.max_characters)
        http.scope["characters"] = len(request.source.whole)
        desk, here, software = self._door.desk, address(http), self._software
        found = await self._door.read(http, lambda stop: check(request, desk, here, software, stop))
        return json_answer(found)

    async def _languages(self, http: Request) -> Response:
        rows = [
            {"name": name, "code": code.partition("-")[0], "longCode": code}
            for code, name in FRENCH.items()
        ]
        return json_answer(rows)

    async def _info(self, http: Request) -> Response:
        return json_answer({"software": {**self._software, "commit": ""}})

    async def _configinfo(self, http: Request) -> Response:
        limit = {"maxTextLength": self._door.settings.max_characters}
        return json_answer({"software": self._software, "parameter": limit, "rules": listed()})

    async def _maxtextlength(self, http: Request) -> Response:
        return PlainTextResponse(str(self._door.settings.max_characters))

    async def _healthcheck(self, http: Request) -> Response:
        return PlainTextResponse("OK")

    def _on_words(self, answer: _Words) -> Callable[[Request], Any]:
        async def on_words(http: Request) -> Response:
            _check_origin(http, self._door.settings.origins)
            fields = await self._door.fields(http)
            path = self._door.desk.path
            if not all(isinstance(value, str) for value in fields.values()):
                raise Refused(400, "Every field must be a string")
            return json_answer(await self._door.read(http, lambda stop: answer(fields, path)))

        return on_words


def _check_origin(http: Request, origins: tuple[str, ...]) -> None:
    """Raise Refused where another site's page asks: a browser sends its forms to anyone."""
    origin = http.headers.get("origin")
    if origin is None or "*" in origins or origin in origins:
        return
    if urlsplit(origin).netloc != http.headers.get("host"):
        raise Refused(403, "This page may not change the words", reason="origin")
