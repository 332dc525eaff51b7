"""Token packs: cleaned corpora as uint16 arrays, with the vocabulary they are written in."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, compress
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mtrepair import segment
from mtrepair.checksum import sha256
from mtrepair.errors import InputError, ModelError
from mtrepair.lexicon.bilingual import VALUES, Bilingual
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.train import vocabulary as vocab
from mtrepair.train.corpora import (
    HeldOut,
    TextPair,
    drawn,
    hold_out,
    in_chunks,
    pair_key,
    plain_spaces,
    read_pairs,
    read_test_sets,
    rejection,
    touches_held_out,
)
from mtrepair.train.damage import damaged_pairs
from mtrepair.train.links import half_of
from mtrepair.train.newslike import Bigrams, bigrams, likeness
from mtrepair.train.recipe import Recipe, Source
from mtrepair.train.turned import turned_gloss
from mtrepair.translation.gloss import LATER, Gloss, glossed, told
from mtrepair.types import Span

Tokens = npt.NDArray[np.uint16]
Scores = npt.NDArray[np.float16]
_NO_SCORES: Scores = np.array([], dtype=np.float16)

MANIFEST = "packs.json"
# Folders of the bilingual lexicons counted in all pairs, and in either half of them.
ALL, HALVES = "all", ("half-0", "half-1")
# Pairs that the domain is compared with.
_GENERAL_LINES = 40_000
# With its header of 128 bytes a part stays under 50 MiB.
PART_BYTES = 50 * 2**20 - 128


@dataclass(frozen=True, slots=True)
class Pack:
    """The pairs of one source, end to end.

    `tokens` holds source then target of each pair, without end tokens; `lengths` is
    [pairs, 2], the tokens of either side; `likeness` is [pairs], how much the source is like the
    recipe's domain, nats a piece, or empty without one.
    """

    name: str
    tokens: Tokens
    lengths: Tokens
    likeness: Scores = field(default_factory=lambda: _NO_SCORES)


def write_packs(
    recipe: Recipe,
    data: Path,
    out: Path,
    *,
    processes: int = 2,
    folder: Path = Path(),
    lexicons: Path | None = None,
) -> dict[str, Any]:
    """The manifest of the packs written to `out`: rows, tokens, refusals and checksums.

    Args:
        data: folder that the recipe's globs and the test sets are under.
        folder: what the recipe's `initial_weights` is relative to, and sources that `data` lacks.
        lexicons: folder of the bilingual lexicons of either half of the pairs, for a recipe with
            a gloss: see `write_bilingual`; or of one lexicon for all, which has seen the pairs.

    Raises:
        InputError: a source matches no file, or the test sets are missing.
        ModelError: the recipe has a gloss and a lexicon is missing.
    """
    halves = _halves(lexicons) if recipe.gloss.place else ()
    out.mkdir(parents=True, exist_ok=True)
    scratch = out / "scratch"
    scratch.mkdir(exist_ok=True)
    held_out = hold_out(read_test_sets(data) if recipe.cleaning.hold_out else ())
    with Pool(processes, _start_cleaning, (recipe, held_out)) as workers:
        cleaned = _write_cleaned(recipe, (data, folder), scratch, workers.imap)
    spm = out / "joint.spm"
    if recipe.initial_weights:
        shutil.copyfile(_vocabulary_of(recipe.initial_folder(folder)), spm)
    else:
        sample = chain.from_iterable(
            _sample(recipe, scratch, cleaned, recipe.vocabulary.sample_lines)
        )
        vocab.train_vocabulary(sample, spm, recipe.vocabulary)
    models = _domain_models(recipe, data, spm, _sample(recipe, scratch, cleaned, _GENERAL_LINES))
    with Pool(processes, _start_encoding, (recipe, spm, halves, models)) as workers:
        sources = {
            source.name: _write_source(source, scratch, out, workers.imap)
            for source in recipe.sources
        }
    shutil.rmtree(scratch)
    manifest = {
        "languages": [recipe.source_language, recipe.target_language],
        "vocabulary": asdict(recipe.vocabulary),
        "cleaning": asdict(recipe.cleaning),
        "gloss": told(recipe.gloss, _whole(lexicons)) if lexicons and halves else {},
        "domain": asdict(recipe.domain),
        "sources": {name: sources[name] | cleaned[name] for name in sources},
    }
    return write_manifest(out, manifest)


def write_manifest(out: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Write the manifest of a folder of packs, with the checksums of what lies in it."""
    files = [path for path in sorted(out.iterdir()) if path.name != MANIFEST]
    manifest = manifest | {"sha256": {path.name: sha256(path) for path in files}}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    return manifest


