"""An archive through `mtrepair batch`: its rate and memory, and what disturbs it.

`python -m benchmarks.studies.archive --write` makes `results/archive.md`; `--scale 0.05` only
shows that it works. Articles are made of the paragraphs of `sets/wikinews.jsonl` and
`sets/damaged.jsonl`, each with a number of its own, so that none is a copy unless it should be.

Seconds are those of a clock: let nothing else run. Two processes need two processors.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import HOME
from benchmarks.harness.tables import markdown_table
from mtrepair import __version__
from mtrepair.checksum import sha256
from mtrepair.errors import RefusedScore

RESULTS = HOME / "results" / "archive.md"
SEED, KILLS, CHUNK, COPIES = 20, 10, 100, 0.4
# Characters of an article as the press has them, and of those of which only the number counts.
LONG, SHORT = 3000, 120
# Bytes of the disk that fills up.
_DISK = 2**20
_HOURS = 3600
# How many times fewer articles models that write are given.
_SLOWER = 20


class Run(NamedTuple):
    """A run of the command.

    Attributes:
        seconds: by the clock.
        megabytes: most memory that its largest process had.
        status: of its end.
        said: its last line.
    """

    seconds: float
    megabytes: int
    status: int
    said: str


class Rate(NamedTuple):
    """How fast a way to repair an archive is.

    Attributes:
        name: of the way.
        articles: that were measured.
        a_second: articles.
        megabytes: most memory that its largest process had.
    """

    name: str
    articles: int
    a_second: float
    megabytes: int


def articles(count: int, characters: int, *, copies: float = 0.0) -> Iterator[dict[str, object]]:
    """Records of so many articles, of which a share are copies of earlier ones."""
    rng = random.Random(SEED)
    paragraphs = _paragraphs()
    made: list[str] = []
    for number in range(count):
        if made and rng.random() < copies:
            text = rng.choice(made)
        else:
            text = f"Le dossier porte le numéro {number}."
            while len(text) < characters:
                text += "\n\n" + rng.choice(paragraphs)
            text = text[:characters].rstrip()
            if copies:
                made.append(text)
        yield {"id": number, "site": f"s{number % 7}", "text": text}


def _paragraphs() -> list[str]:
    found: list[str] = []
    for name in ("wikinews", "damaged"):
        for line in (HOME / "sets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            found += json.loads(line)["text"].split("\n\n")
    return [paragraph for paragraph in found if len(paragraph) > 80]


def written(path: Path, records: Iterator[dict[str, object]], *, broken: int = 0) -> Path:
    """The records as JSON Lines; every so manieth line is cut off."""
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(records, 1):
            line = json.dumps(record, ensure_ascii=False)
            is_broken = broken and not number % broken
            file.write((line[: len(line) // 2] if is_broken else line) + "\n")
    return path


def run(archive: Path, out: Path, *options: str) -> Run:
    """The command, to its end."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(_command(archive, out, *options), stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        said.seek(0)
        lines = said.read().decode().splitlines()
    return Run(seconds, used.ru_maxrss // 1024, process.returncode, (lines or [""])[-1])


def _command(archive: Path, out: Path, *options: str) -> Sequence[str]:
    fixed = ("--chunk-size", str(CHUNK), "-o", str(out))
    alone = () if "--config" in options else ("--no-config",)
    return (sys.executable, "-m", "mtrepair", "batch", str(archive), *fixed, *alone, *options)


def content(out: Path) -> dict[str, str]:
    """The checksum of each part."""
    return {path.name: sha256(path) for path in sorted(out.glob("part-*"))}


def rates(place: Path, count: int) -> Iterator[Rate]:
    """How fast articles of the press's length go, and with how much memory."""
    repairing = place / "repair.toml"
    repairing.write_text('repair_model = "repair-small"\n', encoding="utf-8")
    slow = max(2, count // _SLOWER)
    for name, number, options in (
        ("rules and language model, 1 process", count, ()),
        ("rules and language model, 2 processes", count, ("--processes", "2")),
        ("rules, 1 process", count, ("--rules-only",)),
        ("rules, 2 processes", count, ("--rules-only", "--processes", "2")),
        ("and the repair model, 1 process", slow, ("--config", str(repairing))),
        ("and English, 1 process", slow, ("--english",)),
    ):
        archive = written(place / f"rates{number}.jsonl", articles(number, LONG))
        done = run(archive, place / name.replace(" ", "-"), *options)
        _expect(done.status == 0, done.said)
        yield Rate(name, number, number / done.seconds, done.megabytes)


def memories(place: Path, counts: Sequence[int]) -> Iterator[list[str]]:
    """Rows of the memory that so many records take."""
    for count in counts:
        archive = written(place / f"m{count}.jsonl", articles(count, SHORT))
        done = run(archive, place / f"m{count}", "--rules-only")
        _expect(done.status == 0, done.said)
        yield [f"{count:,}", f"{archive.stat().st_size / 1e6:.1f}", str(done.megabytes)]


def killed(place: Path, count: int) -> str:
    """What became of a run that was killed again and again."""
    archive = written(place / "killed.jsonl", articles(count, SHORT))
    whole, out, rng = place / "whole", place / "killed", random.Random(SEED)
    undisturbed = run(archive, whole, "--rules-only")
    _expect(undisturbed.status == 0, undisturbed.said)
    seen = []
    for number in range(1, KILLS + 1):
        process = subprocess.Popen(
            _command(archive, out, "--rules-only"), stderr=subprocess.DEVNULL
        )
        # Spread over the run: each time a little further, at a moment of its own.
        target = len(content_names(whole)) * number // (KILLS + 2)
        while process.poll() is None and len(content_names(out)) < target:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        _expect(process.wait() == -signal.SIGKILL, "a run ended before it was killed")
        seen.append(len(content_names(out)))
    last = run(archive, out, "--rules-only")
    _expect(last.status == 0, last.said)
    same = content(out) == content(whole)
    _expect(same, "the parts differ from those of the undisturbed run")
    return (
        f"{count:,} articles, killed (SIGKILL) {KILLS} times, when {', '.join(map(str, seen))} of "
        f"{len(content(whole))} parts were there: all bytes are those of the undisturbed run."
    )


def content_names(out: Path) -> list[str]:
    """The names of the parts that are there."""
    return [path.name for path in out.glob("part-*.jsonl")]


def copied(place: Path, count: int) -> str:
    """How much time copies save."""
    plain = run(written(place / "plain.jsonl", articles(count, LONG)), place / "plain")
    with_copies = articles(count, LONG, copies=COPIES)
    saved = run(written(place / "copies.jsonl", with_copies), place / "copies")
    _expect(plain.status == saved.status == 0, saved.said)
    return (
        f"{count:,} articles of which {COPIES:.0%} are copies take "
        f"{saved.seconds / plain.seconds:.2f} of the time of as many that are none."
    )


def broken(place: Path, count: int) -> str:
    """What became of lines that are cut off."""
    archive = written(place / "broken.jsonl", articles(count, SHORT), broken=50)
    done = run(archive, place / "broken", "--rules-only")
    parts = sorted((place / "broken").glob("part-*"))
    rows = [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]
    failed = [number for number, row in enumerate(rows, 1) if row["mtrepair_error"] is not None]
    expected = list(range(50, count + 1, 50))
    _expect(done.status == 1 and len(rows) == count and failed == expected, done.said)
    return f"{len(failed):,} lines cut off among {count:,}: these have an error, others none."


def filled(place: Path, count: int) -> str:
    """What became of a run whose disk was full, and when there was room again."""
    archive = written(place / "filled.jsonl", articles(count, SHORT))
    whole = place / "unfilled"
    run(archive, whole, "--rules-only")
    with _small_disk(place / "disk") as disk:
        if disk is None:
            return "Full disk: not measured, a small disk can't be mounted here."
        out = disk / "out"
        full = run(archive, out, "--rules-only")
        parts = content(out)
        _expect(full.status == 2 and "make room" in full.said, full.said)
        _expect(0 < len(parts) < len(content(whole)), "the disk was not filled")
        subprocess.run(["mount", "-o", "remount,size=256m", disk], check=True)
        again = run(archive, out, "--rules-only")
        _expect(again.status == 0 and content(out) == content(whole), again.said)
        kept = all(content(out)[name] == own for name, own in parts.items())
        _expect(kept, "a part that was finished is another one now")
    return (
        f"A disk of {_DISK >> 10} kB was full after {len(parts)} of {len(content(whole))} parts: "
        f"exit status 2. With more room the same command went on to the same bytes."
    )


@contextmanager
def _small_disk(place: Path) -> Iterator[Path | None]:
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(place)]
    try:
        is_there = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        is_there = False
    try:
        yield place if is_there else None
    finally:
        if is_there:
            subprocess.run(["umount", str(place)], check=True)


def costs(rates: Mapping[str, float]) -> str:
    """The hours that many articles take, by the articles a second of one process.

    >>> print(costs({"rules": 10.0}).splitlines()[2])
    | rules | 1,000,000 | 28 | 3.5 | 0.4 |
    """
    processes = (1, 8, 64)
    hours = [f"hours, {n} process{'es' if n > 1 else ''}" for n in processes]
    rows = [
        [name, f"{count:,}", *(_rounded(count / rate / n / _HOURS) for n in processes)]
        for name, rate in rates.items()
        for count in (10**6, 10**8)
    ]
    return markdown_table(["with", "articles", *hours], rows)


def _rounded(hours: float) -> str:
    return f"{hours:,.0f}" if hours >= 10 else f"{hours:.1f}"


def _expect(is_so: bool, said: str) -> None:
    if not is_so:
        raise RefusedScore(f"the run did not do what it should: {said}")


def page(scale: float) -> Iterator[str]:
    """The lines of the results."""
    many = max(CHUNK * 15, int(5000 * scale))
    few = max(2, int(1000 * scale))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        yield "# Archives: rate, memory, disturbances\n"
        yield (
            f"`articles:{few}x{LONG}+{many}x{SHORT}|chunk:{CHUNK}|seed:{SEED}|"
            f"processors:{len(os.sched_getaffinity(0))}|version:{__version__}`\n"
        )
        yield "`python -m benchmarks.studies.archive --write`: JSON Lines in and out.\n"
        found = list(rates(place, few))
        head = ["articles of 3,000 characters", "articles", "articles a second", "MB at most"]
        rows = [[r.name, f"{r.articles:,}", f"{r.a_second:.2f}", str(r.megabytes)] for r in found]
        yield markdown_table(head, rows)
        yield "MB are those of the largest process. Starting it and loading models counts.\n"
        yield "## A million, and a hundred million\n"
        yield (
            "Articles / (rate x processes), at the rates of one process; that processes don't "
            "slow one another down is assumed:\n"
        )
        alone = "1 process"
        yield costs(
            {r.name.removesuffix(f", {alone}"): r.a_second for r in found if r.name.endswith(alone)}
        )
        yield "## Memory\n"
        counts = [max(CHUNK, int(n * scale)) for n in (1000, 5000, 25000)]
        yield markdown_table(["records", "MB of input", "MB at most"], memories(place, counts))
        yield "## Disturbed\n"
        for measure, count in ((killed, many), (copied, few), (broken, many), (filled, many)):
            yield f"- {measure(place, count)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="of the numbers of articles")
    parser.add_argument("--write", action="store_true", help=f"to {RESULTS.name}")
    options = parser.parse_args()
    lines = []
    for line in page(options.scale):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
