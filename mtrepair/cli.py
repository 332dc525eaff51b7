"""The commands of mtrepair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from mtrepair import __version__
from mtrepair.backends.shipped import BEAM_SIZE, TRANSLATION_MODEL
from mtrepair.cleaner import LANGUAGE_MODEL, Cleaner
from mtrepair.console import (
    Commands,
    Failures,
    coloured,
    named,
    output_to,
    shows_progress,
    write,
)
from mtrepair.decisions import parsed
from mtrepair.errors import InputError
from mtrepair.files import check_suffix, write_text
from mtrepair.jobs import House, Job, Many, in_folders, jobs
from mtrepair.kinds import MARKUP_KINDS
from mtrepair.repair import Repair, report
from mtrepair.selection import listed_codes
from mtrepair.sources import Sources
from mtrepair.types import Finding, Safety

F = TypeVar("F", bound=Callable[..., Any])

# Commands that other packages bring: name -> (module:attribute, help). They are imported when
# they are called, so that the others stay quick.
_ELSEWHERE = {
    "batch": (
        "mtrepair.integrations.archive.command:batch_command",
        "Repair archives of many articles, each once, going on where it was broken off.",
    ),
    "batch-report": (
        "mtrepair.integrations.archive.command:report_command",
        "Tell what was found in an archive that `batch` repaired.",
    ),
    "lsp": (
        "mtrepair.integrations.lsp.command:lsp_command",
        "Find and repair in editors that speak the Language Server Protocol.",
    ),
    "serve": (
        "mtrepair.integrations.server.command:serve_command",
        "Answer LanguageTool's and LibreTranslate's clients over HTTP.",
    ),
    "train": ("mtrepair.train.commands:train_command", "Train a model as a recipe says."),
}

# Whether a path can be used shows when it is: the other files of a command go on.
_PATH = click.Path(readable=False)


@click.group(
    cls=Commands, elsewhere=_ELSEWHERE, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="mtrepair")
def main() -> None:
    """Find and repair the damage in French text that a machine translated from English.

    Files are UTF-8; "-" is standard input. Exit status 2 means an error.
    """


def _text_options(command: F) -> F:
    """The files, and the options of every command that looks for artefacts."""
    quotes = click.Choice(["guillemets", "curly", "straight"])
    space = click.Choice(["nbsp", "narrow", "plain"])
    options = (
        click.option("--select", multiple=True, metavar="CODES", help="Only these: MT1,MT202"),
        click.option("--ignore", multiple=True, metavar="CODES", help="All but these."),
        click.option("--article", is_flag=True, help="Read the main text of pages, as plain text."),
        click.option(
            "--source",
            type=_PATH,
            help="The English it was translated from, or a folder with one for each file.",
        ),
        click.option("--quotes", type=quotes, help="House style; by default the text's own."),
        click.option("--space", type=space, help="Inside guillemets and before ; : ! ?"),
    )
    for option in reversed(options):
        command = option(command)
    return _file_options(command)


def _file_options(command: F) -> F:
    """The files, and where the settings of the house are."""
    options = (
        click.argument("files", nargs=-1, type=_PATH),
        click.option(
            "--input",
            "markup",
            type=click.Choice(MARKUP_KINDS),
            help="What the files are; by default .html, .htm and .md go by their suffix.",
        ),
        click.option("-r", "--recursive", is_flag=True, help="Read the texts in folders."),
        click.option("--config", type=_PATH, help="Settings; by default mtrepair.toml, upwards."),
        click.option("--no-config", is_flag=True, help="Read no file of settings."),
        click.option("--processes", default=1, show_default=True, help="That work side by side."),
        click.option("--output", "-o", default="", type=_PATH, help="Write to this file."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command(short_help="Repair texts and print the result.")
@_text_options
@click.option("--unsafe", is_flag=True, help="Also apply fixes that may change wording.")
@click.option("--rules-only", is_flag=True, help="Ask no language model.")
@click.option("--language-model", type=_PATH, help="Name or folder of the n-gram model to ask.")
@click.option("--repair-model", type=_PATH, help="Seq2seq model to ask as well: a name or folder.")
@click.option("--diff", is_flag=True, help="Print what changes, not the text.")
@click.option("--json", "as_json", is_flag=True, help="Print findings, edits and text as JSON.")
@click.option("--html", type=_PATH, help="Write a page with the edits marked as well.")
@click.option("--decisions", type=_PATH, help="File that a report saved: apply as decided there.")
@click.option("--in-place", is_flag=True, help="Replace the files that change.")
@click.option("--backup", default="", metavar="SUFFIX", help="Keep the old file as well: .bak")
def clean(
    *,
    diff: bool,
    as_json: bool,
    html: str | None,
    decisions: str | None,
    in_place: bool,
    backup: str,
    source: str | None,
    output: str,
    unsafe: bool,
    rules_only: bool,
    language_model: str | None,
    repair_model: str | None,
    processes: int,
    **given: Any,
) -> None:
    """Repair the artefacts of texts and print the result.

    Several texts are printed one after the other. The JSON of one text is an object, that of
    several a list of objects with a "path". Settings of a house are read from mtrepair.toml or
    [tool.mtrepair] in pyproject.toml, found upwards from each text; options go before them.
    """
    models = {"language_model": language_model, "repair_model": repair_model}
    _refuse_if(diff and as_json, "--diff and --json are two ways to print: choose one")
    _refuse_if(in_place and given["article"], "--article gives no page: leave out --in-place")
    _refuse_if(in_place and bool(output), "--in-place and --output are two places: choose one")
    _refuse_if(bool(backup) and not in_place, "--backup goes with --in-place")
    check_suffix(backup)
    _refuse_if(rules_only and any(models.values()), "--rules-only asks no model")
    asked = models if rules_only else {name: model for name, model in models.items() if model}
    safety = {"safety": Safety.UNSAFE} if unsafe else {}
    files, house = _work(given, **asked, **safety)
    _refuse_if(in_place and "-" in files, "--in-place needs files: standard input has no place")
    failures = Failures()
    sources = _sources(source, files, processes)
    many = sources.comparing("clean") if sources else _cleaning(processes)
    done = jobs(files, house, failures, many)
    apart = as_json or bool(html or output) or (in_place and not diff)
    done = _with_bar(done, "clean", len(files), apart=apart)
    if decisions:
        done = _as_decided(done, decisions, failures)
    if in_place:
        done = _put_back(done, failures, backup=backup)
    with output_to(output) as (write, look):
        if html or as_json:
            done = iter(kept := list(done))
        if as_json:
            write(_records(kept, Repair.to_dict, many=len(files) > 1))
        elif diff:
            from mtrepair.render import diff_text

            for job in filter(_done, done):
                write(diff_text(job.text, job.result.edits, name=job.name, **look))
        else:
            for job in filter(_done, done):
                write("" if in_place else job.result.text)
    if html:
        report(((job.name, job.result) for job in filter(_done, kept)), html)
    failures.end(0)


@main.command(short_help="Print the artefacts of texts.")
@_text_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html", "github", "junit"]),
    default="text",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice(["minor", "major", "never"]),
    default="minor",
    show_default=True,
    help="Which findings make the exit status 1.",
)
@click.option("--models", is_flag=True, help="Tell what the models would change as well.")
def detect(
    *,
    form: str,
    fail_on: str,
    models: bool,
    source: str | None,
    output: str,
    processes: int,
    **given: Any,
) -> None:
    """Print the artefacts of texts; exit status 0 if there are none, 1 if there are.

    By default the rules alone look. With --models nothing found means that `clean` changes
    nothing; the models are those of the settings. Offsets count code points. The JSON of one text
    is an object, that of several a list of objects with a "path".
    """
    files, house = _work(
        given, **({} if models else {"language_model": None, "repair_model": None})
    )
    failures = Failures()
    sources = _sources(source, files, processes)
    many = sources.comparing("detect") if sources else _detecting(processes)
    found = jobs(files, house, failures, many)
    found = _with_bar(found, "detect", len(files), apart=form != "text" or bool(output))
    count = 0
    with output_to(output) as (write, look):
        if form == "text":
            from mtrepair.render import findings_text

            for job in filter(_done, found):
                count += _failing(job.result, fail_on)
                write(findings_text(job.text, job.result, name=job.name, **look))
        else:
            kept = list(found)
            count = sum(_failing(job.result, fail_on) for job in filter(_done, kept))
            write(_document(form, kept, sources, many=len(files) > 1))
    failures.end(1 if count else 0)


def _failing(findings: Sequence[Finding], least: str) -> int:
    """How many findings make a run fail that fails on findings of this severity."""
    if least == "never":
        return 0
    return sum(least in ("minor", finding.severity) for finding in findings)


def _document(form: str, found: Sequence[Job], sources: Sources | None, *, many: bool) -> str:
    from mtrepair import render
    from mtrepair.rules import all_rules

    texts = [(job.name, job.text, job.result) for job in filter(_done, found)]
    errors = [(job.name, str(job.result)) for job in found if job.failed]
    if form == "sarif":
        beside = {job.name: sources.of(job.file)[:2] for job in found if sources and _done(job)}
        return render.findings_sarif(
            texts, all_rules(), version=__version__, errors=errors, sources=beside
        )
    if form == "html":
        return render.findings_html(texts)
    if form == "github":
        return render.findings_github(texts)
    if form == "junit":
        return render.findings_junit(texts, errors=errors)
    return _records(found, render.findings_record, many=many)


@main.command(short_help="Translate French texts into English.")
@_file_options
@click.option("--json", "as_json", is_flag=True, help="Print text and segment pairs as JSON.")
@click.option("--html", type=_PATH, help="Write a page with both languages side by side as well.")
@click.option(
    "--translation-model",
    type=_PATH,
    help=f"Name or folder; by default {TRANSLATION_MODEL}, and fr-en-small is quicker.",
)
@click.option("--clean/--as-is", default=True, help="Repair first, or translate as it is.")
@click.option(
    "--beam-size", default=BEAM_SIZE, show_default=True, help="Hypotheses followed at a time."
)
def translate(
    *,
    as_json: bool,
    html: str | None,
    translation_model: str | None,
    clean: bool,
    beam_size: int,
    output: str,
    processes: int,
    **given: Any,
) -> None:
    """Translate French texts into English, repaired first, and print the result.

    Of a page the tags stay, each around the words that stand for those it was around.
    The JSON of one text is an object, that of several a list of objects with a "path".
    """
    files, house = _work(given)
    _refuse_if(html is not None and len(files) > 1, "--html shows one text: name one file")
    failures = Failures()
    translating = _translating(translation_model, clean, beam_size, processes)
    done = jobs(files, house, failures, translating)
    done = _with_bar(done, "translate", len(files), apart=as_json or bool(output))
    with output_to(output) as (write, _):
        if as_json or html:
            done = iter(kept := list(done))
        if as_json:
            write(_records(kept, lambda translation: translation.to_dict(), many=len(files) > 1))
        else:
            for job in filter(_done, done):
                write(job.result.text)
    if html and kept and _done(kept[0]):
        write_text(Path(html), kept[0].result.to_html(kept[0].name))
    failures.end(0)


@main.command(short_help="Tell what a code means.")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what CODE means, why it is an artefact, and replay its examples.

    CODE may be a name, such as missing-space. Without it, or with the beginning of several codes,
    list the codes.
    """
    from shutil import get_terminal_size

    from mtrepair.codes import CODES
    from mtrepair.render import Replay, explanation, listing
    from mtrepair.selection import cards

    found = cards([code] if code else [])
    codes = {card.code for card in found}

    model = LANGUAGE_MODEL if any(CODES[code].how for code in codes if code in CODES) else None
    cleaner = Cleaner(language_model=model, safety=Safety.UNSAFE, select=codes)

    def replay(bad: str) -> Replay:
        repair = cleaner.clean(bad)
        return Replay(repair.findings, repair.edits)

    look: dict[str, Any] = {"colour": coloured(), "width": get_terminal_size().columns}
    one = len(codes) == 1
    write(explanation(found, replay, **look) if one else listing(found, **look))


