"""The command `mtrepair serve`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtrepair.errors import InputError, MissingExtra
from mtrepair.files import read_text

if TYPE_CHECKING:
    from mtrepair.integrations.server.settings import ServerSettings

_PATH = click.Path(path_type=Path)
_KEY_VARIABLE = "MTREPAIR_API_KEY"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8081, show_default=True, help="0 takes a free one.")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--config", type=_PATH, help="Settings; by default mtrepair.toml, upwards.")
@click.option("--no-config", "alone", is_flag=True, help="Read no file of settings.")
@click.option("--rules-only", is_flag=True, help="Ask no language model.")
@click.option("--translation-model", help="Name or folder; by default the shipped one.")
@click.option("--max-characters", default=50_000, show_default=True, help="Of a request's text.")
@click.option("--seconds", default=30.0, show_default=True, help="That a request may take.")
@click.option("--waiting", default=32, show_default=True, help="Requests that may wait a worker.")
@click.option("--connections", default=256, show_default=True, help="That a worker keeps open.")
@click.option("--grace-seconds", default=30, show_default=True, help="To finish when stopped.")
@click.option(
    "--api-key-file",
    type=_PATH,
    envvar=f"{_KEY_VARIABLE}_FILE",
    help=f"Its first line must be sent; or set {_KEY_VARIABLE}.",
)
@click.option("--allow-origin", "origins", multiple=True, help="Web page that may ask; * for any.")
@click.option("--quiet", is_flag=True, help="Log no requests.")
def serve_command(
    *, translation_model: str | None, api_key_file: Path | None, quiet: bool, **given: Any
) -> None:
    """Answer LanguageTool's and LibreTranslate's clients, and our own, over HTTP.

    By default only this machine can ask. SIGTERM and Ctrl-C finish what was begun. Settings of a
    house are read from mtrepair.toml or [tool.mtrepair] in pyproject.toml, found upwards from the
    working directory, and read anew when the file changes.
    """
    _check_extra()
    from mtrepair.integrations.server.settings import ServerSettings

    if given["alone"] and given["config"] is not None:
        raise click.UsageError("--config and --no-config: choose one")
    if translation_model:
        given["translation_model"] = translation_model
    settings = ServerSettings(api_key=_key(api_key_file), **given)
    with _counted_together(settings) as counted:
        from mtrepair.integrations.server.running import serve

        serve(counted, quiet=quiet)


@contextmanager
def _counted_together(settings: ServerSettings) -> Iterator[ServerSettings]:
    """A block in which several workers count into one folder."""
    if settings.workers == 1:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="mtrepair-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read when its package is imported
        yield replace(settings, metrics_folder=Path(folder))


def _key(file: Path | None) -> str | None:
    """The key that clients must send."""
    if file is None:
        return os.environ.get(_KEY_VARIABLE) or None
    key = read_text(file).partition("\n")[0].strip()
    if not key:
        raise InputError(f"the first line of {file} is empty; write the key there")
    return key


def _check_extra() -> None:
    for package in ("starlette", "uvicorn", "prometheus_client", "tomlkit"):
        try:
            import_module(package)
        except ImportError as error:
            raise MissingExtra(package, extra="server", purpose="serving") from error
