"""What a server does with too much, too slow, too late and too curious."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from serving import Answer, ask, serving
from tiny_model import FakeModel

from mtrepair import Cleaner
from mtrepair.integrations.server.house import found
from mtrepair.integrations.server.work import Stop, Stopped
from mtrepair.types import Hypothesis

FRENCH = "Le vote a lieu lundi."
SECRET = "Le secret,bien gardé. ."


class GatedModel(FakeModel):
    """A model that writes nothing before its gate is opened; it knows how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.calls: list[list[str]] = []

    def generate(self, sources: Any, **options: Any) -> list[list[Hypothesis]]:
        self.calls.append(list(sources))
        self.begun.set()
        assert self.gate.wait(20)
        return super().generate(sources, **options)


def translate(address: str, text: str = FRENCH) -> Answer:
    return ask(address, "/translate", json_body={"q": text, "source": "fr", "target": "en"})


def opened(address: str, request: bytes) -> socket.socket:
    """A connection on which some bytes have been sent."""
    place = urlsplit(address)
    connection = socket.create_connection((place.hostname, place.port), timeout=20)
    connection.sendall(request)
    return connection


def read_to_end(connection: socket.socket) -> bytes:
    parts = []
    with connection:
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(max_characters=100, idle_seconds=0.5) as address:
        yield address


# Too much


@pytest.mark.parametrize("path", ["/v2/check", "/translate", "/clean"])
def test_ten_megabytes_are_refused_and_the_client_can_read_so(server: str, path: str) -> None:
    answer = ask(server, path, {"language": "fr", "text": "a" * 10_000_000})
    assert answer.status == 413
    assert b"larger than" in answer.body


def test_a_body_of_unknown_size_is_refused_when_it_has_grown_too_large(server: str) -> None:
    head = b"POST /clean HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"
    connection = opened(server, head + 5 * chunk + b"0\r\n\r\n")
    assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/v2/check", {"language": "fr", "text": "a" * 101}),
        ("/v2/check", {"language": "fr", "data": '{"annotation":[{"markup":"%s"}]}' % ("a" * 101)}),
        (
            "/v2/check",
            {
                "language": "fr",
                "data": '{"annotation":[{"markup":"a","interpretAs":"%s"}]}' % ("a" * 101),
            },
        ),
        ("/translate", {"q": "a" * 101, "source": "fr", "target": "en"}),
        ("/detect", {"q": "a" * 101}),
        ("/clean", {"text": "a" * 101}),
        ("/spellchecker", {"text": "a" * 101}),
    ],
)
def test_a_text_that_is_too_long_is_refused(server: str, path: str, fields: dict[str, str]) -> None:
    answer = ask(server, path, fields)
    assert answer.status == 413
    assert b"100" in answer.body


def test_a_list_counts_as_its_texts_together(server: str) -> None:
    body = {"q": ["a" * 60, "a" * 60], "source": "fr", "target": "en"}
    assert ask(server, "/translate", json_body=body).status == 413


def test_who_finds_the_queue_full_is_told_to_come_again() -> None:
    model = GatedModel()
    with serving(model, waiting=0, translations=1) as address, ThreadPoolExecutor() as pool:
        first = pool.submit(translate, address)
        assert model.begun.wait(20)
        second = translate(address)
        model.gate.set()
        assert (second.status, second.headers["retry-after"]) == (429, "2")
        assert second.json["error"].startswith("Slowdown: ")
        assert first.result().status == 200


def test_what_takes_too_long_is_given_up() -> None:
    model = GatedModel()
    with serving(model, seconds=0.2) as address:
        answer = translate(address)
        model.gate.set()
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")


def test_more_connections_than_allowed_are_told_so() -> None:
    with serving(connections=1) as address:
        first = opened(address, b"")
        answer = ask(address, "/v2/languages")
        first.close()
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")


# Given up


def test_a_request_that_is_given_up_is_not_worked_on_any_more() -> None:
    model = GatedModel()
    text = "%0A".join(f"Le+maire+num%C3%A9ro+{number}+a+dit+oui." for number in range(400))
    body = f"q={text}&source=fr&target=en".encode()
    head = f"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with serving(model) as address:
        connection = opened(address, head + body)
        assert model.begun.wait(20)
        connection.close()
        while 'lane="translate"} 1.0' in ask(address, "/metrics").text:
            model.gate.set()
        assert sum(map(len, model.calls)) < 400


def test_a_check_that_is_given_up_ends_between_two_rules() -> None:
    stop = Stop()
    stop.set()
    for model in (None, "french-4gram"):
        for form in ("text", "html"):
            with pytest.raises(Stopped):
                found(Cleaner(language_model=model), SECRET, stop, form=form)
    assert len(found(Cleaner(language_model=None), SECRET, Stop())) == 2


# Too slow


def test_a_connection_that_says_nothing_is_closed(server: str) -> None:
    assert read_to_end(opened(server, b"")) == b""


def test_a_head_that_never_ends_is_closed(server: str) -> None:
    assert read_to_end(opened(server, b"POST /clean HTTP/1.1\r\nHost:")) == b""


def test_a_body_that_never_ends_is_told_so(server: str) -> None:
    head = b"POST /clean HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\ntext="
    assert read_to_end(opened(server, head)).startswith(b"HTTP/1.1 408 ")


