"""The exported folder: the same model to the training loop, transformers and CTranslate2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from tiny_model import LINES
from tiny_training import RECIPE, SOURCES, write_tiny_packs

from mtrepair.backends.checks import check_files
from mtrepair.errors import ModelError
from mtrepair.train.checkpoints import average_weights
from mtrepair.train.dev import translated
from mtrepair.train.export import convert, export_model
from mtrepair.train.model import build_model, load_weights, trained_weights
from mtrepair.train.recipe import parse_recipe, read_recipe
from mtrepair.train.scores import score_model
from mtrepair.train.vocabulary import load_tokenizer
from mtrepair.translation.gloss import Gloss, read_gloss


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model whose weights are wide enough that hypotheses differ in likelihood."""
    from safetensors.torch import save_file

    root = tmp_path_factory.mktemp("export")
    packs = write_tiny_packs(root)
    (root / "recipe.toml").write_text(RECIPE)
    model = build_model(read_recipe(root / "recipe.toml"), root)
    for parameter in model.parameters():
        if parameter.requires_grad and parameter.ndim == 2:
            torch.nn.init.normal_(parameter, std=0.3)
    with torch.no_grad():
        model.model.shared.weight[-1].zero_()
    # So that hypotheses end now and then, as those of a trained model do.
    model.final_logits_bias[0, 0] = 1.0
    weights = {name: tensor.half().float() for name, tensor in trained_weights(model).items()}
    save_file(weights, root / "weights.safetensors")
    return export_model(
        root / "recipe.toml", [root / "weights.safetensors"], packs, root / "exported"
    )


@pytest.fixture(scope="module")
def trained(exported: Path) -> torch.nn.Module:
    model = build_model(read_recipe(exported / "recipe.toml"), exported)
    load_weights(model, exported / "model.safetensors")
    return model.eval()


def test_transformers_writes_what_the_training_model_writes(
    exported: Path, trained: torch.nn.Module
) -> None:
    from transformers import MarianMTModel, MarianTokenizer

    loaded = MarianMTModel.from_pretrained(exported)
    tokenizer = MarianTokenizer.from_pretrained(exported)
    pad = loaded.config.pad_token_id
    spm = load_tokenizer(exported / "source.spm")
    expected = translated(trained, spm, SOURCES, pad=pad, longest=30)
    for source, hypothesis in zip(SOURCES, expected, strict=True):
        ids = loaded.generate(
            **tokenizer([source], return_tensors="pt"), num_beams=1, max_new_tokens=30
        )
        assert tokenizer.decode(ids[0], skip_special_tokens=True) == hypothesis


def own_scores(model: torch.nn.Module, source: list[int], target: list[int]) -> list[float]:
    """Log-probabilities of a target and its end token, by the model in training."""
    pad = model.config.pad_token_id
    given = torch.tensor([[*source, 0]]), torch.tensor([[pad, *target]])
    logits = model(input_ids=given[0], decoder_input_ids=given[1]).logits[0]
    logs = logits.log_softmax(-1)
    return logs.gather(1, torch.tensor([*target, 0]).unsqueeze(1)).squeeze(1).tolist()


# int8 rounds weights and activations to 127 steps: on average a fifth of a nat on a random
# model, whose scores spread over ten nats.
@pytest.mark.parametrize(("quantization", "tolerance"), [("float32", 0.001), ("int8", 0.5)])
def test_ctranslate2_scores_tokens_as_the_training_model_does(
    exported: Path, trained: torch.nn.Module, tmp_path: Path, quantization: str, tolerance: float
) -> None:
    import ctranslate2

    convert(exported, tmp_path / "converted", quantization=quantization)
    spm = load_tokenizer(exported / "source.spm")
    source, target = spm.encode(LINES[2]), spm.encode(LINES[7])
    translator = ctranslate2.Translator(str(tmp_path / "converted"))
    pieces = [[spm.id_to_piece(i) for i in ids] for ids in (source, target)]
    [result] = translator.score_batch([[*pieces[0], "</s>"]], [pieces[1]])
    own = own_scores(trained, source, target)
    differences = [abs(a - b) for a, b in zip(result.log_probs, own, strict=True)]
    assert sum(differences) / len(differences) < tolerance


