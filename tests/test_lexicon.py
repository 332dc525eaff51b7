"""The lexicon: what it knows of words, what it takes for one word, and how it is built."""

import lzma
import subprocess
import sys

import pytest

from mtrepair.lexicon import load
from mtrepair.lexicon.inflection import bases, inflections
from mtrepair.lexicon.spelling import spelling_score, spelling_table
from mtrepair.lexicon.splitting import Neighbours, best_split, join_gain
from mtrepair.train.choice import joins, table
from mtrepair.train.counts import Counts, counted
from mtrepair.train.lexicon import chosen, save
from mtrepair.train.sources import inputs, source_of, write_sources


@pytest.fixture(scope="module")
def lexicon():
    return load()


def test_a_frequent_word_has_a_high_zipf_value(lexicon):
    assert lexicon.zipf("de") > 7 > lexicon.zipf("maison") > 4


def test_a_string_that_is_no_word_has_zipf_value_0(lexicon):
    assert lexicon.zipf("etvraimentintelligent") == 0.0


def test_case_and_the_kind_of_apostrophe_make_no_difference(lexicon):
    assert lexicon.zipf("Les") == lexicon.zipf("les")
    assert lexicon.zipf("aujourd’hui") == lexicon.zipf("aujourd'hui") > 4
    assert lexicon.pair("L’", "Europe") == lexicon.pair("l'", "europe") > 2


def test_english_words_have_a_frequency_of_their_own(lexicon):
    assert lexicon.zipf_english("the") > 7
    assert lexicon.zipf_english("whereas") > lexicon.zipf("whereas")


def test_a_pair_that_was_never_kept_has_count_0(lexicon):
    assert lexicon.pair("le", "maison") == 0.0


@pytest.mark.parametrize("word", ["Bruxelles", "Macron", "ONU", "Noël"])
def test_a_name_stands_with_a_capital_in_mid_sentence(lexicon, word):
    assert lexicon.is_name(word)


# "Commission" and "Président" are capitalised all through the debates of parliaments.
@pytest.mark.parametrize("word", ["maison", "commission", "président", "mars", "ministre"])
def test_a_common_noun_is_no_name_whatever_parliaments_write(lexicon, word):
    assert not lexicon.is_name(word)


# From the grammars: h aspiré, inflected and derived forms, and the mute family of "héros".
@pytest.mark.parametrize(
    "word",
    "héros hausse hausses honte honteux haïr haïssait hâte hurlait haricots handicap homards huit "
    "hollandais hibou hérisson hamac harcelassent".split(),
)
def test_h_aspire_forbids_elision(lexicon, word):
    assert lexicon.h_aspire(word)
    assert lexicon.forbids_elision(word)


@pytest.mark.parametrize(
    "word",
    "homme hommes histoire héroïne héroïque héroïsme heure habiter hésitait huile hôpital hier "
    "horreur humour".split(),
)
def test_mute_h_allows_elision(lexicon, word):
    assert not lexicon.forbids_elision(word)


@pytest.mark.parametrize("word", "onze onzième oui yaourt yacht ouistiti uhlan week-end".split())
def test_some_vowels_and_semivowels_forbid_elision(lexicon, word):
    assert lexicon.forbids_elision(word)


@pytest.mark.parametrize("word", "ami eau yeux Yvelines île œuvre Élysée".split())
def test_other_vowels_allow_elision(lexicon, word):
    assert not lexicon.forbids_elision(word)


@pytest.mark.parametrize(
    "word", "dela lesentreprises aappris enmars parlementeuropéen entrele ausein".split()
)
def test_a_join_is_no_word(lexicon, word):
    assert lexicon.unknown([word]) or lexicon.seldom([word])


# Good words that the corpora lack, or hold once: forms of rarer words, and derived ones.
@pytest.mark.parametrize(
    "word",
    "antieuropéennes hypercritiques surréagira coprésidaient macronistes rationaliserions "
    "autopromotion ultralibérales débureaucratiser villageoises".split(),
)
def test_a_word_that_grammar_can_make_of_a_known_one_is_not_unknown(lexicon, word):
    assert lexicon.unknown([word]) == set()


def test_loading_takes_well_under_100_ms_in_a_fresh_process():
    code = (
        "import time, mtrepair.lexicon as l\n"
        "start = time.process_time(); l.load(); print(time.process_time() - start)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(run.stdout) < 0.1


def test_inflections_include_the_infinitive_of_a_verb_form():
    assert ("rationaliser", False) in set(inflections("rationaliserions"))


def test_nothing_is_inflected_from_a_plural():
    assert ("oppositions", False) not in set(inflections("oppositionse"))


def test_bases_cut_prefixes_that_are_words_apart_from_others():
    assert ("sur", "réagir", True) in list(bases("surréagir"))
    assert ("anti", "nucléaire", False) in list(bases("antinucléaire"))


def test_letters_in_a_known_order_are_likelier_than_others():
    words = spelling_table(["maison", "raison", "saison"])
    assert spelling_score("maison", words) > spelling_score("nosiam", words)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("lesentreprises", ("les", "entreprises")),
        ("etvraimentintelligent", ("et", "vraiment", "intelligent")),
        ("problèmeoucontribuerdirectement", ("problème", "ou", "contribuer", "directement")),
        ("lesconspuaient", ("les", "conspuaient")),
    ],
)
def test_a_join_is_split_into_its_words(lexicon, word, parts):
    split = best_split(word, lexicon)
    assert split.parts == parts
    assert split.gain > 0


