"""The n-gram language model: how it reads, what it mends, what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import mtrepair
from mtrepair.backends.shipped import shipped_model
from mtrepair.cleaner import LANGUAGE_MODEL
from mtrepair.document import Document
from mtrepair.errors import ModelError, UnknownRule
from mtrepair.fluency import LanguageModel, load_language_model, proposals
from mtrepair.fluency.tokens import known_form, tokens, true_case, word_class
from mtrepair.lexicon import load


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model(shipped_model(LANGUAGE_MODEL))


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("L’Iran n'a-t-il rien dit ?", ["L'", "Iran", "n'", "a", "-t-il", "rien", "dit", "?"]),
        ("aujourd’hui, 4 500,5 euros", ["aujourd'hui", ",", "4 500,5", "euros"]),
        ("« Oui », dit-elle", ["Oui", ",", "dit", "-elle"]),
        ("les États-Unis (celui-ci)…", ["les", "États-Unis", "(", "celui", "-ci", ")", "."]),
    ],
)
def test_a_sentence_is_read_as_tokens(text: str, forms: list[str]) -> None:
    assert [token.form for token in tokens(text)] == forms


def test_a_token_knows_its_place() -> None:
    assert [(t.start, t.end) for t in tokens("xx L’an", 3)] == [(3, 5), (5, 7)]


def test_a_capital_that_the_place_asks_for_is_not_read() -> None:
    read = [true_case(token, load()) for token in tokens("Paris dort. Elle dit : « Le Monde »")]
    assert read == ["Paris", "dort", ".", "elle", "dit", ":", "le", "Monde"]


@pytest.mark.parametrize(
    ("form", "stand_in"),
    [
        ("1984", "<year>"),
        ("4 500", "<num>"),
        ("1er", "<ord>"),
        ("Sunak", "<name>"),
        ("G7", "<name>"),
        ("déstabilisants", "<-nts>"),
        ("os", "<rare>"),
    ],
)
def test_a_form_that_the_model_lacks_has_a_class(form: str, stand_in: str) -> None:
    assert word_class(form) == stand_in


def test_a_class_that_the_model_lacks_is_read_as_rare() -> None:
    assert known_form("zzyzx", {"<rare>"}.__contains__) == "<rare>"


def test_french_order_is_likelier_than_english_order(model: LanguageModel) -> None:
    french, english = "le programme nucléaire".split(), "le nucléaire programme".split()
    kept = [
        model.score([model.held(form) for form in forms], starts=False, ends=False)
        for forms in (french, english)
    ]
    assert kept[0] > kept[1]


def test_a_rare_word_costs_more_than_its_class(model: LanguageModel) -> None:
    assert model.spelling("Zzyzx") < model.spelling("Paris") == 0.0


MENDED = [
    # order
    ("Le débat porte sur le nucléaire programme.", "Le débat porte sur le programme nucléaire."),
    (
        "La réunion du Iran gouvernement est terminée.",
        "La réunion du gouvernement de l’Iran est terminée.",
    ),
    (
        "Il n’avait pas terminé un Ukraine « plan d’action » cette année.",
        "Il n’avait pas terminé un « plan d’action » pour l’Ukraine cette année.",
    ),
    # article, negation
    ("Nous savons que Chine est un grand pays.", "Nous savons que la Chine est un grand pays."),
    ("Nous pouvons pas accepter cela.", "Nous ne pouvons pas accepter cela."),
    ("Mon ami est pas encore arrivé.", "Mon ami n’est pas encore arrivé."),
    # agreement
    ("Il faut aider ces pays et leur économies.", "Il faut aider ces pays et leurs économies."),
    ("Il a proposer une autre solution.", "Il a proposé une autre solution."),
    ("Ce est pas un problème.", "Ce n’est pas un problème."),
    # contraction
    ("Le président de le Brésil est arrivé.", "Le président du Brésil est arrivé."),
    ("Le souci, ce est que le prix monte.", "Le souci, c’est que le prix monte."),
    # words
    ("Le parle ment a voté la loi.", "Le parlement a voté la loi."),
    ("Il dit que vouspouvez partir.", "Il dit que vous pouvez partir."),
]


@pytest.mark.parametrize(("damaged", "mended"), MENDED)
def test_what_reads_better_another_way_is_mended(damaged: str, mended: str) -> None:
    assert mtrepair.clean(damaged).text == mended


@pytest.mark.parametrize(("damaged", "mended"), MENDED)
def test_what_is_mended_stays_as_it_is(damaged: str, mended: str) -> None:
    assert mtrepair.clean(mended).text == mended


@pytest.mark.parametrize(
    "text",
    [
        "Le Premier ministre, Rishi Sunak, a déclaré aux députés qu’il était préoccupé.",
        "Israël a appelé au calme, et Cuba est d’accord.",
        "« C’est pas vrai », dit-elle.",
        "La star du rock Gary Glitter a été arrêtée en 1999.",
        "Il n’ose venir, de peur qu’il ne pleuve.",
        "Nous nous sommes vus à Chypre, en mai.",
        "Sans aucun doute, il y en a plus de 100.",
        "Le porte-parole de l’Assurance maladie est une vieille amie.",
        "Un de Klerk, deux Le Pen, le New York Times.",
        "[!NOTE] Certaines parties de cette page sont nouvelles.",
        "Pour cela, accédez à Publier votre page.",
        "Il est autre chose de les prouver, et il nous reste à le dire.",
    ],
)
def test_good_french_is_left_alone(text: str) -> None:
    assert mtrepair.clean(text).text == text


WORDING = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "wording.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", WORDING)
def test_wording_changes_only_where_grammar_says_that_it_is_not_french(
    case: dict[str, str],
) -> None:
    assert mtrepair.clean(case["text"]).text == case.get("safe", case["text"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Il a dit : « Nous pouvons pas accepter cela. »", "Nous pouvons pas accepter cela."),
        ("— Nous pouvons pas accepter cela.", "Nous pouvons pas accepter cela."),
        ("*Nous pouvons pas accepter cela.*", "Nous pouvons pas accepter cela."),
    ],
)
def test_what_people_say_stays_as_they_said_it(said: str, told: str) -> None:
    assert mtrepair.clean(said).text == said
    assert mtrepair.clean(told).text != told
    assert mtrepair.clean(said, safety="unsafe").text != said


def test_nobody_says_an_adjective_of_a_kind_before_its_noun() -> None:
    said = "Il a dit : « Nous avons parlé du nucléaire programme de l’Iran. »"
    assert "du programme nucléaire" in mtrepair.clean(said).text


def test_what_follows_tells_the_number(model: LanguageModel) -> None:
    found = proposals(Document("Le commissaires ont statué mercredi soir."), model)
    assert "commissaire" not in [f.fixes[0].edits[0].replacement for f in found]


def test_without_a_model_the_rules_are_alone() -> None:
    text = "Le débat porte sur le nucléaire programme,de nouveau."
    assert mtrepair.clean(text, language_model=None).text == (
        "Le débat porte sur le nucléaire programme, de nouveau."
    )


def test_findings_of_the_model_are_marked_and_stand_in_the_original() -> None:
    text = "Il dort,et le débat porte sur le nucléaire programme."
    found = [f for f in mtrepair.clean(text).findings if f.found_by == "model"]
    assert [(f.code, f.span.of(text)) for f in found] == [("MT501", "nucléaire programme")]


def test_codes_of_the_model_can_be_left_out() -> None:
    text = "Le débat porte sur le nucléaire programme."
    assert mtrepair.clean(text, ignore="MT501").text == text


def test_codes_of_the_model_can_be_asked_for_alone() -> None:
    text = "Il dort,et le débat porte sur le nucléaire programme."
    assert mtrepair.clean(text, select="MT501").text == (
        "Il dort,et le débat porte sur le programme nucléaire."
    )


def test_an_unknown_code_is_refused_with_the_model_as_well() -> None:
    with pytest.raises(UnknownRule, match="no rule has the code 'MT599'"):
        mtrepair.clean("Il dort.", select="MT599")


def test_a_missing_model_is_told() -> None:
    with pytest.raises(ModelError, match="'no-such-model' is not in this installation"):
        mtrepair.clean("Il dort.", language_model="no-such-model")


def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "french-4gram.klm").write_bytes(b"nothing of the kind")
    with pytest.raises(ModelError, match="no language model can be read from"):
        mtrepair.clean("Il dort.", language_model=tmp_path)


def test_detect_loads_no_model() -> None:
    script = (
        "import sys, mtrepair; mtrepair.detect('le web,la radio'); print('kenlm' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_estimates_of_a_context_sum_to_one() -> None:
    np = pytest.importorskip("numpy")
    from mtrepair.train import estimates

    rng = np.random.default_rng(1)
    words = rng.integers(3, 9, 400)
    ids = np.concatenate(
        [[estimates.START, *part, estimates.END] for part in words.reshape(80, 5)]
    ).astype(np.uint16)
    unigrams, bigrams = estimates.estimated(estimates.ngrams(ids, 2), (1, 2), 8)
    lower = dict(zip(unigrams.keys.tolist(), unigrams.p.tolist(), strict=True))
    weight = dict(zip(unigrams.keys.tolist(), unigrams.backoff.tolist(), strict=True))
    assert sum(lower.values()) == pytest.approx(1.0)
    kept = dict(zip(bigrams.keys.tolist(), bigrams.p.tolist(), strict=True))
    for context in range(3, 9):
        p = [kept.get((context << 16) | w, weight[context] * lower[w]) for w in lower]
        assert sum(p) == pytest.approx(1.0)


def test_a_model_that_was_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "french-4gram.klm").write_bytes(b"not what was published")
    (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  french-4gram.klm\n")
    with pytest.raises(ModelError, match="is not the file that was published"):
        load_language_model(tmp_path)


def test_a_folder_of_that_name_does_not_stand_in_for_the_shipped_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / LANGUAGE_MODEL
    planted.mkdir()
    (planted / "french-4gram.klm").write_bytes(b"planted")
    monkeypatch.chdir(tmp_path)
    assert mtrepair.clean(
        "Le débat porte sur le nucléaire programme.", language_model=LANGUAGE_MODEL
    ).edits
    with pytest.raises(ModelError):
        mtrepair.clean("Le débat.", language_model=f"./{LANGUAGE_MODEL}")
