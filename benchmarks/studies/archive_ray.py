"""How long Ray Data takes for an archive, by the number of its actors.

`python -m benchmarks.studies.archive_ray --data DATA --records 2000 --actors 1 2` prints it.

The records are paragraphs of press, the same for each number of actors; without DATA they are the
texts of `sets/clean.jsonl`, over and over. Ray is started before the clock; actors and their models
start while it runs, which the row of a record for each actor shows by itself.
"""

from __future__ import annotations

import argparse
import json
import logging
import lzma
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.harness.sets import data_folder
from mtrepair import Cleaner

HERE = Path(__file__).parent
PRESS = Path("wild") / "clean_press_large.jsonl.xz"
BATCH = 64
_STORE = 200 * 2**20


def measure(
    records: Sequence[Mapping[str, Any]], actors: int, *, cleaner: Cleaner | None = None
) -> float:
    """Seconds that so many actors take for records with a "text", from their start to the last row.

    Args:
        cleaner: the settings; by default those of `mtrepair.clean`.
    """
    import ray.data

    from mtrepair import RepairBatch

    with _ray(actors):
        rows = ray.data.from_items([dict(record) for record in records]).materialize()
        begin = time.perf_counter()
        repaired = rows.map_batches(
            RepairBatch,
            fn_constructor_kwargs={"cleaner": cleaner or Cleaner()},
            batch_format="pandas",
            batch_size=BATCH,
            compute=ray.data.ActorPoolStrategy(size=actors),
        ).materialize()
        seconds = time.perf_counter() - begin
        if repaired.count() != len(records):
            raise AssertionError(f"{len(records)} records went in, {repaired.count()} came out")
    return seconds


@contextmanager
def _ray(actors: int) -> Iterator[None]:
    """The Ray that runs, or one on this machine: a processor for each actor, one for the rest."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    import ray.data

    if ray.is_initialized():
        yield
        return
    ray.init(
        num_cpus=actors + 1,
        object_store_memory=_STORE,
        include_dashboard=False,
        logging_level=logging.ERROR,
        log_to_driver=False,
        _node_ip_address="127.0.0.1",
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        yield
    finally:
        ray.shutdown()


def records_of(data: Path | None, most: int) -> list[dict[str, Any]]:
    """Numbered paragraphs of press, or without data the clean set over and over."""
    if data is None:
        lines = (HERE.parent / "sets" / "clean.jsonl").read_text(encoding="utf-8").splitlines()
        return [
            {"id": n, "text": json.loads(line)["text"]}
            for n, line in enumerate(islice(cycle(lines), most))
        ]
    with lzma.open(data / PRESS, "rt", encoding="utf-8") as file:
        return [
            {"id": n, "text": json.loads(line)["text"]} for n, line in enumerate(islice(file, most))
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="the data folder, by default $MTREPAIR_DATA")
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--actors", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    records = records_of(data_folder(given.data), given.records)
    print("| actors | records | seconds |\n|---:|---:|---:|")
    for actors in given.actors:
        for some in (records[:actors], records):
            print(f"| {actors} | {len(some)} | {measure(some, actors):.1f} |", flush=True)


if __name__ == "__main__":
    main()