def test_ctranslate2_writes_what_the_training_model_writes(
    exported: Path, trained: torch.nn.Module, tmp_path: Path
) -> None:
    import ctranslate2

    convert(exported, tmp_path / "converted", quantization="float32")
    spm = load_tokenizer(exported / "source.spm")
    translator = ctranslate2.Translator(str(tmp_path / "converted"))
    sources = [[spm.id_to_piece(i) for i in ids] + ["</s>"] for ids in spm.encode(SOURCES)]
    results = translator.translate_batch(
        sources, beam_size=1, max_decoding_length=30, min_decoding_length=0
    )
    hypotheses = [spm.decode(result.hypotheses[0]) for result in results]
    pad = spm.get_piece_size()
    assert hypotheses == translated(trained, spm, SOURCES, pad=pad, longest=30)


def test_the_folder_has_what_the_backends_ask_for(exported: Path) -> None:
    names = ["source.spm", "target.spm", "vocab.json", "config.json", "model.safetensors"]
    check_files(exported, [*names, "ctranslate2/model.bin"])
    listed = json.loads((exported / "checksums.json").read_text())
    assert set(names) < set(listed) and "ctranslate2/model.bin" in listed


def test_a_vocabulary_keeps_no_place_of_the_machine(exported: Path) -> None:
    trained = exported.parent / "packs" / "joint.spm"
    assert str(trained.parent).encode() in trained.read_bytes()
    assert str(trained.parent).encode() not in (exported / "source.spm").read_bytes()
    before, after = load_tokenizer(trained), load_tokenizer(exported / "source.spm")
    assert after.encode([*SOURCES, "« L’été… »"]) == before.encode([*SOURCES, "« L’été… »"])


def test_a_big_model_may_do_without_float16(exported: Path, tmp_path: Path) -> None:
    packs, weights = exported.parent / "packs", exported / "model.safetensors"
    export_model(exported / "recipe.toml", [weights], packs, tmp_path, halves=False)
    assert not (tmp_path / "model.safetensors").exists()
    check_files(tmp_path, list(json.loads((tmp_path / "checksums.json").read_text())))


def test_a_model_has_its_recipe_whole(exported: Path, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(RECIPE)
    (own := tmp_path / "own.toml").write_text('based_on = "base.toml"\nseed = 5\n')
    packs, weights = exported.parent / "packs", exported / "model.safetensors"
    out = export_model(own, [weights], packs, tmp_path / "out", halves=False)
    assert read_recipe(out / "recipe.toml") == read_recipe(own)


def test_pad_is_the_last_entry_of_the_vocabulary(exported: Path) -> None:
    entries = json.loads((exported / "vocab.json").read_text())
    assert list(entries)[-1] == "<pad>"
    assert entries["<pad>"] == len(entries) - 1


def test_the_folder_says_where_its_weights_come_from(exported: Path) -> None:
    training = json.loads((exported / "training.json").read_text())
    assert training["sources"]["colours"]["rows"] == 120
    assert set(training["versions"]) >= {"torch", "ctranslate2"}


def test_several_weights_are_averaged(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"x": torch.tensor([1.0, 4.0])}, tmp_path / "a")
    save_file({"x": torch.tensor([3.0, 0.0])}, tmp_path / "b")
    assert average_weights([tmp_path / "a", tmp_path / "b"])["x"].tolist() == [2.0, 2.0]


