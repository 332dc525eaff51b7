"""Findings and edits as text, JSON, SARIF and HTML say what they should, and nothing twice."""

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from mtrepair.errors import InputError
from mtrepair.render import (
    Report,
    diff_text,
    edits_html,
    findings_html,
    findings_junit,
    findings_record,
    findings_sarif,
    findings_text,
    json_text,
    listing,
    reports_html,
    rules_markdown,
    with_progress,
    with_rules,
)
from mtrepair.render.marks import readable, visible
from mtrepair.render.positions import Positions
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding, Fix, Safety, Span

VOID = {"meta", "br", "input", "rect"}


def found(
    text: str,
    start: int,
    end: int,
    *edits: Edit,
    safety: Safety = Safety.SAFE,
    code: str = "MT103",
) -> Finding:
    return Finding(
        code=code,
        name="missing-space",
        span=Span(start, end),
        text=text[start:end],
        message="no space after the mark",
        confidence=0.9,
        fixes=(Fix(edits, safety),) if edits else (),
    )


def card(code: str = "MT103", examples: tuple = (("web,la", "web, la"),)) -> SimpleNamespace:
    return SimpleNamespace(
        code=code,
        name="missing-space",
        severity="minor",
        examples=examples,
        clean=("12,5 %",),
        summary="A mark without the space | after it.",
        explanation="A mark without the space after it.\n\nThe fix is safe.",
    )


WEB = "le web,la radio"
MISSING = found(WEB, 6, 8, Edit(Span(7, 7), " "))


