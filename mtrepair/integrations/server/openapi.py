"""Our own paths described in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from mtrepair.codes import CODES, FAMILIES
from mtrepair.kinds import MARKUP_KINDS
from mtrepair.types import Safety

Schema = dict[str, Any]

_STRING: Schema = {"type": "string"}
_CODES: Schema = {
    "type": "array",
    "items": {"enum": sorted({*CODES, *FAMILIES, *(code.name for code in CODES.values())})},
    "maxItems": 1000,
}
# A word: nothing blank, and no pattern, which begins with a slash.
_WORDS: Schema = {
    "type": "array",
    "items": {"type": "string", "pattern": r"^[^/\s]"},
    "maxItems": 1000,
}
_NUMBER: Schema = {"type": "integer", "minimum": 0}


def openapi(version: str, most: int) -> Schema:
    """The description of `/clean`, `/detect` and what stands beside them.

    Args:
        version: of mtrepair.
        most: characters of a text.
    """
    text = {"type": "string", "maxLength": most}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mtrepair",
            "version": version,
            "description": "Finds and repairs the damage in French text that a machine translated "
            "from English. Offsets count code points.",
        },
        "paths": {
            "/clean": {"post": _operation("clean", "Repair a text", _reading(text), "Repair")},
            "/detect": {"post": _detect(text)},
            "/spellchecker": {
                "post": _operation("spellcheck", "As Superdesk's", _spelling(text), "Errors")
            },
            "/health": {"get": _got("health", "Whether the server is up", "Health")},
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _answers(schema: Schema) -> Schema:
    told = {
        "400": "the request is wrong",
        "401": "the key is wrong",
        "403": "the key is wrong",
        "408": "the request came too slowly",
        "413": "the text is too long",
        "500": "something went wrong",
        "503": "too many wait, or it took too long",
    }
    errors = {
        status: {"description": text, "content": _content(_ref("Error"))}
        for status, text in told.items()
    }
    return {"200": {"description": "done", "content": _content(schema)}, **errors}


def _operation(name: str, summary: str, asked: Schema, answered: str) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": _content(asked)},
        "responses": _answers(_ref(answered)),
    }


def _got(name: str, summary: str, answered: str) -> Schema:
    answers = {"200": {"description": "done", "content": _content(_ref(answered))}}
    return {"operationId": name, "summary": summary, "responses": answers}


def _detect(text: Schema) -> Schema:
    language = _object({"q": {**text, "minLength": 1}}, ["q"], more=True)
    source = {"source": text, "source_markup": {"enum": list(MARKUP_KINDS)}}
    asked = {"anyOf": [_reading(text, **source), language]}
    operation = _operation("detect", "Find artefacts; with q, tell the language", asked, "Findings")
    answered = {"anyOf": [_ref("Findings"), _ref("Languages")]}
    return {**operation, "responses": _answers(answered)}


def _object(properties: Schema, required: list[str], *, more: bool = False) -> Schema:
    """An object; of other people's protocols, which have `more` fields, what is read here."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": more,
    }


def _reading(text: Schema, **more: Schema) -> Schema:
    """A text of some kind, with the options of a house."""
    style = {
        "quotes": {"enum": ["guillemets", "curly", "straight"]},
        "space": {"enum": ["nbsp", "narrow", "plain"]},
    }
    options = {
        "safety": {"enum": [level.name.lower() for level in Safety]},
        "select": _CODES,
        "ignore": _CODES,
        "keep": _WORDS,
        "rules_only": {"type": "boolean"},
        "style": _object(style, []),
        **more,
    }
    return {"anyOf": [_object({kind: text, **options}, [kind]) for kind in MARKUP_KINDS]}


def _spelling(text: Schema) -> Schema:
    return _object({"text": text}, ["text"], more=True)


_EDIT = _object({"start": _NUMBER, "end": _NUMBER, "replacement": _STRING}, ["start", "end"])
_FINDING: Schema = {
    "type": "object",
    "properties": {
        "code": _STRING,
        "name": _STRING,
        "start": _NUMBER,
        "end": _NUMBER,
        "text": _STRING,
        "message": _STRING,
        "severity": {"enum": ["minor", "major"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "found_by": _STRING,
        "fixes": {
            "type": "array",
            "items": _object(
                {"safety": _STRING, "edits": {"type": "array", "items": _ref("Edit")}},
                ["safety", "edits"],
            ),
        },
    },
    "required": ["code", "name", "start", "end", "text", "message", "severity", "fixes"],
}
_LIST_OF_FINDINGS = {"type": "array", "items": _ref("Finding")}
_UNIT = {"schema_version": {"type": "integer"}, "unit": {"const": "codepoint"}}
_ERROR_PLACE = _object(
    {
        "startOffset": _NUMBER,
        "text": _STRING,
        "type": {"enum": ["spelling", "grammar"]},
        "message": _STRING,
        "suggestions": {"type": "array", "items": _object({"text": _STRING}, ["text"])},
    },
    ["startOffset", "text", "type", "message", "suggestions"],
)
_GUESS = _object(
    {"language": {"enum": ["fr", "en"]}, "confidence": {"type": "number"}},
    ["language", "confidence"],
)
_SCHEMAS: Schema = {
    "Error": _object({"error": _STRING}, ["error"]),
    "Health": _object({"status": {"const": "ok"}}, ["status"]),
    "Edit": _EDIT,
    "Finding": _FINDING,
    "Findings": _object(
        {**_UNIT, "findings": _LIST_OF_FINDINGS}, ["schema_version", "unit", "findings"]
    ),
    "Repair": _object(
        {
            **_UNIT,
            "text": _STRING,
            "findings": _LIST_OF_FINDINGS,
            "edits": {"type": "array", "items": _ref("Edit")},
            "refused": _LIST_OF_FINDINGS,
        },
        ["schema_version", "unit", "text", "findings", "edits", "refused"],
    ),
    "Errors": _object({"errors": {"type": "array", "items": _ERROR_PLACE}}, ["errors"]),
    "Languages": {"type": "array", "items": _ref("Language")},
    "Language": _GUESS,
}
