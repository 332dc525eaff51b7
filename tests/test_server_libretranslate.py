"""LibreTranslate's clients, as they are and as their requests were recorded, on a real socket."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from libretranslatepy import LibreTranslateAPI
from serving import Answer, ask, serving
from tiny_model import FakeModel

FRENCH, ENGLISH = "Le vote a lieu lundi.", "The vote takes place on Monday."
ANSWERS = {
    FRENCH: ENGLISH,
    "Il pleut à Paris.": "It is raining in Paris.",
    "Le maire a dit oui.": "The mayor said yes.",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(FakeModel(lambda source: ANSWERS.get(source, source.upper()))) as address:
        yield address


def translated(server: str, **fields: Any) -> Answer:
    return ask(server, "/translate", json_body={"source": "fr", "target": "en", **fields})


# libretranslatepy


def test_libretranslatepy_translates(server: str) -> None:
    client = LibreTranslateAPI(f"{server}/")
    assert client.translate(FRENCH, "fr", "en") == ENGLISH


def test_libretranslatepy_detects(server: str) -> None:
    client = LibreTranslateAPI(f"{server}/")
    (found,) = client.detect("Le ministre a parlé devant les députés.")
    assert found["language"] == "fr"
    assert found["confidence"] > 80


def test_libretranslatepy_lists_languages(server: str) -> None:
    # It sends a body with its GET.
    codes = {row["code"]: row["targets"] for row in LibreTranslateAPI(f"{server}/").languages()}
    assert "en" in codes["fr"]
    assert all(isinstance(targets, list) for targets in codes.values())


# Recorded requests


def test_mastodon_sends_lists_of_html_without_a_key(server: str) -> None:
    answer = translated(
        server,
        q=[f"<p>{FRENCH}</p>", "<p>Il pleut à Paris.</p>"],
        format="html",
        api_key=None,
    )
    assert answer.json == {
        "translatedText": [f"<p>{ENGLISH}</p>", "<p>It is raining in Paris.</p>"]
    }


def test_mastodon_lets_the_language_be_guessed(server: str) -> None:
    answer = translated(server, q=[f"<p>{FRENCH}</p>"], source="auto", format="html")
    assert answer.json["detectedLanguage"][0]["language"] == "fr"
    assert answer.json["translatedText"] == [f"<p>{ENGLISH}</p>"]


def test_discourse_sends_a_form_of_html(server: str) -> None:
    fields = {"q": f"<p>{FRENCH}</p>", "source": "fr", "target": "en", "format": "html"}
    answer = ask(server, "/translate", fields)
    assert answer.json == {"translatedText": f"<p>{ENGLISH}</p>"}


def test_discourse_asks_for_the_language_first(server: str) -> None:
    answer = ask(server, "/detect", {"q": "The minister spoke on Monday."})
    assert answer.json[0]["language"] == "en"


def test_weblate_sends_a_form(server: str) -> None:
    fields = {"q": FRENCH, "source": "fr", "target": "en", "api_key": ""}
    assert ask(server, "/translate", fields).json == {"translatedText": ENGLISH}


def test_deep_translator_posts_a_query_without_a_body(server: str) -> None:
    query = urlencode({"q": FRENCH, "source": "fr", "target": "en", "format": "text"})
    answer = ask(server, f"/translate?{query}&api_key=any", method="POST")
    assert answer.json == {"translatedText": ENGLISH}


# What is asked and what is not


def test_a_list_comes_back_in_its_order(server: str) -> None:
    texts = ["Il pleut à Paris.", FRENCH, "Le maire a dit oui."]
    answer = translated(server, q=texts)
    assert answer.json["translatedText"] == [ANSWERS[text] for text in texts]


def test_alternatives_are_empty_where_they_are_asked_for(server: str) -> None:
    assert translated(server, q=FRENCH, alternatives=2).json["alternatives"] == []
    assert translated(server, q=[FRENCH], alternatives=2).json["alternatives"] == [[]]


def test_english_comes_back_as_it_is(server: str) -> None:
    text = "It is raining."
    assert translated(server, q=text, source="en").json == {"translatedText": text}
    answer = translated(server, q=text, source="auto").json
    assert (answer["translatedText"], answer["detectedLanguage"]["language"]) == (text, "en")


def test_what_is_nothing_to_translate_is_english_of_no_certainty(server: str) -> None:
    assert translated(server, q="123", source="auto").json == {
        "translatedText": "123",
        "detectedLanguage": {"confidence": 0, "language": "en"},
    }


def test_the_settings_of_the_page_are_told(server: str) -> None:
    told = ask(server, "/frontend/settings").json
    assert told["language"]["source"] == {"code": "fr", "name": "French"}
    assert (told["charLimit"], told["keyRequired"], told["suggestions"]) == (50_000, False, False)


def test_the_server_says_that_it_is_well(server: str) -> None:
    assert ask(server, "/health").json == {"status": "ok"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"source": "fr", "target": "en"}, "Invalid request: missing q parameter"),
        ({"q": "a", "target": "en"}, "Invalid request: missing source parameter"),
        ({"q": "a", "source": "fr"}, "Invalid request: missing target parameter"),
        ({"q": 1, "source": "fr", "target": "en"}, "q must be a string or a list of strings"),
        ({"q": ["a", 1], "source": "fr", "target": "en"}, "q must be a string or a list"),
        ({"q": "a", "source": "de", "target": "en"}, "de is not supported"),
        ({"q": "a", "source": "fr", "target": "de"}, "de is not supported as a target language"),
        ({"q": "a", "source": "en", "target": "fr"}, "fr is not supported as a target language"),
        ({"q": "a", "source": "fr", "target": "en", "format": "odt"}, "odt format is not"),
        ({"q": "a", "source": "fr", "target": "en", "alternatives": "x"}, "alternatives must be"),
        ({"q": "a", "source": "fr", "target": "en", "alternatives": float("inf")}, "alternatives"),
        ({"q": "a", "source": ["fr"], "target": "en"}, "source must be a language code"),
    ],
)
def test_a_wrong_request_is_told_as_json(server: str, fields: dict[str, Any], message: str) -> None:
    answer = ask(server, "/translate", json_body=fields)
    assert answer.status == 400
    assert message in answer.json["error"]


def test_a_language_is_told_of_something(server: str) -> None:
    answer = ask(server, "/detect", {"q": ""})
    told = {"error": "Invalid request: missing q parameter"}
    assert (answer.status, answer.json) == (400, told)


def test_a_body_that_is_no_json_is_told(server: str) -> None:
    answer = ask(server, "/translate", body=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json) == (400, {"error": "the body is no valid JSON"})
