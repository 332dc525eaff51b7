"""A server on a real socket in a thread, and plain requests to it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import uvicorn
from tiny_model import FakeModel

from mtrepair.backends import Seq2Seq
from mtrepair.integrations.server.running import configuration
from mtrepair.integrations.server.settings import ServerSettings


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def serving(model: Seq2Seq | None = None, **settings: Any) -> Iterator[str]:
    """A block in which a server answers; its address. By default the model shouts."""
    own = ServerSettings(port=0, **{"alone": True, "rules_only": True, **settings})
    config = configuration(own, model=model or FakeModel(), quiet=True)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        host, port = server.servers[0].sockets[0].getsockname()
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()


def ask(
    address: str,
    path: str,
    fields: Mapping[str, Any] | None = None,
    *,
    json_body: Any = None,
    body: bytes | None = None,
    method: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request: a form of `fields`, JSON, any body, or none."""
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
    own = dict(headers or {})
    if fields is not None:
        body = urlencode(fields).encode()
        own.setdefault("Content-Type", "application/x-www-form-urlencoded")
    elif json_body is not None:
        body = json.dumps(json_body).encode()
        own.setdefault("Content-Type", "application/json")
    try:
        connection.request(method or ("GET" if body is None else "POST"), path, body, own)
        response = connection.getresponse()
        lower = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, lower, response.read())
    finally:
        connection.close()
