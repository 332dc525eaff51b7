"""How much of a source is said, and the hypothesis that says more is taken."""

import pytest
from tiny_model import FakeModel

from mtrepair.translation import Translator
from mtrepair.translation.coverage import coverage

SOURCE = "La pénurie de médicaments en Finlande."


@pytest.mark.parametrize(
    ("hypothesis", "share"),
    [
        ("The shortage of medicines in Finland.", 1.0),
        ("Shortages of medicine in Finland.", 1.0),
        ("The medicines of Finland.", 2 / 3),
        ("", 0.0),
    ],
)
def test_the_share_of_content_words_that_are_said(hypothesis: str, share: float) -> None:
    assert coverage(SOURCE, hypothesis) == share


def test_a_source_of_small_words_is_said_by_anything() -> None:
    assert coverage("Oui.", "") == 1.0


def test_of_two_hypotheses_as_likely_the_one_that_says_more_is_taken() -> None:
    short, whole = "The problem of Finland.", "The shortage of medicines in Finland."
    model = FakeModel(lambda source: [short, whole])
    assert Translator(model=model).translate(SOURCE).text == whole


def test_a_draft_that_loses_most_of_its_source_is_drawn_again_from_a_larger_beam() -> None:
    source = "La pénurie de médicaments en Finlande inquiète."
    beams: list[int] = []

    class Model(FakeModel):
        def generate(self, sources, *, beam_size=4, **options):  # type: ignore[no-untyped-def]
            beams.append(beam_size)
            return super().generate(sources, beam_size=beam_size, **options)

    whole = "The shortage of medicines in Finland is worrying."
    model = Model(lambda _: whole if len(beams) > 1 else "It is the one in the other.")
    assert Translator(model=model, beam_size=4).translate(source).text == whole
    assert beams == [4, 8]
