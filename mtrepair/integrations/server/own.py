"""Our own paths: texts repaired, artefacts found, codes explained; and the health of the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mtrepair.cleaner import Cleaner
from mtrepair.errors import InputError, UnknownRule
from mtrepair.findings import together
from mtrepair.integrations.server.answers import Refused, json_answer
from mtrepair.integrations.server.door import Door
from mtrepair.integrations.server.house import differing, found, repaired
from mtrepair.integrations.server.libretranslate import LibreTranslate
from mtrepair.integrations.server.openapi import openapi
from mtrepair.integrations.server.work import Stop
from mtrepair.integrations.superdesk import errors_of
from mtrepair.kinds import MARKUP_KINDS, MarkupKind
from mtrepair.types import Finding, Style

_VERSION = {"schema_version": 1}
# Field -> type of its value, and how an error calls it.
_OPTIONS: dict[str, tuple[type, str]] = {
    "safety": (str, "a string"),
    "select": (list, "a list of codes"),
    "ignore": (list, "a list of codes"),
    "keep": (list, "a list of words"),
    "rules_only": (bool, "true or false"),
    "style": (dict, "an object with quotes and space"),
}
_MOST_ENTRIES = 1000
_SOURCE = ("source", "source_markup")


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A request to read a text.

    Attributes:
        text: what is read.
        form: what it is.
        options: attributes of `Cleaner` that go before the house's.
        source: the English that it was translated from, if it is known.
        source_form: what that is.
    """

    text: str
    form: MarkupKind
    options: dict[str, Any]
    source: str | None = None
    source_form: MarkupKind = "text"

    @classmethod
    def of(cls, fields: Mapping[str, Any], *, more: tuple[str, ...] = ()) -> TextRequest:
        """A request's fields.

        Args:
            more: further fields that it may have.

        Raises:
            Refused: one is missing, unknown or impossible.
        """
        known = {*MARKUP_KINDS, *_OPTIONS, *more, "api_key"}
        for name in fields:
            if name not in known:
                raise Refused(
                    400, f"unknown field {name[:40]!r}; known: {', '.join(sorted(known))}"
                )
        given: list[MarkupKind] = [kind for kind in MARKUP_KINDS if kind in fields]
        if len(given) != 1:
            raise Refused(400, f"give one of {', '.join(MARKUP_KINDS)}")
        text, source = fields[given[0]], fields.get("source")
        if not isinstance(text, str) or not isinstance(source, str | None):
            raise Refused(400, f"{', '.join(MARKUP_KINDS)} and source must be strings")
        source_form = fields.get("source_markup", "text")
        if source_form not in MARKUP_KINDS:
            raise Refused(400, f"source_markup must be one of {', '.join(MARKUP_KINDS)}")
        return cls(text, given[0], _options(fields), source, source_form)

    def differing(self, cleaner: Cleaner) -> Sequence[Finding]:
        """What the source gives away; nothing without one."""
        if self.source is None:
            return ()
        forms = {"form": self.form, "source_form": self.source_form}
        return differing(cleaner, self.text, self.source, **forms)

    def cleaner(self, house: Cleaner) -> Cleaner:
        """The house's cleaner with the options of the request.

        Raises:
            Refused: an option has no such value.
        """
        own = dict(self.options)
        try:
            if "style" in own:
                own["style"] = Style(**own["style"])
            for name in ("keep", "ignore"):
                if name in own:
                    own[name] = (*getattr(house, name), *own[name])
            return replace(house, **own)
        except (InputError, UnknownRule) as error:
            raise Refused(400, str(error)) from error


class Own:
    """The paths that are mtrepair's own."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._libretranslate = LibreTranslate(door)

    def routes(self) -> list[Route]:
        """The paths, with what answers them; LibreTranslate's are among them."""
        return [
            *self._libretranslate.routes(),
            Route("/clean", self._clean, methods=["POST"]),
            Route("/detect", self._detect, methods=["POST"]),
            Route("/spellchecker", self._spellchecker, methods=["POST"]),
            Route("/explain/{code}", self._explain, methods=["GET"]),
            Route("/openapi.json", self._openapi, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]

    async def _clean(self, request: Request) -> Response:
        reading = TextRequest.of(await self._door.fields(request))
        self._door.count(request, reading.text)

        def clean(stop: Stop) -> dict[str, Any]:
            cleaner = reading.cleaner(self._door.desk.cleaner())
            return repaired(cleaner, reading.text, stop, form=reading.form).to_dict()

        return json_answer({**_VERSION, **await self._door.read(request, clean)})

    async def _detect(self, request: Request) -> Response:
        fields = await self._door.fields(request)
        if "q" in fields:
            return await self._libretranslate.detect(request, fields)
        reading = TextRequest.of(fields, more=_SOURCE)
        self._door.count(request, reading.text, reading.source or "")

        def detect(stop: Stop) -> list[dict[str, Any]]:
            cleaner = reading.cleaner(self._door.desk.cleaner())
            own = found(cleaner, reading.text, stop, form=reading.form)
            return [finding.to_dict() for finding in together(own, reading.differing(cleaner))]

        findings = await self._door.read(request, detect)
        return json_answer({**_VERSION, "unit": "codepoint", "findings": findings})

    async def _spellchecker(self, request: Request) -> Response:
        fields = await self._door.fields(request)
        text = fields.get("text")
        if not isinstance(text, str):
            raise Refused(400, "text must be a string")
        self._door.count(request, text)
        findings = await self._door.read(
            request, lambda stop: found(self._door.desk.cleaner(), text, stop)
        )
        return json_answer({"errors": errors_of(findings, text)})

    async def _explain(self, request: Request) -> Response:
        from mtrepair.render import card_html
        from mtrepair.selection import explain

        try:
            explained = explain(request.path_params["code"])
        except UnknownRule as error:
            raise Refused(404, "there is no such code", reason="path") from error
        cards = "".join(map(card_html, explained.cards))
        title = f"{explained.code} {explained.name}"
        return HTMLResponse(f'<!doctype html><meta charset="utf-8"><title>{title}</title>{cards}')

    async def _openapi(self, request: Request) -> Response:
        return json_answer(openapi(self._door.version, self._door.settings.max_characters))

    async def _metrics(self, request: Request) -> Response:
        self._door.check_key(request, {})
        return Response(self._door.metrics.text(), media_type="text/plain; version=0.0.4")


def _options(fields: Mapping[str, Any]) -> dict[str, Any]:
    options = {name: fields[name] for name in _OPTIONS if name in fields}
    for name, value in options.items():
        kind, told = _OPTIONS[name]
        if not isinstance(value, kind):
            raise Refused(400, f"{name} must be {told}")
        if isinstance(value, list) and not _are_strings(value):
            raise Refused(400, f"{name} must be {told}, at most {_MOST_ENTRIES}")
    if any(_is_pattern(word) for word in options.get("keep", ())):
        raise Refused(400, "keep must be words; patterns belong in the settings of the house")
    style = options.get("style", {})
    if not style.keys() <= {"quotes", "space"} or not _are_strings(list(style.values())):
        raise Refused(400, "style must be an object with quotes and space")
    if options.pop("rules_only", False):
        options |= {"language_model": None, "repair_model": None}
    return options


def _are_strings(values: list[Any]) -> bool:
    return len(values) <= _MOST_ENTRIES and all(isinstance(value, str) for value in values)


def _is_pattern(word: str) -> bool:
    # A pattern of a stranger's may take for ever.
    word = word.strip()
    return len(word) > 2 and word[0] == word[-1] == "/"
