"""The commands of mtrepair."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mtrepair import __version__
from mtrepair.console import Commands, Failures, coloured, named, output_to, read, write
from mtrepair.files import check_suffix, write_text
from mtrepair.types import Finding, Safety, Style

if TYPE_CHECKING:
    from mtrepair.repair import Repair

F = TypeVar("F", bound=Callable[..., Any])

# Commands that other packages bring: name -> (module:attribute, help). They are imported when
# they are called, so that the others stay quick.
_ELSEWHERE = {
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
        click.argument("files", nargs=-1, type=_PATH),
        click.option("--select", multiple=True, metavar="CODES", help="Only these: MT1,MT202"),
        click.option("--ignore", multiple=True, metavar="CODES", help="All but these."),
        click.option("--quotes", type=quotes, help="House style; by default the text's own."),
        click.option("--space", type=space, help="Inside guillemets and before ; : ! ?"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command(short_help="Repair texts and print the result.")
@_text_options
@click.option("--unsafe", is_flag=True, help="Also apply fixes that may change wording.")
@click.option("--rules-only", is_flag=True, help="Ask no language model.")
@click.option("--model", type=_PATH, help="Folder of a language model in place of the shipped one.")
@click.option("--repair-model", type=_PATH, help="Seq2seq model to ask as well: a name or folder.")
@click.option("--diff", is_flag=True, help="Print what changes, not the text.")
@click.option("--json", "as_json", is_flag=True, help="Print findings, edits and text as JSON.")
@click.option("--html", type=_PATH, help="Write a page with the edits marked as well.")
@click.option("--in-place", is_flag=True, help="Replace the files that change.")
@click.option("--backup", default="", metavar="SUFFIX", help="Keep the old file as well: .bak")
@click.option("--output", "-o", default="", type=_PATH, help="Write to this file.")
def clean(
    *,
    files: tuple[str, ...],
    diff: bool,
    as_json: bool,
    html: str | None,
    in_place: bool,
    backup: str,
    output: str,
    **options: Any,
) -> None:
    """Repair the artefacts of texts and print the result.

    Several texts are printed one after the other. The JSON of one text is an object, that of
    several a list of objects with a "path".
    """
    files = named(files)
    _refuse_if(diff and as_json, "--diff and --json are two ways to print: choose one")
    _refuse_if(in_place and "-" in files, "--in-place needs files: standard input has no place")
    _refuse_if(in_place and bool(output), "--in-place and --output are two places: choose one")
    _refuse_if(bool(backup) and not in_place, "--backup goes with --in-place")
    check_suffix(backup)
    models = options["model"] or options["repair_model"]
    _refuse_if(options["rules_only"] and models, "--rules-only asks no --model")
    failures = Failures()
    repairs = _repairs(files, failures, in_place=in_place, backup=backup, **options)
    with output_to(output) as (write, colour):
        if html or as_json:
            repairs = iter(kept := list(repairs))
        if as_json:
            from mtrepair.render import json_text

            records = [(name, repair.to_dict()) for name, repair in kept]
            write(json_text(records, many=len(files) > 1))
        elif diff:
            from mtrepair.render import diff_text

            for name, repair in repairs:
                write(diff_text(repair.original, repair.edits, name=name, colour=colour))
        else:
            for _, repair in repairs:
                write("" if in_place else repair.text)
    if html:
        from mtrepair.render import Report, reports_html

        page = reports_html(Report(n, r.original, r.findings, r.edits) for n, r in kept)
        write_text(Path(html), page)
    failures.end(0)


@main.command(short_help="Print the artefacts of texts.")
@_text_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html", "github"]),
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
@click.option("--models", is_flag=True, help="Tell what the language model would change as well.")
@click.option("--output", "-o", default="", type=_PATH, help="Write to this file.")
def detect(
    *,
    files: tuple[str, ...],
    form: str,
    fail_on: str,
    models: bool,
    output: str,
    **options: Any,
) -> None:
    """Print the artefacts of texts; exit status 0 if there are none, 1 if there are.

    By default the rules alone look. With --models nothing found means that `clean` changes nothing.
    Offsets count code points. The JSON of one text is an object, that of several a list of
    objects with a "path".
    """
    from mtrepair import render

    files = named(files)
    failures = Failures()
    found = _found(files, failures, models=models, **options)
    count = 0
    with output_to(output) as (write, colour):
        if form == "text":
            for name, text, findings in found:
                count += _failing(findings, fail_on)
                write(render.findings_text(text, findings, name=name, colour=colour))
        else:
            kept = list(found)
            count = sum(_failing(findings, fail_on) for _, _, findings in kept)
            write(_document(form, kept, many=len(files) > 1))
    failures.end(1 if count else 0)


def _failing(findings: Sequence[Finding], least: str) -> int:
    """How many findings make a run fail that fails on findings of this severity."""
    if least == "never":
        return 0
    return sum(least in ("minor", finding.severity) for finding in findings)


def _document(form: str, found: Sequence[tuple[str, str, list[Finding]]], *, many: bool) -> str:
    from mtrepair import render
    from mtrepair.rules import all_rules

    if form == "sarif":
        return render.findings_sarif(found, all_rules(), version=__version__)
    if form == "html":
        return render.findings_html(found)
    if form == "github":
        return render.findings_github(found)
    records = [(name, render.findings_record(findings)) for name, _, findings in found]
    return render.json_text(records, many=many)


@main.command(short_help="Translate French texts into English.")
@click.argument("files", nargs=-1, type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print text and segment pairs as JSON.")
@click.option("--html", type=_PATH, help="Write a page with both languages side by side as well.")
@click.option("--model", type=_PATH, help="Folder of a model; by default the one that is shipped.")
@click.option("--clean/--as-is", default=True, help="Repair first, or translate as it is.")
@click.option("--beam-size", default=4, show_default=True, help="Hypotheses followed at a time.")
@click.option("--output", "-o", default="", type=_PATH, help="Write to this file.")
def translate(
    *,
    files: tuple[str, ...],
    as_json: bool,
    html: str | None,
    model: str | None,
    clean: bool,
    beam_size: int,
    output: str,
) -> None:
    """Translate French texts into English, repaired first, and print the result.

    The JSON of one text is an object, that of several a list of objects with a "path".
    """
    from mtrepair.pipeline import translate_many
    from mtrepair.render import json_text

    files = named(files)
    _refuse_if(html is not None and len(files) > 1, "--html shows one text: name one file")
    failures = Failures()
    sources = list(failures.texts(files))
    names = [name for name, _ in sources]
    texts = (text for _, text in sources)
    translations = translate_many(texts, clean=clean, model=model, beam_size=beam_size)
    with output_to(output) as (write, _):
        if as_json or html:
            translations = iter(kept := list(translations))
        if as_json:
            records = ((name, t.to_dict()) for name, t in zip(names, kept, strict=True))
            write(json_text(records, many=len(files) > 1))
        else:
            for translation in translations:
                write(translation.text)
    if html and kept:
        write_text(Path(html), kept[0].to_html(names[0]))
    failures.end(0)


@main.command(short_help="Tell what a code means.")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what CODE means, why it is an artefact, and replay its examples.

    CODE may be a name, such as missing-space. Without it, or with the beginning of several codes,
    list the codes.
    """
    from mtrepair.clean import MODEL
    from mtrepair.clean import clean as repaired
    from mtrepair.codes import CODES
    from mtrepair.detect import cards
    from mtrepair.render import Replay, explanation, listing

    found = cards([code] if code else [])
    codes = {card.code for card in found}

    model = MODEL if any(CODES[code].how for code in codes if code in CODES) else None

    def replay(bad: str) -> Replay:
        repair = repaired(bad, model=model, safety=Safety.UNSAFE, select=codes)
        return Replay(repair.findings, repair.edits)

    look: dict[str, Any] = {"colour": coloured(), "width": shutil.get_terminal_size().columns}
    one = len(codes) == 1
    write(explanation(found, replay, **look) if one else listing(found, **look))


