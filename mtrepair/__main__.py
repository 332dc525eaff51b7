"""`python -m mtrepair` is the command `mtrepair`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; Ctrl-C ends it without a traceback while its modules load as well."""
    try:
        from mtrepair.cli import main as command

        command(prog_name="mtrepair")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