def _work(given: dict[str, Any], **options: Any) -> tuple[Sequence[str], House]:
    """The files of a command, and the settings that hold for them."""
    config = given["config"]
    _refuse_if(config is not None and given["no_config"], "--config and --no-config: choose one")
    files = named(given["files"])
    article = given.get("article", False)
    _refuse_if(
        article and given["markup"] not in (None, "html"), "--article reads pages, --input html"
    )
    for name in ("select", "ignore"):
        lists = given.get(name, ())
        options |= {name: listed_codes(lists)} if lists else {}
    house = House(
        options,
        quotes=given.get("quotes"),
        space=given.get("space"),
        config=None if config is None else Path(config),
        alone=given["no_config"],
        markup=given["markup"],
        article=article,
    )
    if given["recursive"]:
        files = tuple(in_folders(files, pages=house.markup != "text"))
    return files, house


def _sources(source: str | None, files: Sequence[str], processes: int) -> Sources | None:
    if source is None:
        return None
    _refuse_if(processes != 1, "--source works on one text after another: leave --processes out")
    is_one = len(files) > 1 and not Path(source).is_dir()
    _refuse_if(is_one, "--source is one file: name a folder that has a source for each text")
    _refuse_if(source == "-" and "-" in files, "standard input is either the text or the source")
    return Sources(source)


