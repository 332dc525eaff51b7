"""The command `mtrepair serve`: its options, its workers, its end."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from serving import ask

from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.integrations.server import command, running
from mtrepair.integrations.server.settings import ServerSettings


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[ServerSettings]:
    """The settings that servers are started with."""
    begun: list[ServerSettings] = []
    monkeypatch.setattr(running, "serve", lambda settings, **_: begun.append(settings))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MTREPAIR_API_KEY", raising=False)
    return begun


def run(*options: str) -> Any:
    return CliRunner().invoke(main, ["serve", *options])


def test_only_this_machine_may_ask_unless_told_otherwise(begun: list[ServerSettings]) -> None:
    assert run().exit_code == 0
    assert begun[0] == ServerSettings()
    assert (begun[0].host, begun[0].api_key, begun[0].origins) == ("127.0.0.1", None, ())


def test_options_become_settings(begun: list[ServerSettings], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")
    done = run(
        *"--host 0.0.0.0 --port 9 --max-characters 10 --seconds 1.5 --waiting 0".split(),
        *"--api-key-file key --allow-origin https://a.example --rules-only --no-config".split(),
    )
    assert done.exit_code == 0, done.output
    assert begun == [
        ServerSettings(
            host="0.0.0.0",
            port=9,
            max_characters=10,
            seconds=1.5,
            waiting=0,
            api_key="s3cret",
            origins=("https://a.example",),
            rules_only=True,
            alone=True,
        )
    ]


def test_the_key_may_come_from_the_environment(
    begun: list[ServerSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTREPAIR_API_KEY", "s3cret")
    run()
    assert begun[0].api_key == "s3cret"


def test_workers_count_in_one_folder(
    begun: list[ServerSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    run("--workers", "2")
    folder = begun[0].metrics_folder
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)
    assert folder is not None and not folder.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--workers", "0"], "workers must be a number from 1 on, not 0"),
        (["--seconds", "0"], "seconds must be more than 0, not 0.0"),
        (["--port", "70000"], "port must be a number from 0 to 65535, not 70000"),
        (["--config", "a.toml", "--no-config"], "--config and --no-config: choose one"),
        (["--api-key-file", "empty"], "the first line of empty is empty; write the key there"),
        (["--api-key-file", "none"], "cannot read none: No such file"),
    ],
)
def test_what_cant_be_served_is_told(
    begun: list[ServerSettings], tmp_path: Path, options: list[str], message: str
) -> None:
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    done = run(*options)
    assert done.exit_code == 2
    assert message in done.output
    assert begun == []


def test_what_cant_be_loaded_is_told_at_once(tmp_path: Path) -> None:
    settings = tmp_path / "mtrepair.toml"
    settings.write_text("safety = 1\n", encoding="utf-8")
    done = run("--config", str(settings), "--port", "0")
    assert done.exit_code == 2
    assert "safety must be a string, not 1" in done.output
    done = run("--translation-model", "no-such-model", "--port", "0")
    assert done.exit_code == 2
    assert "no-such-model" in done.output


def test_an_empty_key_is_no_key() -> None:
    with pytest.raises(InputError, match="api_key must have something in it"):
        ServerSettings(api_key="")


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(command.serve_command, [])
    assert "pip install 'mtrepair[server]'" in str(done.exception)


@pytest.mark.slow
def test_two_workers_answer_count_together_and_end_on_sigterm(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-m", "mtrepair", "serve", "--port", "0", "--workers", "2"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        address = ""
        for line in process.stderr:
            found = re.search(r"running on (http://\S+)", line)
            address = found[1] if found else address
            if line.count("startup complete"):
                break
        for number in range(10):
            fields = {"language": "fr", "text": f"Le web,la radio, numéro {number}."}
            assert len(ask(address, "/v2/check", fields).json["matches"]) == 1
        told = ask(address, "/metrics").text
        assert 'mtrepair_requests_total{path="/v2/check",status="200"} 10.0' in told
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=30)[1]
    assert process.returncode == 0, rest
    assert "Traceback" not in rest
