"""What the server does under more than it can do: whether it answers or refuses, and stays small.

`python -m benchmarks.studies.server_strain [--minutes N]` prints it.

64 clients at once ask at random: articles checked, repaired and translated (text and HTML), words
listed, 10 MB sent, a request given up half way, an answer that nobody reads, a connection that
says nothing. Every answer must have a status that the protocol has for it; after each minute the
memory of the server is read, and once more when all have gone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import quote_plus

from benchmarks.studies.server_load import articles, memory, served
from mtrepair.errors import RefusedScore

CLIENTS = 64
PORT = 18_091
SERVER = "mtrepair, rules and language model"
# What a request may be answered with: done, too large, or come again.
EXPECTED = {200, 413, 429, 503}
_HUGE = 10 * 2**20
_PATIENCE = 120.0

Seen = Counter[tuple[str, str]]
Kind = Callable[[random.Random], Awaitable[str]]


def request(path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> bytes:
    """A POST that closes its connection."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def exchanged(sent: bytes) -> str:
    """The status of the answer, once all of it has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        writer.write(sent)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), _PATIENCE)
    finally:
        writer.close()
    return answer[9:12].decode() if answer.startswith(b"HTTP/1.1 ") else "none"


class Clients:
    """What the clients ask."""

    def __init__(self) -> None:
        self._articles = articles()
        self.kinds: dict[str, tuple[Kind, int]] = {
            "check": (self._check, 30),
            "clean": (self._clean, 10),
            "translate": (self._translate, 6),
            "translate HTML": (self._translate_html, 4),
            "words": (self._words, 5),
            "10 MB": (self._huge, 2),
            "given up": (self._given_up, 6),
            "not read": (self._not_read, 3),
            "says nothing": (self._silent, 4),
        }

    def _text(self, rng: random.Random, sentences: int = 0) -> str:
        """An article, or its first sentences, with a word that was never read before."""
        text = rng.choice(self._articles)
        if sentences:
            text = ". ".join(text.split(". ")[:sentences])
        return f"{text} Selon Mot{rng.randrange(10**9)}x."

    async def _check(self, rng: random.Random) -> str:
        return await exchanged(
            request("/v2/check", f"language=fr&text={quote_plus(self._text(rng))}".encode())
        )

    async def _clean(self, rng: random.Random) -> str:
        body = json.dumps({"html": f"<p>{self._text(rng)}</p>"}).encode()
        return await exchanged(request("/clean", body, "application/json"))

    async def _translate(self, rng: random.Random) -> str:
        asked = {"q": self._text(rng, 2), "source": "fr", "target": "en"}
        return await exchanged(
            request("/translate", json.dumps(asked).encode(), "application/json")
        )

    async def _translate_html(self, rng: random.Random) -> str:
        page = f"<p>{self._text(rng, 1)}</p>"
        asked = {"q": [page], "source": "auto", "target": "en", "format": "html"}
        return await exchanged(
            request("/translate", json.dumps(asked).encode(), "application/json")
        )

    async def _words(self, rng: random.Random) -> str:
        return await exchanged(
            b"GET /v2/words?username=a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )

    async def _huge(self, rng: random.Random) -> str:
        return await exchanged(request("/v2/check", b"language=fr&text=" + b"a" * _HUGE))

    async def _given_up(self, rng: random.Random) -> str:
        asked = {"q": self._text(rng), "source": "fr", "target": "en"}
        whole = request("/translate", json.dumps(asked).encode(), "application/json")
        _, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(whole[: rng.choice((len(whole), len(whole) // 2))])
        await writer.drain()
        await asyncio.sleep(rng.random())
        writer.transport.abort()
        return "gone"

    async def _not_read(self, rng: random.Random) -> str:
        _, writer = await asyncio.open_connection("127.0.0.1", PORT, limit=1024)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(50 * b"GET /v2/configinfo HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await asyncio.sleep(3 + 10 * rng.random())
        writer.transport.abort()
        return "gone"

    async def _silent(self, rng: random.Random) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(
            rng.choice((b"", b"POST /clean HTTP/1.1\r\nHost:", request("/clean", b"a")[:-1]))
        )
        try:
            answer = await asyncio.wait_for(reader.read(), _PATIENCE)
        finally:
            writer.close()
        return answer[9:12].decode() or "closed"


async def client(number: int, clients: Clients, until: float, seen: Seen) -> None:
    """One client, asking one thing after another until it is time."""
    rng = random.Random(number)
    names = list(clients.kinds)
    weights = [weight for _, weight in clients.kinds.values()]
    while time.monotonic() < until:
        (name,) = rng.choices(names, weights)
        try:
            status = await clients.kinds[name][0](rng)
        except (OSError, TimeoutError) as error:
            status = type(error).__name__
        seen[name, status] += 1
        if status in ("429", "503"):
            await asyncio.sleep(rng.random())


async def strained(minutes: float, process: int) -> tuple[Seen, list[dict[str, int]]]:
    """What came of all requests, and the megabytes after each minute and at the end."""
    seen: Seen = Counter()
    clients, until = Clients(), time.monotonic() + 60 * minutes
    tasks = [
        asyncio.ensure_future(client(number, clients, until, seen)) for number in range(CLIENTS)
    ]
    sizes = [memory(process)]
    while time.monotonic() < until:
        await asyncio.sleep(min(60, max(0.1, until - time.monotonic())))
        sizes.append(memory(process))
        print(f"{len(sizes) - 1} min: {sum(seen.values())} requests, {sizes[-1]}", file=sys.stderr)
    await asyncio.gather(*tasks)
    sizes.append(memory(process))
    return seen, sizes


def wrong(seen: Seen) -> list[str]:
    """Answers that no request should have had."""
    allowed = {
        "given up": {"gone"},
        "not read": {"gone"},
        "says nothing": {"closed", "408", "503"},
        "10 MB": {"413", "503"},
    }
    usual = {str(status) for status in EXPECTED}
    return [
        f"{name}: {status}, {count} times"
        for (name, status), count in sorted(seen.items())
        if status not in allowed.get(name, usual)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    options = parser.parse_args()
    with served(SERVER, PORT) as process:
        seen, sizes = asyncio.run(strained(options.minutes, process))
    for (name, status), count in sorted(seen.items()):
        print(f"{name}: {status}: {count}")
    print("MB, resident and not of files:", [tuple(size.values()) for size in sizes])
    if faults := wrong(seen):
        raise RefusedScore("answers that no request should have had: " + "; ".join(faults))


if __name__ == "__main__":
    main()
