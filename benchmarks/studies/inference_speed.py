"""Speed of CTranslate2 int8 beside transformers float32 on the same model, start-up and memory.

    python -m benchmarks.studies.inference_speed --model models/fr-en-small --source newstest2013.fr

Tokens written per CPU-second (user and system time of the process, so that other work on the
machine doesn't count), one thread, beam 4, batches of 32 sentences of like length. Only the
ratio means anything away from this machine. Each measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BEAM_SIZE, BATCH_SIZE = 4, 32
# Long enough for any sentence, short enough that a model in a loop ends.
MAX_LENGTH = 128
# The clock when the process of a measurement was started; monotonic, so shared by both.
_STARTED = "MTREPAIR_STARTED"
FIRST = "Le Premier ministre a déclaré lundi que l’accord serait signé avant la fin de l’année."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="model folder")
    parser.add_argument("--source", type=Path, required=True, help="French text, a sentence a line")
    parser.add_argument("--sentences", type=int, default=256)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worker", choices=sorted(_WORKERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print(json.dumps(_WORKERS[options.worker](options) | {"peak_mb": _peak_mb()}))
        return
    found = {name: _worker(name) for name in _WORKERS}
    ours, theirs = found["ctranslate2"], found["transformers"]
    found["ratio"] = {
        "tokens_per_cpu_second": ours["tokens_per_cpu_second"] / theirs["tokens_per_cpu_second"]
    }
    print(json.dumps(found, indent=1) if options.json else _table(found))


def first_translation(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds from the start of the process to the first English sentence."""
    from mtrepair.backends import load_model
    from mtrepair.translation import Translator

    text = Translator(model=load_model(options.model)).translate(FIRST).text
    return {"seconds": time.monotonic() - float(os.environ[_STARTED]), "text": text}


def ctranslate2_int8(options: argparse.Namespace) -> dict[str, Any]:
    """Our default engine, as `load_model` sets it up."""
    from mtrepair.backends import load_model

    model = load_model(options.model, batch_size=BATCH_SIZE)
    sources = _sources(options, model.count_tokens)
    model.generate(sources[:4], beam_size=BEAM_SIZE, max_length=8)
    start = time.process_time()
    found = model.generate(sources, beam_size=BEAM_SIZE, max_length=MAX_LENGTH)
    seconds = time.process_time() - start
    written = model.count_tokens([own[0].text for own in found], target=True)
    return _speed(sum(written) + len(written), seconds)


def transformers_float32(options: argparse.Namespace) -> dict[str, Any]:
    """transformers' own `generate`, without what our engine adds to it."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForSeq2SeqLM.from_pretrained(options.model, dtype=torch.float32).eval()
    sources = _sources(options, lambda texts: [len(ids) for ids in tokenizer(texts)["input_ids"]])
    with torch.inference_mode():
        model.generate(**tokenizer(sources[:4], return_tensors="pt", padding=True), max_length=8)
        tokens, start = 0, time.process_time()
        for i in range(0, len(sources), BATCH_SIZE):
            batch = tokenizer(sources[i : i + BATCH_SIZE], return_tensors="pt", padding=True)
            written = model.generate(
                **batch, num_beams=BEAM_SIZE, max_length=MAX_LENGTH + 1, early_stopping=True
            )
            # The first token only starts the decoder.
            tokens += int((written[:, 1:] != model.config.pad_token_id).sum())
        seconds = time.process_time() - start
    return _speed(tokens, seconds)


_WORKERS = {
    "first translation": first_translation,
    "ctranslate2": ctranslate2_int8,
    "transformers": transformers_float32,
}


def _worker(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.studies.inference_speed", *sys.argv[1:]]
    command += ["--worker", name]
    environment = os.environ | {_STARTED: repr(time.monotonic())}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _sources(options: argparse.Namespace, count: Any) -> list[str]:
    """The first sentences of the source text, sorted by length as both engines batch them."""
    lines = options.source.read_text(encoding="utf-8").splitlines()[: options.sentences]
    lengths = dict(zip(lines, count(lines), strict=True))
    return sorted((line for line in lines if line and lengths[line] < 100), key=lengths.__getitem__)


def _speed(tokens: int, seconds: float) -> dict[str, Any]:
    return {"tokens": tokens, "cpu_seconds": seconds, "tokens_per_cpu_second": tokens / seconds}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(found: dict[str, Any]) -> str:
    rows = [
        f"{name}: {found[name]['tokens_per_cpu_second']:.0f} tokens per CPU-second, "
        f"peak {found[name]['peak_mb']:.0f} MB"
        for name in ("ctranslate2", "transformers")
    ]
    first = found["first translation"]
    return "\n".join(
        [
            *rows,
            f"ratio: {found['ratio']['tokens_per_cpu_second']:.1f}",
            f"first translation: {first['seconds']:.2f} s after the start of the process, "
            f"peak {first['peak_mb']:.0f} MB",
        ]
    )


if __name__ == "__main__":
    main()
