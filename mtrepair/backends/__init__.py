"""Sequence-to-sequence models at run time: what every engine offers, and how to load one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from mtrepair.backends.folders import conversion, safetensors
from mtrepair.backends.shipped import model_folder, named_model, shipped_model
from mtrepair.errors import InputError
from mtrepair.types import Attention, Hypothesis

Engine = Literal["ctranslate2", "transformers"]

__all__ = ["Engine", "Seq2Seq", "load_model", "model_folder", "named_model", "shipped_model"]


class Seq2Seq(Protocol):
    """A model that writes a text for a text; every engine behaves as these docstrings say."""

    @property
    def name(self) -> str:
        """Engine and folder or hub id, for reports."""

    @property
    def folder(self) -> Path | None:
        """Its folder, with the files that lie beside the weights; None for a hub id."""

    @property
    def max_tokens(self) -> int:
        """Most tokens a source may have, end token not counted."""

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        """Tokens of each text, end token not counted; `target`: as the model writes them."""

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
        """For each source, in order, its hypotheses from the best to the worst.

        A source of white space has one hypothesis, the empty text, with score 0. Sources are
        batched by length. `token_scores` may be left empty: `score` fills them.

        Args:
            num_hypotheses: at most `beam_size`.
            max_length: most tokens written, end token included; a hypothesis may be cut there.
            length_penalty: exponent of the length by which the beam divides scores; the scores
                that come back are sums all the same.
            no_repeat_ngram_size: no sequence of that many tokens is written twice; 0: any may be.
            repetition_penalty: above 1 to make tokens already written less likely.

        Raises:
            InputError: a source has more than `max_tokens` tokens, or an option is out of range.
        """

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        """Each target as the hypothesis it would be, with the log-probability of each token.

        Raises:
            InputError: not as many targets as sources, or more than `max_tokens` tokens in one.
        """

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        """Where the model looks in each source while it writes its target.

        It is the cross-attention of the first head of the decoder's last layer.

        Raises:
            InputError: not as many targets as sources, or more than `max_tokens` tokens in one.
        """


def load_model(
    path_or_id: str | Path,
    *,
    engine: Engine | None = None,
    threads: int = 1,
    batch_size: int = 32,
    device: str = "cpu",
    prefix: str = "",
    source_language: str = "",
    target_language: str = "",
) -> Seq2Seq:
    """The model in a folder, or for the engine "transformers" also that of a hub id.

    Args:
        path_or_id: name of a shipped model, or the folder of a Marian one: `mtrepair train`
            wrote it, it was published with safetensors weights, or CTranslate2's converters made
            it; "transformers" takes any folder or hub id of a Marian, T5, mBART, M2M-100 or NLLB
            model with safetensors weights.
        engine: by default "ctranslate2", but "transformers" for a folder that has safetensors
            and no conversion.
        threads: batches worked on side by side ("ctranslate2"), or threads of PyTorch in the
            whole process ("transformers").
        batch_size: sources translated together.
        device: "cpu" or "cuda".
        prefix: put before every source, such as T5's "translate French to English: " or the
            ">>deu<< " of Marian models with several target languages, which write English
            unless told otherwise.
        source_language: the model's own code, where it wants one: "fr", "fr_XX", "fra_Latn".
        target_language: likewise: "en", "en_XX", "eng_Latn".

    Raises:
        ModelError: nothing there, not a model, damaged, or not the files that were published.
        MissingExtra: the engine "transformers" without the extra "torch".
        InputError: an option is out of range.
    """
    if threads < 1 or batch_size < 1:
        raise InputError(
            f"threads and batch_size must be at least 1, not {threads} and {batch_size}"
        )
    path_or_id = named_model(path_or_id)
    engine = engine or _engine(Path(path_or_id))
    if engine == "ctranslate2":
        from mtrepair.backends.ctranslate2 import CTranslate2Model

        if source_language or target_language:
            raise InputError(
                "the engine 'ctranslate2' takes Marian models, which know no language codes; "
                "leave source_language and target_language out or use engine='transformers'"
            )
        return CTranslate2Model(
            Path(path_or_id), threads=threads, batch_size=batch_size, device=device, prefix=prefix
        )
    if engine == "transformers":
        from mtrepair.backends.transformers import TransformersModel

        return TransformersModel(
            path_or_id,
            threads=threads,
            batch_size=batch_size,
            device=device,
            prefix=prefix,
            languages=(source_language, target_language),
        )
    raise InputError(f"no engine is called {engine!r}; there are 'ctranslate2' and 'transformers'")


def _engine(folder: Path) -> Engine:
    """The engine that reads what a folder has."""
    only_torch = conversion(folder) is None and safetensors(folder)
    return "transformers" if only_torch else "ctranslate2"
