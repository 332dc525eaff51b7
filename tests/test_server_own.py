"""Our own paths: /clean and /detect, Superdesk's shape, explanations; held to their description."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from serving import ask, serving
from tiny_model import FakeModel

from mtrepair import Edit, Span, apply
from mtrepair.integrations.server.app import application
from mtrepair.integrations.server.settings import ServerSettings


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


def clean(server: str, **fields: Any) -> Any:
    answer = ask(server, "/clean", json_body=fields)
    assert answer.status == 200, answer.text
    return answer.json


def found(server: str, **fields: Any) -> list[tuple[str, str]]:
    answer = ask(server, "/detect", json_body=fields)
    assert answer.status == 200, answer.text
    return [(finding["code"], finding["text"]) for finding in answer.json["findings"]]


def test_a_text_is_repaired_with_its_edits_in_code_points(server: str) -> None:
    text = "👏 Le web,la radio. ."
    answer = clean(server, text=text)
    assert answer["text"] == "👏 Le web, la radio."
    edits = [Edit(Span(e["start"], e["end"]), e["replacement"]) for e in answer["edits"]]
    assert apply(text, edits) == answer["text"]


def test_a_page_is_repaired_and_its_tags_stay(server: str) -> None:
    page = '<p>Il va de l’avant<a href="/a,b">malgré la demande</a>.</p>'
    assert clean(server, html=page)["text"] == (
        '<p>Il va de l’avant <a href="/a,b">malgré la demande</a>.</p>'
    )
    assert found(server, html=page) == [("MT101", 'avant<a href="/a,b">malgré')]


def test_markdown_is_repaired_and_its_marks_stay(server: str) -> None:
    text = "Le `a,b` et **le web**,la radio."
    assert clean(server, markdown=text)["text"] == "Le `a,b` et **le web**, la radio."


def test_the_options_of_a_request_go_before_those_of_the_house(server: str) -> None:
    text = "Selon lesJours,le maire a dit “oui”. ."
    style = {"quotes": "guillemets", "space": "plain"}
    answer = clean(server, text=text, keep=["lesJours"], ignore=["MT103"], style=style)
    assert answer["text"] == "Selon lesJours,le maire a dit « oui »."
    assert found(server, text=text, select=["MT201"]) == [("MT201", ". .")]
    answer = clean(server, text="Ils ont été livrés en Mai.", safety="unsafe")
    assert answer["text"] == "Ils ont été livrés en mai."


def test_a_text_is_held_against_its_english_source(server: str) -> None:
    source = "<p>He sold 53 tanks.</p>"
    text = "Il a vendu 35 chars."
    assert found(server, text=text) == []
    assert found(server, text=text, source="He sold 53 tanks.") == [("MT701", "35")]
    page = {"html": f"<p>{text}</p>", "source": source, "source_markup": "html"}
    assert found(server, **page) == [("MT701", "35")]
    assert found(server, **page, ignore=["MT7"]) == []


def test_a_text_that_nothing_is_wrong_with_comes_back(server: str) -> None:
    text = "« L’accord est “historique” », a jugé la ministre."
    assert clean(server, text=text)["text"] == text
    assert found(server, text=text) == []


def test_a_lone_surrogate_comes_back_as_it_was(server: str) -> None:
    assert clean(server, text="Le web,la \ud800 radio.")["text"] == "Le web, la \ud800 radio."


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "give one of text, html, markdown"),
        ({"text": "a", "html": "a"}, "give one of text, html, markdown"),
        ({"text": 1}, "text, html, markdown and source must be strings"),
        ({"text": "a", "stile": {}}, "unknown field 'stile'"),
        ({"text": "a", "select": "MT1"}, "select must be a list of codes"),
        ({"text": "a", "select": [1]}, "select must be a list of codes"),
        ({"text": "a", "select": ["MT9"]}, "no rule has the code 'MT9'"),
        ({"text": "a", "safety": "sure"}, "no safety level is called 'sure'"),
        ({"text": "a", "style": {"quotes": "x"}}, "quotes must be one of"),
        ({"text": "a", "style": {"colour": "x"}}, "style must be an object with quotes and space"),
        ({"text": "a", "keep": ["/(a+)+$/"]}, "patterns belong in the settings"),
        ({"text": "a", "source": "b"}, "unknown field 'source'"),
        ({"text": "a", "rules_only": 1}, "rules_only must be true or false"),
    ],
)
def test_a_wrong_request_is_told(server: str, fields: dict[str, Any], message: str) -> None:
    answer = ask(server, "/clean", json_body=fields)
    assert answer.status == 400
    assert message in answer.json["error"]


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"[]", "application/json", "the body must be a JSON object"),
        (b"[" * 100_000, "application/json", "the body is no valid JSON"),
        (b"text=%FF", "application/x-www-form-urlencoded", "the body is no form in UTF-8"),
        (b"<a/>", "text/xml", "the body must be application/json or"),
    ],
)
def test_a_body_that_cant_be_read_is_told(
    server: str, body: bytes, kind: str, message: str
) -> None:
    answer = ask(server, "/clean", body=body, headers={"Content-Type": kind})
    assert answer.status == 400
    assert message in answer.json["error"]


def test_superdesks_shape_is_answered(server: str) -> None:
    fields = {"spellchecker": "mtrepair", "text": "Le web,la radio de l’avantmalgré."}
    answer = ask(server, "/spellchecker", json_body=fields)
    assert answer.json == {
        "errors": [
            {
                "startOffset": 6,
                "text": ",la",
                "type": "grammar",
                "message": "no space after “,”",
                "suggestions": [{"text": ", la"}],
            },
            {
                "startOffset": 21,
                "text": "avantmalgré",
                "type": "spelling",
                "message": "“avantmalgré” reads as “avant malgré”",
                "suggestions": [{"text": "avant malgré"}],
            },
        ]
    }


def test_a_code_that_there_is_not_is_not_explained(server: str) -> None:
    answer = ask(server, "/explain/MT999")
    assert (answer.status, answer.json) == (404, {"error": "there is no such code"})


# Anything that the description allows or forbids is asked: answers must be as it says.

_TRIED = 15
_SCHEMA = schemathesis.openapi.from_asgi(
    "/openapi.json",
    application(
        ServerSettings(alone=True, rules_only=True, max_characters=2000), model=FakeModel()
    ),
)
_OPERATIONS = [result.ok() for result in _SCHEMA.get_all_operations()]


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda operation: operation.path)
def test_every_answer_is_as_described(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=_TRIED,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def is_as_described(case: Any) -> None:
        case.call_and_validate()

    is_as_described()


def test_the_description_names_each_path_that_is_there(server: str) -> None:
    described = ask(server, "/openapi.json").json["paths"]
    for path, method in itertools.chain.from_iterable(
        ((path, method) for method in methods) for path, methods in described.items()
    ):
        answer = ask(server, path, method=method.upper())
        assert answer.status in (200, 400), path
