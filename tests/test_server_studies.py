"""What the studies of the server make of what they see."""

from collections import Counter

from benchmarks.studies.server_load import SIZE, Load, articles, table
from benchmarks.studies.server_strain import request, wrong


def test_rates_and_times_are_told_beside_the_first_server() -> None:
    found = {
        "peer": ([Load(2.0, 100.0, 0), Load(4.0, 300.0, 1), Load(3.0, 200.0, 0)], 400),
        "ours": ([Load(30.0, 50.0, 0)], 60),
    }
    assert list(table(found)) == [
        ("peer", "3.0", "200", "1.00", "1.00", "1", "400"),
        ("ours", "30.0", "50", "10.00", "0.25", "0", "60"),
    ]


def test_articles_are_as_long_as_they_should_be() -> None:
    texts = articles()
    assert len(texts) > 20
    assert {len(text) for text in texts} == {SIZE}


def test_an_answer_that_no_request_should_have_is_a_fault() -> None:
    seen = Counter(
        {
            ("check", "200"): 5,
            ("check", "500"): 1,
            ("10 MB", "200"): 1,
            ("10 MB", "413"): 3,
            ("given up", "gone"): 2,
            ("says nothing", "200"): 1,
            ("translate", "TimeoutError"): 1,
        }
    )
    assert wrong(seen) == [
        "10 MB: 200, 1 times",
        "check: 500, 1 times",
        "says nothing: 200, 1 times",
        "translate: TimeoutError, 1 times",
    ]


def test_a_request_says_how_long_it_is() -> None:
    sent = request("/clean", "é".encode())
    assert sent.startswith(b"POST /clean HTTP/1.1\r\n")
    assert b"Content-Length: 2\r\n" in sent
    assert sent.endswith("\r\n\r\né".encode())
