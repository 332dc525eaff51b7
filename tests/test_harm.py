"""Harm: which edits change wording, verdicts of a reader, texts drawn by chance, the report."""

import json
import lzma

import pytest

import mtrepair
from benchmarks.harness import tables
from benchmarks.harness.systems import Loaded, System
from benchmarks.studies import harm, wording
from mtrepair.errors import RefusedScore
from mtrepair.revision import Revision
from mtrepair.types import Edit, Finding, Fix, Safety, Span


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("l’avantmalgré", Edit(Span(7, 7), " "), True),
        ("un a vantage", Edit(Span(4, 5), ""), True),
        ("le web,la radio", Edit(Span(7, 7), " "), False),
        ("Vraiment?", Edit(Span(8, 8), "\u00a0"), False),
        ("l'eau", Edit(Span(1, 2), "’"), False),
        ("dans 1000 ans", Edit(Span(5, 9), "1 000"), False),
        ("à 20h", Edit(Span(4, 4), " "), False),
        ("l’e\u0301tat", Edit(Span(2, 4), "é"), False),
        ("Il pense pas", Edit(Span(3, 3), "ne "), True),
        ("les Riches", Edit(Span(4, 10), "riches"), True),
    ],
)
def test_wording_is_words_changed_cut_or_joined_and_no_spacing(text, edit, expected):
    assert wording.is_wording(text, edit) is expected


def test_a_change_of_wording_carries_the_code_of_the_finding_that_mends_it():
    text = "Le Parlement a débattu du nucléaire programme de l’Iran . Il dort."
    [edit] = wording.of_repair(mtrepair.clean(text))
    assert (edit.code, edit.words) == ("MT501", ("nucléaire programme", "programme nucléaire"))


def test_of_two_findings_at_a_place_the_one_with_the_fix_gives_the_code():
    text, edit = "Les Riches dorment.", Edit(Span(4, 10), "riches")
    shown = Finding("MT402", "untranslated", Span(0, 18), text[:18], "shown only")
    mends = Finding(
        "MT504", "wrong-case", edit.span, "Riches", "", fixes=(Fix((edit,), Safety.SAFE),)
    )
    repair = mtrepair.Repair(Revision.of(text).apply([edit]), (shown, mends))
    assert [change.code for change in wording.of_repair(repair)] == ["MT504"]


def test_spaces_marks_and_furniture_are_no_wording():
    repair = mtrepair.clean("Le web,la radio. .\n\nPartager sur Facebook")
    assert repair.edits
    assert list(wording.of_repair(repair)) == []


def test_the_rewrite_of_another_system_is_read_by_its_edits():
    [edit] = wording.of_rewrite("Il a mangé la pomme ?", "Il a manger la pomme\u00a0?")
    assert (edit.code, edit.words) == ("?", ("a mangé la", "a manger la"))


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("On se pose là.", Edit(Span(3, 3), "ne "), ("On se pose", "On ne se pose")),
        (
            "des trois-quart la",
            Edit(Span(15, 15), "s"),
            ("des trois-quart la", "des trois-quarts la"),
        ),
        ("de de\u0301le", Edit(Span(2, 5), ""), ("de de\u0301le", "de\u0301le")),
        ("Il est là là.", Edit(Span(9, 12), ""), ("est là là", "est là")),
        ("à l’avantmalgré", Edit(Span(9, 9), " "), ("l’avantmalgré", "l’avant malgré")),
        ("les Riches dorment", Edit(Span(4, 10), "riches"), ("Riches", "riches")),
    ],
)
def test_the_edited_words_are_whole_and_where_letters_change_have_neighbours(text, edit, expected):
    assert wording.Wording(text, edit, "MT503").words == expected


def test_a_long_edit_is_kept_by_its_ends_alone():
    assert wording.brief(" ".join("abcdefghijklmn")) == "a b c d … k l m n"


