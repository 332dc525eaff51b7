"""Cleaning before translating."""

import pytest

import mtrepair
from mtrepair.errors import ModelError
from mtrepair.types import Attention, Hypothesis


class Echo:
    """A model that repeats what it is given."""

    name = "echo"
    folder = None
    max_tokens = 100

    def count_tokens(self, texts, *, target=False):
        return [len(text.split()) for text in texts]

    def generate(self, sources, **options):
        return [[Hypothesis(source, -1.0)] for source in sources]

    def attention(self, sources, targets):
        return [Attention((), (), ()) for _ in sources]

    def score(self, sources, targets):
        return [Hypothesis(target, -1.0) for target in targets]


def test_a_damaged_text_is_cleaned_before_it_is_translated():
    assert (
        "web, la" in mtrepair.translate("Il lit le web,la presse.", translation_model=Echo()).text
    )


def test_cleaning_can_be_switched_off():
    translation = mtrepair.translate(
        "Il lit le web,la presse.", translation_model=Echo(), clean=False
    )
    assert "web,la" in translation.text


def test_many_translations_keep_the_order_of_their_texts():
    texts = ["Un texte.", "Un deuxième texte.", "Un troisième."]
    translations = mtrepair.translate_many(texts, translation_model=Echo())
    assert [translation.source for translation in translations] == texts


def test_a_pipeline_needs_a_model_that_is_there(tmp_path):
    with pytest.raises(ModelError, match="nothing-here"):
        mtrepair.load(translation_model=tmp_path / "nothing-here")


def test_a_pipeline_without_models_cleans_as_the_package_does():
    assert mtrepair.load().clean("Il lit le web,la presse.").text == "Il lit le web, la presse."


def test_a_pipeline_cleans_with_its_repair_model_before_it_translates(sure_folder):
    class Repairer(Echo):
        folder = sure_folder

        def score(self, sources, targets):
            scored = [(target, -20.0 * ("Iran relation" in target)) for target in targets]
            return [Hypothesis(target, score, (score,)) for target, score in scored]

        def generate(self, sources, **options):
            whole = [source.replace("Iran relation", "relation de l’Iran") for source in sources]
            return [[Hypothesis(text, -1.0)] for text in whole]

    pipeline = mtrepair.Pipeline(
        cleaner=mtrepair.Cleaner(repair_model=Repairer()), translation_model=Echo()
    )
    translation = pipeline.translate("La Iran relation avec la Russie inquiète.")
    assert translation.source == "La relation de l’Iran avec la Russie inquiète."
