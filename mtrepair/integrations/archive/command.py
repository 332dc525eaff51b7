"""The command `mtrepair batch`."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from mtrepair.cleaner import Cleaner
from mtrepair.errors import InputError
from mtrepair.integrations.archive.workers import ENGINES
from mtrepair.integrations.archive.writing import PART_FORMATS
from mtrepair.kinds import MARKUP_KINDS
from mtrepair.selection import listed_codes

if TYPE_CHECKING:
    from mtrepair.integrations.archive.run import Summary

_PATH = click.Path(readable=False)


@click.command("batch")
@click.argument("inputs", nargs=-1, required=True, type=_PATH)
@click.option("--output", "-o", required=True, type=_PATH, help="Folder for the parts.")
@click.option("--text-column", default="text", show_default=True, help="Where the texts are.")
@click.option("--source-column", help="Where the English is that they were translated from.")
@click.option("--prefix", default="mtrepair_", show_default=True, help="Of the added columns.")
@click.option("--english", is_flag=True, help="Translate as well.")
@click.option("--to", "form", type=click.Choice(PART_FORMATS), help="By default as the inputs.")
@click.option(
    "--input",
    "--markup",
    "markup",
    type=click.Choice(MARKUP_KINDS),
    help="What the texts are; by default files go by their suffix.",
)
@click.option("--chunk-size", default=500, show_default=True, help="Records of a part.")
@click.option("--processes", default=1, show_default=True, help="That work side by side.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Who repairs: this machine's processes, or the tasks of Ray.",
)
@click.option("--cache", type=_PATH, help="File that keeps repairs for other runs.")
@click.option("--retry-failed", is_flag=True, help="Work again on records with an error.")
@click.option("--restart", is_flag=True, help="Do away with what another run left.")
@click.option("--rules-only", is_flag=True, help="Ask no language model.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these: MT1,MT202")
@click.option("--ignore", multiple=True, metavar="CODES", help="All but these.")
@click.option("--config", type=_PATH, help="Settings; by default mtrepair.toml, upwards.")
@click.option("--no-config", "alone", is_flag=True, help="Read no file of settings.")
def batch_command(
    *,
    inputs: Sequence[str],
    text_column: str,
    source_column: str | None,
    prefix: str,
    english: bool,
    config: str | None,
    alone: bool,
    rules_only: bool,
    select: Sequence[str],
    ignore: Sequence[str],
    **given: Any,
) -> None:
    """Repair the articles of archives into a folder, each once; go on where it was broken off.

    INPUTS are files of JSON Lines, CSV or Parquet, folders, texts, pages, or URLs of these. Each
    record keeps its columns and gets those of the results; one that fails is kept with its error.
    Ctrl-C and SIGTERM finish the part that is begun; a second one drops it.

    Exit status: 0 done, 1 done with records that failed, 2 error, 130 and 143 stopped.
    """
    from mtrepair.integrations.archive.run import repair_archive
    from mtrepair.integrations.batch import RepairBatch
    from mtrepair.render import share_bar

    if alone and config is not None:
        raise click.UsageError("--config and --no-config: choose one")
    options: dict[str, Any] = {"language_model": None, "repair_model": None} if rules_only else {}
    for name, lists in (("select", select), ("ignore", ignore)):
        options |= {name: listed_codes(lists)} if lists else {}
    cleaner = _cleaner(inputs, options, config=config, alone=alone)
    batch = RepairBatch(text_column, source_column, cleaner, english, prefix)
    with _stopping() as stop, share_bar("batch") as watch:
        summary = repair_archive(inputs, batch=batch, watch=watch, stop=stop.asked, **given)
    click.echo(told(summary, given["output"]), err=True)
    stopped = 128 + (stop.signal or 0) if summary.stopped else 0
    click.get_current_context().exit(stopped or bool(summary.failed))


@click.command("batch-report")
@click.argument("folder", type=_PATH)
@click.option("--by", multiple=True, metavar="COLUMNS", help="Also by these: site,author")
@click.option("--over", metavar="COLUMN", help="Along this date; date:month, :year or :day.")
@click.option("--id", "id_column", help="What articles are called by; id, url or path if there.")
@click.option("--worst", default=20, show_default=True, help="How many of the worst to name.")
@click.option("--html", type=_PATH, help="Write a page with charts as well.")
@click.option("--output", "-o", default="", type=_PATH, help="Write the Markdown to this file.")
def report_command(
    *, folder: str, by: Sequence[str], html: str | None, output: str, **given: Any
) -> None:
    """Tell what was found in the archive that `mtrepair batch` repaired into FOLDER.

    Artefacts by code and by the columns that are named, how they change over time, and the
    articles with most of them, as Markdown.
    """
    from mtrepair.console import output_to
    from mtrepair.files import write_text
    from mtrepair.integrations.archive.pages import report_html, report_markdown
    from mtrepair.integrations.archive.report import archive_report

    columns = [column for part in by for column in part.split(",") if column]
    report = archive_report(folder, by=columns, **given)
    with output_to(output) as (write, _):
        write(report_markdown(report))
    if html:
        write_text(Path(html), report_html(report, folder=Path(folder), page=Path(html)))


def told(summary: Summary, output: str) -> str:
    """What a run did, in a line.

    >>> from mtrepair.integrations.archive.run import Summary
    >>> told(Summary(records=3, copies=1, written=1, seconds=2.0), "out")
    'mtrepair: 3 records in 2 s (1.5/s) into 1 part in out; 1 copy of a text known already'
    """
    rate = f" ({summary.records / summary.seconds:.1f}/s)" if summary.seconds else ""
    parts = f"{summary.written} {'part' if summary.written == 1 else 'parts'}"
    said = [
        f"mtrepair: {summary.records} records in {summary.seconds:.0f} s{rate} into {parts} in "
        f"{output}"
    ]
    if summary.kept:
        said.append(f"{summary.kept} of an earlier run kept")
    if summary.copies:
        copies = "copy" if summary.copies == 1 else "copies"
        said.append(f"{summary.copies} {copies} of a text known already")
    if summary.failed:
        said.append(f"{summary.failed} failed and kept with their error")
    if summary.stopped:
        said.append("stopped; the same command goes on")
    return "; ".join(said)


def _cleaner(
    inputs: Sequence[str], options: dict[str, Any], *, config: str | None, alone: bool
) -> Cleaner:
    """The one cleaner of a run."""
    from mtrepair.integrations.archive.opening import is_url
    from mtrepair.settings import find_settings

    if alone:
        return Cleaner(**options)
    if config is not None:
        return Cleaner.from_file(config, **options)
    places = [Path.cwd() if is_url(place) else Path(place) for place in inputs]
    found = dict.fromkeys(map(find_settings, places))
    if len(found) > 1:
        names = ", ".join(sorted(str(path) for path in found if path))
        raise InputError(
            f"the inputs have different settings: {names}; name the one for all with --config, or "
            "give --no-config"
        )
    (path,) = found
    return Cleaner(**options) if path is None else Cleaner.from_file(path, **options)


class _Stop:
    """Whether a signal asked to stop; the second one does not wait."""

    def __init__(self) -> None:
        self.signal: int | None = None

    def asked(self) -> bool:
        return self.signal is not None

    def ask(self, number: int, _: FrameType | None) -> None:
        if self.signal is not None:
            raise SystemExit(128 + number)
        self.signal = number
        click.echo("mtrepair: finishing the part that is begun; once more drops it", err=True)


@contextmanager
def _stopping() -> Iterator[_Stop]:
    """A block in which Ctrl-C and SIGTERM ask to stop."""
    stop = _Stop()
    old = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