def verdict(**changed):
    row = {"edit": ["Riches", "riches"], "code": "MT504", "kind": "novels", "verdict": "wrong"}
    return json.dumps(row | changed)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([verdict(sentence="Les Riches dorment.")], "line 1: a verdict has edit"),
        ([verdict(verdict="good")], "'good' is none of right, harmless, wrong"),
        ([verdict(), verdict(verdict="right")], "line 2: 'Riches' → 'riches' has another verdict"),
        ([verdict(edit=["x " * 13, "y"])], "is too long: edited words, no sentence"),
    ],
)
def test_verdicts_that_say_too_much_or_contradict_are_refused(tmp_path, rows, message):
    (tmp_path / "verdicts.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(RefusedScore, match=message):
        harm.read_verdicts(tmp_path / "verdicts.jsonl")


def test_the_committed_verdicts_are_read():
    harm.read_verdicts(harm.VERDICTS)


def riches(start=4):
    return wording.Wording("Les Riches dorment.", Edit(Span(start, start + 6), "riches"), "MT504")


def test_an_edit_without_a_verdict_counts_as_unread():
    verdicts = {harm.Key("Riches", "riches", "MT504", "novels"): "wrong"}
    edits = {"novels": [riches()], "press": [riches()]}
    table = harm.kinds_table(edits, {"novels": 50_000, "press": 100_000}, verdicts)
    assert "| novels | 50 000 | 1 | 2.0 | 0 | 0 | 1 | 0 | 0 % |" in table
    assert "| press | 100 000 | 1 | 1.0 | 0 | 0 | 0 | 1 | - |" in table
    assert "| all | 150 000 | 2 | 1.3 | 0 | 0 | 1 | 1 | 0 % |" in table
    [unread] = harm.verdict_rows([(kind, e) for kind, own in edits.items() for e in own], verdicts)
    assert json.loads(unread)["kind"] == "press"


@pytest.fixture
def data(tmp_path, monkeypatch):
    texts = [f"Le numéro {i} du programme est sur la table." for i in range(40)]
    pairs = "".join(f"{text}\tEnglish {i}\n" for i, text in enumerate(texts))
    rows = "".join(json.dumps({"id": "x", "text": text}) + "\n" for text in texts)
    short = "Court\n" * 5 + "\n".join(["Il y a aucun signe de cet accord."] * 3) + "\n"
    for name, body in (("a.tsv.xz", pairs), ("b.jsonl.xz", rows), ("c.txt.xz", short)):
        (tmp_path / name).write_bytes(lzma.compress(body.encode("utf-8")))
    monkeypatch.setattr(
        harm, "KINDS", {"mixed": ("a.tsv.xz", "b.jsonl.xz"), "faulty": ("c.txt.xz",)}
    )
    return tmp_path


def test_texts_are_drawn_alike_each_time_and_evenly_from_the_files_of_a_kind(data):
    texts, again, other = (harm.texts_of("mixed", data, words=90, seed=seed) for seed in (1, 1, 2))
    assert texts == again != other
    assert not any("English" in text or "{" in text for text in texts)
    assert harm.word_total(texts) == 90


def test_the_same_text_is_drawn_once_and_a_label_never(data):
    assert harm.drawn(data / "c.txt.xz", 100, 1) == ["Il y a aucun signe de cet accord."]


def test_the_report_counts_each_system_and_keeps_its_other_sections(data, tmp_path, monkeypatch):
    shout = System("shout", "a peer", lambda: Loaded(repair=str.upper), "pip install shout")

    def absent():
        raise ImportError

    missing = System("absent", "a peer", absent, "pip install absent")
    monkeypatch.setattr(harm, "chosen", lambda names: [shout, missing])
    out = tmp_path / "harm.md"
    arguments = ["--data", str(data), "--words", "90", "--out", str(out), "--kinds"]
    assert harm.main([*arguments, "mixed", "faulty", "--name", "before"]) == 0
    first = out.read_text(encoding="utf-8")
    # One edit in the 8 words of a faulty text; two, either side of its number, in each 9 others.
    assert "| mtrepair | 0.0 | 12 500.0 |" in first
    assert "| shout | 22 222.2 |" in first
    assert "Not installed: absent (`pip install absent`)." in first
    assert "| MT503 | 0.0 | 12 500.0 | 0 | 0 | 0 | 1 | - |" in first
    assert harm.main([*arguments, "mixed"]) == 0
    second = out.read_text(encoding="utf-8")
    assert second.startswith(first)
    assert second.count("<!-- now:begin -->") == 1


def test_what_a_repair_model_adds_is_told_apart(data, monkeypatch, capsys):
    def clean_many(texts, *, language_model, repair_model=None):
        # Harm by the repair model alone: it takes a word out.
        for text in texts:
            edit = Edit(Span(3, 10), "")
            fix = Fix((edit,), Safety.SAFE)
            told = Finding("MT303", "doubled", edit.span, "numéro ", "", fixes=(fix,))
            edits, findings = ([edit], (told,)) if repair_model else ([], ())
            yield mtrepair.Repair(Revision.of(text).apply(edits), findings)

    monkeypatch.setattr(harm.mtrepair, "clean_many", clean_many)
    arguments = ["--data", str(data), "--words", "90", "--peer-words", "0", "--kinds", "mixed"]
    assert harm.main([*arguments, "--repair-model", "repair-small"]) == 0
    told = capsys.readouterr().out
    assert "| mtrepair-repair | 11 111.1 | 11 111.1 | 90 |" in told
    adds = told.partition('What `repair_model="repair-small"` adds:')[2]
    assert "| mixed | 90 | 10 | 11 111.1 | 0 | 0 | 0 | 10 | - |" in adds


def test_an_edit_that_was_there_before_is_not_added():
    assert harm.beyond([riches(), riches(), riches(3)], [riches()]) == [riches(), riches(3)]


def test_a_machine_translation_is_read_by_its_french(tmp_path):
    row = json.dumps({"english": "The table.", "mt": "La table est ronde."})
    (tmp_path / "mt.jsonl.xz").write_bytes(lzma.compress(f"{row}\n".encode()))
    assert list(harm.read_texts(tmp_path / "mt.jsonl.xz")) == ["La table est ronde."]


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    file = tmp_path / "report.md"
    for name, body in (("before", "old\n"), ("now", "one\n"), ("now", "two\n")):
        tables.put(file, name, body, heading="# Report\n")
    text = file.read_text(encoding="utf-8")
    assert ("old\n" in text, "one\n" in text, text.count("two\n")) == (True, False, 1)


def test_harm_without_its_data_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("MTREPAIR_DATA", raising=False)
    assert harm.main([]) == 2
    assert "harm needs a data folder" in capsys.readouterr().err
    assert harm.main(["--data", str(tmp_path), "--kinds", "press"]) == 2
    assert "is not there; give --data the folder that has it" in capsys.readouterr().err
