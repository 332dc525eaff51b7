"""Our codes in LanguageTool's terms: ids, categories and types of issues."""

from __future__ import annotations

from typing import Any, NamedTuple

from mtrepair.codes import CODES


class IssueKind(NamedTuple):
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
    "MT": IssueKind("MISC", "other", "other"),
    "MT101": IssueKind("TYPOS", "misspelling", "misspelling"),
    "MT102": IssueKind("TYPOS", "misspelling", "misspelling"),
    "MT103": IssueKind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT104": IssueKind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT2": IssueKind("TYPOGRAPHY", "typographical", "typographical"),
    "MT201": IssueKind("PUNCTUATION", "typographical", "typographical"),
    "MT203": IssueKind("PUNCTUATION", "typographical", "typographical"),
    "MT204": IssueKind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT205": IssueKind("TYPOGRAPHY", "whitespace", "whitespace"),
    "MT206": IssueKind("TYPOGRAPHY", "locale-violation", "locale-violation"),
    "MT3": IssueKind("REDUNDANCY", "other", "duplication"),
    "MT401": IssueKind("STYLE", "other", "addition"),
    "MT402": IssueKind("STYLE", "other", "untranslated"),
    "MT403": IssueKind("STYLE", "other", "addition"),
    "MT404": IssueKind("TYPOGRAPHY", "characters", "markup"),
    "MT405": IssueKind("TYPOS", "grammar", "omission"),
    "MT5": IssueKind("GRAMMAR", "grammar", "grammar"),
    "MT504": IssueKind("CASING", "grammar", "grammar"),
    "MT602": IssueKind("MISC", "other", "inconsistent-entities"),
    "MT701": IssueKind("MISC", "other", "numbers"),
    "MT702": IssueKind("MISC", "other", "inconsistent-entities"),
    "MT703": IssueKind("MISC", "other", "omission"),
    "MT704": IssueKind("MISC", "other", "addition"),
    "MT705": IssueKind("MISC", "other", "mistranslation"),
}
_TYPE_NAMES = {"misspelling": "UnknownWord", "other": "Hint"}


def kind(code: str) -> IssueKind:
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
