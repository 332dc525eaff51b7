"""A batch of rows or a table: columns beside it, errors in their rows, settings in its pickle."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tiny_model import FakeModel

import mtrepair
from mtrepair import Cleaner, RepairBatch
from mtrepair.errors import InputError, ModelError

RULES = Cleaner(language_model=None)
ADDED = ["mtrepair_text", "mtrepair_findings", "mtrepair_density", "mtrepair_error"]
BAD, MENDED = "Le web,la radio.", "Le web, la radio."
NO_TEXT = "no text: 'text' is null or missing"


def told(text: Any, **options: Any) -> dict[str, Any]:
    """What is told of one text, by the names without their prefix."""
    (row,) = RepairBatch(cleaner=RULES, **options).rows([{"text": text}])
    return {name.removeprefix("mtrepair_"): value for name, value in row.items() if name != "text"}


def test_a_row_keeps_its_columns_and_has_those_of_its_repair() -> None:
    rows = [{"id": 1, "text": BAD}, {"id": 2, "text": "Rien."}]
    found = RepairBatch(cleaner=RULES).rows(rows)
    assert [list(row) for row in found] == [["id", "text", *ADDED]] * 2
    assert [(row["id"], row["text"], row["mtrepair_text"]) for row in found] == [
        (1, BAD, MENDED),
        (2, "Rien.", "Rien."),
    ]
    assert rows == [{"id": 1, "text": BAD}, {"id": 2, "text": "Rien."}]


def test_findings_are_the_records_of_the_command() -> None:
    (record,) = json.loads(told(BAD)["findings"])
    assert record == mtrepair.detect(BAD)[0].to_dict()
    assert (record["code"], record["start"], record["end"]) == ("MT103", 6, 9)


def test_findings_are_written_as_they_read() -> None:
    assert "“,”" in told(BAD)["findings"]


def test_the_density_is_findings_in_a_thousand_words() -> None:
    assert told("Le web,la radio et le son.")["density"] == 166.67  # one in six
    assert told("Rien.")["density"] == 0.0
    assert told("")["density"] == 0.0


def test_the_density_of_a_page_counts_the_words_that_are_seen() -> None:
    house = Cleaner(language_model=None, markup="html")
    page = '<p class="a b c d">Le web,la radio.</p><script>un deux trois</script>'
    (row,) = RepairBatch(cleaner=house).rows([{"text": page}])
    assert row["mtrepair_density"] == 333.33  # one in three


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (None, NO_TEXT),
        (float("nan"), NO_TEXT),
        (7, "'text' must be a str, not int; decode bytes or open the file first"),
        (b"Le web", "'text' must be a str, not bytes; decode bytes or open the file first"),
        (
            "Le web,\ud83d",
            "'text' has half a surrogate pair at 7, which no file in UTF-8 can hold; read it with "
            "the right encoding",
        ),
    ],
)
def test_what_is_no_text_has_an_error_in_its_row(value: Any, error: str) -> None:
    assert told(value) == {"text": None, "findings": "[]", "density": None, "error": error}


def test_a_row_without_the_column_has_an_error() -> None:
    (row,) = RepairBatch(cleaner=RULES).rows([{"id": 1}])
    assert (row["id"], row["mtrepair_error"]) == (1, NO_TEXT)


def test_an_error_says_the_same_wherever_its_row_stands() -> None:
    alone, behind = ({"text": 7}, [{"text": BAD}, {"text": 7}])
    batch = RepairBatch(cleaner=RULES)
    assert batch.rows([alone])[0] == batch.rows(behind)[1]


def broken(texts: Any, terms: Any) -> Any:
    raise RuntimeError("out of order")


def test_a_text_that_can_not_be_cleaned_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtrepair.kinds.repairs", broken)
    assert told(BAD) == {
        "text": BAD,
        "findings": "[]",
        "density": None,
        "error": "RuntimeError: out of order",
    }


def test_a_model_that_is_missing_is_no_matter_of_one_row(tmp_path: Path) -> None:
    house = Cleaner(language_model=None, repair_model=tmp_path)
    with pytest.raises(ModelError):
        RepairBatch(cleaner=house).rows([{"text": BAD}])


def test_texts_are_held_against_their_sources() -> None:
    rows = [
        {"text": "Il a vendu 35 chars.", "english": "He sold 53 tanks."},
        {"text": "Il a vendu 35 chars.", "english": None},
        {"text": "Il a vendu 35 chars."},
        {"text": BAD, "english": 7},
        {"text": None, "english": "He sold 53 tanks."},
    ]
    found = RepairBatch(source_column="english", cleaner=RULES).rows(rows)
    codes = [[one["code"] for one in json.loads(row["mtrepair_findings"])] for row in found]
    assert codes == [["MT701"], [], [], [], []]
    assert [row["mtrepair_error"] for row in found[:3]] == [None] * 3
    assert found[3]["mtrepair_text"] == BAD and "must be a str" in found[3]["mtrepair_error"]
    assert found[4]["mtrepair_error"] == NO_TEXT


def test_what_only_the_source_tells_is_not_counted_in_the_density() -> None:
    row = {"text": "Il a vendu 35 chars.", "english": "He sold 53 tanks."}
    (found,) = RepairBatch(source_column="english", cleaner=RULES).rows([row])
    assert found["mtrepair_density"] == 0.0


@pytest.mark.slow
def test_the_repaired_text_is_translated() -> None:
    rows = [{"text": "Le vote aura lieu lundi. ."}, {"text": None}, {"text": "Il pleut."}]
    found = RepairBatch(cleaner=RULES, english=True).rows(rows)
    assert list(found[0]) == ["text", *ADDED[:3], "mtrepair_english", "mtrepair_error"]
    assert found[0]["mtrepair_english"] == "The vote will take place on Monday."
    assert found[1]["mtrepair_english"] is None
    assert found[2]["mtrepair_english"] and found[2]["mtrepair_error"] is None


def test_columns_tell_what_is_put_beside_a_table() -> None:
    assert RepairBatch(english=True, prefix="x_").columns == {
        "x_text": str,
        "x_findings": str,
        "x_density": float,
        "x_english": str,
        "x_error": str,
    }


def test_a_column_with_the_name_of_a_new_one_is_replaced() -> None:
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    batch, rows = RepairBatch(cleaner=RULES), {"mtrepair_text": ["old"], "text": [BAD]}
    assert batch(rows)["mtrepair_text"] == [MENDED]
    assert batch(pandas.DataFrame(rows))["mtrepair_text"].tolist() == [MENDED]
    assert batch(pyarrow.table(rows)).column("mtrepair_text").to_pylist() == [MENDED]


def test_a_frame_comes_back_with_its_index_and_stays_as_it_was() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [BAD, None, "Rien."], "id": [1, 2, 3]}, index=[5, 5, 9])
    before = frame.copy(deep=True)
    found = RepairBatch(cleaner=RULES)(frame)
    pandas.testing.assert_frame_equal(frame, before)
    assert list(found.columns) == ["text", "id", *ADDED]
    assert found.index.tolist() == [5, 5, 9]
    assert found["mtrepair_text"].iloc[[0, 2]].tolist() == [MENDED, "Rien."]
    assert found["mtrepair_error"].isna().tolist() == [True, False, True]
    assert found["mtrepair_error"].iloc[1] == NO_TEXT


@pytest.mark.parametrize("texts", [[], [BAD], [None], [BAD, None]])
def test_types_of_a_frame_are_the_same_whatever_it_holds(texts: list[str | None]) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": pandas.Series(texts, dtype=object)})
    types = RepairBatch(cleaner=RULES)(frame).dtypes[ADDED].map(str).tolist()
    assert types == ["string", "string", "float64", "string"]


@pytest.mark.parametrize("texts", [[], [BAD], [None], [BAD, None]])
def test_types_of_an_arrow_table_are_the_same_whatever_it_holds(texts: list[str | None]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())})
    table = table.replace_schema_metadata({"made": "by hand"})
    found = RepairBatch(cleaner=RULES)(table)
    assert [str(kind) for kind in found.schema.types[1:]] == [
        "string",
        "string",
        "double",
        "string",
    ]
    assert found.schema.names == ["text", *ADDED]
    assert found.schema.metadata == {b"made": b"by hand"}
    assert table.schema.names == ["text"]


def test_a_record_batch_comes_back_as_one() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    found = RepairBatch(cleaner=RULES)(pyarrow.RecordBatch.from_pydict({"text": [BAD, None]}))
    assert isinstance(found, pyarrow.RecordBatch)
    assert found.column("mtrepair_text").to_pylist() == [MENDED, None]
    assert found.column("mtrepair_density").to_pylist() == [333.33, None]


def test_an_arrow_dictionary_is_read_as_its_texts() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    texts = pyarrow.array([BAD, BAD]).dictionary_encode()
    found = RepairBatch(cleaner=RULES)(pyarrow.table({"text": texts}))
    assert found.column("mtrepair_text").to_pylist() == [MENDED, MENDED]


def test_a_dict_of_lists_comes_back_with_lists() -> None:
    given = {"text": [BAD, None], "id": [1, 2]}
    found = RepairBatch(cleaner=RULES)(given)
    assert found["mtrepair_text"] == [MENDED, None]
    assert found["mtrepair_density"] == [333.33, None]
    assert list(given) == ["text", "id"]


def test_a_dict_of_arrays_that_can_not_be_written_comes_back_with_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    texts = numpy.array([BAD, None], dtype=object)
    texts.flags.writeable = False
    found = RepairBatch(cleaner=RULES)({"text": texts})
    assert found["mtrepair_text"].tolist() == [MENDED, None]
    assert [found[name].dtype.kind for name in ADDED] == ["O", "O", "f", "O"]
    assert found["text"] is texts


def test_an_array_of_numpys_strings_is_read() -> None:
    numpy = pytest.importorskip("numpy")
    found = RepairBatch(cleaner=RULES)({"text": numpy.array([BAD])})
    assert found["mtrepair_text"].tolist() == [MENDED]


def tables() -> list[Any]:
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    given: Mapping[str, Any] = {"body": [BAD], "id": [1]}
    return [given, pandas.DataFrame(given), pyarrow.table(given)]


@pytest.mark.parametrize("kind", range(3), ids=["dict", "pandas", "pyarrow"])
def test_a_table_without_the_column_is_refused_with_those_it_has(kind: int) -> None:
    message = "there is no column 'text'; the columns are: 'body', 'id'"
    with pytest.raises(InputError, match=message):
        RepairBatch(cleaner=RULES)(tables()[kind])


@pytest.mark.parametrize("kind", range(3), ids=["dict", "pandas", "pyarrow"])
def test_a_table_without_the_column_of_sources_is_refused(kind: int) -> None:
    with pytest.raises(InputError, match="there is no column 'english'; the columns are: 'body'"):
        RepairBatch("body", source_column="english", cleaner=RULES)(tables()[kind])


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputError, match="not list; rows go through"):
        RepairBatch()([{"text": BAD}])


def test_an_empty_table_loads_no_model(tmp_path: Path) -> None:
    house = Cleaner(language_model=None, repair_model=tmp_path)
    assert RepairBatch(cleaner=house)({"text": []})["mtrepair_text"] == []


def test_many_tables_are_repaired_as_they_are_asked_for() -> None:
    found = RepairBatch(cleaner=RULES).over([{"text": [BAD]}, {"text": [None]}])
    assert next(found)["mtrepair_text"] == [MENDED]
    assert next(found)["mtrepair_text"] == [None]


def test_a_pickle_is_of_settings_also_after_the_models_are_loaded() -> None:
    batch = RepairBatch("body", cleaner=Cleaner(keep=["lesJours"], ignore=["MT205"]))
    before = pickle.dumps(batch)
    batch.rows([{"body": BAD}])
    assert pickle.dumps(batch) == before and len(before) < 1000
    assert pickle.loads(before) == batch


def test_a_pickle_is_another_in_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pickle.dumps(RepairBatch())
    monkeypatch.setattr("mtrepair.integrations.batch.__version__", "99.0")
    assert pickle.dumps(RepairBatch()) != before


def test_a_pickle_is_another_when_the_house_words_change(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("lesJours\n", encoding="utf-8")
    batch = RepairBatch(cleaner=Cleaner(keep_file=words))
    before = pickle.dumps(batch)
    words.write_text("lesJours\nlaVille\n", encoding="utf-8")
    assert pickle.dumps(batch) != before
    assert pickle.loads(before) == batch


def test_a_loaded_model_is_not_sent_to_other_processes() -> None:
    batch = RepairBatch(cleaner=Cleaner(repair_model=FakeModel(lambda text: text)))
    with pytest.raises(InputError, match="can't be sent to other processes; give the model's name"):
        pickle.dumps(batch)
