"""Findings as JUnit's XML, which continuous integration shows as tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from mtrepair.render.positions import Positions
from mtrepair.types import Finding

# What XML 1.0 has no way to write, section 2.2.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings_junit(
    texts: Iterable[tuple[str, str, Sequence[Finding]]],
    *,
    errors: Iterable[tuple[str, str]] = (),
) -> str:
    """A suite for each text, with a failed case for each finding; without any, one that passes.

    Args:
        texts: name, text and findings of each.
        errors: name and message of each file that can't be read.

    Source: the schema of Jenkins' xUnit plugin, junit-10.xsd.

    >>> from mtrepair import detect
    >>> text = "Le web,la radio."
    >>> 'name="1:7 MT103"' in findings_junit([("a.txt", text, detect(text))])
    True
    """
    suites = [_suite(*text) for text in texts] + [_broken(*error) for error in errors]
    root = ElementTree.Element("testsuites", {"name": "mtrepair", **_sums(suites)})
    root.extend(suites)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(name: str, text: str, findings: Sequence[Finding]) -> ElementTree.Element:
    places = Positions(text)
    counts = {"tests": str(max(len(findings), 1)), "failures": str(len(findings)), "errors": "0"}
    suite = ElementTree.Element("testsuite", {"name": _written(name), **counts})
    for finding in findings:
        line, column = places.at(finding.span.start)
        title = f"{line}:{column} {finding.code}"
        case = ElementTree.SubElement(suite, "testcase", classname=_written(name), name=title)
        attributes = {"type": finding.code, "message": _written(finding.message)}
        failure = ElementTree.SubElement(case, "failure", attributes)
        failure.text = _written(f"{finding.name}: {finding.text}")
    if not findings:
        ElementTree.SubElement(suite, "testcase", classname=_written(name), name="no findings")
    return suite


def _broken(name: str, message: str) -> ElementTree.Element:
    counts = {"tests": "1", "failures": "0", "errors": "1"}
    suite = ElementTree.Element("testsuite", {"name": _written(name), **counts})
    case = ElementTree.SubElement(suite, "testcase", classname=_written(name), name="reading")
    ElementTree.SubElement(case, "error", {"message": _written(message)})
    return suite


def _sums(suites: Sequence[ElementTree.Element]) -> dict[str, str]:
    counts = ("tests", "failures", "errors")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in counts}


def _written(text: str) -> str:
    """The text with U+FFFD for what XML can't hold."""
    return _UNWRITABLE.sub("\ufffd", text)
