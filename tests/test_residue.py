"""What is no part of the article goes, with the gap that it leaves, and what may be stays."""

import pytest

import mtrepair
from mtrepair.document import Document
from mtrepair.rules.markup import entity_residue
from mtrepair.rules.residue import boilerplate, site_suffix
from mtrepair.rules.rule import Rule
from mtrepair.rules.skipped import truncated, untranslated_english


def found(rule: Rule, text: str) -> list[str]:
    return [finding.text for finding in rule.findings(Document(text))]


def cleaned(rule: Rule, text: str, *, safety: str = "safe") -> str:
    return mtrepair.clean(text, select=[rule.code], safety=safety).text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Il part.\n\nLire la suite\n\nElle reste.", "Il part.\n\nElle reste."),
        ("Il part.\nLire la suite\nElle reste.", "Il part.\nElle reste."),
        ("Il part.\n\nLire la suite\nElle reste.", "Il part.\n\nElle reste."),
        ("Il part.\nLire la suite\n\nElle reste.", "Il part.\n\nElle reste."),
        ("Il part.\n\n\nLire la suite\n\nElle reste.", "Il part.\n\n\nElle reste."),
        ("Il part.\n\n  Lire la suite  \n\nElle reste.", "Il part.\n\nElle reste."),
        ("Lire la suite\n\nElle reste.", "Elle reste."),
        ("\n\nLire la suite\n\nElle reste.", "\n\nElle reste."),
        ("Il part.\n\nLire la suite", "Il part."),
        ("Il part.\n\nLire la suite\n\n", "Il part.\n\n"),
        ("Il part.\n\nLire la suite\n\nPublicité\n\nElle reste.", "Il part.\n\nElle reste."),
    ],
)
def test_furniture_goes_with_the_smaller_gap_beside_it(text: str, kept: str) -> None:
    assert cleaned(boilerplate, text) == kept


def test_a_text_of_furniture_alone_is_shown_and_stays() -> None:
    text = "Lire la suite\n\nFacebook\nTwitter\n"
    assert found(boilerplate, text) == ["Lire la suite", "Facebook\nTwitter"]
    assert cleaned(boilerplate, text) == text


def test_a_run_of_furniture_goes_whole_however_long_it_is() -> None:
    lines = ["Facebook", "Leave a Comment", "Nom", "E-mail", "Tags : Iran", "All rights reserved"]
    assert cleaned(boilerplate, "\n\n".join(["Il part.", *lines * 5])) == "Il part."


@pytest.mark.parametrize(
    "text",
    [
        "Trois groupes sont visés :\n\nFacebook\n\nTwitter\n\nTikTok\n\nIls feront appel.",
        "Il part.\n\nFacebook\n\nLe réseau a été condamné.",
        "Il part.\n\nFacebook\nTwitter\n\nLes réseaux ont été condamnés.",
        "Il part.\n\nFacebook",
    ],
    ids=["announced list", "heading", "two headings", "last line"],
)
def test_a_mere_word_is_furniture_only_in_company(text: str) -> None:
    assert found(boilerplate, text) == []


def test_a_heading_below_furniture_stays() -> None:
    text = "Il part.\n\nPublicité\n\nRéactions\n\nLe ministre se tait."
    assert found(boilerplate, text) == ["Publicité"]


def test_words_of_a_share_bar_between_paragraphs_are_furniture_three_at_a_time() -> None:
    text = "Il part.\n\nFacebook\nX\nE-mail\n\nElle reste."
    assert found(boilerplate, text) == ["Facebook\nX\nE-mail"]


def test_a_mere_word_at_an_edge_goes_with_the_furniture_beside_it() -> None:
    text = "Il part.\n\nLaisser un commentaire\n\nNom"
    assert found(boilerplate, text) == ["Laisser un commentaire\n\nNom"]
    assert found(boilerplate, "Menu\n\nAccueil > Monde\n\nIl part.") == ["Menu\n\nAccueil > Monde"]


def test_a_notice_between_paragraphs_is_left_to_a_person() -> None:
    text = "Il part.\n\nTags : Iran, Russie\n\nElle reste."
    assert found(boilerplate, text) == ["Tags : Iran, Russie"]
    assert cleaned(boilerplate, text, safety="unsafe") == text
    assert cleaned(boilerplate, "Il part.\n\nTags : Iran, Russie") == "Il part."


def test_a_byline_goes_only_on_request() -> None:
    text = "Par Jean Petit (@jpetit)\n\nIl part."
    assert cleaned(boilerplate, text) == text
    assert cleaned(boilerplate, text, safety="unsafe") == "Il part."


def test_the_caption_of_a_film_is_shown_only() -> None:
    text = "Il part.\n\nLe ministre au Parlement – vidéo\n\nElle reste."
    assert found(boilerplate, text) == ["Le ministre au Parlement – vidéo"]
    assert cleaned(boilerplate, text, safety="unsafe") == text


def test_english_furniture_is_no_untranslated_english() -> None:
    text = "Il part.\n\nThis site uses Akismet to reduce spam.\n\nThe page that you want is here."
    assert found(untranslated_english, text) == ["The page that you want is here."]


