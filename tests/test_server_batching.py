"""Segments of many requests through one model, each request in turn, until it is given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tiny_model import FakeModel

from mtrepair.errors import InputError
from mtrepair.integrations.server.batching import SharedModel
from mtrepair.integrations.server.work import Stop, Stopped
from mtrepair.types import Hypothesis


class Gated(FakeModel):
    """A model that waits at a gate before it answers, and remembers what it was asked at once."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.calls: list[list[str]] = []

    def generate(self, sources: Any, **options: Any) -> list[list[Hypothesis]]:
        self.calls.append(list(sources))
        self.begun.set()
        assert self.gate.wait(20)
        return super().generate(sources, **options)


@pytest.fixture
def model() -> Gated:
    return Gated()


@pytest.fixture
def shared(model: Gated) -> Iterator[SharedModel]:
    shared = SharedModel(model, batch_size=4)
    yield shared
    model.gate.set()
    shared.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def all_wait(shared: SharedModel, count: int) -> None:
    while shared.waiting < count:
        pass


def texts(found: list[list[Hypothesis]]) -> list[str]:
    return [own[0].text for own in found]


def test_what_waits_is_asked_together(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    first = pool.submit(shared.asked(Stop()).generate, ["un"])
    assert model.begun.wait(20)
    others = [pool.submit(shared.asked(Stop()).generate, [word]) for word in ("deux", "trois")]
    all_wait(shared, 3)
    model.gate.set()
    assert texts(first.result()) == ["UN"]
    assert [texts(other.result()) for other in others] == [["DEUX"], ["TROIS"]]
    assert [sorted(call) for call in model.calls] == [["un"], ["deux", "trois"]]


def test_a_long_request_lets_a_short_one_pass(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    long = pool.submit(shared.asked(Stop()).generate, list("abcdefghij"))
    assert model.begun.wait(20)
    short = pool.submit(shared.asked(Stop()).generate, ["z"])
    all_wait(shared, 2)
    model.gate.set()
    assert texts(short.result()) == ["Z"]
    assert texts(long.result()) == list("ABCDEFGHIJ")
    assert "z" in model.calls[1]


def test_requests_of_other_options_are_asked_apart(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    pool.submit(shared.asked(Stop()).generate, ["un"])
    assert model.begun.wait(20)
    others = [
        pool.submit(shared.asked(Stop()).generate, ["deux"], beam_size=2),
        pool.submit(shared.asked(Stop()).generate, ["trois"], beam_size=5),
    ]
    all_wait(shared, 3)
    model.gate.set()
    assert [texts(other.result()) for other in others] == [["DEUX"], ["TROIS"]]
    assert sorted(model.calls[1:]) == [["deux"], ["trois"]]


def test_who_is_given_up_is_asked_no_more(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    stop = Stop()
    long = pool.submit(shared.asked(stop).generate, list("abcdefghij"))
    assert model.begun.wait(20)
    stop.set()
    model.gate.set()
    with pytest.raises(Stopped):
        long.result()
    assert model.calls == [list("abcd")]


def test_who_asks_the_impossible_does_not_spoil_it_for_others(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    pool.submit(shared.asked(Stop()).generate, ["un"])
    assert model.begun.wait(20)
    wrong = pool.submit(shared.asked(Stop()).generate, ["mot " * 200])
    right = pool.submit(shared.asked(Stop()).generate, ["deux"])
    all_wait(shared, 3)
    model.gate.set()
    with pytest.raises(InputError, match="200 tokens"):
        wrong.result()
    assert texts(right.result()) == ["DEUX"]


def test_who_still_waits_when_the_server_ends_is_told_so(
    shared: SharedModel, model: Gated, pool: ThreadPoolExecutor
) -> None:
    long = pool.submit(shared.asked(Stop()).generate, list("abcdefghij"))
    assert model.begun.wait(20)
    threading.Timer(0.05, model.gate.set).start()
    shared.close()
    with pytest.raises(Stopped):
        long.result()
    with pytest.raises(Stopped):
        shared.asked(Stop()).generate(["a"])


def test_a_request_that_is_given_up_asks_nothing_else(shared: SharedModel) -> None:
    stop = Stop()
    own = shared.asked(stop)
    assert own.count_tokens(["un deux"]) == [2]
    assert own.score(["a"], ["b"])[0].text == "b"
    assert own.attention(["a"], ["b"])[0].weights == ((1.0,),)
    assert (own.name, own.max_tokens, own.folder) == ("fake", 100, None)
    stop.set()
    for ask in (own.score, own.attention):
        with pytest.raises(Stopped):
            ask(["a"], ["b"])
    with pytest.raises(Stopped):
        own.count_tokens(["a"])


def test_nothing_asked_is_nothing_answered(shared: SharedModel) -> None:
    assert shared.asked(Stop()).generate([]) == []