class Shown(HTMLParser):
    """What a browser shows: the text outside `<del>` and `<style>`, and whether tags pair."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"del", "style", "title", "script"} & set(self.open):
            self.text += data


@st.composite
def repairs(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(texts(8))
    cuts = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=8))))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [Edit(span, draw(st.sampled_from(["", "d", "été", " "]))) for span in spans]
    return text, Revision.of(text).apply(edits).edits


# Text


def test_a_finding_is_a_line_for_people_and_programs_and_the_place_below() -> None:
    assert findings_text(WEB, [MISSING], name="a.txt") == (
        "a.txt:1:7: MT103 missing-space: no space after the mark\n"
        "    le web,la radio\n"
        "          ^^\n"
        "    safe fix: ,l → ,·l\n"
    )


def test_lines_and_columns_count_code_points_from_one() -> None:
    text = "un\ndeux 😀,trois"
    head = findings_text(text, [found(text, 9, 10)]).splitlines()[0]
    assert head.startswith("-:2:7:")


def test_wide_and_combining_characters_keep_the_carets_in_place() -> None:
    text = "日e\u0301,x"
    assert findings_text(text, [found(text, 3, 4)]).splitlines()[2] == "       ^"


def test_a_byte_order_mark_takes_no_column() -> None:
    assert Positions("\ufeffweb").at(1) == (1, 1)


def test_a_carriage_return_is_no_part_of_its_line() -> None:
    assert Positions("un\r\ndeux").line(0) == Span(0, 2)


def test_a_long_line_is_cut_between_words() -> None:
    text = "mot " * 30 + "web,la " + "mot " * 30
    context = findings_text(text, [found(text, 123, 125)]).splitlines()[1]
    assert context == "    …" + "mot " * 9 + "web,la " + ("mot " * 9).rstrip() + "…"


def test_a_finding_over_several_lines_is_shown_on_its_first() -> None:
    text = "un\ndeux\ntrois"
    assert findings_text(text, [found(text, 1, 9)]).splitlines()[1:] == ["    un", "     ^"]


def test_what_a_terminal_would_act_on_is_not_printed() -> None:
    text = "a\x1b[2J,b\u202e"
    printed = findings_text(text, [found(text, 5, 6)]) + diff_text(text, [Edit(Span(5, 6), ";")])
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_a_fix_that_removes_everything_says_so() -> None:
    text = "Lire aussi\n"
    finding = found(text, 0, 10, Edit(Span(0, 11), ""))
    assert findings_text(text, [finding]).splitlines()[-1] == "    safe fix: taken out"


def test_a_fix_that_is_only_for_people_says_so() -> None:
    finding = found(WEB, 6, 8, Edit(Span(7, 7), " "), safety=Safety.DISPLAY)
    assert findings_text(WEB, [finding]).splitlines()[-1] == "    shown only: ,l → ,·l"


def test_of_a_long_finding_the_fix_shows_what_changes() -> None:
    text = "“" + "mot " * 30 + "fin”"
    finding = found(text, 0, len(text), Edit(Span(0, 1), "« "), Edit(Span(124, 125), " »"))
    fix = findings_text(text, [finding]).splitlines()[-1]
    assert fix == "    safe fix: [-“-]{+« +}mot mot mot mot…mot mot mot fin[-”-]{+ »+}"


def test_colours_are_only_added() -> None:
    coloured = findings_text(WEB, [MISSING], colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == findings_text(WEB, [MISSING])


def test_a_diff_shows_the_words_around_a_change() -> None:
    assert diff_text(WEB, [Edit(Span(0, 2), "Le")], name="a") == "a:1: [-le-]{+Le+} web,la radio\n"


def test_a_diff_makes_white_space_visible_where_only_that_changes() -> None:
    text = "«\u00a0a »  b"
    edits = [Edit(Span(1, 2), "\u202f"), Edit(Span(6, 7), "")]
    assert diff_text(text, edits) == "-:1: «[-⍽-]{+⎵+}a » [-·-]b\n"


def test_changes_on_two_lines_are_two_blocks() -> None:
    text = "un\ndeux"
    edits = [Edit(Span(0, 1), "U"), Edit(Span(3, 4), "D")]
    assert diff_text(text, edits) == "-:1: [-un-]{+Un+}\n-:2: [-deux-]{+Deux+}\n"


def test_no_edit_gives_no_diff() -> None:
    assert diff_text(WEB, []) == ""


@given(repairs())
def test_readable_edits_do_the_same(repair: tuple[str, list[Edit]]) -> None:
    text, edits = repair
    readable_too = Revision.of(text).apply(readable(edits, text))
    assert readable_too.text == Revision.of(text).apply(edits).text


@given(repairs())
def test_readable_edits_stay_apart(repair: tuple[str, list[Edit]]) -> None:
    text, edits = repair
    shown = readable(edits, text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(shown))


def test_two_letters_of_a_word_make_one_edit() -> None:
    edits = [Edit(Span(0, 1), "d"), Edit(Span(3, 4), "N")]
    assert readable(edits, "Drones") == [Edit(Span(0, 6), "droNes")]


def test_every_character_without_a_glyph_gets_one() -> None:
    assert visible(" \u00a0\u202f\t\r\n\u200b") == "·⍽⎵→↵\n<U+200B>"


# JSON


def test_json_has_the_documented_keys() -> None:
    assert json.loads(json_text([("a", findings_record([MISSING]))], many=False)) == {
        "schema_version": 1,
        "unit": "codepoint",
        "findings": [
            {
                "code": "MT103",
                "name": "missing-space",
                "start": 6,
                "end": 8,
                "text": ",l",
                "message": "no space after the mark",
                "severity": "minor",
                "confidence": 0.9,
                "found_by": "rule",
                "fixes": [
                    {"safety": "safe", "edits": [{"start": 7, "end": 7, "replacement": " "}]}
                ],
            }
        ],
    }


def test_several_texts_are_a_list_of_objects_with_a_path() -> None:
    records = [("a.txt", findings_record([])), ("b.txt", findings_record([]))]
    shown = json.loads(json_text(records, many=True))
    assert [(list(record), record["path"]) for record in shown] == [
        (["path", "schema_version", "unit", "findings"], "a.txt"),
        (["path", "schema_version", "unit", "findings"], "b.txt"),
    ]


def test_french_letters_are_written_as_they_are() -> None:
    assert "é" in json_text([("", {"text": "é"})], many=False)


def test_a_lone_surrogate_survives_json() -> None:
    text = json_text([("", {"text": "é\ud800"})], many=False)
    assert json.loads(text.encode("utf-8"))["text"] == "é\ud800"


# SARIF


def sarif(text: str, findings: list[Finding], name: str = "a.txt", cards: tuple = ()) -> dict:
    log = findings_sarif([(name, text, findings)], cards or (card(),), version="0.1.0")
    return json.loads(log)


def region(text: str, finding: Finding) -> dict:
    result = sarif(text, [finding])["runs"][0]["results"][0]
    return result["locations"][0]["physicalLocation"]["region"]


def test_sarif_names_its_version_and_its_unit() -> None:
    log = sarif(WEB, [MISSING])
    assert (log["version"], log["runs"][0]["columnKind"]) == ("2.1.0", "unicodeCodePoints")


def test_sarif_describes_each_code_once() -> None:
    rules = sarif(WEB, [], cards=(card(), card(), card("MT104")))["runs"][0]["tool"]["driver"][
        "rules"
    ]
    assert [rule["id"] for rule in rules] == ["MT103", "MT104"]


def test_a_sarif_rule_carries_its_metadata() -> None:
    rule = sarif(WEB, [])["runs"][0]["tool"]["driver"]["rules"][0]
    assert rule == {
        "id": "MT103",
        "name": "missing-space",
        "shortDescription": {"text": "A mark without the space | after it."},
        "fullDescription": {"text": "A mark without the space after it.\n\nThe fix is safe."},
        "help": {"text": "Examples:\nweb,la → web, la"},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["spaces and words"], "evidence": "marks"},
    }


def test_a_sarif_result_is_known_again_behind_new_lines() -> None:
    moved = replace(MISSING, span=Span(MISSING.span.start + 6, MISSING.span.end + 6))
    before, after = (
        sarif(text, [finding])["runs"][0]["results"][0]["partialFingerprints"]
        for text, finding in ((WEB, MISSING), (f"\n\n\n\n\n\n{WEB}", moved))
    )
    assert before == after


def test_a_sarif_result_that_stands_twice_has_two_fingerprints() -> None:
    results = sarif(WEB, [MISSING, MISSING])["runs"][0]["results"]
    assert len({result["partialFingerprints"]["finding/v1"] for result in results}) == 2


def test_a_sarif_result_is_ranked_by_confidence() -> None:
    sure = replace(MISSING, confidence=0.95)
    assert sarif(WEB, [sure])["runs"][0]["results"][0]["rank"] == 95.0


def test_sarif_tells_what_could_not_be_read() -> None:
    log = json.loads(findings_sarif([], [], version="1", errors=[("b.txt", "cannot read b.txt")]))
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "cannot read b.txt"


# JUnit


def test_junit_has_a_failure_for_each_finding_and_a_pass_for_a_good_text() -> None:
    page = findings_junit([("a.txt", WEB, [MISSING]), ("b.txt", "Oui.", [])])
    bad, good = ElementTree.fromstring(page)
    assert bad.find("testcase/failure").attrib["type"] == "MT103"  # type: ignore[union-attr]
    assert [len(case) for case in good] == [0]


def test_junit_counts_what_failed() -> None:
    page = findings_junit([("a.txt", WEB, [MISSING])], errors=[("c.txt", "no file")])
    root = ElementTree.fromstring(page)
    assert [root.attrib[name] for name in ("tests", "failures", "errors")] == ["2", "1", "1"]


def test_junit_holds_no_character_that_xml_has_not() -> None:
    finding = replace(MISSING, text="a\x08\ud800b", message="\x00")
    page = findings_junit([("a\x1b.txt", WEB, [finding])])
    assert "a\ufffd\ufffdb" in page and ElementTree.fromstring(page.encode()) is not None


def test_a_sarif_result_points_at_its_rule() -> None:
    cards = (card("MT101"), card("MT103"))
    result = sarif(WEB, [MISSING], cards=cards)["runs"][0]["results"][0]
    assert (result["ruleId"], result["ruleIndex"]) == ("MT103", 1)


def test_a_sarif_region_counts_characters_from_nought_and_lines_from_one() -> None:
    text = "é😀\nweb,la"
    assert region(text, found(text, 6, 8)) == {
        "startLine": 2,
        "startColumn": 4,
        "endLine": 2,
        "endColumn": 6,
        "charOffset": 6,
        "charLength": 2,
        "snippet": {"text": ",l"},
    }


def test_a_sarif_region_does_not_count_the_byte_order_mark() -> None:
    text = "\ufeffweb,la"
    shown = region(text, found(text, 4, 6))
    assert (shown["charOffset"], shown["startColumn"], shown["charLength"]) == (3, 4, 2)


def test_a_sarif_fix_replaces_a_region() -> None:
    result = sarif(WEB, [MISSING])["runs"][0]["results"][0]
    change = result["fixes"][0]["artifactChanges"][0]
    replacement = change["replacements"][0]
    assert change["artifactLocation"] == {"uri": "a.txt"}
    assert replacement["deletedRegion"]["charOffset"] == 7
    assert replacement["deletedRegion"]["charLength"] == 0
    assert replacement["insertedContent"] == {"text": " "}


def test_a_fix_that_is_only_for_people_is_not_in_sarif() -> None:
    finding = found(WEB, 6, 8, Edit(Span(7, 7), " "), safety=Safety.DISPLAY)
    assert "fixes" not in sarif(WEB, [finding])["runs"][0]["results"][0]


@pytest.mark.parametrize(
    ("name", "uri"),
    [("à faire.txt", "%C3%A0%20faire.txt"), ("/srv/a.txt", "file:///srv/a.txt"), ("a/b", "a/b")],
)
def test_a_path_becomes_a_uri(name: str, uri: str) -> None:
    result = sarif(WEB, [MISSING], name=name)["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


# HTML


def body(html: str) -> str:
    return html.rpartition("</style>")[2].removesuffix("</div>")


def test_html_marks_what_goes_and_what_comes() -> None:
    html = body(edits_html("de Drones", [Edit(Span(3, 4), "d")]))
    assert html == "de <del>Drones</del><ins>drones</ins>"


def test_html_makes_white_space_visible_where_only_that_changes() -> None:
    html = body(edits_html("« a", [Edit(Span(1, 2), "\u00a0")]))
    assert html == '«<del class="space">·</del><ins class="space">⍽</ins>a'


def test_html_leaves_white_space_alone_beside_other_changes() -> None:
    assert body(edits_html("a .", [Edit(Span(1, 3), "")])) == "a<del> .</del>"


def test_html_escapes_the_text() -> None:
    html = edits_html("<script>", [Edit(Span(0, 1), "&lt;<b>")], [found("<script>", 1, 7)])
    assert not {"script", "b"} & set(Shown(html).tags)


def test_html_escapes_messages_in_titles() -> None:
    finding = Finding("MT1", "a", Span(0, 1), "x", 'say "<b>"')
    assert "b" not in Shown(edits_html("x", [], [finding])).tags


def test_the_title_of_an_edit_tells_why() -> None:
    html = body(edits_html(WEB, [Edit(Span(7, 7), " ")], [MISSING]))
    assert 'title="MT103 missing-space: no space after the mark"' in html


def test_a_finding_that_no_edit_mends_is_highlighted() -> None:
    finding = found(WEB, 6, 8)
    assert "<mark title=" in body(edits_html(WEB, [], [finding]))


def test_a_finding_that_an_edit_mends_is_not_highlighted() -> None:
    assert "<mark" not in body(edits_html(WEB, [Edit(Span(7, 7), " ")], [MISSING]))


def test_a_finding_whose_fix_lies_elsewhere_is_highlighted_around_the_edits() -> None:
    finding = found("a,b c", 0, 5, Edit(Span(5, 5), "”"), safety=Safety.UNSAFE)
    html = body(edits_html("a,b c", [Edit(Span(2, 2), " ")], [finding]))
    assert re.sub(r' (title|class)="[^"]*"', "", html) == (
        "<mark>a,</mark><ins>·</ins><mark>b c</mark>"
    )


def test_an_empty_finding_is_shown_by_a_caret() -> None:
    html = body(edits_html("web", [], [found("web", 3, 3)]))
    assert html.endswith(">‸</mark>")


def test_an_empty_finding_inside_an_edit_is_not_shown() -> None:
    assert "<mark" not in body(edits_html("web", [Edit(Span(0, 3), "")], [found("web", 1, 1)]))


def test_two_findings_at_one_place_are_highlighted_once() -> None:
    html = body(edits_html("web", [], [found("web", 0, 3), found("web", 0, 3)]))
    assert html.count("<mark") == 1


@given(repairs())
def test_html_shows_the_repaired_text(repair: tuple[str, list[Edit]]) -> None:
    text, edits = repair
    glyphs = str.maketrans({"·": " ", "⍽": "\u00a0", "⎵": "\u202f", "→": "\t", "↵": ""})
    shown = Shown(edits_html(text, edits, [found(text, 0, len(text) // 2)] if text[1:] else []))
    after = (
        Revision.of(text).apply(edits).text.encode("utf-8", "replace").decode().replace("\r", "")
    )
    seen = re.sub(r"<U\+(\w+)>", lambda m: chr(int(m[1], 16)), shown.text)
    assert seen.translate(glyphs) == after.translate(glyphs)
    assert not shown.open


def test_a_page_needs_nothing_but_itself() -> None:
    page = reports_html([Report("a.txt", WEB, [MISSING], [Edit(Span(7, 7), " ")])])
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_a_page_counts_findings_by_code_and_what_is_left() -> None:
    findings = [MISSING, found(WEB, 0, 2, code="MT504")]
    page = reports_html([Report("a.txt", WEB, findings, [Edit(Span(7, 7), " ")])])
    assert "2 findings, 1 edit, 1 left to you" in page
    assert "<tr><td>MT103</td><td>missing-space</td><td>1</td><td></td>" in page
    assert "<tr><td>MT504</td><td>missing-space</td><td>1</td><td>1</td>" in page


def test_every_link_of_a_page_leads_to_a_text_or_a_mark() -> None:
    findings = [found(WEB, 0, 2), found(WEB, 6, 8)]
    page = findings_html([("a.txt", WEB, findings), ("b.txt", WEB, findings)])
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) == 2 + 4
    assert all(page.count(f'id="{link}"') == 1 for link in links)


def test_a_page_of_findings_speaks_of_no_edits() -> None:
    assert "left to you" not in findings_html([("a.txt", WEB, [MISSING])])


def test_the_name_of_a_text_is_escaped() -> None:
    assert "b" not in Shown(findings_html([("<b>.txt", WEB, [])])).tags


# Rules


def test_the_table_of_rules_has_a_line_a_code() -> None:
    table = rules_markdown([card(), card("MT104", (("a", None), ("`b` ||", "c\nd")))])
    assert table.splitlines()[2:] == [
        "| MT103 | missing-space | A mark without the space \\| after it. | `web,la` → `web, la` |",
        "| MT104 | missing-space | A mark without the space \\| after it. "
        "| `` `b` \\|\\| `` → `c↵d` |",
    ]


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(InputError, match="needs <!-- rules:begin -->"):
        with_rules("# Title", "table")


def test_the_table_replaces_what_stands_between_the_marks() -> None:
    document = "a\n<!-- rules:begin -->\nold\n<!-- rules:end -->\nb\n"
    assert with_rules(document, "new\\1\n") == document.replace("old", "new\\1")


def test_a_listing_has_every_code_once() -> None:
    shown = listing([card(), card("MT104"), card("MT104")])
    assert [shown.count("MT103"), shown.count("MT104")] == [1, 1]


# Progress


def test_progress_gives_the_items_in_order() -> None:
    assert list(with_progress(iter([3, 1, 2]), "clean")) == [3, 1, 2]


def test_progress_draws_nothing_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    list(with_progress([1, 2], "clean"))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("items", "count"), [([1, 2], "2/2"), ((n for n in [1, 2]), "2/?")])
def test_progress_draws_a_bar_on_a_terminal(
    items: object, count: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    list(with_progress(items, "clean"))  # type: ignore[call-overload]
    assert count in terminal.getvalue()
