"""The benchmark: sets, damage, systems, refusals, partial results, floors, generated tables."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import HOME, ROOT
from benchmarks.harness import (
    command,
    floors,
    ours,
    peers,
    report,
    sets,
    speed,
    suites,
    tables,
)
from benchmarks.harness.catalogue import chosen
from benchmarks.harness.results import Results
from benchmarks.harness.systems import Found, Loaded, System
from benchmarks.studies import damage
from mtrepair.errors import InputError, RefusedScore
from mtrepair.score import Annotation, characters_edited
from mtrepair.types import Edit, Span

QUIET = Console(quiet=True)


def annotated(text, reference, *marks):
    """A set of one text, marks as (start, end, name, correction)."""
    corrections = {Annotation(Span(s, e), name): new for s, e, name, new in marks}
    return sets.TestSet(
        "tiny", "annotated", (sets.Text("one", text, reference, corrections),), "0" * 64
    )


TINY = annotated("Le le chat dort .", "Le chat dort.", (3, 6, "repeated-word", ""))


# --- sets


@pytest.mark.parametrize("name", sets.IN_REPOSITORY)
def test_each_set_of_the_repository_loads_with_its_pinned_checksum(name):
    assert sets.load(name).texts


@pytest.mark.parametrize("name", [name for name in sets.IN_REPOSITORY if name != "real"])
def test_each_set_of_the_repository_has_a_card_with_source_licence_and_checksum(name):
    card = (sets.HERE / f"{name}.md").read_text(encoding="utf-8")
    pinned = sets.pinned_checksums()
    own = [digest for file, digest in pinned.items() if Path(file).stem == name]
    assert own
    for needed in ("Source:", "Licence:", "Annotation:", "Size:", *own):
        assert needed in card


@pytest.mark.parametrize("name", ["real", "damaged"])
def test_the_corrections_of_a_text_give_its_reference(name):
    for text in sets.load(name).texts:
        edits = [Edit(mark.span, new) for mark, new in text.corrections.items()]
        assert peers.applied(text.text, edits) == text.reference


def test_a_set_whose_checksum_changed_is_refused(tmp_path, monkeypatch):
    for file in ("clean.jsonl", "SHA256SUMS"):
        (tmp_path / file).write_bytes((sets.HERE / file).read_bytes())
    with (tmp_path / "clean.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "one-more", "text": "Bonjour."}\n')
    monkeypatch.setattr(sets, "HERE", tmp_path)
    monkeypatch.setattr(sets, "CHECKSUMS", tmp_path / "SHA256SUMS")
    with pytest.raises(RefusedScore, match=r"clean\.jsonl has the checksum .* not the pinned"):
        sets.load("clean")


def test_an_unknown_set_is_refused_with_a_close_name():
    with pytest.raises(RefusedScore, match="no set is called 'damagd'; close to it: damaged"):
        sets.load("damagd")


def test_a_set_of_the_data_folder_without_one_is_refused_with_what_to_give():
    with pytest.raises(RefusedScore, match="'press' needs a data folder: --data DIR"):
        sets.load("press")


def test_a_wmt_set_that_cannot_be_fetched_is_refused_with_what_to_give(monkeypatch):
    def offline(*_):
        raise OSError("no network")

    monkeypatch.setattr("sacrebleu.utils.get_files", offline)
    with pytest.raises(RefusedScore, match=r"--data DIR or MTREPAIR_DATA.* no network"):
        sets.load("newstest2014")


def test_a_data_folder_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="data folder '/nowhere' is not there"):
        sets.data_folder("/nowhere")


def test_the_annotated_share_is_the_precision_of_marking_at_random():
    assert TINY.annotated == 3 / len("Le le chat dort .")


# --- damage


def test_the_damage_undone_is_the_clean_text():
    rng = random.Random(7)
    paragraphs = [text.text for text in sets.load("wikinews").texts]
    for article in list(damage.articles([{"text": text} for text in paragraphs]))[:8]:
        row = damage.damaged_article(article, rng)
        edits = [Edit(Span(m["start"], m["end"]), m["correction"]) for m in row["annotations"]]
        assert peers.applied(row["text"], edits) == row["clean"] == "\n\n".join(article)


def test_the_same_seed_gives_the_same_damage():
    article = [
        "Un titre",
        "La situation nucléaire du pays est grave, dit-on. " * 4,
        "Fin du texte.",
    ]
    one, other = (damage.damaged_article(article, random.Random(5)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("wound", "text", "damaged"),
    [
        (damage.english_order, "le programme nucléaire", "le nucléaire programme"),
        (damage.joined_words, "l'avant malgré", "avantmalgré"),
        (damage.lost_negations, "il n'y a aucun signe", ""),
        (damage.unmade_elisions, "dans l'histoire", "la "),
        (damage.stray_marks, "le pays lundi.", ". ."),
        (damage.other_quotes, "un « plan d’action » de", "“plan d’action”"),
        (damage.capitals, "en échange de drones kamikazes", "D"),
    ],
)
def test_each_wound_imitates_what_a_translator_or_a_page_does(wound, text, damaged):
    assert damaged in [made.damaged for made in wound(text)]


# --- systems


def test_an_unknown_system_is_refused_with_a_close_name():
    with pytest.raises(RefusedScore, match="no system is called 'grammalect'; close to it: gramma"):
        chosen(["grammalect"])


def test_doing_nothing_is_always_measured_and_first():
    assert [system.name for system in chosen(["polytypo"])] == ["nothing", "polytypo"]


def test_a_peer_that_is_not_installed_is_reported_with_what_installs_it(capsys):
    def absent():
        raise ModuleNotFoundError("No module named 'absent'")

    results = Results(Path(), write=False)
    peer = System("absent", "a peer", absent, "pip install absent")
    assert dict(command._ready([peer], results, Console(stderr=True))) == {}
    assert results.missing == {"absent": "pip install absent"}
    assert "absent is not installed: pip install absent" in capsys.readouterr().err


def test_every_peer_says_what_installs_it():
    for peer in peers.SYSTEMS:
        assert peer.install.startswith(("pip install", "apt install", "benchmarks/peers.sh"))


def test_a_repair_without_findings_of_its_own_is_read_by_its_edits():
    marks = Loaded(repair=lambda text: text.replace("le le", "le")).marks
    assert marks is not None
    assert [mark.annotation.span for mark in marks("Sur le le toit")] == [Span(7, 10)]


def test_of_two_overlapping_suggestions_the_first_is_taken():
    edits = [Edit(Span(0, 4), "A"), Edit(Span(2, 6), "B")]
    assert peers.applied("abcdef", edits) == "Aef"


def test_offsets_in_bytes_become_offsets_in_characters():
    places = peers._places_of_bytes("l’été")
    assert "l’été"[places[4] : places[7]] == "ét"


def test_repeated_lines_are_dropped_by_the_glue():
    assert peers._without_repeats("Un\n\nUn\n\nDeux\n") == "Un\n\nDeux\n"


def test_a_word_is_split_only_into_words_that_the_dictionary_knows():
    known = {"avant", "malgré", "avantage"}
    split = peers._gated(
        {"avantmalgré": ["avant", "malgré"], "shahed": ["sha", "hed"]}.__getitem__,
        known.__contains__,
    )
    assert split("avantage avantmalgré shahed") == "avantage avant malgré shahed"


def test_our_findings_carry_their_confidence():
    [found] = ours._rules().detect("le web,la radio")
    assert found.annotation.name == "missing-space"
    assert 0 < found.confidence <= 1


# --- suites


def test_detection_counts_a_finding_by_name_and_by_place():
    def marks(_):
        return [Found(Annotation(Span(3, 6), "elision"))]

    row = suites.detect(marks, TINY, named=True, tick=lambda: None)
    assert row["any"]["exact"]["recall"] == 1
    assert row["named"]["exact"]["recall"] == 0


def test_precision_by_confidence_leaves_out_what_is_less_sure():
    def marks(_):
        return [
            Found(Annotation(Span(3, 6), "repeated-word"), 0.97),
            Found(Annotation(Span(12, 16), "elision"), 0.6),
        ]

    row = suites.detect(marks, TINY, named=True, tick=lambda: None)
    by_confidence = {p["confidence"]: p["precision"] for p in row["by_confidence"]}
    assert (by_confidence[0.5], by_confidence[0.95]) == (0.5, 1.0)


def test_a_text_with_more_wrong_edits_than_right_ones_counts_as_made_worse():
    row, _ = suites.repair(lambda text: text.replace("chat", "chien"), TINY, tick=lambda: None)
    assert row["harmed_by_edits"] == row["harmed_by_chrf"] == 1


def test_the_reference_itself_mends_everything_and_harms_nothing():
    row, texts = suites.repair(lambda _: TINY.texts[0].reference, TINY, tick=lambda: None)
    assert texts == ["Le chat dort."]
    assert (row["mended"], row["edits"]["f05"], row["harmed_by_edits"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("original", "text", "edited"),
    [
        ("", "abc", 3),
        ("abc", "", 3),
        ("abc", "abc", 0),
        ("le chat", "la chatte", 4),
        ("nucléaire programme", "programme nucléaire", 20),
    ],
)
def test_characters_edited_are_the_fewest_taken_out_and_put_in(original, text, edited):
    assert characters_edited(original, text) == edited


def test_of_two_repairs_that_gain_the_same_the_one_that_edits_less_gains_more_by_edit():
    row = suites.gains({"nothing": ["Le le chat dort ."], "right": ["Le chat dort."]}, TINY)
    assert row["nothing"]["gain_to_edit"]["value"] is None
    right = row["right"]["gain_to_edit"]
    assert right["characters_edited"] == 4
    assert right["value"] == 1000 * right["chrf_gained"] / 4 > 0


def test_an_edit_of_clean_text_gains_less_than_nothing():
    tests = sets.TestSet("tiny", "clean", (sets.Text("a", "Le chat dort bien.", "", {}),), "")
    row = suites.clean(lambda text: text + "!", None, tests, tick=lambda: None)
    assert row["gain_to_edit"]["characters_edited"] == 1
    assert row["gain_to_edit"]["value"] < 0
    assert row["gain_to_edit"]["signature"].startswith("gain to edit|version:1|")


def test_the_report_shows_a_signature_of_each_of_our_scores():
    results = Results(Path(), write=False)
    row = suites.detect(lambda _: [], TINY, named=True, tick=lambda: None)
    results.add("detect", "tiny", "mtrepair", row)
    row, lines = suites.repair(lambda _: "Le chat dort.", TINY, tick=lambda: None)
    results.add(
        "repair", "tiny", "mtrepair", row | suites.gains({"mtrepair": lines}, TINY)["mtrepair"]
    )
    shown = report.signatures(results)
    assert {name: text.partition("|")[0] for name, text in shown.items()} == {
        **{f"{m}, {n} name (detect)": "span F" for m in suites.MATCHES for n in ("any", "same")},
        "edit F0.5 (repair)": "edit F",
        "marks mended (repair)": "marks mended",
        "gain to edit (repair)": "gain to edit",
    }


def test_results_from_before_signatures_are_reported_with_those_of_version_1():
    chrf = "nrefs:1|case:mixed"
    results = Results(Path(), write=False)
    results.add("repair", "tiny", "mtrepair", {"gain_to_edit": {"signature": chrf}})
    shown = report.signatures(results)
    assert shown["gain to edit (repair)"].endswith(f"|metric:chrF|{chrf}")
    assert shown["edit F0.5 (repair)"].startswith("edit F|version:1|")


def test_the_gain_to_edit_stands_beside_the_texts_made_worse():
    row, lines = suites.repair(lambda _: "Le chat dort.", TINY, tick=lambda: None)
    scores = suites.repair_scores({"nothing": ["Le le chat dort ."], "right": lines}, TINY)
    for metric in ("BLEU", "chrF", "TER"):
        scores["right"][metric]["p"] = None
    row |= scores["right"] | suites.gains({"right": lines}, TINY)["right"]
    results = Results(Path(), write=False, suites={"repair": {"tiny": {"right": row}}})
    head, _, cells = tables.repair_table(results, "tiny").splitlines()
    place = head.split(" | ").index("gain to edit")
    assert head.split(" | ")[place + 1] == "worse by edits"
    assert float(cells.split(" | ")[place].replace(" ", "")) > 0


def test_a_repair_that_changes_its_own_output_is_not_idempotent():
    row, _ = suites.repair(lambda text: text + "!", TINY, tick=lambda: None)
    assert row["idempotent"] == 0


def test_clean_text_counts_needless_edits_per_thousand_words():
    tests = sets.TestSet("tiny", "clean", (sets.Text("a", "Le chat dort bien.", "", {}),), "")
    row = suites.clean(str.upper, None, tests, tick=lambda: None)
    assert (row["untouched"], row["edits_per_1000_words"]) == (0, 1000)


def test_disagreements_show_a_miss_and_a_false_alarm():
    def marks(_):
        return [Found(Annotation(Span(12, 16), "elision"))]

    rows = suites.disagreements(marks, None, TINY)
    assert [(row["what"], row["marked"]) for row in rows] == [
        ("miss", "le "),
        ("false alarm", "ort "),
    ]


# --- run


def test_an_unknown_suite_is_refused_with_a_close_name(capsys):
    assert command.main(["--suite", "detec"]) == 2
    assert "no suite is called 'detec'; close to it: detect" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert command.main(["--suite", "clean", "--out", str(tmp_path / "file" / "results")]) == 2
    assert "results cannot be written" in capsys.readouterr().err


def test_an_interrupted_run_leaves_what_it_measured(tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(suites, "clean", interrupted)
    arguments = [
        "--suite",
        "detect",
        "clean",
        "--systems",
        "mtrepair-rules",
        "--sets",
        "article",
        "clean",
    ]
    assert command.main([*arguments, "--out", str(tmp_path)]) == 130
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert kept["suites"]["detect"]["article"]["mtrepair-rules"]["any"]


def test_a_run_writes_results_summary_and_a_report_that_needs_no_other_file(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "load", lambda name, data: TINY)
    arguments = ["--suite", "detect", "repair", "--systems", "mtrepair-rules", "--sets", "article"]
    assert command.main([*arguments, "--out", str(tmp_path)]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert 'src="' not in page
    assert "| mtrepair-rules |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_a_merged_run_keeps_what_it_does_not_measure(tmp_path):
    first = Results.create(tmp_path)
    first.add("clean", "press", "peer", {"untouched": 0.5})
    second = Results.create(tmp_path, merge=True)
    second.add("clean", "press", "other", {"untouched": 0.25})
    kept = Results.read(tmp_path / "results.json").suites["clean"]["press"]
    assert kept == {"peer": {"untouched": 0.5}, "other": {"untouched": 0.25}}


def test_a_training_log_becomes_a_curve(tmp_path):
    log = tmp_path / "small" / "log.jsonl"
    log.parent.mkdir()
    log.write_text('{"step": 1, "loss": 4.0}\n{"step": 2, "loss": 3.0}\n', encoding="utf-8")
    assert "Training: small" in report.html(Results(tmp_path, write=False), [log])


# --- speed


def test_the_varied_text_has_the_length_asked_for_and_repeats_no_paragraph():
    text = speed.varied_text(600_000)
    paragraphs = text.split("\n\n")
    assert len(text) == 600_000
    assert len(set(paragraphs)) == len(paragraphs)


def test_a_worker_that_fails_says_why():
    assert "no system" in speed._worker("nobody", "detect", speed.ARTICLE)["error"]


# --- floors


def results_with(value):
    row = {"BLEU": {"value": value}, "TER": {"value": 30.0}}
    return Results(Path(), write=False, suites={"repair": {"real": {"mtrepair": row}}})


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    file = tmp_path / "floors.json"
    floor = {"repair/real/mtrepair/BLEU/value": 60.0, "repair/real/mtrepair/-TER/value": 31.0}
    file.write_text(json.dumps({"sets": {}, "floors": floor, "regressions": []}), encoding="utf-8")
    monkeypatch.setattr(floors, "FILE", file)
    return file


def test_scores_on_their_floor_pass(pinned):
    assert floors.check(results_with(60.0), None) == 0


def test_a_score_under_its_floor_fails(pinned):
    assert floors.check(results_with(59.9), None) == 1


def test_a_ter_above_its_floor_fails(pinned):
    results = results_with(60.0)
    results.suites["repair"]["real"]["mtrepair"]["TER"]["value"] = 31.5
    assert floors.check(results, None) == 1


def test_a_floor_is_lowered_only_with_a_reason_that_is_kept(pinned):
    assert floors.check(results_with(59.0), "another tokenizer") == 0
    kept = json.loads(pinned.read_text(encoding="utf-8"))
    assert kept["floors"]["repair/real/mtrepair/BLEU/value"] == 59.0
    assert kept["regressions"][0]["reason"] == "another tokenizer"


def test_a_check_without_floors_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.json")
    with pytest.raises(RefusedScore, match=r"no floors\.json: pin what has been reached"):
        floors.check(results_with(60.0), None)


def test_floors_are_raised_and_never_lowered(pinned, monkeypatch):
    keys = (
        ("repair", "real", "mtrepair", "BLEU/value"),
        ("repair", "real", "mtrepair", "-TER/value"),
    )
    monkeypatch.setattr(floors, "PINNED", keys)
    floors.raised(results_with(59.0))
    kept = json.loads(pinned.read_text(encoding="utf-8"))["floors"]
    assert kept == {
        "repair/real/mtrepair/BLEU/value": 60.0,
        "repair/real/mtrepair/-TER/value": 30.0,
    }


def test_floors_pinned_on_another_set_are_refused(pinned):
    kept = json.loads(pinned.read_text(encoding="utf-8")) | {"sets": {"clean": "0" * 64}}
    pinned.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(RefusedScore, match="pinned on another 'clean'"):
        floors.check(results_with(60.0), None)


# --- tables


def test_a_table_goes_between_its_markers_and_nothing_else_changes():
    text = "Before\n<!-- clean:begin -->\nold\n<!-- clean:end -->\nAfter\n"
    assert tables.filled(text, {"clean": "new\n"}) == text.replace("old", "new")


@pytest.mark.skipif(not tables.RESULTS.is_file(), reason="no results are committed")
@pytest.mark.parametrize("file", tables.READMES, ids=lambda file: file.parent.name)
def test_the_tables_of_the_documentation_are_those_of_the_committed_results(file):
    text = file.read_text(encoding="utf-8")
    made = tables.all_tables(Results.read(tables.RESULTS))
    assert tables.filled(text, made) == text, "stale: python -m benchmarks.harness.tables --write"


# --- commands

# These have no command of their own: what several read of the data folder, what two others count.
PARTS = {"__init__", "corpora", "wording"}
STUDIES = sorted({path.stem for path in (HOME / "studies").glob("*.py")} - PARTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_a_study_is_a_command_that_says_what_it_asks_for(name):
    command = [sys.executable, "-m", f"benchmarks.studies.{name}", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "usage:" in done.stdout.lower()


def test_the_script_runs_from_any_folder_without_a_search_path(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    command = [sys.executable, str(HOME / "run.py"), "--suite", "detec", "--sets", "clean"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no suite is called 'detec'" in done.stderr
