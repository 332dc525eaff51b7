"""Speed and memory: characters per CPU-second, peak memory, start-up, and growth with length.

Each measurement is a process of its own, `python -m benchmarks.harness.stopwatch SYSTEM TASK
FILE`, so that peak memory is the system's and nothing is warm that a user's first run would find
cold but the second text of it would not: the best of several repetitions counts.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import HOME, ROOT
from benchmarks.harness.results import Results
from benchmarks.harness.stopwatch import FLOOR
from benchmarks.harness.systems import Loaded, System

ARTICLE = ROOT / "examples" / "sample_article.txt"
SIZES = {"article": 0, "200 kB": 200_000, "2 MB": 2_000_000}
GROWTH = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
GROWING = (
    (FLOOR, "detect"),
    ("mtrepair-rules", "detect"),
    ("mtrepair-rules", "repair"),
    ("mtrepair", "repair"),
)
# A text that would take longer than this, judged by the size before, is reported as such.
MOST_SECONDS = 20.0

Row = dict[str, Any]


def measure(
    ready: dict[str, tuple[System, Loaded]],
    results: Results,
    console: Console,
    *,
    data: Path | None,
) -> None:
    """Measures every installed system on an article, 200 kB and 2 MB, then growth to 10 MB."""
    with tempfile.TemporaryDirectory() as folder:
        files = _texts(Path(folder), data)
        for task in ("detect", "repair", "translate"):
            able = [name for name in ready if _is_timed(*ready[name], task)]
            for name in [FLOOR, *able] if task == "detect" else able:
                row = _sizes(name, task, files, console)
                if row:
                    results.add("speed", task, name, row)
        for name, module in (("mtrepair", "mtrepair"), ("python", "sys")):
            results.add("speed", "start-up", name, _start_up(module))
        for name, task in GROWING:
            if name == FLOOR or name in ready:
                points = _growth(name, task, Path(folder), data, console)
                results.add("speed", "growth", f"{name} {task}", {"points": points})


def _is_timed(system: System, loaded: Loaded, task: str) -> bool:
    """Whether a system does the task itself; a house style takes no time of its own."""
    if system.name == "nothing" or system.house_style:
        return False
    return {
        "detect": loaded.detect,
        "repair": loaded.repair,
        "translate": loaded.translate,
    }[task] is not None


def _sizes(name: str, task: str, files: dict[str, Path], console: Console) -> Row:
    row: Row = {}
    seconds_per_char = 0.0
    for size, file in files.items():
        chars = len(file.read_text(encoding="utf-8"))
        if seconds_per_char * chars > MOST_SECONDS:
            row[size] = {"skipped": f"would take over {MOST_SECONDS:.0f} CPU-seconds"}
            continue
        console.print(f"speed: {task} {size}: {name}", highlight=False)
        measured = _worker(name, task, file)
        if "error" in measured:
            row[size] = {"skipped": measured["error"]}
            break
        row[size] = measured
        seconds_per_char = measured["cpu_seconds"] / chars
    return row


def _growth(name: str, task: str, folder: Path, data: Path | None, console: Console) -> list[Row]:
    points: list[Row] = []
    whole = varied_text(max(GROWTH), data=data)
    for size in GROWTH:
        file = folder / f"{size}.txt"
        file.write_text(whole[:size], encoding="utf-8")
        if points and points[-1]["cpu_seconds"] * size / points[-1]["chars"] > MOST_SECONDS:
            break
        console.print(f"growth: {task} {size:,}: {name}", highlight=False)
        measured = _worker(name, task, file)
        if "error" in measured:
            break
        points.append(measured)
    return points


def _worker(name: str, task: str, file: Path) -> Row:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.harness.stopwatch", name, task, str(file)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["failed"])[-1]}
    measured: Row = json.loads(done.stdout)
    return measured


def _start_up(module: str) -> Row:
    """Seconds of a Python that imports the module and ends, the best of seven."""
    wall, cpu = [], []
    for _ in range(7):
        before, started = _children_seconds(), time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)
        wall.append(time.perf_counter() - started)
        cpu.append(_children_seconds() - before)
    return {"wall_seconds": min(wall), "cpu_seconds": min(cpu)}


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _texts(folder: Path, data: Path | None) -> dict[str, Path]:
    files = {}
    for name, size in SIZES.items():
        text = varied_text(size, data=data) if size else ARTICLE.read_text(encoding="utf-8")
        files[name] = folder / f"{name.replace(' ', '')}.txt"
        files[name].write_text(text, encoding="utf-8")
    return files


def varied_text(size: int, *, data: Path | None = None, seed: int = 3) -> str:
    """`size` characters of French in paragraphs of a few sentences.

    The sentences are those of newstest 2009 to 2012 where the data folder has them, else of the
    sets kept here. Where they don't suffice they come again in another order, with other names
    and numbers, so that neither sentences nor words repeat as in a text printed twice.
    """
    rng = random.Random(seed)
    sentences = list(_sentences(data))
    names = sorted({name for line in sentences for name in re.findall(r"(?<=\w )[A-Z]\w+", line)})
    paragraphs: list[str] = []
    length = round_number = 0
    while length < size:
        rng.shuffle(sentences)
        lines = sentences if not round_number else [_varied(s, names, rng) for s in sentences]
        for i in range(0, len(lines), 4):
            paragraphs.append(" ".join(lines[i : i + 4]))
            length += len(paragraphs[-1]) + 2
        round_number += 1
    return "\n\n".join(paragraphs)[:size]


def _sentences(data: Path | None) -> Iterable[str]:
    folder = HOME / "sets"
    files = [folder / "pud.fr", folder / "flores.fr"]
    if data is not None and (data / "eval/newstest2012.fr").is_file():
        files = [data / f"eval/newstest{year}.fr" for year in (2009, 2010, 2011, 2012)]
    for file in files:
        yield from file.read_text(encoding="utf-8").splitlines()


def _varied(sentence: str, names: Sequence[str], rng: random.Random) -> str:
    sentence = re.sub(r"\d", lambda _: str(rng.randint(1, 9)), sentence)
    return re.sub(r"(?<=\w )[A-Z]\w+", lambda _: rng.choice(names), sentence)
