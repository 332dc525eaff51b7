"""What a wheel has: all that is read where mtrepair runs, and nothing else."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtrepair.backends import load_model, shipped
from mtrepair.errors import ModelError
from mtrepair.train.recipe import parse_recipe

ROOT = Path(__file__).parent.parent
MODELS = ("fr-en-base", "fr-en-small", "french-4gram", "repair-small")
START = 'name = "own"\ninitial_weights = "repair-small"\n[training]\nsteps = 1'


def included() -> Iterator[Path]:
    """The files that the patterns of pyproject.toml take into a wheel."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        wheel = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]
    left_out = {ROOT / folder.removeprefix("/") for folder in wheel["exclude"]}
    for pattern in wheel["include"]:
        found = ROOT.glob(pattern.removeprefix("/"))
        yield from (path for path in found if left_out.isdisjoint(path.parents))


def test_every_file_of_the_package_is_shipped() -> None:
    there = {path for path in (ROOT / "mtrepair").rglob("*") if path.is_file()}
    there = {path for path in there if path.suffix != ".pyc"}
    assert there - set(included()) == set()


def test_every_pattern_of_the_wheel_takes_something() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        wheel = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [p for p in wheel["include"] if not list(ROOT.glob(p.removeprefix("/")))] == []


def test_what_only_training_reads_is_not_shipped() -> None:
    suffixes = {path.suffix for path in included() if ROOT / "models" in path.parents}
    assert suffixes.isdisjoint({".toml", ".svg", ".safetensors"})
    names = {path.name for path in included()}
    assert (
        names & {"training.json", "recipe.toml", "next.toml", "curve.svg", "scores.json"} == set()
    )
    assert not [name for name in names if name.endswith(".safetensors")]
    assert "teacher.toml" not in names
    assert not any("en-fr-small" in path.parts for path in included())


def test_no_vocabulary_says_where_it_was_trained() -> None:
    from sentencepiece.sentencepiece_model_pb2 import ModelProto

    vocabularies = [path for path in included() if path.suffix == ".spm"]
    assert vocabularies
    for path in vocabularies:
        model = ModelProto.FromString(path.read_bytes())
        assert (model.trainer_spec.model_prefix, list(model.trainer_spec.input)) == ("", [])
        assert model.normalizer_spec.normalization_rule_tsv == ""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The models as they lie in an installed package, which has no repository beside it."""
    package = tmp_path / "mtrepair"
    for path in included():
        if path.is_relative_to(ROOT / "models"):
            copy = package / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    for function in (shipped.shipped_model, shipped.named_model, shipped.check_weights):
        monkeypatch.setitem(function.__kwdefaults__, "package", package)
    return package


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_model_is_whole(name: str, installed: Path) -> None:
    assert shipped.shipped_model(name) == installed / "models" / name


@pytest.mark.parametrize("name", ["fr-en-base", "fr-en-small", "repair-small"])
def test_a_shipped_model_writes(name: str, installed: Path) -> None:
    model = load_model(name)
    assert model.folder == installed / "models" / name
    assert model.generate(["Le vote a lieu lundi."])[0][0].text


def test_the_engine_of_pytorch_says_where_its_weights_are(installed: Path) -> None:
    pytest.importorskip("transformers")
    message = "weights of 'repair-small', .* the folder models/repair-small of either"
    with pytest.raises(ModelError, match=message):
        load_model("repair-small", engine="transformers")


def test_a_model_that_is_int8_alone_says_so() -> None:
    pytest.importorskip("transformers")
    message = "'fr-en-base' comes as int8 alone, .* such as 'fr-en-small'"
    with pytest.raises(ModelError, match=message):
        load_model("fr-en-base", engine="transformers")


def test_training_starts_from_an_installed_model_which_is_int8_alone(
    installed: Path, tmp_path: Path
) -> None:
    folder = parse_recipe(START).initial_folder(tmp_path)
    assert folder == installed / "models" / "repair-small"
    assert not (folder / "model.safetensors").exists()
    assert (folder / "ctranslate2" / "model.bin").is_file()


def test_a_repository_has_the_weights_to_start_from(tmp_path: Path) -> None:
    folder = parse_recipe(START).initial_folder(tmp_path)
    assert folder == ROOT / "models" / "repair-small"
    assert (folder / "model.safetensors").is_file()


def test_weights_put_beside_a_shipped_model_are_taken(installed: Path, tmp_path: Path) -> None:
    shutil.copyfile(
        ROOT / "models" / "repair-small" / "model.safetensors",
        installed / "models" / "repair-small" / "model.safetensors",
    )
    folder = parse_recipe(START).initial_folder(tmp_path)
    assert folder == installed / "models" / "repair-small"
