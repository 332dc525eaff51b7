"""LanguageTool's clients, as they are and as their requests were recorded, on a real socket."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_tool_python import LanguageTool
from language_tool_python.utils import correct
from serving import ask, serving

from mtrepair.codes import CODES
from mtrepair.integrations.server.house import Desk
from mtrepair.integrations.server.languagetool.check import CheckRequest
from mtrepair.integrations.server.languagetool.check import check as check_text
from mtrepair.integrations.server.languagetool.kinds import kind
from mtrepair.integrations.server.settings import ServerSettings
from mtrepair.integrations.server.work import Stop

TEXT = "👏 Le web,la radio. ."
MENDED = "👏 Le web, la radio."


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


def check(server: str, **fields: str) -> Any:
    answer = ask(server, "/v2/check", fields)
    assert answer.status == 200, answer.text
    return answer.json


def annotated(*parts: dict[str, str]) -> str:
    return json.dumps({"annotation": list(parts)})


def applied(whole: str, matches: list[dict[str, Any]]) -> str:
    """The input with each match's first replacement, places in UTF-16 as editors count."""
    units = whole.encode("utf-16-le")
    for match in sorted(matches, key=lambda match: -match["offset"]):
        start, end = 2 * match["offset"], 2 * (match["offset"] + match["length"])
        new = match["replacements"][0]["value"].encode("utf-16-le")
        units = units[:start] + new + units[end:]
    return units.decode("utf-16-le")


# language_tool_python


def test_language_tool_python_corrects_a_text(server: str) -> None:
    tool = LanguageTool("fr", remote_server=server)
    found = tool.check(TEXT)
    assert [(match.rule_id, match.offset, match.error_length) for match in found] == [
        ("MT103_MISSING_SPACE", 8, 3),
        ("MT201_STRAY_PUNCTUATION", 17, 3),
    ]
    assert correct(TEXT, found) == MENDED


def test_language_tool_python_disables_a_rule(server: str) -> None:
    tool = LanguageTool("fr-FR", remote_server=server)
    tool.disabled_rules = {"MT103_MISSING_SPACE"}
    assert [match.rule_id for match in tool.check(TEXT)] == ["MT201_STRAY_PUNCTUATION"]


# Recorded requests


