"""Corpora into packs: what is kept, what is refused, and how it is written down."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_training import RECIPE, sentences, write_tiny_data, write_tiny_packs

from mtrepair.errors import InputError, ModelError
from mtrepair.lexicon.bilingual import Reading, load, save
from mtrepair.train import corpora as corpora_module
from mtrepair.train import packs as packs_module
from mtrepair.train.corpora import (
    hold_out,
    pair_key,
    plain_spaces,
    read_pairs,
    read_test_sets,
    rejection,
    touches_held_out,
)
from mtrepair.train.links import half_of
from mtrepair.train.packs import ALL, HALVES, check_gloss, read_packs, write_packs
from mtrepair.train.recipe import Cleaning, Vocabulary, parse_recipe
from mtrepair.train.vocabulary import load_tokenizer, train_vocabulary
from mtrepair.translation.gloss import Gloss, told

FR_EN = ("fr", "en")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_packs(tmp_path_factory.mktemp("packs"))


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("Le chat dort dans la maison.", "The cat sleeps in the house."), ""),
        (("Oui.", "Yes, indeed."), ""),
        (("", "The cat."), "empty"),
        (("Version 2.3 beta", "Version 2.3 beta"), "copy"),
        (("Le chat dort.", "The cat sleeps in the old house by the river."), "length ratio"),
        (("12 345,67 + 89 = a", "12,345.67 + 89 = b"), "few letters"),
        (("The cat of the house is in the garden.", "The cat is out in the garden."), "language"),
        (("Le chat est dans le jardin de la rue.", "Le chat dans le jardin de la rue"), "language"),
    ],
)
def test_a_pair_is_refused_for_one_reason(pair: tuple[str, str], reason: str) -> None:
    assert rejection(pair, Cleaning(), FR_EN) == reason


def test_a_repair_corpus_keeps_its_copies() -> None:
    settings = Cleaning(drop_copies=False, check_language=False)
    assert rejection(("Il pleut.", "Il pleut."), settings, ("fr", "fr")) == ""


def test_spaces_become_plain_and_accents_composed() -> None:
    assert plain_spaces(" L'e\u0301te\u0301\u202f:\u00a0\u00a0chaud\ufeff ") == "L'été : chaud"


def test_pairs_that_differ_in_marks_only_are_one() -> None:
    assert pair_key(("« Oui », dit-il.", "Yes!")) == pair_key(("Oui, dit-il", "yes"))


def test_pairs_that_differ_in_marks_are_two_where_marks_are_repaired() -> None:
    damaged, clean = ("Oui , dit-il.", "Oui, dit-il."), ("Oui, dit-il.", "Oui, dit-il.")
    assert pair_key(damaged) == pair_key(clean)
    assert pair_key(damaged, exactly=True) != pair_key(clean, exactly=True)


def test_sides_of_a_key_are_told_apart() -> None:
    assert pair_key(("a b", "c")) != pair_key(("a", "b c"))


TWELVE = "un deux trois quatre cinq six sept huit neuf dix onze douze"


@pytest.mark.parametrize(
    ("text", "touches"),
    [
        ("Oui, merci !", True),
        ("Oui, merci beaucoup !", False),
        (f"Avant, il y eut {TWELVE} après.", True),
        (f"{TWELVE.rsplit(' ', 1)[0]} et non", False),
        ("un deux trois quatre cinq six et puis rien", False),
    ],
)
def test_text_is_held_out_for_a_line_or_twelve_words(text: str, touches: bool) -> None:
    held_out = hold_out(["oui merci", f"zéro {TWELVE} treize"])
    assert touches_held_out(text, held_out) is touches


@pytest.mark.parametrize("before", range(6))
def test_twelve_words_are_found_wherever_they_begin(before: int) -> None:
    text = "mot " * before + TWELVE + " fin"
    assert touches_held_out(text, hold_out([f"x {TWELVE} y"]))


def test_every_text_of_a_wild_file_is_held_out(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "wild").mkdir()
    (tmp_path / "eval" / "a.fr").write_text("Une ligne.\n", encoding="utf-8")
    line = '{"id": "x", "text": "Un texte.\\nDeux.", "clean": "Un autre.", "english": "One."}\n'
    with lzma.open(tmp_path / "wild" / "b.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(line)
    texts = {text.strip() for text in read_test_sets(tmp_path)}
    assert texts == {"Une ligne.", "Un texte.", "Deux.", "Un autre.", "One."}


def test_packing_without_test_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no test sets under .* can't be checked"):
        list(read_test_sets(tmp_path))


def test_a_line_without_a_tab_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("a\tb\nc\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x.tsv line 2 has 1 cells; expected source TAB target"):
        list(read_pairs(tmp_path / "x.tsv"))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x.csv: pairs are read from .tsv, .jsonl, .txt files"):
        list(read_pairs(tmp_path / "x.csv"))


def test_a_text_file_pairs_each_line_with_itself(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "x.txt.xz", "wt", encoding="utf-8") as file:
        file.write("Une phrase.\n")
    assert list(read_pairs(tmp_path / "x.txt.xz")) == [("Une phrase.", "Une phrase.")]


def test_packs_read_back_as_the_sentences_they_were_made_of(packs: Path) -> None:
    tokenizer = load_tokenizer(packs / "joint.spm")
    pack = next(p for p in read_packs(packs) if p.name == "colours")
    left, right = (int(n) for n in pack.lengths[0])
    tokens = pack.tokens.tolist()
    first = sentences(120, seed=2)[0]
    texts = tokenizer.decode(tokens[:left]), tokenizer.decode(tokens[left : left + right])
    assert texts == tuple(plain_spaces(side) for side in first)
    assert int(pack.lengths.sum()) == len(tokens) and pack.tokens.dtype == np.uint16


def test_a_test_line_in_a_corpus_is_not_packed(tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path)
    with (data / "parallel" / "numbers.tsv").open("a", encoding="utf-8") as file:
        file.write("LE CHIEN DORT !\tSome dog sleeps.\n")
    manifest = write_packs(parse_recipe(RECIPE), data, tmp_path / "packs", processes=1)
    assert manifest["sources"]["numbers"]["refused"] == {"test text": 1}


def test_a_pair_of_two_sources_is_packed_once(tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path)
    first = (data / "parallel" / "numbers.tsv").read_text(encoding="utf-8").splitlines()[0]
    with (data / "parallel" / "colours.tsv").open("a", encoding="utf-8") as file:
        file.write(first.upper() + "\n")
    manifest = write_packs(parse_recipe(RECIPE), data, tmp_path / "packs", processes=1)
    assert manifest["sources"]["colours"]["refused"] == {"duplicate": 1}


def test_most_lines_of_a_source_are_a_sample_of_it(tmp_path: Path) -> None:
    recipe = parse_recipe(RECIPE.replace("weight = 0.5", "most_lines = 30"))
    manifest = write_packs(recipe, write_tiny_data(tmp_path), tmp_path / "packs", processes=1)
    assert manifest["sources"]["colours"]["rows"] == 30
    assert manifest["sources"]["numbers"]["rows"] == 120


def test_a_repair_recipe_packs_sentences_damaged_and_whole(tmp_path: Path) -> None:
    text = RECIPE.replace("check_language = false", "check_language = false\ndrop_copies = false")
    text = text.replace("sample_lines = 1000", 'sample_lines = 1000\nnormalizer = "identity"')
    text = text.replace("size = 300", "size = 291")
    damage = "[damage]\nvariants = 3\nclean = 0.3\nkinds = {MT501 = 1.0, MT104 = 1}\n[model]"
    recipe = parse_recipe(text.replace("[model]", damage))
    write_packs(recipe, write_tiny_data(tmp_path), tmp_path / "packs", processes=1)
    tokenizer = load_tokenizer(tmp_path / "packs" / "joint.spm")
    pairs = []
    for pack in read_packs(tmp_path / "packs"):
        ends = np.cumsum(pack.lengths.flatten())
        sides = [tokenizer.decode(part.tolist()) for part in np.split(pack.tokens, ends[:-1])]
        pairs += list(zip(sides[::2], sides[1::2], strict=True))
    original = {french for french, _ in sentences(120, seed=1) + sentences(120, seed=2)}
    assert {whole for _, whole in pairs} <= original
    assert 0.1 < sum(damaged == whole for damaged, whole in pairs) / len(pairs) < 0.7
    assert any("  " in damaged for damaged, _ in pairs)


DAMAGED_SOURCE = """
[damage]
variants = 3
[[sources]]
name = "apart"
files = "apart.jsonl"
damaged = true
"""


def test_a_source_of_damaged_pairs_is_packed_as_it_is(tmp_path: Path) -> None:
    data, own = write_tiny_data(tmp_path), tmp_path / "own"
    own.mkdir()
    whole = [french for french, _ in sentences(40, seed=9)]
    rows = [{"damaged": text.replace(" un ", " "), "clean": text} for text in whole]
    (own / "apart.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    text = 'target_language = "fr"\n' + RECIPE[: RECIPE.index("[[sources]]")] + DAMAGED_SOURCE
    recipe = parse_recipe(text.replace("size = 300", "size = 290"))
    manifest = write_packs(recipe, data, tmp_path / "packs", processes=1, folder=own)
    assert manifest["sources"]["apart"]["rows"] == 40


def test_packs_are_cut_into_parts_and_joined_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_packs(write_tiny_packs(tmp_path / "whole"))
    monkeypatch.setattr(packs_module, "PART_BYTES", 2000)
    monkeypatch.setattr(corpora_module, "_CHUNK", 10)
    folder = write_tiny_packs(tmp_path / "parts")
    parts = sorted(folder.glob("numbers.*.tokens.npy"))
    assert len(parts) > 2 and all(p.stat().st_size <= 2000 + 128 for p in parts)
    joined = read_packs(folder)
    assert [p.name for p in joined] == [p.name for p in whole]
    for one, other in zip(whole, joined, strict=True):
        assert np.array_equal(one.tokens, other.tokens)
        assert np.array_equal(one.lengths, other.lengths)


def test_a_changed_part_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_tiny_packs(tmp_path)
    path = next(folder.glob("numbers.*.tokens.npy"))
    path.write_bytes(path.read_bytes()[:-2] + b"\0\0")
    with pytest.raises(InputError, match=r"numbers.000.tokens.npy.* isn't the file"):
        read_packs(folder)


def test_a_missing_part_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_tiny_packs(tmp_path)
    next(folder.glob("colours.*.lengths.npy")).unlink()
    with pytest.raises(InputError, match=r"lack 'colours.000.lengths.npy'"):
        read_packs(folder)


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no packs.json"):
        read_packs(tmp_path)


def test_a_source_without_files_is_refused_by_name(tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path)
    recipe = parse_recipe(RECIPE.replace("numbers.tsv", "numbrs.tsv"))
    with pytest.raises(InputError, match=r"'numbers': no file matches 'parallel/numbrs.tsv'"):
        write_packs(recipe, data, tmp_path / "packs", processes=1)


LINES = [side for pair in sentences(80, seed=3) for side in pair]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "joint.spm"
    train_vocabulary(LINES, path, Vocabulary(size=300))
    return path


@pytest.mark.parametrize(
    ("typeset", "typed"),
    [
        ("« chat »", '"chat"'),
        ("«\u00a0chat\u00a0»", '"chat"'),
        ("«\u202fchat\u202f»", '"chat"'),
        ("“chat”", '"chat"'),
        ("l’été", "l'été"),
        ("noir\u202f: vert\u00a0!", "noir: vert!"),
        ("12\u00a0%", "12%"),
        ("chat…", "chat..."),
        ("co\u00adopération", "coopération"),
    ],
)
def test_a_plain_vocabulary_reads_typeset_text_as_typed(
    plain: Path, typeset: str, typed: str
) -> None:
    tokenizer = load_tokenizer(plain)
    assert tokenizer.encode(typeset) == tokenizer.encode(typed)
    assert tokenizer.decode(tokenizer.encode(typeset)) == typed


def test_an_identity_vocabulary_keeps_every_character(tmp_path: Path) -> None:
    settings = Vocabulary(size=300, normalizer="identity")
    train_vocabulary(LINES, tmp_path / "joint.spm", settings)
    tokenizer = load_tokenizer(tmp_path / "joint.spm")
    text = "«\u00a0L’été\u202f», dit  “Zoé” 北 !"
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_the_end_is_piece_zero_and_the_unknown_piece_one(plain: Path) -> None:
    tokenizer = load_tokenizer(plain)
    assert (tokenizer.eos_id(), tokenizer.unk_id()) == (0, 1)
    assert tokenizer.get_piece_size() == 299


def test_digits_are_pieces_of_their_own(plain: Path) -> None:
    assert load_tokenizer(plain).encode("2024", out_type=str)[-4:] == ["2", "0", "2", "4"]


def test_too_little_text_for_a_vocabulary_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no vocabulary of 5000 entries .* ask for fewer"):
        train_vocabulary(LINES, tmp_path / "joint.spm", Vocabulary(size=5000))


# Glosses


GLOSSED = RECIPE + '[gloss]\nplace = "instead"\nbelow_zipf = 7.5\n'


def write_glossed_packs(root: Path) -> Path:
    """Packs glossed from lexicons whose English tells which half they are."""
    for number, name in enumerate((*HALVES, ALL)):
        save({"chat": (Reading(f"cat{number}", 1.0),)}, root / "lexicons" / name)
    lexicons, data = root / "lexicons", write_tiny_data(root)
    write_packs(parse_recipe(GLOSSED), data, root / "packs", processes=1, lexicons=lexicons)
    return root / "packs"


def glossed_pairs(packs: Path) -> list[tuple[str, str]]:
    tokenizer = load_tokenizer(packs / "joint.spm")
    texts = []
    for pack in read_packs(packs):
        start = 0
        for source, target in pack.lengths.astype(int).tolist():
            tokens = pack.tokens[start : start + source + target].tolist()
            texts.append((tokenizer.decode(tokens[:source]), tokenizer.decode(tokens[source:])))
            start += source + target
    return texts


def test_a_pair_is_glossed_from_the_half_it_does_not_belong_to(tmp_path: Path) -> None:
    seen = set()
    for source, target in glossed_pairs(write_glossed_packs(tmp_path)):
        for number in (0, 1):
            if f"cat{number}" in source.replace(" ", ""):
                plain = source.replace(f"cat{number}", "chat").replace(f"cat {number}", "chat")
                assert half_of((plain, target)) == 1 - number
                seen.add(number)
    assert seen == {0, 1}


def test_the_english_is_glossed_for_a_model_that_reads_english(tmp_path: Path) -> None:
    recipe = parse_recipe(GLOSSED + "turned = true\n")
    data, lexicons = write_tiny_data(tmp_path), tmp_path / "lexicons"
    save({"chat": (Reading("cat", 1.0),)}, lexicons)
    write_packs(recipe, data, tmp_path / "packs", processes=1, lexicons=lexicons)
    pairs = glossed_pairs(tmp_path / "packs")
    assert any("chat" in target for _, target in pairs)
    assert any("chat" in source for source, _ in pairs)
    assert not any("cat" in source.split() for source, _ in pairs)


def test_packs_that_are_glossed_otherwise_are_refused(tmp_path: Path) -> None:
    packs = write_glossed_packs(tmp_path)
    sha256 = load(tmp_path / "lexicons" / ALL).sha256
    own = parse_recipe(GLOSSED).gloss
    assert check_gloss(packs, own) == told(own, load(tmp_path / "lexicons" / ALL))
    assert check_gloss(packs, own)["bilingual_lexicon"] == sha256
    for other in (Gloss(), replace(own, readings=2)):
        with pytest.raises(InputError, match=r"are glossed by .*; pack again with this recipe"):
            check_gloss(packs, other)


def test_packs_without_a_gloss_are_refused_for_a_recipe_with_one(packs: Path) -> None:
    assert check_gloss(packs, Gloss()) == {}
    with pytest.raises(InputError, match="are glossed by nothing"):
        check_gloss(packs, Gloss("instead"))


def test_a_recipe_with_a_gloss_wants_the_lexicons(tmp_path: Path) -> None:
    recipe = parse_recipe(RECIPE + '[gloss]\nplace = "instead"\n')
    data = write_tiny_data(tmp_path)
    with pytest.raises(InputError, match="give --lexicons"):
        write_packs(recipe, data, tmp_path / "packs")
    with pytest.raises(ModelError, match="has no bilingual lexicon"):
        write_packs(recipe, data, tmp_path / "packs", lexicons=tmp_path)


def test_one_lexicon_may_gloss_all_pairs(tmp_path: Path) -> None:
    save({"chat": (Reading("cat7", 1.0),)}, tmp_path / "one")
    data = write_tiny_data(tmp_path)
    recipe = parse_recipe(GLOSSED)
    manifest = write_packs(recipe, data, tmp_path / "packs", processes=1, lexicons=tmp_path / "one")
    assert manifest["gloss"] == told(recipe.gloss, load(tmp_path / "one"))
