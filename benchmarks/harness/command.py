"""Measures detection, repair, translation and speed, beside doing nothing and the alternatives.

    python benchmarks/run.py                                  all suites, the sets kept here
    python benchmarks/run.py --suite detect --verbose         each false alarm and each miss
    python benchmarks/run.py --data DATA --sets press gold    larger sets from a folder
    python benchmarks/run.py --check-floors                   the fast subset that CI runs

Results are written after each system and set, so an interrupted run leaves what it measured.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.harness import floors, report, speed, suites
from benchmarks.harness.catalogue import chosen
from benchmarks.harness.results import Results
from benchmarks.harness.sets import DEFAULT, IN_GUILLEMETS, SetKind, TestSet, data_folder, load
from benchmarks.harness.systems import Loaded, System
from mtrepair.errors import MtrepairError, RefusedScore

SUITES: dict[str, SetKind | None] = {
    "detect": "annotated",
    "repair": "annotated",
    "clean": "clean",
    "translate": "parallel",
    "speed": None,
}
# The systems that all others are compared with, beside doing nothing.
RIVALS = ("mtrepair", "mtrepair-rules")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 0 when done, 1 when a score is under its floor, 2 when refused."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True)
    try:
        if options.check_floors:
            return floors.check(_floor_run(console), options.allow_regression)
        if options.raise_floors:
            print(f"{floors.raised(_floor_run(console))} floors set or raised")
            return 0
        _run(options, console)
    except MtrepairError as error:
        console.print(f"[bold red]refused[/]: {error}", highlight=False)
        return 2
    except KeyboardInterrupt:
        console.print("interrupted: what was measured so far has been written", highlight=False)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    summary, _, usage = str(__doc__).partition("\n\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", nargs="+", default=["all"], metavar="SUITE")
    parser.add_argument("--systems", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--sets", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--data", metavar="DIR", help="larger sets; default: MTREPAIR_DATA")
    parser.add_argument("--out", default="benchmark-results", metavar="DIR")
    parser.add_argument("--translation-model", nargs="+", default=[], metavar="ID")
    parser.add_argument("--training-log", nargs="+", default=[], metavar="FILE.jsonl")
    parser.add_argument("--merge", action="store_true", help="keep what --out has of other runs")
    parser.add_argument("--verbose", action="store_true", help="print each disagreement")
    parser.add_argument("--check-floors", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--allow-regression", metavar="REASON")
    return parser


def _run(options: argparse.Namespace, console: Console) -> None:
    wanted = _suites(options.suite)
    data = data_folder(options.data)
    systems = chosen(options.systems, translation_models=options.translation_model)
    named = options.sets or DEFAULT
    tests = [load(name, data=data) for name in named]
    results = Results.create(Path(options.out), merge=options.merge)
    ready = dict(_ready(systems, results, console))
    for tests_of in tests:
        results.sets[tests_of.name] = tests_of.to_dict()
    for suite in wanted:
        if suite == "speed":
            speed.measure(ready, results, console, data=data)
        for one in tests:
            if one.kind == SUITES[suite]:
                _measure(suite, ready, one, results, console)
    if options.verbose:
        _print_disagreements(ready, tests, console)
    report.write(results, [Path(log) for log in options.training_log])
    console.print(f"written: {results.folder}/results.json, summary.md, report.html")


def _suites(names: Sequence[str]) -> list[str]:
    if "all" in names:
        return list(SUITES)
    for name in names:
        if name not in SUITES:
            near = difflib.get_close_matches(name, [*SUITES, "all"])
            raise RefusedScore(
                f"no suite is called {name!r}; close to it: {', '.join(near) or 'none'}. "
                f"All suites: {', '.join(SUITES)}, all"
            )
    return [name for name in SUITES if name in names]


def _ready(
    systems: Sequence[System], results: Results, console: Console
) -> Iterator[tuple[str, tuple[System, Loaded]]]:
    """The systems that are installed; the others are reported with what installs them."""
    for system in systems:
        try:
            loaded = system.load()
        except (ImportError, OSError, MtrepairError) as error:
            console.print(f"[yellow]{system.name} is not installed[/]: {system.install} ({error})")
            results.missing[system.name] = system.install
            continue
        results.systems[system.name] = system.about
        results.missing.pop(system.name, None)
        yield system.name, (system, loaded)


def _measure(
    suite: str,
    ready: dict[str, tuple[System, Loaded]],
    tests: TestSet,
    results: Results,
    console: Console,
) -> None:
    hypotheses: dict[str, list[str]] = {}
    for name, (system, loaded) in ready.items():
        if system.house_style and tests.name not in IN_GUILLEMETS:
            continue
        with _progress(f"{suite} {tests.name}: {name}", len(tests.texts), console) as tick:
            row: dict[str, Any] | None = None
            if suite == "detect" and loaded.marks is not None and name != "nothing":
                named = name.startswith("mtrepair")
                row = suites.detect(loaded.marks, tests, named=named, tick=tick)
            elif suite == "repair" and loaded.repair is not None:
                row, hypotheses[name] = suites.repair(loaded.repair, tests, tick=tick)
            elif suite == "clean" and (loaded.repair or loaded.detect) and name != "nothing":
                row = suites.clean(loaded.repair, loaded.marks, tests, tick=tick)
            elif suite == "translate" and loaded.translate is not None:
                row, hypotheses[name] = suites.translate(loaded.translate, tests, tick=tick)
        if row is not None:
            results.add(suite, tests.name, name, row)
    results.keep_lines(tests, hypotheses)
    if hypotheses and suite == "repair" and not results.write:
        scores = suites.repair_scores(hypotheses, tests)
    elif hypotheses and suite == "repair":
        scores = suites.tested_scores(hypotheses, tests, RIVALS)
    elif hypotheses and suite == "translate":
        scores = suites.translation_scores(hypotheses, tests)
    else:
        return
    gains = suites.gains(hypotheses, tests) if suite == "repair" else {}
    for name, row in scores.items():
        results.add(suite, tests.name, name, row | gains.get(name, {}))


@contextmanager
def _progress(title: str, total: int, console: Console) -> Iterator[suites.Tick]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with shown as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)


def _floor_run(console: Console) -> Results:
    """What the floors need: mtrepair alone on the sets kept here, nothing written."""
    results = Results(Path(), write=False)
    ready = dict(_ready(chosen(floors.SYSTEMS), results, console))
    tests = [load(name) for name in floors.SETS]
    for one in tests:
        results.sets[one.name] = one.to_dict()
        for suite, kind in SUITES.items():
            if kind == one.kind and suite != "translate":
                _measure(suite, ready, one, results, console)
    return results


def _print_disagreements(
    ready: dict[str, tuple[System, Loaded]], tests: Sequence[TestSet], console: Console
) -> None:
    for name, (_, loaded) in ready.items():
        for one in tests:
            if loaded.marks is None or one.kind == "parallel" or name == "nothing":
                continue
            console.rule(f"{name} on {one.name}")
            for row in suites.disagreements(loaded.marks, loaded.repair, one):
                print(
                    f"{row['what']:11} {row['text']} {row['name'] or '-'}: "
                    f"{row['before']!r} [{row['marked']!r} -> {row['note']!r}] {row['after']!r}"
                )
