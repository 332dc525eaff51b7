"""How many articles a second the server checks, beside LanguageTool's rules behind the same server.

`python -m benchmarks.studies.server_load` prints it; it needs `wrk` (Debian) and what
`benchmarks/peers.sh` installs.

Articles of about 2,000 characters, made of the paragraphs of `sets/wikinews.jsonl` and
`sets/damaged.jsonl`, are posted to `/v2/check` by wrk over 8 connections. Each server is one worker
with one thread that reads texts; they are asked in turn, several rounds, on the processors that
this command may use, so that ratios count and not the numbers by themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from mtrepair.errors import RefusedScore

SETS = Path(__file__).parent.parent / "sets"
SIZE, ARTICLES = 2000, 64
CONNECTIONS, SECONDS, ROUNDS = 8, 20, 3
SERVERS = {
    "LanguageTool's rules (lingotweaker)": ("peer",),
    "mtrepair, rules": ("mtrepair", "--rules-only"),
    "mtrepair, rules and language model": ("mtrepair",),
}
_FIRST_PORT = 18_081
_TIMES = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
_SCRIPT = """
bodies = {%s}
at = 0
request = function()
  at = at %% #bodies + 1
  return wrk.format("POST", "/v2/check",
    {["Content-Type"] = "application/x-www-form-urlencoded"}, bodies[at])
end
"""


class Load(NamedTuple):
    """What wrk saw in one round.

    Attributes:
        rate: requests a second.
        slowest: milliseconds within which 99 of 100 are answered.
        failed: answers that were none, or were refused.
    """

    rate: float
    slowest: float
    failed: int


def articles() -> list[str]:
    """Texts of about SIZE characters."""
    parts: list[str] = []
    for name in ("wikinews", "damaged"):
        for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            parts += json.loads(line)["text"].split("\n\n")
    made, text = [], ""
    for part in parts:
        text = f"{text}\n\n{part}" if text else part
        if len(text) >= SIZE:
            made.append(text[:SIZE])
            text = ""
    return made[:ARTICLES]


def load(port: int, script: Path, seconds: int) -> Load:
    """One round of wrk."""
    options = f"-t1 -c{CONNECTIONS} -d{seconds}s --timeout 60s --latency -s".split()
    done = subprocess.run(
        ["wrk", *options, str(script), f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=True,
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", done.stdout)
    if not rate or not slowest:
        raise RefusedScore(f"wrk said something else than a rate: {done.stdout!r}")
    failed = sum(map(int, re.findall(r"(?:Non-2xx[^:]*:|timeout) (\d+)", done.stdout)))
    return Load(float(rate[1]), float(slowest[1]) * _TIMES[slowest[2]], failed)


@contextmanager
def served(name: str, port: int) -> Iterator[int]:
    """A block in which a server answers; the process that does."""
    kind, *options = SERVERS[name]
    command = ["-m", "mtrepair", "serve", "--quiet", "--no-config", *options]
    if kind == "peer":
        command = ["-m", "benchmarks.studies.server_load", "--peer"]
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/v2/healthcheck", timeout=5):
                return
        except OSError:
            if process.poll() is not None:
                raise RefusedScore("a server did not start; try its command by hand") from None
            time.sleep(0.1)
    raise RefusedScore("a server did not answer within a minute")


def memory(process: int) -> dict[str, int]:
    """Megabytes of a process: all it has in memory, and what it shares with no file."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    rows = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {name: int(rows[name].split()[0]) // 1024 for name in ("VmRSS", "RssAnon")}


def serve_peer(port: int) -> None:
    """LanguageTool's rules behind the parts that our own server is made of."""
    from functools import partial

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    from mtrepair.integrations.server.answers import json_answer
    from mtrepair.integrations.server.door import Door
    from mtrepair.integrations.server.protocol import ImpatientProtocol
    from mtrepair.integrations.server.settings import ServerSettings

    engine: Any = import_module("lt_py").Engine("fr")
    door = Door(ServerSettings(alone=True, rules_only=True))

    async def check(request: Request) -> Response:
        text = (await door.fields(request))["text"]
        found = await door.read(request, lambda stop: engine.check(text))
        return json_answer({"matches": found})

    async def health(request: Request) -> Response:
        return PlainTextResponse("OK")

    app = Starlette(
        routes=[Route("/v2/check", check, methods=["POST"]), Route("/v2/healthcheck", health)]
    )
    protocol: Any = partial(ImpatientProtocol, seconds=10.0, most=256)
    uvicorn.run(app, port=port, http=protocol, access_log=False, log_level="warning")


def measured(rounds: int, seconds: int) -> dict[str, tuple[list[Load], int]]:
    """The rounds of each server, in turn, and its megabytes behind them."""
    found: dict[str, tuple[list[Load], int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "post.lua"
        bodies = (f'"language=fr&text={quote_plus(text)}"' for text in articles())
        script.write_text(_SCRIPT % ",".join(bodies), encoding="utf-8")
        rows: dict[str, list[Load]] = {name: [] for name in SERVERS}
        for number in range(rounds):
            for place, name in enumerate(SERVERS):
                port = _FIRST_PORT + place
                with served(name, port) as process:
                    load(port, script, 2)  # warm
                    rows[name].append(load(port, script, seconds))
                    found[name] = rows[name], memory(process)["VmRSS"]
                print(f"round {number + 1}: {name}: {rows[name][-1]}", file=sys.stderr)
    return found


def table(found: dict[str, tuple[list[Load], int]]) -> Iterator[tuple[str, ...]]:
    """Rows of server, requests a second, 99 of 100 within, ratios to the first, megabytes."""
    base: Load | None = None
    for name, (rows, megabytes) in found.items():
        own = _median(rows)
        base = base or own
        yield (
            name,
            f"{own.rate:.1f}",
            f"{own.slowest:.0f}",
            f"{own.rate / base.rate:.2f}",
            f"{own.slowest / base.slowest:.2f}",
            str(sum(row.failed for row in rows)),
            str(megabytes),
        )


def _median(rows: Sequence[Load]) -> Load:
    return Load(
        statistics.median(row.rate for row in rows),
        statistics.median(row.slowest for row in rows),
        0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of each round")
    parser.add_argument("--peer", action="store_true", help="be the server that is compared with")
    parser.add_argument("--port", type=int, default=_FIRST_PORT)
    options = parser.parse_args()
    if options.peer:
        serve_peer(options.port)
        return
    if shutil.which("wrk") is None:
        raise RefusedScore("there is no wrk; install it: apt-get install wrk")
    shown = Table("server", "requests/s", "p99 ms", "rate", "p99", "failed", "MB")
    for row in table(measured(options.rounds, options.seconds)):
        shown.add_row(*row)
    console = Console()
    console.print(f"{len(os.sched_getaffinity(0))} processor(s), {CONNECTIONS} connections")
    console.print(shown)


if __name__ == "__main__":
    main()