def test_weights_of_different_models_are_not_averaged(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"x": torch.zeros(2)}, tmp_path / "a")
    save_file({"x": torch.zeros(3)}, tmp_path / "b")
    with pytest.raises(ModelError, match=r"'b' and 'a' are of different models"):
        average_weights([tmp_path / "a", tmp_path / "b"])


def test_weights_that_float16_cannot_hold_are_not_exported(exported: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = {name: t.float() for name, t in load_file(exported / "model.safetensors").items()}
    tensors["model.shared.weight"][5, 0] = 1e6
    save_file(tensors, tmp_path / "weights.safetensors")
    packs = exported.parent / "packs"
    with pytest.raises(ModelError, match=r"don't fit float16"):
        export_model(
            exported / "recipe.toml", [tmp_path / "weights.safetensors"], packs, tmp_path / "out"
        )


def test_weights_of_other_sizes_are_refused_with_the_tensors_name(exported: Path) -> None:
    recipe = parse_recipe(RECIPE.replace("width = 16", "width = 32"))
    with pytest.raises(ModelError, match=r"don't fit the recipe's sizes: \['model\."):
        load_weights(build_model(recipe, exported), exported / "model.safetensors")


def test_a_recipe_may_start_from_exported_weights(exported: Path, tmp_path: Path) -> None:
    text = f'initial_weights = "{exported}"\n' + RECIPE
    model, shipped = build_model(parse_recipe(text), tmp_path), exported / "model.safetensors"
    load_weights(other := build_model(parse_recipe(RECIPE), tmp_path), shipped)
    for name, tensor in other.state_dict().items():
        assert torch.equal(model.state_dict()[name], tensor), name


def test_checksums_leave_the_papers_out(exported: Path) -> None:
    listed = json.loads((exported / "checksums.json").read_text())
    assert not {"recipe.toml", "training.json", "checksums.json"} & set(listed)


def test_an_exported_model_is_scored_on_the_sets_named(exported: Path) -> None:
    scores = score_model(exported, exported.parent / "data", sets=["dev"])
    assert scores["dev"]["lines"] == 2 and scores["dev"]["beam_size"] == 4
    assert "tok:13a" in scores["dev"]["signatures"]["BLEU"]


def test_a_repair_model_is_scored_on_damaged_sets_beside_the_damage(
    exported: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    shutil.copytree(exported, model)
    recipe = (model / "recipe.toml").read_text()
    recipe = recipe.replace('name = "tiny"', 'name = "tiny"\ntarget_language = "fr"')
    damage = "[damage]\nvariants = 1\nclean = 0.0\nkinds = {MT502 = 1.0}\n"
    (model / "recipe.toml").write_text(recipe.replace("[[sources]]", damage + "[[sources]]", 1))
    scores = score_model(model, exported.parent / "data", sets=["dev"])
    assert scores.keys() == {"dev, damaged", "dev, repaired"}
    assert scores["dev, damaged"]["chrF"] < 100


def test_the_folder_of_a_glossed_model_says_how(exported: Path, tmp_path: Path) -> None:
    from test_train_packs import GLOSSED, write_glossed_packs

    packs = write_glossed_packs(tmp_path)
    (tmp_path / "recipe.toml").write_text(GLOSSED)
    shutil.copyfile(exported / "model.safetensors", tmp_path / "w.safetensors")
    out = export_model(
        tmp_path / "recipe.toml", [tmp_path / "w.safetensors"], packs, tmp_path / "out"
    )
    told = json.loads((out / "gloss.json").read_text())
    assert (told["place"], told["below_zipf"]) == ("instead", 7.5)
    assert "gloss.json" in json.loads((out / "checksums.json").read_text())
    with pytest.raises(ModelError, match="was trained with the bilingual lexicon"):
        read_gloss(out)  # the packs' own lexicon is not the one of the package


def test_the_folder_of_another_model_says_nothing_of_a_gloss(exported: Path) -> None:
    assert not (exported / "gloss.json").exists()
    assert read_gloss(exported) == Gloss()
