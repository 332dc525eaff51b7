"""Recipes: the TOML file that names everything a training run depends on."""

from __future__ import annotations

import dataclasses
import difflib
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from mtrepair.backends.shipped import named_model
from mtrepair.corrupt.damage import DAMAGES
from mtrepair.errors import RecipeError
from mtrepair.train.recipe_table import BASED_ON, parse_table, read_table
from mtrepair.translation.gloss import Gloss

T = TypeVar("T")

Language = Literal["fr", "en"]
VocabularyKind = Literal["unigram", "bpe"]
Normalizer = Literal["plain", "identity"]
Start = Literal["random", "aligned", "copying"]
Optimizer = Literal["adamw", "muon"]
Precision = Literal["auto", "float32", "bfloat16"]
Device = Literal["auto", "cpu", "cuda"]

# Values, or keys of a table, of fields whose type doesn't say which there are.
_CHOICES: dict[str, tuple[str, ...]] = {
    "gloss.place": ("", "instead", "behind"),
    "damage.kinds": DAMAGES,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One corpus: files of pairs (see `read_pairs`) and how often an epoch draws from them."""

    name: str
    files: str
    """Glob below the data folder, such as "parallel/europarl-*.tsv.xz"; where nothing there
    matches, below the recipe's own."""
    weight: float = 1.0
    """Times an epoch reads each line; 0.25 reads a different quarter every epoch."""
    most_lines: int = 0
    """Lines packed, drawn by chance from those there are; 0: all."""
    damaged: bool = False
    """Pairs of damaged and whole text already, to which `[damage]` adds nothing."""
    prose: bool = False
    """Text of the source language alone, whose sentences a teacher is to translate (`distil`);
    a packed sentence stands on both sides till then."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How the joint SentencePiece model is trained."""

    size: int = 8000
    """Entries in all, `<pad>` included."""
    kind: VocabularyKind = "unigram"
    normalizer: Normalizer = "plain"
    """"plain" makes quotes, apostrophes and spaces alike; "identity" keeps every character."""
    sample_lines: int = 400_000
    """Lines of either language the vocabulary is learnt from, drawn by source weight."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a pair must be like to be packed."""

    max_tokens: int = 128
    """Longest side, in tokens."""
    max_ratio: float = 2.2
    """Longest side over shortest, in characters, for pairs of more than a few words."""
    check_language: bool = True
    """Drop pairs with a side in the other language, by function words."""
    hold_out: bool = True
    """Drop pairs that touch a test set under eval/ or wild/ of the data folder."""
    drop_copies: bool = True
    """Drop pairs whose sides are equal; a repair model wants them kept."""


@dataclass(frozen=True, slots=True)
class Damage:
    """How correct text is damaged, for a model that repairs: see `mtrepair.corrupt.Rates`."""

    variants: int = 0
    """Times each sentence is damaged anew; 0: pairs are packed as they are."""
    clean: float = 0.27
    per_word: float = 0.05
    kinds: dict[str, float] = field(default_factory=dict)
    """Code to how often it is tried; empty: as often as in real texts."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What the texts to be translated are like, in the source language."""

    files: str = ""
    """Glob below the data folder, such as "french/wikinews_winer.txt.xz"; pairs are then packed
    with how much they are like these texts. Empty: nothing is preferred."""


@dataclass(frozen=True, slots=True)
class Model:
    """Sizes of the Marian encoder-decoder."""

    width: int = 256
    feed_forward: int = 1024
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 4
    dropout: float = 0.0
    start: Start = "random"
    """"random"; "aligned": embeddings from word alignment, for two languages; "copying": what the
    encoder reads is passed on, for one language."""
    positions: int = 512
    """Longest input, in tokens, that the position table covers."""


@dataclass(frozen=True, slots=True)
class Training:
    """Schedule, optimiser and machine."""

    steps: int
    """Steps before the cool-down; a run may be cooled down earlier on command."""
    warmup_steps: int = 800
    cooldown_steps: int = 2000
    peak_rate: float = 2e-3
    optimizer: Optimizer = "adamw"
    """"adamw", or "muon": Muon for the matrices of the layers, AdamW for the rest."""
    muon_rate: float = 0.01
    weight_decay: float = 0.01
    betas: tuple[float, ...] = (0.9, 0.98)
    clip_norm: float = 1.0
    label_smoothing: float = 0.1
    edit_weight: float = 1.0
    """Weight in the loss of target tokens that the source does not have in that order."""
    batch_tokens: int = 3072
    """Padded target or source tokens in a batch, whichever is more."""
    bucket: int = 4
    """Lengths are padded to multiples of this, so that shapes repeat."""
    max_length: int = 96
    """Longest side trained on, in tokens; longer pairs of the packs are passed over."""
    literal_share: float = 1.0
    """Share of each source's pairs that is drawn: those translated most literally."""
    domain_share: float = 1.0
    """Share of all pairs that is drawn: those most like the texts of `[domain]`."""
    reverse: bool = False
    """Swap the sides of the packs: target to source."""
    precision: Precision = "auto"
    """"auto": bfloat16 on a GPU, float32 on a CPU."""
    device: Device = "auto"
    """"auto": a GPU where there is one."""
    threads: int = 2
    """Threads on a CPU; with more than one, dropout isn't drawn alike in every run."""
    int8_steps: int = 0
    """Last steps of a cool-down that are made under the weights which int8 leaves."""
    checkpoint_minutes: float = 5.0
    evaluate_steps: int = 1000
    """Steps between dev scores."""
    log_steps: int = 50
    keep: int = 4
    """Weights kept for averaging: those of the last evaluations."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """A larger model of the same vocabulary, whose probabilities a student learns from."""

    recipe: str = ""
    """That of the teacher, relative to this one; empty: pieces of the packs alone are learnt."""
    weights: str = ""
    """The teacher's, safetensors, relative to this recipe."""
    share: float = 1.0
    """How much its probabilities count in the loss; the pieces of the packs count the rest."""


@dataclass(frozen=True, slots=True)
class Dev:
    """Lines translated now and then to follow a run."""

    source: str = "eval/newstest2013.fr"
    reference: str = "eval/newstest2013.en"
    lines: int = 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole experiment."""

    name: str
    training: Training
    source_language: Language = "fr"
    target_language: Language = "en"
    seed: int = 1
    initial_weights: str = ""
    """Model to start from, with its vocabulary: a folder relative to the recipe, or the name of a
    shipped model, whose int8 weights do where there are no others; empty for random weights."""
    sources: tuple[Source, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    cleaning: Cleaning = field(default_factory=Cleaning)
    damage: Damage = field(default_factory=Damage)
    gloss: Gloss = field(default_factory=Gloss)
    domain: Domain = field(default_factory=Domain)
    model: Model = field(default_factory=Model)
    teacher: Teacher = field(default_factory=Teacher)
    dev: Dev = field(default_factory=Dev)

    def initial_folder(self, folder: Path) -> Path:
        """The model to start from, of a recipe in `folder`: its own, or a shipped one."""
        own = folder / self.initial_weights
        return own if own.exists() else Path(named_model(self.initial_weights))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file, with what it takes from the one it is based on.

    `based_on` names a recipe in the same folder, whose tables, values and sources count where
    this one has none of its own. A source is known by its name; new ones follow the others.

    Raises:
        RecipeError: a file is missing, is no TOML in UTF-8, or has an unknown key or a wrong
            value; or recipes are based on each other.
    """
    return _build(Recipe, read_table(path), "")


def parse_recipe(text: str) -> Recipe:
    """The recipe in a TOML text that is based on no other.

    >>> parse_recipe('name = "tiny"\\n[training]\\nsteps = 10').training.warmup_steps
    800
    """
    table = parse_table(text)
    if BASED_ON in table:
        raise RecipeError(
            f"the recipe is based on {table[BASED_ON]!r}, a file beside it; read it from its file"
        )
    return _build(Recipe, table, "")


def _build(cls: type[T], table: dict[str, Any], where: str) -> T:
    hints = get_type_hints(cls)
    for key in table:
        if key not in hints:
            raise RecipeError(_unknown_key(key, where, list(hints)))
    values = {key: _value(hints[key], value, where + key) for key, value in table.items()}
    for item in dataclasses.fields(cls):  # type: ignore[arg-type]
        missing = dataclasses.MISSING
        if item.name not in values and item.default is missing and item.default_factory is missing:
            raise RecipeError(f"the recipe lacks {where + item.name!r}; add it")
    return cls(**values)


def _unknown_key(key: str, where: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(map(repr, near))}?" if near else f"known: {known}"
    return f"unknown key {where + key!r} in the recipe; {offer}"


def _value(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return _build(hint, value, where + ".")  # type: ignore[arg-type]
    if get_origin(hint) is tuple and isinstance(value, list):
        inner = get_args(hint)[0]
        return tuple(_value(inner, v, f"{where}[{i}]") for i, v in enumerate(value))
    if get_origin(hint) is dict and isinstance(value, dict):
        inner = get_args(hint)[1]
        for key in value:
            _check_choice(key, _CHOICES.get(where), f"a key of {where!r}")
        return {key: _value(inner, v, f"{where}.{key}") for key, v in value.items()}
    if hint is float and type(value) is int:
        return float(value)
    if get_origin(hint) is Literal and isinstance(value, str):
        return _check_choice(value, get_args(hint), repr(where))
    if isinstance(hint, type) and type(value) is hint:
        return _check_choice(value, _CHOICES.get(where), repr(where))
    if get_origin(hint) is Literal:
        hint = str
    wanted = hint.__name__ if isinstance(hint, type | types.GenericAlias) else str(hint)
    raise RecipeError(f"{where!r} is {value!r} in the recipe; expected {wanted}")


def _check_choice(value: T, allowed: tuple[str, ...] | None, what: str) -> T:
    """The value, if it is one of those allowed, or all are."""
    if allowed is None or value in allowed:
        return value
    near = difflib.get_close_matches(str(value), allowed, n=1, cutoff=0.5)
    offer = f"; did you mean {near[0]!r}?" if near else ""
    *most, last = map(repr, allowed)
    raise RecipeError(
        f"{what} is {value!r} in the recipe; expected {', '.join(most)} or {last}{offer}"
    )
