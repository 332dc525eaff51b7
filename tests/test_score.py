"""Scores: hand counts for spans and edits, sacreBLEU's own command for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtrepair.errors import RefusedScore
from mtrepair.score import (
    Annotation,
    Tally,
    by_paragraph,
    chrf,
    compared,
    corpus_scores,
    detection,
    edit_signature,
    edit_tally,
    gain_to_edit,
    mended,
    mended_signature,
    names_kept,
    numbers_kept,
    settled,
    signature,
    span_signature,
    word_count,
)
from mtrepair.types import Edit, Span

REFERENCES = [
    "Le chat dort sur le tapis .",
    "Il n’y a aucun signe que cet accord aille de l’avant .",
    "La Russie a perdu 35 drones lundi .",
]
ORIGINALS = [
    "Le chat est sous le tapis .",
    "Il y a pas un signe que cet accord aille avant .",
    "Russie a perdu 35 drones lundi .",
]
HYPOTHESES = [
    "Le chat est sur le tapis .",
    "Il y a aucun signe que cet accord va de l’avant .",
    "La Russie a perdu 35 drones lundi .",
]


def at(start, end, name="run-together"):
    return Annotation(Span(start, end), name)


@pytest.mark.parametrize(
    ("match", "precision", "recall"),
    [
        # [0, 4) lies in [0, 8), [10, 12) is exact, [20, 22) hits nothing, [30, 34) is missed.
        ("exact", 1 / 3, 1 / 3),
        ("overlap", 2 / 3, 2 / 3),
        ("partial", (4 / 4 + 1 + 0) / 3, (4 / 8 + 1 + 0) / 3),
    ],
)
def test_spans_are_counted_as_by_hand(match, precision, recall):
    predicted = [at(0, 4), at(10, 12), at(20, 22)]
    gold = [at(0, 8), at(10, 12), at(30, 34)]
    tally = detection(predicted, gold, match=match)["run-together"]
    assert tally.precision == pytest.approx(precision)
    assert tally.recall == pytest.approx(recall)


def test_two_halves_of_one_annotation_are_credited_once_in_partial_match():
    tally = detection([at(0, 4), at(4, 8)], [at(0, 8)], match="partial")["run-together"]
    assert (tally.precision, tally.recall) == (0.5, 0.5)


def test_two_halves_of_one_annotation_are_both_right_where_any_overlap_counts():
    tally = detection([at(0, 4), at(4, 8)], [at(0, 8)], match="overlap")["run-together"]
    assert (tally.precision, tally.recall) == (1.0, 1.0)


def test_a_finding_of_another_name_is_a_false_alarm():
    tallies = detection([at(0, 4, "extra-space")], [at(0, 4)], match="exact")
    assert tallies["extra-space"].precision == 0
    assert tallies["run-together"].recall == 0


def test_a_finding_on_an_optional_span_counts_neither_way():
    tallies = detection([at(7, 8, "punctuation-spacing")], [], optional=[Span(8, 9)])
    assert tallies["punctuation-spacing"] == Tally()


def test_an_annotation_on_an_optional_span_still_counts():
    tallies = detection([at(8, 9)], [at(8, 9)], optional=[Span(8, 9)], match="exact")
    assert tallies["run-together"].precision == tallies["run-together"].recall == 1


def test_an_insertion_point_finds_the_character_after_it():
    assert detection([at(4, 4)], [at(4, 6)], match="overlap")["run-together"].recall == 1


def test_nothing_predicted_is_precise_and_recalls_nothing():
    tally = detection([], [at(0, 4)])["run-together"]
    assert (tally.precision, tally.recall, tally.f()) == (1, 0, 0)


def test_f_half_weighs_precision_twice():
    # 1.25 * 0.75 * 0.5 / (0.25 * 0.75 + 0.5): van Rijsbergen's formula, by hand
    assert Tally(right=3, predicted=4, found=3, gold=6).f(0.5) == pytest.approx(0.6818, abs=1e-4)


def test_tallies_add_up_to_micro_averages():
    total = Tally(1, 2, 1, 4) + Tally(3, 4, 3, 4)
    assert (total.precision, total.recall) == (4 / 6, 4 / 8)


@pytest.mark.parametrize(
    ("original", "hypothesis", "reference", "counts"),
    [
        # (right, made, wanted), counted as ERRANT does
        ("Il y a aucun aucun signe", "Il y a aucun signe", "Il n’y a aucun signe", (1, 1, 2)),
        ("Il y a aucun signe", "Il y a aucun signe", "Il n’y a aucun signe", (0, 0, 1)),
        ("le nucléaire programme", "le programme nucléaire", "le programme nucléaire", (1, 1, 1)),
        ("Le chat", "La chatte", "Le chien", (0, 2, 1)),
        ("Tout va bien.", "Tout va bien .", "Tout va bien.", (0, 1, 0)),
        ("“Oui”", "« Oui »", "«\u00a0Oui\u00a0»", (2, 2, 2)),
        ("la heure", "l'heure", "l’heure", (1, 1, 1)),
    ],
)
def test_word_edits_are_counted_as_by_hand(original, hypothesis, reference, counts):
    tally = edit_tally(original, hypothesis, reference)
    assert (tally.right, tally.predicted, tally.gold) == counts


def test_a_correction_is_right_by_itself_though_the_reference_changes_its_neighbour():
    text, correction = "mon peuple * * hier", Edit(Span(11, 15), "")
    tally = edit_tally(text, "mon peuple hier", "les miens hier", corrections=[correction])
    assert (tally.right, tally.predicted) == (1, 1)


@pytest.mark.parametrize(
    ("hypothesis", "done"),
    [
        ("de l’avant malgré la", 1),
        ("de l’avantmalgré la", 0),
        ("de l’avant, malgré la", 0),
        ("de l’avant malgré lui", 1),
        ("de l'avant\u00a0malgré la", 1),
    ],
)
def test_a_place_is_mended_when_it_reads_as_its_correction(hypothesis, done):
    gold = {at(5, 16): "avant malgré"}
    assert mended("de l’avantmalgré la", hypothesis, gold)["run-together"].found == done


def test_two_places_that_one_edit_mends_are_both_mended():
    text = "Titre | Russie\n\nTitre\n\nCorps"
    gold = {at(5, 14, "site-suffix"): "", at(16, 23, "duplicate-headline"): ""}
    tallies = mended(text, "Titre\n\nCorps", gold)
    assert [tally.found for tally in tallies.values()] == [1, 1]


def test_an_optional_space_is_taken_out_of_the_hypothesis():
    text = "Vraiment? Oui,non."
    assert settled(text, "Vraiment ? Oui, non.", [Span(8, 9)]) == "Vraiment? Oui, non."


def test_a_word_changed_at_an_optional_place_stays():
    assert settled("Vraiment?", "Bien ?", [Span(8, 9)]) == "Bien ?"


@pytest.mark.parametrize(
    ("original", "text", "segments"),
    [
        ("Un.\n\nDeux.", "Un.\n\nDeux.", ["Un.", "Deux."]),
        ("Un.\n\nFacebook\nTwitter\n\nDeux.", "Un.\n\nDeux.", ["Un.", "", "Deux."]),
        ("« Un.\n\nVidéo\n\nDeux.", "« Un. »\n\nDeux.", ["« Un. »", "", "Deux."]),
        ("Un\ndeux.\n\nTrois.", "Un\ndeux. Trois.", ["Un deux.", "Trois."]),
        ("Un.\n\nDeux.", "Un.\n\nEt deux.", ["Un.", "Et deux."]),
        ("Un.\n\n\nDeux.\n", "", ["", ""]),
    ],
)
def test_each_paragraph_gets_what_became_of_it(original, text, segments):
    assert by_paragraph(original, text) == segments


@given(st.lists(st.sampled_from(["Un mot.", "Deux mots ici.", "Trois."]), max_size=5))
def test_the_paragraphs_of_an_unchanged_text_are_its_own(paragraphs):
    text = "\n\n".join(paragraphs)
    assert by_paragraph(text, text) == paragraphs


def test_a_number_that_only_the_original_has_may_go():
    tally = numbers_kept("Le 3 mai, 35 drones.", "35 drones.", "Le mai, 35 drones.")
    assert (tally.found, tally.gold) == (1, 1)


def test_a_number_that_the_reference_keeps_is_missed():
    assert numbers_kept("Le 3 mai, 35 drones.", "Le 3 mai.", "Le 3 mai, 35 drones.").recall == 0.5


def test_a_name_that_the_reference_keeps_is_missed():
    text = "Selon Ben Wallace, oui"
    assert names_kept(text, "Selon Ben, oui", text).recall == 0.5


def test_elisions_and_compounds_count_as_one_word():
    assert word_count("L’Iran, dit-on, a 3,5 % de plus.") == 6


# Printed by `sacrebleu reference.txt -i hypothesis.txt -m bleu|chrf|ter -w 6`, sacreBLEU 2.6.0
@pytest.mark.parametrize(
    ("metric", "value"), [("BLEU", 67.398573), ("chrF", 81.447074), ("TER", 11.111111)]
)
def test_scores_are_those_of_sacrebleus_command(metric, value):
    score = corpus_scores(HYPOTHESES, REFERENCES)[metric]
    assert score.value == pytest.approx(value, abs=1e-5)


def test_the_signature_is_that_of_sacrebleus_command():
    signature = corpus_scores(HYPOTHESES, REFERENCES)["BLEU"].signature
    assert signature.startswith("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.")


# Printed by `sacrebleu … -i originals.txt hypotheses.txt --paired-ar`, each file five times over
@pytest.mark.parametrize(
    ("system", "metric", "value"),
    [("nothing", "BLEU", 49.32795574725439), ("tool", "BLEU", 67.39857287654524)],
)
def test_compared_scores_are_those_of_sacrebleus_command(system, metric, value):
    systems = {"nothing": ORIGINALS * 5, "tool": HYPOTHESES * 5}
    assert compared(systems, REFERENCES * 5)[system][metric].value == pytest.approx(value)


def test_a_system_that_mends_every_text_differs_from_doing_nothing():
    systems = {"nothing": ORIGINALS * 5, "tool": HYPOTHESES * 5}
    assert compared(systems, REFERENCES * 5, metrics=["TER"])["tool"]["TER"].p_value < 0.05


def test_a_system_that_equals_the_baseline_gets_no_p_value():
    systems = {"nothing": ORIGINALS * 5, "same": ORIGINALS * 5}
    assert compared(systems, REFERENCES * 5, metrics=["BLEU"])["same"]["BLEU"].p_value is None


def test_a_handful_of_texts_gets_no_p_value():
    systems = {"nothing": ORIGINALS, "tool": HYPOTHESES}
    assert compared(systems, REFERENCES, metrics=["BLEU"])["tool"]["BLEU"].p_value is None


def test_a_text_equal_to_its_reference_has_full_chrf():
    assert chrf(REFERENCES[0], REFERENCES[0]) == pytest.approx(100)


def test_a_reference_too_few_is_refused():
    with pytest.raises(RefusedScore, match=r"one reference to each hypothesis .* not 2 to 3"):
        corpus_scores(HYPOTHESES, REFERENCES[:2])


def test_an_unknown_metric_is_refused():
    with pytest.raises(
        RefusedScore, match="no metric is called 'COMET'; there are BLEU, chrF, TER"
    ):
        corpus_scores(HYPOTHESES, REFERENCES, metrics=["COMET"])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=6))
def test_every_annotation_finds_itself(places):
    marks = {at(start, start + length) for start, length in places}
    for match in ("exact", "overlap", "partial"):
        for tally in detection(marks, marks, match=match).values():
            assert tally.precision == pytest.approx(1)
            assert tally.recall == pytest.approx(1)


# --- signatures


def test_a_signature_has_name_version_and_options_in_their_order():
    assert signature("F", match="exact", beta=0.5) == "F|version:1|match:exact|beta:0.5"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (span_signature("exact", names="any"), span_signature("overlap", names="any")),
        (span_signature("exact", names="any"), span_signature("exact", names="same")),
        (span_signature("exact", names="any"), span_signature("exact", names="any", beta=1)),
        (
            span_signature("exact", names="any"),
            span_signature("exact", names="any", optional=True),
        ),
        (edit_signature(corrections=True), edit_signature(corrections=False)),
        (edit_signature(corrections=True), edit_signature(corrections=True, beta=1)),
        (edit_signature(corrections=True), edit_signature(corrections=True, optional=True)),
        (mended_signature(), mended_signature(optional=True)),
    ],
)
def test_an_option_that_changes_the_number_changes_the_signature(one, other):
    assert one != other


def test_the_signature_of_a_gain_ends_with_that_of_its_chrf():
    gain = gain_to_edit(ORIGINALS, HYPOTHESES, REFERENCES)
    chrf_signature = corpus_scores(HYPOTHESES, REFERENCES, metrics=("chrF",))["chrF"].signature
    assert gain.signature.endswith(f"|metric:chrF|{chrf_signature}")
    assert gain.to_dict()["signature"] == gain.signature
