"""Commands: damage and pack corpora, train, export, calibrate, score, draw curves; and counts."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from mtrepair.train.counting import (
    bilingual_command,
    lexicon_command,
    morphology_command,
    ngrams_command,
)
from mtrepair.train.options import DATA, EXISTING_FOLDER, FILE, FOLDER, needed

_lexicons = click.option(
    "--lexicons",
    type=FOLDER,
    help="Folder of `bilingual`, or of one lexicon, for a recipe with a gloss.",
)
_packs = click.option("--packs", type=FOLDER, help="Folder of the packs.  [default: OUT/packs]")


def _check_extra() -> None:
    from mtrepair.errors import MissingExtra

    for package in ("torch", "transformers", "safetensors"):
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise MissingExtra(package, extra="torch", purpose="training") from error


@click.command("train")
@click.argument("recipe", type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Folder of the run.")
@_packs
@DATA
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
@click.argument("recipe", type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Folder for the packs.")
@DATA
@_lexicons
def pack_command(recipe: Path, out: Path, data: Path | None, lexicons: Path | None) -> None:
    """Clean the corpora of RECIPE, keep the test sets out, and write token packs."""
    from mtrepair.train.packs import write_packs
    from mtrepair.train.recipe import read_recipe

    data = needed(data, "packing")
    settings = read_recipe(recipe)
    manifest = write_packs(settings, data, out, folder=recipe.parent, lexicons=lexicons)
    for name, counts in manifest["sources"].items():
        click.echo(f"{name}: {counts['rows']:,} pairs, {counts['tokens']:,} tokens")


@click.command("distil")
@click.argument("recipe", type=FILE)
@click.argument("weights", type=FILE)
@click.option("--packs", type=FOLDER, required=True, help="Folder of the packs.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the teacher's packs.")
@click.option("--most-pairs", type=click.IntRange(1), help="Drawn from each source.")
def distil_command(
    recipe: Path, weights: Path, packs: Path, out: Path, most_pairs: int | None
) -> None:
    """Write packs whose targets the teacher of RECIPE and WEIGHTS (.safetensors) wrote.

    A smaller model learns more from these than from what people wrote. Sources of French alone
    (`prose = true`) get their English so.
    """
    _check_extra()
    from mtrepair.train.distil import write_distilled
    from mtrepair.train.recipe import read_recipe

    manifest = write_distilled(read_recipe(recipe), weights, packs, out, most_pairs=most_pairs or 0)
    for name, counts in manifest["sources"].items():
        click.echo(f"{name}: {counts['rows']:,} pairs, {counts['not_ended']:,} left out")


@click.command("prune")
@click.argument("recipe", type=FILE)
@click.argument("weights", type=FILE)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--packs", type=FOLDER, required=True, help="Folder of the packs.")
@click.option("--feed-forward", type=click.IntRange(1), required=True, help="Units that are kept.")
def prune_command(recipe: Path, weights: Path, out: Path, packs: Path, feed_forward: int) -> None:
    """Write WEIGHTS (.safetensors) of RECIPE to OUT with narrower feed-forward layers.

    The units that say least on the packs are left out. Train on from OUT (`initial_weights`)
    with a recipe that has this `feed_forward`.
    """
    _check_extra()
    from mtrepair.train.prune import write_pruned
    from mtrepair.train.recipe import read_recipe

    write_pruned(read_recipe(recipe), weights, packs, out, feed_forward=feed_forward)
    click.echo(str(out))


@click.command("apart")
@click.argument("model", type=FOLDER)
@click.argument("corpora", nargs=-1, required=True, type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--most-lines", type=click.IntRange(1), help="Drawn from each of CORPORA.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True)
@click.option("--with-english", is_flag=True, help="Lines of damaged TAB English, for OUT.tsv.")
def apart_command(
    model: Path,
    corpora: tuple[Path, ...],
    *,
    out: Path,
    most_lines: int | None,
    seed: int,
    threads: int,
    with_english: bool,
) -> None:
    """Damage by the mechanism: translate the English of CORPORA in pieces and whole with MODEL.

    CORPORA are French with its English. OUT gets a line of JSON for each damaged sentence,
    {"damaged": …, "clean": …}: a source of a repair model's recipe; with `--with-english` damaged
    TAB English, of a translator's.
    """
    import random

    from mtrepair.backends import load_model
    from mtrepair.train.apart import write_apart
    from mtrepair.train.corpora import drawn, read_pairs
    from mtrepair.translation.gloss import read_gloss

    rng = random.Random(seed)
    pairs = [pair for corpus in corpora for pair in drawn(read_pairs(corpus), most_lines or 0, rng)]
    count = write_apart(
        pairs,
        load_model(model, threads=threads),
        rng,
        out,
        gloss=read_gloss(model),
        with_english=with_english,
    )
    click.echo(f"{count:,} pairs in {out}")


@click.command("export")
@click.argument("recipe", type=FILE)
@click.argument("weights", nargs=-1, required=True, type=FILE)
@click.option("--packs", type=FOLDER, required=True, help="Folder of the packs.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the model.")
@click.option("--int8-only", is_flag=True, help="Leave the float16 weights out, two thirds of it.")
def export_command(
    recipe: Path, weights: tuple[Path, ...], packs: Path, out: Path, *, int8_only: bool
) -> None:
    """Write WEIGHTS (of several files the mean) as a Marian folder with int8 beside it."""
    _check_extra()
    from mtrepair.train.export import export_model

    click.echo(str(export_model(recipe, list(weights), packs, out, halves=not int8_only)))


@click.command("curve")
@click.argument("run", type=FOLDER)
@click.argument("image", type=click.Path(dir_okay=False, path_type=Path))
def curve_command(run: Path, image: Path) -> None:
    """Draw the loss and dev BLEU of RUN to IMAGE (.svg, .png) and print the scores."""
    from mtrepair.train.journal import curve_rows, draw_curves, read_lines, unforked

    for row in curve_rows(unforked(read_lines(run))):
        click.echo(f"{row['step']}\t{row['tokens']}\t{row['hours']}\t{row['loss']}\t{row['bleu']}")
    draw_curves(run, image)


@click.command("score")
@click.argument("model", type=FOLDER)
@DATA
def score_command(model: Path, data: Path | None) -> None:
    """Try MODEL on the test sets, print BLEU and chrF, and keep them in scores.json."""
    from mtrepair.train.scores import score_model, write_scores

    scores = score_model(model, needed(data, "scoring"))
    for name, found in scores.items():
        click.echo(f"{name}\tBLEU {found['BLEU']}\tchrF {found['chrF']}")
    write_scores(model, scores)


@click.command("calibrate")
@click.argument("model", type=FOLDER)
@click.argument("pairs", type=FILE)
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


@click.command("confidence")
@click.argument("model", type=EXISTING_FOLDER)
@DATA
def confidence_command(model: Path, data: Path | None) -> None:
    """Fit how sure the segments of the translator MODEL are, on newstest2012.

    What is fitted is kept in MODEL, with what it is worth on lines that it was not fitted on. It
    belongs to these weights: fit it again when they change.
    """
    from mtrepair.train.confidence import fit_confidence

    fit = fit_confidence(model, needed(data, "fitting"))
    for name, worth in fit.measured.items():
        click.echo(
            f"{name}: area under the curve {worth['area']:.3f}; {worth['marked']:.0%} marked, "
            f"{worth['worst']:.0%} of them of the worst third"
        )


@click.group()
def commands() -> None:
    """Train models from open text."""


for _command in (
    apart_command,
    distil_command,
    prune_command,
    lexicon_command,
    ngrams_command,
    morphology_command,
    bilingual_command,
    pack_command,
    train_command,
    export_command,
    calibrate_command,
    confidence_command,
    score_command,
    curve_command,
):
    commands.add_command(_command)
