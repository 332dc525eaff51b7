"""One measurement: `python -m benchmarks.harness.stopwatch SYSTEM TASK FILE` prints JSON."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

FLOOR = "bare tokens"
REPETITIONS = 5
ENOUGH_SECONDS = 3.0


def _task(name: str, task: str) -> Callable[[str], object]:
    """What the worker repeats on the text."""
    if name == FLOOR:
        return lambda text: re.findall(r"\w+|[^\w\s]", text)
    # Late, so that the memory of the bare tokens is that of nothing else.
    from benchmarks.harness.catalogue import chosen

    models = [name] if "/" in name else []
    loaded = next(s for s in chosen([name], translation_models=models) if s.name == name).load()
    if task == "translate":
        translate = loaded.translate
        assert translate is not None
        return lambda text: translate([line for line in text.splitlines() if line.strip()])
    work = loaded.marks if task == "detect" else loaded.repair
    assert work is not None
    return work


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mb() -> float:
    """Peak resident memory of this process in MiB.

    Linux counts the memory of the parent in `ru_maxrss`; VmHWM starts anew with the program.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(name: str, task: str, file: str) -> None:
    """Prints the best time of several repetitions and the peak memory, as JSON."""
    text = Path(file).read_text(encoding="utf-8")
    started = _cpu_seconds()
    work = _task(name, task)
    ready = _cpu_seconds()
    times: list[float] = []
    while len(times) < REPETITIONS and (len(times) < 1 or sum(times) < ENOUGH_SECONDS):
        before, fine = _cpu_seconds(), time.process_time()
        work(text)
        own = time.process_time() - fine
        times.append(max(own, _cpu_seconds() - before if task == "translate" else own))
    best = max(min(times), 1e-9)
    print(
        json.dumps(
            {
                "chars": len(text),
                "cpu_seconds": best,
                "first_cpu_seconds": times[0],
                "chars_per_cpu_second": len(text) / best,
                "load_cpu_seconds": ready - started,
                "peak_mb": _peak_mb(),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
