"""Markdown in and out: what a reader sees is repaired, and every mark stays where it is."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from strategies import texts
from work import Work

import mtrepair
from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.markup.markdown import read_markdown


def cleaned(text: str) -> str:
    return mtrepair.clean_markdown(text, language_model=None).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Un *titre* #\n\nUn mot.", "Un titre\n\nUn mot."),
        ("Un\n=\nDeux\n-\n", "Un\n\nDeux"),
        ("Un mot\nsur deux  \nlignes", "Un mot sur deux\nlignes"),
        ("> Un *mot*\n> cité\n", "Un mot cité"),
        ("- un\n- deux\n\n  trois", "un\n\ndeux\n\ntrois"),
        (
            "Un **mot**, ~~deux~~, [trois](/a 'b') et [quatre][x].\n\n[x]: /y",
            "Un mot, deux, trois et quatre.",
        ),
        ("[un\\]]( <a b> ) <https://a.fr>", "un] https://a.fr"),
        ("`` a ` b `` c", "a ` b c"),
        ("un &amp; deux &eacute; \\* <b>trois</b>", "un & deux é * trois"),
        ("| a \\| b | c |\n|---|:-:|\n| d | `e` |\n", "a | b\n\nc\n\nd\n\ne"),
        ("---\ntitle: a\n---\nb", "b"),
        ("```\na,b\n```\n    c\n\nd", "d"),
        ("<div>\n\nun *mot*\n\n</div>", "un mot"),
        ("<p>un\nmot</p>", "un mot"),
        ("![a](b.png) c", "\ufffc c"),
        ("a\r\nb\rc\n\nd", "a b c\n\nd"),
        ("* * *\n\na\x00b\ud800", "a\x00b\ud800"),
        ("", ""),
    ],
)
def test_the_text_is_what_a_reader_of_the_markdown_sees(source: str, text: str) -> None:
    assert read_markdown(source).text == text


REPAIRED = [
    ("Le **rapport**et la loi.", "Le **rapport** et la loi."),
    ("Il va de l’avant[malgré](/a,b) la demande.", "Il va de l’avant [malgré](/a,b) la demande."),
    ("Le *plan*avance vite.", "Le *plan* avance vite."),
    ("Il part**demain**matin.", "Il part **demain** matin."),
    ("# Le web,la radio\n", "# Le web, la radio\n"),
    ("| a,b | c |\n|---|---|\n| le web,la | d |", "| a,b | c |\n|---|---|\n| le web, la | d |"),
    ("> le web,la\n> radio,le reste", "> le web, la\n> radio, le reste"),
    ("1. un mot,deux\n2. trois", "1. un mot, deux\n2. trois"),
    ("![la mer,la côte](m,n.png)", "![la mer, la côte](m,n.png)"),
    ("<p>Il part<b>demain</b>.</p>", "<p>Il part <b>demain</b>.</p>"),
    ("Un <b>mot</b>,deux.", "Un <b>mot</b>, deux."),
    ("Le web,la\r\nradio,le reste\r\n", "Le web, la\r\nradio, le reste\r\n"),
    ("Un **mot,deux** et *trois,quatre*.", "Un **mot, deux** et *trois, quatre*."),
]


@pytest.mark.parametrize(("text", "expected"), REPAIRED)
def test_the_prose_of_markdown_is_repaired(text: str, expected: str) -> None:
    assert cleaned(text) == expected
    assert cleaned(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: le web,la\n---\n\nUn mot.\n",
        "```\nle web,la\n```\n",
        "    le web,la\n",
        "Voir `le web,la`.",
        '[x]: /url "le web,la"\n',
        'Voir [le plan](/a,b "le web,la").',
        "Voir <https://a.fr/a,b>.",
        "<!-- le web,la -->\n",
        "<script>\nle web,la\n</script>\n",
        "**S**ociété, in*croy*able",
        "Un *titre* \\* et  des   espaces  \nà la fin\\\nde la ligne\n\n\n***\n",
        "* un\n+ deux\n    + trois\n\n1) quatre",
        "Setext\n---\n\n~~~md\n**a**b\n~~~\n",
    ],
)
def test_what_is_no_prose_of_markdown_stays(text: str) -> None:
    assert cleaned(text) == text


def test_marks_that_are_text_are_escaped() -> None:
    from mtrepair.types import Edit, Span

    page = read_markdown("un mot")
    assert page.laid([Edit(Span(3, 6), "*a_b*")]) == [Edit(Span(3, 6), "\\*a\\_b\\*")]


def test_a_finding_in_markdown_stands_in_the_source() -> None:
    text = "Le **rapport**et la loi."
    (finding,) = mtrepair.detect_markdown(text)
    assert (finding.code, finding.span.of(text)) == ("MT101", "rapport**et")


def test_an_edit_that_would_take_a_mark_away_is_refused() -> None:
    text = "Un texte.\n\nFacebook [Twitter](x) LinkedIn Pinterest\n"
    repair = mtrepair.clean_markdown(text, language_model=None)
    assert repair.text == text
    assert [one.finding.code for one in repair.refused] == ["MT401"]


# doors


def test_markdown_must_be_a_string() -> None:
    with pytest.raises(InputError, match="a text must be a str, not None"):
        mtrepair.clean_markdown(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a.md", "b.MARKDOWN"])
def test_the_commands_read_markdown_by_its_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Le *plan*avance vite.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["clean", "--rules-only", str(tmp_path / name)])
    assert result.stdout == "Le *plan* avance vite.\n"
    as_text = ["clean", "--rules-only", "--input", "text", str(tmp_path / name)]
    assert CliRunner().invoke(main, as_text).stdout == "Le plan avance vite.\n"


# properties

_PIECES = (
    r"** * _ ` `` [ ](a,b) ]( ) ![ [x] ~~ \ \* <b> </b> &amp; & <https://a.fr> | mot \|".split()
)
_PIECES += ["\n\n[x]: /u,v\n\n", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n# ", "\n    ", "\n```\n"]
_PIECES += ["  \n", "| a,b | c |\n|---|---|\n", "| d", " | ", "<div>\n", "<!-- a -->", "\r\n", "\t"]
_PIECES += ["---\n", "===\n", "\x00", "le web,la radio", "part"]
markdown = st.lists(st.one_of(st.sampled_from(_PIECES), texts(4))).map("".join)


def skeleton(text: str) -> str:
    """The parsed tree of Markdown without its text, white space, or alternatives of pictures."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    tags = re.findall(r"<[a-zA-Z/!][^<>]*>", html)
    return "".join(re.sub(r' alt="[^"]*"', "", tag) for tag in tags)