def test_who_reads_no_answers_is_cut_off() -> None:
    # Requests are sent one behind the other and no answer is read, until no more can be sent.
    request = b"GET /v2/configinfo HTTP/1.1\r\nHost: a\r\n\r\n"
    with serving(idle_seconds=0.3) as address:
        connection = opened(address, b"")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # The machine's buffers may hold the first megabytes.
        requests = 2_000_000 * request
        with connection, pytest.raises(ConnectionError):
            connection.sendall(requests)


def test_what_is_no_http_is_told_so(server: str) -> None:
    assert read_to_end(opened(server, b"\x16\x03\x01 no\r\n\r\n")).startswith(b"HTTP/1.1 400 ")


def test_what_was_begun_is_finished_when_the_server_stops() -> None:
    model = GatedModel()
    with ThreadPoolExecutor() as pool:
        with serving(model) as address:
            answer = pool.submit(translate, address)
            assert model.begun.wait(20)
            threading.Timer(0.1, model.gate.set).start()
        assert answer.result().status == 200


# Too curious


@pytest.fixture(scope="module")
def locked() -> Iterator[str]:
    with serving(api_key="s3cret") as address:
        yield address


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/v2/check", {"language": "fr", "text": "a"}, 403),
        ("/translate", {"q": "a", "source": "fr", "target": "en"}, 403),
        ("/clean", {"text": "a"}, 401),
        ("/v2/words/add", {"word": "a", "username": "a"}, 403),
    ],
)
def test_without_the_key_nothing_is_done(
    locked: str, path: str, fields: dict[str, str], status: int
) -> None:
    assert ask(locked, path, fields).status == status
    assert ask(locked, path, {**fields, "api_key": "s3cre"}).status == status


def test_the_key_may_come_as_each_client_sends_it(locked: str) -> None:
    check = {"language": "fr", "text": "a", "username": "desk", "apiKey": "s3cret"}
    assert ask(locked, "/v2/check", check).status == 200
    asked = {"q": "a", "source": "en", "target": "en", "api_key": "s3cret"}
    assert ask(locked, "/translate", json_body=asked).status == 200
    for header in ({"Authorization": "Bearer s3cret"}, {"X-API-Key": "s3cret"}):
        assert ask(locked, "/clean", {"text": "a"}, headers=header).status == 200
    assert ask(locked, "/metrics").headers["www-authenticate"] == "Bearer"
    assert ask(locked, "/metrics", headers={"X-API-Key": "s3cret"}).status == 200
    assert ask(locked, "/health").status == 200


def test_a_key_that_is_no_string_is_no_key(locked: str) -> None:
    assert ask(locked, "/clean", json_body={"text": "a", "api_key": ["s3cret"]}).status == 401
    assert ask(locked, "/clean", json_body={"text": "a", "api_key": "\ud800"}).status == 401


def test_other_sites_pages_get_nothing_unless_they_are_allowed(server: str) -> None:
    page = {"Origin": "https://desk.example"}
    fields = {"language": "fr", "text": "a"}
    closed = ask(server, "/v2/check", fields, headers=page)
    assert "access-control-allow-origin" not in closed.headers
    with serving(origins=("https://desk.example",)) as address:
        answer = ask(address, "/v2/check", fields, headers=page)
        assert answer.headers["access-control-allow-origin"] == "https://desk.example"
        other = ask(address, "/v2/check", fields, headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
        asked = {**page, "Access-Control-Request-Method": "POST"}
        assert ask(address, "/v2/check", method="OPTIONS", headers=asked).status == 200


def test_an_error_of_ours_tells_neither_path_nor_text(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: str) -> str:
        raise RuntimeError(f"/srv/models: no answer to {source}")

    with serving(FakeModel(broken)) as address, heard(caplog, monkeypatch):
        answer = translate(address, SECRET)
    told = {"error": "something went wrong in the server; its log has more"}
    assert (answer.status, answer.json) == (500, told)
    assert "RuntimeError in broken" in caplog.text
    assert "secret" not in caplog.text


def test_the_log_of_requests_has_no_text(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as address, heard(caplog, monkeypatch):
        ask(address, "/v2/check?language=fr&text=secret")
        ask(address, "/secret")
        ask(address, "/clean", {"text": "secret"})
    lines = [record.getMessage() for record in caplog.records if "access" in record.name]
    assert [line.split()[1:4] for line in lines] == [
        ["GET", "/v2/check", "200"],
        ["GET", "other", "404"],
        ["POST", "/clean", "200"],
    ]
    assert "secret" not in caplog.text


def heard(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A block in which what the server logs is caught."""
    for name in ("mtrepair.access", "mtrepair.server"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "propagate", True)
        monkeypatch.setattr(logger, "level", logging.INFO)
    return caplog.at_level(logging.INFO)


def test_requests_are_counted_for_prometheus() -> None:
    with serving(max_characters=100) as address:
        ask(address, "/v2/check", {"language": "fr", "text": FRENCH})
        ask(address, "/clean", {"text": "a" * 101})
        told = ask(address, "/metrics").text
    assert 'mtrepair_requests_total{path="/v2/check",status="200"} 1.0' in told
    assert 'mtrepair_requests_total{path="/clean",status="413"} 1.0' in told
    assert 'mtrepair_characters_total{path="/v2/check"} 21.0' in told
    assert 'mtrepair_refused_total{reason="size"} 1.0' in told