def _repairs(
    files: Sequence[str],
    failures: Failures,
    *,
    in_place: bool,
    backup: str,
    unsafe: bool,
    rules_only: bool,
    model: str | None,
    repair_model: str | None,
    **options: Any,
) -> Iterator[tuple[str, Repair]]:
    """The repair of each file that can be read and written."""
    from mtrepair.backends import load_model
    from mtrepair.clean import MODEL
    from mtrepair.clean import clean as repaired

    asked = None if rules_only else model or MODEL
    loaded = None if repair_model is None else load_model(repair_model)
    chosen = _chosen(**options)
    level = Safety.UNSAFE if unsafe else Safety.SAFE
    for file in _with_bar(files) if in_place else files:
        with failures.reported():
            name, text = read(file)
            repair = repaired(text, model=asked, repair_model=loaded, safety=level, **chosen)
            if in_place and repair.text != text:
                write_text(Path(file), repair.text, backup=backup)
            yield name, repair


def _found(
    files: Sequence[str], failures: Failures, *, models: bool, **options: Any
) -> Iterator[tuple[str, str, list[Finding]]]:
    """Name, text and findings of each file that can be read."""
    from mtrepair.clean import MODEL
    from mtrepair.clean import detect as found

    chosen = _chosen(**options) | ({"language_model": MODEL} if models else {})
    for file in files:
        with failures.reported():
            name, text = read(file)
            yield name, text, found(text, **chosen)


def _chosen(
    *, select: Sequence[str], ignore: Sequence[str], quotes: Any, space: Any
) -> dict[str, Any]:
    """The options of `detect` and `clean` that the command line names, checked."""
    from mtrepair.detect import chosen_rules

    wanted, unwanted = (
        [code for part in codes for code in part.split(",")] for codes in (select, ignore)
    )
    chosen_rules(wanted, unwanted)
    return {
        "select": wanted,
        "ignore": unwanted,
        "style": Style(quotes=quotes, space=space),
    }


def _with_bar(files: Sequence[str]) -> Iterable[str]:
    from mtrepair.render import with_progress

    return with_progress(files, "clean") if len(files) > 1 else files


def _refuse_if(wrong: bool, message: str) -> None:
    if wrong:
        raise click.UsageError(message)
