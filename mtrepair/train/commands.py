"""Commands: damage and pack corpora, train, export, calibrate, score, draw curves."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_data = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="MTREPAIR_DATA",
    help="Folder with the corpora and the test sets, eval/ and wild/.  [env: MTREPAIR_DATA]",
)
_lexicons = click.option(
    "--lexicons", type=_FOLDER, help="Folder of `bilingual`, for a recipe with a gloss."
)
_packs = click.option("--packs", type=_FOLDER, help="Folder of the packs.  [default: OUT/packs]")


def _check_extra() -> None:
    from mtrepair.errors import MissingExtra

    for package in ("torch", "transformers", "safetensors"):
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise MissingExtra(package, extra="torch", purpose="training") from error


@click.command("train")
@click.argument("recipe", type=_FILE)
@click.option("--out", type=_FOLDER, required=True, help="Folder of the run.")
@_packs
@_data
@_lexicons
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint.")
@click.option("--cooldown", type=click.IntRange(min=1), metavar="STEPS", help="Cool down now.")
def train_command(
    *,
    recipe: Path,
    out: Path,
    packs: Path | None,
    data: Path | None,
    lexicons: Path | None,
    resume: bool,
    cooldown: int | None,
) -> None:
    """Train a model as RECIPE says; packs the corpora first if there are no packs yet.

    SIGTERM and Ctrl-C stop it after a checkpoint. --cooldown takes the rate of the last stable
    checkpoint to nothing over STEPS steps and leaves that checkpoint for the next --resume.
    """
    _check_extra()
    from mtrepair.errors import InputError
    from mtrepair.train.loop import train
    from mtrepair.train.packs import write_packs
    from mtrepair.train.recipe import read_recipe

    settings, packs = read_recipe(recipe), packs or out / "packs"
    if not (packs / "packs.json").exists():
        if data is None:
            raise InputError(f"no packs in {str(packs)!r} and no --data to make them from")
        write_packs(settings, data, packs, folder=recipe.parent, lexicons=lexicons)
    position = train(
        settings,
        packs,
        out,
        data=data,
        resume=resume,
        cooldown=cooldown,
        folder=recipe.parent,
        progress=True,
    )
    click.echo(f"step {position.step}, {position.tokens:,} target tokens, {out}")


@click.command("pack")
@click.argument("recipe", type=_FILE)
@click.option("--out", type=_FOLDER, required=True, help="Folder for the packs.")
@_data
@_lexicons
def pack_command(recipe: Path, out: Path, data: Path | None, lexicons: Path | None) -> None:
    """Clean the corpora of RECIPE, keep the test sets out, and write token packs."""
    from mtrepair.errors import InputError
    from mtrepair.train.packs import write_packs
    from mtrepair.train.recipe import read_recipe

    if data is None:
        raise InputError("packing needs --data or the environment variable MTREPAIR_DATA")
    settings = read_recipe(recipe)
    manifest = write_packs(settings, data, out, folder=recipe.parent, lexicons=lexicons)
    for name, counts in manifest["sources"].items():
        click.echo(f"{name}: {counts['rows']:,} pairs, {counts['tokens']:,} tokens")


@click.command("bilingual")
@click.option("--out", type=_FOLDER, required=True, help="Folder for links and lexicons.")
@_data
def bilingual_command(out: Path, data: Path | None) -> None:
    """Count the bilingual lexicon: align the words of all pairs, then keep what agrees.

    OUT gets the lexicon of all pairs in all/, which the package ships, and those of either half,
    which recipes with a gloss are packed with. Alignment is left out where OUT has it.
    """
    from mtrepair.errors import InputError
    from mtrepair.train.bilingual import write_bilingual

    if data is None:
        raise InputError("counting needs --data or the environment variable MTREPAIR_DATA")
    for name, entries in write_bilingual(data, out).items():
        click.echo(f"{name}: {entries:,} entries")


@click.command("morphology")
@click.argument("dictionary", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=_FOLDER, help="Folder for the tables.  [default: the package's]")
@_data
def morphology_command(dictionary: Path, out: Path | None, data: Path | None) -> None:
    """Read forms and their grammar from DICTIONARY, and count where adjectives stand.

    DICTIONARY holds fr.dic and fr.aff with tags, as Debian's hunspell-fr-comprehensive has them.
    Adjectives are counted in the corpora of --data; without it their table stays as it is.
    """
    from mtrepair.lexicon.morphology import SHIPPED
    from mtrepair.train.morphology import write_morphology
    from mtrepair.train.places import write_places_of

    folder = out or SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{write_morphology(dictionary, folder):,} forms")
    if data is not None:
        click.echo(f"{write_places_of(data, folder):,} adjectives")


@click.command("apart")
@click.argument("model", type=_FOLDER)
@click.argument("corpora", nargs=-1, required=True, type=_FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--most-lines", type=click.IntRange(1), help="Drawn from each of CORPORA.")
@click.option("--seed", type=int, default=1, show_default=True)
def apart_command(
    model: Path, corpora: tuple[Path, ...], out: Path, most_lines: int | None, seed: int
) -> None:
    """Damage by the mechanism: translate the English of CORPORA in pieces and whole with MODEL.

    CORPORA are French with its English. OUT gets a line of JSON for each damaged sentence,
    {"damaged": …, "clean": …}: a source of a recipe.
    """
    import random

    from mtrepair.backends import load_model
    from mtrepair.train.apart import write_apart
    from mtrepair.train.corpora import drawn, read_pairs

    rng = random.Random(seed)
    pairs = [pair for corpus in corpora for pair in drawn(read_pairs(corpus), most_lines or 0, rng)]
    count = write_apart(pairs, load_model(model), rng, out)
    click.echo(f"{count:,} pairs in {out}")


@click.command("export")
@click.argument("recipe", type=_FILE)
@click.argument("weights", nargs=-1, required=True, type=_FILE)
@click.option("--packs", type=_FOLDER, required=True, help="Folder of the packs.")
@click.option("--out", type=_FOLDER, required=True, help="Folder for the model.")
def export_command(recipe: Path, weights: tuple[Path, ...], packs: Path, out: Path) -> None:
    """Write WEIGHTS (of several files the mean) as a Marian folder with int8 beside it."""
    _check_extra()
    from mtrepair.train.export import export_model

    click.echo(str(export_model(recipe, list(weights), packs, out)))


@click.command("curve")
@click.argument("run", type=_FOLDER)
@click.argument("image", type=click.Path(dir_okay=False, path_type=Path))
def curve_command(run: Path, image: Path) -> None:
    """Draw the loss and dev BLEU of RUN to IMAGE (.svg, .png) and print the scores."""
    from mtrepair.train.journal import curve_rows, draw_curves, read_lines

    for row in curve_rows(read_lines(run)):
        click.echo(f"{row['step']}\t{row['tokens']}\t{row['hours']}\t{row['loss']}\t{row['bleu']}")
    draw_curves(run, image)


@click.command("score")
@click.argument("model", type=_FOLDER)
@_data
def score_command(model: Path, data: Path | None) -> None:
    """Try MODEL on the test sets, print BLEU and chrF, and keep them in scores.json."""
    from mtrepair.errors import InputError
    from mtrepair.train.scores import score_model, write_scores

    if data is None:
        raise InputError("scoring needs --data or the environment variable MTREPAIR_DATA")
    scores = score_model(model, data)
    for name, found in scores.items():
        click.echo(f"{name}\tBLEU {found['BLEU']}\tchrF {found['chrF']}")
    write_scores(model, scores)


@click.command("calibrate")
@click.argument("model", type=_FOLDER)
@click.argument("pairs", type=_FILE)
@click.option(
    "--safe",
    type=click.FloatRange(0.5, 1.0),
    default=0.9,
    show_default=True,
    help="Estimated probability of being right from which on an edit is applied by default.",
)
def calibrate_command(model: Path, pairs: Path, *, safe: float) -> None:
    """Fit how sure the repair model MODEL is, on PAIRS of damaged and clean texts (.jsonl, .tsv).

    The pairs must not be those it was trained on: it is surer of these. The calibration is kept
    in MODEL; without one, nothing that the model writes is applied by default.
    """
    from mtrepair.backends import load_model
    from mtrepair.rewriting import write_calibration
    from mtrepair.train.calibration import fitted, outcomes
    from mtrepair.train.corpora import read_pairs

    found = list(outcomes(list(read_pairs(pairs)), load_model(model)))
    calibration = fitted(found, safe=safe)
    write_calibration(calibration, model)
    right = sum(outcome.right for outcome in found)
    click.echo(f"{right} of {len(found)} edits right; {calibration}")


@click.group()
def commands() -> None:
    """Train models from open text."""


for _command in (
    apart_command,
    bilingual_command,
    morphology_command,
    pack_command,
    train_command,
    export_command,
    calibrate_command,
    score_command,
    curve_command,
):
    commands.add_command(_command)
