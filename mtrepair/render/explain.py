"""Rules explained in a terminal: a list of codes, or one code with its examples replayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mtrepair.codes import Card
from mtrepair.render.card import unwrapped
from mtrepair.render.marks import readable
from mtrepair.render.terminal import printed, terminal
from mtrepair.render.text import findings_text, marked_text
from mtrepair.types import Edit, Finding, Safety

if TYPE_CHECKING:
    from rich.console import RenderableType


class Replay(NamedTuple):
    """What became of an example: what was found in it, and what was changed."""

    findings: Sequence[Finding]
    edits: Sequence[Edit]


def listing(cards: Sequence[Card], *, colour: bool = False, width: int = 80) -> str:
    """A table of codes, names and what they mean."""
    from rich.table import Table

    table = Table("code", "name", "what", box=None, pad_edge=False)
    for code, group in groupby(cards, lambda card: card.code):
        same = list(group)
        table.add_row(code, same[0].name, "\n".join(card.summary for card in same))
    return _printed([table], colour=colour, width=width)


def explanation(
    cards: Sequence[Card],
    replay: Callable[[str], Replay],
    *,
    colour: bool = False,
    width: int = 80,
) -> str:
    """What a code means, its examples replayed, and texts that it leaves alone.

    Args:
        cards: the rules of one code.
        replay: applies the rules to an example, unsafe fixes included.
        width: columns of the terminal.
    """
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    for card in cards:
        replays = [(bad, replay(bad)) for bad, _ in card.examples]
        about = f"{card.severity}, {_safety(replays)}" if replays else card.severity
        title = f"{card.code} {card.name} ({about})"
        text = Text(unwrapped(card.explanation))
        parts += [Text(title, style="bold"), Padding(text, (0, 0, 1, 2))]
        if replays:
            parts.append(Text("Examples"))
        for bad, replayed in replays:
            parts.append(Padding(Text.from_ansi(_example(bad, replayed, colour)), (0, 0, 0, 2)))
        if card.clean:
            parts.append(Text("\nLeft alone"))
            parts += [Padding(Text(_one_line(text)), (0, 0, 0, 2)) for text in card.clean]
        parts.append("")
    return _printed(parts, colour=colour, width=width)


def _example(bad: str, replay: Replay, colour: bool) -> str:
    if replay.edits:
        return _one_line(marked_text(bad, readable(replay.edits, bad), colour=colour))
    return findings_text(bad, replay.findings, name="line", colour=colour).rstrip("\n")


def _one_line(text: str) -> str:
    return text.replace("\n", "↵")


def _safety(replays: Sequence[tuple[str, Replay]]) -> str:
    levels = {fix.safety for _, replay in replays for f in replay.findings for fix in f.fixes}
    if not levels or levels == {Safety.DISPLAY}:
        return "shown only"
    return " or ".join(f"{level.name.lower()} fix" for level in sorted(levels, reverse=True))


def _printed(parts: Sequence[RenderableType], *, colour: bool, width: int) -> str:
    console = terminal(colour=colour, width=width)
    for part in parts:
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in printed(console).splitlines())
