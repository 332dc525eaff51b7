"""What is told of an archive that was repaired."""

import re
from pathlib import Path
from typing import Any

import pytest
from archives import RULES, lines
from click.testing import CliRunner

from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.integrations.archive import report as reporting
from mtrepair.integrations.archive.pages import report_html, report_markdown
from mtrepair.integrations.archive.report import archive_report
from mtrepair.integrations.archive.run import repair_archive

GOOD = (
    "Le maire a reçu la ministre devant la gare du village ce matin. Les habitants ont posé des "
    "questions sur la route qui longe la rivière. Une école ouvrira en septembre dans l’ancienne "
    "usine, où travaillaient jadis trois cents personnes. Le conseil votera le budget la semaine "
    "prochaine. Plusieurs associations demandent un marché couvert et des arbres sur la place. "
    "La pluie a cessé vers midi, et les enfants sont sortis jouer près de la fontaine. Un "
    "musicien a donné un concert gratuit sous les arcades. Personne ne se souvient d’un automne "
    "aussi doux. Les vignerons espèrent une bonne récolte malgré la sécheresse de juillet. Le "
    "dernier train quitte la ville à vingt-deux heures. "
)
BAD = GOOD + "Le web,la radio,la presse."


def made(number: int) -> dict[str, Any]:
    """An article; those of site b are damaged from March on."""
    site, month = "ab"[number % 2], 1 + number * 4 // 200
    text = BAD if site == "b" and month > 2 else GOOD
    return {"id": f"n{number}", "site": site, "date": f"2024-0{month}-05T10:00", "text": text}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    found = [made(number) for number in range(200)]
    found[7]["text"] = None
    archive = lines(tmp_path / "a.jsonl", found)
    repair_archive([archive], tmp_path / "out", RULES)
    return tmp_path / "out"


def test_artefacts_are_counted_by_code_by_column_and_over_time(out: Path) -> None:
    found = archive_report(out, by=["site"], over="date:month")
    assert (found.whole.articles, found.whole.failed) == (200, 1)
    assert found.whole.codes == {"MT103": 100}
    assert found.groups["site"]["a"].codes.total() == 0
    assert found.groups["site"]["b"].codes == {"MT103": 100}
    months = found.groups["site"]["b"].times
    assert {month: own.codes.total() for month, own in months.items()} == {
        "2024-01": 0, "2024-02": 0, "2024-03": 50, "2024-04": 50,
    }  # fmt: skip


def test_a_site_whose_damage_changes_is_told_and_one_that_stays_is_not(out: Path) -> None:
    found = archive_report(out, by=["site"], over="date")
    assert found.groups["site"]["a"].change() is None
    told = report_markdown(found)
    assert re.search(r"- b: rose from 0\.00 to \d+\.\d\d artefacts in 1,000 words", told)
    assert "- a:" not in told


def test_the_worst_articles_are_named_by_their_id(out: Path) -> None:
    found = archive_report(out, worst=3)
    # Equal ones in their order: site b from March on is n101, n103, n105.
    assert [one.label for one in found.worst] == ["n101", "n103", "n105"]
    assert found.worst[0].link == "part-a-000000.jsonl"


def test_what_failed_is_counted_by_its_kind(out: Path) -> None:
    assert archive_report(out).errors == {"no text": 1}


def test_the_page_loads_and_runs_nothing_and_holds_no_mark_of_the_archive(tmp_path: Path) -> None:
    strange = "<script>alert(1)</script>"
    found = [made(n) | {"site": strange, "url": "javascript:alert(1)"} for n in range(150, 199)]
    repair_archive([lines(tmp_path / "a.jsonl", found)], tmp_path / "out", RULES)
    own = archive_report(tmp_path / "out", by=["site"], over="date:day")
    page = report_html(own, folder=tmp_path / "out", page=tmp_path / "page.html")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert 'href="out/part-a-000000.jsonl"' in page
    assert page.count("<polyline") == 2
    assert "<script" not in report_markdown(own)


def test_an_address_is_linked(tmp_path: Path) -> None:
    found = [made(151) | {"url": "https://journal.example/151"}]
    repair_archive([lines(tmp_path / "a.jsonl", found)], tmp_path / "out", RULES)
    assert archive_report(tmp_path / "out").worst[0].link == "https://journal.example/151"


@pytest.mark.parametrize("form", ["jsonl.gz", "csv", "csv.gz", "parquet"])
def test_parts_of_every_format_are_counted_alike(form: Any, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    repair_archive([tmp_path / "a.jsonl"], other, RULES, form=form)
    options: dict[str, Any] = {"by": ["site"], "over": "date"}
    first = report_markdown(archive_report(out, **options))
    second = report_markdown(archive_report(other, **options))
    assert second.replace(str(other), str(out)) == first


def test_a_column_that_is_not_there_is_told(out: Path) -> None:
    with pytest.raises(InputError, match="no column 'sites'; it has: id, site, date, text"):
        archive_report(out, by=["sites"])


def test_a_column_that_names_articles_is_no_group(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "_GROUPS", 50)
    with pytest.raises(InputError, match="'id' has more than 50 values: it names articles"):
        archive_report(out, by=["id"])


def test_a_folder_that_is_no_output_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no manifest\.json: it is no folder that"):
        archive_report(tmp_path)


def test_a_time_that_is_none_is_told(out: Path) -> None:
    with pytest.raises(InputError, match="a time goes by year, month, day, not 'week'"):
        archive_report(out, over="date:week")


def test_the_command_prints_markdown_and_writes_the_page(out: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    options = ["--by", "site", "--over", "date:month", "--html", str(page)]
    done = CliRunner().invoke(main, ["batch-report", str(out), *options])
    assert done.exit_code == 0, done.output
    assert "| MT103 | missing-space | 100 | 500.0 |" in done.output
    assert "<h2>By site</h2>" in page.read_text("utf-8")
