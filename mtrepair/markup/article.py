"""The main text of a page, without its menus, forms and links to other pages."""

from __future__ import annotations

import logging
from typing import Any

from mtrepair.errors import InputError, MissingExtra
from mtrepair.view import checked

_HEAD = 50
_ADVICE = "clean_html, or the command without --article, repairs all that it shows"


def article(html: str) -> str:
    """The headline and the paragraphs of the article on a page, as plain text.

    The package trafilatura finds them, from the extra "html".

    Raises:
        InputError: `html` is not a string, or no article is found in it.
        MissingExtra: trafilatura is not installed.

    >>> body = "<p>Le Parlement a voté la loi lundi soir, après deux jours de débat.</p>" * 5
    >>> article(f"<nav>Menu</nav><article><h1>La loi</h1>{body}</article>").splitlines()[:3]
    ['La loi', '', 'Le Parlement a voté la loi lundi soir, après deux jours de débat.']
    """
    source = checked(html)
    if "html" not in source[:_HEAD].lower():  # else trafilatura takes it for no page
        source = f"<html><body>{source}</body></html>"
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise MissingExtra("trafilatura", extra="html", purpose="finding an article") from error
    # What it would print is in the error.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found: Any = bare_extraction(source, include_comments=False, deduplicate=False)
    # Its parser takes no lone surrogates, and pages of ten thousand levels are too deep for it.
    except (ValueError, RecursionError, UnicodeError) as error:
        raise InputError(f"no article is found in this page: {error}; {_ADVICE}") from error
    if found is None or not (found.text or "").strip():
        raise InputError(f"no article is found in this page; {_ADVICE}")
    paragraphs = [line.strip() for line in found.text.split("\n") if line.strip()]
    title = " ".join((found.title or "").split())
    if title and paragraphs[0] != title:
        paragraphs.insert(0, title)
    return "\n\n".join(paragraphs)
