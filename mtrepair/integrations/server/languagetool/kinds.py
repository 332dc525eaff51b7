"""Our codes in LanguageTool's terms: ids, categories and types of issues."""

from __future__ import annotations

from typing import Any, NamedTuple

from mtrepair.codes import CODES


class Kind(NamedTuple):
    """How a code is told to LanguageTool's clients.

    Attributes:
        category: one of LanguageTool's, by which clients choose colours.
        issue: type of the issue; Superdesk drops what it does not know, so these are of its list.
        tag: type of the issue in ITS 2.0, which fits better.
    """

    category: str
    issue: str
    tag: str


CATEGORIES = {
    "CASING": "Capitalization",
    "GRAMMAR": "Grammar",
    "MISC": "Miscellaneous",
    "PUNCTUATION": "Punctuation",
    "REDUNDANCY": "Redundant Phrases",
    "STYLE": "Style",
    "TYPOGRAPHY": "Typography",
    "TYPOS": "Possible Typo",
}

# By code, or the beginning of several; the longest that fits counts.
_KINDS = {
    "MT": Kind("MISC", "other", "other"),
    "MT101": Kind("TYPOS", "misspelling", "misspelling"),
    "MT102": Kind("TYPOS", "misspelling", "misspelling"),
    "MT103": Kind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT104": Kind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT2": Kind("TYPOGRAPHY", "typographical", "typographical"),
    "MT201": Kind("PUNCTUATION", "typographical", "typographical"),
    "MT203": Kind("PUNCTUATION", "typographical", "typographical"),
    "MT204": Kind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT205": Kind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT206": Kind("TYPOGRAPHY", "locale-violation", "locale-violation"),
    "MT3": Kind("REDUNDANCY", "other", "duplication"),
    "MT401": Kind("STYLE", "other", "addition"),
    "MT402": Kind("STYLE", "other", "untranslated"),
    "MT403": Kind("STYLE", "other", "addition"),
    "MT404": Kind("TYPOGRAPHY", "characters", "markup"),
    "MT405": Kind("TYPOS", "grammar", "omission"),
    "MT5": Kind("GRAMMAR", "grammar", "grammar"),
    "MT504": Kind("CASING", "grammar", "grammar"),
    "MT701": Kind("MISC", "other", "numbers"),
    "MT702": Kind("MISC", "other", "inconsistent-entities"),
    "MT703": Kind("MISC", "other", "omission"),
    "MT704": Kind("MISC", "other", "addition"),
    "MT705": Kind("MISC", "other", "mistranslation"),
}
_TYPE_NAMES = {"misspelling": "UnknownWord", "other": "Hint"}


def kind(code: str) -> Kind:
    """How a code is told.

    >>> kind("MT302").tag, kind("MT101").category
    ('duplication', 'TYPOS')
    """
    fitting = [beginning for beginning in _KINDS if code.startswith(beginning)]
    return _KINDS[max(fitting, key=len, default="MT")]


def rule_id(code: str, name: str) -> str:
    """What a code is called.

    >>> rule_id("MT103", "missing-space")
    'MT103_MISSING_SPACE'
    """
    return f"{code}_{name.upper().replace('-', '_')}"


def described(code: str, name: str, address: str) -> dict[str, Any]:
    """The rule of a match.

    Args:
        address: where this server is, for the page that explains the code.
    """
    own = kind(code)
    about = CODES.get(code)
    return {
        "id": rule_id(code, name),
        "description": about.summary if about else name,
        "issueType": own.issue,
        "urls": [{"value": f"{address}/explain/{code}"}],
        "category": {"id": own.category, "name": CATEGORIES[own.category]},
        "isPremium": False,
        "tags": [own.tag],
    }


def type_name(code: str) -> str:
    """The type of a match, which some clients colour by."""
    return _TYPE_NAMES.get(kind(code).issue, "Other")


def listed() -> list[dict[str, Any]]:
    """Every code as `/v2/configinfo` lists rules."""
    return [
        {
            "ruleId": rule_id(code.code, code.name),
            "description": code.summary,
            "categoryId": kind(code.code).category,
            "categoryName": CATEGORIES[kind(code.code).category],
            "locQualityIssueType": kind(code.code).issue,
        }
        for code in CODES.values()
    ]
