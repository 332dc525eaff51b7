"""Styled text for a terminal, by rich; without colours and width it is plain text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Fragments = Sequence[tuple[str, str]]
"""Pieces of text, each with the name of its style, or ""."""

_STYLES = {
    "": "",
    "bold": "bold",
    "major": "bold red",
    "minor": "bold yellow",
    "caret": "green",
    "deleted": "strike red",
    "inserted": "underline green",
}
# Columns by which what does not stand beside its head is set in.
_INDENT = 4
# A head that takes more than this part of a line stands above its body.
_WIDEST_HEAD = 1 / 3


def painted(fragments: Iterable[tuple[str, str]], *, colour: bool) -> str:
    """The text of fragments; in colour with the codes of a terminal, and no line broken.

    >>> painted([("le ", ""), ("web", "bold")], colour=False)
    'le web'
    """
    if not colour:
        return "".join(text for text, _ in fragments)
    console = terminal(colour=colour, width=None)
    console.print(_styled(fragments), soft_wrap=True, end="")
    return printed(console)


def hung(head: Fragments, body: Fragments, *, colour: bool, width: int | None) -> str:
    """Lines with the body beside its head; where a width is given it is wrapped at words.

    >>> hung([("a.txt:1:", "bold")], [("le web", "")], colour=False, width=None)
    'a.txt:1: le web\\n'
    """
    if width is None:
        return painted([*head, (" ", ""), *body, ("\n", "")], colour=colour)
    from rich.padding import Padding
    from rich.table import Table

    console = terminal(colour=colour, width=width)
    if sum(len(text) for text, _ in head) > width * _WIDEST_HEAD:
        console.print(_styled(head), soft_wrap=True)
        console.print(Padding(_styled(body), (0, 0, 0, _INDENT)))
    else:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(_styled(head), _styled(body))
        console.print(grid)
    return "".join(line.rstrip() + "\n" for line in printed(console).splitlines())


def terminal(*, colour: bool, width: int | None) -> Console:
    """A console that prints into a string: as told, whatever the environment says."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        width=width,
    )


def printed(console: Console) -> str:
    """What was printed on a console of `terminal`."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _styled(fragments: Iterable[tuple[str, str]]) -> Text:
    from rich.text import Text

    return Text.assemble(*((text, _STYLES[style]) for text, style in fragments))
