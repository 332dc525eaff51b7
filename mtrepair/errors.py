"""Everything that mtrepair raises on purpose.

MtrepairError
├── InputError       the text, file or option given cannot be used
├── UnknownRule      no rule has that code
├── ModelError       a model folder is missing, damaged or of the wrong kind
├── RecipeError      a training recipe has an unknown key or an impossible value
├── RefusedScore     a benchmark set, system or suite that cannot be measured honestly
└── MissingExtra     an optional dependency is not installed
"""


class MtrepairError(Exception):
    """Root of the tree: catch it to catch all that mtrepair raises on purpose."""


class InputError(MtrepairError):
    """The text, file or option given cannot be used."""


class UnknownRule(MtrepairError):
    """No rule has that code."""


class ModelError(MtrepairError):
    """A model folder is missing, damaged or of the wrong kind."""


class RecipeError(MtrepairError):
    """A training recipe has an unknown key or an impossible value."""


class RefusedScore(MtrepairError):
    """A benchmark set, system or suite that cannot be measured honestly."""


class MissingExtra(MtrepairError):
    """An optional dependency is not installed; the message holds the command that installs it."""

    def __init__(self, package: str, *, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package!r}, which is not installed: "
            f"pip install 'mtrepair[{extra}]'"
        )
