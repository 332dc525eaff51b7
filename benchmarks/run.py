"""Measures mtrepair beside the alternatives: `python benchmarks/run.py --help`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # A script finds what lies beside it; the package lies one folder up.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from benchmarks.harness.command import main

    sys.exit(main())