def test_curl_checks_a_text(server: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    command = ["curl", "-s", "-d", "language=fr", "--data-urlencode", f"text={TEXT}"]
    done = subprocess.run([*command, f"{server}/v2/check"], capture_output=True, check=True)
    assert applied(TEXT, json.loads(done.stdout)["matches"]) == MENDED


def test_libreoffice_sends_a_paragraph_with_a_country(server: str) -> None:
    body = f"text={quote('Le web,la radio.')}&language=fr-FR"
    answer = ask(server, "/v2/check", body=body.encode())
    (match,) = answer.json["matches"]
    assert (match["offset"], match["length"], match["rule"]["category"]["id"]) == (
        6,
        3,
        "TYPOGRAPHY",
    )


def test_ltex_sends_markup_and_counts_it(server: str) -> None:
    data = annotated(
        {"text": "Le "},
        {"markup": "**"},
        {"text": "web"},
        {"markup": "**"},
        {"text": ",la radio."},
    )
    (match,) = check(server, language="fr", data=data, level="default")["matches"]
    assert (match["offset"], match["length"]) == (10, 3)
    assert match["replacements"][0]["value"] == ", la"
    assert match["sentence"] == "Le web,la radio."


def test_a_browser_add_on_guesses_the_language(server: str) -> None:
    fields = {
        "data": json.dumps({"text": "Le web,la radio.", "metaData": {"EmailToAddress": ""}}),
        "language": "auto",
        "preferredVariants": "en-US,de-DE",
        "disabledRules": "WHITESPACE_RULE",
        "useragent": "webextension-firefox",
    }
    answer = check(server, **fields)
    assert answer["language"]["code"] == "fr"
    assert len(answer["matches"]) == 1


def test_obsidian_sends_what_it_does_not_want(server: str) -> None:
    fields = {
        "data": annotated({"text": TEXT}),
        "language": "auto",
        "enabledOnly": "false",
        "level": "picky",
        "enabledCategories": "CREATIVE_WRITING",
        "disabledCategories": "PUNCTUATION",
    }
    ids = [match["rule"]["id"] for match in check(server, **fields)["matches"]]
    assert ids == ["MT103_MISSING_SPACE"]


def test_a_query_does_as_well_as_a_form(server: str) -> None:
    answer = ask(server, f"/v2/check?language=fr&text={quote(TEXT)}")
    assert len(answer.json["matches"]) == 2


# Markup stays


def test_a_space_lost_before_a_link_is_put_outside_of_it(server: str) -> None:
    parts = [
        {"text": "Il va de l’avant"},
        {"markup": '<a href="/x">'},
        {"text": "malgré la demande"},
        {"markup": "</a>"},
        {"text": "."},
    ]
    found = check(server, language="fr", data=annotated(*parts))["matches"]
    whole = "".join(value for part in parts for value in part.values())
    assert applied(whole, found) == 'Il va de l’avant <a href="/x">malgré la demande</a>.'


def test_a_space_lost_behind_a_link_is_put_outside_of_it(server: str) -> None:
    parts = [
        {"text": "Il va de "},
        {"markup": "<b>"},
        {"text": "l’avant"},
        {"markup": "</b>"},
        {"text": "malgré la demande."},
    ]
    found = check(server, language="fr", data=annotated(*parts))["matches"]
    whole = "".join(value for part in parts for value in part.values())
    assert applied(whole, found) == "Il va de <b>l’avant</b> malgré la demande."


def test_what_markup_is_read_as_is_not_flagged(server: str) -> None:
    data = annotated(
        {"text": "Voir "}, {"markup": "`f(a,b)`", "interpretAs": "le web,la radio"}, {"text": "."}
    )
    assert check(server, language="fr", data=data)["matches"] == []


def test_a_replacement_never_takes_markup_away(server: str) -> None:
    data = annotated(
        {"text": "Le maire a "}, {"markup": "<b>"}, {"text": "a dit"}, {"markup": "</b>"}
    )
    whole = "Le maire a <b>a dit</b>"
    for match in check(server, language="fr", data=data)["matches"]:
        if match["replacements"]:
            assert "<" not in whole[match["offset"] : match["offset"] + match["length"]]


# Every field of the strictest client


def test_an_answer_has_every_field_of_the_strictest_client(server: str) -> None:
    # languagetool-rust reads answers with types, and refuses one that lacks a field.
    answer = check(server, language="fr", text=TEXT)
    assert {"software", "language", "matches", "warnings", "sentenceRanges"} <= answer.keys()
    software = {"apiVersion", "buildDate", "name", "premium", "status", "version"}
    assert software <= answer["software"].keys()
    assert answer["software"]["apiVersion"] == 1
    assert {"code", "name", "detectedLanguage"} <= answer["language"].keys()
    assert {"code", "name"} <= answer["language"]["detectedLanguage"].keys()
    for match in answer["matches"]:
        assert match.keys() == {
            "message",
            "shortMessage",
            "replacements",
            "offset",
            "length",
            "context",
            "sentence",
            "type",
            "rule",
            "ignoreForIncompleteSentence",
            "contextForSureMatch",
        }
        assert match["context"].keys() == {"text", "offset", "length"}
        assert {"id", "description", "issueType", "category"} <= match["rule"].keys()
        assert match["rule"]["category"].keys() == {"id", "name"}


def test_a_safe_fix_says_how_sure_it_is(server: str) -> None:
    (match,) = check(server, language="fr", text="Le web,la radio.")["matches"]
    assert match["replacements"] == [{"value": ", la", "confidence": 0.95, "autoCorrect": True}]


def test_a_fix_that_is_only_shown_is_not_applied_by_itself(server: str) -> None:
    found = check(server, language="fr", text="Ils ont été livrés en Mai.")["matches"]
    assert [match["replacements"][0].get("autoCorrect") for match in found] == [None]


def test_a_rule_has_a_page_that_explains_it(server: str) -> None:
    (match,) = check(server, language="fr", text="Le web,la radio.")["matches"]
    (url,) = match["rule"]["urls"]
    page = ask(server, url["value"].removeprefix(server))
    assert page.status == 200
    assert "MT103 missing-space" in page.text


def test_superdesk_drops_no_match() -> None:
    shown = {"misspelling", "whitespace", "other"}
    shown |= {"grammar", "characters", "typographical", "locale-violation"}
    assert {kind(code).issue for code in CODES} <= shown


def test_offsets_count_utf16_units(server: str) -> None:
    (match,) = check(server, language="fr", text="👏👏 Le web,la radio.")["matches"]
    assert match["offset"] == 11
    assert match["context"]["offset"] == 11


def test_sentences_and_english_passages_are_told(server: str) -> None:
    text = "Le ministre a parlé lundi. On my way home I saw the page that you want."
    answer = check(server, language="fr", text=text)
    assert answer["sentenceRanges"] == [[0, 26], [27, 71]]
    assert answer["ignoreRanges"] == [{"from": 27, "to": 71, "language": {"code": "en"}}]


# Languages


@pytest.mark.parametrize("language", ["de-DE", "en", "zh_CN"])
def test_another_language_has_no_matches(server: str, language: str) -> None:
    assert check(server, language=language, text="Le web,la radio.")["matches"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("He said that the page,which you want, is here. .", "en"),
        ("Der Minister sprach am Montag vor den Abgeordneten,die da waren.", "und"),
        ("", "und"),
    ],
)
def test_a_text_in_another_language_is_left_alone(server: str, text: str, code: str) -> None:
    answer = check(server, language="auto", text=text)
    assert (answer["language"]["code"], answer["matches"]) == (code, [])


