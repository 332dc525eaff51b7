"""A French text against its English source: what differs is told, what only looks so is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mtrepair
from mtrepair.errors import InputError
from mtrepair.source import differences, source_findings
from mtrepair.source.sentences import english_sentences

FRENCH = (
    "Le ministre a annoncé lundi un plan de 2,3 milliards d’euros pour les hôpitaux. "
    "Selon Kowalczyk, trois cliniques de Varsovie fermeront en 2025. "
    "Les médecins n’ont pas accepté la proposition du gouvernement. "
    "La pluie a retardé le départ du train pour Londres."
)
ENGLISH = (
    "The minister announced on Monday a plan of 2.3bn euros for hospitals. "
    "According to Kowalczyk, three clinics in Warsaw will close in 2025. "
    "Doctors did not accept the government's proposal. "
    "Rain delayed the departure of the train to London."
)


def codes(french: str, english: str = ENGLISH) -> list[str]:
    return [one.code for one in differences(french, english)]


def test_a_faithful_translation_has_nothing_to_tell() -> None:
    assert codes(FRENCH) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("2,3 milliards", "3,2 milliards", "MT701"),
        ("2,3 milliards", "2,3 millions", "MT701"),
        ("milliards d’euros", "milliards de dollars", "MT701"),
        ("2025", "2035", "MT701"),
        ("trois cliniques", "quatre cliniques", "MT701"),
        ("Kowalczyk", "Dufresnoy", "MT702"),
        ("Londres", "Rome", "MT702"),
        ("n’ont pas accepté", "ont accepté", "MT705"),
        ("a retardé", "n’a pas retardé", "MT705"),
    ],
)
def test_one_change_is_found_where_it_is(before: str, after: str, code: str) -> None:
    changed = FRENCH.replace(before, after)
    (found,) = differences(changed, ENGLISH)
    place = changed.index(after)
    assert found.code == code
    assert found.span.start <= place + len(after) and found.span.end >= place
    assert found.source_span.of(ENGLISH) or code == "MT705"


def test_a_number_is_told_where_the_source_says_two_without_one() -> None:
    (found,) = differences(
        "Les dix clubs jouent lundi à Lyon.", "Both clubs play in Lyon on Monday."
    )
    assert found.message == "“dix”: the source has no such number"


def test_a_lost_sentence_is_told_by_its_english() -> None:
    (found,) = differences(
        FRENCH.replace("Les médecins n’ont pas accepté la proposition du gouvernement. ", ""),
        ENGLISH,
    )
    assert found.code == "MT703"
    assert found.source_span.of(ENGLISH).strip() == (
        "Doctors did not accept the government's proposal."
    )


def test_a_sentence_too_many_is_told() -> None:
    extra = "Le marché aux poissons ouvrira ses portes dimanche matin. "
    text = FRENCH.replace("La pluie", extra + "La pluie")
    (found,) = differences(text, ENGLISH)
    assert (found.code, found.span.of(text)) == ("MT704", extra)


def test_sentences_that_changed_places_are_no_loss() -> None:
    first, second = FRENCH.split(". ")[:2]
    moved = FRENCH.replace(f"{first}. {second}. ", f"{second}. {first}. ")
    assert codes(moved) == []


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Il a vendu 4 500 chars à 17h40.", "He sold 4,500 tanks at 5.40 p.m."),
        ("Une hausse de 12 % en 2023.", "A rise of 12 percent in 2023."),
        ("Une dizaine de blessés, deux morts.", "About ten injured, two dead."),
        ("Il a plu pendant 24 heures.", "It rained for a day."),
        ("Les deux équipes jouent lundi.", "Both teams play on Monday."),
        ("Au XIXe siècle, la ville brûla.", "In the 19th century the town burned."),
        ("Dans les années 80, elle chantait.", "In the 1980s she sang."),
        ("La tour mesure 100 mètres.", "The tower measures 328 feet."),
        ("Une femme de 43 ans est morte.", "A woman aged 43 died."),
        ("Près de 2,4 millions de voix.", "2,364,100 votes."),
        ("La moitié des élus a voté.", "50 percent of the members voted."),
        (
            "Le maire et le juge sont venus, tous trois contents.",
            "The mayor and judge came, happy.",
        ),
        ("Il a vécu six mois à Rome.", "He lived in Rome for half a year."),
        ("L’écran a 1366 x 768 pixels.", "The screen has 1366x768 pixels."),
        ("La salle 2 ouvre avec la version v 1.4.", "Room2 opens with version v1.4."),
        ("Selon la règle 412 de la norme X12.", "By the X12 412 rule of the standard."),
        ("Il part à 8:30 PM, et non à 7:15 AM.", "He leaves at 8:30 PM, not at 7:15 AM."),
        ("Il y a une quarantaine de bases.", "There are some four dozen bases."),
    ],
)
def test_the_same_number_said_otherwise_is_no_difference(french: str, english: str) -> None:
    assert codes(french, english) == []


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Le roi de Norvège arrive à Oslo.", "The Norwegian king arrives in Oslo."),
        ("Poutine a appelé Zelensky hier.", "Putin called Zelenskyy yesterday."),
        ("Le président part pour Londres.", "The president leaves for London."),
        ("Une ville des collines de Judée.", "A town in the Judean hills."),
        ("L’ONU et l’OTAN se réunissent.", "The UN and NATO meet."),
        ("Le panneau QuickMap du journal.", "The newspaper's panel of quick maps."),
        ("Signez au service des ouvertures.", "Sign at the Unlocking desk."),
        ("Le service de relecture est fermé.", "The Proofreading desk is closed."),
    ],
)
def test_a_name_in_its_french_form_is_no_difference(french: str, english: str) -> None:
    assert codes(french, english) == []


@pytest.mark.parametrize(
    ("french", "english"),
    [
        # What is denied is no answer to what denies it.
        ("Le maire a hésité à signer.", "The mayor did not hesitate to sign."),
        ("Le juge a renoncé à la réforme.", "The judge did not renounce the reform."),
        # "Not only" and its like may be told otherwise, but not word for word.
        ("Ce train est la seule option.", "This train is not the only option."),
        ("C’est la première fois que le maire gagne.", "It’s not the first time the mayor wins."),
        ("Le rapport laisse place au doute.", "The report leaves no doubt."),
    ],
)
def test_a_negation_lost_beside_a_word_that_may_deny_is_told(french: str, english: str) -> None:
    assert "MT705" in codes(french, english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Le maire aussi a gagné le prix.", "Not only the mayor won the prize."),
        (
            "Cela est arrivé souvent au maire.",
            "It’s not the first time this happened to the mayor.",
        ),
        ("Le dossier reste introuvable à Lyon.", "The file was not found in Lyon."),
        ("Il habite non loin de la mairie.", "He lives not far from the town hall."),
    ],
)
def test_what_french_says_without_a_negation_is_no_difference(french: str, english: str) -> None:
    assert "MT705" not in codes(french, english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Il a refusé de parler à la presse.", "He did not speak to the press."),
        ("C’est impossible à dire aujourd’hui.", "It is not possible to say today."),
        ("Non seulement il chante, mais il danse.", "Not only does he sing, he dances."),
        ("Il est sans doute parti hier.", "He probably left yesterday."),
        ("Personne n’est venu à la réunion.", "Nobody came to the meeting."),
        ("Il ne viendra jamais ni n’écrira.", "He will never come or write."),
        ("Le paiement sans contact progresse.", "Contactless payment is growing."),
        (
            "Il est impossible de vendre un bien sans acte.",
            "You cannot sell an asset without a deed.",
        ),
        ("Redémarrez le train en mode sans échec.", "Restart the train in safe mode."),
        ("La loi passe sans aucun effet sur vous.", "The law passes without effect on you."),
        ("Non, le maire reste à Lyon.", "No, the mayor is staying in Lyon."),
        ("Impossible d’ouvrir la porte du garage.", "Cannot open the garage door."),
        (
            "Le musée reste fermé tant que les travaux ne sont pas finis.",
            "The museum stays closed until the works are finished.",
        ),
        ("Le livre n’est pas publié à Paris.", "The book is unpublished in Paris."),
        ("Ces récits ne sont pas cohérents.", "These accounts are inconsistent."),
        ("Il n’y a plus de pain à Lyon.", "There is no longer any bread in Lyon."),
        ("Elle n’arrête pas de parler au juge.", "She keeps talking to the judge."),
        ("Le bus roule sans qu’aucun garde ne monte.", "The bus runs without any guard."),
        ("N’ouvrez pas et ne fermez pas la porte.", "Do not open or close the door."),
        ("Le maire n’a jamais rien signé hier.", "The mayor never signed anything yesterday."),
        ("Une boucle sans fin occupe le serveur.", "An endless loop keeps the server busy."),
        ("Il n’est pas exclu que le juge parte.", "The judge may leave."),
        ("Prenez le train au lieu du bus.", "Take the train, not the bus."),
        ("Je n’aime vraiment pas cette ville.", "i really dont like this town."),
        (
            "Ne donnez pas au juge de Lyon les clefs du musée et de la mairie.",
            "Don’t give the keys of the museum and the town hall to the judge of Lyon.",
        ),
    ],
)
def test_a_negation_in_other_words_is_no_difference(french: str, english: str) -> None:
    assert "MT705" not in codes(french, english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Il est difficile de croire le ministre.", "It is not difficult to believe the minister."),
        ("Le refus du maire a été annoncé.", "The mayor's refusal has not been announced."),
        ("Il veut avoir une réponse avant lundi.", "He does not want an answer before Monday."),
        ("N’importe qui parlera au juge demain.", "Anyone will not speak to the judge tomorrow."),
        ("Le juge a non plus répondu au maire.", "The judge has not answered the mayor either."),
        ("La personne a répondu au juge hier.", "The person did not answer the judge yesterday."),
        ("Le maire parlera des prix ni des impôts.", "The mayor will not discuss prices or taxes."),
    ],
)
def test_a_word_that_denies_something_else_is_no_negation(french: str, english: str) -> None:
    assert codes(french, english) == ["MT705"]


def test_of_two_negations_the_lost_one_is_told() -> None:
    french = "Le maire n’a rien dit hier soir, et le juge a parlé aux journalistes."
    english = "The mayor said nothing last night, and the judge did not speak to journalists."
    (found,) = differences(french, english)
    assert found.source_span.of(english) == "not"


def test_the_first_word_of_the_source_may_be_the_name_that_another_replaced() -> None:
    french = "Selon le ministre, Toronto aura besoin d’un nouveau programme."
    english = "Greece will need a new programme, according to the minister."
    assert codes(french, english) == ["MT702"]


def test_a_name_of_the_french_alone_is_told_in_a_loose_translation_too() -> None:
    english = "Officials expect that the factory, once it is open, will bring jobs to families."
    french = "Le groupe pourrait, par l’usine neuve de Varsovie, donner du travail à des familles."
    assert codes(french, english) == ["MT702"]
    assert codes(french.replace(" de Varsovie", ""), english) == []


def test_a_word_of_grammar_is_no_name_that_sounds_so() -> None:
    english = "An old man came out of the company by the door yesterday evening."
    french = "Un vieil homme est sorti par la porte de la société Byty hier soir."
    assert codes(french, english) == ["MT702"]


def test_a_rank_is_no_name() -> None:
    english = "She visited the grave of Sgt. David Spicer, who died in combat in July."
    french = "Elle a visité la tombe du sergent David Spicer, mort au combat en juillet."
    assert codes(french, english) == []


def test_a_place_that_ends_as_a_people_does_is_a_name() -> None:
    french = "Un homme a été arrêté hier par la police à Marseille."
    english = "A man was arrested yesterday by the police in Japan."
    (found,) = differences(french, english)
    assert found.message == "“Marseille” is “Japan” in the source"
    french = "Le ministre a reçu hier le président de l’Iran à Genève."
    english = "The minister received the Iranian president in Geneva yesterday."
    assert codes(french, english) == []


def test_a_lost_sentence_whose_words_stand_in_others_is_told() -> None:
    headline = "Government announces plan for hospitals"
    (found,) = differences(FRENCH, f"{headline}\n\n{ENGLISH}")
    assert (found.code, found.message) == ("MT703", f"a sentence is lost: “{headline}”")


def test_a_lost_paragraph_is_told_behind_a_wordy_one() -> None:
    french = (
        "En dehors de tout cela, les tramways de la capitale prennent aussi beaucoup de retard.\n\n"
        "Le maire de Lyon a promis une nouvelle gare."
    )
    english = (
        "Trams of the capital are much delayed.\n\n"
        "Snow swept across mountain roads.\n\n"
        "The mayor of Lyon promised a new station."
    )
    (found,) = differences(french, english)
    assert (found.code, found.source_span.of(english).strip()) == (
        "MT703",
        "Snow swept across mountain roads.",
    )


def test_what_stands_in_one_paragraph_may_be_one_sentence() -> None:
    french = "En dehors de cela, les tramways ont du retard, et les routes sont toutes blanches."
    english = "Trams are much delayed. Snow swept across mountain roads."
    assert codes(french, english) == []


def test_an_abbreviation_of_english_ends_no_sentence() -> None:
    text = "Even the least expensive phones (e.g. Vodafone 527, i.e. The old one) have a card."
    assert len(english_sentences(text)) == 1


def test_a_sentence_is_not_held_by_a_long_neighbour() -> None:
    french = "La société ouvrira peut-être dès la fin de cette année un premier magasin à Lyon."
    lost = "Perhaps there are better times ahead. "
    kept = "The company may well open a first shop in the city of Lyon by the end of this year."
    english = lost + kept
    (found,) = differences(french, english)
    assert (found.code, found.source_span.of(english)) == ("MT703", lost)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (
            "Validation du plan. cette étape valide un plan du maire selon la loi du pays.",
            "Plan validation. This step validates a plan of the mayor by the law of the country.",
        ),
        ("Annulez la publication du rapport déjà paru.", "Unpublish the report already out."),
        ("Vous voyagez en train ?", "Do you go by rail?"),
        ("Lisez le fichier Plan. PDF du maire de Lyon.", "Read the file Plan.pdf of Lyon's mayor."),
    ],
)
def test_what_is_said_twice_or_made_of_known_words_is_not_lost(french: str, english: str) -> None:
    assert codes(french, english) == []


def test_a_negation_without_its_ne_is_told_where_the_source_denies() -> None:
    text, english = "Le juge a guère parlé au maire.", "The judge hardly spoke to the mayor."
    assert "MT503" not in codes(text, english)  # "hardly" may be said otherwise
    text = "Le juge y croyait pas encore tout à fait."
    (found,) = differences(text, "The judge did not quite believe it yet.")
    assert (found.code, found.span.of(text)) == ("MT503", "croyait pas")


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("« Il a pas répondu », dit-elle au juge.", "“He did not answer,” she tells the judge."),
        ("Il avance pas à pas et ne parle pas.", "He goes step by step and does not talk."),
        ("Le maire n’a pas répondu au juge.", "The mayor did not answer the judge."),
        ("Le juge a rien de plus à dire.", "The judge has something else to say."),
        ("Le juge ira sans doute pas à pied.", "The judge will probably not go on foot."),
    ],
)
def test_a_whole_negation_speech_or_a_step_lacks_no_ne(french: str, english: str) -> None:
    assert "MT503" not in codes(french, english)


def test_what_a_rule_tells_as_well_is_told_once() -> None:
    text, english = "Mais il y a aucun signe de reprise.", "But there is no sign of recovery."
    assert [f.code for f in mtrepair.detect(text)] == ["MT503"]
    assert [f.code for f in mtrepair.detect(text, source=english)] == ["MT503"]


def test_a_name_that_was_taken_for_a_word_is_told() -> None:
    text = "Les juges lisent le journal dans le nuage chaque soir."
    (found,) = differences(text, "The judges read the paper in iCloud every evening.")
    assert (found.code, found.message) == ("MT602", "“nuage” is “iCloud” in the source")
    assert "MT602" not in codes("Il lit le journal dans iCloud.", "He reads the paper in iCloud.")


def test_a_time_does_not_end_a_sentence_of_the_source() -> None:
    french = "Samedi à 1 h 15 du matin, selon des témoins, le bus roulait."
    english = "At 1:15 a.m. Saturday, according to witnesses, the bus was moving."
    assert codes(french, english) == []


def test_a_sentence_that_was_cut_in_two_is_no_addition() -> None:
    french = "Au début de la guerre, ils allaient sur la mer. Mais le radar fut mis au point."
    english = "In the beginning of the war they went on the sea, but radar was developed."
    assert codes(french, english) == []


def test_words_left_in_english_are_told_by_the_source() -> None:
    text = "Les stakeholders du projet ont approuvé le plan hier."
    english = "The stakeholders of the project approved the plan yesterday."
    (found,) = differences(text, english)
    assert (found.code, found.span.of(text)) == ("MT402", "stakeholders")
    assert found.source_span.of(english) == "stakeholders"


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Le match de football a lieu lundi.", "The football match takes place on Monday."),
        ("Elle lit The Guardian chaque matin.", "She reads The Guardian every morning."),
        ("Il vit près du Callejon del Beso.", "He lives near the Callejon del Beso."),
        ("Lisez @city.pothole.list avant lundi.", "Read @city.pothole.list before Monday."),
    ],
)
def test_words_of_both_languages_and_names_are_not_left_over(french: str, english: str) -> None:
    assert "MT402" not in codes(french, english)


LONG = "The committee will publish its report on the state of the roads next week. " * 3


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        (FRENCH, "", "the source is empty"),
        (FRENCH, "  \n", "the source is empty"),
        (FRENCH, FRENCH, "the source is not in English"),
        (ENGLISH, FRENCH, "the wrong way round"),
        (ENGLISH, ENGLISH, "the text is in English"),
        (FRENCH, LONG, "that of another text"),
        (FRENCH, ENGLISH * 20, "the source is 18 times as long"),
    ],
)
def test_a_source_that_can_not_be_one_is_told_once(text: str, source: str, message: str) -> None:
    (found,) = source_findings(text, source)
    assert found.code == "MT700" and message in found.message


def test_english_full_of_names_is_english() -> None:
    text = "Annexe de la présentation de BizTalk Server : l’adaptateur SharePoint, le port SOAP."
    source = "Appendix to the BizTalk Server Overview: Microsoft SharePoint Adapter, the SOAP Port."
    assert "MT700" not in [found.code for found in source_findings(text, source)]


def test_a_source_that_is_no_text_is_an_error() -> None:
    with pytest.raises(InputError, match="the source must be a str, not bytes"):
        mtrepair.detect(FRENCH, source=b"The minister")  # type: ignore[arg-type]


def test_findings_have_their_place_in_both_texts() -> None:
    text = FRENCH.replace("2025", "2035")
    (found,) = mtrepair.detect(text, source=ENGLISH)
    assert (found.code, found.text, found.found_by) == ("MT701", "2035", "source")
    assert found.source_span is not None and found.source_span.of(ENGLISH) == "2025"
    start = ENGLISH.index("2025")
    assert found.to_dict()["source"] == {"start": start, "end": start + 4}


def test_places_count_what_was_given_and_not_what_is_read() -> None:
    text = "\ufeffIl a vendu 35\u200b chars hier."
    (found,) = source_findings(text, "He sold\u200b 53 tanks yesterday.")
    assert found.text == "35"


def test_clean_tells_what_differs_and_changes_nothing_of_it() -> None:
    text = FRENCH.replace("2025", "2035").replace("lundi un", "lundi  un")
    repair = mtrepair.clean(text, source=ENGLISH)
    assert repair.text == FRENCH.replace("2025", "2035")
    assert "MT701" in {finding.code for finding in repair.findings}
    assert repair.source == ENGLISH


def test_codes_are_chosen_and_house_words_left_alone() -> None:
    text = FRENCH.replace("2025", "2035").replace("Kowalczyk", "Dufresnoy")
    house = mtrepair.Cleaner(select=["number-changed"], language_model=None)
    assert [f.code for f in house.detect(text, source=ENGLISH)] == ["MT701"]
    house = mtrepair.Cleaner(keep=["Dufresnoy"], language_model=None)
    assert [f.code for f in house.detect(text, source=ENGLISH)] == ["MT701"]


def test_what_only_a_source_gives_away_can_not_be_selected_without_one() -> None:
    with pytest.raises(InputError, match="MT7 is found against the English source: give source=…"):
        mtrepair.detect(FRENCH, select=["MT7"])


def test_pages_are_compared_by_what_they_show() -> None:
    page = "<p>Il a vendu <b>35</b> chars hier.</p>"
    (found,) = mtrepair.detect_html(page, source_html="<p>He sold <i>53</i> tanks yesterday.</p>")
    assert found.text == "35"
    assert found.source_span is not None and found.source_span.start == len("<p>He sold <i>")


def test_the_same_texts_give_the_same_findings() -> None:
    text = FRENCH.replace("2025", "2035").replace("Londres", "Rome")
    assert source_findings(text, ENGLISH) == source_findings(text, ENGLISH)


def test_the_command_compares_files_and_folders(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from mtrepair.cli import main

    texts, wires = tmp_path / "texts", tmp_path / "wires"
    texts.mkdir(), wires.mkdir()
    (texts / "a.txt").write_text(FRENCH.replace("2025", "2035"), encoding="utf-8")
    (texts / "b.txt").write_text(FRENCH, encoding="utf-8")
    (wires / "a.txt").write_text(ENGLISH, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["detect", "--source", str(wires / "a.txt"), str(texts / "a.txt")]
    )
    assert done.exit_code == 1 and "MT701" in done.output
    files = [str(texts / "a.txt"), str(texts / "b.txt")]
    done = CliRunner().invoke(main, ["detect", "--source", str(wires), *files])
    assert done.exit_code == 2 and "no source for" in done.stderr and "MT701" in done.output
    sarif = CliRunner().invoke(
        main, ["detect", "--format", "sarif", "--source", str(wires / "a.txt"), files[0]]
    )
    assert "relatedLocations" in sarif.output
    one = CliRunner().invoke(main, ["detect", "--source", str(wires / "a.txt"), *files])
    assert one.exit_code == 2 and "--source is one file" in one.stderr


def test_a_source_from_standard_input_has_its_places_in_sarif(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from mtrepair.cli import main

    text = tmp_path / "a.txt"
    text.write_text(FRENCH.replace("2025", "2035"), encoding="utf-8")
    options = ["detect", "--format", "sarif", "--source", "-", str(text)]
    done = CliRunner().invoke(main, options, input=f"\n\n{ENGLISH}")
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    region = result["relatedLocations"][0]["physicalLocation"]["region"]
    start = ENGLISH.index("2025")
    assert (region["startLine"], region["startColumn"]) == (3, start + 1)


def test_the_report_shows_the_source_beside_the_text(tmp_path: Path) -> None:
    text = FRENCH.replace("2025", "2035")
    page = mtrepair.clean(text, source=ENGLISH).to_html(tmp_path / "report.html")
    assert "English source" in page
    assert "Doctors did not accept the government" in page
    assert "MT701 “2035” is “2025” in the source" in page


def test_what_differs_is_marked_on_both_sides_and_linked() -> None:
    text = FRENCH.replace("2025", "2035").replace(" n’ont pas accepté", " ont accepté")
    repair = mtrepair.clean(text, source=ENGLISH)
    for page in (repair.to_html(), repair._repr_html_()):
        table = page.partition('<table class="mtrepair-pairs">')[2]
        french, english = re.findall(r'<mark class="n0"[^>]*>([^<]*)</mark>', table)[:2]
        assert (french, english) == ("2035", "2025")
        assert ".n0:is(:hover,:focus)) .n0" in page
        assert ">not</mark>" in table


def test_a_mark_of_the_table_is_text() -> None:
    text = FRENCH.replace("Kowalczyk", "<b>Kowal")
    table = mtrepair.clean(text, source=ENGLISH)._repr_html_().partition("mtrepair-pairs")[2]
    assert "<b>" not in table


def test_a_report_without_a_source_shows_none() -> None:
    assert "English source" not in mtrepair.clean(FRENCH).to_html()
