"""The training loop, on a CPU or one GPU."""

from __future__ import annotations

import dataclasses
import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from mtrepair.errors import InputError, RecipeError
from mtrepair.train.alignment import expected_links, literal_pairs
from mtrepair.train.batches import (
    IGNORED,
    Corpus,
    Rows,
    join_packs,
    make_batch,
    most_like_domain,
    plan_epoch,
)
from mtrepair.train.checkpoints import RunPosition, load_checkpoint, save_checkpoint
from mtrepair.train.dev import DevSet, dev_scores, read_dev
from mtrepair.train.embeddings import start_aligned, start_copying
from mtrepair.train.gradients import Gradients
from mtrepair.train.journal import Sums, append_line
from mtrepair.train.model import build_model, trained_model, trained_weights
from mtrepair.train.optimizers import make_optimizers, rate_factor, set_rates
from mtrepair.train.packs import check_gloss, read_packs
from mtrepair.train.quantised import under_int8
from mtrepair.train.recipe import Device, Recipe, read_recipe
from mtrepair.train.vocabulary import load_tokenizer

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


@dataclass(slots=True)
class Run:
    """A run in progress."""

    recipe: Recipe
    out: Path
    corpus: Corpus
    model: nn.Module
    optimizers: list[torch.optim.Optimizer]
    gradients: Gradients
    tokenizer: SentencePieceProcessor
    dev: DevSet | None
    device: torch.device
    position: RunPosition
    stopped: bool = False

    @property
    def pad(self) -> int:
        """Number of `<pad>`, the last entry."""
        return self.recipe.vocabulary.size - 1


def train(
    recipe: Recipe,
    packs: Path,
    out: Path,
    *,
    data: Path | None = None,
    resume: bool = False,
    cooldown: int | None = None,
    folder: Path = Path(),
    stop_after: int | None = None,
    progress: bool = False,
) -> RunPosition:
    """Train as a recipe says; where the run stands when it ends or is told to stop.

    `out` keeps log.jsonl, the last checkpoint before the cool-down in stable/, the last one
    since in cooldown/, and in the end final/weights.safetensors. SIGTERM and SIGINT end a run
    after a checkpoint.

    Args:
        packs: folder that `write_packs` wrote.
        data: folder of the dev set; None: no dev scores.
        resume: go on from the last checkpoint.
        cooldown: cool down from the last stable checkpoint, over this many steps.
        folder: what the recipe's `initial_weights` is relative to.
        stop_after: most steps taken before it stops.
        progress: show a bar on standard error.

    Raises:
        InputError: packs that don't fit the recipe, or a run in `out` that would be overwritten.
        ModelError: nothing to resume.
    """
    checkpoint = _checkpoint_to_resume(out, resume, cooldown)
    run = _begin(recipe, packs, out, data, folder)
    if checkpoint is None:
        _start(run)
    else:
        run.position = load_checkpoint(checkpoint, run.model, run.optimizers)
        append_line(run.out, run.position, {"event": "resumed", "from": checkpoint.name})
    if cooldown is not None:
        begin = run.position.step
        run.position = dataclasses.replace(run.position, cooldown=(begin, cooldown))
    with _stop_on_signal(run), _bar(run, shown=progress) as show:
        _train_steps(run, stop_after, show)
    return run.position


def _begin(recipe: Recipe, packs: Path, out: Path, data: Path | None, folder: Path) -> Run:
    tokenizer = load_tokenizer(packs / "joint.spm")
    if tokenizer.get_piece_size() + 1 != recipe.vocabulary.size:
        raise InputError(
            f"the packs have a vocabulary of {tokenizer.get_piece_size() + 1} entries, the recipe "
            f"{recipe.vocabulary.size}; pack again with this recipe"
        )
    check_gloss(packs, recipe.gloss)
    device = choose_device(recipe.training.device)
    out.mkdir(parents=True, exist_ok=True)
    model = build_model(recipe, folder).to(device)
    return Run(
        recipe=recipe,
        out=out,
        corpus=_drawn_from(packs, recipe),
        model=model,
        optimizers=make_optimizers(model, recipe.training),
        gradients=Gradients(model, recipe, device, _teacher(recipe, folder, device)),
        tokenizer=tokenizer,
        dev=None
        if data is None
        else read_dev(recipe.dev, data, damage=recipe.damage, gloss=recipe.gloss),
        device=device,
        position=RunPosition(),
    )


