"""Archives: each record once, whatever happens meanwhile."""

import json
import os
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from archives import RULES, batch, content, lines, read, rows, started

from mtrepair.errors import InputError
from mtrepair.integrations.archive import writing
from mtrepair.integrations.archive.cache import Cache
from mtrepair.integrations.archive.folder import output_folder
from mtrepair.integrations.archive.run import Progress, Summary, repair_archive
from mtrepair.integrations.batch import RepairBatch

KILLS = 3


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return lines(tmp_path / "a.jsonl", rows(25))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_record_keeps_its_columns_and_gets_those_of_the_results(archive: Path, out: Path) -> None:
    summary = repair_archive([archive], out, RULES, chunk_size=10)
    assert (summary.records, summary.failed, summary.written) == (25, 0, 3)
    found = read(out)
    assert [row["id"] for row in found] == list(range(25))
    assert list(found[3]) == "id site text mtrepair_text mtrepair_findings mtrepair_density "\
        "mtrepair_error".split()  # fmt: skip
    assert found[3]["text"] == "Le web,la radio, numéro 3."
    assert found[3]["mtrepair_text"] == "Le web, la radio, numéro 3."
    assert [one["code"] for one in found[3]["mtrepair_findings"]] == ["MT103"]


def test_parts_are_named_by_their_input_and_their_place_in_it(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    assert sorted(content(out)) == ["manifest.json"] + [f"part-a-00000{n}.jsonl" for n in range(3)]


def test_a_run_that_is_done_does_nothing_again(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    before = {path: path.stat().st_mtime_ns for path in out.glob("part-*")}
    summary = repair_archive([archive], out, RULES, chunk_size=10)
    assert (summary.records, summary.written, summary.kept) == (0, 0, 3)
    assert {path: path.stat().st_mtime_ns for path in out.glob("part-*")} == before


def test_a_part_that_is_lost_is_made_again_and_no_other(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    whole = content(out)
    (out / "part-a-000001.jsonl").unlink()
    assert repair_archive([archive], out, RULES, chunk_size=10).records == 10
    assert content(out) == whole


def test_processes_make_the_same_bytes(archive: Path, out: Path, tmp_path: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    other = tmp_path / "other"
    repair_archive([archive], other, RULES, chunk_size=10, processes=2)
    assert content(other) == content(out)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_goes_on_to_the_same_bytes(processes: int, tmp_path: Path) -> None:
    archive = lines(tmp_path / "a.jsonl", rows(240))
    whole, out, rng = tmp_path / "whole", tmp_path / "out", random.Random(20)
    repair_archive([archive], whole, RULES, chunk_size=4)
    killed = 0
    for _ in range(KILLS):
        run = started(archive, "-o", out, "--chunk-size", 4, "--processes", processes)
        there = len(list(out.glob("part-*.jsonl"))) if out.is_dir() else 0
        while run.poll() is None and len(list(out.glob("part-*.jsonl"))) < there + 5:
            time.sleep(0.002)
        time.sleep(rng.random() * 0.02)
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
        assert run.stderr
        run.stderr.close()
    assert killed == KILLS
    assert len(content(out)) < len(content(whole))
    repair_archive([archive], out, RULES, chunk_size=4)
    assert content(out) == content(whole)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_finishes_the_part_that_is_begun(number: signal.Signals, tmp_path: Path) -> None:
    archive, out = lines(tmp_path / "a.jsonl", rows(2000)), tmp_path / "out"
    run = started(archive, "-o", out, "--chunk-size", 20)
    while not list(out.glob("part-*.jsonl")):
        time.sleep(0.01)
    run.send_signal(number)
    _, said = run.communicate()
    assert run.returncode == 128 + number
    assert b"finishing the part that is begun" in said
    assert b"stopped; the same command goes on" in said
    assert 0 < len(read(out)) < 2000
    assert len(read(out)) % 20 == 0
    assert not list(out.glob("*.tmp"))


def test_a_part_half_written_by_a_run_that_was_killed_is_made_anew(
    archive: Path, out: Path
) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    whole = content(out)
    (out / "part-a-000001.jsonl").rename(out / "part-a-000001.jsonl.tmp")
    repair_archive([archive], out, RULES, chunk_size=10)
    assert content(out) == whole


def test_a_folder_of_another_run_is_refused_with_the_difference(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    with pytest.raises(InputError) as told:
        repair_archive([archive], out, RepairBatch(prefix="x_"), chunk_size=5)
    assert "out is the output of another run:\n" in str(told.value)
    assert "  prefix: mtrepair_ before, x_ now\n" in str(told.value)
    assert "  chunk size: 10 before, 5 now\n" in str(told.value)
    assert "  cleaner language model: none before" in str(told.value).replace(" name", "")
    assert "--restart" in str(told.value)


def test_house_words_are_part_of_what_a_run_is(archive: Path, out: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("lesJours\n")
    settings = tmp_path / "house.toml"
    settings.write_text('keep_file = "words.txt"\nlanguage_model = ""\n')
    options = (archive, "-o", out, "--config", settings)
    assert batch(*options, rules=False).exit_code == 0
    words.write_text("lesJours\nweb\n")
    refused = batch(*options, rules=False)
    assert refused.exit_code == 2
    assert "cleaner keep file" in refused.output


def test_an_input_that_changed_is_refused(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES)
    size = archive.stat().st_size
    archive.write_text(archive.read_text("utf-8").replace("radio", "audio"), "utf-8")
    with pytest.raises(InputError, match="as large as before, but other content"):
        repair_archive([archive], out, RULES)
    lines(archive, rows(24))
    with pytest.raises(InputError, match=f"{size} bytes before, {archive.stat().st_size} now"):
        repair_archive([archive], out, RULES)


def test_inputs_may_come_to_those_of_before_but_none_may_go(
    archive: Path, out: Path, tmp_path: Path
) -> None:
    more = lines(tmp_path / "b.jsonl", rows(3))
    repair_archive([archive], out, RULES)
    assert repair_archive([more, archive], out, RULES).records == 3
    with pytest.raises(InputError, match=r"input .*b\.jsonl: there before, not named now"):
        repair_archive([archive], out, RULES)


def test_restart_begins_anew_with_what_is_repaired_already(archive: Path, out: Path) -> None:
    stops = iter([False, True])
    part = repair_archive([archive], out, RULES, chunk_size=10, stop=lambda: next(stops))
    assert part.stopped
    summary = repair_archive([archive], out, RULES, chunk_size=5, restart=True)
    assert (summary.records, summary.copies, summary.written) == (25, 10, 5)


def test_one_run_works_in_a_folder(archive: Path, out: Path) -> None:
    with output_folder(out, []), pytest.raises(InputError, match="another run is at work in"):
        repair_archive([archive], out, RULES)
    assert repair_archive([archive], out, RULES).records == 25


def test_a_folder_with_other_files_is_left_alone(archive: Path, out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("Chère Anne")
    with pytest.raises(InputError, match=r"is no output of a run: it has letter\.txt"):
        repair_archive([archive], out, RULES, restart=True)
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_two_inputs_of_one_name_have_parts_of_their_own(out: Path, tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        lines(tmp_path / name / "a.jsonl", rows(1, place=name))
    repair_archive([tmp_path / "x/a.jsonl", tmp_path / "y/a.jsonl"], out, RULES)
    assert [row["place"] for row in read(out)] == ["x", "y"]
    assert {"part-a-000000.jsonl", "part-a-2-000000.jsonl"} < set(content(out))


def test_progress_tells_records_and_the_share_of_the_input(archive: Path, out: Path) -> None:
    seen: list[Progress] = []
    repair_archive([archive], out, RULES, chunk_size=10, watch=seen.append)
    assert seen[-1] == (25, 1.0)
    assert [one.records for one in seen] == sorted(one.records for one in seen)
    assert 0 < seen[0].share < 0.5


def test_a_full_disk_is_told_and_what_was_finished_is_kept(
    archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = repair_archive([archive], out.with_name("whole"), RULES, chunk_size=10)
    line, count = writing.json_line, iter(range(1000))

    def full(row: Any) -> bytes:
        if next(count) == 15:
            raise OSError(28, "No space left on device")
        return line(row)

    monkeypatch.setattr(writing, "json_line", full)
    with pytest.raises(InputError, match=r"there is no room left for .*part-a-000001\.jsonl: what"):
        repair_archive([archive], out, RULES, chunk_size=10)
    assert sorted(content(out)) == ["manifest.json", "part-a-000000.jsonl"]
    monkeypatch.undo()
    assert repair_archive([archive], out, RULES, chunk_size=10).written == whole.written - 1
    assert content(out) == content(out.with_name("whole"))


def test_an_output_under_a_file_is_told(archive: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        repair_archive([archive], archive / "out", RULES)


class Counted(RepairBatch):
    """Counts the texts that it is given, and fails on some."""

    given: list[str] = []  # noqa: RUF012
    failing: str = ""

    def rows(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        type(self).given += [row["text"] for row in rows]
        done = super().rows(rows)
        return [
            {**row, "mtrepair_text": row["text"], "mtrepair_error": "out of memory"}
            if self.failing and self.failing in row["text"]
            else row
            for row in done
        ]


@pytest.mark.slow
def test_ray_makes_the_same_bytes(
    archive: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    repair_archive([archive], out, RULES, chunk_size=10)
    other = tmp_path / "other"
    repair_archive([archive], other, RULES, chunk_size=10, engine="ray")
    assert content(other) == content(out)


def test_an_engine_that_is_none_is_told(archive: Path, out: Path) -> None:
    with pytest.raises(InputError, match="engine must be one of local, ray, not 'spark'"):
        repair_archive([archive], out, RULES, engine="spark")  # type: ignore[arg-type]


class Deadly(RepairBatch):
    """Ends the process that reads a certain text."""

    def rows(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        if any("numéro 12." in row["text"] for row in rows):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().rows(rows)


@pytest.mark.slow
def test_a_text_that_ends_its_process_has_an_error_and_the_others_are_repaired(
    archive: Path, out: Path
) -> None:
    batch = Deadly(cleaner=RULES.cleaner)
    summary = repair_archive([archive], out, batch, chunk_size=10, processes=2)
    assert (summary.records, summary.failed) == (25, 1)
    found = {row["id"]: row["mtrepair_error"] for row in read(out) if row["mtrepair_error"]}
    assert found == {12: "the process that worked on it ended: it crashed, or ran out of memory"}
    assert read(out)[12]["mtrepair_text"] == "Le web,la radio, numéro 12."
    assert read(out)[13]["mtrepair_text"] == "Le web, la radio, numéro 13."


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    monkeypatch.setattr(Counted, "given", [])
    return Counted(cleaner=RULES.cleaner)


def test_the_same_text_is_repaired_once(counted: Counted, out: Path, tmp_path: Path) -> None:
    texts = ["Le web,la radio.", "La mer,la côte.", "Le web,la radio."] * 10
    archive = lines(tmp_path / "a.jsonl", [{"id": n, "text": t} for n, t in enumerate(texts)])
    summary = repair_archive([archive], out, counted, chunk_size=7)
    assert sorted(Counted.given) == ["La mer,la côte.", "Le web,la radio."]
    assert summary.copies == 28
    assert [row["mtrepair_text"] for row in read(out)][:3] == [
        "Le web, la radio.", "La mer, la côte.", "Le web, la radio.",
    ]  # fmt: skip


def test_the_same_text_with_another_source_is_another(
    counted: Counted, out: Path, tmp_path: Path
) -> None:
    both = Counted(cleaner=RULES.cleaner, source_column="en")
    found = [{"text": "Il a vendu 35 chars.", "en": f"He sold {n} tanks."} for n in (35, 53)]
    repair_archive([lines(tmp_path / "a.jsonl", found)], out, both)
    codes = [[one["code"] for one in row["mtrepair_findings"]] for row in read(out)]
    assert codes == [[], ["MT701"]]


def test_a_cache_serves_other_folders_and_other_columns(
    counted: Counted, archive: Path, out: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    repair_archive([archive], out, counted, cache=cache)
    before = len(Counted.given)
    renamed = [{"body": row["text"]} for row in rows(26)]
    again = tmp_path / "again"
    other = RepairBatch(text_column="body", cleaner=RULES.cleaner, prefix="r_")
    summary = repair_archive([lines(tmp_path / "b.jsonl", renamed)], again, other, cache=cache)
    assert (before, summary.copies) == (25, 25)
    assert read(again)[4]["r_text"] == "Le web, la radio, numéro 4."


def test_a_cache_made_with_other_settings_is_not_believed(
    archive: Path, out: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    repair_archive([archive], out, RULES, cache=cache)
    other = RepairBatch(cleaner=type(RULES.cleaner)(language_model=None, ignore=["MT103"]))
    repair_archive([archive], tmp_path / "other", other, cache=cache)
    assert read(tmp_path / "other")[0]["mtrepair_text"] == "Le web,la radio, numéro 0."


def test_a_damaged_value_counts_as_not_there(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        key = cache.key("settings", "text")
        cache.store({key: {"text": "a"}})
        cache._base.execute("UPDATE repairs SET value = x'789c00'")
        assert cache.found(key) is None


def test_a_file_that_is_no_cache_is_told(archive: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no base of SQLite, whatever its name is" * 100)
    with pytest.raises(InputError, match=r"the cache .* can't be used: file is not a database"):
        repair_archive([archive], out, RULES, cache=tmp_path / "cache")


def test_a_record_that_fails_is_kept_and_worked_on_again_where_asked(
    counted: Counted, archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Counted, "failing", "numéro 12")
    summary = repair_archive([archive], out, counted, chunk_size=10)
    assert summary.failed == 1
    assert read(out)[12]["mtrepair_error"] == "out of memory"
    assert read(out)[12]["mtrepair_text"] == "Le web,la radio, numéro 12."
    assert repair_archive([archive], out, counted, chunk_size=10).records == 0
    monkeypatch.setattr(Counted, "failing", "")
    monkeypatch.setattr(Counted, "given", [])
    again = repair_archive([archive], out, counted, chunk_size=10, retry_failed=True)
    assert (again.written, again.failed, again.kept) == (1, 0, 2)
    assert Counted.given == ["Le web,la radio, numéro 12."]
    whole = out.with_name("whole")
    repair_archive([archive], whole, counted, chunk_size=10)
    assert content(out) == content(whole)


@pytest.mark.parametrize("form", ["csv", "csv.gz", "jsonl.gz", "parquet"])
def test_records_of_every_format_are_worked_on_again(
    form: Any, counted: Counted, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [{"text": ""}, {"text": None}, *rows(25)]
    archive = lines(tmp_path / "a.jsonl", found)
    monkeypatch.setattr(Counted, "failing", "numéro 3.")
    repair_archive([archive], out, counted, chunk_size=10, form=form)
    monkeypatch.setattr(Counted, "failing", "")
    again = repair_archive([archive], out, counted, chunk_size=10, form=form, retry_failed=True)
    assert (again.written, again.failed) == (1, 1)
    whole = out.with_name("whole")
    repair_archive([archive], whole, counted, chunk_size=10, form=form)
    assert content(out) == content(whole)


def test_a_second_signal_drops_the_part_that_is_begun(tmp_path: Path) -> None:
    archive, out = lines(tmp_path / "a.jsonl", rows(5000)), tmp_path / "out"
    run = started(archive, "-o", out, "--chunk-size", 5000)
    while not (out / ".seen.sqlite").exists():
        time.sleep(0.01)
    run.send_signal(signal.SIGTERM)
    assert run.stderr and b"once more drops it" in run.stderr.readline()
    run.send_signal(signal.SIGTERM)
    assert run.wait() == 128 + signal.SIGTERM
    run.stderr.close()
    assert list(content(out)) == ["manifest.json"]


def test_the_command_tells_what_it_did(archive: Path, out: Path) -> None:
    done = batch(archive, "-o", out, "--chunk-size", 10)
    assert done.exit_code == 0, done.output
    assert "25 records in" in done.output
    assert f"into 3 parts in {out}" in done.output


def test_the_command_ends_with_1_where_records_failed(out: Path, tmp_path: Path) -> None:
    archive = lines(tmp_path / "a.jsonl", [*rows(2), {"id": 2, "text": None}])
    done = batch(archive, "-o", out)
    assert done.exit_code == 1
    assert "1 failed and kept with their error" in done.output


def test_the_manifest_tells_what_the_run_was(archive: Path, out: Path) -> None:
    repair_archive([archive], out, RULES, chunk_size=10)
    made = json.loads((out / "manifest.json").read_text("utf-8"))
    (own,) = made["inputs"]
    assert (own["place"], own["size"]) == (str(archive), archive.stat().st_size)
    assert (made["chunk_size"], made["format"]) == (10, "jsonl")


def test_a_chunk_needs_a_record(archive: Path, out: Path) -> None:
    with pytest.raises(InputError, match="a chunk must have at least 1 record, not 0"):
        repair_archive([archive], out, RULES, chunk_size=0)
    assert Summary().records == 0
