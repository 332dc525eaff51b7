"""Open texts: what is found in them, by the settings of the house that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from mtrepair.cleaner import Cleaner
from mtrepair.kinds import MARKUP_KINDS, MarkupKind, kind_of
from mtrepair.repair import Repair

# Where none of these is, what is read is what is written.
_MARKS = frozenset("<&*_[]`\\")


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text as the editor has it.

    Attributes:
        place: its file, or the folder of a text that is none yet.
        language: what the editor calls its kind: "html", "markdown", "plaintext".
    """

    place: Path
    language: str
    text: str

    @property
    def markup(self) -> MarkupKind:
        """What it is: by the editor's word, else by its suffix."""
        for kind in MARKUP_KINDS:
            if kind == self.language:
                return kind
        return kind_of(self.place.suffix)

    def as_read(self, flagged: str) -> str:
        """What a reader sees of a flagged part: settings know a finding by that.

        >>> page = OpenText(Path("a.html"), "html", "")
        >>> page.as_read('avant<a href="/x">malgré')
        'avantmalgré'
        """
        if self.markup == "text" or not _MARKS.intersection(flagged):
            return flagged
        from mtrepair.markup.html import read_html
        from mtrepair.markup.markdown import read_markdown

        read = read_html if self.markup == "html" else read_markdown
        return read(flagged).text

    def repair(self) -> Repair:
        """What is found in it, and what would be changed.

        Raises:
            MtrepairError: the settings of its house can't be read.
        """
        return _repair(self, replace(Cleaner.near(self.place), markup=self.markup))


@lru_cache(maxsize=16)
def _repair(text: OpenText, cleaner: Cleaner) -> Repair:
    # An editor asks what may be done with every move of the cursor.
    return cleaner.clean(text.text)
