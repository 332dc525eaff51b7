"""The loop: it learns, it stops and goes on as if it never stopped, it cools down."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tiny_training import RECIPE, write_tiny_packs

from mtrepair.errors import InputError, ModelError, RecipeError
from mtrepair.train.batches import IGNORED, Batch
from mtrepair.train.checkpoints import read_position
from mtrepair.train.gradients import Gradients, edit_weights, smoothed_loss
from mtrepair.train.journal import draw_curves, read_lines
from mtrepair.train.loop import choose_device, train
from mtrepair.train.model import build_model, trained_model
from mtrepair.train.optimizers import make_optimizers, orthogonalized, rate_factor, set_rates
from mtrepair.train.recipe import Recipe, Teacher, parse_recipe


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loop")
    write_tiny_packs(path)
    return path


def recipe(*, dropout: float = 0.1, **training: Any) -> Recipe:
    tiny = parse_recipe(RECIPE)
    return replace(
        tiny,
        model=replace(tiny.model, dropout=dropout),
        training=replace(tiny.training, **training),
    )


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "weights.safetensors")


def assert_equal(one: Path, other: Path) -> None:
    left, right = weights(one), weights(other)
    assert set(left) == set(right)
    for name, tensor in left.items():
        assert torch.equal(tensor, right[name]), name


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_stopped_and_resumed_equals_not_stopped(root: Path, tmp_path: Path, optimizer: str) -> None:
    settings = recipe(optimizer=optimizer)
    train(settings, root / "packs", tmp_path / "whole")
    # Stops in the warm-up, at the end of an epoch's third, and in the cool-down.
    train(settings, root / "packs", tmp_path / "parts", stop_after=3)
    train(settings, root / "packs", tmp_path / "parts", resume=True, stop_after=7)
    train(settings, root / "packs", tmp_path / "parts", resume=True)
    assert_equal(tmp_path / "whole" / "final", tmp_path / "parts" / "final")


def test_a_run_resumed_across_epochs_equals_one_not_stopped(root: Path, tmp_path: Path) -> None:
    settings = recipe(steps=200, batch_tokens=480)
    whole = train(settings, root / "packs", tmp_path / "whole", stop_after=40)
    assert whole.epoch >= 1
    for _ in range(4):
        resume = (tmp_path / "parts").exists()
        train(settings, root / "packs", tmp_path / "parts", resume=resume, stop_after=10)
    assert read_position(tmp_path / "parts" / "stable").batch == whole.batch
    assert_equal(tmp_path / "whole" / "stable", tmp_path / "parts" / "stable")


def test_the_loss_falls(root: Path, tmp_path: Path) -> None:
    train(recipe(steps=60, dropout=0.0, peak_rate=0.01), root / "packs", tmp_path)
    losses = [line["loss"] for line in read_lines(tmp_path) if "loss" in line]
    assert losses[-1] < 0.7 * losses[0]


def test_a_cooled_branch_leaves_the_stable_checkpoint(root: Path, tmp_path: Path) -> None:
    settings = recipe(steps=1000)
    train(settings, root / "packs", tmp_path, stop_after=5)
    before = weights(tmp_path / "stable")
    position = train(settings, root / "packs", tmp_path, cooldown=4)
    assert (position.step, position.cooldown) == (9, (5, 4))
    after = weights(tmp_path / "stable")
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    assert not torch.equal(
        weights(tmp_path / "final")["model.shared.weight"], before["model.shared.weight"]
    )
    assert train(settings, root / "packs", tmp_path, resume=True, stop_after=1).step == 6


def test_a_cool_down_begins_by_itself_after_the_last_step(root: Path, tmp_path: Path) -> None:
    position = train(recipe(), root / "packs", tmp_path)
    assert (position.step, position.cooldown) == (14, (8, 6))
    assert json.loads((tmp_path / "final" / "position.json").read_text())["step"] == 14


def test_sigterm_ends_a_run_with_a_checkpoint(root: Path, tmp_path: Path) -> None:
    def stop_when_it_runs() -> None:
        while not (tmp_path / "log.jsonl").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=stop_when_it_runs)
    thread.start()
    position = train(recipe(steps=100_000), root / "packs", tmp_path)
    thread.join()
    assert 0 < position.step < 100_000
    assert read_position(tmp_path / "stable") == position


def test_a_run_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    train(recipe(), root / "packs", tmp_path, stop_after=1)
    with pytest.raises(InputError, match=r"already holds a run; go on with --resume"):
        train(recipe(), root / "packs", tmp_path)


def test_nothing_to_resume_is_an_error(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no checkpoint at .*; train without --resume first"):
        train(recipe(), root / "packs", tmp_path, resume=True)


def test_packs_of_another_vocabulary_are_refused(root: Path, tmp_path: Path) -> None:
    other = parse_recipe(RECIPE.replace("size = 300", "size = 310"))
    with pytest.raises(InputError, match=r"vocabulary of 300 entries, the recipe 310; pack again"):
        train(other, root / "packs", tmp_path)


def test_dev_scores_are_logged_with_their_signature(root: Path, tmp_path: Path) -> None:
    train(recipe(), root / "packs", tmp_path, data=root / "data", stop_after=4)
    [line] = [line for line in read_lines(tmp_path) if "bleu" in line]
    assert line["step"] == 4 and "tok:13a" in line["signature"]


def test_a_missing_dev_set_is_named(root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"dev set 'eval/dev.fr' isn't in the data folder"):
        train(recipe(), root / "packs", tmp_path, data=tmp_path)


def test_the_weights_of_the_last_evaluations_are_kept(root: Path, tmp_path: Path) -> None:
    train(recipe(steps=100, keep=2), root / "packs", tmp_path, stop_after=13)
    names = sorted(path.name for path in (tmp_path / "weights" / "stable").iterdir())
    assert names == ["step-0000008.safetensors", "step-0000012.safetensors"]


def test_curves_are_drawn(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    train(recipe(), root / "packs", tmp_path, data=root / "data", stop_after=4)
    draw_curves(tmp_path, tmp_path / "curve.svg")
    assert "<svg" in (tmp_path / "curve.svg").read_text()


def test_a_folder_without_a_log_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no log.jsonl in"):
        read_lines(tmp_path)


def test_pad_stays_zero_for_ctranslate2(root: Path, tmp_path: Path) -> None:
    train(recipe(dropout=0.0, weight_decay=0.1), root / "packs", tmp_path)
    assert not weights(tmp_path / "final")["model.shared.weight"][-1].any()


def test_smoothed_loss_is_that_of_pytorch_without_pad() -> None:
    logits = torch.randn(2, 3, 7, generator=torch.Generator().manual_seed(0))
    logits[..., -1] = -1e4
    labels = torch.tensor([[1, 2, IGNORED], [0, 5, 3]])
    smooth, plain = smoothed_loss(logits, labels, 0.1)
    reference = torch.nn.CrossEntropyLoss(label_smoothing=0.1, reduction="sum")
    expected = reference(logits[..., :-1].flatten(0, 1), labels.flatten())
    assert smooth.item() == pytest.approx(expected.item(), rel=1e-5)
    exact = torch.nn.CrossEntropyLoss(reduction="sum")(logits.flatten(0, 1), labels.flatten())
    assert plain.item() == pytest.approx(exact.item(), rel=1e-5)


def test_a_teachers_probabilities_are_learnt_as_far_as_they_count() -> None:
    random = torch.Generator().manual_seed(0)
    logits = torch.randn(2, 3, 7, generator=random, dtype=torch.double, requires_grad=True)
    taught = torch.randn(2, 3, 7, generator=random, dtype=torch.double).softmax(dim=-1)
    labels = torch.tensor([[1, 2, IGNORED], [0, 5, 3]])
    logs = logits.log_softmax(dim=-1)[labels != IGNORED]
    soft = -(taught[labels != IGNORED] * logs).sum()
    hard, _ = smoothed_loss(logits.float(), labels, 0.1)
    for share in (1.0, 0.3):
        loss, _ = smoothed_loss(logits.float(), labels, 0.1, taught=taught.float(), share=share)
        expected = share * soft + (1 - share) * hard
        assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
        [found] = torch.autograd.grad(loss, logits)
        [wanted] = torch.autograd.grad(expected, logits, retain_graph=True)
        assert torch.allclose(found, wanted.to(found), atol=1e-5)


def test_a_student_comes_to_expect_what_its_teacher_does(root: Path, tmp_path: Path) -> None:
    train(recipe(peak_rate=0.01, steps=60), root / "packs", tmp_path / "teacher")
    (tmp_path / "teacher.toml").write_text(RECIPE)
    named = Teacher("teacher.toml", "teacher/final/weights.safetensors")
    student = replace(recipe(peak_rate=0.01, steps=60), seed=9, teacher=named)
    train(student, root / "packs", tmp_path / "taught", folder=tmp_path)
    train(replace(student, teacher=Teacher()), root / "packs", tmp_path / "alone")
    source = torch.randint(2, 290, (8, 6), generator=torch.Generator().manual_seed(0))
    expected, taught, alone = (
        trained_model(student, tmp_path / name / "final" / "weights.safetensors")
        .eval()(input_ids=source, decoder_input_ids=source)
        .logits.log_softmax(dim=-1)
        for name in ("teacher", "taught", "alone")
    )
    far = [(expected.exp() * (expected - own)).sum() for own in (taught, alone)]
    assert far[0] < 0.8 * far[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"share": 0.0}, "teacher.share is 0.0; expected over 0, at most 1"),
        ({"recipe": "other.toml"}, "the teacher has a vocabulary of 400 entries, the recipe 300"),
    ],
)
def test_a_teacher_that_cannot_teach_is_told(
    change: dict[str, Any], told: str, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "teacher.toml").write_text(RECIPE)
    (tmp_path / "other.toml").write_text(RECIPE.replace("size = 300", "size = 400"))
    named = replace(Teacher("teacher.toml", "none"), **change)
    with pytest.raises(RecipeError, match=told):
        train(replace(recipe(), teacher=named), root / "packs", tmp_path / "run", folder=tmp_path)


def test_threads_share_a_batch_without_changing_its_gradient(tmp_path: Path) -> None:
    source = torch.randint(2, 290, (5, 6), generator=torch.Generator().manual_seed(0))
    batch = Batch(source, source, source)
    found = []
    for threads in (1, 2):
        settings = recipe(threads=threads)
        model = build_model(settings, tmp_path).eval()
        loss = Gradients(model, settings, torch.device("cpu"))(batch, 30)
        found.append((loss.item(), model.model.shared.weight.grad))
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-5)
    assert torch.allclose(found[0][1], found[1][1], atol=1e-6)


def test_rates_rise_stay_and_fall() -> None:
    assert rate_factor(0, 4, None) == 0.25
    assert rate_factor(3, 4, None) == rate_factor(10_000, 4, None) == 1.0
    cooling = [rate_factor(step, 4, (100, 10)) for step in range(100, 111)]
    assert cooling[0] == 1.0 and cooling[-1] == 0.0
    assert cooling == sorted(cooling, reverse=True)


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 4, 16), (2, 16, 4)])
def test_orthogonalized_matrices_have_singular_values_near_one(shape: tuple[int, ...]) -> None:
    matrices = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonalized(matrices))
    assert values.min() > 0.3 and values.max() < 1.3


def test_each_optimizer_has_its_own_peak(tmp_path: Path) -> None:
    settings = recipe(optimizer="muon", peak_rate=0.5, muon_rate=0.25)
    optimizers = make_optimizers(build_model(settings, tmp_path), settings.training)
    set_rates(optimizers, settings.training, 0.5)
    rates = [{group["lr"] for group in optimizer.param_groups} for optimizer in optimizers]
    assert rates == [{0.25}, {0.125}]


def test_every_weight_has_one_optimizer(tmp_path: Path) -> None:
    settings = recipe(optimizer="muon")
    model = build_model(settings, tmp_path)
    optimizers = make_optimizers(model, settings.training)
    owned = [id(p) for o in optimizers for group in o.param_groups for p in group["params"]]
    assert sorted(owned) == sorted(id(p) for p in model.parameters() if p.requires_grad)


def test_a_device_may_be_named() -> None:
    assert choose_device("cpu") == torch.device("cpu")


def test_what_the_source_has_in_that_order_weighs_one() -> None:
    source = torch.tensor([[5, 6, 7, 8, 0]])
    labels = torch.tensor([[5, 7, 6, 8, 0, IGNORED]])
    # 7 after 5, 6 after 7 and 8 after 6 are new; the start and the end after 8 are copied.
    expected = [1.0, 3.0, 3.0, 3.0, 1.0, 3.0]
    assert edit_weights(source, labels, 3.0)[0].tolist() == expected


def test_a_weighed_label_counts_so_many_times() -> None:
    torch.manual_seed(0)
    logits = torch.randn(1, 3, 6, requires_grad=True)
    labels = torch.tensor([[1, 2, IGNORED]])
    weighed, plain = smoothed_loss(logits, labels, 0.1, torch.tensor([[1.0, 3.0, 5.0]]))
    first, _ = smoothed_loss(logits[:, :1], labels[:, :1], 0.1)
    second, _ = smoothed_loss(logits[:, 1:2], labels[:, 1:2], 0.1)
    assert weighed.item() == pytest.approx((first + 3 * second).item(), rel=1e-5)
    assert plain.item() == pytest.approx(smoothed_loss(logits, labels, 0.0)[0].item(), rel=1e-5)
    ours = torch.autograd.grad(weighed, logits, retain_graph=True)[0]
    theirs = torch.autograd.grad(first + 3 * second, logits)[0]
    assert torch.allclose(ours, theirs, atol=1e-6)
