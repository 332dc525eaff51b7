"""`python -m mtrepair.render --write README.md` puts the table of rules into a document."""

from pathlib import Path

import click

from mtrepair.files import read_text, write_text
from mtrepair.render import rules_markdown, with_rules
from mtrepair.selection import cards


@click.command()
@click.option("--write", type=click.Path(path_type=Path), help="Put it between the marks here.")
def main(write: Path | None) -> None:
    """Print the table of rules in Markdown, or put it into a document."""
    table = rules_markdown(cards())
    if write is None:
        click.echo(table, nl=False)
    else:
        write_text(write, with_rules(read_text(write), table))


main()
