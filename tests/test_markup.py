"""HTML in and out: what a reader sees is repaired, and every tag stays where it is."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts
from work import Work

import mtrepair
from mtrepair import Cleaner, Span
from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.markup import read_html
from mtrepair.markup.course import page_repairs
from mtrepair.markup.html import read_value
from mtrepair.markup.page import EMPTIES, JOINS
from mtrepair.markup.stretches import Misfit
from mtrepair.markup.tokens import attributes, html_tokens
from mtrepair.types import Edit


def cleaned(page: str) -> str:
    return mtrepair.clean_html(page, language_model=None).text


# what a reader sees


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Un  <b>mot</b>\n ici.</p>", "Un mot ici."),
        ("<p>Un</p><p>Deux", "Un\n\nDeux"),
        ("Un<br>Deux", "Un\nDeux"),
        ("<ul><li>un<li>deux</ul>", "un\n\ndeux"),
        ("<p>mot <i> suite</i></p>", "mot suite"),
        ("L&rsquo;&eacute;t&eacute; &amp;&#160;&#x41;", "L’été &\u00a0A"),
        ("&eacutee &rien; & b", "ée &rien; & b"),
        ("a<!-- le web,la -->b", "ab"),
        ("a < b et c > d", "a < b et c > d"),
        ("<script>if (a<b) {}</script><style>p {}</style>x", "x"),
        ("<head><title>T</title><meta name=x></head><p>y", "y"),
        ("<pre>le web,la</pre>fin", "fin"),
        ("XX<sup>e</sup>, mot<sup>1</sup>", "XXe, mot\ufffc"),
        ("la mer <img src=m.png alt='la mer,la'> bleue", "la mer \ufffc bleue"),
        ("<svg><text>a</text></svg> b", "\ufffc b"),
        ("Un<unknown-tag>mot</unknown-tag>", "Unmot"),
        ("<p>cut <a href='x", "cut"),
        ("<p>cut <!-- never", "cut"),
        ("a\x00b\ud800", "a\x00b\ud800"),
        ("", ""),
    ],
)
def test_the_text_is_what_a_reader_sees(page: str, text: str) -> None:
    assert read_html(page).text == text


def test_each_character_knows_its_place_in_the_source() -> None:
    page = read_html("<p>L&rsquo;<b>été</b></p><p>z</p>")
    places = [None if at is None else page.source[at] for at in page.seen.origin]
    assert places == ["L", "&", "é", "t", "é", None, None, "z"]


def test_tokens_tile_the_source() -> None:
    tags = "<p a=\"x>y\" b='>' c=d/>a < b</p x><!-- a > b -->"
    source = tags + '<!doctype html></ x><script>"</b>"</script>'
    tokens = list(html_tokens(source))
    assert "".join(source[token.start : token.end] for token in tokens) == source
    assert [token.kind for token in tokens] == [
        *("open", "text", "close", "other", "other", "other", "other")
    ]


def test_attributes_are_read_as_they_are_written() -> None:
    source = "<a HREF='x y' title=\"a>b\" hidden lang = fr>"
    (token,) = html_tokens(source)
    assert attributes(source, token) == {
        "href": "x y",
        "title": "a>b",
        "hidden": "",
        "lang": "fr",
    }


# what is repaired


@pytest.mark.parametrize(
    ("page", "mended"),
    [
        ("<p>Il part<b>demain</b>.</p>", "<p>Il part <b>demain</b>.</p>"),
        (
            '<p>Il va de l’avant<a href="/a">malgré la demande</a>malgré tout.</p>',
            '<p>Il va de l’avant <a href="/a">malgré la demande</a> malgré tout.</p>',
        ),
        ("<p>Il nage dans<b>l’eau</b>.</p>", "<p>Il nage dans <b>l’eau</b>.</p>"),
        ("<p>Chez <b>Jacques</b>Chirac.</p>", "<p>Chez <b>Jacques</b> Chirac.</p>"),
        ("<p>C’est une famille<b>Dominati</b>.</p>", "<p>C’est une famille <b>Dominati</b>.</p>"),
        ("<p>Selon le<a>CNDD</a>ou lui.</p>", "<p>Selon le <a>CNDD</a> ou lui.</p>"),
        ("<p>Mary <b>McAleese</b>et lui.</p>", "<p>Mary <b>McAleese</b> et lui.</p>"),
        ("<p>Il y a trop de<b>ballons</b>.</p>", "<p>Il y a trop de <b>ballons</b>.</p>"),
        ("<p>Le web,<a>la radio</a>.</p>", "<p>Le web, <a>la radio</a>.</p>"),
        ("<p>Il a dit à Chirac,<i>secondé</i>.</p>", "<p>Il a dit à Chirac, <i>secondé</i>.</p>"),
        (
            "<p>Il part en <b>juin...</b>Une réunion.</p>",
            "<p>Il part en <b>juin...</b> Une réunion.</p>",
        ),
        ("<p>Selon M.<b>Zqvist</b>, oui.</p>", "<p>Selon M. <b>Zqvist</b>, oui.</p>"),
        ("<p>Le maire a <b>a dit</b> oui.</p>", "<p>Le maire a <b>dit</b> oui.</p>"),
        ("<p>Il y a <b>aucun</b> signe.</p>", "<p>Il n’y a <b>aucun</b> signe.</p>"),
        ("<p>Le vote a lieu <i>lundi</i>. .</p>", "<p>Le vote a lieu <i>lundi</i>.</p>"),
        ("<p>La <b>Maison</b>Blanche.</p>", "<p>La <b>Maison</b> Blanche.</p>"),
        ("<p>Il va de<b>Vienne</b> à Rome.</p>", "<p>Il va de <b>Vienne</b> à Rome.</p>"),
        (
            "<p>Un plan<b>B</b> pour <i>Ken</i>Adam.</p>",
            "<p>Un plan <b>B</b> pour <i>Ken</i> Adam.</p>",
        ),
        ("<p>La conférence<b>FWD50</b>.</p>", "<p>La conférence <b>FWD50</b>.</p>"),
        ("<p>Il passe par<b>le pont neuf</b>.</p>", "<p>Il passe par <b>le pont neuf</b>.</p>"),
        ("<p>Le web&#44;la radio.</p>", "<p>Le web&#44; la radio.</p>"),
    ],
)
def test_what_a_reader_sees_is_repaired_outside_the_tags(page: str, mended: str) -> None:
    assert cleaned(page) == mended


@pytest.mark.parametrize(
    "page",
    [
        "<p>C’est in<i>croyable</i>, dit la <b>S</b>ociété.</p>",
        "<p>C’est in<b>croy</b>able.</p>",
        "<p>L’élu(e)<b>s</b> part sur Node.<i>js</i>, aux U.S.<b>A</b> et chez Yahoo!<b>7</b>.</p>",
        "<p><span class=drop>L</span>e maire parle d’H<sub>2</sub>O au XX<sup>e</sup> siècle.</p>",
        "<p>Un mot<sup>1</sup>, puis un autre.</p>",
        "<p>Sur <b>You</b>Tube, chez Mc<b>Donald</b>, dans Open<i>News</i> et mes CD<i>s</i>.</p>",
        "<p>Il a <b>sur</b>réagi, <i>re</i>construit et par<b>l</b>é d’<i>anti</i>matière.</p>",
        "<p>Il par<b>le</b> bien, <i>re</i>faire, im<b>possible</b> <b>S</b>ur le mur.</p>",
        "<ul><li><a>Accueil</a><a>Monde</a></ul>",
        "<p><span>Publié</span><span>le 12 mars</span></p>",
        "<script>f(le web,la)</script><style>a,b{}</style><textarea>le web,la</textarea>",
        "<p>Le code <code>le web,la</code> et <kbd>web,la</kbd>.</p>",
        "<p translate=no>Le web,la radio.</p>",
        '<p class="a notranslate">Le web,la <b>radio,la</b> mer.</p>',
        "<p lang=en>The man,who left.</p>",
        "<p>Un  <b>mot </b> ici.\r\n  Et\tlà.</p>",
        "<nav><a>Le web,la radio</a></nav>",
        "<p class='le web,la' data-x='web,la'>Oui.</p><!-- le web,la -->",
        "<p title=web,la>Oui.</p><code title='le web,la radio'>x</code>",
        "<img alt='Facebook'><img alt='Facebook'><meta name=keywords content='web,la radio'>",
        "<p>Oui.<a href='le web,la",
    ],
)
def test_what_is_no_damage_comes_back_byte_for_byte(page: str) -> None:
    assert cleaned(page) == page


def test_the_page_may_say_that_it_is_english_where_its_text_is_not() -> None:
    page = "<html lang=en><body><p>Le web,la radio.</p>"
    assert cleaned(page) == page.replace(",", ", ")


@pytest.mark.parametrize("what", ["", " MT103", " MT1", " missing-space", " MT5, MT103"])
def test_a_comment_switches_codes_off_and_on(what: str) -> None:
    off, on = f"<!-- mtrepair: off{what} -->", "<!-- mtrepair: on -->"
    page = f"<p>Un mot,la fin.</p>{off}<p>Le web,la radio.</p>{on}<p>Le nom,la fin.</p>"
    assert cleaned(page) == page.replace("mot,", "mot, ").replace("nom,", "nom, ")
    assert len(mtrepair.detect_html(page)) == 2


def test_other_codes_stay_on() -> None:
    page = "<!-- mtrepair: off MT202 --><p>Le web,la radio.</p>"
    assert cleaned(page) == page.replace("web,", "web, ")


def test_french_within_a_foreign_passage_is_read() -> None:
    page = "<div lang=en>The man,he <q lang=fr>le web,la radio</q></div>"
    assert cleaned(page) == page.replace("web,", "web, ")


def test_a_word_that_moves_leaves_its_tag_around_the_other() -> None:
    page = "<p>Le débat porte sur le <a href=x>nucléaire</a> programme.</p>"
    mended = "<p>Le débat porte sur le programme <a href=x>nucléaire</a>.</p>"
    assert mtrepair.clean_html(page).text == mended


@pytest.mark.parametrize(
    "tag",
    [
        "<img src='web,la' alt='Le web,la radio'>",
        '<p>Un <a title="Le web,la radio" href="web,la">mot</a>.</p>',
        "<head><meta name=description content='Le web,la radio'></head>",
        '<head><meta content="Le web,la radio" property="og:title"></head>',
    ],
)
def test_an_attribute_that_is_read_is_a_text_of_its_own(tag: str) -> None:
    assert cleaned(tag) == tag.replace("Le web,", "Le web, ")
    (finding,) = mtrepair.detect_html(tag)
    assert finding.span.of(tag) == ",la"


def test_a_quotation_mark_does_not_close_an_attribute() -> None:
    assert read_value("a b").laid([Edit(Span(1, 2), "\"'")]) == [Edit(Span(1, 2), "&quot;&#39;")]


def test_attributes_and_text_of_several_pages_keep_apart() -> None:
    pages = ["<p>Un mot,la fin.<img alt='Le web,la radio'>", "<p>Oui.", "<img alt='Le nom,la fin'>"]
    house = Cleaner(markup="html", language_model=None)
    wanted = [page.replace(",", ", ") for page in pages]
    assert [repair.text for repair in house.clean_many(pages)] == wanted
    repairs = page_repairs(pages, house.terms())
    assert [repair.text for repair in repairs] == wanted


def test_the_border_is_told_in_the_message() -> None:
    (finding,) = mtrepair.detect_html("<p>Il part<b>demain</b>.</p>")
    assert finding.message == "a tag stands between “part” and “demain”, but no space"
    assert (finding.code, finding.text) == ("MT101", "part<b>demain")


def test_a_finding_and_its_fix_stand_in_the_source() -> None:
    page = "<p>L&rsquo;accord &amp; le web,la radio.</p>"
    (finding,) = mtrepair.detect_html(page)
    assert finding.span.of(page) == finding.text == ",la"
    assert finding.fixes[0].edits == (Edit(Span(31, 31), " "),)
    assert page[:31].endswith("web,")


def test_what_is_written_is_escaped() -> None:
    page = read_html("<p>a b</p>")
    assert page.laid([Edit(Span(1, 2), "<&")]) == [Edit(Span(4, 5), "&lt;&amp;")]


def test_a_space_that_does_not_break_is_written_as_the_page_writes_it() -> None:
    page = read_html("<p>un&nbsp;: a</p>")
    assert page.laid([Edit(Span(4, 4), "\u00a0")]) == [Edit(Span(12, 12), "&nbsp;")]


def test_the_headline_is_the_first_h1() -> None:
    page = read_html("<p>Menu</p><h1>Un <i>titre</i></h1><p>Texte.</p>")
    headline = page.markup.headline
    assert headline and headline.of(page.text) == "Un titre"


def test_a_headline_that_is_printed_again_goes() -> None:
    again = "La paix revient enfin dans la région"
    page = f"<p>Menu</p><h1>{again}</h1><p>{again}</p><p>Elle dure.</p>"
    assert cleaned(page) == f"<p>Menu</p><h1>{again}</h1><p></p><p>Elle dure.</p>"


TURNED = "programme nucléaire"
MOVED = [
    ("du <a>nucléaire</a> <a>programme</a>", TURNED, "du <a>programme</a> <a>nucléaire</a>"),
    ("du <a>nucléaire</a> <b>programme</b>", TURNED, "du <b>programme</b> <a>nucléaire</a>"),
    ("du <b>nucléaire</b> programme", TURNED, "du programme <b>nucléaire</b>"),
]


@pytest.mark.parametrize(("page", "new", "expected"), MOVED)
def test_a_word_that_moves_takes_its_element_along(page: str, new: str, expected: str) -> None:
    read = read_html(page)
    laid = read.laid([Edit(Span(3, len(read.text)), new)])
    assert mtrepair.apply(page, laid) == expected


def test_elements_that_move_keep_their_tags_in_a_whole_page() -> None:
    page = "<p>La réforme de l’<a href=x>Inde</a> <b>politique agricole</b> avance.</p>"
    wanted = "<p>La réforme de la <b>politique agricole</b> de l’<a href=x>Inde</a> avance.</p>"
    assert mtrepair.clean_html(page).text == wanted


# what is refused


def test_no_element_loses_all_its_text() -> None:
    page = read_html("<p>un <b>deux</b> trois</p>")
    with pytest.raises(Misfit, match=EMPTIES):
        page.laid([Edit(Span(3, 7), "")])


def test_an_edit_between_two_blocks_is_refused() -> None:
    page = read_html("<p>a</p><p>b</p>")
    with pytest.raises(Misfit, match=JOINS):
        page.laid([Edit(Span(1, 3), "")])


def test_a_link_does_not_lose_all_its_text() -> None:
    page = read_html("<p>un <a href=x>deux</a> trois</p>")
    with pytest.raises(Misfit, match=EMPTIES):
        page.laid([Edit(Span(1, 10), "")])


def test_a_refused_fix_is_told_with_its_reason() -> None:
    page = "<p>Un texte.</p><p>Facebook <a href=x>Twitter</a> LinkedIn Pinterest</p>"
    repair = mtrepair.clean_html(page, language_model=None)
    assert repair.text == page
    assert [(one.finding.code, one.reasons) for one in repair.refused] == [("MT401", (EMPTIES,))]


# doors


def test_a_page_must_be_a_string() -> None:
    with pytest.raises(InputError, match="a text must be a str, not bytes"):
        mtrepair.clean_html(b"<p>")  # type: ignore[arg-type]


def test_an_unknown_markup_is_an_error() -> None:
    with pytest.raises(InputError, match="markup must be one of text, html, markdown, not 'rtf'"):
        Cleaner(markup="rtf")  # type: ignore[arg-type]


def test_many_pages_are_cleaned_by_a_house_of_pages() -> None:
    house = Cleaner(markup="html", language_model=None)
    pages = ["<p>Il part<b>demain</b>.", "<p>Oui."]
    assert [repair.text for repair in house.clean_many(pages)] == [
        "<p>Il part <b>demain</b>.",
        "<p>Oui.",
    ]
    assert [len(found) for found in house.detect_many(pages)] == [1, 0]


def test_plain_text_has_no_borders() -> None:
    assert mtrepair.detect("Il partdemain.") != mtrepair.detect_html("Il part<b>demain</b>.")
    assert not re.search("tag", " ".join(f.message for f in mtrepair.detect("Il part demain.")))


# commands


PAGE = "<p>Il part<b>demain</b>, le script <code>web,la</code> reste.</p>\n"
MENDED = PAGE.replace("part<b>", "part <b>")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a page under the names of a page, and under that of a text."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.html", "b.HTM", "c.txt"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    return tmp_path


def run(*args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, args, input=stdin)


@pytest.mark.parametrize("name", ["a.html", "b.HTM"])
def test_clean_reads_a_page_by_its_suffix(folder: Path, name: str) -> None:
    assert run("clean", "--rules-only", name).stdout == MENDED


def test_clean_reads_what_input_says(folder: Path) -> None:
    assert run("clean", "--rules-only", "--input", "html", "c.txt").stdout == MENDED
    assert run("clean", "--rules-only", "--input", "html", "-", stdin=PAGE).stdout == MENDED
    assert run("clean", "--input", "text", "--json", "a.html").stdout.count("stands between") == 0


def test_clean_finds_pages_in_folders(folder: Path) -> None:
    assert run("clean", "--rules-only", "-r", "--in-place", ".").exit_code == 0
    assert (folder / "a.html").read_text(encoding="utf-8") == MENDED
    assert (folder / "b.HTM").read_text(encoding="utf-8") == MENDED


def test_detect_tells_the_place_in_the_source(folder: Path) -> None:
    found = json.loads(run("detect", "--format", "json", "a.html").stdout)["findings"]
    assert [PAGE[one["start"] : one["end"]] for one in found] == ["part<b>demain"]


def test_an_unknown_input_is_an_error(folder: Path) -> None:
    result = run("detect", "--input", "rtf", "a.html")
    assert result.exit_code == 2
    assert "'rtf' is not one of 'text', 'html', 'markdown'" in result.stderr


# properties

_TAGS = ["<p>", "</p>", "<b>", "</b>", "<i class='a,b'>", "</i>", "</a>", "<br>"]
_TAGS += ['<a href="/a,b">', "<img alt='Le web,la radio'>", '<i title="Un mot,la &quot;fin">']
_TAGS += [
    "<div>",
    "</div>",
    "<li>",
    "<h1>",
    "</h1>",
    "<!-- a,b -->",
    "<script>a,b</script>",
    "<pre>",
]
_TAGS += [
    "</pre>",
    "<code>",
    "</code>",
    "<img src=x>",
    "<p lang=en>",
    "<sup>",
    "</sup>",
    "<td>",
    "<",
]
_TAGS += ["<a href='", "<!--", "&eacute;", "&nbsp;", "&amp;", "&", "&#65;", "&lt;b&gt;", "</table>"]
pages = st.lists(st.one_of(st.sampled_from(_TAGS), texts(6))).map("".join)


def markup_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """The tags, comments and scripts of a page, in order, without the attributes that are read."""
    found = []
    for token in html_tokens(page):
        if token.kind == "open":
            own = attributes(page, token)
            found.append((token.name, {k: v for k, v in own.items() if k not in ("alt", "title")}))
        elif token.kind != "text":
            found.append((page[token.start : token.end], {}))
    return found


@settings(max_examples=150, deadline=None)
@given(pages)
def test_whatever_is_repaired_the_tags_stay(page: str) -> None:
    repair = mtrepair.clean_html(page, language_model=None, safety="unsafe")
    assert sorted(map(str, markup_of(repair.text))) == sorted(map(str, markup_of(page)))
    assert mtrepair.apply(page, repair.edits) == repair.text
    for finding in repair.findings:
        assert finding.span.of(page) == finding.text


@settings(max_examples=100, deadline=None)
@given(pages)
def test_where_nothing_is_found_nothing_changes(page: str) -> None:
    found = mtrepair.detect_html(page)
    if not any(finding.fixes for finding in found):
        assert cleaned(page) == page


@settings(max_examples=200, deadline=None)
@given(pages)
def test_the_stretches_tile_the_text_and_tokens_the_source(page: str) -> None:
    read = read_html(page)
    at = 0
    for stretch in read.stretches:
        assert stretch.at == at and stretch.size > 0
        at += stretch.size
    assert at == len(read.text)
    assert "".join(page[t.start : t.end] for t in html_tokens(page)) == page


@settings(max_examples=100, deadline=None)
@given(pages)
def test_a_repaired_page_is_at_rest(page: str) -> None:
    once = cleaned(page)
    assert cleaned(once) == once


# size

_PIECES = [
    "<b>",
    "</b>",
    "<p>",
    "<p",
    "<a href='",
    "<!--",
    "<sup>",
    "<script>",
    "&amp;",
    "a ",
    " \n",
]
_PIECES += [
    "</",
    "<h1>",
    "<p lang=en>",
    "<svg>",
    "a=",
    "<a x=",
    "part<b>demain</b> ",
    "&a",
    "<p>Un,deux",
]


@pytest.mark.parametrize("piece", _PIECES)
def test_reading_takes_time_as_long_as_the_page(piece: str) -> None:
    def work(size: int) -> int:
        counted = Work()
        page = counted.text("<p>" + piece * (size // len(piece)))
        with counted.counted():
            read_html(page)
        return counted.total

    assert work(8000) < 2.3 * work(4000)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>Un mot,la fin.</p>",
        "<i>mot</i>mot",
        "<img alt='Le web,la radio'>",
        "a <b>a</b> ",
        "mo&shy;t,la ",
    ],
)
def test_cleaning_takes_work_as_long_as_the_page(piece: str) -> None:
    house = Cleaner(markup="html", language_model=None)

    def work(size: int) -> int:
        counted = Work()
        page = counted.text("<p>" + piece * (size // len(piece)))
        with counted.counted():
            house.clean(page)
        return counted.total

    assert work(6000) < 2.3 * work(3000)


def test_ten_thousand_levels_are_no_depth() -> None:
    page = "<div><b>" * 10_000 + "Le web,la radio." + "</b></div>" * 10_000
    assert cleaned(page) == page.replace(",", ", ")


# a border as the second witness


@pytest.mark.parametrize(
    ("page", "mended"),
    [
        (
            "<p>La situation de <a>l’Iran</a> <a>relation</a> est tendue.</p>",
            "<p>La situation de la <a>relation</a> de <a>l’Iran</a> est tendue.</p>",
        ),
        (
            "<p>La situation de l’Iran <a>relation</a> est tendue.</p>",
            "<p>La situation de la <a>relation</a> de l’Iran est tendue.</p>",
        ),
    ],
)
def test_a_border_witnesses_what_grammar_accuses(page: str, mended: str) -> None:
    assert mtrepair.clean_html(page).text == mended


@pytest.mark.parametrize(
    "page",
    [
        "<p>La situation de l’Iran relation est tendue.</p>",  # no tag, too little gain
        "<p>La situation de <a>l’Iran relation</a> est tendue.</p>",  # none between the two
        "<p>Elle a dit : « La situation de l’Iran <a>relation</a> est tendue. »</p>",
        "<p>La <a>politique</a> <a>agricole</a> de l’<a>Inde</a> et la <a>grande</a> loi.</p>",
        "<p>Le candidat de <a>la France</a> <a>insoumise</a> a gagné <a>Paris</a> <b>centre</b>.",
        "<p>L’ancien <a>premier ministre</a> <a>Dominique de Villepin</a> parle à l’<a>ONU</a>.",
    ],
)
def test_a_border_alone_witnesses_nothing(page: str) -> None:
    assert mtrepair.clean_html(page).text == page


# the sample article


EXAMPLES = Path(__file__).parent.parent / "examples"
SAMPLE = (EXAMPLES / "sample_article.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> mtrepair.Repair:
    return mtrepair.clean_html(SAMPLE)


def test_the_sample_page_is_mended_where_the_sample_text_is(sample: mtrepair.Repair) -> None:
    text = mtrepair.clean((EXAMPLES / "sample_article.txt").read_text(encoding="utf-8")).text
    # What the page alone tells: the link shows that "relation" was translated apart.
    text = text.replace("de l’Iran relation avec", "de la relation de l’Iran avec")
    shown = read_html(sample.text).text
    for paragraph in filter(None, text.split("\n\n")):
        assert " ".join(paragraph.split()) in shown


def test_the_sample_page_keeps_its_markup(sample: mtrepair.Repair) -> None:
    assert sorted(map(str, markup_of(sample.text))) == sorted(map(str, markup_of(SAMPLE)))


@pytest.mark.parametrize(
    "mended",
    [
        'va de l’avant <a href="/monde/missiles-iran">malgré la demande faite le mois dernier</a>.',
        'le programme <a href="/monde/nucleaire">nucléaire</a>',
        'la situation de la <a href="/monde/russie">relation</a> de l’Iran avec la Russie',
        '<a href="/monde/plan">« plan d’action »</a> pour l’Ukraine',
        '<a href="/monde/audit">« tableau de bord Goldman Sachs »</a> qui',
    ],
)
def test_the_links_of_the_sample_page_stay_around_their_words(
    sample: mtrepair.Repair, mended: str
) -> None:
    assert mended in sample.text
