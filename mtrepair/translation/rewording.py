"""French in more frequent words, for a source that is asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.revision import Revision
from mtrepair.translation.measures import measures
from mtrepair.translation.trends import Trend, trends
from mtrepair.types import Edit, Span

# "n’y a guère d’espoir": y a peu d’espoir.
_HARDLY = re.compile(
    r"\bn(?:e |['’])(?P<verb>(?:[\w-]+ ){1,3}?)guère\b(?! (?:plus|mieux|moins|que)\b)",
    re.IGNORECASE,
)
# "Ni le maire ni le préfet n’ont répondu": Le maire et le préfet n’ont pas répondu.
_NEITHER = re.compile(
    r"\b(?P<ni>ni) (?P<one>[^,.;:!?]{2,40}?),? ni (?P<other>[^,.;:!?]{2,40}?) (?P<ne>n(?:e |['’]))"
    r"(?P<verb>[\w-]+)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\bune?\s$", re.IGNORECASE)
_NOUN = {"up": "augmentation", "down": "diminution"}


def reworded(source: str) -> str:
    """The source with units, rises and falls, and negations in words that models read often.

    A minus is left out with its degrees: models read it as "less than".

    >>> reworded("Il n’y a guère d’espoir, une chute de 2,2 % et 25 cl d’eau à -2 °C.")
    'Il y a peu d’espoir, une diminution de 2,2 % et 25 litres d’eau à 2 degrés.'
    >>> reworded("Ni le maire ni le préfet n’ont répondu.")
    'Le maire et le préfet n’ont pas répondu.'
    """
    edits = [*_units(source), *(edit for trend in trends(source) for edit in _trend(source, trend))]
    text = Revision.of(source).apply(edits).text
    text = _HARDLY.sub(r"\g<verb>peu", text)
    return _NEITHER.sub(_both, text)


def _units(source: str) -> Iterator[Edit]:
    for number, unit, span in measures(source):
        space = "" if source[span.start - 1].isspace() or unit.asked == "%" else " "
        yield Edit(span, space + unit.asked)
        if number.sign and unit.asked == "degrés":
            yield Edit(Span(number.start - 1, number.start), "")


def _trend(source: str, trend: Trend) -> Iterator[Edit]:
    article = _ARTICLE.search(source, max(0, trend.span.start - 4), trend.span.start)
    if trend.is_adverbial:
        yield Edit(trend.span, f"avec une {_NOUN[trend.direction]} de ")
    elif article:
        span = Span(article.start(), trend.noun.end)
        yield Edit(span, f"{article[0][0]}ne {_NOUN[trend.direction]}")


def _both(match: re.Match[str]) -> str:
    one = match["one"]
    if match["ni"][0].isupper():
        one = one[:1].upper() + one[1:]
    return f"{one} et {match['other']} {match['ne']}{match['verb']} pas"