def _teacher(recipe: Recipe, folder: Path, device: torch.device) -> nn.Module | None:
    """The model that a student learns from; None where a recipe names none."""
    settings = recipe.teacher
    if not settings.recipe:
        return None
    if not 0 < settings.share <= 1:
        raise RecipeError(f"teacher.share is {settings.share}; expected over 0, at most 1")
    own = read_recipe(folder / settings.recipe)
    if own.vocabulary.size != recipe.vocabulary.size:
        raise RecipeError(
            f"the teacher has a vocabulary of {own.vocabulary.size} entries, the recipe "
            f"{recipe.vocabulary.size}; a teacher has that of its student"
        )
    return trained_model(own, folder / settings.weights).eval().to(device)


def _drawn_from(packs: Path, recipe: Recipe) -> Corpus:
    settings, corpus = recipe.training, join_packs(read_packs(packs), recipe)
    for name in ("literal_share", "domain_share"):
        if not 0 < getattr(settings, name) <= 1:
            raise RecipeError(
                f"training.{name} is {getattr(settings, name)}; expected over 0, at most 1"
            )
    if settings.domain_share < 1:
        corpus = most_like_domain(corpus, settings.domain_share)
    if settings.literal_share < 1:
        links = expected_links(corpus, entries=recipe.vocabulary.size - 1, seed=recipe.seed)
        corpus = literal_pairs(corpus, links, settings.literal_share)
    return corpus


def _start(run: Run) -> None:
    begin = _STARTS[run.recipe.model.start]
    if begin is not None and not run.recipe.initial_weights:
        begin(run.model, run.corpus, run.recipe)


_STARTS = {"random": None, "aligned": start_aligned, "copying": start_copying}


