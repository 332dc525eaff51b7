"""Where in its source a model looks while it writes: cross-attention in spans of both texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from mtrepair.types import Attention, Span

_NO_TEXT = frozenset({"<unk>", "</s>", "<pad>", "<s>"})
_BYTES = {f"<0x{number:02X}>": number for number in range(256)}


def spanned(
    source: str,
    source_pieces: Sequence[str],
    target: str,
    target_pieces: Sequence[str],
    weights: Sequence[Sequence[float]],
    *,
    prefix: str = "",
) -> Attention:
    """The weights with the spans of the pieces that they join.

    A vocabulary may rewrite marks and spaces, but letters and digits stay: places are told by
    how many of those stand before them.

    Args:
        source_pieces: those that the model reads; special ones have empty spans.
        target_pieces: likewise those that it writes.
        weights: [target pieces or more, source pieces or more]; what is over is left out.
        prefix: what the model was given before the source; its pieces have empty spans.

    >>> found = spanned("L’ eau", ["▁L", "'", "eau"], "Water", ["▁Wa", "ter"], [[0, 0, 1]] * 2)
    >>> [span.of("L’ eau") for span in found.source], [span.of("Water") for span in found.target]
    (['L', '', 'eau'], ['Wa', 'ter'])
    """
    rows = [tuple(row[: len(source_pieces)]) for row in weights[: len(target_pieces)]]
    read = [
        Span(span.start - len(prefix), span.end - len(prefix))
        if span.start >= len(prefix)
        else Span(0, 0)
        for span in _spans(prefix + source, source_pieces)
    ]
    return Attention(tuple(read), tuple(_spans(target, target_pieces)), tuple(rows))


def _spans(text: str, pieces: Sequence[str]) -> Iterable[Span]:
    """The letters and digits of each piece where they stand in the text."""
    places = [place for place, character in enumerate(text) if character.isalnum()]
    counts = [sum(map(str.isalnum, letters)) for letters in _letters(pieces)]
    for end, count in zip(accumulate(counts), counts, strict=True):
        # A model may write bytes that are no characters, which the text then lacks.
        own = places[end - count : end]
        yield Span(own[0], own[-1] + 1) if own else Span(0, 0)


def _letters(pieces: Sequence[str]) -> list[str]:
    """The characters of each piece; those that are spelt in bytes belong to their last byte."""
    found, spelt = [], b""
    for piece in pieces:
        if piece not in _BYTES:
            spelt = b""
            found.append("" if piece in _NO_TEXT else piece)
            continue
        spelt += bytes([_BYTES[piece]])
        try:
            found.append(spelt.decode())
            spelt = b""
        except UnicodeDecodeError:
            found.append("")
    return found
