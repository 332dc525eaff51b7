"""Whole texts in English: structure kept, facts carried over, failures tried again or told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_model import FakeModel

from mtrepair.errors import InputError, ModelError
from mtrepair.translation import Translation, Translator
from mtrepair.translation.carried import carried, missing_numbers, strange_numbers
from mtrepair.translation.faults import degenerations, faults
from mtrepair.translation.kept import is_kept
from mtrepair.translation.mangled import restored
from mtrepair.translation.marks import begun_like, ended_like, in_style, shell
from mtrepair.translation.names import lost_names, names
from mtrepair.translation.numbers import anglicised
from mtrepair.translation.pieces import halves, split
from mtrepair.translation.standins import masked


def fake(answers: Mapping[str, str | Sequence[str]] | None = None, **options: int) -> FakeModel:
    """A model that knows some answers and copies every other source."""
    known = answers or {}
    return FakeModel(lambda source: known.get(source, source), **options)


def english(text: str, answers: Mapping[str, str | Sequence[str]] | None = None) -> Translation:
    return Translator(model=fake(answers)).translate(text)


# Structure


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\n Il part.\n\n\n  Il part.  \n",
        "Il part.\r\n\r\nIl part.\r\n",
        "Rishi Sunak\r\n\r\n12\r\n",
        "a\tb",
    ],
)
def test_white_space_stays_where_it_is(text: str) -> None:
    assert english(text).text == text


def test_every_line_is_translated_on_its_own() -> None:
    answers = {"Un titre": "A headline", "Il pleut.": "It rains.", "Il neige.": "It snows."}
    text = "Un titre\n\nIl pleut. Il neige.\n- Il pleut.\n"
    assert english(text, answers).text == "A headline\n\nIt rains. It snows.\n- It rains.\n"


def test_a_wrapped_paragraph_keeps_its_number_of_lines() -> None:
    text = (
        "Le ministre de la Défense a déclaré lundi devant les députés que\n"
        "l’armée avait perdu un grand nombre de véhicules blindés au cours de\n"
        "la semaine passée et que rien ne permettait de croire à une trêve.\n"
    )
    model = FakeModel(lambda source: " ".join(f"w{i}ord"[::-1] for i in "abcdefghijklmnopqrst"))
    translation = Translator(model=model).translate(text)
    assert len(set(model.asked)) == 1
    assert translation.text.count("\n") == text.count("\n")
    assert translation.text.endswith(".\n")


def test_pairs_tile_both_texts() -> None:
    text = "Un titre\n\nIl pleut. Il neige.\n"
    translation = english(text)
    assert "".join(pair.source for pair in translation.pairs) == text
    assert "".join(pair.hypothesis for pair in translation.pairs) == translation.text
    assert all(pair.span.of(text) == pair.source for pair in translation.pairs)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Lela moutn. ,;:!?«»“”\"'’()\n\t-1234%é🙂|@#/", max_size=120))
def test_any_text_comes_back_with_its_line_ends(text: str) -> None:
    translation = english(text)
    assert translation.text.count("\n") == text.count("\n")
    assert "".join(pair.source for pair in translation.pairs) == text


def test_the_score_is_the_mean_over_tokens() -> None:
    answers = {"Il pleut.": "It rains."}
    # The fake's best hypothesis has the score -1; two words and the end are three tokens.
    assert english("Il pleut.", answers).pairs[0].score == pytest.approx(-1 / 3)


def test_what_is_copied_has_no_score() -> None:
    assert english("12 %").pairs[0].score is None


# Many texts


def test_many_texts_come_back_in_their_order() -> None:
    texts = [f"Il y a {number} chars." for number in range(700)]
    assert [t.source for t in Translator(model=fake()).translate_many(texts)] == texts


def test_many_texts_are_read_as_they_are_needed() -> None:
    read: list[int] = []

    def texts() -> object:
        for number in range(10_000):
            read.append(number)
            yield f"Il y a {number} chars."

    found = Translator(model=fake()).translate_many(texts())  # type: ignore[arg-type]
    next(iter(found))
    assert len(read) < 1000


def test_the_same_sentence_is_translated_once() -> None:
    model = fake()
    Translator(model=model).translate("Il pleut.\n\nIl pleut.")
    assert model.asked == ["Il pleut."]


def test_an_option_out_of_range_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="must be at least 1, not 0 and 60"):
        Translator(model=fake(), beam_size=0).translate_many(["a"])


def test_bytes_are_refused() -> None:
    with pytest.raises(InputError, match="a text must be a str, not bytes; decode"):
        Translator(model=fake()).translate(b"abc")  # type: ignore[arg-type]


def test_accents_apart_from_their_letters_are_read_with_them() -> None:
    model = fake()
    translation = Translator(model=model).translate("Il a e\u0301te\u0301 la\u0300.")
    assert model.asked == ["Il a été là."]
    assert translation.pairs[0].source == "Il a e\u0301te\u0301 la\u0300."


def test_a_folder_may_stand_for_a_model(tiny_folder: Path) -> None:
    assert (
        Translator(model=tiny_folder, max_tokens=20).translate("Il pleut à Paris.").pairs[0].score
        is not None
    )


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        Translator(model=tmp_path / "none").translate("Il pleut.")


# What is not translated


def test_a_text_in_english_comes_back_and_says_so() -> None:
    text = "The minister spoke on Monday.\n\nHe said that « it » was 4 500."
    translation = english(text)
    assert translation.text == text
    assert translation.notes == ("already in English, returned as it is",)


def test_an_english_line_among_french_ones_comes_back() -> None:
    text = "Le ministre a parlé lundi devant les députés.\n\nLeave a Comment\n"
    model = fake()
    translation = Translator(model=model).translate(text)
    assert model.asked == ["Le ministre a parlé lundi devant les députés."]
    assert translation.pairs[-1].notes == ("already in English, returned as it is",)
    assert translation.notes == ()


@pytest.mark.parametrize("text", ["🙂🙂🙂", "👩‍👩‍👧 🇫🇷", "***", "Москва", "日本語です"])
def test_what_has_no_latin_letters_comes_back(text: str) -> None:
    model = fake()
    assert Translator(model=model).translate(text).text == text
    assert model.asked == []


@pytest.mark.parametrize("text", ["Rishi Sunak", "LinkedIn", "12 %", "Paris"])
def test_names_and_numbers_alone_are_kept(text: str) -> None:
    assert is_kept(text)


@pytest.mark.parametrize("text", ["Londres", "Il part", "Comment"])
def test_a_name_with_an_english_form_is_not_kept(text: str) -> None:
    assert not is_kept(text)


# Addresses, handles, placeholders, symbols


def test_an_address_travels_behind_a_name() -> None:
    answers = {"Voir Madrid pour plus.": "See Madrid for more."}
    text = "Voir https://exemple.fr/a?b=2,3 pour plus."
    assert english(text, answers).text == "See https://exemple.fr/a?b=2,3 for more."


def test_an_address_that_the_model_loses_is_put_between_the_parts() -> None:
    answers = {"Voir Madrid pour plus.": "See more.", "Voir": "See", "pour plus.": "for more."}
    text = "Voir https://exemple.fr/a pour plus."
    assert english(text, answers).text == "See https://exemple.fr/a for more."


def test_an_address_that_the_model_writes_twice_is_put_between_the_parts() -> None:
    answers = {
        "Voir Madrid pour plus.": "Madrid, Madrid.",
        "Voir": "See",
        "pour plus.": "for more.",
    }
    text = "Voir https://exemple.fr/a pour plus."
    assert english(text, answers).text == "See https://exemple.fr/a for more."


def test_handles_and_placeholders_travel_too() -> None:
    answers = {"Madrid et Berlin saluent Paris.": "Madrid and Berlin greet Paris."}
    text = "@lemonde et {nom} saluent contact@exemple.fr."
    assert english(text, answers).text == "@lemonde and {nom} greet contact@exemple.fr."


def test_a_name_of_the_text_itself_stands_in_for_nothing() -> None:
    answers = {"Berlin et Madrid.": "Berlin and Madrid."}
    assert english("www.exemple.fr et Madrid.", answers).text == "www.exemple.fr and Madrid."


def test_more_addresses_than_stand_ins_are_copied_as_they_are() -> None:
    text = " et ".join(f"@compte{letter}" for letter in "abcdefgh")
    assert english(text).text == text


def test_symbols_inside_a_sentence_stay_between_its_parts() -> None:
    answers = {"Il pleut": "It rains", "et il vente.": "and it blows."}
    assert english("Il pleut 🌧️ et il vente.", answers).text == "It rains 🌧️ and it blows."


def test_a_headline_and_its_section_are_two_texts() -> None:
    answers = {"La guerre": "The war", "Russie": "Russia"}
    assert english("La guerre |  Russie", answers).text == "The war |  Russia"


# Shell and marks


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("- Il part", "Il part"),
        ("1. Il part", "Il part"),
        ("# Il part", "Il part"),
        ("🙂 Il part 👍", "Il part"),
        ("« Il part. »", "Il part."),
        ("« Il part ».", "Il part"),
        ("“Il part.", "Il part."),
        ("Il part.”", "Il part."),
        ("(Il part)", "Il part"),
        ('"Il part."', "Il part."),
        ("« Oui », dit-il, « non »", "« Oui », dit-il, « non »"),
        ("« Oui », dit-il.", "« Oui », dit-il."),
        ("Il dit « oui ».", "Il dit « oui »."),
        ("(Oui) ou (non)", "(Oui) ou (non)"),
        ("-5 degrés", "-5 degrés"),
        ("+12 % en un an", "+12 % en un an"),
        ("2023 commence", "2023 commence"),
        ("", ""),
    ],
)
def test_the_shell_is_what_stands_around_a_sentence(text: str, core: str) -> None:
    found = shell(text)
    assert found.core == core
    assert found.before + found.core + found.after == text


def test_guillemets_become_english_quotes() -> None:
    answers = {"Il dit « oui ».": 'He says "yes".'}
    assert english("Il dit « oui ».", answers).text == "He says “yes”."


def test_a_quotation_over_two_sentences_keeps_both_marks() -> None:
    answers = {"Il pleut.": "It rains.", "Il neige.": "It snows."}
    assert english("« Il pleut. Il neige. »", answers).text == "“It rains. It snows.”"


def test_straight_quotes_stay_straight() -> None:
    answers = {'Il dit "oui" hier.': 'He said "yes" yesterday.'}
    assert english('Il dit "oui" hier.', answers).text == 'He said "yes" yesterday.'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«\u00a0Non\u00a0!\u00a0»", "“Non!”"),
        ('Il dit "oui" et ("non")', "Il dit “oui” et (“non”)"),
        ("l'un ; l'autre", "l’un; l’autre"),
        ("voir https://exemple.fr/l'un", "voir https://exemple.fr/l'un"),
    ],
)
def test_marks_are_set_as_english_sets_them(text: str, expected: str) -> None:
    assert in_style(text) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Un titre", "A headline.", "A headline"),
        ("Il part.", "He leaves", "He leaves."),
        ("Part-il ?", "Does he leave.", "Does he leave?"),
        ("Il part\u00a0;", "He leaves.", "He leaves;"),
        ("Il part…", "He leaves...", "He leaves…"),
        ("Il dit « oui ».", 'He says "yes."', 'He says "yes."'),
        ("Il dit « oui ».", "He says 'yes.'", "He says 'yes.'"),
        ("Il vit aux États-Unis", "He lives in the U.S.", "He lives in the U.S."),
        ("Il vit aux États-Unis.", "He lives in the U.S.", "He lives in the U.S."),
    ],
)
def test_the_last_mark_is_that_of_the_source(source: str, hypothesis: str, expected: str) -> None:
    assert ended_like(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Il part", "he leaves", "He leaves"),
        ("mais il part", "But he leaves", "but he leaves"),
        ("lundi", "Monday", "Monday"),
        ("je pars", "I leave", "I leave"),
        ("la Russie part", "Russia leaves", "Russia leaves"),
        ("300 drones", "300 drones", "300 drones"),
    ],
)
def test_the_first_letter_is_as_the_source_has_it(
    source: str, hypothesis: str, expected: str
) -> None:
    assert begun_like(source, hypothesis) == expected


def test_capitals_throughout_are_read_as_words() -> None:
    answers = {"La crise du gaz": "The gas crisis"}
    assert english("LA CRISE DU GAZ", answers).text == "THE GAS CRISIS"


# Numbers


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("2,3", "2.3"),
        ("4 500", "4,500"),
        ("4\u00a0500", "4,500"),
        ("1\u202f234\u202f567,89", "1,234,567.89"),
        ("100 000", "100,000"),
        ("1.200.000", "1,200,000"),
        ("100,000", "100,000"),
        ("3,158 agressions", "3,158 agressions"),
        ("17,280 milliards", "17.280 milliards"),
        ("0,125", "0.125"),
        ("3,482%", "3.482%"),
        ("17H00", "17:00"),
        ("2.500", "2,500"),
        ("1.983,73", "1,983.73"),
        ("2:04:26", "2:04:26"),
        ("20h", "20h"),
        ("2023", "2023"),
        ("12 %", "12%"),
        ("17h40", "17:40"),
        ("9 h 05", "9:05"),
        ("3.11.2", "3.11.2"),
        ("192.168.0.1", "192.168.0.1"),
        ("24/02/2022", "24/02/2022"),
        ("007", "007"),
        ("en 2020 300 drones", "en 2020 300 drones"),
        ("A320", "A320"),
    ],
)
def test_a_french_number_in_english_form(french: str, expected: str) -> None:
    assert anglicised(french) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("2,3 milliards de livres", "2,3 billion pounds", "2.3 billion pounds"),
        ("2,3 milliards de livres", "2.3 million pounds", "2.3 billion pounds"),
        ("2,3 milliards de livres", "2.3 thousand million pounds", "2.3 billion pounds"),
        ("3 millions", "3 billion", "3 million"),
        ("4 500 chars", "4 500 tanks", "4,500 tanks"),
        ("4 500 chars", "4500 tanks", "4,500 tanks"),
        ("4 500 chars", "4.500 tanks", "4,500 tanks"),
        ("12 % des voix", "12 % of the votes", "12% of the votes"),
        ("à 17h40", "at 17h40", "at 17:40"),
        ("à 17h40", "at 5.40 p.m.", "at 5.40 p.m."),
        ("300 drones", "330 drones", "300 drones"),
        ("300 drones et deux chars", "2 tanks and drones", "2 tanks and drones"),
        ("35 et 36 chars", "12 and 13 tanks", "12 and 13 tanks"),
        ("le 24 février 2022", "on 24 February 2022", "on 24 February 2022"),
        ("le 24 février 2022", "on February 24, 2022", "on February 24, 2022"),
        ("1,5 contre 15", "1.5 against 15", "1.5 against 15"),
        ("15 contre 1,5", "15 against 1,5", "15 against 1.5"),
        ("1040 km", "1,040 km", "1,040 km"),
        ("10 000 soldats", "10 thousand soldiers", "10 thousand soldiers"),
        ("2.500 morts", "2.500 dead", "2,500 dead"),
        ("à 20h", "at 20h", "at 20h"),
    ],
)
def test_numbers_are_carried_over(source: str, hypothesis: str, expected: str) -> None:
    assert carried(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "missing"),
    [
        ("140 avions", "aircraft", ["140"]),
        ("8 avions", "eight aircraft", []),
        ("le 1er mai", "the first of May", []),
        ("100 000 morts", "a hundred thousand dead", []),
        ("5 et 5", "5 times", []),
        ("le défi n°1", "challenge no. 1", []),
        ("à 20h", "at 8 p.m.", []),
        ("à 20h", "at 20:00", []),
        ("à 20h", "in the evening", ["20h"]),
        ("à 18 heures", "at 6 p.m.", []),
        ("48 heures", "48 hours", []),
        ("à 23 heures 30", "at 23:30", []),
        ("39 ans", "thirty-nine years", []),
        ("les années 70", "the seventies", []),
        ("à 15:05", "at 3:05 pm", []),
        ("en 2:07:48", "in 2:07:48", []),
    ],
)
def test_missing_numbers_are_found(source: str, hypothesis: str, missing: list[str]) -> None:
    assert missing_numbers(source, hypothesis) == missing


@pytest.mark.parametrize(
    ("source", "hypothesis", "strange"),
    [
        ("des avions", "140 aircraft", ["140"]),
        ("deux avions", "2 aircraft", []),
        ("le XXIe siècle", "the 21st century", []),
        ("vingt-cinq ans", "25 years", []),
    ],
)
def test_numbers_out_of_nowhere_are_found(source: str, hypothesis: str, strange: list[str]) -> None:
    assert strange_numbers(source, hypothesis) == strange


def test_the_hypothesis_with_the_number_is_taken_before_a_likelier_one() -> None:
    answers = {"Il a 35 chars.": ["He has tanks.", "He has 35 tanks.", "He has 53 tanks."]}
    assert english("Il a 35 chars.", answers).text == "He has 35 tanks."


def test_a_number_that_no_hypothesis_has_is_told() -> None:
    found = Translator(model=FakeModel(lambda source: "He has tanks.")).translate("Il a 35 chars.")
    assert found.pairs[0].notes == ("35 is missing",)


def test_a_number_that_the_model_loses_travels_behind_a_digit() -> None:
    answers = {"Il a 4 500 chars.": "He has tanks.", "Il a 8 chars.": "He has 8 tanks."}
    assert english("Il a 4 500 chars.", answers).text == "He has 4,500 tanks."


def test_the_scale_of_a_number_behind_a_digit_is_its_own() -> None:
    answers = {"Il a 2,3 milliards.": "He has money.", "Il a 8 milliards.": "He has 8 million."}
    assert english("Il a 2,3 milliards.", answers).text == "He has 2.3 billion."


def test_a_digit_that_the_model_writes_twice_is_not_used() -> None:
    answers = {"Il a 4 500 chars.": "He has tanks.", "Il a 8 chars.": "He has 8 or 8 tanks."}
    parts = {"Il a 4 500": "He has", "chars.": "tanks."}
    assert english("Il a 4 500 chars.", answers | parts).text == "He has tanks."


def test_a_number_that_is_lost_twice_is_looked_for_in_parts() -> None:
    text = "Il pleut fort hier, mais il a 35 chars."
    answers = {text: "It rained.", "Il pleut fort hier,": "It rained hard yesterday,"}
    answers |= {"Il pleut fort hier, mais il a 8 chars.": "It rained."}
    answers |= {"mais il a 35 chars.": "but he has 35 tanks."}
    assert english(text, answers).text == "It rained hard yesterday, but he has 35 tanks."


def test_an_ordinal_has_no_stand_in() -> None:
    assert masked("la 21e fois", facts=True).meanings == {}


def test_a_name_that_the_model_loses_travels_behind_another() -> None:
    answers = {"Hier, Rishi Sunak a parlé.": "He spoke.", "Hier, Madrid a parlé.": "Madrid spoke."}
    assert english("Hier, Rishi Sunak a parlé.", answers).text == "Rishi Sunak spoke."


def test_a_stand_in_after_an_apostrophe_begins_with_a_vowel() -> None:
    assert masked("les missiles d’Iskandar", facts=True).text == "les missiles d’Europe"


def test_a_model_that_loses_nothing_is_asked_once() -> None:
    model = fake({"Hier, Sunak avait 35 chars.": "Sunak had 35 tanks yesterday."})
    Translator(model=model).translate("Hier, Sunak avait 35 chars.")
    assert len(model.asked) == 1


# Names


def test_names_are_capitals_inside_a_sentence() -> None:
    assert names("Hier, l’Iran et Sunak ont vu le ministre.") == ("Iran", "Sunak")


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("selon Sunak", "according to Sunack", "according to Sunak"),
        ("les amis de Sunak", "Sunack's friends", "Sunak's friends"),
        ("à Moscou", "in Moscow", "in Moscow"),
        ("selon Sunak", "according to Sunday", "according to Sunday"),
        ("selon Sunak", "according to Sunak and Bunak", "according to Sunak and Bunak"),
        ("selon Sunak", "according to Zelensky", "according to Zelensky"),
        ("selon Jagr", "according to Jágr", "according to Jágr"),
        ("au Groenland", "in Greenlandic waters", "in Greenlandic waters"),
    ],
)
def test_a_mangled_name_is_put_back(source: str, hypothesis: str, expected: str) -> None:
    assert restored(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "lost"),
    [
        ("selon Sunak", "according to him", ["Sunak"]),
        ("selon Sunak", "Sunak says", []),
        ("à Londres", "in London", []),
        ("à Téhéran", "in Tehran", []),
        ("en Moravie", "in Moravia", []),
    ],
)
def test_a_name_that_is_gone_is_found(source: str, hypothesis: str, lost: list[str]) -> None:
    assert lost_names(source, hypothesis) == lost


# Long sentences


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il a plu, hier ; il fait beau, là.", ["Il a plu, hier ; ", "il fait beau, là."]),
        ("Il a plu fort : la Seine, haute, monte", ["Il a plu fort : ", "la Seine, haute, monte"]),
        ("Il pleut, fort, mais il part, là, vite", ["Il pleut, fort, ", "mais il part, là, vite"]),
        ("Il pleut fort là, la Seine monte", ["Il pleut fort là, ", "la Seine monte"]),
        ("Il pleut fort et la Seine monte", ["Il pleut fort ", "et la Seine monte"]),
        ("un deux trois quatre", ["un deux ", "trois quatre"]),
        ("mot", ["mot"]),
        ("a" * 100, ["a" * 50, "a" * 50]),
    ],
)
def test_a_sentence_is_cut_at_the_best_place(text: str, expected: list[str]) -> None:
    assert halves(text) == expected


def test_no_cut_falls_inside_an_address() -> None:
    text = "Il écrit à `un deux trois quatre cinq six` hier"
    assert all("`" not in half or half.count("`") == 2 for half in halves(text))


@pytest.mark.parametrize("number", ["4 500", "+33 6 12 34 56 78", "17 h 40", "deux cent mille"])
def test_no_cut_falls_inside_a_number(number: str) -> None:
    assert any(number in half for half in halves(f"Il a {number} ici"))


def test_pieces_are_short_enough_and_tile_the_sentence() -> None:
    text = "Il a plu, il a neigé, il a venté ; " * 20
    pieces = split(text, 12, words)
    assert "".join(pieces) == text
    assert max(words(pieces)) <= 12


def test_a_long_sentence_is_joined_without_marks_of_its_pieces() -> None:
    answers = {"Il pleut fort,": "It rains hard.", "mais il part vite.": "But he leaves fast."}
    text = "Il pleut fort, mais il part vite."
    found = Translator(model=fake(answers), max_tokens=5).translate(text)
    assert found.text == "It rains hard, but he leaves fast."


def test_a_sentence_of_a_hundred_thousand_characters_is_translated() -> None:
    text = ("le chat dort et " * 6250)[:100_000]
    model = fake()
    assert len(Translator(model=model).translate(text).text.split()) == len(text.split())
    assert len(model.asked) < 2 * 100_000 / 60


def test_a_word_of_a_hundred_thousand_characters_is_copied() -> None:
    model = fake()
    assert Translator(model=model).translate("a" * 100_000).text == "a" * 100_000
    assert model.asked == []


# Failures


def test_a_loop_is_tried_again_with_its_halves() -> None:
    loop = "the the the the the the"
    answers = {
        "Il pleut fort, mais il part vite.": loop,
        "Il pleut fort,": "It rains hard,",
        "mais il part vite.": "but he leaves fast.",
    }
    found = english("Il pleut fort, mais il part vite.", answers)
    assert found.text == "It rains hard, but he leaves fast."
    assert found.pairs[0].notes == ()


def test_what_fails_for_good_is_told() -> None:
    model = FakeModel(lambda source: "")
    found = Translator(model=model).translate("Il pleut fort, mais il part vite.")
    assert found.pairs[0].notes == ("nothing was written",)


def test_a_failing_model_is_asked_a_bounded_number_of_times() -> None:
    model = FakeModel(lambda source: "")
    Translator(model=model).translate("Il pleut fort, mais il part vite.")
    assert len(model.asked) == 4  # twice whole, and both halves


@pytest.mark.parametrize(
    ("source", "hypothesis", "message"),
    [
        ("Il pleut.", "", "nothing was written"),
        ("Il pleut.", "...", "nothing was written"),
        ("Il pleut fort.", "It is it is it is it is.", "repeats itself"),
        ("Il pleut fort.", "It rainrainrain hard.", "repeats itself"),
        ("Il pleut.", "It rains on the house and on the street and on the car.", "is too long"),
        ("Il pleut fort sur la ville et sur le fleuve depuis hier soir.", "Rain.", "is too short"),
    ],
)
def test_a_hypothesis_that_is_no_translation_is_found(
    source: str, hypothesis: str, message: str
) -> None:
    assert [fault.message for fault in degenerations(source, hypothesis)] == [message]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Non, non, non et non !", "No, no, no and no!"),
        ("Oui.", "Yes, indeed, sir."),
        ("Ha hahaha !", "Ha hahaha!"),
        ("Louis XIII part.", "Louis XIII leaves."),
        ("…", "…"),
        ("Il pleut fort sur Paris.", "It is raining hard in Paris."),
    ],
)
def test_a_translation_is_left_alone(source: str, hypothesis: str) -> None:
    assert faults(source, hypothesis) == []


# Shown


def test_json_has_the_pairs_with_their_places() -> None:
    found = english("Il pleut.", {"Il pleut.": "It rains."}).to_dict()
    pair = {"start": 0, "end": 9, "source": "Il pleut.", "hypothesis": "It rains."}
    assert found["unit"] == "codepoint"
    assert found["text"] == "It rains."
    assert {key: found["pairs"][0][key] for key in pair} == pair


def test_a_notebook_shows_both_sides_escaped() -> None:
    shown = english("A < b, dit-il.")._repr_html_()
    assert shown.count("A &lt; b, dit-il.") == 2


def test_a_page_names_what_is_doubtful() -> None:
    page = (
        Translator(model=FakeModel(lambda _: "He has tanks."))
        .translate("Il a 35 chars.")
        .to_html("article.txt")
    )
    assert "<title>article.txt</title>" in page
    assert "35 is missing" in page


@pytest.mark.parametrize(
    ("source", "answer", "english"),
    [
        ("Devant eux, Roche a parlé.", '"Roche" spoke to them".', "Roche spoke to them."),
        ("- Que fait votre groupe ?", "“What does your group do?", "- What does your group do?"),
        ("Un écran de 15 pouces.", 'A 15" screen.', 'A 15" screen.'),
        ("Il a dit « non » hier.", 'He said "no" yesterday.', "He said “no” yesterday."),
    ],
)
def test_quotation_marks_that_the_source_has_not_are_left_out(
    source: str, answer: str, english: str
) -> None:
    core = shell(source).core
    translated = Translator(model=fake({core: answer})).translate(source)
    assert translated.text == english