def _cleaning(processes: int) -> Many:
    return lambda cleaner, texts: cleaner.clean_many(
        texts, as_tuples=True, errors="keep", processes=processes
    )


def _detecting(processes: int) -> Many:
    return lambda cleaner, texts: cleaner.detect_many(
        texts, as_tuples=True, errors="keep", processes=processes
    )


def _translating(model: str | None, clean: bool, beam_size: int, processes: int) -> Many:
    def many(cleaner: Cleaner, texts: Iterable[tuple[Job, str]]) -> Iterator[tuple[Job, Any]]:
        from mtrepair.pipeline import Pipeline

        pipeline = Pipeline(
            cleaner=cleaner,
            translation_model=model or TRANSLATION_MODEL,
            beam_size=beam_size,
            repairs_first=clean,
        )
        return pipeline.translate_many(texts, as_tuples=True, errors="keep", processes=processes)

    return many


def _as_decided(done: Iterable[Job], decisions: str, failures: Failures) -> Iterator[Job]:
    """The jobs with what an editor decided; one that nothing was decided of fails."""
    decided = parsed(Path(decisions))
    for job in done:
        if job.failed:
            yield job
            continue
        try:
            yield job._replace(result=job.result.accept(decisions=decided))
        except InputError as error:
            told = InputError(f"{job.name}: {error}")
            failures.add(told)
            yield job._replace(result=told)


def _put_back(done: Iterable[Job], failures: Failures, *, backup: str) -> Iterator[Job]:
    """The jobs, each file written when its text has changed."""
    for job in done:
        if not job.failed and job.result.text != job.text:
            with failures.reported():
                write_text(Path(job.file), job.result.text, backup=backup)
        yield job


def _done(job: Job) -> bool:
    return not job.failed


def _records(
    found: Iterable[Job], record: Callable[[Any], Mapping[str, Any]], *, many: bool
) -> str:
    """The results as JSON, an error in the place of one that failed."""
    from mtrepair.render import json_text

    records = (
        (job.name, {"error": str(job.result)} if job.failed else record(job.result))
        for job in found
    )
    return json_text(records, many=many)


def _with_bar(done: Iterator[Job], label: str, total: int, *, apart: bool) -> Iterator[Job]:
    """The jobs, with a bar on standard error where several take their time.

    Args:
        apart: whether nothing is written to standard output meanwhile.
    """
    if total < 2 or not shows_progress(apart=apart):
        return done
    from mtrepair.render import with_progress

    return with_progress(done, label, total)


def _refuse_if(wrong: bool, message: str) -> None:
    if wrong:
        raise click.UsageError(message)
