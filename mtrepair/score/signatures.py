"""Signatures of our own scores: what it takes to repeat a number, as sacreBLEU writes it."""

VERSION = 1
"""Raised by whatever changes the number that one of our scores gives."""


def signature(name: str, **options: object) -> str:
    """Name, version and the options that change the number, in the order given.

    >>> signature("span F", match="exact", beta=0.5)
    'span F|version:1|match:exact|beta:0.5'
    """
    parts = (f"{key}:{value}" for key, value in options.items())
    return "|".join([name, f"version:{VERSION}", *parts])
