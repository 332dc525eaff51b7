"""A report: what is decided together, what the page holds, and decisions that come back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts
from work import Work

import mtrepair
from mtrepair import Edit, Finding, Fix, Repair, Safety, Span
from mtrepair.checksum import sha256
from mtrepair.cli import main
from mtrepair.decisions import apart
from mtrepair.errors import InputError
from mtrepair.guard import Refusal
from mtrepair.render.cases import CaseKind, Objected, cases
from mtrepair.revision import Revision

TEXT = "Le web,la radio. . Le chef de de la police a parlé."
HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> web,la'


def finding(text: str, start: int, end: int, *edits: Edit, safety: Safety = Safety.SAFE) -> Finding:
    fixes = (Fix(edits, safety),) if edits else ()
    return Finding("MT1", "a", Span(start, end), text[start:end], "why", fixes=fixes)


def kinds(text: str, edits: list[Edit], *found: Finding, refused: tuple = ()) -> list[CaseKind]:
    return [case.kind for case in cases(text, edits, found, refused)]


def records(page: str) -> list[dict[str, Any]]:
    """What the texts of a page hold for its script."""
    found = re.findall(r'<script type="application/json" class="data">(.*?)</script>', page)
    return [json.loads(record) for record in found]


def decisions(page: str, *decided: str) -> dict[str, Any]:
    """What a report saves; the cases without a decision are open."""
    texts = []
    for record in records(page):
        edits = [
            {"start": start, "end": end, "replacement": new, "decision": decision}
            for case, decision in zip(record["cases"], [*decided, *["open"] * 99], strict=False)
            for start, end, new in case["edits"]
        ]
        texts.append({"name": record["name"], "sha256": record["sha256"], "edits": edits})
    return {"schema_version": 1, "unit": "codepoint", "texts": texts}


# Cases


def test_the_two_quotation_marks_of_one_fix_stand_or_fall_together() -> None:
    edits = [Edit(Span(0, 1), "« "), Edit(Span(4, 5), " »")]
    (case,) = cases("“oui”", edits, [finding("“oui”", 0, 5, *edits)])
    assert (case.kind, case.edits) == ("edit", edits)


def test_two_fixes_that_meet_are_decided_apart() -> None:
    found = [
        finding("abcd", 0, 2, Edit(Span(0, 2), "")),
        finding("abcd", 2, 4, Edit(Span(2, 4), "")),
    ]
    assert kinds("abcd", [Edit(Span(0, 4), "")], *found) == ["edit", "edit"]


def test_an_edit_that_no_fixes_make_up_stays_whole() -> None:
    found = [
        finding("abcd", 0, 2, Edit(Span(0, 2), "x")),
        finding("abcd", 2, 4, Edit(Span(2, 4), "y")),
    ]
    assert apart("abcd", [Edit(Span(0, 4), "xyz")], found) == [Edit(Span(0, 4), "xyz")]


def test_a_fix_that_was_not_made_is_a_proposal() -> None:
    found = finding("y a", 0, 3, Edit(Span(0, 0), "n’"), safety=Safety.UNSAFE)
    (case,) = cases("y a", [], [found])
    assert (case.kind, case.edits) == ("proposal", [Edit(Span(0, 0), "n’")])


def test_a_fix_that_meets_an_edit_can_not_be_made() -> None:
    found = finding("a b c", 0, 5, Edit(Span(2, 5), "x"), safety=Safety.DISPLAY)
    assert kinds("a b c", [Edit(Span(2, 3), "z")], found) == ["flag", "edit"]


def test_what_was_refused_is_told_with_the_reason() -> None:
    found = finding("abcd", 1, 3, Edit(Span(1, 3), "x"))
    (case,) = cases("abcd", [], [found], [Objected(found, ("a number changes",))])
    assert (case.kind, case.objections) == ("refused", ("a number changes",))


def test_a_finding_inside_another_one_is_told_there() -> None:
    outer, inner = finding("abcd", 0, 4), finding("abcd", 1, 2)
    (case,) = cases("abcd", [], [outer, inner])
    assert case.findings == [outer, inner]


@st.composite
def desks(draw: st.DrawFn) -> tuple[str, list[Edit], list[Finding]]:
    """A text with edits of its own, and findings anywhere with fixes anywhere."""
    text = draw(texts(8))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = spans.map(lambda pair: Span(min(pair), max(pair)))
    words = st.sampled_from(["", " ", "x", "« "])
    safety = st.sampled_from(list(Safety))
    found = [
        finding(
            text,
            span.start,
            span.end,
            *([Edit(at, new)] if draw(st.booleans()) else []),
            safety=level,
        )
        for span, at, new, level in draw(
            st.lists(st.tuples(spans, spans, words, safety), max_size=6)
        )
    ]
    made: list[Edit] = []
    for f in sorted(found, key=lambda f: f.span):
        own = [edit for fix in f.fixes for edit in fix.edits]
        free = not any(edit.span.touches(other.span) for edit in own for other in made)
        if own and free and f.fixes[0].safety is Safety.SAFE:
            made += own
    return text, Revision.of(text).apply(made).edits, found


@given(desks())
def test_no_finding_is_lost_and_no_two_parts_overlap(
    desk: tuple[str, list[Edit], list[Finding]],
) -> None:
    text, edits, found = desk
    own = cases(text, edits, found)
    told = {f for case in own for f in case.findings}
    assert told == set(found)
    spans = sorted(part.span for case in own for part in case.parts)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(desks())
def test_a_page_holds_the_text_before_and_after(
    desk: tuple[str, list[Edit], list[Finding]],
) -> None:
    text, edits, found = desk
    repair = Repair(Revision.of(text).apply(edits), tuple(found))
    (record,) = records(repair.to_html())
    made = [case["kind"] == "edit" for case in record["cases"]]
    before = "".join(p if isinstance(p, str) else p[1] for p in record["pieces"])
    after = "".join(
        p if isinstance(p, str) else p[2] if made[p[0]] and p[2] is not None else p[1]
        for p in record["pieces"]
    )
    assert (before, after) == (repair.original, repair.text)


def steps(size: int, *, explained: bool) -> int:
    """How much work the cases of so many edits are, with a finding behind each or beside it."""
    text = "web,la et " * size
    edits = [Edit(Span(10 * n + 4, 10 * n + 4), " ") for n in range(size)]
    found = [finding(text, e.span.start, e.span.end + 2, *([e] * explained)) for e in edits]
    work = Work()
    with work.counted():
        cases(text, edits, found)
    return work.steps


@pytest.mark.parametrize("explained", [True, False])
def test_twice_the_edits_are_twice_the_work(explained: bool) -> None:
    assert steps(400, explained=explained) < 2.3 * steps(200, explained=explained)


# The page


def test_a_page_runs_its_own_script_alone() -> None:
    page = mtrepair.clean(TEXT).to_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy and script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert "default-src 'none'" in policy[1]
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]


def test_a_text_that_ends_the_script_is_held_all_the_same() -> None:
    page = mtrepair.report([(HOSTILE, mtrepair.clean(HOSTILE, language_model=None))])
    assert page.count("<script") == page.count("</script") == 2
    assert "<img" not in page
    assert records(page)[0]["name"] == HOSTILE


def test_line_ends_and_lone_surrogates_are_held_as_they_are() -> None:
    text = "Le web,la radio.\r\nfin\ud800 \u2028\x00"
    page = mtrepair.clean(text, language_model=None).to_html()
    pieces = records(page.encode("utf-8").decode("utf-8"))[0]["pieces"]
    assert "".join(p if isinstance(p, str) else p[1] for p in pieces) == text


def test_what_needs_the_script_is_hidden_without_it() -> None:
    page = mtrepair.report([("a", mtrepair.clean(TEXT)), ("b", mtrepair.clean(TEXT))])
    without = re.sub(
        r'<(\w+) class="[^"]*scripted" [^>]*hidden>.*?</\1>', "", page, flags=re.DOTALL
    )
    assert page.count("<button") > 10 and without.count("<button") == 0


def test_refused_repairs_are_shown_with_the_reason() -> None:
    refusal = Refusal(finding(TEXT, 10, 15, Edit(Span(10, 15), "télé")), ("a name changes",))
    page = Repair(Revision.of(TEXT), (), (refusal,)).to_html()
    assert "Refused: a name changes" in page and "1 refused" in page


def test_english_is_folded_beside_the_text() -> None:
    repair = mtrepair.clean("Le vote aura lieu lundi. .")
    page = repair.to_html(english=mtrepair.translate(repair.original))
    assert '<details class="beside"><summary>English</summary>' in page
    assert "The vote will take place on Monday." in page


def test_the_texts_with_most_findings_come_first_in_the_overview() -> None:
    some = [("few", "Le web,la radio."), ("none", "Oui."), ("most", TEXT)]
    page = mtrepair.report((name, mtrepair.clean(text)) for name, text in some)
    assert re.findall(r'<a href="#t\d">(\w+)</a>', page) == ["most", "few", "none"]


def test_a_hundred_articles_stay_under_five_megabytes() -> None:
    article = (Path(__file__).parent.parent / "examples" / "sample_article.txt").read_text("utf-8")
    repair = mtrepair.clean(article)
    assert len(mtrepair.report([(f"{n}.txt", repair) for n in range(100)]).encode()) < 5_000_000


# Decisions


@pytest.fixture(scope="module")
def repair() -> Repair:
    return mtrepair.clean(TEXT)


def test_what_is_rejected_in_a_report_is_left_out(repair: Repair) -> None:
    decided = decisions(repair.to_html(), "rejected", "accepted")
    assert repair.accept(decisions=decided).text == "Le web,la radio. Le chef de la police a parlé."


def test_an_article_in_html_is_decided_in_its_source() -> None:
    source = "<p>Il part<b>demain</b> &amp; le web,la radio.\r\n</p>"
    repair = mtrepair.clean_html(source, language_model=None)
    page = repair.to_html()
    assert "Il part<span" in page and "&lt;b&gt;demain&lt;/b&gt; &amp;amp; le web," in page
    assert repair.accept(decisions=decisions(page, "rejected")).text == (
        "<p>Il part<b>demain</b> &amp; le web, la radio.\r\n</p>"
    )


def test_a_file_of_decisions_is_read(repair: Repair, tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(decisions(repair.to_html(), *["rejected"] * 3)), encoding="utf-8")
    assert repair.accept(decisions=path).text == repair.accept(decisions=str(path)).text == TEXT


def test_a_proposal_that_is_accepted_is_made() -> None:
    found = finding("il y a", 3, 6, Edit(Span(3, 3), "n’"), safety=Safety.UNSAFE)
    repair = Repair(Revision.of("il y a"), (found,))
    page = repair.to_html()
    assert repair.accept(decisions=decisions(page)).text == "il y a"
    assert repair.accept(decisions=decisions(page, "accepted")).text == "il n’y a"


def test_a_refused_repair_that_is_accepted_is_made() -> None:
    refusal = Refusal(finding(TEXT, 10, 15, Edit(Span(10, 15), "télé")), ("a name changes",))
    repair = Repair(Revision.of(TEXT), (), (refusal,))
    decided = decisions(repair.to_html(), "accepted")
    assert repair.accept(decisions=decided).text == TEXT.replace("radio", "télé")


def test_one_of_two_edits_side_by_side_is_rejected() -> None:
    found = [
        finding("abcd", 0, 2, Edit(Span(0, 2), "")),
        finding("abcd", 2, 4, Edit(Span(2, 4), "")),
    ]
    repair = Repair(Revision.of("abcd").apply([Edit(Span(0, 4), "")]), tuple(found))
    assert repair.accept(decisions=decisions(repair.to_html(), "rejected")).text == "ab"


def test_decisions_of_many_texts_find_their_own(repair: Repair) -> None:
    other = mtrepair.clean("Le web,la télé.")
    decided = decisions(mtrepair.report([("a", other), ("b", repair)]), "rejected")
    assert other.accept(decisions=decided).text == "Le web,la télé."
    assert repair.accept(decisions=decided).text.startswith("Le web,la radio. Le chef")


def test_decisions_of_another_text_are_refused(repair: Repair) -> None:
    decided = decisions(mtrepair.clean("Le web,la télé.").to_html(title="télé.txt"))
    with pytest.raises(InputError, match=r"none of 'télé\.txt' is this text, by its checksum"):
        repair.accept(decisions=decided)


def test_an_edit_that_was_not_proposed_is_refused(repair: Repair) -> None:
    edit = {"start": 0, "end": 2, "replacement": "Un", "decision": "accepted"}
    decided = {"schema_version": 1, "texts": [{"sha256": sha256(TEXT), "edits": [edit]}]}
    with pytest.raises(InputError, match="is no edit of this repair; clean with the settings"):
        repair.accept(decisions=decided)


def test_one_text_decided_differently_is_refused(repair: Repair) -> None:
    page = repair.to_html()
    decided = decisions(page)
    decided["texts"] += decisions(page, "rejected")["texts"]
    with pytest.raises(InputError, match="'Repair', 'Repair' are one text, decided differently"):
        repair.accept(decisions=decided)


def test_one_edit_decided_differently_is_refused(repair: Repair) -> None:
    decided = decisions(repair.to_html())
    edits = decided["texts"][0]["edits"]
    edits.append({**edits[0], "decision": "rejected"})
    with pytest.raises(InputError, match="is both open and rejected"):
        repair.accept(decisions=decided)


def test_decisions_are_given_alone(repair: Repair) -> None:
    with pytest.raises(InputError, match="give no edits, codes or spans"):
        repair.accept(codes=["MT1"], decisions=decisions(repair.to_html()))


EDIT = {"start": 0, "end": 1, "replacement": "", "decision": "open"}


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([], "schema_version must be 1, not None"),
        ({"schema_version": 2, "texts": []}, "schema_version must be 1, not 2"),
        ({"schema_version": 1, "texts": {}}, '"texts" must be a list, not dict'),
        ({"schema_version": 1, "texts": []}, "none of no text is this text"),
        ({"schema_version": 1, "texts": [{"sha256": 1, "edits": []}]}, 'text 1 needs a "sha256"'),
        ([EDIT | {"start": -1}], "edit 1 must have a start and an end"),
        ([EDIT | {"end": 999}], "in the text of 51 characters"),
        ([EDIT | {"start": True}], "edit 1 must have a start"),
        ([EDIT | {"replacement": None}], "a replacement and a decision"),
        ([EDIT, {"start": 0}], "edit 2 must have a start"),
        (["no"], "edit 1 must have a start"),
        ([EDIT | {"decision": "maybe"}], "one of accepted, rejected, open, not 'maybe'"),
    ],
)
def test_what_is_no_decision_is_refused(
    repair: Repair, tmp_path: Path, record: Any, message: str
) -> None:
    if isinstance(record, list) and record:
        record = {"schema_version": 1, "texts": [{"sha256": sha256(TEXT), "edits": record}]}
    path = tmp_path / "d.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        repair.accept(decisions=path)


def test_a_file_that_is_no_json_is_refused(repair: Repair, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"d\.json is no JSON: .*; give the file"):
        repair.accept(decisions=path)


def test_the_command_line_goes_by_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert CliRunner().invoke(main, ["clean", "--html", "r.html", "a.txt"]).exit_code == 0
    decided = decisions(Path("r.html").read_text(encoding="utf-8"), "rejected")
    Path("d.json").write_text(json.dumps(decided), encoding="utf-8")
    done = CliRunner().invoke(main, ["clean", "--decisions", "d.json", "a.txt"])
    assert done.stdout == "Le web,la radio. Le chef de la police a parlé."


def test_the_command_line_tells_which_text_was_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_text("Le web,la télé.", encoding="utf-8")
    CliRunner().invoke(main, ["clean", "--html", "r.html", "a.txt"])
    decided = decisions(Path("r.html").read_text(encoding="utf-8"))
    Path("d.json").write_text(json.dumps(decided), encoding="utf-8")
    done = CliRunner().invoke(main, ["clean", "--decisions", "d.json", "--diff", "b.txt", "a.txt"])
    assert done.exit_code == 2
    assert "b.txt: the decisions: none of 'a.txt' is this text" in done.stderr
    assert "a.txt:1:" in done.stdout