def _halves(lexicons: Path | None) -> tuple[Path, ...]:
    """For each half of the pairs the lexicon that it is glossed from: that of the other half."""
    if lexicons is None:
        raise InputError(
            "the recipe has a gloss, and packing needs the bilingual lexicons of either half of "
            "the pairs: give --lexicons, the folder of `python -m mtrepair.train bilingual`, or "
            "mtrepair/lexicon to save the hour that it takes"
        )
    one = (lexicons / VALUES).is_file()
    halves = (lexicons,) * 2 if one else (lexicons / HALVES[1], lexicons / HALVES[0])
    for half in halves:
        load_bilingual(half)
    return halves


def _whole(lexicons: Path) -> Bilingual:
    """The lexicon of all pairs, whose checksum models and packs keep."""
    return load_bilingual(lexicons if (lexicons / VALUES).is_file() else lexicons / ALL)


def _vocabulary_of(model: Path) -> Path:
    spm = model / "source.spm"
    if not spm.is_file():
        raise ModelError(f"no model to start from: there is no {str(spm)!r}")
    return spm


def read_packs(folder: Path) -> list[Pack]:
    """The packs in a folder, checksums verified.

    Raises:
        InputError: no manifest, or a file that isn't the one the manifest was written for.
    """
    manifest = read_manifest(folder)
    for name, expected in manifest["sha256"].items():
        if not (folder / name).exists():
            raise InputError(f"the packs in {str(folder)!r} lack {name!r}; pack them again")
        if sha256(folder / name) != expected:
            raise InputError(
                f"{name!r} in {str(folder)!r} isn't the file its manifest was written for; "
                "pack the corpora again"
            )
    return [_read_pack(folder, name) for name in manifest["sources"]]


def read_manifest(folder: Path) -> dict[str, Any]:
    """What `write_packs` wrote about the packs in a folder."""
    path = folder / MANIFEST
    if not path.exists():
        raise InputError(f"no {MANIFEST} in {str(folder)!r}; write packs with the pack command")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def check_gloss(folder: Path, gloss: Gloss) -> dict[str, Any]:
    """What the packs say of their gloss, empty for none.

    Raises:
        InputError: it isn't that of the recipe.
    """
    found: dict[str, Any] = read_manifest(folder).get("gloss", {})
    settings = asdict(gloss) if gloss.place else {}
    said = LATER | found
    if {key: said.get(key) for key in settings} != settings or (found and not settings):
        raise InputError(
            f"the packs in {str(folder)!r} are glossed by {found or 'nothing'}, the recipe wants "
            f"{settings or 'nothing'}; pack again with this recipe"
        )
    return found


def _read_pack(folder: Path, name: str) -> Pack:
    parts = sorted(folder.glob(f"{name}.*.tokens.npy"))
    lengths = sorted(folder.glob(f"{name}.*.lengths.npy"))
    likeness = sorted(folder.glob(f"{name}.*.likeness.npy"))
    return Pack(
        name,
        np.concatenate([np.load(p, allow_pickle=False) for p in parts]),
        np.concatenate([np.load(p, allow_pickle=False) for p in lengths]),
        np.concatenate([_NO_SCORES, *(np.load(p, allow_pickle=False) for p in likeness)]),
    )


@dataclass(slots=True)
class _Worker:
    """What a worker is given once, at its start, rather than with every chunk."""

    recipe: Recipe
    held_out: HeldOut | None = None
    encode: Callable[[list[str]], list[list[int]]] | None = None
    halves: tuple[Path, ...] = ()
    models: tuple[Bigrams, ...] = ()


_started: list[_Worker] = []


