"""The joint SentencePiece vocabulary, numbered as Marian expects it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.errors import InputError
from mtrepair.train.recipe import Vocabulary

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

END, UNKNOWN = 0, 1
END_PIECE, UNKNOWN_PIECE, PAD_PIECE = "</s>", "<unk>", "<pad>"

_SPACE_LIKE = "\u00a0\u202f\u2009"
_REPLACED = {
    **dict.fromkeys(_SPACE_LIKE, " "),
    **dict.fromkeys("’‘ʼ´`", "'"),
    **dict.fromkeys("«»“”„", '"'),
    "\u00ad": "",
    "\u2011": "-",
    "…": "...",
}
_SPACED_BEFORE = ";:!?%"


def normalization_rules() -> list[tuple[str, str]]:
    """What "plain" vocabularies rewrite before they look anything up.

    They travel inside the .spm file, so every program that loads it rewrites alike: quotes and
    apostrophes in one form, no space inside guillemets or before ; : ! ? %.

    >>> dict(normalization_rules())["« "]
    '"'
    """
    rules = dict(_REPLACED)
    for space in " " + _SPACE_LIKE:
        rules["«" + space] = rules[space + "»"] = '"'
        rules |= {space + mark: mark for mark in _SPACED_BEFORE}
    return sorted(rules.items())


def train_vocabulary(lines: Iterable[str], path: Path, settings: Vocabulary) -> None:
    """Write a SentencePiece model of `settings.size - 1` pieces; `<pad>` comes after them.

    `</s>` is 0, `<unk>` 1, and bytes stand in for characters that have no piece.
    """
    import sentencepiece

    rules = path.with_suffix(".rules.tsv")
    options: dict[str, Any] = {"normalization_rule_name": "identity"}
    if settings.normalizer == "plain":
        rules.write_text(
            "".join(f"{_hex(old)}\t{_hex(new)}\n" for old, new in normalization_rules())
        )
        options = {"normalization_rule_tsv": str(rules)}
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_prefix=str(path.with_suffix("")),
            vocab_size=settings.size - 1,
            model_type=settings.kind,
            character_coverage=0.9998,
            byte_fallback=True,
            split_digits=True,
            remove_extra_whitespaces=settings.normalizer == "plain",
            eos_id=END,
            unk_id=UNKNOWN,
            bos_id=-1,
            pad_id=-1,
            num_threads=2,
            minloglevel=1,
            **options,
        )
    except RuntimeError as error:
        raise InputError(
            f"no vocabulary of {settings.size} entries could be learnt from this text: {error}; "
            "ask for fewer entries or give more text"
        ) from error
    path.with_suffix(".model").rename(path)
    path.with_suffix(".vocab").unlink()
    rules.unlink(missing_ok=True)


def copy_vocabulary(spm: Path, copy: Path) -> None:
    """Copy a SentencePiece model, less the places on this machine where it was trained."""
    from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]

    model = ModelProto.FromString(spm.read_bytes())
    for field in ("input", "model_prefix"):
        model.trainer_spec.ClearField(field)
    for rules in (model.normalizer_spec, model.denormalizer_spec):
        rules.ClearField("normalization_rule_tsv")
    copy.write_bytes(model.SerializeToString(deterministic=True))


def _hex(text: str) -> str:
    return " ".join(f"{ord(character):X}" for character in text)


def load_tokenizer(path: Path) -> SentencePieceProcessor:
    """The SentencePiece model in a file."""
    import sentencepiece

    if not path.exists():
        raise InputError(f"no SentencePiece model at {str(path)!r}")
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def vocabulary_entries(tokenizer: SentencePieceProcessor) -> dict[str, int]:
    """Piece to number, `<pad>` last: CTranslate2 takes the last row for padding."""
    size = tokenizer.get_piece_size()
    return {tokenizer.id_to_piece(i): i for i in range(size)} | {PAD_PIECE: size}
