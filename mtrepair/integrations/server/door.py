"""What every path of the server shares: fields read, keys compared, work given to threads."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request

from mtrepair import __version__
from mtrepair.backends import load_model, model_folder
from mtrepair.integrations.server.answers import Refused, dialect
from mtrepair.integrations.server.batching import Asker, SharedModel
from mtrepair.integrations.server.bodies import body, fields, query_fields
from mtrepair.integrations.server.house import Desk
from mtrepair.integrations.server.metrics import Metrics
from mtrepair.integrations.server.settings import ServerSettings
from mtrepair.integrations.server.work import Lane, Stop
from mtrepair.pipeline import Pipeline

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq

T = TypeVar("T")

_BEARER = "Bearer "


class Door:
    """What the paths of one process have in common.

    Attributes:
        settings: what the server was started with.
        desk: the settings of the house.
        metrics: what is counted.
        version: of mtrepair.
    """

    def __init__(self, settings: ServerSettings, *, model: Seq2Seq | None = None) -> None:
        self.settings = settings
        self.desk = Desk(settings)
        self.metrics = Metrics(settings.metrics_folder)
        self.version = __version__
        if model is None:
            model_folder(settings.translation_model)  # what is not there is told at once
        self._model = model
        self._shared: SharedModel | None = None
        waiting = settings.waiting
        # One thread reads texts: Python runs one at a time. Those that translate mostly wait for
        # the model, which reads the segments of all of them together.
        jobs = self.metrics.jobs.labels
        self._reading = Lane("read", threads=1, waiting=waiting, seen=jobs("read").set)
        self._translating = Lane(
            "translate",
            threads=settings.translations,
            waiting=waiting,
            seen=jobs("translate").set,
        )

    def warm(self) -> None:
        """Load what the first request would wait for.

        Raises:
            InputError: the settings of the house can't be read.
            ModelError: a model is missing or damaged.
        """
        self.desk.cleaner().terms()

    def close(self) -> None:
        """End the threads."""
        self._reading.close()
        self._translating.close()
        if self._shared is not None:
            self._shared.close()

    async def fields(self, request: Request) -> dict[str, Any]:
        """The fields of a request's query and body, once its key has been looked at.

        Raises:
            Refused: they can't be read, are too large, or the key is wrong.
        """
        if request.method == "GET":
            found = query_fields(request)
        else:
            settings = self.settings
            content = await body(
                request,
                most=settings.max_bytes,
                seconds=settings.seconds,
                idle=settings.idle_seconds,
            )
            found = fields(content, request.headers.get("content-type", ""))
            found = {**query_fields(request), **found}
        self.check_key(request, found)
        return found

    def check_key(self, request: Request, found: Mapping[str, Any]) -> None:
        """Raise Refused where a key is asked for and the request has none or another one."""
        wanted = self.settings.api_key
        if wanted is None:
            return
        given = request.headers.get("x-api-key") or request.headers.get("authorization", "")
        given = given.removeprefix(_BEARER) or found.get("apiKey") or found.get("api_key") or ""
        if not isinstance(given, str) or not hmac.compare_digest(
            given.encode("utf-8", "surrogatepass"), wanted.encode()
        ):
            status = 403 if dialect(request.scope["path"]) == "languagetool" else 401
            status = 403 if "q" in found else status
            raise Refused(status, "Invalid API key", reason="key")

    def count(self, request: Request, *texts: str) -> None:
        """Note how long the texts of a request are.

        Raises:
            Refused: they are too long.
        """
        size = sum(map(len, texts))
        request.scope["characters"] = size
        most = self.settings.max_characters
        if size > most:
            raise Refused(413, f"the text has {size} characters, more than {most}", reason="size")

    async def read(self, request: Request, work: Callable[[Stop], T]) -> T:
        """What work on French texts gives, in its turn."""
        return await self._reading.run(work, request=request, seconds=self.settings.seconds)

    async def translate(self, request: Request, work: Callable[[Pipeline], T]) -> T:
        """What translating gives, side by side with others."""
        try:
            return await self._translating.run(
                lambda stop: work(self._pipeline(stop)),
                request=request,
                seconds=self.settings.seconds,
            )
        except Refused as refused:
            if refused.reason != "queue":
                raise
            raise Refused(429, f"Slowdown: {refused}", reason="queue") from refused

    def _pipeline(self, stop: Stop) -> Pipeline:
        return Pipeline(
            cleaner=self.desk.cleaner(),
            translation_model=self._asked(stop),
            beam_size=self.settings.beam_size,
        )

    def _asked(self, stop: Stop) -> Asker:
        if self._shared is None:
            self._shared = self._opened()
        return self._shared.asked(stop)

    def _opened(self) -> SharedModel:
        model = self._model or load_model(self.settings.translation_model)
        return SharedModel(model, seen=self.metrics.batch.observe)


def address(request: Request) -> str:
    """Where the client finds this server, by its own word."""
    return str(request.base_url).rstrip("/")