def choose_device(name: Device) -> torch.device:
    """The device of a name; "auto" takes a GPU where there is one."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    # cuDNN's attention, PyTorch's first choice on an H200 since 2.11, plans each shape anew, and
    # decoding has a shape for each step; its gradient can be NaN behind a mask (pytorch#196678).
    torch.backends.cuda.enable_cudnn_sdp(False)
    return torch.device(name)


def _checkpoint_to_resume(out: Path, resume: bool, cooldown: int | None) -> Path | None:
    stable, cooling = out / "stable", out / "cooldown"
    if cooldown is not None:
        shutil.rmtree(cooling, ignore_errors=True)
        return stable
    if resume:
        return cooling if cooling.exists() else stable
    if stable.exists():
        raise InputError(
            f"{str(out)!r} already holds a run; go on with --resume or name another folder"
        )
    return None


def _train_steps(run: Run, stop_after: int | None, show: Callable[[str], None]) -> None:
    settings, sums = run.recipe.training, Sums()
    last_step = None if stop_after is None else run.position.step + stop_after
    saved = time.monotonic()
    for planned, (epoch, batch) in _planned_batches(run):
        if _finished(run.position) or run.stopped or run.position.step == last_step:
            break
        if run.position.cooldown is None and run.position.step >= settings.steps:
            _begin_cooldown(run)
        began = time.monotonic()
        loss, tokens, norm = _step(run, planned)
        seconds = time.monotonic() - began
        sums.add(loss, tokens, norm, seconds)
        run.position = run.position.after(epoch, batch, tokens, seconds)
        if run.position.step % settings.log_steps == 0:
            figures = sums.report()
            append_line(run.out, run.position, figures)
            show(f"{figures['loss']:.3f} nats, {figures['tokens_per_second']:,.0f} tokens/s")
            sums = Sums()
        if run.position.step % settings.evaluate_steps == 0:
            _evaluate(run)
        if time.monotonic() - saved > 60 * settings.checkpoint_minutes:
            _save(run)
            saved = time.monotonic()
    _save(run)
    if _finished(run.position):
        _finish(run)


def _begin_cooldown(run: Run) -> None:
    _save(run)
    cooldown = (run.position.step, run.recipe.training.cooldown_steps)
    run.position = dataclasses.replace(run.position, cooldown=cooldown)


def _planned_batches(run: Run) -> Iterator[tuple[tuple[Rows, int, int], tuple[int, int]]]:
    """Each batch, and the epoch and batch number that come after it."""
    epoch, first = run.position.epoch, run.position.batch
    while True:
        plan = plan_epoch(run.corpus, run.recipe, epoch)
        for number in range(first, len(plan)):
            yield plan[number], (epoch, number + 1)
        epoch, first = epoch + 1, 0


def _finished(position: RunPosition) -> bool:
    return position.cooldown is not None and position.step >= sum(position.cooldown)


def _step(run: Run, planned: tuple[Rows, int, int]) -> tuple[torch.Tensor, int, torch.Tensor]:
    """One update: cross-entropy without smoothing (nats, summed), tokens, gradient norm."""
    settings = run.recipe.training
    batch = make_batch(run.corpus, planned, pad=run.pad, reverse=settings.reverse)
    factor = rate_factor(run.position.step, settings.warmup_steps, run.position.cooldown)
    set_rates(run.optimizers, settings, factor)
    for optimizer in run.optimizers:
        optimizer.zero_grad(set_to_none=True)
    tokens = int((batch.labels != IGNORED).sum())
    with under_int8(run.model) if _is_quantised(run) else nullcontext():
        loss = run.gradients(batch, tokens)
    norm = nn.utils.clip_grad_norm_(run.model.parameters(), settings.clip_norm)
    for optimizer in run.optimizers:
        optimizer.step()
    return loss, tokens, norm


def _is_quantised(run: Run) -> bool:
    """Whether the step is one of the last of a cool-down, which are made under int8."""
    cooldown = run.position.cooldown
    return (
        cooldown is not None and run.position.step >= sum(cooldown) - run.recipe.training.int8_steps
    )


def _save(run: Run) -> None:
    name = "stable" if run.position.cooldown is None else "cooldown"
    save_checkpoint(run.out / name, run.position, run.model, run.optimizers)


def _evaluate(run: Run) -> None:
    phase = "stable" if run.position.cooldown is None else "cooldown"
    folder = run.out / "weights" / phase
    _save_weights(run, folder / f"step-{run.position.step:07}.safetensors")
    for old in sorted(folder.iterdir())[: -run.recipe.training.keep]:
        old.unlink()
    append_line(run.out, run.position, _dev_scores(run))


def _finish(run: Run) -> None:
    final = run.out / "final"
    _save_weights(run, final / "weights.safetensors")
    (final / "position.json").write_text(json.dumps(dataclasses.asdict(run.position)))
    append_line(run.out, run.position, {"event": "finished"} | _dev_scores(run))
    shutil.rmtree(run.out / "cooldown")


def _save_weights(run: Run, path: Path) -> None:
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(trained_weights(run.model), path)


def _dev_scores(run: Run) -> dict[str, Any]:
    if run.dev is None:
        return {}
    return dev_scores(run.model, run.tokenizer, run.dev, pad=run.pad)


@contextmanager
def _bar(run: Run, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """A bar that is moved to the run's position, with a text beside it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not shown) as bar:
        task = bar.add_task(run.recipe.name, total=run.recipe.training.steps)

        def show(text: str) -> None:
            total = sum(run.position.cooldown or (run.recipe.training.steps,))
            bar.update(task, completed=run.position.step, total=total, description=text)

        yield show


@contextmanager
def _stop_on_signal(run: Run) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        run.stopped = True

    before = {s: signal.signal(s, stop) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
