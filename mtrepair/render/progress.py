"""A progress bar on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

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
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

    columns: list[Any] = [TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    if total is None and isinstance(iterable, Sized):
        total = len(iterable)
    with _bar(columns, has_end=total is not None) as bar:
        yield from bar.track(iterable, total=total)


class Advance(Protocol):
    """How far a work is that has no number of items yet."""

    @property
    def records(self) -> int: ...
    @property
    def share(self) -> float: ...


@contextmanager
def share_bar(label: str) -> Iterator[Callable[[Advance], None]]:
    """A block with a bar on standard error, and the function that moves it.

    It shows the records that are done, how many a second, and the time left by the share.

    >>> with share_bar("batch") as advance:
    ...     pass
    """
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    columns: list[Any] = [
        TextColumn(label),
        BarColumn(),
        TextColumn("{task.percentage:.1f} %"),
        TextColumn("{task.fields[records]} records, {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
    ]
    with _bar(columns, has_end=True) as bar:
        task = bar.add_task(label, total=1.0, records=0, rate=0.0)

        def advance(now: Advance) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            rate = now.records / elapsed if elapsed else 0.0
            bar.update(task, completed=now.share, records=now.records, rate=rate)

        yield advance


def _bar(columns: list[Any], *, has_end: bool) -> Progress:
    """A bar on standard error with the time left; not drawn where nobody sees it."""
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    console = Console(stderr=True)
    if has_end:
        columns = [*columns, TimeRemainingColumn()]
    drawn = console.is_terminal or console.is_jupyter
    # Parts of an archive come some seconds apart; the time left goes by the last half hour.
    return Progress(*columns, console=console, disable=not drawn, speed_estimate_period=1800)
