"""Any local or hub encoder-decoder run by transformers: Marian, T5, mBART, M2M-100, NLLB."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.backends.attention import spanned
from mtrepair.backends.checks import (
    check_as_many,
    check_files,
    check_folder,
    check_lengths,
    check_request,
)
from mtrepair.backends.folders import check_no_pickle, safetensors
from mtrepair.backends.languages import language_prefix
from mtrepair.backends.marks import unknown_marks, with_plain_marks
from mtrepair.backends.shipped import WEIGHTS, check_weights
from mtrepair.errors import MissingExtra, ModelError
from mtrepair.types import Attention, Hypothesis

if TYPE_CHECKING:
    import torch

# Positions of models that do not say, such as T5 with its relative ones.
_POSITIONS = 512
_IGNORED = -100
_NO_ID = "a hub id reads 'owner/model'; a folder needs config.json and *.safetensors"


class TransformersModel:
    """A `Seq2Seq` of a model folder or hub id; float32, safetensors only, no remote code."""

    def __init__(
        self,
        path_or_id: str | Path,
        *,
        threads: int = 1,
        batch_size: int = 32,
        device: str = "cpu",
        prefix: str = "",
        languages: tuple[str, str] = ("", ""),
    ) -> None:
        try:
            import torch
            import transformers  # noqa: F401
        except ImportError as error:
            raise MissingExtra(
                "transformers", extra="torch", purpose="the engine 'transformers'"
            ) from error
        torch.set_num_threads(threads)
        self.name = f"transformers:{path_or_id}"
        self.folder = Path(path_or_id) if Path(path_or_id).is_dir() else None
        self._tokenizer, self._model = _loaded(path_or_id)
        self._model.to(device).eval()
        self._device = device
        self._batch_size = batch_size
        self._prefix = prefix or language_prefix(self._tokenizer.get_vocab(), name=self.name)
        self._unknown = unknown_marks(self._knows)
        self._start, self._first = _first_tokens(
            self._tokenizer, self._model, *languages, name=self.name
        )
        self._pad = _pad(self._model, self._tokenizer)
        # What a model was published with would fill in where our settings say nothing.
        self._model.generation_config = self._settings()
        # A language code at the start is told to the model, not written by it.
        self._told = 0 if self._first is None else 1
        # The end token, and with some models a language code.
        self._extra = len(self._tokenizer("")["input_ids"])
        self.max_tokens = _positions(self._model.config) - self._extra

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        if not texts:
            return []
        own = self._target_ids(texts) if target else self._source_ids(texts)
        return [len(ids) - self._extra for ids in own]

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
        hypotheses = [[Hypothesis("", 0.0)] for _ in sources]
        asked = [i for i, source in enumerate(sources) if source.strip()]
        ids = self._checked([sources[i] for i in asked])
        settings = self._settings(
            num_beams=beam_size,
            num_return_sequences=num_hypotheses,
            max_new_tokens=min(max_length, self.max_tokens + 1),
            # CTranslate2 stops so: the engines are to agree.
            early_stopping=beam_size > 1,
            length_penalty=length_penalty,
            no_repeat_ngram_size=no_repeat_ngram_size,
            repetition_penalty=repetition_penalty,
        )
        for batch in _batches(ids, self._batch_size):
            for i, own in zip(batch, self._decoded([ids[i] for i in batch], settings), strict=True):
                hypotheses[asked[i]] = own
        return hypotheses

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        ids, labels = self._forced(sources, targets)
        scores: list[tuple[float, ...]] = [()] * len(targets)
        for batch in _batches(ids, self._batch_size):
            own = self._token_scores([ids[i] for i in batch], [labels[i] for i in batch])
            for i, token_scores in zip(batch, own, strict=True):
                scores[i] = tuple(token_scores)
        return [Hypothesis(t, sum(s), s) for t, s in zip(targets, scores, strict=True)]

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        ids, labels = self._forced(sources, targets)
        found: dict[int, Attention] = {}
        pieces = self._tokenizer.convert_ids_to_tokens
        for batch in _batches(ids, self._batch_size):
            weights = self._weights([ids[i] for i in batch], [labels[i] for i in batch])
            for i, rows in zip(batch, weights, strict=True):
                # End tokens and codes of languages stand in no text.
                read, written = (
                    ["" if piece in self._tokenizer.all_special_tokens else piece for piece in side]
                    for side in (pieces(ids[i]), pieces(labels[i]))
                )
                found[i] = spanned(sources[i], read, targets[i], written, rows, prefix=self._prefix)
        return [found[i] for i in range(len(sources))]

    def _weights(self, ids: list[list[int]], labels: list[list[int]]) -> list[list[list[float]]]:
        """[rows, target length, source length], of the first head of the decoder's last layer."""
        import torch

        # The fused kernels keep no weights.
        self._model.set_attn_implementation("eager")
        read = _rows([[self._start, *own[:-1]] for own in labels], self._pad, self._device)
        with torch.inference_mode():
            output = self._model(
                **self._padded(ids), decoder_input_ids=read, output_attentions=True
            )
        found: list[list[list[float]]] = output.cross_attentions[-1][:, 0].tolist()
        return found

    def _settings(self, **options: Any) -> Any:
        import transformers

        build: Any = transformers.GenerationConfig
        return build(
            do_sample=False,
            pad_token_id=self._pad,
            eos_token_id=self._tokenizer.eos_token_id,
            decoder_start_token_id=self._start,
            forced_bos_token_id=self._first,
            # Padding is no word: Marian checkpoints forbid it in their own settings.
            suppress_tokens=[self._pad],
            **options,
        )

    def _decoded(self, ids: list[list[int]], settings: Any) -> Iterator[list[Hypothesis]]:
        import torch

        inputs = self._padded(ids)
        with torch.inference_mode():
            sequences = self._model.generate(**inputs, generation_config=settings)
        several = settings.num_return_sequences
        # The first token only starts the decoder.
        labels = [self._until_end(sequence[1:].tolist()) for sequence in sequences]
        repeated = [own for own in ids for _ in range(several)]
        scores = list(self._token_scores(repeated, labels))
        texts = self._tokenizer.batch_decode(
            [own[self._told :] for own in labels],
            skip_special_tokens=True,
            clean_up_tokenization_spaces=False,
        )
        found = [Hypothesis(t.strip(), sum(s)) for t, s in zip(texts, scores, strict=True)]
        for i in range(0, len(found), several):
            yield found[i : i + several]

    def _token_scores(self, ids: list[list[int]], labels: list[list[int]]) -> Iterator[list[float]]:
        """Log-probability of each label, from one pass over every batch."""
        import torch

        for start in range(0, len(ids), self._batch_size):
            part = labels[start : start + self._batch_size]
            wanted = _rows(part, _IGNORED, self._device)
            with torch.inference_mode():
                inputs = self._padded(ids[start : start + self._batch_size])
                read = _rows([[self._start, *own[:-1]] for own in part], self._pad, self._device)
                # logits: [batch, target length, vocabulary]
                logits = self._model(**inputs, decoder_input_ids=read).logits
                logits[..., self._pad] = float("-inf")
                scores = logits.log_softmax(-1)
                found = scores.gather(-1, wanted.clamp(min=0).unsqueeze(-1)).squeeze(-1)
            for row, own in zip(found, part, strict=True):
                yield row[self._told : len(own)].tolist()

    def _padded(self, ids: list[list[int]]) -> dict[str, torch.Tensor]:
        rows = _rows(ids, _IGNORED, self._device)
        mask = rows != _IGNORED
        return {"input_ids": rows.masked_fill(~mask, self._pad), "attention_mask": mask.long()}

    def _until_end(self, ids: list[int]) -> list[int]:
        end = self._tokenizer.eos_token_id
        if end in ids:
            return ids[: ids.index(end) + 1]
        return [number for number in ids if number != self._pad]

    def _source_ids(self, sources: Sequence[str]) -> list[list[int]]:
        read = [self._prefix + with_plain_marks(source, self._unknown) for source in sources]
        found: list[list[int]] = self._tokenizer(read)["input_ids"]
        return found

    def _knows(self, mark: str) -> bool:
        return self._tokenizer.unk_token_id not in self._tokenizer(mark)["input_ids"]

    def _target_ids(self, targets: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = self._tokenizer(text_target=list(targets))["input_ids"]
        return found

    def _forced(
        self, sources: Sequence[str], targets: Sequence[str]
    ) -> tuple[list[list[int]], list[list[int]]]:
        """The ids of sources and of the targets that are forced on them, checked."""
        check_as_many(sources, targets)
        if not sources:
            return [], []
        check_lengths(targets, self.count_tokens(targets, target=True), self.max_tokens)
        return self._checked(sources), [self._until_end(own) for own in self._target_ids(targets)]

    def _checked(self, sources: Sequence[str]) -> list[list[int]]:
        if not sources:
            return []
        ids = self._source_ids(sources)
        check_lengths(sources, [len(own) - self._extra for own in ids], self.max_tokens)
        return ids


def _loaded(path_or_id: str | Path) -> tuple[Any, Any]:
    """Tokenizer and model of a folder, or of a hub id where there is no such folder."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    local = Path(path_or_id)
    if local.exists() or str(path_or_id).count("/") != 1 or str(path_or_id).startswith("."):
        check_folder(local)
        check_weights(local)
        check_no_pickle(local)
        check_files(local, ["config.json", *(safetensors(local) or [WEIGHTS])])
    options = {"trust_remote_code": False, "local_files_only": local.exists()}
    try:
        with warnings.catch_warnings():
            # Marian's tokenizer recommends sacremoses, which our models were trained without.
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            tokenizer = AutoTokenizer.from_pretrained(path_or_id, **options)
        with _without_bars():
            model = AutoModelForSeq2SeqLM.from_pretrained(
                path_or_id, use_safetensors=True, dtype="float32", **options
            )
    # transformers raises whatever its parsers meet: OSError, ValueError, KeyError, SafetensorError.
    except Exception as error:
        raise ModelError(
            f"transformers cannot load {str(path_or_id)!r} as an encoder-decoder: {error}; {_NO_ID}"
        ) from error
    return tokenizer, model


@contextmanager
def _without_bars() -> Iterator[None]:
    """Keep the bar that transformers draws while it loads weights off the terminal."""
    from transformers.utils import logging

    bars: Any = logging
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()


def _first_tokens(
    tokenizer: Any, model: Any, source: str, target: str, *, name: str
) -> tuple[int, int | None]:
    """The token that starts the decoder, and the language code it is told to write first."""
    start = model.generation_config.decoder_start_token_id
    start = model.config.decoder_start_token_id if start is None else start
    if not hasattr(tokenizer, "src_lang"):
        if source or target:
            raise ModelError(
                f"{name} knows no language codes; leave source_language and target_language out"
            )
        return int(start), None
    if not (source and target):
        raise ModelError(
            f"{name} translates between many languages: give source_language and "
            "target_language in its own codes, such as 'fr' and 'en' (M2M-100), 'fr_XX' and "
            "'en_XX' (mBART), 'fra_Latn' and 'eng_Latn' (NLLB)"
        )
    _, code = (_language_number(tokenizer, language, name) for language in (source, target))
    tokenizer.src_lang, tokenizer.tgt_lang = source, target
    # The first mBART starts the decoder with the code; its successors and NLLB write it.
    return (code, None) if type(tokenizer).__name__ == "MBartTokenizer" else (int(start), code)


def _language_number(tokenizer: Any, code: str, name: str) -> int:
    tokens = getattr(tokenizer, "lang_code_to_token", {})
    number = tokenizer.convert_tokens_to_ids(tokens.get(code, code))
    if number is None or number == tokenizer.unk_token_id:
        raise ModelError(f"{name} has no language code {code!r}; the model's card lists its codes")
    return int(number)


def _pad(model: Any, tokenizer: Any) -> int:
    known = model.config.pad_token_id
    return int(tokenizer.pad_token_id if known is None else known)


def _positions(config: Any) -> int:
    names = ("max_position_embeddings", "n_positions")
    return next((n for name in names if (n := getattr(config, name, None))), _POSITIONS)


def _batches(ids: Sequence[Sequence[int]], size: int) -> Iterator[list[int]]:
    """Indices of `ids` in batches of like length."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    return (order[i : i + size] for i in range(0, len(order), size))


def _rows(ids: Sequence[Sequence[int]], filler: int, device: str) -> torch.Tensor:
    import torch

    width = max(map(len, ids))
    rows = [[*own, *[filler] * (width - len(own))] for own in ids]
    return torch.tensor(rows, dtype=torch.long, device=device)
