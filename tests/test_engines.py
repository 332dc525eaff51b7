"""RepairBatch in the engines themselves: Ray, Spark, Dask and datasets, each on this machine.

An engine that isn't installed is skipped; with MTREPAIR_ENGINES=require in the environment it fails
instead. Spark needs Java as well: Debian's default-jre-headless.
"""

from __future__ import annotations

import doctest
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mtrepair import Cleaner, RepairBatch

ROOT = Path(__file__).parent.parent
RULES = Cleaner(language_model=None)
ROWS = [
    {"id": number, "text": None if number == 6 else f"Le web,la radio, numéro {number}."}
    for number in range(8)
]
# In batches of two, the fourth is the first with an error.
EXPECTED = [
    (n, None, "no text: 'text' is null or missing")
    if n == 6
    else (n, f"Le web, la radio, numéro {n}.", None)
    for n in range(8)
]
OFFLINE = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
    # Workers find the package as this process does.
    "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
}


@pytest.fixture(scope="module", autouse=True)
def _offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("cache")))
        for name, value in OFFLINE.items():
            patch.setenv(name, value)
        yield


def engine(name: str) -> Any:
    """The module, if it is installed."""
    try:
        return import_module(name)
    except ImportError:
        missing(f"no {name}: pip install 'mtrepair[engines]'")


def missing(reason: str) -> None:
    if os.environ.get("MTREPAIR_ENGINES") == "require":
        pytest.fail(reason)
    pytest.skip(reason)


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((row["id"], row["mtrepair_text"], row["mtrepair_error"]) for row in rows)


@pytest.fixture(scope="module")
def ray_data(_offline: None) -> Iterator[Any]:
    ray = engine("ray")
    data = engine("ray.data")
    ray.init(
        num_cpus=3,  # two actors, and one to read
        object_store_memory=80 * 2**20,
        include_dashboard=False,
        logging_level=logging.ERROR,
        log_to_driver=False,
        _node_ip_address="127.0.0.1",
    )
    data.DataContext.get_current().enable_progress_bars = False
    yield data
    ray.shutdown()


@pytest.mark.slow
def test_ray_makes_actors_of_the_class(ray_data: Any) -> None:
    found = ray_data.from_items(ROWS).map_batches(
        RepairBatch,
        fn_constructor_kwargs={"cleaner": RULES},
        batch_format="pandas",
        batch_size=2,
        compute=ray_data.ActorPoolStrategy(size=1),
    )
    assert told(found.take_all()) == EXPECTED


@pytest.mark.slow
@pytest.mark.parametrize("batch_format", ["pandas", "pyarrow", "numpy"])
def test_ray_takes_an_instance_in_its_tasks(ray_data: Any, batch_format: str) -> None:
    batches = ray_data.from_items(ROWS).map_batches(
        RepairBatch(cleaner=RULES), batch_format=batch_format, batch_size=2, zero_copy_batch=True
    )
    assert told(batches.take_all()) == EXPECTED


@pytest.fixture(scope="module")
def spark(_offline: None) -> Iterator[Any]:
    sql = engine("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        missing("no Java: apt-get install default-jre-headless")
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "2",
    }
    session = sql.SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["mapInPandas", "mapInArrow"])
def test_spark_maps_its_partitions(spark: Any, verb: str) -> None:
    table = spark.createDataFrame(
        [(row["id"], row["text"]) for row in ROWS], "id long, text string"
    )
    batch = RepairBatch(cleaner=RULES)
    found = getattr(table, verb)(batch.over, schema=batch.spark_schema(table.schema))
    assert found.columns[2:] == list(batch.columns)
    assert told([row.asDict() for row in found.collect()]) == EXPECTED


def test_the_schema_for_spark_has_a_column_once() -> None:
    types = engine("pyspark.sql.types")
    own = types.StructType([types.StructField("mtrepair_text", types.LongType())])
    found = RepairBatch(cleaner=RULES).spark_schema(own)
    assert found["mtrepair_text"].dataType == types.StringType()
    assert len(found.fields) == 4


def test_dask_maps_its_partitions() -> None:
    pandas, dask = engine("pandas"), engine("dask.dataframe")
    frame = dask.from_pandas(pandas.DataFrame(ROWS), npartitions=4)
    batch = RepairBatch(cleaner=RULES)
    meta = batch.meta(frame)
    found = frame.map_partitions(batch, meta=meta).compute(scheduler="sync")
    assert found.dtypes.map(str).tolist()[2:] == meta.dtypes.map(str).tolist()[2:]
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    assert told(rows) == EXPECTED


