"""Archives of every kind, and what is wrong with them."""

import bz2
import csv
import gzip
import json
import lzma
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archives import RULES, batch, content, lines, read, rows

from mtrepair.errors import InputError, MissingExtra
from mtrepair.integrations.archive.run import Summary, repair_archive
from mtrepair.integrations.batch import RepairBatch


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def errors(out: Path) -> list[str | None]:
    return [row["mtrepair_error"] for row in read(out)]


@pytest.mark.parametrize(
    ("suffix", "packed"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)],
)
def test_compressed_lines_are_read_and_parts_are_compressed_as_well(
    suffix: str, packed: Callable[[bytes], bytes], out: Path, tmp_path: Path
) -> None:
    plain = lines(tmp_path / "plain.jsonl", rows(9)).read_bytes()
    archive = written(tmp_path / f"a.jsonl{suffix}", packed(plain))
    repair_archive([archive], out, RULES, chunk_size=5)
    found = gzip.decompress((out / "part-a-000001.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(found[0])["mtrepair_text"] == "Le web, la radio, numéro 5."


def test_zstandard_is_read(out: Path, tmp_path: Path) -> None:
    with pa.CompressedOutputStream(str(tmp_path / "a.jsonl.zst"), "zstd") as file:
        file.write(lines(tmp_path / "plain.jsonl", rows(9)).read_bytes())
    repair_archive([tmp_path / "a.jsonl.zst"], out, RULES, form="jsonl")
    assert [row["id"] for row in read(out)] == list(range(9))


def test_csv_keeps_its_columns_and_finds_its_mark(out: Path, tmp_path: Path) -> None:
    archive = written(
        tmp_path / "a.csv",
        '\ufeffid;text;note\r\n7;"Le web,la radio.\nLa mer.";"a;b"\r\n8;Oui.;\r\n',
    )
    repair_archive([archive], out, RULES)
    with (out / "part-a-000000.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["id"], first["note"]) == ("7", "a;b")
    assert first["text"] == "Le web,la radio.\nLa mer."
    assert first["mtrepair_text"] == "Le web, la radio.\nLa mer."
    assert json.loads(first["mtrepair_findings"])[0]["code"] == "MT103"
    assert second["mtrepair_density"] == "0.0"


def test_parquet_keeps_the_types_of_its_columns_across_row_groups(
    out: Path, tmp_path: Path
) -> None:
    when = datetime(2024, 3, 1, tzinfo=UTC)
    table = pa.table(
        {
            "id": pa.array(range(23), pa.int16()),
            "text": pa.array([row["text"] for row in rows(23)], pa.large_string()),
            "when": pa.array([when] * 23, pa.timestamp("ns", "UTC")),
            "tags": [["a"], None] + [["b"]] * 21,
            "cover": pa.array([b"\xff"] * 23),
        }
    )
    archive = tmp_path / "a.parquet"
    pq.write_table(table, archive, row_group_size=7)
    repair_archive([archive], out, RULES, chunk_size=5)
    parts = [pq.read_table(path) for path in sorted(out.glob("part-*.parquet"))]
    assert [len(part) for part in parts] == [5, 5, 5, 5, 3]
    whole = pa.concat_tables(parts)
    assert whole.select(table.column_names).equals(table)
    assert whole["mtrepair_text"][22].as_py() == "Le web, la radio, numéro 22."
    assert str(whole.schema.field("mtrepair_density").type) == "double"


@pytest.mark.parametrize("group", [5, 7, 10, 100])
def test_a_part_of_parquet_that_is_lost_is_made_again(
    group: int, out: Path, tmp_path: Path
) -> None:
    pq.write_table(pa.Table.from_pylist(rows(40)), tmp_path / "a.parquet", row_group_size=group)
    repair_archive([tmp_path / "a.parquet"], out, RULES, chunk_size=5)
    whole = content(out)
    for number in (0, 3, 7):
        (out / f"part-a-00000{number}.parquet").unlink()
    again = repair_archive([tmp_path / "a.parquet"], out, RULES, chunk_size=5)
    assert (again.records, again.written) == (15, 3)
    assert content(out) == whole


def test_parquet_becomes_lines_and_lines_become_parquet(out: Path, tmp_path: Path) -> None:
    when = pa.array([1], pa.timestamp("ns"))
    table = pa.table({"text": ["Le web,la radio."], "when": when, "cover": [b"\xff"]})
    pq.write_table(table, tmp_path / "a.parquet")
    repair_archive([tmp_path / "a.parquet"], out, RULES, form="jsonl")
    (row,) = read(out)
    assert (row["when"], row["cover"]) == ("1970-01-01 00:00:00.000000001", "/w==")
    mixed = [{"text": "Oui.", "n": 1, "tags": ["é"]}, {"text": "Non.", "n": "deux"}]
    other = tmp_path / "other"
    repair_archive([lines(tmp_path / "b.jsonl", mixed)], other, RULES, form="parquet")
    found = pq.read_table(other / "part-b-000000.parquet").to_pylist()
    assert [(one["n"], one["tags"]) for one in found] == [("1", '["é"]'), ("deux", None)]


def test_texts_of_a_folder_go_by_their_suffix(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    written(folder / "a.txt", "Le web,la radio.")
    written(folder / "deep/b.html", '<p class="a,b">Le <b>web</b>,la radio.</p>')
    written(folder / "c.md", "Le web,la `x,y`.")
    written(folder / ".d.txt", "Le web,la radio.")
    written(folder / "e.txt", b"caf\xe9")
    summary = repair_archive([folder], out, RULES)
    found = {row["path"]: row["mtrepair_text"] for row in read(out)}
    assert found == {
        "a.txt": "Le web, la radio.",
        "c.md": "Le web, la `x,y`.",
        "deep/b.html": '<p class="a,b">Le <b>web</b>, la radio.</p>',
        "e.txt": None,
    }
    assert summary.failed == 1
    assert "e.txt is not UTF-8: byte 0xE9 at offset 3" in str(errors(out)[3])


def test_texts_that_are_named_are_one_input(out: Path, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{n}.txt", f"Le web,la radio {n}.") for n in range(5)]
    assert repair_archive(files, out, RULES, chunk_size=3).written == 2
    assert sorted(content(out))[1] == "part-texts-000000.jsonl"


def test_markup_may_be_named(out: Path, tmp_path: Path) -> None:
    archive = lines(tmp_path / "a.jsonl", [{"text": '<p class="a,b">Le web,la radio.</p>'}])
    assert batch(archive, "-o", out, "--markup", "html").exit_code == 0
    assert read(out)[0]["mtrepair_text"] == '<p class="a,b">Le web, la radio.</p>'


def test_settings_for_files_hold_for_texts_and_archives(out: Path, tmp_path: Path) -> None:
    house = written(
        tmp_path / "house.toml",
        'language_model = ""\n[per_file_ignores]\n"raw/*" = ["MT103"]\n',
    )
    for name in ("raw", "fine"):
        (tmp_path / name).mkdir()
        lines(tmp_path / name / f"{name}.jsonl", rows(1))
    inputs = (tmp_path / "raw", tmp_path / "fine")
    assert batch(*inputs, "-o", out, "--config", house, rules=False).exit_code == 0
    assert [row["mtrepair_text"] for row in read(out)] == [
        "Le web, la radio, numéro 0.", "Le web,la radio, numéro 0.",
    ]  # fmt: skip


def test_a_url_is_read_and_a_folder_behind_one(out: Path, tmp_path: Path) -> None:
    import fsspec

    system = fsspec.filesystem("memory")
    system.pipe("/archive/a.jsonl", lines(tmp_path / "a", rows(3)).read_bytes())
    system.pipe("/archive/deep/b.jsonl", lines(tmp_path / "b", rows(2)).read_bytes())
    repair_archive(["memory://archive/a.jsonl"], out, RULES)
    assert [row["id"] for row in read(out)] == [0, 1, 2]
    other = tmp_path / "other"
    repair_archive(["memory://archive"], other, RULES)
    assert [row["id"] for row in read(other)] == [0, 1, 2, 0, 1]


def test_a_line_that_is_no_record_is_kept_as_it_is(out: Path, tmp_path: Path) -> None:
    archive = written(
        tmp_path / "a.jsonl",
        b'{"text": "Le web,la radio."}\n{"text": "Le we\n\n[1]\n'
        + b'{"text": "caf\xe9"}\n'
        + b'{"id": 5}\n{"id": 6, "text": null}\n{"id": 7, "text": 7}\n{"text": ""}\n',
    )
    summary = repair_archive([archive], out, RULES)
    assert (summary.records, summary.failed) == (8, 6)
    found = read(out)
    assert [row.get("mtrepair_raw") for row in found[:4]] == [
        None, '{"text": "Le we', "[1]", '{"text": "caf\\xe9"}',
    ]  # fmt: skip
    assert str(errors(out)[1]).startswith("line 2 is no JSON: ")
    assert errors(out)[2] == "line 4 is JSON, but no object with columns"
    assert str(errors(out)[3]).startswith("line 5 is not UTF-8: byte 0xE9 at offset 13")
    assert errors(out)[4:] == [
        "no text: there is no 'text', only id", "no text: 'text' is null",
        "no text: 'text' is a number", None,
    ]  # fmt: skip
    assert found[6]["text"] == 7
    assert (found[7]["text"], found[7]["mtrepair_text"]) == ("", "")


def test_half_a_surrogate_pair_comes_back_as_it_was(out: Path, tmp_path: Path) -> None:
    archive = written(tmp_path / "a.jsonl", '{"text": "Oui.", "x": "\\ud83d"}\n')
    repair_archive([archive], out, RULES)
    assert read(out)[0]["x"] == "\ud83d"


def test_uneven_rows_and_bytes_that_are_no_utf8_are_kept(out: Path, tmp_path: Path) -> None:
    archive = written(tmp_path / "a.csv", b"id,text\n1,Oui.\n2\n3,Le web,la radio.\n4,caf\xe9\n")
    repair_archive([archive], out, RULES, form="jsonl")
    assert errors(out) == [
        None,
        "the row that ends on line 3 has 1 fields, not 2",
        "the row that ends on line 4 has 3 fields, not 2",
        "the row that ends on line 5 is not UTF-8",
    ]
    assert [row.get("mtrepair_raw") for row in read(out)] == [
        None, "2", "3,Le web,la radio.", "4,caf\\xe9",
    ]  # fmt: skip


def told(place: Path | str, out: Path, **options: Any) -> str:
    """What is said of an input before anything is written."""
    with pytest.raises(InputError) as error:
        repair_archive([place], out, **{"batch": RULES, **options})
    assert not list(out.glob("part-*"))
    return str(error.value)


def test_a_column_that_is_missing_is_told_with_those_that_are_there(
    out: Path, tmp_path: Path
) -> None:
    batch = RepairBatch(text_column="body", cleaner=RULES.cleaner)
    table = pa.Table.from_pylist(rows(1))
    pq.write_table(table, tmp_path / "a.parquet")
    written(tmp_path / "a.csv", "id,site,text\n")
    for place in (
        lines(tmp_path / "a.jsonl", rows(1)), tmp_path / "a.parquet", tmp_path / "a.csv",
    ):  # fmt: skip
        said = told(place, out, batch=batch)
        assert "no column 'body'; it has: id, site, text. Name the one that is meant with" in said
        assert "--text-column" in said
    source = RepairBatch(source_column="en", cleaner=RULES.cleaner)
    assert "'en'; it has: id, site, text" in told(tmp_path / "a.csv", out, batch=source)


def test_a_column_of_another_type_is_told(out: Path, tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [1]}), tmp_path / "a.parquet")
    said = told(tmp_path / "a.parquet", out)
    assert "the column 'text' of " in said
    assert "is of the type int64, not text" in said
    assert "none of the first 1 records" in told(lines(tmp_path / "a.jsonl", [{"text": 1}]), out)


def test_a_column_called_as_a_result_is_told(out: Path, tmp_path: Path) -> None:
    archive = lines(tmp_path / "a.jsonl", rows(1, mtrepair_text="x"))
    assert "has a column 'mtrepair_text' already" in told(archive, out)
    assert repair_archive([archive], out, RepairBatch(prefix="r_", cleaner=RULES.cleaner))


@pytest.mark.parametrize(
    ("name", "bytes_", "said"),
    [
        ("a.parquet", b"PAR1 cut off", "is no whole Parquet file"),
        ("a.csv", b"", "has no first line with the names of its columns"),
        ("a.csv", b"id,id,text\n", "has several columns called 'id'"),
        ("a.jsonl", b'[{"text": "a"}]', "is one list: make lines of its objects with jq"),
        ("a.jsonl", '{"text": "a"}\n'.encode("utf-16"), "is UTF-16 text, not UTF-8"),
        ("a.csv", "id,text\n".encode("utf-16"), "is UTF-16 text, not UTF-8"),
        ("a.jsonl.gz", b"no gzip", "Not a gzipped file"),
        ("a.doc", b"", "is of no known kind: names end in .jsonl"),
    ],
)
def test_a_file_that_is_no_archive_is_told(
    name: str, bytes_: bytes, said: str, out: Path, tmp_path: Path
) -> None:
    assert said in told(written(tmp_path / name, bytes_), out)


def test_what_is_not_there_is_told(out: Path, tmp_path: Path) -> None:
    assert told(tmp_path / "none.jsonl", out).startswith("there is no ")
    assert told("memory://none/none.jsonl", out) == "there is no memory://none/none.jsonl"
    (tmp_path / "empty").mkdir()
    assert "holds no file whose name ends in" in told(tmp_path / "empty", out)


def test_a_compressed_file_that_breaks_off_keeps_what_came_before(
    out: Path, tmp_path: Path
) -> None:
    import random

    noise = random.Random(1)
    found = rows(2000)
    for row in found:
        row["noise"] = f"{noise.getrandbits(400):x}"
    packed = gzip.compress(lines(tmp_path / "plain", found).read_bytes())
    archive = written(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    with pytest.raises(InputError, match="breaks off or is damaged"):
        repair_archive([archive], out, RULES, chunk_size=100, form="jsonl")
    assert 0 < len(read(out)) < 1100


def test_a_url_whose_server_tells_no_size_is_told(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fsspec.implementations.memory import MemoryFile

    def refuse(self: MemoryFile, *place: int) -> int:
        raise ValueError("cannot seek streaming HTTP file")

    import fsspec

    fsspec.filesystem("memory").pipe("/sizeless.jsonl", b"{}")
    monkeypatch.setattr(MemoryFile, "seek", refuse, raising=False)
    said = told("memory://sizeless.jsonl", out)
    assert "cannot read memory://sizeless.jsonl: ValueError: cannot seek streaming HTTP" in said
    assert said.endswith("Otherwise download it first")


@pytest.mark.parametrize(
    ("package", "place"), [("pyarrow", "a.parquet"), ("fsspec.core", "memory://a.jsonl")]
)
def test_a_package_that_is_missing_is_told(
    package: str, place: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pq.write_table(pa.Table.from_pylist(rows(1)), tmp_path / "a.parquet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=r"pip install 'mtrepair\[archive\]'"):
        repair_archive([place], out, RULES)


def test_an_output_inside_the_input_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    written(folder / "a.txt", "Oui.")
    assert "lies in the input" in told(folder, folder / "out")
    assert not (folder / "out").exists()


def test_an_output_behind_a_url_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the output must be a folder of this machine"):
        repair_archive([lines(tmp_path / "a.jsonl", rows(1))], "s3://bucket/out", RULES)


def test_an_input_of_no_records_is_done_at_once(out: Path, tmp_path: Path) -> None:
    summary = repair_archive([written(tmp_path / "a.jsonl", "")], out, RULES)
    assert (summary.records, summary.written) == (0, 0)
    assert isinstance(summary, Summary)
