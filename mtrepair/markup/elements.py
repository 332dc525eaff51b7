"""The elements of HTML by what they do to the text in them."""

from __future__ import annotations

_BLOCKS = frozenset(
    """address article aside blockquote body caption center col colgroup dd details dialog dir div
    dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header
    hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search
    section select summary table tbody td tfoot th thead title tr ul""".split()
)

LINE_BREAK = "br"

NO_CONTENT = frozenset(
    """area base basefont bgsound br col embed frame hr img input link meta param source track
    wbr""".split()
)
"""Elements that are one tag."""

SHOWN_AS_THINGS = frozenset(
    """audio canvas embed iframe img input math meter object progress svg textarea
    video""".split()
)
"""Inline elements that show something which is no text."""

HIDDEN = frozenset(
    """audio canvas datalist head math meter object pre listing progress select svg template
    video""".split()
)
"""Elements whose text is not read."""

FIXED = frozenset("button code dialog footer form kbd menu nav samp tt var".split())
"""Elements whose text is read and stays as it is: code, and what belongs to the site."""

EMPHASIS = frozenset("a b big cite del em i ins mark q s small strike strong u".split())
"""Inline elements that stand around whole words."""

STYLED = frozenset(("font", "span"))
"""Inline elements that stand around whole words oftener than not; space beside them may be a
matter of style where two meet."""


def is_inline(name: str) -> bool:
    """Whether an element of this name stands in a line; unknown ones do.

    >>> is_inline("b"), is_inline("p"), is_inline("x-own")
    (True, False, True)
    """
    return name not in _BLOCKS and name != LINE_BREAK


def closes_paragraph(name: str) -> bool:
    """Whether a paragraph ends where an element of this name begins."""
    return name in _BLOCKS