def test_the_neighbours_decide_between_two_ways_to_split(lexicon):
    word = "agentsont"
    plural = best_split(word, lexicon, Neighbours(before="les", after="été"))
    singular = best_split(word, lexicon, Neighbours(before="un", after="là"))
    assert plural.parts == ("agents", "ont")
    assert singular.gain < plural.gain


def test_before_an_apostrophe_the_last_part_is_an_elided_word(lexicon):
    assert best_split("dansl", lexicon, Neighbours(elides=True)).parts == ("dans", "l'")
    assert best_split("dansleur", lexicon, Neighbours(elides=True)) is None


@pytest.mark.parametrize("word", ["a", "x" * 10_000, "dans" * 100])
def test_a_string_too_short_or_too_long_for_words_is_not_split(lexicon, word):
    assert best_split(word, lexicon) is None


def test_halves_of_a_frequent_word_are_likelier_one_word_than_two(lexicon):
    assert join_gain("gouver", "nement", lexicon) > 0
    assert join_gain("sur", "tout", lexicon) < 0


def corpus(folder, name, lines):
    folder.mkdir(exist_ok=True)
    path = folder / name
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


def test_counting_tells_elided_forms_compounds_and_pairs_apart(tmp_path):
    counts = counted(corpus(tmp_path, "a.txt.xz", ["L’ami dit aujourd’hui : peut-être de la soie"]))
    assert counts.french["L'"] == 1
    assert counts.french["peut-être"] == counts.french["aujourd'hui"] == 1
    assert counts.pairs["de", "la"] == 1
    assert ("aujourd'", "peut") not in counts.pairs


def test_counting_leaves_code_and_english_lines_out(tmp_path):
    lines = ["voir os.path et str_replace()", "the end of the story is not for you"]
    counts = counted(corpus(tmp_path, "a.txt.xz", lines))
    assert set(counts.french) == {"voir", "et"}


def test_a_capital_counts_in_mid_sentence_only(tmp_path):
    lines = ["Paris dort. Demain Paris dira : « Demain Paris »"]
    words = table([counted(corpus(tmp_path, "a.txt.xz", lines))])
    assert words.capitals["paris"] == 1.0
    assert "demain" not in words.capitals


def test_no_source_outweighs_the_others_by_its_size_alone():
    huge, small = Counts(), Counts()
    huge.french.update({"commission": 8_000_000})
    small.french.update({"maison": 4_000_000})
    words = table([huge, small])
    assert words.weights["commission"] == words.weights["maison"]


def test_a_form_much_rarer_than_its_two_halves_side_by_side_is_a_join(lexicon):
    source = Counts()
    source.french.update({"dela": 13, "de": 10_000, "la": 10_000, "parterre": 30, "par": 5_000})
    source.pairs.update({("de", "la"): 9_000, ("par", "terre"): 40})
    assert joins(table([source]), lexicon) == {"dela"}


def test_a_lexicon_is_built_from_a_data_folder_and_loaded_again(tmp_path):
    parallel = tmp_path / "parallel"
    pair = "le chat est dans la maison de Marie\tthe cat is in the house of Mary"
    corpus(parallel, "tiny-0.tsv.xz", [pair] * 5)
    (tmp_path / "french").mkdir()
    for folder, rows in ((parallel, ["tiny\tCC0\tus"]), (tmp_path / "french", [])):
        lines = ["name\tlicence\torigin", *rows]
        (folder / "SOURCES.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert source_of(inputs(tmp_path)[0]) == "tiny"
    built = chosen(table(map(counted, inputs(tmp_path))), ["hér"])
    save(built, tmp_path)
    write_sources(inputs(tmp_path), tmp_path, tmp_path / "SOURCES.tsv")
    again = load(tmp_path)
    assert again.zipf("chat") > 0 and again.zipf_english("cat") > 0 and again.pair("le", "chat") > 0
    assert again.unknown(["chat", "zglourps"]) == {"zglourps"}
    assert "tiny-0.tsv.xz\tCC0\tus\t" in (tmp_path / "SOURCES.tsv").read_text(encoding="utf-8")


def test_a_lexicon_written_anew_leaves_the_one_in_use_as_it_was(lexicon, tmp_path):
    save(lexicon, tmp_path)
    used = load(tmp_path)
    before = used.zipf("chat")
    few = chosen(table([Counts()]), [])
    save(few, tmp_path)
    assert used.zipf("chat") == before > 0
    assert not list(tmp_path.glob("*.new"))
