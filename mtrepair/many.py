"""Many items, each with a result or an error, in their order, here or in processes."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from mtrepair.errors import InputError
from mtrepair.view import checked

Errors = Literal["raise", "keep"]
Result = TypeVar("Result")
Work = Callable[[Sequence[str]], Sequence[Result]]

# Characters of a batch: some 500 sentences, so that models have like lengths to put together.
_CHARACTERS = 60_000
# Batches that each process has before it, so that none waits.
_AHEAD = 2


class _Item(NamedTuple):
    """A text, or the error that tells why it is none, with what the caller knows it by."""

    key: Any
    text: str | InputError


def results(
    texts: Iterable[Any],
    work: Work[Result],
    *,
    at_a_time: int = 512,
    as_tuples: bool = False,
    errors: Errors = "raise",
    processes: int = 1,
) -> Iterator[Any]:
    """What `work` makes of each text, in order; with an id, where texts come with one.

    Args:
        texts: the texts; with `as_tuples` pairs of anything and a text.
        work: makes as many results as it is given texts.
        at_a_time: most texts that it is given together; long ones are fewer.
        errors: "raise" raises at the first text that is none or can't be worked on, behind the
            results of those before it; "keep" has the error in the place of its result.
        processes: that work side by side; `work` is pickled for them.

    Raises:
        InputError: at once where an option has no such value or `texts` is one string.

    >>> list(results([1, "b"], lambda texts: [t.upper() for t in texts], errors="keep"))
    [InputError('text 1 must be a str, not int; decode bytes or open the file first'), 'B']
    """
    if isinstance(texts, str | bytes):
        raise InputError(
            f"texts must be several str, not one {type(texts).__name__}, which would be read "
            "character by character; put it in a list"
        )
    if errors not in ("raise", "keep"):
        raise InputError(f'errors must be "raise" or "keep", not {errors!r}')
    check_processes(processes)
    if processes > 1:
        _check_pickled(work)
    items = _items(texts, as_tuples=as_tuples)
    batches = _batches(items, at_a_time)
    worked = (
        _in_processes(batches, work, processes)
        if processes > 1
        else ((batch, _worked(work, _texts(batch))) for batch in batches)
    )
    return _given(worked, as_tuples=as_tuples, keep=errors == "keep")


def check_processes(processes: int) -> None:
    """Raise InputError unless so many processes can work side by side."""
    if not isinstance(processes, int) or processes < 1:
        raise InputError(f"processes must be a number from 1 on, not {processes!r}")


def _check_pickled(work: Work[Any]) -> None:
    try:
        pickle.dumps(work)
    except Exception as error:  # each class has its own way to say so
        raise InputError(
            f"processes get their work pickled, and this can't be: {error}; give models by their "
            "names or folders, not loaded"
        ) from error


def _batches(items: Iterable[_Item], most: int) -> Iterator[list[_Item]]:
    """The items, several at a time."""
    batch: list[_Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item.text, str) else 0
        if len(batch) >= most or size >= _CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _items(texts: Iterable[Any], *, as_tuples: bool) -> Iterator[_Item]:
    for number, entry in enumerate(texts, 1):
        name = f"text {number}"
        try:
            key, text = _pair(entry, name) if as_tuples else (None, entry)
            yield _Item(key, checked(text, name))
        except InputError as error:
            yield _Item(
                entry[0] if as_tuples and isinstance(entry, tuple) and entry else None, error
            )


def _pair(entry: Any, name: str) -> tuple[Any, Any]:
    if not isinstance(entry, tuple) or len(entry) != 2:
        raise InputError(f"{name} must be a pair of an id and a str, not {type(entry).__name__}")
    return entry


def _texts(batch: Sequence[_Item]) -> list[str]:
    return [item.text for item in batch if isinstance(item.text, str)]


def _worked(work: Work[Result], texts: Sequence[str]) -> list[Result | Exception]:
    """The result of each text; where the batch fails, of each by itself, or its error."""
    try:
        return list(work(texts)) if texts else []
    except Exception as error:
        if len(texts) == 1:
            return [error]
        return [result for text in texts for result in _worked(work, [text])]


def _given(
    worked: Iterable[tuple[Sequence[_Item], Sequence[Any]]], *, as_tuples: bool, keep: bool
) -> Iterator[Any]:
    for batch, found in worked:
        answers = iter(found)
        for item in batch:
            result = next(answers) if isinstance(item.text, str) else item.text
            if isinstance(result, Exception) and not keep:
                raise result
            yield (item.key, result) if as_tuples else result


def _in_processes(
    batches: Iterator[list[_Item]], work: Work[Result], processes: int
) -> Iterator[tuple[list[_Item], list[Result | Exception]]]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Not forked: models that are loaded have threads, and a fork would wait for them for ever.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[list[_Item], Future[list[Result | Exception]]]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(_worked, work, _texts(batch))))
                if len(waiting) >= processes * _AHEAD:
                    done, future = waiting.popleft()
                    yield done, future.result()
            for done, future in waiting:
                yield done, future.result()
        except BrokenProcessPool as error:
            raise InputError(
                "a process ended before its texts were done: it was killed, or ran out of memory, "
                'or the script that asked for it does not begin under if __name__ == "__main__"'
            ) from error
