"""Every engine keeps the contract of `Seq2Seq`, and folders that are no models are refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_model import LINES, FakeModel, write_family

from mtrepair.backends import Seq2Seq, load_model, named_model, shipped_model
from mtrepair.errors import InputError, MissingExtra, ModelError

ENGINES = ("fake", "ctranslate2", "transformers")


@pytest.fixture(scope="module")
def models(tiny_folder: Path) -> dict[str, Seq2Seq]:
    return {
        "fake": FakeModel(lambda source: [source.upper(), source.lower(), source[:3]]),
        "ctranslate2": load_model(tiny_folder, batch_size=3),
        "transformers": load_model(tiny_folder, engine="transformers", batch_size=3),
    }


@pytest.fixture(params=ENGINES)
def model(request: pytest.FixtureRequest, models: dict[str, Seq2Seq]) -> Seq2Seq:
    return models[request.param]


@pytest.fixture
def copied(tiny_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_folder, tmp_path / "copied")


# The contract


def test_hypotheses_come_in_the_order_of_their_sources(model: Seq2Seq) -> None:
    alone = [model.generate([line], max_length=12)[0][0].text for line in LINES]
    together = [found[0].text for found in model.generate(LINES, max_length=12)]
    assert together == alone


def test_hypotheses_are_sorted_from_the_best_to_the_worst(model: Seq2Seq) -> None:
    for found in model.generate(LINES[:3], num_hypotheses=3, max_length=8, length_penalty=0.0):
        assert len(found) == 3
        assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)


def test_no_sources_give_no_hypotheses(model: Seq2Seq) -> None:
    assert model.generate([]) == []
    assert model.score([], []) == []
    assert model.count_tokens([]) == []


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_source_has_the_empty_hypothesis(model: Seq2Seq, blank: str) -> None:
    found = model.generate([LINES[0], blank], num_hypotheses=2, max_length=8)
    assert [(h.text, h.score) for h in found[1]] == [("", 0.0)]


def test_a_source_longer_than_the_model_is_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match=r"is longer than the \d+ the model can take; split it"):
        model.generate(["fin", "mot " * 1000])


def test_a_target_longer_than_the_model_is_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match="is longer than"):
        model.score(["fin"], ["word " * 1000])


def test_a_source_as_long_as_the_model_is_taken(model: Seq2Seq) -> None:
    source = "e" if model.count_tokens(["e e"])[0] == 2 else "a"
    source = " ".join([source] * model.max_tokens)
    assert model.count_tokens([source])[0] == model.max_tokens
    assert model.generate([source], max_length=4)


def test_more_hypotheses_than_the_beam_holds_are_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match="num_hypotheses must lie between 1 and beam_size, not 5"):
        model.generate(LINES[:1], beam_size=4, num_hypotheses=5)


def test_a_length_of_nothing_is_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match="max_length must be at least 1"):
        model.generate(LINES[:1], max_length=0)


def test_scores_of_tokens_add_up_to_the_score(model: Seq2Seq) -> None:
    for found in model.score(LINES[:4], LINES[5:9]):
        assert sum(found.token_scores) == pytest.approx(found.score, abs=1e-3)


def test_a_target_has_a_score_for_each_token_and_the_end(model: Seq2Seq) -> None:
    scored = model.score(LINES[:4], LINES[5:9])
    tokens = model.count_tokens(LINES[5:9], target=True)
    assert [len(found.token_scores) for found in scored] == [count + 1 for count in tokens]


def test_targets_without_sources_are_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match="one target for each source, not 1 for 2"):
        model.score(["a", "b"], ["c"])


# The engines agree


@pytest.mark.parametrize(
    "options",
    [{}, {"num_hypotheses": 4}, {"beam_size": 1}, {"length_penalty": 0.6, "num_hypotheses": 2}],
)
def test_both_engines_write_the_same_hypotheses(
    models: dict[str, Seq2Seq], options: dict[str, float]
) -> None:
    ours, theirs = (
        models[engine].generate(LINES, max_length=20, **options)  # type: ignore[arg-type]
        for engine in ("ctranslate2", "transformers")
    )
    for own, other in zip(ours, theirs, strict=True):
        assert [h.text for h in own] == [h.text for h in other]
        assert [h.score for h in own] == pytest.approx([h.score for h in other], abs=1e-2)


def test_both_engines_score_targets_alike(models: dict[str, Seq2Seq]) -> None:
    ours, theirs = (
        models[engine].score(LINES[:5], LINES[5:]) for engine in ("ctranslate2", "transformers")
    )
    for own, other in zip(ours, theirs, strict=True):
        assert own.token_scores == pytest.approx(other.token_scores, abs=1e-3)


def test_both_engines_count_the_same_tokens(models: dict[str, Seq2Seq]) -> None:
    assert models["ctranslate2"].max_tokens == models["transformers"].max_tokens
    for target in (False, True):
        ours, theirs = (
            models[engine].count_tokens(LINES, target=target)
            for engine in ("ctranslate2", "transformers")
        )
        assert ours == theirs


def test_the_length_penalty_leaves_the_scores_that_come_back_alone(
    models: dict[str, Seq2Seq],
) -> None:
    model = models["ctranslate2"]
    found: list[dict[tuple[int, str], float]] = []
    for length_penalty in (0.5, 1.0):
        written = model.generate(
            LINES, num_hypotheses=4, max_length=20, length_penalty=length_penalty
        )
        found.append({(i, h.text): h.score for i, own in enumerate(written) for h in own})
    shared = found[0].keys() & found[1].keys()
    assert shared
    for key in shared:
        assert found[0][key] == pytest.approx(found[1][key], abs=1e-2)


def test_int8_scores_stay_near_those_of_float32(tiny_folder: Path, copied: Path) -> None:
    from ctranslate2.converters import TransformersConverter

    shutil.rmtree(copied / "ctranslate2")
    (copied / "checksums.json").unlink()
    TransformersConverter(str(tiny_folder)).convert(
        str(copied / "ctranslate2"), quantization="int8"
    )
    exact, quantised = (load_model(f).score(LINES[:5], LINES[5:]) for f in (tiny_folder, copied))
    for own, other in zip(exact, quantised, strict=True):
        assert own.score == pytest.approx(other.score, rel=0.1)


def test_several_batches_at_once_give_the_same(
    tiny_folder: Path, models: dict[str, Seq2Seq]
) -> None:
    several = load_model(tiny_folder, threads=2, batch_size=2)
    one = models["ctranslate2"]
    texts = [[h.text for h in found] for found in several.generate(LINES, max_length=12)]
    assert texts == [[h.text for h in found] for found in one.generate(LINES, max_length=12)]


# Folders and options


def test_a_conversion_with_its_vocabulary_is_a_model(tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder / "ctranslate2", tmp_path / "bare")
    for name in ("source.spm", "target.spm"):
        shutil.copy(tiny_folder / name, tmp_path / "bare" / name)
    texts = [h[0].text for h in load_model(tmp_path / "bare").generate(LINES[:2], max_length=8)]
    assert texts == [h[0].text for h in load_model(tiny_folder).generate(LINES[:2], max_length=8)]


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_missing_folder_is_named_with_what_a_folder_has(engine: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model folder .*nowhere.*a model folder has config"):
        load_model(tmp_path / "nowhere", engine=engine)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_file_is_no_model_folder(engine: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="is a file, not a model folder"):
        load_model(tmp_path / "file", engine=engine)  # type: ignore[arg-type]


def test_an_empty_folder_is_told_to_be_converted(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no subfolder ctranslate2 with model.bin; convert"):
        load_model(tmp_path)


def test_transformers_names_the_files_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks config.json, model.safetensors"):
        load_model(tmp_path, engine="transformers")


def test_pickled_weights_are_not_loaded(copied: Path) -> None:
    (copied / "model.safetensors").rename(copied / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"a pickle \(pytorch_model.bin\).* only safetensors"):
        load_model(copied, engine="transformers")


@pytest.mark.parametrize("name", ["source.spm", "target.spm", "ctranslate2/model.bin"])
def test_a_file_that_is_missing_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=f"lacks {name}"):
        load_model(copied)


@pytest.mark.parametrize(
    "name",
    [
        "source.spm",
        "target.spm",
        "ctranslate2/model.bin",
        "ctranslate2/config.json",
        "ctranslate2/shared_vocabulary.json",
    ],
)
def test_a_file_that_was_changed_is_named(copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match=f"'{name}' in .* is not the file that was published"):
        load_model(copied)


def test_transformers_checks_its_weights_too(copied: Path) -> None:
    with (copied / "model.safetensors").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match=r"'model.safetensors' in .* is not the file"):
        load_model(copied, engine="transformers")


def test_weights_of_another_engine_need_not_be_there(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    assert load_model(copied).name == f"ctranslate2:{copied}"


@pytest.mark.parametrize("name", ["source.spm", "ctranslate2/model.bin"])
def test_damage_without_checksums_is_still_a_model_error(copied: Path, name: str) -> None:
    (copied / "checksums.json").unlink()
    (copied / name).write_bytes(b"not this")
    with pytest.raises(ModelError, match=r"is no SentencePiece model|cannot load"):
        load_model(copied)


def test_truncated_weights_are_a_model_error(copied: Path) -> None:
    (copied / "checksums.json").unlink()
    weights = copied / "ctranslate2" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(ModelError, match="CTranslate2 cannot load"):
        load_model(copied)


def test_unreadable_checksums_are_a_model_error(copied: Path) -> None:
    (copied / "checksums.json").write_text("[", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read as JSON"):
        load_model(copied)


def test_a_model_that_writes_no_text_for_a_text_is_refused(copied: Path) -> None:
    (copied / "checksums.json").unlink()
    (copied / "config.json").write_text(json.dumps({"model_type": "gpt2"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot load .* as an encoder-decoder"):
        load_model(copied, engine="transformers")


def test_an_unknown_engine_is_refused(tiny_folder: Path) -> None:
    with pytest.raises(InputError, match="no engine is called 'onnx'; there are 'ctranslate2'"):
        load_model(tiny_folder, engine="onnx")  # type: ignore[arg-type]


def test_no_threads_are_refused(tiny_folder: Path) -> None:
    with pytest.raises(InputError, match="threads and batch_size must be at least 1, not 0"):
        load_model(tiny_folder, threads=0)


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_marian_knows_no_language_codes(tiny_folder: Path, engine: str) -> None:
    with pytest.raises((InputError, ModelError), match=r"know.* no language codes"):
        load_model(tiny_folder, engine=engine, target_language="en")  # type: ignore[arg-type]


def test_a_missing_extra_is_named_with_its_command(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mtrepair\[torch\]'"):
        load_model(tiny_folder, engine="transformers")


def test_the_default_engine_imports_neither_torch_nor_transformers(tiny_folder: Path) -> None:
    code = (
        "import sys; from mtrepair.backends import load_model\n"
        f"load_model({str(tiny_folder)!r}).generate(['Lundi'], max_length=4)\n"
        "print({'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# The families of the engine "transformers"


_CODES = {
    "t5": ("", ""),
    "nllb": ("fra_Latn", "eng_Latn"),
    "m2m-100": ("fr", "en"),
    "mbart": ("fr_XX", "en_XX"),
    "mbart-50": ("fr_XX", "en_XX"),
}


@pytest.mark.parametrize("family", _CODES)
def test_a_family_writes_and_scores(family: str, tmp_path: Path) -> None:
    source, target = _CODES[family]
    model = load_model(
        write_family(tmp_path, family),
        engine="transformers",
        source_language=source,
        target_language=target,
    )
    written = model.generate(LINES[:2], max_length=6, num_hypotheses=2)
    assert [len(found) for found in written] == [2, 2]
    scored = model.score(LINES[:1], ["Il a"])[0]
    assert len(scored.token_scores) == model.count_tokens(["Il a"], target=True)[0] + 1


def test_the_code_of_the_target_language_is_told_to_the_decoder(tmp_path: Path) -> None:
    folder = write_family(tmp_path, "nllb")
    scores = []
    for target in ("eng_Latn", "deu_Latn"):
        model = load_model(
            folder, engine="transformers", source_language="fra_Latn", target_language=target
        )
        scores.append(model.score(LINES[:1], LINES[5:6])[0].score)
    assert scores[0] != pytest.approx(scores[1])


def test_a_model_of_many_languages_wants_both_codes(tmp_path: Path) -> None:
    folder = write_family(tmp_path, "nllb")
    with pytest.raises(ModelError, match="give source_language and target_language"):
        load_model(folder, engine="transformers", source_language="fra_Latn")


def test_a_code_that_the_model_lacks_is_named(tmp_path: Path) -> None:
    folder = write_family(tmp_path, "nllb")
    with pytest.raises(ModelError, match="has no language code 'en'; the model's card lists"):
        load_model(folder, engine="transformers", source_language="fra_Latn", target_language="en")


def test_a_prefix_is_put_before_every_source(tiny_folder: Path, models: dict[str, Seq2Seq]) -> None:
    for engine in ("ctranslate2", "transformers"):
        prefixed = load_model(tiny_folder, engine=engine, prefix="Lille ")  # type: ignore[arg-type]
        own = prefixed.generate(["a plu"], max_length=8)[0][0]
        assert own == models[engine].generate(["Lille a plu"], max_length=8)[0][0]


# The models that come with the package


def test_the_installed_package_is_looked_at_before_the_source_tree(tmp_path: Path) -> None:
    package = tmp_path / "mtrepair"
    for models in (tmp_path / "models", package / "models"):
        (models / "m").mkdir(parents=True)
        (models / "m" / "config.json").touch()
    assert shipped_model("m", package=package) == package / "models" / "m"
    shutil.rmtree(package)
    assert shipped_model("m", package=package) == tmp_path / "models" / "m"


def test_a_name_that_no_folder_here_has_is_that_of_a_shipped_model(tmp_path: Path) -> None:
    package = tmp_path / "mtrepair"
    (package / "models" / "m").mkdir(parents=True)
    (package / "models" / "m" / "config.json").touch()
    assert named_model("m", package=package) == package / "models" / "m"
    assert named_model(tmp_path, package=package) == tmp_path
    assert named_model("hub/id", package=package) == "hub/id"
    assert load_model("fr-en-small").folder == shipped_model("fr-en-small")


def test_an_absent_model_is_an_error_with_advice() -> None:
    with pytest.raises(ModelError, match=r"'de-en' is not in this installation .*; reinstall"):
        shipped_model("de-en")
