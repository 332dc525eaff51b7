"""Models that others made load by their folder, and translate as ours do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tiny_model import LINES, write_npz, write_opus, write_vocabulary

import mtrepair
from mtrepair.backends import Engine, load_model
from mtrepair.backends.folders import read_vocabulary
from mtrepair.errors import InputError, ModelError

FRENCH, ENGLISH = LINES[:5], LINES[5:]
CODES = (">>deu<<", ">>eng<<")


@pytest.fixture(scope="module")
def opus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the hub has it, with safetensors."""
    return write_opus(tmp_path_factory.mktemp("hub") / "opus-mt-fr-en")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two target languages."""
    return write_opus(tmp_path_factory.mktemp("hub") / "opus-mt-fr-gmw", codes=CODES)


@pytest.fixture(scope="module")
def converted(opus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ct2-transformers-converter --copy_files source.spm target.spm writes."""
    return convert(opus, tmp_path_factory.mktemp("ct2") / "opus-mt-fr-en")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What firefox-translations leaves of weights of Marian: a conversion beside vocab.spm."""
    folder = tmp_path_factory.mktemp("firefox")
    write_marian_itself(folder, folder / "ctranslate2_model")
    (folder / "source.spm").rename(folder / "vocab.spm")
    (folder / "target.spm").unlink()
    return folder


def convert(folder: Path, out: Path) -> Path:
    from ctranslate2.converters import TransformersConverter

    spms = ["source.spm", "target.spm"]
    TransformersConverter(str(folder), copy_files=spms).convert(str(out))
    return out


def write_marian_itself(folder: Path, out: Path) -> None:
    """Weights of Marian, model.npz, with a joint vocabulary and their conversion."""
    from ctranslate2.converters import OpusMTConverter

    pieces = list(write_vocabulary(folder))[:-1]
    listed = [f"{json.dumps(piece, ensure_ascii=False)}: {i}" for i, piece in enumerate(pieces)]
    (folder / "vocab.yml").write_text("\n".join(listed), encoding="utf-8")
    (folder / "vocab.json").unlink()
    decoder = (
        f"models:\n  - {write_npz(folder, pieces).name}\nvocabs:\n  - vocab.yml\n  - vocab.yml\n"
    )
    (folder / "decoder.yml").write_text(decoder, encoding="utf-8")
    OpusMTConverter(str(folder)).convert(str(out))


def hypotheses(folder: Path, *, sources: list[str] = FRENCH, **options: str) -> list[str]:
    model = load_model(folder, **options)  # type: ignore[arg-type]
    return [found[0].text for found in model.generate(sources, max_length=12)]


# As the hub has them


def test_a_published_folder_is_loaded_as_it_is(opus: Path) -> None:
    assert load_model(opus).name == f"transformers:{opus}"


def test_a_conversion_goes_before_weights_of_pytorch(opus: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(opus, tmp_path / "both")
    convert(folder, folder / "ctranslate2")
    assert load_model(folder).name == f"ctranslate2:{folder}"


def test_a_conversion_writes_what_the_published_model_writes(opus: Path, converted: Path) -> None:
    assert hypotheses(converted) == hypotheses(opus)


def test_a_conversion_scores_as_the_published_model_does(opus: Path, converted: Path) -> None:
    ours, theirs = (load_model(folder).score(FRENCH, ENGLISH) for folder in (converted, opus))
    for own, other in zip(ours, theirs, strict=True):
        assert own.token_scores == pytest.approx(other.token_scores, abs=1e-3)


def test_sources_and_targets_have_vocabularies_of_their_own(converted: Path) -> None:
    model = load_model(converted)
    assert model.count_tokens(ENGLISH) != model.count_tokens(ENGLISH, target=True)


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers", None])
def test_a_pickle_is_refused_with_what_to_do(
    opus: Path, tmp_path: Path, engine: Engine | None
) -> None:
    folder = shutil.copytree(opus, tmp_path / "pickled")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    message = r"are a pickle \(pytorch_model.bin\).* only safetensors.*ct2-transformers-converter"
    with pytest.raises(ModelError, match=message):
        load_model(folder, engine=engine)


def test_settings_that_a_model_was_published_with_are_not_ours(opus: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(opus, tmp_path / "long")
    path = folder / "generation_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"min_length": 30}))
    lengths = [
        [len(found[0].text) for found in load_model(f).generate(FRENCH, max_length=40)]
        for f in (opus, folder)
    ]
    assert lengths[0] == lengths[1]


# Conversions


def test_a_folder_of_marian_itself_is_loaded_by_its_conversion(tmp_path: Path) -> None:
    write_marian_itself(tmp_path, tmp_path / "ctranslate2")
    assert json.loads((tmp_path / "ctranslate2" / "config.json").read_text())["add_source_eos"]
    alone = [hypotheses(tmp_path, sources=[line])[0] for line in FRENCH]
    assert hypotheses(tmp_path) == alone


def test_a_folder_of_firefox_translations_is_loaded(firefox: Path) -> None:
    assert load_model(firefox).name == f"ctranslate2:{firefox}"
    assert any(hypotheses(firefox))


@pytest.mark.parametrize("names", [("vocab.fren.spm",), ("srcvocab.fren.spm", "trgvocab.fren.spm")])
def test_vocabularies_may_be_named_after_their_languages(
    firefox: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    folder = shutil.copytree(firefox, tmp_path / "named")
    for name in names:
        shutil.copy(folder / "vocab.spm", folder / name)
    (folder / "vocab.spm").unlink()
    assert hypotheses(folder) == hypotheses(firefox)


def test_vocabularies_may_lie_in_the_conversion(firefox: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(firefox, tmp_path / "inside")
    (folder / "vocab.spm").rename(folder / "ctranslate2_model" / "vocab.spm")
    assert hypotheses(folder) == hypotheses(firefox)


def test_a_vocabulary_may_be_lines_of_text(converted: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(converted, tmp_path / "old")
    (folder / "shared_vocabulary.json").unlink()
    pieces = read_vocabulary(converted / "shared_vocabulary.json")
    (folder / "shared_vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    assert hypotheses(folder) == hypotheses(converted)


def test_sources_and_targets_may_have_lists_of_their_own(converted: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(converted, tmp_path / "apart")
    shared = folder / "shared_vocabulary.json"
    shutil.copy(shared, folder / "source_vocabulary.json")
    shared.rename(folder / "target_vocabulary.json")
    assert hypotheses(folder) == hypotheses(converted)
    (folder / "target_vocabulary.json").unlink()
    with pytest.raises(ModelError, match=r"lacks target_vocabulary.json"):
        load_model(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "cannot be read as a vocabulary"), ("{}", "holds no list of pieces")],
)
def test_a_damaged_vocabulary_is_named(
    converted: Path, tmp_path: Path, text: str, message: str
) -> None:
    folder = shutil.copytree(converted, tmp_path / "damaged")
    (folder / "shared_vocabulary.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=f"shared_vocabulary.json' {message}"):
        load_model(folder)


def test_a_conversion_without_its_tokenizers_says_what_to_copy(
    converted: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(converted, tmp_path / "bare")
    for name in ("source.spm", "target.spm"):
        (folder / name).unlink()
    with pytest.raises(ModelError, match=r"has no \*.spm.*--copy_files source.spm target.spm"):
        load_model(folder)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("model.npz", "weights for Marian itself; convert them with ct2-opus-mt-converter"),
        ("model.fren.intgemm.alphas.bin", "weights for Firefox's own engine, which no converter"),
    ],
)
def test_weights_of_another_engine_are_named(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(ModelError, match=f"'{name}' in .*{message}"):
        load_model(tmp_path)


# Several target languages


@pytest.fixture(params=["ctranslate2", "transformers"])
def both(request: pytest.FixtureRequest, several: Path, tmp_path: Path) -> Path:
    """The model of several target languages, for each engine."""
    is_converted = request.param == "ctranslate2"
    return convert(several, tmp_path / "several") if is_converted else several


def test_a_model_of_several_languages_is_told_to_write_english(both: Path) -> None:
    told = hypotheses(both, prefix=">>eng<< ")
    assert hypotheses(both) == told
    assert hypotheses(both, prefix=">>deu<< ") != told


def test_both_engines_are_told_alike(several: Path, tmp_path: Path) -> None:
    one = convert(several, tmp_path / "several")
    assert hypotheses(one) == hypotheses(several)


def test_a_model_that_writes_no_english_is_refused(tmp_path: Path) -> None:
    folder = write_opus(tmp_path / "opus", codes=(">>deu<<", ">>nld<<"))
    message = r"writes 2 languages, such as >>deu<< and >>nld<<, but not English; say which with"
    with pytest.raises(ModelError, match=message):
        load_model(folder)
    assert hypotheses(folder, prefix=">>nld<<")


def test_the_code_of_a_language_is_no_part_of_a_source(both: Path) -> None:
    [looked] = load_model(both).attention(FRENCH[:1], ENGLISH[:1])
    assert len(looked.source[0]) == 0
    assert looked.source[1].start == 0


# Marks


@pytest.mark.parametrize("folder", ["opus", "converted"])
def test_marks_that_a_vocabulary_lacks_are_read_as_plain_ones(
    folder: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(folder)
    typographic, plain = "« L’armée » perd", '"L\'armée" perd'
    assert hypotheses(path, sources=[typographic]) == hypotheses(path, sources=[plain])


def test_marks_that_a_vocabulary_has_are_left_alone(tiny_folder: Path) -> None:
    model = load_model(tiny_folder)
    curly, straight = (model.score([s], ["A"])[0].score for s in ("l’armée", "l'armée"))
    assert curly != pytest.approx(straight)


# Whole texts

TEXT = "Il a plu hier soir à Paris.\n\n« Nous verrons bien », a dit la maire de Lille."


@pytest.mark.parametrize("folder", ["opus", "converted", "several", "firefox"])
def test_a_text_is_translated_by_a_folder(folder: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(folder)
    translation = mtrepair.translate(TEXT, translation_model=path)
    assert translation.source == TEXT
    assert translation.text.count("\n") == 2
    assert all(pair.score is not None for pair in translation.pairs if pair.source.strip())


def test_addresses_are_carried_over_by_any_model(converted: Path) -> None:
    text = "Voir https://exemple.fr/a pour plus."
    assert "https://exemple.fr/a" in mtrepair.translate(text, translation_model=converted).text


def test_a_source_longer_than_the_positions_is_refused(opus: Path) -> None:
    with pytest.raises(InputError, match="is longer than the 199 the model can take"):
        load_model(opus).generate(["armée " * 200])