# Other paths


def test_french_is_listed_with_its_countries(server: str) -> None:
    codes = {row["longCode"] for row in ask(server, "/v2/languages").json}
    assert codes == {"fr", "fr-FR", "fr-CA", "fr-BE", "fr-CH"}


def test_the_small_paths_answer(server: str) -> None:
    assert ask(server, "/v2/healthcheck").text == "OK"
    assert ask(server, "/v2/maxtextlength").text == "50000"
    assert ask(server, "/v2/info").json["software"]["name"] == "mtrepair"
    listed = ask(server, "/v2/configinfo?language=fr").json
    assert listed["parameter"] == {"maxTextLength": 50_000}
    assert {rule["ruleId"][:5] for rule in listed["rules"]} == set(CODES)


# Errors in its words


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "a"}, "Missing 'language' parameter, e.g. 'language=fr' or 'auto'"),
        ({"language": "", "text": "a"}, "Missing 'language' parameter"),
        ({"language": "fr"}, "Set either 'text' or 'data'"),
        ({"language": "fr", "text": "a", "data": "{}"}, "Set either 'text' or 'data'"),
        ({"language": "fr", "data": "no"}, "'data' is no valid JSON"),
        ({"language": "fr", "data": "[]"}, "'data' must be an object with either"),
        ({"language": "fr", "data": '{"annotation": 1}'}, "'annotation' must be a list"),
        ({"language": "fr", "data": annotated({})}, "either 'text' or 'markup'"),
        (
            {"language": "fr", "data": annotated({"text": "a", "markup": "b"})},
            "either 'text' or 'markup'",
        ),
        (
            {"language": "fr", "data": annotated({"text": "a", "interpretAs": "b"})},
            "'interpretAs' goes with 'markup'",
        ),
        ({"language": "french please", "text": "a"}, "'language' is not a language code"),
        (
            {"language": "fr", "text": "a", "preferredVariants": "fr-FR"},
            "'preferredVariants' goes with 'language=auto' only",
        ),
        ({"language": "fr", "text": "a", "enabledOnly": "true"}, "'enabledOnly=true' needs"),
        ({"language": "fr", "data": '{"text": 1}'}, "'text' must be a string"),
        ({"language": "fr", "data": '{"annotation": [{"markup": 1}]}'}, "'markup' must be a"),
    ],
)
def test_a_wrong_request_is_told_in_plain_text(
    server: str, fields: dict[str, str], message: str
) -> None:
    answer = ask(server, "/v2/check", fields)
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text.startswith("Error: ")
    assert message in answer.text


def test_only_what_is_enabled_is_told(server: str) -> None:
    for fields in ({"enabledRules": "MT103,MT999"}, {"enabledCategories": "TYPOGRAPHY"}):
        found = check(server, language="fr", text=TEXT, enabledOnly="true", **fields)["matches"]
        assert [match["rule"]["id"] for match in found] == ["MT103_MISSING_SPACE"]
    both = {"disabledCategories": "TYPOGRAPHY", "enabledRules": "MT103_MISSING_SPACE"}
    assert len(check(server, language="fr", text=TEXT, **both)["matches"]) == 2


def test_a_field_that_is_no_string_is_refused(server: str) -> None:
    answer = ask(server, "/v2/check", json_body={"language": "fr", "text": 1})
    assert (answer.status, answer.text) == (400, "Error: 'text' must be a string")


def test_a_path_asked_in_another_way_says_how(server: str) -> None:
    answer = ask(server, "/v2/words/add")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert answer.text == "Error: this page has no such method"


def test_an_unknown_path_is_not_found(server: str) -> None:
    answer = ask(server, "/v2/nothing")
    assert (answer.status, answer.text) == (404, "Error: there is no such page here")


# The words of a house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    path = tmp_path_factory.mktemp("house") / "mtrepair.toml"
    path.write_text('# Our words.\nkeep = ["lesJours", "/n°/"]\n', encoding="utf-8")
    with serving(alone=False, config=path) as address:
        yield address, path


