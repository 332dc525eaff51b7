"""The application: paths, and what stands before them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from mtrepair.integrations.server.door import Door
from mtrepair.integrations.server.languagetool.routes import LanguageTool
from mtrepair.integrations.server.own import Own
from mtrepair.integrations.server.settings import ServerSettings
from mtrepair.integrations.server.watch import Watch, no_such_page

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq

# Seconds that a thread which reads or translates keeps Python to itself while others wait: the
# thread that answers must not wait for each of them five milliseconds, as it would by default.
_TURN = 0.0005


def application(settings: ServerSettings, *, model: Seq2Seq | None = None) -> Starlette:
    """The server as an ASGI application.

    Args:
        model: translates, in place of the one that the settings name.

    Raises:
        ModelError: there is no such model.
    """
    door = Door(settings, model=model)
    routes = [*LanguageTool(door).routes(), *Own(door).routes()]

    @asynccontextmanager
    async def open_while_serving(app: Starlette) -> AsyncIterator[None]:
        door.warm()
        interval = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            yield
        finally:
            sys.setswitchinterval(interval)
            door.close()

    app = Starlette(
        routes=routes,
        middleware=_before(settings, door),
        lifespan=open_while_serving,
        exception_handlers={HTTPException: no_such_page},
    )
    app.router.redirect_slashes = False
    return app


def _before(settings: ServerSettings, door: Door) -> list[Middleware]:
    """What stands before the paths."""
    watch = Middleware(Watch, metrics=door.metrics)
    if not settings.origins:
        return [watch]
    other_sites = Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", "x-api-key"],
    )
    return [other_sites, watch]
