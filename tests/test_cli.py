"""The commands print what they promise, leave files whole, and tell errors by their status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import mtrepair
from mtrepair.cli import main
from mtrepair.console import named

ROOT = str(Path(__file__).parent.parent)
DAMAGED = "Le web,la radio et la presse.\n"
MENDED = "Le web, la radio et la presse.\n"
FINE = "La radio et la presse.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a damaged text and one that is fine."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(DAMAGED.encode())
    (tmp_path / "b.txt").write_bytes(FINE.encode())
    return tmp_path


def run(*args: str, stdin: bytes = b"") -> Result:
    result = CliRunner().invoke(main, args, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def started(*args: str, module: str = "mtrepair", **options: Any) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    path = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path} | options.pop("env", {})
    return subprocess.Popen([sys.executable, "-m", module, *args], env=environment, **options)


# clean


def test_clean_prints_the_repaired_text(folder: Path) -> None:
    assert run("clean", "a.txt").stdout_bytes == MENDED.encode()


def test_clean_prints_several_texts_one_after_the_other(folder: Path) -> None:
    assert run("clean", "a.txt", "b.txt").stdout == MENDED + FINE


def test_clean_reads_standard_input() -> None:
    assert run("clean", "-", stdin=DAMAGED.encode()).stdout == MENDED


def test_clean_without_a_file_reads_what_is_piped_into_it() -> None:
    assert run("clean", stdin=DAMAGED.encode()).stdout == MENDED


def test_clean_of_nothing_is_nothing() -> None:
    assert run("clean", "-").stdout_bytes == b""


def test_clean_gives_line_ends_and_byte_order_mark_back() -> None:
    text = "\ufeffLe web,la radio.\r\n\r\nLa presse.\r\n"
    cleaned = run("clean", "-", stdin=text.encode()).stdout_bytes
    assert cleaned == text.replace(",la", ", la").encode()


def test_clean_diff_prints_only_what_changes(folder: Path) -> None:
    assert run("clean", "--diff", "a.txt", "b.txt").stdout == (
        "a.txt:1: Le web,{+·+}la radio et la presse.\n"
    )


def test_clean_json_has_text_findings_and_edits(folder: Path) -> None:
    repair = json.loads(run("clean", "--json", "a.txt").stdout)
    assert list(repair) == ["schema_version", "unit", "text", "findings", "edits", "refused"]
    assert repair["text"] == MENDED
    assert repair["edits"] == [{"start": 7, "end": 7, "replacement": " "}]


def test_clean_json_of_several_texts_is_a_list(folder: Path) -> None:
    repairs = json.loads(run("clean", "--json", "a.txt", "b.txt").stdout)
    assert [repair["path"] for repair in repairs] == ["a.txt", "b.txt"]


def test_clean_html_writes_a_page_beside_the_text(folder: Path) -> None:
    assert run("clean", "--html", "report.html", "a.txt").stdout == MENDED
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert '<ins class="new space">·</ins>' in page


def test_clean_unsafe_applies_fixes_that_may_change_wording() -> None:
    text = "“Il faut agir.\n\nLe vote aura lieu jeudi.\n".encode()
    safe, unsafe = (
        run("clean", *options, "-", stdin=text).stdout for options in ([], ["--unsafe"])
    )
    assert safe.encode() == text
    assert unsafe == "“Il faut agir.”\n\nLe vote aura lieu jeudi.\n"


def test_clean_asks_the_model_unless_told_otherwise() -> None:
    text = "L’Iran poursuit son nucléaire programme depuis des années.\n".encode()
    asked, rules_only = (run("clean", *o, "-", stdin=text).stdout for o in ([], ["--rules-only"]))
    assert (asked, rules_only) == (
        "L’Iran poursuit son programme nucléaire depuis des années.\n",
        text.decode(),
    )


def test_clean_asks_the_model_that_it_is_given(folder: Path) -> None:
    result = run("clean", "--language-model", "nowhere", "a.txt")
    assert (result.exit_code, "nowhere" in result.stderr) == (2, True)


def test_clean_takes_a_house_style() -> None:
    text = "Il a dit “oui” hier.\n".encode()
    styled = run("clean", "--quotes", "guillemets", "--space", "narrow", "-", stdin=text)
    assert styled.stdout == "Il a dit «\u202foui\u202f» hier.\n"


@pytest.mark.parametrize("codes", [["--select", "MT104"], ["--ignore", "MT104,mt103"]])
def test_clean_mends_only_the_codes_asked_for(codes: list[str]) -> None:
    text = "Le web,la radio  et la presse.\n"
    mended = text.replace("  ", " ") if codes[0] == "--select" else text
    assert run("clean", *codes, "-", stdin=text.encode()).stdout == mended


def test_codes_may_be_given_several_times() -> None:
    text = "Le web,la radio  et la presse.\n"
    cleaned = run("clean", "--ignore", "MT103", "--ignore", "MT104", "-", stdin=text.encode())
    assert cleaned.stdout == text


def test_clean_in_place_replaces_the_file_and_prints_nothing(folder: Path) -> None:
    assert run("clean", "--in-place", "a.txt").output == ""
    assert (folder / "a.txt").read_bytes() == MENDED.encode()


def test_clean_in_place_leaves_no_other_file(folder: Path) -> None:
    run("clean", "--in-place", "a.txt")
    assert sorted(os.listdir(folder)) == ["a.txt", "b.txt"]


def test_clean_in_place_does_not_touch_a_text_that_is_fine(folder: Path) -> None:
    before = (folder / "b.txt").stat()
    run("clean", "--in-place", "--backup", ".bak", "b.txt")
    after = (folder / "b.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (folder / "b.txt.bak").exists()


def test_a_backup_holds_the_old_text(folder: Path) -> None:
    run("clean", "--in-place", "--backup", ".bak", "a.txt")
    assert (folder / "a.txt.bak").read_bytes() == DAMAGED.encode()
    assert (folder / "a.txt").read_bytes() == MENDED.encode()


def test_without_a_backup_the_file_stays(folder: Path) -> None:
    (folder / "a.txt.bak").mkdir()
    result = run("clean", "--in-place", "--backup", ".bak", "a.txt")
    assert result.exit_code == 2
    assert (folder / "a.txt").read_bytes() == DAMAGED.encode()


def test_clean_in_place_keeps_permissions(folder: Path) -> None:
    (folder / "a.txt").chmod(0o640)
    run("clean", "--in-place", "a.txt")
    assert (folder / "a.txt").stat().st_mode & 0o777 == 0o640


def test_clean_in_place_writes_through_a_link(folder: Path) -> None:
    (folder / "link.txt").symlink_to("a.txt")
    run("clean", "--in-place", "link.txt")
    assert (folder / "link.txt").is_symlink()
    assert (folder / "a.txt").read_bytes() == MENDED.encode()


def test_clean_in_place_with_diff_does_both(folder: Path) -> None:
    assert "{+·+}" in run("clean", "--in-place", "--diff", "a.txt").stdout
    assert (folder / "a.txt").read_bytes() == MENDED.encode()


def test_output_goes_to_a_file(folder: Path) -> None:
    assert run("clean", "-o", "c.txt", "a.txt").output == ""
    assert (folder / "c.txt").read_bytes() == MENDED.encode()


def test_output_may_be_the_file_that_is_read(folder: Path) -> None:
    run("clean", "-o", "a.txt", "a.txt")
    assert (folder / "a.txt").read_bytes() == MENDED.encode()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--diff", "--json", "a.txt"], "--diff and --json"),
        (["--in-place", "-"], "--in-place needs files"),
        (["--in-place", "-o", "c.txt", "a.txt"], "--in-place and --output"),
        (["--backup", ".bak", "a.txt"], "--backup goes with --in-place"),
        (["--rules-only", "--language-model", "m", "a.txt"], "--rules-only asks no model"),
        (["--quotes", "german", "a.txt"], "'german' is not one of"),
    ],
)
def test_options_that_exclude_each_other_are_refused(
    options: list[str], message: str, folder: Path
) -> None:
    result = run("clean", *options)
    assert (result.exit_code, message in result.stderr) == (2, True)


# detect


def test_detect_prints_a_finding_with_its_place(folder: Path) -> None:
    first = run("detect", "a.txt").stdout.splitlines()[0]
    assert first.startswith("a.txt:1:7: MT103 missing-space: ")


def test_detect_tells_by_its_status_whether_it_found_something(folder: Path) -> None:
    assert [run("detect", name).exit_code for name in ("b.txt", "a.txt")] == [0, 1]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_every_format_has_the_same_status(form: str, folder: Path) -> None:
    assert [run("detect", "--format", form, name).exit_code for name in ("b.txt", "a.txt")] == [
        0,
        1,
    ]


def test_detect_json_is_one_object_for_one_text(folder: Path) -> None:
    found = json.loads(run("detect", "--format", "json", "a.txt").stdout)
    assert (found["unit"], [finding["code"] for finding in found["findings"]]) == (
        "codepoint",
        ["MT103"],
    )


def test_detect_json_is_a_list_for_several_even_if_one_is_missing(folder: Path) -> None:
    result = run("detect", "--format", "json", "a.txt", "missing.txt")
    assert [record["path"] for record in json.loads(result.stdout)] == ["a.txt", "missing.txt"]
    assert result.exit_code == 2


def test_detect_sarif_describes_the_rule_of_a_result(folder: Path) -> None:
    run_ = json.loads(run("detect", "--format", "sarif", "a.txt").stdout)["runs"][0]
    result = run_["results"][0]
    assert run_["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_detect_html_is_a_page(folder: Path) -> None:
    assert run("detect", "--format", "html", "a.txt").stdout.startswith("<!doctype html>")


def test_detect_goes_on_after_a_file_it_cannot_read(folder: Path) -> None:
    result = run("detect", "missing.txt", "a.txt")
    assert result.exit_code == 2
    assert "a.txt:1:7" in result.stdout
    assert result.stderr == "mtrepair: cannot read missing.txt: No such file or directory\n"


def test_detect_leaves_ignored_codes_out(folder: Path) -> None:
    assert run("detect", "--ignore", "MT1", "a.txt").exit_code == 0


def test_a_code_that_no_rule_has_is_an_error(folder: Path) -> None:
    result = run("detect", "--select", "MT999", "a.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no rule has the code 'MT999'" in result.stderr


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    args = ["detect", "--select", "MT103", "-"]
    with started(*args, stdin=subprocess.PIPE, env=environment) as process:
        out, err = process.communicate("Cet été,la radio.".encode())
    assert (process.returncode, err) == (1, b"")
    assert "été" in out.decode("utf-8")


# explain


def test_explain_replays_the_examples() -> None:
    assert "Le web,{+·+}la radio" in run("explain", "MT103").stdout


def test_explain_takes_a_code_in_small_letters() -> None:
    assert run("explain", "mt103").stdout == run("explain", "MT103").stdout


def test_explain_without_a_code_lists_all() -> None:
    listed = run("explain").stdout
    codes = {rule.code for rule in mtrepair.rules.all_rules()} | {"MT501", "MT502", "MT506"}
    assert all(listed.count(code) == 1 for code in codes)


def test_explain_lists_the_codes_that_begin_so() -> None:
    listed = run("explain", "MT1").stdout
    assert ("MT103" in listed, "MT202" in listed) == (True, False)


def test_explain_knows_the_codes_that_only_the_model_finds() -> None:
    shown = run("explain", "MT506").stdout
    assert shown.startswith("MT506 agreement (minor, safe fix)\n")
    assert "Found by the language model" in shown and "plusieurs" in shown


def test_detect_asks_the_models_where_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Le débat porte sur le nucléaire programme.\n", encoding="utf-8")
    assert run("detect", str(path)).exit_code == 0
    asked = run("detect", "--models", str(path))
    assert asked.exit_code == 1 and "MT501" in asked.stdout


def test_detect_fails_on_what_it_is_told_to(tmp_path: Path) -> None:
    minor, major = tmp_path / "minor.txt", tmp_path / "major.txt"
    minor.write_text("Le web,la radio.\n", encoding="utf-8")
    major.write_text("Le pro gramme est prêt.\n", encoding="utf-8")
    status = {
        (least, path.stem): run("detect", "--fail-on", least, str(path)).exit_code
        for least in ("minor", "major", "never")
        for path in (minor, major)
    }
    assert [pair for pair, code in status.items() if code == 1] == [
        ("minor", "minor"),
        ("minor", "major"),
        ("major", "major"),
    ]


def test_detect_annotates_a_workflow(tmp_path: Path) -> None:
    path = tmp_path / "a, b.txt"
    path.write_text("Oui.\nLe pro gramme est prêt.\n", encoding="utf-8")
    shown = run("detect", "--format", "github", str(path)).stdout
    assert shown.startswith("::error file=") and "a%2C b.txt,line=2,col=4,endLine=2" in shown


def test_explain_answers_to_a_name() -> None:
    assert run("explain", "missing-space").stdout == run("explain", "MT103").stdout
    result = run("explain", "mising-space")
    assert result.exit_code == 2 and "missing-space" in result.stderr


def test_explain_of_an_unknown_code_names_the_nearest() -> None:
    result = run("explain", "MT13")
    assert result.exit_code == 2
    assert "MT103" in result.stderr


# translate


def test_translate_gives_the_text_and_its_pairs(folder: Path, tiny_folder: Path) -> None:
    options = ["--translation-model", str(tiny_folder), "--beam-size", "1", "b.txt"]
    translation = json.loads(run("translate", "--json", *options).stdout)
    assert "".join(pair["source"] for pair in translation["pairs"]) == FINE
    assert run("translate", *options).stdout == translation["text"]


def test_translate_repairs_first_unless_told_otherwise(folder: Path, tiny_folder: Path) -> None:
    options = ["--json", "--translation-model", str(tiny_folder), "--beam-size", "1", "a.txt"]
    repaired, as_it_is = (
        json.loads(run("translate", *flags, *options).stdout)["pairs"][0]["source"]
        for flags in ([], ["--as-is"])
    )
    assert (repaired, as_it_is) == (MENDED, DAMAGED)


def test_translate_html_shows_both_languages(folder: Path, tiny_folder: Path) -> None:
    run(
        "translate",
        "--translation-model",
        str(tiny_folder),
        "--beam-size",
        "1",
        "--html",
        "r.html",
        "b.txt",
    )
    assert "La radio et la presse." in (folder / "r.html").read_text(encoding="utf-8")


def test_translate_html_of_two_texts_is_refused(folder: Path) -> None:
    result = run("translate", "--html", "r.html", "a.txt", "b.txt")
    assert (result.exit_code, "--html shows one text" in result.stderr) == (2, True)


def test_translate_without_its_model_is_an_error(folder: Path) -> None:
    result = run("translate", "--translation-model", "nowhere", "b.txt")
    assert (result.exit_code, result.stdout, "nowhere" in result.stderr) == (2, "", True)


# All


@pytest.mark.parametrize(
    "args", [[], ["nonsense"], ["clean", "--nonsense"], ["detect", "--format", "x"]]
)
def test_a_command_that_does_not_exist_is_an_error(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_the_version_is_the_one_of_the_package() -> None:
    assert run("--version").stdout == f"mtrepair, version {mtrepair.__version__}\n"


def test_a_command_without_files_at_a_terminal_asks_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    with pytest.raises(click.UsageError, match="name a file"):
        named(())


def test_an_error_of_the_system_is_a_message_and_no_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "words.marisa")

    monkeypatch.setattr(sys.modules["mtrepair.selection"], "chosen_rules", fails)
    result = run("explain", "MT103")
    assert (result.exit_code, result.stderr) == (
        2,
        "mtrepair: words.marisa: No such file or directory\n",
    )


def test_the_table_of_rules_is_put_into_a_document(folder: Path) -> None:
    (folder / "a.md").write_text("<!-- rules:begin --><!-- rules:end -->", encoding="utf-8")
    with started("--write", "a.md", module="mtrepair.render") as process:
        assert process.wait() == 0
    assert "\n| MT103 | missing-space |" in (folder / "a.md").read_text(encoding="utf-8")


def test_every_command_and_option_says_what_it_is_for() -> None:
    with click.Context(main) as context:
        for name in main.list_commands(context):
            command = main.get_command(context, name)
            assert command.help
            for option in command.params:
                choices = isinstance(option.type, click.Choice)
                assert isinstance(option, click.Argument) or option.help or choices, option.name


def test_a_command_of_another_package_can_be_called() -> None:
    assert "RECIPE" in run("train", "--help").stdout


def test_the_help_lists_every_command() -> None:
    listed = run("--help").stdout
    with click.Context(main) as context:
        assert all(f"\n  {name} " in listed for name in main.list_commands(context))


def test_a_reader_that_leaves_early_ends_the_command_quietly(folder: Path) -> None:
    with started("detect", "a.txt") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
    assert (process.returncode, complaints) == (141, b"")


@pytest.mark.parametrize(("refused", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colours_unless_they_are_refused(
    refused: str, coloured: bool, folder: Path
) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with started(
        "clean", "--diff", "a.txt", stdout=theirs, env={"NO_COLOR": refused, "TERM": "xterm"}
    ) as process:
        assert process.wait() == 0
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    os.close(theirs)
    assert ("\x1b[4;32m" in shown) == coloured


# settings, folders, errors


def test_settings_are_found_upwards_of_each_text(folder: Path) -> None:
    (folder / "house").mkdir()
    (folder / "house" / "a.txt").write_bytes(DAMAGED.encode())
    (folder / "house" / "mtrepair.toml").write_text('ignore = ["MT103"]', encoding="utf-8")
    assert run("clean", "house/a.txt", "a.txt").stdout == DAMAGED + MENDED
    assert run("clean", "--no-config", "house/a.txt").stdout == MENDED
    assert run("clean", "--config", "house/mtrepair.toml", "a.txt").stdout == DAMAGED
    assert run("clean", "--ignore", "MT2", "house/a.txt").stdout == MENDED


def test_standard_input_has_the_settings_of_the_working_directory(folder: Path) -> None:
    (folder / "mtrepair.toml").write_text('ignore = ["MT103"]', encoding="utf-8")
    assert run("clean", "-", stdin=DAMAGED.encode()).stdout == DAMAGED


def test_one_half_of_a_style_leaves_the_other_to_the_settings(folder: Path) -> None:
    (folder / "mtrepair.toml").write_text('[style]\nquotes = "guillemets"', encoding="utf-8")
    mended = run("clean", "--space", "nbsp", "-", stdin="Il a dit : “oui”.".encode()).stdout
    assert mended == "Il a dit\xa0: «\xa0oui\xa0»."


def test_broken_settings_are_told_and_other_files_go_on(folder: Path) -> None:
    (folder / "house").mkdir()
    (folder / "house" / "a.txt").write_bytes(DAMAGED.encode())
    (folder / "house" / "mtrepair.toml").write_text('ingore = ["MT1"]', encoding="utf-8")
    result = run("clean", "house/a.txt", "a.txt")
    assert (result.exit_code, result.stdout) == (2, MENDED)
    assert "unknown key 'ingore'; did you mean ignore?" in result.stderr


def test_folders_are_read_if_asked(folder: Path) -> None:
    (folder / "more").mkdir()
    for name in ("c.txt", "d.md", "e.py", ".f.txt"):
        (folder / "more" / name).write_bytes(DAMAGED.encode())
    assert run("clean", "-r", "more", "b.txt").stdout == MENDED + MENDED + FINE
    assert "is a directory" in run("clean", "more").stderr


def test_a_folder_without_texts_is_told(folder: Path) -> None:
    (folder / "more").mkdir()
    result = run("clean", "-r", "more")
    assert (result.exit_code, "no text is in more" in result.stderr) == (2, True)


def test_json_has_the_error_of_a_file_in_its_place(folder: Path) -> None:
    found = json.loads(run("clean", "--json", "missing.txt", "a.txt").stdout)
    assert [list(record)[-1] for record in found] == ["error", "refused"]
    assert found[0]["error"].startswith("cannot read missing.txt")


def test_junit_counts_findings_and_errors(folder: Path) -> None:
    page = run("detect", "--format", "junit", "a.txt", "missing.txt").stdout
    assert '<testsuites name="mtrepair" tests="2" failures="1" errors="1">' in page


def test_sarif_says_that_a_file_was_not_read(folder: Path) -> None:
    log = json.loads(run("detect", "--format", "sarif", "missing.txt").stdout)
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_what_a_text_raises_is_told_with_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str, terms: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(sys.modules["mtrepair.course"], "Course", fails)
    result = run("clean", "a.txt")
    assert result.exit_code == 2
    assert "a.txt: ZeroDivisionError: by nought; please report this text" in result.stderr


@pytest.mark.slow
def test_processes_print_the_same(folder: Path) -> None:
    alone = run("clean", "a.txt", "b.txt").stdout
    assert run("clean", "--processes", "2", "a.txt", "b.txt").stdout == alone
