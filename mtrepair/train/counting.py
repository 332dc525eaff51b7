"""Commands that count corpora: the lexicon, n-grams, morphology, the bilingual lexicon."""

from __future__ import annotations

from pathlib import Path

import click

from mtrepair.train.options import DATA, EXISTING_FOLDER, FOLDER, needed


@click.command("lexicon")
@click.option("--out", type=FOLDER, help="Folder for the tables.  [default: the package's]")
@DATA
def lexicon_command(out: Path | None, data: Path | None) -> None:
    """Count the lexicon: French and English words, capitals, and pairs of neighbours."""
    from mtrepair.lexicon import SHIPPED
    from mtrepair.train.lexicon import write_lexicon

    folder = out or SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{write_lexicon(needed(data, 'counting'), folder):,} words")


@click.command("ngrams")
@click.option("--tools", type=EXISTING_FOLDER, required=True, help="Folder of build_binary.")
@click.option("--work", type=FOLDER, required=True, help="Folder for the tokens: some gigabytes.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the model.")
@click.option("--without", multiple=True, metavar="NAME", help="A source to leave out; repeatable.")
@DATA
def ngrams_command(
    *, tools: Path, work: Path, out: Path, without: tuple[str, ...], data: Path | None
) -> None:
    """Count and estimate the French n-grams that `clean` asks.

    build_binary is compiled from the source package of kenlm-ex: cmake, then make build_binary.
    WORK keeps the tokens, so that a later call needn't read the text again.
    """
    from mtrepair.train.ngrams import write_ngrams

    folder = needed(data, "counting")
    for order, count in enumerate(
        write_ngrams(folder, work, out, tools=tools, without=without), start=1
    ):
        click.echo(f"order {order}: {count:,}")


@click.command("bilingual")
@click.option("--out", type=FOLDER, required=True, help="Folder for links and lexicons.")
@DATA
def bilingual_command(out: Path, data: Path | None) -> None:
    """Count the bilingual lexicon: align the words of all pairs, then keep what agrees.

    OUT gets the lexicon of all pairs in all/, which the package ships, and those of either half,
    which recipes with a gloss are packed with. Alignment is left out where OUT has it.
    """
    from mtrepair.train.bilingual import write_bilingual

    for name, entries in write_bilingual(needed(data, "counting"), out).items():
        click.echo(f"{name}: {entries:,} entries")


@click.command("morphology")
@click.argument("dictionary", type=EXISTING_FOLDER)
@click.option("--out", type=FOLDER, help="Folder for the tables.  [default: the package's]")
@DATA
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
