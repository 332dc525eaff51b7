"""`python -m mtrepair.train`: the training commands."""

import sys

from mtrepair.errors import MtrepairError
from mtrepair.train.commands import commands

if __name__ == "__main__":
    try:
        commands()
    except MtrepairError as error:
        sys.exit(f"mtrepair: {error}")
