"""Recipes: what is read, and what is refused in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtrepair.errors import RecipeError
from mtrepair.train.recipe import Source, parse_recipe, read_recipe
from mtrepair.train.recipe_table import whole_text

MODELS = Path(__file__).parent.parent / "models"

LEAST = 'name = "x"\n[training]\nsteps = 10\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LEAST + "warmup_step = 3", r"unknown key 'training.warmup_step' .* 'warmup_steps'"),
        (LEAST + "[modell]", r"unknown key 'modell' .* did you mean 'model'"),
        (LEAST + "zzz = 1", r"unknown key 'training.zzz' .*; known: \['steps'"),
        (LEAST + "threads = '2'", r"'training.threads' is '2' in the recipe; expected int"),
        (LEAST + "threads = true", r"'training.threads' is True in the recipe; expected int"),
        (LEAST + "betas = [0.9, 'x']", r"'training.betas\[1\]' is 'x' .* expected float"),
        (LEAST + "[[sources]]\nname = 'a'", r"lacks 'sources\[0\]..?files'; add it"),
        (
            LEAST + "[model]\nstart = 'algned'",
            r"'model.start' is 'algned' in the recipe; expected 'random', 'aligned' or 'copying'; "
            r"did you mean 'aligned'\?",
        ),
        (LEAST + "device = 'cuda:1'", r"'training.device' is 'cuda:1' .*; did you mean 'cuda'\?"),
        (LEAST + "device = 'tpu'", r"'training.device' is 'tpu' .* 'auto', 'cpu' or 'cuda'; did"),
        (
            LEAST + "precision = 'float16'",
            r"'training.precision' is 'float16' .* expected 'auto', 'float32' or 'bfloat16'; did",
        ),
        (LEAST + "precision = 16", r"'training.precision' is 16 in the recipe; expected str"),
        (LEAST + "optimizer = 'sgd'", r"'training.optimizer' is 'sgd' .* 'adamw' or 'muon'$"),
        (LEAST + "optimizer = 'adam'", r"'training.optimizer' is 'adam' .* mean 'adamw'\?"),
        (
            LEAST + "[vocabulary]\nkind = 'word'",
            r"'vocabulary.kind' is 'word' .* or 'bpe'",
        ),
        (
            LEAST + "[vocabulary]\nnormalizer = 'nfkc'",
            r"'vocabulary.normalizer' is 'nfkc' .* 'plain' or 'identity'",
        ),
        (
            LEAST + "[gloss]\nplace = 'before'",
            r"'gloss.place' is 'before' .* '', 'instead' or",
        ),
        (
            LEAST + "[damage.kinds]\nMT999 = 1",
            r"a key of 'damage.kinds' is 'MT999' in the recipe; expected 'MT101', .* or 'MT402'",
        ),
        ("target_language = 'de'\n" + LEAST, r"'target_language' is 'de' .* 'fr' or 'en'"),
        (LEAST + "a = " + 10_000 * "[" + 10_000 * "]", "a value is nested too deeply"),
        (LEAST + "a" + 10_000 * ".a" + " = 1", "a value is nested too deeply"),
        (LEAST + "seed = " + 5000 * "9", "has a number of thousands of digits; expected 64 bits"),
        (
            LEAST + "batch_tokens = 0x" + 5000 * "f",
            r"'training.batch_tokens' is a number of 20000",
        ),
        (LEAST + "clip_norm = " + 400 * "9", r"'training.clip_norm' is a number of 1329 bits"),
        (
            LEAST + "betas = [0.9, " + 400 * "9" + "]",
            r"'training.betas\[1\]' is a number of 1329",
        ),
        ('name = "x"', "the recipe lacks 'training'; add it"),
        ("name = ", "the recipe is no valid TOML"),
    ],
)
def test_a_recipe_is_refused_with_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        parse_recipe(text)


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"cannot read the recipe .*nothing.toml"):
        read_recipe(tmp_path / "nothing.toml")


def test_a_recipe_of_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_bytes('name = "été"'.encode("latin-1"))
    with pytest.raises(RecipeError, match=r"recipe.toml' is no UTF-8 at byte 8; save it as UTF-8"):
        read_recipe(tmp_path / "recipe.toml")


def test_a_gloss_may_be_left_out_in_words() -> None:
    assert parse_recipe(LEAST + "[gloss]\nplace = ''").gloss.place == ""


def test_whole_numbers_do_for_fractions() -> None:
    assert parse_recipe(LEAST + "clip_norm = 2").training.clip_norm == 2.0


def test_sources_keep_their_order() -> None:
    text = LEAST + "".join(f"[[sources]]\nname = '{n}'\nfiles = 'f'\n" for n in "ba")
    assert [source.name for source in parse_recipe(text).sources] == ["b", "a"]


@pytest.mark.parametrize(
    "path", sorted(MODELS.glob("*/*.toml")), ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_the_recipes_of_our_models_are_valid(path: Path) -> None:
    assert read_recipe(path).name == path.parent.name


def written(folder: Path, **recipes: str) -> Path:
    for name, text in recipes.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


BASE = """name = "x"
[damage.kinds]
MT101 = 1.0
[training]
steps = 10
threads = 1
[[sources]]
name = "a"
files = "a.tsv"
most_lines = 5
[[sources]]
name = "b"
files = "b.tsv"
"""
OWN = """based_on = "base.toml"
seed = 3
[damage]
variants = 2
[damage.kinds]
MT501 = 0.5
[training]
steps = 20
[[sources]]
name = "c"
files = "c.tsv"
[[sources]]
name = "a"
weight = 2.0
"""


def test_a_recipe_counts_over_the_one_it_is_based_on(tmp_path: Path) -> None:
    recipe = read_recipe(written(tmp_path, base=BASE, own=OWN) / "own.toml")
    assert (recipe.name, recipe.seed) == ("x", 3)
    assert (recipe.training.steps, recipe.training.threads) == (20, 1)
    assert (recipe.damage.variants, recipe.damage.kinds) == (2, {"MT101": 1.0, "MT501": 0.5})


def test_a_source_of_a_known_name_is_changed_and_others_follow(tmp_path: Path) -> None:
    recipe = read_recipe(written(tmp_path, base=BASE, own=OWN) / "own.toml")
    assert [source.name for source in recipe.sources] == ["a", "b", "c"]
    assert recipe.sources[0] == Source("a", "a.tsv", weight=2.0, most_lines=5)


def test_a_base_may_have_a_base(tmp_path: Path) -> None:
    last = 'based_on = "own.toml"\nseed = 4\n'
    recipe = read_recipe(written(tmp_path, base=BASE, own=OWN, last=last) / "last.toml")
    assert (recipe.seed, recipe.training.steps) == (4, 20)


def test_recipes_based_on_each_other_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, a='based_on = "b.toml"', b='based_on = "a.toml"')
    with pytest.raises(RecipeError, match=r"each other: 'a.toml' on 'b.toml' on 'a.toml'; one"):
        read_recipe(folder / "a.toml")


@pytest.mark.parametrize("base", ['"../base.toml"', "3", '"a\\u0000.toml"', '""'])
def test_a_base_is_a_file_beside_the_recipe(tmp_path: Path, base: str) -> None:
    folder = written(tmp_path, own=f"based_on = {base}\n")
    with pytest.raises(RecipeError, match=r"'based_on' is .*; expected the name of a file beside"):
        read_recipe(folder / "own.toml")


def test_a_missing_base_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"cannot read the recipe .*base.toml"):
        read_recipe(written(tmp_path, own=OWN) / "own.toml")


def test_sources_that_are_none_are_refused_over_a_base_too(tmp_path: Path) -> None:
    folder = written(tmp_path, base=BASE, own='based_on = "base.toml"\nsources = [3]\n')
    with pytest.raises(RecipeError, match=r"'sources\[0\]' is 3 in the recipe; expected Source"):
        read_recipe(folder / "own.toml")


def test_a_text_alone_is_based_on_nothing() -> None:
    with pytest.raises(RecipeError, match=r"based on 'base.toml', a file beside it; read it from"):
        parse_recipe(OWN)


def test_a_recipe_is_written_out_with_its_base(tmp_path: Path) -> None:
    folder = written(tmp_path, base=BASE, own=OWN)
    text = whole_text(folder / "own.toml")
    assert parse_recipe(text) == read_recipe(folder / "own.toml")
    assert whole_text(folder / "base.toml") == BASE


@pytest.mark.parametrize("path", sorted(MODELS.glob("*/recipe.toml")), ids=lambda p: p.parent.name)
def test_the_recipe_of_a_model_stands_alone(path: Path) -> None:
    assert whole_text(path) == path.read_text(encoding="utf-8")


def test_training_starts_from_a_folder_beside_the_recipe_or_from_a_shipped_model(
    tmp_path: Path,
) -> None:
    (tmp_path / "own").mkdir()
    own = parse_recipe('initial_weights = "own"\n' + LEAST)
    assert own.initial_folder(tmp_path) == tmp_path / "own"
    shipped = parse_recipe('initial_weights = "fr-en-small"\n' + LEAST)
    assert shipped.initial_folder(tmp_path) == MODELS / "fr-en-small"