def test_words_are_kept_in_the_settings_of_the_house(house: tuple[str, Path]) -> None:
    server, path = house
    text = "Selon leMatin,il pleut."
    user = {"username": "desk", "apiKey": "any"}

    def flagged() -> list[str]:
        own = check(server, language="fr", text=text)["matches"]
        return [match["rule"]["id"] for match in own]

    assert flagged() == ["MT101_RUN_TOGETHER", "MT103_MISSING_SPACE"]
    added = ask(server, "/v2/words/add", {"word": "leMatin", **user})
    assert added.json == {"added": True}
    assert ask(server, "/v2/words/add", {"word": "leMatin", **user}).json == {"added": False}
    assert flagged() == ["MT103_MISSING_SPACE"]
    assert path.read_text(encoding="utf-8") == (
        '# Our words.\nkeep = ["lesJours", "/n°/", "leMatin"]\n'
    )
    listed = ask(server, "/v2/words?username=desk&apiKey=any&limit=1&offset=1")
    assert listed.json == {"words": ["lesJours"]}
    gone = ask(server, "/v2/words/delete", {"mode": "batch", "words": "leMatin other", **user})
    assert gone.json == {"deleted": True}
    assert ask(server, "/v2/words?username=desk").json == {"words": ["lesJours"]}


def test_words_need_a_user(house: tuple[str, Path]) -> None:
    answer = ask(house[0], "/v2/words/add", {"word": "leMatin"})
    assert (answer.status, answer.text[:37]) == (400, "Error: This end point needs a user id")


@pytest.mark.parametrize(
    "fields",
    [
        {"word": ""},
        {"word": "a" * 201},
        {"mode": "batch", "words": " "},
        {"mode": "batch", "words": f"bon {'a' * 201}"},
    ],
)
def test_what_is_no_word_is_not_kept(house: tuple[str, Path], fields: dict[str, str]) -> None:
    answer = ask(house[0], "/v2/words/add", {**fields, "username": "desk"})
    assert (answer.status, answer.text[:17]) == (400, "Error: Set 'word'")


@pytest.mark.parametrize("number", ["-1", "many", "9999999999"])
def test_a_page_of_words_is_counted_in_numbers(house: tuple[str, Path], number: str) -> None:
    answer = ask(house[0], f"/v2/words?username=desk&limit={number}")
    assert (answer.status, answer.text) == (400, "Error: 'limit' must be a number from 0 on")


def test_a_word_that_is_no_string_is_refused(house: tuple[str, Path]) -> None:
    answer = ask(house[0], "/v2/words/add", json_body={"word": 1, "username": "desk"})
    assert (answer.status, answer.text) == (400, "Error: Every field must be a string")


def test_a_page_of_the_house_itself_may_change_the_words(house: tuple[str, Path]) -> None:
    fields = {"word": "lesJours", "username": "desk"}
    answer = ask(house[0], "/v2/words/add", fields, headers={"Origin": house[0]})
    assert answer.json == {"added": False}


def test_another_sites_page_may_not_change_the_words(house: tuple[str, Path]) -> None:
    fields = {"word": "leMatin", "username": "desk"}
    answer = ask(house[0], "/v2/words/add", fields, headers={"Origin": "https://elsewhere.example"})
    assert answer.status == 403


def test_no_pattern_comes_in_as_a_word(house: tuple[str, Path]) -> None:
    answer = ask(house[0], "/v2/words/add", {"word": "/(a+)+$/", "username": "desk"})
    assert answer.status == 400


def test_without_settings_there_is_no_place_for_words(server: str) -> None:
    answer = ask(server, "/v2/words/add", {"word": "leMatin", "username": "desk"})
    assert answer.status == 403
    assert ask(server, "/v2/words?username=desk").json == {"words": []}


# Whatever is sent

_PIECES = st.sampled_from(
    ["Le web", ",la radio", " ", ". .", "👏", "l’avant", "malgré", "«", " »", "é\u0301", "\r\n", ""]
)
_MARKUP = st.sampled_from(["<b>", "</b>", "**", "👏", "\n", ""])
_PARTS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"text": _PIECES}),
        st.fixed_dictionaries({"markup": _MARKUP}),
        st.fixed_dictionaries({"markup": _MARKUP, "interpretAs": _PIECES}),
    ),
    max_size=12,
)


@given(parts=_PARTS)
def test_every_match_lies_in_the_input_and_what_it_replaces_is_text(
    parts: list[dict[str, str]],
) -> None:
    request = CheckRequest.of({"language": "fr", "data": annotated(*parts)}, most=1000)
    desk = Desk(ServerSettings(alone=True, rules_only=True))
    answer = check_text(request, desk, "", {}, Stop())
    whole = "".join(part.get("text", part.get("markup", "")) for part in parts)
    kinds = "".join(
        ("t" if "text" in part else "m") * len(part.get("text", part.get("markup", "")))
        for part in parts
    )
    units = [place for place, char in enumerate(whole) for _ in range(1 + (char > "\uffff"))]
    for match in answer["matches"]:
        start, end = match["offset"], match["offset"] + match["length"]
        assert 0 <= start < end <= len(units)
        if match["replacements"]:
            assert set(kinds[units[start] : units[end - 1] + 1]) == {"t"}
    for start, end in answer["sentenceRanges"]:
        assert 0 <= start <= end <= len(units)
