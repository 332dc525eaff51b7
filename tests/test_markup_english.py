"""Pages in English: every tag stays, around the words that stand for those it was around."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_markup import pages
from tiny_model import FakeModel
from work import Work

import mtrepair
from mtrepair import Cleaner, Pipeline
from mtrepair.backends import load_model
from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.markup import read_html
from mtrepair.markup.blocks import blocks
from mtrepair.markup.english import PageTranslation, page_translations
from mtrepair.markup.tokens import attributes, html_tokens
from mtrepair.translation import Translator
from mtrepair.translation.links import word_links
from mtrepair.types import Attention


class Unlooking(FakeModel):
    """A model whose attention tells nothing: the lexicon and the order of words are left."""

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        looked = super().attention(sources, targets)
        return [
            replace(own, weights=tuple((0.0,) * len(own.source) for _ in own.target))
            for own in looked
        ]


def translated(page: str, answers: Mapping[str, str] | None = None) -> PageTranslation:
    """The page, each of its segments as the answers have it, or in capitals."""
    known = answers or {}
    model = Unlooking(lambda source: known.get(source, source.upper()))
    (translation,) = page_translations([page], Translator(model=model))
    return translation


# where tags go

# French with tags, English without, English with tags as a person would set them.
PLACED = [
    ("Un <b>accord</b> historique.", "A historic agreement.", "A historic <b>agreement</b>."),
    (
        "le programme <a>nucléaire</a> de <i>l’Iran</i>",
        "Iran’s nuclear program",
        "<i>Iran’s</i> <a>nuclear</a> program",
    ),
    (
        "Il a signé <b>un accord <i>historique</i></b> hier.",
        "He signed a historic agreement yesterday.",
        "He signed <b>a <i>historic</i> agreement</b> yesterday.",
    ),
    ("<b>Le vote a lieu lundi.</b>", "The vote is on Monday.", "<b>The vote is on Monday.</b>"),
    ("Le <b>vote</b>, puis rien", "The vote, then nothing", "The <b>vote</b>, then nothing"),
    ("Le <b>vote,</b> puis rien", "The vote, then nothing", "The <b>vote,</b> then nothing"),
    ("Il dit « <i>oui</i> » ici.", "He says “yes” here.", "He says “<i>yes</i>” here."),
    ("Il dit <i>« oui »</i> ici.", "He says “yes” here.", "He says <i>“yes”</i> here."),
    ("Le vote<sup>1</sup> a lieu.", "The vote takes place.", "The vote<sup>1</sup> takes place."),
    ("La mer <img> bleue", "The blue sea", "The blue sea <img>"),
    ("<a><img></a> La mer", "The sea", "<a><img></a> The sea"),
    ("La mer <!-- a -->", "The sea", "The sea <!-- a -->"),
    ("Un vote <b>:</b> lundi", "A vote: Monday", "A vote<b>:</b> Monday"),
    ("le <b>vote <i>de</b> lundi</i>", "Monday’s vote", "Monday’s <b><i>vote</i></b>"),
    ("Le vote</b> a lieu", "The vote takes place", "The vote</b> takes place"),
    ("Le vote <b>a lieu", "The vote takes place", "The vote <b>takes place"),
]


@pytest.mark.parametrize(("page", "english", "expected"), PLACED)
def test_a_tag_goes_around_the_words_that_stand_for_its_own(
    page: str, english: str, expected: str
) -> None:
    (block,) = blocks(read_html(page))
    assert translated(page, {block.text.rstrip("."): english, block.text: english}).text == expected


def test_links_that_are_side_by_side_do_not_overlap() -> None:
    page = "<a>le ministre</a> <a>des finances</a>"
    found = translated(page, {"le ministre des finances": "the finance minister"}).text
    assert found == "the <a>finance</a> <a>minister</a>"


def test_an_element_without_words_left_stays_empty_rather_than_being_lost() -> None:
    found = translated("<a>le</a> <b>vote</b>", {"le vote": "vote"}).text
    assert found == "<a></a><b>vote</b>"


# what stays as it is


def test_protected_elements_stay_in_the_sentence_as_they_are() -> None:
    page = 'La commande <code class="x">ls&nbsp;-l</code> de <b translate=no>Le <i>Web</i></b> va.'
    answers = {"La commande Madrid de Berlin va.": "The Madrid command of Berlin works."}
    assert translated(page, answers).text == (
        'The <code class="x">ls&nbsp;-l</code> command of <b translate=no>Le <i>Web</i></b> works.'
    )


def test_a_protected_element_that_the_model_loses_is_not_lost() -> None:
    class Deaf(FakeModel):
        def generate(self, sources, **options):  # type: ignore[no-untyped-def]
            return super().generate(["rien"] * len(sources), **options)

    (found,) = page_translations(["Le mot <code>ls</code> va."], Translator(model=Deaf()))
    assert "<code>ls</code>" in found.text


@pytest.mark.parametrize(
    "page",
    [
        "<script>le web</script>",
        "<p translate=no>Le <b>vote</b> a lieu.",
        "<pre>le vote</pre>",
        "<code>le</code> <kbd>vote</kbd>",
        "<select><option>Le vote</select>",
        "<!-- le vote --><br>",
        "12 %",
        "",
    ],
)
def test_a_page_with_nothing_to_translate_comes_back(page: str) -> None:
    assert translated(page).text == page


def test_a_page_in_english_comes_back_and_says_so() -> None:
    page = "<p>The prime <b>minister</b> said that the deal was not in the interest of us.</p>"
    found = translated(page)
    assert found.text == page
    assert found.notes == ("already in English, returned as it is",)


def test_attributes_and_the_title_are_translated_and_escaped() -> None:
    image = '<img alt="Un &quot;n&quot;">'
    page = f"<title>Le titre</title><p>Un <a href='/a' title='Le nom'>mot</a>{image}"
    answers = {"Un mot": "A word", "Le titre": "The title", "Le nom": "It's", 'Un "n"': 'A "b" & c'}
    assert translated(page, answers).text == (
        "<title>The title</title><p>A <a href='/a' title='It&#39;s'>word</a>"
        '<img alt="A &quot;b&quot; &amp; c">'
    )


def test_what_is_written_is_escaped() -> None:
    assert translated("R&amp;D &lt; Le vote", {"R&D < Le vote": "R&D < The vote"}).text == (
        "R&amp;D &lt; The vote"
    )


def test_a_placeholder_of_the_page_itself_is_none_of_ours() -> None:
    found = translated("Le {1} de <code>x</code>", {"Le Madrid de Berlin": "The Madrid of Berlin"})
    assert found.text == "The {1} of <code>x</code>"


# pairs


def test_pairs_have_their_place_in_the_page() -> None:
    page = "<p title='Le nom'>L&rsquo;<b>été</b> vient. Il <code>part</code>.</p>"
    found = translated(page)
    assert [(pair.span.of(page), pair.source) for pair in found.pairs] == [
        ("Le nom", "Le nom"),
        ("L&rsquo;<b>été</b> vient.", "L’été vient. "),
        ("Il <code>part</code>.", "Il part."),
    ]
    assert found.to_dict()["text"] == found.text


# doors


def test_a_page_is_repaired_first_unless_it_is_said_otherwise() -> None:
    model = FakeModel()
    page = "<p>Il part<b>demain</b> matin.</p>"
    pipeline = Pipeline(translation_model=model)
    assert pipeline.translate_html(page).text == "<p>IL PART <b>DEMAIN</b> MATIN.</p>"
    as_it_is = Pipeline(translation_model=model, repairs_first=False).translate_html(page)
    assert as_it_is.text == "<p>IL <b>PARTDEMAIN</b> MATIN.</p>"


def test_many_pages_are_translated_by_a_house_of_pages() -> None:
    pipeline = Pipeline(cleaner=Cleaner(markup="html"), translation_model=FakeModel())
    found = pipeline.translate_many(["<p>Un <b>mot</b>", "<i>Oui, demain"])
    assert [own.text for own in found] == ["<p>UN <b>MOT</b>", "<i>OUI, DEMAIN"]


def test_a_page_to_translate_must_be_a_string() -> None:
    with pytest.raises(InputError, match="a text must be a str, not bytes"):
        mtrepair.translate_html(b"<p>")  # type: ignore[arg-type]


def test_the_command_translates_a_page_by_its_suffix(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>Le <b>vote</b> aura lieu lundi.</p>", encoding="utf-8")
    wanted = "<p>The <b>vote</b> will take place on Monday.</p>\n"
    assert CliRunner().invoke(main, ["translate", str(page)]).stdout.strip() == wanted.strip()
    told = CliRunner().invoke(main, ["translate", "--as-is", "--json", str(page)]).stdout
    assert json.loads(told)["text"] == wanted.strip()


# properties


def names_of(page: str) -> list[str]:
    """The tags and what else is no text, without attributes that are texts, sorted."""
    found = []
    for token in html_tokens(page):
        source = page[token.start : token.end]
        if token.kind == "open":
            own = attributes(page, token)
            found.append(
                token.name + str({k: v for k, v in own.items() if k not in ("alt", "title")})
            )
        elif token.kind != "text":
            found.append(source)
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_whatever_is_translated_no_tag_is_lost(page: str) -> None:
    found = translated(page)
    assert names_of(found.text) == names_of(page)
    for pair in found.pairs:
        assert 0 <= pair.span.start <= pair.span.end <= len(page)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<a>", "</a>", "un mot ", "<br>"])))
def test_what_was_nested_well_is_nested_well(pieces: list[str]) -> None:
    page = "".join(pieces)
    if crossings(page) == 0:
        assert crossings(translated(page).text) == 0


def crossings(page: str) -> int:
    """How many closing tags close another element than the innermost."""
    stack, wrong = [], 0
    for token in html_tokens(page):
        if token.kind == "open" and token.name != "br":
            stack.append(token.name)
        elif token.kind == "close":
            wrong += not stack or stack.pop() != token.name
    return wrong + len(stack)


@pytest.mark.parametrize(
    "piece", ["<b>un</b> mot ", "<i>", "</i>", "<code>a</code> ", "<img> ", "mot "]
)
def test_finding_blocks_takes_work_as_long_as_the_page(piece: str) -> None:
    def work(size: int) -> int:
        counted = Work()
        page = read_html(counted.text("mot " + piece * (size // len(piece))))
        with counted.counted():
            list(blocks(page))
        return counted.total

    assert work(8000) < 2.3 * work(4000)


def test_a_page_of_ten_thousand_levels_is_translated() -> None:
    page = "<b>" * 10_000 + "un mot" + "</b>" * 10_000
    assert translated(page).text == page.replace("un mot", "UN MOT")


# words


def test_without_a_model_the_lexicon_tells_what_a_word_stands_for() -> None:
    (links,) = word_links(["Une grave pénurie"], ["A serious shortage"])
    assert [max(own, key=own.__getitem__) for own in links.weights] == [0, 1, 2]


def test_halves_of_characters_stop_no_model() -> None:
    page = "<p>a\ud800 <b>le vote</b></p>"
    assert "\ud800" in mtrepair.translate_html(page).text


@pytest.mark.parametrize("name", ["fr-en-base", "fr-en-small"])
def test_a_model_of_glossed_sources_looks_at_them(name: str) -> None:
    source, english = "Un accord historique.", "An historic agreement."
    (links,) = word_links([source], [english], load_model(name))
    likeliest = [max(own, key=own.__getitem__) for own in links.weights]
    assert [links.source[i].of(source) for i in likeliest] == ["Un", "historique", "accord"]
