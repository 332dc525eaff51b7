"""Tiny Marian models that the tests make, and a fake that needs none."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from mtrepair.backends.checks import check_as_many, check_lengths, check_request
from mtrepair.types import Attention, Hypothesis, Span

LINES = [
    "Le ministre a déclaré lundi que l’armée avait perdu 140 avions et 35 drones.",
    "La Russie prévoit de renforcer ses liens militaires avec l’Iran, selon Wallace.",
    "Il a plu hier soir à Paris et à Lyon ; la Seine est haute.",
    "Les députés ont voté le budget de 2,3 milliards d’euros sans débat.",
    "« Nous verrons bien », a dit la maire de Lille, élue en 2020.",
    "The minister said on Monday that the army had lost 140 aircraft and 35 drones.",
    "Russia plans to strengthen its military ties with Iran, according to Wallace.",
    "It rained last night in Paris and Lyon; the Seine is high.",
    "Members voted the budget of 2.3 billion euros without debate.",
    '"We shall see," said the mayor of Lille, elected in 2020.',
]


def write_vocabulary(folder: Path, *, size: int = 380) -> dict[str, int]:
    """Write source.spm and target.spm (the same) and vocab.json; `<pad>` is the last entry."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES),
        model_prefix=str(folder / "source"),
        vocab_size=size - 1,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "source.vocab").unlink()
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    entries = {tokenizer.id_to_piece(i): i for i in range(size - 1)} | {"<pad>": size - 1}
    (folder / "vocab.json").write_text(json.dumps(entries), encoding="utf-8")
    return entries


def write_marian(folder: Path, *, seed: int = 0, positions: int = 128) -> Path:
    """A random Marian model folder of the shape that training exports, checksums included."""
    import torch
    import transformers
    from ctranslate2.converters import TransformersConverter

    folder.mkdir(parents=True, exist_ok=True)
    entries = write_vocabulary(folder)
    pad = entries["<pad>"]
    special = {"pad_token_id": pad, "eos_token_id": 0, "decoder_start_token_id": pad}
    torch.manual_seed(seed)
    config = transformers.MarianConfig(
        vocab_size=len(entries),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=positions,
        activation_function="swish",
        scale_embedding=True,
        # Wide weights: hypotheses of different likelihood, so that ties don't decide a beam.
        init_std=0.3,
        bos_token_id=None,
        forced_eos_token_id=None,
        **special,
    )
    model = transformers.MarianMTModel(config)
    # So that hypotheses end now and then, as those of a trained model do.
    model.final_logits_bias[0, 0] = 3.0
    model.generation_config = transformers.GenerationConfig(bos_token_id=None, **special)
    model.save_pretrained(folder)
    transformers.MarianTokenizer(
        str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json")
    ).save_pretrained(folder)
    TransformersConverter(str(folder)).convert(str(folder / "ctranslate2"))
    write_checksums(folder)
    return folder


