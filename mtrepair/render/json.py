"""Findings and repairs as JSON, offsets in code points."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from mtrepair.types import Finding

SCHEMA_VERSION = 1
"""Of the JSON that the commands print: raised when a key goes or changes its meaning."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def findings_record(findings: Iterable[Finding]) -> dict[str, Any]:
    """The findings of one text as JSON-ready values.

    >>> findings_record([])
    {'unit': 'codepoint', 'findings': []}
    """
    return {"unit": "codepoint", "findings": [finding.to_dict() for finding in findings]}


def json_text(records: Iterable[tuple[str, Mapping[str, Any]]], *, many: bool) -> str:
    """Named records as JSON: if `many`, a list of objects that begin with their "path".

    A file that can't be used has an "error" in its record and nothing else.

    >>> print(json_text([("a.txt", {"unit": "codepoint"})], many=False), end="")
    {
      "schema_version": 1,
      "unit": "codepoint"
    }
    """
    version = {"schema_version": SCHEMA_VERSION}
    if many:
        return _dumped([{"path": name, **version, **record} for name, record in records])
    return "".join(_dumped({**version, **record}) for _, record in records)


def _dumped(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # UTF-8 has no place for a lone surrogate; JSON can still spell it.
    return (json.dumps(value, indent=2) if _SURROGATE.search(text) else text) + "\n"
