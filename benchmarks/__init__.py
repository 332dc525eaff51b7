"""What mtrepair is worth: `harness` measures it beside others, `studies` one thing each."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The repository, where examples, models and READMEs lie."""
HOME = ROOT / "benchmarks"
"""Where sets, results and floors lie."""