def _start_cleaning(recipe: Recipe, held_out: HeldOut) -> None:
    _started[:] = [_Worker(recipe, held_out=held_out)]


def _start_encoding(
    recipe: Recipe, spm: Path, halves: tuple[Path, ...], models: tuple[Bigrams, ...]
) -> None:
    encode = vocab.load_tokenizer(spm).encode
    _started[:] = [_Worker(recipe, encode=encode, halves=halves, models=models)]


def _clean(
    chunk: tuple[Source, list[TextPair]],
) -> tuple[list[tuple[bytes, TextPair]], Counter[str]]:
    [worker] = _started
    recipe, held_out = worker.recipe, worker.held_out
    source, pairs = chunk
    assert held_out is not None
    languages = (recipe.source_language, recipe.target_language)
    spaced = recipe.vocabulary.normalizer == "identity"
    kept, refused = [], Counter[str]()
    if recipe.damage.variants and not source.damaged:
        pairs = damaged_pairs(pairs, recipe.damage, recipe.seed)
    cleaning = recipe.cleaning
    if source.prose:
        cleaning = replace(cleaning, drop_copies=False)
        languages = (recipe.source_language,) * 2
    for left, right in pairs:
        pair = (left, right) if spaced else (plain_spaces(left), plain_spaces(right))
        reason = rejection(pair, cleaning, languages)
        if not reason and any(touches_held_out(side, held_out) for side in pair):
            reason = "test text"
        if reason:
            refused[reason] += 1
        else:
            # Damage to case, marks or spacing is what a repair model is there to see.
            kept.append((pair_key(pair, exactly=spaced), pair))
    return kept, refused


def _write_cleaned(
    recipe: Recipe, folders: Iterable[Path], scratch: Path, imap: Callable[..., Iterable[Any]]
) -> dict[str, dict[str, Any]]:
    seen: set[bytes] = set()
    counts = {}
    for source in recipe.sources:
        refused, rows = Counter[str](), 0
        with (scratch / source.name).open("w", encoding="utf-8", newline="\n") as file:
            chunks = in_chunks(_read_source(source, folders, recipe.seed))
            for kept, reasons in imap(_clean, ((source, chunk) for chunk in chunks)):
                refused.update(reasons)
                for key, pair in kept:
                    if key in seen:
                        refused["duplicate"] += 1
                        continue
                    seen.add(key)
                    file.write("\t".join(pair) + "\n")
                    rows += 1
        counts[source.name] = {"cleaned": rows, "refused": dict(refused)}
    return counts


def _read_source(source: Source, folders: Iterable[Path], seed: int) -> Iterator[TextPair]:
    found = (sorted(folder.glob(source.files)) for folder in folders)
    paths = next(filter(None, found), [])
    if not paths:
        raise InputError(f"source {source.name!r}: no file matches {source.files!r} in the data")
    pairs: Iterator[TextPair] = chain.from_iterable(map(read_pairs, paths))
    if source.prose:
        pairs = ((own, own) for text, _ in pairs for own in _sentences(text))
    return drawn(pairs, source.most_lines, random.Random(f"{seed} {source.name}"))


def _sample(
    recipe: Recipe, scratch: Path, cleaned: dict[str, dict[str, Any]], lines: int
) -> Iterator[TextPair]:
    """About so many cleaned pairs, drawn by the weights of their sources."""
    rng = random.Random(recipe.seed)
    total = sum(s.weight * cleaned[s.name]["cleaned"] for s in recipe.sources)
    share = lines / max(total, 1)
    for source in recipe.sources:
        for pair in _lines(scratch / source.name):
            if rng.random() < share * source.weight:
                yield pair


def _domain_models(
    recipe: Recipe, data: Path, spm: Path, general: Iterator[TextPair]
) -> tuple[Bigrams, ...]:
    """Models of the recipe's domain and of its pairs, to score pairs by; none without a domain."""
    if not recipe.domain.files:
        return ()
    paths = sorted(data.glob(recipe.domain.files))
    if not paths:
        raise InputError(f"domain: no file matches {recipe.domain.files!r} in the data")
    encode, entries = vocab.load_tokenizer(spm).encode, recipe.vocabulary.size
    texts = (plain_spaces(text) for text, _ in chain.from_iterable(map(read_pairs, paths)))
    sentences = list(chain.from_iterable(map(_sentences, texts)))
    return (
        bigrams(encode(sentences), entries),
        bigrams(encode([source for source, _ in general]), entries),
    )


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in segment.sentences(text, Span(0, len(text)))]