@settings(max_examples=200, deadline=None)
@given(markdown)
def test_nothing_found_in_markdown_means_nothing_changed(text: str) -> None:
    found = mtrepair.detect_markdown(text)
    if not any(finding.fixes for finding in found):
        assert cleaned(text) == text
    for finding in found:
        assert finding.span.of(text) == finding.text


@settings(max_examples=200, deadline=None)
@given(markdown)
def test_the_stretches_of_markdown_tile_its_text(text: str) -> None:
    read, at, done = read_markdown(text), 0, 0
    for stretch in read.stretches:
        assert stretch.at == at and done <= stretch.start <= stretch.end
        at, done = at + stretch.size, stretch.end
    assert at == len(read.text)


_PROSE = [
    "Le web,la radio",
    " ",
    "part",
    "demain",
    "**",
    "*",
    "[la loi](/a,b)",
    "\n\n",
    "\n- ",
    ". .",
    "`a,b`",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PROSE)).map("".join))
def test_whatever_is_repaired_the_tree_of_markdown_stays(text: str) -> None:
    if "<em></em>" not in skeleton(text):
        assert skeleton(cleaned(text)) == skeleton(text)


@pytest.mark.parametrize(
    "piece", ["**un** mot ", "[a](b) ", "> ", "\\*", "`a` ", "&amp;", "- un\n", "| a | b |\n", "[a"]
)
def test_reading_markdown_takes_work_as_long_as_it(piece: str) -> None:
    def work(size: int) -> int:
        counted = Work()
        text = counted.text("mot\n\n" + piece * (size // len(piece)))
        with counted.counted():
            read_markdown(text)
        return counted.total

    assert work(4000) < 2.3 * work(2000)
