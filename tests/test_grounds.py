"""What grammar says for an edit of the repair model: no order or agreement is mended without."""

from __future__ import annotations

import pytest

from mtrepair.rewriting import Calibration, Evidence, Weights
from mtrepair.rewriting.grounds import has_grounds
from mtrepair.types import Edit, Safety, Span


def grounds(text: str, old: str, new: str, code: str) -> bool:
    start = text.index(old)
    return has_grounds(text, Edit(Span(start, start + len(old)), new), code)


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        # The determiner does not fit the noun behind it.
        ("Ouvrez le outils menu.", "outils menu", "menu d'outils", "MT501"),
        ("Sur le sécurité onglet, cliquez.", "le sécurité onglet", "l'onglet de sécurité", "MT501"),
        ("Définir le taille du port.", "le", "la", "MT506"),
        ("Dans le rues de Lyon.", "le", "les", "MT506"),
        ("Sur les pavé tactiles.", "pavé", "pavés", "MT506"),
        # It stands before a name, and does not fit the noun that is to come there.
        ("Le SetColor méthode écrit.", "Le SetColor méthode", "La méthode SetColor", "MT501"),
        ("Un Transport section suit.", "Un Transport section", "Une section Transport", "MT501"),
        # It stands before an infinitive, whose noun comes later.
        ("Ouvrez le déboguer menu.", "déboguer menu", "menu déboguer", "MT501"),
        ("Sur le saisir la clé bouton.", "saisir la clé bouton", "bouton saisir la clé", "MT501"),
        # The adjective was hardly ever seen before a noun.
        ("Un existant emplacement.", "existant emplacement", "emplacement existant", "MT501"),
        ("Un distinct port.", "distinct port", "port distinct", "MT501"),
        # It has lost its vowel before none, or kept it before one.
        ("Elle voit l’Canada équipe.", "Canada équipe", "équipe du Canada", "MT501"),
        ("Avec le Emmanuel président.", "Emmanuel président", "président Emmanuel", "MT501"),
        # An identifier before its noun.
        ("Elle lit XPath expression.", "XPath expression", "expression XPath", "MT501"),
        # A word that must be elided.
        ("Elle demande si il part.", "si il", "s'il", "MT505"),
        ("Dès que elle part.", "que elle", "qu'elle", "MT505"),
        # An article behind an article.
        ("Dans le l’Explorateur.", "le l", "l", "MT303"),
        ("Avec la Les États membres.", "la ", "", "MT302"),
        # A sentence that ends before a small letter.
        ("Le plan. de la Commission.", "plan. de", "plan de", "MT201"),
        ("Le plan. de la Commission.", ".", "", "MT201"),
    ],
)
def test_a_broken_rule_of_grammar_is_grounds(text: str, old: str, new: str, code: str) -> None:
    assert grounds(text, old, new, code)


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        ("Un malheureux œuf tomba.", "malheureux œuf", "œuf malheureux", "MT501"),
        ("La VIe République commence.", "VIe République", "République VIe", "MT501"),
        ("Avec un agréable caractère.", "agréable caractère", "caractère agréable", "MT501"),
        ("Une inutile vie.", "inutile vie", "vie inutile", "MT501"),
        ("Ces pacifiques maires.", "pacifiques maires", "maires pacifiques", "MT501"),
        (
            "Ces législatives prochaines.",
            "législatives prochaines",
            "prochaines législatives",
            "MT501",
        ),
        ("Il faut le lire demain.", "lire demain", "demain lire", "MT501"),
        ("Elle ouvre l’Assistant image.", "Assistant image", "image Assistant", "MT501"),
        ("Dans la fenêtre propriétés.", "fenêtre propriétés", "propriétés fenêtre", "MT501"),
        ("Elle prend le Canal marché.", "Canal marché", "marché Canal", "MT501"),
        ("Il aide à le rejoindre.", "à le", "au", "MT505"),
        ("La taille du port.", "La", "Le", "MT506"),
        # The determiner may be that of a noun further on.
        ("Ouvrez le propriétés nœud.", "le", "les", "MT506"),
        ("Il parle que onze fois.", "que onze", "qu'onze", "MT505"),
        ("Que l’directeur dit.", "l’directeur", "le directeur", "MT505"),
        # What is put in, taken out or written small has no rule behind it.
        ("Il parle à maire.", "maire", "au maire", "MT502"),
        ("Un grand petit livre.", "petit ", "", "MT303"),
        ("Il le leur donne.", "le ", "", "MT303"),
        ("Le Maire parle.", "Maire", "maire", "MT504"),
        ("Le soir, il pleut.", ", il", " il", "MT201"),
        ("Il part. Elle reste.", "part. Elle", "part Elle", "MT201"),
        ("Une faute. point zéro.", ".", "", "MT201"),
    ],
)
def test_style_and_what_no_rule_tells_are_none(text: str, old: str, new: str, code: str) -> None:
    assert not grounds(text, old, new, code)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        # The noun is parted from its complement.
        ("Ouvrez la sécurité boîte de dialogue.", "sécurité boîte", "boîte de sécurité"),
        ("Avec un distinct port d’envoi.", "distinct port", "port distinct"),
        ("Le valeur mot clé manque.", "valeur mot", "mot de valeur"),
        # A word is lost, put in, changed, or goes over a mark.
        ("Ouvrez le outils récents menu.", "outils récents menu", "menu des outils"),
        ("Ouvrez le outils menu.", "outils menu", "menu des outils récents"),
        ("Ouvrez le outils menu.", "outils menu", "menu de l'outil"),
        ("Le sécurité onglet, la page.", "sécurité onglet, la", "onglet, la sécurité"),
        # A preposition is put in that says more than "de".
        ("Ouvrez la outils page.", "outils page", "page aux outils"),
        ("Sur le importations page.", "le importations page", "la page sur les importations"),
        # A determiner is put where none belongs, or does not fit.
        ("Les valeurs du Port d’envoi fenêtre.", "d’envoi fenêtre", "la fenêtre d’envoi"),
        ("Avec la Windows protection.", "Windows protection", "protection des Windows"),
        ("Ouvrez le outils menu.", "outils menu", "menu du outils"),
        # An adjective that goes before its noun is left without one.
        ("Sur le autres onglet.", "le autres onglet", "l’onglet d’autres"),
    ],
)
def test_what_an_edit_breaks_outweighs_what_it_mends(text: str, old: str, new: str) -> None:
    assert not grounds(text, old, new, "MT501")


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Ouvrez la outils page de la console.", "outils page", "page des outils"),
        ("Ouvrez la outils page dans la fenêtre.", "outils page", "page des outils"),
        ("Ouvrez la outils page. Mot clé.", "outils page", "page des outils"),
        ("Le Port propriété de liaison.", "Le Port propriété", "La propriété Port"),
        ("Partez de la Démarrer menu.", "de la Démarrer menu", "du menu Démarrer"),
    ],
)
def test_what_comes_behind_may_have_its_own_place(text: str, old: str, new: str) -> None:
    assert grounds(text, old, new, "MT501")


def test_without_grounds_an_edit_is_made_on_request_alone() -> None:
    sure = Evidence(10.0, 10.0)
    calibration = Calibration({"MT501": Weights(0.0, 1.0, 1.0)}, needs_grounds=True)
    assert calibration.verdict("MT501", sure, has_grounds=True)[0] is Safety.SAFE
    assert calibration.verdict("MT501", sure, has_grounds=False)[0] is Safety.UNSAFE


def test_a_model_whose_calibration_does_not_ask_for_grounds_needs_none() -> None:
    calibration = Calibration({"MT501": Weights(0.0, 1.0, 1.0)})
    assert calibration.verdict("MT501", Evidence(10.0, 10.0), has_grounds=False)[0] is Safety.SAFE
