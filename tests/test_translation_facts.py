"""What has to be in the English, by kinds: numbers in words, units, trends, negations, names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tiny_model import FakeModel

from mtrepair.translation import Translation, Translator
from mtrepair.translation.carried import carried, lost_signs, missing_numbers, strange_numbers
from mtrepair.translation.facts import with_facts
from mtrepair.translation.faults import faults
from mtrepair.translation.mangled import restored
from mtrepair.translation.measures import answered, lost_measures, measured
from mtrepair.translation.names import acronyms, lost_names, rare_names
from mtrepair.translation.negation import adds_negation, lost_negations, negations
from mtrepair.translation.numbers import anglicised, numbers
from mtrepair.translation.numerals import english_numerals, french_numerals
from mtrepair.translation.rewording import reworded
from mtrepair.translation.standins import masked
from mtrepair.translation.trends import lost_trends, trends, with_trends


def english(text: str, answers: Mapping[str, str | Sequence[str]]) -> Translation:
    """By a model that knows some answers and copies every other source."""
    return Translator(model=FakeModel(lambda source: answers.get(source, source))).translate(text)


# Numbers in words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("trois", 3),
        ("dix-sept", 17),
        ("vingt et un", 21),
        ("vingt-et-une", 21),
        ("soixante-dix-sept", 77),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("quatre-vingt-un", 81),
        ("quatre-vingt-douze", 92),
        ("quatre vingt dix neuf", 99),
        ("septante-trois", 73),
        ("huitante-cinq", 85),
        ("octante", 80),
        ("nonante-neuf", 99),
        ("cent", 100),
        ("cent un", 101),
        ("deux cents", 200),
        ("onze cents", 1100),
        ("dix-neuf cent quatorze", 1914),
        ("mille neuf cent quatre-vingt-dix-neuf", 1999),
        ("deux mille vingt-six", 2026),
        ("deux cent mille", 200_000),
        ("trois cent soixante-cinq mille deux cent onze", 365_211),
    ],
)
def test_a_french_number_in_words_has_its_value(words: str, value: int) -> None:
    assert [numeral.value for numeral in french_numerals(f"les {words} autres")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "un homme et une femme",
        "un appartement neuf",
        "les deux-roues",
        "le film Les Quatre Cents Coups",
        "cinquante pour cent"[10:],
        "le onze de France",
        "50 cents",
    ],
)
def test_what_looks_like_a_number_is_none(text: str) -> None:
    assert french_numerals(text) == ()


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("cinq sept", [5, 7]),
        ("deux ou trois", [2, 3]),
        ("trente-deux et quarante", [32, 40]),
        ("six sur treize", [6, 13]),
    ],
)
def test_numbers_beside_each_other_are_several(words: str, values: list[int]) -> None:
    assert [numeral.value for numeral in french_numerals(words)] == values


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seventy-seven", 77),
        ("ninety two", 92),
        ("a hundred and five", 105),
        ("two hundred thousand", 200_000),
        ("nineteen hundred", 1900),
        ("fifty-five thousand three hundred", 55_300),
    ],
)
def test_an_english_number_in_words_has_its_value(words: str, value: int) -> None:
    assert [numeral.value for numeral in english_numerals(words)] == [value]


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("trois morts", "three"),
        ("soixante-dix-sept morts", "seventy-seven"),
        ("deux cent mille morts", "200,000"),
        ("en mille neuf cent quatorze", "1914"),
        ("une vingtaine de morts", "about twenty"),
        ("une douzaine d’œufs", "a dozen"),
        ("une demi-douzaine d’œufs", "half a dozen"),
        ("un millier de morts", "about 1,000"),
        ("une centaine de milliers de morts", "about 100 thousand"),
        ("des milliers de morts", "thousands of"),
        ("des dizaines de milliers de morts", "tens of thousands of"),
        ("plusieurs centaines de morts", "several hundred"),
    ],
)
def test_a_number_in_words_is_written_as_english_writes_it(french: str, expected: str) -> None:
    assert [number.english for number in numbers(french)] == [expected]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("trois morts", "3 dead"),
        ("trois morts", "three dead"),
        ("les deux hommes", "both men"),
        ("deux fois", "twice"),
        ("quinze jours", "a fortnight"),
        ("deux cent mille euros", "200,000 euros"),
        ("deux cent mille euros", "200 thousand euros"),
        ("deux cent mille euros", "two hundred thousand euros"),
        ("trois millions", "3,000,000"),
        ("un million", "a million"),
        ("300 mille habitants", "300,000 inhabitants"),
        ("deux millions et demi", "2.5 million"),
        ("deux millions et demi", "two and a half million"),
        ("une vingtaine de cas", "some 20 cases"),
        ("des centaines de morts", "hundreds of dead"),
        ("la dixième fois", "the 10th time"),
        ("le 150e anniversaire", "the one hundred fiftieth anniversary"),
        ("les années 80", "the 1980s"),
        ("les années trente", "the 1930s"),
        ("aux JO-92", "at the 1992 Olympics"),
        ("dix heures et demie", "10:30"),
        ("à neuf heures moins vingt", "at 8:40"),
        ("vers 17 heures", "at five o’clock in the afternoon"),
        ("à 7h du matin", "at seven in the morning"),
        ("vers 19.00 heures", "around 7.00pm"),
        ("entre 22heures et 4h30", "from 10 pm until 4.30 am"),
        ("de 1,3% et 2%", "of 1.3 and 2.0%"),
    ],
)
def test_a_number_in_words_may_be_said_in_several_ways(source: str, hypothesis: str) -> None:
    assert missing_numbers(source, hypothesis) == []
    assert strange_numbers(source, hypothesis) == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "missing"),
    [
        ("trois morts", "the deaths", ["three"]),
        ("soixante-dix-sept morts", "67 deaths", ["seventy-seven"]),
        ("deux cent mille euros", "two euros", ["200,000"]),
        ("une vingtaine de cas", "a case", ["about twenty"]),
        ("des milliers de cas", "the cases", ["thousands of"]),
    ],
)
def test_a_number_in_words_that_is_lost_is_told(
    source: str, hypothesis: str, missing: list[str]
) -> None:
    assert missing_numbers(source, hypothesis) == missing


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("soixante-dix-sept morts", "67 dead", "seventy-seven dead"),
        ("soixante-dix-sept morts", "Fix-dix-septs dead", "seventy-seven dead"),
        ("quatre-vingt-onze ans", "four-ving-onze years", "ninety-one years"),
        ("treize ans", "1teen years", "thirteen years"),
        ("cinquante ans de paix", "a five-year peace", "a fifty-year peace"),
        ("300 drones", "thirty drones", "300 drones"),
        ("le Club des Cinq et deux amis", "the Club des Cinq and 3 friends",
         "the Club des Cinq and two friends"),
        ("150 millions de francs", "150 francs", "150 million francs"),
        ("50 Milliards de francs", "50 Milliards of francs", "50 billion of francs"),
        ("pour 24h à 37 dollars", "for 2.4h to $37", "for 24h to $37"),
        ("10 000 roupies (83 centimes)", "100,000 rupees (830 cents)", "10,000 rupees (83 cents)"),
        ("35 et 36 chars", "12 and 13 tanks", "12 and 13 tanks"),
        ("deux fois moins", "fifty percent less", "fifty percent less"),
        ("un train à 225 km/h", "a 140mph train", "a 140mph train"),
        ("trois décennies", "30 years", "30 years"),
        ("soixante-dix ans", "seven decades", "seven decades"),
        ("Telefonica O2", "Telefonica 02", "Telefonica 02"),
        ("5 milliards de dollars", "5000 million dollars", "5000 million dollars"),
        ("un milliard de dollars", "a thousand million dollars", "a thousand million dollars"),
        ("une vingtaine de cas", "200 cases", "200 cases"),
        ("trois ou quatre ans", "two or five years", "two or five years"),
        ("trois morts", "one of the dead", "one of the dead"),
    ],
)  # fmt: skip
def test_a_number_is_put_back_where_its_place_is_known(
    source: str, hypothesis: str, expected: str
) -> None:
    assert carried(source, hypothesis) == expected


def test_a_number_in_words_that_the_model_loses_travels_behind_a_digit() -> None:
    answers = {"Il y a trois morts.": "There are deaths.", "Il y a 8 morts.": "There are 8 dead."}
    assert english("Il y a trois morts.", answers).text == "There are three dead."


def test_a_stand_in_that_the_model_writes_in_words_is_one_too() -> None:
    answers = {"Il y a trois morts.": "There are deaths.", "Il y a 8 morts.": "Eight are dead."}
    assert english("Il y a trois morts.", answers).text == "Three are dead."


def test_a_crowd_travels_behind_a_digit() -> None:
    text = "Des milliers d’avions volent."
    answers = {text: "Planes fly.", "8 avions volent.": "8 planes fly."}
    assert english(text, answers).text == "Thousands of planes fly."


def test_a_digit_that_stands_in_the_text_in_words_stands_in_for_nothing() -> None:
    assert masked("huit avions, sept chars et 4 500 drones", facts=True).text == (
        "5 avions, 3 chars et 9 drones"
    )


# Thousands, minus signs, telephone numbers


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("4'512'803", "4,512,803"),
        ("4’512’803", "4,512,803"),
        ("12'450,50", "12,450.50"),
        ("12,450", "12,450"),
        ("12\u202f450", "12,450"),
        ("12\u2007450", "12,450"),
        ("5'30", "5'30"),
        ("01 23 45 67 89", "01 23 45 67 89"),
        ("01.23.45.67.89", "01.23.45.67.89"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("+41 (0)21 345 67 89", "+41 (0)21 345 67 89"),
    ],
)
def test_thousands_have_commas_and_telephone_numbers_none(french: str, expected: str) -> None:
    assert anglicised(french) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("4’512’803 femmes", "4512 803 women", "4,512,803 women"),
        ("1 200 euros", "1, 200 euros", "1,200 euros"),
        ("le 01 23 45 67 89", "01 23 45 67, 89", "01 23 45 67 89"),
        ("le +33 6 12 34 56 78", "+33, 6 12, 34 56 78", "+33 6 12 34 56 78"),
    ],
)
def test_digits_that_were_set_apart_come_together(
    source: str, hypothesis: str, expected: str
) -> None:
    assert carried(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Il fait -12 degrés", "It is 12 degrees", "It is -12 degrees"),
        ("Il fait −12 degrés", "It is 12 degrees", "It is −12 degrees"),
        ("Il fait -12 degrés", "It is - 12 degrees", "It is -12 degrees"),
        ("Il fait -12 degrés", "It is minus 12 degrees", "It is minus 12 degrees"),
        ("Il fait -12 degrés", "It is 12 degrees below", "It is 12 degrees below"),
        ("Un score de 3-1", "A score of 3-1", "A score of 3-1"),
        ("de 2020 -2021", "from 2020 to 2021", "from 2020 to 2021"),
    ],
)
def test_a_minus_stays_before_its_number(source: str, hypothesis: str, expected: str) -> None:
    assert carried(source, hypothesis) == expected
    assert lost_signs(source, expected) == []


# Units


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Versez 25 cl de lait", "Pour 25 of milk", "Pour 25 cl of milk"),
        ("Il fait 12 °C.", "It is 12.", "It is 12°C."),
        ("un vent de 40 km/h", "a wind of 40", "a wind of 40 km/h"),
        ("Il a 5 m² à lui", "He has 5 for himself", "He has 5 m² for himself"),
        ("12 % des voix", "12 of the votes", "12% of the votes"),
        ("12 pour cent des voix", "12 for cent of the votes", "12% of the votes"),
        ("douze pour cent des voix", "twelve of the votes", "twelve percent of the votes"),
        ("10 € chacun", "10 each", "€10 each"),
        ("2 milliards de livres sterling", "2 billion sterling books", "2 billion pounds"),
        ("2 milliards de livres sterling", "2 billion books of sterling", "2 billion pounds"),
        ("25 cl de lait", "25 centilitres of milk", "25 centilitres of milk"),
        ("entre 12 % et 15 %", "between 12 and 15%", "between 12 and 15%"),
        ("25 cl de lait", "25 clits of milk", "25 clits of milk"),
        ("25 cl de lait", "milk", "milk"),
    ],
)
def test_a_unit_is_put_back_where_nothing_else_may_be_one(
    source: str, hypothesis: str, expected: str
) -> None:
    assert measured(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "lost"),
    [
        ("3 cuillères à soupe", "3 tablespoons", []),
        ("3 cuillères à soupe", "3 culiters", ["tablespoons"]),
        ("40 km/h", "40 kilometres per hour", []),
        ("-12 °C", "-12 degrees", []),
        ("50X60 cm", "50X60cm", []),
        ("1 200 €", "EUR 1,200", []),
        ("5 millions de livres sterling", "5 million books", ["pounds"]),
    ],
)
def test_a_unit_that_is_lost_is_told(source: str, hypothesis: str, lost: list[str]) -> None:
    assert [m.unit.symbol.strip() for m in lost_measures(source, hypothesis)] == lost


def test_a_source_that_lost_its_unit_is_asked_with_another_of_its_kind() -> None:
    text = "Versez 3 cuillères à soupe de sucre."
    answers = {text: "Pour 3 lots.", "Versez 3 tasses de sucre.": "Pour 3 cups of sugar."}
    assert english(text, answers).text == "Pour 3 tablespoons of sugar."


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("1 cuillère à café de sel", "1 cup of salt", "1 teaspoon of salt"),
        ("2 millions de livres sterling", "2 million euros", "2 million pounds"),
        ("2 millions de livres sterling", "EUR 2 million", "£2 million"),
    ],
)
def test_an_answer_in_another_unit_gets_its_own(source: str, answer: str, expected: str) -> None:
    assert answered(source, answer) == expected


# Rises and falls


@pytest.mark.parametrize(
    ("source", "directions"),
    [
        ("en hausse de 0,35 %", ["up"]),
        ("en forte baisse de 3 points", ["down"]),
        ("une chute de 2,2 %", ["down"]),
        ("un recul attendu de 6,3 %", ["down"]),
        ("une hausse de plus de trois points et un repli de 2 %", ["up", "down"]),
        ("la chute de Rome", []),
        ("la hausse des prix", []),
    ],
)
def test_a_trend_has_a_figure(source: str, directions: list[str]) -> None:
    assert [trend.direction for trend in trends(source)] == directions


@pytest.mark.parametrize(
    ("source", "hypothesis", "lost"),
    [
        ("en hausse de 0,35 %", "up 0.35%", []),
        ("en hausse de 0,35 %", "an increase of 0.35%", []),
        ("en hausse de 0,35 %", "0.35%", ["up"]),
        ("en hausse de 0,35 %", "down 0.35%", ["up turned"]),
        ("une chute de 2,2 %", "a decline of 2.2%", []),
        ("une chute de 2,2 %", "a rise of 2.2%", ["down turned"]),
    ],
)
def test_a_trend_that_is_lost_or_turned_is_told(
    source: str, hypothesis: str, lost: list[str]
) -> None:
    assert lost_trends(source, hypothesis) == lost


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Il finit en hausse de 3 %.", "It ends 3%.", "It ends up 3%."),
        ("Une chute de 2,2 % en mai.", "A 2.2% in May.", "A 2.2% fall in May."),
        ("un recul de 0,4 point.", "a 0.4 point.", "a 0.4 point fall."),
        ("une chute de 2,2 %", "a 2.2% share", "a 2.2% share"),
        ("une chute de 2,2 %", "of 2.2%", "of 2.2%"),
        ("une chute de 2,2 %", "a rise of 2.2%", "a rise of 2.2%"),
        ("en hausse de 3 %, puis en baisse de 2 %", "3%, then 2%", "3%, then 2%"),
    ],
)
def test_a_trend_is_put_back_where_it_may_stand(
    source: str, hypothesis: str, expected: str
) -> None:
    assert with_trends(source, hypothesis) == expected


def test_the_hypothesis_with_the_trend_is_taken_before_a_likelier_one() -> None:
    text = "Les ventes ont subi une chute de 2,2 %."
    answers = {text: ["Sales had a rise of 2.2%.", "Sales had a drop of 2.2%."]}
    assert english(text, answers).text == "Sales had a drop of 2.2%."


# Negations

NEGATIONS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "negations.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
_KINDS = {"guère": {"hardly"}, "que": {"only"}, "none": set()}


@pytest.mark.parametrize("case", NEGATIONS, ids=lambda case: case["french"])
def test_a_negation_is_told_from_what_looks_like_one(case: Mapping[str, str]) -> None:
    assert negations(case["french"]) == _KINDS.get(case["kind"], {"not"})


@pytest.mark.parametrize(
    ("source", "hypothesis", "lost"),
    [
        ("Il n’est pas venu.", "He came.", ["not"]),
        ("Il n’est pas venu.", "He didn’t come.", []),
        ("Il n’est pas venu.", "He failed to come.", []),
        ("Aucun tir n’a été entendu.", "Shots were heard.", ["not"]),
        ("Sans dire un mot.", "Without a word.", []),
        ("Ni lui ni elle ne vient.", "He nor she comes.", ["not"]),
        ("Il n’a que trois ans.", "He is three.", ["only"]),
        ("Il n’a que trois ans.", "He is only three.", []),
        ("Il n’y a guère d’espoir.", "There is little hope.", []),
        ("Il n’y a guère d’espoir.", "There is not much hope.", []),
        ("Il n’y a guère d’espoir.", "There is hope.", ["hardly"]),
        ("Il n’y a guère d’espoir.", "There is a little hope.", ["hardly"]),
    ],
)
def test_a_negation_that_is_lost_is_told(source: str, hypothesis: str, lost: list[str]) -> None:
    assert lost_negations(source, hypothesis) == lost


@pytest.mark.parametrize(
    ("source", "hypothesis", "added"),
    [
        ("Il est venu hier.", "He never came yesterday.", True),
        ("Il est venu hier.", "He came yesterday.", False),
        ("Il ignore la date.", "He does not know the date.", False),
    ],
)
def test_a_negation_out_of_nowhere_is_told(source: str, hypothesis: str, added: bool) -> None:
    assert adds_negation(source, hypothesis) is added


def test_the_hypothesis_with_the_negation_is_taken_before_a_likelier_one() -> None:
    answers = {"Il ne boit jamais.": ["He drinks.", "He never drinks."]}
    assert english("Il ne boit jamais.", answers).text == "He never drinks."


def test_a_source_that_lost_its_negation_is_asked_in_other_words() -> None:
    text = "Il n’y a guère d’espoir."
    answers = {text: "There is hope.", "Il y a peu d’espoir.": "There is little hope."}
    assert english(text, answers).text == "There is little hope."


def test_a_negation_that_stays_lost_is_noted() -> None:
    pair = english("Il ne boit jamais.", {"Il ne boit jamais.": "He drinks."}).pairs[0]
    assert pair.notes == ("the negation is missing",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Il n’a guère changé.", "Il a peu changé."),
        ("Il n’est guère plus grand.", "Il n’est guère plus grand."),
        ("Ni lui ni elle n’ont ri.", "Lui et elle n’ont pas ri."),
        ("en hausse de 3 %", "avec une augmentation de 3 %"),
        ("Un recul attendu de 3 %", "Une diminution attendu de 3 %"),
        ("10 € et -12 °C", "10 euros et 12 degrés"),
        ("Il pleut.", "Il pleut."),
    ],
)
def test_a_source_is_put_in_more_frequent_words(source: str, expected: str) -> None:
    assert reworded(source) == expected


# Names


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("selon l’AFP", "says AFFP", "says AFP"),
        ("selon l’AFP et la SNCF", "says AFFP and the SNCP", "says AFP and the SNCF"),
        ("selon l’AFP", "says the US", "says the US"),
        ("selon l’ONU", "says the UN", "says the UN"),
        ("vers Irkoutsk", "to Irkutsk", "to Irkutsk"),
        ("selon Fetissov", "says Fetisov", "says Fetisov"),
        ("selon Bagapch", "says Bagapsh", "says Bagapsh"),
        ("à la Württemberg Hypo", "at Wuerttemberg Hypo", "at Wuerttemberg Hypo"),
        ("des New Yorkais", "some New Yorkers", "some New Yorkers"),
        ("la Bradford & Bingleys", "Bradford & Bingley’s", "Bradford & Bingley’s"),
        ("à Séville", "in Sevilla", "in Seville"),
        ("en Angleterre", "in Angleter", "in England"),
        ("en Angleterre", "in England and Angleter", "in England and Angleter"),
        ("à Saint-Jean-du-Bois", "in Saint-Jean-Bois", "in Saint-Jean-du-Bois"),
        ("à Saint-Jean-du-Bois", "in St. Jean of the Bois.", "in Saint-Jean-du-Bois."),
        ("à Saint-Jean-du-Bois", "in Mr Saint-Je-du-Bois", "in Mr Saint-Jean-du-Bois"),
        ("à Saint-Jean-du-Bois", "in Saint-Denis", "in Saint-Denis"),
        ("Mme Le Bris", "Mrs Bris", "Mrs Le Bris"),
        ("Mme Le Bris", "Mrs the Bris", "Mrs Le Bris"),
        ("Mme Le Bris", "Mrs Le Bris", "Mrs Le Bris"),
        ("Selon La France", "According to France", "According to France"),
        ("les tours de la Défense", "the towers of Defence", "the towers of La Défense"),
        ("le ministre de la Défense", "the Minister of Defence", "the Minister of Defence"),
        ("Le Téfécé gagne", "The Teféé wins", "The Téfécé wins"),
    ],
)
def test_a_name_is_put_back_as_the_source_has_it(
    source: str, hypothesis: str, expected: str
) -> None:
    assert restored(source, hypothesis) == expected


@pytest.mark.parametrize(
    ("source", "hypothesis", "lost"),
    [
        ("selon l’AFP", "says the CFP", ["AFP"]),
        ("selon l’AFP", "says the A.F.P.", []),
        ("selon l’ONU", "says he", []),
        ("à Saint-Jean-du-Bois", "he said", ["Saint-Jean-du-Bois"]),
        ("le parvis de la Défense", "the square of Defence", ["La Défense"]),
    ],
)
def test_a_name_that_is_lost_is_told(source: str, hypothesis: str, lost: list[str]) -> None:
    assert lost_names(source, hypothesis) == lost


def test_a_headline_in_capitals_has_no_acronyms() -> None:
    assert acronyms("LE MAIRE REND VISITE") == ()


def test_a_title_is_no_part_of_a_name() -> None:
    text = "Hier, Mme Zabrovsky a parlé."
    assert [span.of(text) for span in rare_names(text)] == ["Zabrovsky"]


def test_an_acronym_that_the_model_loses_travels_behind_a_name() -> None:
    text = "Elle a parlé à l’AFP."
    answers = {text: "She spoke.", "Elle a parlé à l’Europe.": "She spoke to Europe."}
    assert english(text, answers).text == "She spoke to AFP."


# Broken characters


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("trois élus du ČSSD", "three members of \ufffdSSD", "three members of ČSSD"),
        ("selon Vaněk", "says Van\ufffdVaněk", "says Vaněk"),
        ("10 € par an", "10 \ufffd\ufffdper year", "€10 per year"),
        ("Il a un \ufffd ici", "He has a \ufffd here", "He has a \ufffd here"),
    ],
)
def test_what_is_no_character_is_taken_out(source: str, hypothesis: str, expected: str) -> None:
    assert with_facts(source, hypothesis) == expected


# All of them together


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Les deux pays ont signé l’accord.", "Both countries have signed the agreement."),
        ("Il a perdu un demi-million d’euros.", "He lost half a million euros."),
        ("Un taux de 12 % à 15 %.", "A rate of 12 to 15 percent."),
        ("Il ne cesse de pleuvoir.", "It keeps raining."),
        ("Il n’y a pas de doute.", "There is no doubt."),
        ("Avant qu’il ne parte, il a plu.", "Before he leaves, it rained."),
        ("Sans doute est-il parti.", "He has probably left."),
        ("En hausse de 3 %, à 12 euros.", "A 3% gain, at 12 euros."),
        ("Le CAC 40 gagne 2 %.", "The CAC 40 gains 2%."),
        ("M. Le Bris vit à La Rochelle.", "Mr Le Bris lives in La Rochelle."),
    ],
)
def test_a_right_translation_has_no_faults_and_stays(source: str, hypothesis: str) -> None:
    assert with_facts(source, hypothesis) == hypothesis
    assert faults(source, hypothesis) == []


@pytest.mark.parametrize(
    ("french", "kept"),
    [
        ("Soixante-dix-sept personnes ont été arrêtées samedi soir.", ("77", "eventy-seven")),
        ("La Suisse compte 8'962'300 habitants.", ("8,962,300",)),
        ("Il fait -12 °C", ("-12",)),
        ("Le projet coûtera 2,3 milliards de livres sterling.", ("2.3 billion pounds", "£2.3")),
        ("Le chômage est en baisse de 0,2 point.", ("down", "fall", "decline", "decrease")),
        ("Mme Le Bris, maire de Saint-Jean-du-Bois, est là.", ("Saint-Jean-du-Bois",)),
        ("Appelez le 01 23 45 67 89.", ("01 23 45 67 89",)),
    ],
)
def test_the_model_that_comes_with_the_package_keeps_facts(
    french: str, kept: Sequence[str]
) -> None:
    written = Translator().translate(french).text
    assert any(own in written for own in kept), written