def test_only_the_first_line_loses_its_suffix() -> None:
    text = "Le bilan s’alourdit en Libye\n\nUn autre titre de quatre mots | Monde\n\nFin."
    assert found(site_suffix, text) == []


@pytest.mark.parametrize(
    ("entity", "character"),
    [
        ("&eacute;", "é"),
        ("&#233;", "é"),
        ("&#xE9;", "é"),
        ("&amp;eacute;", "é"),
        ("&amp;amp;eacute;", "é"),
        ("&#38;eacute;", "é"),
        ("&amp;", "&"),
        ("&#150;", "–"),
        ("& quot;", '"'),
        ("&nbsp;", "\u00a0"),
    ],
)
def test_an_entity_becomes_its_character(entity: str, character: str) -> None:
    assert cleaned(entity_residue, f"Le mot {entity} ici.") == f"Le mot {character} ici."


@pytest.mark.parametrize("text", ["a &nom; b", "a &#0; b", "a &#xD800; b", "AT&T; oui", "Q&R"])
def test_what_is_no_character_of_html_stays(text: str) -> None:
    assert found(entity_residue, text) == []


def test_a_line_that_is_only_a_space_entity_becomes_empty() -> None:
    assert cleaned(entity_residue, "Il part.\n&nbsp;\nElle reste.") == "Il part.\n\nElle reste."


def test_an_entity_inside_an_address_stays() -> None:
    text = "Voir https://exemple.fr/?a=1&copy;=2 ici."
    assert found(entity_residue, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fin.\n\n* * *\n\nDébut.",
        "Fin. * * * Début.",
        "* * deux points\n* un point",
        "Un **mot gras** et un *mot penché* bien formés.",
        "Points : * La façon * Les outils * Le reste",
        "Le prix = base * taux * durée.",
        "Julie* et Marc* sont là.",
        "Un f*ck*ng mot.",
        "Une pu*naise*rie et un con*tour",
        "Le système bsd*libre*-gnu et le k*bsd* libre.",
        "Le zzyzx*libre* aussi.",
        "Achats :\n* pain * vin\n* beurre",
        "Hôtel **** de charme, M. de **** aussi.",
    ],
)
def test_stars_that_mean_something_stay(text: str) -> None:
    assert found(entity_residue, text) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Les appareils de Nokia * *. Il part.", "Les appareils de Nokia. Il part."),
        ("Il aime ** ** les livres.", "Il aime les livres."),
        ("Il est **très ** grand.", "Il est très grand."),
        ("J’aime * vraiment * ces appareils.", "J’aime vraiment ces appareils."),
        ("La *plateforme*de la solution.", "La plateforme de la solution."),
    ],
)
def test_broken_marks_of_emphasis_go(text: str, mended: str) -> None:
    assert cleaned(entity_residue, text) == mended


def test_a_mark_that_closes_one_pair_opens_no_other() -> None:
    text = "J’aime * vraiment * ces appareils * neufs * aussi."
    assert found(entity_residue, text) == ["* vraiment *", "* neufs *"]


def test_quotation_marks_are_not_uncurled_with_the_encoding() -> None:
    assert cleaned(entity_residue, "L’Ã©tÃ© est “chaud”.") == "L’été est “chaud”."


def test_letters_that_are_not_broken_stay() -> None:
    assert found(entity_residue, "SÃO PAULO, l’ÂGE D’OR, Ångström et « Ã© » en exemple.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Un tas de [Camunda] (https://camunda.com).",
        "Voir [Meetup] https : //www.meetup.com/a ici.",
        "Voir https : //www.meetup.com/a ici.",
    ],
)
def test_a_broken_link_is_shown_only(text: str) -> None:
    assert len(found(entity_residue, text)) == 1
    assert cleaned(entity_residue, text, safety="unsafe") == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Le chef de l OTAN est venu.", "Le chef de l’OTAN est venu."),
        ("Le centre d Microsoft est là.", "Le centre de Microsoft est là."),
        ("Il vient de l Hollande profonde.", "Il vient de l Hollande profonde."),
        ("Il a bu 2 l Evian en une heure.", "Il a bu 2 l Evian en une heure."),
        ("L Microsoft Edge démarre.", "L Microsoft Edge démarre."),
    ],
)
def test_a_lone_letter_before_a_name(text: str, mended: str) -> None:
    assert cleaned(truncated, text, safety="unsafe") == mended


@pytest.mark.parametrize(
    "text",
    [
        "Il est venu. Les grévistes de Lyon restent mobilisés cette semaine",
        "Il est venu. Il a joué avec le groupe de rock islandais Sigur",
        "Les troupes se retirent de",
        "Voyage au pays du rég",
        "Il est venu. Il a mangé un plat qui s’appelle le zzyzx",
        "Le taux est calculé d’après la valeur de la",
    ],
    ids=["whole word", "name", "heading", "short", "no such word", "no sentence before"],
)
def test_a_text_that_ends_without_a_mark_is_not_always_cut(text: str) -> None:
    assert found(truncated, text) == []


def test_a_letter_before_a_letter_is_no_cut_word() -> None:
    assert found(truncated, "Le point d A et le point l B.") == []


def test_a_text_that_ends_with_an_article_is_cut() -> None:
    text = "Il est venu. Il a dit que les troupes se retirent de la région des"
    assert found(truncated, text) == ["des"]
