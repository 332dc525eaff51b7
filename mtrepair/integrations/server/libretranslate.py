"""LibreTranslate's protocol: French to English, of text and of HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mtrepair.integrations.server.answers import Refused, json_answer
from mtrepair.integrations.server.door import Door
from mtrepair.integrations.server.languages import OTHER, guessed
from mtrepair.pipeline import Pipeline

_NAMES = {"fr": "French", "en": "English"}
_AUTO = "auto"
_FORMATS = ("text", "html")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Translating:
    """A request to translate.

    Attributes:
        texts: what is translated.
        many: whether the client sent a list, and gets one.
        source: a code, or "auto".
        target: a code.
        is_html: whether tags stay.
        alternatives: how many the client would like; there are none, so that lists are empty.
    """

    texts: Sequence[str]
    many: bool
    source: str
    target: str
    is_html: bool
    alternatives: int

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Translating:
        """A request's fields.

        Raises:
            Refused: one is missing, or asks for what there is not.
        """
        for name in ("q", "source", "target"):
            if fields.get(name) in (None, "", []):
                raise Refused(400, f"Invalid request: missing {name} parameter")
        texts, many = _texts(fields["q"])
        form = fields.get("format") or "text"
        if form not in _FORMATS:
            raise Refused(400, f"{form!s:.20} format is not supported")
        source = _code(fields["source"], "source")
        target = _code(fields["target"], "target")
        if source not in (*_NAMES, _AUTO):
            raise Refused(400, f"{source} is not supported")
        if target not in _NAMES or (target == "fr" and source == "en"):
            raise Refused(400, f"{target} is not supported as a target language")
        return cls(texts, many, source, target, form == "html", _alternatives(fields))


class LibreTranslate:
    """LibreTranslate's protocol; `/detect` belongs to both protocols, and `detect` answers it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def routes(self) -> list[Route]:
        """The paths, with what answers them."""
        return [
            Route("/translate", self._translate, methods=["POST"]),
            Route("/languages", self._languages, methods=["GET"]),
            Route("/frontend/settings", self._frontend, methods=["GET"]),
            Route("/health", self._health, methods=["GET"]),
        ]

    async def _translate(self, request: Request) -> Response:
        asked = Translating.of(await self._door.fields(request))
        self._door.count(request, *asked.texts)
        return json_answer(
            await self._door.translate(request, lambda pipeline: translated(asked, pipeline))
        )

    async def _languages(self, request: Request) -> Response:
        targets = {"fr": ["en", "fr"], "en": ["en"]}
        return json_answer(
            [{"code": code, "name": _NAMES[code], "targets": own} for code, own in targets.items()]
        )

    async def detect(self, request: Request, fields: Mapping[str, Any]) -> Response:
        """The language of the field `q`, in percent of certainty."""
        if fields.get("q") in (None, "", []):
            raise Refused(400, "Invalid request: missing q parameter")
        texts, _ = _texts(fields["q"])
        self._door.count(request, *texts)
        found = await self._door.read(request, lambda stop: _guess(" ".join(texts)))
        return json_answer([found])

    async def _frontend(self, request: Request) -> Response:
        settings = self._door.settings
        return json_answer(
            {
                "charLimit": settings.max_characters,
                "frontendTimeout": 500,
                "apiKeys": settings.api_key is not None,
                "keyRequired": settings.api_key is not None,
                "suggestions": False,
                "filesTranslation": False,
                "supportedFilesFormat": [],
                "language": {
                    "source": {"code": "fr", "name": _NAMES["fr"]},
                    "target": {"code": "en", "name": _NAMES["en"]},
                },
            }
        )

    async def _health(self, request: Request) -> Response:
        return json_answer({"status": "ok"})


def translated(asked: Translating, pipeline: Pipeline) -> dict[str, Any]:
    """The answer to a request; what is in another language than French comes back as it is."""
    guesses = [_guess(_TAG.sub(" ", t) if asked.is_html else t) for t in asked.texts]
    french = [
        asked.target == "en"
        and (asked.source == "fr" or (asked.source == _AUTO and guess["language"] == "fr"))
        for guess in guesses
    ]
    own = [text for text, is_french in zip(asked.texts, french, strict=True) if is_french]
    written = iter(_english(own, pipeline, is_html=asked.is_html))
    texts = [
        next(written) if is_french else text
        for text, is_french in zip(asked.texts, french, strict=True)
    ]
    none: list[list[str]] = [[] for _ in texts]
    answer: dict[str, Any] = {"translatedText": texts if asked.many else texts[0]}
    if asked.source == _AUTO:
        answer["detectedLanguage"] = guesses if asked.many else guesses[0]
    if asked.alternatives:
        answer["alternatives"] = none if asked.many else none[0]
    return answer


def _english(texts: Sequence[str], pipeline: Pipeline, *, is_html: bool) -> Sequence[str]:
    if not texts:
        return []
    if is_html:
        house = replace(pipeline.cleaner, markup="html")
        pipeline = replace(pipeline, cleaner=house)
    return [translation.text for translation in pipeline.translate_many(texts)]


def _guess(text: str) -> dict[str, Any]:
    """The language of a text; what can't be told is English, of no certainty, as LibreTranslate."""
    found = guessed(text)
    code = "en" if found.code == OTHER else found.code
    return {"confidence": round(100 * found.confidence), "language": code}


def _texts(given: Any) -> tuple[list[str], bool]:
    if isinstance(given, str):
        return [given], False
    if isinstance(given, list) and all(isinstance(text, str) for text in given):
        return given, True
    raise Refused(400, "Invalid request: q must be a string or a list of strings")


def _code(given: Any, name: str) -> str:
    if not isinstance(given, str) or not given[:20].replace("-", "").isalnum():
        raise Refused(400, f"Invalid request: {name} must be a language code")
    return given[:20].partition("-")[0].lower()


def _alternatives(fields: Mapping[str, Any]) -> int:
    given = fields.get("alternatives") or 0
    try:
        return max(0, int(given))
    except (TypeError, ValueError, OverflowError):  # JSON knows Infinity
        raise Refused(400, "Invalid request: alternatives must be a number") from None
