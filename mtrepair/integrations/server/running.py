"""The application under uvicorn, in this process or in several."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn

from mtrepair.integrations.server.app import application
from mtrepair.integrations.server.door import Door
from mtrepair.integrations.server.protocol import ImpatientProtocol
from mtrepair.integrations.server.settings import ServerSettings

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq

_QUEUED = 2048


def serve(settings: ServerSettings, *, quiet: bool = False) -> None:
    """Serve until SIGTERM or Ctrl-C; what was begun is finished.

    Raises:
        InputError: the settings of the house can't be read.
        ModelError: a model is missing or damaged.
    """
    from uvicorn.supervisors import Multiprocess

    door = Door(settings)
    door.warm()  # what can't be loaded is told at once
    door.close()
    config = configuration(settings, quiet=quiet)
    if settings.workers == 1:
        uvicorn.Server(config).run()
    else:
        bound = config.bind_socket()
        bound.listen(_QUEUED)  # clients that come before the workers wait for them
        Multiprocess(config, sockets=[bound]).run()


def configuration(
    settings: ServerSettings, *, model: Seq2Seq | None = None, quiet: bool = False
) -> uvicorn.Config:
    """How uvicorn serves it; it can be pickled for workers.

    Args:
        model: translates, in place of the one that the settings name.
        quiet: whether requests are logged.
    """
    return uvicorn.Config(
        partial(application, settings, model=model),
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http=partial(  # type: ignore[arg-type]
            ImpatientProtocol, seconds=settings.idle_seconds, most=settings.connections
        ),
        ws="none",
        log_config=_logging(quiet=quiet),
        access_log=False,
        server_header=False,
        backlog=_QUEUED,
        timeout_keep_alive=max(1, int(settings.idle_seconds)),
        timeout_graceful_shutdown=settings.grace_seconds,
    )


def _logging(*, quiet: bool) -> dict[str, Any]:
    def logger(level: str) -> dict[str, Any]:
        return {"handlers": ["stderr"], "level": level, "propagate": False}

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "uvicorn": logger("INFO"),
            # Its lines hold queries, which may hold articles.
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "mtrepair.access": logger("WARNING" if quiet else "INFO"),
            "mtrepair.server": logger("INFO"),
        },
    }