def write_opus(folder: Path, *, codes: Sequence[str] = (), pieces: int = 150) -> Path:
    """A random Marian folder of the shape that OPUS-MT is published in, without a conversion.

    Sources and targets have SentencePiece models of their own, which know straight quotes alone;
    vocab.json joins their pieces, the end comes first, codes of target languages stand before
    the last entry, `<pad>`.
    """
    import torch
    import transformers

    folder.mkdir(parents=True)
    plain = [line.replace("’", "'").replace("« ", '"').replace(" »", '"') for line in LINES]
    joint = ["</s>", "<unk>"]
    for side, lines in (("source", plain[:5]), ("target", plain[5:])):
        joint += [piece for piece in _pieces(folder / side, lines, pieces) if piece not in joint]
    entries = {piece: i for i, piece in enumerate([*joint, *codes, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(entries), encoding="utf-8")
    pad = entries["<pad>"]
    special = {"pad_token_id": pad, "eos_token_id": 0, "decoder_start_token_id": pad}
    torch.manual_seed(1)
    config = transformers.MarianConfig(
        vocab_size=len(entries),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=200,
        activation_function="swish",
        scale_embedding=True,
        static_position_embeddings=True,
        init_std=0.3,
        bos_token_id=0,
        forced_eos_token_id=0,
        **special,
    )
    model = transformers.MarianMTModel(config)
    model.final_logits_bias[0, 0] = 3.0
    model.generation_config = transformers.GenerationConfig(
        bad_words_ids=[[pad]], forced_eos_token_id=0, num_beams=6, max_length=200, **special
    )
    model.save_pretrained(folder)
    settings = {"source_lang": "fr", "target_lang": "en", "tokenizer_class": "MarianTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def write_npz(folder: Path, pieces: Sequence[str]) -> Path:
    """Random weights of Marian itself, model.npz, for the pieces of a joint vocabulary."""
    import numpy as np

    rng, size, inner = np.random.default_rng(1), 32, 64
    config = {
        "type": "transformer",
        "enc-depth": 1,
        "dec-depth": 1,
        "transformer-heads": 4,
        "transformer-ffn-activation": "relu",
        "transformer-preprocess": "",
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": False,
        "transformer-guided-alignment-layer": "last",
    }
    weights = {
        "Wemb": rng.normal(0, 0.3, (len(pieces), size)),
        "decoder_ff_logit_out_b": rng.normal(0, 0.3, (1, len(pieces))),
    }
    parts = ("encoder_l1_self", "decoder_l1_self", "decoder_l1_context")
    for part in parts:
        for name in "qkvo":
            weights[f"{part}_W{name}"] = rng.normal(0, 0.3, (size, size))
            weights[f"{part}_b{name}"] = np.zeros((1, size))
    for part in ("encoder_l1_ffn", "decoder_l1_ffn"):
        for name, shape in (("1", (size, inner)), ("2", (inner, size))):
            weights[f"{part}_W{name}"] = rng.normal(0, 0.3, shape)
            weights[f"{part}_b{name}"] = np.zeros((1, shape[1]))
    for part in (*(f"{part}_Wo" for part in parts), "encoder_l1_ffn_ffn", "decoder_l1_ffn_ffn"):
        weights[f"{part}_ln_scale"] = np.ones((1, size))
        weights[f"{part}_ln_bias"] = np.zeros((1, size))
    told = np.frombuffer(json.dumps(config).encode() + b"\0", dtype=np.int8)
    floats = {name: value.astype(np.float32) for name, value in weights.items()}
    np.savez(folder / "model.npz", **floats, **{"special:model.yml": told})
    return folder / "model.npz"


def _pieces(prefix: Path, lines: Sequence[str], size: int) -> list[str]:
    """The pieces of a SentencePiece model trained with its own settings, as PREFIX.spm."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        vocab_size=size,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    prefix.with_suffix(".model").rename(prefix.with_suffix(".spm"))
    prefix.with_suffix(".vocab").unlink()
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(prefix.with_suffix(".spm")))
    return [tokenizer.id_to_piece(i) for i in range(3, tokenizer.vocab_size())]


def write_family(folder: Path, family: str) -> Path:
    """A random model of a family, its tokens characters; its tokenizer knows a few codes."""
    import transformers as hf

    letters = ["▁", *sorted(set("".join(LINES)) - {" "})]
    sizes = {
        "d_model": 32,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 64,
        "decoder_ffn_dim": 64,
        "max_position_embeddings": 100,
    }
    scored = [(mark, 0.0) for mark in ("<unk>", "<s>", "</s>")] + [(x, -2.0) for x in letters]
    if family == "t5":
        scored = [("<pad>", 0.0), ("</s>", 0.0), *scored[:1], *scored[3:]]
        tokenizer = hf.T5Tokenizer(vocab=scored, extra_ids=0)
        config = hf.T5Config(
            vocab_size=len(tokenizer),
            d_model=32,
            d_kv=8,
            d_ff=64,
            num_layers=1,
            num_heads=4,
            decoder_start_token_id=0,
        )
        model = hf.T5ForConditionalGeneration(config)
    elif family == "nllb":
        vocabulary = {mark: i for i, mark in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters])}
        tokenizer = hf.NllbTokenizer(vocab=vocabulary, merges=[])
        model = hf.M2M100ForConditionalGeneration(
            hf.M2M100Config(vocab_size=len(tokenizer), **sizes)
        )
    elif family == "m2m-100":
        pieces = list(write_vocabulary(folder))[2:-1]
        vocabulary = {mark: i for i, mark in enumerate(["<s>", "<pad>", "</s>", "<unk>", *pieces])}
        (folder / "pieces.json").write_text(json.dumps(vocabulary), encoding="utf-8")
        tokenizer = hf.M2M100Tokenizer(str(folder / "pieces.json"), str(folder / "source.spm"))
        model = hf.M2M100ForConditionalGeneration(hf.M2M100Config(vocab_size=600, **sizes))
    else:
        build = hf.MBartTokenizer if family == "mbart" else hf.MBart50Tokenizer
        tokenizer = build(vocab=scored)
        start = None if family == "mbart" else 2
        config = hf.MBartConfig(vocab_size=len(tokenizer), decoder_start_token_id=start, **sizes)
        model = hf.MBartForConditionalGeneration(config)
    tokenizer.save_pretrained(folder / family)
    model.save_pretrained(folder / family)
    return folder / family


def write_checksums(folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name != "checksums.json"
    }
    (folder / "checksums.json").write_text(json.dumps(sums), encoding="utf-8")


class FakeModel:
    """A `Seq2Seq` that answers by a function: source -> hypotheses from the best to the worst.

    A token is a word. The best hypothesis has the score -1, the next -2; each token of a target
    that is scored has -0.1. Each word is read from the source word in the same place.
    """

    name = "fake"
    folder: Path | None = None

    def __init__(
        self, answer: Callable[[str], str | Sequence[str]] = str.upper, *, max_tokens: int = 100
    ) -> None:
        self.max_tokens = max_tokens
        self.asked: list[str] = []
        self._answer = answer

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(
        self,
        sources: Sequence[str],
        *,
        beam_size: int = 4,
        num_hypotheses: int = 1,
        max_length: int = 256,
        length_penalty: float = 1.0,
        no_repeat_ngram_size: int = 0,
        repetition_penalty: float = 1.0,
    ) -> list[list[Hypothesis]]:
        check_request(beam_size, num_hypotheses, max_length, no_repeat_ngram_size)
        check_lengths(sources, self.count_tokens(sources), self.max_tokens)
        self.asked += sources
        return [self._hypotheses(source, num_hypotheses) for source in sources]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        check_as_many(sources, targets)
        check_lengths(targets, self.count_tokens(targets), self.max_tokens)
        scores = [(-0.1,) * (count + 1) for count in self.count_tokens(targets)]
        return [Hypothesis(t, sum(own), own) for t, own in zip(targets, scores, strict=True)]

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        check_as_many(sources, targets)
        check_lengths(targets, self.count_tokens(targets), self.max_tokens)
        return [_word_by_word(*pair) for pair in zip(sources, targets, strict=True)]

    def _hypotheses(self, source: str, number: int) -> list[Hypothesis]:
        if not source.strip():
            return [Hypothesis("", 0.0)]
        answer = self._answer(source)
        texts = [answer] if isinstance(answer, str) else list(answer)
        texts += texts[-1:] * (number - len(texts))
        return [Hypothesis(text, -1.0 - rank) for rank, text in enumerate(texts[:number])]


def _word_by_word(source: str, target: str) -> Attention:
    read, written = (
        tuple(Span(*match.span()) for match in re.finditer(r"\S+", side))
        for side in (source, target)
    )
    weights = [
        tuple(float(place == min(row, len(read) - 1)) for place in range(len(read)))
        for row in range(len(written))
    ]
    return Attention(read, written, tuple(weights))
