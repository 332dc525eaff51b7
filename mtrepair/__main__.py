"""`python -m mtrepair` is the command `mtrepair`."""

from mtrepair.cli import main

main(prog_name="mtrepair")
