"""The repair model in `clean`: what it is asked, what becomes of what it writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mtrepair import clean, clean_many
from mtrepair.backends.shipped import shipped_model
from mtrepair.document import Document
from mtrepair.errors import ModelError
from mtrepair.fluency import changes, load_language_model
from mtrepair.plan import surest
from mtrepair.rewriting import (
    UNCALIBRATED,
    Calibration,
    Evidence,
    Weights,
    read_calibration,
    readable,
    rewrites,
    suspicious,
    write_calibration,
)
from mtrepair.rewriting.classify import code_of
from mtrepair.types import Edit, Finding, Fix, Hypothesis, Safety, Span


class Repairer:
    """A repair model that knows some phrases; what it has not met it finds improbable."""

    name = "fake"
    folder: Path | None = None
    max_tokens = 500

    def __init__(self, **repairs: str) -> None:
        self.repairs = {old.replace("_", " "): new for old, new in repairs.items()}
        self.decoded: list[str] = []
        self.calls = 0

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(self, sources: Sequence[str], **options: object) -> list[list[Hypothesis]]:
        self.calls += 1
        self.decoded += sources
        return [[Hypothesis(self._repaired(source), -1.0)] for source in sources]

    def _repaired(self, text: str) -> str:
        for old, new in self.repairs.items():
            text = text.replace(old, new)
        return text

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        wrong = [sum(old in target for old in self.repairs) for target in targets]
        return [
            Hypothesis(target, -15.0 * count, (-15.0 * count,))
            for target, count in zip(targets, wrong, strict=True)
        ]


@pytest.fixture(autouse=True)
def believed(sure_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Repairer, "folder", sure_folder)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("nucléaire programme", "programme nucléaire", "MT501"),
        ("Iran relation", "relation de l'Iran", "MT501"),
        ("", "la ", "MT502"),
        ("", "n'", "MT503"),
        ("Drones", "drones", "MT504"),
        ("la histoire", "l'histoire", "MT505"),
        ("de le", "du", "MT505"),
        ("le", "la", "MT506"),
        ("grand", "grandes", "MT506"),
        ("avantmalgré", "avant malgré", "MT101"),
        ("pro gramme", "programme", "MT102"),
        (",", ", ", "MT103"),
        ("  ", " ", "MT104"),
        (",", "", "MT201"),
        ("“", "«", "MT202"),
        ("la Les", "les", "MT303"),
        ("suivre", "suivez", "MT506"),
        ("dernier", "dernière", "MT506"),
        ("nationaux", "nationale", "MT506"),
        ("est restituer", "est restitué", "MT506"),
        ("je décidé", "j'ai décidé", "MT507"),
        ("pense la", "pense que la", "MT507"),
        ("Ukraine plan", "plan pour l'Ukraine", "MT501"),
    ],
)
def test_an_edit_has_the_code_of_what_it_repairs(before: str, after: str, code: str) -> None:
    assert code_of(before, after) == code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ministre", "président"),
        ("pas", ""),
        ("nucléaire programme", "programme spatial"),
        ("", "très "),
        ("3", "4"),
        ("1500", "15000"),
        ("Ivanovic", "Ivanov"),
        ("Donc, il", "il donc"),
        ("pour", "que"),
        ("vertex", "verts"),
        ("programme", "progrès"),
        ("est venu", "venu"),
    ],
)
def test_an_edit_that_says_something_else_has_no_code(before: str, after: str) -> None:
    assert code_of(before, after) is None


def test_a_word_that_is_there_twice_may_go() -> None:
    assert code_of("de ", "", context="la fin de la") == "MT303"
    assert code_of("la fin ", "", context="c'est la fin") == "MT302"


def test_only_french_segments_of_the_article_are_read() -> None:
    text = "Le vote a lieu lundi.\n\nShare this:\nFacebook\nTwitter\n\nIl pleut\tencore."
    assert [s.of(text) for s in readable(Document(text))] == [
        "Le vote a lieu lundi.",
        "Il pleut\tencore.",
    ]


def test_segments_that_the_model_finds_probable_are_not_decoded() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    text = "La Iran relation avec la Russie inquiète. Le vote a lieu lundi."
    clean(text, repair_model=model)
    assert model.decoded == ["La Iran relation avec la Russie inquiète."]


def test_without_a_gate_every_segment_is_decoded() -> None:
    model = Repairer()
    witness = load_language_model(shipped_model("french-4gram"))
    documents = [Document("Il part. Il revient."), Document("Il dort.")]
    rewrites(documents, model, witness, UNCALIBRATED)
    assert model.decoded == ["Il part.", "Il revient.", "Il dort."]


def test_segments_that_the_language_model_would_not_change_are_not_read() -> None:
    witness = load_language_model(shipped_model("french-4gram"))
    document = Document("Le vote a lieu lundi. Le nucléaire programme inquiète la Russie.")
    found = list(changes(document, witness, least=2.0))
    (span,) = suspicious(document, found, 2.0)
    assert span.of(document.text) == "Le nucléaire programme inquiète la Russie."
    assert suspicious(document, found, 60.0) == []
    assert suspicious(document, found, None) == readable(document)


def test_a_calibration_with_a_gate_has_fewer_segments_read(tmp_path: Path) -> None:
    calibration = read_calibration(Repairer.folder)
    write_calibration(replace(calibration, least_gain=60.0), tmp_path)
    model = Repairer(Iran_relation="relation de l’Iran")
    model.folder = tmp_path
    text = "La Iran relation avec la Russie inquiète."
    assert clean(text, repair_model=model).text == text
    assert model.decoded == []


def test_a_rewrite_that_both_witnesses_like_is_applied() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    repair = clean("La Iran relation avec la Russie inquiète.", repair_model=model)
    assert repair.text == "La relation de l’Iran avec la Russie inquiète."
    found = [(f.code, f.found_by, f.text) for f in repair.findings if f.span.start == 3]
    assert found == [("MT501", "model", "Iran relation")]


def test_a_rewrite_that_the_language_model_dislikes_is_not_applied() -> None:
    model = Repairer(programme_nucléaire="nucléaire programme")
    text = "Le programme nucléaire inquiète."
    assert clean(text, repair_model=model).text == text


def test_an_edit_that_says_something_else_is_left_out_and_the_others_judged() -> None:
    model = Repairer(Iran_relation="relation de l’Iran", lundi="mardi")
    text = "La Iran relation avec la Russie inquiète depuis lundi."
    repair = clean(text, repair_model=model)
    assert repair.text == "La relation de l’Iran avec la Russie inquiète depuis lundi."


def test_the_edits_of_several_hypotheses_are_looked_at() -> None:
    class Undecided(Repairer):
        def generate(self, sources: Sequence[str], **options: object) -> list[list[Hypothesis]]:
            (source,), repairs = sources, self.repairs.items()
            return [[Hypothesis(source.replace(old, new), -1.0) for old, new in repairs]]

    witness = load_language_model(shipped_model("french-4gram"))
    document = Document("La Iran relation avec le nucléaire programme inquiète.")
    model = Undecided(Iran_relation="relation de l’Iran", nucléaire_programme="programme nucléaire")
    ((rewrite,),) = rewrites([document], model, witness, UNCALIBRATED)
    found = [finding.text for finding in rewrite.findings]
    assert found == ["Iran relation", "nucléaire programme"]


def test_what_either_model_finds_less_likely_is_no_finding() -> None:
    witness = load_language_model(shipped_model("french-4gram"))
    document = Document("Le programme nucléaire inquiète.")
    model = Repairer(programme_nucléaire="nucléaire programme")
    ((rewrite,),) = rewrites([document], model, witness, UNCALIBRATED)
    assert rewrite.findings == ()


def test_a_number_is_never_rewritten() -> None:
    model = Repairer(**{"le_300": "le 301"})
    text = "Il a vu le 300 drones."
    assert clean(text, repair_model=model).text == text


def test_a_negation_in_a_quotation_is_left_as_it_was_said() -> None:
    model = Repairer(Il_est_pas="Il n’est pas")
    text = "« Il est pas venu », dit-elle. Il est pas venu."
    repair = clean(text, language_model=None, repair_model=model)
    assert repair.text == "« Il est pas venu », dit-elle. Il n’est pas venu."


def test_texts_of_a_batch_are_asked_about_together_and_come_back_in_order() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    texts = ["La Iran relation avec la Russie inquiète.", "Il pleut.", "La Iran relation dure."]
    repaired = [repair.text for repair in clean_many(texts, repair_model=model)]
    assert repaired == [clean(text, repair_model=model).text for text in texts]
    assert model.calls < 2 * len(texts) + 2


def test_a_segment_is_asked_about_once() -> None:
    model = Repairer(Iran_relation="relation de l’Iran", xyz="zyx")
    clean("La Iran relation avec la Russie inquiète. Le xyz part.", repair_model=model)
    assert model.decoded.count("Le xyz part.") == 1


def test_codes_left_out_are_not_repaired() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    text = "La Iran relation avec la Russie inquiète."
    assert clean(text, repair_model=model, ignore="MT501").text == text


def test_without_the_language_model_as_proposer_the_repair_model_still_works() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    repair = clean("La Iran relation avec la Russie dure.", language_model=None, repair_model=model)
    assert repair.text == "La relation de l’Iran avec la Russie dure."


def test_more_evidence_makes_surer() -> None:
    calibration = read_calibration(Repairer.folder)
    weak, strong = Evidence(margin=0.0, gain=0.0), Evidence(margin=12.0, gain=16.0)
    assert calibration.confidence("MT501", weak) < calibration.confidence("MT501", strong)
    assert calibration.verdict("MT501", strong)[0] is Safety.SAFE
    assert calibration.verdict("MT501", weak)[0] is Safety.DISPLAY


def test_an_uncalibrated_model_is_only_believed_on_request() -> None:
    model = Repairer(Iran_relation="relation de l’Iran")
    model.folder = None
    text = "Cette Iran relation avec la Russie inquiète."
    assert clean(text, repair_model=model).text == text
    repaired = clean(text, language_model=None, repair_model=model, safety="unsafe").text
    assert repaired == "Cette relation de l’Iran avec la Russie inquiète."


def test_a_calibration_comes_back_as_it_was_written(tmp_path: Path) -> None:
    weights = {"MT501": Weights(-1.0, 0.25, 0.5)}
    calibration = Calibration(weights, least_gain=1.5, odd_token=0.1)
    write_calibration(calibration, tmp_path)
    assert read_calibration(tmp_path) == calibration


@pytest.mark.parametrize(
    "text", ["", "[]", '{"weights": 1}', json.dumps({"weights": {"MT501": {}}})]
)
def test_a_damaged_calibration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(ModelError, match="holds no calibration"):
        read_calibration(tmp_path)


def test_of_edits_that_touch_the_surest_is_kept() -> None:
    def finding(start: int, end: int, confidence: float) -> Finding:
        fix = Fix((Edit(Span(start, end), "x"),), Safety.SAFE)
        return Finding("MT501", "", Span(start, end), "", "", "major", confidence, (fix,))

    weak, sure, far = finding(0, 4, 0.8), finding(3, 9, 0.9), finding(12, 14, 0.5)
    assert surest([weak, sure, far]) == [sure, far]


def test_the_shipped_repair_model_mends_what_the_language_model_leaves() -> None:
    text = "Le ministre a présenté le plan. de la Commission européenne à Bruxelles."
    good = text.replace("plan. de", "plan de")
    assert clean(text).text == text
    repair = clean(text, repair_model="repair-small")
    assert repair.text == good
    assert ("MT201", "model") in {(f.code, f.found_by) for f in repair.findings}
    assert clean(good, repair_model="repair-small").text == good
