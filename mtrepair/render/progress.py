"""A progress bar on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")


def with_progress(iterable: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The items of `iterable`, with a bar on standard error while they are taken.

    An iterable without a length gets a count and the time in place of a bar; where standard
    error is no terminal and no notebook, nothing is drawn.

    Args:
        total: how many items there are, where the iterable does not tell.

    >>> list(with_progress(iter("ab"), "clean"))
    ['a', 'b']
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = [TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    if total is None and isinstance(iterable, Sized):
        total = len(iterable)
    if total is not None:
        columns.append(TimeRemainingColumn())
    drawn = console.is_terminal or console.is_jupyter
    with Progress(*columns, console=console, disable=not drawn) as bar:
        yield from bar.track(iterable, total=total)
