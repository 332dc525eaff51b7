"""The aligned start: translations near one another, and heard by the decoder at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from mtrepair.train.batches import Batch, Corpus, join_packs, make_batch
from mtrepair.train.embeddings import aligned_embeddings, start_aligned, start_copying
from mtrepair.train.model import build_model
from mtrepair.train.packs import Pack
from mtrepair.train.recipe import Model, Recipe, Source, Training, Vocabulary

# Words 10-29 of one language are 40-59 of the other; 2 is a full stop in both.
WORDS, SHIFT, STOP, ENTRIES = range(10, 30), 30, 2, 62


def recipe() -> Recipe:
    return Recipe(
        "x",
        Training(steps=1, max_length=16),
        sources=(Source("s", ""),),
        vocabulary=Vocabulary(size=ENTRIES + 1),
        model=Model(width=32, feed_forward=32, encoder_layers=1, decoder_layers=1, heads=2),
    )


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rng = np.random.default_rng(0)
    tokens, lengths = [], []
    for _ in range(600):
        source = rng.choice(WORDS, size=rng.integers(3, 9), replace=False).tolist()
        target = [word + SHIFT for word in source]
        # Two words change places, as adjective and noun do.
        target[0], target[1] = target[1], target[0]
        tokens += [*source, STOP, *target, STOP]
        lengths.append([len(source) + 1] * 2)
    pack = Pack("s", np.array(tokens, dtype=np.uint16), np.array(lengths, dtype=np.uint16))
    return join_packs([pack], recipe())


def test_the_nearest_embedding_is_that_of_the_translation(corpus: Corpus) -> None:
    embeddings = aligned_embeddings(corpus, entries=ENTRIES, width=32, seed=1)
    near = embeddings @ embeddings.T
    near.fill_diagonal_(-1)
    assert near.argmax(dim=1)[list(WORDS)].tolist() == [word + SHIFT for word in WORDS]


def test_every_embedding_has_length_one(corpus: Corpus) -> None:
    embeddings = aligned_embeddings(corpus, entries=ENTRIES, width=32, seed=1)
    assert torch.allclose(embeddings.norm(dim=1), torch.ones(ENTRIES), atol=1e-5)


def mean_logits(
    model: torch.nn.Module, batch: Batch, side: torch.Tensor, words: range
) -> tuple[float, float]:
    """Mean logit of the words that stand in a row of that side, and of those that don't."""
    logits = model(input_ids=batch.source, decoder_input_ids=batch.decoder_input).logits
    present = (side[:, :, None] == torch.tensor(words)).any(dim=1)
    average = logits[..., words.start : words.stop].mean(dim=1)
    return average[present].mean().item(), average[~present].mean().item()


def test_an_aligned_model_prefers_translations_before_any_training(
    corpus: Corpus, tmp_path: Path
) -> None:
    model = build_model(recipe(), tmp_path).eval()
    start_aligned(model, corpus, recipe())
    batch = make_batch(corpus, (np.arange(50), 12, 12), pad=ENTRIES)
    present, absent = mean_logits(model, batch, batch.labels, range(40, 60))
    assert present > absent + 0.3


def test_a_copying_model_prefers_what_it_reads_before_any_training(
    corpus: Corpus, tmp_path: Path
) -> None:
    model = build_model(recipe(), tmp_path).eval()
    start_copying(model, corpus, recipe())
    batch = make_batch(corpus, (np.arange(50), 12, 12), pad=ENTRIES)
    present, absent = mean_logits(model, batch, batch.source, WORDS)
    assert present > absent + 0.3


def test_the_bias_is_how_often_a_piece_is_written(corpus: Corpus, tmp_path: Path) -> None:
    model = build_model(recipe(), tmp_path)
    start_aligned(model, corpus, recipe())
    bias = model.final_logits_bias[0]
    assert bias[STOP] == pytest.approx(bias[0].item())
    assert bias[WORDS[0]] == bias[1] == bias[ENTRIES - 1] < bias[WORDS[0] + SHIFT]
