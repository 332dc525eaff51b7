"""A component of spaCy's pipelines: `nlp.add_pipe("mtrepair")` marks artefacts in its documents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.tokens import Span as Tokens
from spacy.util import minibatch

from mtrepair.cleaner import Cleaner
from mtrepair.findings import Findings
from mtrepair.types import Edit, Finding, Fix, Safety, Span

KEY = "mtrepair"
"""Of the component, of its spans, and of what it tells of a document."""

_SETTINGS: dict[str, Any] = {
    "language_model": None,
    "repair_model": None,
    "safety": "safe",
    "select": [],
    "ignore": [],
    "keep": [],
}


class ArtefactMarker(Pipe):
    """Marks the artefacts of documents.

    `doc.spans["mtrepair"]` has a span for each finding, in their order, labelled with its code and
    widened to whole tokens; `doc._.mtrepair` has the findings, with their places to the character.

    >>> import spacy
    >>> nlp = spacy.blank("fr")
    >>> _ = nlp.add_pipe("mtrepair", config={"ignore": ["MT2"]})
    >>> doc = nlp("Le web,la radio. .")
    >>> [(span.label_, span.text) for span in doc.spans["mtrepair"]]
    [('MT103', ',la')]
    >>> [(finding.span.start, finding.message) for finding in doc._.mtrepair]
    [(6, 'no space after “,”')]
    """

    def __init__(self, name: str, cleaner: Cleaner) -> None:
        self.name = name
        self.cleaner = cleaner

    def __call__(self, doc: Doc) -> Doc:
        """The document with its artefacts marked."""
        return _marked(doc, self.cleaner.detect(doc.text))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """The documents of a stream, several read together."""
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            found = self.cleaner.detect_many([doc.text for doc in docs], errors="keep")
            for doc, findings in zip(docs, found, strict=True):
                if isinstance(findings, Exception):
                    self.get_error_handler()(self.name, self, [doc], findings)
                else:
                    yield _marked(doc, findings)


@Language.factory(KEY, assigns=[f"doc._.{KEY}", "doc.spans"], default_config=_SETTINGS)
def artefact_marker(
    nlp: Language,
    name: str,
    *,
    language_model: str | None,
    repair_model: str | None,
    safety: str,
    select: list[str],
    ignore: list[str],
    keep: list[str],
) -> ArtefactMarker:
    """The component, by settings that a pipeline's config can hold: those of `Cleaner`.

    The rules look alone, unless a model is named.
    """
    cleaner = Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        safety=safety,
        select=select,
        ignore=ignore,
        keep=keep,
    )
    return ArtefactMarker(name, cleaner)


def _marked(doc: Doc, findings: Findings) -> Doc:
    # As plain values, which go along where a document is written or sent to another process.
    doc.user_data[KEY] = [finding.to_dict() for finding in findings]
    doc.spans[KEY] = [_tokens(doc, finding) for finding in findings]
    return doc


def _tokens(doc: Doc, finding: Finding) -> Any:
    """The tokens that a finding touches; of a place between two, the one before it."""
    place, label = finding.span, finding.code
    found = doc.char_span(place.start, place.end, label=label, alignment_mode="expand")
    if found:
        return found
    at = max(bisect_right([token.idx for token in doc], place.start) - 1, 0)
    return Tokens(doc, at, at + 1, label=label)


def _told(doc: Doc) -> Findings:
    """What was found in a document; nothing, if the component has not seen it."""
    return Findings(doc.text, map(_finding, doc.user_data.get(KEY, ())))


def _finding(record: Mapping[str, Any]) -> Finding:
    return Finding(
        code=record["code"],
        name=record["name"],
        span=Span(record["start"], record["end"]),
        text=record["text"],
        message=record["message"],
        severity=record["severity"],
        confidence=record["confidence"],
        fixes=tuple(map(_fix, record["fixes"])),
        found_by=record["found_by"],
    )


def _fix(record: Mapping[str, Any]) -> Fix:
    edits = (Edit(Span(e["start"], e["end"]), e["replacement"]) for e in record["edits"])
    return Fix(tuple(edits), Safety.of(record["safety"]))


Doc.set_extension(KEY, getter=_told, force=True)
