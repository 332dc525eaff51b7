"""What docs/server.md shows is tried against a server that runs."""

import doctest
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from serving import serving
from tiny_model import FakeModel

from mtrepair.cli import main
from mtrepair.integrations.server.settings import ServerSettings

PAGE = (Path(__file__).parent.parent / "docs" / "server.md").read_text(encoding="utf-8")
SHELL = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
    for line in block.splitlines()
]
ENGLISH = {"Le vote aura lieu lundi.": "The vote will take place on Monday."}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(FakeModel(lambda source: ENGLISH.get(source, source))) as address:
        yield address


def test_the_examples_in_python_give_what_they_say(server: str) -> None:
    text = PAGE.replace("http://127.0.0.1:8081", server)
    examples = doctest.DocTestParser().get_doctest(text, {}, "server.md", None, 0)
    results = doctest.DocTestRunner().run(examples)
    assert (results.attempted, results.failed) == (5, 0)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v2/check", ", la"),
        ("/translate", "<p>The <b>vote</b> will take place on Monday.</p>"),
        ("/clean", "Le web, la radio."),
    ],
)
def test_the_examples_of_curl_are_answered(server: str, path: str, expected: str) -> None:
    (line,) = [line for line in SHELL if line.startswith("curl") and line.endswith(path)]
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    words = shlex.split(line.replace("http://127.0.0.1:8081", server))
    done = subprocess.run([*words, "-s"], capture_output=True, check=True)
    assert expected in strings(json.loads(done.stdout))


def strings(value: Any) -> list[str]:
    """Every string in a value of JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_options_that_it_names_are_there() -> None:
    told = CliRunner().invoke(main, ["serve", "--help"]).output
    commands = [line for line in SHELL if line.startswith("mtrepair serve")]
    named = set(re.findall(r"`(--[a-z-]+)", PAGE)) | set(re.findall(r"(--\S+)", " ".join(commands)))
    elsewhere = {"--json", "--fail-on"}
    assert len(named - elsewhere) > 8
    assert {option for option in named - elsewhere if option not in told} == set()


def test_the_limits_that_it_names_are_the_defaults() -> None:
    own = ServerSettings()
    assert f"longer than {own.max_characters:,} characters" in PAGE
    assert f"503 | {own.waiting} requests wait already" in PAGE
    assert f"a request has taken {own.seconds:g} s" in PAGE
    assert f"{own.connections} connections are open" in PAGE
    assert f"closed after {own.idle_seconds:g} s" in PAGE
    assert f"for {own.grace_seconds} s (`--grace-seconds`)" in PAGE
