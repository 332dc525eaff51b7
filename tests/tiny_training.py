"""A corpus, recipe and packs small enough to train on in a second."""

from __future__ import annotations

import random
from pathlib import Path

from mtrepair.train.packs import write_packs
from mtrepair.train.recipe import parse_recipe

RECIPE = """
name = "tiny"
[vocabulary]
size = 300
sample_lines = 1000
[cleaning]
check_language = false
[model]
width = 16
feed_forward = 32
encoder_layers = 1
decoder_layers = 1
heads = 2
dropout = 0.1
positions = 128
[training]
steps = 8
warmup_steps = 4
cooldown_steps = 6
batch_tokens = 96
max_length = 48
threads = 1
log_steps = 2
evaluate_steps = 4
[dev]
source = "eval/dev.fr"
reference = "eval/dev.en"
lines = 2
[[sources]]
name = "numbers"
files = "parallel/numbers.tsv"
[[sources]]
name = "colours"
files = "parallel/colours.tsv"
weight = 0.5
"""

SOURCES = ["Le chat noir a vu trois chiens.", "« Deux souris ! »", "Il a vu l’oiseau."]

ANIMALS = [("chat", "cat"), ("chien", "dog"), ("cheval", "horse"), ("lapin", "rabbit")]
_COLOURS = [("noir", "black"), ("blanc", "white"), ("vert", "green"), ("gris", "grey")]
VERBS = [("mange", "eats"), ("voit", "sees"), ("suit", "follows"), ("aime", "loves")]


def sentences(count: int, *, seed: int) -> list[tuple[str, str]]:
    """Pairs such as ("Le chat noir voit un chien vert 12.", "The black cat sees …")."""
    rng = random.Random(seed)
    pairs = []
    for number in range(count):
        (a, x), (b, y) = rng.sample(ANIMALS, 2)
        (c, z), (d, w), (v, u) = rng.choice(_COLOURS), rng.choice(_COLOURS), rng.choice(VERBS)
        tail = " ".join(str(rng.randrange(100)) for _ in range(rng.randrange(4)))
        pairs.append(
            (
                f"Le {a} {c} {v} un {b} {d} {number} {tail}.",
                f"The {z} {x} {u} a {w} {y} {number} {tail}.",
            )
        )
    return pairs


def write_tiny_data(root: Path) -> Path:
    """A data folder with two corpora, a dev set and a wild text."""
    data = root / "data"
    for name in ("parallel", "eval", "wild"):
        (data / name).mkdir(parents=True, exist_ok=True)
    for name, seed in (("numbers", 1), ("colours", 2)):
        lines = [f"{source}\t{target}\n" for source, target in sentences(120, seed=seed)]
        (data / "parallel" / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    (data / "eval" / "dev.fr").write_text("Le chien dort.\nLe lapin court.\n", encoding="utf-8")
    (data / "eval" / "dev.en").write_text("The dog sleeps.\nThe rabbit runs.\n", encoding="utf-8")
    (data / "wild" / "seed.txt").write_text("Un texte sauvage.\n", encoding="utf-8")
    return data


def write_tiny_packs(root: Path, recipe: str = RECIPE) -> Path:
    """The packs of the tiny corpora."""
    data, packs = write_tiny_data(root), root / "packs"
    write_packs(parse_recipe(recipe), data, packs, processes=1)
    return packs