def _lines(path: Path) -> Iterator[TextPair]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            source, _, target = line.rstrip("\n").partition("\t")
            yield source, target


def _encode_pairs(pairs: list[TextPair]) -> tuple[Tokens, Tokens, Scores, int]:
    """Tokens end to end, lengths [pairs, 2], likeness, how many pairs were empty or too long."""
    [worker] = _started
    longest, encode = worker.recipe.cleaning.max_tokens, worker.encode
    assert encode is not None
    sources, targets = (list(side) for side in zip(*pairs, strict=True))
    if worker.recipe.gloss.turned:
        encoded = list(zip(encode(sources), encode(_turned(targets, worker)), strict=True))
    else:
        read = encode(_glossed(pairs, worker) if worker.halves else sources)
        encoded = list(zip(read, encode(targets), strict=True))
    fits = [bool(s and t) and max(len(s), len(t)) <= longest for s, t in encoded]
    kept = list(compress(encoded, fits))
    tokens = np.fromiter((i for s, t in kept for i in s + t), dtype=np.uint16)
    lengths = np.array([(len(s), len(t)) for s, t in kept], dtype=np.uint16).reshape(-1, 2)
    scores: list[float] = []
    if worker.models:
        scores = [likeness(ids, *worker.models) for ids in encode(list(compress(sources, fits)))]
    return tokens, lengths, np.array(scores, dtype=np.float16), len(pairs) - len(kept)


def _glossed(pairs: list[TextPair], worker: _Worker) -> list[str]:
    """The sources, each with glosses from the lexicon of the half that it does not belong to."""
    lexicons = [load_bilingual(folder) for folder in worker.halves]
    gloss = worker.recipe.gloss
    return [glossed(pair[0], gloss, bilingual=lexicons[half_of(pair)]) for pair in pairs]


def _turned(targets: list[str], worker: _Worker) -> list[str]:
    """The English, with glosses from the lexicon of all pairs: what is made so is damage alone."""
    return [turned_gloss(target, worker.recipe.gloss) for target in targets]


def _write_source(
    source: Source, scratch: Path, out: Path, imap: Callable[..., Iterable[Any]]
) -> dict[str, int]:
    chunks = list(imap(_encode_pairs, in_chunks(_lines(scratch / source.name))))
    if not chunks:
        raise InputError(f"source {source.name!r}: cleaning left no pair; look at its files")
    tokens, lengths, scores = (np.concatenate([chunk[i] for chunk in chunks]) for i in range(3))
    write_pack(out, Pack(source.name, tokens, lengths, scores))
    too_long = sum(chunk[3] for chunk in chunks)
    return {"rows": len(lengths), "tokens": len(tokens), "too_long": too_long}


def write_pack(out: Path, pack: Pack) -> None:
    """Write the parts of a pack to a folder, in the place of those it has."""
    for old in out.glob(f"{pack.name}.*.npy"):
        old.unlink()
    for part, (rows, columns) in enumerate(_parts(pack.lengths)):
        stem = out / f"{pack.name}.{part:03}"
        np.save(f"{stem}.tokens.npy", pack.tokens[columns])
        np.save(f"{stem}.lengths.npy", pack.lengths[rows])
        if len(pack.likeness):
            np.save(f"{stem}.likeness.npy", pack.likeness[rows])


def _parts(lengths: Tokens) -> Iterator[tuple[slice, slice]]:
    """The pairs, and their tokens, that go into one part after the other."""
    ends = np.concatenate([[0], np.cumsum(lengths.sum(axis=1, dtype=np.int64))])
    first, limit = 0, PART_BYTES // lengths.itemsize
    while first < len(lengths):
        last = int(np.searchsorted(ends, ends[first] + limit, side="right")) - 1
        yield slice(first, last), slice(int(ends[first]), int(ends[last]))
        first = last