def test_datasets_map_lists_with_the_features_named(tmp_path: Path) -> None:
    datasets = engine("datasets")
    rows = datasets.Dataset.from_list(ROWS)
    batch = RepairBatch(cleaner=RULES)
    found = rows.map(
        batch,
        batched=True,
        batch_size=2,
        features=batch.features(rows.features),
        cache_file_name=str(tmp_path / "rows.arrow"),
    )
    assert told(found.to_list()) == EXPECTED


def test_datasets_map_arrow_tables_without_their_features() -> None:
    datasets = engine("datasets")
    rows = datasets.Dataset.from_list(ROWS).with_format("arrow")
    found = rows.map(RepairBatch(cleaner=RULES), batched=True, batch_size=2)
    assert told(found.with_format(None).to_list()) == EXPECTED


def example(name: str, folder: Path) -> str:
    """The code of a section of docs/engines.md, with its files in a folder.

    They are named whole: Ray's workers and Spark's Java stay in the folder where they were started.
    """
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    _, _, section = page.partition(f"\n## {name}\n")
    _, _, code = section.partition("```python\n")
    return re.sub(r'"((?:articles|repaired)[^"]*)"', rf'"{folder}/\1"', code.partition("```")[0])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with articles to be repaired."""
    (tmp_path / "articles").mkdir()
    for name, rows in (("a", ROWS[:4]), ("b", ROWS[4:])):
        lines = [json.dumps({"id": row["id"], "body": row["text"]}) for row in rows]
        (tmp_path / "articles" / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def written(path: Path) -> list[tuple[Any, ...]]:
    """What a Parquet file, or a folder of them, tells of each article."""
    rows = engine("pyarrow.parquet").read_table(path).to_pylist()
    return [(n, text, error and error.replace("body", "text")) for n, text, error in told(rows)]


@pytest.mark.slow
def test_the_example_for_ray_runs(ray_data: Any, archive: Path) -> None:
    exec(example("Ray Data", archive), {})
    assert written(archive / "repaired") == EXPECTED


@pytest.mark.slow
def test_the_example_for_spark_runs(spark: Any, archive: Path) -> None:
    exec(example("Spark", archive), {})
    assert written(archive / "repaired") == EXPECTED


@pytest.mark.slow
def test_the_example_for_dask_runs(archive: Path) -> None:
    engine("dask.dataframe")
    exec(example("Dask", archive), {})
    assert written(archive / "repaired") == EXPECTED


@pytest.mark.slow
def test_the_example_for_datasets_runs(archive: Path) -> None:
    engine("datasets")
    exec(example("datasets", archive), {})
    assert written(archive / "repaired.parquet") == EXPECTED


def test_the_examples_for_pandas_and_spacy_give_what_they_say() -> None:
    engine("pandas"), engine("spacy")
    import_module("mtrepair.integrations.spacy_pipe")  # as the entry point of the package does
    results = doctest.testfile(str(ROOT / "docs" / "engines.md"), module_relative=False)
    assert results.attempted > 5
    assert results.failed == 0


FINGERPRINTS = """
from datasets.fingerprint import Hasher
from mtrepair import Cleaner, RepairBatch
batch = RepairBatch(cleaner=Cleaner(keep=["lesJours", "/n°/"], ignore=["MT205"]))
print(Hasher.hash(batch))
batch.rows([{"text": "Le web,la radio."}])
print(Hasher.hash(batch))
"""


@pytest.mark.slow
def test_datasets_know_it_again_in_another_process_with_its_models_loaded() -> None:
    engine("datasets")
    found = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINTS],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.split()
        for seed in "12"
    ]
    assert len({one for two in found for one in two}) == 1


def test_datasets_tell_other_settings_apart() -> None:
    hashed = engine("datasets.fingerprint").Hasher.hash
    ones = [RepairBatch(), RepairBatch("body"), RepairBatch(cleaner=RULES), RepairBatch()]
    first, *others = map(hashed, ones)
    assert others[2] == first and len({first, *others}) == 3


@pytest.mark.slow
def test_the_study_of_ray_takes_its_time(ray_data: Any) -> None:
    from benchmarks.studies import archive_ray

    records = archive_ray.records_of(None, 5)
    assert len({record["id"] for record in records}) == 5
    assert archive_ray.measure(records, 1, cleaner=RULES) > 0
