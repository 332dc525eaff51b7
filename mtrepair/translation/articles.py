"""The English article by the sound that comes after it: "an army", "a unit"."""

from __future__ import annotations

import re

# Small letters only: how an abbreviation or a name is spoken its letters don't tell. Before these
# words stands no article: "plan A is", "vitamin a or b".
_ARTICLE = re.compile(
    r"(?<![\w.'’-])([Aa])(n?)(\s+)(?!(?:is|or|as|and|are|at|if|in|it|of|on)\b(?!-))(?=[a-z]{2})"
)
_VOWEL = re.compile(
    # "one", "European", "unit", "useful", "ubiquitous" begin with a consonant in speech.
    r"(?!one\b|once\b|one-|eu|ewe|ubi|uni(?!n|m)|urani|uri|us(?:a|e|u)|ut(?:e|i|o))[aeiou]"
    r"|h(?:eir|onest|onou?r|our)"
)
# Where either is heard, or letters are spoken one by one.
_EITHER = re.compile(r"h(?!eir|onest|onou?r|our)|[b-df-hj-np-tv-z](?![a-z]*[aeiouy])")


def with_articles(text: str) -> str:
    """The text with "an" before vowels and "a" before consonants, as they are spoken.

    >>> with_articles("A army of an unit, a hour, a one-off")
    'An army of a unit, an hour, a one-off'
    """

    def written(match: re.Match[str]) -> str:
        if _EITHER.match(text, match.end()):
            return match[0]
        return match[1] + ("n" if _VOWEL.match(text, match.end()) else "") + match[3]

    return _ARTICLE.sub(written, text)
